/* vectors.c - from documents to sparse vectors and from weights to a model. */
#include "classifiers/vectors.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>

/* The features of a document, without what is not needed for training. */
typedef struct listed {
    uint32_t *row[FC_FAMILIES];
    uint32_t n[FC_FAMILIES];
} listed;

typedef struct builder {
    const fc_vectors_conf *conf;
    fc_vectors *out;
    listed *docs;
    float *value;           /* [rows]: of the document at hand */
    fc_arena *a;
} builder;

/* ---------------------------------------------------------------- what is kept */

static void list_document(builder *b, fc_str text, fc_arena *scratch, listed *out)
{
    fc_features f;
    fc_arena_reset(scratch);
    fc_features_extract(text, b->conf->window, false, scratch, &f);
    for (int k = 0; k < FC_FAMILIES; k++) {
        const fc_feature_list *l = &f.family[k];
        out->n[k] = (uint32_t)l->n;
        out->row[k] = fc_alloc(b->a, (l->n + 1) * sizeof *out->row[k]);
        for (size_t i = 0; i < l->n; i++)
            out->row[k][i] =
                k == FC_STEPS ? l->hash[i] : l->hash[i] >> (32 - b->conf->bits);
    }
}

/* The scratch arena is freed also when one of the two jumps. */
static void list_documents(builder *b, const fc_annotations *docs)
{
    fc_arena scratch;
    jmp_buf guard, *outer = fc_arena_guard(b->a, &guard);
    volatile int full;
    fc_arena_init(&scratch);
    fc_arena_guard(&scratch, &guard);
    if ((full = setjmp(guard)) == 0)
        for (size_t i = 0; i < b->out->n; i++)
            list_document(b, docs->v[i].text, &scratch, &b->docs[i]);
    fc_arena_free(&scratch);
    fc_arena_guard(b->a, outer);
    if (full)
        longjmp(*outer, full);
}

static void count_rows(builder *b, uint32_t *df)
{
    uint32_t *last = fc_zalloc(b->a, (size_t)1 << b->conf->bits, sizeof *last);
    for (size_t i = 0; i < b->out->n; i++)
        for (int k = 0; k < FC_STEPS; k++)
            for (uint32_t j = 0; j < b->docs[i].n[k]; j++) {
                uint32_t row = b->docs[i].row[k][j];
                df[row] += last[row] != i + 1;
                last[row] = (uint32_t)i + 1;
            }
}

static void choose_rows(builder *b)
{
    size_t hashed = (size_t)1 << b->conf->bits, rows = hashed + FC_STEP_ROWS;
    fc_vectors *out = b->out;
    uint32_t *df = fc_zalloc(b->a, hashed, sizeof *df);
    count_rows(b, df);
    out->feature_of = fc_zalloc(b->a, hashed, sizeof *out->feature_of);
    out->row_of = fc_zalloc(b->a, rows, sizeof *out->row_of);
    out->idf = fc_zalloc(b->a, rows + 1, sizeof *out->idf);
    for (size_t row = 0; row < rows; row++) {
        bool step = row >= hashed;
        if (!step && (df[row] < b->conf->min_df || !df[row])) {
            out->feature_of[row] = FC_NO_FEATURE;
            continue;
        }
        out->row_of[out->rows] = (uint32_t)row;
        out->idf[out->rows] =
            step ? 1 : (float)(log((1.0 + (double)out->n) / (1.0 + df[row])) + 1);
        if (!step)
            out->feature_of[row] = out->rows;
        out->rows++;
    }
    out->idf[out->rows] = 1;    /* the bias */
}

/* ---------------------------------------------------------------- vectors */

static float norm_of(uint32_t n)
{
    return n ? (float)(1 / sqrt(n)) : 0;
}

/* A family's features, each once with the sum of its values. */
static uint32_t add_family(builder *b, const listed *d, int k, fc_node *x)
{
    uint32_t n = 0;
    float value = norm_of(d->n[k]);
    for (uint32_t j = 0; j < d->n[k]; j++) {
        uint32_t i = k == FC_STEPS ? b->out->rows - FC_STEP_ROWS + d->row[k][j]
                                   : b->out->feature_of[d->row[k][j]];
        if (i == FC_NO_FEATURE)
            continue;
        if (b->value[i] == 0)
            x[n++].index = i;
        b->value[i] += value * b->out->idf[i];
    }
    for (uint32_t j = 0; j < n; j++) {
        x[j].value = b->value[x[j].index];
        b->value[x[j].index] = 0;
    }
    return n;
}

static fc_vector vector(builder *b, const listed *d, size_t room)
{
    fc_vector v;
    size_t most = room + 1;
    uint32_t n = 0;
    for (int k = 0; k < FC_FAMILIES; k++)
        most += d->n[k];
    v.x = fc_alloc(b->a, most * sizeof *v.x);
    for (int k = 0; k < FC_FAMILIES; k++)
        v.end[k] = n += add_family(b, d, k, v.x + n);
    for (int k = FC_FAMILIES; k < FC_PARTS; k++)
        v.end[k] = n;
    fc_trim(b->a, v.x, most * sizeof *v.x, (n + room + 1) * sizeof *v.x);
    return v;
}

void fc_vectors_build(const fc_vectors_conf *conf, const fc_annotations *docs,
                      fc_arena *a, fc_vectors *out)
{
    builder b = { .conf = conf, .out = out, .a = a };
    *out = (fc_vectors){ .conf = *conf, .n = docs->n + docs->others };
    b.docs = fc_zalloc(a, out->n, sizeof *b.docs);
    list_documents(&b, docs);
    choose_rows(&b);
    b.value = fc_zalloc(a, out->rows, sizeof *b.value);
    out->x = fc_zalloc(a, out->n, sizeof *out->x);
    for (size_t i = 0; i < out->n; i++)
        out->x[i] = vector(&b, &b.docs[i], i < docs->n ? conf->room : 0);
}

/* ---------------------------------------------------------------- the model */

static void list_steps(const fc_vectors *v, const float *weights, size_t stride,
                       uint32_t columns, fc_arena *a, fc_model *m)
{
    uint8_t *bitmap = fc_zalloc(a, fc_model_rows(v->conf.bits) / 8, 1);
    int8_t *weight = fc_zalloc(a, (size_t)v->rows * columns + 1, 1), *next = weight;
    for (uint32_t i = 0; i < v->rows; i++) {
        bool any = false;
        for (uint32_t j = 0; j < columns; j++) {
            double w = (double)weights[i * stride + j] * v->idf[i] / m->scale[j];
            next[j] = (int8_t)lrint(w);
            any |= next[j] != 0;
        }
        if (!any)
            continue;
        bitmap[v->row_of[i] / 8] |= (uint8_t)(1u << v->row_of[i] % 8);
        next += columns;
        m->rows++;
    }
    m->bitmap = bitmap;
    m->weight = weight;
}

void fc_vectors_model(const fc_vectors *v, const float *weights, size_t stride,
                      uint32_t columns, const float *bias, const float *scale,
                      const float alpha[FC_FAMILIES], fc_arena *a, fc_model *m)
{
    m->bits = v->conf.bits;
    m->window = v->conf.window;
    m->columns = columns;
    m->rows = 0;
    m->alpha = alpha;
    m->bias = bias;
    m->scale = scale;
    list_steps(v, weights, stride, columns, a, m);
}
