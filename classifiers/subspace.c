/* subspace.c - subspace iteration: from random directions Q over and over to (X - mean)'
 * (X - mean) Q made orthonormal, whose columns turn to where documents differ most.
 *
 * Only the space that the directions span counts, not which of them is which, so no
 * eigenvalues are needed. A document is read once a round: its coordinates are taken and
 * at once given back to its features. */
#include "classifiers/subspace.h"

#include "base/bits.h"

#include <math.h>
#include <string.h>

enum { D = FC_DIRECTIONS, ROUNDS = 3, AHEAD = 3, LINE = 64 };

typedef struct finder {
    const fc_vector *x;
    size_t n, features;
    const float *factor;
    float *mean;                /* [feature] */
    float *q, *next;            /* [feature][D] */
    double (*product)[D];       /* of the columns with each other, then its root */
} finder;

/* Signs from a counter, by SplitMix64's mixing. */
static void start(finder *f)
{
    for (size_t i = 0; i < f->features * D; i++) {
        uint64_t h = (i + 1) * 0x9E3779B97F4A7C15u;
        h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
        h = (h ^ h >> 27) * 0x94D049BB133111EBu;
        f->q[i] = h >> 63 ? 1 : -1;
    }
}

/* restrict: without it the loop is not made one of vectors. */
FC_INLINE void add_to(float *restrict sum, const float *restrict v, float times,
                      size_t dims)
{
    for (size_t k = 0; k < dims; k++)
        sum[k] += times * v[k];
}

/* Ask for the row of a feature that comes soon: rows lie anywhere in tens of megabytes,
 * and waiting for them took most of the time. */
FC_INLINE void fetch(const fc_vector *x, size_t k, const float *rows, size_t dims)
{
    if (k + AHEAD >= x->end[FC_FAMILY_PARTS - 1])
        return;
    const char *row = (const char *)(rows + (size_t)x->x[k + AHEAD].index * dims);
    for (size_t i = 0; i < dims * sizeof *rows; i += LINE)
        FC_PREFETCH(row + i);
}

static void find_mean(finder *f)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t p = 0, at = 0; p < FC_FAMILY_PARTS; at = f->x[i].end[p++])
            for (size_t k = at; k < f->x[i].end[p]; k++)
                f->mean[f->x[i].x[k].index] +=
                    f->factor[p] * f->x[i].x[k].value / (float)f->n;
}

/* out = the coordinates of x, less `center`. */
FC_INLINE void place(const fc_vector *x, const float *factor, const float *q,
                     const float *center, size_t dims, float *out)
{
    for (size_t k = 0; k < dims; k++)
        out[k] = -center[k];
    for (size_t p = 0, at = 0; p < FC_FAMILY_PARTS; at = x->end[p++])
        for (size_t k = at; factor[p] != 0 && k < x->end[p]; k++) {
            fetch(x, k, q, dims);
            add_to(out, q + (size_t)x->x[k].index * dims, factor[p] * x->x[k].value,
                   dims);
        }
}

/* next = (X - mean)' (X - mean) q. */
static void multiply(finder *f, float *center)
{
    float at[D], sum[D] = { 0 };
    memset(center, 0, D * sizeof *center);
    memset(f->next, 0, f->features * D * sizeof *f->next);
    for (size_t i = 0; i < f->features; i++)
        if (f->mean[i] != 0)
            add_to(center, f->q + i * D, f->mean[i], D);
    for (size_t i = 0; i < f->n; i++) {
        const fc_vector *x = &f->x[i];
        place(x, f->factor, f->q, center, D, at);
        add_to(sum, at, 1, D);
        for (size_t p = 0, k = 0; p < FC_FAMILY_PARTS; p++)
            for (; k < x->end[p]; k++) {
                fetch(x, k, f->next, D);
                if (f->factor[p] != 0)
                    add_to(f->next + (size_t)x->x[k].index * D, at,
                           f->factor[p] * x->x[k].value, D);
            }
    }
    for (size_t i = 0; i < f->features; i++)
        if (f->mean[i] != 0)
            add_to(f->next + i * D, sum, -f->mean[i], D);
}

/* From the column `c` on. */
static void add_product(double *restrict sum, const float *restrict v, double times,
                        size_t c)
{
    for (; c < D; c++)
        sum[c] += times * v[c];
}

/* product = R with R' R = next' next, upper triangle (Cholesky). A column that depends on
 * those before it gets an infinite root, so that it becomes 0. */
static void find_root(finder *f)
{
    memset(f->product, 0, D * sizeof *f->product);
    for (size_t i = 0; i < f->features; i++) {
        const float *v = f->next + i * D;
        for (size_t r = 0; f->mean[i] != 0 && r < D; r++)
            add_product(f->product[r], v, v[r], r / 8 * 8);
    }
    for (size_t r = 0; r < D; r++) {
        double whole = f->product[r][r];
        for (size_t k = 0; k < r; k++)
            for (size_t c = r; c < D; c++)
                f->product[r][c] -= f->product[k][r] * f->product[k][c];
        double left = f->product[r][r];
        bool depends = !(left > 1e-9 * whole);
        for (size_t c = r; c < D; c++)
            f->product[r][c] = depends ? 0 : f->product[r][c] / sqrt(left);
        if (depends)
            f->product[r][r] = INFINITY;
    }
}

/* q = next R^-1, row by row. */
static void make_orthonormal(finder *f)
{
    find_root(f);
    for (size_t i = 0; i < f->features; i++) {
        float *v = f->next + i * D, *q = f->q + i * D;
        for (size_t r = 0; r < D; r++) {
            q[r] = (float)(v[r] / f->product[r][r]);
            for (size_t c = r + 1; q[r] != 0 && c < D; c++)
                v[c] -= q[r] * (float)f->product[r][c];
        }
    }
}

void fc_subspace_find(const fc_vector *x, size_t n, size_t features,
                      const float factor[FC_FAMILY_PARTS], fc_arena *a, fc_subspace *out)
{
    finder f = { .x = x, .n = n, .features = features, .factor = factor };
    f.mean = fc_zalloc(a, features, sizeof *f.mean);
    f.q = fc_zalloc(a, features, D * sizeof *f.q);
    f.product = fc_zalloc(a, D, sizeof *f.product);
    f.next = fc_zalloc(a, features, D * sizeof *f.next);
    out->dims = D;
    out->mean = fc_zalloc(a, D, sizeof *out->mean);
    start(&f);
    find_mean(&f);
    for (int i = 0; i < ROUNDS; i++) {
        multiply(&f, out->mean);
        make_orthonormal(&f);
    }
    fc_trim(a, f.next, features * D * sizeof *f.next, 0);
    out->features = features;
    out->direction = f.q;
    memcpy(out->factor, factor, sizeof out->factor);
    memset(out->mean, 0, D * sizeof *out->mean);
    for (size_t i = 0; i < features; i++)
        add_to(out->mean, f.q + i * D, f.mean[i], D);
}

void fc_subspace_place(const fc_subspace *s, const fc_vector *x, float *out)
{
    place(x, s->factor, s->direction, s->mean, s->dims, out);
}

void fc_subspace_center(fc_subspace *s, const fc_vector *x, size_t n, fc_arena *a)
{
    float *at = fc_zalloc(a, s->dims, sizeof *at);
    double *sum = fc_zalloc(a, s->dims, sizeof *sum), square = 0;
    for (size_t i = 0; i < n; i++) {
        fc_subspace_place(s, &x[i], at);
        for (size_t k = 0; k < s->dims; k++) {
            sum[k] += at[k];
            square += (double)at[k] * at[k];
        }
    }
    for (size_t k = 0; k < s->dims; k++)
        square -= sum[k] * sum[k] / (double)n;
    double scale = square > 0 ? sqrt((double)n / square) : 0;
    for (size_t k = 0; k < s->dims; k++)
        s->mean[k] = (float)(scale * sum[k] / (double)n);
    for (size_t i = 0; i < s->features * s->dims; i++)
        s->direction[i] = (float)(scale * s->direction[i]);
}

void fc_subspace_fold(const fc_subspace *s, float factor, size_t first, float *weights,
                      size_t stride, float *bias)
{
    double sum = *bias;
    for (size_t k = 0; k < s->dims; k++) {
        float *own = weights + (first + k) * stride;
        *own *= factor;
        sum -= *own * (double)s->mean[k];
    }
    *bias = (float)sum;
    for (size_t i = 0; i < s->features; i++) {
        float more = 0;
        for (size_t k = 0; k < s->dims; k++)
            more += weights[(first + k) * stride] * s->direction[i * s->dims + k];
        weights[i * stride] += more;
    }
    for (size_t k = 0; k < s->dims; k++)
        weights[(first + k) * stride] = 0;
}
