/* fuzz_documents.c - any bytes as a JSON list of documents: read whole and in small
 * pieces, they are the same. */
#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fuzz_format documents = { "documents", 256, NULL, NULL };
    if (size <= 1 << 16)
        fuzz_read(&documents, (fc_str){ (const char *)data, size });
    return 0;
}
