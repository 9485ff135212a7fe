/* fuzz_wikitext.c - any bytes as wikitext, as a page of a dump, as a dump, as one of
 * HTML. */
#include "kind.h"

#include "base/arena.h"
#include "base/str.h"
#include "io/stream.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct source {
    const char *p;
    size_t n, step;
} source;

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

static const fc_reader_def *find_reader(const char *name)
{
    for (size_t i = 0; fc_readers[i]; i++)
        if (strcmp(fc_readers[i]->name, name) == 0)
            return fc_readers[i];
    abort();
}

/* Every page that the reader gives goes through the extractor; how many there are, and
 * their bytes, do not depend on how the input came. */
static uint64_t read_dump(const char *name, fc_str bytes, size_t step, bool extract)
{
    const fc_reader_def *reader = find_reader(name);
    source s = { bytes.p, bytes.n, step };
    fc_stream *in;
    void *state;
    fc_err err;
    fc_arena keep;
    uint64_t sum = 0;
    if (fc_stream_open_source(&in, "x", read_some, &s, &err) ||
        reader->open(in, &state, &err))
        abort();
    fc_stream_set_max_item(in, 1 << 17);
    fc_arena_init(&keep);
    for (;;) {
        fc_doc doc = { .kind = FC_RECORD };
        fc_rc rc = reader->next(state, &keep, &doc, &err);
        if (rc == FC_END)
            break;
        if (rc || doc.reason > 4)
            abort();
        sum += 1 + 1000 * doc.rec->block.n + doc.reason;
        if (extract && !doc.reason)
            fuzz_kind("wikitext", "application/x-mediawiki+xml", doc.rec->block, false);
        fc_arena_reset(&keep);
    }
    fc_arena_free(&keep);
    reader->close(state);
    fc_stream_close(in);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    fc_str bytes = { (const char *)data + 1, size - 1 };
    switch (data[0] % 4) {
    case 0:
        fuzz_kind("wikitext", "text/x-wiki", bytes, data[0] & 64);
        break;
    case 1:
        fuzz_kind("wikitext", "application/x-mediawiki+xml", bytes, data[0] & 64);
        break;
    case 2:
        if (read_dump("mediawiki", bytes, SIZE_MAX, true) !=
            read_dump("mediawiki", bytes, 7, false))
            abort();
        break;
    default:
        if (read_dump("enterprise", bytes, SIZE_MAX, false) !=
            read_dump("enterprise", bytes, 7, false))
            abort();
    }
    return 0;
}
