/* hash.h - hashing: xxHash's XXH64 and XXH3, whose values other systems share. */
#ifndef FC_BASE_HASH_H
#define FC_BASE_HASH_H

#include "filterc.h"

uint64_t fc_hash64(const void *p, size_t n, uint64_t seed);  /* XXH64 */
uint64_t fc_hash3(const void *p, size_t n);                  /* XXH3, 64 bits */

#endif
