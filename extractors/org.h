/* org.h - the parts of reading Org files: see docs.h. */
#ifndef FC_EXTRACTORS_ORG_H
#define FC_EXTRACTORS_ORG_H

#include "extractors/docs.h"

/* org_inline.c: set up running text. */
void fc_org_marks(fc_docs *d);

/* Keywords are the same in small and capital letters. */
static inline bool fc_org_starts(fc_str s, const char *with)
{
    return fc_str_istarts(s, fc_str_of(with));
}

#endif
