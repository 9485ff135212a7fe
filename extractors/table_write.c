/* table_write.c - data tables as pipe tables: one line a row, spans filled with empty
 * cells. */
#include "base/str.h"
#include "extractors/to_markdown.h"

enum { MAX_COLUMNS = 64, MAX_SPAN = 32 };

typedef struct table {
    const fc_page *page;
    const fc_text_style *style;
    fc_text *t;
    uint8_t below[MAX_COLUMNS];     /* rows that a cell above still covers */
    unsigned columns;
    unsigned row;
} table;

static unsigned span(const fc_dom *dom, uint32_t cell, const char *name)
{
    uint64_t v;
    fc_str value = fc_str_trim(fc_dom_attr(dom, cell, name));
    if (!value.n || !fc_str_u64(value, &v) || v < 1)
        return 1;
    return v < MAX_SPAN ? (unsigned)v : MAX_SPAN;
}

static void bar(table *b)
{
    if (b->style->plain)
        fc_text_char(b->t, '\t');
    else
        fc_text_add(b->t, " |", 2);
}

/* The text of a cell: line ends become blanks, bars are escaped. */
static void cell_text(table *b, uint32_t cell)
{
    fc_text *t = b->t;
    size_t at = t->n;
    uint32_t end = b->page->dom->node[cell].end;
    t->gap = false;
    if (cell + 1 < end)
        fc_inline_write(t, b->page, b->style, cell + 1, end);
    t->gap = false;
    for (size_t i = at; i < t->n; i++) {
        if (t->p[i] == '\n' || t->p[i] == '\t') {
            t->p[i] = ' ';
        } else if (t->p[i] == '|' && !b->style->plain) {
            fc_text_char(t, ' ');
            memmove(t->p + i + 1, t->p + i, t->n - i - 1);
            t->p[i++] = '\\';
        }
    }
}

static unsigned skip_covered(table *b, unsigned column)
{
    while (column < MAX_COLUMNS && b->below[column]) {
        b->below[column]--;
        bar(b);
        column++;
    }
    return column;
}

static unsigned write_cell(table *b, uint32_t cell, unsigned column)
{
    unsigned wide = span(b->page->dom, cell, "colspan");
    unsigned tall = span(b->page->dom, cell, "rowspan");
    if (column >= MAX_COLUMNS)
        return column;
    if (!b->style->plain)
        fc_text_char(b->t, ' ');
    cell_text(b, cell);
    for (unsigned i = 0; i < wide && column < MAX_COLUMNS; i++) {
        b->below[column++] = (uint8_t)(tall - 1);
        bar(b);
    }
    return column;
}

static void rule(table *b, unsigned columns)
{
    fc_text_char(b->t, '|');
    for (unsigned i = 0; i < columns; i++)
        fc_text_add(b->t, " --- |", 6);
    fc_text_char(b->t, '\n');
}

static void write_row(table *b, uint32_t row)
{
    const fc_dom *dom = b->page->dom;
    unsigned column = 0;
    size_t at = b->t->n;
    if (!b->style->plain)
        fc_text_char(b->t, '|');
    for (uint32_t i = row + 1; i < dom->node[row].end; i = dom->node[i].end) {
        if (dom->node[i].tag != FC_TAG_TD && dom->node[i].tag != FC_TAG_TH)
            continue;
        column = skip_covered(b, column);
        column = write_cell(b, i, column);
    }
    column = skip_covered(b, column);
    if (!column) {
        b->t->n = at;
        return;
    }
    while (b->t->n > at && b->t->p[b->t->n - 1] == '\t')
        b->t->n--;
    fc_text_char(b->t, '\n');
    if (!b->row++ && !b->style->plain)
        rule(b, column);
}

void fc_table_write(const fc_page *page, uint32_t node, const fc_text_style *style, fc_text *t)
{
    const fc_dom *dom = page->dom;
    table b = { .page = page, .style = style, .t = t };
    size_t at = t->n;
    for (uint32_t i = node + 1; i < dom->node[node].end;) {
        const fc_node *n = &dom->node[i];
        if (n->tag == FC_TAG_CAPTION) {
            t->gap = false;
            fc_inline_write(t, page, style, i + 1, n->end);
            fc_text_add(t, "\n\n", t->n > at ? 2 : 0);
        } else if (n->tag == FC_TAG_TR) {
            write_row(&b, i);
        }
        i = n->tag == FC_TAG_TBODY || n->tag == FC_TAG_THEAD || n->tag == FC_TAG_TFOOT ? i + 1
                                                                                      : n->end;
    }
    while (t->n > at && t->p[t->n - 1] == '\n')
        t->n--;
}
