/* folded.h - the window of a text made ready for features.c: folded, and with marks that
 * tell where its words end.
 *
 * A plain word is of letters and digits of ASCII, of the letters of two bytes that begin
 * with C3, in which the languages of western Europe write nearly all they need, and of
 * those from E0 A4 80 to E0 A7 BF, as Hindi's. Other letters are left to who reads
 * them. */
#ifndef FC_CLASSIFIERS_FOLDED_H
#define FC_CLASSIFIERS_FOLDED_H

#include "base/arena.h"
#include "classifiers/measures.h"

/* Zeros before and behind: so far around the window anything may be read. */
enum { FC_FOLDED_PAD = 32 };

typedef struct fc_folded {
    const unsigned char *text;  /* a copy of the window */
    unsigned char *folded;      /* plain letters small, digits and what is beyond ASCII as
                                   they are, and all else 0 */
    const unsigned char *ends;  /* 0 in plain words, else 80, also behind the window */
    size_t n;
} fc_folded;

/* In the arena. Counts capitals and digits of ASCII, spaces, and plain letters that are
 * not ASCII. */
fc_folded fc_fold(fc_str window, fc_counts *counts, fc_arena *a);

#endif
