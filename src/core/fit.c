/* fit.c - Newton's method on scaled parts, with a little weight decay so that it always
 * ends. */
#include "core/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = FC_FIT_PARTS + 1, ROUNDS = 20 };
#define DECAY 1.0

typedef struct fit {
    size_t parts;                       /* without the constant 1, which comes last */
    double mean[SIDE], scale[SIDE];
    double w[SIDE], slope[SIDE], curve[SIDE][SIDE];
} fit;

static void measure(fit *f, const double *x, size_t n)
{
    for (size_t k = 0; k < f->parts; k++) {
        double sum = 0, squares = 0;
        for (size_t i = 0; i < n; i++)
            sum += x[i * f->parts + k];
        f->mean[k] = sum / (double)n;
        for (size_t i = 0; i < n; i++) {
            double d = x[i * f->parts + k] - f->mean[k];
            squares += d * d;
        }
        f->scale[k] = squares > 1e-12 ? 1 / sqrt(squares / (double)n) : 0;
    }
}

static void scaled(const fit *f, const double *x, double *z)
{
    for (size_t k = 0; k < f->parts; k++)
        z[k] = (x[k] - f->mean[k]) * f->scale[k];
    z[f->parts] = 1;
}

static void add_item(fit *f, const double *z, double wanted)
{
    double v = 0;
    for (size_t k = 0; k <= f->parts; k++)
        v += f->w[k] * z[k];
    double p = 1 / (1 + exp(-v)), bend = p * (1 - p);
    for (size_t k = 0; k <= f->parts; k++) {
        f->slope[k] += (p - wanted) * z[k];
        for (size_t j = 0; j <= k; j++)
            f->curve[k][j] += bend * z[k] * z[j];
    }
}

/* Cholesky: curve is symmetric, and positive by the decay. slope becomes the step. */
static void solve(fit *f)
{
    size_t n = f->parts + 1;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double v = f->curve[i][j];
            for (size_t k = 0; k < j; k++)
                v -= f->curve[i][k] * f->curve[j][k];
            f->curve[i][j] = i == j ? sqrt(v > 1e-12 ? v : 1e-12) : v / f->curve[j][j];
        }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            f->slope[i] -= f->curve[i][k] * f->slope[k];
        f->slope[i] /= f->curve[i][i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            f->slope[i] -= f->curve[k][i] * f->slope[k];
        f->slope[i] /= f->curve[i][i];
    }
}

static void newton_step(fit *f, const double *x, const unsigned char *wanted,
                        const unsigned char *use, size_t n)
{
    double z[SIDE];
    memset(f->curve, 0, sizeof f->curve);
    for (size_t k = 0; k <= f->parts; k++) {
        f->slope[k] = DECAY * f->w[k];
        f->curve[k][k] = DECAY;
    }
    for (size_t i = 0; i < n; i++) {
        if (use && !use[i])
            continue;
        scaled(f, x + i * f->parts, z);
        add_item(f, z, wanted[i]);
    }
    solve(f);
    for (size_t k = 0; k <= f->parts; k++)
        f->w[k] -= f->slope[k];
}

void fc_fit_logistic(const double *x, const unsigned char *wanted,
                     const unsigned char *use, size_t n, size_t parts,
                     double w[FC_FIT_PARTS + 1])
{
    fit f = { .parts = parts };
    measure(&f, x, n);
    for (int round = 0; round < ROUNDS; round++)
        newton_step(&f, x, wanted, use, n);
    w[parts] = f.w[parts];
    for (size_t k = 0; k < parts; k++) {
        w[k] = f.w[k] * f.scale[k];
        w[parts] -= w[k] * f.mean[k];
    }
}

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The greatest k so that the k-th lowest of n values may be the cut; 0: none may. On
 * average a share k / (n + 1) of all others lies below the k-th of n. With confidence: at
 * least k of the n lie among the share of all that may be missed, which is binomial. */
static size_t rank_of_cut(size_t n, double recall, double confidence)
{
    double miss = 1 - recall, fewer = 0, log_p = (double)n * log(recall);
    if (confidence <= 0)
        return (size_t)floor(miss * (double)(n + 1) + 1e-9);
    for (size_t k = 0; k < n; k++) {
        fewer += exp(log_p);
        if (1 - fewer < confidence)
            return k;
        log_p += log((double)(n - k) / (double)(k + 1) * miss / recall);
    }
    return n;
}

double fc_fit_cut(double *values, size_t n, double recall, double confidence)
{
    size_t k = rank_of_cut(n, recall, confidence);
    qsort(values, n, sizeof *values, rising);
    return values[k > n ? n - 1 : k ? k - 1 : 0];
}
