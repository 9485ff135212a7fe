/* mathml_parts.h - what the files of the MathML translation share.
 *
 * Every node becomes a piece of TeX. Children stand after their parents in the tree, so
 * one pass from the last node to the first finds the pieces of all children made: no
 * recursion. The text of all pieces lies in one pool of fixed size; a formula that fills
 * it is given up.
 *
 *     mathml.c             the pass, and the elements that wrap others
 *     mathml_token.c       identifiers, operators, numbers, text
 *     mathml_row.c         pieces side by side, fences, matrices
 *     mathml_script.c      indexes, exponents, limits, accents
 *     mathml_content.c, mathml_operations.c    content MathML, its operators */
#ifndef FC_EXTRACTORS_MATHML_PARTS_H
#define FC_EXTRACTORS_MATHML_PARTS_H

#include "extractors/mathml.h"
#include "extractors/tex_symbols.h"

/* Kinds of pieces beyond those of single symbols. */
enum {
    FC_PIECE_EMPTY = FC_TEX_NONE + 1,
    FC_PIECE_ROW,               /* several symbols: braces are needed around it */
    FC_PIECE_SCRIPTED,          /* has an index or an exponent */
    FC_PIECE_CLOSED,            /* a command with its arguments: needs no braces as a
                                   base */
    FC_PIECE_TABLE,             /* \begin{matrix} ... \end{matrix} */
    FC_PIECE_SPACE,
    FC_PIECE_PRIME
};

/* Lines that part or compare; MathJax and KaTeX draw those of norms with them. */
enum { FC_MML_DIVIDES = 0x2223, FC_MML_PARALLEL = 0x2225 };

typedef struct fc_piece {
    const char *p;
    uint32_t n;
    uint32_t code;              /* a single character: which; a row of a table: its
                                   cells */
    uint8_t kind;               /* fc_tex_class or FC_PIECE_... */
    uint8_t level;              /* content: how tightly its operator binds, 0: not at
                                   all */
} fc_piece;

typedef struct fc_mathml {
    const fc_dom *dom;
    uint32_t root;
    fc_piece *piece;            /* of node root + i */
    char *pool;
    size_t n, cap;
    size_t begun;               /* where the piece being written begins */
    bool full;                  /* the pool was too small */
} fc_mathml;

static inline fc_piece *fc_piece_of(const fc_mathml *m, uint32_t node)
{
    return &m->piece[node - m->root];
}

static inline fc_str fc_piece_str(const fc_piece *c)
{
    return (fc_str){ c->p, c->n };
}

/* Write a piece: begin, put as often as needed, end. A blank is put in where a command
 * would run into a letter. */
void fc_piece_begin(fc_mathml *m);
void fc_piece_put(fc_mathml *m, fc_str s);
void fc_piece_text(fc_mathml *m, const char *s);
/* In braces: "{s}". */
void fc_piece_group(fc_mathml *m, const fc_piece *c);
fc_piece fc_piece_end(fc_mathml *m, unsigned kind);

/* The first child element or text of a node that is not blank, and the one after a child;
 * 0: none. */
uint32_t fc_mml_first(const fc_mathml *m, uint32_t node);
uint32_t fc_mml_next(const fc_mathml *m, uint32_t child);
/* At most n children; returns how many were found. */
unsigned fc_mml_kids(const fc_mathml *m, uint32_t node, uint32_t *kid, unsigned n);

/* mathml_token.c: <mi>, <mo>, <mn>, <mtext>, <ms> and bare text. */
bool fc_mml_is_token(unsigned tag);
fc_piece fc_mml_token(fc_mathml *m, uint32_t node, unsigned tag);

/* mathml_row.c: children side by side, and tables. */
fc_piece fc_mml_row(fc_mathml *m, uint32_t node, fc_str open, fc_str close,
                    fc_str separators);
fc_piece fc_mml_table_row(fc_mathml *m, uint32_t node, bool labelled);
fc_piece fc_mml_table(fc_mathml *m, uint32_t node);

/* mathml_script.c: indexes, exponents, accents. */
fc_piece fc_mml_scripts(fc_mathml *m, uint32_t node, unsigned tag);

/* mathml_content.c: false when the element is no content MathML. */
bool fc_mml_content(fc_mathml *m, uint32_t node, fc_piece *out);

#endif
