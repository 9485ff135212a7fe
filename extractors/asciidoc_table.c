/* asciidoc_table.c - tables of AsciiDoc: cells one after another, each behind a bar,
 * which fill rows of as many columns as are told or the first line has. See docs.h. */
#include "base/str.h"
#include "extractors/asciidoc.h"

enum { MOST_COLUMNS = 60, LONGEST_REPEATED = 200, MOST_REPEATED = 10000 };

typedef struct table_cell {
    fc_str text;
    unsigned columns, rows;     /* that it spans */
    unsigned times;             /* it stands so often */
} table_cell;

/* "2+", "2.3+^", ".3+.>a", "4*", "m": all of s; false: it is none. */
static bool read_spec(fc_str s, table_cell *c)
{
    unsigned n[2] = { 0, 0 }, k = 0;
    size_t i = 0;
    *c = (table_cell){ .columns = 1, .rows = 1, .times = 1 };
    for (; i < s.n && (fc_is_digit(s.p[i]) || (s.p[i] == '.' && !k)); i++) {
        if (s.p[i] == '.')
            k = 1;
        else if (n[k] < MOST_COLUMNS)
            n[k] = 10 * n[k] + (unsigned)(s.p[i] - '0');
    }
    for (k = 0; k < 2; k++)
        n[k] = !n[k] ? 1 : n[k] < MOST_COLUMNS ? n[k] : MOST_COLUMNS;
    if (i < s.n && s.p[i] == '*') {
        c->times = n[0];
    } else if (i < s.n && s.p[i] == '+') {
        c->columns = n[0];
        c->rows = n[1];
    } else {
        i = 0;
    }
    i += i && i < s.n;
    while (i < s.n && strchr("<^>.", s.p[i]))
        i++;
    i += i < s.n && strchr("aehlmdsv", s.p[i]);
    return i == s.n;
}

/* Bytes of what stands before a bar and is about its cell, which *c tells: behind a blank
 * or, where a line may begin, alone. */
static size_t spec_before(fc_str s, bool alone, table_cell *c)
{
    size_t at = s.n;
    while (at && s.n - at < 12 && !fc_is_space(s.p[at - 1]))
        at--;
    bool may = at ? fc_is_space(s.p[at - 1]) : alone;
    if (may && read_spec(fc_str_sub(s, at, s.n), c))
        return s.n - at;
    read_spec((fc_str){ "", 0 }, c);
    return 0;
}

/* The next cell: what is told before its bar, and from behind that to the next one. */
static bool next_cell(fc_str *rest, table_cell *c)
{
    size_t bar = fc_str_findc(*rest, '|');
    if (bar == rest->n)
        return false;
    table_cell next;
    spec_before(fc_str_sub(*rest, 0, bar), true, c);
    *rest = fc_str_sub(*rest, bar + 1, rest->n);
    size_t end = 0;
    while (end < rest->n && rest->p[end] != '|')
        end += rest->p[end] == '\\' && end + 1 < rest->n ? 2 : 1;
    c->text = fc_str_sub(*rest, 0, end);
    if (end < rest->n)
        end -= spec_before(c->text, false, &next);
    c->text = fc_str_trim(fc_str_sub(c->text, 0, end));
    *rest = fc_str_sub(*rest, end, rest->n);
    return true;
}

/* By cols="1,2" or "3*", else the cells of the first line that has any. */
static unsigned count_columns(const fc_docs *d, fc_str told, size_t from, size_t to)
{
    unsigned n = 0;
    fc_str rest = told, part;
    table_cell c;
    uint64_t times;
    while (rest.n && fc_str_split(&rest, ',', &part)) {
        size_t star = fc_str_findc(part, '*');
        n += star < part.n &&
                     fc_str_u64(fc_str_trim(fc_str_sub(part, 0, star)), &times) &&
                     times < MOST_COLUMNS
                 ? (unsigned)times
                 : 1;
    }
    for (size_t i = from; !n && i < to; i++)
        for (rest = d->line[i]; n < MOST_COLUMNS && next_cell(&rest, &c);)
            n += c.columns * c.times;
    return !n ? 1 : n < MOST_COLUMNS ? n : MOST_COLUMNS;
}

/* A cell that is a block of a formula, "[latexmath]" and what is between two lines
 * "++++", or running text. */
static void write_cell(fc_docs *d, fc_str cell)
{
    static const char *const styles[] = { "[stem]\n", "[latexmath]\n",
                                          "[asciimath]\n" };
    fc_str rest = cell, mark = FC_STR("++++");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        if (!fc_str_starts(rest, fc_str_of(styles[i])))
            continue;
        rest = fc_str_trim(fc_str_sub(rest, strlen(styles[i]), rest.n));
        if (!fc_str_starts(rest, mark) || !fc_str_ends(rest, mark) ||
            rest.n < 2 * mark.n)
            break;
        rest = fc_str_sub(rest, mark.n, rest.n - mark.n);
        bool ascii = i == 2 || (i == 0 && !fc_asciidoc_latex(d->own));
        fc_md_tex(&d->md, ascii ? fc_asciidoc_tex(rest, d->a) : rest, false);
        return;
    }
    fc_docs_inline(d, cell);
}

/* A table that is written: the next place, and the row from which on each column is not
 * covered from above. */
typedef struct table {
    unsigned columns, column, row, free_from[MOST_COLUMNS];
    bool open;                  /* the row is */
    unsigned repeated;          /* cells that stood there before */
} table;

static void end_row(fc_docs *d, table *t)
{
    if (t->open)
        fc_md_row_close(&d->md);
    t->open = false;
    t->column = 0;
    t->row++;
}

static void skip_covered(table *t)
{
    while (t->column < t->columns && t->free_from[t->column] > t->row)
        t->column++;
}

/* To the next place that is free, past rows that are covered whole. */
static void find_place(fc_docs *d, table *t)
{
    skip_covered(t);
    if (t->column < t->columns)
        return;
    end_row(d, t);
    unsigned least = t->free_from[0];
    for (unsigned i = 1; i < t->columns; i++)
        least = t->free_from[i] < least ? t->free_from[i] : least;
    t->row = least > t->row ? least : t->row;
    skip_covered(t);
}

static void put_cell(fc_docs *d, table *t, const table_cell *c)
{
    find_place(d, t);
    unsigned n = t->columns - t->column;
    n = c->columns < n ? c->columns : n;
    if (!t->open)
        fc_md_row_open(&d->md);
    t->open = true;
    fc_md_cell_open(&d->md);
    write_cell(d, c->text);
    fc_md_cell_close(&d->md, n, c->rows);
    while (n--)
        t->free_from[t->column++] = t->row + c->rows;
    if (t->column == t->columns)
        end_row(d, t);
}

size_t fc_asciidoc_table(fc_docs *d, size_t from, fc_str told)
{
    size_t end = fc_docs_find(d, from + 1, fc_docs_rest(d->line[from]), true);
    table t = { .columns = count_columns(d, told, from + 1, end) };
    fc_str rest = fc_docs_lines(d, from + 1, end);
    table_cell c;
    fc_md_table_open(&d->md);
    while (next_cell(&rest, &c)) {
        put_cell(d, &t, &c);
        for (; --c.times && c.text.n < LONGEST_REPEATED && t.repeated < MOST_REPEATED;
             t.repeated++)
            put_cell(d, &t, &c);
    }
    end_row(d, &t);
    fc_md_table_close(&d->md);
    return end < d->lines ? end + 1 : end;
}
