/* fuzz_events.c - any bytes as an event or a thread of GH Archive, and as a file of
 * events: what comes of it does not depend on the pieces that it is read in, and there
 * are no more items than lines. */
#include "kind.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "pieces.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 14, LAST_REASON = 5 };

static uint64_t read_all(fc_str bytes, size_t step, bool extract)
{
    const fc_reader_def *reader = fuzz_find_reader("gharchive");
    fuzz_pieces pieces = { bytes, step };
    fc_stream *in = fuzz_open_pieces(&pieces);
    void *state;
    fc_arena keep;
    uint64_t sum = 0;
    size_t items = 0, lines = 1;
    for (size_t i = 0; i < bytes.n; i++)
        lines += bytes.p[i] == '\n';
    fc_stream_set_max_item(in, MOST);
    require(reader->open(in, &state, NULL) == FC_OK);
    fc_arena_init(&keep);
    for (;;) {
        fc_doc doc = { .kind = FC_RECORD };
        fc_rc rc = reader->next(state, &keep, &doc, NULL);
        require(rc == FC_OK || rc == FC_END);
        if (rc == FC_END)
            break;
        fc_str block = doc.rec->block;
        require(doc.reason <= LAST_REASON && (doc.reason || block.n <= 2 * MOST));
        sum = fc_hash64(block.p, block.n, sum + doc.reason);
        items++;
        if (extract && !doc.reason)
            fuzz_kind("gharchive", "application/x-gharchive", block, false);
        fc_arena_reset(&keep);
    }
    require(items <= lines || fc_stream_codec(in));
    fc_arena_free(&keep);
    reader->close(state);
    fc_stream_close(in);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str bytes = { (const char *)data, size };
    if (!size || size > 1 << 16)
        return 0;
    fuzz_kind("gharchive", "application/x-gharchive", bytes, size & 1);
    uint64_t whole = read_all(bytes, SIZE_MAX, true);
    require(read_all(bytes, 7, false) == whole);
    return 0;
}
