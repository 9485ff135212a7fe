/* vectors.c - from documents to sparse vectors and from weights to a model. */
#include "classifiers/vectors.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>

typedef struct builder {
    const fc_vectors_conf *conf;
    fc_vectors *out;
    fc_features *f;         /* of all documents */
    uint32_t *index;        /* of a hash row: index, 0 when it is left out */
    fc_arena *a;
} builder;

/* ---------------------------------------------------------------- what is kept */

static void count_rows(builder *b, uint32_t *df)
{
    uint32_t *last = fc_zalloc(b->a, (size_t)1 << b->conf->bits, sizeof *last);
    for (size_t i = 0; i < b->out->n; i++)
        for (int k = 0; k < FC_FAMILIES; k++)
            for (size_t j = 0; j < b->f[i].family[k].n; j++) {
                uint32_t row = b->f[i].family[k].v[j].hash >> (32 - b->conf->bits);
                df[row] += last[row] != i + 1;
                last[row] = (uint32_t)i + 1;
            }
}

static void choose_rows(builder *b)
{
    size_t rows = (size_t)1 << b->conf->bits;
    fc_vectors *out = b->out;
    uint32_t *df = fc_zalloc(b->a, rows, sizeof *df);
    count_rows(b, df);
    b->index = fc_zalloc(b->a, rows, sizeof *b->index);
    out->row_of = fc_zalloc(b->a, rows, sizeof *out->row_of);
    out->idf = fc_zalloc(b->a, rows, sizeof *out->idf);
    for (size_t row = 0; row < rows; row++) {
        if (df[row] < b->conf->min_df || !df[row])
            continue;
        out->row_of[out->rows] = (uint32_t)row;
        out->idf[out->rows] = (float)(log((1.0 + (double)out->n) / (1.0 + df[row])) + 1);
        b->index[row] = ++out->rows;
    }
}

static int by_float(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* Knots at equal steps of rank. */
static void choose_knots(builder *b)
{
    size_t n = b->out->n;
    uint32_t knots = b->conf->knots;
    float *v = fc_alloc(b->a, n * sizeof *v);
    b->out->knot = fc_alloc(b->a, (size_t)FC_MEASURES * knots * sizeof(float));
    for (size_t m = 0; m < FC_MEASURES; m++) {
        for (size_t i = 0; i < n; i++)
            v[i] = b->f[i].measure[m];
        qsort(v, n, sizeof *v, by_float);
        for (uint32_t k = 0; k < knots; k++)
            b->out->knot[m * knots + k] = v[k * (n - 1) / (knots - 1)];
    }
}

/* ---------------------------------------------------------------- vectors */

static int by_index(const void *a, const void *b)
{
    int x = ((const fc_node_value *)a)->index, y = ((const fc_node_value *)b)->index;
    return x < y ? -1 : x > y;
}

static size_t merge(fc_node_value *x, size_t n)
{
    size_t used = 0;
    qsort(x, n, sizeof *x, by_index);
    for (size_t i = 0; i < n; i++) {
        if (used && x[used - 1].index == x[i].index)
            x[used - 1].value += x[i].value;
        else
            x[used++] = x[i];
    }
    return used;
}

static size_t add_hashed(const builder *b, const fc_features *f, fc_node_value *x)
{
    size_t n = 0;
    for (int k = 0; k < FC_FAMILIES; k++) {
        double norm = fc_features_norm(f, k) * b->conf->alpha[k];
        for (size_t j = 0; j < f->family[k].n; j++) {
            const fc_feature *g = &f->family[k].v[j];
            uint32_t index = b->index[g->hash >> (32 - b->conf->bits)];
            double value = norm * (1 + log(g->count));
            if (index)
                x[n++] = (fc_node_value){ (int)index, value * b->out->idf[index - 1] };
        }
    }
    return merge(x, n);
}

static size_t add_measures(const builder *b, const fc_features *f, fc_node_value *x)
{
    size_t n = 0;
    uint32_t knots = b->conf->knots, k;
    for (uint32_t m = 0; m < FC_MEASURES && b->conf->measure > 0; m++) {
        double t = fc_model_place(b->out->knot + m * knots, knots, f->measure[m], &k);
        int index = (int)(b->out->rows + m * knots + k + 1);
        if (t < 1)
            x[n++] = (fc_node_value){ index, b->conf->measure * (1 - t) };
        if (t > 0)
            x[n++] = (fc_node_value){ index + 1, b->conf->measure * t };
    }
    return n;
}

static fc_node_value *vector(const builder *b, const fc_features *f)
{
    size_t most = 2 * FC_MEASURES + 2;
    for (int k = 0; k < FC_FAMILIES; k++)
        most += f->family[k].n;
    fc_node_value *x = fc_alloc(b->a, most * sizeof *x);
    size_t n = add_hashed(b, f, x);
    n += add_measures(b, f, x + n);
    x[n++] = (fc_node_value){ b->out->columns, 1 };
    x[n++] = (fc_node_value){ -1, 0 };
    fc_trim(b->a, x, most * sizeof *x, n * sizeof *x);
    return x;
}

void fc_vectors_build(const fc_vectors_conf *conf, const fc_annotations *docs, fc_arena *a,
                      fc_vectors *out)
{
    builder b = { .conf = conf, .out = out, .a = a };
    *out = (fc_vectors){ .conf = *conf, .n = docs->n };
    b.f = fc_zalloc(a, docs->n, sizeof *b.f);
    for (size_t i = 0; i < docs->n; i++)
        fc_features_extract(docs->v[i].text, conf->window, a, &b.f[i]);
    choose_rows(&b);
    choose_knots(&b);
    out->columns = (int)(out->rows + (conf->measure > 0 ? FC_MEASURES * conf->knots : 0) + 1);
    out->x = fc_zalloc(a, docs->n, sizeof *out->x);
    for (size_t i = 0; i < docs->n; i++)
        out->x[i] = vector(&b, &b.f[i]);
}

double fc_vectors_dot(const fc_node_value *x, const double *weights)
{
    double sum = 0;
    for (; x->index > 0; x++)
        sum += x->value * weights[x->index - 1];
    return sum;
}

/* ---------------------------------------------------------------- the model */

static float *scales(const fc_vectors *v, const double *weights, uint32_t classes, fc_arena *a)
{
    float *scale = fc_zalloc(a, classes, sizeof *scale);
    for (uint32_t c = 0; c < classes; c++) {
        double most = 0;
        for (uint32_t i = 0; i < v->rows; i++) {
            double w = fabs(weights[(size_t)c * (size_t)v->columns + i] * v->idf[i]);
            most = w > most ? w : most;
        }
        scale[c] = most > 0 ? (float)(most / 127) : 1;
    }
    return scale;
}

static void cut_weights(const fc_vectors *v, const double *weights, uint32_t classes,
                        fc_arena *a, fc_model *m)
{
    uint8_t *bitmap = fc_zalloc(a, (size_t)1 << (v->conf.bits - 3), 1);
    int8_t *weight = fc_zalloc(a, (size_t)v->rows * classes + 1, 1), *next = weight;
    for (uint32_t i = 0; i < v->rows; i++) {
        bool any = false;
        for (uint32_t c = 0; c < classes; c++) {
            double w = weights[(size_t)c * (size_t)v->columns + i] * v->idf[i] / m->scale[c];
            next[c] = (int8_t)lrint(w > 127 ? 127 : w < -127 ? -127 : w);
            any |= next[c] != 0;
        }
        if (!any)
            continue;
        bitmap[v->row_of[i] / 8] |= (uint8_t)(1u << v->row_of[i] % 8);
        next += classes;
        m->rows++;
    }
    m->bitmap = bitmap;
    m->weight = weight;
}

static float *curves(const fc_vectors *v, const double *weights, uint32_t classes, fc_arena *a)
{
    size_t n = (size_t)FC_MEASURES * v->conf.knots;
    float *curve = fc_zalloc(a, n * classes, sizeof *curve);
    for (size_t k = 0; k < n; k++)
        for (uint32_t c = 0; c < classes; c++)
            curve[k * classes + c] =
                (float)(v->conf.measure * weights[c * (size_t)v->columns + v->rows + k]);
    return curve;
}

void fc_vectors_model(const fc_vectors *v, const double *weights, uint32_t classes, fc_arena *a,
                      fc_model *m)
{
    float *alpha = fc_alloc(a, sizeof v->conf.alpha), *bias = fc_zalloc(a, classes, sizeof *bias);
    memcpy(alpha, v->conf.alpha, sizeof v->conf.alpha);
    for (uint32_t c = 0; c < classes; c++)
        bias[c] = (float)weights[(c + (size_t)1) * (size_t)v->columns - 1];
    m->bits = v->conf.bits;
    m->window = v->conf.window;
    m->columns = classes;
    m->rows = 0;
    m->alpha = alpha;
    m->bias = bias;
    m->scale = scales(v, weights, classes, a);
    cut_weights(v, weights, classes, a, m);
    if (v->conf.measure > 0) {
        m->measures = FC_MEASURES;
        m->knots = v->conf.knots;
        m->knot = v->knot;
        m->curve = curves(v, weights, classes, a);
    }
}
