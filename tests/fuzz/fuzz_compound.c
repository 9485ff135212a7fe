/* fuzz_compound.c - any bytes as a compound file: a stream that is found is no larger
 * than the file, and what it takes to find it is bounded by the file, too. */
#include "base/str.h"
#include "io/compound.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = { "Equation Native", "Long", "WordDocument" };
    fc_str bytes = { (const char *)data, size }, stream;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fc_arena a;
        fc_arena_init(&a);
        if (fc_compound_find(bytes, fc_str_of(names[i]), &a, &stream) && stream.n > size)
            abort();
        if (a.used > 4 * (uint64_t)size + 256)
            abort();
        fc_arena_free(&a);
    }
    return 0;
}
