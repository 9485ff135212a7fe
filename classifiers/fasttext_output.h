/* fasttext_output.h - what a fastText model gives for each of its labels: the products of
 * a text's vector with the rows of the output matrix, and their softmax. */
#ifndef FC_CLASSIFIERS_FASTTEXT_OUTPUT_H
#define FC_CLASSIFIERS_FASTTEXT_OUTPUT_H

#include "classifiers/fasttext_model.h"

enum { FC_FASTTEXT_BLOCK = 16 };        /* labels that are worked on side by side */

/* Floats that hold `labels` values in whole blocks. */
static inline size_t fc_fasttext_blocks(size_t labels)
{
    size_t b = FC_FASTTEXT_BLOCK;
    return (labels + b - 1) / b * b;
}

/* A copy of the output matrix with the rows of a block side by side: m->turned. None is
 * made when there are few labels, or when it would be large. FC_ETRY without memory. */
fc_rc fc_fasttext_turn(fc_fasttext *m, fc_err *err);

/* out[label] for all of them; out has room for whole blocks. row: room for one row. False
 * when a value is not finite. */
bool fc_fasttext_products(const fc_fasttext *m, const float *vector, float *row,
                          float *out);

/* A vector times a row that is not aligned. */
float fc_fasttext_row_dot(const float *vector, const char *row, size_t n);

float fc_fasttext_max(const float *v, size_t n);
/* The sum of exp(v - max), v being at most max. One after another, as fastText adds them:
 * the error of that, with hundreds of labels, shows in the fifth decimal. */
float fc_fasttext_sum_exp(const float *v, size_t n, float max);

#endif
