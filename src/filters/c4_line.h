/* c4_line.h - what becomes of a line by the rules of C4. Private to c4.c, which puts the
 * lines that stay together and judges the document. */
#ifndef FC_FILTERS_C4_LINE_H
#define FC_FILTERS_C4_LINE_H

#include "base/arena.h"
#include "text/shared.h"

/* Its fate: the first rule that takes it, in datatrove's order. */
enum {
    FC_C4_LONG_WORD,
    FC_C4_NO_TERMINAL,
    FC_C4_FEW_WORDS,
    FC_C4_JAVASCRIPT,
    FC_C4_POLICY,
    FC_C4_LOREM,
    FC_C4_BRACE,
    FC_C4_KEPT,
    FC_C4_FATES
};

typedef struct fc_c4_rules {
    bool terminal, brace;       /* lines must end as sentences do; { is looked for */
    int64_t max_word;           /* characters; -1: any */
    double min_words;
    unsigned may;               /* fc_c4_phrases() of the whole text */
} fc_c4_rules;

/* Which phrases lines of the text may have, so that most need not be searched. */
unsigned fc_c4_phrases(fc_str text);
/* `token`: the n tokens of the line. *plain becomes the line without marks like [1],
 * unless a word was too long. */
int fc_c4_fate(const fc_c4_rules *rules, fc_str line, const fc_token *token, size_t n,
               fc_arena *scratch, fc_str *plain);

#endif
