/* train_linear.c - logistic regression over hashed features, packed into a table of
 * bytes.
 *
 * FTRL-proximal (McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD
 * 2013) with L1, which leaves most weights 0. Features seen on few sites are left out, so
 * nothing is learnt that holds for one site. Deterministic. */
#include "extractors/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct ftrl {
    float *z, *n, *w;
    uint32_t *hash;             /* of each feature; features are numbered */
    uint32_t ids;
    double alpha, l1;
} ftrl;

static const double beta = 1, l2 = 1;

typedef struct numbering {
    uint32_t **id;              /* of each example: numbers of its features */
    uint32_t *count;
} numbering;

static size_t room_for(size_t features)
{
    size_t room = 1024;
    while (room < features / 4)
        room *= 2;
    return room;
}

/* Number the features of enough sites. A site is one of 64 bits, so two may count as
 * one. */
static void number(const fc_linear_example *x, size_t n, unsigned min_sites,
                   numbering *to, ftrl *m, fc_arena *a)
{
    size_t all = 0;
    for (size_t i = 0; i < n; i++)
        all += x[i].features;
    size_t room = room_for(all), ids = 0;
    uint64_t *sites = fc_zalloc(a, room, sizeof *sites);
    uint32_t *key = fc_zalloc(a, room, sizeof *key), *id = fc_zalloc(a, room, sizeof *id);
    unsigned shift = 0;
    while ((size_t)1 << (32 - shift) > room)
        shift++;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < x[i].features; k++)
            sites[x[i].feature[k] >> shift] |= 1ull << (x[i].site * 0x9E3779B1u >> 26);
    m->hash = fc_alloc(a, room * sizeof *m->hash);
    to->id = fc_alloc(a, n * sizeof *to->id);
    to->count = fc_zalloc(a, n, sizeof *to->count);
    uint32_t *next = fc_alloc(a, all * sizeof *next);
    for (size_t i = 0; i < n; i++) {
        to->id[i] = next;
        for (uint32_t k = 0; k < x[i].features; k++) {
            uint32_t h = x[i].feature[k];
            size_t at = h >> shift;
            if ((unsigned)__builtin_popcountll(sites[at]) < min_sites)
                continue;
            while (id[at] && key[at] != h)
                at = (at + 1) & (room - 1);
            if (!id[at] && ids + 1 < room / 2) {
                key[at] = h;
                m->hash[ids] = h;
                id[at] = (uint32_t)++ids;
            }
            if (id[at])
                *next++ = id[at] - 1;
        }
        to->count[i] = (uint32_t)(next - to->id[i]);
    }
    m->ids = (uint32_t)ids;
}

static float weight_of(const ftrl *m, uint32_t i)
{
    double a = fabs(m->z[i]) - m->l1;
    if (a <= 0)
        return 0;
    return (float)((m->z[i] < 0 ? a : -a) / ((beta + sqrt(m->n[i])) / m->alpha + l2));
}

static void learn(ftrl *m, const uint32_t *id, uint32_t n, double label, double weight)
{
    double s = 0;
    for (uint32_t i = 0; i < n; i++)
        s += m->w[id[i]] = weight_of(m, id[i]);
    double g = (1 / (1 + exp(-s)) - label) * weight;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t f = id[i];
        double step = (sqrt(m->n[f] + g * g) - sqrt(m->n[f])) / m->alpha;
        m->z[f] += (float)(g - step * m->w[f]);
        m->n[f] += (float)(g * g);
    }
}

typedef struct ranked {
    float size;
    uint32_t id;
} ranked;

static int by_size(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->size > y->size   ? -1
           : x->size < y->size ? 1
           : x->id < y->id     ? -1
                               : x->id > y->id;
}

/* The largest weights first; what finds its bucket full is left out. */
static void pack(const ftrl *m, unsigned bits, fc_linear *model, fc_arena *keep,
                 fc_arena *a)
{
    ranked *order = fc_alloc(a, (m->ids + 1) * sizeof *order);
    uint32_t *bucket = fc_zalloc(keep, (size_t)1 << bits, sizeof *bucket);
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->ids; i++)
        if (weight_of(m, i) != 0)
            order[n++] = (ranked){ fabsf(weight_of(m, i)), i };
    qsort(order, n, sizeof *order, by_size);
    model->bits = bits;
    model->bucket = bucket;
    model->scale = n ? order[0].size / 127 : 1;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t h = m->hash[order[k].id], tag = h & 0xFF ? h & 0xFF : 1;
        uint32_t *b = &bucket[h >> (32 - bits)];
        long v = lrintf(weight_of(m, order[k].id) / model->scale);
        unsigned at = 0;
        while (at < 2 && (*b >> 8 * at & 0xFF) && (*b >> 8 * at & 0xFF) != tag)
            at++;
        if (v && at < 2 && !(*b >> 8 * at & 0xFF))
            *b |= tag << 8 * at | (uint32_t)(uint8_t)(int8_t)v << (16 + 8 * at);
    }
}

static void shuffle(uint32_t *order, uint32_t n, uint64_t *seed)
{
    for (uint32_t i = n; i-- > 1;) {
        *seed = *seed * 6364136223846793005ull + 1442695040888963407ull;
        uint32_t k = (uint32_t)((*seed >> 33) % (i + 1)), t = order[i];
        order[i] = order[k];
        order[k] = t;
    }
}

void fc_train_linear(const fc_linear_example *x, size_t n, const fc_linear_settings *s,
                     int fold, fc_linear *model, fc_arena *keep, fc_arena *scratch)
{
    ftrl m = { .alpha = s->alpha, .l1 = s->l1 };
    numbering of;
    uint64_t seed = 88172645463325252ull;
    number(x, n, s->min_sites, &of, &m, scratch);
    m.z = fc_zalloc(scratch, m.ids + 1, sizeof *m.z);
    m.n = fc_zalloc(scratch, m.ids + 1, sizeof *m.n);
    m.w = fc_zalloc(scratch, m.ids + 1, sizeof *m.w);
    uint32_t *order = fc_alloc(scratch, (n + 1) * sizeof *order), rows = 0;
    for (size_t i = 0; i < n; i++)
        if ((int)(x[i].site % FC_FOLDS) != fold && x[i].weight > 0)
            order[rows++] = (uint32_t)i;
    for (int epoch = 0; epoch < s->epochs; epoch++) {
        shuffle(order, rows, &seed);
        for (uint32_t i = 0; i < rows; i++)
            learn(&m, of.id[order[i]], of.count[order[i]], x[order[i]].label,
                  x[order[i]].weight);
    }
    pack(&m, s->bits, model, keep, scratch);
}
