/* utf8.c - see utf8.h. */
#include "base/utf8.h"

#include "base/bits.h"
#include "base/str.h"

static bool continues(unsigned char c, unsigned lo, unsigned hi)
{
    return c >= lo && c <= hi;
}

/* Length of the sequence at p (which has a first byte of 0x80 or more), n bytes left; 0
 * when it is faulty, with the length of its maximal subpart in *part. */
static size_t sequence(const unsigned char *p, size_t n, size_t *part)
{
    unsigned c = p[0], lo = 0x80, hi = 0xBF;
    size_t need;
    *part = 1;
    if (c >= 0xC2 && c <= 0xDF) {
        need = 2;
    } else if (c >= 0xE0 && c <= 0xEF) {
        need = 3;
        lo = c == 0xE0 ? 0xA0 : 0x80;
        hi = c == 0xED ? 0x9F : 0xBF;
    } else if (c >= 0xF0 && c <= 0xF4) {
        need = 4;
        lo = c == 0xF0 ? 0x90 : 0x80;
        hi = c == 0xF4 ? 0x8F : 0xBF;
    } else {
        return 0;
    }
    for (size_t i = 1; i < need; i++) {
        if (i >= n || !continues(p[i], lo, hi))
            return 0;
        *part = i + 1;
        lo = 0x80;
        hi = 0xBF;
    }
    return need;
}

/* The same for most of what is not ASCII, in many scripts; 0 for all else. */
static inline size_t usual_sequence(const unsigned char *p, size_t n)
{
    if (n > 2 && p[0] > 0xE0 && p[0] < 0xED && p[1] >> 6 == 2 && p[2] >> 6 == 2)
        return 3;
    return n > 1 && p[0] > 0xC1 && p[0] < 0xE0 && p[1] >> 6 == 2 ? 2 : 0;
}

/* How many of the bytes of a block are whole characters below U+10000, from its first
 * byte on; 0: it has others, or faulty ones. */
static inline size_t usual_block(const char *p)
{
    fc_bytes v = fc_bytes_load(p);
    uint64_t high = fc_bytes_marks(v);
    if (!high)
        return FC_BYTES;
    uint64_t three = fc_bytes_marks(fc_bytes_in(v, 0xE0, 0xEF));
    uint64_t lead = fc_bytes_marks(fc_bytes_in(v, 0xC2, 0xDF)) | three;
    uint64_t more = fc_bytes_marks(fc_bytes_in(v, 0x80, 0xBF));
    uint64_t low = fc_bytes_marks(fc_bytes_in(v, 0x80, 0x9F));
    uint64_t due = lead << FC_BYTES_STEP | three << 2 * FC_BYTES_STEP;
    uint64_t not_low = fc_bytes_marks(fc_bytes_is(v, 0xE0)) << FC_BYTES_STEP;
    uint64_t not_other = fc_bytes_marks(fc_bytes_is(v, 0xED)) << FC_BYTES_STEP;
    if ((due & FC_BYTES_ALL) != more || (lead | more) != high ||
        (not_low & low) | (not_other & more & ~low))
        return 0;
    if ((unsigned char)p[FC_BYTES - 1] >= 0xC0)
        return FC_BYTES - 1;
    return FC_BYTES - 2 * ((unsigned char)p[FC_BYTES - 2] >= 0xE0);
}

/* The first byte at or behind i, and before `end`, where a sequence is faulty; else where
 * the last one ends. */
static size_t valid_one_by_one(fc_str s, size_t i, size_t end)
{
    size_t part;
    while (i < end) {
        const unsigned char *p = (const unsigned char *)s.p + i;
        size_t n = *p < 0x80 ? 1 : usual_sequence(p, s.n - i);
        if (!n && !(n = sequence(p, s.n - i, &part)))
            break;
        i += n;
    }
    return i;
}

/* One past the ASCII at i, in steps of four blocks: nearly all of a page. */
static inline size_t skip_ascii(fc_str s, size_t i)
{
    for (; i + 4 * FC_BYTES <= s.n; i += 4 * FC_BYTES) {
        const char *p = s.p + i;
        if (fc_bytes_marks(fc_bytes_load(p) | fc_bytes_load(p + FC_BYTES) |
                           fc_bytes_load(p + 2 * FC_BYTES) |
                           fc_bytes_load(p + 3 * FC_BYTES)))
            break;
    }
    return i;
}

size_t fc_utf8_valid(fc_str s)
{
    size_t i = skip_ascii(s, 0);
    while (i + FC_BYTES <= s.n) {
        size_t n = usual_block(s.p + i), end = i + FC_BYTES;
        i = n ? i + n : valid_one_by_one(s, i, end);
        if (!n && i < end)
            return i;
        if (n == FC_BYTES)
            i = skip_ascii(s, i);
    }
    return valid_one_by_one(s, i, s.n);
}

size_t fc_utf8_decode(fc_str s, uint32_t *code, bool *ok)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t part, n = p[0] < 0x80 ? 1 : usual_sequence(p, s.n);
    if (!n)
        n = sequence(p, s.n, &part);
    if (ok)
        *ok = n != 0;
    switch (n) {
    case 1:
        *code = p[0];
        return 1;
    case 2:
        *code = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    case 3:
        *code = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return 3;
    case 4:
        *code = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 |
                (p[3] & 0x3Fu);
        return 4;
    default:
        *code = FC_REPLACEMENT;
        return part;
    }
}

size_t fc_utf8_encode(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = FC_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

fc_str fc_utf8_clip(fc_str s, size_t n)
{
    if (n >= s.n)
        return s;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return (fc_str){ s.p, n };
}

size_t fc_utf8_count(fc_str s)
{
    const uint64_t ones = 0x0101010101010101u;
    size_t i = 0, continuing = 0;
    for (; i + 32 <= s.n; i += 32) {
        uint64_t w[4], sum = 0;
        memcpy(w, s.p + i, sizeof w);
        if (!((w[0] | w[1] | w[2] | w[3]) & ones << 7))
            continue;
        for (int k = 0; k < 4; k++)
            sum += w[k] >> 7 & ~w[k] >> 6 & ones; /* bytes 10xxxxxx */
        continuing += (size_t)(sum * ones >> 56);
    }
    for (; i < s.n; i++)
        continuing += ((unsigned char)s.p[i] & 0xC0) == 0x80;
    return s.n - continuing;
}

/* Repair into `to` unless it is NULL; *bad counts the faulty sequences. */
static size_t repair(fc_str s, char *to, size_t *bad)
{
    size_t n = 0;
    *bad = 0;
    for (size_t i = 0; i < s.n;) {
        size_t good = fc_utf8_valid(fc_str_sub(s, i, s.n));
        if (to && good)
            memcpy(to + n, s.p + i, good);
        n += good;
        i += good;
        if (i < s.n) {
            uint32_t code;
            char mark[4];
            i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
            n += fc_utf8_encode(FC_REPLACEMENT, to ? to + n : mark);
            ++*bad;
        }
    }
    return n;
}

size_t fc_utf8_repaired(fc_str s, char *to)
{
    size_t bad;
    return repair(s, to, &bad);
}

fc_str fc_utf8_repair(fc_str s, fc_arena *a, size_t *bad)
{
    size_t count = 0, n = s.n;
    if (fc_utf8_valid(s) < s.n)
        n = repair(s, NULL, &count);
    if (bad)
        *bad = count;
    if (!count)
        return s;
    char *out = fc_alloc(a, n);
    return (fc_str){ out, repair(s, out, &count) };
}
