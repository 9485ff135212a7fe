/* raw.h - the stored bytes of an input in one growing buffer: below all compression.
 *
 * Private to src/io. The bytes p[at .. end) are read and not used yet; `base` is the
 * place of p[at] in the input. Reading goes on in large pieces; short reads and EINTR are
 * nothing special. The buffer grows only by doubling when it is full, so asking for much
 * costs no memory before that much was read. */
#ifndef FC_IO_RAW_H
#define FC_IO_RAW_H

#include "io/stream.h"

typedef struct fc_raw {
    const char *name;           /* for messages */
    int fd;                     /* or -1: source */
    fc_stream_source source;
    void *user;
    char *p;
    size_t at, end, cap;
    uint64_t base;
    uint64_t total;             /* size of a regular file; 0: unknown */
    const volatile int *interrupt;  /* not NULL: non-zero ends the waiting */
    bool eof;
} fc_raw;

/* At least `want` bytes between at and end, or eof. FC_OK, FC_EIO, FC_ETRY (no
 * memory). */
fc_rc fc_raw_fill(fc_raw *r, size_t want, fc_err *err);

static inline size_t fc_raw_avail(const fc_raw *r)
{
    return r->end - r->at;
}

static inline void fc_raw_use(fc_raw *r, size_t n)
{
    r->at += n;
    r->base += n;
}

#endif
