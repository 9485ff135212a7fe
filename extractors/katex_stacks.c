/* katex_stacks.c - what stands one above the other in KaTeX's spans. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/katex_parts.h"

enum {
    FEW = 4,                    /* entries of what is no table */
    MARK = 16                   /* bytes of <mo>, a sign and </mo> */
};

/* All entries; fails when there are none, or too many. */
static uint32_t entries(fc_katex *w, uint32_t node, fc_kx_entry *e)
{
    uint32_t n = fc_kx_entries(w->dom, node, e, FEW);
    if (!n || n > FEW) {
        fc_kx_fail(w);
        return 0;
    }
    return n;
}

static bool holds(const fc_dom *dom, uint32_t entry, fc_kx_kind want)
{
    if (fc_kx_kind_of(dom, entry) == want)
        return true;
    uint32_t i = fc_kx_content(dom, entry);
    return i < dom->node[entry].end && fc_kx_kind_of(dom, i) == want;
}

/* Base and indexes: the last child is the stack of them. */
void fc_kx_scripts(fc_katex *w, uint32_t node, uint32_t scripts)
{
    fc_kx_entry e[FEW];
    uint32_t n = entries(w, scripts, e);
    bool both = n == 2 && e[0].below > e[1].below;
    if (w->dom->node[scripts].end != w->dom->node[node].end || n > 2 || (n == 2 && !both))
        fc_kx_fail(w);
    if (w->failed)
        return;
    bool sub = e[0].below > 0;
    fc_kx_mark(w, both ? "</msubsup>" : sub ? "</msub>" : "</msup>");
    if (both)
        fc_kx_push_entry(w, e[1].node);
    fc_kx_push_entry(w, e[0].node);
    fc_kx_push_row(w, node + 1, scripts);
    fc_kx_mark(w, both ? "<msubsup>" : sub ? "<msub>" : "<msup>");
}

/* What is set below and above: of a base, or of a sign that is drawn. */
static void push_around(fc_katex *w, uint32_t base, uint32_t below, uint32_t above)
{
    fc_kx_mark(w, below && above ? "</munderover>" : below ? "</munder>" : "</mover>");
    if (above)
        fc_kx_push_entry(w, above);
    if (below)
        fc_kx_push_entry(w, below);
    if (base)
        fc_kx_push_entry(w, base);
}

static void open_around(fc_katex *w, uint32_t below, uint32_t above)
{
    fc_kx_mark(w, below && above ? "<munderover>" : below ? "<munder>" : "<mover>");
}

static double distance(double below)
{
    return below < 0 ? -below : below;
}

/* Whether an entry is an index: it is smaller. */
static bool is_sized(const fc_dom *dom, uint32_t entry)
{
    uint32_t i = fc_kx_content(dom, entry);
    return i < dom->node[entry].end && dom->node[i].tag != FC_TAG_TEXT &&
           fc_kx_look(dom, i).sized;
}

/* The base stands on the line. */
void fc_kx_limits(fc_katex *w, uint32_t node)
{
    fc_kx_entry e[FEW];
    uint32_t n = entries(w, node, e), base = 0, below = 0, above = 0;
    for (uint32_t i = 1; i < n; i++) {
        bool sized = is_sized(w->dom, e[i].node), was = is_sized(w->dom, e[base].node);
        if (sized < was ||
            (sized == was && distance(e[i].below) < distance(e[base].below)))
            base = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i == base)
            continue;
        uint32_t *place = e[i].below > e[base].below ? &below : &above;
        if (*place)
            fc_kx_fail(w);
        *place = e[i].node;
    }
    if (w->failed || n < 2) {
        fc_kx_fail(w);
        return;
    }
    push_around(w, e[base].node, below, above);
    open_around(w, below, above);
}

/* Denominator and numerator, and a line between them or none. */
void fc_kx_fraction(fc_katex *w, uint32_t node)
{
    fc_kx_entry e[FEW];
    uint32_t n = entries(w, node, e), den = 0, num = 0, lines = 0;
    for (uint32_t i = 0; i < n; i++) {
        lines += holds(w->dom, e[i].node, FC_KX_RULE);
        den = e[i].below > e[den].below ? i : den;
        num = e[i].below < e[num].below ? i : num;
    }
    if (w->failed || n != 2 + lines || den == num) {
        fc_kx_fail(w);
        return;
    }
    fc_kx_mark(w, "</mfrac>");
    fc_kx_push_entry(w, e[den].node);
    fc_kx_push_entry(w, e[num].node);
    fc_kx_mark(w, lines ? "<mfrac>" : "<mfrac linethickness=\"0\">");
}

/* What stands under the sign is the entry without svg in it. */
void fc_kx_root(fc_katex *w, uint32_t node)
{
    fc_kx_entry e[FEW], i[FEW];
    uint32_t n = entries(w, node, e), index = fc_kx_child(w->dom, node, FC_KX_INDEX);
    uint32_t body = 0;
    for (uint32_t k = 0; k < n && !body; k++)
        if (holds(w->dom, e[k].node, FC_KX_STRETCHED))
            body = e[k].node;
    uint32_t indexes = index ? entries(w, index, i) : 0;
    if (!body || indexes > 1)
        fc_kx_fail(w);
    if (w->failed)
        return;
    fc_kx_mark(w, index ? "</mroot>" : "</msqrt>");
    if (index)
        fc_kx_push_entry(w, i[0].node);
    fc_kx_push_entry(w, body);
    fc_kx_mark(w, index ? "<mroot>" : "<msqrt>");
}

/* The sign of an accent: a glyph, or svg. */
static uint32_t accent_sign(fc_katex *w, uint32_t entry)
{
    fc_str s = fc_str_trim(fc_kx_text_in(w, entry));
    uint32_t code = 0;
    bool glyph = s.n && fc_utf8_decode(s, &code, NULL) == s.n;
    return glyph ? code : s.n ? 0 : fc_kx_drawn(w->dom, entry);
}

/* A base and a sign over or under it. */
void fc_kx_accent(fc_katex *w, uint32_t node, bool over)
{
    fc_kx_entry e[FEW];
    uint32_t n = entries(w, node, e), sign = 0, base = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool drawn = holds(w->dom, e[i].node, FC_KX_STRETCHED) ||
                     holds(w->dom, e[i].node, FC_KX_GLYPH);
        uint32_t *place = drawn ? &sign : &base;
        if (*place)
            fc_kx_fail(w);
        *place = e[i].node;
    }
    uint32_t code = sign && base ? accent_sign(w, sign) : 0;
    if (!code)
        fc_kx_fail(w);
    if (w->failed)
        return;
    fc_kx_add(w, over ? "<mover>" : "<munder>");
    char *mark = fc_alloc(w->t->a, MARK), *at = mark + 4;
    memcpy(mark, "<mo>", 4);
    at += fc_utf8_encode(code, at);
    memcpy(at, "</mo>", 6);
    fc_kx_mark(w, over ? "</mover>" : "</munder>");
    fc_kx_mark(w, mark);
    fc_kx_push_entry(w, base);
}

/* \overbrace, whose note is the upper one of two that are called so. */
void fc_kx_brace(fc_katex *w, uint32_t node, bool over)
{
    fc_kx_entry e[FEW];
    uint32_t n = entries(w, node, e);
    for (uint32_t i = 0; i < n; i++)
        if (holds(w->dom, e[i].node, FC_KX_STRETCHED)) {
            fc_kx_accent(w, node, over);
            return;
        }
    fc_kx_limits(w, node);
}

void fc_kx_line(fc_katex *w, uint32_t node, bool over)
{
    fc_kx_entry e[FEW];
    uint32_t n = entries(w, node, e);
    if (n != 2) {
        fc_kx_fail(w);
        return;
    }
    uint32_t base = holds(w->dom, e[0].node, FC_KX_RULE) ? e[1].node : e[0].node;
    fc_kx_mark(w, over ? "</mover>" : "</munder>");
    fc_kx_mark(w, "<mo>&#x2015;</mo>");
    fc_kx_push_entry(w, base);
    fc_kx_mark(w, over ? "<mover>" : "<munder>");
}

/* A long arrow with something above it, and perhaps below. */
void fc_kx_arrow(fc_katex *w, uint32_t node)
{
    fc_kx_entry e[FEW];
    uint32_t n = entries(w, node, e), arrow = FEW, below = 0, above = 0;
    for (uint32_t i = 0; i < n; i++)
        if (holds(w->dom, e[i].node, FC_KX_STRETCHED))
            arrow = i;
    uint32_t code = arrow < FEW ? fc_kx_drawn(w->dom, e[arrow].node) : 0;
    for (uint32_t i = 0; i < n && code; i++)
        if (i != arrow)
            *(e[i].below > e[arrow].below ? &below : &above) = e[i].node;
    if (!code || !(below || above)) {
        fc_kx_fail(w);
        return;
    }
    fc_kx_add(w, below && above ? "<munderover>" : below ? "<munder>" : "<mover>");
    fc_kx_sign(w, code, "");
    push_around(w, 0, below, above);
}

/* A stack that no class speaks of: a table with lines, a box, something raised, or a
 * line through a formula. */
void fc_kx_stack(fc_katex *w, uint32_t node)
{
    fc_kx_entry e[FEW * 4];
    uint32_t n = fc_kx_entries(w->dom, node, e, FEW * 4), body = 0;
    bool box = false;
    const char *struck = NULL;
    for (uint32_t i = 0; i < n && i < FEW * 4; i++) {
        if (holds(w->dom, e[i].node, FC_KX_RULE) ||
            holds(w->dom, e[i].node, FC_KX_SKIP)) /* what colours the ground */
            continue;
        if (holds(w->dom, e[i].node, FC_KX_BOX)) {
            box = true;
        } else if (holds(w->dom, e[i].node, FC_KX_STRETCHED)) {
            struck = fc_kx_struck(w->dom, e[i].node);
            if (!struck)
                fc_kx_fail(w);
        } else if (body) {
            fc_kx_fail(w);
        } else {
            body = e[i].node;
        }
    }
    if (!body || n > FEW * 4)
        fc_kx_fail(w);
    if (w->failed)
        return;
    fc_kx_mark(w, box || struck ? "</menclose>" : "");
    fc_kx_push_entry(w, body);
    fc_kx_mark(w, struck ? "\">" : "");
    fc_kx_mark(w, struck ? struck : "");
    fc_kx_mark(w, struck ? "<menclose notation=\"" : box ? "<menclose notation=\"box\">"
                                                          : "");
}
