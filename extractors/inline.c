/* inline.c - see inline.h. */
#include "extractors/inline.h"
#include "base/str.h"
#include "html/entities.h"
#include "text/normalize.h"
#include "base/utf8.h"

void fc_text_add(fc_text *t, const char *p, size_t n)
{
    if (!t->p || t->n + n > t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 1024;
        while (cap < t->n + n)
            cap *= 2;
        t->p = fc_grow(t->a, t->p, t->cap, cap);
        t->cap = cap;
    }
    if (n)
        memcpy(t->p + t->n, p, n);
    t->n += n;
}

void fc_text_char(fc_text *t, char c)
{
    fc_text_add(t, &c, 1);
}

void fc_text_clear(fc_text *t)
{
    t->n = 0;
    t->gap = false;
}

bool fc_tag_is_skipped(unsigned tag)
{
    switch (tag) {
    case FC_TAG_HEAD: case FC_TAG_STYLE: case FC_TAG_TEMPLATE: case FC_TAG_SVG:
    case FC_TAG_IFRAME: case FC_TAG_OBJECT: case FC_TAG_VIDEO: case FC_TAG_AUDIO:
    case FC_TAG_CANVAS: case FC_TAG_SELECT: case FC_TAG_DATALIST: case FC_TAG_TITLE:
    case FC_TAG_NOEMBED: case FC_TAG_NOFRAMES: case FC_TAG_TEXTAREA: case FC_TAG_RP:
        return true;
    default:
        return false;
    }
}

/* ------------------------------------------------------------------------ text nodes */

/* The white space that is due, unless a line begins here or there is a blank already. */
static void flush_gap(fc_text *t)
{
    if (t->gap && t->n && t->p[t->n - 1] != '\n' && t->p[t->n - 1] != ' ')
        fc_text_char(t, ' ');
    t->gap = false;
}

static void seen(fc_text *t, const char *p, size_t n)
{
    flush_gap(t);
    fc_text_add(t, p, n);
}

static void folded_code(fc_text *t, const char *p, size_t n, uint32_t code)
{
    switch (fc_char_kind_of(code)) {
    case FC_CHAR_SEEN:
        seen(t, p, n);
        break;
    case FC_CHAR_BLANK:
    case FC_CHAR_NEWLINE:
        t->gap = true;
        break;
    case FC_CHAR_GONE:
        t->gap |= n == 1 && fc_is_space(*p);
        break;
    }
}

/* Bytes that are themselves: printable ASCII but '&'. */
static bool is_plain(char c)
{
    return c > ' ' && c < 0x7F && c != '&';
}

/* Decoded bytes of one character reference: one or two code points. */
static void folded_reference(fc_text *t, fc_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t code;
        size_t n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        folded_code(t, s.p + i, n, code);
        i += n;
    }
}

void fc_text_folded(fc_text *t, fc_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i, took, n;
        char out[8];
        uint32_t code;
        while (i < s.n && is_plain(s.p[i]))
            i++;
        if (i > from)
            seen(t, s.p + from, i - from);
        if (i == s.n)
            break;
        if (fc_is_space(s.p[i])) {
            t->gap = true;
            i++;
        } else if (s.p[i] == '&') {
            took = fc_entity_decode(fc_str_sub(s, i, s.n), false, out, &n);
            folded_reference(t, took ? (fc_str){ out, n } : FC_STR("&"));
            i += took ? took : 1;
        } else {
            n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
            folded_code(t, s.p + i, n, code);
            i += n;
        }
    }
}

static void exact_code(fc_text *t, const char *p, size_t n, uint32_t code)
{
    fc_char_kind kind = fc_char_kind_of(code);
    if (kind == FC_CHAR_SEEN || kind == FC_CHAR_NEWLINE || code == '\t')
        fc_text_add(t, p, n);
    else if (kind == FC_CHAR_BLANK)
        fc_text_char(t, ' ');
}

void fc_text_exact(fc_text *t, fc_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i, n, took;
        char out[8];
        uint32_t code;
        while (i < s.n && (is_plain(s.p[i]) || s.p[i] == ' '))
            i++;
        if (i > from)
            fc_text_add(t, s.p + from, i - from);
        if (i == s.n)
            break;
        if (s.p[i] == '&' &&
            (took = fc_entity_decode(fc_str_sub(s, i, s.n), false, out, &n)) > 0) {
            n = fc_utf8_decode((fc_str){ out, n }, &code, NULL);
            exact_code(t, out, n, code);
            i += took;
        } else if (s.p[i] == '\r') {
            if (i + 1 == s.n || s.p[i + 1] != '\n')
                fc_text_char(t, '\n');
            i++;
        } else {
            n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
            exact_code(t, s.p + i, n, code);
            i += n;
        }
    }
}

/* ----------------------------------------------------------------------- inline marks */

enum { MAX_OPEN = 8 };      /* marks around the begin of a run that are looked for */

typedef struct inline_walk {
    fc_text *t;
    const fc_page *page;
    const fc_text_style *style;
    uint32_t code_end, link_end;    /* node where the open mark ends; 0: none is open */
    size_t code_at;                 /* where its text begins in t */
    fc_str href;
} inline_walk;

static bool is_code(unsigned tag)
{
    return tag == FC_TAG_CODE || tag == FC_TAG_TT || tag == FC_TAG_SAMP || tag == FC_TAG_KBD;
}

/* A mark begins after the white space that is due, not before it. */
static void open_code(inline_walk *w, uint32_t end)
{
    if (w->style->plain || w->code_end)
        return;
    flush_gap(w->t);
    w->code_end = end;
    w->code_at = w->t->n;
}

static size_t longest_run(const char *p, size_t n, char c)
{
    size_t best = 0, run = 0;
    for (size_t i = 0; i < n; i++) {
        run = p[i] == c ? run + 1 : 0;
        if (run > best)
            best = run;
    }
    return best;
}

/* Put backquotes around what was written since code_at; text over several lines is no
 * span. */
static void close_code(inline_walk *w)
{
    fc_text *t = w->t;
    size_t n = t->n - w->code_at;
    w->code_end = 0;
    if (!n || memchr(t->p + w->code_at, '\n', n))
        return;
    size_t run = longest_run(t->p + w->code_at, n, '`') + 1;
    bool pad = t->p[w->code_at] == '`' || t->p[t->n - 1] == '`';
    size_t mark = run + pad;
    for (size_t i = 0; i < 2 * mark; i++)
        fc_text_char(t, '`');
    memmove(t->p + w->code_at + mark, t->p + w->code_at, n);
    memset(t->p + w->code_at, '`', run);
    if (pad)
        t->p[w->code_at + run] = t->p[w->code_at + mark + n] = ' ';
}

static void open_link(inline_walk *w, uint32_t node)
{
    fc_str href = fc_dom_attr(w->page->dom, node, "href");
    if (!w->style->links || w->style->plain || w->link_end || w->code_end || !href.n ||
        href.p[0] == '#' || fc_str_istarts(href, FC_STR("javascript:")))
        return;
    flush_gap(w->t);
    fc_text_char(w->t, '[');
    w->link_end = w->page->dom->node[node].end;
    w->href = href;
}

static void close_link(inline_walk *w)
{
    bool gap = w->t->gap;
    w->t->gap = false;
    w->link_end = 0;
    fc_text_add(w->t, "](", 2);
    fc_text_folded(w->t, w->href);
    fc_text_char(w->t, ')');
    w->t->gap = gap;
}

static void close_marks(inline_walk *w, uint32_t node)
{
    if (w->code_end && node >= w->code_end)
        close_code(w);
    if (w->link_end && node >= w->link_end)
        close_link(w);
}

static bool write_formula(inline_walk *w, uint32_t node)
{
    fc_text *t = w->t;
    bool display = false;
    bool gap = t->gap;
    size_t at;
    flush_gap(t);
    at = t->n;
    if (!w->style->plain)
        fc_text_add(t, "$$", 2);
    size_t from = t->n;
    if (!fc_formula_tex(w->page, node, t, &display) || t->n == from) {
        t->n = at;
        t->gap = gap;
        return false;
    }
    t->gap = false;
    if (w->style->plain)
        return true;
    if (!display) {
        memmove(t->p + at + 1, t->p + from, t->n - from);
        t->n--;
    }
    fc_text_add(t, "$$", display ? 2 : 1);
    return true;
}

/* Hidden within a block that is not. */
static bool is_hidden(const fc_page *page, uint32_t node)
{
    const fc_elem *e = &page->elem[page->elem_of[node]];
    return page->elem_of[node] && (e->flags & FC_EL_HIDDEN) && (e->flags & FC_EL_INLINE) &&
           !(page->elem[e->parent].flags & FC_EL_HIDDEN);
}

/* One element; returns the node to go on with. */
static uint32_t write_element(inline_walk *w, uint32_t i)
{
    const fc_node *n = &w->page->dom->node[i];
    if (n->tag == FC_TAG_MATH || n->tag == FC_TAG_SCRIPT || n->tag == FC_TAG_IMG) {
        write_formula(w, i);
        return n->end;
    }
    if (fc_tag_is_skipped(n->tag) || (n->n > 12 && fc_formula_is_twin(w->page, i)))
        return n->end;
    if (n->tag == FC_TAG_BR) {
        if (w->t->n && w->t->p[w->t->n - 1] != '\n')
            fc_text_char(w->t, '\n');
        w->t->gap = false;
    } else if (is_code(n->tag)) {
        open_code(w, n->end);
    } else if (n->tag == FC_TAG_A) {
        open_link(w, i);
    } else if (fc_tag_flags[n->tag] & FC_TAGF_BLOCK) {
        w->t->gap = true; /* within a table's cell */
    }
    return i + 1;
}

/* Marks that were open before the run began, the outer ones first. */
static void open_earlier(inline_walk *w, uint32_t from)
{
    const fc_dom *dom = w->page->dom;
    uint32_t open[MAX_OPEN];
    unsigned n = 0;
    for (uint32_t e = dom->node[from].parent; e && n < MAX_OPEN; e = dom->node[e].parent) {
        if (fc_tag_flags[dom->node[e].tag] & FC_TAGF_BLOCK)
            break;
        if (is_code(dom->node[e].tag) || dom->node[e].tag == FC_TAG_A)
            open[n++] = e;
    }
    while (n--) {
        if (dom->node[open[n]].tag == FC_TAG_A)
            open_link(w, open[n]);
        else
            open_code(w, dom->node[open[n]].end);
    }
}

void fc_inline_write(fc_text *t, const fc_page *page, const fc_text_style *style, uint32_t from,
                     uint32_t to)
{
    const fc_dom *dom = page->dom;
    inline_walk w = { .t = t, .page = page, .style = style };
    uint32_t hidden = 0;
    if (from >= to) /* an empty element may be the page's last node */
        return;
    open_earlier(&w, from);
    for (uint32_t i = from; i < to;) {
        const fc_node *n = &dom->node[i];
        close_marks(&w, i);
        if (n->tag == FC_TAG_TEXT) {
            if (i >= hidden)
                fc_text_folded(t, fc_dom_text(dom, i));
            i++;
            continue;
        }
        if (i >= hidden && is_hidden(page, i))
            hidden = n->end;
        i = write_element(&w, i);
    }
    close_marks(&w, UINT32_MAX);
}
