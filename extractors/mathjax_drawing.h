/* mathjax_drawing.h - what MathJax 3 or 4 drew, as a list of parts. Private to
 * formula_mathjax.c, which writes them as MathML.
 *
 * CHTML and SVG keep the shape of the MathML they were made from: an element <mjx-msup>,
 * or <g data-mml-node="msup">, for each of it, and the code point of every sign in a
 * class or in data-c. */
#ifndef FC_EXTRACTORS_MATHJAX_DRAWING_H
#define FC_EXTRACTORS_MATHJAX_DRAWING_H

#include "extractors/formula.h"

typedef enum fc_mjx_kind {
    FC_MJX_WRAP, FC_MJX_TOKEN, FC_MJX_SIGN, FC_MJX_TEXT, FC_MJX_DROP,
    FC_MJX_SUB, FC_MJX_SUP, FC_MJX_SUBSUP, FC_MJX_UNDER, FC_MJX_OVER, FC_MJX_UNDEROVER,
    FC_MJX_FRAC, FC_MJX_SQRT, FC_MJX_ROOT, FC_MJX_TABLE, FC_MJX_ROW, FC_MJX_CELL,
    FC_MJX_SCRIPT, FC_MJX_BASE, FC_MJX_BELOW, FC_MJX_ABOVE, FC_MJX_NUM, FC_MJX_DEN,
    FC_MJX_INDEX, FC_MJX_BOX
} fc_mjx_kind;

typedef struct fc_mjx_part {
    fc_mjx_kind kind;
    const char *name;           /* of the MathML element */
    uint32_t parent, end;
    uint32_t code;              /* of a sign; 0: none */
    bool script;                /* ... in calligraphic letters */
    fc_str text;
    double y;                   /* SVG: how high it is drawn */
} fc_mjx_part;

typedef struct fc_mjx_drawing {
    fc_mjx_part *v;             /* the first holds all others */
    uint32_t n;
    bool svg;
    fc_str latex;               /* SVG of version 4: the source, references not decoded */
} fc_mjx_drawing;

/* Fill in an empty drawing from its source; v has room for 2 parts and 2 more for each
 * '<'. */
void fc_mjx_read(fc_mjx_drawing *d, fc_str source);

#endif
