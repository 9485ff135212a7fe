/* fuzz_docx.c - parts of a Word file: any XML in any of them. */
#include "kind.h"
#include "zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_buf zip = fuzz_zip((fc_str){ (const char *)data, size });
    fuzz_kind("docx",
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
              (fc_str){ zip.p, zip.n }, size & 1);
    fc_buf_free(&zip);
    return 0;
}
