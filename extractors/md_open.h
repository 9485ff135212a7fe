/* md_open.h - the block that is open, for the files of md.h alone. */
#ifndef FC_EXTRACTORS_MD_OPEN_H
#define FC_EXTRACTORS_MD_OPEN_H

#include "extractors/md.h"

/* Begin a block: what parts it from the one before, its prefix and mark. */
void fc_md_begin(fc_md *m);
/* As if the block had not begun: its item's mark is due again. */
void fc_md_take_back(fc_md *m);
/* A new line of the block, behind its prefix. */
void fc_md_next_line(fc_md *m);

#endif
