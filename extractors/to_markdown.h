/* to_markdown.h - the kept blocks of a page as text: the small Markdown of DESIGN.md
 * section 1.
 *
 * Headings, nested lists, fenced code with its language, block quotes, pipe tables, $...$
 * and $$...$$. Nothing is escaped and no marks for emphasis are added: a reader of the
 * text, human or model, sees what the page shows. */
#ifndef FC_EXTRACTORS_TO_MARKDOWN_H
#define FC_EXTRACTORS_TO_MARKDOWN_H

#include "extractors/inline.h"

/* The text in keep, NFC; work in scratch (another arena). */
fc_str fc_to_markdown(const fc_page *page, const fc_text_style *style, fc_arena *keep,
                         fc_arena *scratch);

/* table_write.c: a data table as rows of cells. */
void fc_table_write(const fc_page *page, uint32_t table, const fc_text_style *style,
                    fc_text *t);

#endif
