/* shared.c - see shared.h. */
#include "text/shared.h"

#include "base/str.h"
#include "text/treebank.h"

static fc_token *cut(fc_str text, fc_cutter cutter, fc_arena *a, size_t *n)
{
    switch (cutter) {
    case FC_CUT_WHITE:
        return fc_tokens_white(text, a, n);
    case FC_CUT_TREEBANK:
        return fc_tokens_treebank(text, a, n);
    default:
        return fc_tokens_english(text, a, n);
    }
}

const fc_token *fc_shared_tokens(fc_call *call, fc_str text, fc_cutter cutter, size_t *n)
{
    fc_shared *s = call->shared;
    if (!s)
        return cut(text, cutter, call->scratch, n);
    if (!s->text.p || s->text.p != text.p || s->text.n != text.n || s->cutter != cutter) {
        fc_shared_reset(s);
        s->token = cut(text, cutter, &s->arena, &s->n);
        s->text = text; /* last: cutting may leave by longjmp */
        s->cutter = cutter;
    }
    *n = s->n;
    return s->token;
}

void fc_shared_put(fc_call *call, fc_str text, fc_cutter cutter, const fc_token *token,
                   size_t n)
{
    fc_shared *s = call->shared;
    if (!s)
        return;
    fc_token *copy = fc_alloc(&s->arena, n * sizeof *copy);
    if (n)
        memcpy(copy, token, n * sizeof *copy);
    s->text = text;
    s->cutter = cutter;
    s->token = copy;
    s->n = n;
}

void fc_shared_reset(fc_shared *s)
{
    fc_arena_reset(&s->arena);
    s->text = (fc_str){ NULL, 0 };
}
