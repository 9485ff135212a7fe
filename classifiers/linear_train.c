/* linear_train.c - dual coordinate descent over all columns at once.
 *
 * Inner loops run over four columns at a time without any sum across them, so the result does not
 * depend on how a compiler makes vector instructions of them. */
#include "classifiers/linear_train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 4, MOST_LANES = 16, MOST_ROUNDS = 50 };
static const double close_enough = 3e-4; /* of what the first round moved */

typedef struct solver {
    const fc_linear_data *d;
    size_t stride;
    float *w;
    float *dual;        /* [n][columns]: with the side's sign */
    float *square;      /* [n][FC_PARTS]: squared lengths */
    uint32_t *order;
    float *sum, *part;  /* [stride] */
    uint64_t random;
    double moved;       /* in this round */
} solver;

size_t fc_linear_stride(size_t columns)
{
    return (columns + LANES - 1) / LANES * LANES;
}

static uint64_t draw(solver *s)
{
    s->random ^= s->random << 13;
    s->random ^= s->random >> 7;
    s->random ^= s->random << 17;
    return s->random;
}

static void shuffle(solver *s)
{
    for (size_t i = s->d->n; i > 1; i--) {
        size_t k = (size_t)(draw(s) % i);
        uint32_t kept = s->order[i - 1];
        s->order[i - 1] = s->order[k];
        s->order[k] = kept;
    }
}

/* ---------------------------------------------------------------- vectors */

/* sum += the rows of weights of these nodes, `width` columns of them: inlined with a constant
 * width, the sums stay in registers. */
static inline void gather_some(const fc_node *x, size_t n, const float *weights, size_t stride,
                               size_t width, float *sum)
{
    float v[MOST_LANES] = { 0 };
    for (size_t i = 0; i < n; i++) {
        const float *w = weights + (size_t)x[i].index * stride;
        for (size_t k = 0; k < width; k++)
            v[k] += x[i].value * w[k];
    }
    for (size_t k = 0; k < width; k++)
        sum[k] += v[k];
}

static void gather(const fc_node *x, size_t n, const float *weights, size_t stride, float *sum)
{
    size_t c = 0;
    for (; c + MOST_LANES <= stride; c += MOST_LANES)
        gather_some(x, n, weights + c, stride, MOST_LANES, sum + c);
    for (; c < stride; c += LANES)
        gather_some(x, n, weights + c, stride, LANES, sum + c);
}

/* The rows of weights of these nodes += step. */
static void scatter(const fc_node *x, size_t n, float *weights, size_t stride, const float *step)
{
    for (size_t i = 0; i < n; i++) {
        float *w = weights + (size_t)x[i].index * stride;
        float v = x[i].value;
        for (size_t c = 0; c < stride; c += LANES)
            for (size_t k = 0; k < LANES; k++)
                w[c + k] += v * step[c + k];
    }
}

static void dot(const fc_linear_data *d, const fc_vector *x, const float *weights, size_t stride,
                float *sum, float *part)
{
    memcpy(sum, weights + d->features * stride, stride * sizeof *sum);
    for (size_t p = 0, at = 0; p < FC_PARTS; at = x->end[p++]) {
        memset(part, 0, stride * sizeof *part);
        gather(x->x + at, x->end[p] - at, weights, stride, part);
        for (size_t c = 0; c < d->columns; c++)
            sum[c] += d->factor[p * d->columns + c] * part[c];
    }
}

void fc_linear_dot(const fc_linear_data *d, const fc_vector *x, const float *weights, float *out)
{
    size_t stride = fc_linear_stride(d->columns);
    dot(d, x, weights, stride, out, out + stride);
}

/* ---------------------------------------------------------------- descent */

/* The best dual value of one example for one column, all others held: where the derivative is
 * zero, for a side not below zero. */
static float best_dual(float before, float value, float y, float square, float cost, bool side)
{
    float ridge = 0.5f / cost;
    float step = (y - value - ridge * before) / (square + ridge), after = before + step;
    return side && after * y < 0 ? 0 : after;
}

static float square_for(const solver *s, size_t i, size_t c)
{
    float sum = 1;  /* of the bias */
    for (size_t p = 0; p < FC_PARTS; p++) {
        float factor = s->d->factor[p * s->d->columns + c];
        sum += factor * factor * s->square[FC_PARTS * i + p];
    }
    return sum;
}

static void move(solver *s, const fc_vector *x)
{
    const fc_linear_data *d = s->d;
    float *bias = s->w + d->features * s->stride;
    for (size_t c = 0; c < d->columns; c++)
        bias[c] += s->sum[c];
    for (size_t p = 0, at = 0; p < FC_PARTS; at = x->end[p++]) {
        for (size_t c = 0; c < d->columns; c++)
            s->part[c] = d->factor[p * d->columns + c] * s->sum[c];
        scatter(x->x + at, x->end[p] - at, s->w, s->stride, s->part);
    }
}

static void visit(solver *s, size_t i)
{
    const fc_linear_data *d = s->d;
    const float *y = d->y + i * d->columns, *cost = d->cost + i * d->columns;
    float *dual = s->dual + i * d->columns;
    bool any = false;
    dot(d, &d->x[i], s->w, s->stride, s->sum, s->part);
    for (size_t c = 0; c < d->columns; c++) {
        float step = 0;
        if (cost[c] > 0) {
            float after = best_dual(dual[c], s->sum[c], y[c], square_for(s, i, c), cost[c],
                                    d->sides[c]);
            step = after - dual[c];
            dual[c] = after;
        }
        any |= step != 0;
        s->sum[c] = step;
        s->moved += (double)step * step;
    }
    if (any)
        move(s, &d->x[i]);
}

static bool is_used(const fc_linear_data *d, size_t i)
{
    for (size_t c = 0; c < d->columns; c++)
        if (d->cost[i * d->columns + c] > 0)
            return true;
    return false;
}

static void descend(solver *s)
{
    double first = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        s->moved = 0;
        shuffle(s);
        for (size_t k = 0; k < s->d->n; k++)
            if (is_used(s->d, s->order[k]))
                visit(s, s->order[k]);
        if (round == 0)
            first = s->moved;
        if (s->moved <= close_enough * first)
            break;
    }
}

static float square_of(const fc_node *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)x[i].value * x[i].value;
    return (float)sum;
}

fc_rc fc_linear_train(const fc_linear_data *d, float *weights, fc_err *err)
{
    solver s = { .d = d, .stride = fc_linear_stride(d->columns), .w = weights,
                 .random = 0x9E3779B97F4A7C15u };
    fc_rc rc = FC_OK;
    memset(weights, 0, (d->features + 1) * s.stride * sizeof *weights);
    s.dual = calloc(d->n * d->columns + 1, sizeof *s.dual);
    s.square = malloc((FC_PARTS * d->n + 1) * sizeof *s.square);
    s.order = malloc((d->n + 1) * sizeof *s.order);
    s.sum = calloc(2 * s.stride, sizeof *s.sum);
    if (!s.dual || !s.square || !s.order || !s.sum)
        rc = fc_fail(err, FC_ETRY, "no memory for %zu examples", d->n);
    for (size_t i = 0; rc == FC_OK && i < d->n; i++) {
        const fc_vector *x = &d->x[i];
        for (size_t p = 0, at = 0; p < FC_PARTS; at = x->end[p++])
            s.square[FC_PARTS * i + p] = square_of(x->x + at, x->end[p] - at);
        s.order[i] = (uint32_t)i;
    }
    s.part = s.sum + s.stride;
    if (rc == FC_OK)
        descend(&s);
    free(s.dual);
    free(s.square);
    free(s.order);
    free(s.sum);
    return rc;
}
