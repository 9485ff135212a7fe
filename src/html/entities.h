/* entities.h - HTML character references, as the WHATWG tokenizer decodes them. */
#ifndef FC_HTML_ENTITIES_H
#define FC_HTML_ENTITIES_H

#include "base/arena.h"

/* Decode one reference at s.p[0] == '&' into out (at most 8 bytes): returns how many
 * bytes of s it took and sets *out_n; 0 when it is not a reference and the '&' is
 * literal. in_attribute: WHATWG's stricter rule for references without ';'. */
size_t fc_entity_decode(fc_str s, bool in_attribute, char out[8], size_t *out_n);
/* s with all references decoded: s itself when it has none, else a piece of the arena. */
fc_str fc_entities_decode(fc_str s, bool in_attribute, fc_arena *a);

#endif
