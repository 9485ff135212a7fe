/* test_words.c - what is a word, in several scripts. */
#include "base/str.h"
#include "text/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void words(void **state)
{
    static const struct { const char *text, *want;
    } cases[] = {
        { "", "" },
        { " \n\t ", "" },
        { "one two", "one|two" },
        { "...one, (two)!", "one|two" },
        { "don't stop 'now'", "don't|stop|now" },
        { "l\xe2\x80\x99"
          "eau",
          "l\xe2\x80\x99"
          "eau" },
        { "dogs' x", "dogs|x" },
        { "3.14 1,024.5 v2. 3.", "3.14|1,024.5|v2|3" },
        { "a.b 1.a", "a|b|1|a" },
        { "well-known snake_case", "well|known|snake_case" },
        { "Gr\xc3\xbc\xc3\x9f"
          "e aus K\xc3\xb6ln",
          "Gr\xc3\xbc\xc3\x9f"
          "e|aus|K\xc3\xb6ln" },
        { "e\xcc\x81t\xc3\xa9", "e\xcc\x81t\xc3\xa9" },
        { "\xe4\xbd\xa0\xe5\xa5\xbd", "\xe4\xbd\xa0|\xe5\xa5\xbd" },
        { "C++\xe8\xaf\xad\xe8\xa8\x80"
          "x",
          "C|\xe8\xaf\xad|\xe8\xa8\x80|x" },
        { "\xe3\x81\x82\xe3\x83\xbb\xe3\x82\xa2", "\xe3\x81\x82|\xe3\x82\xa2" },
        { "\xed\x95\x9c\xea\xb5\xad \xeb\xa7\x90",
          "\xed\x95\x9c\xea\xb5\xad|\xeb\xa7\x90" },
        { "\xd0\xbc\xd0\xb8\xd1\x80\xc2\xa0\xd0\xb8",
          "\xd0\xbc\xd0\xb8\xd1\x80|\xd0\xb8" },
        { "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\x82\xe0\xa4\xa6\xe0\xa5\x80",
          "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\x82\xe0\xa4\xa6\xe0\xa5\x80" },
        { "$x^2$ \xe2\x89\xa4 5", "x|2|5" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fc_str text = fc_str_of(cases[i].text), want = fc_str_of(cases[i].want), word,
               part;
        size_t at = 0, n = 0;
        while (fc_word_next(text, &at, &word)) {
            assert_true(fc_str_split(&want, '|', &part));
            if (!fc_str_eq(word, part))
                fail_msg("%s: '%.*s'", cases[i].text, (int)word.n, word.p);
            n++;
        }
        assert_true(want.p == NULL || (n == 0 && want.n == 0));
        assert_int_equal(fc_words_count(text), n);
    }
}

static void kinds(void **state)
{
    (void)state;
    assert_int_equal(fc_words_kind_of('a'), FC_KIND_LETTER);
    assert_int_equal(fc_words_kind_of('_'), FC_KIND_LETTER);
    assert_int_equal(fc_words_kind_of('7'), FC_KIND_DIGIT);
    assert_int_equal(fc_words_kind_of(0x0667), FC_KIND_DIGIT);
    assert_int_equal(fc_words_kind_of(0x3000), FC_KIND_SPACE);
    assert_int_equal(fc_words_kind_of(0x85), FC_KIND_SPACE);
    assert_int_equal(fc_words_kind_of(0x4E2D), FC_KIND_IDEOGRAPH);
    assert_int_equal(fc_words_kind_of(0x2014), FC_KIND_OTHER);
    assert_int_equal(fc_words_kind_of(0x10FFFF), FC_KIND_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
