/* fuzz_notebook.c - any bytes as a notebook. */
#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str bytes = { (const char *)data, size };
    fuzz_kind("notebook", "application/json", bytes, size % 2);
    return 0;
}
