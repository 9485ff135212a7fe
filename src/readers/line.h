/* line.h - readers of lines, each an item: the next line whole, or passed over when it
 * is too long; what damage makes of it; and a record for it. */
#ifndef FC_READERS_LINE_H
#define FC_READERS_LINE_H

#include "base/arena.h"
#include "io/stream.h"

/* Places in the reasons of such a reader, from 1: bad-line, too-large, truncated,
 * damaged-member. */
enum { FC_LINE_BAD = 1, FC_LINE_TOO_LARGE, FC_LINE_TRUNCATED, FC_LINE_DAMAGED };

typedef struct fc_line {
    fc_str text;                /* without its line end; until fc_line_end */
    uint64_t at;                /* where it begins, in the file or what it unpacks to */
    bool large;                 /* longer than an item may be: text is its begin */
    bool broken;                /* the input or a member broke off before its end */
} fc_line;

/* The next line that is not blank; FC_END. A gap without a line is an empty one. */
fc_rc fc_line_next(fc_stream *in, fc_line *line, fc_err *err);
/* Use the line. *reason, 0 or FC_LINE_BAD before, becomes what is wrong with it. */
fc_rc fc_line_end(fc_stream *in, const fc_line *line, uint16_t *reason, fc_err *err);

/* "FILE:AT", for what has no id of its own. */
fc_str fc_line_id(const fc_stream *in, const fc_line *line, fc_arena *keep);
/* A record of this type for the line, with all but block, id, uri and date. */
fc_record *fc_line_record(const fc_stream *in, const fc_line *line, fc_str mime,
                          fc_arena *keep);

#endif
