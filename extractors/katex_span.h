/* katex_span.h - one <span> of what KaTeX drew: what its classes say it is, and where in
 * a stack it stands. Private to formula_katex.c, which writes the spans as MathML.
 *
 * KaTeX draws whatever stands one above the other (indexes, fractions, limits, accents,
 * columns of a table) as a stack: span.vlist-t > span.vlist-r > span.vlist, in which each
 * entry has a height of its own. What is no glyph of a font (wide accents, long arrows,
 * tall fences) is svg, known by how its path begins. */
#ifndef FC_EXTRACTORS_KATEX_SPAN_H
#define FC_EXTRACTORS_KATEX_SPAN_H

#include "extractors/formula.h"

typedef enum fc_kx_kind {
    FC_KX_ROW,                  /* side by side: whatever has no meaning of its own */
    FC_KX_PART,                 /* ... between two places where a line may break */
    FC_KX_SKIP,                 /* holds lines apart */
    FC_KX_SPACE,
    FC_KX_STACK,                /* span.vlist-t */
    FC_KX_SCRIPTS, FC_KX_LIMITS, FC_KX_FRAC, FC_KX_SQRT, FC_KX_INDEX,
    FC_KX_ACCENT, FC_KX_ACCENT_BELOW, FC_KX_LINE_ABOVE, FC_KX_LINE_BELOW,
    FC_KX_BRACE_ABOVE, FC_KX_BRACE_BELOW, FC_KX_ARROW,
    FC_KX_TABLE, FC_KX_COLUMN, FC_KX_RULE, FC_KX_TAG,
    FC_KX_FENCE, FC_KX_NO_FENCE, FC_KX_BOX, FC_KX_TEXT, FC_KX_OVERLAP,
    FC_KX_STRETCHED,            /* an accent or an arrow drawn by svg */
    FC_KX_GLYPH                 /* ... or by a glyph */
} fc_kx_kind;

typedef enum fc_kx_atom {
    FC_KX_NO_ATOM, FC_KX_ORD, FC_KX_OP, FC_KX_REL, FC_KX_OPERATOR, FC_KX_INNER
} fc_kx_atom;

typedef struct fc_kx_span {
    fc_kx_kind kind;
    fc_kx_atom atom;
    const char *variant;        /* of MathML, "" for italic letters; NULL: none is said */
    bool text;                  /* a font of text */
    bool sized;                 /* drawn in another size than what is around it */
} fc_kx_span;

fc_kx_span fc_kx_look(const fc_dom *dom, uint32_t node);
fc_kx_kind fc_kx_kind_of(const fc_dom *dom, uint32_t node);

/* The first child of a kind; 0: none. */
uint32_t fc_kx_child(const fc_dom *dom, uint32_t node, fc_kx_kind want);

/* An entry of a stack, and how far below the line of the whole it stands, in em. */
typedef struct fc_kx_entry {
    uint32_t node;
    double below;
} fc_kx_entry;

/* The entries of the stack that is a child of the node, or the node itself, in order;
 * n of them at most. Returns how many there are; 0: no stack. */
uint32_t fc_kx_entries(const fc_dom *dom, uint32_t node, fc_kx_entry *out, uint32_t n);
/* The first child of an entry that is no strut; the end of the entry: none. */
uint32_t fc_kx_content(const fc_dom *dom, uint32_t entry);

/* What svg in the node draws, as a code point (an arrow, an accent, a fence); 0: there is
 * none, or it is not known. */
uint32_t fc_kx_drawn(const fc_dom *dom, uint32_t node);
/* The notation of <menclose> for lines across a formula; NULL: there are none. */
const char *fc_kx_struck(const fc_dom *dom, uint32_t node);

/* A length of the style, in em; 0 when it is not there. */
double fc_kx_length(const fc_dom *dom, uint32_t node, const char *property);

#endif
