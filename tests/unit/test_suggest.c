/* test_suggest.c - which name is offered for a misspelt one. */
#include "base/str.h"
#include "base/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *const names[] = {
    "edu",       "reasoning",         "lang", "lang_score", "threads",
    "min-words", "shopping-products", NULL
};

static void near_names_are_offered(void **state)
{
    static const struct { const char *wrong, *right; } cases[] = {
        { "eud", "edu" }, { "Edu", "edu" }, { "reasonning", "reasoning" },
        { "raesoning", "reasoning" }, { "lang-score", "lang_score" },
        { "thread", "threads" },
        { "min_word", "min-words" }, { "shopping", "shopping-products" },
        { "lan", "lang" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = fc_suggest_list(fc_str_of(cases[i].wrong), names);
        assert_non_null(got);
        assert_string_equal(got, cases[i].right);
    }
}

static void far_names_are_not(void **state)
{
    char huge[200];
    (void)state;
    memset(huge, 'e', sizeof huge);
    assert_null(fc_suggest_list(FC_STR("quality"), names));
    assert_null(fc_suggest_list(FC_STR("x"), names));
    assert_null(fc_suggest_list(FC_STR(""), names));
    assert_null(fc_suggest_list(FC_STR("odd"), names));
    assert_null(fc_suggest_list((fc_str){ huge, sizeof huge }, names));
    assert_null(fc_suggest_list(FC_STR("edu"), NULL));
}

static void the_first_of_equals_wins(void **state)
{
    static const char *const two[] = { "abcx", "abcy", NULL };
    (void)state;
    assert_string_equal(fc_suggest_list(FC_STR("abcz"), two), "abcx");
    assert_string_equal(fc_suggest_list(FC_STR("abcy"), two), "abcy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_names_are_offered),
        cmocka_unit_test(far_names_are_not),
        cmocka_unit_test(the_first_of_equals_wins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
