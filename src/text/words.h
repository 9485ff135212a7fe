/* words.h - words and kinds of characters, for measuring text in any language.
 *
 * A word is a run of letters, marks, digits and '_' (Unicode categories L, M, N). An
 * apostrophe between letters and a point or comma between digits do not end it: "don't"
 * and "1,024.5" are one word each, "well-known" is two. Scripts written without spaces
 * between words have no such runs: every Han, Hiragana, Katakana, Bopomofo or Yi
 * character counts as a word. */
#ifndef FC_TEXT_WORDS_H
#define FC_TEXT_WORDS_H

#include "filterc.h"

typedef enum fc_words_kind {
    FC_KIND_OTHER,          /* punctuation, symbols, controls */
    FC_KIND_SPACE,          /* white space and line ends, also the wide ones */
    FC_KIND_LETTER,         /* letters and the marks on them, '_' */
    FC_KIND_DIGIT,
    FC_KIND_IDEOGRAPH       /* a word by itself */
} fc_words_kind;

fc_words_kind fc_words_kind_of(uint32_t code);

/* The next word of valid UTF-8 at or after byte *at, which moves behind it; false at the
 * end. */
bool fc_word_next(fc_str text, size_t *at, fc_str *word);
size_t fc_words_count(fc_str text);
/* The code point in lower case, where that is one code point. */
uint32_t fc_words_lower(uint32_t code);

#endif
