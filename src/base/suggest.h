/* suggest.h - "did you mean": the known name nearest to one that is unknown.
 *
 * Used for every word a person may misspell: options, stages, attributes, labels,
 * functions. Distance is counted in single-byte edits (insert, delete, replace, swap of
 * neighbours); case does not count and '_' equals '-'. */
#ifndef FC_BASE_SUGGEST_H
#define FC_BASE_SUGGEST_H

#include "filterc.h"

/* The i-th known name, NULL after the last. */
typedef const char *(*fc_name_at)(void *user, size_t i);

/* The nearest name, the first of equals; NULL when none is near enough (about a third of
 * the letters may differ) or the word is longer than 64 bytes. */
const char *fc_suggest(fc_str wrong, fc_name_at name, void *user);
/* The same over a NULL-terminated list of strings, which may be NULL itself. */
const char *fc_suggest_list(fc_str wrong, const char *const *names);

#endif
