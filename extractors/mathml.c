/* mathml.c - see mathml.h: the pass over the tree, and the elements that wrap others. */
#include "extractors/mathml_parts.h"
#include "base/str.h"

enum {
    MAX_NODES = 1 << 16,        /* of a formula */
    MAX_POOL = 1 << 20,         /* bytes of all pieces of a formula */
    POOL = 4096, POOL_NODE = 192, /* room there is at least, and for each node */
    MAX_TEX = 1 << 15,          /* bytes of a formula */
    MAX_RUNS = 64               /* of text, between comments, in an annotation */
};

unsigned fc_mathml_tag(const fc_dom *dom, uint32_t node)
{
    unsigned tag = dom->node[node].tag;
    if (tag != FC_TAG_UNKNOWN)
        return tag;
    fc_str name = fc_dom_name(dom, node);
    size_t colon = fc_str_findc(name, ':');
    if (colon >= name.n)
        return tag;
    return fc_tag_find(name.p + colon + 1, name.n - colon - 1);
}

/* ----------------------------------------------------------------------------- pieces */

void fc_piece_begin(fc_mathml *m)
{
    m->begun = m->n;
}

/* Does what was written end with a command: a backslash and letters? */
static bool after_command(const fc_mathml *m)
{
    size_t i = m->n;
    while (i > m->begun && fc_is_letter(m->pool[i - 1]))
        i--;
    return i < m->n && i > m->begun && m->pool[i - 1] == '\\';
}

void fc_piece_put(fc_mathml *m, fc_str s)
{
    if (!s.n)
        return;
    bool blank = fc_is_letter(s.p[0]) && after_command(m);
    if (m->cap - m->n < s.n + blank) {
        m->full = true;
        return;
    }
    if (blank)
        m->pool[m->n++] = ' ';
    memcpy(m->pool + m->n, s.p, s.n);
    m->n += s.n;
}

void fc_piece_text(fc_mathml *m, const char *s)
{
    fc_piece_put(m, fc_str_of(s));
}

void fc_piece_group(fc_mathml *m, const fc_piece *c)
{
    fc_piece_text(m, "{");
    fc_piece_put(m, fc_str_trim(fc_piece_str(c)));
    fc_piece_text(m, "}");
}

fc_piece fc_piece_end(fc_mathml *m, unsigned kind)
{
    fc_piece c = { .p = m->pool + m->begun, .n = (uint32_t)(m->n - m->begun),
                   .kind = (uint8_t)kind };
    if (!c.n && kind != FC_TEX_NONE)
        c.kind = FC_PIECE_EMPTY;
    return c;
}

static uint32_t skip_blank(const fc_mathml *m, uint32_t i, uint32_t end)
{
    while (i < end && m->dom->node[i].tag == FC_TAG_TEXT && m->dom->node[i].blank)
        i = m->dom->node[i].end;
    return i < end ? i : 0;
}

uint32_t fc_mml_first(const fc_mathml *m, uint32_t node)
{
    return skip_blank(m, node + 1, m->dom->node[node].end);
}

uint32_t fc_mml_next(const fc_mathml *m, uint32_t child)
{
    const fc_node *n = &m->dom->node[child];
    return skip_blank(m, n->end, m->dom->node[n->parent].end);
}

unsigned fc_mml_kids(const fc_mathml *m, uint32_t node, uint32_t *kid, unsigned n)
{
    unsigned found = 0;
    for (uint32_t i = fc_mml_first(m, node); i && found < n; i = fc_mml_next(m, i))
        kid[found++] = i;
    return found;
}

/* --------------------------------------------------------------------------- elements */

static fc_piece row(fc_mathml *m, uint32_t node)
{
    fc_str none = { NULL, 0 };
    return fc_mml_row(m, node, none, none, none);
}

static fc_piece empty(void)
{
    return (fc_piece){ .p = "", .kind = FC_PIECE_EMPTY };
}

static bool zero(fc_str length)
{
    return length.n && length.p[0] == '0';
}

static fc_piece fraction(fc_mathml *m, uint32_t node)
{
    uint32_t kid[2];
    if (fc_mml_kids(m, node, kid, 2) < 2)
        return row(m, node);
    const fc_piece *over = fc_piece_of(m, kid[0]), *under = fc_piece_of(m, kid[1]);
    fc_piece_begin(m);
    if (fc_str_ieq(fc_dom_attr(m->dom, node, "bevelled"), FC_STR("true"))) {
        fc_piece_group(m, over);
        fc_piece_text(m, "/");
        fc_piece_group(m, under);
        return fc_piece_end(m, FC_PIECE_ROW);
    }
    if (zero(fc_dom_attr(m->dom, node, "linethickness"))) {
        fc_piece_text(m, "{");
        fc_piece_group(m, over);
        fc_piece_text(m, " \\atop ");
        fc_piece_group(m, under);
        fc_piece_text(m, "}");
        return fc_piece_end(m, FC_PIECE_CLOSED);
    }
    fc_piece_text(m, "\\frac");
    fc_piece_group(m, over);
    fc_piece_group(m, under);
    return fc_piece_end(m, FC_PIECE_CLOSED);
}

static fc_piece root(fc_mathml *m, uint32_t node)
{
    uint32_t kid[2];
    if (fc_mml_kids(m, node, kid, 2) < 2)
        return row(m, node);
    fc_piece_begin(m);
    fc_piece_text(m, "\\sqrt[");
    fc_piece_put(m, fc_piece_str(fc_piece_of(m, kid[1])));
    fc_piece_text(m, "]");
    fc_piece_group(m, fc_piece_of(m, kid[0]));
    return fc_piece_end(m, FC_PIECE_CLOSED);
}

static fc_piece wrapped(fc_mathml *m, uint32_t node, const char *command)
{
    fc_piece inner = row(m, node);
    if (inner.kind == FC_PIECE_EMPTY)
        return inner;
    fc_piece_begin(m);
    fc_piece_text(m, command);
    fc_piece_group(m, &inner);
    return fc_piece_end(m, FC_PIECE_CLOSED);
}

/* What is not seen and takes no room keeps the height of a line (mhchem). */
static fc_piece padded(fc_mathml *m, uint32_t node)
{
    fc_piece inner = row(m, node);
    bool unseen = fc_str_starts(fc_piece_str(&inner), FC_STR("\\phantom{"));
    return unseen && zero(fc_dom_attr(m->dom, node, "width")) ? empty() : inner;
}

/* What <menclose> draws around; notations that TeX has no command for are left out. */
static fc_piece enclosed(fc_mathml *m, uint32_t node)
{
    static const char *const commands[][2] = {
        { "box", "\\boxed" }, { "updiagonalstrike", "\\cancel" },
        { "downdiagonalstrike", "\\bcancel" }, { "radical", "\\sqrt" },
        { "longdiv", "\\overline" }, { "top", "\\overline" }, { "bottom", "\\underline" },
    };
    fc_str notation = fc_dom_attr(m->dom, node, "notation");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (fc_str_ifind(notation, fc_str_of(commands[i][0])) < notation.n)
            return wrapped(m, node, commands[i][1]);
    return row(m, node);
}

/* Widths in em; other units are of no matter. Elements in it are a parser's: in HTML only
 * what is within <math> itself may close itself. */
static fc_piece space(fc_mathml *m, uint32_t node)
{
    double em = 0;
    fc_str width = fc_str_trim(fc_dom_attr(m->dom, node, "width"));
    if (fc_mml_first(m, node))
        return row(m, node);
    if (!fc_str_ends(width, FC_STR("em")) ||
        !fc_str_num(fc_str_sub(width, 0, width.n - 2), &em) || em < 0.15)
        return empty();
    fc_piece_begin(m);
    fc_piece_text(m, em >= 1.8 ? " \\qquad " : em >= 0.9 ? " \\quad " : " \\; ");
    return fc_piece_end(m, FC_PIECE_SPACE);
}

static fc_piece fenced(fc_mathml *m, uint32_t node)
{
    fc_str open = fc_dom_attr(m->dom, node, "open"),
           close = fc_dom_attr(m->dom, node, "close");
    fc_str between = fc_dom_attr(m->dom, node, "separators");
    return fc_mml_row(m, node, open.p ? open : FC_STR("("), close.p ? close : FC_STR(")"),
                      between.p ? between : FC_STR(","));
}

/* The first child that is no annotation; the one of content markup only if there is no
 * other. */
static fc_piece semantics(const fc_mathml *m, uint32_t node)
{
    fc_piece other = empty();
    for (uint32_t i = fc_mml_first(m, node); i; i = fc_mml_next(m, i)) {
        unsigned tag = fc_mathml_tag(m->dom, i);
        if (tag == FC_TAG_ANNOTATION_XML && other.kind == FC_PIECE_EMPTY)
            other = *fc_piece_of(m, i);
        if (tag != FC_TAG_ANNOTATION && tag != FC_TAG_ANNOTATION_XML)
            return *fc_piece_of(m, i);
    }
    return other;
}

static fc_piece selected(const fc_mathml *m, uint32_t node)
{
    uint64_t which = 1;
    uint32_t kid[16];
    unsigned n = fc_mml_kids(m, node, kid, 16);
    if (!fc_str_u64(fc_dom_attr(m->dom, node, "selection"), &which) || !which ||
        which > n)
        which = 1;
    return n ? *fc_piece_of(m, kid[which - 1]) : empty();
}

static fc_piece other(fc_mathml *m, uint32_t node)
{
    fc_piece c;
    return fc_mml_content(m, node, &c) ? c : row(m, node);
}

static fc_piece make_piece(fc_mathml *m, uint32_t node)
{
    unsigned tag = fc_mathml_tag(m->dom, node);
    if (fc_mml_is_token(tag))
        return fc_mml_token(m, node, tag);
    switch (tag) {
    case FC_TAG_ANNOTATION: case FC_TAG_NONE: case FC_TAG_MPRESCRIPTS:
    case FC_TAG_MALIGNMARK: case FC_TAG_MALIGNGROUP:
        return fc_mml_first(m, node) && tag != FC_TAG_ANNOTATION ? row(m, node) : empty();
    case FC_TAG_SEMANTICS: return semantics(m, node);
    case FC_TAG_MACTION: return selected(m, node);
    case FC_TAG_MFRAC: return fraction(m, node);
    case FC_TAG_MSQRT: return wrapped(m, node, "\\sqrt");
    case FC_TAG_MPADDED: return padded(m, node);
    case FC_TAG_MPHANTOM: return wrapped(m, node, "\\phantom");
    case FC_TAG_MROOT: return root(m, node);
    case FC_TAG_MFENCED: return fenced(m, node);
    case FC_TAG_MENCLOSE: return enclosed(m, node);
    case FC_TAG_MSPACE: return space(m, node);
    case FC_TAG_MSUB: case FC_TAG_MSUP: case FC_TAG_MSUBSUP: case FC_TAG_MUNDER:
    case FC_TAG_MOVER: case FC_TAG_MUNDEROVER: case FC_TAG_MULTISCRIPTS:
        return fc_mml_scripts(m, node, tag);
    case FC_TAG_MTABLE: return fc_mml_table(m, node);
    case FC_TAG_MTR: return fc_mml_table_row(m, node, false);
    case FC_TAG_MLABELEDTR: return fc_mml_table_row(m, node, true);
    case FC_TAG_UNKNOWN: return other(m, node);
    default: return row(m, node);
    }
}

fc_str fc_mathml_tex(const fc_dom *dom, uint32_t math, fc_arena *a)
{
    size_t nodes = dom->node[math].end - math;
    if (nodes > MAX_NODES)
        return (fc_str){ NULL, 0 };
    size_t cap = POOL + nodes * POOL_NODE + dom->node[math].n;
    for (uint32_t i = math; i < dom->node[math].end && cap < MAX_POOL; i++)
        cap += dom->node[i].tag == FC_TAG_TEXT ? (size_t)dom->node[i].n * 16 : 0;
    cap = cap < MAX_POOL ? cap : MAX_POOL;
    size_t size = nodes * sizeof(fc_piece) + cap;
    fc_mathml m = { .dom = dom, .root = math, .cap = cap };
    m.piece = fc_alloc(a, size);
    m.pool = (char *)(m.piece + nodes);
    for (uint32_t i = dom->node[math].end; i-- > math && !m.full;)
        m.piece[i - math] = make_piece(&m, i);
    fc_str tex = { NULL, 0 };
    if (!m.full)
        tex = fc_str_trim(fc_piece_str(&m.piece[0]));
    if (tex.n > MAX_TEX)
        tex.n = 0;
    if (tex.n) /* the result takes the place of what made it, and the rest is given
                  back */
        tex.p = memmove(m.piece, tex.p, tex.n);
    fc_trim(a, m.piece, size, tex.n);
    return tex.n ? tex : (fc_str){ NULL, 0 };
}

/* ---------------------------------------------------------------------------- sources */

/* "application/x-tex", "TeX", "LaTeX", "text/x-latex"; not "text/plain". */
static bool names_tex(fc_str encoding)
{
    for (size_t at = 0; at + 3 <= encoding.n; at++) {
        fc_str rest = fc_str_sub(encoding, at, encoding.n);
        if (fc_str_istarts(rest, FC_STR("tex")) && !fc_str_istarts(rest, FC_STR("text")))
            return true;
    }
    return false;
}

/* Two words of three letters and no sign of TeX: a description for those who cannot
 * see. */
static bool is_prose(fc_str s)
{
    unsigned words = 0, run = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n &&
            (s.p[i] == '\\' || s.p[i] == '^' || s.p[i] == '_' || s.p[i] == '='))
            return false;
        if (i < s.n && fc_is_letter(s.p[i])) {
            run++;
        } else {
            words += run >= 3;
            run = 0;
        }
    }
    return words >= 2;
}

static fc_str all_text(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    fc_str all = { NULL, 0 };
    unsigned runs = 0;
    for (uint32_t i = node + 1; i < dom->node[node].end && runs < MAX_RUNS; i++)
        if (dom->node[i].tag == FC_TAG_TEXT) {
            runs++;
            fc_str parts[] = { all, fc_dom_text_decoded(dom, i, a) };
            all = all.n ? fc_concat(a, parts, 2) : parts[1];
        }
    return fc_str_trim(all);
}

fc_str fc_mathml_source(const fc_dom *dom, uint32_t math, fc_arena *a)
{
    unsigned notes = 0;
    for (uint32_t i = math + 1; i < dom->node[math].end && notes < 8; i++) {
        if (dom->node[i].tag == FC_TAG_TEXT || fc_mathml_tag(dom, i) != FC_TAG_ANNOTATION)
            continue;
        notes++;
        if (!names_tex(fc_dom_attr(dom, i, "encoding")))
            continue;
        fc_str tex = all_text(dom, i, a);
        if (tex.n && tex.n <= MAX_TEX)
            return tex;
    }
    fc_str latex = fc_str_trim(fc_dom_attr_text(dom, math, "data-latex", a));
    if (latex.n && latex.n <= MAX_TEX)
        return latex;
    fc_str alt = fc_str_trim(fc_dom_attr_text(dom, math, "alttext", a));
    if (!alt.n || alt.n > MAX_TEX || is_prose(alt))
        return (fc_str){ NULL, 0 };
    return alt;
}
