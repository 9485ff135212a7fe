/* rst_table.c - the two kinds of tables of reStructuredText: grids of "+---+" and
 * columns below "=== ===". Columns count characters, not bytes. Cells that span
 * columns or rows of a grid are in the first of them; a border that ends some cells of
 * a row begins another row for those alone. */
#include "base/str.h"
#include "extractors/rst.h"

enum { COLUMNS = 40, ROWS = 64 };

typedef struct grid {
    unsigned from[COLUMNS], to[COLUMNS]; /* of each column, in characters */
    unsigned n;
    fc_arena *a;
    fc_text *row[ROWS];         /* cells of those between two whole borders */
    unsigned rows;              /* of them */
    unsigned in[COLUMNS];       /* the row that a column's text goes to */
} grid;

/* The part of s from character `from` to `to`; UINT_MAX: its end. *at and *column go
 * on from the call before on the same line, so that a line is walked once. */
static fc_str slice(fc_str s, unsigned from, unsigned to, size_t *at, unsigned *column)
{
    size_t begin;
    while (*at < s.n && *column < from) {
        ++*at;
        while (*at < s.n && ((unsigned char)s.p[*at] & 0xC0) == 0x80)
            ++*at;
        ++*column;
    }
    begin = *at;
    while (*at < s.n && *column < to) {
        ++*at;
        while (*at < s.n && ((unsigned char)s.p[*at] & 0xC0) == 0x80)
            ++*at;
        ++*column;
    }
    return fc_str_sub(s, begin, *at);
}

static void add_row(grid *g)
{
    fc_text *cell = g->row[g->rows];
    if (!cell)
        cell = g->row[g->rows] = fc_zalloc(g->a, g->n, sizeof *cell);
    for (unsigned i = 0; i < g->n; i++) {
        cell[i].a = g->a;
        fc_text_clear(&cell[i]);
        fc_text_add(&cell[i], "", 0);
    }
    g->rows++;
}

static void write_row(fc_docs *d, const grid *g, const fc_text *cell)
{
    bool any = false;
    for (unsigned i = 0; i < g->n; i++)
        any |= cell[i].n > 0;
    if (!any)
        return;
    fc_md_row_open(&d->md);
    for (unsigned i = 0; i < g->n; i++) {
        fc_md_cell_open(&d->md);
        fc_docs_inline(d, fc_copy(d->a, fc_str_trim((fc_str){ cell[i].p, cell[i].n })));
        fc_md_cell_close(&d->md, 1, 1);
    }
    fc_md_row_close(&d->md);
}

/* All cells end here. */
static void write_rows(fc_docs *d, grid *g)
{
    for (unsigned r = 0; r < g->rows; r++)
        write_row(d, g, g->row[r]);
    g->rows = 0;
    memset(g->in, 0, sizeof g->in);
    add_row(g);
}

static void add_to(grid *g, unsigned i, fc_str s)
{
    fc_text *cell = &g->row[g->in[i]][i];
    s = fc_str_trim(s);
    if (fc_str_starts(s, FC_STR("| ")))
        s = fc_str_trim(fc_str_sub(s, 2, s.n)); /* a line of its own */
    if (!s.n)
        return;
    if (cell->n)
        fc_text_char(cell, ' ');
    fc_text_add(cell, s.p, s.n);
}

static void begin_table(fc_docs *d, grid *g)
{
    g->a = d->a;
    add_row(g);
    fc_md_table_open(&d->md);
}

/* ------------------------------------------------------------------------------ grids */

static bool is_border(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '+' && s.p[i] != '-' && s.p[i] != '=')
            return false;
    return s.n > 2 && s.p[0] == '+' && s.p[s.n - 1] == '+';
}

/* Whether a column's part of a line is a border. */
static bool is_rule(const grid *g, unsigned i, fc_str part)
{
    for (size_t k = 0; k < part.n; k++)
        if (part.p[k] != '-' && part.p[k] != '=')
            return false;
    return part.n && part.n == g->to[i] - g->from[i];
}

static void add_grid_line(grid *g, fc_str s)
{
    size_t at = 0;
    unsigned column = 0, into = 0, row = g->rows;
    for (unsigned i = 0; i < g->n; i++) {
        fc_str wall = slice(s, g->from[i] - 1, g->from[i], &at, &column);
        if (i && wall.n == 1 && (wall.p[0] == '|' || wall.p[0] == '+'))
            into = i;
        fc_str part = slice(s, g->from[i], g->to[i], &at, &column);
        if (!is_rule(g, i, part)) {
            add_to(g, into, part);
            continue;
        }
        if (g->rows == row && row < ROWS)
            add_row(g);
        g->in[i] = g->rows - 1;
    }
}

/* Note where columns begin that other borders have not shown. s: a line of the grid. */
static void note_columns(bool *ends, size_t most, fc_str s)
{
    size_t column = 0;
    for (size_t k = 0; k < s.n && column < most; k++) {
        bool rule = (k && (s.p[k - 1] == '-' || s.p[k - 1] == '=')) ||
                    (k + 1 < s.n && (s.p[k + 1] == '-' || s.p[k + 1] == '='));
        if (s.p[k] == '+' && k && rule)
            ends[column] = true;
        column += ((unsigned char)s.p[k] & 0xC0) != 0x80;
    }
}

static bool in_grid(const fc_docs *d, size_t i, fc_str *s)
{
    *s = i < d->lines ? fc_docs_rest(d->line[i]) : (fc_str){ "", 0 };
    return s->n && (s->p[0] == '|' || s->p[0] == '+');
}

static void find_columns(fc_docs *d, grid *g, size_t from)
{
    fc_str head = fc_docs_rest(d->line[from]), s;
    bool *ends = fc_zalloc(d->a, head.n + 1, sizeof *ends);
    for (size_t i = from; in_grid(d, i, &s); i++)
        if (i == from || fc_str_find(s, FC_STR("+-")) < s.n ||
            fc_str_find(s, FC_STR("-+")) < s.n)
            note_columns(ends, head.n, s);
    for (size_t k = 1, begin = 1; k < head.n && g->n < COLUMNS; k++)
        if (ends[k]) {
            g->from[g->n] = (unsigned)begin;
            g->to[g->n++] = (unsigned)k;
            begin = k + 1;
        }
}

static size_t read_grid(fc_docs *d, size_t from)
{
    grid *g = FC_NEW(d->a, grid);
    size_t i = from + 1;
    fc_str s;
    find_columns(d, g, from);
    begin_table(d, g);
    for (; in_grid(d, i, &s); i++) {
        if (is_border(s))
            write_rows(d, g);
        else
            add_grid_line(g, s);
    }
    write_rows(d, g);
    fc_md_table_close(&d->md);
    return i;
}

/* ---------------------------------------------------------------------------- columns */

static bool is_columns(fc_str s, char c)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != c && s.p[i] != ' ')
            return false;
    return s.n > 2 && s.p[0] == c;
}

static void add_simple_line(fc_docs *d, grid *g, fc_str s, unsigned indent)
{
    size_t at = 0;
    unsigned column = 0;
    for (unsigned i = 0; i < g->n; i++) {
        unsigned to = i + 1 < g->n ? g->from[i + 1] : UINT32_MAX;
        fc_str part = slice(s, g->from[i] + indent, i + 1 < g->n ? to + indent : to, &at,
                            &column);
        if (!i && fc_str_trim(part).n)
            write_rows(d, g);   /* text in the first column begins a row */
        add_to(g, i, part);
    }
}

static size_t read_simple(fc_docs *d, size_t from)
{
    grid *g = FC_NEW(d->a, grid);
    fc_str head = fc_docs_rest(d->line[from]);
    unsigned indent = fc_docs_indent(d->line[from], 8), borders = 1;
    size_t i = from + 1, last = from;
    for (size_t k = 0; k < head.n && g->n < COLUMNS; k++)
        if (head.p[k] == '=' && (!k || head.p[k - 1] == ' '))
            g->from[g->n++] = (unsigned)k;
    for (size_t k = i; k < d->lines && borders < 3; k++) {
        bool border = is_columns(fc_docs_rest(d->line[k]), '=');
        bool over = border && (k + 1 == d->lines || !d->line[k + 1].n);
        borders += border;
        last = border ? k : last;
        if (over || (d->line[k].n && fc_docs_indent(d->line[k], 8) < indent))
            break;
    }
    if (g->n < 2 || last == from)
        return from;
    begin_table(d, g);
    for (; i < last; i++) {
        fc_str s = fc_docs_rest(d->line[i]);
        if (is_columns(s, '=') || is_columns(s, '-'))
            write_rows(d, g);
        else if (s.n)
            add_simple_line(d, g, d->line[i], indent);
    }
    write_rows(d, g);
    fc_md_table_close(&d->md);
    return last + 1;
}

size_t fc_rst_table(fc_docs *d, size_t from)
{
    fc_str s = fc_docs_rest(d->line[from]);
    if (is_border(s) && from + 1 < d->lines)
        return read_grid(d, from);
    if (is_columns(s, '=') && fc_str_find(s, FC_STR("= ")) < s.n)
        return read_simple(d, from);
    return from;
}
