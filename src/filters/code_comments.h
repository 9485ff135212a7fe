/* code_comments.h - how much of a program is comment, as BigCode counts it. */
#ifndef FC_FILTERS_CODE_COMMENTS_H
#define FC_FILTERS_CODE_COMMENTS_H

#include "text/code.h"

/* Characters of comments; in Python of comments and docstrings without their marks,
 * each docstring unindented. False when the language (may be NULL) is none whose
 * comments are known. */
bool fc_code_comments(const fc_language *language, fc_str text, fc_arena *a,
                      size_t *chars);

#endif
