/* pieces.h - for targets that read: fuzzed bytes as an input that comes in pieces. What a
 * reader gives must not depend on their size. */
#ifndef FC_FUZZ_PIECES_H
#define FC_FUZZ_PIECES_H

#include "io/stream.h"

typedef struct fuzz_pieces {
    fc_str left;
    size_t most;                    /* bytes at a time */
} fuzz_pieces;

/* A stream over the bytes that are left; the caller closes it and keeps *pieces until
 * then. */
fc_stream *fuzz_open_pieces(fuzz_pieces *pieces);

/* The reader of that name; abort() when there is none. */
const fc_reader_def *fuzz_find_reader(const char *name);

#endif
