/* mapped.h - a model file read-only in memory: mapped, or copied from bytes for tests. */
#ifndef FC_CLASSIFIERS_MAPPED_H
#define FC_CLASSIFIERS_MAPPED_H

#include "filterc.h"

typedef struct fc_mapped {
    fc_str bytes;
    bool mapped;                /* else the bytes are on the heap */
} fc_mapped;

/* A regular file of at least one byte. `what` begins messages: "model". FC_ENOINPUT when
 * it cannot be opened, FC_ECONFIG when it is no such file, FC_EIO. */
fc_rc fc_mapped_open(fc_mapped *m, const char *what, const char *path, fc_err *err);
/* A copy, aligned as memory from malloc is. */
fc_rc fc_mapped_copy(fc_mapped *m, fc_str bytes, fc_err *err);
void fc_mapped_close(fc_mapped *m);

#endif
