/* code_block.c - blocks of code that are no <pre>: editors and highlighters that lay out
 * each line as an element, in divisions, tables or lists. */
#include "base/str.h"
#include "extractors/code.h"
#include "html/style.h"

enum {
    MAX_LOOK = 4096,            /* nodes of a table that are looked at */
    FIRST_PARTS = 16,           /* elements in which GeSHi's names are looked for */
    LABEL_BYTES = 64
};

static bool has_class(const fc_page *page, uint32_t node, const char *name)
{
    return fc_node_has_class(page->dom, node, name);
}

/* No block of code within it that would do better: a <pre>, or a form. What has none in
 * so many nodes is long code. */
static bool holds_no_block(const fc_dom *dom, uint32_t node)
{
    uint32_t end = dom->node[node].end;
    for (uint32_t i = node + 1; i < end && i - node <= MAX_LOOK; i++) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_PRE || tag == FC_TAG_FORM)
            return false;
    }
    return true;
}

/* Lines of code, as divisions, items, breaks or characters, and no text of paragraphs. */
static bool holds_lines(const fc_dom *dom, uint32_t node)
{
    uint32_t lines = 0;
    for (uint32_t i = node + 1; i < dom->node[node].end && i - node <= MAX_LOOK; i++) {
        unsigned tag = dom->node[i].tag;
        fc_str text = fc_dom_text(dom, i);
        if (tag == FC_TAG_P || tag == FC_TAG_TABLE || tag == FC_TAG_FORM ||
            fc_tag_level(tag))
            return false;
        if (tag == FC_TAG_TEXT)
            lines += fc_str_findc(text, '\n') < text.n;
        else
            lines += tag == FC_TAG_DIV || tag == FC_TAG_BR || tag == FC_TAG_LI;
    }
    return lines > 1;
}

/* Where an editor keeps its lines; the rest of it is cursors, gutters and scroll bars. */
static bool is_editor(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "CodeMirror-code",   "cm-content",
                                         "view-lines",        "ace_text-layer",
                                         "syntaxhighlighter", "crayon-pre",
                                         "react-code-lines",  "geshi",
                                         "wp-geshi-highlight", "mw-geshi",
                                         "code-view",         "codecolorer",
                                         "codecolorer-container" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_class(page, node, names[i]))
            return true;
    return fc_str_is(fc_dom_id(page->dom, node), "vimCodeElement");
}

/* What GeSHi calls keywords, brackets and strings, among the first parts. */
static bool has_geshi_parts(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "kw1", "kw2", "kw3", "kw4", "br0", "sy0",
                                         "st0", "nu0", "co1", "re0", "de1" };
    const fc_dom *dom = page->dom;
    for (uint32_t i = node + 1, looks = 0; i < dom->node[node].end && looks < FIRST_PARTS;
         i++) {
        if (dom->node[i].tag == FC_TAG_TEXT)
            continue;
        looks++;
        if (dom->node[i].class_at &&
            fc_node_has_class_of(dom, i, names, sizeof names / sizeof *names))
            return true;
    }
    return false;
}

/* GeSHi's <div>, the language its class; what it holds has breaks, or is items of a list
 * with a <pre> or a <div> in each. */
static bool is_geshi(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    if (!dom->node[node].class_at || !fc_code_first_word(fc_dom_class(dom, node)).n)
        return false;
    if (!fc_str_istarts(fc_dom_attr(dom, node, "style"),
                        FC_STR("font-family:monospace")) &&
        !has_geshi_parts(page, node))
        return false;
    return (dom->node[node + 1].tag == FC_TAG_OL || holds_no_block(dom, node)) &&
           holds_lines(dom, node);
}

/* What editors put on the clipboard: blanks and line ends count, in a font for code. */
static bool is_pasted(const fc_page *page, uint32_t node)
{
    fc_str style = fc_dom_attr(page->dom, node, "style");
    return fc_str_istarts(fc_style_value(style, "white-space"), FC_STR("pre")) &&
           fc_style_is_monospace(style) && holds_no_block(page->dom, node) &&
           holds_lines(page->dom, node);
}

/* A table with a line in each row; Doxygen's declarations have a parameter in each. */
static bool is_line_table(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "highlight", "js-file-line-container", "hljs-ln",
                                         "crayon-table", "highlighttable", "rouge-table",
                                         "diff-table", "code-table", "memname" };
    const fc_dom *dom = page->dom;
    if (dom->node[node].tag != FC_TAG_TABLE || has_class(page, node, "csv-data"))
        return false;
    if (has_class(page, node, "rouge-line-table")) /* a <pre> in each row */
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_class(page, node, names[i]))
            return holds_no_block(dom, node);
    return false;
}

/* <ol class="linenums">, or GeSHi's <ol><li class="li1">: a line in each item. */
static bool is_line_list(const fc_page *page, uint32_t node)
{
    const fc_node *n = &page->dom->node[node];
    if (n->tag != FC_TAG_OL && n->tag != FC_TAG_UL)
        return false;
    if (n->n > 8 && has_class(page, node, "linenums"))
        return true;
    if (n->tag == FC_TAG_OL && n->n > 8 && has_class(page, node, "hl") && /* highlight */
        n[1].tag == FC_TAG_LI && has_class(page, node + 1, "hl"))
        return true;
    return n->tag == FC_TAG_OL && n->end > node + 2 && n[1].tag == FC_TAG_LI &&
           n[1].n > 8 && has_class(page, node + 1, "li1") &&
           (has_class(page, node + 2, "de1") || has_class(page, node + 2, "de2"));
}

/* CodeMirror 5: a <pre> for each line, and others that only measure. */
static bool is_codemirror(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    if (!has_class(page, node, "CodeMirror"))
        return false;
    for (uint32_t i = node + 1; i < dom->node[node].end && i < node + MAX_LOOK; i++)
        if (dom->node[i].tag == FC_TAG_DIV && has_class(page, i, "CodeMirror-code"))
            return true;
    return false;
}

/* Whether line ends of a <code> are seen. */
static bool shows_lines(const fc_dom *dom, uint32_t node)
{
    fc_str style = fc_dom_attr(dom, node, "style"),
           class = fc_dom_attr(dom, node, "class");
    return fc_str_ifind(style, FC_STR("white-space")) < style.n ||
           fc_str_ifind(style, FC_STR("block")) < style.n ||
           fc_node_has_class(dom, node, "hljs") ||
           fc_str_find(class, FC_STR("language-")) < class.n;
}

/* A <code> outside of a <pre> that holds lines and is shown as a block, or has breaks as
 * PHP writes its own. */
static bool is_code_block(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    if (dom->node[node].n > 8 && has_class(page, node, "block"))
        return true;
    bool lines = dom->node[node].n > 8 && shows_lines(dom, node);
    for (uint32_t i = node + 1; i < dom->node[node].end && i < node + MAX_LOOK; i++) {
        const fc_node *n = &dom->node[i];
        fc_str text = fc_dom_text(dom, i);
        if (n->tag == FC_TAG_BR)
            return true;
        if (n->tag != FC_TAG_TEXT || !lines)
            continue;
        text = n->blank ? text : fc_str_trim(text);
        if (fc_str_findc(text, '\n') < text.n)
            return true;
    }
    return false;
}

/* <div class="code-block">: one text with lines. What TeX's package listings became has
 * elements in it. */
static bool is_text_block(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    const fc_node *n = &dom->node[node];
    if (has_class(page, node, "lstlisting"))
        return holds_no_block(dom, node);
    if (n->end != node + 2 || dom->node[node + 1].tag != FC_TAG_TEXT ||
        !(has_class(page, node, "code-block") || has_class(page, node, "codeblock")))
        return false;
    fc_str text = fc_str_trim(fc_dom_text(dom, node + 1));
    return fc_str_findc(text, '\n') < text.n;
}

/* A <math> in a subtree, by the index of all. */
static bool holds_math(const fc_page *page, uint32_t node)
{
    uint32_t lo = 0, hi = page->maths;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (page->math[mid] <= node)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < page->maths && page->math[lo] < page->dom->node[node].end;
}

/* A line of LaTeXML's; those of an algorithm have formulas, which are no code. */
static bool is_listing_line(const fc_page *page, uint32_t node)
{
    return has_class(page, node, "ltx_listingline") && !holds_math(page, node);
}

/* A <div> of lines that are elements each, as Doxygen and LaTeXML write them; among them
 * stand the boxes that names open when they are pointed at, and a link to the source. */
static bool is_line_stack(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    uint32_t lines = 0;
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end) {
        if (dom->node[i].tag == FC_TAG_TEXT && dom->node[i].blank)
            continue;
        if (dom->node[i].tag != FC_TAG_DIV)
            return false;
        if (has_class(page, i, "line") || is_listing_line(page, i))
            lines++;
        else if (!has_class(page, i, "ttc") && !has_class(page, i, "ltx_listing_data"))
            return false;
        if (dom->node[i].end > i + 1 && dom->node[i + 1].tag == FC_TAG_PRE)
            return false;
    }
    return lines;
}

static bool text_follows(const fc_dom *dom, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        if (dom->node[i].tag == FC_TAG_TEXT && !dom->node[i].blank)
            return true;
    return false;
}

uint32_t fc_code_body(const fc_page *page, uint32_t block, fc_str *language)
{
    const fc_dom *dom = page->dom;
    uint32_t end = dom->node[block].end;
    char label[LABEL_BYTES];    /* what stands before a <code> */
    size_t n = 0;
    bool small = true;
    for (uint32_t i = block + 1; i < end && i < block + MAX_LOOK; i++) {
        fc_str told = { NULL, 0 }, text = fc_dom_text(dom, i);
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_CODE && n && small &&
            fc_code_is_label((fc_str){ label, n }, &told) &&
            !text_follows(dom, dom->node[i].end, end)) {
            *language = language->n ? *language : told;
            return i;
        }
        if (tag == FC_TAG_DIV && page->elem_of[i] && is_editor(page, i))
            return i;
        if (tag != FC_TAG_TEXT || dom->node[i].blank)
            continue;
        small &= n + text.n + 1 < sizeof label;
        if (!small)
            continue;
        memcpy(label + n, text.p, text.n);
        n += text.n;
        label[n++] = ' ';
    }
    return block;
}

bool fc_code_is_block(const fc_page *page, uint32_t node)
{
    const fc_node *n = &page->dom->node[node];
    switch (n->tag) {
    case FC_TAG_PRE: case FC_TAG_LISTING: case FC_TAG_XMP:
        return true;
    case FC_TAG_CODE:
        return (n->n > 8 ? n->end > node + 1 : n->end > node + 2) &&
               is_code_block(page, node);
    case FC_TAG_TABLE: case FC_TAG_OL: case FC_TAG_UL: case FC_TAG_DIV:
        if (n->tag == FC_TAG_OL && is_line_list(page, node))
            return true;
        if (!(page->elem[page->elem_of[node]].flags & FC_EL_CODE))
            return false;
        return is_line_table(page, node) || is_line_list(page, node) ||
               is_codemirror(page, node) || is_text_block(page, node) ||
               (n->tag == FC_TAG_DIV &&
                (is_line_stack(page, node) || is_geshi(page, node) ||
                 is_pasted(page, node))) ||
               (n->tag == FC_TAG_DIV && is_editor(page, node) &&
                holds_no_block(page->dom, node));
    default:
        return false;
    }
}
