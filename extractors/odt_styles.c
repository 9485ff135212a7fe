/* odt_styles.c - what OpenDocument says by styles alone: text raised or lowered, and the
 * title. The elements become those of HTML that mean the same, so that roles tell what
 * they are for by their names. */
#include "extractors/odt.h"

#include "base/hash.h"
#include "base/str.h"
#include "extractors/xml_read.h"

enum { MOST_PARENTS = 8 };

typedef struct style {
    fc_str name, parent;
    unsigned tag;               /* that it stands for; 0: none by itself */
} style;

struct fc_odt_styles {
    style *slot;
    size_t slots, n;
    fc_arena *a;
};

static style *slot_of(const fc_odt_styles *s, fc_str name)
{
    size_t k = (size_t)fc_hash3(name.p, name.n) & (s->slots - 1);
    while (s->slot[k].name.n && !fc_str_eq(s->slot[k].name, name))
        k = (k + 1) & (s->slots - 1);
    return &s->slot[k];
}

static void grow(fc_odt_styles *s)
{
    fc_odt_styles larger = { .slots = s->slots ? 2 * s->slots : 64, .n = s->n };
    larger.slot = fc_zalloc(s->a, larger.slots, sizeof *larger.slot);
    for (size_t k = 0; k < s->slots; k++)
        if (s->slot[k].name.n)
            *slot_of(&larger, s->slot[k].name) = s->slot[k];
    s->slot = larger.slot;
    s->slots = larger.slots;
}

/* "super 58%", "-33% 58%": by how much the line is left. */
static unsigned tag_of_position(fc_str position)
{
    position = fc_str_trim(position);
    if (!position.n || position.p[0] == '0')
        return 0;
    bool lower = position.p[0] == '-' || fc_str_starts(position, FC_STR("sub"));
    return lower ? FC_TAG_SUB : FC_TAG_SUP;
}

static void add_style(fc_odt_styles *s, const fc_dom *dom, uint32_t i)
{
    style one = { .name = fc_dom_attr(dom, i, "name"),
                  .parent = fc_dom_attr(dom, i, "parent-style-name") };
    if (!one.name.n)
        return;
    for (uint32_t k = i + 1; k < dom->node[i].end; k++)
        if (dom->node[k].tag != FC_TAG_TEXT && !one.tag)
            one.tag = tag_of_position(fc_dom_attr(dom, k, "text-position"));
    if (fc_str_is(one.name, "Title") &&
        fc_str_is(fc_dom_attr(dom, i, "family"), "paragraph"))
        one.tag = FC_TAG_H1;
    if (2 * s->n >= s->slots)
        grow(s);
    style *slot = slot_of(s, one.name);
    s->n += !slot->name.n;
    *slot = one;
}

fc_odt_styles *fc_odt_styles_new(fc_arena *a)
{
    fc_odt_styles *s = FC_NEW(a, fc_odt_styles);
    s->a = a;
    grow(s);
    return s;
}

void fc_odt_styles_read(fc_odt_styles *s, const fc_dom *dom)
{
    for (uint32_t i = 0; i < dom->n; i++)
        if (dom->node[i].tag == FC_TAG_STYLE && dom->node[i].ns == FC_NS_ODF)
            add_style(s, dom, i);
}

/* What a style stands for, or the nearest that it is made from. */
static unsigned tag_of(const fc_odt_styles *s, fc_str name)
{
    for (int i = 0; i < MOST_PARENTS && name.n; i++) {
        const style *one = slot_of(s, name);
        if (!one->name.n)
            return fc_str_is(name, "Title") ? FC_TAG_H1 : 0;
        if (one->tag)
            return one->tag;
        name = one->parent;
    }
    return 0;
}

void fc_odt_styles_apply(const fc_odt_styles *s, fc_dom *dom)
{
    for (uint32_t i = 0; i < dom->n; i++) {
        unsigned tag = dom->node[i].tag;
        if (dom->node[i].ns != FC_NS_ODF || (tag != FC_TAG_SPAN && tag != FC_TAG_P))
            continue;
        unsigned means = tag_of(s, fc_dom_attr(dom, i, "style-name"));
        if (means && (means == FC_TAG_H1) == (tag == FC_TAG_P))
            dom->node[i].tag = (uint16_t)means;
    }
}
