/* fuzz_capture.c - any bytes as a capture of any type: what it is taken for. The first
 * byte chooses the type that the server told. */
#include "base/arena.h"
#include "base/str.h"
#include "extractors/extract.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MAX_BODY = 1 << 16 };
    static const char *const types[] = { "",
                                         "text/html",
                                         "text/plain",
                                         "application/octet-stream",
                                         "application/zip",
                                         "application/gzip",
                                         "application/x-eprint" };
    if (!size)
        return 0;
    fc_str told = fc_str_of(types[data[0] % (sizeof types / sizeof *types)]);
    fc_capture cap = { .body = { (const char *)data + 1, size - 1 }, .mime = told,
                       .name = FC_STR("a.txt") };
    bool pdf = fc_str_starts(cap.body, FC_STR("%PDF-"));
    fc_arena a;
    fc_arena_init(&a);
    fc_capture_type(&cap, MAX_BODY, &a);
    if ((pdf && !fc_str_is(cap.mime, "application/pdf")) ||
        (cap.body.n > MAX_BODY && cap.body.n > size - 1))
        abort();
    fc_capture_is_text(&cap);
    fc_arena_free(&a);
    return 0;
}
