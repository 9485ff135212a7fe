/* plan_words.h - the text of a plan as shell words.
 *
 * Words are separated by white space (newlines too), stages by '|'. 'single quotes' take
 * everything as it is; in "double quotes" and outside of quotes a backslash takes the
 * next character as it is. '#' at the beginning of a word begins a comment that ends with
 * the line. There are no variables, globs or other operators. */
#ifndef FC_CORE_PLAN_WORDS_H
#define FC_CORE_PLAN_WORDS_H

#include "base/arena.h"

typedef struct fc_plan_word {
    const char *text;           /* NUL-terminated, in the arena; NULL for '|' */
    unsigned line, column;      /* where it begins, from 1 */
} fc_plan_word;

/* Split a text into words. FC_EUSE with name, line and column for an open quote or a
 * NUL. */
fc_rc fc_plan_words(fc_str text, const char *name, fc_arena *a, fc_plan_word **words,
                    size_t *n, fc_err *err);

#endif
