/* fasttext_work.h - what a thread works with: fasttext_predict.c sums a text's vector in
 * it, fasttext_labels.c finds its labels. */
#ifndef FC_CLASSIFIERS_FASTTEXT_WORK_H
#define FC_CLASSIFIERS_FASTTEXT_WORK_H

#include "classifiers/fasttext_predict.h"

enum { FC_FASTTEXT_AHEAD = 16, FC_FASTTEXT_CACHED_WORD = 20 };
enum { FC_FASTTEXT_SIGMOID_STEPS = 512, FC_FASTTEXT_SIGMOID_MAX = 8 };

typedef struct fc_fasttext_cached {
    uint32_t hash, rows;                /* rows that the sum is made of */
    uint32_t n;                         /* bytes of the word; 0: free */
    char word[FC_FASTTEXT_CACHED_WORD];
} fc_fasttext_cached;

typedef struct fc_fasttext_next {
    fc_str word;                        /* empty: none */
    uint32_t hash;
    bool is_end;
} fc_fasttext_next;

struct fc_fasttext_work {
    const fc_fasttext *m;
    float *sum, *word, *row, *out;      /* dim, dim, dim, labels */
    fc_fasttext_cached *cache;
    float *cached_sum;                  /* dim for each slot of the cache */
    uint32_t slots;
    fc_fasttext_next next;              /* the word that waits for what follows it */
    uint64_t rows;                      /* added to sum so far */
    uint64_t grams[FC_FASTTEXT_MAX_NGRAMS]; /* of the words before, by where they begin */
    size_t n_grams, next_gram;
    size_t waiting[FC_FASTTEXT_AHEAD];  /* rows asked for, in a ring */
    size_t n_waiting, first_waiting;
    int32_t *stack;                     /* of the tree: two for each label */
    float *stack_score;
    float sigmoid[FC_FASTTEXT_SIGMOID_STEPS + 1];
};

/* The vector of a text as fastText adds it up, to the last bit: no cache, its order of
 * rows. For the text that fc_fasttext_vector has seen last; stays until the next one. */
const float *fc_fasttext_exact_vector(fc_fasttext_work *work, fc_str text);

#endif
