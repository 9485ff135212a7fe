/* kind.h - run one source kind on fuzzed bytes and check what every kind must hold to:
 * the text is valid UTF-8 in NFC, what is refused has a reason, and a second time gives
 * the same. */
#ifndef FC_FUZZ_KIND_H
#define FC_FUZZ_KIND_H

#include "filterc.h"

void fuzz_kind(const char *kind, const char *mime, fc_str bytes, bool plain);

#endif
