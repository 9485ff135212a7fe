/* katex_table.c - tables in KaTeX's spans, which have them column by column, and the
 * numbers of their rows, which they have beside them. */
#include "base/str.h"
#include "extractors/katex_parts.h"

enum { MAX_ROWS = 1024 };       /* of a table */

/* The entries of all columns, one column after the other; false: they differ in
 * length. */
static fc_kx_entry *cells(fc_katex *w, uint32_t node, uint32_t *rows, uint32_t *columns)
{
    const fc_dom *dom = w->dom;
    fc_kx_entry *all;
    *rows = *columns = 0;
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end) {
        if (fc_kx_kind_of(dom, i) != FC_KX_COLUMN)
            continue;
        uint32_t n = fc_kx_entries(dom, i, NULL, 0);
        if (!n || n > MAX_ROWS || (*columns && n != *rows))
            return NULL;
        *rows = n;
        ++*columns;
    }
    all = fc_alloc(w->t->a, (size_t)(*rows * *columns + 1) * sizeof *all);
    for (uint32_t i = node + 1, k = 0; i < dom->node[node].end; i = dom->node[i].end)
        if (fc_kx_kind_of(dom, i) == FC_KX_COLUMN)
            fc_kx_entries(dom, i, all + *rows * k++, *rows);
    return *columns ? all : NULL;
}

static void open_table(fc_katex *w, uint32_t node)
{
    const fc_dom *dom = w->dom;
    fc_kx_add(w, "<mtable columnalign=\"");
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end) {
        if (fc_kx_kind_of(dom, i) != FC_KX_COLUMN)
            continue;
        fc_str class = fc_dom_class(dom, i);
        bool right = fc_str_find(class, FC_STR("align-r")) < class.n;
        bool left = fc_str_find(class, FC_STR("align-l")) < class.n;
        fc_kx_add(w, right ? "right " : left ? "left " : "center ");
    }
    fc_kx_add(w, "\">");
}

/* The number of a row. */
static void push_label(fc_katex *w, fc_str number)
{
    fc_text *all = w->t, label = { .a = w->t->a };
    w->t = &label;
    fc_kx_add(w, "<mtd>");
    fc_kx_text(w, number);
    fc_kx_add(w, "</mtd>");
    fc_text_char(&label, '\0');
    w->t = all;
    fc_kx_mark(w, label.p);
}

void fc_kx_table(fc_katex *w, uint32_t node)
{
    uint32_t rows, columns;
    fc_kx_entry *all = cells(w, node, &rows, &columns);
    if (!all) {
        fc_kx_fail(w);
        return;
    }
    const fc_kx_entry *label = w->labels == rows ? w->label : NULL;
    w->labels = 0;              /* tables within have no numbers */
    open_table(w, node);
    fc_kx_mark(w, "</mtable>");
    for (uint32_t r = rows; r-- > 0;) {
        fc_str number = label ? fc_str_trim(fc_kx_text_in(w, label[r].node)) : FC_STR("");
        bool labelled = number.n;
        fc_kx_mark(w, labelled ? "</mlabeledtr>" : "</mtr>");
        for (uint32_t c = columns; c-- > 0;) {
            fc_kx_mark(w, "</mtd>");
            fc_kx_push_entry(w, all[c * rows + r].node);
            fc_kx_mark(w, "<mtd>");
        }
        if (labelled)
            push_label(w, number);
        fc_kx_mark(w, labelled ? "<mlabeledtr>" : "<mtr>");
    }
}

/* \tag: one number, or one for each row of the table. */
void fc_kx_read_tag(fc_katex *w, uint32_t html, uint32_t *label)
{
    uint32_t tag = fc_kx_child(w->dom, html, FC_KX_TAG);
    *label = 0;
    if (!tag)
        return;
    fc_kx_entry one;
    w->labels = fc_kx_entries(w->dom, tag, &one, 1);
    if (!w->labels) {
        *label = tag;
        return;
    }
    fc_kx_entry *all = fc_alloc(w->t->a, w->labels * sizeof *all);
    fc_kx_entries(w->dom, tag, all, w->labels);
    w->label = all;
}
