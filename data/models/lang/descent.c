/* descent.c - stochastic gradient descent: a softmax over the labels of a script, of a
 * weight for each label times the mean of the vectors of a text's features. Steps are
 * divided by the root of what was stepped before (AdaGrad, one sum a row) and shrink to
 * nothing. */
#include "lang_train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 1500, SHOWN = 100000, FEWEST_ROWS = 3 };

typedef struct descent {
    const corpus *c;
    const settings *s;
    network *net;
    float *row_sum, *class_sum; /* squares of gradients */
    double upto[CLASSES];       /* cumulated weights of classes */
    float mean[FC_LANG_MOST_DIM], back[FC_LANG_MOST_DIM], p[CLASSES];
    uint32_t row[MOST_FEATURES + 1];
    features f;
    char text[TEXT];
} descent;

static uint64_t state = 88172645463325252u;

uint32_t draw32(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32);
}

double draw(void)
{
    return draw32() / 4294967296.0;
}

/* ---------------------------------------------------------------- examples */

static const lines *draw_source(const label_class *class)
{
    double sum = 0, x;
    int s = 0;
    for (int i = 0; i < SOURCES; i++)
        sum += sqrt((double)class->by[i].bytes);
    for (x = draw() * sum; s < SOURCES - 1; s++) {
        if (x < sqrt((double)class->by[s].bytes))
            break;
        x -= sqrt((double)class->by[s].bytes);
    }
    return &class->by[s];
}

/* Half of the examples are cut down to 15 to 165 bytes, at words where there are any. */
static size_t cut(char *text, size_t n)
{
    size_t keep = 15 + draw32() % 150;
    if (draw() < .5 || keep >= n)
        return n;
    size_t from = draw32() % (n - keep);
    for (size_t i = 0; i < 40 && from > 0 && text[from - 1] != ' '; i++)
        from--;
    while (from < n && ((unsigned char)text[from] & 0xC0) == 0x80)
        from++;
    keep = keep < n - from ? keep : n - from;
    memmove(text, text + from, keep);
    return keep;
}

/* Some lines of one source in a row, of 20 to 150 bytes together at least. */
static size_t draw_text(const label_class *class, char *text)
{
    const lines *l = draw_source(class);
    size_t n = 0, want = draw() < .3 ? 0 : 20 + draw32() % 130;
    do {
        fc_str line = l->v[draw32() % l->n];
        size_t fits = line.n < TEXT - 1 - n ? line.n : TEXT - 1 - n;
        memcpy(text + n, line.p, fits);
        n += fits;
        text[n++] = ' ';
    } while (n < want);
    return cut(text, n);
}

static uint32_t draw_class(const descent *d)
{
    double x = draw() * d->upto[d->c->n - 1];
    uint32_t i = 0;
    while (i + 1 < d->c->n && d->upto[i] <= x)
        i++;
    return i;
}

/* A share of the features is left out, another one each time: words of the subject weigh
 * less. */
static size_t leave_out(descent *d, size_t n)
{
    uint32_t limit = (uint32_t)(draw() * 2 * d->s->drop * 4294967295.0);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        d->row[k] = d->row[i];
        k += draw32() >= limit;
    }
    return k;
}

/* ---------------------------------------------------------------- steps */

static void forward(descent *d, size_t n, const fc_lang_group *g)
{
    const network *t = d->net;
    uint32_t dim = t->dim;
    float top = -INFINITY, sum = 0;
    memset(d->mean, 0, sizeof d->mean);
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < dim; k++)
            d->mean[k] += t->vector[(size_t)d->row[i] * dim + k];
    for (uint32_t k = 0; k < dim; k++)
        d->mean[k] /= (float)n;
    for (uint32_t i = 0; i < g->n; i++) {
        const float *w = t->weight + (size_t)(g->first + i) * dim;
        d->p[i] = t->bias[g->first + i];
        for (uint32_t k = 0; k < dim; k++)
            d->p[i] += w[k] * d->mean[k];
        top = d->p[i] > top ? d->p[i] : top;
    }
    for (uint32_t i = 0; i < g->n; i++)
        sum += d->p[i] = expf(d->p[i] - top);
    for (uint32_t i = 0; i < g->n; i++)
        d->p[i] /= sum;
}

/* p holds the gradients of the scores; back becomes that of the mean. */
static void step_classes(descent *d, const fc_lang_group *g, float rate)
{
    uint32_t dim = d->net->dim;
    float square = 1;
    memset(d->back, 0, sizeof d->back);
    for (uint32_t k = 0; k < dim; k++)
        square += d->mean[k] * d->mean[k];
    for (uint32_t i = 0; i < g->n; i++) {
        float gradient = d->p[i], *w = d->net->weight + (size_t)(g->first + i) * dim;
        if (fabsf(gradient) < 1e-4f)
            continue;
        float *sum = &d->class_sum[g->first + i];
        *sum += gradient * gradient * square / (float)dim;
        float step = rate * gradient / sqrtf(*sum + 1e-8f);
        for (uint32_t k = 0; k < dim; k++) {
            d->back[k] += gradient * w[k];
            w[k] -= step * d->mean[k];
        }
        d->net->bias[g->first + i] -= .1f * step;
    }
}

static void step_rows(descent *d, size_t n, float rate)
{
    uint32_t dim = d->net->dim;
    float square = 0, share = 1 / (float)n;
    for (uint32_t k = 0; k < dim; k++)
        square += d->back[k] * d->back[k];
    square *= share * share / (float)dim;
    if (square < 1e-14f)
        return;
    for (size_t i = 0; i < n; i++) {
        float *v = d->net->vector + (size_t)d->row[i] * dim,
              *sum = &d->row_sum[d->row[i]];
        *sum += square;
        float step = rate * share / sqrtf(*sum + 1e-12f);
        for (uint32_t k = 0; k < dim; k++)
            v[k] -= step * d->back[k];
    }
}

/* One example; returns its loss, or a negative number when there was nothing to learn
 * from. */
static double learn(descent *d, float rate)
{
    uint32_t c = draw_class(d);
    const fc_lang_group *g = &d->c->group[d->c->group_of[c]];
    size_t n = draw_text(&d->c->class[c], d->text);
    features_of(d->c, (fc_str){ d->text, n }, &d->f);
    n = leave_out(d, rows_of(d->net, &d->f, d->row));
    if (n < FEWEST_ROWS)
        return -1;
    forward(d, n, g);
    double loss = -log(d->p[c - g->first] + 1e-9);
    d->p[c - g->first] -= 1;
    step_classes(d, g, rate);
    step_rows(d, n, rate);
    return loss;
}

/* ---------------------------------------------------------------- all of it */

static void *numbers(size_t n)
{
    float *v = calloc(n, sizeof *v);
    if (!v)
        die("no memory", "numbers");
    return v;
}

static void begin_network(const corpus *c, network *t)
{
    t->vector = numbers((size_t)t->rows * t->dim);
    t->weight = numbers((size_t)c->n * t->dim);
    t->bias = numbers(c->n);
    for (size_t i = 0; i < (size_t)t->rows * t->dim; i++)
        t->vector[i] = (float)(.1 * (draw() - .5));
    for (size_t i = 0; i < (size_t)c->n * t->dim; i++)
        t->weight[i] = (float)(.6 * (draw() - .5));
}

static void begin(descent *d)
{
    const corpus *c = d->c;
    network *t = d->net;
    double sum = 0;
    d->row_sum = numbers(t->rows);
    d->class_sum = numbers(c->n);
    begin_network(c, t);
    for (uint32_t i = 0; i < c->n; i++) {
        if (c->group[c->group_of[i]].n > 1)
            sum += c->class[i].times * pow((double)c->class[i].bytes, d->s->power);
        d->upto[i] = sum;
    }
}

void net_train(const corpus *c, const settings *s, network *net)
{
    descent *d = calloc(1, sizeof *d);
    if (!d)
        die("no memory", "examples");
    d->c = c;
    d->s = s;
    d->net = net;
    begin(d);
    double loss = 0;
    long n = 0;
    for (long i = 0; i < s->examples; i++) {
        double rate = s->rate * (1.01 - (double)i / (double)s->examples);
        double x = learn(d, (float)rate);
        loss += x >= 0 ? x : 0;
        n += x >= 0;
        if ((i + 1) % SHOWN == 0) {
            fprintf(stderr, "%ld examples, loss %.4f\n", i + 1, loss / (double)n);
            loss = 0;
            n = 0;
        }
    }
    free(d->row_sum);
    free(d->class_sum);
    free(d);
}
