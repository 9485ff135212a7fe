/* test_skim.c - tree-free main text of small pages. */
#include "base/str.h"
#include "base/utf8.h"
#include "html/skim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define LONG_ONE "Moss has no roots, so it drinks the rain that falls on its leaves."
#define LONG_TWO "A liverwort does the same, and both dry out without dying of it."

static void gives(const char *page, size_t limit, const char *want)
{
    fc_arena a;
    fc_skim s;
    fc_arena_init(&a);
    fc_skim_page(fc_str_of(page), limit, &a, &s);
    if (!fc_str_is(s.text, want))
        fail_msg("%s\ngave '%.*s'\nnot  '%s'", page, (int)s.text.n, s.text.p, want);
    fc_arena_free(&a);
}

static void blocks(void **state)
{
    (void)state;
    gives("", 100, "");
    gives("<p>short", 100, "");
    gives(LONG_ONE, 1000, LONG_ONE);
    gives("<p>" LONG_ONE "<p>" LONG_TWO, 1000, LONG_ONE "\n\n" LONG_TWO);
    gives("<nav><p>" LONG_ONE "</nav><p>" LONG_TWO, 1000, LONG_TWO);
    gives("<nav><p>never closed <main><p>" LONG_TWO, 1000, LONG_TWO);
    gives("<p>Whose page? <select><option>" LONG_ONE "<option>" LONG_ONE
          "</select><p>" LONG_TWO, 1000, LONG_TWO);
    gives("<p><a href=x>" LONG_ONE "</a><p>" LONG_TWO "<p>Share", 1000, LONG_TWO);
    gives("<p>This page uses cookies, to know you better the next time.<p>" LONG_TWO,
          1000, LONG_TWO);
}

static void marks(void **state)
{
    (void)state;
    gives("<h1>Moss</h1><p>" LONG_ONE "<ul><li>green<li><p>wet</ul><p>" LONG_TWO, 1000,
          "# Moss\n\n" LONG_ONE "\n- green\n- wet\n\n" LONG_TWO);
    gives("<h3>Moss</h3>" LONG_ONE "<ol><li>green<li>wet</ol>" LONG_TWO, 1000,
          "### Moss\n\n" LONG_ONE "\n1. green\n2. wet\n\n" LONG_TWO);
    gives("<p>" LONG_ONE
          " <code>dry()</code><pre>  if (rain)\n    drink();</pre><p>" LONG_TWO,
          1000, LONG_ONE " `dry()`\n\n```\nif (rain)\n    drink();\n```\n\n" LONG_TWO);
    gives("<div>Menu and other things before it all</div><h1>Moss</h1><p>" LONG_ONE, 1000,
          "# Moss\n\n" LONG_ONE);
}

static void what_is_no_text(void **state)
{
    (void)state;
    gives("<title>x</title><script>if (a < b) '<p>'</script><style>p{}</style><!-- <p>no "
          "--><svg><text>no</text></svg><textarea>no</textarea><p>" LONG_ONE,
          1000, LONG_ONE);
    gives("<p title='>'>" LONG_ONE "<br/>" LONG_TWO, 1000, LONG_ONE "\n\n" LONG_TWO);
    gives("<p>" LONG_ONE " a &lt; b &amp;&nbsp;\n\t c&eacute; 1 < 2 &x;</p>", 1000,
          LONG_ONE " a < b & c\xC3\xA9 1 < 2 &x;");
    gives("<p>" LONG_ONE "<script>never closed <p>" LONG_TWO, 1000, LONG_ONE);
    gives("<p>" LONG_ONE "<", 1000, LONG_ONE "<");
    gives("<p>" LONG_ONE "</", 1000, LONG_ONE "</");
}

static void facts(void **state)
{
    static const char page[] = "<!DOCTYPE html><HTML dir=ltr LANG='de-AT'><p>one "
                               "<a>two</a></p>";
    fc_arena a;
    fc_skim s;
    (void)state;
    fc_arena_init(&a);
    fc_skim_page(fc_str_of(page), 100, &a, &s);
    assert_true(fc_str_is(s.lang, "de-AT"));
    assert_int_equal(s.seen, 7);
    assert_int_equal(s.links, 3);
    assert_int_equal(s.text.n, 0);
    fc_arena_free(&a);
}

/* Cut at any limit: never longer, never within a character. */
static void limits(void **state)
{
    static const char page[] =
        "<h2>\xE9\x9B\xA8\xE9\x9B\xA8</h2><p>\xE9\x9B\xA8 " LONG_ONE
        "<ol><li>\xE9\x9B\xA8</ol><pre>\xE9\x9B\xA8 " LONG_TWO "</pre>";
    (void)state;
    for (size_t limit = 0; limit < 200; limit++) {
        fc_arena a;
        fc_skim s;
        fc_arena_init(&a);
        fc_skim_page(fc_str_of(page), limit, &a, &s);
        assert_true(s.text.n <= limit + 32);
        assert_int_equal(fc_utf8_valid(s.text), s.text.n);
        fc_arena_free(&a);
    }
}

/* What is copied by blocks comes out as byte by byte, wherever a block begins. */
static void places(void **state)
{
    char page[400], want[400];
    (void)state;
    for (int before = 0; before < 40; before++)
        for (int tail = 0; tail < 20; tail++) {
            snprintf(page, sizeof page, "<p class=\"a>b\" id='%.*s>' x = y>%.*s \n\t%.*s"
                                        "two  words&amp;&nbsp; a&lt;%.*s \n </p>",
                     tail, "....................", before,
                     "abcdefghijklmnopqrstuvwxyz" "abcdefghijklmnopqrstuvwxyz", tail,
                     "                    ", tail, "x y z x y z x y z x y z");
            snprintf(want, sizeof want, "%.*s%stwo words& a<%.*s", before,
                     "abcdefghijklmnopqrstuvwxyz" "abcdefghijklmnopqrstuvwxyz",
                     before ? " " : "", tail, "x y z x y z x y z x y z");
            size_t n = strlen(want);
            want[n - (want[n - 1] == ' ')] = '\0';
            gives(page, 1000, strlen(want) >= 40 ? want : "");
        }
}

/* A run of a third of the limit ends the scan, even where a longer one follows. */
static void ends_early(void **state)
{
    static char page[4000];
    size_t n = 0;
    (void)state;
    n += (size_t)snprintf(page, sizeof page, "<p>" LONG_ONE "<p>" LONG_TWO);
    for (int i = 0; i < 20; i++)
        n += (size_t)snprintf(page + n, sizeof page - n, "<p><a href=x>Next</a>");
    for (int i = 0; i < 10; i++)
        n += (size_t)snprintf(page + n, sizeof page - n, "<p>Later. " LONG_ONE);
    gives(page, 180, LONG_ONE "\n\n" LONG_TWO);
    fc_arena a;
    fc_skim s;
    fc_arena_init(&a);
    fc_skim_page(fc_str_of(page), 180, &a, &s);
    assert_int_equal(s.seen, sizeof LONG_ONE - 1 + sizeof LONG_TWO - 1);
    fc_skim_page(fc_str_of(page), 3 * (sizeof LONG_ONE - 1 - 20), &a, &s);
    assert_int_equal(s.seen, sizeof LONG_ONE - 1);      /* worth its length less 20 */
    fc_skim_page(fc_str_of(page), 3000, &a, &s);
    assert_true(fc_str_starts(s.text, FC_STR("Later.")));
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks),          cmocka_unit_test(marks),
        cmocka_unit_test(what_is_no_text), cmocka_unit_test(facts),
        cmocka_unit_test(limits),          cmocka_unit_test(places),
        cmocka_unit_test(ends_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
