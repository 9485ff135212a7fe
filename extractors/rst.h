/* rst.h - the parts of reading reStructuredText: see docs.h. */
#ifndef FC_EXTRACTORS_RST_H
#define FC_EXTRACTORS_RST_H

#include "extractors/docs.h"

/* rst_inline.c: set up running text. */
void fc_rst_marks(fc_docs *d);
/* What a role makes of its text, without its domain: ":math:`x`" of rst, "{math}`x`" of
 * MyST. */
void fc_rst_role(fc_docs *d, fc_str role, fc_str s);
/* "[1]", "[#name]", "[Cit2002]" at the begin of s: its bytes, and the label within; 0:
 * none. */
size_t fc_rst_note(fc_str s, fc_str *label);

/* rst_table.c: a table begins with line `from`: the line behind it; `from` itself:
 * none. */
size_t fc_rst_table(fc_docs *d, size_t from);

/* rst_rows.c: the lines from .. to - 1 below a list-table or csv-table as a table, the
 * options of which begin with line `options`; false: they are none. */
bool fc_rst_list_table(fc_docs *d, size_t from, size_t to);
bool fc_rst_csv_table(fc_docs *d, size_t options, size_t from, size_t to);

#endif
