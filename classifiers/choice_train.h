/* choice_train.h - the support vector machines of all labels of a choice at once.
 *
 * What each column minimises is told in linear_train.h. As all columns have the same
 * examples, these are read once for all of them, and sums are made of vectors: with many
 * labels that takes a fraction of the time of a column at a time. */
#ifndef FC_CLASSIFIERS_CHOICE_TRAIN_H
#define FC_CLASSIFIERS_CHOICE_TRAIN_H

#include "classifiers/linear_train.h"

/* Fit the columns of a choice, `first` and those that follow: weights as in
 * fc_linear_train; no others are touched. An example is +1 in one of the columns and -1
 * in the others, in which it has one cost. The same input gives the same bits. */
fc_rc fc_choice_train(const fc_linear_data *data, size_t first, size_t columns,
                      float *weights, fc_err *err);

#endif
