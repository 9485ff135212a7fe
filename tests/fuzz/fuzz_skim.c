/* fuzz_skim.c - tree-free text of any page, and calibrations of any bytes. The text of a
 * page of UTF-8 is UTF-8, no longer than was asked for, and links are part of what is
 * seen. */
#include "base/str.h"
#include "base/utf8.h"
#include "classifiers/cascade.h"
#include "html/skim.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIMIT = 3000 };

static void skim(fc_str bytes, fc_arena *a)
{
    fc_skim s;
    fc_skim_page(fc_utf8_repair(bytes, a, NULL), LIMIT, a, &s);
    if (s.text.n > LIMIT + 32 || fc_utf8_valid(s.text) != s.text.n || s.links > s.seen)
        abort();
}

static void calibration(fc_str bytes, fc_arena *a)
{
    fc_cascade c;
    if (fc_cascade_parse("fuzz", bytes, a, &c, NULL) != FC_OK)
        return;
    if (!isfinite(c.cut) || !isfinite(c.bias) || !c.n || c.n > FC_CASCADE_PARTS)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena a;
    fc_arena_init(&a);
    skim((fc_str){ (const char *)data, size }, &a);
    calibration((fc_str){ (const char *)data, size }, &a);
    fc_arena_free(&a);
    return 0;
}
