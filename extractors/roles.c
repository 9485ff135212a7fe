/* roles.c - what elements are for, by name. One table serves all vocabularies, since a
 * name mostly means the same in each; where it does not, what is around the element
 * decides. */
#include "extractors/markup.h"

#include "base/str.h"

#define X(name) [FC_XML_##name - FC_TAG_COUNT]
#define T(name) [FC_TAG_##name]

static const uint8_t html_roles[FC_TAG_COUNT] = {
    T(HEAD) = FC_ROLE_SKIP,        T(STYLE) = FC_ROLE_SKIP,
    T(SCRIPT) = FC_ROLE_SKIP,      T(TEMPLATE) = FC_ROLE_SKIP,
    T(NAV) = FC_ROLE_SKIP,         T(SVG) = FC_ROLE_SKIP,
    T(IMG) = FC_ROLE_SKIP,         T(META) = FC_ROLE_SKIP,
    T(VIDEO) = FC_ROLE_SKIP,       T(AUDIO) = FC_ROLE_SKIP,
    T(IFRAME) = FC_ROLE_SKIP,      T(OBJECT) = FC_ROLE_BLOCK,
    T(RT) = FC_ROLE_SKIP,          T(RP) = FC_ROLE_SKIP,
    T(RTC) = FC_ROLE_SKIP,         T(RUBY) = FC_ROLE_INLINE,
    T(RB) = FC_ROLE_INLINE,        T(BODY) = FC_ROLE_BLOCK,
    T(ARTICLE) = FC_ROLE_BLOCK,    T(SECTION) = FC_ROLE_SECTION,
    T(DIV) = FC_ROLE_BLOCK,        T(P) = FC_ROLE_BLOCK,
    T(TITLE) = FC_ROLE_TITLE,      T(H1) = FC_ROLE_HEADING,
    T(H2) = FC_ROLE_HEADING,       T(H3) = FC_ROLE_HEADING,
    T(H4) = FC_ROLE_HEADING,       T(H5) = FC_ROLE_HEADING,
    T(H6) = FC_ROLE_HEADING,       T(ASIDE) = FC_ROLE_BLOCK,
    T(HEADER) = FC_ROLE_BLOCK,     T(FOOTER) = FC_ROLE_BLOCK,
    T(MAIN) = FC_ROLE_BLOCK,       T(ADDRESS) = FC_ROLE_BLOCK,
    T(FIGURE) = FC_ROLE_BLOCK,     T(FIGCAPTION) = FC_ROLE_BLOCK,
    T(CAPTION) = FC_ROLE_BLOCK,    T(DETAILS) = FC_ROLE_BLOCK,
    T(SUMMARY) = FC_ROLE_BLOCK,    T(CENTER) = FC_ROLE_BLOCK,
    T(FORM) = FC_ROLE_BLOCK,       T(HR) = FC_ROLE_BLOCK,
    T(UL) = FC_ROLE_LIST,          T(OL) = FC_ROLE_ORDERED,
    T(LI) = FC_ROLE_ITEM,          T(DL) = FC_ROLE_BLOCK,
    T(DT) = FC_ROLE_BLOCK,         T(DD) = FC_ROLE_BLOCK,
    T(BLOCKQUOTE) = FC_ROLE_QUOTE, T(PRE) = FC_ROLE_PRE,
    T(CODE) = FC_ROLE_CODE,        T(TT) = FC_ROLE_CODE,
    T(KBD) = FC_ROLE_CODE,         T(SAMP) = FC_ROLE_CODE,
    T(BR) = FC_ROLE_BREAK,         T(SUB) = FC_ROLE_SUB,
    T(SUP) = FC_ROLE_SUPER,        T(A) = FC_ROLE_LINK,
    T(LINK) = FC_ROLE_LINK,        T(LABEL) = FC_ROLE_LABEL,
    T(TABLE) = FC_ROLE_TABLE,      T(MATH) = FC_ROLE_MATH,
    T(DATA) = FC_ROLE_SKIP,        T(SOURCE) = FC_ROLE_INLINE,
    T(B) = FC_ROLE_INLINE,         T(I) = FC_ROLE_INLINE,
    T(U) = FC_ROLE_INLINE,         T(S) = FC_ROLE_INLINE,
    T(EM) = FC_ROLE_INLINE,        T(STRONG) = FC_ROLE_INLINE,
    T(SPAN) = FC_ROLE_INLINE,      T(SMALL) = FC_ROLE_INLINE,
    T(BIG) = FC_ROLE_INLINE,       T(FONT) = FC_ROLE_INLINE,
    T(VAR) = FC_ROLE_INLINE,       T(CITE) = FC_ROLE_INLINE,
    T(Q) = FC_ROLE_INLINE,         T(DFN) = FC_ROLE_INLINE,
    T(ABBR) = FC_ROLE_INLINE,      T(ACRONYM) = FC_ROLE_INLINE,
    T(TIME) = FC_ROLE_INLINE,      T(MARK) = FC_ROLE_INLINE,
    T(BDI) = FC_ROLE_INLINE,       T(BDO) = FC_ROLE_INLINE,
    T(INS) = FC_ROLE_INLINE,       T(DEL) = FC_ROLE_SKIP,
    T(STRIKE) = FC_ROLE_INLINE,    T(OPTION) = FC_ROLE_CODE,
};

static const uint8_t xml_roles[FC_XML_COUNT - FC_TAG_COUNT] = {
    /* JATS: metadata is read elsewhere, and figures leave their captions */
    X(journal_meta) = FC_ROLE_SKIP, X(article_meta) = FC_ROLE_SKIP,
    X(article_id) = FC_ROLE_SKIP,
    X(article_categories) = FC_ROLE_SKIP, X(contrib_group) = FC_ROLE_SKIP,
    X(aff) = FC_ROLE_SKIP, X(author_notes) = FC_ROLE_SKIP, X(pub_date) = FC_ROLE_SKIP,
    X(history) = FC_ROLE_SKIP, X(permissions) = FC_ROLE_SKIP, X(counts) = FC_ROLE_SKIP,
    X(custom_meta_group) = FC_ROLE_SKIP, X(funding_group) = FC_ROLE_SKIP,
    X(object_id) = FC_ROLE_SKIP, X(graphic) = FC_ROLE_SKIP,
    X(inline_graphic) = FC_ROLE_SKIP,
    X(related_article) = FC_ROLE_SKIP, X(related_object) = FC_ROLE_SKIP,
    X(self_uri) = FC_ROLE_SKIP, X(index_term) = FC_ROLE_SKIP, X(pub_id) = FC_ROLE_INLINE,
    X(processing_meta) = FC_ROLE_SKIP, X(alt_title) = FC_ROLE_SKIP,
    X(front_stub) = FC_ROLE_BLOCK, X(title_group) = FC_ROLE_BLOCK,
    X(subtitle) = FC_ROLE_BLOCK,
    X(sub_article) = FC_ROLE_SECTION, X(response) = FC_ROLE_SECTION,
    X(article_title) = FC_ROLE_INLINE, X(trans_title) = FC_ROLE_INLINE,
    X(back) = FC_ROLE_BLOCK, X(floats_group) = FC_ROLE_BLOCK, X(sec) = FC_ROLE_SECTION,
    X(ack) = FC_ROLE_SECTION, X(app) = FC_ROLE_SECTION, X(app_group) = FC_ROLE_SECTION,
    X(bio) = FC_ROLE_SECTION, X(glossary) = FC_ROLE_SECTION, X(notes) = FC_ROLE_SECTION,
    X(fn_group) = FC_ROLE_SECTION, X(ref_list) = FC_ROLE_SECTION,
    X(abstract) = FC_ROLE_SECTION,
    X(trans_abstract) = FC_ROLE_SECTION, X(fn) = FC_ROLE_BLOCK,
    X(fig) = FC_ROLE_BLOCK, X(fig_group) = FC_ROLE_BLOCK, X(table_wrap) = FC_ROLE_BLOCK,
    X(table_wrap_group) = FC_ROLE_BLOCK, X(table_wrap_foot) = FC_ROLE_BLOCK,
    X(media) = FC_ROLE_BLOCK, X(supplementary_material) = FC_ROLE_BLOCK,
    X(boxed_text) = FC_ROLE_BLOCK, X(statement) = FC_ROLE_BLOCK,
    X(verse_group) = FC_ROLE_BLOCK,
    X(verse_line) = FC_ROLE_LINE, X(attrib) = FC_ROLE_BLOCK, X(speech) = FC_ROLE_BLOCK,
    X(speaker) = FC_ROLE_INLINE, X(preformat) = FC_ROLE_PRE,
    X(disp_quote) = FC_ROLE_QUOTE,
    X(list) = FC_ROLE_LIST, X(list_item) = FC_ROLE_ITEM, X(def_list) = FC_ROLE_LIST,
    X(def_item) = FC_ROLE_ITEM, X(term) = FC_ROLE_TERM, X(def) = FC_ROLE_DEFINITION,
    X(disp_formula) = FC_ROLE_DISPLAY, X(disp_formula_group) = FC_ROLE_BLOCK,
    X(inline_formula) = FC_ROLE_FORMULA, X(alternatives) = FC_ROLE_FORMULA,
    X(tex_math) = FC_ROLE_TEX, X(chem_struct_wrap) = FC_ROLE_BLOCK,
    X(chem_struct) = FC_ROLE_INLINE,
    X(ref) = FC_ROLE_BLOCK, X(mixed_citation) = FC_ROLE_BLOCK,
    X(element_citation) = FC_ROLE_SPACED,
    X(nlm_citation) = FC_ROLE_SPACED, X(citation) = FC_ROLE_SPACED,
    X(person_group) = FC_ROLE_SPACED,
    X(name) = FC_ROLE_SPACED, X(string_name) = FC_ROLE_SPACED,
    X(italic) = FC_ROLE_INLINE, X(bold) = FC_ROLE_INLINE, X(monospace) = FC_ROLE_CODE,
    X(sc) = FC_ROLE_INLINE, X(underline) = FC_ROLE_INLINE, X(overline) = FC_ROLE_INLINE,
    X(styled_content) = FC_ROLE_INLINE, X(named_content) = FC_ROLE_INLINE,
    X(xref) = FC_ROLE_INLINE,
    X(ext_link) = FC_ROLE_LINK, X(uri) = FC_ROLE_INLINE, X(email) = FC_ROLE_INLINE,
    X(surname) = FC_ROLE_INLINE, X(given_names) = FC_ROLE_INLINE,
    X(collab) = FC_ROLE_INLINE,
    X(year) = FC_ROLE_INLINE, X(volume) = FC_ROLE_INLINE, X(fpage) = FC_ROLE_INLINE,
    X(lpage) = FC_ROLE_INLINE, X(issue) = FC_ROLE_INLINE,
    X(publisher_name) = FC_ROLE_INLINE,
    X(kwd_group) = FC_ROLE_SKIP,
    /* CNXML */
    X(metadata) = FC_ROLE_SKIP, X(content) = FC_ROLE_BLOCK, X(para) = FC_ROLE_BLOCK,
    X(note) = FC_ROLE_BLOCK, X(exercise) = FC_ROLE_BLOCK, X(problem) = FC_ROLE_BLOCK,
    X(solution) = FC_ROLE_BLOCK, X(commentary) = FC_ROLE_BLOCK,
    X(equation) = FC_ROLE_DISPLAY,
    X(item) = FC_ROLE_ITEM, X(subfigure) = FC_ROLE_BLOCK, X(meaning) = FC_ROLE_DEFINITION,
    X(definition) = FC_ROLE_BLOCK, X(example) = FC_ROLE_BLOCK, X(rule) = FC_ROLE_BLOCK,
    X(proof) = FC_ROLE_BLOCK, X(quote) = FC_ROLE_QUOTE, X(emphasis) = FC_ROLE_INLINE,
    X(footnote) = FC_ROLE_NOTE, X(newline) = FC_ROLE_BREAK, X(foreign) = FC_ROLE_INLINE,
    /* DocBook */
    X(book) = FC_ROLE_BLOCK, X(part) = FC_ROLE_SECTION, X(chapter) = FC_ROLE_SECTION,
    X(preface) = FC_ROLE_SECTION, X(appendix) = FC_ROLE_SECTION,
    X(sect1) = FC_ROLE_SECTION,
    X(sect2) = FC_ROLE_SECTION, X(sect3) = FC_ROLE_SECTION, X(sect4) = FC_ROLE_SECTION,
    X(sect5) = FC_ROLE_SECTION, X(simplesect) = FC_ROLE_SECTION,
    X(bridgehead) = FC_ROLE_TITLE,
    X(simpara) = FC_ROLE_BLOCK, X(formalpara) = FC_ROLE_BLOCK,
    X(itemizedlist) = FC_ROLE_LIST,
    X(orderedlist) = FC_ROLE_ORDERED, X(listitem) = FC_ROLE_ITEM,
    X(variablelist) = FC_ROLE_LIST,
    X(varlistentry) = FC_ROLE_ITEM, X(procedure) = FC_ROLE_ORDERED,
    X(step) = FC_ROLE_ITEM,
    X(substeps) = FC_ROLE_ORDERED, X(programlisting) = FC_ROLE_PRE,
    X(screen) = FC_ROLE_PRE,
    X(literallayout) = FC_ROLE_PRE, X(literal) = FC_ROLE_CODE, X(command) = FC_ROLE_CODE,
    X(filename) = FC_ROLE_CODE, X(varname) = FC_ROLE_CODE, X(function) = FC_ROLE_CODE,
    X(userinput) = FC_ROLE_CODE, X(computeroutput) = FC_ROLE_CODE,
    X(replaceable) = FC_ROLE_INLINE,
    X(informaltable) = FC_ROLE_TABLE, X(informalequation) = FC_ROLE_DISPLAY,
    X(inlineequation) = FC_ROLE_FORMULA, X(mathphrase) = FC_ROLE_INLINE,
    X(tip) = FC_ROLE_BLOCK, X(warning) = FC_ROLE_BLOCK, X(important) = FC_ROLE_BLOCK,
    X(caution) = FC_ROLE_BLOCK, X(sidebar) = FC_ROLE_BLOCK, X(mediaobject) = FC_ROLE_SKIP,
    X(inlinemediaobject) = FC_ROLE_SKIP, X(indexterm) = FC_ROLE_SKIP,
    X(ulink) = FC_ROLE_LINK,
    X(info) = FC_ROLE_SKIP, X(bookinfo) = FC_ROLE_SKIP, X(articleinfo) = FC_ROLE_SKIP,
    X(epigraph) = FC_ROLE_QUOTE,
    /* TEI and FictionBook */
    X(teiHeader) = FC_ROLE_SKIP, X(description) = FC_ROLE_SKIP, X(binary) = FC_ROLE_SKIP,
    X(div1) = FC_ROLE_SECTION, X(div2) = FC_ROLE_SECTION, X(div3) = FC_ROLE_SECTION,
    X(div4) = FC_ROLE_SECTION, X(div5) = FC_ROLE_SECTION, X(lg) = FC_ROLE_BLOCK,
    X(l) = FC_ROLE_LINE, X(hi) = FC_ROLE_INLINE, X(lb) = FC_ROLE_BREAK,
    X(pb) = FC_ROLE_INLINE,
    X(sp) = FC_ROLE_BLOCK, X(stage) = FC_ROLE_BLOCK, X(formula) = FC_ROLE_FORMULA,
    X(poem) = FC_ROLE_BLOCK, X(stanza) = FC_ROLE_BLOCK, X(v) = FC_ROLE_LINE,
    X(text_author) = FC_ROLE_BLOCK, X(empty_line) = FC_ROLE_BLOCK,
};

#undef X
#undef T

static unsigned parent_tag(const fc_dom *dom, uint32_t node)
{
    return node ? dom->node[dom->node[node].parent].tag : FC_TAG_UNKNOWN;
}

enum { FIRST_CHILDREN = 32 };

bool fc_markup_has_child(const fc_dom *dom, uint32_t node, unsigned tag)
{
    unsigned n = 0;
    for (uint32_t i = node + 1; i < dom->node[node].end && n++ < FIRST_CHILDREN;
         i = dom->node[i].end)
        if (dom->node[i].tag == tag)
            return true;
    return false;
}

/* Project Gutenberg's licence and header, around the book that its EPUB holds. */
static bool is_licence(const fc_dom *dom, uint32_t node)
{
    fc_str names = fc_dom_attr(dom, node, "class");
    return fc_str_find(names, FC_STR("pg-boilerplate")) < names.n;
}

/* Names that mean something else elsewhere. */
static fc_role by_place(const fc_dom *dom, uint32_t node, unsigned tag, fc_role role)
{
    unsigned parent = parent_tag(dom, node);
    bool html = dom->node[node].ns == FC_NS_HTML;
    switch (tag) {
    case FC_TAG_HEAD: /* TEI's is a title */
        return parent == FC_TAG_HTML || html ? FC_ROLE_SKIP : FC_ROLE_TITLE;
    case FC_TAG_SECTION: /* HTML's headings have levels of their own */
        return !html ? role : is_licence(dom, node) ? FC_ROLE_SKIP : FC_ROLE_BLOCK;
    case FC_TAG_DIV:
        if (html && is_licence(dom, node))
            return FC_ROLE_SKIP;
        return !html && (fc_markup_has_child(dom, node, FC_TAG_HEAD) ||
                         fc_markup_has_child(dom, node, FC_TAG_TITLE))
                   ? FC_ROLE_SECTION
                   : role;
    case FC_TAG_ARTICLE:
        return parent == FC_XML_book || parent == FC_XML_part ? FC_ROLE_SECTION : role;
    case FC_TAG_LABEL:
        return html ? FC_ROLE_INLINE : role;
    case FC_TAG_BLOCKQUOTE: case FC_TAG_Q:
        return role;
    case FC_TAG_CITE: /* FictionBook's is a quotation */
        return fc_markup_has_child(dom, node, FC_TAG_P) ? FC_ROLE_QUOTE : role;
    case FC_TAG_CODE: {
        fc_str display = fc_dom_attr(dom, node, "display");
        bool lines =
            parent == FC_XML_sec || parent == FC_TAG_BODY || fc_str_is(display, "block");
        return !html && lines ? FC_ROLE_PRE : role;
    }
    case FC_TAG_TEXT_SVG:
        return FC_ROLE_BLOCK;
    case FC_XML_article_title:
        return parent == FC_XML_title_group ? FC_ROLE_TITLE : role;
    case FC_XML_list: {
        fc_str type = fc_dom_attr(dom, node, "list-type");
        fc_str type2 = type.n ? type : fc_dom_attr(dom, node, "type");
        bool ordered = fc_str_is(type2, "order") || fc_str_is(type2, "enumerated") ||
                       fc_str_is(type2, "arabic") || fc_str_is(type2, "ordered");
        return ordered ? FC_ROLE_ORDERED : role;
    }
    case FC_XML_note: /* TEI's are footnotes */
        return !fc_markup_has_child(dom, node, FC_XML_para) &&
                       fc_dom_attr(dom, node, "place").n
                   ? FC_ROLE_NOTE
                   : role;
    case FC_XML_quote: {
        fc_str display = fc_dom_attr(dom, node, "display");
        return fc_str_is(display, "inline") ? FC_ROLE_INLINE : role;
    }
    case FC_XML_term:
        return parent == FC_XML_def_item || parent == FC_XML_varlistentry ||
                       parent == FC_XML_definition ? role : FC_ROLE_INLINE;
    case FC_XML_listitem:
        return parent == FC_XML_varlistentry ? FC_ROLE_DEFINITION : role;
    case FC_XML_mixed_citation: case FC_XML_citation: case FC_XML_element_citation:
        return parent == FC_XML_ref    ? role
               : role == FC_ROLE_BLOCK ? FC_ROLE_INLINE
                                       : role;
    case FC_XML_row: case FC_XML_tgroup:
        return FC_ROLE_BLOCK;
    default:
        return role;
    }
}

fc_role fc_markup_role(const fc_dom *dom, uint32_t node)
{
    const fc_node *d = &dom->node[node];
    fc_role role =
        d->tag < FC_TAG_COUNT ? html_roles[d->tag] : xml_roles[d->tag - FC_TAG_COUNT];
    if (d->ns == FC_NS_MATHML)
        return d->tag == FC_TAG_MATH ? FC_ROLE_MATH : FC_ROLE_SKIP;
    if (d->ns == FC_NS_ODF)
        return fc_markup_odf_role(dom, node);
    if (d->ns == FC_NS_SVG)
        return FC_ROLE_SKIP;
    return by_place(dom, node, d->tag, role);
}
