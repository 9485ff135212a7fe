/* fuzz_archive.c - any bytes as a tar: what lies in it goes to the readers that know it,
 * alone or with others that belong together; read whole and in small pieces, the items
 * are the same. */
#include "base/str.h"
#include "io/members.h"
#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fuzz_format archive = { "archive", 4096, NULL, NULL };
    fc_str bytes = { (const char *)data, size };
    const char *kind = fc_members_sniff(bytes);
    if (kind && strcmp(kind, "tar") == 0 && size <= 1 << 16)
        fuzz_read(&archive, bytes);
    return 0;
}
