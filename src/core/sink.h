/* sink.h - where whole items are written to. A failed write never leaves half an item
 * behind in a regular file: it is cut back to the end of the last whole one. */
#ifndef FC_CORE_SINK_H
#define FC_CORE_SINK_H

#include "filterc.h"

typedef struct fc_sink {
    int fd;                 /* -1: nothing is written, and everything counts as written */
    bool closed;            /* the reader of a pipe went away */
} fc_sink;

/* Write `n` bytes made of items that end at ends[0..n_ends). *written is the number of
 * whole items that are out. FC_OK or FC_EIO; when the other end of a pipe is gone:
 * FC_END. */
fc_rc fc_sink_write(fc_sink *s, const char *p, size_t n, const size_t *ends,
                    size_t n_ends, size_t *written, fc_err *err);

#endif
