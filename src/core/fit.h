/* fit.h - logistic regression on a few numbers: which items are wanted? */
#ifndef FC_CORE_FIT_H
#define FC_CORE_FIT_H

#include "filterc.h"

enum { FC_FIT_PARTS = 24 };

/* n items with `parts` numbers each, one behind the other in x; wanted[i] 0 or 1. Items
 * for which use(i) is 0 are left out (use may be NULL). w gets a weight for each part and
 * last the bias; the same input gives the same bits. Parts that never change get the
 * weight 0. */
void fc_fit_logistic(const double *x, const unsigned char *wanted,
                     const unsigned char *use, size_t n, size_t parts,
                     double w[FC_FIT_PARTS + 1]);

/* Of the values of n wanted items, not 0: the highest cut that others like them pass at
 * this rate, on average over such samples, or with `confidence` above 0 in this share of
 * them. The lowest value where so few items cannot promise it. Sorts the values. */
double fc_fit_cut(double *values, size_t n, double recall, double confidence);

#endif
