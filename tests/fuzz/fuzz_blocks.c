/* fuzz_blocks.c - a block model of any bytes is refused or scores a page. The size and
 * the checksum are put right first, so that what lies behind them is reached. */
#include "base/hash.h"
#include "base/str.h"
#include "extractors/html.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_u64(char *p, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        p[i] = (char)(v >> 8 * i);
}

static void score(const fc_block_model *m)
{
    static const char page[] = "<title>Moss</title><ul><li><a href=/>Home</a><li><a "
                               "href=/b>Shop"
        "</a></ul><h1>Moss</h1><p>Moss has no roots. It drinks the "
        "rain.</p><p>Privacy</p>";
    fc_html_options options = { .model = m, .all = true };
    fc_html_content got;
    fc_arena keep, scratch;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    if (fc_html_extract(fc_str_of(page), &options, &keep, &scratch, NULL, &got, NULL) !=
            FC_OK ||
        got.blocks != 5 || got.kept > got.blocks)
        abort();
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_block_model m;
    fc_arena a;
    char *copy = malloc(size + 1);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    if (size >= 56) {
        put_u64(copy + 16, size);
        put_u64(copy + 24, fc_hash64(copy + 32, size - 32, fc_hash64(copy, 24, 0)));
    }
    fc_arena_init(&a);
    if (fc_block_file_parse((fc_str){ copy, size }, "fuzz", &m, &a, NULL) == FC_OK)
        score(&m);
    fc_arena_free(&a);
    free(copy);
    return 0;
}
