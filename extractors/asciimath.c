/* asciimath.c - see asciimath.h.
 *
 * The grammar (asciimath.org): a simple expression is a symbol, a bracketed expression,
 * or a command with one or two simple expressions; it may have _ and ^, and two of them
 * may have / between them. What waits for its rest stands on a stack of fixed size
 * instead of the program's own, so nothing recurses. A bracketed list of bracketed lists
 * is a matrix. */
#include "extractors/asciimath.h"
#include "base/str.h"

#include <stdlib.h>

enum { MAX_SOURCE = 4096, MAX_DEPTH = 64, MAX_WORK = 1 << 18 };

typedef enum token_kind {
    SYMBOL, NUMBER, OPEN, CLOSE, UNARY, BINARY, QUOTED, SUB, SUP, SLASH, COMMA, END
} token_kind;

typedef struct word {
    const char *name;
    uint8_t kind;
    const char *tex;            /* NULL: a backslash and the name */
} word;

/* Sorted by name; the longest that fits is taken. */
static const word words[] = {
    { "!=", SYMBOL, "\\neq" }, { "!in", SYMBOL, "\\notin" }, { "'", SYMBOL, "'" },
    { "(", OPEN, "(" }, { "(:", OPEN, "\\langle" }, { ")", CLOSE, ")" },
    { "*", SYMBOL, "\\cdot" }, { "**", SYMBOL, "\\ast" }, { "***", SYMBOL, "\\star" },
    { "+-", SYMBOL, "\\pm" }, { ",", COMMA, "," }, { "-+", SYMBOL, "\\mp" },
    { "-:", SYMBOL, "\\div" }, { "-<", SYMBOL, "\\prec" }, { "-<=", SYMBOL, "\\preceq" },
    { "-=", SYMBOL, "\\equiv" }, { "->", SYMBOL, "\\to" },
    { "->>", SYMBOL, "\\twoheadrightarrow" },
    { "...", SYMBOL, "\\ldots" }, { "/", SLASH, "/" }, { "//", SYMBOL, "/" },
    { "/_", SYMBOL, "\\angle" }, { ":'", SYMBOL, "\\because" },
    { ":)", CLOSE, "\\rangle" },
    { ":.", SYMBOL, "\\therefore" }, { ":=", SYMBOL, ":=" }, { ":}", CLOSE, "" },
    { "<", SYMBOL, "<" }, { "<=", SYMBOL, "\\leq" },
    { "<=>", SYMBOL, "\\Leftrightarrow" },
    { "<>", SYMBOL, "\\neq" }, { "=", SYMBOL, "=" }, { "=>", SYMBOL, "\\Rightarrow" },
    { ">", SYMBOL, ">" }, { ">-", SYMBOL, "\\succ" }, { ">-=", SYMBOL, "\\succeq" },
    { ">->", SYMBOL, "\\rightarrowtail" }, { ">=", SYMBOL, "\\geq" },
    { "@", SYMBOL, "\\circ" },
    { "AA", SYMBOL, "\\forall" }, { "CC", SYMBOL, "\\mathbb{C}" },
    { "Delta", SYMBOL, NULL }, { "EE", SYMBOL, "\\exists" }, { "Gamma", SYMBOL, NULL },
    { "Lambda", SYMBOL, NULL }, { "Lim", SYMBOL, "\\operatorname{Lim}" },
    { "NN", SYMBOL, "\\mathbb{N}" }, { "O/", SYMBOL, "\\emptyset" },
    { "Omega", SYMBOL, NULL },
    { "Phi", SYMBOL, NULL }, { "Pi", SYMBOL, NULL }, { "Psi", SYMBOL, NULL },
    { "QQ", SYMBOL, "\\mathbb{Q}" }, { "RR", SYMBOL, "\\mathbb{R}" },
    { "Sigma", SYMBOL, NULL },
    { "TT", SYMBOL, "\\top" }, { "Theta", SYMBOL, NULL }, { "Xi", SYMBOL, NULL },
    { "ZZ", SYMBOL, "\\mathbb{Z}" }, { "[", OPEN, "[" }, { "\\ ", SYMBOL, "\\ " },
    { "\\\\", SYMBOL, "\\backslash" }, { "]", CLOSE, "]" }, { "^", SUP, "^" },
    { "^^", SYMBOL, "\\wedge" }, { "^^^", SYMBOL, "\\bigwedge" }, { "_", SUB, "_" },
    { "_|_", SYMBOL, "\\bot" }, { "abs", UNARY, "|" }, { "aleph", SYMBOL, NULL },
    { "alpha", SYMBOL, NULL }, { "and", SYMBOL, "\\text{ and }" },
    { "approx", SYMBOL, NULL }, { "arccos", SYMBOL, NULL }, { "arcsin", SYMBOL, NULL },
    { "arctan", SYMBOL, NULL }, { "bar", UNARY, "\\overline" },
    { "bb", UNARY, "\\mathbf" },
    { "bbb", UNARY, "\\mathbb" }, { "beta", SYMBOL, NULL }, { "bot", SYMBOL, NULL },
    { "cancel", UNARY, NULL }, { "cc", UNARY, "\\mathcal" }, { "cdot", SYMBOL, NULL },
    { "cdots", SYMBOL, NULL }, { "ceil", UNARY, "\\lceil" }, { "chi", SYMBOL, NULL },
    { "cong", SYMBOL, NULL }, { "cos", SYMBOL, NULL }, { "cosh", SYMBOL, NULL },
    { "cot", SYMBOL, NULL }, { "csc", SYMBOL, NULL }, { "darr", SYMBOL, "\\downarrow" },
    { "ddot", UNARY, NULL }, { "ddots", SYMBOL, NULL }, { "del", SYMBOL, "\\partial" },
    { "delta", SYMBOL, NULL }, { "det", SYMBOL, NULL }, { "diamond", SYMBOL, NULL },
    { "dim", SYMBOL, NULL }, { "dot", UNARY, NULL }, { "epsilon", SYMBOL, NULL },
    { "eta", SYMBOL, NULL }, { "exists", SYMBOL, NULL }, { "exp", SYMBOL, NULL },
    { "floor", UNARY, "\\lfloor" }, { "forall", SYMBOL, NULL },
    { "fr", UNARY, "\\mathfrak" },
    { "frac", BINARY, NULL }, { "gamma", SYMBOL, NULL }, { "gcd", SYMBOL, NULL },
    { "geq", SYMBOL, NULL }, { "grad", SYMBOL, "\\nabla" }, { "gt", SYMBOL, ">" },
    { "hArr", SYMBOL, "\\Leftrightarrow" }, { "harr", SYMBOL, "\\leftrightarrow" },
    { "hat", UNARY, NULL }, { "if", SYMBOL, "\\text{ if }" }, { "in", SYMBOL, NULL },
    { "infty", SYMBOL, NULL }, { "int", SYMBOL, NULL }, { "iota", SYMBOL, NULL },
    { "kappa", SYMBOL, NULL }, { "lArr", SYMBOL, "\\Leftarrow" },
    { "lambda", SYMBOL, NULL },
    { "larr", SYMBOL, "\\leftarrow" }, { "lcm", SYMBOL, "\\operatorname{lcm}" },
    { "leq", SYMBOL, NULL }, { "lim", SYMBOL, NULL }, { "ln", SYMBOL, NULL },
    { "log", SYMBOL, NULL }, { "lt", SYMBOL, "<" }, { "max", SYMBOL, NULL },
    { "min", SYMBOL, NULL }, { "mod", SYMBOL, "\\bmod" }, { "mp", SYMBOL, NULL },
    { "mu", SYMBOL, NULL }, { "nn", SYMBOL, "\\cap" }, { "nnn", SYMBOL, "\\bigcap" },
    { "norm", UNARY, "\\|" }, { "not", SYMBOL, "\\neg" }, { "nu", SYMBOL, NULL },
    { "o+", SYMBOL, "\\oplus" }, { "o.", SYMBOL, "\\odot" },
    { "obrace", UNARY, "\\overbrace" },
    { "oint", SYMBOL, NULL }, { "omega", SYMBOL, NULL }, { "oo", SYMBOL, "\\infty" },
    { "or", SYMBOL, "\\text{ or }" }, { "overline", UNARY, NULL },
    { "overset", BINARY, NULL },
    { "ox", SYMBOL, "\\otimes" }, { "phi", SYMBOL, NULL }, { "pi", SYMBOL, NULL },
    { "pm", SYMBOL, NULL }, { "prod", SYMBOL, NULL }, { "prop", SYMBOL, "\\propto" },
    { "psi", SYMBOL, NULL }, { "qquad", SYMBOL, NULL }, { "quad", SYMBOL, NULL },
    { "rArr", SYMBOL, "\\Rightarrow" }, { "rarr", SYMBOL, "\\to" },
    { "rho", SYMBOL, NULL },
    { "root", BINARY, "\\sqrt" }, { "sec", SYMBOL, NULL }, { "setminus", SYMBOL, NULL },
    { "sf", UNARY, "\\mathsf" }, { "sigma", SYMBOL, NULL }, { "sim", SYMBOL, NULL },
    { "sin", SYMBOL, NULL }, { "sinh", SYMBOL, NULL }, { "sqrt", UNARY, NULL },
    { "square", SYMBOL, NULL }, { "stackrel", BINARY, "\\overset" },
    { "sub", SYMBOL, "\\subset" }, { "sube", SYMBOL, "\\subseteq" },
    { "subset", SYMBOL, NULL },
    { "subseteq", SYMBOL, NULL }, { "sum", SYMBOL, NULL }, { "sup", SYMBOL, "\\supset" },
    { "supe", SYMBOL, "\\supseteq" }, { "tan", SYMBOL, NULL }, { "tanh", SYMBOL, NULL },
    { "tau", SYMBOL, NULL }, { "text", UNARY, "\\text" }, { "theta", SYMBOL, NULL },
    { "tilde", UNARY, NULL }, { "times", SYMBOL, NULL }, { "to", SYMBOL, NULL },
    { "tt", UNARY, "\\mathtt" }, { "uarr", SYMBOL, "\\uparrow" },
    { "ubrace", UNARY, "\\underbrace" }, { "ul", UNARY, "\\underline" },
    { "underline", UNARY, NULL }, { "underset", BINARY, NULL },
    { "upsilon", SYMBOL, NULL },
    { "uu", SYMBOL, "\\cup" }, { "uuu", SYMBOL, "\\bigcup" },
    { "varepsilon", SYMBOL, NULL },
    { "varphi", SYMBOL, NULL }, { "vartheta", SYMBOL, NULL }, { "vdots", SYMBOL, NULL },
    { "vec", UNARY, NULL }, { "vv", SYMBOL, "\\vee" }, { "vvv", SYMBOL, "\\bigvee" },
    { "xi", SYMBOL, NULL }, { "xx", SYMBOL, "\\times" }, { "zeta", SYMBOL, NULL },
    { "{", OPEN, "\\{" }, { "{:", OPEN, "" }, { "|--", SYMBOL, "\\vdash" },
    { "|->", SYMBOL, "\\mapsto" }, { "|==", SYMBOL, "\\models" },
    { "|__", OPEN, "\\lfloor" },
    { "|~", OPEN, "\\lceil" }, { "}", CLOSE, "\\}" }, { "~=", SYMBOL, "\\cong" },
    { "~|", CLOSE, "\\rceil" }, { "~~", SYMBOL, "\\approx" },
};
enum { WORDS = sizeof words / sizeof *words, MAX_NAME = 10 };

/* ----------------------------------------------------------------------------- tokens */

typedef struct token {
    token_kind kind;
    fc_str s;                   /* as it stands in the source */
    const word *w;              /* NULL: a number, a letter, another sign */
} token;

static int compare_word(const void *key, const void *entry)
{
    const fc_str *s = key;
    const word *w = entry;
    size_t n = strlen(w->name);
    int c = memcmp(s->p, w->name, s->n < n ? s->n : n);
    return c ? c : s->n < n ? -1 : s->n > n;
}

static const word *longest_word(fc_str s)
{
    for (size_t n = s.n < MAX_NAME ? s.n : MAX_NAME; n; n--) {
        fc_str head = { s.p, n };
        const word *w = bsearch(&head, words, WORDS, sizeof *words, compare_word);
        if (w)
            return w;
    }
    return NULL;
}

static token next_token(fc_str *rest)
{
    token t = { .kind = END };
    size_t n = 0;
    while (rest->n && fc_is_space(rest->p[0]))
        *rest = fc_str_sub(*rest, 1, rest->n);
    if (!rest->n)
        return t;
    while (n < rest->n &&
           (fc_is_digit(rest->p[n]) ||
            (n && rest->p[n] == '.' && n + 1 < rest->n && fc_is_digit(rest->p[n + 1]))))
        n++;
    t.kind = n ? NUMBER : SYMBOL;
    t.w = n ? NULL : longest_word(*rest);
    if (rest->p[0] == '"') {
        n = 1 + fc_str_findc(fc_str_sub(*rest, 1, rest->n), '"');
        t.s = fc_str_sub(*rest, 1, n);
        t.kind = QUOTED;
        *rest = fc_str_sub(*rest, n + 1, rest->n);
        return t;
    }
    if (t.w) {
        t.kind = (token_kind)t.w->kind;
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

/* ----------------------------------------------------------------------------- pieces */

/* A finished part of the formula. One in brackets knows what is within, and its commas as
 * column marks, should it be the row of a matrix. */
typedef struct part {
    fc_str tex, inner, cells;
    char open;                  /* of a bracketed one; 0: of no other */
} part;

enum frame_kind { ROW, COMMAND, COMMAND2, INDEX, POWER, INDEX_LAST, OVER };

typedef struct frame {
    enum frame_kind kind;
    fc_str open;                /* ROW: its bracket in TeX */
    bool bracketed;
    char mark;                  /* ... its first character in the source */
    const word *w;              /* COMMAND */
    part first, other;          /* what waits: base, first argument, what is over the
                                   line; and the index of a power or the power of an
                                   index */
    bool has_first;
    fc_str tex, cells;          /* ROW: what is in it so far */
    unsigned rows;              /* ROW: bracketed parts, when there are but those and
                                   commas */
    bool list;
    fc_str matrix;              /* ROW: its rows */
} frame;

typedef struct parser {
    fc_arena *a;
    fc_str rest;
    frame frame[MAX_DEPTH];
    unsigned depth;
    size_t work;                /* bytes made so far */
    bool failed;
} parser;

static fc_str join(parser *p, const fc_str *parts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p->work += parts[i].n;
    if (p->work > MAX_WORK) {
        p->failed = true;
        return (fc_str){ "", 0 };
    }
    return fc_concat(p->a, parts, n);
}

/* Does s end with a command that would swallow a letter? */
static bool after_command(fc_str s)
{
    size_t i = s.n;
    while (i && fc_is_letter(s.p[i - 1]))
        i--;
    return i && i < s.n && s.p[i - 1] == '\\';
}

static fc_str append(parser *p, fc_str s, fc_str more)
{
    bool blank = more.n && after_command(s) && fc_is_letter(more.p[0]);
    fc_str parts[] = { s, blank ? FC_STR(" ") : FC_STR(""), more };
    return join(p, parts, 3);
}

/* Brackets around an argument are not shown. */
static fc_str argument(const part *c)
{
    return c->open ? c->inner : c->tex;
}

static void put_in_row(parser *p, frame *f, const part *c, bool comma)
{
    f->list &= comma || c->open == '(' || c->open == '[';
    if (f->list && !comma) {
        fc_str parts[] = { f->matrix, f->rows ? FC_STR(" \\\\ ") : FC_STR(""), c->cells };
        f->matrix = join(p, parts, 3);
        f->rows++;
    }
    f->tex = append(p, f->tex, c->tex);
    f->cells = append(p, f->cells, comma ? FC_STR(" & ") : c->tex);
}

static frame *push(parser *p, enum frame_kind kind)
{
    if (p->depth == MAX_DEPTH) {
        p->failed = true;
        return &p->frame[MAX_DEPTH - 1];
    }
    frame *f = &p->frame[p->depth++];
    memset(f, 0, sizeof *f);
    f->kind = kind;
    f->list = true;
    return f;
}

/* --------------------------------------------------------------------------- reducing */

static part command(parser *p, const frame *f, const part *c)
{
    part out = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, 0 };
    static const char *const fences[][2] = { { "|", "|" }, { "\\|", "\\|" },
                                             { "\\lceil", "\\rceil" },
                                             { "\\lfloor", "\\rfloor" } };
    fc_str name = f->w->tex ? fc_str_of(f->w->tex) : fc_str_of(f->w->name);
    fc_str slash = f->w->tex ? FC_STR("") : FC_STR("\\");
    fc_str one = argument(f->kind == COMMAND2 ? &f->first : c), two = argument(c);
    for (size_t i = 0; i < 4 && f->kind == COMMAND; i++)
        if (fc_str_is(name, fences[i][0])) {
            fc_str parts[] = { name, FC_STR(" "), one, FC_STR(" "),
                               fc_str_of(fences[i][1]) };
            out.tex = join(p, parts, 5);
            return out;
        }
    bool root = f->kind == COMMAND2 && fc_str_is(fc_str_of(f->w->name), "root");
    fc_str parts[] = { slash, name, root ? FC_STR("[") : FC_STR("{"), one,
                       root ? FC_STR("]{") : FC_STR("}{"), two, FC_STR("}") };
    if (f->kind == COMMAND)
        parts[4] = parts[5] = FC_STR("");
    out.tex = join(p, parts, 7);
    return out;
}

static part scripted(parser *p, const frame *f, const part *c)
{
    part out = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, 0 };
    bool both = f->kind == INDEX_LAST || (f->kind == POWER && f->other.tex.n);
    bool low = f->kind != POWER || both, high = f->kind != INDEX;
    fc_str one = argument(f->kind == POWER ? &f->other : c);
    fc_str two = argument(f->kind == POWER ? c : &f->other);
    fc_str none = FC_STR(""), end = FC_STR("}");
    fc_str parts[] = { f->first.tex, low ? FC_STR("_{") : none, low ? one : none,
                       low ? end : none, high ? FC_STR("^{") : none, high ? two : none,
                       high ? end : none };
    out.tex = join(p, parts, 7);
    return out;
}

static part over(parser *p, const frame *f, const part *c)
{
    part out = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, 0 };
    fc_str parts[] = { FC_STR("\\frac{"), argument(&f->first), FC_STR("}{"), argument(c),
                       FC_STR("}") };
    out.tex = join(p, parts, 5);
    return out;
}

static bool take_sign(parser *p, token_kind want)
{
    fc_str rest = p->rest;
    if (next_token(&rest).kind != want)
        return false;
    p->rest = rest;
    return true;
}

/* An intermediate expression is done: it goes over or under a line, or into its row. */
static void put_intermediate(parser *p, part c)
{
    frame *f = &p->frame[p->depth - 1];
    if (f->kind == OVER) {
        c = over(p, f, &c);
        f = &p->frame[--p->depth - 1];
    }
    if (take_sign(p, SLASH)) {
        push(p, OVER)->first = c;
        return;
    }
    put_in_row(p, f, &c, false);
}

/* A simple expression is done: an argument, an index, or the base of one. */
static void put_simple(parser *p, part c)
{
    while (!p->failed) {
        frame *f = &p->frame[p->depth - 1];
        if (f->kind == COMMAND2 && !f->has_first) {
            f->first = c;
            f->has_first = true;
            return;
        }
        if (f->kind == COMMAND || f->kind == COMMAND2) {
            c = command(p, f, &c);
            p->depth--;
            continue;
        }
        bool power = f->kind == INDEX && take_sign(p, SUP);
        if (power || (f->kind == POWER && !f->other.tex.n && take_sign(p, SUB))) {
            f->kind = power ? POWER : INDEX_LAST;
            f->other = c.tex.n ? c : (part){ .tex = FC_STR("{}") };
            return;
        }
        if (f->kind == INDEX || f->kind == POWER || f->kind == INDEX_LAST) {
            c = scripted(p, f, &c);
            p->depth--;
            put_intermediate(p, c);
            return;
        }
        if (take_sign(p, SUB))
            push(p, INDEX)->first = c;
        else if (take_sign(p, SUP))
            push(p, POWER)->first = c;
        else
            put_intermediate(p, c);
        return;
    }
}

/* What waits above the innermost row gets an empty argument. */
static void settle(parser *p)
{
    part none = { { "", 0 }, { NULL, 0 }, { NULL, 0 }, 0 };
    while (!p->failed && p->frame[p->depth - 1].kind != ROW)
        put_simple(p, none);
}

static bool is_fence(fc_str s)
{
    return s.n && s.p[0] == '\\' && s.n > 2;
}

static void close_row(parser *p, fc_str close)
{
    frame f = p->frame[--p->depth];
    part c = { { NULL, 0 }, f.tex, f.cells, f.mark };
    fc_str gap = is_fence(f.open) ? FC_STR(" ") : FC_STR("");
    fc_str parts[] = { f.open, gap, f.tex, is_fence(close) ? FC_STR(" ") : FC_STR(""),
                       close };
    c.tex = join(p, parts, 5);
    if (f.list && f.rows > 1) {
        bool round = fc_str_is(f.open, "("), cases = fc_str_is(f.open, "\\{") && !close.n;
        fc_str name = round ? FC_STR("pmatrix") : cases ? FC_STR("cases") :
                      f.open.n == 1 ? FC_STR("bmatrix") : FC_STR("matrix");
        fc_str matrix[] = { FC_STR("\\begin{"), name, FC_STR("} "), f.matrix,
                            FC_STR(" \\end{"), name, FC_STR("}") };
        c.tex = c.inner = join(p, matrix, 7);
        c.open = 0;
    }
    put_simple(p, c);
}

/* ---------------------------------------------------------------------------- reading */

static part leaf(parser *p, const token *t)
{
    part c = { t->s, { NULL, 0 }, { NULL, 0 }, 0 };
    fc_str name[] = { FC_STR("\\"), t->s };
    if (t->kind == QUOTED) {
        fc_str text[] = { FC_STR("\\text{"), t->s, FC_STR("}") };
        c.tex = join(p, text, 3);
    } else if (t->w) {
        c.tex = t->w->tex ? fc_str_of(t->w->tex) : join(p, name, 2);
    } else if (t->s.n == 1 && strchr("#$%&{}_", t->s.p[0])) {
        c.tex = join(p, name, 2);
    }
    return c;
}

/* text(...) and mbox(...): the words up to the bracket, as they are. */
static bool take_text(parser *p, const word *w)
{
    fc_str rest = fc_str_trim(p->rest);
    if (strcmp(w->name, "text") || !rest.n || !memchr("([{", rest.p[0], 3))
        return false;
    char close = rest.p[0] == '(' ? ')' : rest.p[0] == '[' ? ']' : '}';
    size_t end = fc_str_findc(rest, close);
    token t = { .kind = QUOTED, .s = fc_str_sub(rest, 1, end) };
    p->rest = fc_str_sub(rest, end + 1, rest.n);
    put_simple(p, leaf(p, &t));
    return true;
}

static void read_token(parser *p, const token *t)
{
    part comma = { .tex = FC_STR(", ") }, base = { .tex = FC_STR("{}") };
    frame *f;
    switch (t->kind) {
    case OPEN:
        f = push(p, ROW);
        f->bracketed = true;
        f->open = fc_str_of(t->w->tex);
        f->mark = t->s.p[0];
        break;
    case CLOSE:
        settle(p);
        if (p->depth > 1)
            close_row(p, fc_str_of(t->w->tex));
        else
            put_simple(p, leaf(p, t));
        break;
    case UNARY:
        if (!take_text(p, t->w))
            push(p, COMMAND)->w = t->w;
        break;
    case BINARY:
        push(p, COMMAND2)->w = t->w;
        break;
    case COMMA:
        settle(p);
        put_in_row(p, &p->frame[p->depth - 1], &comma, true);
        break;
    case SUB: /* without a base, which is made up; it takes the sign then */
    case SUP:
        p->rest = (fc_str){ t->s.p, p->rest.n + (size_t)(p->rest.p - t->s.p) };
        put_simple(p, base);
        break;
    default:
        put_simple(p, leaf(p, t));
        break;
    }
}

fc_str fc_asciimath_tex(fc_str source, fc_arena *a)
{
    parser *p = FC_NEW(a, parser);
    source = fc_str_trim(source);
    if (source.n > MAX_SOURCE)
        return (fc_str){ NULL, 0 };
    p->a = a;
    p->rest = source;
    push(p, ROW);
    for (token t = next_token(&p->rest); t.kind != END && !p->failed;
         t = next_token(&p->rest))
        read_token(p, &t);
    settle(p);
    while (p->depth > 1 && !p->failed) {
        close_row(p, FC_STR(""));
        settle(p);
    }
    return p->failed ? (fc_str){ NULL, 0 } : fc_str_trim(p->frame[0].tex);
}
