/* utf8.h - is it UTF-8, and what to do when it is not (Unicode 15, table 3-7). */
#ifndef FC_IO_UTF8_H
#define FC_IO_UTF8_H

#include "filterc.h"

bool fc_utf8_valid(fc_str s);
/* Copy s to `to` with U+FFFD for each maximal part that is not UTF-8, as the WHATWG encoding
 * standard does; returns the length. `to` NULL: only count. */
size_t fc_utf8_repaired(fc_str s, char *to);
/* One to four bytes of a code point (no surrogate). */
size_t fc_utf8_put(uint32_t c, char *to);

#endif
