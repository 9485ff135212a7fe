/* fuzz_mail.c - any bytes as a mailbox: read whole and in small pieces, the threads are
 * the same; each thread, and the bytes themselves, go to the extractor. */
#include "kind.h"
#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fuzz_format mail = { "mail", 4096, "mail", "application/mbox" };
    fc_str bytes = { (const char *)data, size };
    if (!size || size > 1 << 16)
        return 0;
    fuzz_kind(mail.kind, mail.mime, bytes, size & 1);
    fuzz_read(&mail, bytes);
    return 0;
}
