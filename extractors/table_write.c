/* table_write.c - data tables as pipe tables: one line a row, the same columns in each.
 *
 * First all cells are read with their places, spans resolved; the text of a cell that
 * covers several places stands in the first of them. Then rows and columns without any
 * text, which only space things out, are left out. The first row is the header, as a pipe
 * table has one. */
#include "base/str.h"
#include "extractors/table.h"
#include "extractors/to_markdown.h"

#include <stdlib.h>

enum {
    MAX_COLUMNS = 256,          /* cells further right are left out */
    MAX_WIDE = 64,              /* columns that one cell covers, */
    MAX_TALL = 1000,            /* ... and rows */
    PADDING = 4                 /* empty places for each cell; more are not written */
};

typedef fc_table_cell cell;

typedef struct table {
    const fc_page *page;
    const fc_text_style *style;
    fc_text *t;
    cell *cell;
    size_t cells, cap;
    uint32_t rows;
    uint16_t below[MAX_COLUMNS]; /* rows that a cell above still covers */
    unsigned reach;             /* columns that were ever covered */
    uint16_t place[MAX_COLUMNS]; /* which column of ours it is, when it is used */
    bool used[MAX_COLUMNS];
    unsigned columns, wide;     /* that are used, that the page has */
    bool sheet;                 /* of Google Sheets, as it is published */
    bool grid;                  /* by roles or styles: table.h */
    bool indexed;               /* ... each row tells its number: it may be in parts */
} table;

/* ---------------------------------------------------------------------------- reading */

static unsigned span(const fc_dom *dom, uint32_t node, const char *name, unsigned most,
                     unsigned none)
{
    uint64_t v;
    fc_str value = fc_str_trim(fc_dom_attr(dom, node, name));
    if (!value.n || !fc_str_u64(value, &v))
        return 1;
    return !v ? none : v < most ? (unsigned)v : most;
}

static void add_cell(table *b, cell c)
{
    if (b->cells == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 64;
        b->cell =
            fc_grow(b->t->a, b->cell, b->cap * sizeof *b->cell, cap * sizeof *b->cell);
        b->cap = cap;
    }
    b->cell[b->cells++] = c;
}

/* Numbers of rows and letters of columns of a sheet, and what parts those that stay where
 * they are when the sheet is scrolled. */
static bool is_sheet_edge(const fc_dom *dom, uint32_t node)
{
    static const char *const names[] = { "row-headers-background", "row-header",
                                         "column-headers-background", "freezebar-cell" };
    return dom->node[node].n > 8 &&
           fc_node_has_class_of(dom, node, names, sizeof names / sizeof *names);
}

/* The bytes of the element that a cell begins with, before more text; 0: none. */
static uint16_t leading_label(const fc_dom *dom, uint32_t node, fc_str text)
{
    uint32_t i = node + 1;
    if (i < dom->node[node].end && dom->node[i].blank)
        i++;
    if (i + 1 >= dom->node[node].end || dom->node[i].tag == FC_TAG_TEXT ||
        dom->node[i].end != i + 2 || dom->node[i + 1].tag != FC_TAG_TEXT)
        return 0;
    fc_str label = fc_str_trim(fc_dom_text(dom, i + 1));
    bool more = label.n < text.n && label.n < UINT16_MAX;
    return more && fc_str_starts(text, label) ? (uint16_t)label.n : 0;
}

/* The text of a cell is appended to t; only cells with text are kept. */
static void read_cell(table *b, uint32_t node, unsigned column)
{
    fc_text *t = b->t;
    size_t at = t->n;
    uint32_t end = b->page->dom->node[node].end;
    t->gap = false;
    fc_text_char(t, '\n'); /* a cell begins like a line, without the blank that is due */
    if (node + 1 < end && !(b->sheet && is_sheet_edge(b->page->dom, node)))
        fc_inline_write(t, b->page, b->style, node + 1, end);
    t->gap = false;
    fc_str s = fc_str_trim((fc_str){ t->p + at, t->n - at });
    if (s.n)
        add_cell(b, (cell){ b->rows, (uint32_t)(s.p - t->p), (uint32_t)s.n,
                            (uint16_t)column,
                            leading_label(b->page->dom, node, s) });
    b->used[column] |= s.n > 0;
}

/* A cell that is not shown takes no place: keys by which a program sorts. What only those
 * who listen to a page do not hear is shown. */
static bool is_hidden_cell(const fc_page *page, uint32_t node)
{
    uint32_t e = page->elem_of[node];
    return e && (page->elem[e].flags & FC_EL_HIDDEN) &&
           !(page->elem[page->parent[e]].flags & FC_EL_HIDDEN) &&
           !fc_str_ieq(fc_dom_attr(page->dom, node, "aria-hidden"), FC_STR("true"));
}

/* Where a cell begins: behind what cells above cover, or where it says. */
static unsigned cell_column(table *b, uint32_t node, unsigned column)
{
    if (b->indexed) {
        uint32_t index = fc_table_index(b->page->dom, node, "aria-colindex");
        return index > MAX_COLUMNS ? MAX_COLUMNS : index ? index - 1 : column;
    }
    while (column < MAX_COLUMNS && b->below[column])
        b->below[column++]--;
    return column;
}

static void read_row(table *b, uint32_t row)
{
    const fc_dom *dom = b->page->dom;
    const char *across = b->grid ? "aria-colspan" : "colspan",
               *down = b->grid ? "aria-rowspan" : "rowspan";
    unsigned column = 0;
    size_t before = b->cells;
    b->rows = b->indexed ? fc_table_index(dom, row, "aria-rowindex") : b->rows;
    for (uint32_t i = row + 1, next; i < dom->node[row].end; i = next) {
        fc_table_part part = fc_table_part_of(dom, i, b->grid);
        next = b->grid && !part ? i + 1 : dom->node[i].end;
        if ((part != FC_PART_CELL && part != FC_PART_HEADER) ||
            is_hidden_cell(b->page, i))
            continue;
        column = cell_column(b, i, column);
        if (column == MAX_COLUMNS && b->indexed)
            continue;
        if (column == MAX_COLUMNS)
            break;
        unsigned wide = span(dom, i, across, MAX_WIDE, 1);
        unsigned tall = span(dom, i, down, MAX_TALL, MAX_TALL); /* 0: all below */
        read_cell(b, i, column);
        tall = b->indexed ? 1 : tall;
        for (unsigned k = 0; k < wide && column < MAX_COLUMNS; k++)
            b->below[column++] = (uint16_t)(tall - 1);
        if (tall > 1 && column > b->reach)
            b->reach = column;
        if (column > b->wide)
            b->wide = column;
    }
    for (; column < b->reach; column++)
        b->below[column] -= b->below[column] > 0;
    b->rows += b->cells > before;
}

static void end_group(table *b)
{
    memset(b->below, 0, b->reach * sizeof *b->below);
}

/* Whether two rows, by their first cells, have the same cells. */
static bool same_cells(const table *b, size_t one, size_t other, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const cell *x = &b->cell[one + k], *y = &b->cell[other + k];
        if (x->column != y->column || x->row != b->cell[one].row || x->n != y->n ||
            memcmp(b->t->p + x->at, b->t->p + y->at, x->n))
            return false;
    }
    return true;
}

/* A foot that names the columns once more, for long tables, is left out. */
static void drop_foot(table *b, size_t body)
{
    size_t n = b->cells - body;
    if (n && n < body && same_cells(b, 0, body, n) && b->cell[n].row != b->cell[0].row)
        b->cells = body;
}

/* A foot may stand before the body; it is shown below it. */
static void read_rows(table *b, uint32_t node, bool foot)
{
    const fc_dom *dom = b->page->dom;
    uint32_t foot_end = 0, group_end = node;
    for (uint32_t i = node + 1; i < dom->node[node].end;) {
        const fc_node *n = &dom->node[i];
        fc_table_part part = fc_table_part_of(dom, i, b->grid);
        bool group = part == FC_PART_GROUP || part == FC_PART_FOOT;
        if (part == FC_PART_FOOT)
            foot_end = n->end;
        if (group || (group_end > node && i >= group_end)) {
            end_group(b); /* no cell reaches into another one */
            group_end = group ? n->end : node;
        }
        if (part == FC_PART_ROW && (i < foot_end) == foot)
            read_row(b, i);
        i = group || (b->grid && !part) ? i + 1 : n->end;
    }
}

/* Grids that scroll have columns that stay apart from the others, and rows in the order
 * in which they were made: all rows tell which one they are a part of. */
static bool is_indexed(const table *b, uint32_t node)
{
    const fc_dom *dom = b->page->dom;
    uint32_t rows = 0;
    for (uint32_t i = node + 1; b->grid && i < dom->node[node].end; i++) {
        if (fc_table_part_of(dom, i, true) != FC_PART_ROW)
            continue;
        if (!fc_table_index(dom, i, "aria-rowindex"))
            return false;
        rows++;
    }
    return rows > 0;
}

static int by_place(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The parts of rows together, one cell for each place. */
static void order_cells(table *b)
{
    size_t n = 0;
    if (b->cells)
        qsort(b->cell, b->cells, sizeof *b->cell, by_place);
    b->rows = 0;
    for (size_t i = 0; i < b->cells; i++) {
        bool fresh = !n || b->cell[n - 1].row != b->cell[i].row;
        if (!fresh && b->cell[n - 1].column == b->cell[i].column)
            continue;
        b->rows += fresh;
        b->cell[n++] = b->cell[i];
    }
    b->cells = n;
}

static fc_str without_colon(fc_str s)
{
    s = fc_str_trim(s);
    return fc_str_trim(fc_str_sub(s, 0, s.n - (s.n && s.p[s.n - 1] == ':')));
}

/* For narrow screens each cell of some pages begins with the name of its column, which
 * wide ones do not show: where all cells of a column do. */
static void drop_labels(table *b)
{
    const cell *head[MAX_COLUMNS] = { NULL };
    bool other[MAX_COLUMNS] = { false };
    for (size_t k = 0; k < b->cells; k++) {
        const cell *c = &b->cell[k], *h = head[c->column];
        if (c->row == b->cell[0].row) {
            head[c->column] = c;
            continue;
        }
        fc_str label = without_colon((fc_str){ b->t->p + c->at, c->label });
        other[c->column] |= !h || !label.n ||
                            !fc_str_eq(label, without_colon((fc_str){
                                                  b->t->p + h->at, h->n }));
    }
    for (size_t k = 0; k < b->cells; k++) {
        cell *c = &b->cell[k];
        if (c->row == b->cell[0].row || other[c->column])
            continue;
        fc_str rest = { b->t->p + c->at + c->label, c->n - c->label };
        while (rest.n > 1 && (fc_is_space(rest.p[0]) || rest.p[0] == ':'))
            rest = fc_str_sub(rest, 1, rest.n);
        c->at = (uint32_t)(rest.p - b->t->p);
        c->n = (uint32_t)rest.n;
    }
}

/* Lines above the rows. */
static void write_captions(table *b, uint32_t node)
{
    const fc_dom *dom = b->page->dom;
    fc_text *t = b->t;
    size_t at = t->n;
    for (uint32_t i = node + 1, next; i < dom->node[node].end; i = next) {
        fc_table_part part = fc_table_part_of(dom, i, b->grid);
        next = b->grid && !part ? i + 1 : dom->node[i].end;
        if (part != FC_PART_CAPTION || dom->node[i].end == i + 1)
            continue;
        t->gap = false;
        fc_inline_write(t, b->page, b->style, i + 1, dom->node[i].end);
        fc_text_add(t, "\n\n", t->n > at ? 2 : 0);
    }
}

/* ---------------------------------------------------------------------------- writing */

static void write_bar(table *b)
{
    if (b->style->plain)
        fc_text_char(b->t, '\t');
    else
        fc_text_add(b->t, " |", 2);
}

static void write_empty(table *b)
{
    if (!b->style->plain)
        fc_text_char(b->t, ' ');
    write_bar(b);
}

/* Line ends become blanks, bars are escaped. */
static void write_text(table *b, fc_str s)
{
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        bool end = i < s.n && (s.p[i] == '\n' || s.p[i] == '\t');
        bool bar = i < s.n && s.p[i] == '|' && !b->style->plain;
        if (i < s.n && !end && !bar)
            continue;
        fc_text_add(b->t, s.p + from, i - from);
        if (end)
            fc_text_char(b->t, ' ');
        if (bar)
            fc_text_add(b->t, "\\|", 2);
        from = i + 1;
    }
}

static void write_rule(table *b)
{
    fc_text_char(b->t, '|');
    for (unsigned i = 0; i < b->columns; i++)
        fc_text_add(b->t, " --- |", 6);
    fc_text_char(b->t, '\n');
}

/* The cells of one row, from k on; returns the first of the next. */
static size_t write_row(table *b, size_t k, fc_str text, bool pad)
{
    uint32_t row = b->cell[k].row;
    unsigned column = 0;
    if (!b->style->plain)
        fc_text_char(b->t, '|');
    for (; k < b->cells && b->cell[k].row == row; k++) {
        for (; column < b->place[b->cell[k].column]; column++)
            write_empty(b);
        if (!b->style->plain)
            fc_text_char(b->t, ' ');
        write_text(b, fc_str_sub(text, b->cell[k].at, b->cell[k].at + b->cell[k].n));
        write_bar(b);
        column++;
    }
    for (; column < b->columns && pad && !b->style->plain; column++)
        write_empty(b);
    while (b->style->plain && b->t->p[b->t->n - 1] == '\t')
        b->t->n--;
    fc_text_char(b->t, '\n');
    return k;
}

/* Cells in one column beside empty ones are no table: a note beside its icon. */
static void write_column(table *b, fc_str text)
{
    for (size_t k = 0; k < b->cells; k++) {
        fc_str one = fc_str_sub(text, b->cell[k].at, b->cell[k].at + b->cell[k].n);
        fc_text_add(b->t, one.p, one.n);
        fc_text_add(b->t, "\n\n", 2);
    }
}

static void write_rows(table *b, fc_str text)
{
    if (fc_table_equations(b->cell, b->cells, text, b->t))
        return;
    for (unsigned i = 0; i < MAX_COLUMNS; i++)
        if (b->used[i])
            b->place[i] = (uint16_t)b->columns++;
    if (b->columns == 1 && b->wide > 1) {
        write_column(b, text);
        return;
    }
    bool pad = (uint64_t)b->rows * b->columns <= b->cells * PADDING + MAX_COLUMNS;
    for (size_t k = 0; k < b->cells;) {
        bool first = !k;
        k = write_row(b, k, text, pad || first);
        if (first && !b->style->plain)
            write_rule(b);
    }
}

void fc_table_write(const fc_page *page, uint32_t node, const fc_text_style *style,
                    fc_text *t)
{
    const fc_dom *dom = page->dom;
    table b = { .page = page, .style = style, .t = t,
                .sheet = fc_node_has_class(dom, node, "waffle"),
                .grid = dom->node[node].tag != FC_TAG_TABLE };
    size_t at = t->n;
    fc_text_add(t, "", 0); /* from here on its p is not NULL */
    b.indexed = is_indexed(&b, node);
    write_captions(&b, node);
    size_t from = t->n;
    read_rows(&b, node, false);
    size_t body = b.cells;
    read_rows(&b, node, true);
    drop_foot(&b, body);
    if (b.indexed)
        order_cells(&b);
    drop_labels(&b);
    /* The cells' text is where the rows shall be: they are written from a copy of it. */
    fc_str text = fc_copy(t->a, (fc_str){ t->p + from, t->n - from });
    for (size_t i = 0; i < b.cells; i++)
        b.cell[i].at -= (uint32_t)from;
    t->n = from;
    write_rows(&b, text);
    while (t->n > at && t->p[t->n - 1] == '\n')
        t->n--;
    t->gap = false;
}
