/* evaluate.h - how well predictions agree with labels. */
#ifndef FC_CLASSIFIERS_EVALUATE_H
#define FC_CLASSIFIERS_EVALUATE_H

#include "base/buf.h"

/* One judged document. */
typedef struct fc_judged {
    double truth, given;    /* labels; of a choice the places of the labels */
    double sure;            /* of a choice: probability given; else 0 */
    const char *lang, *source; /* "" when unknown */
} fc_judged;

typedef struct fc_cut {
    double auc, precision, recall, f1;
    size_t positive;        /* documents whose truth is at or above the cut */
} fc_cut;

/* NAN where a value is not defined. All are O(n log n). */
double fc_eval_spearman(const fc_judged *v, size_t n); /* ranks with ties shared */
double fc_eval_mae(const fc_judged *v, size_t n);
/* Cohen's kappa with quadratic weights over given values rounded to whole labels
 * lo..hi. */
double fc_eval_kappa(const fc_judged *v, size_t n, int lo, int hi);
/* truth >= at against given >= at. AUC is over all thresholds of given. */
fc_cut fc_eval_cut(const fc_judged *v, size_t n, double at);
double fc_eval_accuracy(const fc_judged *v, size_t n);
double fc_eval_macro_f1(const fc_judged *v, size_t n, size_t labels);

/* Where to cut: `given >= at` passes. Found among the values given, rounded to the
 * decimals that `score` writes; at is NAN when there is none. */
typedef struct fc_pass {
    double at, good;            /* good: truth >= good is right */
    double kept, precision, recall;
} fc_pass;

/* The cut that keeps at least this share; with at least this precision the lowest; with
 * the greatest F-beta. */
void fc_eval_pass_rate(const fc_judged *v, size_t n, double good, int decimals,
                       double rate, fc_pass *out);
void fc_eval_pass_precision(const fc_judged *v, size_t n, double good, int decimals,
                            double floor, fc_pass *out);
void fc_eval_pass_f(const fc_judged *v, size_t n, double good, int decimals, double beta,
                    fc_pass *out);

/* The whole report. labels NULL: a score within lo..hi. As lines of text, or as one JSON
 * object. v is sorted by it. */
void fc_eval_report(fc_judged *v, size_t n, const char *const *labels, double lo,
                    double hi, bool json, fc_buf *out);

#endif
