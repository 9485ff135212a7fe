/* block_trees.c - see block_trees.h. */
#include "extractors/block_trees.h"

enum { LANES = FC_NUMBERS_LANES }; /* blocks that are scored together */

_Static_assert(FC_TREE_DEPTH == 6, "add_tree asks six questions");

/* One tree over all rows. The answers of LANES rows in one loop of a constant count,
 * which becomes vectors; "not at most" spares a copy of the cut that "above" would take,
 * and no number is NaN. Then a look-up each, by fours, which compilers do not do by
 * themselves. */
static void add_tree(const fc_trees *t, uint32_t k, const fc_numbers *n, float *margin)
{
    const uint16_t *f = t->feature + (size_t)k * FC_TREE_DEPTH;
    const float *cut = t->cut + (size_t)k * FC_TREE_DEPTH;
    const float *leaf = t->leaf + (size_t)k * FC_TREE_LEAVES;
    const float *x = n->x, *a, *b, *c, *d, *e, *g;
    const float at0 = cut[0], at1 = cut[1], at2 = cut[2], at3 = cut[3], at4 = cut[4],
                at5 = cut[5];
    size_t stride = n->stride;
    a = x + f[0] * stride, b = x + f[1] * stride, c = x + f[2] * stride;
    d = x + f[3] * stride, e = x + f[4] * stride, g = x + f[5] * stride;
    for (uint32_t row = 0; row < n->rows; row += LANES, margin += LANES) {
        uint32_t place[LANES];
        for (uint32_t i = 0; i < LANES; i++)
            place[i] = (uint32_t)!(a[i] <= at0) | (uint32_t)!(b[i] <= at1) << 1 |
                       (uint32_t)!(c[i] <= at2) << 2 | (uint32_t)!(d[i] <= at3) << 3 |
                       (uint32_t)!(e[i] <= at4) << 4 | (uint32_t)!(g[i] <= at5) << 5;
        for (uint32_t i = 0; i < LANES; i += 4) {
            margin[i] += leaf[place[i]];
            margin[i + 1] += leaf[place[i + 1]];
            margin[i + 2] += leaf[place[i + 2]];
            margin[i + 3] += leaf[place[i + 3]];
        }
        a += LANES, b += LANES, c += LANES, d += LANES, e += LANES, g += LANES;
    }
}

void fc_trees_score(const fc_trees *t, const fc_numbers *n, float *margin)
{
    for (uint32_t i = 0; i < n->stride; i++)
        margin[i] = t->bias;
    for (uint32_t k = 0; k < t->n; k++)
        add_tree(t, k, n, margin);
}
