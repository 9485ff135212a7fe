/* fuzz_charset.c - any bytes under any label become valid, normalised UTF-8 or a refusal.
 * The first line of the input is the label that HTTP declares. */
#include "base/str.h"
#include "html/charset.h"
#include "text/normalize.h"
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_be_valid(fc_str s)
{
    if (fc_utf8_valid(s) != s.n)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena a;
    fc_charset c;
    fc_str in = { (const char *)data, size };
    fc_str label = fc_str_sub(in, 0, fc_str_findc(in, '\n'));
    fc_str bytes = fc_str_sub(in, label.n + 1, in.n);
    fc_arena_init(&a);
    if (fc_charset_decode(bytes, label, true, &a, &c) == FC_OK) {
        must_be_valid(c.text);
        fc_str text = fc_normalize_text(c.text, &a);
        must_be_valid(text);
        must_be_valid(fc_normalize_line(c.text, &a));
        fc_str again = fc_normalize_text(text, &a);
        if (!fc_str_eq(text, again))
            abort();
    }
    fc_arena_free(&a);
    return 0;
}
