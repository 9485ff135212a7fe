/* wanted_lang.h - whether a text is in one of some languages, for prefilter.c. */
#ifndef FC_CLASSIFIERS_WANTED_LANG_H
#define FC_CLASSIFIERS_WANTED_LANG_H

#include "base/arena.h"

typedef struct fc_wanted_lang fc_wanted_lang;

/* languages: names of labels of the model (lang_names.h), separated by commas; FC_EUSE
 * for one that it does not have. */
fc_rc fc_wanted_lang_open(const char *path, const char *languages,
                          fc_wanted_lang **wanted, fc_err *err);
void fc_wanted_lang_close(fc_wanted_lang *wanted);
/* The probability that the text is in one of them, 0 to 1; 0 for no language at all. */
double fc_wanted_lang_share(const fc_wanted_lang *wanted, fc_str text, fc_arena *scratch);

#endif
