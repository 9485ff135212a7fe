/* block_trees.c - see block_trees.h. */
#include "extractors/block_trees.h"

enum { LANES = 32 };         /* blocks that are scored together */

_Static_assert(FC_TREE_DEPTH == 6, "add_tree asks six questions");

/* One tree over LANES blocks. All answers in one loop of a constant count, which becomes
 * vectors; then a look-up each. */
static void add_tree(const fc_trees *t, uint32_t k, const float *x, size_t stride, float *margin)
{
    uint32_t place[LANES];
    const uint16_t *f = t->feature + (size_t)k * FC_TREE_DEPTH;
    const float *cut = t->cut + (size_t)k * FC_TREE_DEPTH;
    const float *leaf = t->leaf + (size_t)k * FC_TREE_LEAVES;
    const float *a = x + f[0] * stride, *b = x + f[1] * stride, *c = x + f[2] * stride;
    const float *d = x + f[3] * stride, *e = x + f[4] * stride, *g = x + f[5] * stride;
    const float at0 = cut[0], at1 = cut[1], at2 = cut[2], at3 = cut[3], at4 = cut[4],
                at5 = cut[5];
    for (uint32_t i = 0; i < LANES; i++)
        place[i] = (uint32_t)(a[i] > at0) | (uint32_t)(b[i] > at1) << 1 |
                   (uint32_t)(c[i] > at2) << 2 | (uint32_t)(d[i] > at3) << 3 |
                   (uint32_t)(e[i] > at4) << 4 | (uint32_t)(g[i] > at5) << 5;
    for (uint32_t i = 0; i < LANES; i++)
        margin[i] += leaf[place[i]];
}

/* The columns of some blocks, close together. */
static fc_numbers some_of(const fc_numbers *n, const uint32_t *block, uint32_t blocks, fc_arena *a)
{
    uint32_t columns = fc_numbers_count();
    fc_numbers some = { .stride = (blocks + LANES - 1) / LANES * LANES };
    some.x = fc_alloc(a, (size_t)columns * some.stride * sizeof *some.x);
    for (uint32_t k = 0; k < columns; k++) {
        const float *from = n->x + (size_t)k * n->stride;
        float *to = some.x + (size_t)k * some.stride;
        for (uint32_t i = 0; i < blocks; i++)
            to[i] = from[block[i]];
        for (uint32_t i = blocks; i < some.stride; i++)
            to[i] = 0;
    }
    return some;
}

void fc_trees_score(const fc_trees *t, const fc_numbers *n, uint32_t blocks, float *margin,
                    fc_arena *a)
{
    uint32_t *block = fc_alloc(a, (blocks + 1) * sizeof *block), count = 0;
    for (uint32_t i = 0; i < blocks; i++)
        if (margin[i] >= FC_HOPELESS)
            block[count++] = i;
    fc_numbers some = some_of(n, block, count, a);
    for (uint32_t at = 0; at < count; at += LANES) {
        float sum[LANES];
        for (uint32_t i = 0; i < LANES; i++)
            sum[i] = t->bias;
        for (uint32_t k = 0; k < t->n; k++)
            add_tree(t, k, some.x + at, some.stride, sum);
        for (uint32_t i = 0; i < LANES && at + i < count; i++)
            margin[block[at + i]] = sum[i];
    }
}
