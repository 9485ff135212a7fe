/* markdown_doc.c - Markdown as GitHub has it, to ours: see docs.h.
 *
 * Each line is first matched against the quotes and items that are open, then may open
 * others (markdown_levels.c), and what is left of it is a line of a leaf
 * (markdown_leaf.c). */
#include "base/str.h"
#include "extractors/markdown_dialect.h"
#include "extractors/markdown_line.h"
#include "extractors/markdown_walk.h"

/* A line that begins a block of its own, so that it ends a paragraph. */
static bool take_block(fc_markdown *r, fc_str s, unsigned indent)
{
    const char *end;
    if (fc_markdown_take_math(r, s) || fc_markdown_take_heading(r, s) ||
        fc_markdown_open_directive(r, s, indent) ||
        fc_markdown_take_fence(r, s, indent) || fc_markdown_take_highlight(r, s))
        return true;
    if (fc_markdown_is_rule(s) || fc_markdown_is_command(s)) {
        fc_markdown_end_leaf(r);
        return true;
    }
    if (fc_markdown_html(s, &end)) {
        fc_markdown_begin_leaf(r, FC_LEAF_HTML);
        r->html_end = end;
        fc_markdown_take_html(r, s);
        return true;
    }
    return false;
}

/* What the marks of levels leave of a line. */
static void take_line(fc_markdown *r, fc_str s)
{
    unsigned indent = fc_markdown_indent(s);
    fc_str rest = fc_docs_rest(s);
    if (!rest.n) {
        if (r->leaf == FC_LEAF_INDENTED)
            fc_markdown_add_line(r, rest);
        else
            fc_markdown_end_leaf(r);
        return;
    }
    if (indent > 3 && r->leaf != FC_LEAF_PARAGRAPH) {
        if (r->leaf != FC_LEAF_INDENTED)
            fc_markdown_begin_leaf(r, FC_LEAF_INDENTED);
        fc_markdown_add_line(r, fc_markdown_strip(s, 4));
        return;
    }
    if (r->leaf == FC_LEAF_INDENTED)
        fc_markdown_end_leaf(r);
    if (indent < 4 && fc_markdown_open_definition(r, &rest))
        indent = 0;
    if (indent < 4 &&
        (fc_markdown_take_underline(r, rest) || fc_markdown_take_table(r, rest) ||
         take_block(r, rest, indent)))
        return;
    if (r->leaf == FC_LEAF_TABLE) {
        fc_markdown_take_row(r, rest);
        return;
    }
    if (r->leaf != FC_LEAF_PARAGRAPH) {
        if (fc_markdown_is_definition(rest))
            return;
        fc_markdown_begin_leaf(r, FC_LEAF_PARAGRAPH);
    }
    fc_markdown_add_line(r, rest);
}

static bool begins_block(fc_markdown *r, fc_str s)
{
    const char *end;
    char mark;
    uint32_t number;
    fc_str rest = fc_docs_rest(s);
    return rest.p[0] == '>' || rest.p[0] == '#' || fc_markdown_is_rule(rest) ||
           fc_markdown_html(rest, &end) || fc_str_starts(rest, FC_STR("```")) ||
           fc_str_starts(rest, FC_STR("~~~")) || fc_str_starts(rest, FC_STR(": ")) ||
           fc_str_starts(rest, FC_STR(":::")) || fc_str_starts(rest, FC_STR("$$")) ||
           fc_markdown_item(rest, &mark, &number) > 0 || r->leaf != FC_LEAF_PARAGRAPH;
}

static void take(fc_markdown *r, fc_str s)
{
    if (fc_markdown_is_next(s)) {
        fc_markdown_close_levels(r, 0);
        fc_markdown_end_leaf(r);
        return;
    }
    unsigned matched = fc_markdown_match_levels(r, &s);
    bool whole = matched == r->levels;
    if (r->script) {
        r->script = fc_docs_rest(s).n > 0;
        return;
    }
    if (whole && r->leaf == FC_LEAF_FENCED) {
        if (fc_markdown_ends_fence(r, s))
            fc_markdown_end_leaf(r);
        else if (!fc_markdown_take_option(r, s))
            fc_markdown_add_line(r, fc_markdown_strip(s, r->fence_indent));
        return;
    }
    if (r->leaf == FC_LEAF_MATH) {
        s = fc_markdown_math_line(r, s);
        if (fc_docs_rest(s).n)
            take_line(r, fc_docs_rest(s));
        return;
    }
    bool html = whole && r->leaf == FC_LEAF_HTML;
    if (!(html && r->html_end) && fc_markdown_close_directive(r, s, matched))
        return;
    if (html) {
        fc_markdown_take_html(r, s);
        return;
    }
    if (fc_markdown_take_option(r, s))
        return;
    if (r->mdx && r->leaf == FC_LEAF_NONE && fc_markdown_is_script(s)) {
        r->script = true;
        return;
    }
    if (!whole && fc_docs_rest(s).n && !begins_block(r, s)) {
        /* a paragraph goes on without the marks */
        fc_markdown_add_line(r, fc_docs_rest(s));
        return;
    }
    fc_markdown_close_levels(r, matched);
    fc_markdown_open_levels(r, &s);
    if (fc_docs_rest(s).n)
        fc_markdown_end_list(r);
    take_line(r, s);
}

/* --------------------------------------------------------------------------- the kind */

/* A file without a type of its own: headings or fences as Markdown has them. */
static bool looks_like_markdown(fc_str s)
{
    static const char *const signs[] = { "\n# ", "\n## ", "\n```", "](http" };
    fc_str head = fc_str_sub(s, 0, 16384);
    size_t n = fc_str_starts(head, FC_STR("# "));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        n += fc_str_find(head, fc_str_of(signs[i])) < head.n;
    return n >= 2;
}

static int markdown_sniff(const fc_capture *cap)
{
    static const char *const types[] = { "text/markdown", "text/x-markdown", NULL };
    static const char *const ends[] = { ".md",  ".markdown", ".mdown", ".mkd", ".mkdn",
                                        ".rmd", ".qmd",      ".mdx",   NULL };
    static const char *const readme[] = { "readme", "README.txt", "/contributing", NULL };
    bool typed, may = fc_docs_may_be(cap, types, &typed);
    if (!may || typed)
        return typed ? 85 : 0;
    if (fc_docs_named(cap, ends))
        return 65;
    return fc_docs_named(cap, readme) && looks_like_markdown(cap->body) ? 55 : 0;
}

static int markdown_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                        fc_call *call)
{
    fc_markdown *r = FC_NEW(call->scratch, fc_markdown);
    int why = fc_docs_open(&r->d, conf, cap, doc, call);
    if (why)
        return why;
    r->text.a = call->scratch;
    r->mdx = fc_str_ends(cap->name, FC_STR(".mdx"));
    fc_markdown_marks(&r->d, &r->links);
    for (r->d.at = fc_front_matter(&r->d); r->d.at < r->d.lines; r->d.at++)
        take(r, r->d.line[r->d.at]);
    fc_markdown_close_levels(r, 0);
    fc_markdown_end_leaf(r);
    fc_docs_close(&r->d);
    return 0;
}

FC_EXTRACTOR(markdown_doc) = {
    .name = "markdown",
    .brief = "Markdown as GitHub has it: READMEs and manuals",
    .sniff = markdown_sniff,
    .run = markdown_run,
};
