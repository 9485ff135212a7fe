/* choice_train.c - coordinate descent in the dual, as liblinear does it (Hsieh et al.
 * 2008), over all columns of an example together.
 *
 * A pass takes the examples in random order. Of one, the values of all columns are added
 * up; each says how far the column's dual variable is from its best, and what it is moved
 * by changes the weights. After two passes few of an example's columns move any more, and
 * only these are written. More passes than a few, or a nearer minimum, classify texts
 * that were not seen no better: README.md here. */
#include "classifiers/choice_train.h"

#include "base/bits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* With so many columns of an example moving, in parts of all, whole rows are written. */
enum { LANES = 8, MOST_PASSES = 6, DENSE_PART = 6 };
/* Gradients up to these: of the worst column of all, to be done; of a column, for it to
 * stay as it is. */
static const float done_gradient = 0.2f, still_gradient = 0.01f;

/* Nodes with the factors of their parts in them, the bias last. */
typedef struct example {
    const fc_node *x;
    uint32_t n;
    uint32_t own;               /* the column it is +1 in */
    float ridge[2], inverse[2]; /* in other columns and in its own: half of 1 / cost, and
                                   1 / (|x|^2 + that) */
    float *dual;                /* [stride] */
} example;

typedef struct solver {
    size_t columns, stride, n;
    example *example;
    uint32_t *order;
    fc_node *node;
    float *dual;
    float *weights;             /* [feature][stride], the bias last */
    float *value, *change;      /* [stride] of the example at hand */
    uint64_t drawn;
} solver;

/* ---------------------------------------------------------------- rows of weights */

FC_INLINE void add_lanes(float *restrict to, const float *restrict v, float times)
{
    for (size_t k = 0; k < LANES; k++)
        to[k] += v[k] * times;
}

/* Sixteen columns of the sum: as two times eight, gcc -O2 keeps them in registers. */
FC_INLINE void gather_two(const solver *s, const example *e, size_t c)
{
    float sum[2 * LANES] = { 0 };
    for (uint32_t i = 0; i < e->n; i++) {
        const float *row = s->weights + e->x[i].index * s->stride + c;
        add_lanes(sum, row, e->x[i].value);
        add_lanes(sum + LANES, row + LANES, e->x[i].value);
    }
    memcpy(s->value + c, sum, sizeof sum);
}

FC_INLINE void gather_one(const solver *s, const example *e, size_t c)
{
    float sum[LANES] = { 0 };
    for (uint32_t i = 0; i < e->n; i++)
        add_lanes(sum, s->weights + e->x[i].index * s->stride + c, e->x[i].value);
    memcpy(s->value + c, sum, sizeof sum);
}

FC_INLINE void find_values(const solver *s, const example *e)
{
    size_t c = 0;
    for (; c + 2 * LANES <= s->stride; c += 2 * LANES)
        gather_two(s, e, c);
    if (c < s->stride)
        gather_one(s, e, c);
}

FC_INLINE void write_rows(const solver *s, const example *e)
{
    for (size_t c = 0; c < s->stride; c += LANES)
        for (uint32_t i = 0; i < e->n; i++)
            add_lanes(s->weights + e->x[i].index * s->stride + c, s->change + c,
                      e->x[i].value);
}

FC_INLINE void write_column(const solver *s, const example *e, size_t c)
{
    for (uint32_t i = 0; i < e->n; i++)
        s->weights[e->x[i].index * s->stride + c] += e->x[i].value * s->change[c];
}

/* ---------------------------------------------------------------- descent */

/* What each column is moved by; returns how many are. *worst: the greatest gradient. */
FC_INLINE size_t find_changes(const solver *s, example *e, float *worst)
{
    size_t moved = 0;
    for (size_t c = 0; c < s->columns; c++) {
        bool own = c == e->own;
        float side = own ? 1 : -1, dual = e->dual[c];
        float gradient = side * s->value[c] - 1 + dual * e->ridge[own];
        float left = dual > 0 ? fabsf(gradient) : gradient < 0 ? -gradient : 0;
        s->change[c] = 0;
        *worst = left > *worst ? left : *worst;
        if (left <= still_gradient)
            continue;
        float next = dual - gradient * e->inverse[own];
        e->dual[c] = next > 0 ? next : 0;
        s->change[c] = side * (e->dual[c] - dual);
        moved++;
    }
    return moved;
}

FC_INLINE void take_example(const solver *s, example *e, float *worst)
{
    find_values(s, e);
    size_t moved = find_changes(s, e, worst);
    if (moved * DENSE_PART > s->columns) {
        write_rows(s, e);
        return;
    }
    for (size_t c = 0; moved && c < s->columns; c++)
        if (s->change[c] != 0)
            write_column(s, e, c);
}

/* SplitMix64. */
FC_INLINE uint32_t draw(solver *s, uint32_t below)
{
    uint64_t h = s->drawn += 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
    h = (h ^ h >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(((h ^ h >> 31) >> 32) * below >> 32);
}

FC_INLINE void shuffle(solver *s)
{
    for (size_t i = 0; i < s->n; i++) {
        size_t other = i + draw(s, (uint32_t)(s->n - i));
        uint32_t at = s->order[i];
        s->order[i] = s->order[other];
        s->order[other] = at;
    }
}

FC_INLINE void descend(solver *s)
{
    float worst = INFINITY;
    for (int pass = 0; pass < MOST_PASSES && worst > done_gradient; pass++) {
        shuffle(s);
        worst = 0;
        for (size_t i = 0; i < s->n; i++)
            take_example(s, &s->example[s->order[i]], &worst);
    }
}

static void descend_plain(solver *s)
{
    descend(s);
}

FC_WIDE_VECTORS(static void descend_wide(solver *s))
{
    descend(s);
}

/* ---------------------------------------------------------------- examples */

/* Parts with a factor of 0 are left out. */
static fc_node *fill_nodes(const fc_linear_data *d, const fc_vector *x, size_t first,
                           fc_node *to, double *square)
{
    *square = 1;
    for (size_t p = 0, at = 0; p < FC_PARTS; at = x->end[p++]) {
        float factor = d->factor[p * d->columns + first];
        for (; factor != 0 && at < x->end[p]; at++, to++) {
            *to = (fc_node){ x->x[at].index, factor * x->x[at].value };
            *square += (double)to->value * to->value;
        }
    }
    *to++ = (fc_node){ (uint32_t)d->features, 1 };
    return to;
}

/* Examples without a cost say nothing. */
static void choose_examples(solver *s, const fc_linear_data *d, size_t first)
{
    fc_node *to = s->node;
    for (size_t i = 0; i < d->n; i++) {
        const float *cost = d->cost + i * d->columns + first;
        const float *y = d->y + i * d->columns + first;
        double square;
        if (!(cost[0] > 0))
            continue;
        example *e = &s->example[s->n];
        *e = (example){ .x = to, .dual = s->dual + s->n * s->stride };
        to = fill_nodes(d, &d->x[i], first, to, &square);
        e->n = (uint32_t)(to - e->x);
        while (e->own + 1 < s->columns && !(y[e->own] > 0))
            e->own++;
        for (int own = 0; own < 2; own++) {
            double ridge = 0.5 / cost[own ? e->own : (e->own + 1) % s->columns];
            e->ridge[own] = (float)ridge;
            e->inverse[own] = (float)(1 / (square + ridge));
        }
        s->order[s->n] = (uint32_t)s->n;
        s->n++;
    }
}

static bool make_room(solver *s, const fc_linear_data *d)
{
    size_t nodes = 1;
    for (size_t i = 0; i < d->n; i++)
        nodes += d->x[i].end[FC_PARTS - 1] + (size_t)1;
    s->node = malloc(nodes * sizeof *s->node);
    s->example = malloc((d->n + 1) * sizeof *s->example);
    s->order = malloc((d->n + 1) * sizeof *s->order);
    s->dual = calloc((d->n + 1) * s->stride, sizeof *s->dual);
    s->weights = calloc((d->features + 1) * s->stride, sizeof *s->weights);
    s->value = calloc(s->stride, sizeof *s->value);
    s->change = calloc(s->stride, sizeof *s->change);
    return s->node && s->example && s->order && s->dual && s->weights && s->value &&
           s->change;
}

fc_rc fc_choice_train(const fc_linear_data *d, size_t first, size_t columns,
                      float *weights, fc_err *err)
{
    solver s = { .columns = columns, .stride = (columns + LANES - 1) / LANES * LANES };
    size_t stride = fc_linear_stride(d->columns);
    bool room = make_room(&s, d);
    if (room) {
        choose_examples(&s, d, first);
        (FC_HAS_WIDE_VECTORS ? descend_wide : descend_plain)(&s);
        for (size_t i = 0; i <= d->features; i++)
            memcpy(weights + i * stride + first, s.weights + i * s.stride,
                   columns * sizeof *weights);
    }
    free(s.node);
    free(s.example);
    free(s.order);
    free(s.dual);
    free(s.weights);
    free(s.value);
    free(s.change);
    return room ? FC_OK : fc_fail(err, FC_ETRY, "no memory for %zu examples", d->n);
}
