/* table_equations.c - tables that are displayed formulas: LaTeXML and LaTeX2HTML lay out
 * the rows of align and eqnarray as cells. */
#include "base/str.h"
#include "extractors/table.h"

/* The cell's formula without $ and the \displaystyle that each has for itself; empty: it
 * is none. */
static fc_str formula_of(fc_str s)
{
    static const fc_str display = { "\\displaystyle", 13 };
    size_t n = s.n > 1 && s.p[1] == '$' ? 2 : 1;
    if (s.n <= 2 * n || s.p[0] != '$' || s.p[s.n - 1] != '$')
        return (fc_str){ NULL, 0 };
    s = fc_str_trim(fc_str_sub(s, n, s.n - n));
    if (fc_str_findc(s, '$') < s.n)
        return (fc_str){ NULL, 0 };
    bool whole = s.n > display.n && !fc_is_letter(s.p[display.n]);
    if (whole && fc_str_starts(s, display))
        s = fc_str_trim(fc_str_sub(s, display.n, s.n));
    return s;
}

static bool is_number(fc_str s)
{
    return s.n > 2 && s.n < 12 && s.p[0] == '(' && s.p[s.n - 1] == ')';
}

/* "=", "\leq": the cell goes on with the one before it. */
static bool is_relation(fc_str s)
{
    static const char *const names[] = { "le", "leq", "leqslant", "ge", "geq", "geqslant",
                                         "equiv", "approx", "sim", "simeq", "propto",
                                         "in", "to", "neq", "ne", "coloneqq", "subset",
                                         "subseteq", "rightarrow", "ll", "gg" };
    size_t n = 1;
    if (!s.n || s.p[0] != '\\')
        return s.n && (memchr("=<>", s.p[0], 3) || fc_str_starts(s, FC_STR(":=")));
    while (n < s.n && fc_is_letter(s.p[n]))
        n++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_is(fc_str_sub(s, 1, n), names[i]))
            return true;
    return false;
}

/* What TeX's align and eqnarray became: every cell is a formula or, at the end, its
 * number, and in half of the rows one goes on in the next cell. */
static bool is_equations(const fc_table_cell *cell, size_t n, fc_str text)
{
    uint32_t rows = 0, go_on = 0;
    bool goes_on = false;
    for (size_t k = 0; k < n; k++) {
        const fc_table_cell *c = &cell[k];
        fc_str s = fc_str_sub(text, c->at, c->at + c->n), tex = formula_of(s);
        bool last = k + 1 == n || cell[k + 1].row != c->row;
        if (!tex.n && !(last && is_number(s)))
            return false;
        goes_on |= c->column && is_relation(tex);
        if (!last)
            continue;
        rows++;
        go_on += goes_on;
        goes_on = false;
    }
    return go_on && 2 * go_on >= rows;
}

/* One formula a row. */
static void write_equations(const fc_table_cell *cell, size_t n, fc_str text,
                            fc_text *t)
{
    for (size_t k = 0; k < n;) {
        uint32_t row = cell[k].row;
        size_t begun = t->n, from = begun + 2;
        fc_text_add(t, "$$", 2);
        for (; k < n && cell[k].row == row; k++) {
            const fc_table_cell *c = &cell[k];
            fc_str tex = formula_of(fc_str_sub(text, c->at, c->at + c->n));
            if (!tex.n)
                continue;
            if (t->n > from)
                fc_text_char(t, ' ');
            fc_text_add(t, tex.p, tex.n);
        }
        if (t->n > from)
            fc_text_add(t, "$$\n\n", 4);
        else
            t->n = begun;
    }
}

bool fc_table_equations(const fc_table_cell *cell, size_t n, fc_str text, fc_text *t)
{
    bool equations = is_equations(cell, n, text);
    if (equations)
        write_equations(cell, n, text, t);
    return equations;
}
