/* openstack.c - the copy of the parser's stack of open elements and of its list of active
 * formatting elements: what goes on and off. What each tag does: openstack_tags.c. */
#include "base/str.h"
#include "html/openstack_ops.h"

enum { NOT_FOUND = -1 };

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

void fc_open_pop(fc_openstack *s)
{
    s->n--;
    note_popped(s, &s->v[s->n]);
}

fc_open_act fc_open_pop_to(fc_openstack *s, int i)
{
    bool hidden = s->v[i].flags & FC_ELEM_HIDDEN;
    while (s->n > (uint32_t)i + 1) {
        const fc_elem *top = &s->v[s->n - 1];
        /* the parser leaves the markers of such ones in the list */
        s->inexact |= top->ns == FC_NS_HTML && (fc_tag_flags[top->tag] & FC_TAGF_MARKER);
        fc_open_pop(s);
    }
    fc_open_pop(s);
    return hidden ? FC_OPEN_HIDE : FC_OPEN_SHOW;
}

fc_open_act fc_open_take_out(fc_openstack *s, int i)
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

fc_open_act fc_open_push(fc_openstack *s, unsigned tag, fc_open_key key, fc_ns ns,
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

fc_open_act fc_open_push_html(fc_openstack *s, unsigned tag, fc_open_key key)
{
    return fc_open_push(s, tag, key, FC_NS_HTML, 0, false);
}

bool fc_open_bounds(const fc_elem *e, fc_open_scope sc)
{
    if (e->ns != FC_NS_HTML)
        return sc != FC_SCOPE_TABLE && sc != FC_SCOPE_NONE &&
               (e->flags & (FC_ELEM_HTML_POINT | FC_ELEM_TEXT_POINT));
    switch (sc) {
    case FC_SCOPE_NONE:
        return false;
    case FC_SCOPE_TABLE:
        return e->tag == FC_TAG_TABLE || e->tag == FC_TAG_TEMPLATE;
    case FC_SCOPE_BUTTON:
        return (fc_tag_flags[e->tag] & FC_TAGF_SCOPE) || e->tag == FC_TAG_BUTTON;
    case FC_SCOPE_LIST:
        return (fc_tag_flags[e->tag] & FC_TAGF_SCOPE) || e->tag == FC_TAG_OL ||
               e->tag == FC_TAG_UL;
    default:
        return fc_tag_flags[e->tag] & FC_TAGF_SCOPE;
    }
}

int fc_open_find(fc_openstack *s, unsigned tag, fc_open_scope sc)
{
    if (s->open[tag] == 0)
        return NOT_FOUND;
    for (uint32_t i = s->n; i-- > 0;) {
        s->steps++;
        if (fc_open_is(&s->v[i], tag))
            return (int)i;
        if (fc_open_bounds(&s->v[i], sc))
            break;
    }
    return NOT_FOUND;
}

/* ------------------------------------------------------------------------ formatting */

void fc_open_reconstruct(fc_openstack *s)
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
        fc_open_push(s, f->key, f->key, FC_NS_HTML, 0, true);
        f->serial = s->serial;
    }
}

void fc_openstack_text(fc_openstack *s)
{
    if (fc_openstack_top(s)->ns != FC_NS_HTML && fc_openstack_foreign(s, FC_TAG_TEXT))
        return;
    if (fc_open_top_is(s, FC_TAG_COLGROUP))
        fc_open_pop(s);
    if (!fc_openstack_in_select(s))
        fc_open_reconstruct(s);
}

fc_open_act fc_open_end_other(fc_openstack *s, fc_open_key key)
{
    if (key < FC_TAG_COUNT && s->open[key] == 0)
        return FC_OPEN_SHOW;
    for (uint32_t i = s->n; i-- > 0;) {
        const fc_elem *e = &s->v[i];
        s->steps++;
        if (e->ns == FC_NS_HTML && e->key == key)
            return fc_open_pop_to(s, (int)i);
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
            fc_open_pop(s);
    else
        s->inexact = true;
    return fc_open_take_out(s, (int)at);
}

fc_open_act fc_open_end_format(fc_openstack *s, unsigned tag)
{
    if (s->unmatched[tag]) {
        s->unmatched[tag]--;
        return FC_OPEN_HIDE;
    }
    int f = format_find(s, tag);
    if (f < 0)
        return fc_open_end_other(s, tag);
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
            return block ? adopt(s, i) : fc_open_pop_to(s, (int)i);
        }
        if (fc_open_bounds(e, FC_SCOPE_ANY))
            return FC_OPEN_SHOW;
        block |= is_special(e);
    }
    format_remove(s, (uint32_t)f);
    return FC_OPEN_SHOW;
}

fc_open_act fc_open_hide_format(fc_openstack *s, unsigned tag)
{
    s->unmatched[tag]++;
    s->capped |= FC_CAP_FORMATTING;
    return FC_OPEN_HIDE;
}

fc_open_act fc_open_start_format(fc_openstack *s, unsigned tag, uint32_t attrs)
{
    if (tag == FC_TAG_A && format_find(s, tag) >= 0) {
        fc_open_end_format(s, tag);
        int f = format_find(s, tag);
        if (f >= 0)
            format_remove(s, (uint32_t)f);
    }
    fc_open_reconstruct(s);
    if (tag == FC_TAG_NOBR && fc_open_find(s, tag, FC_SCOPE_ANY) >= 0) {
        fc_open_end_format(s, tag);
        fc_open_reconstruct(s);
    }
    if (s->formats >= s->max_formats)
        return fc_open_hide_format(s, tag);
    fc_open_act act = fc_open_push_html(s, tag, tag);
    if (act == FC_OPEN_SHOW)
        format_push(s, tag, attrs, s->serial);
    return act;
}
