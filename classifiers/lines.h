/* lines.h - a file that is trained from, line by line. */
#ifndef FC_CLASSIFIERS_LINES_H
#define FC_CLASSIFIERS_LINES_H

#include "filterc.h"

typedef struct fc_lines {
    fc_stream *in;
    size_t most;        /* bytes of the longest line */
    uint64_t at;        /* number of the line at hand, from 1 */
    size_t used;        /* its bytes */
} fc_lines;

fc_rc fc_lines_open(fc_lines *l, const char *name, size_t most, fc_err *err);
/* Out of a function, as fc_stream_open_source. */
fc_rc fc_lines_open_source(fc_lines *l, const char *name, size_t most,
                           long (*source)(void *user, char *p, size_t n), void *user,
                           fc_err *err);
void fc_lines_close(fc_lines *l);
const char *fc_lines_name(const fc_lines *l);
/* The next line without its end, until the next call; FC_END. FC_EDATA when it is longer
 * than may be or compressed data is damaged. */
fc_rc fc_lines_next(fc_lines *l, fc_str *line, fc_err *err);
/* What is wrong with the line at hand, with file and number before it; returns rc. */
fc_rc fc_lines_fail(const fc_lines *l, fc_rc rc, const char *what, fc_err *err);

#endif
