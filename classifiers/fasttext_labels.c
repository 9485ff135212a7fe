/* fasttext_labels.c - the labels of a text by the vector that fasttext_predict.c made. */
#include "classifiers/fasttext_output.h"
#include "classifiers/fasttext_work.h"

#include <math.h>
#include <string.h>

/* fastText's logarithm, which is why its probabilities are 1e-5 too large. */
static float log_of(float p)
{
    return (float)log((double)p + 1e-5);
}

double fc_fasttext_chance(const fc_fasttext_guess *guess)
{
    return (double)expf(guess->score);
}

/* ---------------------------------------------------------------- the best */

/* The best labels so far, as a heap with the worst in front. Which ones of several that
 * are equally probable stay, and in which order, follows from how the heap is kept: as
 * by C++'s push_heap, pop_heap and sort_heap, which fastText uses. */
typedef struct ranking {
    const fc_fasttext_query *ask;
    fc_fasttext_guess *best;
    size_t n;
    double least;               /* what is less probable is not among them any more */
} ranking;

/* Put g at a free place, or, of those above that are better, at the highest one. */
static void rise(fc_fasttext_guess *heap, size_t at, fc_fasttext_guess g)
{
    while (at > 0 && heap[(at - 1) / 2].score > g.score) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = g;
}

/* Take the worst one out of n and put it behind the others. */
static void pop(fc_fasttext_guess *heap, size_t n)
{
    fc_fasttext_guess last = heap[n - 1];
    size_t at = 0, child;
    heap[n - 1] = heap[0];
    n--;
    while ((child = 2 * at + 2) < n) {
        child -= heap[child].score > heap[child - 1].score;
        heap[at] = heap[child];
        at = child;
    }
    if (child == n && n > 0) {
        heap[at] = heap[n - 1];
        at = n - 1;
    }
    if (n > 0)
        rise(heap, at, last);
}

static void offer(ranking *r, fc_fasttext_guess g)
{
    size_t k = r->ask->k;
    if (r->ask->only >= 0 && g.label != r->ask->only)
        return;
    if (r->n == k && g.score < r->best[0].score)
        return;
    rise(r->best, r->n++, g);
    if (r->n > k)
        pop(r->best, r->n--);
    if (r->n == k)
        r->least = (1 - 1e-4) * exp((double)r->best[0].score) - 1e-5;
}

static void sort_best(ranking *r)
{
    for (size_t n = r->n; n > 1; n--)
        pop(r->best, n);
}

/* ---------------------------------------------------------------- values */

static float out_dot(fc_fasttext_work *w, size_t row)
{
    return fc_fasttext_row_dot(w->sum, fc_fasttext_get(&w->m->output, row, w->row),
                               w->m->dim);
}

/* As fastText does it, so that probabilities are equal where its own are. */
static void exact_softmax(fc_fasttext_work *w, ranking *r, float max)
{
    size_t labels = w->m->labels;
    float z = 0;
    for (size_t i = 0; i < labels; i++) {
        w->out[i] = expf(w->out[i] - max);
        z += w->out[i];
    }
    for (size_t i = 0; i < labels; i++) {
        float p = w->out[i] / z;
        if (p >= (float)r->ask->min && (double)p >= r->least)
            offer(r, (fc_fasttext_guess){ log_of(p), (uint32_t)i });
    }
}

/* The sum is not to the last bit fastText's. Of most labels it is enough to see that they
 * are too unlikely. */
static void quick_softmax(const fc_fasttext_work *w, ranking *r, float max)
{
    size_t labels = w->m->labels;
    float z = fc_fasttext_sum_exp(w->out, labels, max), below = -INFINITY;
    for (size_t i = 0; i < labels; i++) {
        float x = w->out[i] - max;
        if (x < below)
            continue;
        float p = expf(x) / z;
        if ((double)p < r->least)
            continue;
        offer(r, (fc_fasttext_guess){ log_of(p), (uint32_t)i });
        below = r->least > 0 ? logf((float)r->least * z) - 1e-3F : below;
    }
}

/* Whether the last bits could change which labels are the best, or their order. */
static bool is_close(const fc_fasttext_work *w, const ranking *r)
{
    const float odds = logf(2e-4F);     /* below it, 1e-5 makes many labels equal */
    const fc_fasttext_guess *worst = &r->best[r->n - 1];
    float near = w->out[worst->label] - 1e-4F;
    size_t n = 0;
    if (worst->score < odds)
        return true;
    for (size_t i = 1; i < r->n; i++)
        if (r->best[i - 1].score - r->best[i].score < 1e-5F)
            return true;
    for (size_t i = 0; i < w->m->labels && n <= r->n; i++)
        n += w->out[i] >= near;
    return n > r->n;
}

static void softmax(fc_fasttext_work *w, ranking *r)
{
    float max = fc_fasttext_max(w->out, w->m->labels);
    if (r->ask->min == 0 && w->m->labels >= FC_FASTTEXT_BLOCK) {
        quick_softmax(w, r, max);
        sort_best(r);
        if (r->ask->only >= 0 || !is_close(w, r))
            return;
        r->n = 0;
        r->least = -1;
    }
    exact_softmax(w, r, max);
    sort_best(r);
}

/* fastText looks its sigmoid up in a table of steps. *is_near: a sum of so many rows in
 * another order could be on the next step. */
static float table_sigmoid(const fc_fasttext_work *w, float x, bool *is_near)
{
    const float per_one = FC_FASTTEXT_SIGMOID_STEPS / (2.0F * FC_FASTTEXT_SIGMOID_MAX);
    float step = (x + FC_FASTTEXT_SIGMOID_MAX) * per_one;
    float off = 5e-4F + 2e-7F * (float)w->rows;
    if (x < -FC_FASTTEXT_SIGMOID_MAX) {
        *is_near = step > -off;
        return 0;
    }
    if (x > FC_FASTTEXT_SIGMOID_MAX) {
        *is_near = step < FC_FASTTEXT_SIGMOID_STEPS + off;
        return 1;
    }
    int i = (int)step;
    *is_near = step - (float)i < off || step - (float)i > 1 - off;
    return w->sigmoid[i];
}

static void sigmoids(fc_fasttext_work *w, ranking *r, fc_str text)
{
    const float *exact = NULL;
    float min = (float)r->ask->min;
    for (size_t i = 0; i < w->m->labels; i++) {
        bool is_near;
        float p = table_sigmoid(w, w->out[i], &is_near);
        if (is_near && (r->ask->only < 0 || r->ask->only == (int64_t)i)) {
            if (!exact)
                exact = fc_fasttext_exact_vector(w, text);
            float x = fc_fasttext_dot(&w->m->output, i, exact);
            p = isfinite(x) ? table_sigmoid(w, x, &is_near) : p;
        }
        if (p >= min && (double)p >= r->least)
            offer(r, (fc_fasttext_guess){ log_of(p), (uint32_t)i });
    }
    sort_best(r);
}

/* Every label has its row. False when a number is not finite. */
static bool flat(fc_fasttext_work *w, ranking *r, fc_str text)
{
    if (!fc_fasttext_products(w->m, w->sum, w->row, w->out))
        return false;
    if (w->m->loss == FC_FASTTEXT_SOFTMAX)
        softmax(w, r);
    else
        sigmoids(w, r, text);
    return true;
}

/* Down the tree, without the branches that cannot come among the k best any more. */
static bool tree(fc_fasttext_work *w, ranking *r)
{
    const fc_fasttext *m = w->m;
    size_t depth = 0, k = r->ask->k;
    float least = log_of((float)r->ask->min);
    w->stack[0] = (int32_t)(2 * m->labels - 2);
    w->stack_score[depth++] = 0;
    while (depth) {
        int32_t at = w->stack[--depth];
        float score = w->stack_score[depth];
        if (score < least || (r->n == k && score < r->best[0].score))
            continue;
        if (m->tree[at].left < 0) {
            offer(r, (fc_fasttext_guess){ score, (uint32_t)at });
            continue;
        }
        float x = out_dot(w, (size_t)at - m->labels);
        if (!isfinite(x))
            return false;
        float right = (float)(1.0 / (1.0 + (double)expf(-x)));
        w->stack[depth] = m->tree[at].right;
        w->stack_score[depth++] = score + log_of(right);
        w->stack[depth] = m->tree[at].left;
        w->stack_score[depth++] = score + log_of((float)(1.0 - (double)right));
    }
    sort_best(r);
    return true;
}

fc_rc fc_fasttext_predict(fc_fasttext_work *w, fc_str text, const fc_fasttext_query *ask,
                          fc_fasttext_guess *guess, size_t *n, fc_err *err)
{
    ranking r = { ask, guess, 0, -1 };
    *n = 0;
    if (!fc_fasttext_vector(w, text))
        return FC_OK;
    if (!(w->m->loss == FC_FASTTEXT_HS ? tree(w, &r) : flat(w, &r, text)))
        return fc_fail(err, FC_ECONFIG,
                       "fastText model %.200s: it gave a number that is not finite: the "
                       "file is damaged", w->m->name);
    *n = r.n;
    return FC_OK;
}
