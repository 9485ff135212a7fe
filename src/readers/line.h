/* line.h - readers of lines: the next one whole, or passed over when it is too long. */
#ifndef FC_READERS_LINE_H
#define FC_READERS_LINE_H

#include "io/stream.h"

/* Peek at a whole line: *n without its line end. *n == got->n: the input or a member
 * broke off before the line's end; *large: longer than an item may be. */
fc_rc fc_line_peek(fc_stream *in, fc_str *got, size_t *n, bool *large, fc_err *err);
/* Use the line, however long it is. */
fc_rc fc_line_skip(fc_stream *in, fc_err *err);

#endif
