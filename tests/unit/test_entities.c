/* test_entities.c - character references: names, longest match, numbers and their
 * repairs. */
#include "base/str.h"
#include "html/entities.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct entity_case {
    const char *in, *text, *attribute; /* attribute NULL: the same */
} cases[] = {
    { "", "", NULL },
    { "no reference", "no reference", NULL },
    { "a &amp; b", "a & b", NULL },
    { "&AMP;&AMP&lt&gt;&quot;&apos;", "&&<>\"'", NULL },
    { "&apos &quot", "&apos \"", NULL },
    { "&notit; &notin; &not;", "\xC2\xACit; \xE2\x88\x89 \xC2\xAC",
      "&notit; \xE2\x88\x89 \xC2\xAC" },
    { "?a=1&copy=2&reg", "?a=1\xC2\xA9=2\xC2\xAE", "?a=1&copy=2\xC2\xAE" },
    { "&copy2 &copy;2 &copy-", "\xC2\xA9" "2 \xC2\xA9" "2 \xC2\xA9-",
      "&copy2 \xC2\xA9" "2 \xC2\xA9-" },
    { "&;&x;& &", "&;&x;& &", NULL },
    { "&CounterClockwiseContourIntegral;", "\xE2\x88\xB3", NULL },
    { "&CounterClockwiseContourIntegra;", "&CounterClockwiseContourIntegra;", NULL },
    { "&nGt;&nLt;", "\xE2\x89\xAB\xE2\x83\x92\xE2\x89\xAA\xE2\x83\x92", NULL },
    { "&Aacute;&aacute;&zwnj;", "\xC3\x81\xC3\xA1\xE2\x80\x8C", NULL },
    { "&there4;&frac12&sup2;", "\xE2\x88\xB4\xC2\xBD\xC2\xB2", NULL },
    { "&#65;&#x41;&#X41;&#65 &#x41g", "AAAA Ag", NULL },
    { "&#;&#x;&#xg;&#-1;&#", "&#;&#x;&#xg;&#-1;&#", NULL },
    { "&#128;&#x80;&#150;&#159;", "\xE2\x82\xAC\xE2\x82\xAC\xE2\x80\x93\xC5\xB8", NULL },
    { "&#129;", "\xC2\x81", NULL },
    { "&#0;&#xD800;&#xDFFF;&#x110000;&#99999999999999999999;",
      "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", NULL },
    { "&#x10FFFF;&#x1F600;", "\xF4\x8F\xBF\xBF\xF0\x9F\x98\x80", NULL },
    { "&amp;lt;", "&lt;", NULL },
    { "&9;&\xC3\xA9;", "&9;&\xC3\xA9;", NULL },
};

static void assert_decodes(const char *in, bool attribute, const char *want)
{
    fc_arena a;
    fc_arena_init(&a);
    fc_str got = fc_entities_decode(fc_str_of(in), attribute, &a);
    if (!fc_str_is(got, want))
        fail_msg("\"%s\" gives \"%.*s\", not \"%s\"", in, (int)got.n, got.p, want);
    fc_arena_free(&a);
}

static void references_are_decoded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_decodes(cases[i].in, false, cases[i].text);
        assert_decodes(cases[i].in, true,
                       cases[i].attribute ? cases[i].attribute : cases[i].text);
    }
}

static void text_without_references_is_not_copied(void **state)
{
    fc_arena a;
    fc_str s = FC_STR("plain");
    (void)state;
    fc_arena_init(&a);
    assert_ptr_equal(fc_entities_decode(s, false, &a).p, s.p);
    assert_int_equal(a.used, 0);
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_decoded),
        cmocka_unit_test(text_without_references_is_not_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
