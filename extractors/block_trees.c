/* block_trees.c - see block_trees.h. */
#include "extractors/block_trees.h"
#include "base/bits.h"

#include <stdlib.h>

enum {
    LANES = FC_NUMBERS_LANES,   /* blocks that are scored together */
    TOGETHER = 6,               /* trees whose leaves are added in one go */
    MOST_EDGES = INT8_MAX       /* of a column */
};

_Static_assert(FC_TREE_DEPTH == 6, "find_leaves asks six questions");

/* ---------------------------------------------------------------- questions */

typedef struct question {
    uint16_t feature;
    float cut;
    uint32_t at;                /* which question of the model */
} question;

static int by_column_and_cut(const void *x, const void *y)
{
    const question *a = x, *b = y;
    if (a->feature != b->feature)
        return a->feature < b->feature ? -1 : 1;
    return a->cut < b->cut ? -1 : a->cut > b->cut;
}

bool fc_trees_prepare(fc_trees *t, fc_arena *a)
{
    uint32_t n = t->n * FC_TREE_DEPTH, columns = 0, edges = 0;
    question *q = fc_alloc(a, (n + 1) * sizeof *q);
    float *edge = fc_alloc(a, (n + 1) * sizeof *edge);
    fc_tree_column *column = fc_zalloc(a, FC_NUMBERS_MAX + 1, sizeof *column);
    uint16_t *asked = fc_alloc(a, (n + 1) * sizeof *asked);
    int8_t *below = fc_alloc(a, n + 1);
    for (uint32_t i = 0; i < n; i++)
        q[i] = (question){ t->feature[i], t->cut[i], i };
    qsort(q, n, sizeof *q, by_column_and_cut);
    for (uint32_t i = n; i-- > 0;) { /* from the highest edge of each column */
        bool fresh = i + 1 == n || q[i].feature != q[i + 1].feature;
        if (fresh)
            column[columns++] = (fc_tree_column){ q[i].feature, edges, edges };
        fc_tree_column *c = &column[columns - 1];
        if (fresh || q[i].cut < edge[edges - 1])
            edge[edges++] = q[i].cut;
        c->to = edges;
        if (c->to - c->from > MOST_EDGES)
            return false;
        asked[q[i].at] = (uint16_t)((columns - 1) * LANES);
        below[q[i].at] = (int8_t)(c->to - c->from);
    }
    t->column = column;
    t->columns = columns;
    t->edge = edge;
    t->asked = asked;
    t->below = below;
    return true;
}

/* ---------------------------------------------------------------- scoring */

/* How many of the edges of a column, of which there is one, each number is not above, for
 * LANES rows; a comparison is -1 where it holds. Four vectors of counts stay in
 * registers; the first edge begins them, as zeros would be made by a slow "rep stos". */
FC_INLINE void count_edges(const float *x, const float *edge, const float *end,
                           int8_t count[LANES])
{
    enum { QUARTER = LANES / 4 };
    int32_t n[LANES];
    for (uint32_t a = 0, b = QUARTER, c = 2 * QUARTER, d = 3 * QUARTER; a < QUARTER;
         a++, b++, c++, d++) {
        n[a] = x[a] <= *edge ? 1 : 0;
        n[b] = x[b] <= *edge ? 1 : 0;
        n[c] = x[c] <= *edge ? 1 : 0;
        n[d] = x[d] <= *edge ? 1 : 0;
    }
    while (++edge < end)
        for (uint32_t a = 0, b = QUARTER, c = 2 * QUARTER, d = 3 * QUARTER; a < QUARTER;
             a++, b++, c++, d++) {
            n[a] -= x[a] <= *edge ? -1 : 0;
            n[b] -= x[b] <= *edge ? -1 : 0;
            n[c] -= x[c] <= *edge ? -1 : 0;
            n[d] -= x[d] <= *edge ? -1 : 0;
        }
    for (uint32_t i = 0; i < LANES; i++)
        count[i] = (int8_t)n[i];
}

/* Which leaf of tree k each of LANES rows comes to: bytes and a constant count, which
 * become one vector. */
FC_INLINE void find_leaves(const fc_trees *t, uint32_t k, const int8_t *count,
                           uint8_t place[LANES])
{
    const uint16_t *asked = t->asked + (size_t)k * FC_TREE_DEPTH;
    const int8_t *below = t->below + (size_t)k * FC_TREE_DEPTH;
    const int8_t *a = count + asked[0], *b = count + asked[1], *c = count + asked[2];
    const int8_t *d = count + asked[3], *e = count + asked[4], *f = count + asked[5];
    const int8_t at0 = below[0], at1 = below[1], at2 = below[2], at3 = below[3],
                 at4 = below[4], at5 = below[5];
    for (uint32_t i = 0; i < LANES; i++) {
        uint8_t p = a[i] < at0 ? 1 : 0;
        p |= b[i] < at1 ? 2 : 0;
        p |= c[i] < at2 ? 4 : 0;
        p |= d[i] < at3 ? 8 : 0;
        p |= e[i] < at4 ? 16 : 0;
        p |= f[i] < at5 ? 32 : 0;
        place[i] = p;
    }
}

/* Rows of a group that the next trees are asked about. */
typedef struct doubt {
    uint8_t lane[LANES];
    uint32_t n;
} doubt;

/* A look-up for each row in doubt and tree, in the order of the trees: six trees at a
 * time load and store a margin once for six of them. */
FC_INLINE void add_trees(const fc_trees *t, uint32_t k, const int8_t *count,
                         const doubt *in, float *margin)
{
    uint8_t place[TOGETHER][LANES];
    const float *leaf = t->leaf + (size_t)k * FC_TREE_LEAVES;
    for (uint32_t j = 0; j < TOGETHER; j++)
        find_leaves(t, k + j, count, place[j]);
    for (uint32_t r = 0; r < in->n; r++) {
        uint32_t i = in->lane[r];
        float m = margin[i];
        m += leaf[place[0][i]];
        m += leaf[FC_TREE_LEAVES + place[1][i]];
        m += leaf[2 * FC_TREE_LEAVES + place[2][i]];
        m += leaf[3 * FC_TREE_LEAVES + place[3][i]];
        m += leaf[4 * FC_TREE_LEAVES + place[4][i]];
        margin[i] = m + leaf[5 * FC_TREE_LEAVES + place[5][i]];
    }
}

FC_INLINE void add_tree(const fc_trees *t, uint32_t k, const int8_t *count,
                        const doubt *in, float *margin)
{
    uint8_t place[LANES];
    find_leaves(t, k, count, place);
    for (uint32_t r = 0; r < in->n; r++)
        margin[in->lane[r]] += t->leaf[(size_t)k * FC_TREE_LEAVES + place[in->lane[r]]];
}

static void still_in_doubt(doubt *in, const float *margin)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < in->n; r++) {
        in->lane[n] = in->lane[r];
        n += !fc_trees_decided(margin[in->lane[r]]);
    }
    in->n = n;
}

/* Trees of a step at a time, to the rows of a group. */
FC_INLINE void add_steps(const fc_trees *t, const int8_t *count, doubt *in, float *margin)
{
    for (uint32_t k = 0; k < t->n && in->n;) {
        uint32_t end = k + FC_TREES_STEP < t->n ? k + FC_TREES_STEP : t->n;
        for (; k + TOGETHER <= end; k += TOGETHER)
            add_trees(t, k, count, in, margin);
        for (; k < end; k++)
            add_tree(t, k, count, in, margin);
        still_in_doubt(in, margin);
    }
}

/* LANES rows and all trees at a time: the columns of so many rows stay in the cache. */
FC_INLINE void add_all(const fc_trees *t, const fc_numbers *n, float *margin)
{
    int8_t count[FC_NUMBERS_MAX * LANES];
    for (uint32_t row = 0; row < n->rows; row += LANES) {
        doubt in = { .n = n->rows - row < LANES ? n->rows - row : LANES };
        const float *x = fc_numbers_row(n, row);
        for (const fc_tree_column *c = t->column; c < t->column + t->columns; c++)
            count_edges(x + (size_t)c->column * LANES, t->edge + c->from, t->edge + c->to,
                        count + (c - t->column) * LANES);
        for (uint32_t i = 0; i < LANES; i++) {
            in.lane[i] = (uint8_t)i;
            margin[row + i] = t->bias;
        }
        add_steps(t, count, &in, margin + row);
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
