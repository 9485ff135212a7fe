/* tex_math.h - a formula of a TeX paper while it is written. Private to tex_math.c and
 * tex_math_commands.c. */
#ifndef FC_EXTRACTORS_TEX_MATH_H
#define FC_EXTRACTORS_TEX_MATH_H

#include "extractors/tex.h"

enum { FC_TEX_MATH_TEXTS = 16 };

typedef struct fc_tex_math {
    fc_arena *a;
    int end;                    /* what ends it, as of fc_tex_formula; 'E': \end */
    fc_str environment;         /* the name of its rows', or empty */
    char *p;                    /* what was written so far */
    size_t n, cap;
    unsigned depth;             /* open braces */
    unsigned inner;             /* open \begin */
    unsigned text[FC_TEX_MATH_TEXTS]; /* depths of the braces of \text{...} */
    unsigned texts;
    bool text_due;              /* \text was read: its brace comes next */
    bool out_of_text;           /* within $...$ in \text{...}, which was ended for it */
    bool named;                 /* what was written last is the name of a command */
    bool numbered;              /* \eqno was read: what follows is no formula but its
                                   number */
    size_t number_at;           /* where it begins */
} fc_tex_math;

/* Write as it stands; "\name". A blank parts a command from
 * a letter behind it. */
void fc_tex_math_add(fc_tex_math *f, const char *p, size_t n);
static inline void fc_tex_math_add_text(fc_tex_math *f, const char *s)
{
    fc_tex_math_add(f, s, strlen(s));
}
void fc_tex_math_add_name(fc_tex_math *f, fc_str name);
void fc_tex_math_brace(fc_tex_math *f, bool open);
/* $ within braces: inside of \text it begins and ends a formula, which is moved out of
 * it, so that no $ stands within $...$. */
void fc_tex_math_dollar(fc_tex_math *f);
/* The formula, or a line of one, gets the next number. */
void fc_tex_math_number(fc_tex_doc *d);

/* tex_math_commands.c: \name was read. True when the formula ends here. */
bool fc_tex_math_command(fc_tex_doc *d, fc_tex_math *f, fc_str name);

#endif
