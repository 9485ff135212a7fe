/* rst_levels.c - the levels of a reStructuredText document that are open, and what is
 * written into them: see rst_walk.h. */
#include "base/str.h"
#include "extractors/rst_walk.h"

void fc_rst_pop(fc_rst *r)
{
    if (r->open[--r->levels].kind != FC_RST_BODY)
        fc_md_close(&r->d.md);
}

void fc_rst_push(fc_rst *r, int kind, unsigned indent, bool ordered)
{
    if (r->levels == FC_RST_DEEPEST)
        return;
    r->open[r->levels].kind = kind;
    r->open[r->levels].indent = indent;
    r->open[r->levels].fresh = false;
    r->open[r->levels++].ordered = ordered;
    if (kind == FC_RST_QUOTE)
        fc_md_quote_open(&r->d.md);
    else if (kind == FC_RST_ITEM)
        fc_md_item_open(&r->d.md);
}

void fc_rst_push_fresh(fc_rst *r, int kind, unsigned indent)
{
    fc_rst_push(r, kind, indent + 1, false);
    if (r->levels)
        r->open[r->levels - 1].fresh = true;
}

size_t fc_rst_block_end(const fc_rst *r, size_t i, unsigned indent)
{
    size_t end = i;
    for (; i < r->d.lines; i++) {
        if (!r->d.line[i].n)
            continue;
        if (fc_rst_indent(r, i) <= indent)
            break;
        end = i + 1;
    }
    return end;
}

static unsigned indent_of_block(const fc_rst *r, size_t from, size_t to)
{
    unsigned least = 1000;
    for (size_t i = from; i < to; i++)
        if (r->d.line[i].n && fc_rst_indent(r, i) < least)
            least = fc_rst_indent(r, i);
    return least;
}

void fc_rst_paragraph(fc_rst *r, fc_str s)
{
    fc_md_block(&r->d.md);
    if (r->prefix.n) {
        fc_md_text(&r->d.md, r->prefix);
        fc_md_gap(&r->d.md);
        r->prefix.n = 0;
    }
    fc_docs_inline(&r->d, fc_str_trim(s));
    fc_md_block(&r->d.md);
}

void fc_rst_code(fc_rst *r, size_t from, size_t to, fc_str language)
{
    unsigned indent = indent_of_block(r, from, to);
    if (r->prefix.n)
        fc_rst_paragraph(r, (fc_str){ "", 0 });
    fc_md_code(&r->d.md, fc_docs_verbatim(&r->d, from, to, indent), language);
}

size_t fc_rst_first(fc_rst *r, fc_str s, size_t next, unsigned indent)
{
    size_t to = next;
    while (s.n && to < r->d.lines && r->d.line[to].n && fc_rst_indent(r, to) > indent)
        to++;
    if (to > next)
        s.n = (size_t)(r->d.line[to - 1].p + r->d.line[to - 1].n - s.p);
    if (s.n)
        fc_rst_paragraph(r, s);
    return to;
}
