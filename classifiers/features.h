/* features.h - what the linear classifiers see of a text: hashed n-grams and measures.
 *
 * One pass over the first `window` characters. Four families of hashed features:
 *
 *   words   a word: letters and digits, case folded. Scripts that are written without spaces
 *           (Han, kana) give one "word" per character
 *   pairs   two neighbouring words
 *   grams   four neighbouring characters of a word, its two ends marked; each word of the
 *           window gives its grams once. Three characters in Han and kana
 *   marks   punctuation, symbols and line ends, alone and with what stood before (another
 *           mark, or the shape of a word: Capitalised, CAPITALS, digits ...); the first word
 *           of each line
 *
 * and fc_measure_count plain numbers (measures.h). A feature is a 32-bit hash; a model with
 * 2^b rows uses the upper b bits, so that all models share one pass. A feature of words,
 * pairs or marks that occurs c times has the value 1 + ln c over the square root of the
 * number of different features of its family; a gram counts as often as it occurs, over the
 * square root of the number of grams.
 *
 * A word longer than FC_WORD_MAX characters is cut into pieces of that length, so steps and
 * memory are linear in the window whatever the text is. Bytes that are not UTF-8 separate. */
#ifndef FC_CLASSIFIERS_FEATURES_H
#define FC_CLASSIFIERS_FEATURES_H

#include "base/arena.h"
#include "classifiers/measures.h"

/* Raise it whenever the same text would give other features: models name it. */
enum { FC_FEATURES_VERSION = 1 };
enum { FC_WORD_MAX = 64 };
/* Characters looked at unless asked otherwise: what the annotations hold, see README.md. */
enum { FC_FEATURES_WINDOW = 3000 };

enum { FC_WORDS, FC_PAIRS, FC_GRAMS, FC_MARKS, FC_FAMILIES };

typedef struct fc_feature {
    uint32_t hash;
    uint32_t count;     /* how often it occurs; always 1 for grams, which are listed each time */
    uint32_t at, n;     /* where it stands in the text the first time: for explanations */
} fc_feature;

typedef struct fc_feature_list {
    fc_feature *v;
    size_t n, cap;
} fc_feature_list;

typedef struct fc_features {
    fc_feature_list family[FC_FAMILIES];
    float measure[FC_MEASURES];
    size_t bytes;       /* of the window */
} fc_features;

/* window in characters; 0: the whole text. What out points to lives in the arena. */
void fc_features_extract(fc_str text, size_t window, fc_arena *a, fc_features *out);

/* 1 / sqrt(number of features), 0 for none: what a family's sum is multiplied by. */
double fc_features_norm(const fc_features *f, int family);

#endif
