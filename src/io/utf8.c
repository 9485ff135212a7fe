/* utf8.c - see utf8.h. */
#include "io/utf8.h"

#include <string.h>

/* Length of the well-formed sequence at p, or 0; *bad: bytes of the maximal ill-formed part. */
static size_t sequence(const unsigned char *p, size_t n, size_t *bad)
{
    unsigned char c = p[0], lo = 0x80, hi = 0xbf;
    size_t need = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : (c & 0xf0) == 0xe0 ? 2
                : c >= 0xf0 && c < 0xf5 ? 3 : SIZE_MAX;
    *bad = 1;
    if (need == SIZE_MAX)
        return 0;
    if (c == 0xe0)
        lo = 0xa0;
    else if (c == 0xed)
        hi = 0x9f;
    else if (c == 0xf0)
        lo = 0x90;
    else if (c == 0xf4)
        hi = 0x8f;
    for (size_t i = 1; i <= need; i++) {
        if (i >= n || p[i] < lo || p[i] > hi)
            return 0;
        *bad = i + 1;
        lo = 0x80;
        hi = 0xbf;
    }
    return need + 1;
}

static size_t skip_ascii(const unsigned char *p, size_t n)
{
    size_t i = 0;
    for (uint64_t v; i + 8 <= n; i += 8) {
        memcpy(&v, p + i, 8);
        if (v & 0x8080808080808080u)
            break;
    }
    while (i < n && p[i] < 0x80)
        i++;
    return i;
}

bool fc_utf8_valid(fc_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    for (size_t i = 0, bad; i < s.n;) {
        if (p[i] < 0x80) {
            i += skip_ascii(p + i, s.n - i);
            continue;
        }
        size_t k = sequence(p + i, s.n - i, &bad);
        if (!k)
            return false;
        i += k;
    }
    return true;
}

size_t fc_utf8_repaired(fc_str s, char *to)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t n = 0;
    for (size_t i = 0, bad, k; i < s.n; i += k ? k : bad) {
        k = sequence(p + i, s.n - i, &bad);
        if (to)
            memcpy(to + n, k ? (const char *)p + i : "\xef\xbf\xbd", k ? k : 3);
        n += k ? k : 3;
    }
    return n;
}

size_t fc_utf8_put(uint32_t c, char *to)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 63));
        to[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 63));
    to[2] = (char)(0x80 | (c >> 6 & 63));
    to[3] = (char)(0x80 | (c & 63));
    return 4;
}
