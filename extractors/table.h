/* table.h - tables of a page: what an element is to the table it is in.
 *
 *     table_parts.c     parts by tag, and for grids by role and style
 *     tables.c          which tables are data (page.h)
 *     table_write.c     the rows (to_markdown.h)
 *     table_equations.c rows that are formulas
 *
 * A grid is a table that is no <table>: role=table, grid or treegrid, or display: table
 * in its own style. Its rows and cells may be deep in divisions that only lay them
 * out. */
#ifndef FC_EXTRACTORS_TABLE_H
#define FC_EXTRACTORS_TABLE_H

#include "extractors/inline.h"
#include "extractors/page.h"

typedef enum fc_table_part {
    FC_PART_NONE, FC_PART_GROUP, FC_PART_FOOT, FC_PART_ROW, FC_PART_CELL,
    FC_PART_HEADER,             /* a cell that names others */
    FC_PART_CAPTION
} fc_table_part;

/* By tag alone, or in a grid by role, else by style, else by tag. */
fc_table_part fc_table_part_of(const fc_dom *dom, uint32_t node, bool grid);

/* Whether a value of role, or a value of style, makes a grid of the element. */
bool fc_table_grid_role(fc_str role);
bool fc_table_grid_style(fc_str style);

/* role=presentation: a <table> that is none. */
bool fc_table_only_lays_out(const fc_dom *dom, uint32_t node);

/* A number from 1 on as an attribute has it; 0: there is none. */
uint32_t fc_table_index(const fc_dom *dom, uint32_t node, const char *name);

typedef struct fc_table_cell {
    uint32_t row, at, n;        /* its text: a place in that of all */
    uint16_t column;
    uint16_t label;             /* bytes of an element that it begins with, if more
                                   follows */
} fc_table_cell;

/* Writes a table of formulas, one for each row; false: the cells are not that. */
bool fc_table_equations(const fc_table_cell *cell, size_t n, fc_str text, fc_text *t);

#endif
