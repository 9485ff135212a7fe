/* inline.h - running text of a page: entities decoded, white space folded, inline code
 * and formulas marked. A builder grows one piece of its arena, so nothing else may
 * allocate there while it is in use. */
#ifndef FC_EXTRACTORS_INLINE_H
#define FC_EXTRACTORS_INLINE_H

#include "extractors/page.h"

#include <string.h>

typedef struct fc_text {
    fc_arena *a;
    char *p;
    size_t n, cap;
    bool gap;                   /* white space is due before the next character */
} fc_text;

typedef struct fc_text_style {
    bool plain;                 /* no marks at all */
    bool links;                 /* [text](address) */
} fc_text_style;

/* Room for n bytes more. */
void fc_text_grow(fc_text *t, size_t n);

static inline void fc_text_add(fc_text *t, const char *p, size_t n)
{
    if (!t->p || n > t->cap - t->n)
        fc_text_grow(t, n);
    if (n)
        memcpy(t->p + t->n, p, n);
    t->n += n;
}

static inline void fc_text_char(fc_text *t, char c)
{
    if (t->n == t->cap)
        fc_text_grow(t, 1);
    t->p[t->n++] = c;
}

void fc_text_clear(fc_text *t);
/* Write the white space that is due, unless a line begins here or there is a blank
 * already. */
void fc_text_flush(fc_text *t);

/* Text as HTML shows it: white space folds across calls, invisible characters go. */
void fc_text_folded(fc_text *t, fc_str raw);
/* The same, but '&' is itself. */
void fc_text_literal(fc_text *t, fc_str s);
/* Text as <pre> shows it. */
void fc_text_exact(fc_text *t, fc_str raw);
/* The nodes from .. to - 1 as running text; '\n' for <br>. t->n is 0 for a new line. */
void fc_inline_write(fc_text *t, const fc_page *page, const fc_text_style *style,
                     uint32_t from, uint32_t to);

/* inline_script.c: an index or exponent, if it can be written as one; else false, and its
 * text is written like any other. */
typedef struct fc_script_place {
    size_t from;                /* where the text begins that it may belong to */
    size_t end;                 /* where the last index in TeX ended; 0: nowhere */
    bool plain;                 /* without $ */
} fc_script_place;
bool fc_script_write(fc_text *t, const fc_dom *dom, uint32_t node,
                     fc_script_place *place);
/* ... the number of a note, when this <sup> is one: in brackets. */
bool fc_note_mark_write(fc_text *t, const fc_dom *dom, uint32_t node);

/* Elements whose content is never running text. */
bool fc_tag_is_skipped(unsigned tag);

#endif
