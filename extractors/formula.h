/* formula.h - formulas of a page: where they are, and their TeX.
 *
 * A page shows a formula in one place and keeps its source in another; each counts once.
 * Of an element that has anything to do with a formula, fc_formula_look tells whether it
 * stands for the formula (its whole subtree is replaced by the TeX) or is a twin: the
 * drawing, preview or fallback of a formula that another element stands for.
 *
 *     formula.c            which element, and which of its sources
 *     formula_marked.c     elements that a class alone says it of
 *     formula_clean.c      the TeX as we write it
 *     formula_image.c      images: addresses and alt texts
 *     formula_mathjax.c    what MathJax drew, when nothing else is left
 *     formula_katex.c      what KaTeX drew
 *     formula_html.c       formulas of plain HTML with <sub> and <sup>
 *     formula_text.c       TeX between delimiters in running text, and what a page says
 *                          of them
 *     mathml.h, asciimath.h   translations */
#ifndef FC_EXTRACTORS_FORMULA_H
#define FC_EXTRACTORS_FORMULA_H

#include "extractors/inline.h"

typedef enum fc_formula_role {
    FC_NO_FORMULA,
    FC_FORMULA,
    FC_FORMULA_TWIN
} fc_formula_role;

/* The places of all formulas that have an element of their own; for fc_page_build. */
void fc_formula_index(fc_page *page, fc_arena *a);

/* Whether the node is a formula although it has no text: an image, a script, what MathJax
 * drew. The first is asked of every node. */
static inline bool fc_formula_may_lack_text(unsigned tag)
{
    return tag == FC_TAG_IMG || tag == FC_TAG_UNKNOWN || tag == FC_TAG_MATH ||
           tag == FC_TAG_SCRIPT;
}
bool fc_formula_without_text(const fc_dom *dom, uint32_t node);

/* Cheap for elements that cannot be any: those without FC_EL_FORMULA and of other
 * tags. */
fc_formula_role fc_formula_look(const fc_page *page, uint32_t node);

/* The TeX of an element whose role is FC_FORMULA, appended to t without $ around it: on
 * one line, or, when it is displayed, on the lines of its source. False, and nothing is
 * appended, when there is none. */
bool fc_formula_tex(const fc_page *page, uint32_t node, fc_text *t, bool *display);

/* Clean the TeX that t ends with, from `at` on: no delimiters, no {\displaystyle ...}
 * around it, no $ within. False, and t ends at `at`, when nothing is left. */
bool fc_formula_clean(fc_text *t, size_t at);
/* Append a source whose character references are decoded already, without comments and
 * empty lines, and clean it. */
bool fc_formula_add(fc_text *t, fc_str tex);
/* ... or are not (literal: false). */
bool fc_formula_add_raw(fc_text *t, fc_str tex, bool literal);

/* formula_marked.c. What an element of a class of formulas holds: TeX as its text, or as
 * that of *holder in it, or plain HTML. */
typedef enum fc_formula_form {
    FC_FORMULA_NO_FORM,
    FC_FORMULA_TEXT,
    FC_FORMULA_HTML
} fc_formula_form;
fc_formula_form fc_formula_marked(const fc_page *page, uint32_t node, uint32_t *holder);
/* Whether the TeX in a holder is displayed, as far as itself tells. */
bool fc_formula_marked_display(const fc_page *page, uint32_t holder);
/* <pre><code>x</code></pre>: the <code>; of any other node itself. */
uint32_t fc_formula_within_pre(const fc_dom *dom, uint32_t node);

/* formula_image.c */
bool fc_formula_is_image(const fc_dom *dom, uint32_t node);
bool fc_formula_image(const fc_dom *dom, uint32_t node, fc_text *t, bool *display);

/* formula_html.c: <i>x</i><sub>1</sub> as x_1. */
bool fc_formula_html(const fc_page *page, uint32_t node, fc_text *t);

/* formula_mathjax.c: what MathJax drew in an <mjx-container>, as MathML; empty:
 * nothing. */
fc_str fc_formula_mathjax(const fc_dom *dom, uint32_t node, fc_arena *a);

/* formula_katex.c: what KaTeX drew in a <span class="katex-html">, as MathML; empty: it
 * cannot be read back for certain. */
fc_str fc_formula_katex(const fc_dom *dom, uint32_t html, fc_arena *a);

/* formula_text.c. How a page marks formulas in its text, read when first needed. */
enum { FC_DELIMITERS = 16 };
typedef struct fc_delimiter {
    fc_str open, close;
    bool display, ascii;        /* ascii: AsciiMath between them, else TeX */
} fc_delimiter;
typedef struct fc_formula_marks {
    fc_str source;              /* with the scripts; empty: that of the tree */
    bool read;                  /* what follows is filled in */
    bool scripted;              /* a script of the page sets formulas */
    bool between;               /* some text between \( and \) is one, so others are */
    bool ticks;                 /* it was asked whether backquotes hold AsciiMath */
    size_t looked;              /* bytes looked through so far: it is bounded */
    uint64_t first[4];          /* bits of the characters that the marks begin with */
    unsigned count;
    fc_delimiter mark[FC_DELIMITERS];
} fc_formula_marks;

/* What is found out about formulas while the text of a page is written. */
typedef struct fc_formulas {
    unsigned kept;              /* written as TeX */
    unsigned in_text;           /* ... of them, between delimiters in running text */
    unsigned lost;              /* in the text's blocks, but without a source */
    fc_formula_marks marks;
} fc_formulas;

/* Formulas that elements of the page stand for, whether in the text or not. */
unsigned fc_formula_count(const fc_page *page);

/* A formula between delimiters: s is its TeX, or AsciiMath. */
typedef struct fc_formula_found {
    fc_str s;
    size_t at, length;          /* from its first delimiter to its last */
    bool display, ascii;
} fc_formula_found;

/* Some command of at least two letters, or an index in braces. */
bool fc_formula_has_command(fc_str s);
/* Is everything in an environment of this name a formula? */
bool fc_formula_is_environment(fc_str name);
/* The first formula in a text from `from` on; false when there is none. */
bool fc_formula_find(const fc_dom *dom, fc_formula_marks *marks, fc_str s, size_t from,
                     fc_arena *a, fc_formula_found *f);
/* Bring the formulas between delimiters in the text of t from `at` on into our form;
 * returns how many there were. `plain`: without $. */
unsigned fc_formula_text(const fc_page *page, fc_formula_marks *marks, fc_text *t,
                         size_t at, bool plain);

#endif
