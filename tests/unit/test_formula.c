/* test_formula.c - which elements stand for formulas, images, delimiters in text,
 * indexes. Whole pages in the style of generators are in tests/pages/formulas. */
#include "base/str.h"
#include "extractors/formula.h"
#include "extractors/to_markdown.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static fc_arena a;
static fc_page page;
static fc_dom dom;

/* The text of a page, every block kept. */
static fc_str write_all(const char *html)
{
    static const fc_page_hints none = { .lds = 0 };
    static const fc_text_style style = { .plain = false };
    assert_int_equal(fc_dom_parse(&dom, fc_str_of(html), NULL, &a, &a, NULL), FC_OK);
    if (!fc_page_build(&page, &dom, &none, &a))
        return FC_STR("");
    for (uint32_t i = 0; i < page.blocks; i++)
        page.block[i].keep = 1;
    return fc_to_markdown(&page, &style, &a, &a);
}

typedef struct row {
    const char *html, *text;
    unsigned seen, kept, lost;  /* of elements; of all; of kept blocks */
} row;

static void compare(const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fc_str got = write_all(rows[i].html);
        if (!fc_str_is(got, rows[i].text))
            fail_msg("%s\n--- got\n%.*s\n--- want\n%s", rows[i].html, (int)got.n, got.p,
                     rows[i].text);
        if (page.blocks) {
            assert_int_equal(fc_formula_count(&page), rows[i].seen);
            assert_int_equal(page.formulas->kept, rows[i].kept);
            assert_int_equal(page.formulas->lost, rows[i].lost);
        }
        fc_arena_reset(&a);
    }
}

#define COMPARE(rows) compare(rows, sizeof rows / sizeof *rows)
#define MATHJAX "<script src=MathJax.js></script>"

static void elements(void **state)
{
    static const row rows[] = {
        { "<p>a <script type=math/tex>x_1</script>", "a $x_1$", 1, 1, 0 },
        { "<p>a <script type=math/tex>% only a comment</script>", "a", 1, 0, 1 },
        { "<p>a <math></math>", "a", 1, 0, 1 },
        { "<p>a <span class=MathJax_Preview>x</span><span class=MathJax>x</span>"
          "<script type=math/tex>x</script>", "a $x$", 1, 1, 0 },
        { "<p>a <span class=MathJax_Preview>alone</span>", "a alone", 0, 0, 0 },
        { "<p>a <span class=katex><span class=katex-mathml><math><mi>x</mi></math></span>"
          "<span class=katex-html>x</span></span>", "a $x$", 1, 1, 0 },
        { "<p>a <span class=katex-html>x</span>", "a x", 0, 0, 0 },
        { "<p>a <span class=math>x^2</span> <span class=math>club</span>",
          "a $x^2$ club", 1, 1, 0 },
        { "<p>a <span class=tex data-tex='x &lt; y'>..</span>", "a $x < y$", 1, 1, 0 },
        { "<p>a <span class=texhtml><i>x</i><sup>2</sup></span>", "a $x^{2}$", 1, 1, 0 },
        { "<p>no formulas", "no formulas", 0, 0, 0 },
    };
    (void)state;
    COMPARE(rows);
}

static void images(void **state)
{
    static const row rows[] = {
        { "<p>a <img class=tex alt='x^2'>", "a $x^2$", 1, 1, 0 },
        { "<p>a <img alt='$x$'>", "a $x$", 1, 1, 0 },
        { "<p>a <img alt='costs $5'>", "a", 0, 0, 0 },
        { "<p>a <img class=math alt='Our teachers of mathematics'>", "a", 0, 0, 0 },
        { "<p>a <img alt='\\frac{1}{2}'>", "a $\\frac{1}{2}$", 1, 1, 0 },
        { "<p>a <img src='//latex.codecogs.com/gif.latex?x%5E2'>", "a $x^2$", 1, 1, 0 },
        { "<p>a <img src='/x.php?latex=a%2Bb+c&amp;bg=1'>", "a $a+b c$", 1, 1, 0 },
        { "<p>a <img src='/f/%5Csqrt%7B2%7D'>", "a $\\sqrt{2}$", 1, 1, 0 },
        { "<p>a <img src='/photo.jpg?w=100&text=x'>", "a", 0, 0, 0 },
        { "<p>a<p><img class=latex alt='x^2'><p>b", "a\n\n$$x^2$$\n\nb", 1, 1, 0 },
    };
    (void)state;
    COMPARE(rows);
}

static void delimiters(void **state)
{
    static const row rows[] = {
        { MATHJAX "<p>a \\(x\\) b", "a $x$ b", 0, 1, 0 },
        { MATHJAX "<p>a \\[x\\] b", "a\n$$x$$\nb", 0, 1, 0 },
        { MATHJAX "<p>a \\\\(x\\\\) b", "a \\\\(x\\\\) b", 0, 0, 0 },
        { "<p>a \\(x\\) b", "a \\(x\\) b", 0, 0, 0 },
        { "<p>a \\(\\alpha\\) b", "a $\\alpha$ b", 0, 1, 0 },
        { "<p>a $5 and $6", "a $5 and $6", 0, 0, 0 },
        { "<p>a $\\alpha$ b", "a $\\alpha$ b", 0, 1, 0 },
        { MATHJAX "<p>\\begin{gather}x\\end{gather}",
          "$$\\begin{gather}x\\end{gather}$$", 0, 1, 0 },
        { MATHJAX "<p>a \\(x", "a \\(x", 0, 0, 0 },
        { MATHJAX "<p>a <code>\\(x\\)</code>", "a `\\(x\\)`", 0, 0, 0 },
        { MATHJAX "<p>a \\(x<br>y\\)", "a $x y$", 0, 1, 0 },
        { MATHJAX "<p>a \\$5", "a $5", 0, 0, 0 },
        { "<script>MathJax={tex:{inlineMath:[['$','$']]}}</script><p>a $ x $ b",
          "a $x$ b", 0, 1, 0 },
        { "<script>renderMathInElement(b,{delimiters:[{left:'##',right:'##',display:true}"
          "]})</script><link href=katex.css><p>##x##", "$$x$$", 0, 1, 0 },
        { "<script>asciimath2jax:{}</script><p>`a/b`", "$\\frac{a}{b}$", 0, 1, 0 },
        { "<p>`a/b`", "`a/b`", 0, 0, 0 },
    };
    (void)state;
    COMPARE(rows);
}

static void cleaning(void **state)
{
    static const struct {
        const char *raw, *clean;
    } pairs[] = {
        { " x ", "x" },
        { "$x$", "x" }, { "$$x$$", "x" }, { "\\(x\\)", "x" }, { "\\[ x \\]", "x" },
        { "{\\displaystyle x}", "x" }, { "{\\displaystyle{x}}", "{x}" },
        { "{\\displaystyle x}{y}", "{\\displaystyle x}{y}" }, { "\\displaystyle x", "x" },
        { "x % comment\ny", "x\ny" }, { "50\\% x", "50\\% x" }, { "a\n\n  b", "a\nb" },
        { "\\text{if $x$}", "\\text{if \\(x\\)}" }, { "\\$5", "\\$5" },
        { "&amp;", "&amp;" },
        { "", "" }, { "%", "" }, { "$", "\\(" }, { "\xC2\xA0", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fc_text t = { .a = &a };
        fc_text_add(&t, "a ", 2);
        bool some = fc_formula_add(&t, fc_str_of(pairs[i].raw));
        fc_str got = { t.p + 2, t.n - 2 };
        if (!fc_str_is(got, pairs[i].clean) || some != (got.n > 0))
            fail_msg("'%s': got '%.*s'", pairs[i].raw, (int)got.n, got.p);
        fc_arena_reset(&a);
    }
}

static void indexes(void **state)
{
    static const row rows[] = {
        { "<p>CO<sub>2</sub>", "CO\xE2\x82\x82", 0, 0, 0 },
        { "<p>10<sup>-6</sup>", "10\xE2\x81\xBB\xE2\x81\xB6", 0, 0, 0 },
        { "<p>1<sup>st</sup>", "1st", 0, 0, 0 },
        { "<p>word<sup>[2]</sup>", "word[2]", 0, 0, 0 },
        { "<p>x<sub>max</sub>", "$x_{max}$", 0, 1, 0 },
        { "<p>wide<sub>max</sub>", "widemax", 0, 0, 0 },
        { "<p><i>x</i><sub>i,j</sub><sup>2k</sup>", "$x_{i,j}^{2k}$", 0, 1, 0 },
        { "<p>a <sup>2</sup>", "a 2", 0, 0, 0 },
        { "<p>a<sup><a href=#n>1</a></sup>", "a[1]", 0, 0, 0 },
        { "<p>x<sub></sub>", "x", 0, 0, 0 },
    };
    (void)state;
    COMPARE(rows);
}

/* Thousands of openings, none closed: looked through within a bound. */
static void hostile(void **state)
{
    fc_buf b = FC_BUF_INIT;
    (void)state;
    fc_buf_text(&b, MATHJAX "<p>words ");
    for (int i = 0; i < 200000; i++)
        fc_buf_text(&b, "\\(\\[$$");
    fc_str got = write_all(b.p);
    assert_true(got.n > 0);
    assert_true(page.formulas->marks.looked < 9 << 20);
    fc_buf_free(&b);
    fc_arena_reset(&a);
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
        cmocka_unit_test(elements),   cmocka_unit_test(images),
        cmocka_unit_test(delimiters), cmocka_unit_test(cleaning),
        cmocka_unit_test(indexes),    cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
