/* hash.c - the only file that includes xxHash. */
#include "base/hash.h"

#include <xxhash.h>

uint64_t fc_hash64(const void *p, size_t n, uint64_t seed)
{
    return XXH64(p, n, seed);
}

uint64_t fc_hash3(const void *p, size_t n)
{
    return XXH3_64bits(p, n);
}
