/* dclm_lines.h - the lines that DCLM takes out of a text. */
#ifndef FC_FILTERS_DCLM_LINES_H
#define FC_FILTERS_DCLM_LINES_H

#include "base/arena.h"

/* More than two newlines in a row become two. */
fc_str fc_dclm_newlines(fc_str text, fc_arena *a);
/* The text without shouting, numbers, counters, single words and three phrases: a part of
 * it, or a copy. */
fc_str fc_dclm_lines(fc_str text, fc_arena *scratch);
/* Pieces between ASCII white space that begin with a letter or a digit: fastText's
 * words. */
size_t fc_dclm_words(fc_str text);

#endif
