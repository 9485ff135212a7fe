/* test_mathml.c - MathML to TeX, formula by formula. */
#include "base/str.h"
#include "extractors/mathml.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static fc_arena a;

typedef struct pair {
    const char *mathml, *tex;
} pair;

static void compare(const pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fc_dom dom;
        fc_str parts[] = { FC_STR("<math>"), fc_str_of(pairs[i].mathml),
                           FC_STR("</math>") };
        fc_str page = fc_concat(&a, parts, 3);
        uint32_t math = 0;
        assert_int_equal(fc_dom_parse(&dom, page, NULL, &a, &a, NULL), FC_OK);
        while (math < dom.n && dom.node[math].tag != FC_TAG_MATH)
            math++;
        assert_true(math < dom.n);
        fc_str got = fc_mathml_tex(&dom, math, &a);
        if (!fc_str_is(got, pairs[i].tex))
            fail_msg("%s\n--- got\n%.*s\n--- want\n%s", pairs[i].mathml, (int)got.n,
                     got.p, pairs[i].tex);
        fc_arena_reset(&a);
    }
}

#define COMPARE(pairs) compare(pairs, sizeof pairs / sizeof *pairs)

/* Lines that are no relation, names of several words, tokens with elements in them. */
static void fences_and_names(void **state)
{
    static const pair pairs[] = {
        { "<mo>∣</mo><mi>x</mi><mo>∣</mo><mo>≤</mo><mn>1</mn>", "|x| \\leq 1" },
        { "<mo>{</mo><mi>x</mi><mo>∣</mo><mi>x</mi><mo>></mo><mn>0</mn><mo>}</mo>",
          "\\{x \\mid x > 0\\}" },
        { "<mo>∥</mo><mi>x</mi><msub><mo>∥</mo><mn>2</mn></msub>", "\\|x\\|_2" },
        { "<mi>a</mi><mo>∥</mo><mi>b</mi>", "a \\parallel b" },
        { "<mi mathvariant=\"normal\">∣</mi><mi>x</mi><mi mathvariant=\"normal\">∣</mi>",
          "|x|" },
        { "<mo>∣</mo><mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable><mo>∣</mo>",
          "\\begin{vmatrix} a \\end{vmatrix}" },
        { "<mrow><mo>∣</mo></mrow>", "\\mid" },
        { "<munder><mi>argmax</mi><mi>t</mi></munder><mi>E</mi>",
          "\\operatorname*{argmax}_t E" },
        { "<munder><mrow><mi>argmax</mi><mo>&#x2061;</mo></mrow><mi>t</mi></munder>",
          "\\operatorname*{argmax}_t" },
        { "<munder><mi>arg max</mi><mi>t</mi></munder>",
          "\\operatorname*{arg\\,max}_t" },
        { "<mi data-mjx-texclass=\"OP\">rank</mi><mi>A</mi>", "\\operatorname{rank}A" },
        { "<mo><mrow><mi>m</mi><mi>o</mi><mi>d</mi></mrow></mo><mn>2</mn>", "\\bmod2" },
        { "<mo><mover><mo><mo>=</mo></mo><mo>!</mo></mover></mo>", "\\overset{!}{=}" },
        { "<mi>a</mi><mo>&#x2261;&#x338;</mo><mi>b</mi>", "a \\not\\equiv b" },
        { "<mi>x<a id=\"n\"></a></mi>", "x" },
        { "<mtext>if <b>all</b> hold</mtext>", "\\text{if all hold}" },
        { "<mtext mathvariant=\"bold\">so</mtext>", "\\textbf{so}" },
        { "<mi>sin</mi><mspace width=\"0.1667em\"/><mi>x</mi>", "\\sin x" },
    };
    (void)state;
    COMPARE(pairs);
}

static void tokens(void **state)
{
    static const pair pairs[] = {
        { "<mi>x</mi>", "x" },
        { "<mi>α</mi><mi>x</mi>", "\\alpha x" },
        { "<mi>&alpha;</mi><mo>&InvisibleTimes;</mo><mn>2</mn>", "\\alpha2" },
        { "<mi>sin</mi><mi>x</mi>", "\\sin x" },
        { "<mi>PARL</mi>", "\\mathrm{PARL}" },
        { "<mi>fn</mi><mo>&ApplyFunction;</mo><mo>(</mo><mi>x</mi><mo>)</mo>",
          "\\operatorname{fn}(x)" },
        { "<mi mathvariant=\"bold\">v</mi><mi mathvariant=\"normal\">d</mi>",
          "\\mathbf{v}\\mathrm{d}" },
        { "<mi>\xF0\x9D\x95\x9C</mi><mi>\xE2\x84\x9D</mi><mi>\xF0\x9D\x90\x80</mi>",
          "\\mathbb{k}\\mathbb{R}\\mathbf{A}" },
        { "<mi>\xF0\x9D\x91\xA5</mi>", "x" },
        { "<mn>3.14</mn>", "3.14" },
        { "<mi>a</mi><mo>=</mo><mi>b</mi><mo>+</mo><mi>c</mi>", "a = b + c" },
        { "<mo>-</mo><mi>a</mi><mo>−</mo><mo>−</mo><mi>b</mi>", "-a - -b" },
        { "<mi>a</mi><mo>&le;</mo><mi>b</mi><mo>,</mo><mi>c</mi>", "a \\leq b, c" },
        { "<mi>x</mi><mo>&lt;</mo><mn>5</mn><mo>%</mo>", "x < 5\\%" },
        { "<mtext>if x_1 &amp; y</mtext>", "\\text{if x\\_1 \\& y}" },
        { "<mi>x</mi><mtext>&nbsp;</mtext><mi>y</mi>", "x\\ y" },
        { "<mi>x</mi><mspace width=\"1em\"/><mi>y</mi>", "x \\quad y" },
        { "<mo>{</mo><mi>x</mi><mo>}</mo>", "\\{x\\}" },
    };
    (void)state;
    COMPARE(pairs);
}

static void layout(void **state)
{
    static const pair pairs[] = {
        { "<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac>",
          "\\frac{a}{b + 1}" },
        { "<mo>(</mo><mfrac linethickness=\"0\"><mi>n</mi><mi>k</mi></mfrac><mo>)</mo>",
          "\\binom{n}{k}" },
        { "<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "\\sqrt{x + 1}" },
        { "<mroot><mn>8</mn><mn>3</mn></mroot>", "\\sqrt[3]{8}" },
        { "<mfenced><mi>x</mi><mi>y</mi></mfenced>", "(x, y)" },
        { "<mfenced open=\"[\" close=\")\" "
          "separators=\";\"><mi>x</mi><mi>y</mi></mfenced>",
          "[x; y)" },
        { "<mrow><mo>(</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><mo>)</mo></mrow>",
          "\\left( \\frac{1}{2} \\right)" },
        { "<mrow><mo stretchy=\"false\">(</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>"
          "<mo stretchy=\"false\">)</mo></mrow>", "(\\frac{1}{2})" },
        { "<menclose notation=\"box\"><mi>x</mi></menclose>", "\\boxed{x}" },
        { "<mphantom><mi>x</mi></mphantom><mi>y</mi>", "\\phantom{x}y" },
        { "<semantics><mi>x</mi><annotation>y</annotation></semantics>", "x" },
        { "<maction selection=\"2\"><mi>x</mi><mi>y</mi></maction>", "y" },
        { "<mstyle displaystyle=\"true\"><mi>x</mi></mstyle>", "x" },
    };
    (void)state;
    COMPARE(pairs);
}

static void scripts(void **state)
{
    static const pair pairs[] = {
        { "<msup><mi>x</mi><mn>2</mn></msup>", "x^2" },
        { "<msub><mi>x</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>", "x_{ij}" },
        { "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i^2" },
        { "<msup><msub><mi>x</mi><mi>i</mi></msub><mn>2</mn></msup>", "{x_i}^2" },
        { "<msup><mrow><mo>(</mo><mi>a</mi><mo>+</mo><mi>b</mi><mo>)</mo></mrow>"
          "<mn>2</mn></msup>",
          "(a + b)^2" },
        { "<msup><mi>f</mi><mo>′</mo></msup>", "f'" },
        { "<msup><mn>90</mn><mo>°</mo></msup>", "{90}^{\\circ}" },
        { "<msup><mrow/><mn>14</mn></msup><mi>C</mi>", "{}^{14}C" },
        { "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi>"
          "</munderover><msub><mi>x</mi><mi>i</mi></msub>",
          "\\sum_{i = 1}^n x_i" },
        { "<munder><mo>lim</mo><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>"
          "<mi>f</mi>",
          "\\lim_{x \\to 0} f" },
        { "<mover><mi>x</mi><mo>^</mo></mover>", "\\hat{x}" },
        { "<mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>¯</mo></mover>",
          "\\overline{AB}" },
        { "<mover><mi>F</mi><mo>→</mo></mover>", "\\vec{F}" },
        { "<mover><mover><mrow><mi>a</mi><mi>b</mi></mrow><mo>⏞</mo></mover><mn>2</mn>"
          "</mover>",
          "\\overbrace{ab}^2" },
        { "<mover><mo>=</mo><mtext>def</mtext></mover>", "\\overset{\\text{def}}{=}" },
        { "<mover><mo>→</mo><mi>f</mi></mover>", "\\xrightarrow{f}" },
        { "<mmultiscripts><mi>C</mi><mn>1</mn><none/><mprescripts/><mn>6</mn><mn>14</mn>"
          "</mmultiscripts>",
          "{}_6^{14}C_1" },
    };
    (void)state;
    COMPARE(pairs);
}

static void tables(void **state)
{
#define TABLE(attributes) \
    "<mtable" attributes "><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>" \
    "<mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable>"
    static const pair pairs[] = {
        { TABLE(""), "\\begin{matrix} a & b \\\\ c & d \\end{matrix}" },
        { "<mo>(</mo>" TABLE("") "<mo>)</mo>",
          "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}" },
        { "<mo>[</mo>" TABLE("") "<mo>]</mo><mi>x</mi>",
          "\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}x" },
        { "<mi>f</mi><mo>=</mo><mrow><mo>{</mo>" TABLE("") "</mrow>",
          "f = \\begin{cases} a & b \\\\ c & d \\end{cases}" },
        { "<mfenced open=\"|\" close=\"|\">" TABLE("") "</mfenced>",
          "\\begin{vmatrix} a & b \\\\ c & d \\end{vmatrix}" },
        { TABLE(" columnalign=\"right left\""),
          "\\begin{aligned} a & b \\\\ c & d \\end{aligned}" },
        { "<mtable><mlabeledtr><mtd><mtext>(1)</mtext></mtd><mtd><mi>x</mi></mtd>"
          "</mlabeledtr></mtable>", "x \\tag{1}" },
    };
    (void)state;
    COMPARE(pairs);
}

static void content(void **state)
{
    static const pair pairs[] = {
        { "<apply><plus/><ci>x</ci><cn>1</cn></apply>", "x + 1" },
        { "<apply><times/><apply><plus/><ci>x</ci><cn>1</cn></apply><ci>y</ci></apply>",
          "(x + 1) y" },
        { "<apply><minus/><ci>a</ci><apply><minus/><ci>b</ci><ci>c</ci></apply></apply>",
          "a - (b - c)" },
        { "<apply><eq/><apply><power/><ci>x</ci><cn>2</cn></apply><cn>4</cn></apply>",
          "x^2 = 4" },
        { "<apply><divide/><ci>a</ci><ci>b</ci></apply>", "\\frac{a}{b}" },
        { "<apply><root/><degree><cn>3</cn></degree><ci>x</ci></apply>", "\\sqrt[3]{x}" },
        { "<apply><sin/><ci>x</ci></apply>", "\\sin x" },
        { "<apply><ci>f</ci><ci>x</ci><ci>y</ci></apply>", "f(x, y)" },
        { "<apply><sum/><bvar><ci>i</ci></bvar><lowlimit><cn>1</cn></lowlimit>"
          "<uplimit><ci>n</ci></uplimit><ci>i</ci></apply>", "\\sum_{i = 1}^{n} i" },
        { "<apply><int/><bvar><ci>x</ci></bvar><lowlimit><cn>0</cn></lowlimit>"
          "<uplimit><cn>1</cn></uplimit><ci>x</ci></apply>", "\\int_{0}^{1} x \\, dx" },
        { "<apply><diff/><bvar><ci>t</ci></bvar><ci>f</ci></apply>", "\\frac{df}{dt}" },
        { "<cn type=\"rational\">1<sep/>2</cn>", "\\frac{1}{2}" },
        { "<interval closure=\"open\"><cn>0</cn><cn>1</cn></interval>", "(0, 1)" },
        { "<matrix><matrixrow><cn>1</cn><cn>2</cn></matrixrow></matrix>",
          "\\begin{pmatrix} 1 & 2 \\end{pmatrix}" },
        { "<piecewise><piece><cn>0</cn><ci>x</ci></piece><otherwise><cn>1</cn></otherwise"
          "></piecewise>", "\\begin{cases} 0 & \\text{if } x \\\\ 1 & \\text{otherwise} "
          "\\end{cases}" },
        { "<semantics><annotation-xml><apply><not/><ci>p</ci></apply></annotation-xml>"
          "</semantics>", "\\neg p" },
    };
    (void)state;
    COMPARE(pairs);
}

/* Deep, wide and empty ones end, and cost no more memory than a formula may. */
static void hostile(void **state)
{
    fc_buf deep = FC_BUF_INIT, wide = FC_BUF_INIT;
    fc_dom dom;
    (void)state;
    fc_buf_text(&deep, "<math>");
    for (int i = 0; i < 400; i++)
        fc_buf_text(&deep, "<msqrt><msup>");
    fc_buf_text(&deep, "<mi>x</mi>");
    fc_buf_text(&wide, "<math>");
    for (int i = 0; i < 70000; i++)
        fc_buf_text(&wide, "<mi>x</mi>");
    fc_str pages[] = { { deep.p, deep.n }, { wide.p, wide.n }, FC_STR("<math></math>") };
    for (int i = 0; i < 3; i++) {
        uint32_t math = 0;
        assert_int_equal(fc_dom_parse(&dom, pages[i], NULL, &a, &a, NULL), FC_OK);
        while (dom.node[math].tag != FC_TAG_MATH)
            math++;
        uint64_t before = a.used;
        fc_str tex = fc_mathml_tex(&dom, math, &a);
        assert_true(tex.n <= 1 << 15);
        assert_true(a.used - before < 4 << 20);
        assert_true(i == 0 || tex.n == 0);
    }
    fc_buf_free(&deep);
    fc_buf_free(&wide);
}

static void sources(void **state)
{
    static const pair pairs[] = {
        { "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>\\xi &lt; "
          "1</annotation></semantics></math>", "\\xi < 1" },
        { "<math alttext='{\\displaystyle x}'><mi>x</mi></math>", "{\\displaystyle x}" },
        { "<math alttext='x squared plus one'><mi>x</mi></math>", "" },
        { "<math><semantics><mi>x</mi><annotation encoding='text/plain'>x</annotation>"
          "<annotation encoding='StarMath 5.0'>x</annotation></semantics></math>", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fc_dom dom;
        uint32_t math = 0;
        fc_str page = fc_str_of(pairs[i].mathml);
        assert_int_equal(fc_dom_parse(&dom, page, NULL, &a, &a, NULL), FC_OK);
        while (dom.node[math].tag != FC_TAG_MATH)
            math++;
        fc_str got = fc_mathml_source(&dom, math, &a);
        if (!fc_str_is(got, pairs[i].tex))
            fail_msg("%s\n--- got\n%.*s", pairs[i].mathml, (int)got.n, got.p);
        fc_arena_reset(&a);
    }
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
        cmocka_unit_test(tokens), cmocka_unit_test(fences_and_names),
        cmocka_unit_test(layout), cmocka_unit_test(scripts),
        cmocka_unit_test(tables), cmocka_unit_test(content), cmocka_unit_test(hostile),
        cmocka_unit_test(sources),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
