/* test_regex.c - searching by lines, limits, bad patterns, bytes that are no UTF-8. */
#include "base/regex.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static int search(const char *pattern, fc_str text)
{
    fc_regex *re;
    fc_regex_scratch *scratch = fc_regex_scratch_new();
    size_t at;
    assert_non_null(scratch);
    assert_int_equal(fc_regex_compile(&re, fc_str_of(pattern), &at, NULL), FC_OK);
    int found = fc_regex_search(re, scratch, text);
    fc_regex_free(re);
    fc_regex_scratch_free(scratch);
    return found;
}

static void lines(void **state)
{
    fc_str text = FC_STR("one\ntwo three\n\nGr\xc3\xbc\xc3\x9f" "e 12");
    (void)state;
    assert_int_equal(search("^two", text), FC_REGEX_FOUND);
    assert_int_equal(search("three$", text), FC_REGEX_FOUND);
    assert_int_equal(search("^$", text), FC_REGEX_FOUND);
    assert_int_equal(search("one\\s+two", text), FC_REGEX_NONE);
    assert_int_equal(search("(?i)gR\xc3\x9c", text), FC_REGEX_FOUND);
    assert_int_equal(search("^\\w+ \\d{2}$", text), FC_REGEX_FOUND);
    assert_int_equal(search("x", (fc_str){ NULL, 0 }), FC_REGEX_NONE);
    assert_int_equal(search("^$", (fc_str){ NULL, 0 }), FC_REGEX_FOUND);
    assert_int_equal(search("", text), FC_REGEX_FOUND);
}

static void bytes_that_are_not_utf8(void **state)
{
    (void)state;
    assert_int_equal(search("b", FC_STR("a\xff\xfe" "b\xc3")), FC_REGEX_FOUND);
    assert_int_equal(search("a.b", FC_STR("a\xff" "b")), FC_REGEX_NONE);
}

/* Long lines are cut between characters, and quadratic patterns stay cheap. */
static void long_lines(void **state)
{
    size_t n = 2 << 20;
    char *p = malloc(n);
    (void)state;
    memset(p, 'a', n);
    assert_int_equal(search("[a-z]+[0-9]", (fc_str){ p, n }), FC_REGEX_NONE);
    p[n - 1] = '7';
    assert_int_equal(search("[a-z][0-9]$", (fc_str){ p, n }), FC_REGEX_FOUND);
    for (size_t i = 1; i + 1 < n; i += 2)
        memcpy(p + i, "\xc3\xa4", 2);
    p[n - 1] = 'a';
    assert_int_equal(search("[^\xc3\xa4" "a]", (fc_str){ p, n }), FC_REGEX_NONE);
    free(p);
}

static void too_many_steps(void **state)
{
    char line[3000];
    (void)state;
    memset(line, 'a', sizeof line);
    assert_int_equal(search("^(a|aa|a.)+$(?<=b)", (fc_str){ line, sizeof line }),
                     FC_REGEX_LIMIT);
}

static void bad_patterns(void **state)
{
    fc_regex *re = (fc_regex *)1;
    fc_err err = { 0 };
    size_t at = 99;
    char huge[FC_REGEX_PATTERN_MAX + 1];
    (void)state;
    assert_int_equal(fc_regex_compile(&re, FC_STR("ab(c"), &at, &err), FC_EUSE);
    assert_null(re);
    assert_int_equal(at, 4);
    assert_non_null(strstr(err.msg, "parenthes"));
    assert_int_equal(fc_regex_compile(&re, FC_STR("\\C"), &at, &err), FC_EUSE);
    memset(huge, 'a', sizeof huge);
    assert_int_equal(fc_regex_compile(&re, (fc_str){ huge, sizeof huge }, &at, &err),
                     FC_EUSE);
}

static void places(void **state)
{
    fc_regex *re;
    fc_regex_scratch *scratch = fc_regex_scratch_new();
    size_t at, begin, end;
    fc_str s = FC_STR("ab12cd345");
    (void)state;
    assert_int_equal(fc_regex_compile(&re, FC_STR("\\d+"), &at, NULL), FC_OK);
    assert_int_equal(fc_regex_find(re, scratch, s, 0, &begin, &end), FC_REGEX_FOUND);
    assert_int_equal(begin, 2);
    assert_int_equal(end, 4);
    assert_int_equal(fc_regex_find(re, scratch, s, end, &begin, &end), FC_REGEX_FOUND);
    assert_int_equal(begin, 6);
    assert_int_equal(end, 9);
    assert_int_equal(fc_regex_find(re, scratch, s, end, &begin, &end), FC_REGEX_NONE);
    assert_int_equal(fc_regex_find(re, scratch, s, 10, &begin, &end), FC_REGEX_NONE);
    fc_regex_free(re);
    fc_regex_scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(bytes_that_are_not_utf8),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(too_many_steps),
        cmocka_unit_test(bad_patterns),
        cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
