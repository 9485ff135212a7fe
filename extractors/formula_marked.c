/* formula_marked.c - formulas that a class alone tells: an element with TeX in it, or
 * with letters, indexes and exponents, which no script has drawn yet. */
#include "base/str.h"
#include "extractors/formula.h"

static bool has_class(const fc_page *page, uint32_t node, const char *name)
{
    return fc_node_has_class(page->dom, node, name);
}

/* Signs that a text without delimiters is TeX and not words. */
static bool looks_like_tex(fc_str s)
{
    bool blank = false, sign = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' || s.p[i] == '^' || s.p[i] == '_')
            return true;
        blank |= fc_is_space(s.p[i]);
        sign |= s.p[i] == '=' || s.p[i] == '+' || s.p[i] == '<' || s.p[i] == '>';
    }
    return sign || (s.n <= 2 && !blank);
}

static bool between(fc_str s, fc_str open, fc_str close)
{
    return s.n > open.n + close.n && fc_str_starts(s, open) && fc_str_ends(s, close);
}

static bool is_displayed(fc_str s)
{
    return between(s, FC_STR("\\["), FC_STR("\\]")) ||
           between(s, FC_STR("$$"), FC_STR("$$")) || fc_str_starts(s, FC_STR("\\begin{"));
}

static bool is_delimited(fc_str s)
{
    return is_displayed(s) || between(s, FC_STR("\\("), FC_STR("\\)")) ||
           between(s, FC_STR("$"), FC_STR("$"));
}

/* Pandoc: <span class="math inline">, whatever it was told to write into it. */
static bool is_pandoc(const fc_page *page, uint32_t node)
{
    return has_class(page, node, "math") &&
           (has_class(page, node, "inline") || has_class(page, node, "display"));
}

/* Classes of what is TeX for sure: GitLab, remark, pulldown-cmark. */
static bool is_marked_tex(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "js-render-math", "math-inline", "math-display",
                                         "language-math" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_class(page, node, names[i]))
            return true;
    return is_pandoc(page, node);
}

/* A text that has signs as they are read, and no command that TeX would need for them. */
static bool is_read_text(fc_str s)
{
    bool read = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' || s.p[i] == '^' || s.p[i] == '_')
            return false;
        read |= (unsigned char)s.p[i] >= 0x80 || s.p[i] == '%';
    }
    return read;
}

/* Letters, indexes and exponents, as Pandoc writes simple formulas. */
static bool is_plain_html(const fc_dom *dom, uint32_t node)
{
    if (dom->node[node].end == node + 2 && !is_read_text(fc_dom_text(dom, node + 1)))
        return false;
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        unsigned tag = dom->node[i].tag;
        if (tag != FC_TAG_TEXT && tag != FC_TAG_EM && tag != FC_TAG_STRONG &&
            tag != FC_TAG_SUB && tag != FC_TAG_SUP)
            return false;
    }
    return true;
}

/* <pre><code class="language-math">. */
uint32_t fc_formula_within_pre(const fc_dom *dom, uint32_t node)
{
    bool code = dom->node[node].tag == FC_TAG_PRE && dom->node[node].end == node + 3 &&
                dom->node[node + 1].tag == FC_TAG_CODE;
    return node + code;
}

/* <span class="math">x^2</span>, as jsMath and some editors have it: one text, nothing
 * else. GNU Texinfo has <div class="displaymath"><em>x^2</em></div>. */
fc_formula_form fc_formula_marked(const fc_page *page, uint32_t node, uint32_t *holder)
{
    static const char *const bare[] = { "math", "tex", "latex" };
    const fc_dom *dom = page->dom;
    bool display = dom->node[node].end == node + 3 &&
                   has_class(page, node, "displaymath");
    uint32_t code = fc_formula_within_pre(dom, node), text = code + 1 + display;
    *holder = node;
    if (is_pandoc(page, node) && is_plain_html(dom, node))
        return FC_FORMULA_HTML;
    if (dom->node[node].end != text + 1 || dom->node[text].tag != FC_TAG_TEXT)
        return FC_FORMULA_NO_FORM;
    fc_str body = fc_str_trim(fc_dom_text(dom, text));
    bool formula = display || is_delimited(body) || has_class(page, node, "ltx_Math") ||
                   is_marked_tex(page, node) ||
                   (code != node && is_marked_tex(page, code));
    bool source = dom->node[node].tag == FC_TAG_PRE; /* of a paper, as code */
    for (size_t i = 0; i < 3 && !formula && !source; i++)
        formula = has_class(page, node, bare[i]) && looks_like_tex(body);
    *holder = text - 1;
    return formula ? FC_FORMULA_TEXT : FC_FORMULA_NO_FORM;
}

/* "\begin{pmatrix}" begins a display, unless the page says that it is in a line. */
static bool is_inline(const fc_page *page, uint32_t node)
{
    return has_class(page, node, "math-inline") || has_class(page, node, "inline") ||
           fc_str_is(fc_dom_attr(page->dom, node, "data-math-style"), "inline");
}

bool fc_formula_marked_display(const fc_page *page, uint32_t holder)
{
    const fc_dom *dom = page->dom;
    const fc_node *n = &dom->node[holder];
    if ((fc_tag_flags[n->tag] & FC_TAGF_BLOCK) ||
        dom->node[n->parent].tag == FC_TAG_PRE || has_class(page, holder, "display"))
        return true;
    return !is_inline(page, holder) &&
           is_displayed(fc_str_trim(fc_dom_text(dom, holder + 1)));
}
