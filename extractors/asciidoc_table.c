/* asciidoc_table.c - tables of AsciiDoc: cells one after another, each behind a bar,
 * which fill rows of as many columns as are told or the first line has. See docs.h. */
#include "base/str.h"
#include "extractors/asciidoc.h"

enum { MOST_COLUMNS = 60 };

/* Bytes of what stands before a bar and is about its cell: "2+", "a", ".3+^". */
static size_t spec_before(fc_str s)
{
    size_t at = s.n;
    while (at && s.n - at < 8 && s.p[at - 1] &&
           strchr("0123456789.+*<^>aehlmdsv", s.p[at - 1]))
        at--;
    return at < s.n && (!at || fc_is_space(s.p[at - 1])) ? s.n - at : 0;
}

/* The next cell: from behind a bar to before the next one. */
static bool next_cell(fc_str *rest, fc_str *cell)
{
    size_t bar = fc_str_findc(*rest, '|');
    if (bar == rest->n)
        return false;
    *rest = fc_str_sub(*rest, bar + 1, rest->n);
    size_t end = 0;
    while (end < rest->n && rest->p[end] != '|')
        end += rest->p[end] == '\\' && end + 1 < rest->n ? 2 : 1;
    *cell = fc_str_sub(*rest, 0, end);
    if (end < rest->n)
        cell->n -= spec_before(*cell);
    *cell = fc_str_trim(*cell);
    *rest = fc_str_sub(*rest, end, rest->n);
    return true;
}

/* By cols="1,2" or "3*", else the cells of the first line that has any. */
static unsigned count_columns(const fc_docs *d, fc_str told, size_t from, size_t to)
{
    unsigned n = 0;
    fc_str rest = told, part;
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
        for (rest = d->line[i]; next_cell(&rest, &part);)
            n++;
    return !n ? 1 : n < MOST_COLUMNS ? n : MOST_COLUMNS;
}

/* A cell that is a block of a formula, "[latexmath]" and what is between two lines "++++",
 * or running text. */
static void write_cell(fc_docs *d, fc_str cell)
{
    static const char *const styles[] = { "[stem]\n", "[latexmath]\n", "[asciimath]\n" };
    fc_str rest = cell, mark = FC_STR("++++");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        if (!fc_str_starts(rest, fc_str_of(styles[i])))
            continue;
        rest = fc_str_trim(fc_str_sub(rest, strlen(styles[i]), rest.n));
        if (!fc_str_starts(rest, mark) || !fc_str_ends(rest, mark) || rest.n < 2 * mark.n)
            break;
        rest = fc_str_sub(rest, mark.n, rest.n - mark.n);
        bool ascii = i == 2 || (i == 0 && !fc_asciidoc_latex(d->own));
        fc_md_tex(&d->md, ascii ? fc_asciidoc_tex(rest, d->a) : rest, false);
        return;
    }
    fc_docs_inline(d, cell);
}

size_t fc_asciidoc_table(fc_docs *d, size_t from, fc_str told)
{
    size_t end = fc_docs_find(d, from + 1, fc_docs_rest(d->line[from]), true);
    unsigned columns = count_columns(d, told, from + 1, end), n = 0;
    fc_str rest = fc_docs_lines(d, from + 1, end), cell;
    fc_md_table_open(&d->md);
    while (next_cell(&rest, &cell)) {
        if (!n)
            fc_md_row_open(&d->md);
        fc_md_cell_open(&d->md);
        write_cell(d, cell);
        fc_md_cell_close(&d->md, 1, 1);
        n = (n + 1) % columns;
        if (!n)
            fc_md_row_close(&d->md);
    }
    if (n)
        fc_md_row_close(&d->md);
    fc_md_table_close(&d->md);
    return end < d->lines ? end + 1 : end;
}
