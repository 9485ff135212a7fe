/* fuzz_rows.c - any bytes as a table of a Stack Exchange dump: read whole and in small
 * pieces, the items are the same; each thread, and the bytes themselves, go to the
 * extractor. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "io/stream.h"
#include "kind.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
extern const fc_reader_def fc_reader_stackexchange;

typedef struct source {
    fc_str left;
    size_t most;                    /* bytes at a time */
} source;

static long give(void *user, char *p, size_t n)
{
    source *s = user;
    n = n < s->left.n ? n : s->left.n;
    n = n < s->most ? n : s->most;
    if (n)
        memcpy(p, s->left.p, n);
    s->left = fc_str_sub(s->left, n, s->left.n);
    return (long)n;
}

static void require(bool ok)
{
    if (!ok)
        abort();
}

/* All items as a number; `look`: the extractor sees them. */
static uint64_t read_items(void *state, fc_arena *keep, bool look)
{
    uint64_t hash = 0;
    fc_doc doc;
    fc_err err;
    for (;;) {
        memset(&doc, 0, sizeof doc);
        fc_rc rc = fc_reader_stackexchange.next(state, keep, &doc, &err);
        if (rc == FC_END)
            return hash;
        require(rc == FC_OK && doc.rec && doc.id.n);
        hash = fc_hash64(doc.rec->block.p, doc.rec->block.n, hash + doc.reason);
        if (look && !doc.reason)
            fuzz_kind("stackexchange", "application/x-stackexchange", doc.rec->block,
                      false);
    }
}

static uint64_t read_all(fc_str bytes, size_t most, bool look)
{
    source s = { bytes, most };
    fc_stream *in;
    void *state = NULL;
    fc_arena keep;
    jmp_buf guard;
    fc_err err;
    require(fc_stream_open_source(&in, "input", give, &s, NULL) == FC_OK);
    fc_stream_set_max_item(in, 4096);
    require(fc_reader_stackexchange.open(in, &state, &err) == FC_OK);
    fc_arena_init(&keep);
    fc_arena_guard(&keep, &guard);
    if (setjmp(guard))
        abort();
    uint64_t hash = read_items(state, &keep, look);
    fc_reader_stackexchange.close(state);
    fc_stream_close(in);
    fc_arena_free(&keep);
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str bytes = { (const char *)data, size };
    if (size > 1 << 16)
        return 0;
    fuzz_kind("stackexchange", "application/x-stackexchange", bytes, size & 1);
    uint64_t whole = read_all(bytes, SIZE_MAX, true);
    require(read_all(bytes, 7, false) == whole);
    return 0;
}
