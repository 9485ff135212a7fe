/* train_facts.h - what is told of a trained target: in its model's facts, in the
 * report. */
#ifndef FC_CLASSIFIERS_TRAIN_FACTS_H
#define FC_CLASSIFIERS_TRAIN_FACTS_H

#include "classifiers/annotations.h"
#include "classifiers/evaluate.h"
#include "classifiers/model.h"
#include "classifiers/word_vectors.h"

enum { FC_CURVE = 3 };          /* steps of a learning curve below the whole: 1/8, 1/4,
                                   1/2 */

typedef struct fc_trained {
    const fc_target *of;
    size_t first;               /* of its columns of weights */
    uint32_t columns;
    float alpha[FC_FAMILIES];   /* weights of the families */
    double cost;                /* that was chosen; 0: as asked for */
    uint32_t min_documents;     /* that a hash row occurs in */
    float *scale;               /* [columns]: of the steps that weights are cut to */
    fc_judged *judged;          /* [n]: held out */
    double *raw;
    size_t n;
    fc_pass pass;               /* of a score */
    int folds;                  /* of the cross-validation */
    double curve[FC_CURVE];     /* fc_train_figure with part of the groups; NAN: too few
                                   of them */
    fc_model model;
    const fc_word_vectors *words;   /* without words when none were given */
} fc_trained;

/* The one figure by which a target is judged: Spearman of a score, accuracy of a
 * choice. */
double fc_train_figure(const fc_trained *x);
/* Choose what passes, by the options. */
void fc_train_pass(const fc_train_options *o, fc_trained *x);
void fc_train_facts(const fc_train_options *o, const fc_annotations *docs,
                    const fc_trained *x, fc_buf *out);
/* With several targets its name stands before. The judgements are sorted by it. */
void fc_train_report(const fc_train_options *o, const fc_annotations *docs,
                     fc_trained *x, fc_buf *out);

#endif
