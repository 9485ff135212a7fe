/* gfm.h - GitHub's Markdown as the small Markdown of src/text/README.md: what is code
 * stays as it is; elsewhere comments, images, tags and marks of emphasis go, links are
 * their text. */
#ifndef FC_EXTRACTORS_GFM_H
#define FC_EXTRACTORS_GFM_H

#include "base/arena.h"

/* links: [text](address) stays. *formulas grows by those of the text, which stay as they
 * are; of blocks called math they are what the fence is around. The result is normalised
 * (fc_normalize_text). */
fc_str fc_gfm_clean(fc_str text, bool links, unsigned *formulas, fc_arena *a);

#endif
