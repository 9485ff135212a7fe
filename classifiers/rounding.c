/* rounding.c - see rounding.h.
 *
 * Nearest steps alone cost topics .015 of their accuracy: with seven of them the errors
 * of a document's thousand features add up. So each weight of such a model then takes the
 * step that mends best what the others have left over in the documents, three times
 * around: coordinate descent on the squared change of the documents' values. A feature of
 * few documents would mend just those; a penalty on being away from its weight, of the
 * usual energy, keeps it at its nearest step. README.md here has what it is worth. */
#include "classifiers/rounding.h"

#include "base/bits.h"

#include <math.h>
#include <string.h>

enum { MOST_DOCUMENTS = 16384, ROUNDS = 3, LANES = 8, HALF = LANES / 2 };
#define PENALTY 0.3

/* ---------------------------------------------------------------- documents */

/* How far the drawn documents are apart. */
static size_t spacing(const fc_vectors *v)
{
    return v->n / MOST_DOCUMENTS + 1;
}

static void count_places(const fc_vectors *v, size_t *from)
{
    for (size_t i = 0; i < v->n; i += spacing(v))
        for (uint32_t j = 0; j < v->x[i].end[FC_FAMILIES - 1]; j++)
            from[v->x[i].x[j].index + 1]++;
    for (uint32_t r = 0; r < v->rows; r++)
        from[r + 1] += from[r];
}

/* Room for the documents of each feature; where the next one of a feature goes. */
static size_t *make_places(fc_rounding *c, fc_arena *a)
{
    size_t size = (c->v->rows + 1) * sizeof *c->from;
    c->from = fc_zalloc(a, c->v->rows + 1, sizeof *c->from);
    count_places(c->v, c->from);
    c->document = fc_alloc(a, c->from[c->v->rows] * sizeof *c->document + 1);
    c->value = fc_alloc(a, c->from[c->v->rows] * sizeof *c->value + 1);
    return memcpy(fc_alloc(a, size), c->from, size);
}

static void add_document(fc_rounding *c, const fc_vector *x,
                         const float alpha[FC_FAMILIES], size_t *next)
{
    for (uint32_t k = 0, j = 0; k < FC_FAMILIES; k++)
        for (; j < x->end[k]; j++) {
            uint32_t row = x->x[j].index;
            float value = alpha[k] * x->x[j].value / c->v->idf[row];
            c->energy[row] += (double)value * value;
            if (next) {
                c->document[next[row]] = (uint32_t)c->documents;
                c->value[next[row]++] = value;
            }
        }
    c->documents += next != NULL;
}

void fc_rounding_prepare(const fc_vectors *v, const float alpha[FC_FAMILIES], bool narrow,
                         fc_arena *a, fc_rounding *c)
{
    size_t occur = 0;
    *c = (fc_rounding){ .v = v, .most = narrow ? FC_ROUNDING_FEW : FC_ROUNDING_MANY };
    c->energy = fc_zalloc(a, v->rows + 1, sizeof *c->energy);
    size_t *next = narrow ? make_places(c, a) : NULL;
    for (size_t i = 0; i < v->n; i += spacing(v))
        add_document(c, &v->x[i], alpha, next);
    for (uint32_t r = 0; r < v->rows; r++) {
        c->usual += c->energy[r];
        occur += c->energy[r] > 0;
    }
    c->usual /= occur ? (double)occur : 1;
}

/* ---------------------------------------------------------------- columns */

/* Columns side by side, so that compilers make vectors of them. What is added up for one
 * of them does not depend on the others. Where there are fewer, the last are zero. */
typedef double lanes[LANES];

typedef struct columns {
    const fc_rounding *in;
    double most;            /* steps */
    lanes scale;
    lanes *weight;          /* [rows], of values without the idf */
    lanes *steps;           /* [rows] */
    lanes *off;             /* [documents]: how far their values are off by now */
} columns;

/* The nearest whole number up to `most` on either side, without a call: a double of
 * 2^52 and more has no fraction. */
FC_INLINE double step_of(double weight, double scale, double most)
{
    static const double whole = 0x1.8p52;
    double steps = weight / scale;
    steps = steps > most ? most : steps;
    steps = steps < -most ? -most : steps;
    return steps + whole - whole;
}

FC_INLINE void add_lost(const double *restrict weight, const double *restrict scale,
                        double most, double energy, double *restrict lost)
{
    for (size_t k = 0; k < HALF; k++) {
        double off = weight[k] - scale[k] * step_of(weight[k], scale[k], most);
        lost[k] += energy * off * off;
    }
}

FC_INLINE void find_greatest(const columns *c, double *greatest)
{
    for (uint32_t i = 0; i < c->in->v->rows; i++)
        for (size_t k = 0; k < LANES && c->in->energy[i] > 0; k++)
            if (fabs(c->weight[i][k]) > greatest[k])
                greatest[k] = fabs(c->weight[i][k]);
}

/* From the greatest weight down to a twentieth of it, that which loses least. */
FC_INLINE void choose_scales(columns *c)
{
    lanes greatest = { 0 }, least;
    find_greatest(c, greatest);
    for (size_t k = 0; k < LANES; k++) {
        least[k] = INFINITY;
        c->scale[k] = 1;
    }
    for (int part = 40; part >= 2; part--) {
        lanes scale, lost = { 0 };
        for (size_t k = 0; k < LANES; k++)
            scale[k] = greatest[k] > 0 ? greatest[k] * part / 40 / c->most : 1;
        for (uint32_t i = 0; i < c->in->v->rows; i++)
            for (size_t k = 0; k < LANES; k += HALF)
                add_lost(c->weight[i] + k, scale + k, c->most, c->in->energy[i],
                         lost + k);
        for (size_t k = 0; k < LANES; k++)
            if (greatest[k] > 0 && lost[k] < least[k]) {
                least[k] = lost[k];
                c->scale[k] = (float)scale[k];
            }
    }
}

FC_INLINE void add_half(double *restrict to, const double *restrict v, double times)
{
    for (size_t k = 0; k < HALF; k++)
        to[k] += v[k] * times;
}

/* By halves: of loops that are any longer, gcc -O2 leaves sums in memory. */
FC_INLINE void add_lanes(double *restrict to, const double *restrict v, double times)
{
    add_half(to, v, times);
    add_half(to + HALF, v + HALF, times);
}

FC_INLINE void move(const columns *c, uint32_t i, const double *by)
{
    for (size_t at = c->in->from[i]; at < c->in->from[i + 1]; at++)
        add_lanes(c->off[c->in->document[at]], by, (double)c->in->value[at]);
}

/* The steps that leave the documents of a feature least off, their penalty counted. */
FC_INLINE void best_steps(const columns *c, uint32_t i, double *steps)
{
    double energy = c->in->energy[i], penalty = PENALTY * c->in->usual;
    lanes pull = { 0 };
    for (size_t at = c->in->from[i]; at < c->in->from[i + 1]; at++)
        add_lanes(pull, c->off[c->in->document[at]], (double)c->in->value[at]);
    for (size_t k = 0; k < LANES; k++) {
        double wanted = (energy * c->scale[k] * c->steps[i][k] - pull[k] +
                         penalty * c->weight[i][k]) /
                        (energy + penalty);
        steps[k] = step_of(wanted, c->scale[k], c->most);
    }
}

FC_INLINE void mend_row(columns *c, uint32_t i)
{
    lanes steps, by;
    bool moves = false;
    best_steps(c, i, steps);
    for (size_t k = 0; k < LANES; k++) {
        by[k] = c->scale[k] * (steps[k] - c->steps[i][k]);
        moves |= steps[k] != c->steps[i][k];
    }
    if (!moves)
        return;
    move(c, i, by);
    memcpy(c->steps[i], steps, sizeof steps);
}

FC_INLINE void mend(columns *c)
{
    memset(c->off, 0, c->in->documents * sizeof *c->off);
    for (uint32_t i = 0; i < c->in->v->rows; i++) {
        lanes by;
        for (size_t k = 0; k < LANES; k++)
            by[k] = c->scale[k] * c->steps[i][k] - c->weight[i][k];
        move(c, i, by);
    }
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < c->in->v->rows; i++)
            mend_row(c, i);
}

/* The first n columns of `weights` to steps, and these back to weights. */
FC_INLINE void round_columns(columns *c, float *weights, size_t stride, size_t n,
                          float *scale)
{
    const fc_vectors *v = c->in->v;
    for (uint32_t i = 0; i < v->rows; i++)
        for (size_t k = 0; k < LANES; k++)
            c->weight[i][k] = k < n ? (double)weights[i * stride + k] * v->idf[i] : 0;
    choose_scales(c);
    for (uint32_t i = 0; i < v->rows; i++)
        for (size_t k = 0; k < LANES; k++)
            c->steps[i][k] = step_of(c->weight[i][k], c->scale[k], c->most);
    if (c->in->documents)
        mend(c);
    for (size_t k = 0; k < n; k++)
        scale[k] = (float)c->scale[k];
    for (uint32_t i = 0; i < v->rows; i++)
        for (size_t k = 0; k < n; k++)
            weights[i * stride + k] = (float)(c->steps[i][k] * c->scale[k] / v->idf[i]);
}

static void round_plain(columns *c, float *weights, size_t stride, size_t n, float *scale)
{
    round_columns(c, weights, stride, n, scale);
}

FC_WIDE_VECTORS(static void round_wide(columns *c, float *weights, size_t stride,
                                       size_t n, float *scale))
{
    round_columns(c, weights, stride, n, scale);
}

void fc_rounding_apply(const fc_rounding *in, float *weights, size_t stride,
                       uint32_t n, float *scale, fc_arena *a)
{
    const fc_vectors *v = in->v;
    columns c = { .in = in, .most = in->most };
    c.weight = fc_alloc(a, (v->rows + 1) * sizeof *c.weight);
    c.steps = fc_alloc(a, (v->rows + 1) * sizeof *c.steps);
    c.off = fc_alloc(a, (in->documents + 1) * sizeof *c.off);
    for (uint32_t j = 0; j < n; j += LANES)
        (FC_HAS_WIDE_VECTORS ? round_wide : round_plain)(
            &c, weights + j, stride, n - j < LANES ? n - j : LANES, scale + j);
}
