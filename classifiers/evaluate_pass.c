/* evaluate_pass.c - where to cut a score, by what was seen on judged documents. */
#include "classifiers/evaluate.h"

#include <math.h>
#include <stdlib.h>

typedef struct pair {
    double given;
    bool good;
} pair;

/* Whether a cut is better than the one chosen so far; cuts come from the highest to the
 * lowest. */
typedef bool better_fn(const fc_pass *cut, const fc_pass *chosen, double wanted);

static int by_given_down(const void *a, const void *b)
{
    double x = ((const pair *)a)->given, y = ((const pair *)b)->given;
    return x > y ? -1 : x < y;
}

static void choose(const fc_judged *v, size_t n, double good, int decimals,
                   double wanted, better_fn *better, fc_pass *out)
{
    double step = pow(10, decimals);
    pair *p = malloc((n + 1) * sizeof *p);
    size_t right = 0, all = 0;
    *out = (fc_pass){ NAN, good, NAN, NAN, NAN };
    for (size_t i = 0; p && i < n; i++) {
        p[i] = (pair){ round(step * v[i].given) / step, v[i].truth >= good };
        all += p[i].good;
    }
    if (p)
        qsort(p, n, sizeof *p, by_given_down);
    for (size_t i = 0; p && i < n; i++) {
        right += p[i].good;
        if (i + 1 < n && p[i + 1].given == p[i].given)
            continue;
        double kept = (double)(i + 1), hit = (double)right;
        fc_pass cut = { p[i].given, good, kept / (double)n, hit / kept,
                        all ? hit / (double)all : NAN };
        if (better(&cut, out, wanted))
            *out = cut;
    }
    free(p);
}

static bool keeps_enough(const fc_pass *cut, const fc_pass *chosen, double rate)
{
    (void)cut;
    return isnan(chosen->at) || chosen->kept < rate;
}

static bool is_precise(const fc_pass *cut, const fc_pass *chosen, double floor)
{
    (void)chosen;
    return cut->precision >= floor;
}

static double f_of(const fc_pass *cut, double beta)
{
    double b = beta * beta, below = b * cut->precision + cut->recall;
    return below > 0 ? (1 + b) * cut->precision * cut->recall / below : 0;
}

static bool has_greater_f(const fc_pass *cut, const fc_pass *chosen, double beta)
{
    return !isnan(cut->recall) &&
           (isnan(chosen->at) || f_of(cut, beta) > f_of(chosen, beta));
}

void fc_eval_pass_rate(const fc_judged *v, size_t n, double good, int decimals,
                       double rate, fc_pass *out)
{
    choose(v, n, good, decimals, rate, keeps_enough, out);
}

void fc_eval_pass_precision(const fc_judged *v, size_t n, double good, int decimals,
                       double floor, fc_pass *out)
{
    choose(v, n, good, decimals, floor, is_precise, out);
}

void fc_eval_pass_f(const fc_judged *v, size_t n, double good, int decimals,
                       double beta, fc_pass *out)
{
    choose(v, n, good, decimals, beta, has_greater_f, out);
}
