/* mathml_row.c - pieces side by side: blanks around operators, fences, matrices. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/mathml_parts.h"

/* --------------------------------------------------------------------------- matrices */

static const fc_str begin_matrix = { "\\begin{matrix}", 14 };
static const fc_str end_matrix = { "\\end{matrix}", 12 };

/* The environment of a table between two fences, or NULL. */
static const char *environment(fc_str open, fc_str close)
{
    static const char *const names[][3] = {
        { "(", ")", "pmatrix" }, { "[", "]", "bmatrix" }, { "|", "|", "vmatrix" },
        { "\\|", "\\|", "Vmatrix" }, { "\\{", "\\}", "Bmatrix" }, { "\\{", "", "cases" },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_is(open, names[i][0]) && fc_str_is(close, names[i][1]))
            return names[i][2];
    return NULL;
}

/* The piece of a plain matrix with another name for its environment. */
static bool put_matrix(fc_mathml *m, const fc_piece *table, const char *name)
{
    fc_str s = fc_piece_str(table);
    if (!name || !fc_str_starts(s, begin_matrix) || !fc_str_ends(s, end_matrix))
        return false;
    fc_piece_text(m, "\\begin{");
    fc_piece_text(m, name);
    fc_piece_text(m, "}");
    fc_piece_put(m, fc_str_sub(s, begin_matrix.n, s.n - end_matrix.n));
    fc_piece_text(m, "\\end{");
    fc_piece_text(m, name);
    fc_piece_text(m, "}");
    return true;
}

/* ------------------------------------------------------------------------------- rows */

typedef struct row {
    fc_mathml *m;
    unsigned count;             /* pieces written */
    unsigned last;              /* kind of the last one */
    bool function;              /* nothing but the name of a function */
    bool limits;                /* the last one has limits: \sum_{i}^n, then x */
    fc_piece only;              /* the first of them */
} row;

static bool takes_limits(unsigned kind)
{
    return kind == FC_TEX_BIG || kind == FC_TEX_INT || kind == FC_TEX_FUN;
}

static bool is_operand(unsigned kind)
{
    return kind != FC_TEX_BIN && kind != FC_TEX_REL && kind != FC_TEX_OPEN &&
           kind != FC_TEX_PUNCT && kind != FC_PIECE_SPACE && !takes_limits(kind);
}

static void blank(fc_mathml *m)
{
    if (m->n > m->begun && m->pool[m->n - 1] != ' ')
        fc_piece_text(m, " ");
}

static void put(row *r, const fc_piece *c)
{
    fc_mathml *m = r->m;
    if (!c->n)
        return;
    r->function = false;
    if (takes_limits(r->last) && r->count && fc_str_is(fc_piece_str(c), " \\; "))
        return; /* what is set behind a function anyway */
    bool infix = r->count && (c->kind == FC_TEX_REL ||
                              (c->kind == FC_TEX_BIN && is_operand(r->last)));
    if (infix || r->limits)
        blank(m);
    fc_str s = fc_piece_str(c);
    while (s.n && s.p[0] == ' ' && (m->n == m->begun || m->pool[m->n - 1] == ' '))
        s = fc_str_sub(s, 1, s.n);
    fc_piece_put(m, s);
    if (infix || c->kind == FC_TEX_PUNCT)
        blank(m);
    if (!r->count++)
        r->only = *c;
    r->last = c->kind;
    r->limits = takes_limits(c->kind) && fc_str_findc(fc_piece_str(c), '_') +
                                         fc_str_findc(fc_piece_str(c), '^') < 2 * c->n;
}

static const fc_piece *next_piece(const fc_mathml *m, uint32_t *kid)
{
    do
        *kid = *kid ? fc_mml_next(m, *kid) : 0;
    while (*kid && !fc_piece_of(m, *kid)->n);
    return *kid ? fc_piece_of(m, *kid) : NULL;
}

/* A name in front of an invisible "function application": \mathrm becomes
 * \operatorname. */
static bool put_function(row *r, const fc_piece *c, uint32_t kid)
{
    static const fc_str upright = { "\\mathrm", 7 };
    uint32_t after = fc_mml_next(r->m, kid);
    fc_str s = fc_piece_str(c);
    if (!after || fc_piece_of(r->m, after)->kind != FC_TEX_NONE ||
        !fc_str_starts(s, upright))
        return false;
    fc_piece_text(r->m, "\\operatorname");
    fc_piece_put(r->m, fc_str_sub(s, upright.n, s.n));
    r->function = !r->count;
    r->count += 2; /* no longer what its only child is */
    r->last = FC_TEX_FUN;
    return true;
}

/* A fence, a matrix, and the fence or nothing behind it; *kid becomes the last one
 * used. */
static bool put_fenced_table(row *r, const fc_piece *open, uint32_t *kid)
{
    uint32_t table = *kid, after;
    if (open->kind != FC_TEX_OPEN && open->kind != FC_TEX_BAR)
        return false;
    const fc_piece *body = next_piece(r->m, &table);
    if (!body || body->kind != FC_PIECE_TABLE)
        return false;
    after = table;
    const fc_piece *close = next_piece(r->m, &after);
    bool line = close && close->code && close->code == open->code; /* | drawn as \mid */
    bool closed = close && (close->kind == FC_TEX_CLOSE || close->kind == FC_TEX_BAR ||
                            line);
    fc_str end = line ? fc_piece_str(open) : closed ? fc_piece_str(close) : FC_STR("");
    if (!put_matrix(r->m, body, environment(fc_piece_str(open), end)))
        return false;
    *kid = closed ? after : table;
    r->count += 2;
    r->last = FC_PIECE_CLOSED;
    return true;
}

/* The same between binomial coefficients: "(", {n \atop k}, ")". */
static bool put_binomial(row *r, const fc_piece *open, uint32_t *kid)
{
    uint32_t at = *kid;
    const fc_piece *inner =
        fc_str_is(fc_piece_str(open), "(") ? next_piece(r->m, &at) : NULL;
    fc_str s = inner ? fc_piece_str(inner) : FC_STR("");
    fc_str atop = FC_STR("} \\atop {");
    size_t middle = fc_str_find(s, atop);
    if (middle >= s.n || !fc_str_starts(s, FC_STR("{{")) || !fc_str_ends(s, FC_STR("}}")))
        return false;
    const fc_piece *close = next_piece(r->m, &at);
    if (!close || !fc_str_is(fc_piece_str(close), ")"))
        return false;
    fc_piece_text(r->m, "\\binom");
    fc_piece_put(r->m, fc_str_sub(s, 1, middle + 1));
    fc_piece_put(r->m, fc_str_sub(s, middle + atop.n - 1, s.n - 1));
    *kid = at;
    r->count += 2;
    r->last = FC_PIECE_CLOSED;
    return true;
}

/* Does it stand higher than a line, so that fences grow with it? */
static bool is_tall(const char *p, size_t n)
{
    static const char *const signs[] = { "\\frac", "\\sum", "\\int", "\\prod", "\\begin",
                                         "\\sqrt", "\\atop" };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (fc_str_find((fc_str){ p, n }, fc_str_of(signs[i])) < n)
            return true;
    return false;
}

static fc_piece finish(row *r)
{
    fc_mathml *m = r->m;
    while (m->n > m->begun && m->pool[m->n - 1] == ' ' && r->last != FC_PIECE_SPACE)
        m->n--;
    if (r->count == 1) { /* a row of one piece is that piece */
        m->n = m->begun;
        return r->only;
    }
    return fc_piece_end(m, r->function ? FC_TEX_FUN : FC_PIECE_ROW);
}

/* Fences around all of a row grow: \left( ... \right). */
static fc_piece fenced_row(row *r, const fc_piece *open, const fc_piece *close)
{
    fc_mathml *m = r->m;
    fc_piece whole = finish(r);
    if (!open || !close || whole.n <= open->n + close->n ||
        !is_tall(whole.p + open->n, whole.n - open->n - close->n) ||
        whole.p != m->pool + m->begun)
        return whole;
    fc_str s = fc_piece_str(&whole);
    fc_piece_begin(m);
    fc_piece_text(m, "\\left");
    fc_piece_put(m, fc_str_sub(s, 0, open->n));
    fc_piece_text(m, " ");
    fc_piece_put(m, fc_str_trim(fc_str_sub(s, open->n, s.n - close->n)));
    fc_piece_text(m, " \\right");
    fc_piece_put(m, fc_str_sub(s, s.n - close->n, s.n));
    return fc_piece_end(m, FC_PIECE_ROW);
}

/* A fence at one end alone, the other is empty: \left. ... \right| */
static fc_piece half_fenced(row *r, const fc_piece *close)
{
    fc_mathml *m = r->m;
    fc_piece whole = finish(r);
    if (whole.n <= close->n || !is_tall(whole.p, whole.n - close->n) ||
        whole.p != m->pool + m->begun)
        return whole;
    fc_str s = fc_piece_str(&whole);
    fc_piece_begin(m);
    fc_piece_text(m, "\\left. ");
    fc_piece_put(m, fc_str_trim(fc_str_sub(s, 0, s.n - close->n)));
    fc_piece_text(m, " \\right");
    fc_piece_put(m, close->code == FC_MML_DIVIDES ? FC_STR("|") :
                    fc_str_sub(s, s.n - close->n, s.n));
    return fc_piece_end(m, FC_PIECE_ROW);
}

static bool grows(const fc_mathml *m, uint32_t node)
{
    return fc_mathml_tag(m->dom, node) == FC_TAG_MO &&
           !fc_str_ieq(fc_dom_attr(m->dom, node, "stretchy"), FC_STR("false"));
}

static bool is_empty_fence(const fc_mathml *m, uint32_t node)
{
    return fc_mathml_tag(m->dom, node) == FC_TAG_MO &&
           fc_str_ieq(fc_dom_attr(m->dom, node, "fence"), FC_STR("true"));
}

/* Lines of a row that open and close a norm or an absolute value. */
typedef struct lines {
    uint32_t opened;            /* the sign that the next of its kind closes; 0: none */
    unsigned pairs;
    fc_piece one[2];            /* the last that opened, and that closed */
} lines;

/* A line that has no operand in front of it opens something: whoever wrote it had no
 * other sign at hand. The next one of its kind closes it. */
static const fc_piece *as_fence(const row *r, const fc_piece *c, lines *l)
{
    bool starts = !l->opened && !(r->count && is_operand(r->last));
    bool line = c->code == FC_MML_DIVIDES || c->code == FC_MML_PARALLEL;
    if (!line || c->kind != FC_TEX_REL || (c->code != l->opened && !starts))
        return c;
    fc_piece *fence = &l->one[!starts];
    *fence = *c;
    fence->p = c->code == FC_MML_DIVIDES ? "|" : "\\|";
    fence->n = (uint32_t)strlen(fence->p);
    fence->kind = starts ? FC_TEX_OPEN : FC_TEX_CLOSE;
    l->opened = starts ? c->code : 0;
    l->pairs += starts;
    return fence;
}

/* The row of an element's children: <mrow>, <math>, <mstyle> and whatever wraps. */
static fc_piece plain_row(fc_mathml *m, uint32_t node)
{
    row r = { .m = m };
    const fc_piece *open = NULL, *close = NULL, *bar = NULL,
                   *first = NULL;
    unsigned bars = 0;
    lines l = { 0 };
    bool half = false;
    fc_piece_begin(m);
    for (uint32_t i = fc_mml_first(m, node); i; i = fc_mml_next(m, i)) {
        const fc_piece *c = fc_piece_of(m, i);
        if (!c->n) {
            half |= !r.count && is_empty_fence(m, i);
            continue;
        }
        if (!half && (r.count || fc_mml_next(m, i)))
            c = as_fence(&r, c, &l);
        if (!r.count && c->kind == FC_TEX_OPEN && grows(m, i))
            open = c;
        if (put_fenced_table(&r, c, &i) || put_binomial(&r, c, &i)) {
            open = NULL;
            continue;
        }
        close = c->kind == FC_TEX_CLOSE && grows(m, i) ? c : NULL;
        bool line = c->kind == FC_TEX_BAR || (half && c->code == FC_MML_DIVIDES);
        bar = close || (line && grows(m, i)) ? c : NULL;
        bars += c->kind == FC_TEX_BAR;
        if (!r.count && bar)
            first = bar;
        if (!put_function(&r, c, i))
            put(&r, c);
    }
    if (half && bar)
        return half_fenced(&r, bar);
    if (bars == 2 && first && bar && !close) /* one at each end */
        return fenced_row(&r, first, bar);
    return l.pairs > 1 ? finish(&r) : fenced_row(&r, open, close);
}

/* The text of a fence attribute as TeX. */
static fc_piece fence(fc_mathml *m, fc_str s, unsigned kind)
{
    fc_piece_begin(m);
    for (size_t i = 0; i < s.n && i < 16;) {
        uint32_t code;
        size_t n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        const fc_tex_symbol *symbol = fc_tex_symbol_of(code);
        if (symbol)
            fc_piece_text(m, symbol->tex);
        else if (!fc_is_space(s.p[i]))
            fc_piece_put(m, fc_str_sub(s, i, i + n));
        i += n;
    }
    return fc_piece_end(m, kind);
}

/* The separator between child k and the next: the last one is used for all that
 * follow. */
static fc_str separator(fc_str all, unsigned k)
{
    fc_str one = { NULL, 0 };
    for (size_t i = 0; i < all.n;) {
        uint32_t code;
        size_t n = fc_utf8_decode(fc_str_sub(all, i, all.n), &code, NULL);
        if (!fc_is_space(all.p[i])) {
            one = fc_str_sub(all, i, i + n);
            if (!k--)
                break;
        }
        i += n;
    }
    return one;
}

/* <mfenced>: fences and separators are attributes. */
static fc_piece attribute_row(fc_mathml *m, uint32_t node, fc_str open, fc_str close,
                              fc_str separators)
{
    fc_piece begin = fence(m, open, FC_TEX_OPEN), end = fence(m, close, FC_TEX_CLOSE);
    uint32_t kid[2];
    row r = { .m = m };
    unsigned k = 0;
    fc_piece_begin(m);
    if (fc_mml_kids(m, node, kid, 2) == 1 &&
        put_matrix(m, fc_piece_of(m, kid[0]),
                   environment(fc_piece_str(&begin), fc_piece_str(&end))))
        return fc_piece_end(m, FC_PIECE_CLOSED);
    put(&r, &begin);
    for (uint32_t i = fc_mml_first(m, node); i; i = fc_mml_next(m, i), k++) {
        fc_str one = k ? separator(separators, k - 1) : (fc_str){ NULL, 0 };
        fc_piece_put(m, one);
        fc_piece_text(m, one.n ? " " : "");
        r.last = k ? FC_TEX_PUNCT : r.last;
        put(&r, fc_piece_of(m, i));
    }
    put(&r, &end);
    r.count += 2;
    return fenced_row(&r, begin.n ? &begin : NULL, end.n ? &end : NULL);
}

fc_piece fc_mml_row(fc_mathml *m, uint32_t node, fc_str open, fc_str close,
                    fc_str separators)
{
    if (open.p)
        return attribute_row(m, node, open, close, separators);
    return plain_row(m, node);
}

/* ----------------------------------------------------------------------------- tables */

/* A label is written as \tag{...}, without the parentheses that \tag adds. */
static void put_label(fc_mathml *m, const fc_piece *label)
{
    fc_str s = fc_str_trim(fc_piece_str(label));
    if (fc_str_starts(s, FC_STR("\\text{")) && fc_str_ends(s, FC_STR("}")))
        s = fc_str_sub(s, 6, s.n - 1);
    if (fc_str_starts(s, FC_STR("(")) && fc_str_ends(s, FC_STR(")")))
        s = fc_str_sub(s, 1, s.n - 1);
    if (!s.n)
        return;
    fc_piece_text(m, " \\tag{");
    fc_piece_put(m, s);
    fc_piece_text(m, "}");
}

fc_piece fc_mml_table_row(fc_mathml *m, uint32_t node, bool labelled)
{
    uint32_t i = fc_mml_first(m, node), label = labelled ? i : 0, cells = 0;
    if (labelled && i)
        i = fc_mml_next(m, i);
    fc_piece_begin(m);
    for (; i; i = fc_mml_next(m, i)) {
        if (cells++)
            fc_piece_text(m, " & ");
        fc_piece_put(m, fc_str_trim(fc_piece_str(fc_piece_of(m, i))));
    }
    if (label)
        put_label(m, fc_piece_of(m, label));
    fc_piece c = fc_piece_end(m, FC_PIECE_ROW);
    c.code = cells;
    return c;
}

/* Columns that are aligned right, left, right ... in display style are equations. */
static bool is_aligned(const fc_mathml *m, uint32_t node)
{
    fc_str align = fc_str_trim(fc_dom_attr(m->dom, node, "columnalign"));
    return fc_str_istarts(align, FC_STR("right")) &&
           (fc_str_istarts(align, FC_STR("right left")) ||
            fc_str_istarts(align, FC_STR("right center left")) ||
            fc_str_ieq(fc_dom_attr(m->dom, node, "displaystyle"), FC_STR("true")));
}

fc_piece fc_mml_table(fc_mathml *m, uint32_t node)
{
    uint32_t rows = 0, columns = 0, labels = 0;
    for (uint32_t i = fc_mml_first(m, node); i; i = fc_mml_next(m, i)) {
        uint32_t cells = fc_piece_of(m, i)->code;
        rows++;
        columns = cells > columns ? cells : columns;
        labels += fc_mathml_tag(m->dom, i) == FC_TAG_MLABELEDTR;
    }
    bool aligned = is_aligned(m, node), bare = rows == 1 && columns <= 1 && labels;
    fc_piece_begin(m);
    if (!bare)
        fc_piece_text(m, aligned ? "\\begin{aligned} " : "\\begin{matrix} ");
    rows = 0;
    for (uint32_t i = fc_mml_first(m, node); i; i = fc_mml_next(m, i)) {
        if (rows++)
            fc_piece_text(m, " \\\\ ");
        fc_piece_put(m, fc_piece_str(fc_piece_of(m, i)));
    }
    if (!bare)
        fc_piece_text(m, aligned ? " \\end{aligned}" : " \\end{matrix}");
    return fc_piece_end(m, bare ? FC_PIECE_ROW : FC_PIECE_TABLE);
}
