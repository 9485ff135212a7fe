/* tex_symbols.h - characters and names of mathematics in TeX: what MathML, AsciiMath and
 * formulas in plain HTML have in common. Tables only; no state. */
#ifndef FC_EXTRACTORS_TEX_SYMBOLS_H
#define FC_EXTRACTORS_TEX_SYMBOLS_H

#include "filterc.h"

/* How a symbol stands in a row; spacing, fences and limits follow from it. */
typedef enum fc_tex_class {
    FC_TEX_ORD,                 /* a letter or a sign like one */
    FC_TEX_BIN, FC_TEX_REL,     /* between two operands: plus; equals, arrows */
    FC_TEX_OPEN, FC_TEX_CLOSE, FC_TEX_BAR, /* fences; a bar is either */
    FC_TEX_PUNCT,
    FC_TEX_BIG,                 /* takes limits below and above: sum, lim */
    FC_TEX_INT,                 /* an integral sign: limits beside it */
    FC_TEX_FUN,                 /* the name of a function */
    FC_TEX_NONE                 /* invisible: function application and the like */
} fc_tex_class;

typedef struct fc_tex_symbol {
    uint32_t code;
    uint8_t class;              /* fc_tex_class */
    const char *tex;
} fc_tex_symbol;

/* The entry of a character, or NULL: it stands for itself. */
const fc_tex_symbol *fc_tex_symbol_of(uint32_t code);

/* The character that is this one with a stroke through it; 0: there is none. */
uint32_t fc_tex_negated(uint32_t code);

/* The letter behind a character of Mathematical Alphanumeric Symbols and Letterlike
 * Symbols, and the command of its alphabet (NULL: plain italic). 0: it is none. */
uint32_t fc_tex_letter(uint32_t code, const char **alphabet);

/* The command for a mathvariant ("bold", "double-struck" ...), or NULL. */
const char *fc_tex_alphabet(fc_str variant);

/* The command of an accent drawn above (or below) its base: narrow and wide form; NULL
 * when it is none. */
typedef struct fc_tex_accent {
    uint32_t code;
    const char *narrow, *wide;
} fc_tex_accent;
const fc_tex_accent *fc_tex_accent_above(uint32_t code);
const fc_tex_accent *fc_tex_accent_below(uint32_t code);

/* Whether TeX has a command for the name of a function ("sin"); *limits: it takes them
 * below. */
bool fc_tex_function(fc_str name, bool *limits);

#endif
