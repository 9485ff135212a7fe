/* train_work.h - what one training works with: train_prepare.c makes vectors, columns and
 * settings, train.c fits, judges and writes. */
#ifndef FC_CLASSIFIERS_TRAIN_WORK_H
#define FC_CLASSIFIERS_TRAIN_WORK_H

#include "classifiers/folds.h"
#include "classifiers/rounding.h"
#include "classifiers/train_facts.h"
#include "classifiers/train_places.h"

typedef struct fc_trainer {
    const fc_train_options *opt;
    fc_annotations docs;
    fc_folds folds;
    fc_vectors vectors;
    fc_places places;
    fc_rounding rounding[FC_KINDS];
    fc_linear_data data;
    float *factor;          /* [FC_PARTS][column] */
    double cost_of[FC_KINDS];   /* of an error against that of a weight */
    fc_trained *target;
    float *y, *cost, *fold_cost;    /* [document][column] */
    float *weights;
    float *values;          /* of one document, by column */
    size_t stride;
    fc_arena *a;
    fc_err *err;
} fc_trainer;

static inline int fc_kind_of(const fc_target *of)
{
    return of->labels ? FC_CHOICES : FC_SCORES;
}

/* Is there a target of that kind? */
bool fc_trainer_has(const fc_trainer *t, int kind);
/* From documents and folds to all that fitting needs. */
fc_rc fc_trainer_prepare(fc_trainer *t);
/* Documents of `fold` cost nothing, nor those that are not in the part of groups
 * (folds.h): a fit on the others. */
void fc_trainer_leave_out(fc_trainer *t, int fold, uint64_t part);

#endif
