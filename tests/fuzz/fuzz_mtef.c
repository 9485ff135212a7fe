/* fuzz_mtef.c - any bytes as a formula of Equation Editor or MathType: TeX that is valid
 * UTF-8, of bounded size, on one line, and the same a second time. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/mtef.h"

#include <stdlib.h>

enum { MAX_TEX = 1 << 15 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena a;
    fc_str bytes = { (const char *)data, size }, tex = { "", 0 }, again = { "", 0 };
    fc_arena_init(&a);
    if (fc_mtef_tex(bytes, NULL, &a, &tex)) {
        if (tex.n > MAX_TEX || fc_utf8_valid(tex) != tex.n ||
            fc_str_findc(tex, '\n') != tex.n)
            abort();
        if (!fc_mtef_tex(bytes, NULL, &a, &again) || !fc_str_eq(tex, again))
            abort();
    }
    fc_arena_free(&a);
    return 0;
}
