/* table_parts.c - see table.h: rows, cells and captions by tag, role and style. */
#include "extractors/table.h"

#include "base/str.h"
#include "html/style.h"

enum { MAX_INDEX = 1 << 24 };   /* what is further on is there, too */

typedef struct named_part {
    const char *name;
    fc_table_part part;
} named_part;

static fc_table_part find(fc_str name, const named_part *part, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fc_str_ieq(name, fc_str_of(part[i].name)))
            return part[i].part;
    return FC_PART_NONE;
}

static fc_table_part by_role(fc_str role)
{
    static const named_part parts[] = {
        { "row", FC_PART_ROW },           { "cell", FC_PART_CELL },
        { "gridcell", FC_PART_CELL },     { "columnheader", FC_PART_HEADER },
        { "rowheader", FC_PART_HEADER },  { "rowgroup", FC_PART_GROUP },
        { "caption", FC_PART_CAPTION },
    };
    return find(role, parts, sizeof parts / sizeof *parts);
}

static fc_table_part by_style(fc_str style)
{
    static const named_part parts[] = {
        { "table-row", FC_PART_ROW },
        { "table-cell", FC_PART_CELL },
        { "table-row-group", FC_PART_GROUP },
        { "table-header-group", FC_PART_GROUP },
        { "table-footer-group", FC_PART_FOOT },
        { "table-caption", FC_PART_CAPTION },
    };
    fc_str display = fc_style_value(style, "display");
    return display.n ? find(display, parts, sizeof parts / sizeof *parts) : FC_PART_NONE;
}

static fc_table_part by_tag(unsigned tag)
{
    switch (tag) {
    case FC_TAG_TR: return FC_PART_ROW;
    case FC_TAG_TD: return FC_PART_CELL;
    case FC_TAG_TH: return FC_PART_HEADER;
    case FC_TAG_CAPTION: return FC_PART_CAPTION;
    case FC_TAG_TFOOT: return FC_PART_FOOT;
    case FC_TAG_THEAD: case FC_TAG_TBODY: return FC_PART_GROUP;
    default: return FC_PART_NONE;
    }
}

fc_table_part fc_table_part_of(const fc_dom *dom, uint32_t node, bool grid)
{
    fc_table_part part = FC_PART_NONE;
    if (grid && dom->node[node].tag != FC_TAG_TEXT)
        part = by_role(fc_str_trim(fc_dom_attr(dom, node, "role")));
    if (grid && !part && dom->node[node].tag != FC_TAG_TEXT)
        part = by_style(fc_dom_attr(dom, node, "style"));
    return part ? part : by_tag(dom->node[node].tag);
}

bool fc_table_grid_role(fc_str role)
{
    role = fc_str_trim(role);
    return fc_str_ieq(role, FC_STR("table")) || fc_str_ieq(role, FC_STR("grid")) ||
           fc_str_ieq(role, FC_STR("treegrid"));
}

bool fc_table_grid_style(fc_str style)
{
    return fc_str_ieq(fc_style_value(style, "display"), FC_STR("table"));
}

bool fc_table_only_lays_out(const fc_dom *dom, uint32_t node)
{
    fc_str role = fc_dom_attr(dom, node, "role");
    return fc_str_ieq(role, FC_STR("presentation")) || fc_str_ieq(role, FC_STR("none"));
}

uint32_t fc_table_index(const fc_dom *dom, uint32_t node, const char *name)
{
    uint64_t v;
    fc_str value = fc_str_trim(fc_dom_attr(dom, node, name));
    if (!value.n || !fc_str_u64(value, &v))
        return 0;
    return v < MAX_INDEX ? (uint32_t)v : MAX_INDEX;
}
