/* features.h - what the linear classifiers see of a text: hashed features of five
 * families.
 *
 * One pass over the first `window` characters:
 *
 *   words      a word: letters and digits, case folded. Scripts that are written without
 *              spaces (Han, kana) give one "word" per character
 *   pairs      two neighbouring words
 *   grams      of a word its first three letters and its last three, marked as such, and
 *              the first six; a word that occurs again gives none. Three characters in
 *              Han and kana
 *   marks      a punctuation mark, symbol or line end with what stood before it (another
 *              mark, or the shape of a word: Capitalised, CAPITALS, digits ...); the
 *              first word of each line
 *   measures   plain numbers about the text (measures.h), each as the two steps of a
 *              scale that it lies on
 *
 * A feature is a 32-bit hash; a model with 2^b rows uses its upper b bits, so that all
 * models share one pass. The steps of measures are few and have rows of their own, by
 * number. A feature is listed when it occurs for the first, second, fourth, eighth ...
 * time: a text's value for it is 1 + floor(log2(count)), and a sum over the list is a sum
 * of whole numbers. Only grams are listed each time. (Occurrences are counted by hash, in
 * a table of two slots per byte, so that now and then two features share a count.)
 *
 * A word longer than FC_WORD_MAX bytes is cut into pieces, so steps and memory are linear
 * in the window whatever the text is. Bytes that are not UTF-8 separate. */
#ifndef FC_CLASSIFIERS_FEATURES_H
#define FC_CLASSIFIERS_FEATURES_H

#include "base/arena.h"
#include "classifiers/measures.h"

/* Raise it whenever the same text would give other features: models name it. */
enum { FC_FEATURES_VERSION = 3 };
/* Characters looked at unless asked otherwise: what the annotations hold, see
 * README.md. */
enum { FC_FEATURES_WINDOW = 3000 };

enum { FC_WORDS, FC_PAIRS, FC_GRAMS, FC_MARKS, FC_STEPS, FC_FAMILIES };

/* Where a feature stands in the text; of a measure: at is its number, n is 0. */
typedef struct fc_place {
    uint32_t at, n;
} fc_place;

/* Rows for the steps of measures: two scales for each, with half as many steps. */
enum {
    FC_STEPS_EACH = FC_MEASURE_STEPS / 2 + 1,
    FC_STEP_ROWS = 2 * FC_MEASURES * FC_STEPS_EACH
};

typedef struct fc_feature_list {
    uint32_t *hash;     /* of FC_STEPS: the row, below FC_STEP_ROWS */
    fc_place *place;    /* NULL unless asked for */
    size_t n;
} fc_feature_list;

typedef struct fc_features {
    fc_feature_list family[FC_FAMILIES];
    size_t bytes;       /* of the window */
} fc_features;

/* window in characters; 0: the whole text. What out points to lives in the arena: about
 * 20 bytes per byte of the window, twice as much more with places. */
void fc_features_extract(fc_str text, size_t window, bool places, fc_arena *a,
                         fc_features *out);

/* A table with a row for each hash, by its upper bits, and behind them one for each step
 * of a measure. */
typedef struct fc_feature_rows {
    const void *first;
    uint64_t bytes;     /* of all rows for hashes */
    uint64_t each;      /* of one row */
} fc_feature_rows;

/* The same, and the rows are fetched from memory while the features are being found. */
void fc_features_extract_rows(fc_str text, size_t window, bool places,
                              fc_feature_rows rows, fc_arena *a, fc_features *out);

/* 1 / sqrt(features listed), 0 for none: what a family's sum is multiplied by. */
double fc_features_norm(const fc_features *f, int family);

#endif
