/* fuzz_wikitext.c - any bytes as wikitext, as a page of a dump, as a dump, as one of
 * HTML. */
#include "kind.h"
#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fuzz_format pages = { "mediawiki", 1 << 17, "wikitext",
                                       "application/x-mediawiki+xml" };
    static const fuzz_format html = { "enterprise", 1 << 17, NULL, NULL };
    if (!size)
        return 0;
    fc_str bytes = { (const char *)data + 1, size - 1 };
    switch (data[0] % 4) {
    case 0:
        fuzz_kind("wikitext", "text/x-wiki", bytes, data[0] & 64);
        break;
    case 1:
        fuzz_kind("wikitext", pages.mime, bytes, data[0] & 64);
        break;
    case 2:
        fuzz_read(&pages, bytes);
        break;
    default:
        fuzz_read(&html, bytes);
    }
    return 0;
}
