/* linear_train.h - fitting many linear functions of the same vectors at once.
 *
 * Each column w minimises |w|^2 / 2 + sum over examples of cost * loss, where the loss is the
 * squared error of a number, or for sides (+1 and -1) the square of what lacks to a margin of 1:
 * ridge regression and the L2-loss support vector machine. Both are solved in the dual by
 * coordinate descent (Hsieh et al. 2008), example after example in an order that a generator
 * of its own draws anew for each round: the same input gives the same bits. All columns are
 * updated together, so an example's features are loaded once for all of them. */
#ifndef FC_CLASSIFIERS_LINEAR_TRAIN_H
#define FC_CLASSIFIERS_LINEAR_TRAIN_H

#include "filterc.h"

typedef struct fc_node {
    uint32_t index;     /* from 0 */
    float value;
} fc_node;

enum { FC_PARTS = 5 };

/* Nodes in parts: part p ends at end[p]. Columns weigh the parts differently. */
typedef struct fc_vector {
    fc_node *x;
    uint32_t end[FC_PARTS];
} fc_vector;

typedef struct fc_linear_data {
    const fc_vector *x;     /* the examples */
    size_t n;
    size_t features, columns;
    const bool *sides;      /* [columns]: y is +1 or -1; else a number */
    const float *factor;    /* [FC_PARTS][columns]: what a part's values are multiplied by */
    const float *y;         /* [n][columns] */
    const float *cost;      /* [n][columns]; 0: the example says nothing about this column */
} fc_linear_data;

/* Columns, rounded up so that rows of weights are aligned. */
size_t fc_linear_stride(size_t columns);
/* weights[feature * stride + column], and in a last row the biases; what was there is
 * overwritten. */
fc_rc fc_linear_train(const fc_linear_data *data, float *weights, fc_err *err);
/* The values of all columns for x; out has room for two strides. */
void fc_linear_dot(const fc_linear_data *data, const fc_vector *x, const float *weights,
                   float *out);

#endif
