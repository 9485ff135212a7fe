/* fuzz_zim.c - any bytes as a ZIM file: items have a reason that there is or a block
 * within the limit, no more of them than places are listed, whatever pieces the bytes
 * come in. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "pieces.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 16, LAST_REASON = 11 };

static void check_item(const fc_doc *doc)
{
    const fc_record *r = doc->rec;
    require(doc->reason <= LAST_REASON && r->block.n <= MOST);
    require(!doc->reason || !r->block.n);
    fc_str about = r->about, line;
    while (fc_str_split(&about, '\n', &line))
        require(!line.n || fc_str_findc(line, ':') < line.n);
}

/* A hash of the items. */
static uint64_t read_all(fc_str bytes, size_t step)
{
    const fc_reader_def *reader = fuzz_find_reader("zim");
    fuzz_pieces pieces = { bytes, step };
    fc_stream *in = fuzz_open_pieces(&pieces);
    void *state;
    fc_arena keep;
    fc_str head;
    uint64_t sum = 0, items = 0;
    fc_stream_set_max_item(in, MOST);
    require(fc_stream_sniff(in, 8, &head, NULL) == FC_OK);
    require(reader->open(in, &state, NULL) == FC_OK);
    fc_arena_init(&keep);
    for (;;) {
        fc_doc doc = { .kind = FC_RECORD };
        fc_rc rc = reader->next(state, &keep, &doc, NULL);
        require(rc == FC_OK || rc == FC_END);
        if (rc == FC_END)
            break;
        check_item(&doc);
        if (!fc_stream_codec(in))
            require(++items <= bytes.n / 8 + 3);
        sum = fc_hash64(doc.rec->block.p, doc.rec->block.n, sum + doc.reason);
        sum = fc_hash64(doc.id.p, doc.id.n, sum);
        fc_arena_reset(&keep);
    }
    fc_arena_free(&keep);
    reader->close(state);
    fc_stream_close(in);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str bytes = { (const char *)data, size };
    uint64_t whole = read_all(bytes, SIZE_MAX);
    require(size > 4096 || read_all(bytes, 7) == whole);
    return 0;
}
