/* suggest.h - "did you mean": the known name nearest to one that is unknown.
 *
 * Used for every word a person may misspell: options, stages, attributes, labels,
 * functions. */
#ifndef FC_BASE_SUGGEST_H
#define FC_BASE_SUGGEST_H

#include "filterc.h"

/* fc_suggest, of filterc.h, over a NULL-terminated list of strings, which may be NULL
 * itself. */
const char *fc_suggest_list(fc_str wrong, const char *const *names);

#endif
