/* repeats.h - what occurs more than once in a text: pieces (lines, paragraphs) and
 * sequences of words, counted in the ways of the published rules. Pieces and words are
 * told apart by 64-bit hashes. Memory is the caller's arena; steps are about linear. */
#ifndef FC_TEXT_REPEATS_H
#define FC_TEXT_REPEATS_H

#include "text/tokens.h"

/* ---------------------------------------------------------------- pieces */

/* A table of pieces seen; grows. Zero it first. */
typedef struct fc_pieces {
    fc_arena *a;
    struct fc_piece_slot *slot;
    size_t cap;
    size_t n, chars;            /* all pieces */
    size_t again, again_chars;  /* those that were there before */
    size_t copies, copies_chars; /* all copies of pieces that occur more than once */
} fc_pieces;

void fc_pieces_add(fc_pieces *p, fc_str piece);

/* ---------------------------------------------------------------- sequences of words */

/* The n-grams of words, from 2 on: fc_grams_next makes n one more. Positions whose n-gram
 * occurs once are left out, as no longer one that begins there can repeat. */
typedef struct fc_grams {
    const fc_token *token;
    size_t n_tokens;
    size_t n;
    uint64_t *hash, *key;       /* of each word; of the n-gram at each position */
    uint32_t *live;             /* positions of repeated n-grams, ascending ... */
    uint32_t *count;            /* ... and how often that n-gram occurs, at the
                                   position */
    size_t n_live;
    fc_arena *a;
} fc_grams;

/* n is 2 then. */
void fc_grams_open(fc_grams *g, const fc_token *token, size_t n_tokens, fc_arena *a);
void fc_grams_next(fc_grams *g);
/* Characters of the n-gram at a position, without blanks. */
size_t fc_grams_chars(const fc_grams *g, size_t position);

/* For n from 5 to 10, into chars[n]: going from left to right, an n-gram (its words put
 * together without blanks) that was there before counts with its characters, and its
 * words are passed over. */
void fc_repeats_greedy(const fc_token *token, size_t n, fc_arena *a, size_t chars[11]);

#endif
