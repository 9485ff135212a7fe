/* folds.h - the folds of a cross-validation: documents of one group are in one fold, so
 * that none is judged by what was learnt from its own host. */
#ifndef FC_CLASSIFIERS_FOLDS_H
#define FC_CLASSIFIERS_FOLDS_H

#include "classifiers/annotations.h"

typedef struct fc_folds {
    int n;                      /* folds: as many as asked for, or groups */
    int *of;                    /* [document] */
    uint64_t *place;            /* [document]: XXH64 of the group's name */
} fc_folds;

/* A group's fold is its place modulo the number of folds. Where so few groups are that a
 * fold would be left empty, they are dealt out in the order of their places instead.
 * FC_EDATA when all documents are of one group. */
fc_rc fc_folds_find(const fc_annotations *docs, int folds, fc_arena *a, fc_folds *out,
                    fc_err *err);

/* Whether a document is among those that one in `part` groups are learnt from (1: all),
 * beside fold `fold` (-1: no fold is left out). */
static inline bool fc_folds_use(const fc_folds *f, size_t i, int fold, uint64_t part)
{
    return f->of[i] != fold && (f->place[i] >> 32) % part == 0;
}

/* Whether one in `part` groups leaves each fold something to be judged by. */
bool fc_folds_has_part(const fc_folds *f, size_t documents, uint64_t part);

#endif
