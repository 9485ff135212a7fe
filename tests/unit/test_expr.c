/* test_expr.c - expressions: what they mean on a document, and what is said of wrong
 * ones. */
#include "base/expr.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* ----------------------------------------------------------- a document and its names */

static char many_a[3000];
static const char *const topics[] = { "math", "history", "shopping-products", NULL };

static const struct {
    const char *name;
    fc_type type;
    const char *const *labels;
    fc_value value;
} known[] = {
    { "edu", FC_NUM, NULL, { FC_NUM, 3.41, { 0, 0 } } },
    { "zero", FC_NUM, NULL, { FC_NUM, 0, { 0, 0 } } },
    { "gone", FC_NUM, NULL, { FC_NONE, 0, { 0, 0 } } },
    { "lost", FC_STRING, NULL, { FC_NONE, 0, { 0, 0 } } },
    { "odd", FC_NUM, NULL, { FC_STRING, 0, { "3", 1 } } },
    { "lang", FC_STRING, NULL, { FC_STRING, 0, { "en", 2 } } },
    { "topic", FC_STRING, topics, { FC_STRING, 0, { "math", 4 } } },
    { "good", FC_BOOL, NULL, { FC_BOOL, 1, { 0, 0 } } },
    { "bad", FC_BOOL, NULL, { FC_BOOL, 0, { 0, 0 } } },
    { "any.num", FC_NONE, NULL, { FC_NUM, 7, { 0, 0 } } },
    { "any.str", FC_NONE, NULL, { FC_STRING, 0, { "seven", 5 } } },
    { "any.null", FC_NONE, NULL, { FC_JSON, 0, { "null", 4 } } },
    { "any.list", FC_NONE, NULL, { FC_JSON, 0, { "[1]", 3 } } },
    { "odd name!", FC_NUM, NULL, { FC_NUM, 1, { 0, 0 } } },
    { "many.a", FC_STRING, NULL, { FC_STRING, 0, { many_a, sizeof many_a } } },
    { "empty", FC_STRING, NULL, { FC_STRING, 0, { NULL, 0 } } },
    { "text", FC_STRING, NULL,
      { FC_STRING, 0, { "Gr\xc3\xbc\xc3\x9f" "e\nsecond line 42", 21 } } },
};
enum { KNOWN = sizeof known / sizeof *known };

static bool resolve(void *user, fc_str name, fc_expr_var *var)
{
    (void)user;
    for (int i = 0; i < KNOWN; i++)
        if (fc_str_is(name, known[i].name)) {
            var->type = known[i].type;
            var->labels = known[i].labels;
            var->place = i;
            return true;
        }
    return false;
}

static const char *name_at(void *user, size_t i)
{
    (void)user;
    return i < KNOWN ? known[i].name : NULL;
}

static int lookups;

static fc_value lookup(const void *doc, const fc_expr_var *var)
{
    (void)doc;
    lookups++;
    return known[var->place].value;
}

static double count_lines(fc_str s)
{
    double n = 1;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static const fc_expr_fn fns[] = { { "lines", count_lines }, { NULL, NULL } };
static const fc_expr_env env = { resolve,           name_at, "attribute",
                                 "known ones: few", NULL,    fns };

static fc_truth run(const char *source)
{
    fc_expr *e;
    fc_err err = { 0 };
    fc_expr_eval eval = { .lookup = lookup, .scratch = fc_regex_scratch_new() };
    if (fc_expr_compile(&e, fc_str_of(source), &env, &err) != FC_OK)
        fail_msg("%s: %s", source, err.msg);
    fc_truth t = fc_expr_run(e, &eval);
    fc_regex_scratch_free(eval.scratch);
    fc_expr_free(e);
    return t;
}

/* ------------------------------------------------------------ meaning */

static void truths(void **state)
{
#define F FC_EXPR_FALSE
#define T FC_EXPR_TRUE
#define M FC_EXPR_MISSING
#define O FC_EXPR_MISTYPED
    static const struct { const char *source; fc_truth want;
    } cases[] = {
        /* comparisons of numbers */
        { "edu >= 3", T },
        { "edu > 3.41", F },
        { "edu >= 3.41", T },
        { "edu < 3.41", F },
        { "edu <= 3.41", T },
        { "edu == 3.41", T },
        { "edu != 3.41", F },
        { "3 < edu", T },
        { "zero == 0", T },
        { "zero == -0", T },
        { "1 == 1", T },
        { "1e2 == 100", T },
        { ".5 < 0.6", T },
        { "2 == 2.0", T },
        /* of strings, by bytes */
        { "lang == \"en\"", T },
        { "lang == 'en'", T },
        { "lang != 'en'", F },
        { "'en' == lang", T },
        { "lang < 'eo'", T },
        { "lang < 'en'", F },
        { "lang > 'e'", T },
        { "lang >= 'en'", T },
        { "lang == ''", F },
        { "empty == ''", T },
        { "empty < 'a'", T },
        { "'it\"s' == 'it\"s'", T },
        { "'a' == \"a\"", T },
        /* truth values */
        { "good", T },
        { "bad", F },
        { "not good", F },
        { "!bad", T },
        { "!!good", T },
        { "not not bad", F },
        { "good == true", T },
        { "bad != true", T },
        { "true", T },
        { "false", F },
        { "good == bad", F },
        /* logic and precedence */
        { "good and bad", F },
        { "good or bad", T },
        { "good && good", T },
        { "bad || bad", F },
        { "good or bad and bad", T },
        { "(good or bad) and bad", F },
        { "not bad and good", T },
        { "not (bad and good)", T },
        { "not bad or good and bad", T },
        { "bad or bad or good", T },
        { "good and good and bad", F },
        { "not edu < 3", T },
        { "not lang == 'de'", T },
        { "edu >= 3 and lang in (\"en\",\"de\") and not (topic == \"shopping-products\")",
          T },
        /* lists */
        { "lang in ('de', 'en')", T },
        { "lang in ('de')", F },
        { "lang not in ('de')", T },
        { "edu in (3.41, 1)", T },
        { "edu in (-1, 2)", F },
        { "any.num in (7)", T },
        { "any.num in ('7', 7)", T },
        { "any.num in ('7')", O },
        { "any.str in ('seven')", T },
        { "zero in (-0)", T },
        { "not (lang in ('de'))", T },
        /* arithmetic */
        { "edu + 1 > 4", T },
        { "edu - 1 > 3", F },
        { "2 * 3 == 6", T },
        { "2 + 3 * 4 == 14", T },
        { "(2 + 3) * 4 == 20", T },
        { "10 / 4 == 2.5", T },
        { "8 / 4 / 2 == 1", T },
        { "8 - 4 - 2 == 2", T },
        { "-edu < 0", T },
        { "--edu > 0", T },
        { "+edu > 0", T },
        { "- (1 + 1) == -2", T },
        { "edu*2 > 6.8", T },
        { "3 -2 == 1", T },
        { "1 / zero > 0", M },
        { "zero / zero == 0", M },
        { "1e308 * 10 > 1", M },
        /* calls */
        { "len(lang) == 2", T },
        { "len(text) == 20", F },
        { "len(text) == 19", T },
        { "lines(text) == 2", T },
        { "len(empty) == 0", T },
        { "exists(edu)", T },
        { "exists(gone)", F },
        { "not exists(gone)", T },
        { "exists(any.null)", F },
        { "exists(any.list)", T },
        { "exists(odd)", T },
        { "exists(empty)", T },
        { "len(text) / lines(text) < 10", T },
        { "`odd name!` == 1", T },
        { "exists(`odd name!`)", T },
        /* regular expressions */
        { "text ~ 'second'", T },
        { "text ~ '^second'", T },
        { "text ~ 'first'", F },
        { "text !~ 'first'", T },
        { "text ~ '\\d+$'", T },
        { "text ~ '(?i)^GR\xc3\x9c'", T },
        { "lang ~ '^(en|de)$' and edu > 3", T },
        { "not text ~ 'x'", T },
        { "lost ~ 'x'", M },
        { "any.num ~ '7'", O },
        { "any.str ~ 'v'", T },
        /* missing values */
        { "gone >= 3", M },
        { "not (gone >= 3)", M },
        { "gone == gone", M },
        { "gone + 1 > 0", M },
        { "-gone < 0", M },
        { "gone in (1)", M },
        { "lost == 'x'", M },
        { "lost != 'x'", M },
        { "len(lost) > 0", M },
        { "odd == 3", O },
        { "any.null == 1", M },
        { "any.list == 1", O },
        { "any.num == 'seven'", O },
        { "any.num < any.str", O },
        { "any.num", O },
        { "not any.str", O },
        /* ... and those of another type: one that is absent as well comes first */
        { "odd + 1 > 0", O },
        { "-odd > 0", O },
        { "odd + gone > 0", M },
        { "gone + any.str > 0", M },
        { "odd in (3)", O },
        { "len(any.num) > 0", O },
        { "any.list ~ 'x'", O },
        { "good and any.num", O },
        { "any.num or bad", O },
        { "odd > 1 and gone > 1", M },
        { "gone > 1 or odd > 1", M },
        { "odd > 1 and odd < 9", O },
        { "odd > 1 or good", T },
        { "odd > 1 and bad", F },
        { "(odd > 1 or good) and gone > 1", M },
        { "gone > 1 and bad", F },
        { "bad and gone > 1", F },
        { "gone > 1 and good", M },
        { "good and gone > 1", M },
        { "gone > 1 or good", T },
        { "good or gone > 1", T },
        { "gone > 1 or bad", M },
        { "bad or gone > 1", M },
        { "exists(gone) and gone > 1", F },
        { "not exists(gone) or gone > 1", T },
        { "any.num > 6.5", T },
        { "any.str == 'seven'", T },
        { "any.num == any.num", T },
        /* white space */
        { "  edu\t>=\n3  ", T },
        { "edu>=3 and(good)", T },
        { "edu>=(3)", T },
        { "((((edu))))>((((3))))", T },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fc_truth got = run(cases[i].source);
        if (got != cases[i].want)
            fail_msg("%s: %d, wanted %d", cases[i].source, (int)got, (int)cases[i].want);
    }
}

/* ------------------------------------------------------------ mistakes */

static void errors(void **state)
{
    static const struct { const char *source, *want;
    } cases[] = {
        { "", "column 1: expected a value, a name or '(', but the expression ends" },
        { "edu >=",
          "column 7: expected a value, a name or '(', but the expression ends" },
        { "edu >= and", "column 8: expected a value, a name or '(', found 'and'" },
        { "edu",
          "column 1: an expression needs true or false, and 'edu' is a number: compare" },
        { "3", "column 1: an expression needs true or false, and this is a number" },
        { "edu + 1",
          "column 1: an expression needs true or false, and this is a number" },
        { "'x'", "column 1: an expression needs true or false, and this is a string" },
        { "eud >= 3", "column 1: unknown attribute 'eud'; did you mean 'edu'?" },
        { "good and quality > 1",
          "column 10: unknown attribute 'quality'; known ones: few" },
        { "topic == 'mathz'",
          "column 10: unknown label of topic 'mathz'; did you mean 'math'?" },
        { "topic != 'x'", "column 10: unknown label of topic 'x'" },
        { "'maths' == topic",
          "column 1: unknown label of topic 'maths'; did you mean 'math'?" },
        { "topic in ('math', 'histroy')",
          "column 19: unknown label of topic 'histroy'; did" },
        { "edu == '3'",
          "column 8: 'edu' is a number and cannot be compared with a string" },
        { "lang == 3",
          "column 9: 'lang' is a string and cannot be compared with a number" },
        { "lang in ('a', 3)",
          "column 15: 'lang' is a string and cannot be compared with a num" },
        { "edu + 1 == 'x'", "column 12: a number cannot be compared with a string" },
        { "good > bad", "column 6: true and false have no order" },
        { "good == 1",
          "column 9: 'good' is true or false and cannot be compared with a number" },
        { "edu = 3", "column 5: '=' compares nothing: write '=='" },
        { "good & bad", "column 6: write 'and' or '&&'" },
        { "good | bad", "column 6: write 'and' or '&&', 'or' or '||'" },
        { "good bad", "column 6: expected an operator or the end, found 'bad'" },
        { "edu >= 3)", "column 9: expected an operator or the end, found ')'" },
        { "(edu >= 3", "column 10: expected ')', but the expression ends" },
        { "1 < edu < 3",
          "column 9: comparisons do not chain: join two of them with 'and'" },
        { "edu and good", "column 1: 'and' needs true or false, and 'edu' is a number" },
        { "good or lang", "column 9: 'or' needs true or false, and 'lang' is a string" },
        { "not edu", "column 5: 'not' needs true or false, and 'edu' is a number" },
        { "lang + 1 > 0", "column 1: '+' needs a number, and this is a string" },
        { "1 * lang > 0", "column 5: '*' needs a number, and this is a string" },
        { "-lang > 0", "column 2: '-' needs a number, and this is a string" },
        { "edu - good > 0", "column 7: '-' needs a number, and this is true or false" },
        { "edu ~ 'x'", "column 1: '~' needs a string before it, and this is a number" },
        { "lang ~ edu",
          "column 8: expected a regular expression as a string, found 'edu'" },
        { "lang ~ 'a(b'", "column 12: bad regular expression: " },
        { "lang in 'en'", "column 9: expected '(' and a list after 'in', found 'en'" },
        { "lang in ()", "column 10: expected a number or a string, found ')'" },
        { "lang in ('en' 'de')",
          "column 15: expected ',' or ')' in the list, found 'de'" },
        { "lang in ('en',)", "column 15: expected a number or a string, found ')'" },
        { "edu in (-'x')", "column 10: expected a number, found 'x'" },
        { "edu in (edu)", "column 9: expected a number or a string, found 'edu'" },
        { "lenn(text) > 3", "column 1: unknown function 'lenn'; did you mean 'len'?" },
        { "line(text) > 3", "column 1: unknown function 'line'; did you mean 'lines'?" },
        { "frob(text) > 3", "column 1: unknown function 'frob'" },
        { "len(edu) > 3", "column 1: 'len' needs a string, and 'edu' is a number" },
        { "len('abc') > 3", "column 5: expected a name, found 'abc'" },
        { "len(lang > 3", "column 10: expected ')', found '>'" },
        { "len(langg) > 3", "column 5: unknown attribute 'langg'; did you mean 'lang'?" },
        { "edu >= 3x", "column 8: this is not a number" },
        { "edu >= 1.2.3", "column 8: this is not a number" },
        { "edu>=3and good", "column 6: this is not a number" },
        { "lang == 'en", "column 9: a string begins here that does not end" },
        { "`edu >= 3", "column 1: a name begins here that does not end" },
        { "edu >= 3 @",
          "column 10: no word of an expression begins with this character" },
        { "edu == 3 ; good", "column 10: no word of an expression begins with" },
        { "lang == 'gr\xc3\xbc\xc3\x9f' and eud > 1",
          "column 20: unknown attribute 'eud'" },
        { "not", "column 4: expected a value, a name or '(', but the expression ends" },
        { "good not bad", "column 6: expected an operator or the end, found 'not'" },
        { "good ! in (1)", "column 6: expected an operator or the end, found '!'" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fc_expr *e = (fc_expr *)1;
        fc_err err = { 0 };
        fc_rc rc = fc_expr_compile(&e, fc_str_of(cases[i].source), &env, &err);
        if (rc != FC_EUSE || e || !strstr(err.msg, cases[i].want))
            fail_msg("%s\n  got    %d %s\n  wanted %s", cases[i].source, (int)rc, err.msg,
                     cases[i].want);
    }
}

static void expect_limit(fc_str source, const char *want)
{
    fc_expr *e;
    fc_err err = { 0 };
    assert_int_equal(fc_expr_compile(&e, source, &env, &err), FC_EUSE);
    if (!strstr(err.msg, want))
        fail_msg("%s, wanted %s", err.msg, want);
}

static void limits(void **state)
{
    char big[FC_EXPR_BYTES + 2];
    (void)state;
    memset(big, '(', sizeof big);
    expect_limit((fc_str){ big, sizeof big }, "longer than 16384 bytes");
    expect_limit((fc_str){ big, FC_EXPR_BYTES }, "nested deeper than 64");
    memset(big, '!', sizeof big);
    expect_limit((fc_str){ big, FC_EXPR_BYTES }, "but the expression ends");
    size_t n = 0;
    for (int i = 0; i < FC_EXPR_REGEXES + 1; i++)
        n += (size_t)sprintf(big + n, "%stext ~ 'x'", i ? " or " : "");
    expect_limit((fc_str){ big, n }, "more than 32 regular expressions");
    /* the deepest and the longest that are allowed */
    n = 0;
    for (int i = 0; i < FC_EXPR_DEPTH - 1; i++)
        n += (size_t)sprintf(big + n, "bad or good and 1 < 2 * (");
    n += (size_t)sprintf(big + n, "3");
    for (int i = 0; i < FC_EXPR_DEPTH - 1; i++)
        n += (size_t)sprintf(big + n, ")");
    expect_limit((fc_str){ big, n }, "needs a number");
    n = 0;
    while (n + 20 < FC_EXPR_BYTES)
        n += (size_t)sprintf(big + n, "edu > 3 and ");
    sprintf(big + n, "good");
    assert_int_equal(run(big), FC_EXPR_TRUE);
}

/* Every level of the deepest nesting holds one operand of each precedence. */
static void deepest_stack(void **state)
{
    char big[FC_EXPR_BYTES];
    size_t n = 0;
    (void)state;
    for (int i = 0; i < FC_EXPR_DEPTH - 1; i++)
        n += (size_t)sprintf(big + n, "bad or good and true == (");
    n += (size_t)sprintf(big + n, "1 + 2 * 3 == 7");
    for (int i = 0; i < FC_EXPR_DEPTH - 1; i++)
        n += (size_t)sprintf(big + n, ")");
    assert_int_equal(run(big), FC_EXPR_TRUE);
}

static void costly(void **state)
{
    (void)state;
    memset(many_a, 'a', sizeof many_a);
    assert_int_equal(run("many.a ~ '^(a|aa|a.)+$(?<=b)'"), FC_EXPR_COSTLY);
    assert_int_equal(run("bad and many.a ~ '^(a|aa|a.)+$(?<=b)'"), FC_EXPR_FALSE);
    assert_int_equal(run("gone > 1 and many.a ~ '^(a|aa|a.)+$(?<=b)'"), FC_EXPR_COSTLY);
}

/* ------------------------------------------------------------ what was seen */

static void terms(void **state)
{
    fc_expr *e;
    fc_expr_eval eval = { .lookup = lookup };
    fc_str name;
    (void)state;
    assert_int_equal(fc_expr_compile(&e, FC_STR(" edu >= 3  and\n(edu < 9 or bad) and "
                                                "len(lang) == 2 or lang == 'a  b' "),
                                     &env, NULL), FC_OK);
    assert_false(fc_expr_has_regex(e));
    fc_str s = fc_expr_source(e);
    assert_true(fc_str_is(s, "edu >= 3 and (edu < 9 or bad) and len(lang) == 2 or "
                             "lang == 'a  b'"));
    assert_true(fc_expr_term(e, 0, &name) && fc_str_is(name, "edu"));
    assert_true(fc_expr_term(e, 1, &name) && fc_str_is(name, "bad"));
    assert_true(fc_expr_term(e, 2, &name) && fc_str_is(name, "len(lang)"));
    assert_true(fc_expr_term(e, 3, &name) && fc_str_is(name, "lang"));
    assert_false(fc_expr_term(e, 4, &name));
    lookups = 0;
    assert_int_equal(fc_expr_run(e, &eval), FC_EXPR_TRUE);
    assert_int_equal(lookups, 2); /* edu once; bad and lang were not needed */
    assert_int_equal(eval.looked, 1 | 4);
    assert_true(eval.seen[0].num == 3.41 && eval.seen[2].num == 2);
    fc_expr_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truths), cmocka_unit_test(errors),
        cmocka_unit_test(limits), cmocka_unit_test(deepest_stack),
        cmocka_unit_test(costly), cmocka_unit_test(terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
