/* train_trees.c - gradient boosting of oblivious trees (block_trees.h) for logistic loss.
 *
 * Columns are cut into bins at quantiles. Each tree sees a share of the rows and of the
 * columns; each of its levels takes the column and cut with the largest gain summed over
 * all leaves (second-order gain: Friedman, "Greedy function approximation", 2001; Chen
 * and Guestrin, "XGBoost", KDD 2016). Rows and columns are drawn by a generator with a
 * fixed seed, and sums run in the order of rows, so the result is always the same. */
#include "extractors/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BINS = 64, MAX_CUTS = MAX_BINS - 1, SAMPLE = 50000 };

typedef struct sums {
    float g, h;
} sums;

typedef struct booster {
    const fc_tree_data *d;
    const fc_tree_bins *bins;
    const fc_tree_settings *s;
    int fold;
    uint64_t seed;
    float *margin;              /* of each row */
    uint32_t *row, rows;        /* drawn for this tree */
    float *p;                   /* and its probability */
    sums *at;                   /* of each drawn row */
    uint8_t *place;             /* and its leaf so far */
    uint8_t *drawn;             /* bins of the drawn columns and rows */
    uint32_t *column, columns;  /* drawn for this tree */
    uint32_t *order;            /* the drawn rows, by leaf */
    sums *ranked;               /* and theirs */
    uint32_t begin[FC_TREE_LEAVES + 1]; /* of each leaf there */
    sums (*hist)[FC_TREE_LEAVES][MAX_BINS]; /* of each drawn column and leaf */
} booster;

static uint32_t draw(booster *b)
{
    b->seed = b->seed * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(b->seed >> 33);
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* Cuts between different neighbouring values at even ranks of a sample. */
static uint32_t find_cuts(const float *x, uint32_t rows, float *cut, float *sample)
{
    uint32_t step = rows / SAMPLE + 1, n = 0, cuts = 0;
    for (uint32_t i = 0; i < rows; i += step)
        sample[n++] = x[i];
    qsort(sample, n, sizeof *sample, by_value);
    for (uint32_t k = 1; k < MAX_BINS; k++) {
        uint32_t at = (uint32_t)((uint64_t)k * n / MAX_BINS);
        while (at && at < n && sample[at] == sample[at - 1])
            at++;
        if (!at || at >= n)
            continue;
        float c = sample[at - 1] + (sample[at] - sample[at - 1]) / 2;
        if (c >= sample[at])
            c = sample[at - 1];
        if (!cuts || c > cut[cuts - 1])
            cut[cuts++] = c;
    }
    return cuts;
}

static uint8_t bin_of(float x, const float *cut, uint32_t cuts)
{
    uint32_t lo = 0, hi = cuts;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (x > cut[mid])
            lo = mid + 1;
        else
            hi = mid;
    }
    return (uint8_t)lo;
}

void fc_train_tree_bins(const fc_tree_data *d, fc_tree_bins *bins, fc_arena *keep,
                        fc_arena *scratch)
{
    bins->bin = fc_alloc(keep, (size_t)d->columns * d->rows);
    bins->cut = fc_zalloc(keep, (size_t)d->columns * MAX_CUTS, sizeof *bins->cut);
    bins->cuts = fc_zalloc(keep, d->columns, sizeof *bins->cuts);
    float *sample = fc_alloc(scratch, (SAMPLE + 1) * 2 * sizeof *sample);
    for (uint32_t k = 0; k < d->columns; k++) {
        const float *x = d->x + (size_t)k * d->rows;
        float *cut = bins->cut + (size_t)k * MAX_CUTS;
        bins->cuts[k] = find_cuts(x, d->rows, cut, sample);
        for (uint32_t i = 0; i < d->rows; i++)
            bins->bin[(size_t)k * d->rows + i] = bin_of(x[i], cut, bins->cuts[k]);
    }
}

static bool in_training(const booster *b, uint32_t i)
{
    return b->d->fold[i] != b->fold && b->d->weight[i] > 0;
}

/* Rows that the trees so far get right say little: they are drawn less often, and count
 * more when they are. */
static void draw_rows(booster *b)
{
    const fc_tree_data *d = b->d;
    double error = 0, n = 0;
    for (uint32_t i = 0; i < d->rows; i++) {
        if (!in_training(b, i))
            continue;
        b->p[i] = 1 / (1 + expf(-b->margin[i]));
        error += fabsf(b->p[i] - d->label[i]) * d->weight[i];
        n++;
    }
    b->rows = 0;
    for (uint32_t i = 0; i < d->rows; i++) {
        if (!in_training(b, i))
            continue;
        float p = b->p[i], g = (p - d->label[i]) * d->weight[i];
        double share = b->s->row_share * (0.15 + 0.85 * fabsf(g) * n / error);
        if (draw(b) >= share * 2147483648.0)
            continue;
        float many = share < 1 ? (float)(1 / share) : 1;
        b->row[b->rows] = i;
        b->at[b->rows] = (sums){ g * many, p * (1 - p) * d->weight[i] * many };
        b->place[b->rows++] = 0;
    }
    for (uint32_t k = 0; k < b->columns; k++) {
        const uint8_t *bin = b->bins->bin + (size_t)b->column[k] * d->rows;
        uint8_t *drawn = b->drawn + (size_t)k * b->rows;
        for (uint32_t r = 0; r < b->rows; r++)
            drawn[r] = bin[b->row[r]];
    }
}

static void draw_columns(booster *b)
{
    uint32_t limit = (uint32_t)(b->s->column_share * 2147483648.0);
    b->columns = 0;
    for (uint32_t k = 0; k < b->d->columns; k++)
        if (b->bins->cuts[k] && draw(b) < limit)
            b->column[b->columns++] = k;
}

/* The drawn rows, leaf after leaf. */
static void sort_rows(booster *b, uint32_t leaves)
{
    uint32_t next[FC_TREE_LEAVES + 1] = { 0 };
    for (uint32_t r = 0; r < b->rows; r++)
        next[b->place[r] + 1]++;
    for (uint32_t k = 0; k < leaves; k++)
        next[k + 1] += next[k];
    memcpy(b->begin, next, sizeof next);
    for (uint32_t r = 0; r < b->rows; r++) {
        uint32_t to = next[b->place[r]]++;
        b->order[to] = r;
        b->ranked[to] = b->at[r];
    }
}

static void count_leaf(const booster *b, const uint8_t *bin, uint32_t leaf,
                       sums of[MAX_BINS])
{
    memset(of, 0, MAX_BINS * sizeof *of);
    for (uint32_t r = b->begin[leaf]; r < b->begin[leaf + 1]; r++) {
        sums *s = &of[bin[b->order[r]]];
        s->g += b->ranked[r].g;
        s->h += b->ranked[r].h;
    }
}

/* The smaller of two leaves that were one is counted, the other is the rest. */
static void count_halves(const booster *b, const uint8_t *bin, uint32_t no, uint32_t yes,
                         sums (*of)[MAX_BINS])
{
    sums part[MAX_BINS];
    bool fewer = b->begin[yes + 1] - b->begin[yes] <= b->begin[no + 1] - b->begin[no];
    uint32_t small = fewer ? yes : no, large = fewer ? no : yes;
    count_leaf(b, bin, small, part);
    for (uint32_t k = 0; k < MAX_BINS; k++) {
        float h = of[no][k].h - part[k].h;
        of[large][k] = (sums){ of[no][k].g - part[k].g, h < 0 ? 0 : h };
    }
    memcpy(of[small], part, sizeof part);
}

/* From what it was a level before, where leaf k was what leaves k and k + leaves / 2
 * are. */
static void count(booster *b, uint32_t column, uint32_t leaves)
{
    const uint8_t *bin = b->drawn + (size_t)column * b->rows;
    if (leaves == 1)
        count_leaf(b, bin, 0, b->hist[column][0]);
    for (uint32_t k = 0; k < leaves / 2; k++)
        count_halves(b, bin, k, k + leaves / 2, b->hist[column]);
}

/* The gain of each cut, over all leaves; returns the best cut of this column. */
static double best_cut(const booster *b, uint32_t column, uint32_t leaves, uint32_t cuts,
                       uint32_t *cut)
{
    const double lambda = b->s->lambda, least = b->s->min_weight;
    double gain[MAX_BINS] = { 0 }, best = 0;
    for (uint32_t leaf = 0; leaf < leaves; leaf++) {
        const sums *s = b->hist[column][leaf];
        double left_g[MAX_BINS], left_h[MAX_BINS], g = 0, h = 0;
        for (uint32_t k = 0; k <= cuts; k++) {
            left_g[k] = g += s[k].g;
            left_h[k] = h += s[k].h;
        }
        double whole = g * g / (h + lambda);
        for (uint32_t k = 0; k < cuts && h >= 2 * least; k++) {
            double rest_g = g - left_g[k], rest_h = h - left_h[k];
            double more = left_g[k] * left_g[k] / (left_h[k] + lambda) +
                          rest_g * rest_g / (rest_h + lambda) - whole;
            gain[k] += left_h[k] >= least && rest_h >= least ? more : 0;
        }
    }
    for (uint32_t k = 0; k < cuts; k++)
        if (gain[k] > best) {
            best = gain[k];
            *cut = k;
        }
    return best;
}

/* Choose a level's question and answer it for the drawn rows. */
static void grow(booster *b, uint32_t level, uint16_t *feature, uint8_t *at)
{
    double most = 0;
    sort_rows(b, 1u << level);
    *feature = 0;
    *at = MAX_BINS - 1;         /* nothing is above: the level is empty */
    for (uint32_t k = 0; k < b->columns; k++) {
        uint32_t cut = 0;
        count(b, k, 1u << level);
        double gain = best_cut(b, k, 1u << level, b->bins->cuts[b->column[k]], &cut);
        if (gain > most) {
            most = gain;
            *feature = (uint16_t)b->column[k];
            *at = (uint8_t)cut;
        }
    }
    const uint8_t *bin = b->bins->bin + (size_t)*feature * b->d->rows;
    for (uint32_t r = 0; r < b->rows; r++)
        b->place[r] = (uint8_t)(b->place[r] | (bin[b->row[r]] > *at) << level);
}

static void set_leaves(const booster *b, float *leaf)
{
    double g[FC_TREE_LEAVES] = { 0 }, h[FC_TREE_LEAVES] = { 0 };
    for (uint32_t r = 0; r < b->rows; r++) {
        g[b->place[r]] += b->at[r].g;
        h[b->place[r]] += b->at[r].h;
    }
    for (int k = 0; k < FC_TREE_LEAVES; k++)
        leaf[k] = (float)(-b->s->rate * g[k] / (h[k] + b->s->lambda));
}

static void add_to_margins(booster *b, const uint16_t *feature, const uint8_t *at,
                           const float *leaf)
{
    const uint8_t *bin[FC_TREE_DEPTH];
    for (int level = 0; level < FC_TREE_DEPTH; level++)
        bin[level] = b->bins->bin + (size_t)feature[level] * b->d->rows;
    for (uint32_t i = 0; i < b->d->rows; i++) {
        unsigned place = 0;
        if (!in_training(b, i))
            continue;
        for (int level = 0; level < FC_TREE_DEPTH; level++)
            place |= (unsigned)(bin[level][i] > at[level]) << level;
        b->margin[i] += leaf[place];
    }
}

static float start(const booster *b)
{
    double content = 0, all = 0;
    for (uint32_t i = 0; i < b->d->rows; i++)
        if (in_training(b, i)) {
            content += b->d->label[i] * b->d->weight[i];
            all += b->d->weight[i];
        }
    return content > 0 && content < all ? (float)log(content / (all - content)) : 0;
}

static void prepare(booster *b, fc_arena *a)
{
    uint32_t n = b->d->rows;
    b->seed = 11488887464786523737ull;
    b->margin = fc_alloc(a, n * sizeof *b->margin);
    b->row = fc_alloc(a, n * sizeof *b->row);
    b->p = fc_alloc(a, n * sizeof *b->p);
    b->at = fc_alloc(a, n * sizeof *b->at);
    b->place = fc_alloc(a, n);
    b->drawn = fc_alloc(a, (size_t)n * b->d->columns);
    b->column = fc_alloc(a, b->d->columns * sizeof *b->column);
    b->order = fc_alloc(a, n * sizeof *b->order);
    b->ranked = fc_alloc(a, n * sizeof *b->ranked);
    b->hist = fc_alloc(a, b->d->columns * sizeof *b->hist);
}

void fc_train_trees(const fc_tree_data *d, const fc_tree_bins *bins,
                    const fc_tree_settings *s, int fold, fc_trees *model, fc_arena *keep,
                    fc_arena *scratch)
{
    booster b = { .d = d, .bins = bins, .s = s, .fold = fold };
    uint16_t *feature = fc_alloc(keep, s->trees * FC_TREE_DEPTH * sizeof *feature);
    float *cut = fc_alloc(keep, s->trees * FC_TREE_DEPTH * sizeof *cut);
    float *leaf = fc_alloc(keep, s->trees * FC_TREE_LEAVES * sizeof *leaf);
    prepare(&b, scratch);
    model->n = s->trees;
    model->bias = start(&b);
    for (uint32_t i = 0; i < d->rows; i++)
        b.margin[i] = model->bias;
    for (uint32_t t = 0; t < s->trees; t++) {
        uint16_t *f = feature + t * FC_TREE_DEPTH;
        uint8_t at[FC_TREE_DEPTH];
        draw_columns(&b);
        draw_rows(&b);
        for (uint32_t level = 0; level < FC_TREE_DEPTH; level++) {
            grow(&b, level, &f[level], &at[level]);
            cut[t * FC_TREE_DEPTH + level] = at[level] == MAX_BINS - 1 ? HUGE_VALF :
                bins->cut[(size_t)f[level] * MAX_CUTS + at[level]];
        }
        set_leaves(&b, leaf + t * FC_TREE_LEAVES);
        add_to_margins(&b, f, at, leaf + t * FC_TREE_LEAVES);
    }
    model->feature = feature;
    model->cut = cut;
    model->leaf = leaf;
    fc_trees_prepare(model, keep); /* a column has less than MAX_BINS cuts */
}
