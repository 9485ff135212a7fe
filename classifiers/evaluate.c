/* evaluate.c - the measures of agreement. */
#include "classifiers/evaluate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct ranked {
    double v, rank;
    size_t at;
} ranked;

static int by_value(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->v < y->v ? -1 : x->v > y->v;
}

static int by_place(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Ranks from 1 in the order of v, equal values sharing their mean; NULL without
 * memory. */
static ranked *rank_all(const fc_judged *v, size_t n, bool truth)
{
    ranked *r = malloc((n + 1) * sizeof *r);
    if (!r)
        return NULL;
    for (size_t i = 0; i < n; i++)
        r[i] = (ranked){ truth ? v[i].truth : v[i].given, 0, i };
    qsort(r, n, sizeof *r, by_value);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && r[j].v == r[i].v; j++)
            continue;
        for (size_t k = i; k < j; k++)
            r[k].rank = (double)(i + j + 1) / 2;
    }
    qsort(r, n, sizeof *r, by_place);
    return r;
}

double fc_eval_spearman(const fc_judged *v, size_t n)
{
    ranked *a = rank_all(v, n, true), *b = rank_all(v, n, false);
    double mean = ((double)n + 1) / 2, xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; a && b && i < n; i++) {
        double x = a[i].rank - mean, y = b[i].rank - mean;
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    free(a);
    free(b);
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : NAN;
}

double fc_eval_mae(const fc_judged *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += fabs(v[i].truth - v[i].given);
    return n ? sum / (double)n : NAN;
}

static int whole(double v, int lo, int hi)
{
    double r = floor(v + 0.5);
    return r < lo ? 0 : r > hi ? hi - lo : (int)r - lo;
}

double fc_eval_kappa(const fc_judged *v, size_t n, int lo, int hi)
{
    enum { MOST = 32 };
    double truth[MOST] = { 0 }, given[MOST] = { 0 }, seen = 0, chance = 0;
    int k = hi - lo + 1;
    if (k < 2 || k > MOST || !n)
        return NAN;
    for (size_t i = 0; i < n; i++) {
        int a = whole(v[i].truth, lo, hi), b = whole(v[i].given, lo, hi);
        truth[a]++;
        given[b]++;
        seen += (a - b) * (a - b);
    }
    for (int a = 0; a < k; a++)
        for (int b = 0; b < k; b++)
            chance += (a - b) * (a - b) * truth[a] * given[b] / (double)n;
    return chance > 0 ? 1 - seen / chance : NAN;
}

static double area(const fc_judged *v, size_t n, double at)
{
    ranked *r = rank_all(v, n, false);
    double sum = 0, above = 0;
    for (size_t i = 0; r && i < n; i++) {
        if (v[i].truth >= at) {
            sum += r[i].rank;
            above++;
        }
    }
    free(r);
    double below = (double)n - above;
    return above > 0 && below > 0 ? (sum - above * (above + 1) / 2) / (above * below)
                                  : NAN;
}

fc_cut fc_eval_cut(const fc_judged *v, size_t n, double at)
{
    fc_cut c = { .auc = area(v, n, at) };
    size_t both = 0, given = 0;
    for (size_t i = 0; i < n; i++) {
        c.positive += v[i].truth >= at;
        given += v[i].given >= at;
        both += v[i].truth >= at && v[i].given >= at;
    }
    c.precision = given ? (double)both / (double)given : NAN;
    c.recall = c.positive ? (double)both / (double)c.positive : NAN;
    c.f1 = c.positive + given ? 2.0 * (double)both / (double)(c.positive + given) : NAN;
    return c;
}

double fc_eval_accuracy(const fc_judged *v, size_t n)
{
    size_t right = 0;
    for (size_t i = 0; i < n; i++)
        right += v[i].truth == v[i].given;
    return n ? (double)right / (double)n : NAN;
}

/* Mean F1 of the labels that occur. */
double fc_eval_macro_f1(const fc_judged *v, size_t n, size_t labels)
{
    double sum = 0;
    size_t occur = 0;
    for (size_t k = 0; k < labels; k++) {
        size_t truth = 0, given = 0, both = 0;
        for (size_t i = 0; i < n; i++) {
            bool t = v[i].truth == (double)k, g = v[i].given == (double)k;
            truth += t;
            given += g;
            both += t && g;
        }
        if (!truth)
            continue;
        occur++;
        sum += 2.0 * (double)both / (double)(truth + given);
    }
    return occur ? sum / (double)occur : NAN;
}
