/* read.h - fuzzed bytes through a reader: what it gives must not depend on how they come,
 * and what is well goes through the source kind of the format. */
#ifndef FC_FUZZ_READ_H
#define FC_FUZZ_READ_H

#include "filterc.h"

typedef struct fuzz_format {
    const char *reader;
    uint64_t max_item;
    const char *kind, *mime;        /* of its records, for kind.h; NULL: unseen */
} fuzz_format;

/* Read whole and seven bytes at a time; abort() when the items differ. */
void fuzz_read(const fuzz_format *format, fc_str bytes);

#endif
