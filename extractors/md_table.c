/* md_table.c - see md.h: tables, one row a line. A cell that reaches over columns or rows
 * leaves empty ones in the places it covers. */
#include "extractors/md.h"

#include "extractors/md_open.h"

void fc_md_table_open(fc_md *m)
{
    fc_md_block(m);
    memset(&m->table, 0, sizeof m->table);
    m->table.on = true;
}

static void bar(fc_md *m)
{
    if (m->style.plain)
        fc_text_char(&m->out, '\t');
    else
        fc_text_add(&m->out, " |", 2);
}

static void skip_covered(fc_md *m)
{
    while (m->table.column < FC_MD_COLUMNS && m->table.below[m->table.column]) {
        m->table.below[m->table.column++]--;
        bar(m);
    }
}

void fc_md_row_open(fc_md *m)
{
    m->table.column = 0;
    m->table.row_at = m->out.n;
    if (m->open)
        fc_md_next_line(m);
    else
        fc_md_begin(m);
    if (!m->style.plain)
        fc_text_char(&m->out, '|');
}

void fc_md_cell_open(fc_md *m)
{
    skip_covered(m);
    if (!m->style.plain)
        fc_text_char(&m->out, ' ');
    m->table.cell = true;
    m->table.cell_at = m->out.n;
    m->out.gap = false;
}

/* Line ends become blanks, bars are escaped: counted first, then moved up from the
 * end. */
static void mend_cell(fc_md *m)
{
    fc_text *t = &m->out;
    size_t bars = 0, n = t->n;
    for (size_t i = m->table.cell_at; i < n; i++) {
        if (t->p[i] == '\n' || t->p[i] == '\t')
            t->p[i] = ' ';
        bars += t->p[i] == '|' && !m->style.plain;
    }
    for (size_t i = 0; i < bars; i++)
        fc_text_char(t, ' ');
    for (size_t to = t->n; n < to;) {
        t->p[--to] = t->p[--n];
        if (t->p[n] == '|')
            t->p[--to] = '\\';
    }
}

void fc_md_cell_close(fc_md *m, unsigned wide, unsigned tall)
{
    fc_md_code_close(m);
    mend_cell(m);
    m->table.cell = false;
    m->out.gap = false;
    wide = wide < 1 ? 1 : wide;
    tall = tall < 1 ? 1 : tall > 100 ? 100 : tall;
    for (unsigned i = 0; i < wide && m->table.column < FC_MD_COLUMNS; i++) {
        m->table.below[m->table.column++] = (uint8_t)(tall - 1);
        bar(m);
    }
}

void fc_md_row_close(fc_md *m)
{
    skip_covered(m);
    if (!m->table.column) {
        if (m->table.rows)
            m->out.n = m->table.row_at;
        else
            fc_md_take_back(m);
        m->open = m->table.rows > 0;
        return;
    }
    while (m->style.plain && m->out.n > m->content && m->out.p[m->out.n - 1] == '\t')
        m->out.n--;
    if (m->table.rows++ || m->style.plain)
        return;
    fc_md_next_line(m);
    fc_text_char(&m->out, '|');
    for (unsigned i = 0; i < m->table.column; i++)
        fc_text_add(&m->out, " --- |", 6);
}

void fc_md_table_close(fc_md *m)
{
    m->table.on = false;
    fc_md_block(m);
}
