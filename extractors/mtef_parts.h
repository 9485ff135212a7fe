/* mtef_parts.h - what the files that read MTEF share: see mtef.h. */
#ifndef FC_EXTRACTORS_MTEF_PARTS_H
#define FC_EXTRACTORS_MTEF_PARTS_H

#include "extractors/inline.h"
#include "extractors/mtef.h"

typedef enum fc_mtef_kind {
    FC_MTEF_LINE, FC_MTEF_CHAR, FC_MTEF_TEMPLATE, FC_MTEF_PILE, FC_MTEF_MATRIX,
    FC_MTEF_EMBELL              /* of the character that it is a child of */
} fc_mtef_kind;

/* Styles of characters, as records have them. */
enum {
    FC_MTEF_TEXT = 1, FC_MTEF_FUNCTION = 2, FC_MTEF_VARIABLE = 3, FC_MTEF_SYMBOL = 6,
    FC_MTEF_VECTOR = 7, FC_MTEF_USER1 = 9, FC_MTEF_USER2 = 10, FC_MTEF_EXTRA = 11,
    FC_MTEF_TEXT_FE = 12, FC_MTEF_EXPAND = 22, FC_MTEF_SPACE = 24
};

/* Templates, by the numbers of version 5. */
enum {
    FC_MTEF_ANGLE, FC_MTEF_PAREN, FC_MTEF_BRACE, FC_MTEF_BRACK, FC_MTEF_BAR, FC_MTEF_DBAR,
    FC_MTEF_FLOOR, FC_MTEF_CEILING, FC_MTEF_OBRACK, FC_MTEF_INTERVAL, FC_MTEF_ROOT,
    FC_MTEF_FRACT, FC_MTEF_UBAR, FC_MTEF_OBAR, FC_MTEF_ARROW, FC_MTEF_INTEG, FC_MTEF_SUM,
    FC_MTEF_PROD, FC_MTEF_COPROD, FC_MTEF_UNION, FC_MTEF_INTER, FC_MTEF_INTOP,
    FC_MTEF_SUMOP, FC_MTEF_LIM, FC_MTEF_HBRACE, FC_MTEF_HBRACK, FC_MTEF_LDIV,
    FC_MTEF_SUB, FC_MTEF_SUP, FC_MTEF_SUBSUP, FC_MTEF_DIRAC, FC_MTEF_VEC, FC_MTEF_TILDE,
    FC_MTEF_HAT, FC_MTEF_ARC, FC_MTEF_JSTATUS, FC_MTEF_STRIKE, FC_MTEF_BOX,
    FC_MTEF_TEMPLATES
};

/* Bits of their variations. */
enum {
    FC_MTEF_LEFT = 1, FC_MTEF_RIGHT = 2,    /* fences, bra-ket, vectors */
    FC_MTEF_SLASH = 2,                      /* fractions */
    FC_MTEF_DOUBLE = 1,                     /* bars, arrows */
    FC_MTEF_HARPOON = 2, FC_MTEF_TO_LEFT = 0x10, FC_MTEF_TO_RIGHT = 0x20, /* arrows */
    FC_MTEF_SIGNS = 3, FC_MTEF_LOOP = 4, FC_MTEF_CLOCKWISE = 8, FC_MTEF_COUNTER = 12,
    FC_MTEF_LIMITS = 0x40,                  /* above and below the sign */
    FC_MTEF_TOP = 1,                        /* horizontal braces */
    FC_MTEF_BEFORE = 1,                     /* scripts before what they belong to */
    FC_MTEF_UNDER = 4, FC_MTEF_ONE_BARB = 8,    /* vectors */
    FC_MTEF_LEVEL = 1, FC_MTEF_UP = 2, FC_MTEF_DOWN = 4,    /* strikes */
    FC_MTEF_BOX_TOP = 8, FC_MTEF_BOX_BOTTOM = 16, FC_MTEF_BOX_ALL = 0x1E
};

typedef struct fc_mtef_node {
    uint8_t kind;
    uint8_t what;               /* style of a character, number of a template or an
                                   embellishment, alignment of a pile */
    bool begins;                /* a character: a function's name begins with it */
    uint16_t how;               /* variation of a template, columns of a matrix */
    uint32_t code;              /* Unicode's of a character; 0: not known */
    const char *alphabet;       /* mathvariant of a character, or NULL */
    uint32_t end;               /* one past its subtree */
} fc_mtef_node;

typedef struct fc_mtef {
    fc_mtef_node *node;         /* children behind their parents */
    size_t n, cap;
} fc_mtef;

/* mtef_chars.c: Unicode's number of an MTCode, which is Unicode but for its private use;
 * or of a place in a font. 0: not known. */
uint32_t fc_mtef_char(uint32_t mtcode, const char **alphabet);
uint32_t fc_mtef_place(unsigned style, uint32_t place);

/* ---------------------------------------------------------------------------- writing */

typedef struct fc_mtef_task {
    const char *text;           /* to write; NULL: siblings from .. to - 1 */
    uint32_t from, to;
    bool more;                  /* of a row that has begun */
} fc_mtef_task;

typedef struct fc_mtef_writer {
    const fc_mtef *m;
    fc_arena *a;
    fc_text out;
    bool lost;                  /* something could not be said */
    fc_mtef_task *task;         /* the last one is done next */
    size_t n, cap;
} fc_mtef_writer;

static inline const fc_mtef_node *fc_mtef_at(const fc_mtef_writer *w, uint32_t i)
{
    return &w->m->node[i];
}

/* mtef_write.c: a <math> element; false when something in it has no meaning here. */
bool fc_mtef_write(const fc_mtef *m, fc_arena *a, fc_str *mathml);
void fc_mtef_put(fc_mtef_writer *w, const char *s);
void fc_mtef_push_text(fc_mtef_writer *w, const char *text);
void fc_mtef_push_siblings(fc_mtef_writer *w, uint32_t from, uint32_t to);

/* mtef_tokens.c. Where the thing that begins at i ends: a number, a name, a text, or one
 * node. */
uint32_t fc_mtef_end_of(const fc_mtef_writer *w, uint32_t i, uint32_t to);
void fc_mtef_write_chars(fc_mtef_writer *w, uint32_t from, uint32_t to);
/* A character and its embellishments, but for primes: they are exponents. */
void fc_mtef_write_char(fc_mtef_writer *w, uint32_t i);
unsigned fc_mtef_primes_of(const fc_mtef_writer *w, uint32_t i);
/* The width of a space in twelfths of an em, or -1: it is none. */
int fc_mtef_space_of(const fc_mtef_node *n);
/* Spaces from i on become one; a thin one, and those at the ends of a row (first: nothing
 * is before them), mean nothing. Where they end. */
uint32_t fc_mtef_write_spaces(fc_mtef_writer *w, uint32_t i, uint32_t to, bool first);

/* mtef_templates.c */
enum { FC_MTEF_SLOTS = 4 };
typedef struct fc_mtef_slots {
    uint32_t node[FC_MTEF_SLOTS];   /* 0, which is no child: none, or nothing in it */
    uint32_t sign;              /* the first character beside them, or 0 */
} fc_mtef_slots;
fc_mtef_slots fc_mtef_slots_of(const fc_mtef_writer *w, uint32_t i);
/* What is in a slot, as one row. */
void fc_mtef_push_slot(fc_mtef_writer *w, uint32_t slot);
void fc_mtef_open_template(fc_mtef_writer *w, uint32_t i);

#endif
