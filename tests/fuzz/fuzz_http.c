/* fuzz_http.c - any bytes as a stored HTTP response: bounded, and never more than
 * max_body. */
#include "io/http.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MAX_BODY = 1 << 16 };
    fc_arena a;
    fc_http h;
    fc_arena_init(&a);
    fc_rc rc = fc_http_decode((fc_str){ (const char *)data, size }, MAX_BODY, &a, &h);
    if ((rc && (rc != FC_EDATA || !h.why)) || h.body.n > MAX_BODY || h.status > 999)
        abort();
    fc_mime_type(h.content_type, &a);
    fc_mime_param(h.content_type, "charset");
    unsigned sum = 0; /* touch every byte */
    for (size_t i = 0; i < h.body.n; i++)
        sum += (unsigned char)h.body.p[i];
    fc_arena_free(&a);
    return sum == 1u << 31;
}
