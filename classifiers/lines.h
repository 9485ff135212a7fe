/* lines.h - a file, line by line, of bounded length. */
#ifndef FC_CLASSIFIERS_LINES_H
#define FC_CLASSIFIERS_LINES_H

#include "filterc.h"

enum { FC_LONGEST_LINE = 64 << 10 };

typedef struct fc_lines {
    fc_stream *in;
    uint64_t at;        /* number of the line at hand, from 1 */
    size_t used;        /* its bytes */
} fc_lines;

fc_rc fc_lines_open(fc_lines *l, const char *name, fc_err *err);
/* Out of a function, as fc_stream_open_source. */
fc_rc fc_lines_open_source(fc_lines *l, const char *name,
                           long (*source)(void *user, char *p, size_t n), void *user,
                           fc_err *err);
void fc_lines_close(fc_lines *l);
const char *fc_lines_name(const fc_lines *l);
/* The next line without its end, until the next call; FC_END. FC_EDATA when it is longer
 * than FC_LONGEST_LINE or compressed data is damaged. */
fc_rc fc_lines_next(fc_lines *l, fc_str *line, fc_err *err);

#endif
