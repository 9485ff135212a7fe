/* calibrate.h - from raw values to expected labels: monotone regression, cut to a few
 * points. */
#ifndef FC_CLASSIFIERS_CALIBRATE_H
#define FC_CLASSIFIERS_CALIBRATE_H

#include "filterc.h"

enum { FC_CALIBRATE_POINTS = 24 };

/* Points (x rising, y not falling) from n pairs of raw value and truth: means of groups
 * of equal size, pooled where they fall (Ayer et al. 1955, pool adjacent violators).
 * Returns the number of points, at least 2; 0 when there was no memory. */
size_t fc_calibrate_fit(const double *raw, const double *truth, size_t n,
                        float x[FC_CALIBRATE_POINTS], float y[FC_CALIBRATE_POINTS]);

#endif
