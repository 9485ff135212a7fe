/* asciimath_token.h - the signs that a formula in AsciiMath consists of. Private to
 * asciimath.c, which puts them together. */
#ifndef FC_EXTRACTORS_ASCIIMATH_TOKEN_H
#define FC_EXTRACTORS_ASCIIMATH_TOKEN_H

#include "filterc.h"

typedef enum fc_am_kind {
    FC_AM_SYMBOL, FC_AM_NUMBER, FC_AM_OPEN, FC_AM_CLOSE, FC_AM_UNARY, FC_AM_BINARY,
    FC_AM_QUOTED, FC_AM_SUB, FC_AM_SUP, FC_AM_SLASH, FC_AM_COMMA, FC_AM_END
} fc_am_kind;

typedef struct fc_am_word {
    const char *name;
    uint8_t kind;
    const char *tex;            /* NULL: a backslash and the name */
} fc_am_word;

typedef struct fc_am_token {
    fc_am_kind kind;
    fc_str s;                   /* as it stands in the source */
    const fc_am_word *w;        /* NULL: a number, a letter, another sign */
} fc_am_token;

/* The next one; *rest moves behind it. FC_AM_END: there are no more. */
fc_am_token fc_am_next(fc_str *rest);

#endif
