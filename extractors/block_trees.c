/* block_trees.c - see block_trees.h. */
#include "extractors/block_trees.h"
#include "base/bits.h"

enum {
    LANES = FC_NUMBERS_LANES,   /* blocks that are scored together */
    TOGETHER = 4                /* trees whose leaves are added in one go */
};

_Static_assert(FC_TREE_DEPTH == 6, "find_leaves asks six questions");

/* Which leaf of tree k each of LANES rows comes to. The answers in one loop of a constant
 * count, which becomes vectors; "not at most" spares a copy of the cut that "above" would
 * take, and no number is NaN. */
FC_INLINE void find_leaves(const fc_trees *t, uint32_t k, const float *x, size_t stride,
                           uint32_t place[LANES])
{
    const uint16_t *f = t->feature + (size_t)k * FC_TREE_DEPTH;
    const float *cut = t->cut + (size_t)k * FC_TREE_DEPTH;
    const float *a, *b, *c, *d, *e, *g;
    const float at0 = cut[0], at1 = cut[1], at2 = cut[2], at3 = cut[3], at4 = cut[4],
                at5 = cut[5];
    a = x + f[0] * stride, b = x + f[1] * stride, c = x + f[2] * stride;
    d = x + f[3] * stride, e = x + f[4] * stride, g = x + f[5] * stride;
    for (uint32_t i = 0; i < LANES; i++)
        place[i] = (uint32_t)!(a[i] <= at0) | (uint32_t)!(b[i] <= at1) << 1 |
                   (uint32_t)!(c[i] <= at2) << 2 | (uint32_t)!(d[i] <= at3) << 3 |
                   (uint32_t)!(e[i] <= at4) << 4 | (uint32_t)!(g[i] <= at5) << 5;
}

/* A look-up for each row and tree, in the order of the trees: four trees at a time load
 * and store a margin once for four of them. With vectors of eight this takes .73 of the
 * instructions and .8 of the time of a tree at a time with vectors of four. */
FC_INLINE void add_trees(const fc_trees *t, uint32_t k, const float *x, size_t stride,
                         float *margin)
{
    uint32_t place[TOGETHER][LANES];
    const float *leaf = t->leaf + (size_t)k * FC_TREE_LEAVES;
    for (uint32_t j = 0; j < TOGETHER; j++)
        find_leaves(t, k + j, x, stride, place[j]);
    for (uint32_t i = 0; i < LANES; i++) {
        float m = margin[i];
        m += leaf[place[0][i]];
        m += leaf[FC_TREE_LEAVES + place[1][i]];
        m += leaf[2 * FC_TREE_LEAVES + place[2][i]];
        margin[i] = m + leaf[3 * FC_TREE_LEAVES + place[3][i]];
    }
}

FC_INLINE void add_tree(const fc_trees *t, uint32_t k, const float *x, size_t stride,
                        float *margin)
{
    uint32_t place[LANES];
    find_leaves(t, k, x, stride, place);
    for (uint32_t i = 0; i < LANES; i++)
        margin[i] += t->leaf[(size_t)k * FC_TREE_LEAVES + place[i]];
}

/* LANES rows and all trees at a time: the columns of so many rows stay in the cache. */
FC_INLINE void add_all(const fc_trees *t, const fc_numbers *n, float *margin)
{
    for (uint32_t i = 0; i < n->stride; i++)
        margin[i] = t->bias;
    for (uint32_t row = 0; row < n->rows; row += LANES) {
        uint32_t k = 0;
        for (; k + TOGETHER <= t->n; k += TOGETHER)
            add_trees(t, k, n->x + row, n->stride, margin + row);
        for (; k < t->n; k++)
            add_tree(t, k, n->x + row, n->stride, margin + row);
    }
}

/* The same in vectors twice as wide: comparisons and sums, lane by lane, so the margins
 * are the same. */
FC_WIDE_VECTORS(static void add_all_wide(const fc_trees *t, const fc_numbers *n,
                                         float *margin))
{
    add_all(t, n, margin);
}

void fc_trees_score(const fc_trees *t, const fc_numbers *n, float *margin)
{
    if (FC_HAS_WIDE_VECTORS)
        add_all_wide(t, n, margin);
    else
        add_all(t, n, margin);
}
