/* test_mtef.c - formulas of Equation Editor and MathType to TeX, written in the notation
 * of tests/files/equation.py. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/mtef.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static fc_arena a;

/* ----------------------------------------------------------------------- the notation */

typedef struct encoder {
    unsigned char out[4096];
    size_t n;
    unsigned version, style;
} encoder;

static void put(encoder *e, unsigned byte)
{
    assert_true(e->n < sizeof e->out);
    e->out[e->n++] = (unsigned char)byte;
}

static void put_record(encoder *e, unsigned type, unsigned options)
{
    put(e, e->version == 5 ? type : options << 4 | type);
    if (e->version == 5)
        put(e, options);
}

static unsigned style_of(uint32_t code)
{
    bool letter = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    return letter                             ? 3
           : code >= '0' && code <= '9'       ? 8
           : code >= 0x3B1 && code <= 0x3C9   ? 4
                                              : 6;
}

static void put_char(encoder *e, uint32_t code, bool marked)
{
    put_record(e, 2, marked ? e->version == 5 ? 1 : 2 : 0);
    put(e, (e->style ? e->style : style_of(code)) + 128);
    put(e, code & 255);
    if (e->version > 2)
        put(e, code >> 8);
}

static const char *put_template(encoder *e, const char *s)
{
    char *end;
    put_record(e, 3, 0);
    put(e, (unsigned)strtoul(s, &end, 10));
    unsigned variation = (unsigned)strtoul(end + 1, &end, 10);
    put(e, variation < 128 ? variation : (variation & 127) | 128);
    if (variation >= 128)
        put(e, variation >> 8);
    put(e, 0);
    return end;
}

/* "(P4 " and "(M2x3 "; lines between rows and columns are none. */
static const char *put_group(encoder *e, const char *s)
{
    unsigned first = (unsigned)(s[1] - '0');
    if (s[0] == 'P') {
        put_record(e, 4, 0);
        put(e, first);
        put(e, 0);
        return s + 2;
    }
    unsigned columns = (unsigned)(s[3] - '0');
    put_record(e, 5, 0);
    for (int i = 0; i < 3; i++)
        put(e, 1);
    put(e, first);
    put(e, columns);
    for (unsigned i = 0; i < (first + 4) / 4 + (columns + 4) / 4; i++)
        put(e, 0);
    return s + 4;
}

static const char *put_embell(encoder *e, const char *s)
{
    char *end;
    put_record(e, 6, 0);
    put(e, (unsigned)strtoul(s, &end, 10));
    put(e, 0);
    if (e->version > 2 && e->version < 5)
        put(e, 0);
    return end;
}

static bool is_marked(const char *s)
{
    return s[0] == '"' && fc_is_digit(s[1]);
}

static void put_text(encoder *e, const char *s)
{
    unsigned groups = 0;
    while (*s) {
        char c = *s, *end = NULL;
        uint32_t code;
        size_t n = fc_utf8_decode(fc_str_of(s), &code, NULL);
        if (c == '\\')
            code = (uint32_t)strtoul(s + 1, &end, 16);
        const char *next = end ? end : s + n;
        if (c == ' ')
            s++;
        else if (c == '{')
            s = put_template(e, s + 1);
        else if (c == '(' && (s[1] == 'P' || s[1] == 'M') && fc_is_digit(s[2]))
            s = put_group(e, s + 1), groups++;
        else if (c == '[' || c == '_')
            put_record(e, 1, c == '_'), s++;
        else if (c == ']' || c == '}' || (c == ')' && groups))
            groups -= c == ')', put(e, 0), s++;
        else if (c == '%')
            e->style = (unsigned)strtoul(s + 1, &end, 10), s = end;
        else if (is_marked(s))
            s = put_embell(e, s + 1);
        else
            put_char(e, code, is_marked(next)), s = next;
    }
}

static fc_str encode(encoder *e, unsigned version, const char *text)
{
    *e = (encoder){ .version = version };
    put(e, version);
    for (int i = 0; i < 4; i++)
        put(e, 1);
    if (version == 5)
        for (int i = 0; i < 7; i++)
            put(e, (unsigned char)"DSMT6\0\1"[i]);
    put_text(e, text);
    put(e, 0);
    return (fc_str){ (const char *)e->out, e->n };
}

typedef struct pair {
    const char *text, *tex;
} pair;

static void compare(unsigned version, const pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        encoder e;
        fc_str got = FC_STR("(lost)");
        fc_mtef_tex(encode(&e, version, pairs[i].text), NULL, &a, &got);
        if (!fc_str_is(got, pairs[i].tex))
            fail_msg("%s\n--- got\n%.*s\n--- want\n%s", pairs[i].text, (int)got.n, got.p,
                     pairs[i].tex);
        fc_arena_reset(&a);
    }
}

#define COMPARE(version, pairs) compare(version, pairs, sizeof pairs / sizeof *pairs)

/* -------------------------------------------------------------------------- the tests */

static void characters(void **state)
{
    static const pair pairs[] = {
        { "[x=2.50y]", "x = 2.50y" },
        { "[%2sin%θ+%2rang%A]", "\\sin\\theta + \\mathrm{rang}A" },
        { "[%7B%x]", "\\mathbf{B}x" },
        { "[\\F00C\\F085\\F119]", "\\mathfrak{M}\\mathbb{F}\\mathcal{Z}" },
        { "[5%1\\0020m/s,%]", "5 \\; \\text{m/s}," },
        { "[%1if\\0020not%x]", "\\text{if not}x" },
        { "[a%24\\EF05%b%24\\EF02%c\\0020]", "a \\quad bc" },
        { "[%12\\5176\\4E2D%x]", "\\text{其中}x" },
        { "[a<b&c]", "a < b\\&c" },
        { "[\\E90C]", "\\subseteq" },
        { "[]", "" },
        { "[x\\E9FF]", "(lost)" }, /* no sign that is known */
    };
    (void)state;
    COMPARE(5, pairs);
}

static void embellishments(void **state)
{
    static const pair pairs[] = {
        { "[x\"2+y\"3]", "\\dot{x} + \\ddot{y}" },
        { "[f\"5 g\"6 h\"18]", "f'g''h'''" },
        { "[f\"5{27.0 [i] _}]", "f_i'" },
        { "[y{28.0 _ [%2''%]}]", "y''" },
        { "[v\"11 n\"9 m\"8 x\"17]", "\\vec{v}\\hat{n}\\tilde{m}\\bar{x}" },
        { "[a=\"10 b]", "a \\neq b" },
        { "[x\"10 y\"23]", "\\cancel{x}\\bcancel{y}" },
        { "[h\"16 x\"29]", "\\hbar\\underline{x}" },
        { "[\"5]", "" }, /* of nothing */
    };
    (void)state;
    COMPARE(5, pairs);
}

static void scripts(void **state)
{
    static const pair pairs[] = {
        { "[x{28.0 _ [2]}]", "x^2" },
        { "[x{27.0 [i] _}{28.0 _ [2]}]", "x_i^2" },
        { "[x{29.0 [ij] [2]}y]", "x_{ij}^2y" },
        { "[x{27.0 [i] _}{27.0 [j] _}]", "x_i{}_j" },
        { "[{29.1 [6] [14]}C]", "{}_6^{14}C" },
        { "[{28.0 _ [2]}]", "{}^2" },
        { "[{1.3 [a+b]}{28.0 _ [n]}]", "(a + b)^n" },
        { "[%2sin%{28.0 _ [2]}x]", "\\sin^2 x" },
    };
    (void)state;
    COMPARE(5, pairs);
}

static void templates(void **state)
{
    static const pair pairs[] = {
        { "[{0.3 [a]}{1.3 [b]}{2.3 [c]}{3.3 [d]}]", "\\langle a\\rangle(b)\\{c\\}[d]" },
        { "[{4.3 [a]}{5.3 [b]}{6.3 [c]}{7.3 [d]}]",
          "|a|\\|b\\|\\lfloor c\\rfloor\\lceil d\\rceil" },
        { "[{1.1 [a]}{3.2 [b]}]", "(ab]" },
        { "[{9.18 [a]}{9.48 [b]}{9.51 [c]}{9.35 [d]}]", "[a)(b]]c]]d[" },
        { "[{10.0 [x] _}{10.1 [x] [3]}]", "\\sqrt{x}\\sqrt[3]{x}" },
        { "[{11.0 [a] [b]}{11.2 [c] [d]}]", "\\frac{a}{b}{c}/{d}" },
        { "[{12.0 [a]}{13.0 [b]}{13.1 [cd]}]",
          "\\underline{a}\\bar{b}\\bar{\\overline{cd}}" },
        { "[a{14.36 [x] _}b{14.24 _ [y]}c]",
          "a \\xrightarrow{x} b \\underset{y}{\\leftarrow} c" },
        { "[{15.305 [f] [0] [1]}%dx]", "\\int_0^1 fdx" },
        { "[{15.82 [f] [D] _}{15.21 [g] [C] _}]", "\\iint_D f\\oint_C g" },
        { "[{16.112 [x] [i=0] [n]}]", "\\sum_{i = 0}^n x" },
        { "[{17.80 [x] [i] _}{19.80 [A] [i] _}]", "\\prod_i x\\bigcup_i A" },
        { "[{22.80 _ [i] _ [∑]}x]", "\\sum_i x" },
        { "[{21.0 [x] [i] _ ⊕}]", "\\bigoplus_i x" },
        { "[{22.80 [x] [i] _}]", "(lost)" }, /* an operator without a sign */
        { "[{23.16 [%2lim%] [x→0] _}f]", "\\lim_{x \\to 0} f" },
        { "[{24.1 [a+b] [n]}{24.0 [c] [m]}]", "\\overbrace{a + b}^n \\underbrace{c}_m" },
        { "[{26.0 [x] _}]", "\\overline{x}" },
        { "[{30.3 [a] [b]}{30.1 [c] _}]", "\\langle a|b\\rangle\\langle c|" },
        { "[{31.2 [AB]}{31.5 [x]}]", "\\overrightarrow{AB}\\underleftarrow{x}" },
        { "[{32.0 [ab]}{33.0 [ab]}]", "\\widetilde{ab}\\widehat{ab}" },
        { "[{36.2 [x]}{36.4 [y]}{36.1 [z]}]", "\\cancel{x}\\bcancel{y}z" },
        { "[{37.30 [x]}{37.8 [y]}{37.6 [z]}]", "\\boxed{x}\\overline{y}z" },
        { "[{99.0 [x]}]", "(lost)" },
    };
    (void)state;
    COMPARE(5, pairs);
}

static void tables(void **state)
{
    static const pair pairs[] = {
        { "[{1.3 [(M2x2 [a][b][c][d])]}]",
          "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}" },
        { "[{2.1 (P1 [x][y])}]", "\\begin{cases} x \\\\ y \\end{cases}" },
        { "(P4 [a=b][=c])", "\\begin{aligned} a & =b \\\\  & =c \\end{aligned}" },
        { "(P1 [a=b][c])", "\\begin{aligned}  & a = b \\\\  & c \\end{aligned}" },
        { "(P1 [a])", "a" },
        { "[{1.1 (P1 [][])}x{1.2 (P1 [][])}]", "(x)" }, /* as high as two lines */
        { "[(M0x0 )x]", "\\begin{matrix}  \\end{matrix}x" },
    };
    (void)state;
    COMPARE(5, pairs);
}

/* The templates of older versions, and their characters. */
static void before_version_5(void **state)
{
    static const pair pairs[] = {
        { "[x{15.0 _ [2]}{15.1 [i] _}{15.2 [i] [2]}]", "x_i^2{}_i^2" },
        { "[{44.0 _ [2]}x]", "{}^2x" },
        { "[{1.0 [a]}{2.1 [b]}{3.2 [c]}{6.0 [d]}]", "(a)\\{bc]\\lfloor d\\rfloor" },
        { "[{8.0 [a]}{9.0 [b]}{10.0 [c]}{11.0 [d]}{12.0 [e]}]", "[a[]b]]c[[d)(e]" },
        { "[{13.0 [x] _}{13.1 [x] [3]}{14.0 [a] [b]}{41.0 [c] [d]}]",
          "\\sqrt{x}\\sqrt[3]{x}\\frac{a}{b}{c}/{d}" },
        { "[{16.0 [a]}{17.0 [b]}{47.1 [AB]}{46.0 [c]}]",
          "\\underline{a}\\bar{b}\\overrightarrow{AB}\\underleftarrow{c}" },
        { "[a{18.0 [x] _}b{19.0 [y] _}c]", "a \\xleftarrow{x} b \\xrightarrow{y} c" },
        { "[{21.2 [f] [0] [1]}{22.1 [g] [D] _}{24.2 [h] [C] _}]",
          "\\int_0^1 f\\iint_D g\\oint_C h" },
        { "[{29.1 [x] [i] [n]}{31.0 [y] [j] _}{35.0 [A] [i] _}{37.0 [B] [i] _}]",
          "\\sum_i^n x\\prod_j y\\bigcup_i A\\bigcap_i B" },
        { "[{39.1 [%2lim%] [n] _}x]", "\\lim_n x" },
        { "[{27.0 [a] [n]}{28.0 [b] [m]}]", "\\overbrace{a}^n \\underbrace{b}_m" },
        { "[{45.0 [a] [b]}{48.0 [x]}]", "\\langle a|b\\rangle\\boxed{x}" },
        { "[f\"5+x\"2]", "f' + \\dot{x}" },
        { "[{20.0 [x] _}{49.0 [x]}]", "(lost)" },
    };
    (void)state;
    COMPARE(3, pairs);
    COMPARE(4, pairs);
}

/* Version 2 has places in fonts. */
static void places(void **state)
{
    static const pair pairs[] = {
        { "[x=1+%4\\0061%\\00A5]", "x = 1 + \\alpha\\infty" },
        { "[%11\\004C%f\"5]", "\\cdots f'" },
        { "[%11\\0001%]", "(lost)" },
    };
    (void)state;
    COMPARE(2, pairs);
}

/* Records of version 5 that show nothing, by their bytes. */
static void other_records(void **state)
{
    static const char bytes[] =
        "\5\1\0\6\0X\0\0"
        "\23Mac\0\21\5Times\0\10\1\1"                   /* encoding, font, bold */
        "\22\0\1\x21\xF0\2\x21\xF1\x2F\2\0\1\2"         /* preferences */
        "\20\4\0\0\0\0\0\0red\0\17\1\144\3abc\12"       /* colours, the future */
        "\11\145\1\1\11\144\1\2\3\11\1\2"               /* sizes */
        "\1\16\200\200\1\2\3\4\5\6\7\1\0\1\2"           /* a line with everything */
        "\2\0\177A\0"                                   /* A in the bold font */
        "\2\14\204\204\203B\0\x42"                      /* B, nudged, with its place */
        "\2\44\206\x61"                                 /* a place of Symbol alone */
        "\0\0";
    fc_str tex, all = { bytes, sizeof bytes - 1 };
    (void)state;
    assert_true(fc_mtef_tex(all, NULL, &a, &tex));
    assert_true(fc_str_is(tex, "\\mathbf{A}B\\alpha"));
    for (size_t n = 0; n < all.n - 1;
         n++) { /* cut, it is lost, or the line is not there */
        bool read = fc_mtef_tex(fc_str_sub(all, 0, n), NULL, &a, &tex);
        assert_false(read && tex.n);
    }
    fc_arena_reset(&a);
}

static void refused(void **state)
{
    static const char *const bytes[] = { "", "\1", "\6\1\1\1\1", "\3\1\1",
                                         "\5\1\1\6\1X" };
    fc_str tex;
    (void)state;
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
        assert_false(fc_mtef_tex(fc_str_of(bytes[i]), NULL, &a, &tex));
    assert_false(fc_mtef_tex(FC_STR("\3\1\1\3\0\17"), NULL, &a, &tex)); /* no record */
    char deep[2000] = "\3\1\1\3\0";
    memset(deep + 5, 1, sizeof deep - 5);
    assert_false(fc_mtef_tex((fc_str){ deep, sizeof deep }, NULL, &a, &tex));
    memcpy(deep + 5, "\1\x22\x83x\0\6", 6); /* an x below a thousand dots */
    memset(deep + 11, 2, 1000);
    memset(deep + 1011, 0, 4);
    assert_false(fc_mtef_tex((fc_str){ deep, 1015 }, NULL, &a, &tex));
    fc_arena_reset(&a);
}

static int begin(void **state)
{
    (void)state;
    fc_arena_init(&a);
    return 0;
}

static int end(void **state)
{
    (void)state;
    fc_arena_free(&a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters),       cmocka_unit_test(embellishments),
        cmocka_unit_test(scripts),          cmocka_unit_test(templates),
        cmocka_unit_test(tables),           cmocka_unit_test(before_version_5),
        cmocka_unit_test(places),           cmocka_unit_test(other_records),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
