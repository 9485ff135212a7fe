/* fuzz_events.c - any bytes as an event of GH Archive. */
#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str bytes = { (const char *)data, size };
    if (size && size <= 1 << 16)
        fuzz_kind("gharchive", "application/x-gharchive", bytes, size & 1);
    return 0;
}
