/* fuzz_asciimath.c - any text as AsciiMath: TeX that is valid UTF-8 when the text is,
 * with as many opening as closing braces when the text has none of its own. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/asciimath.h"

#include <stdlib.h>

enum { MAX_WORK = 1 << 19 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(fc_str s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == c && (!i || s.p[i - 1] != '\\');
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena a;
    fc_arena_init(&a);
    fc_str text = fc_utf8_repair((fc_str){ (const char *)data, size }, &a, NULL);
    fc_str tex = fc_asciimath_tex(text, &a);
    if (tex.n > MAX_WORK || fc_utf8_valid(tex) != tex.n)
        abort();
    bool own = count(text, '{') || count(text, '}') || fc_str_findc(text, '\\') < text.n;
    if (!own && count(tex, '{') != count(tex, '}'))
        abort();
    fc_arena_free(&a);
    return 0;
}
