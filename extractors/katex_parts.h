/* katex_parts.h - what the files of the translation of KaTeX's spans into MathML share.
 *
 *     formula_katex.c      the walk, and what an element becomes
 *     katex_span.c         classes, stacks and svg of one span
 *     katex_signs.c        letters, signs, fences, spaces
 *     katex_stacks.c       indexes, limits, fractions, roots, accents, arrows
 *     katex_table.c        tables, their numbers
 *
 * What is to be written next is a stack of tasks, so that nothing recurses. Where a
 * drawing is not known the translation fails: a formula with a hole or in another order
 * is worse than none. */
#ifndef FC_EXTRACTORS_KATEX_PARTS_H
#define FC_EXTRACTORS_KATEX_PARTS_H

#include "extractors/katex_span.h"

/* The nodes from .. to - 1, or a mark. */
typedef struct fc_kx_task {
    const char *mark;
    uint32_t from, to;
    bool text;                  /* within \text{...} */
} fc_kx_task;

typedef struct fc_katex {
    const fc_dom *dom;
    fc_text *t;                 /* the MathML */
    fc_kx_task *v;
    uint32_t n, cap;
    bool text;                  /* ... of the task at hand */
    bool negated;               /* a stroke was drawn: it goes through the next sign */
    bool failed;
    const fc_kx_entry *label;   /* what numbers the rows of the table */
    uint32_t labels;
} fc_katex;

/* formula_katex.c. Tasks are pushed in reverse: the last is written first. */
void fc_kx_push(fc_katex *w, const char *mark, uint32_t from, uint32_t to);
void fc_kx_mark(fc_katex *w, const char *mark);
/* Nodes in a <mrow>: some, or those of an entry of a stack. */
void fc_kx_push_row(fc_katex *w, uint32_t from, uint32_t to);
void fc_kx_push_entry(fc_katex *w, uint32_t entry);
/* Written at once. */
void fc_kx_add(fc_katex *w, const char *s);
void fc_kx_fail(fc_katex *w);

/* katex_signs.c */
size_t fc_kx_word(fc_str s);            /* letters of ASCII at its begin */
fc_str fc_kx_text_in(fc_katex *w, uint32_t node); /* all text in a node, decoded */
void fc_kx_sign(fc_katex *w, uint32_t code, const char *attributes); /* <mo> */
void fc_kx_token(fc_katex *w, const char *name, const char *variant, fc_str s);
void fc_kx_text(fc_katex *w, fc_str s); /* <mtext> */
/* A node with nothing but text in it. */
void fc_kx_leaf(fc_katex *w, uint32_t node, const fc_kx_span *span);
void fc_kx_fence(fc_katex *w, uint32_t node);
void fc_kx_space(fc_katex *w, uint32_t node);

/* katex_stacks.c. Each takes the span whose kind is so called. */
void fc_kx_scripts(fc_katex *w, uint32_t node, uint32_t scripts); /* its last child */
void fc_kx_limits(fc_katex *w, uint32_t node);
void fc_kx_fraction(fc_katex *w, uint32_t node);
void fc_kx_root(fc_katex *w, uint32_t node);
void fc_kx_accent(fc_katex *w, uint32_t node, bool over);
void fc_kx_brace(fc_katex *w, uint32_t node, bool over);
void fc_kx_line(fc_katex *w, uint32_t node, bool over);
void fc_kx_arrow(fc_katex *w, uint32_t node);
/* A stack that no class speaks of. */
void fc_kx_stack(fc_katex *w, uint32_t node);

/* katex_table.c */
void fc_kx_table(fc_katex *w, uint32_t node);
/* What \tag wrote into an element: one number, in *label, or one for each row of the
 * table that follows. */
void fc_kx_read_tag(fc_katex *w, uint32_t html, uint32_t *label);

#endif
