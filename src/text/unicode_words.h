/* unicode_words.h - words as Unicode's UAX 29 cuts them, as far as they hold letters or
 * digits.
 *
 * DCLM and MADLAD-400 count these. A word is a run of letters, digits, connectors ('_')
 * and marks; ':', '.', ''' and U+2019 join letters, ',', ';', '.', ''' digits. Han,
 * Hiragana and the scripts of South East Asia have a word for each character. */
#ifndef FC_TEXT_UNICODE_WORDS_H
#define FC_TEXT_UNICODE_WORDS_H

#include "filterc.h"

/* The next word at or after byte *at that has a letter or a digit; false at the end. */
bool fc_unicode_word(fc_str text, size_t *at, fc_str *word);

#endif
