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
    if (!s->text.p || s->text.p != text.p || s->text.n != text.n) {
        uint64_t room = s->arena.limit - s->arena.used;
        fc_shared_reset(s);
        fc_arena_limit(&s->arena, room);
    }
    if (!s->by[cutter].made) {
        s->by[cutter].token = cut(text, cutter, &s->arena, &s->by[cutter].n);
        s->by[cutter].made = true; /* last: cutting may leave by longjmp */
        s->text = text;
    }
    *n = s->by[cutter].n;
    return s->by[cutter].token;
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
    memset(s->by, 0, sizeof s->by);
    s->text = text;
    s->by[cutter].token = copy;
    s->by[cutter].n = n;
    s->by[cutter].made = true;
}

void fc_shared_reset(fc_shared *s)
{
    fc_arena_reset(&s->arena);
    memset(s->by, 0, sizeof s->by);
    s->text = (fc_str){ NULL, 0 };
}
