/* rounding.c - see rounding.h.
 *
 * Nearest steps alone cost a choice .015 of its accuracy: with seven of them the errors
 * of a document's thousand features add up. So each weight of a choice then takes the
 * step that mends best what the others have left over in the documents, three times
 * around: coordinate descent on the squared change of the documents' values. A feature of
 * few documents would mend just those; a penalty on being away from its weight, of the
 * usual energy, keeps it at its nearest step. README.md here has what it is worth. */
#include "classifiers/rounding.h"

#include <math.h>
#include <string.h>

enum { MOST_DOCUMENTS = 16384, ROUNDS = 3 };
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

void fc_rounding_prepare(const fc_vectors *v, const float alpha[FC_FAMILIES], bool mend,
                         fc_arena *a, fc_rounding *c)
{
    size_t occur = 0;
    *c = (fc_rounding){ .v = v };
    c->energy = fc_zalloc(a, v->rows + 1, sizeof *c->energy);
    size_t *next = mend ? make_places(c, a) : NULL;
    for (size_t i = 0; i < v->n; i += spacing(v))
        add_document(c, &v->x[i], alpha, next);
    for (uint32_t r = 0; r < v->rows; r++) {
        c->usual += c->energy[r];
        occur += c->energy[r] > 0;
    }
    c->usual /= occur ? (double)occur : 1;
}

/* ---------------------------------------------------------------- one column */

typedef struct column {
    const fc_rounding *in;
    double most;            /* steps */
    double scale;
    double *weight;         /* [rows], of values without the idf */
    double *steps;          /* [rows] */
    double *off;            /* [documents]: how far their values are off by now */
} column;

static double step_of(double weight, double scale, double most)
{
    double steps = rint(weight / scale);
    return steps > most ? most : steps < -most ? -most : steps;
}

/* From the greatest weight down to a twentieth of it, that which loses least. */
static double choose_scale(const column *c)
{
    const double *energy = c->in->energy;
    double greatest = 0, best = 1, least = INFINITY;
    for (uint32_t i = 0; i < c->in->v->rows; i++)
        if (energy[i] > 0 && fabs(c->weight[i]) > greatest)
            greatest = fabs(c->weight[i]);
    for (int part = 40; part >= 2 && greatest > 0; part--) {
        double scale = greatest * part / 40 / c->most, lost = 0;
        for (uint32_t i = 0; i < c->in->v->rows; i++) {
            double w = c->weight[i], off = w - scale * step_of(w, scale, c->most);
            lost += energy[i] * off * off;
        }
        if (lost < least) {
            least = lost;
            best = scale;
        }
    }
    return (float)best;
}

static void move(const column *c, uint32_t i, double by)
{
    for (size_t at = c->in->from[i]; at < c->in->from[i + 1]; at++)
        c->off[c->in->document[at]] += by * (double)c->in->value[at];
}

/* The step that leaves the documents of a feature least off, its penalty counted. */
static double best_step(const column *c, uint32_t i)
{
    double pull = 0, energy = c->in->energy[i], penalty = PENALTY * c->in->usual;
    for (size_t at = c->in->from[i]; at < c->in->from[i + 1]; at++)
        pull += c->off[c->in->document[at]] * (double)c->in->value[at];
    double wanted = (energy * c->scale * c->steps[i] - pull + penalty * c->weight[i]) /
                    (energy + penalty);
    return step_of(wanted, c->scale, c->most);
}

static void mend(column *c)
{
    memset(c->off, 0, c->in->documents * sizeof *c->off);
    for (uint32_t i = 0; i < c->in->v->rows; i++)
        move(c, i, c->scale * c->steps[i] - c->weight[i]);
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < c->in->v->rows; i++) {
            double steps = best_step(c, i);
            if (steps != c->steps[i])
                move(c, i, c->scale * (steps - c->steps[i]));
            c->steps[i] = steps;
        }
}

void fc_rounding_apply(const fc_rounding *in, float *weights, size_t stride,
                       uint32_t columns, float *scale, fc_arena *a)
{
    const fc_vectors *v = in->v;
    column c = { .in = in, .most = columns > 1 ? 7 : 127 }; /* scorer.h tells why */
    c.weight = fc_alloc(a, (v->rows + 1) * sizeof *c.weight);
    c.steps = fc_alloc(a, (v->rows + 1) * sizeof *c.steps);
    c.off = fc_alloc(a, (in->documents + 1) * sizeof *c.off);
    for (uint32_t j = 0; j < columns; j++) {
        for (uint32_t i = 0; i < v->rows; i++)
            c.weight[i] = (double)weights[i * stride + j] * v->idf[i];
        scale[j] = (float)(c.scale = choose_scale(&c));
        for (uint32_t i = 0; i < v->rows; i++)
            c.steps[i] = step_of(c.weight[i], c.scale, c.most);
        if (in->documents)
            mend(&c);
        for (uint32_t i = 0; i < v->rows; i++)
            weights[i * stride + j] = (float)(c.steps[i] * c.scale / v->idf[i]);
    }
}
