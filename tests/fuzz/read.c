/* read.c - see read.h. */
#include "read.h"

#include "base/arena.h"
#include "base/hash.h"
#include "kind.h"
#include "pieces.h"
#include "require.h"

static size_t count_reasons(const fc_reader_def *reader)
{
    size_t n = 0;
    while (reader->reasons[n].name)
        n++;
    return n;
}

/* All items as a number; `look`: the source kind sees them. */
static uint64_t read_items(const fuzz_format *f, const fc_reader_def *reader, void *state,
                           fc_arena *keep, bool look)
{
    uint64_t hash = 0;
    size_t reasons = count_reasons(reader);
    for (;;) {
        fc_doc doc = { .kind = FC_RECORD };
        fc_err err;
        fc_rc rc = reader->next(state, keep, &doc, &err);
        if (rc == FC_END)
            return hash;
        require(rc == FC_OK && doc.id.n && doc.reason <= reasons);
        require(doc.rec || doc.kind == FC_DOCUMENT);
        fc_str block = doc.rec ? doc.rec->block : doc.text;
        hash = fc_hash64(block.p, block.n, hash + doc.reason);
        if (look && !doc.reason && block.n)
            fuzz_kind(f->kind, f->mime, block, false);
        fc_arena_reset(keep);
    }
}

static uint64_t read_all(const fuzz_format *f, fc_str bytes, size_t most, bool look)
{
    const fc_reader_def *reader = fuzz_find_reader(f->reader);
    fuzz_pieces pieces = { bytes, most };
    fc_stream *in = fuzz_open_pieces(&pieces);
    void *state = NULL;
    fc_arena keep;              /* without a guard: a full one is abort() */
    fc_err err;
    fc_stream_set_max_item(in, f->max_item);
    require(reader->open(in, &state, &err) == FC_OK);
    fc_arena_init(&keep);
    uint64_t hash = read_items(f, reader, state, &keep, look);
    reader->close(state);
    fc_stream_close(in);
    fc_arena_free(&keep);
    return hash;
}

void fuzz_read(const fuzz_format *format, fc_str bytes)
{
    uint64_t whole = read_all(format, bytes, SIZE_MAX, format->kind != NULL);
    require(read_all(format, bytes, 7, false) == whole);
}
