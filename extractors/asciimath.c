/* asciimath.c - see asciimath.h.
 *
 * The grammar (asciimath.org): a simple expression is a symbol, a bracketed expression,
 * or a command with one or two simple expressions; it may have _ and ^, and two of them
 * may have / between them. What waits for its rest stands on a stack of fixed size
 * instead of the program's own, so nothing recurses. A bracketed list of bracketed lists
 * is a matrix. */
#include "extractors/asciimath.h"
#include "base/str.h"
#include "extractors/asciimath_token.h"

enum { MAX_SOURCE = 4096, MAX_DEPTH = 64, MAX_WORK = 1 << 18 };

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
    const fc_am_word *w;              /* COMMAND */
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

static bool take_sign(parser *p, fc_am_kind want)
{
    fc_str rest = p->rest;
    if (fc_am_next(&rest).kind != want)
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
    if (take_sign(p, FC_AM_SLASH)) {
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
        bool power = f->kind == INDEX && take_sign(p, FC_AM_SUP);
        if (power || (f->kind == POWER && !f->other.tex.n && take_sign(p, FC_AM_SUB))) {
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
        if (take_sign(p, FC_AM_SUB))
            push(p, INDEX)->first = c;
        else if (take_sign(p, FC_AM_SUP))
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

static part leaf(parser *p, const fc_am_token *t)
{
    part c = { t->s, { NULL, 0 }, { NULL, 0 }, 0 };
    fc_str name[] = { FC_STR("\\"), t->s };
    if (t->kind == FC_AM_QUOTED) {
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
static bool take_text(parser *p, const fc_am_word *w)
{
    fc_str rest = fc_str_trim(p->rest);
    if (strcmp(w->name, "text") || !rest.n || !memchr("([{", rest.p[0], 3))
        return false;
    char close = rest.p[0] == '(' ? ')' : rest.p[0] == '[' ? ']' : '}';
    size_t end = fc_str_findc(rest, close);
    fc_am_token t = { .kind = FC_AM_QUOTED, .s = fc_str_sub(rest, 1, end) };
    p->rest = fc_str_sub(rest, end + 1, rest.n);
    put_simple(p, leaf(p, &t));
    return true;
}

static void read_token(parser *p, const fc_am_token *t)
{
    part comma = { .tex = FC_STR(", ") }, base = { .tex = FC_STR("{}") };
    frame *f;
    switch (t->kind) {
    case FC_AM_OPEN:
        f = push(p, ROW);
        f->bracketed = true;
        f->open = fc_str_of(t->w->tex);
        f->mark = t->s.p[0];
        break;
    case FC_AM_CLOSE:
        settle(p);
        if (p->depth > 1)
            close_row(p, fc_str_of(t->w->tex));
        else
            put_simple(p, leaf(p, t));
        break;
    case FC_AM_UNARY:
        if (!take_text(p, t->w))
            push(p, COMMAND)->w = t->w;
        break;
    case FC_AM_BINARY:
        push(p, COMMAND2)->w = t->w;
        break;
    case FC_AM_COMMA:
        settle(p);
        put_in_row(p, &p->frame[p->depth - 1], &comma, true);
        break;
    case FC_AM_SUB: /* without a base, which is made up; it takes the sign then */
    case FC_AM_SUP:
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
    for (fc_am_token t = fc_am_next(&p->rest); t.kind != FC_AM_END && !p->failed;
         t = fc_am_next(&p->rest))
        read_token(p, &t);
    settle(p);
    while (p->depth > 1 && !p->failed) {
        close_row(p, FC_STR(""));
        settle(p);
    }
    return p->failed ? (fc_str){ NULL, 0 } : fc_str_trim(p->frame[0].tex);
}
