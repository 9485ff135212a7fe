/* subspace.h - the directions in which features go together.
 *
 * Documents differ along some directions more than along all others: texts about law,
 * code, recipes. They are found without labels, so texts that nobody judged help. A
 * document's coordinates along them are further features to train on. They are sums over
 * its other features, so what is learnt of them is folded back into the weights of these,
 * also of words that no judged text has: a model and its scoring know nothing of
 * directions. */
#ifndef FC_CLASSIFIERS_SUBSPACE_H
#define FC_CLASSIFIERS_SUBSPACE_H

#include "base/arena.h"
#include "classifiers/linear_train.h"

enum { FC_DIRECTIONS = 128 };

typedef struct fc_subspace {
    size_t features;
    float factor[FC_FAMILY_PARTS];  /* what the parts of a vector are multiplied by */
    size_t dims;                    /* FC_DIRECTIONS, unless made by word_vectors.h */
    float *direction;               /* [feature][dims]: columns of length 1, at right
                                       angles to each other, or 0 */
    float *mean;                    /* [dims]: of the documents' coordinates */
} fc_subspace;

/* The directions along which these n documents differ most, by subspace iteration on the
 * covariance of their features. Time is linear in their nodes. */
void fc_subspace_find(const fc_vector *x, size_t n, size_t features,
                      const float factor[FC_FAMILY_PARTS], fc_arena *a,
                      fc_subspace *out);

/* A document's coordinates, less the mean. */
void fc_subspace_place(const fc_subspace *s, const fc_vector *x, float *out);

/* Find the mean of directions that were made otherwise, and scale them so that the mean
 * square of a document's distance from it is 1. */
void fc_subspace_center(fc_subspace *s, const fc_vector *x, size_t n, fc_arena *a);

/* Add to a column of weights what its weights of coordinates come to: `weights` is its
 * first, rows are `stride` apart, the features first; those of the coordinates begin at
 * `first`. Coordinates were multiplied by `factor`; their weights become 0. */
void fc_subspace_fold(const fc_subspace *s, float factor, size_t first, float *weights,
                      size_t stride, float *bias);

#endif
