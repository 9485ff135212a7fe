/* openstack.c - start and end tags on the copy of the parser's stack. The order of cases
 * is that of the insertion modes "in body", "in table" and "in select". */
#include "html/openstack.h"

#include "base/str.h"

enum { NOT_FOUND = -1 };

/* What bounds a search for an open element, beside <table> and the like. */
typedef enum scope { SCOPE_ANY, SCOPE_BUTTON, SCOPE_LIST, SCOPE_TABLE, SCOPE_NONE } scope;

fc_open_key fc_openstack_key(unsigned tag, const char *name, size_t n)
{
    if (tag != FC_TAG_UNKNOWN)
        return tag;
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)fc_lower(name[i])) * 16777619u;
    return h | UINT32_C(1) << 31;
}

fc_open_key fc_openstack_html_key(unsigned tag, fc_open_key key)
{
    switch (tag) {
    case FC_TAG_UNKNOWN:
    case FC_TAG_DIALOG:
    case FC_TAG_SEARCH:
    case FC_TAG_SLOT:
    case FC_TAG_PICTURE:
        return UINT32_C(1) << 31;
    default:
        return key;
    }
}

void fc_openstack_init(fc_openstack *s, const fc_dom_limits *limits, fc_arena *scratch)
{
    memset(s, 0, sizeof *s);
    s->max_depth = limits->depth;
    s->max_formats = limits->formatting;
    s->cap = 2 * limits->depth + 2 * limits->formatting + 16;
    s->format_cap = limits->formatting + s->cap;
    s->v = fc_alloc(scratch, s->cap * sizeof *s->v);
    s->format = fc_alloc(scratch, s->format_cap * sizeof *s->format);
}

/* ------------------------------------------------------- list of formatting elements */

static void format_remove(fc_openstack *s, uint32_t i)
{
    s->formats -= s->format[i].key != 0;
    s->format_n--;
    memmove(&s->format[i], &s->format[i + 1], (s->format_n - i) * sizeof *s->format);
}

static void format_clear_to_marker(fc_openstack *s)
{
    while (s->format_n) {
        bool marker = s->format[s->format_n - 1].key == 0;
        format_remove(s, s->format_n - 1);
        if (marker)
            break;
    }
}

static void format_marker(fc_openstack *s)
{
    if (s->format_n < s->format_cap)
        s->format[s->format_n++] = (fc_format){ 0 };
}

/* The last entry of this element after the last marker. */
static int format_find(const fc_openstack *s, fc_open_key key)
{
    for (uint32_t i = s->format_n; i-- > 0 && s->format[i].key;)
        if (s->format[i].key == key)
            return (int)i;
    return NOT_FOUND;
}

/* A fourth entry with the same attributes removes the first ("Noah's Ark clause"). */
static void format_push(fc_openstack *s, fc_open_key key, uint32_t attrs, uint32_t serial)
{
    unsigned same = 0;
    uint32_t first = 0;
    for (uint32_t i = s->format_n; i-- > 0 && s->format[i].key;) {
        if (s->format[i].key == key && s->format[i].attrs == attrs) {
            same++;
            first = i;
        }
    }
    if (same >= 3)
        format_remove(s, first);
    if (s->format_n < s->format_cap) {
        s->format[s->format_n++] = (fc_format){ key, attrs, serial, true };
        s->formats++;
    }
}

/* ------------------------------------------------------------- stack of open elements */

static void note_popped(fc_openstack *s, const fc_elem *e)
{
    s->shown -= !(e->flags & FC_ELEM_HIDDEN);
    s->hidden -= e->flags & FC_ELEM_HIDDEN;
    if (e->ns != FC_NS_HTML)
        return;
    s->open[e->tag]--;
    unsigned f = fc_tag_flags[e->tag];
    if (f & FC_TAGF_MARKER)
        format_clear_to_marker(s);
    if (f & FC_TAGF_FORMAT)
        for (uint32_t i = s->format_n; i-- > 0;)
            if (s->format[i].serial == e->serial && s->format[i].key)
                s->format[i].open = false;
}

static void pop(fc_openstack *s)
{
    s->n--;
    note_popped(s, &s->v[s->n]);
}

/* Pop until v[i] is gone too; what the parser must do with the end tag. */
static fc_open_act pop_to(fc_openstack *s, int i)
{
    bool hidden = s->v[i].flags & FC_ELEM_HIDDEN;
    while (s->n > (uint32_t)i + 1) {
        const fc_elem *top = &s->v[s->n - 1];
        /* the parser leaves the markers of such ones in the list */
        s->inexact |= top->ns == FC_NS_HTML && (fc_tag_flags[top->tag] & FC_TAGF_MARKER);
        pop(s);
    }
    pop(s);
    return hidden ? FC_OPEN_HIDE : FC_OPEN_SHOW;
}

/* Take v[i] out and leave what is above it. */
static fc_open_act take_out(fc_openstack *s, int i)
{
    fc_elem e = s->v[i];
    s->frame = UINT32_MAX;
    s->n--;
    memmove(&s->v[i], &s->v[i + 1], (s->n - (uint32_t)i) * sizeof *s->v);
    note_popped(s, &e);
    return e.flags & FC_ELEM_HIDDEN ? FC_OPEN_HIDE : FC_OPEN_SHOW;
}

static bool is_frame(unsigned tag)
{
    return tag == FC_TAG_TABLE || tag == FC_TAG_TD || tag == FC_TAG_TH ||
           tag == FC_TAG_CAPTION;
}

bool fc_openstack_fostered(fc_openstack *s)
{
    if (s->frame > s->n || (s->frame && !is_frame(s->v[s->frame - 1].tag))) {
        s->frame = s->n;
        while (s->frame && (s->v[s->frame - 1].ns != FC_NS_HTML ||
                            !is_frame(s->v[s->frame - 1].tag)))
            s->frame--;
    }
    return s->frame && s->v[s->frame - 1].tag == FC_TAG_TABLE;
}

/* by_parser: the parser makes it up, so it cannot be hidden from it. */
static fc_open_act push(fc_openstack *s, unsigned tag, fc_open_key key, fc_ns ns,
                        unsigned flags, bool by_parser)
{
    if (s->n >= s->cap) {
        s->beyond += !by_parser;
        s->capped |= FC_CAP_DEPTH;
        return FC_OPEN_HIDE;
    }
    /* What is in a hidden one is hidden too: its end tag must not close what the parser
     * has. */
    if ((s->shown >= s->max_depth || s->hidden) && !by_parser) {
        if (ns != FC_NS_HTML) { /* to the parser what comes next is where this one
                                   stands */
            ns = fc_openstack_top(s)->ns;
            flags = fc_openstack_top(s)->flags;
        }
        flags |= FC_ELEM_HIDDEN;
        s->capped |= FC_CAP_DEPTH;
        s->hidden++;
    } else {
        s->shown++;
    }
    s->v[s->n++] =
        (fc_elem){ key, ++s->serial, (uint16_t)tag, (uint8_t)ns, (uint8_t)flags };
    if (ns == FC_NS_HTML) {
        s->open[tag]++;
        if (is_frame(tag))
            s->frame = s->n;
        if (fc_tag_flags[tag] & FC_TAGF_MARKER)
            format_marker(s);
    }
    return flags & FC_ELEM_HIDDEN ? FC_OPEN_HIDE : FC_OPEN_SHOW;
}

static fc_open_act push_html(fc_openstack *s, unsigned tag, fc_open_key key)
{
    return push(s, tag, key, FC_NS_HTML, 0, false);
}

static bool is_html(const fc_elem *e, unsigned tag)
{
    return e->tag == tag && e->ns == FC_NS_HTML;
}

static bool top_is(const fc_openstack *s, unsigned tag)
{
    return s->n && is_html(&s->v[s->n - 1], tag);
}

static bool bounds(const fc_elem *e, scope sc)
{
    if (e->ns != FC_NS_HTML)
        return sc != SCOPE_TABLE && sc != SCOPE_NONE &&
               (e->flags & (FC_ELEM_HTML_POINT | FC_ELEM_TEXT_POINT));
    switch (sc) {
    case SCOPE_NONE:
        return false;
    case SCOPE_TABLE:
        return e->tag == FC_TAG_TABLE || e->tag == FC_TAG_TEMPLATE;
    case SCOPE_BUTTON:
        return (fc_tag_flags[e->tag] & FC_TAGF_SCOPE) || e->tag == FC_TAG_BUTTON;
    case SCOPE_LIST:
        return (fc_tag_flags[e->tag] & FC_TAGF_SCOPE) || e->tag == FC_TAG_OL ||
               e->tag == FC_TAG_UL;
    default:
        return fc_tag_flags[e->tag] & FC_TAGF_SCOPE;
    }
}

static int find_in_scope(fc_openstack *s, unsigned tag, scope sc)
{
    if (s->open[tag] == 0)
        return NOT_FOUND;
    for (uint32_t i = s->n; i-- > 0;) {
        s->steps++;
        if (is_html(&s->v[i], tag))
            return (int)i;
        if (bounds(&s->v[i], sc))
            break;
    }
    return NOT_FOUND;
}

/* ------------------------------------------------------------------------ formatting */

/* "Reconstruct the active formatting elements". */
static void reconstruct(fc_openstack *s)
{
    if (s->format_n)
        s->steps += s->n;
    if (!fc_openstack_stale(s))
        return;
    uint32_t i = s->format_n;
    while (i > 0 && s->format[i - 1].key && !s->format[i - 1].open)
        i--;
    for (; i < s->format_n; i++) {
        fc_format *f = &s->format[i];
        s->clones++;
        s->steps += s->n;
        f->open = true;
        push(s, f->key, f->key, FC_NS_HTML, 0, true);
        f->serial = s->serial;
    }
}

void fc_openstack_text(fc_openstack *s)
{
    if (fc_openstack_top(s)->ns != FC_NS_HTML && fc_openstack_foreign(s, FC_TAG_TEXT))
        return;
    if (top_is(s, FC_TAG_COLGROUP))
        pop(s);
    if (!fc_openstack_in_select(s))
        reconstruct(s);
}

static fc_open_act end_other(fc_openstack *s, fc_open_key key)
{
    if (key < FC_TAG_COUNT && s->open[key] == 0)
        return FC_OPEN_SHOW;
    for (uint32_t i = s->n; i-- > 0;) {
        const fc_elem *e = &s->v[i];
        s->steps++;
        if (e->ns == FC_NS_HTML && e->key == key)
            return pop_to(s, (int)i);
        if (e->ns == FC_NS_HTML ? fc_tag_flags[e->tag] & FC_TAGF_SPECIAL
                                : e->flags & (FC_ELEM_HTML_POINT | FC_ELEM_TEXT_POINT))
            break;
    }
    return FC_OPEN_SHOW;
}

static bool is_special(const fc_elem *e)
{
    return e->ns == FC_NS_HTML && (fc_tag_flags[e->tag] & FC_TAGF_SPECIAL);
}

/* The formatting element v[at] ends although blocks are open in it. It moves into the
 * last of them and ends there, with what is open in that one. Formatting elements before
 * a block stay open when they are few; where there are many, or other elements, the stack
 * keeps what the parser may have taken out. */
static fc_open_act adopt(fc_openstack *s, uint32_t at)
{
    enum { FEW_BETWEEN = 2, FEW_BLOCKS = 6 };
    uint32_t last = at, between = 0, blocks = 0;
    bool simple = true;
    for (uint32_t i = at + 1; i < s->n; i++) {
        if (is_special(&s->v[i])) {
            simple &= between <= FEW_BETWEEN && ++blocks <= FEW_BLOCKS;
            between = 0;
            last = i;
        } else {
            bool format =
                s->v[i].ns == FC_NS_HTML && (fc_tag_flags[s->v[i].tag] & FC_TAGF_FORMAT);
            between += format ? 1 : FEW_BETWEEN + 1;
        }
    }
    s->clones++;
    s->adopted = true;
    if (simple)
        while (s->n > last + 1)
            pop(s);
    else
        s->inexact = true;
    return take_out(s, (int)at);
}

/* "Adoption agency algorithm", as far as the stack goes. */
static fc_open_act end_format(fc_openstack *s, unsigned tag)
{
    if (s->unmatched[tag]) {
        s->unmatched[tag]--;
        return FC_OPEN_HIDE;
    }
    int f = format_find(s, tag);
    if (f < 0)
        return end_other(s, tag);
    bool open = s->format[f].open;
    uint32_t serial = s->format[f].serial;
    if (!open) {
        format_remove(s, (uint32_t)f);
        return FC_OPEN_SHOW;
    }
    bool block = false;
    for (uint32_t i = s->n; i-- > 0;) {
        const fc_elem *e = &s->v[i];
        s->steps++;
        if (e->ns == FC_NS_HTML && e->serial == serial) {
            format_remove(s, (uint32_t)f);
            return block ? adopt(s, i) : pop_to(s, (int)i);
        }
        if (bounds(e, SCOPE_ANY))
            return FC_OPEN_SHOW;
        block |= is_special(e);
    }
    format_remove(s, (uint32_t)f);
    return FC_OPEN_SHOW;
}

/* There are as many formatting elements as may be: this one is kept from the parser. */
static fc_open_act hide_format(fc_openstack *s, unsigned tag)
{
    s->unmatched[tag]++;
    s->capped |= FC_CAP_FORMATTING;
    return FC_OPEN_HIDE;
}

static fc_open_act start_format(fc_openstack *s, unsigned tag, uint32_t attrs)
{
    if (tag == FC_TAG_A && format_find(s, tag) >= 0) {
        end_format(s, tag);
        int f = format_find(s, tag);
        if (f >= 0)
            format_remove(s, (uint32_t)f);
    }
    reconstruct(s);
    if (tag == FC_TAG_NOBR && find_in_scope(s, tag, SCOPE_ANY) >= 0) {
        end_format(s, tag);
        reconstruct(s);
    }
    if (s->formats >= s->max_formats)
        return hide_format(s, tag);
    fc_open_act act = push_html(s, tag, tag);
    if (act == FC_OPEN_SHOW)
        format_push(s, tag, attrs, s->serial);
    return act;
}

/* ---------------------------------------------------------------------------- tables */

static bool is_section(const fc_elem *e)
{
    return e->tag == FC_TAG_TBODY || e->tag == FC_TAG_THEAD || e->tag == FC_TAG_TFOOT;
}

/* Pop down to what may hold `tag`: a table, for rows a section, for cells a row. Returns
 * the element left on top; NULL when there is no table around, or only a template. */
static const fc_elem *clear_to_context(fc_openstack *s, unsigned tag)
{
    bool cell = tag == FC_TAG_TD || tag == FC_TAG_TH;
    bool row = tag == FC_TAG_TR || cell;
    if (!s->open[FC_TAG_TABLE])
        return NULL;
    for (uint32_t i = s->n; i-- > 0;) {
        const fc_elem *e = &s->v[i];
        s->steps++;
        if (e->ns != FC_NS_HTML)
            continue;
        if (e->tag == FC_TAG_TEMPLATE)
            return NULL;
        if (e->tag == FC_TAG_TABLE || (row && is_section(e)) ||
            (cell && e->tag == FC_TAG_TR) ||
            (tag == FC_TAG_COL && e->tag == FC_TAG_COLGROUP)) {
            while (s->n > i + 1)
                pop(s);
            return &s->v[i];
        }
    }
    return NULL;
}

static void push_made(fc_openstack *s, unsigned tag)
{
    push(s, tag, tag, FC_NS_HTML, 0, true);
}

static fc_open_act start_table_part(fc_openstack *s, unsigned tag)
{
    const fc_elem *context = clear_to_context(s, tag);
    if (!context) {
        if (!s->open[FC_TAG_TEMPLATE])
            return FC_OPEN_IGNORED;
        return tag == FC_TAG_COL ? FC_OPEN_SHOW : push_html(s, tag, tag);
    }
    /* What the parser makes up is hidden when its table is. */
    bool hidden = s->v[s->n - 1].flags & FC_ELEM_HIDDEN;
    bool in_table = context->tag == FC_TAG_TABLE,
         cell = tag == FC_TAG_TD || tag == FC_TAG_TH;
    if (hidden) {
        fc_open_act act = tag == FC_TAG_COL ? FC_OPEN_HIDE : push_html(s, tag, tag);
        return act;
    }
    if (tag == FC_TAG_COL) {
        if (in_table)
            push_made(s, FC_TAG_COLGROUP);
        return FC_OPEN_SHOW;
    }
    if (in_table && (cell || tag == FC_TAG_TR))
        push_made(s, FC_TAG_TBODY);
    if (cell && !top_is(s, FC_TAG_TR))
        push_made(s, FC_TAG_TR);
    return push_html(s, tag, tag);
}

static fc_open_act end_scoped(fc_openstack *s, unsigned tag, scope sc)
{
    int i = find_in_scope(s, tag, sc);
    return i < 0 ? FC_OPEN_SHOW : pop_to(s, i);
}

/* ------------------------------------------------------------------------ start tags */

static void close_p(fc_openstack *s)
{
    int i = find_in_scope(s, FC_TAG_P, SCOPE_BUTTON);
    if (i >= 0)
        pop_to(s, i);
}

/* <li>, <dd>, <dt> end an open one that is not beyond a block. */
static void close_item(fc_openstack *s, unsigned tag)
{
    unsigned other = tag == FC_TAG_DD ? FC_TAG_DT : tag == FC_TAG_DT ? FC_TAG_DD : tag;
    if (!s->open[tag] && !s->open[other])
        return;
    for (uint32_t i = s->n; i-- > 0;) {
        const fc_elem *e = &s->v[i];
        s->steps++;
        if (is_html(e, tag) || is_html(e, other)) {
            pop_to(s, (int)i);
            return;
        }
        bool special = e->ns == FC_NS_HTML ? fc_tag_flags[e->tag] & FC_TAGF_SPECIAL
                                           : e->flags & ~FC_ELEM_HIDDEN;
        if (special && !is_html(e, FC_TAG_ADDRESS) && !is_html(e, FC_TAG_DIV) &&
            !is_html(e, FC_TAG_P))
            return;
    }
}

static fc_open_act start_form(fc_openstack *s)
{
    if (s->form && !s->open[FC_TAG_TEMPLATE])
        return FC_OPEN_IGNORED;
    bool first = !s->open[FC_TAG_TEMPLATE];
    const fc_elem *top = fc_openstack_top(s);
    fc_open_act act = FC_OPEN_SHOW;
    if (top->ns != FC_NS_HTML ||
        (top->tag != FC_TAG_TABLE && top->tag != FC_TAG_TR && !is_section(top))) {
        close_p(s);
        act = push_html(s, FC_TAG_FORM, FC_TAG_FORM);
    }
    if (first && act == FC_OPEN_SHOW)
        s->form = true;
    return act;
}

static fc_open_act start_block(fc_openstack *s, unsigned tag)
{
    if (tag == FC_TAG_FORM)
        return start_form(s);
    if (tag == FC_TAG_LI || tag == FC_TAG_DD || tag == FC_TAG_DT)
        close_item(s, tag);
    if (tag == FC_TAG_TABLE) /* in quirks mode it stays in the paragraph */
        s->inexact |= s->open[FC_TAG_P] && s->formats;
    else
        close_p(s);
    if (fc_tag_level(tag)) {
        const fc_elem *top = fc_openstack_top(s);
        if (top->ns == FC_NS_HTML && fc_tag_level(top->tag))
            pop(s);
    }
    if (fc_tag_flags[tag] & FC_TAGF_VOID)
        return FC_OPEN_SHOW;
    return push_html(s, tag, tag);
}

/* In select most start tags are ignored; *done is false when the tag ends the select. */
static fc_open_act start_in_select(fc_openstack *s, unsigned tag, bool *done)
{
    int select = find_in_scope(s, FC_TAG_SELECT, SCOPE_TABLE);
    /* The parser is not in a select that it has not seen. */
    bool hidden = select >= 0 && (s->v[select].flags & FC_ELEM_HIDDEN);
    *done = true;
    if (tag == FC_TAG_OPTION || tag == FC_TAG_OPTGROUP) {
        if (top_is(s, FC_TAG_OPTION))
            pop(s);
        if (tag == FC_TAG_OPTGROUP && top_is(s, FC_TAG_OPTGROUP))
            pop(s);
        return push_html(s, tag, tag);
    }
    if (tag == FC_TAG_SELECT)
        return select < 0 ? FC_OPEN_SHOW : pop_to(s, select);
    bool ends = tag == FC_TAG_INPUT || tag == FC_TAG_KEYGEN || tag == FC_TAG_TEXTAREA;
    bool table = tag == FC_TAG_TABLE || ((fc_tag_flags[tag] & FC_TAGF_TABLE) &&
                                         tag != FC_TAG_COL && tag != FC_TAG_COLGROUP);
    if (ends || (table && s->open[FC_TAG_TABLE])) {
        if (select >= 0)
            pop_to(s, select);
        *done = select < 0;
        return FC_OPEN_IGNORED;
    }
    if (tag == FC_TAG_TEMPLATE)
        return push_html(s, tag, tag);
    if (hidden)
        return FC_OPEN_HIDE;
    return tag == FC_TAG_SCRIPT ? FC_OPEN_SHOW : FC_OPEN_IGNORED;
}

static fc_open_act start_inline(fc_openstack *s, unsigned tag, fc_open_key key)
{
    switch (tag) {
    case FC_TAG_BUTTON:
        end_scoped(s, tag, SCOPE_ANY);
        break;
    case FC_TAG_OPTION:
    case FC_TAG_OPTGROUP:
        if (top_is(s, FC_TAG_OPTION))
            pop(s);
        break;
    case FC_TAG_RB:
    case FC_TAG_RT:
    case FC_TAG_RTC:
    case FC_TAG_RP:
        if (find_in_scope(s, FC_TAG_RUBY, SCOPE_ANY) >= 0)
            while (s->n && s->v[s->n - 1].ns == FC_NS_HTML &&
                   (fc_tag_flags[s->v[s->n - 1].tag] & FC_TAGF_IMPLIED) &&
                   s->v[s->n - 1].tag != FC_TAG_RTC)
                pop(s);
        return push_html(s, tag, key);
    case FC_TAG_TEMPLATE:
    case FC_TAG_FRAMESET:
        return push_html(s, tag, key);
    case FC_TAG_PARAM:
    case FC_TAG_SOURCE:
    case FC_TAG_TRACK:
    case FC_TAG_MENUITEM:
    case FC_TAG_FRAME:
        return FC_OPEN_SHOW;
    default:
        break;
    }
    reconstruct(s);
    if (fc_tag_flags[tag] & (FC_TAGF_VOID | FC_TAGF_RAW | FC_TAGF_RCDATA))
        return FC_OPEN_SHOW;
    return push_html(s, tag, key);
}

static fc_open_act start_html(fc_openstack *s, unsigned tag, fc_open_key key, bool closed,
                              uint32_t attrs)
{
    unsigned f = fc_tag_flags[tag];
    key = fc_openstack_html_key(tag, key);
    s->steps += s->n;
    if (fc_openstack_in_select(s)) {
        bool done;
        fc_open_act act = start_in_select(s, tag, &done);
        if (done)
            return act;
    }
    if (tag == FC_TAG_HTML || tag == FC_TAG_HEAD || tag == FC_TAG_BODY)
        return FC_OPEN_SHOW;
    if (top_is(s, FC_TAG_COLGROUP) && tag != FC_TAG_COL && tag != FC_TAG_TEMPLATE)
        pop(s);
    if (f & FC_TAGF_FORMAT)
        return start_format(s, tag, attrs);
    if (f & FC_TAGF_TABLE)
        return start_table_part(s, tag);
    if (tag == FC_TAG_XMP) {
        close_p(s);
        reconstruct(s);
        return FC_OPEN_SHOW;
    }
    if (f & FC_TAGF_CLOSES_P)
        return start_block(s, tag);
    if (tag == FC_TAG_SCRIPT || tag == FC_TAG_STYLE || tag == FC_TAG_TITLE ||
        tag == FC_TAG_NOFRAMES || tag == FC_TAG_NOEMBED || tag == FC_TAG_IFRAME ||
        tag == FC_TAG_TEXTAREA)
        return FC_OPEN_SHOW; /* raw: they do not open formatting elements again */
    if (tag == FC_TAG_SVG || tag == FC_TAG_MATH) {
        reconstruct(s);
        if (closed)
            return s->shown < s->max_depth ? FC_OPEN_SHOW : FC_OPEN_HIDE;
        return push(s, tag, key, tag == FC_TAG_SVG ? FC_NS_SVG : FC_NS_MATHML, 0, false);
    }
    return start_inline(s, tag, key);
}

fc_open_act fc_openstack_start(fc_openstack *s, unsigned tag, fc_open_key key,
                               bool closed, unsigned point, bool leaves, uint32_t attrs)
{
    if (!fc_openstack_foreign(s, tag))
        return start_html(s, tag, key, closed, attrs);
    s->steps += s->n;
    if (leaves) {
        /* The parser does not see it, so it stays in svg or math. */
        if ((fc_tag_flags[tag] & FC_TAGF_FORMAT) && s->formats >= s->max_formats)
            return hide_format(s, tag);
        do {
            pop(s);
        } while (fc_openstack_foreign(s, FC_TAG_TEXT));
        return start_html(s, tag, key, closed, attrs);
    }
    fc_ns ns = fc_openstack_top(s)->ns;
    if (closed)
        return s->shown < s->max_depth ? FC_OPEN_SHOW : FC_OPEN_HIDE;
    return push(s, tag, key, ns, point, false);
}

/* -------------------------------------------------------------------------- end tags */

static fc_open_act end_heading(fc_openstack *s)
{
    for (uint32_t i = s->n; i-- > 0;) {
        const fc_elem *e = &s->v[i];
        s->steps++;
        if (e->ns == FC_NS_HTML && fc_tag_level(e->tag))
            return pop_to(s, (int)i);
        if (bounds(e, SCOPE_ANY))
            break;
    }
    return FC_OPEN_SHOW;
}

static fc_open_act end_form(fc_openstack *s)
{
    s->form = false;
    int i = find_in_scope(s, FC_TAG_FORM, SCOPE_ANY);
    if (i < 0)
        return FC_OPEN_SHOW;
    return s->open[FC_TAG_TEMPLATE] ? pop_to(s, i) : take_out(s, i);
}

/* In select few end tags mean anything; *done is false for those that mean the same
 * outside. */
static fc_open_act end_in_select(fc_openstack *s, unsigned tag, bool *done)
{
    *done = true;
    if (tag == FC_TAG_OPTGROUP && top_is(s, FC_TAG_OPTION) && s->n > 1 &&
        is_html(&s->v[s->n - 2], FC_TAG_OPTGROUP))
        pop(s);
    if (tag == FC_TAG_OPTION || tag == FC_TAG_OPTGROUP)
        return top_is(s, tag) ? pop_to(s, (int)s->n - 1) : FC_OPEN_SHOW;
    *done = tag != FC_TAG_SELECT && tag != FC_TAG_TEMPLATE && tag != FC_TAG_TABLE &&
            !(fc_tag_flags[tag] & FC_TAGF_TABLE);
    return FC_OPEN_IGNORED;
}

static fc_open_act end_html(fc_openstack *s, unsigned tag, fc_open_key key)
{
    unsigned f = fc_tag_flags[tag];
    key = fc_openstack_html_key(tag, key);
    s->steps += s->n;
    if (fc_openstack_in_select(s)) {
        bool done;
        fc_open_act act = end_in_select(s, tag, &done);
        if (done)
            return act;
    }
    if (f & FC_TAGF_FORMAT)
        return end_format(s, tag);
    if (f & (FC_TAGF_RAW | FC_TAGF_RCDATA | FC_TAGF_VOID))
        return FC_OPEN_SHOW;
    if ((f & FC_TAGF_TABLE) || tag == FC_TAG_TABLE)
        return end_scoped(s, tag, SCOPE_TABLE);
    if (fc_tag_level(tag))
        return end_heading(s);
    switch (tag) {
    case FC_TAG_HTML:
    case FC_TAG_HEAD:
    case FC_TAG_BODY:
        return FC_OPEN_SHOW;
    case FC_TAG_P:
        return end_scoped(s, tag, SCOPE_BUTTON);
    case FC_TAG_LI:
        return end_scoped(s, tag, SCOPE_LIST);
    case FC_TAG_FORM:
        return end_form(s);
    case FC_TAG_SELECT:
        return end_scoped(s, tag, SCOPE_TABLE);
    case FC_TAG_TEMPLATE:
        return end_scoped(s, tag, SCOPE_NONE);
    case FC_TAG_OBJECT:
    case FC_TAG_APPLET:
    case FC_TAG_MARQUEE: /* gumbo looks past their like */
        return end_scoped(s, tag, SCOPE_TABLE);
    case FC_TAG_BUTTON:
        return end_scoped(s, tag, SCOPE_ANY);
    default:
        return f & FC_TAGF_CLOSES_P ? end_scoped(s, tag, SCOPE_ANY) : end_other(s, key);
    }
}

fc_open_act fc_openstack_end(fc_openstack *s, unsigned tag, fc_open_key key)
{
    if (s->beyond) {
        s->beyond--;
        return FC_OPEN_HIDE;
    }
    for (uint32_t i = s->n; i-- > 0 && s->v[i].ns != FC_NS_HTML;) {
        s->steps++;
        if (s->v[i].key == key)
            return pop_to(s, (int)i);
    }
    return end_html(s, tag, key);
}
