/* fuzz_org.c - any bytes as Org. */
#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_kind("org", "text/org", (fc_str){ (const char *)data, size }, size & 1);
    return 0;
}
