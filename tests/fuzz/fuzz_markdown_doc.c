/* fuzz_markdown_doc.c - any bytes as Markdown. */
#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_kind("markdown", "text/markdown", (fc_str){ (const char *)data, size },
              size & 1);
    return 0;
}
