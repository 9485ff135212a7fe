/* date_tokens.h - text as numbers and words with what stands before them, for dates.c.
 * Private to src/text. */
#ifndef FC_TEXT_DATE_TOKENS_H
#define FC_TEXT_DATE_TOKENS_H

#include "filterc.h"

enum { FC_DATE_TOKENS = 96, FC_DATE_AHEAD = 24 };

typedef enum fc_date_token_kind {
    FC_DATE_END,
    FC_DATE_NUMBER,
    FC_DATE_WORD
} fc_date_token_kind;

typedef struct fc_date_token {
    fc_date_token_kind kind;
    int value;              /* of a number; of a word near a number its month, 0: none */
    unsigned digits;
    char gap;               /* the last byte before it that is no blank; ' ': only blanks;
                               0: it joins the token before */
    size_t begin, end;
    fc_str word;
} fc_date_token;

typedef struct fc_date_tokens {
    fc_date_token v[FC_DATE_TOKENS + FC_DATE_AHEAD]; /* ends with FC_DATE_END, so that
                                                        looking ahead is safe */
    size_t n;
} fc_date_tokens;

void fc_date_tokens_read(fc_str s, fc_date_tokens *all);
/* Bytes of the sign for year, month, day, hour or minute that s begins with; 0: of
 * none. */
size_t fc_date_sign(fc_str s);
/* Whether a word, ASCII letters in any case, is one of " a b c ", each between blanks. */
bool fc_date_listed(fc_str word, const char *list);

#endif
