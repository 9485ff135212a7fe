/* linear_train.h - fitting linear weights; the one place that knows liblinear. */
#ifndef FC_CLASSIFIERS_LINEAR_TRAIN_H
#define FC_CLASSIFIERS_LINEAR_TRAIN_H

#include "filterc.h"

/* One feature of an example; an example's nodes rise by index and end with index -1. The same
 * layout as liblinear's, so that millions of nodes need no copy. */
typedef struct fc_node_value {
    int index;          /* from 1 */
    double value;
} fc_node_value;

typedef struct fc_linear_data {
    fc_node_value **x;  /* the examples */
    const double *y;    /* labels: a number, or for a choice 0 .. classes - 1 */
    size_t n;
    int features;       /* highest index */
    int classes;        /* 0: regression */
    double cost;        /* C */
} fc_linear_data;

/* Fit weights[class * features + index - 1], one class for a regression. present[class] tells
 * which classes had examples; the others' weights are zero.
 * A regression is L2-loss support vector regression in the primal, which draws no random
 * numbers. A choice is one L2-loss classifier per class against the rest, in the dual (ten
 * times faster there): it draws the order of examples from rand(), so its result depends on
 * the state of rand(): always the same in a process that has just begun. */
fc_rc fc_linear_train(const fc_linear_data *data, double *weights, bool *present, fc_err *err);

#endif
