/* tokens.h - words and sentences as datatrove counts them in English: the tokens of
 * spaCy's blank "en" tokenizer, each stripped, empty ones left out, and its rule-based
 * sentences.
 *
 * White space separates. From each piece, marks are taken off the front and the end until
 * nothing more comes off, what is left is split at hyphens, slashes and the like between
 * letters; contractions are split ("do" "n't"), abbreviations, emoticons and URLs stay
 * whole. One pass; steps linear in the text. Any language is cut by these rules, as
 * datatrove does when its language is English.
 */
#ifndef FC_TEXT_TOKENS_H
#define FC_TEXT_TOKENS_H

#include "base/arena.h"

typedef struct fc_token {
    const char *p;
    uint32_t n;                 /* bytes */
    uint32_t chars : 26;        /* code points; a document has less than 2^26 */
    uint32_t alpha : 1;         /* one of them is alphabetic */
    uint32_t word : 1;          /* one of them is not in datatrove's punctuation */
    uint32_t gap : 1;           /* the white space before it is more than one blank */
    uint32_t seen : 1, join : 1; /* used while cutting */
} fc_token;

/* The tokens of a text, in its order; they point into it. */
fc_token *fc_tokens_english(fc_str text, fc_arena *a, size_t *n);
/* The same for pieces between white space (Python's split()). */
fc_token *fc_tokens_white(fc_str text, fc_arena *a, size_t *n);
/* How many sentences they make. */
size_t fc_tokens_sentences(const fc_token *token, size_t n);

#endif
