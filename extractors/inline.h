/* inline.h - running text of a page: entities decoded, white space folded, inline code
 * and formulas marked. A builder grows one piece of its arena, so nothing else may
 * allocate there while it is in use. */
#ifndef FC_EXTRACTORS_INLINE_H
#define FC_EXTRACTORS_INLINE_H

#include "extractors/page.h"

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

void fc_text_add(fc_text *t, const char *p, size_t n);
void fc_text_char(fc_text *t, char c);
void fc_text_clear(fc_text *t);

/* Text as HTML shows it: white space folds across calls, invisible characters go. */
void fc_text_folded(fc_text *t, fc_str raw);
/* The same, but '&' is itself. */
void fc_text_literal(fc_text *t, fc_str s);
/* Text as <pre> shows it. */
void fc_text_exact(fc_text *t, fc_str raw);
/* The nodes from .. to - 1 as running text; '\n' for <br>. t->n is 0 for a new line. */
void fc_inline_write(fc_text *t, const fc_page *page, const fc_text_style *style, uint32_t from,
                     uint32_t to);

/* Elements whose content is never running text. */
bool fc_tag_is_skipped(unsigned tag);

#endif
