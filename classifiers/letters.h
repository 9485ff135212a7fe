/* letters.h - what features.c has to know of a character beyond ASCII. Coarse on purpose:
 * by blocks of codes, part of FC_FEATURES_VERSION. */
#ifndef FC_CLASSIFIERS_LETTERS_H
#define FC_CLASSIFIERS_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

enum { FC_SPACE, FC_MARK, FC_LETTER, FC_IDEOGRAPH };

int fc_letters_kind(uint32_t code);
/* Simple folding of the alphabets whose capitals differ by a fixed step. Both are two
 * bytes of UTF-8, so that a word can be folded in place. */
uint32_t fc_letters_fold(uint32_t code);
/* Ends a sentence; for codes beyond ASCII. */
bool fc_letters_stop(uint32_t code);

#endif
