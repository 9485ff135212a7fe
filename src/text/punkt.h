/* punkt.h - sentences as NLTK cuts them in English: Kiss and Strunk, Unsupervised
 * multilingual sentence boundary detection, 2006.
 *
 * A point, question or exclamation mark before white space or a bracket may end a
 * sentence; its word and the next one decide: is the first an abbreviation, an initial or
 * a number, and is the second one written with a small letter elsewhere? The steps are
 * NLTK's. What they know of words (punkt_table.h) is not, but told and counted anew by
 * punkt_table.py. That matters little: knowing no words at all adds or takes away one
 * word in 1,500. Steps are linear in the text. */
#ifndef FC_TEXT_PUNKT_H
#define FC_TEXT_PUNKT_H

#include "filterc.h"

/* A place where a sentence may end. */
typedef struct fc_punkt_place {
    size_t word, mark;          /* the word before the mark, and the mark */
    size_t behind;              /* end of what is behind it, by which it is judged */
    size_t next;                /* where the next sentence would begin */
} fc_punkt_place;

/* The way through a text; set .text, the rest zero. */
typedef struct fc_punkt {
    fc_str text;
    size_t at;                  /* marks before it were seen */
    fc_punkt_place place;       /* the last one seen, not judged yet ... */
    bool waiting;               /* ... if there is one */
    size_t start;               /* of the next sentence */
    bool done;
} fc_punkt;

/* The next sentence, without white space at its end. */
bool fc_punkt_next(fc_punkt *p, fc_str *sentence);

#endif
