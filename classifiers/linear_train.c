/* linear_train.c - liblinear, a column at a time; choices that are to be fitted together
 * are passed on. */
#include "classifiers/linear_train.h"

#include "base/bits.h"
#include "classifiers/choice_train.h"

#include <limits.h>
#include <linear.h>
#include <stdlib.h>
#include <string.h>

/* Where liblinear stops. Nearer to the minimum takes longer and ranks documents that were
 * not seen no better: classifiers/README.md. */
static const double sides_eps = 0.2, numbers_eps = 0.06;

enum { LANES = 4, MOST_LANES = 8 };

/* A column as liblinear takes it. Examples as its nodes stay from column to column as
 * long as these have the same factors. */
typedef struct solver {
    const fc_linear_data *d;
    struct feature_node *node;  /* of all examples; each ends with the bias and an index
                                   of -1 */
    size_t *first;              /* [n]: an example's first node */
    struct feature_node **x;    /* [n]: the examples that say something about this
                                   column */
    double *y;
    size_t used;
    double cost[2];             /* of the sides -1 and +1, 0: has no example; of numbers,
                                   [1] */
} solver;

size_t fc_linear_stride(size_t columns)
{
    return (columns + LANES - 1) / LANES * LANES;
}

/* sum += the rows of weights of these nodes, `width` columns of them: inlined with a
 * constant width of eight or less, the sums stay in registers. */
FC_INLINE void gather_some(const fc_node *x, size_t n, const float *weights,
                           size_t stride, size_t width, float *sum)
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

static void gather(const fc_node *x, size_t n, const float *weights, size_t stride,
                   float *sum)
{
    size_t c = 0;
    for (; c + MOST_LANES <= stride; c += MOST_LANES)
        gather_some(x, n, weights + c, stride, MOST_LANES, sum + c);
    for (; c < stride; c += LANES)
        gather_some(x, n, weights + c, stride, LANES, sum + c);
}

static void dot(const fc_linear_data *d, const fc_vector *x, const float *weights,
                size_t stride, float *sum, float *part)
{
    memcpy(sum, weights + d->features * stride, stride * sizeof *sum);
    for (size_t p = 0, at = 0; p < FC_PARTS; at = x->end[p++]) {
        memset(part, 0, stride * sizeof *part);
        gather(x->x + at, x->end[p] - at, weights, stride, part);
        for (size_t c = 0; c < d->columns; c++)
            sum[c] += d->factor[p * d->columns + c] * part[c];
    }
}

void fc_linear_dot(const fc_linear_data *d, const fc_vector *x, const float *weights,
                   float *out)
{
    size_t stride = fc_linear_stride(d->columns);
    dot(d, x, weights, stride, out, out + stride);
}

/* ---------------------------------------------------------------- columns */

static bool same_factors(const fc_linear_data *d, size_t c, size_t before)
{
    for (size_t p = 0; p < FC_PARTS; p++)
        if (d->factor[p * d->columns + c] != d->factor[p * d->columns + before])
            return false;
    return true;
}

/* Parts with a factor of 0 are left out. */
static void fill_nodes(solver *s, size_t c)
{
    const fc_linear_data *d = s->d;
    struct feature_node *to = s->node;
    for (size_t i = 0; i < d->n; i++) {
        const fc_vector *x = &d->x[i];
        s->first[i] = (size_t)(to - s->node);
        for (size_t p = 0, at = 0; p < FC_PARTS; at = x->end[p++]) {
            double factor = d->factor[p * d->columns + c];
            for (; factor != 0 && at < x->end[p]; at++)
                *to++ = (struct feature_node){ (int)x->x[at].index + 1,
                                               factor * x->x[at].value };
        }
        *to++ = (struct feature_node){ (int)d->features + 1, 1 };
        *to++ = (struct feature_node){ -1, 0 };
    }
}

static void choose_examples(solver *s, size_t c)
{
    const fc_linear_data *d = s->d;
    s->used = 0;
    s->cost[0] = s->cost[1] = 0;
    for (size_t i = 0; i < d->n; i++) {
        double cost = d->cost[i * d->columns + c], y = d->y[i * d->columns + c];
        if (!(cost > 0))
            continue;
        s->x[s->used] = s->node + s->first[i];
        s->y[s->used++] = y;
        s->cost[!d->sides[c] || y > 0] = cost;
    }
}

/* ---------------------------------------------------------------- liblinear */

static void say_nothing(const char *text)
{
    (void)text;
}

/* liblinear prints a warning for the weight of a side that has no example. */
static struct model *train_sides(const struct problem *problem, const double cost[2])
{
    int side[2], n = 0;
    double weight[2];
    for (int k = 0; k < 2; k++)
        if (cost[k] > 0) {
            side[n] = k ? 1 : -1;
            weight[n++] = cost[k];
        }
    struct parameter how = { .solver_type = L2R_L2LOSS_SVC_DUAL, .eps = sides_eps, .C = 1,
                             .nr_weight = n, .weight_label = side, .weight = weight };
    return train(problem, &how);
}

static struct model *train_numbers(const struct problem *problem, double cost)
{
    struct parameter how = { .solver_type = L2R_L2LOSS_SVR_DUAL,
                             .eps = numbers_eps,
                             .C = cost };
    return train(problem, &how);
}

/* One side alone is taken for the positive one, whichever it is. */
static void fit(const solver *s, size_t c, float *weights)
{
    const fc_linear_data *d = s->d;
    size_t stride = fc_linear_stride(d->columns);
    struct problem problem = { .l = (int)s->used, .n = (int)d->features + 1, .y = s->y,
                               .x = s->x, .bias = 1 };
    srand(1);
    struct model *m = d->sides[c] ? train_sides(&problem, s->cost)
                                  : train_numbers(&problem, s->cost[1]);
    double sign = d->sides[c] && m->label[0] < 0 ? -1 : 1;
    for (size_t i = 0; i <= d->features; i++)
        weights[i * stride + c] = (float)(sign * m->w[i]);
    free_and_destroy_model(&m);
}

fc_rc fc_linear_train(const fc_linear_data *d, float *weights, fc_err *err)
{
    solver s = { .d = d };
    size_t nodes = 1, filled = SIZE_MAX;
    fc_rc rc = FC_OK;
    memset(weights, 0,
           (d->features + 1) * fc_linear_stride(d->columns) * sizeof *weights);
    for (size_t i = 0; i < d->n; i++)
        nodes += d->x[i].end[FC_PARTS - 1] + (size_t)2;
    if (d->n > INT_MAX || d->features >= INT_MAX)
        return fc_fail(err, FC_EUSE, "too many examples or features");
    s.node = malloc(nodes * sizeof *s.node);
    s.first = malloc((d->n + 1) * sizeof *s.first);
    s.x = malloc((d->n + 1) * sizeof *s.x);
    s.y = malloc((d->n + 1) * sizeof *s.y);
    if (!s.node || !s.first || !s.x || !s.y)
        rc = fc_fail(err, FC_ETRY, "no memory for %zu examples", d->n);
    set_print_string_function(say_nothing);
    for (size_t c = 0; rc == FC_OK && c < d->columns; c++) {
        if (d->together && d->together[c]) {
            rc = fc_choice_train(d, c, d->together[c], weights, err);
            c += d->together[c] - 1;
            continue;
        }
        if (filled > c || !same_factors(d, c, filled)) {
            fill_nodes(&s, c);
            filled = c;
        }
        choose_examples(&s, c);
        if (s.used)
            fit(&s, c, weights);
    }
    free(s.node);
    free(s.first);
    free(s.x);
    free(s.y);
    return rc;
}
