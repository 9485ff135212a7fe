/* fuzz_model.c - a model file of any bytes is refused or scores. The size and the
 * checksum are put right first, so that what lies behind them is reached. */
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/scorer.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_u64(char *p, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        p[i] = (char)(v >> 8 * i);
}

static void score(const fc_model *m)
{
    static const char text[] = "Some text, 123 words.\n# And a heading\n";
    fc_scorer *s;
    fc_features f;
    fc_arena a;
    double *raw = calloc(m->columns, sizeof *raw);
    fc_arena_init(&a);
    if (raw && fc_scorer_new(&m, 1, &s, NULL) == FC_OK) {
        fc_features_extract(fc_str_of(text), m->window, false, &a, &f);
        fc_scorer_run(s, &f, raw);
        double v = fc_model_calibrate(m, raw[0]);
        if (v < m->lo || v > m->hi)
            abort();
        fc_scorer_free(s);
    }
    free(raw);
    fc_arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_model_file *file;
    const fc_model *m;
    char *copy = malloc(size + 1);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    if (size >= 64) {
        put_u64(copy + 16, size);
        put_u64(copy + 24, fc_hash64(copy + 32, size - 32, fc_hash64(copy, 24, 0)));
    }
    if (fc_model_open_bytes("fuzz", (fc_str){ copy, size }, &file, &m, NULL) == FC_OK) {
        score(m);
        fc_model_close(file);
    }
    free(copy);
    return 0;
}
