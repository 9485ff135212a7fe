/* fuzz_zim.c - any bytes as a ZIM file: items have a reason that there is or a block
 * within the limit, no more of them than places are listed, whatever pieces the bytes
 * come in. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "io/stream.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 16, LAST_REASON = 11 };

typedef struct source {
    const char *p;
    size_t n, step;
} source;

static void require(bool ok)
{
    if (!ok)
        abort();
}

static long read_some(void *user, char *p, size_t n)
{
    source *s = user;
    n = n < s->step ? n : s->step;
    n = n < s->n ? n : s->n;
    memcpy(p, s->p, n);
    s->p += n;
    s->n -= n;
    return (long)n;
}

static const fc_reader_def *find_reader(void)
{
    for (size_t i = 0; fc_readers[i]; i++)
        if (strcmp(fc_readers[i]->name, "zim") == 0)
            return fc_readers[i];
    abort();
}

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
    const fc_reader_def *reader = find_reader();
    source s = { bytes.p, bytes.n, step };
    fc_stream *in;
    void *state;
    fc_arena keep;
    fc_str head;
    uint64_t sum = 0, items = 0;
    require(fc_stream_open_source(&in, "x", read_some, &s, NULL) == FC_OK);
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
