/* scorer.c - building the joint table and summing its rows. */
#include "classifiers/scorer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 256, ZERO = 128, LOGS = 64 }; /* rows summed in 16-bit lanes; the byte for 0 */

struct fc_scorer {
    const fc_model *const *models;
    size_t n, columns, words;       /* words: 64-bit words of a row */
    uint32_t bits;
    uint64_t *table;
    double log[LOGS];               /* logarithms of small counts */
};

#define LANES 0x00FF00FF00FF00FFu

/* ---------------------------------------------------------------- the table */

static void set_byte(fc_scorer *s, size_t row, size_t column, int weight)
{
    uint64_t *word = &s->table[row * s->words + column / 8];
    unsigned shift = 8 * (column % 8);
    *word = (*word & ~((uint64_t)0xFF << shift)) | (uint64_t)(unsigned)(weight + ZERO) << shift;
}

static void add_model(fc_scorer *s, const fc_model *m, size_t first)
{
    size_t copies = (size_t)1 << (s->bits - m->bits);
    const int8_t *weight = m->weight;
    for (size_t row = 0; row < (size_t)1 << m->bits; row++) {
        if (!(m->bitmap[row / 8] >> row % 8 & 1))
            continue;
        for (size_t i = 0; i < copies; i++)
            for (uint32_t c = 0; c < m->columns; c++)
                set_byte(s, row * copies + i, first + c, weight[c]);
        weight += m->columns;
    }
}

static fc_rc check_windows(const fc_model *const *models, size_t n, fc_err *err)
{
    for (size_t i = 1; i < n; i++)
        if (models[i]->window != models[0]->window)
            return fc_fail(err, FC_ECONFIG, "models %s and %s look at windows of %u and %u "
                           "characters: score them one after another", models[0]->name,
                           models[i]->name, models[0]->window, models[i]->window);
    return FC_OK;
}

fc_rc fc_scorer_new(const fc_model *const *models, size_t n, fc_scorer **scorer, fc_err *err)
{
    fc_rc rc = check_windows(models, n, err);
    if (rc != FC_OK)
        return rc;
    fc_scorer *s = calloc(1, sizeof *s);
    if (!s)
        return fc_fail(err, FC_ETRY, "no memory for models");
    s->models = models;
    s->n = n;
    for (size_t i = 0; i < n; i++) {
        s->columns += models[i]->columns;
        s->bits = models[i]->bits > s->bits ? models[i]->bits : s->bits;
    }
    if (s->columns > FC_MODEL_MAX_COLUMNS) {
        free(s);
        return fc_fail(err, FC_EUSE, "the models have more than %d columns together",
                       FC_MODEL_MAX_COLUMNS);
    }
    s->words = (s->columns + 7) / 8;
    for (int i = 1; i < LOGS; i++)
        s->log[i] = log(i);
    size_t size = ((size_t)1 << s->bits) * s->words * sizeof *s->table;
    s->table = malloc(size);
    if (!s->table) {
        free(s);
        return fc_fail(err, FC_ETRY, "no memory for models: %zu bytes", size);
    }
    memset(s->table, ZERO, size);
    for (size_t i = 0, first = 0; i < n; first += models[i++]->columns)
        add_model(s, models[i], first);
    *scorer = s;
    return FC_OK;
}

void fc_scorer_free(fc_scorer *s)
{
    if (!s)
        return;
    free(s->table);
    free(s);
}

size_t fc_scorer_window(const fc_scorer *s)
{
    return s->models[0]->window;
}

size_t fc_scorer_columns(const fc_scorer *s)
{
    return s->columns;
}

/* ---------------------------------------------------------------- sums */

/* Add the rows of up to CHUNK features into sums. */
static void sum_chunk(const fc_scorer *s, const uint32_t *row, size_t n, int64_t *sums)
{
    for (size_t w = 0; w < s->words; w++) {
        const uint64_t *table = s->table + w;
        uint64_t even = 0, odd = 0;
        for (size_t i = 0; i < n; i++) {
            uint64_t v = table[(size_t)row[i] * s->words];
            even += v & LANES;
            odd += v >> 8 & LANES;
        }
        for (int lane = 0; lane < 4; lane++) {
            sums[8 * w + 2 * lane] += (int64_t)(even >> 16 * lane & 0xFFFF) - (int64_t)(ZERO * n);
            sums[8 * w + 2 * lane + 1] +=
                (int64_t)(odd >> 16 * lane & 0xFFFF) - (int64_t)(ZERO * n);
        }
    }
}

static int weight_at(const fc_scorer *s, uint32_t hash, size_t column)
{
    size_t row = hash >> (32 - s->bits);
    return (int)(s->table[row * s->words + column / 8] >> 8 * (column % 8) & 0xFF) - ZERO;
}

/* Features that occur more than once count ln c more. */
static void add_repeats(const fc_scorer *s, const fc_feature_list *l, double *sums)
{
    double all = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (l->v[i].count < 2)
            continue;
        const uint64_t *row = s->table + (l->v[i].hash >> (32 - s->bits)) * s->words;
        double more = l->v[i].count < LOGS ? s->log[l->v[i].count] : log(l->v[i].count);
        all += more;
        for (size_t w = 0; w < s->words; w++)
            for (int lane = 0; lane < 8; lane++)
                sums[8 * w + (size_t)lane] += more * (double)(int)(row[w] >> 8 * lane & 0xFF);
    }
    for (size_t c = 0; c < s->columns; c++)
        sums[c] -= all * ZERO;
}

static void sum_family(const fc_scorer *s, const fc_feature_list *l, int64_t *sums)
{
    uint32_t row[CHUNK];
    memset(sums, 0, 8 * s->words * sizeof *sums);
    for (size_t i = 0; i < l->n;) {
        size_t n = 0;
        while (n < CHUNK && i < l->n)
            row[n++] = l->v[i++].hash >> (32 - s->bits);
        sum_chunk(s, row, n, sums);
    }
}

static void add_family(const fc_scorer *s, const fc_features *f, int family, double *raw)
{
    int64_t whole[FC_MODEL_MAX_COLUMNS + 8];
    double sums[FC_MODEL_MAX_COLUMNS + 8], norm = fc_features_norm(f, family);
    sum_family(s, &f->family[family], whole);
    for (size_t c = 0; c < 8 * s->words; c++)
        sums[c] = (double)whole[c];
    if (family != FC_GRAMS)
        add_repeats(s, &f->family[family], sums);
    for (size_t i = 0, c = 0; i < s->n; i++)
        for (uint32_t k = 0; k < s->models[i]->columns; k++, c++)
            raw[c] += s->models[i]->alpha[family] * norm * s->models[i]->scale[k] * sums[c];
}

void fc_scorer_run(const fc_scorer *s, const fc_features *f, double *raw)
{
    for (size_t i = 0, c = 0; i < s->n; c += s->models[i++]->columns) {
        for (uint32_t k = 0; k < s->models[i]->columns; k++)
            raw[c + k] = s->models[i]->bias[k];
        fc_model_add_curves(s->models[i], f->measure, raw + c);
    }
    for (int family = 0; family < FC_FAMILIES; family++)
        add_family(s, f, family, raw);
}

uint32_t fc_scorer_best(const double *raw, uint32_t columns, double *lead)
{
    uint32_t best = 0;
    double next = -INFINITY;
    for (uint32_t i = 1; i < columns; i++) {
        if (raw[i] > raw[best]) {
            next = raw[best];
            best = i;
        } else if (raw[i] > next) {
            next = raw[i];
        }
    }
    *lead = raw[best] - next;
    return best;
}

double fc_scorer_share(const fc_scorer *s, const fc_features *f, size_t model, uint32_t column,
                       int family, const fc_feature *feature)
{
    const fc_model *m = s->models[model];
    size_t first = 0;
    for (size_t i = 0; i < model; i++)
        first += s->models[i]->columns;
    double value = family == FC_GRAMS ? 1 : 1 + log(feature->count);
    return m->alpha[family] * fc_features_norm(f, family) * m->scale[column] * value *
           weight_at(s, feature->hash, first + column);
}
