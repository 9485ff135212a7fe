/* window.h - bytes at any place of an input, for formats that are an index of places in
 * themselves (ZIM). A file that is stored as it is read is looked at where it lies; a
 * pipe, a member of an archive or compressed input is copied to an unnamed file first. */
#ifndef FC_IO_WINDOW_H
#define FC_IO_WINDOW_H

#include "io/stream.h"

typedef struct fc_places {
    int fd;
    bool own;                   /* fd is a copy in a temporary file, else the stream's */
    uint64_t size;
} fc_places;

/* All of a stream that was sniffed and nothing consumed of, up to its end or a gap, which
 * is left to be told; the stream gives nothing else. It must live as long as *p, which is
 * to be closed in any case. FC_EIO, FC_ETRY. */
fc_rc fc_places_open(fc_places *p, fc_stream *in, fc_err *err);
/* At most n bytes from `at` on; *got is less at the end. FC_EIO. */
fc_rc fc_places_read(const fc_places *p, uint64_t at, void *to, size_t n, size_t *got,
                     fc_err *err);
void fc_places_close(fc_places *p);

/* Reading on from place to place without a call to the system for each. */
enum { FC_WINDOW = 32 << 10 };
typedef struct fc_window {
    uint64_t at;
    size_t n;
    char bytes[FC_WINDOW];
} fc_window;

/* At least `want` bytes, at most FC_WINDOW, from `at` on unless the end comes first; they
 * live until the next call. w is zeroed before the first. */
fc_rc fc_window_peek(fc_window *w, const fc_places *p, uint64_t at, size_t want,
                     fc_str *got, fc_err *err);

#endif
