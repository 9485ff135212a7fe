/* zim_sum.h - the checksum at the end of a ZIM file: MD5 of all bytes before it. They are
 * read in their order, a little behind the clusters that are unpacked, so that a disk is
 * asked for each of them once. */
#ifndef FC_READERS_ZIM_SUM_H
#define FC_READERS_ZIM_SUM_H

#include "io/window.h"

typedef struct fc_zim_sum fc_zim_sum;

/* FC_ETRY. *out is to be closed in any case; `file` must live as long. */
fc_rc fc_zim_sum_open(fc_zim_sum **out, const fc_places *file, fc_err *err);
/* The bytes before `to` that were not added yet. FC_EIO. */
fc_rc fc_zim_sum_to(fc_zim_sum *s, uint64_t to, fc_err *err);
/* Does the checksum that lies at `end` agree with all bytes before it? It does not when
 * the file ends before. True when filterc was built without nettle. */
fc_rc fc_zim_sum_check(fc_zim_sum *s, uint64_t end, bool *well, fc_err *err);
void fc_zim_sum_close(fc_zim_sum *s);

#endif
