/* fuzz_features.c - features of any bytes: the places lie in the window, asking for
 * places changes nothing, and a window is as good as a shorter text. The first byte
 * chooses the window. */
#include "base/str.h"
#include "classifiers/features.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(const fc_features *a, const fc_features *b)
{
    for (int k = 0; k < FC_FAMILIES; k++) {
        const fc_feature_list *x = &a->family[k], *y = &b->family[k];
        if (x->n != y->n ||
            (x->n && memcmp(x->hash, y->hash, x->n * sizeof *x->hash) != 0))
            abort();
    }
}

static void check_places(const fc_features *f)
{
    for (int k = 0; k < FC_STEPS; k++)
        for (size_t i = 0; i < f->family[k].n; i++) {
            fc_place p = f->family[k].place[i];
            if (!p.n || p.at >= f->bytes || p.n > f->bytes - p.at)
                abort();
        }
    if (f->family[FC_STEPS].n != 2 * FC_MEASURES)
        abort();
    for (size_t i = 0; i < f->family[FC_STEPS].n; i++)
        if (f->family[FC_STEPS].hash[i] >= FC_STEP_ROWS)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena a;
    fc_features with, without, cut;
    if (!size)
        return 0;
    size_t window = data[0] < 128 ? 0 : data[0] - 127u;
    /* a copy of just this size, so that a read beyond its end is seen */
    char *text = malloc(size);
    if (!text)
        return 0;
    memcpy(text, data + 1, size - 1);
    fc_arena_init(&a);
    fc_features_extract((fc_str){ text, size - 1 }, window, true, &a, &with);
    fc_features_extract((fc_str){ text, size - 1 }, window, false, &a, &without);
    fc_features_extract((fc_str){ text, with.bytes }, 0, false, &a, &cut);
    same(&with, &without);
    same(&with, &cut);
    check_places(&with);
    fc_arena_free(&a);
    free(text);
    return 0;
}
