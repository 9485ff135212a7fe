/* fuzz_warc.c - an input of any container and compression: every byte is read once, every
 * item is counted, and the same comes out when the bytes arrive in pieces. */
#include "base/arena.h"
#include "base/hash.h"
#include "io/stream.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct feed {
    const uint8_t *p;
    size_t left, chunk;
} feed;

static long give(void *user, char *p, size_t n)
{
    feed *f = user;
    if (n > f->left)
        n = f->left;
    if (n > f->chunk)
        n = f->chunk;
    if (n)
        memcpy(p, f->p, n);
    f->p += n;
    f->left -= n;
    return (long)n;
}

static const fc_reader_def *pick(fc_str head)
{
    const fc_reader_def *best = NULL;
    for (int i = 0, most = 0; fc_readers[i]; i++) {
        int sure = fc_readers[i]->sniff(head, "input");
        if (sure > most) {
            most = sure;
            best = fc_readers[i];
        }
    }
    return best;
}

/* Hash of all that was found. */
static uint64_t read_all(const uint8_t *data, size_t size, size_t chunk)
{
    feed f = { data, size, chunk };
    fc_stream *s;
    fc_str head;
    fc_arena a;
    void *state;
    uint64_t hash = 0;
    size_t items = 0;
    if (fc_stream_open_source(&s, "input", give, &f, NULL))
        abort();
    fc_rc rc = fc_stream_sniff(s, 4096, &head, NULL);
    if (head.n > 4096)
        head.n = 4096;
    const fc_reader_def *r = rc ? NULL : pick(head);
    fc_arena_init(&a);
    if (r && !r->open(s, &state, NULL)) {
        fc_stream_set_max_item(s, 1 << 20);
        for (;;) {
            fc_doc d = { 0 };
            rc = r->next(state, &a, &d, NULL);
            if (rc)
                break;
            fc_str part = d.rec ? d.rec->block : d.text;
            uint64_t v[4] = { hash, d.reason, d.rec ? d.rec->offset : 0,
                              fc_hash64(part.n ? part.p : "", part.n, d.id.n) };
            hash = fc_hash64(v, sizeof v, 0);
            fc_arena_reset(&a);
            if (++items > 40 * size + 1000) /* the reader does not get on */
                abort();
        }
        r->close(state);
    }
    if (rc < 0 && rc != FC_EDATA)
        abort();
    fc_arena_free(&a);
    fc_stream_close(s);
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t whole = read_all(data, size, SIZE_MAX);
    if (read_all(data, size, 13) != whole)
        abort();
    return 0;
}
