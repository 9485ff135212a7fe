/* languages_shared.h - endings of file names that several languages have. Private to the
 * languages files. */
#ifndef FC_TEXT_LANGUAGES_SHARED_H
#define FC_TEXT_LANGUAGES_SHARED_H

#include "filterc.h"

/* The name of the language that the first bytes of a file speak for; NULL: none of them.
 * The ending is one with a '!' in the rows of languages.c. */
const char *fc_language_shared(fc_str ending, fc_str text);

#endif
