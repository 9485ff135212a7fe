/* fuzz_book.c - any bytes as a plain-text book. */
#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str bytes = { (const char *)data, size };
    if (size && size <= 1 << 16)
        fuzz_kind("book", "text/plain", bytes, size & 1);
    return 0;
}
