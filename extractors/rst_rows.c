/* rst_rows.c - tables that directives of reStructuredText make: list-table of a list of
 * rows that are lists of cells, csv-table of lines with commas. */
#include "base/str.h"
#include "extractors/rst.h"

enum { TAB = 8 };

static void write_cell(fc_docs *d, fc_text *cell)
{
    fc_md_cell_open(&d->md);
    fc_docs_inline(d, fc_copy(d->a, fc_str_trim((fc_str){ cell->p, cell->n })));
    fc_md_cell_close(&d->md, 1, 1);
    fc_text_clear(cell);
}

/* ------------------------------------------------------------------------------ lists */

static bool is_mark(fc_str s)
{
    return s.n && strchr("*-+", s.p[0]) && (s.n == 1 || s.p[1] == ' ');
}

/* "* - cell": how far in the cell's mark is; 0: no row begins here. */
static unsigned row_mark(fc_str s)
{
    size_t at = 1;
    if (!is_mark(s))
        return 0;
    while (at < s.n && s.p[at] == ' ')
        at++;
    return is_mark(fc_str_sub(s, at, s.n)) ? (unsigned)at : 0;
}

static void add_line(fc_text *cell, fc_str s)
{
    if (cell->n)
        fc_text_char(cell, ' ');
    fc_text_add(cell, s.p, s.n);
}

bool fc_rst_list_table(fc_docs *d, size_t from, size_t to)
{
    fc_text cell = { .a = d->a };
    while (from < to && !d->line[from].n)
        from++;
    unsigned rows = from < to ? fc_docs_indent(d->line[from], TAB) : 0, cells = 0;
    if (from == to || !row_mark(fc_docs_rest(d->line[from])))
        return false;
    fc_text_add(&cell, "", 0);
    fc_md_table_open(&d->md);
    for (size_t i = from; i < to; i++) {
        fc_str s = fc_docs_rest(d->line[i]);
        unsigned indent = s.n ? fc_docs_indent(d->line[i], TAB) : 0;
        unsigned in = s.n && indent == rows ? row_mark(s) : 0;
        if (in || (s.n && indent == cells && is_mark(s))) {
            if (i > from)
                write_cell(d, &cell);
            if (in && i > from)
                fc_md_row_close(&d->md);
            if (in)
                fc_md_row_open(&d->md);
            cells = in ? rows + in : cells;
            s = fc_str_trim(fc_str_sub(s, in + 1, s.n));
        }
        if (s.n)
            add_line(&cell, s);
    }
    write_cell(d, &cell);
    fc_md_row_close(&d->md);
    fc_md_table_close(&d->md);
    return true;
}

/* ------------------------------------------------------------------------------ lines */

/* The rows of s: what is between quotes may hold anything, two quotes are one. */
static void write_lines(fc_docs *d, fc_str s, char comma)
{
    fc_text cell = { .a = d->a };
    bool row = false, quoted = false;
    fc_text_add(&cell, "", 0);
    for (size_t i = 0; i <= s.n; i++) {
        char c = i < s.n ? s.p[i] : '\n';
        if (quoted && c == '"' && i + 1 < s.n && s.p[i + 1] == '"') {
            fc_text_char(&cell, s.p[++i]);
        } else if (c == '"' && (quoted || !cell.n)) {
            quoted = !quoted;
        } else if (i == s.n || (!quoted && (c == comma || c == '\n'))) {
            if (!row && c == '\n' && !cell.n)
                continue;       /* a blank line */
            if (!row)
                fc_md_row_open(&d->md);
            write_cell(d, &cell);
            row = c == comma && i < s.n;
            if (!row)
                fc_md_row_close(&d->md);
        } else if (cell.n || !fc_is_space(c)) {
            fc_text_char(&cell, c == '\n' ? ' ' : c);
        }
    }
}

/* ":header: a, b" among the options; p is NULL when it is not there. */
static fc_str option(const fc_docs *d, size_t from, size_t to, const char *name)
{
    for (size_t i = from; i < to; i++) {
        fc_str s = fc_docs_rest(d->line[i]);
        if (fc_str_starts(s, fc_str_of(name)))
            return fc_str_trim(fc_str_sub(s, strlen(name), s.n));
    }
    return (fc_str){ NULL, 0 };
}

bool fc_rst_csv_table(fc_docs *d, size_t options, size_t from, size_t to)
{
    fc_str header = option(d, options, from, ":header:");
    fc_str told = option(d, options, from, ":delim:");
    char comma = fc_str_is(told, "tab")     ? '\t'
                 : fc_str_is(told, "space") ? ' '
                 : told.n == 1              ? told.p[0]
                                            : ',';
    while (from < to && !d->line[from].n)
        from++;
    if (from == to)             /* it is in another file */
        return false;
    fc_md_table_open(&d->md);
    if (header.n)
        write_lines(d, header, comma);
    write_lines(d, fc_docs_lines(d, from, to), comma);
    fc_md_table_close(&d->md);
    return true;
}
