/* test_asciimath.c - AsciiMath to TeX, and the tables of symbols that it shares with
 * MathML. */
#include "base/str.h"
#include "extractors/asciimath.h"
#include "extractors/tex_symbols.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static fc_arena a;

typedef struct pair {
    const char *ascii, *tex;
} pair;

static void compare(const pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fc_str got = fc_asciimath_tex(fc_str_of(pairs[i].ascii), &a);
        if (!fc_str_is(got, pairs[i].tex))
            fail_msg("%s\n--- got\n%.*s\n--- want\n%s", pairs[i].ascii, (int)got.n, got.p,
                     pairs[i].tex);
        fc_arena_reset(&a);
    }
}

#define COMPARE(pairs) compare(pairs, sizeof pairs / sizeof *pairs)

static void expressions(void **state)
{
    static const pair pairs[] = {
        { "d/dx f", "\\frac{d}{dx}f" }, { "dx/dt", "\\frac{dx}{dt}" },
        { "<<x>>", "\\langle x \\rangle" }, { "a ~ b", "a\\sim b" },
        { "hbar/2", "\\frac{\\hbar}{2}" },
        { "", "" },
        { "x", "x" }, { "alpha x", "\\alpha x" }, { "2.5 xx 10^3", "2.5\\times10^{3}" },
        { "x_1^2", "x_{1}^{2}" }, { "x^2_1", "x_{1}^{2}" }, { "a/b", "\\frac{a}{b}" },
        { "(a+1)/(b-1)", "\\frac{a+1}{b-1}" }, { "x_1/y^2", "\\frac{x_{1}}{y^{2}}" },
        { "sqrt 2", "\\sqrt{2}" },
        { "sqrt(x+1)", "\\sqrt{x+1}" }, { "root(3)(x)", "\\sqrt[3]{x}" },
        { "frac a b", "\\frac{a}{b}" }, { "hat x + vec F", "\\hat{x}+\\vec{F}" },
        { "abs(x)", "| x |" }, { "stackrel(def)(=)", "\\overset{def}{=}" },
        { "\"if \" x", "\\text{if }x" }, { "text(a, b)", "\\text{a, b}" },
        { "AA x in RR", "\\forall x\\in\\mathbb{R}" },
        { "a != b <= c", "a\\neq b\\leq c" },
        { "lim_(x->oo) f(x)", "\\lim_{x\\to\\infty}f(x)" },
        { "[[a,b],[c,d]]", "\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}" },
        { "((a),(b))", "\\begin{pmatrix} a \\\\ b \\end{pmatrix}" },
        { "{(x, if a),(y, if b):}",
          "\\begin{cases} x & \\text{ if }a \\\\ y & \\text{ if }b \\end{cases}" },
        { "(a,b)", "(a, b)" }, { "50% of #1", "50\\%of\\#1" },
    };
    (void)state;
    COMPARE(pairs);
}

/* What is not closed is closed, what is missing is empty, what is too deep is given
 * up. */
static void broken(void **state)
{
    static const pair pairs[] = {
        { "(a+b", "(a+b" }, { "a)", "a)" }, { "sqrt", "\\sqrt{}" },
        { "a/", "\\frac{a}{}" },
        { "x_", "x_{}" },
        { "^2", "{}^{2}" }, { "frac a", "\\frac{a}{}" }, { "_^", "{}_{{}}^{}" },
        { "sqrt_2", "\\sqrt{{}}_{2}" },
    };
    char deep[400];
    (void)state;
    COMPARE(pairs);
    memset(deep, '(', sizeof deep);
    assert_int_equal(fc_asciimath_tex((fc_str){ deep, sizeof deep }, &a).n, 0);
    memset(deep, '-', sizeof deep);
    assert_true(fc_asciimath_tex((fc_str){ deep, sizeof deep }, &a).n > 0);
    fc_arena_reset(&a);
}

static void symbols(void **state)
{
    const char *alphabet;
    bool limits;
    (void)state;
    for (uint32_t code = 1, last = 0; code < 0x2B00; code++) {
        const fc_tex_symbol *s = fc_tex_symbol_of(code);
        assert_true(!s || (s->code == code && s->code > last));
        last = s ? code : last;
    }
    assert_string_equal(fc_tex_symbol_of(0x2264)->tex, "\\leq");
    assert_int_equal(fc_tex_symbol_of(0x2211)->class, FC_TEX_BIG);
    assert_null(fc_tex_symbol_of('x'));
    assert_int_equal(fc_tex_letter(0x1D400, &alphabet), 'A');
    assert_string_equal(alphabet, "\\mathbf");
    assert_int_equal(fc_tex_letter(0x1D467, &alphabet), 'z');
    assert_null(alphabet);
    assert_int_equal(fc_tex_letter(0x1D6FC, &alphabet), 0x3B1);
    assert_int_equal(fc_tex_letter(0x1D7D9, &alphabet), '1');
    assert_string_equal(alphabet, "\\mathbb");
    assert_int_equal(fc_tex_letter(0x2124, &alphabet), 'Z');
    assert_int_equal(fc_tex_letter('x', &alphabet), 0);
    assert_true(fc_tex_function(FC_STR("lim"), &limits) && limits);
    assert_true(fc_tex_function(FC_STR("sin"), &limits) && !limits);
    assert_false(fc_tex_function(FC_STR("foo"), &limits));
    assert_string_equal(fc_tex_accent_above(0x2192)->narrow, "\\vec");
    assert_string_equal(fc_tex_accent_below(0x23DF)->wide, "\\underbrace");
    assert_null(fc_tex_accent_below('^'));
}

static int open_arena(void **state)
{
    (void)state;
    fc_arena_init(&a);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    fc_arena_free(&a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions),
        cmocka_unit_test(broken),
        cmocka_unit_test(symbols),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
