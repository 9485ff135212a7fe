/* fuzz_jsonl.c - a line that parses is written so that it parses to the same bytes
 * again. */
#include "io/jsonl.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena a;
    fc_doc doc = { 0 }, back = { 0 };
    fc_buf first = FC_BUF_INIT, second = FC_BUF_INIT;
    fc_err err;
    fc_arena_init(&a);
    if (!fc_jsonl_parse((fc_str){ (const char *)data, size }, &a, &doc, &err)) {
        fc_jsonl_write(&first, &doc);
        if (fc_jsonl_parse((fc_str){ first.p, first.n - 1 }, &a, &back, &err))
            abort();
        fc_jsonl_write(&second, &back);
        if (first.n != second.n || memcmp(first.p, second.p, first.n) != 0)
            abort();
    }
    fc_buf_free(&first);
    fc_buf_free(&second);
    fc_arena_free(&a);
    return 0;
}
