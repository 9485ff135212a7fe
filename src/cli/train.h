/* train.h - what `filterc train` makes by files of their own. */
#ifndef FC_CLI_TRAIN_H
#define FC_CLI_TRAIN_H

#include "cli/command.h"

/* order, bits: 0 for the default. inputs end with NULL; none: standard input. Exit
 * status. */
int train_ngram(const char *out, int order, int bits, const char *const *inputs);

#endif
