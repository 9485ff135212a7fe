/* treebank.h - words and sentences as datatrove counted them before 0.4: those of NLTK's
 * word_tokenize and sent_tokenize for English.
 *
 * The text is cut into sentences first (punkt.h), and these into words by the rules of
 * the Penn Treebank as NLTK has them: most marks are words, clitics come off ("do"
 * "n't"), a point is a word only at the end of a sentence, and a straight double quote
 * becomes two backquotes or two apostrophes: a word may have other characters than the
 * text. Steps are linear in the text. */
#ifndef FC_TEXT_TREEBANK_H
#define FC_TEXT_TREEBANK_H

#include "text/tokens.h"

/* The words of a text, in its order. They point into it, or into the arena. */
fc_token *fc_tokens_treebank(fc_str text, fc_arena *a, size_t *n);

#endif
