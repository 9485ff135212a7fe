/* markup_table.c - tables of XML: HTML's, which JATS and others use, and those of CALS
 * (DocBook, CNXML) and OpenDocument, with what spans several cells. */
#include "extractors/markup.h"

#include "base/str.h"

enum { MOST_LOOKS = 200 };      /* through what stands before the rows, for each cell */

unsigned fc_markup_number(fc_str s, unsigned most)
{
    uint64_t v;
    return fc_str_u64(fc_str_trim(s), &v) && v > 0 ? (unsigned)(v < most ? v : most) : 1;
}

static bool is_cell(unsigned tag)
{
    return tag == FC_TAG_TD || tag == FC_TAG_TH || tag == FC_XML_entry ||
           tag == FC_XML_cell || tag == FC_XML_table_cell;
}

static bool is_row(unsigned tag)
{
    return tag == FC_TAG_TR || tag == FC_XML_row || tag == FC_XML_table_row;
}

/* Place of a column by its CALS name, from the colspecs that begin the group; 0:
 * unknown. */
static unsigned column_named(const fc_dom *dom, uint32_t table, fc_str name)
{
    unsigned n = 0, looks = 0;
    for (uint32_t i = table + 1;
         name.n && i < dom->node[table].end && looks++ < MOST_LOOKS;) {
        if (dom->node[i].tag == FC_XML_colspec) {
            n++;
            if (fc_str_eq(fc_dom_attr(dom, i, "colname"), name))
                return n;
        }
        i = dom->node[i].tag == FC_XML_tgroup ? i + 1 : dom->node[i].end;
    }
    return 0;
}

static unsigned cell_width(const fc_dom *dom, uint32_t table, uint32_t cell)
{
    unsigned from = column_named(dom, table, fc_dom_attr(dom, cell, "namest"));
    unsigned to = column_named(dom, table, fc_dom_attr(dom, cell, "nameend"));
    if (from && to >= from)
        return to - from + 1;
    fc_str span = fc_dom_attr(dom, cell, "colspan");
    if (dom->node[cell].tag == FC_XML_table_cell)
        span = fc_dom_attr(dom, cell, "number-columns-spanned");
    return fc_markup_number(span.n ? span : fc_dom_attr(dom, cell, "cols"),
                            FC_MD_COLUMNS);
}

static unsigned cell_height(const fc_dom *dom, uint32_t cell)
{
    fc_str more = fc_dom_attr(dom, cell, "morerows"),
           span = fc_dom_attr(dom, cell, "rowspan");
    if (dom->node[cell].tag == FC_XML_table_cell)
        span = fc_dom_attr(dom, cell, "number-rows-spanned");
    if (more.n)
        return fc_markup_number(more, 100) + 1;
    return fc_markup_number(span.n ? span : fc_dom_attr(dom, cell, "rows"), 100);
}

static void write_row(fc_markup *u, uint32_t table, uint32_t row)
{
    const fc_dom *dom = u->dom;
    fc_md_row_open(u->md);
    for (uint32_t i = row + 1; i < dom->node[row].end; i = dom->node[i].end)
        if (is_cell(dom->node[i].tag)) {
            fc_md_cell_open(u->md);
            fc_markup_range(u, i + 1, dom->node[i].end, true);
            fc_md_cell_close(u->md, cell_width(dom, table, i), cell_height(dom, i));
        }
    fc_md_row_close(u->md);
}

/* More than one cell in some row; a table of one column is a frame around blocks. */
bool fc_markup_has_columns(const fc_dom *dom, uint32_t table)
{
    for (uint32_t i = table + 1; i < dom->node[table].end; i++) {
        unsigned cells = 0;
        if (!is_row(dom->node[i].tag))
            continue;
        for (uint32_t k = i + 1; k < dom->node[i].end; k = dom->node[k].end)
            cells += is_cell(dom->node[k].tag);
        if (cells > 1)
            return true;
    }
    return false;
}

/* Caption and title first, then the rows, wherever they are: head, body, foot, groups. */
void fc_markup_table(fc_markup *u, uint32_t table)
{
    const fc_dom *dom = u->dom;
    for (uint32_t i = table + 1; i < dom->node[table].end; i = dom->node[i].end)
        if (dom->node[i].tag == FC_TAG_CAPTION || dom->node[i].tag == FC_TAG_TITLE) {
            fc_md_block(u->md);
            fc_markup_range(u, i + 1, dom->node[i].end, false);
        }
    fc_md_table_open(u->md);
    for (uint32_t i = table + 1; i < dom->node[table].end;) {
        unsigned tag = dom->node[i].tag;
        if (is_row(tag))
            write_row(u, table, i);
        bool group = tag == FC_TAG_THEAD || tag == FC_TAG_TBODY || tag == FC_TAG_TFOOT ||
                     tag == FC_XML_tgroup || tag == FC_XML_table_header_rows ||
                     tag == FC_XML_table_rows || tag == FC_XML_table_row_group;
        i = group ? i + 1 : dom->node[i].end;
    }
    fc_md_table_close(u->md);
}
