/* corrupt_parts.h - what tells broken text from text: measures of characters and words.
 *
 * Each is a number that does not grow with the length of the text; one pass and a window
 * of the last words. corrupt_weights.h, made by corrupt_train.py, has the weight of
 * each. */
#ifndef FC_FILTERS_CORRUPT_PARTS_H
#define FC_FILTERS_CORRUPT_PARTS_H

#include "base/arena.h"

enum {
    FC_CORRUPT_MOJIBAKE,        /* shares of characters: read in the wrong charset, ... */
    FC_CORRUPT_REPLACED,        /* ... U+FFFD, and question marks in words */
    FC_CORRUPT_ESCAPED,         /* ... of what is written as %D0, \u0442, &#1090; ... */
    FC_CORRUPT_BINARY,          /* ... controls, private use, noncharacters */
    FC_CORRUPT_MARKS,           /* ... marks with nothing to stand on */
    FC_CORRUPT_SYMBOLS,         /* ... neither letter, digit, blank nor common
                                   punctuation */
    FC_CORRUPT_DIGITS,
    FC_CORRUPT_SWAPPED,         /* shares of words: upper case after lower, Cyrillic and
                                   Greek */
    FC_CORRUPT_MIXED,           /* ... letters of two scripts that do not mix */
    FC_CORRUPT_VOWELLESS,       /* ... five Latin letters or more, none a vowel */
    FC_CORRUPT_LONG,            /* ... more than 25 letters */
    FC_CORRUPT_SHORT,           /* ... of at most three letters */
    FC_CORRUPT_CAPITALS,        /* ... beginning with a capital */
    FC_CORRUPT_STOPS,           /* for each word: what ends sentences, ... */
    FC_CORRUPT_COMMAS,          /* ... commas and bars */
    FC_CORRUPT_TOP,             /* share of the most frequent word of four letters or
                                   more */
    FC_CORRUPT_REPEATS,         /* share of eight-byte windows that were there before */
    FC_CORRUPT_ENTROPY,         /* bits for a byte of ASCII text, each by itself, of 8 */
    FC_CORRUPT_UNLIKELY,        /* bits for a letter after the one before it, beyond those
                                   of any language of its script, of 16; 0 when that may
                                   be chance */
    FC_CORRUPT_RARE,            /* share of ideographs and Hangul that are rare, beyond
                                   .15 that any text may have */
    FC_CORRUPT_AGAIN,           /* share of words: of four letters or more, there before,
                                   in stretches of 128 of them */
    FC_CORRUPT_PARTS
};

/* Measure; what cannot be told (too few letters, say) gets its usual value. */
void fc_corrupt_measure(fc_str text, fc_arena *scratch, double part[FC_CORRUPT_PARTS]);
/* How corrupt a text of so many bytes is, 0 to 1; the share each part has in that goes to
 * `moved`. The less text there is, the less the parts count: of nothing nothing can be
 * told. */
double fc_corrupt_decide(const double part[FC_CORRUPT_PARTS], size_t bytes,
                         double moved[FC_CORRUPT_PARTS]);

#endif
