/* fuzz_rst.c - any bytes as reStructuredText. */
#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_kind("rst", "text/x-rst", (fc_str){ (const char *)data, size }, size & 1);
    return 0;
}
