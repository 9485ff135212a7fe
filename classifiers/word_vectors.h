/* word_vectors.h - what is known elsewhere of which words go together.
 *
 * Vectors of words that were learnt from far more text than anybody judges, in the text
 * format of word2vec and fastText: a line of two whole numbers may come first (words,
 * dimensions), then a word and its numbers on each line, the frequent words first. The
 * sum over a document's words is a place in their space, as its place along the
 * directions of subspace.h is, and what is learnt of it folds back into weights in the
 * same way. A hash row that several words share has their mean, where a word counts as
 * much as its rank makes it frequent. */
#ifndef FC_CLASSIFIERS_WORD_VECTORS_H
#define FC_CLASSIFIERS_WORD_VECTORS_H

#include "classifiers/lines.h"
#include "classifiers/subspace.h"
#include "classifiers/vectors.h"

/* At most. */
enum { FC_WORD_DIMENSIONS = 512, FC_WORD_LINE = 64 << 10 };

typedef struct fc_word_vectors {
    fc_subspace space;      /* no directions, but a vector of length 1 or less a row */
    size_t words;           /* that have a vector */
    uint64_t hash;          /* XXH64 over the lines, in order */
} fc_word_vectors;

/* Read vectors for the rows of these documents. FC_EDATA with the line's number when a
 * line is not a word with as many numbers as all have. Space is for a row's dimensions,
 * whatever the file holds. Everything lives in the arena. */
fc_rc fc_word_vectors_read(fc_lines *in, const fc_vectors *of, fc_arena *a,
                           fc_word_vectors *out, fc_err *err);

#endif
