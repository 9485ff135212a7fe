/* fuzz_warc.c - an input of any container and compression: every byte is read once, every
 * item is counted, and the same comes out when the bytes arrive in pieces. */
#include "base/arena.h"
#include "base/hash.h"
#include "pieces.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
static uint64_t read_all(fc_str bytes, size_t most)
{
    fuzz_pieces pieces = { bytes, most };
    fc_stream *s = fuzz_open_pieces(&pieces);
    fc_str head;
    fc_arena a;
    void *state;
    uint64_t hash = 0;
    size_t items = 0;
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
            require(++items <= 40 * bytes.n + 1000); /* the reader gets on */
        }
        r->close(state);
    }
    require(rc >= 0 || rc == FC_EDATA);
    fc_arena_free(&a);
    fc_stream_close(s);
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str bytes = { (const char *)data, size };
    uint64_t whole = read_all(bytes, SIZE_MAX);
    require(read_all(bytes, 13) == whole);
    return 0;
}
