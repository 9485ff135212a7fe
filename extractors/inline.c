/* inline.c - see inline.h. */
#include "extractors/formula.h"
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

static void fold(fc_text *t, fc_str s, bool literal)
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
            if (s.p[i] == '\n' && t->n && t->p[t->n - 1] == '\\')
                fc_text_char(t, '\n'); /* TeX: a row of a matrix ends here */
            t->gap = true;
            i++;
        } else if (s.p[i] == '&') {
            took = literal ? 0 : fc_entity_decode(fc_str_sub(s, i, s.n), false, out, &n);
            folded_reference(t, took ? (fc_str){ out, n } : FC_STR("&"));
            i += took ? took : 1;
        } else {
            n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
            folded_code(t, s.p + i, n, code);
            i += n;
        }
    }
}

void fc_text_folded(fc_text *t, fc_str raw)
{
    fold(t, raw, false);
}

void fc_text_literal(fc_text *t, fc_str s)
{
    fold(t, s, true);
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
    size_t plain_at;                /* ... and the text after the last code or formula */
    size_t script_at;               /* where $x_{max}$ ends that was made of <sub> or <sup> */
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
    return tag == FC_TAG_CODE || tag == FC_TAG_TT || tag == FC_TAG_SAMP || tag == FC_TAG_KBD;
}

/* A mark begins after the white space that is due, not before it. */
static void open_code(inline_walk *w, uint32_t end)
{
    if (w->code_end)
        return;
    end_stretch(w);
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
    flush_gap(t);
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
    const fc_elem *e = &page->elem[page->elem_of[node]];
    return page->elem_of[node] && (e->flags & FC_EL_HIDDEN) && (e->flags & FC_EL_INLINE) &&
           !(page->elem[e->parent].flags & FC_EL_HIDDEN);
}

/* ------------------------------------------------------------------------- sub and sup */

enum { MAX_SCRIPT = 24 };       /* bytes of an index or exponent that is written as one */

/* The text of a <sub> or <sup> that holds nothing but text, letters in italics at most. */
static fc_str script_text(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    uint32_t text = 0;
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_TEXT && !text)
            text = i;
        else if (tag != FC_TAG_I && tag != FC_TAG_EM && tag != FC_TAG_B && tag != FC_TAG_SPAN &&
                 tag != FC_TAG_VAR)
            return (fc_str){ NULL, 0 };
    }
    fc_str s = text ? fc_str_trim(fc_dom_text_decoded(dom, text, a)) : (fc_str){ NULL, 0 };
    return s.n <= MAX_SCRIPT ? s : (fc_str){ NULL, 0 };
}

/* In Unicode's own small signs, when it has all of them: H₂O, 10⁶. */
static bool small_signs(fc_text *t, fc_str s, bool above)
{
    static const uint16_t plain[] = { '+', '-', 0x2212, '=', '(', ')', 'i', 'n' };
    static const uint16_t high[] = { 0x207A, 0x207B, 0x207B, 0x207C, 0x207D, 0x207E, 0x2071,
                                     0x207F };
    static const uint16_t low[] = { 0x208A, 0x208B, 0x208B, 0x208C, 0x208D, 0x208E, 0x1D62,
                                    0x2099 };
    size_t at = t->n;
    for (size_t i = 0; i < s.n;) {
        uint32_t code, small = 0;
        char out[4];
        i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        if (code >= '0' && code <= '9')
            small = !above ? 0x2080 + code - '0' : code == '1' ? 0xB9 :
                    code == '2' || code == '3' ? 0xB0 + code - '0' : 0x2070 + code - '0';
        for (size_t k = 0; k < sizeof plain / sizeof *plain; k++)
            if (plain[k] == code)
                small = above ? high[k] : low[k];
        if (!small) {
            t->n = at;
            return false;
        }
        fc_text_add(t, out, fc_utf8_encode(small, out));
    }
    return true;
}

static bool alnum(char c)
{
    return (fc_lower(c) >= 'a' && fc_lower(c) <= 'z') || (c >= '0' && c <= '9');
}

/* Where the base before a script begins: one letter, or a number; t->n when it is a word. */
static size_t base_at(const fc_text *t, size_t from)
{
    size_t at = t->n;
    while (at > from && alnum(t->p[at - 1]))
        at--;
    bool digits = true;
    for (size_t i = at; i < t->n; i++)
        digits &= t->p[i] >= '0' && t->p[i] <= '9';
    return digits || t->n - at == 1 ? at : t->n;
}

static bool is_ascii(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || strchr("\\${}#%&", s.p[i]))
            return false;
    return true;
}

/* Ordinals and marks: 1st, 2nd; they are read along with the word. */
static bool is_ending(fc_str s)
{
    static const char *const endings[] = { "st", "nd", "rd", "th", "er", "re", "e", "o", "a",
                                           "tm", "r", "c", "sm" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (fc_str_ieq(s, fc_str_of(endings[i])))
            return true;
    return false;
}

/* An index or exponent in TeX: $x_{max}$. */
static bool tex_script(inline_walk *w, fc_str s, bool above)
{
    fc_text *t = w->t;
    size_t base = base_at(t, w->plain_at);
    bool more = w->script_at && w->script_at == t->n;
    if (w->style->plain || !is_ascii(s) || (!more && base == t->n))
        return false;
    if (more) {
        t->n--;
    } else {
        fc_text_char(t, '$');
        memmove(t->p + base + 1, t->p + base, t->n - base - 1);
        t->p[base] = '$';
    }
    fc_text_add(t, above ? "^{" : "_{", 2);
    fc_text_add(t, s.p, s.n);
    fc_text_add(t, "}$", 2);
    w->script_at = t->n;
    return true;
}

/* False: the text in it is written as it is. */
static bool write_script(inline_walk *w, uint32_t node)
{
    fc_text *t = w->t;
    bool above = w->page->dom->node[node].tag == FC_TAG_SUP;
    if (!t->n || t->gap || w->code_end || w->link_end || t->n <= w->plain_at)
        return false;
    char last = t->p[t->n - 1];
    bool more = w->script_at == t->n;
    if (!alnum(last) && last != ')' && last != ']' && (unsigned char)last < 0x80 && !more)
        return false;
    fc_str s = script_text(w->page->dom, node, t->a);
    if (!s.n || (above && is_ending(s)))
        return false;
    return (!more && small_signs(t, s, above)) || tex_script(w, s, above);
}

/* The sign beside a heading that links to it; an <a> around the heading's words is none. */
static bool is_permalink(const fc_dom *dom, uint32_t node)
{
    static const char *const names[] = { "headerlink", "header-anchor", "heading-anchor",
                                         "hash-link", "anchor", "permalink" };
    const fc_node *n = &dom->node[node];
    if (n->tag != FC_TAG_A || !n->class_at || n->end != node + 2 ||
        dom->node[node + 1].tag != FC_TAG_TEXT || dom->node[node + 1].n > 8)
        return false;
    fc_str text = fc_dom_text(dom, node + 1);
    if (text.p[0] != '&' && alnum(text.p[0]))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_node_has_class(dom, node, names[i]))
            return true;
    return false;
}

/* ------------------------------------------------------------------------------- walk */

/* One element; returns the node to go on with. */
static uint32_t write_element(inline_walk *w, uint32_t i)
{
    const fc_node *n = &w->page->dom->node[i];
    fc_formula_role role = fc_formula_look(w->page, i);
    if (role == FC_FORMULA)
        write_formula(w, i);
    if (role != FC_NO_FORMULA || fc_tag_is_skipped(n->tag) || is_permalink(w->page->dom, i))
        return n->end;
    if ((n->tag == FC_TAG_SUB || n->tag == FC_TAG_SUP) && write_script(w, i))
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
    inline_walk w = { .t = t, .page = page, .style = style, .plain_at = t->n };
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
    end_stretch(&w);
}
