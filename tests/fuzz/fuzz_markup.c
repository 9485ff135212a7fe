/* fuzz_markup.c - any bytes as JATS, as a citation and as a textbook in XML. */
#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const kinds[] = { "jats", "medline", "xmlbook" };
    if (!size)
        return 0;
    fc_str bytes = { (const char *)data + 1, size - 1 };
    fuzz_kind(kinds[data[0] % 3], "application/xml", bytes, data[0] & 64);
    return 0;
}
