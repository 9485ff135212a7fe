/* scan_tag.c - a tag in the page, from its name to its '>', and what the parser must know
 * of its attributes; see scanner.h. */
#include "html/scanner.h"

static void note_attr(fc_found *t, const fc_scan_attr *a)
{
    uint16_t *slot;
    t->names |= fc_attr_bit((fc_str){ a->name, a->name_n });
    if (a->name_n == 5 && (a->name[0] | 32) == 'c' &&
        (!memcmp(a->name, "class", 5) ||
         fc_str_ieq((fc_str){ a->name, 5 }, FC_STR("class"))))
        slot = &t->class_at;
    else if (a->name_n == 2 && (a->name[0] | 32) == 'i' && (a->name[1] | 32) == 'd')
        slot = &t->id_at;
    else
        return;
    size_t at = (size_t)(a->value - t->at);
    bool none = a->value == a->name + a->name_n; /* no value: fc_dom_attr looks for
                                                    itself */
    if (*slot == 0)
        *slot = at < UINT16_MAX && !none ? (uint16_t)at : UINT16_MAX;
    else
        t->names = UINT32_MAX;  /* a second one: whoever wants all must look */
}

bool fc_scan_tag(const char *at, const char *e, fc_found *t)
{
    const char *name = at + 1 + (at[1] == '/'), *q = name;
    *t = (fc_found){ .at = at, .name = name };
    while (q < e && !fc_scan_is(q, FC_SCAN_NAME_END))
        q++;
    t->name_n = (uint32_t)(q - name);
    t->tag = fc_tag_find(name, t->name_n);
    t->attrs = q;
    while (q < e) {
        if (*q == '>') {
            t->next = q + 1;
            return true;
        }
        if (*q == '/') {
            q++;
            t->closed = q < e && *q == '>';
        } else if (fc_scan_is(q, FC_SCAN_SPACE)) {
            q++;
        } else {
            fc_scan_attr a = fc_scan_one_attr(q, e);
            note_attr(t, &a);
            q = a.next;
        }
    }
    return false;
}

static bool has_attr(const fc_found *t, const char *name)
{
    return fc_tag_attr(fc_found_text(t), name).p != NULL;
}

/* <font> ends svg and math when it has one of these attributes. */
bool fc_found_styled_font(const fc_found *t)
{
    return t->tag == FC_TAG_FONT &&
           (has_attr(t, "color") || has_attr(t, "face") || has_attr(t, "size"));
}

static bool fc_found_is(const fc_found *t, const char *name, const char *value)
{
    return fc_str_ieq(fc_tag_attr(fc_found_text(t), name), fc_str_of(value));
}

uint32_t fc_found_hash(const fc_found *t)
{
    const char *e = t->next - 1;
    uint32_t h = 2166136261u;
    for (const char *p = t->attrs; p < e; p++)
        if (*p != ' ' && *p != '/')
            h = (h ^ (unsigned char)*p) * 16777619u;
    return h == 2166136261u ? 0 : h | 1;
}

/* Flags of FC_ELEM_ for a start tag in svg or math. */
unsigned fc_found_point(const fc_scanner *s, const fc_found *t)
{
    bool svg = fc_openstack_top(&s->open)->ns == FC_NS_SVG;
    switch (t->tag) {
    case FC_TAG_FOREIGNOBJECT:
    case FC_TAG_DESC:
    case FC_TAG_TITLE:
        return svg ? FC_ELEM_HTML_POINT : 0;
    case FC_TAG_MI:
    case FC_TAG_MO:
    case FC_TAG_MN:
    case FC_TAG_MS:
    case FC_TAG_MTEXT:
        return svg ? 0 : FC_ELEM_TEXT_POINT;
    case FC_TAG_ANNOTATION_XML:
        return !svg && (fc_found_is(t, "encoding", "text/html") ||
                        fc_found_is(t, "encoding", "application/xhtml+xml"))
                   ? FC_ELEM_HTML_POINT
                   : 0;
    default:
        return 0;
    }
}
