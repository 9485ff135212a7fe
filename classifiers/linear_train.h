/* linear_train.h - fitting many linear functions of the same vectors, by liblinear.
 *
 * Each column w minimises |w|^2 / 2 + sum over examples of cost * loss, where the loss is
 * the squared error of a number, or for sides (+1 and -1) the square of what lacks to a
 * margin of 1: ridge regression and the L2-loss support vector machine, which are
 * liblinear's L2R_L2LOSS_SVR_DUAL (with no tube) and L2R_L2LOSS_SVC_DUAL. The bias is a
 * feature that is 1.
 *
 * liblinear draws the order of examples from rand(). srand(1) is called before each
 * column, so the same input gives the same bits at any time in any process, as long as no
 * other thread draws from rand() meanwhile. Whoever uses rand() finds it reseeded. */
#ifndef FC_CLASSIFIERS_LINEAR_TRAIN_H
#define FC_CLASSIFIERS_LINEAR_TRAIN_H

#include "filterc.h"

typedef struct fc_node {
    uint32_t index;     /* from 0 */
    float value;
} fc_node;

enum { FC_FAMILY_PARTS = 5, FC_PARTS = FC_FAMILY_PARTS + 2 };

/* Nodes in parts: part p ends at end[p]. Columns weigh the parts differently. The first
 * ones are the families of features, the last two coordinates (subspace.h,
 * word_vectors.h). */
typedef struct fc_vector {
    fc_node *x;
    uint32_t end[FC_PARTS];
} fc_vector;

typedef struct fc_linear_data {
    const fc_vector *x;     /* the examples */
    size_t n;
    size_t features, columns;
    const bool *sides;      /* [columns]: y is +1 or -1; else a number */
    const float *factor;    /* [FC_PARTS][columns]: what a part's values are multiplied
                               by */
    const float *y;         /* [n][columns] */
    const float *cost;      /* [n][columns]; 0: the example says nothing about this
                               column; else all of a column's numbers, or of one of its
                               sides, have one cost, as liblinear knows costs of classes,
                               not of examples */
    const uint32_t *together;   /* [columns]: of the first column of a choice how many it
                                   has, to be fitted by choice_train.h; else 0. NULL: all
                                   by liblinear */
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
