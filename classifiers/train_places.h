/* train_places.h - where judged documents lie among all others, as further features to
 * train on.
 *
 * A document has a place along the directions in which features go together (subspace.h)
 * and among the vectors of words (word_vectors.h). Its coordinates become nodes of its
 * vector, in a part of their own for each kind of target, since scores and choices weigh
 * the families differently. What is learnt of coordinates is folded back into weights of
 * the features: a model knows nothing of places. */
#ifndef FC_CLASSIFIERS_TRAIN_PLACES_H
#define FC_CLASSIFIERS_TRAIN_PLACES_H

#include "classifiers/word_vectors.h"

enum { FC_SCORES, FC_CHOICES, FC_KINDS };

typedef struct fc_places {
    bool wanted[FC_KINDS];          /* kinds that have a target */
    bool directions;
    const char *vectors;            /* the file of vectors of words, or NULL */
    float alpha[FC_KINDS][FC_FAMILIES]; /* what the families are multiplied by */
    size_t features;                /* those of the vectors and coordinates */
    float weight[FC_KINDS];         /* of coordinates, times the usual one */
    /* found by fc_places_add */
    fc_subspace space[FC_KINDS], word_space[FC_KINDS];
    fc_word_vectors words;
    size_t first_word;              /* the first feature that is their coordinate */
} fc_places;

/* Nodes a document needs room for (fc_vectors_conf). */
uint32_t fc_places_room(const fc_places *p);
/* What the part of a kind's coordinates is multiplied by. */
float fc_places_factor(const fc_places *p, int kind);
/* Find the places of the first n documents and add their coordinates. Everything lives in
 * the arena. Errors are those of fc_word_vectors_read and of opening the file. */
fc_rc fc_places_add(fc_places *p, const fc_vectors *v, size_t n, fc_arena *a,
                    fc_err *err);
/* What a column has learnt of coordinates becomes weights of features: `weights` is its
 * first, rows are `stride` apart, the bias comes after all features. */
void fc_places_fold(const fc_places *p, int kind, float *weights, size_t stride);

#endif
