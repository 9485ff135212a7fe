/* rst_table.c - the two kinds of tables of reStructuredText: grids of "+---+" and
 * columns below "=== ===". Columns count characters, not bytes. Cells that span
 * columns of a grid begin in the first of them; cells of several rows are in their
 * first. */
#include "base/str.h"
#include "extractors/rst.h"

enum { COLUMNS = 40 };

typedef struct grid {
    unsigned from[COLUMNS], to[COLUMNS]; /* of each column, in characters */
    unsigned n;
    fc_text cell[COLUMNS];      /* of the row that is being read */
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

static void write_row(fc_docs *d, grid *g)
{
    bool any = false;
    for (unsigned i = 0; i < g->n; i++)
        any |= g->cell[i].n > 0;
    if (!any)
        return;
    fc_md_row_open(&d->md);
    for (unsigned i = 0; i < g->n; i++) {
        fc_md_cell_open(&d->md);
        fc_docs_inline(
            d, fc_copy(d->a, fc_str_trim((fc_str){ g->cell[i].p, g->cell[i].n })));
        fc_md_cell_close(&d->md, 1, 1);
        fc_text_clear(&g->cell[i]);
    }
    fc_md_row_close(&d->md);
}

static void add_to(grid *g, unsigned i, fc_str s)
{
    s = fc_str_trim(s);
    if (!s.n)
        return;
    if (g->cell[i].n)
        fc_text_char(&g->cell[i], ' ');
    fc_text_add(&g->cell[i], s.p, s.n);
}

static void begin_table(fc_docs *d, grid *g)
{
    for (unsigned i = 0; i < g->n; i++) {
        g->cell[i].a = d->a;
        fc_text_add(&g->cell[i], "", 0);
    }
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

static void add_grid_line(grid *g, fc_str s)
{
    size_t at = 0;
    unsigned column = 0, into = 0;
    for (unsigned i = 0; i < g->n; i++) {
        fc_str wall = slice(s, g->from[i] - 1, g->from[i], &at, &column);
        if (i && wall.n == 1 && (wall.p[0] == '|' || wall.p[0] == '+'))
            into = i;
        fc_str part = slice(s, g->from[i], g->to[i], &at, &column);
        bool rule = part.n && (part.p[0] == '-' || part.p[0] == '=') &&
                    fc_str_findc(part, ' ') == part.n &&
                    part.n + 1 >= g->to[i] - g->from[i];
        if (!rule)
            add_to(g, into, part);
    }
}

static size_t read_grid(fc_docs *d, size_t from)
{
    grid *g = FC_NEW(d->a, grid);
    fc_str head = fc_docs_rest(d->line[from]);
    size_t i = from + 1;
    for (size_t k = 1, begin = 1; k < head.n && g->n < COLUMNS; k++)
        if (head.p[k] == '+') {
            g->from[g->n] = (unsigned)begin;
            g->to[g->n++] = (unsigned)k;
            begin = k + 1;
        }
    begin_table(d, g);
    for (; i < d->lines; i++) {
        fc_str s = fc_docs_rest(d->line[i]);
        if (!s.n || (s.p[0] != '|' && s.p[0] != '+'))
            break;
        if (is_border(s))
            write_row(d, g);
        else
            add_grid_line(g, s);
    }
    write_row(d, g);
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
            write_row(d, g);    /* text in the first column begins a row */
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
            write_row(d, g);
        else if (s.n)
            add_simple_line(d, g, d->line[i], indent);
    }
    write_row(d, g);
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
