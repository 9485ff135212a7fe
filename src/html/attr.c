/* attr.c - attributes, names and raw contents, read from the page through the flat
 * tree. */
#include "html/dom.h"
#include "html/entities.h"
#include "html/scan.h"

/* One past the name of a start tag. */
static size_t name_end(fc_str tag)
{
    size_t i = 1;
    while (i < tag.n && !fc_scan_is(tag.p + i, FC_SCAN_NAME_END))
        i++;
    return i;
}

static bool next_attr(fc_str tag, size_t *pos, fc_scan_attr *a)
{
    const char *p = tag.p + *pos, *e = tag.p + tag.n;
    while (p < e && fc_scan_is(p, FC_SCAN_NAME_END)) {
        if (*p++ == '>')
            return false;
    }
    if (p >= e)
        return false;
    *a = fc_scan_one_attr(p, e);
    *pos = (size_t)(a->next - tag.p);
    return true;
}

bool fc_tag_next_attr(fc_str tag, uint32_t *pos, fc_str *name, fc_str *raw_value)
{
    fc_scan_attr a;
    size_t at = *pos ? *pos : name_end(tag);
    bool more = at < tag.n && next_attr(tag, &at, &a);
    if (!more)
        return false;
    *pos = (uint32_t)at;
    *name = (fc_str){ a.name, a.name_n };
    *raw_value = (fc_str){ a.value, a.value_n };
    return true;
}

fc_str fc_tag_attr(fc_str tag, const char *name)
{
    fc_str want = fc_str_of(name);
    fc_scan_attr a;
    for (size_t pos = tag.n ? name_end(tag) : 0; pos < tag.n && next_attr(tag, &pos, &a);)
        if (a.name_n == want.n && fc_str_ieq((fc_str){ a.name, a.name_n }, want))
            return (fc_str){ a.value, a.value_n };
    return (fc_str){ NULL, 0 };
}

fc_str fc_tag_attr_text(fc_str tag, const char *name, fc_arena *a)
{
    fc_str raw = fc_tag_attr(tag, name);
    return raw.p ? fc_entities_decode(raw, true, a) : raw;
}

static fc_str start_tag(const fc_dom *dom, uint32_t i)
{
    const fc_node *d = &dom->node[i];
    if (d->tag == FC_TAG_TEXT || d->n == 0)
        return (fc_str){ NULL, 0 };
    return (fc_str){ dom->page.p + d->at, d->n };
}

/* The value that begins `from` bytes into a start tag: what stands before it is its
 * quote. */
static fc_str value_at(fc_str tag, size_t from)
{
    const char *p = tag.p + from, *e = tag.p + tag.n;
    if (p[-1] == '"' || p[-1] == '\'') {
        const char *close = memchr(p, p[-1], (size_t)(e - p));
        return (fc_str){ p, (size_t)((close ? close : e) - p) };
    }
    const char *q = p;
    while (q < e && !fc_scan_is(q, FC_SCAN_VALUE_END))
        q++;
    return (fc_str){ p, (size_t)(q - p) };
}

fc_str fc_dom_class(const fc_dom *dom, uint32_t i)
{
    uint16_t at = dom->node[i].class_at;
    if (at == 0)
        return (fc_str){ NULL, 0 };
    fc_str tag = start_tag(dom, i);
    return at == UINT16_MAX ? fc_tag_attr(tag, "class") : value_at(tag, at);
}

fc_str fc_dom_id(const fc_dom *dom, uint32_t i)
{
    uint16_t at = dom->node[i].id_at;
    if (at == 0)
        return (fc_str){ NULL, 0 };
    fc_str tag = start_tag(dom, i);
    return at == UINT16_MAX ? fc_tag_attr(tag, "id") : value_at(tag, at);
}

fc_str fc_dom_attr(const fc_dom *dom, uint32_t i, const char *name)
{
    if (name[0] == 'c' && strcmp(name, "class") == 0)
        return fc_dom_class(dom, i);
    if (name[0] == 'i' && strcmp(name, "id") == 0)
        return fc_dom_id(dom, i);
    if (!(dom->node[i].names & fc_attr_bit(fc_str_of(name))))
        return (fc_str){ NULL, 0 };
    fc_str tag = start_tag(dom, i);
    return tag.n ? fc_tag_attr(tag, name) : tag;
}

fc_str fc_dom_attr_text(const fc_dom *dom, uint32_t i, const char *name, fc_arena *a)
{
    fc_str raw = fc_dom_attr(dom, i, name);
    return raw.p ? fc_entities_decode(raw, true, a) : raw;
}

bool fc_dom_next_attr(const fc_dom *dom, uint32_t i, uint32_t *pos, fc_str *name,
                      fc_str *raw_value)
{
    fc_str tag = start_tag(dom, i);
    return tag.n && fc_tag_next_attr(tag, pos, name, raw_value);
}

fc_str fc_dom_name(const fc_dom *dom, uint32_t i)
{
    fc_str tag = start_tag(dom, i);
    if (tag.n == 0)
        return fc_str_of(fc_tag_name(dom->node[i].tag));
    return (fc_str){ tag.p + 1, name_end(tag) - 1 };
}

fc_str fc_dom_raw_body(const fc_dom *dom, uint32_t i)
{
    fc_str tag = start_tag(dom, i);
    unsigned which = dom->node[i].tag;
    if (tag.n == 0 || !(fc_tag_flags[which] & (FC_TAGF_RAW | FC_TAGF_RCDATA)) ||
        dom->node[i].ns != FC_NS_HTML)
        return (fc_str){ NULL, 0 };
    const char *p = tag.p + tag.n, *e = dom->page.p + dom->page.n;
    fc_str name = fc_dom_name(dom, i);
    const char *end = which == FC_TAG_SCRIPT ? fc_scan_script_end(p, e)
                                             : fc_scan_raw_end(p, e, name.p, name.n);
    return (fc_str){ p, (size_t)(end - p) };
}

fc_str fc_dom_text_decoded(const fc_dom *dom, uint32_t i, fc_arena *a)
{
    fc_str raw = fc_dom_text(dom, i);
    return dom->node[i].literal ? raw : fc_entities_decode(raw, false, a);
}
