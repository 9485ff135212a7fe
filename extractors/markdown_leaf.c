/* markdown_leaf.c - blocks of Markdown without blocks in them: paragraphs, headings,
 * code, HTML, tables. See markdown_walk.h.
 *
 * A paragraph is one only when it ends, for the line below it may make it a heading or
 * the first row of a table. HTML goes through the HTML parser and what writes books. */
#include "base/str.h"
#include "extractors/markdown_dialect.h"
#include "extractors/markdown_line.h"
#include "extractors/markdown_walk.h"
#include "extractors/markup.h"
#include "html/dom.h"

enum { MOST_HTML = 2000, MOST_COLUMNS = 60 };

void fc_markdown_text(fc_markdown *r, fc_str s)
{
    r->links.paragraph = NULL;
    fc_docs_inline(&r->d, fc_str_trim(s));
}

static void write_html(fc_markdown *r, fc_str html)
{
    fc_dom_limits limits;
    fc_dom dom;
    fc_markup u;
    fc_dom_limits_default(&limits);
    limits.arena = (uint64_t)r->d.conf->max_tree;
    if (r->html_parsed++ >= MOST_HTML ||
        fc_dom_parse(&dom, html, &limits, r->d.a, r->d.a, NULL) != FC_OK) {
        fc_md_block(&r->d.md);
        fc_markdown_text(r, html);
        return;
    }
    fc_markup_init(&u, &dom, &r->d.md, r->d.a);
    fc_markup_write(&u, 0, dom.n);
    fc_markup_notes(&u);
}

static void write_code(fc_markdown *r, fc_str code)
{
    if (r->skip)
        return;
    if (fc_str_is(r->language, "math"))
        fc_md_tex(&r->d.md, code, true);
    else
        fc_md_code(&r->d.md, code, r->language);
}

static void forget_leaf(fc_markdown *r)
{
    r->leaf = FC_LEAF_NONE;
    fc_text_clear(&r->text);
    r->text_lines = 0;
}

void fc_markdown_end_leaf(fc_markdown *r)
{
    fc_str s = { r->text.p, r->text.n };
    if (r->leaf == FC_LEAF_PARAGRAPH) {
        fc_md_block(&r->d.md);
        fc_markdown_text(r, s);
        fc_md_block(&r->d.md);
    } else if (r->leaf == FC_LEAF_FENCED || r->leaf == FC_LEAF_INDENTED) {
        write_code(r, s);
    } else if (r->leaf == FC_LEAF_MATH) {
        fc_markdown_write_math(r, s);
    } else if (r->leaf == FC_LEAF_TABLE) {
        fc_md_table_close(&r->d.md);
    } else if (r->leaf == FC_LEAF_HTML) {
        write_html(r, fc_copy(r->d.a, s));
    }
    r->options = r->yaml = false;
    forget_leaf(r);
}

void fc_markdown_add_line(fc_markdown *r, fc_str s)
{
    fc_text_add(&r->text, s.p, s.n);
    fc_text_char(&r->text, '\n');
    r->text_lines++;
}

void fc_markdown_begin_leaf(fc_markdown *r, int leaf)
{
    fc_markdown_end_leaf(r);
    r->leaf = leaf;
    r->language = (fc_str){ "", 0 };
    r->skip = false;
}

bool fc_markdown_take_option(fc_markdown *r, fc_str s)
{
    s = fc_docs_rest(s);
    if (!r->options)
        return false;
    if (fc_str_is(s, "---")) {
        r->options = r->yaml = !r->yaml;
        return true;
    }
    bool pair = fc_str_findc(s, ':') < s.n || !s.n || s.p[0] == '-';
    if (r->yaml ? pair : fc_markdown_is_option(s))
        return true;
    r->options = r->yaml = false;
    return false;
}

bool fc_markdown_take_fence(fc_markdown *r, fc_str s, unsigned indent)
{
    char c = s.n ? s.p[0] : 0;
    if (c != '`' && c != '~')
        return false;
    size_t n = fc_str_run(s, c);
    fc_str info = fc_str_trim(fc_str_sub(s, n, s.n));
    if (n < 3 || (c == '`' && fc_str_findc(info, '`') < info.n))
        return false;
    fc_markdown_begin_leaf(r, FC_LEAF_FENCED);
    r->options = false;
    r->fence = c;
    r->fence_n = n;
    r->fence_indent = indent;
    size_t end = 0;
    while (end < info.n && !fc_is_space(info.p[end]) && !strchr("{,:", info.p[end]))
        end++;
    r->language = fc_str_sub(info, 0, end);
    return true;
}

bool fc_markdown_ends_fence(const fc_markdown *r, fc_str s)
{
    fc_str rest = fc_docs_rest(s);
    size_t n = fc_str_run(rest, r->fence);
    if (r->fence == '%')
        return fc_markdown_highlight_end(rest);
    return n >= r->fence_n && n == rest.n && fc_markdown_indent(s) < 4;
}

bool fc_markdown_take_highlight(fc_markdown *r, fc_str s)
{
    fc_str language;
    if (!fc_markdown_highlight(s, &language))
        return false;
    fc_markdown_begin_leaf(r, FC_LEAF_FENCED);
    r->options = false;
    r->fence = '%';
    r->fence_indent = 0;
    r->language = language;
    return true;
}

bool fc_markdown_take_heading(fc_markdown *r, fc_str s)
{
    size_t n = fc_str_run(s, '#');
    if (!n || n > 6 || (n < s.n && s.p[n] != ' ' && s.p[n] != '\t'))
        return false;
    fc_str title = fc_str_trim(fc_str_sub(s, n, s.n));
    size_t end = title.n;
    while (end && title.p[end - 1] == '#')
        end--;
    if (!end || title.p[end - 1] == ' ')
        title = fc_str_trim(fc_str_sub(title, 0, end));
    fc_markdown_end_leaf(r);
    fc_md_heading(&r->d.md, (unsigned)n);
    fc_markdown_text(r, title);
    fc_md_block(&r->d.md);
    return true;
}

bool fc_markdown_take_underline(fc_markdown *r, fc_str s)
{
    char c = s.n ? s.p[0] : 0;
    size_t n = fc_str_run(s, c);
    if (r->leaf != FC_LEAF_PARAGRAPH || n < s.n || !n || (c != '=' && c != '-'))
        return false;
    fc_md_heading(&r->d.md, c == '=' ? 1 : 2);
    fc_markdown_text(r, (fc_str){ r->text.p, r->text.n });
    fc_md_block(&r->d.md);
    forget_leaf(r);
    return true;
}

void fc_markdown_take_html(fc_markdown *r, fc_str s)
{
    bool ends = r->html_end ? fc_str_ifind(s, fc_str_of(r->html_end)) < s.n
                            : !fc_docs_rest(s).n;
    fc_markdown_add_line(r, s);
    if (ends)
        fc_markdown_end_leaf(r);
}

void fc_markdown_take_row(fc_markdown *r, fc_str s)
{
    fc_str row = fc_markdown_row(s), cell;
    fc_md_row_open(&r->d.md);
    for (size_t n = 0; n < MOST_COLUMNS && fc_markdown_cell(&row, &cell); n++) {
        fc_md_cell_open(&r->d.md);
        fc_markdown_text(r, cell);
        fc_md_cell_close(&r->d.md, 1, 1);
    }
    fc_md_row_close(&r->d.md);
}

bool fc_markdown_take_table(fc_markdown *r, fc_str s)
{
    fc_str head = { r->text.p, r->text.n };
    if (r->leaf != FC_LEAF_PARAGRAPH || r->text_lines != 1 ||
        !fc_markdown_is_delimiter(s) || fc_str_findc(head, '|') == head.n ||
        fc_markdown_cells(head) != fc_markdown_cells(s))
        return false;
    head = fc_copy(r->d.a, fc_str_trim(head));
    r->leaf = FC_LEAF_NONE;
    fc_markdown_begin_leaf(r, FC_LEAF_TABLE);
    fc_md_table_open(&r->d.md);
    fc_markdown_take_row(r, head);
    return true;
}
