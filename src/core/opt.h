/* opt.h - options as data: reading words into a configuration struct by its table.
 * fc_opt_parse, for commands, is in filterc.h. */
#ifndef FC_CORE_OPT_H
#define FC_CORE_OPT_H

#include "filterc.h"

/* Number of rows of a table that may be NULL. */
size_t fc_opt_count(const fc_opt *opts);
/* Read `text` by row `o` into conf; FC_EUSE says what was expected. */
fc_rc fc_opt_set(const fc_opt *o, const char *text, void *conf, const char *who,
                 fc_err *err);
/* "from 1 to 1G", "at least 8M", or "" where any value will do; returns out. */
enum { FC_OPT_RANGE = 96 };
const char *fc_opt_range(const fc_opt *o, char out[FC_OPT_RANGE]);

#endif
