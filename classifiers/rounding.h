/* rounding.h - weights to the few steps of a model file, so that the documents' values
 * change as little as can be. */
#ifndef FC_CLASSIFIERS_ROUNDING_H
#define FC_CLASSIFIERS_ROUNDING_H

#include "classifiers/vectors.h"

/* Steps on either side. */
enum { FC_ROUNDING_FEW = 7, FC_ROUNDING_MANY = 127 };

/* What the features of a model are worth in documents, by feature. */
typedef struct fc_rounding {
    const fc_vectors *v;
    int most;               /* steps on either side */
    size_t documents;       /* listed: 0 where nothing is mended */
    size_t *from;           /* [rows + 1]: the places of a feature's documents */
    uint32_t *document;
    float *value;           /* times alpha, without the idf */
    double *energy;         /* [rows]: sum of the squares of its values */
    double usual;           /* mean energy of the features that occur */
} fc_rounding;

/* alpha is what families are multiplied by. Without `narrow` weights go to the nearest of
 * 127 steps on either side. With it there are 7, of which the scorer (scorer.h) packs two
 * to a byte: so few that what they leave over in documents, 16,384 at most, evenly drawn,
 * is to be mended. */
void fc_rounding_prepare(const fc_vectors *v, const float alpha[FC_FAMILIES], bool narrow,
                         fc_arena *a, fc_rounding *out);
/* Round weights, from those of the first column of a model on, to what its file holds:
 * the column's scale times steps. The biases stay. */
void fc_rounding_apply(const fc_rounding *in, float *weights, size_t stride,
                       uint32_t columns, float *scale, fc_arena *a);

#endif
