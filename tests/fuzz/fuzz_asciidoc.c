/* fuzz_asciidoc.c - any bytes as AsciiDoc. */
#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_kind("asciidoc", "text/asciidoc", (fc_str){ (const char *)data, size },
              size & 1);
    return 0;
}
