/* fuzz_epub.c - parts of a book: package, chapters, encryption, any bytes in each. */
#include "kind.h"
#include "zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_buf zip = fuzz_zip((fc_str){ (const char *)data, size });
    fuzz_kind("epub", "application/epub+zip", (fc_str){ zip.p, zip.n }, size & 1);
    fc_buf_free(&zip);
    return 0;
}
