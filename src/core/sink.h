/* sink.h - where whole items are written to: a descriptor or a file of a name.
 *
 * A failed write to a descriptor never leaves half an item behind in a regular file: it
 * is cut back to the end of the last whole one. A named file is there whole or not at
 * all. */
#ifndef FC_CORE_SINK_H
#define FC_CORE_SINK_H

#include "io/output.h"

typedef struct fc_sink {
    int fd;                 /* -1: nothing is written, and everything counts as written */
    fc_output *file;        /* ... unless there is one */
} fc_sink;

/* name NULL: the descriptor. */
fc_rc fc_sink_open(fc_sink *s, const char *name, int fd, fc_err *err);
bool fc_sink_wanted(const fc_sink *s);
/* Publish a named file, or not. shelf, when not NULL, keeps it until others are
 * published. */
fc_rc fc_sink_close(fc_sink *s, bool publish, fc_shelf *shelf, fc_err *err);

/* Write `n` bytes made of items that end at ends[0..n_ends). *written is the number of
 * whole items that are out. FC_OK or FC_EIO; when the other end of a pipe is gone:
 * FC_END. */
fc_rc fc_sink_write(fc_sink *s, const char *p, size_t n, const size_t *ends,
                    size_t n_ends, size_t *written, fc_err *err);

#endif
