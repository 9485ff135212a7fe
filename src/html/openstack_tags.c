/* openstack_tags.c - what start and end tags do to the copy of the parser's stack. The
 * order of cases is that of the insertion modes "in body", "in table" and "in select". */
#include "html/openstack_ops.h"

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
                fc_open_pop(s);
            return &s->v[i];
        }
    }
    return NULL;
}

static void push_made(fc_openstack *s, unsigned tag)
{
    fc_open_push(s, tag, tag, FC_NS_HTML, 0, true);
}

static fc_open_act start_table_part(fc_openstack *s, unsigned tag)
{
    const fc_elem *context = clear_to_context(s, tag);
    if (!context) {
        if (!s->open[FC_TAG_TEMPLATE])
            return FC_OPEN_IGNORED;
        return tag == FC_TAG_COL ? FC_OPEN_SHOW : fc_open_push_html(s, tag, tag);
    }
    /* What the parser makes up is hidden when its table is. */
    bool hidden = s->v[s->n - 1].flags & FC_ELEM_HIDDEN;
    bool in_table = context->tag == FC_TAG_TABLE,
         cell = tag == FC_TAG_TD || tag == FC_TAG_TH;
    if (hidden)
        return tag == FC_TAG_COL ? FC_OPEN_HIDE : fc_open_push_html(s, tag, tag);
    if (tag == FC_TAG_COL) {
        if (in_table)
            push_made(s, FC_TAG_COLGROUP);
        return FC_OPEN_SHOW;
    }
    if (in_table && (cell || tag == FC_TAG_TR))
        push_made(s, FC_TAG_TBODY);
    if (cell && !fc_open_top_is(s, FC_TAG_TR))
        push_made(s, FC_TAG_TR);
    return fc_open_push_html(s, tag, tag);
}

static fc_open_act end_scoped(fc_openstack *s, unsigned tag, fc_open_scope sc)
{
    int i = fc_open_find(s, tag, sc);
    return i < 0 ? FC_OPEN_SHOW : fc_open_pop_to(s, i);
}

/* ------------------------------------------------------------------------ start tags */

static void close_p(fc_openstack *s)
{
    int i = fc_open_find(s, FC_TAG_P, FC_SCOPE_BUTTON);
    if (i >= 0)
        fc_open_pop_to(s, i);
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
        if (fc_open_is(e, tag) || fc_open_is(e, other)) {
            fc_open_pop_to(s, (int)i);
            return;
        }
        bool special = e->ns == FC_NS_HTML ? fc_tag_flags[e->tag] & FC_TAGF_SPECIAL
                                           : e->flags & ~FC_ELEM_HIDDEN;
        if (special && !fc_open_is(e, FC_TAG_ADDRESS) && !fc_open_is(e, FC_TAG_DIV) &&
            !fc_open_is(e, FC_TAG_P))
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
        act = fc_open_push_html(s, FC_TAG_FORM, FC_TAG_FORM);
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
            fc_open_pop(s);
    }
    if (fc_tag_flags[tag] & FC_TAGF_VOID)
        return FC_OPEN_SHOW;
    return fc_open_push_html(s, tag, tag);
}

/* In select most start tags are ignored; *done is false when the tag ends the select. */
static fc_open_act start_in_select(fc_openstack *s, unsigned tag, bool *done)
{
    int select = fc_open_find(s, FC_TAG_SELECT, FC_SCOPE_TABLE);
    /* The parser is not in a select that it has not seen. */
    bool hidden = select >= 0 && (s->v[select].flags & FC_ELEM_HIDDEN);
    *done = true;
    if (tag == FC_TAG_OPTION || tag == FC_TAG_OPTGROUP) {
        if (fc_open_top_is(s, FC_TAG_OPTION))
            fc_open_pop(s);
        if (tag == FC_TAG_OPTGROUP && fc_open_top_is(s, FC_TAG_OPTGROUP))
            fc_open_pop(s);
        return fc_open_push_html(s, tag, tag);
    }
    if (tag == FC_TAG_SELECT)
        return select < 0 ? FC_OPEN_SHOW : fc_open_pop_to(s, select);
    bool ends = tag == FC_TAG_INPUT || tag == FC_TAG_KEYGEN || tag == FC_TAG_TEXTAREA;
    bool table = tag == FC_TAG_TABLE || ((fc_tag_flags[tag] & FC_TAGF_TABLE) &&
                                         tag != FC_TAG_COL && tag != FC_TAG_COLGROUP);
    if (ends || (table && s->open[FC_TAG_TABLE])) {
        if (select >= 0)
            fc_open_pop_to(s, select);
        *done = select < 0;
        return FC_OPEN_IGNORED;
    }
    if (tag == FC_TAG_TEMPLATE)
        return fc_open_push_html(s, tag, tag);
    if (hidden)
        return FC_OPEN_HIDE;
    return tag == FC_TAG_SCRIPT ? FC_OPEN_SHOW : FC_OPEN_IGNORED;
}

static fc_open_act start_inline(fc_openstack *s, unsigned tag, fc_open_key key)
{
    switch (tag) {
    case FC_TAG_BUTTON:
        end_scoped(s, tag, FC_SCOPE_ANY);
        break;
    case FC_TAG_OPTION:
    case FC_TAG_OPTGROUP:
        if (fc_open_top_is(s, FC_TAG_OPTION))
            fc_open_pop(s);
        break;
    case FC_TAG_RB:
    case FC_TAG_RT:
    case FC_TAG_RTC:
    case FC_TAG_RP:
        if (fc_open_find(s, FC_TAG_RUBY, FC_SCOPE_ANY) >= 0)
            while (s->n && s->v[s->n - 1].ns == FC_NS_HTML &&
                   (fc_tag_flags[s->v[s->n - 1].tag] & FC_TAGF_IMPLIED) &&
                   s->v[s->n - 1].tag != FC_TAG_RTC)
                fc_open_pop(s);
        return fc_open_push_html(s, tag, key);
    case FC_TAG_TEMPLATE:
    case FC_TAG_FRAMESET:
        return fc_open_push_html(s, tag, key);
    case FC_TAG_PARAM:
    case FC_TAG_SOURCE:
    case FC_TAG_TRACK:
    case FC_TAG_MENUITEM:
    case FC_TAG_FRAME:
        return FC_OPEN_SHOW;
    default:
        break;
    }
    fc_open_reconstruct(s);
    if (fc_tag_flags[tag] & (FC_TAGF_VOID | FC_TAGF_RAW | FC_TAGF_RCDATA))
        return FC_OPEN_SHOW;
    return fc_open_push_html(s, tag, key);
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
    if (fc_open_top_is(s, FC_TAG_COLGROUP) && tag != FC_TAG_COL && tag != FC_TAG_TEMPLATE)
        fc_open_pop(s);
    if (f & FC_TAGF_FORMAT)
        return fc_open_start_format(s, tag, attrs);
    if (f & FC_TAGF_TABLE)
        return start_table_part(s, tag);
    if (tag == FC_TAG_XMP) {
        close_p(s);
        fc_open_reconstruct(s);
        return FC_OPEN_SHOW;
    }
    if (f & FC_TAGF_CLOSES_P)
        return start_block(s, tag);
    if (tag == FC_TAG_SCRIPT || tag == FC_TAG_STYLE || tag == FC_TAG_TITLE ||
        tag == FC_TAG_NOFRAMES || tag == FC_TAG_NOEMBED || tag == FC_TAG_IFRAME ||
        tag == FC_TAG_TEXTAREA)
        return FC_OPEN_SHOW; /* raw: they do not open formatting elements again */
    if (tag == FC_TAG_SVG || tag == FC_TAG_MATH) {
        fc_open_reconstruct(s);
        if (closed)
            return s->shown < s->max_depth ? FC_OPEN_SHOW : FC_OPEN_HIDE;
        fc_ns ns = tag == FC_TAG_SVG ? FC_NS_SVG : FC_NS_MATHML;
        return fc_open_push(s, tag, key, ns, 0, false);
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
            return fc_open_hide_format(s, tag);
        do {
            fc_open_pop(s);
        } while (fc_openstack_foreign(s, FC_TAG_TEXT));
        return start_html(s, tag, key, closed, attrs);
    }
    fc_ns ns = fc_openstack_top(s)->ns;
    if (closed)
        return s->shown < s->max_depth ? FC_OPEN_SHOW : FC_OPEN_HIDE;
    return fc_open_push(s, tag, key, ns, point, false);
}

/* -------------------------------------------------------------------------- end tags */

static fc_open_act end_heading(fc_openstack *s)
{
    for (uint32_t i = s->n; i-- > 0;) {
        const fc_elem *e = &s->v[i];
        s->steps++;
        if (e->ns == FC_NS_HTML && fc_tag_level(e->tag))
            return fc_open_pop_to(s, (int)i);
        if (fc_open_bounds(e, FC_SCOPE_ANY))
            break;
    }
    return FC_OPEN_SHOW;
}

static fc_open_act end_form(fc_openstack *s)
{
    s->form = false;
    int i = fc_open_find(s, FC_TAG_FORM, FC_SCOPE_ANY);
    if (i < 0)
        return FC_OPEN_SHOW;
    return s->open[FC_TAG_TEMPLATE] ? fc_open_pop_to(s, i) : fc_open_take_out(s, i);
}

/* In select few end tags mean anything; *done is false for those that mean the same
 * outside. */
static fc_open_act end_in_select(fc_openstack *s, unsigned tag, bool *done)
{
    *done = true;
    if (tag == FC_TAG_OPTGROUP && fc_open_top_is(s, FC_TAG_OPTION) && s->n > 1 &&
        fc_open_is(&s->v[s->n - 2], FC_TAG_OPTGROUP))
        fc_open_pop(s);
    if (tag == FC_TAG_OPTION || tag == FC_TAG_OPTGROUP)
        return fc_open_top_is(s, tag) ? fc_open_pop_to(s, (int)s->n - 1) : FC_OPEN_SHOW;
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
        return fc_open_end_format(s, tag);
    if (f & (FC_TAGF_RAW | FC_TAGF_RCDATA | FC_TAGF_VOID))
        return FC_OPEN_SHOW;
    if ((f & FC_TAGF_TABLE) || tag == FC_TAG_TABLE)
        return end_scoped(s, tag, FC_SCOPE_TABLE);
    if (fc_tag_level(tag))
        return end_heading(s);
    switch (tag) {
    case FC_TAG_HTML:
    case FC_TAG_HEAD:
    case FC_TAG_BODY:
        return FC_OPEN_SHOW;
    case FC_TAG_P:
        return end_scoped(s, tag, FC_SCOPE_BUTTON);
    case FC_TAG_LI:
        return end_scoped(s, tag, FC_SCOPE_LIST);
    case FC_TAG_FORM:
        return end_form(s);
    case FC_TAG_SELECT:
        return end_scoped(s, tag, FC_SCOPE_TABLE);
    case FC_TAG_TEMPLATE:
        return end_scoped(s, tag, FC_SCOPE_NONE);
    case FC_TAG_OBJECT:
    case FC_TAG_APPLET:
    case FC_TAG_MARQUEE: /* gumbo looks past their like */
        return end_scoped(s, tag, FC_SCOPE_TABLE);
    case FC_TAG_BUTTON:
        return end_scoped(s, tag, FC_SCOPE_ANY);
    default:
        return f & FC_TAGF_CLOSES_P ? end_scoped(s, tag, FC_SCOPE_ANY)
                                    : fc_open_end_other(s, key);
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
            return fc_open_pop_to(s, (int)i);
    }
    return end_html(s, tag, key);
}
