/* roles_odf.c - what OpenDocument's elements are for. */
#include "extractors/markup.h"

#include "base/str.h"

enum { MOST_STYLES = 500, FIRST_NODES = 32 };

/* Writer puts a numbered heading into an item of a list, in one list for each level. */
static bool is_heading_list(const fc_dom *dom, uint32_t list)
{
    uint32_t end = dom->node[list].end;
    for (uint32_t i = list + 1; i < end && i < list + FIRST_NODES; i++) {
        unsigned tag = dom->node[i].tag;
        bool around = tag == FC_XML_list || tag == FC_XML_list_item ||
                      tag == FC_XML_list_header || tag == FC_TAG_TEXT;
        if (!around)
            return tag == FC_XML_h;
    }
    return false;
}

/* The list style of this name among the document's automatic ones; 0: none. */
static uint32_t find_style(const fc_dom *dom, fc_str name)
{
    uint32_t styles = fc_xml_child(dom, 0, FC_XML_automatic_styles);
    unsigned seen = 0;
    for (uint32_t i = styles + 1; styles && i < dom->node[styles].end;
         i = dom->node[i].end) {
        if (dom->node[i].tag != FC_XML_list_style || seen++ == MOST_STYLES)
            continue;
        if (fc_str_eq(fc_dom_attr(dom, i, "name"), name))
            return i;
    }
    return 0;
}

/* A list has the style of the nearest list around it that names one, and its level's
 * mark. Styles that lie elsewhere are known by the names that LibreOffice gives its
 * own. */
static fc_role list_role(const fc_dom *dom, uint32_t node)
{
    unsigned level = 0;
    fc_str name = { NULL, 0 };
    for (uint32_t i = node; i; i = dom->node[i].parent) {
        if (dom->node[i].tag != FC_XML_list || dom->node[i].ns != FC_NS_ODF)
            continue;
        level++;
        if (!name.n)
            name = fc_dom_attr(dom, i, "style-name");
    }
    uint32_t style = name.n ? find_style(dom, name) : 0;
    if (!style)
        return fc_str_starts(name, FC_STR("Numbering")) ? FC_ROLE_ORDERED : FC_ROLE_LIST;
    for (uint32_t i = style + 1; i < dom->node[style].end; i = dom->node[i].end) {
        uint64_t n;
        if (fc_str_u64(fc_dom_attr(dom, i, "level"), &n) && n == level)
            return dom->node[i].tag == FC_XML_list_level_style_number ? FC_ROLE_ORDERED
                                                                      : FC_ROLE_LIST;
    }
    return FC_ROLE_LIST;
}

fc_role fc_markup_odf_role(const fc_dom *dom, uint32_t node)
{
    switch (dom->node[node].tag) {
    case FC_TAG_P: case FC_TAG_SECTION: case FC_XML_note_body: case FC_XML_text_box:
    case FC_TAG_BODY: case FC_TAG_TEXT_SVG: case FC_XML_numbered_paragraph:
        return FC_ROLE_BLOCK;
    case FC_XML_h: case FC_TAG_H1:
        return FC_ROLE_HEADING;
    case FC_TAG_SUP:
        return FC_ROLE_SUPER;
    case FC_TAG_SUB:
        return FC_ROLE_SUB;
    case FC_XML_list:
        return is_heading_list(dom, node) ? FC_ROLE_BLOCK : list_role(dom, node);
    case FC_XML_list_item: case FC_XML_list_header:
        return is_heading_list(dom, dom->node[node].parent) ? FC_ROLE_BLOCK
                                                            : FC_ROLE_ITEM;
    case FC_TAG_TABLE:
        return FC_ROLE_TABLE;
    case FC_XML_note:
        return FC_ROLE_NOTE;
    case FC_XML_line_break:
        return FC_ROLE_BREAK;
    case FC_TAG_S: case FC_XML_tab:
        return FC_ROLE_SPACED;
    case FC_TAG_OBJECT:
        return FC_ROLE_OBJECT;
    case FC_TAG_A:
        return FC_ROLE_LINK;
    case FC_XML_tracked_changes: case FC_TAG_ANNOTATION: case FC_XML_note_citation:
    case FC_XML_automatic_styles:
    case FC_XML_table_of_content:
    case FC_XML_illustration_index:
    case FC_XML_table_index: case FC_XML_alphabetical_index: case FC_XML_ruby_text:
    case FC_TAG_IMAGE:
    case FC_XML_forms:
    case FC_XML_sequence_decls:
    case FC_XML_variable_decls:
    case FC_XML_user_field_decls: case FC_XML_covered_table_cell: case FC_XML_page_number:
    case FC_TAG_SCRIPT: case FC_TAG_TITLE: case FC_TAG_DESC:
        return FC_ROLE_SKIP;
    default:
        return FC_ROLE_INLINE;
    }
}
