/* listing.h - what a reader finds in some bytes, one line an item, for tests to compare.
 *
 * "ok 0+516 response <id> 486:0123456789abcdef\n": reason, offset + length ("u" behind it
 * when they count decompressed bytes), type, id, size and hash of the block (of a
 * document: its text). The last line tells how it ended. */
#ifndef FC_TEST_LISTING_H
#define FC_TEST_LISTING_H

#include "base/buf.h"
#include "io/stream.h"

typedef struct feed {
    fc_str data;
    size_t at;
    size_t first;       /* the first read ends here, 0: no matter */
    size_t chunk;       /* a read gives so much at most, 0: no matter */
    int interrupts;     /* so many reads fail with EINTR before each that works */
    int pending;
    size_t fail_at;     /* EIO from here on; SIZE_MAX: never */
} feed;

long feed_read(void *user, char *p, size_t n);      /* an fc_stream_source */
feed feed_of(fc_str data);

/* List what the reader that fits best finds. max_item 0: the default. */
void list_feed(feed *f, const char *name, uint64_t max_item, fc_buf *out);
void list_file(const char *path, fc_buf *out);
/* The bytes of a file in *out; false when it is not there. */
bool read_file(const char *path, fc_buf *out);

#endif
