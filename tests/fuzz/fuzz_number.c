/* fuzz_number.c - numbers: what reads as a number is written so that it reads back the
 * same. */
#include "base/str.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str text = { (const char *)data, size };
    double v, back;
    char out[32];
    if (!fc_str_num(text, &v) || !isfinite(v))
        return 0;
    fc_str written = { out, fc_num_format(v, out) };
    if (written.n >= sizeof out || !fc_str_num(written, &back) || back != v)
        abort();
    return 0;
}
