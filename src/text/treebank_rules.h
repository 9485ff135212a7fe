/* treebank_rules.h - a piece of text that rules rewrite one after the other, and those of
 * treebank.c's rules that are about letters and apostrophes (treebank_letters.c).
 *
 *     fc_str s = fc_edit_begin(e);         what the rule before has made
 *     fc_edit_copy(e, s.p, s.n);           what this one makes of it, at most four bytes
 *     fc_edit_end(e);                      for each and sixteen more
 *
 * The buffers are the arena's and are used again for the next piece. */
#ifndef FC_TEXT_TREEBANK_RULES_H
#define FC_TEXT_TREEBANK_RULES_H

#include "base/arena.h"
#include "base/str.h"

typedef struct fc_edit {
    fc_arena *a;
    char *in, *out;
    size_t n_in, n_out, cap_in, cap_out;
} fc_edit;

static inline void fc_edit_reserve(fc_edit *e, char **p, size_t *cap, size_t n)
{
    if (*cap < n) {
        *p = fc_alloc(e->a, 2 * n);
        *cap = 2 * n;
    }
}

/* A rule begins: it puts at most four bytes for one. */
static inline fc_str fc_edit_begin(fc_edit *e)
{
    fc_edit_reserve(e, &e->out, &e->cap_out, 4 * e->n_in + 16);
    e->n_out = 0;
    return (fc_str){ e->in, e->n_in };
}

static inline void fc_edit_end(fc_edit *e)
{
    char *p = e->in;
    size_t cap = e->cap_in;
    e->in = e->out;
    e->n_in = e->n_out;
    e->cap_in = e->cap_out;
    e->out = p;
    e->cap_out = cap;
}

static inline void fc_edit_copy(fc_edit *e, const char *p, size_t n)
{
    memcpy(e->out + e->n_out, p, n);
    e->n_out += n;
}

static inline void fc_edit_copy_text(fc_edit *e, const char *text)
{
    fc_edit_copy(e, text, strlen(text));
}

static inline void fc_edit_copy_apart(fc_edit *e, const char *p, size_t n)
{
    e->out[e->n_out++] = ' ';
    fc_edit_copy(e, p, n);
    e->out[e->n_out++] = ' ';
}

static inline fc_str fc_edit_after(fc_str s, size_t n)
{
    return (fc_str){ s.p + n, s.n - n };
}

/* An apostrophe before a single letter that is no clitic stands alone. */
void fc_treebank_lone_letters(fc_edit *e);

/* An apostrophe before a blank comes off what is before it. */
void fc_treebank_apostrophes(fc_edit *e);

/* The list's clitics ('s, n't; NULL ends it) before a blank come off. */
void fc_treebank_clitics(fc_edit *e, const char *const *list);

/* cannot, gimme, 'tis: two words. */
void fc_treebank_contractions(fc_edit *e);

#endif
