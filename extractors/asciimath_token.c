/* asciimath_token.c - see asciimath_token.h: the words that AsciiMath knows, with their
 * TeX, and where each sign of a formula ends. */
#include "extractors/asciimath_token.h"
#include "base/str.h"

#include <stdlib.h>

/* Sorted by name; the longest that fits is taken. */
static const fc_am_word words[] = {
    { "!=", FC_AM_SYMBOL, "\\neq" }, { "!in", FC_AM_SYMBOL, "\\notin" },
    { "'", FC_AM_SYMBOL, "'" }, { "(", FC_AM_OPEN, "(" },
    { "(:", FC_AM_OPEN, "\\langle" }, { ")", FC_AM_CLOSE, ")" },
    { "*", FC_AM_SYMBOL, "\\cdot" }, { "**", FC_AM_SYMBOL, "\\ast" },
    { "***", FC_AM_SYMBOL, "\\star" }, { "+-", FC_AM_SYMBOL, "\\pm" },
    { ",", FC_AM_COMMA, "," }, { "-+", FC_AM_SYMBOL, "\\mp" },
    { "-:", FC_AM_SYMBOL, "\\div" }, { "-<", FC_AM_SYMBOL, "\\prec" },
    { "-<=", FC_AM_SYMBOL, "\\preceq" }, { "-=", FC_AM_SYMBOL, "\\equiv" },
    { "->", FC_AM_SYMBOL, "\\to" }, { "->>", FC_AM_SYMBOL, "\\twoheadrightarrow" },
    { "...", FC_AM_SYMBOL, "\\ldots" }, { "/", FC_AM_SLASH, "/" },
    { "//", FC_AM_SYMBOL, "/" }, { "/_", FC_AM_SYMBOL, "\\angle" },
    { ":'", FC_AM_SYMBOL, "\\because" }, { ":)", FC_AM_CLOSE, "\\rangle" },
    { ":.", FC_AM_SYMBOL, "\\therefore" }, { ":=", FC_AM_SYMBOL, ":=" },
    { ":}", FC_AM_CLOSE, "" }, { "<", FC_AM_SYMBOL, "<" },
    { "<<", FC_AM_OPEN, "\\langle" }, { "<=", FC_AM_SYMBOL, "\\leq" },
    { "<=>", FC_AM_SYMBOL, "\\Leftrightarrow" },
    { "<>", FC_AM_SYMBOL, "\\neq" }, { "=", FC_AM_SYMBOL, "=" },
    { "=>", FC_AM_SYMBOL, "\\Rightarrow" }, { ">", FC_AM_SYMBOL, ">" },
    { ">-", FC_AM_SYMBOL, "\\succ" }, { ">-=", FC_AM_SYMBOL, "\\succeq" },
    { ">->", FC_AM_SYMBOL, "\\rightarrowtail" }, { ">=", FC_AM_SYMBOL, "\\geq" },
    { ">>", FC_AM_CLOSE, "\\rangle" }, { "@", FC_AM_SYMBOL, "\\circ" },
    { "AA", FC_AM_SYMBOL, "\\forall" },
    { "CC", FC_AM_SYMBOL, "\\mathbb{C}" }, { "Delta", FC_AM_SYMBOL, NULL },
    { "EE", FC_AM_SYMBOL, "\\exists" }, { "Gamma", FC_AM_SYMBOL, NULL },
    { "Lambda", FC_AM_SYMBOL, NULL }, { "Lim", FC_AM_SYMBOL, "\\operatorname{Lim}" },
    { "NN", FC_AM_SYMBOL, "\\mathbb{N}" }, { "O/", FC_AM_SYMBOL, "\\emptyset" },
    { "Omega", FC_AM_SYMBOL, NULL }, { "Phi", FC_AM_SYMBOL, NULL },
    { "Pi", FC_AM_SYMBOL, NULL }, { "Psi", FC_AM_SYMBOL, NULL },
    { "QQ", FC_AM_SYMBOL, "\\mathbb{Q}" }, { "RR", FC_AM_SYMBOL, "\\mathbb{R}" },
    { "Sigma", FC_AM_SYMBOL, NULL }, { "TT", FC_AM_SYMBOL, "\\top" },
    { "Theta", FC_AM_SYMBOL, NULL }, { "Xi", FC_AM_SYMBOL, NULL },
    { "ZZ", FC_AM_SYMBOL, "\\mathbb{Z}" }, { "[", FC_AM_OPEN, "[" },
    { "\\ ", FC_AM_SYMBOL, "\\ " }, { "\\\\", FC_AM_SYMBOL, "\\backslash" },
    { "]", FC_AM_CLOSE, "]" }, { "^", FC_AM_SUP, "^" }, { "^^", FC_AM_SYMBOL, "\\wedge" },
    { "^^^", FC_AM_SYMBOL, "\\bigwedge" }, { "_", FC_AM_SUB, "_" },
    { "_|_", FC_AM_SYMBOL, "\\bot" }, { "abs", FC_AM_UNARY, "|" },
    { "aleph", FC_AM_SYMBOL, NULL }, { "alpha", FC_AM_SYMBOL, NULL },
    { "and", FC_AM_SYMBOL, "\\text{ and }" }, { "approx", FC_AM_SYMBOL, NULL },
    { "arccos", FC_AM_SYMBOL, NULL }, { "arcsin", FC_AM_SYMBOL, NULL },
    { "arctan", FC_AM_SYMBOL, NULL }, { "bar", FC_AM_UNARY, "\\overline" },
    { "bb", FC_AM_UNARY, "\\mathbf" }, { "bbb", FC_AM_UNARY, "\\mathbb" },
    { "beta", FC_AM_SYMBOL, NULL }, { "bot", FC_AM_SYMBOL, NULL },
    { "cancel", FC_AM_UNARY, NULL }, { "cc", FC_AM_UNARY, "\\mathcal" },
    { "cdot", FC_AM_SYMBOL, NULL }, { "cdots", FC_AM_SYMBOL, NULL },
    { "ceil", FC_AM_UNARY, "\\lceil" }, { "chi", FC_AM_SYMBOL, NULL },
    { "cong", FC_AM_SYMBOL, NULL }, { "cos", FC_AM_SYMBOL, NULL },
    { "cosh", FC_AM_SYMBOL, NULL }, { "cot", FC_AM_SYMBOL, NULL },
    { "csc", FC_AM_SYMBOL, NULL }, { "darr", FC_AM_SYMBOL, "\\downarrow" },
    { "ddot", FC_AM_UNARY, NULL }, { "ddots", FC_AM_SYMBOL, NULL },
    { "del", FC_AM_SYMBOL, "\\partial" }, { "delta", FC_AM_SYMBOL, NULL },
    { "det", FC_AM_SYMBOL, NULL }, { "diamond", FC_AM_SYMBOL, NULL },
    { "dim", FC_AM_SYMBOL, NULL }, { "dot", FC_AM_UNARY, NULL },
    { "dt", FC_AM_SYMBOL, "dt" }, { "dx", FC_AM_SYMBOL, "dx" },
    { "dy", FC_AM_SYMBOL, "dy" }, { "dz", FC_AM_SYMBOL, "dz" },
    { "epsilon", FC_AM_SYMBOL, NULL }, { "eta", FC_AM_SYMBOL, NULL },
    { "exists", FC_AM_SYMBOL, NULL }, { "exp", FC_AM_SYMBOL, NULL },
    { "floor", FC_AM_UNARY, "\\lfloor" }, { "forall", FC_AM_SYMBOL, NULL },
    { "fr", FC_AM_UNARY, "\\mathfrak" }, { "frac", FC_AM_BINARY, NULL },
    { "gamma", FC_AM_SYMBOL, NULL }, { "gcd", FC_AM_SYMBOL, NULL },
    { "geq", FC_AM_SYMBOL, NULL }, { "grad", FC_AM_SYMBOL, "\\nabla" },
    { "gt", FC_AM_SYMBOL, ">" }, { "hArr", FC_AM_SYMBOL, "\\Leftrightarrow" },
    { "harr", FC_AM_SYMBOL, "\\leftrightarrow" }, { "hat", FC_AM_UNARY, NULL },
    { "hbar", FC_AM_SYMBOL, NULL }, { "if", FC_AM_SYMBOL, "\\text{ if }" },
    { "in", FC_AM_SYMBOL, NULL },
    { "infty", FC_AM_SYMBOL, NULL }, { "int", FC_AM_SYMBOL, NULL },
    { "iota", FC_AM_SYMBOL, NULL }, { "kappa", FC_AM_SYMBOL, NULL },
    { "lArr", FC_AM_SYMBOL, "\\Leftarrow" }, { "lambda", FC_AM_SYMBOL, NULL },
    { "larr", FC_AM_SYMBOL, "\\leftarrow" },
    { "lcm", FC_AM_SYMBOL, "\\operatorname{lcm}" }, { "leq", FC_AM_SYMBOL, NULL },
    { "lim", FC_AM_SYMBOL, NULL }, { "ln", FC_AM_SYMBOL, NULL },
    { "log", FC_AM_SYMBOL, NULL }, { "lt", FC_AM_SYMBOL, "<" },
    { "max", FC_AM_SYMBOL, NULL }, { "min", FC_AM_SYMBOL, NULL },
    { "mod", FC_AM_SYMBOL, "\\bmod" }, { "mp", FC_AM_SYMBOL, NULL },
    { "mu", FC_AM_SYMBOL, NULL }, { "nn", FC_AM_SYMBOL, "\\cap" },
    { "nnn", FC_AM_SYMBOL, "\\bigcap" }, { "norm", FC_AM_UNARY, "\\|" },
    { "not", FC_AM_SYMBOL, "\\neg" }, { "nu", FC_AM_SYMBOL, NULL },
    { "o+", FC_AM_SYMBOL, "\\oplus" }, { "o.", FC_AM_SYMBOL, "\\odot" },
    { "obrace", FC_AM_UNARY, "\\overbrace" }, { "oint", FC_AM_SYMBOL, NULL },
    { "omega", FC_AM_SYMBOL, NULL }, { "oo", FC_AM_SYMBOL, "\\infty" },
    { "or", FC_AM_SYMBOL, "\\text{ or }" }, { "overline", FC_AM_UNARY, NULL },
    { "overset", FC_AM_BINARY, NULL }, { "ox", FC_AM_SYMBOL, "\\otimes" },
    { "phi", FC_AM_SYMBOL, NULL }, { "pi", FC_AM_SYMBOL, NULL },
    { "pm", FC_AM_SYMBOL, NULL }, { "prod", FC_AM_SYMBOL, NULL },
    { "prop", FC_AM_SYMBOL, "\\propto" }, { "psi", FC_AM_SYMBOL, NULL },
    { "qquad", FC_AM_SYMBOL, NULL }, { "quad", FC_AM_SYMBOL, NULL },
    { "rArr", FC_AM_SYMBOL, "\\Rightarrow" }, { "rarr", FC_AM_SYMBOL, "\\to" },
    { "rho", FC_AM_SYMBOL, NULL }, { "root", FC_AM_BINARY, "\\sqrt" },
    { "sec", FC_AM_SYMBOL, NULL }, { "setminus", FC_AM_SYMBOL, NULL },
    { "sf", FC_AM_UNARY, "\\mathsf" }, { "sigma", FC_AM_SYMBOL, NULL },
    { "sim", FC_AM_SYMBOL, NULL }, { "sin", FC_AM_SYMBOL, NULL },
    { "sinh", FC_AM_SYMBOL, NULL }, { "sqrt", FC_AM_UNARY, NULL },
    { "square", FC_AM_SYMBOL, NULL }, { "stackrel", FC_AM_BINARY, "\\overset" },
    { "sub", FC_AM_SYMBOL, "\\subset" }, { "sube", FC_AM_SYMBOL, "\\subseteq" },
    { "subset", FC_AM_SYMBOL, NULL }, { "subseteq", FC_AM_SYMBOL, NULL },
    { "sum", FC_AM_SYMBOL, NULL }, { "sup", FC_AM_SYMBOL, "\\supset" },
    { "supe", FC_AM_SYMBOL, "\\supseteq" }, { "tan", FC_AM_SYMBOL, NULL },
    { "tanh", FC_AM_SYMBOL, NULL }, { "tau", FC_AM_SYMBOL, NULL },
    { "text", FC_AM_UNARY, "\\text" }, { "theta", FC_AM_SYMBOL, NULL },
    { "tilde", FC_AM_UNARY, NULL }, { "times", FC_AM_SYMBOL, NULL },
    { "to", FC_AM_SYMBOL, NULL }, { "tt", FC_AM_UNARY, "\\mathtt" },
    { "uarr", FC_AM_SYMBOL, "\\uparrow" }, { "ubrace", FC_AM_UNARY, "\\underbrace" },
    { "ul", FC_AM_UNARY, "\\underline" }, { "underline", FC_AM_UNARY, NULL },
    { "underset", FC_AM_BINARY, NULL }, { "upsilon", FC_AM_SYMBOL, NULL },
    { "uu", FC_AM_SYMBOL, "\\cup" }, { "uuu", FC_AM_SYMBOL, "\\bigcup" },
    { "varepsilon", FC_AM_SYMBOL, NULL }, { "varphi", FC_AM_SYMBOL, NULL },
    { "vartheta", FC_AM_SYMBOL, NULL }, { "vdots", FC_AM_SYMBOL, NULL },
    { "vec", FC_AM_UNARY, NULL }, { "vv", FC_AM_SYMBOL, "\\vee" },
    { "vvv", FC_AM_SYMBOL, "\\bigvee" }, { "xi", FC_AM_SYMBOL, NULL },
    { "xx", FC_AM_SYMBOL, "\\times" }, { "zeta", FC_AM_SYMBOL, NULL },
    { "{", FC_AM_OPEN, "\\{" }, { "{:", FC_AM_OPEN, "" },
    { "|--", FC_AM_SYMBOL, "\\vdash" }, { "|->", FC_AM_SYMBOL, "\\mapsto" },
    { "|==", FC_AM_SYMBOL, "\\models" }, { "|__", FC_AM_OPEN, "\\lfloor" },
    { "|~", FC_AM_OPEN, "\\lceil" }, { "}", FC_AM_CLOSE, "\\}" },
    { "~", FC_AM_SYMBOL, "\\sim" }, { "~=", FC_AM_SYMBOL, "\\cong" },
    { "~|", FC_AM_CLOSE, "\\rceil" },
    { "~~", FC_AM_SYMBOL, "\\approx" },
};
enum { WORDS = sizeof words / sizeof *words, MAX_NAME = 10 };

static int compare_word(const void *key, const void *entry)
{
    const fc_str *s = key;
    const fc_am_word *w = entry;
    size_t n = strlen(w->name);
    int c = memcmp(s->p, w->name, s->n < n ? s->n : n);
    return c ? c : s->n < n ? -1 : s->n > n;
}

static const fc_am_word *longest_word(fc_str s)
{
    for (size_t n = s.n < MAX_NAME ? s.n : MAX_NAME; n; n--) {
        fc_str head = { s.p, n };
        const fc_am_word *w = bsearch(&head, words, WORDS, sizeof *words, compare_word);
        if (w)
            return w;
    }
    return NULL;
}

fc_am_token fc_am_next(fc_str *rest)
{
    fc_am_token t = { .kind = FC_AM_END };
    size_t n = 0;
    while (rest->n && fc_is_space(rest->p[0]))
        *rest = fc_str_sub(*rest, 1, rest->n);
    if (!rest->n)
        return t;
    while (n < rest->n &&
           (fc_is_digit(rest->p[n]) ||
            (n && rest->p[n] == '.' && n + 1 < rest->n && fc_is_digit(rest->p[n + 1]))))
        n++;
    t.kind = n ? FC_AM_NUMBER : FC_AM_SYMBOL;
    t.w = n ? NULL : longest_word(*rest);
    if (rest->p[0] == '"') {
        n = 1 + fc_str_findc(fc_str_sub(*rest, 1, rest->n), '"');
        t.s = fc_str_sub(*rest, 1, n);
        t.kind = FC_AM_QUOTED;
        *rest = fc_str_sub(*rest, n + 1, rest->n);
        return t;
    }
    if (t.w) {
        t.kind = (fc_am_kind)t.w->kind;
        n = strlen(t.w->name);
    } else if (!n) { /* one character of UTF-8 */
        n = 1;
        while (n < rest->n && ((unsigned char)rest->p[n] & 0xC0) == 0x80)
            n++;
    }
    t.s = fc_str_sub(*rest, 0, n);
    *rest = fc_str_sub(*rest, n, rest->n);
    return t;
}
