/* fuzz_rows.c - any bytes as a table of a Stack Exchange dump: read whole and in small
 * pieces, the items are the same; each thread, and the bytes themselves, go to the
 * extractor. */
#include "kind.h"
#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fuzz_format rows = { "stackexchange", 4096, "stackexchange",
                                      "application/x-stackexchange" };
    fc_str bytes = { (const char *)data, size };
    if (size > 1 << 16)
        return 0;
    fuzz_kind(rows.kind, rows.mime, bytes, size & 1);
    fuzz_read(&rows, bytes);
    return 0;
}
