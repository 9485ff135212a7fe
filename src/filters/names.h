/* names.h - what a person calls by name in a document, the same for all stages that ask:
 * attributes, keys at its top, metadata, its own parts. */
#ifndef FC_FILTERS_NAMES_H
#define FC_FILTERS_NAMES_H

#include "base/expr.h"

/* Whether there is such a name at this place of the plan: an attribute that is known,
 * "text", "id", "source", "url", "metadata.NAME". *var, of which key has the name
 * before, is for fc_names_value. `ctx` is an fc_open. */
bool fc_names_find(void *ctx, fc_str name, fc_expr_var *var);
/* The same for an option of a stage: FC_EUSE with what to do about it. */
fc_rc fc_names_need(fc_open *ctx, const char *stage, const char *name, fc_expr_var *var,
                    fc_err *err);
/* The i-th of them, for suggestions; NULL after the last. */
const char *fc_names_at(void *ctx, size_t i);
/* "did you mean" or what to do about an unknown one. */
extern const char fc_names_hint[];
/* Its value in this document, an fc_doc; FC_NONE: it has none. A key at the top counts
 * where there is no attribute of the name: other programs' files have theirs there. */
fc_value fc_names_value(const void *doc, const fc_expr_var *var);

#endif
