/* vectors.h - judged documents as vectors for training, and weights folded back into a model.
 *
 * A column of the vectors is a hash row that occurs in enough documents, a knot of a measure's
 * curve, or the bias. A row's inverse document frequency, ln((1 + n) / (1 + df)) + 1, is part of
 * the vectors' values, and of the weights when they are folded into a model. */
#ifndef FC_CLASSIFIERS_VECTORS_H
#define FC_CLASSIFIERS_VECTORS_H

#include "classifiers/annotations.h"
#include "classifiers/linear_train.h"
#include "classifiers/model.h"

typedef struct fc_vectors_conf {
    uint32_t bits, window, knots;
    uint32_t min_df;            /* documents a row must occur in */
    float alpha[FC_FAMILIES];
    float measure;              /* weight of the measures; 0: none */
} fc_vectors_conf;

typedef struct fc_vectors {
    fc_vectors_conf conf;
    size_t n;
    fc_node_value **x;
    int columns;                /* highest index */
    uint32_t rows;              /* hash rows among them */
    uint32_t *row_of;           /* hash row of index - 1 */
    float *idf;                 /* of index - 1 */
    float *knot;                /* [FC_MEASURES][knots] */
} fc_vectors;

/* Everything lives in the arena. */
void fc_vectors_build(const fc_vectors_conf *conf, const fc_annotations *docs, fc_arena *a,
                      fc_vectors *out);
double fc_vectors_dot(const fc_node_value *x, const double *weights);

/* Fill in the sections of a model from weights[class * columns + index - 1]; name, labels,
 * range, facts and calibration are the caller's. Weights are cut to 8 bits by their greatest;
 * rows without weight are left out. */
void fc_vectors_model(const fc_vectors *v, const double *weights, uint32_t classes, fc_arena *a,
                      fc_model *out);

#endif
