/* markdown.h - the blocks of our small Markdown (DESIGN.md section 1), with their places.
 *
 * This reads what our extractors write, and takes whatever else comes line by line: every
 * text is some sequence of blocks, and everything but blank lines is in one. One pass, no
 * memory.
 *
 *   # Title              heading, 1 to 6 marks and a blank: one line
 *   ```lang              code up to a fence of the same kind at least as long, or the end
 *   $$ ... $$            displayed formula, from a line that begins with $$ to one that
 *                        ends so; without an end, up to a blank line
 *   | a | b |            table: lines that begin with |
 *   > words              quote: lines that begin with >
 *   - item, 1. item      list: items and lines indented below them, also across blank
 *                        lines
 *   **Ann**, 2024-05-01  head of a post in a thread: author between ** at the beginning
 *                        of a line of at most 200 bytes, then nothing or a comma with the
 *                        time and whatever else is known; the post goes on to the next
 *                        head
 *   --- (or *** ___)     rule
 *   anything else        paragraph, up to a blank line or a line that begins another
 *                        block */
#ifndef FC_TEXT_MARKDOWN_H
#define FC_TEXT_MARKDOWN_H

#include "filterc.h"

typedef enum fc_markdown_kind {
    FC_MD_HEADING, FC_MD_PARAGRAPH, FC_MD_LIST, FC_MD_CODE, FC_MD_MATH, FC_MD_TABLE,
    FC_MD_QUOTE, FC_MD_POST, FC_MD_RULE
} fc_markdown_kind;

typedef struct fc_markdown_block {
    fc_markdown_kind kind;
    int level;              /* of a heading, 1 to 6 */
    size_t begin, end;      /* bytes: from the first to behind the last, without the
                               newline; blanks before the first word of a line belong to
                               it */
    fc_str title;           /* of a heading; language of code; author of a post; else
                               empty */
} fc_markdown_block;

/* The next block at or after byte *at, which moves behind it; false when only blank lines
 * are left. Start with 0. */
bool fc_markdown_next(fc_str text, size_t *at, fc_markdown_block *block);

#endif
