/* inline.c - see inline.h: the walk over running text, with code, links and formulas. */
#include "extractors/formula.h"
#include "base/str.h"

bool fc_tag_is_skipped(unsigned tag)
{
    switch (tag) {
    case FC_TAG_HEAD: case FC_TAG_STYLE: case FC_TAG_TEMPLATE: case FC_TAG_SVG:
    case FC_TAG_IFRAME: case FC_TAG_OBJECT: case FC_TAG_VIDEO: case FC_TAG_AUDIO:
    case FC_TAG_CANVAS: case FC_TAG_SELECT: case FC_TAG_DATALIST: case FC_TAG_TITLE:
    case FC_TAG_NOEMBED: case FC_TAG_NOFRAMES: case FC_TAG_TEXTAREA: case FC_TAG_RP:
    case FC_TAG_RT: case FC_TAG_RTC: /* how ruby's text is read */
        return true;
    default:
        return false;
    }
}

/* ----------------------------------------------------------------------- inline marks */

enum {
    MAX_OPEN = 8,           /* marks around the begin of a run that are looked for */
    MAX_SIGN = 16,          /* bytes of a sign that leads to a heading */
    MAX_NAMED_SIGN = 8,     /* ... that its class says is one */
    MAX_WITHIN = 3          /* elements and text of a link to a source */
};

typedef struct inline_walk {
    fc_text *t;
    const fc_page *page;
    const fc_text_style *style;
    uint32_t code_end, link_end;    /* node where the open mark ends; 0: none is open */
    size_t code_at;                 /* where its text begins in t */
    size_t plain_at;                /* ... and the text after the last code or formula */
    size_t script_at;               /* fc_script_place.end */
    uint32_t line_at;               /* node before which a line begins; 0: none */
    uint32_t gap_at;                /* ... before which a blank stands */
    uint32_t note_end;              /* where the open note ends; 0: none is open */
    size_t note_at;                 /* ... and its text begins in t */
    uint32_t to;                    /* where the run ends */
    size_t begin;                   /* ... and its text begins in t */
    fc_str href;
} inline_walk;

/* Formulas between delimiters in what was written since the last mark. */
static void end_stretch(inline_walk *w)
{
    fc_formulas *f = w->page->formulas;
    unsigned n = fc_formula_text(w->page, &f->marks, w->t, w->plain_at, w->style->plain);
    f->kept += n;
    f->in_text += n;
    w->plain_at = w->t->n;
}

static bool is_code(unsigned tag)
{
    return tag == FC_TAG_CODE || tag == FC_TAG_TT || tag == FC_TAG_SAMP ||
           tag == FC_TAG_KBD || tag == FC_TAG_PRE;
}

/* A mark begins after the white space that is due, not before it. */
static void open_code(inline_walk *w, uint32_t end)
{
    if (w->code_end)
        return;
    end_stretch(w);
    fc_text_flush(w->t);
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
    w->plain_at = t->n;
    if (!n || w->style->plain || memchr(t->p + w->code_at, '\n', n))
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
    w->plain_at = t->n;
}

static void open_link(inline_walk *w, uint32_t node)
{
    fc_str href = fc_dom_attr(w->page->dom, node, "href");
    if (!w->style->links || w->style->plain || w->link_end || w->code_end || !href.n ||
        href.p[0] == '#' || fc_str_istarts(href, FC_STR("javascript:")))
        return;
    fc_text_flush(w->t);
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

static void close_note(inline_walk *w)
{
    w->note_end = 0;
    w->t->gap = false;
    fc_text_char(w->t, ')');
}

static void close_marks(inline_walk *w, uint32_t node)
{
    if (w->code_end && node >= w->code_end)
        close_code(w);
    if (w->link_end && node >= w->link_end)
        close_link(w);
    if (w->note_end && node >= w->note_end)
        close_note(w);
}

/* A sentence that goes on behind a formula keeps its comma in the line. */
static bool before_punctuation(const fc_dom *dom, uint32_t node)
{
    if (node >= dom->n || dom->node[node].tag != FC_TAG_TEXT)
        return false;
    fc_str text = fc_dom_text(dom, node);
    return text.n && memchr(".,;:", text.p[0], 4);
}

static void begin_line(fc_text *t)
{
    while (t->n && t->p[t->n - 1] == ' ')
        t->n--;
    if (t->n && t->p[t->n - 1] != '\n')
        fc_text_char(t, '\n');
    t->gap = false;
}

/* Displayed formulas stand on lines of their own. */
static void write_formula(inline_walk *w, uint32_t node)
{
    fc_text *t = w->t;
    const fc_dom *dom = w->page->dom;
    bool display, gap = t->gap, plain = w->style->plain;
    end_stretch(w);
    size_t at = t->n;
    fc_text_flush(t);
    size_t from = t->n;
    if (!plain)
        fc_text_add(t, "$$", 2);
    size_t tex = t->n;
    if (!fc_formula_tex(w->page, node, t, &display)) {
        w->page->formulas->lost++;
        t->n = at;
        t->gap = gap;
        return;
    }
    w->page->formulas->kept++;
    t->gap = false;
    if (!plain && !display) {
        memmove(t->p + from + 1, t->p + tex, t->n - tex);
        t->n--;
    }
    if (!plain)
        fc_text_add(t, "$$", display ? 2 : 1);
    if (display && from) {
        size_t n = t->n - from;
        fc_str formula = fc_copy(t->a, (fc_str){ t->p + from, n });
        t->n = from;
        begin_line(t);
        fc_text_add(t, formula.p, n);
    }
    if (display && !before_punctuation(dom, dom->node[node].end))
        begin_line(t);
    w->plain_at = t->n;
}

/* Hidden within a block that is not. */
static bool is_hidden(const fc_page *page, uint32_t node)
{
    uint32_t e = page->elem_of[node];
    unsigned flags = page->elem[e].flags;
    return e && (flags & FC_EL_HIDDEN) && (flags & FC_EL_INLINE) &&
           !(page->elem[page->parent[e]].flags & FC_EL_HIDDEN);
}

static bool write_script(inline_walk *w, uint32_t node)
{
    fc_script_place place = { w->plain_at, w->script_at, w->style->plain };
    if (w->code_end || w->link_end || !fc_script_write(w->t, w->page->dom, node, &place))
        return false;
    w->script_at = place.end;
    return true;
}

/* Signs that nothing but links to a place beside them have as their text. */
static bool is_anchor_sign(fc_str text)
{
    static const char *const signs[] = { "\xC2\xB6", "\xC2\xA7",  "&para;", "&sect;",
                                         "&#182;",   "&#167;",    "&#xb6;", "&#xB6;",
                                         "&#xa7;",   "\xE2\x9A\x93", "\xF0\x9F\x94\x97",
                                         "&#9670;&#160;", "&#9670;&nbsp;",
                                         "\xE2\x97\x86" };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (fc_str_is(text, signs[i]))
            return true;
    return false;
}

static bool is_in_heading(const fc_dom *dom, uint32_t node)
{
    uint32_t up = dom->node[node].parent;
    return fc_tag_level(dom->node[up].tag) ||
           fc_tag_level(dom->node[dom->node[up].parent].tag);
}

/* The sign beside a heading that links to it; an <a> around the heading's words is
 * none. */
static bool is_permalink(const fc_dom *dom, uint32_t node)
{
    static const char *const names[] = { "headerlink", "header-anchor", "heading-anchor",
                                         "hash-link", "anchor", "permalink",
                                         "selflink" };
    const fc_node *n = &dom->node[node];
    if (n->tag != FC_TAG_A || n->end != node + 2 ||
        dom->node[node + 1].tag != FC_TAG_TEXT || dom->node[node + 1].n > MAX_SIGN)
        return false;
    fc_str text = fc_str_trim(fc_dom_text(dom, node + 1)),
           to = fc_dom_attr(dom, node, "href");
    if (fc_str_starts(to, FC_STR("#")) &&
        (is_anchor_sign(text) || (fc_str_is(text, "#") && is_in_heading(dom, node))))
        return true;
    if (!n->class_at || !text.n || text.n > MAX_NAMED_SIGN ||
        (text.p[0] != '&' && (unsigned char)text.p[0] < 0x80 && text.p[0] != '#'))
        return false;
    return fc_node_has_class_of(dom, node, names, sizeof names / sizeof *names);
}

/* A link that is but an arrow up leads to what is quoted, or to the top. */
static bool is_arrow(const fc_dom *dom, uint32_t node)
{
    const fc_node *n = &dom->node[node];
    if (n->tag != FC_TAG_A || n->end != node + 2 ||
        dom->node[node + 1].tag != FC_TAG_TEXT)
        return false;
    fc_str text = fc_str_trim(fc_dom_text(dom, node + 1));
    return fc_str_is(text, "&uarr;") || fc_str_is(text, "\xE2\x86\x91");
}

/* The number of a formula, in the element of the formula: Sphinx. */
static bool is_number(const fc_page *page, uint32_t node)
{
    const fc_elem *e = &page->elem[page->elem_of[page->dom->node[node].parent]];
    return page->dom->node[node].tag == FC_TAG_SPAN && e->flags & FC_EL_FORMULA &&
           fc_node_has_class(page->dom, node, "eqno");
}

/* Who is quoted stands on a line above the quote: phpBB 3. */
static bool heads_quote(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    uint32_t up = dom->node[node].parent, e = page->elem_of[node];
    return dom->node[node].tag == FC_TAG_CITE && up + 1 == node && page->elem[e].quotes &&
           dom->node[node].end < dom->node[up].end;
}

/* LaTeXML's footnotes stand where they are told of, and show when they are pointed at. */
static bool is_note_part(const fc_dom *dom, uint32_t node, const char *name)
{
    return dom->node[node].class_at &&
           fc_str_starts(fc_dom_class(dom, node), FC_STR("ltx_")) &&
           fc_node_has_class(dom, node, name);
}

/* ... also one that refers to a note elsewhere. */
static bool is_note_mark(const fc_dom *dom, uint32_t node)
{
    unsigned tag = dom->node[node].tag;
    return (tag == FC_TAG_SUP && is_note_part(dom, node, "ltx_note_mark")) ||
           (tag == FC_TAG_SPAN && (is_note_part(dom, node, "ltx_tag_note") ||
                                   is_note_part(dom, node, "ltx_role_footnotemark")));
}

/* In parentheses, as the notes of a TeX source. */
static void open_note(inline_walk *w, uint32_t node)
{
    uint32_t end = w->page->dom->node[node].end;
    if (w->note_end || w->code_end || end > w->to ||
        !is_note_part(w->page->dom, node, "ltx_note_content"))
        return;
    w->t->gap = false;
    fc_text_add(w->t, " (", 2);
    w->note_end = end;
    w->note_at = w->t->n;
}

/* ------------------------------------------------------------------------------- walk */

/* A note begins without a blank. */
static void write_text(inline_walk *w, fc_str text)
{
    if (w->note_end && w->t->n == w->note_at) {
        while (text.n && fc_is_space(text.p[0]))
            text = fc_str_sub(text, 1, text.n);
        w->t->gap = false;
    }
    fc_text_folded(w->t, text);
}

/* A link from a declaration to where it stands in the source: Haddock, Sphinx, rustdoc,
 * gi-docgen. */
static bool is_source_link(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "source", "[source]", "src", "[src]" };
    const fc_dom *dom = page->dom;
    uint32_t text = dom->node[node].end - 1;
    if (!page->reference || dom->node[node].tag != FC_TAG_A ||
        text - node > MAX_WITHIN || dom->node[text].tag != FC_TAG_TEXT)
        return false;
    for (uint32_t i = node + 1; i < text; i++)
        if (dom->node[i].tag == FC_TAG_TEXT)
            return false;
    fc_str told = fc_str_trim(fc_dom_text(dom, text));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_ieq(told, fc_str_of(names[i])))
            return true;
    return false;
}

/* Elements whose text is for the use of the page, or stands in the formula already. */
static bool is_left_out(const fc_page *page, uint32_t node)
{
    return is_permalink(page->dom, node) || is_arrow(page->dom, node) ||
           is_number(page, node) || is_note_mark(page->dom, node) ||
           is_source_link(page, node);
}

/* A cell that names others, or something right within one. */
static bool is_in_header_cell(const fc_dom *dom, uint32_t node)
{
    uint32_t up = dom->node[node].parent;
    return dom->node[up].tag == FC_TAG_TH ||
           dom->node[dom->node[up].parent].tag == FC_TAG_TH ||
           fc_str_is(fc_dom_attr(dom, up, "role"), "columnheader");
}

/* A button behind the words of a heading, or of a table's head; one around them is part
 * of it. */
static bool is_button(const inline_walk *w, uint32_t node)
{
    const fc_dom *dom = w->page->dom;
    uint32_t e = w->page->elem_of[node];
    return dom->node[node].tag == FC_TAG_BUTTON && w->t->n > w->begin &&
           (w->page->elem[e].heading || is_in_header_cell(dom, node));
}

/* One element; returns the node to go on with. */
static uint32_t write_element(inline_walk *w, uint32_t i)
{
    const fc_node *n = &w->page->dom->node[i];
    fc_formula_role role = fc_formula_look(w->page, i);
    if (role == FC_FORMULA)
        write_formula(w, i);
    if (role != FC_NO_FORMULA || fc_tag_is_skipped(n->tag) || is_left_out(w->page, i) ||
        is_button(w, i))
        return n->end;
    if (heads_quote(w->page, i))
        w->line_at = n->end;
    if (n->tag == FC_TAG_SUP && !w->code_end && !w->link_end &&
        fc_note_mark_write(w->t, w->page->dom, i))
        return n->end;
    if ((n->tag == FC_TAG_SUB || n->tag == FC_TAG_SUP) && write_script(w, i))
        return n->end;
    if (n->tag == FC_TAG_BR) {
        if (w->t->n && w->t->p[w->t->n - 1] != '\n')
            fc_text_char(w->t, '\n');
        w->t->gap = false;
    } else if (is_code(n->tag)) {
        w->t->gap |= n->tag == FC_TAG_PRE; /* of one line, in a table's cell */
        open_code(w, n->end);
    } else if (n->tag == FC_TAG_A) {
        open_link(w, i);
    } else if (n->tag == FC_TAG_SPAN) {
        open_note(w, i);
        if (w->line_at) { /* a time that floats beside a name: MyBB */
            w->t->gap = true;
            w->gap_at = n->end;
        }
    } else if (fc_tag_flags[n->tag] & FC_TAGF_BLOCK) {
        w->t->gap = true; /* within a table's cell */
    }
    return i + 1;
}

/* Marks that were open before the run began, the outer ones first. Returns where it
 * begins to be written: behind what is left out. */
static uint32_t open_earlier(inline_walk *w, uint32_t from)
{
    const fc_dom *dom = w->page->dom;
    uint32_t open[MAX_OPEN], begin = from;
    uint32_t span_end = 0;
    unsigned n = 0;
    for (uint32_t e = dom->node[from].parent; e && n < MAX_OPEN;
         e = dom->node[e].parent) {
        if (fc_tag_flags[dom->node[e].tag] & FC_TAGF_BLOCK)
            break;
        if (is_code(dom->node[e].tag) || dom->node[e].tag == FC_TAG_A)
            open[n++] = e;
        if (dom->node[e].tag == FC_TAG_SPAN)
            span_end = dom->node[e].end;
        if (heads_quote(w->page, e)) {
            w->line_at = dom->node[e].end;
            w->gap_at = span_end;
        }
        if (is_left_out(w->page, e)) {
            begin = dom->node[e].end;
            n = 0; /* marks in it */
        }
    }
    while (n--) {
        if (dom->node[open[n]].tag == FC_TAG_A)
            open_link(w, open[n]);
        else
            open_code(w, dom->node[open[n]].end);
    }
    return begin;
}

void fc_inline_write(fc_text *t, const fc_page *page, const fc_text_style *style,
                     uint32_t from, uint32_t to)
{
    const fc_dom *dom = page->dom;
    inline_walk w = {
        .t = t, .page = page, .style = style, .plain_at = t->n, .to = to, .begin = t->n
    };
    uint32_t hidden = 0;
    if (from >= to) /* an empty element may be the page's last node */
        return;
    for (uint32_t i = open_earlier(&w, from); i < to;) {
        const fc_node *n = &dom->node[i];
        close_marks(&w, i);
        if (w.line_at && i >= w.line_at) {
            begin_line(t);
            w.line_at = 0;
        }
        if (w.gap_at && i >= w.gap_at) {
            t->gap = true;
            w.gap_at = 0;
        }
        if (n->tag == FC_TAG_TEXT) {
            if (i >= hidden)
                write_text(&w, fc_dom_text(dom, i));
            i++;
            continue;
        }
        if (i >= hidden && is_hidden(page, i))
            hidden = n->end;
        i = write_element(&w, i);
    }
    close_marks(&w, UINT32_MAX);
    end_stretch(&w);
}
