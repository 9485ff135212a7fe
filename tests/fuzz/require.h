/* require.h - what must hold in a fuzz target, whatever the bytes are. Unlike assert() it
 * is there in every build. */
#ifndef FC_FUZZ_REQUIRE_H
#define FC_FUZZ_REQUIRE_H

#include <stdbool.h>
#include <stdlib.h>

static inline void require(bool ok)
{
    if (!ok)
        abort();
}

#endif
