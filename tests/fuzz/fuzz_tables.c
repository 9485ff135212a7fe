/* fuzz_tables.c - any bytes as a page with tables: every table or grid, data or not,
 * becomes lines that begin and end with a bar, with a rule below the first one, or its
 * cells one below the other, or none at all; in plain text the rows are as many. What is
 * written is no longer than its cells can account for. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/code.h"
#include "extractors/table.h"
#include "extractors/to_markdown.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t lines(fc_str s)
{
    size_t n = s.n > 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static bool has_caption(const fc_dom *dom, uint32_t table)
{
    bool grid = dom->node[table].tag != FC_TAG_TABLE;
    for (uint32_t i = table + 1; i < dom->node[table].end; i++)
        if (fc_table_part_of(dom, i, grid) == FC_PART_CAPTION)
            return true;
    return false;
}

static void check_lines(fc_str text)
{
    fc_str rest = text, one;
    for (size_t k = 0; rest.n && fc_str_split(&rest, '\n', &one); k++)
        if (one.n < 2 || one.p[0] != '|' || one.p[one.n - 1] != '|' ||
            (k == 1 && !fc_str_starts(one, FC_STR("| ---"))))
            abort();
}

static void check(const fc_page *page, uint32_t node, fc_arena *a)
{
    static const fc_text_style marked = { .plain = false }, plain = { .plain = true };
    fc_text one = { .a = a }, two = { .a = a };
    fc_table_write(page, node, &marked, &one);
    fc_table_write(page, node, &plain, &two);
    fc_str text = { one.p, one.n };
    if (fc_utf8_valid(text) != text.n || one.n > 64 * page->dom->page.n + (1 << 16))
        abort();
    if (has_caption(page->dom, node))
        return;
    size_t shown = lines(text), rows = lines((fc_str){ two.p, two.n });
    if (shown == rows) /* cells in one column, or none */
        return;
    if (shown != rows + 1)
        abort();
    check_lines(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fc_page_hints none = { .lds = 0 };
    fc_arena a;
    fc_dom dom;
    fc_page page;
    fc_arena_init(&a);
    fc_str parts[] = { FC_STR("<table>"), { (const char *)data, size } };
    fc_str html = fc_utf8_repair(fc_concat(&a, parts, 2), &a, NULL);
    if (fc_dom_parse(&dom, html, NULL, &a, &a, NULL) == FC_OK &&
        fc_page_build(&page, &dom, &none, &a))
        for (uint32_t i = 0; i < dom.n; i++)
            if (page.elem_of[i] && (dom.node[i].tag == FC_TAG_TABLE ||
                                    page.elem[page.elem_of[i]].flags & FC_EL_GRID))
                check(&page, i, &a);
    fc_arena_free(&a);
    return 0;
}
