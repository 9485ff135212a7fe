/* markdown_line.h - what a line of Markdown is, as far as the line alone tells. `s` is
 * the line without the blanks before it and the marks of what is open. */
#ifndef FC_EXTRACTORS_MARKDOWN_LINE_H
#define FC_EXTRACTORS_MARKDOWN_LINE_H

#include "filterc.h"

/* "---", "* * *" */
bool fc_markdown_is_rule(fc_str s);
/* The mark of an item at the begin of s: its bytes; 0: none. */
size_t fc_markdown_item(fc_str s, char *mark, uint32_t *number);
/* '!!! note "Title"', '??? note', '=== "Tab"' of MkDocs: what is indented below them is
 * their content. The title, or else the kind; p is NULL for other lines. */
fc_str fc_markdown_remark(fc_str s);
/* A block of HTML begins; what ends it, NULL for a blank line. */
bool fc_markdown_html(fc_str s, const char **end);

/* Rows of tables: without the bar before the first cell; their cells one by one (a bar
 * behind a backslash is none), false at the end; how many; "| --- | :-: |". */
fc_str fc_markdown_row(fc_str s);
bool fc_markdown_cell(fc_str *row, fc_str *cell);
size_t fc_markdown_cells(fc_str s);
bool fc_markdown_is_delimiter(fc_str s);

#endif
