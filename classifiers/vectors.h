/* vectors.h - judged documents as vectors for training, and weights folded back into a
 * model.
 *
 * A feature of the vectors is a hash row that occurs in enough documents, or a step of a
 * measure; the families are the parts of a vector. A row's inverse document frequency,
 * ln((1 + n) / (1 + df)) + 1, is part of the vectors' values, and of the weights when
 * they are folded into a model. */
#ifndef FC_CLASSIFIERS_VECTORS_H
#define FC_CLASSIFIERS_VECTORS_H

#include "classifiers/annotations.h"
#include "classifiers/linear_train.h"
#include "classifiers/model.h"

typedef struct fc_vectors_conf {
    uint32_t bits, window;
    uint32_t min_df;            /* documents a hash row must occur in */
    uint32_t room;              /* for nodes that are added to a judged document */
} fc_vectors_conf;

enum { FC_NO_FEATURE = UINT32_MAX };

typedef struct fc_vectors {
    fc_vectors_conf conf;
    size_t n;                   /* judged and other documents */
    fc_vector *x;
    uint32_t rows;              /* features: those of hashes, then FC_STEP_ROWS */
    uint32_t *row_of;           /* row of a feature, as in a model */
    uint32_t *feature_of;       /* of a hash row, or FC_NO_FEATURE */
    float *idf;                 /* of a feature; 1 for steps */
} fc_vectors;

/* Everything lives in the arena. */
void fc_vectors_build(const fc_vectors_conf *conf, const fc_annotations *docs,
                      fc_arena *a, fc_vectors *out);

/* Fill in the sections of a model from weights that were rounded (rounding.h), from those
 * of its first column on. alpha is what the families were multiplied by; bias, scale and
 * alpha live on. Name, labels, range, facts and calibration are the caller's. Rows
 * without weight are left out. */
void fc_vectors_model(const fc_vectors *v, const float *weights, size_t stride,
                      uint32_t columns, const float *bias, const float *scale,
                      const float alpha[FC_FAMILIES], fc_arena *a, fc_model *out);

#endif
