/* test_opt.c - options read by a table: values, ranges, and errors that say what to
 * do. */
#include "base/str.h"
#include "core/opt.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct conf {
    bool invert;
    int64_t count, size;
    double rate;
    const char *name, *color, *list, *expr;
} conf;

static const char *const colors[] = { "red", "green", NULL };

static const fc_opt opts[] = {
    { "EXPR", FC_OPT_TEXT, offsetof(conf, expr), NULL, 0, 0, NULL, NULL, "an expression",
      FC_OPT_ARG | FC_OPT_REQUIRED },
    { "invert", FC_OPT_BOOL, offsetof(conf, invert), NULL, 0, 0, NULL, NULL, "turn round",
      0 },
    { "count", FC_OPT_INT, offsetof(conf, count), "7", 1, 100, NULL, "N", "how many", 0 },
    { "size", FC_OPT_SIZE, offsetof(conf, size), "4k", 0, 0, NULL, "SIZE", "how large",
      0 },
    { "rate", FC_OPT_NUM, offsetof(conf, rate), "0.5", 0, 1, NULL, "R", "how often", 0 },
    { "name", FC_OPT_TEXT, offsetof(conf, name), NULL, 0, 0, NULL, "NAME", "a name", 0 },
    { "color", FC_OPT_CHOICE, offsetof(conf, color), "red", 0, 0, colors, "C", "a color",
      0 },
    { "list", FC_OPT_LIST, offsetof(conf, list), NULL, 0, 0, colors, "L", "colors", 0 },
    { 0 }
};

static fc_rc parse(conf *c, const char **operands, int *n, fc_err *err, int argc,
                   const char *const *argv)
{
    fc_opt_group groups[2] = { { opts, c }, { NULL, NULL } };
    memset(c, 0, sizeof *c);
    return fc_opt_parse("keep", groups, argc, argv, operands, n, err);
}

static void values_and_defaults(void **state)
{
    const char *argv[] = { "--invert", "--count=9", "edu >= 3", "--size", "2M", "a.jsonl",
                           "--list", "red,green", "--", "--b" };
    const char *operands[10];
    conf c;
    fc_err err;
    int n;
    (void)state;
    assert_int_equal(parse(&c, operands, &n, &err, 10, argv), FC_OK);
    assert_true(c.invert);
    assert_int_equal(c.count, 9);
    assert_int_equal(c.size, 2 << 20);
    assert_true(c.rate == 0.5);
    assert_string_equal(c.color, "red");
    assert_string_equal(c.expr, "edu >= 3");
    assert_string_equal(c.list, "red,green");
    assert_null(c.name);
    assert_int_equal(n, 2);
    assert_string_equal(operands[0], "a.jsonl");
    assert_string_equal(operands[1], "--b");
    const char *off[] = { "x", "--invert", "--no-invert" };
    assert_int_equal(parse(&c, operands, &n, &err, 3, off), FC_OK);
    assert_false(c.invert);
}

static void errors_say_what_to_do(void **state)
{
    static const struct { const char *argv[3]; const char *says; } cases[] = {
        { { "x", "--invrt" }, "did you mean --invert?" },
        { { "x", "--zzzzzz" }, "filterc help keep" },
        { { "x", "--count=0" }, "'0' is out of range: from 1 to 100" },
        { { "x", "--count", "ten" }, "'ten' is not a whole number, from 1 to 100" },
        { { "x", "--count" }, "needs a value (N)" },
        { { "x", "--invert=yes" }, "takes no value" },
        { { "x", "--color=blue" }, "'blue' is none of: red, green" },
        { { "x", "--list=red,blue" }, "'blue' is none of: red, green" },
        { { "x", "--list=red,,green" }, "words separated by commas" },
        { { "x", "--size=4x" }, "a size such as 64M" },
        { { "x", "--size=99999999999999999G" }, "a size such as 64M" },
        { { "x", "--rate=2" }, "'2' is out of range: from 0 to 1" },
        { { "x", "-c" }, "options are long" },
        { { "--invert" }, "argument EXPR is missing" },
    };
    const char *operands[3];
    conf c;
    int n;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fc_err err;
        int argc = 0;
        while (argc < 3 && cases[i].argv[argc])
            argc++;
        assert_int_equal(parse(&c, operands, &n, &err, argc, cases[i].argv), FC_EUSE);
        if (!strstr(err.msg, cases[i].says))
            fail_msg("case %zu: %s", i, err.msg);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_defaults),
        cmocka_unit_test(errors_say_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
