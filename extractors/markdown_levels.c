/* markdown_levels.c - blocks of Markdown that hold others: quotes, lists, what MkDocs
 * indents, what stands between fences. See markdown_walk.h. */
#include "base/str.h"
#include "extractors/markdown_dialect.h"
#include "extractors/markdown_line.h"
#include "extractors/markdown_walk.h"

void fc_markdown_close_levels(fc_markdown *r, unsigned to)
{
    while (r->levels > to) {
        fc_markdown_end_leaf(r);
        int kind = r->open[--r->levels].kind;
        if (kind != FC_IN_TABBED && kind != FC_IN_DIV)
            fc_md_close(&r->d.md);
    }
}

void fc_markdown_end_list(fc_markdown *r)
{
    if (r->levels && r->open[r->levels - 1].kind == FC_IN_LIST)
        fc_markdown_close_levels(r, r->levels - 1);
}

static bool push(fc_markdown *r, fc_markdown_level l)
{
    if (r->levels == FC_MARKDOWN_DEEPEST)
        return false;
    r->open[r->levels++] = l;
    return true;
}

unsigned fc_markdown_match_levels(const fc_markdown *r, fc_str *s)
{
    unsigned i = 0;
    for (; i < r->levels; i++) {
        const fc_markdown_level *l = &r->open[i];
        unsigned indent = fc_markdown_indent(*s);
        fc_str rest = fc_docs_rest(*s);
        if (l->kind == FC_IN_QUOTE) {
            if (indent > 3 || !rest.n || rest.p[0] != '>')
                break;
            *s = fc_markdown_strip(fc_str_sub(rest, 1, rest.n), 1);
        } else if (l->kind != FC_IN_LIST && l->kind != FC_IN_BOX &&
                   l->kind != FC_IN_DIV && rest.n) {
            if (indent < l->indent)
                break;
            *s = fc_markdown_strip(*s, (unsigned)l->indent);
        }
    }
    return i;
}

/* An item begins at *s, which moves to its content. */
static bool open_item(fc_markdown *r, fc_str *s, unsigned indent)
{
    char mark;
    uint32_t number;
    fc_str rest = fc_docs_rest(*s);
    size_t n = fc_markdown_item(rest, &mark, &number);
    bool ordered = mark == '.' || mark == ')', empty = n == rest.n;
    if (!n || r->levels + 2 > FC_MARKDOWN_DEEPEST ||
        (r->leaf == FC_LEAF_PARAGRAPH && (empty || (ordered && number != 1)) &&
         !(r->levels && r->open[r->levels - 1].kind == FC_IN_LIST)))
        return false;
    fc_markdown_end_leaf(r);
    fc_markdown_level *top = r->levels ? &r->open[r->levels - 1] : NULL;
    if (top && top->kind == FC_IN_LIST && top->mark != mark) {
        fc_markdown_close_levels(r, r->levels - 1);
        top = NULL;
    }
    if (!top || top->kind != FC_IN_LIST) {
        push(r, (fc_markdown_level){ .kind = FC_IN_LIST, .mark = mark });
        fc_md_list_open(&r->d.md, ordered, number);
    }
    fc_str content = fc_str_sub(rest, n, rest.n);
    unsigned blanks = fc_markdown_indent(content);
    blanks = !content.n || blanks > 4 ? 1 : blanks;
    push(r, (fc_markdown_level){ .kind = FC_IN_ITEM,
                                 .indent = indent + (unsigned)n + blanks });
    fc_md_item_open(&r->d.md);
    *s = fc_markdown_strip(content, blanks);
    return true;
}

static void write_title(fc_markdown *r, fc_str title)
{
    fc_md_block(&r->d.md);
    fc_markdown_text(r, title);
    fc_md_block(&r->d.md);
}

bool fc_markdown_open_directive(fc_markdown *r, fc_str s, unsigned indent)
{
    fc_markdown_fence f;
    if (!fc_markdown_directive(s, &f) || r->levels == FC_MARKDOWN_DEEPEST)
        return false;
    fc_markdown_end_leaf(r);
    fc_markdown_end_list(r);
    r->options = true;
    if (f.what >= FC_FENCE_CODE) {
        r->leaf = FC_LEAF_FENCED;
        r->fence = f.c;
        r->fence_n = f.n;
        r->fence_indent = indent;
        r->language = f.what == FC_FENCE_TEX ? FC_STR("math") : f.language;
        r->skip = f.what == FC_FENCE_SKIP;
        return true;
    }
    bool box = f.what == FC_FENCE_BOX;
    push(r, (fc_markdown_level){ box ? FC_IN_BOX : FC_IN_DIV, f.c, f.n });
    if (box)
        fc_md_quote_open(&r->d.md);
    if (box && !f.title.n)
        f.title = fc_docs_label(&r->d, f.kind);
    if (f.title.n)
        write_title(r, f.title);
    return true;
}

bool fc_markdown_close_directive(fc_markdown *r, fc_str s, unsigned matched)
{
    s = fc_docs_rest(s);
    size_t n = s.n ? fc_markdown_fence_end(s, s.p[0]) : 0;
    for (unsigned i = matched; n && i-- > 0;) {
        const fc_markdown_level *l = &r->open[i];
        if ((l->kind == FC_IN_BOX || l->kind == FC_IN_DIV) && l->mark == s.p[0] &&
            l->indent <= n) {
            fc_markdown_end_leaf(r);
            fc_markdown_close_levels(r, i);
            return true;
        }
    }
    return n && s.p[0] == ':';
}

/* False: none begins here. */
static bool open_remark(fc_markdown *r, fc_str *s, fc_str line)
{
    fc_str title = fc_markdown_remark(line);
    if (!title.p || r->levels == FC_MARKDOWN_DEEPEST)
        return false;
    bool tab = line.p[0] == '=', told = fc_str_findc(line, '"') < line.n;
    fc_markdown_end_leaf(r);
    fc_markdown_end_list(r);
    push(r, (fc_markdown_level){ .kind = tab ? FC_IN_TABBED : FC_IN_REMARK,
                                 .indent = FC_MARKDOWN_TAB });
    if (!tab)
        fc_md_quote_open(&r->d.md);
    write_title(r, told ? title : fc_docs_label(&r->d, title));
    *s = (fc_str){ "", 0 };
    return true;
}

void fc_markdown_open_levels(fc_markdown *r, fc_str *s)
{
    for (;;) {
        unsigned indent = fc_markdown_indent(*s);
        fc_str rest = fc_docs_rest(*s);
        if (!rest.n || indent > 3)
            break;
        if (rest.p[0] == '>' && r->levels < FC_MARKDOWN_DEEPEST) {
            fc_markdown_end_leaf(r);
            fc_markdown_end_list(r);
            push(r, (fc_markdown_level){ .kind = FC_IN_QUOTE });
            fc_md_quote_open(&r->d.md);
            *s = fc_markdown_strip(fc_str_sub(rest, 1, rest.n), 1);
        } else if (!open_remark(r, s, rest) && !open_item(r, s, indent)) {
            break;
        }
    }
}

/* More of what a term means is indented. */
bool fc_markdown_open_definition(fc_markdown *r, fc_str *s)
{
    fc_str content = fc_str_sub(*s, 1, s->n);
    if (!s->n || s->p[0] != ':' || !content.n || content.p[0] != ' ' ||
        r->levels == FC_MARKDOWN_DEEPEST ||
        (r->leaf == FC_LEAF_PARAGRAPH ? r->text_lines != 1 : r->leaf != FC_LEAF_NONE))
        return false;
    fc_markdown_end_leaf(r);
    unsigned blanks = fc_markdown_indent(content);
    push(r, (fc_markdown_level){ .kind = FC_IN_TABBED,
                                 .indent = 1 + (blanks > 4 ? 1 : blanks) });
    *s = fc_docs_rest(content);
    return true;
}
