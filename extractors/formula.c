/* formula.c - TeX in pages: math/tex scripts, MathML annotations and alttext, images.
 *
 * Pages show a formula and carry its source: KaTeX and MathJax keep it in <annotation> or
 * in a script beside what they drew, Wikipedia in the alt text of an image. The source is
 * written, the drawing left out. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/inline.h"

enum { MAX_TEX = 8192, MAX_LOOK = 64 };

static bool class_has(const fc_page *page, uint32_t node, fc_str part)
{
    fc_str class = fc_dom_attr(page->dom, node, "class");
    return class.n && fc_str_find(class, part) < class.n;
}

static bool between(fc_str s, fc_str open, fc_str close)
{
    return s.n > open.n + close.n && fc_str_starts(s, open) && fc_str_ends(s, close);
}

/* Folded to one line; "{\displaystyle x}" is x. */
static void add_tex(fc_text *t, fc_str raw)
{
    size_t at = t->n;
    static const char wrap[] = "{\\displaystyle ";
    t->gap = false;
    fc_text_folded(t, fc_utf8_clip(fc_str_trim(raw), MAX_TEX));
    t->gap = false;
    fc_str tex = { t->p + at, t->n - at };
    size_t skip = 0, tail = 0;
    if (tex.n > sizeof wrap && !memcmp(tex.p, wrap, sizeof wrap - 1) && tex.p[tex.n - 1] == '}') {
        skip = sizeof wrap - 1;
        tail = 1;
    } else if (tex.n > 4 && tex.p[0] == '$' && tex.p[tex.n - 1] == '$') {
        skip = tail = tex.p[1] == '$' && tex.p[tex.n - 2] == '$' ? 2 : 1;
    } else if (between(tex, FC_STR("\\("), FC_STR("\\)")) ||
               between(tex, FC_STR("\\["), FC_STR("\\]"))) {
        skip = tail = 2;
    }
    if (skip + tail >= tex.n)
        return;
    while (skip < tex.n && tex.p[skip] == ' ')
        skip++;
    while (tail < tex.n - skip && tex.p[tex.n - tail - 1] == ' ')
        tail++;
    memmove(t->p + at, t->p + at + skip, tex.n - skip - tail);
    t->n = at + tex.n - skip - tail;
}

/* Which <annotation> of a <math> has TeX; 0: none. */
static uint32_t annotation_of(const fc_dom *dom, uint32_t math)
{
    for (uint32_t i = math + 1; i < dom->node[math].end; i++) {
        fc_str encoding;
        if (dom->node[i].tag != FC_TAG_ANNOTATION)
            continue;
        encoding = fc_dom_attr(dom, i, "encoding");
        if (fc_str_ifind(encoding, FC_STR("tex")) < encoding.n)
            return i;
    }
    return 0;
}

/* The letters and signs of MathML without a TeX source. */
static void add_leaves(const fc_dom *dom, uint32_t math, fc_text *t)
{
    for (uint32_t i = math + 1; i < dom->node[math].end;) {
        if (dom->node[i].tag == FC_TAG_ANNOTATION || dom->node[i].tag == FC_TAG_ANNOTATION_XML) {
            i = dom->node[i].end;
            continue;
        }
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(t, fc_dom_text(dom, i));
        i++;
    }
}

static bool is_display(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    if (fc_str_ieq(fc_dom_attr(dom, node, "display"), FC_STR("block")))
        return true;
    uint32_t up = dom->node[node].parent;
    for (int steps = 0; up && steps < 4; steps++, up = dom->node[up].parent)
        if (class_has(page, up, FC_STR("katex-display")) ||
            class_has(page, up, FC_STR("MathJax_Display")) ||
            class_has(page, up, FC_STR("mwe-math-element-block")) ||
            fc_str_ieq(fc_dom_attr(dom, up, "display"), FC_STR("true")))
            return true;
    return false;
}

static bool math_tex(const fc_page *page, uint32_t i, fc_text *tex, bool *display)
{
    const fc_dom *dom = page->dom;
    uint32_t note = annotation_of(dom, i);
    *display = is_display(page, i);
    if (note) {
        for (uint32_t k = note + 1; k < dom->node[note].end; k++)
            if (dom->node[k].tag == FC_TAG_TEXT) {
                add_tex(tex, fc_dom_text(dom, k));
                return true;
            }
    }
    fc_str alt = fc_dom_attr(dom, i, "alttext");
    if (alt.n) {
        add_tex(tex, alt);
        return true;
    }
    add_leaves(dom, i, tex);
    return true;
}

static bool image_tex(const fc_page *page, uint32_t i, fc_text *tex, bool *display)
{
    const fc_dom *dom = page->dom;
    if (!class_has(page, i, FC_STR("mwe-math")) && !class_has(page, i, FC_STR("tex")) &&
        !class_has(page, i, FC_STR("latex")) && !class_has(page, i, FC_STR("math")))
        return false;
    /* Wikipedia's image follows the MathML that has been written already. */
    uint32_t up = dom->node[i].parent;
    for (uint32_t k = up + 1;
         k < i && k < up + MAX_LOOK && class_has(page, i, FC_STR("mwe-math")); k++)
        if (dom->node[k].tag == FC_TAG_MATH)
            return false;
    fc_str alt = fc_dom_attr(dom, i, "alt");
    if (!alt.n)
        return false;
    *display = class_has(page, i, FC_STR("display"));
    add_tex(tex, alt);
    return true;
}

bool fc_formula_tex(const fc_page *page, uint32_t i, fc_text *tex, bool *display)
{
    const fc_dom *dom = page->dom;
    switch (dom->node[i].tag) {
    case FC_TAG_MATH:
        return math_tex(page, i, tex, display);
    case FC_TAG_IMG:
        return image_tex(page, i, tex, display);
    case FC_TAG_SCRIPT: {
        fc_str type = fc_dom_attr(dom, i, "type");
        if (fc_str_ifind(type, FC_STR("tex")) == type.n)
            return false;
        *display = fc_str_ifind(type, FC_STR("display")) < type.n;
        add_tex(tex, fc_dom_raw_body(dom, i));
        return true;
    }
    default:
        return false;
    }
}

bool fc_formula_is_twin(const fc_page *page, uint32_t i)
{
    const fc_node *n = &page->dom->node[i];
    if (n->tag == FC_TAG_UNKNOWN)
        return fc_str_ieq(fc_dom_name(page->dom, i), FC_STR("mjx-math"));
    if (n->tag != FC_TAG_SPAN && n->tag != FC_TAG_DIV)
        return false;
    return fc_node_has_class(page->dom, i, "katex-html") ||
           (page->tex_scripts && class_has(page, i, FC_STR("MathJax")));
}
