/* block_trees.c - see block_trees.h. */
#include "extractors/block_trees.h"
#include "base/bits.h"

#include <math.h>
#include <stdlib.h>
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

enum {
    LANES = FC_NUMBERS_LANES,   /* blocks that are scored together */
    TOGETHER = 6,               /* trees whose leaves are added in one go */
    MOST_EDGES = INT8_MAX,      /* of a column */
    HALVES = 2 * FC_TREE_LEAVES, /* bytes of a tree's leaves */
    FINEST = 20                 /* a unit is not less than 2 to the minus this */
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

/* The finest unit in which all leaves have 16 bits. There is a tree of zeros more, for
 * those who take two at a time. */
static void make_whole(fc_trees *t, fc_arena *a)
{
    size_t n = (size_t)t->n * FC_TREE_LEAVES, room = n + FC_TREE_LEAVES;
    int16_t *whole = fc_zalloc(a, room, sizeof *whole);
    uint8_t *halves = fc_zalloc(a, room, 2);
    float most = 0, scale;
    int finer = FINEST;
    for (size_t i = 0; i < n; i++)
        most = fabsf(t->leaf[i]) > most ? fabsf(t->leaf[i]) : most;
    while (ldexpf(most, finer) > INT16_MAX)
        finer--;
    scale = ldexpf(1, finer);
    for (size_t i = 0; i < n; i++) {
        uint8_t *tree = halves + i / FC_TREE_LEAVES * HALVES;
        whole[i] = (int16_t)floorf(t->leaf[i] * scale + .5f);
        tree[i % FC_TREE_LEAVES] = (uint8_t)(whole[i] & 0xFF);
        tree[FC_TREE_LEAVES + i % FC_TREE_LEAVES] = (uint8_t)(whole[i] >> 8 & 0xFF);
    }
    t->whole = whole;
    t->halves = halves;
    t->unit = ldexpf(1, -finer);
}

bool fc_trees_prepare(fc_trees *t, fc_arena *a)
{
    uint32_t n = t->n * FC_TREE_DEPTH, columns = 0, edges = 0;
    question *q = fc_alloc(a, (n + 1) * sizeof *q);
    float *edge = fc_alloc(a, (n + 1) * sizeof *edge);
    fc_tree_column *column = fc_zalloc(a, FC_NUMBERS_MAX + 1, sizeof *column);
    uint16_t *asked = fc_zalloc(a, n + FC_TREE_DEPTH, sizeof *asked);
    int8_t *below = fc_zalloc(a, n + FC_TREE_DEPTH, 1);
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
    make_whole(t, a);
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

/* Rows of a group that the next trees are asked about, and their sums in units. */
typedef struct doubt {
    uint8_t lane[LANES];        /* the first n */
    uint32_t n;
    int32_t sum[LANES];
} doubt;

/* A look-up for each row in doubt and tree: six trees at a time load and store a sum once
 * for six of them. */
FC_INLINE void add_trees(const fc_trees *t, uint32_t k, const int8_t *count, doubt *in)
{
    uint8_t place[TOGETHER][LANES];
    const int16_t *leaf = t->whole + (size_t)k * FC_TREE_LEAVES;
    for (uint32_t j = 0; j < TOGETHER; j++)
        find_leaves(t, k + j, count, place[j]);
    for (uint32_t r = 0; r < in->n; r++) {
        uint32_t i = in->lane[r];
        in->sum[i] += leaf[place[0][i]] + leaf[FC_TREE_LEAVES + place[1][i]] +
                      leaf[2 * FC_TREE_LEAVES + place[2][i]] +
                      leaf[3 * FC_TREE_LEAVES + place[3][i]] +
                      leaf[4 * FC_TREE_LEAVES + place[4][i]] +
                      leaf[5 * FC_TREE_LEAVES + place[5][i]];
    }
}

FC_INLINE void add_tree(const fc_trees *t, uint32_t k, const int8_t *count, doubt *in)
{
    uint8_t place[LANES];
    find_leaves(t, k, count, place);
    for (uint32_t r = 0; r < in->n; r++)
        in->sum[in->lane[r]] +=
            t->whole[(size_t)k * FC_TREE_LEAVES + place[in->lane[r]]];
}

static void add_step(const fc_trees *t, uint32_t k, uint32_t end, const int8_t *count,
                     doubt *in)
{
    for (; k + TOGETHER <= end; k += TOGETHER)
        add_trees(t, k, count, in);
    for (; k < end; k++)
        add_tree(t, k, count, in);
}

/* Rows that are decided keep their sums, so all margins are made anew. */
FC_INLINE void still_in_doubt(const fc_trees *t, doubt *in, float *margin)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < LANES; i++)
        margin[i] = t->bias + t->unit * (float)in->sum[i];
    for (uint32_t r = 0; r < in->n; r++) {
        in->lane[n] = in->lane[r];
        n += !fc_trees_decided(margin[in->lane[r]]);
    }
    in->n = n;
}

typedef void add_step_function(const fc_trees *t, uint32_t k, uint32_t end,
                               const int8_t *count, doubt *in);

/* LANES rows and all trees at a time: the columns of so many rows stay in the cache. */
FC_INLINE void add_all(const fc_trees *t, const fc_numbers *n, add_step_function *add,
                       float *margin)
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
        for (uint32_t k = 0; k < t->n && in.n; k += FC_TREES_STEP) {
            add(t, k, k + FC_TREES_STEP < t->n ? k + FC_TREES_STEP : t->n, count, &in);
            still_in_doubt(t, &in, margin + row);
        }
    }
}

void fc_trees_score_plain(const fc_trees *t, const fc_numbers *n, float *margin)
{
    add_all(t, n, add_step, margin);
}

/* --------------------------------------------------------------- in wider vectors */

#if defined(__x86_64__) && defined(__GNUC__)
/* Sixteen bytes of a table, for the rows whose place is among those of q; 0 for others:
 * an index has its upper bit set then. */
#define PART(q) \
    _mm256_shuffle_epi8( \
        _mm256_broadcastsi128_si256( \
            _mm_loadu_si128((const __m128i *)(const void *)(table + 16 * q))), \
        at##q)
FC_WIDE_VECTORS(FC_INLINE __m256i look_up(const uint8_t *table, __m256i at0,
                                              __m256i at1, __m256i at2, __m256i at3))
{
    return _mm256_or_si256(_mm256_or_si256(PART(0), PART(1)),
                           _mm256_or_si256(PART(2), PART(3)));
}
#undef PART

/* The lower and the upper bytes of the leaves that 32 rows come to in tree k. */
#define PLACES(q) \
    _mm256_add_epi8(_mm256_xor_si256(v, _mm256_set1_epi8(16 * q)), _mm256_set1_epi8(0x70))
FC_WIDE_VECTORS(FC_INLINE void look_up_tree(const fc_trees *t, uint32_t k,
                                                const int8_t *count, __m256i *low,
                                                __m256i *high))
{
    const uint8_t *table = t->halves + (size_t)k * HALVES;
    uint8_t place[LANES];
    find_leaves(t, k, count, place);
    __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)place);
    __m256i at0 = PLACES(0), at1 = PLACES(1), at2 = PLACES(2), at3 = PLACES(3);
    *low = look_up(table, at0, at1, at2, at3);
    *high = look_up(table + FC_TREE_LEAVES, at0, at1, at2, at3);
}
#undef PLACES

/* The same as add_step for all rows, two trees at a time. Sums of the lower and of the
 * upper bytes of so few trees have 16 bits. */
FC_WIDE_VECTORS(static void add_step_wide(const fc_trees *t, uint32_t k, uint32_t end,
                                          const int8_t *count, doubt *in))
{
    const __m256i one = _mm256_set1_epi8(1);
    __m256i low[2] = { _mm256_setzero_si256(), _mm256_setzero_si256() };
    __m256i high[2] = { _mm256_setzero_si256(), _mm256_setzero_si256() };
    int16_t sums[2][LANES];
    for (; k < end; k += 2) {
        __m256i l[2], h[2];
        look_up_tree(t, k, count, &l[0], &h[0]);
        look_up_tree(t, k + 1, count, &l[1], &h[1]);
        low[0] = _mm256_add_epi16(
            low[0], _mm256_maddubs_epi16(_mm256_unpacklo_epi8(l[0], l[1]), one));
        low[1] = _mm256_add_epi16(
            low[1], _mm256_maddubs_epi16(_mm256_unpackhi_epi8(l[0], l[1]), one));
        high[0] = _mm256_add_epi16(
            high[0], _mm256_maddubs_epi16(one, _mm256_unpacklo_epi8(h[0], h[1])));
        high[1] = _mm256_add_epi16(
            high[1], _mm256_maddubs_epi16(one, _mm256_unpackhi_epi8(h[0], h[1])));
    }
    memcpy(sums[0], low, sizeof low);
    memcpy(sums[1], high, sizeof high);
    for (uint32_t r = 0; r < in->n; r++) {
        uint32_t i = in->lane[r], at = (i & 7) | (i & 8) << 1 | (i & 16) >> 1;
        in->sum[i] += sums[1][at] * 256 + sums[0][at];
    }
}
_Static_assert(FC_TREES_STEP * 255 <= INT16_MAX, "sums of lower bytes have 16 bits");

FC_WIDE_VECTORS(static void add_all_wide(const fc_trees *t, const fc_numbers *n,
                                         float *margin))
{
    add_all(t, n, add_step_wide, margin);
}

void fc_trees_score(const fc_trees *t, const fc_numbers *n, float *margin)
{
    if (FC_HAS_WIDE_VECTORS)
        add_all_wide(t, n, margin);
    else
        fc_trees_score_plain(t, n, margin);
}
#else
void fc_trees_score(const fc_trees *t, const fc_numbers *n, float *margin)
{
    fc_trees_score_plain(t, n, margin);
}
#endif
