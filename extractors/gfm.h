/* gfm.h - GitHub's Markdown as the small Markdown of src/text/README.md: what is code
 * stays as it is; elsewhere comments, images, tags and marks of emphasis go, links are
 * their text. */
#ifndef FC_EXTRACTORS_GFM_H
#define FC_EXTRACTORS_GFM_H

#include "base/arena.h"

/* links: [text](address) stays. The result is normalised (fc_normalize_text). */
fc_str fc_gfm_clean(fc_str text, bool links, fc_arena *a);

#endif
