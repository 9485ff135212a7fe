/* shared.h - what stages measure of the same text is measured once.
 *
 * The rule sets all need the words of a document. The first stage that asks has them cut;
 * they stay, in an arena of the worker, until the document has gone through all stages or
 * another text is asked for. */
#ifndef FC_TEXT_SHARED_H
#define FC_TEXT_SHARED_H

#include "text/tokens.h"

typedef enum fc_cutter { FC_CUT_ENGLISH, FC_CUT_WHITE, FC_CUT_TREEBANK } fc_cutter;
enum { FC_CUTTERS = FC_CUT_TREEBANK + 1 };

struct fc_shared {
    fc_arena arena;
    fc_str text;                /* whose tokens these are; p NULL: none yet */
    struct {
        const fc_token *token;
        size_t n;
        bool made;
    } by[FC_CUTTERS];           /* as each cuts it */
};

/* The tokens of the text. Without call->shared they live in call->scratch. */
const fc_token *fc_shared_tokens(fc_call *call, fc_str text, fc_cutter cutter, size_t *n);
/* Tell the tokens of a text that the stage has made of pieces of the one before: `token`
 * has their bytes, which may stand elsewhere than in the text. */
void fc_shared_put(fc_call *call, fc_str text, fc_cutter cutter, const fc_token *token,
                   size_t n);
/* Forget: another document comes. */
void fc_shared_reset(fc_shared *s);

#endif
