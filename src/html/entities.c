/* entities.c - character references: the table of names, the numbers and their repairs.
 * Follows "Character reference state" and after in the WHATWG tokenizer. */
#include "html/entities.h"

#include "base/bits.h"
#include "base/str.h"
#include "html/entities_table.h"

/* What &#128; to &#159; mean: windows-1252 (WHATWG "Numeric character reference end
 * state"); 0: no replacement. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
    0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178
};

static size_t put_utf8(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 63));
        out[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 63));
    out[2] = (char)(0x80 | (c >> 6 & 63));
    out[3] = (char)(0x80 | (c & 63));
    return 4;
}

static int digit_value(char c, bool hex)
{
    return hex || fc_is_digit(c) ? fc_hex_value(c) : -1;
}

static uint32_t repair_number(uint32_t c)
{
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0xFFFD;
    if (c >= 0x80 && c < 0xA0 && windows_1252[c - 0x80])
        return windows_1252[c - 0x80];
    return c;
}

static size_t decode_number(fc_str s, char *out, size_t *out_n)
{
    size_t i = 2;
    bool hex = i < s.n && (s.p[i] == 'x' || s.p[i] == 'X');
    i += hex;
    size_t first = i;
    uint32_t c = 0;
    for (int d; i < s.n && (d = digit_value(s.p[i], hex)) >= 0; i++)
        if (c <= 0x10FFFF)
            c = c * (hex ? 16 : 10) + (uint32_t)d;
    if (i == first)
        return 0;
    *out_n = put_utf8(repair_number(c), out);
    return i + (i < s.n && s.p[i] == ';');
}

/* The name of exactly these bytes, or NULL. */
static const struct entity *find_name(const char *p, size_t n)
{
    size_t lo = entity_first[p[0] - 'A'], hi = entity_first[p[0] - 'A' + 1];
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        const struct entity *e = &entities[mid];
        int order = memcmp(entity_pool + e->at, p, e->n < n ? e->n : n);
        if (order == 0)
            order = (e->n > n) - (e->n < n);
        if (order == 0)
            return e;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* The longest name wins; only "bare" names may do without ';', and in attributes not
 * before '=' or a letter or digit. */
static size_t decode_name(fc_str s, bool in_attribute, char *out, size_t *out_n)
{
    size_t n = 0;
    while (n < ENTITY_LONGEST && n + 1 < s.n && fc_is_alnum(s.p[n + 1]))
        n++;
    if (n == 0 || s.p[1] < 'A')
        return 0;
    for (bool all = true; n > 0; n--, all = false) {
        char next = n + 1 < s.n ? s.p[n + 1] : '\0';
        const struct entity *e = find_name(s.p + 1, n);
        bool closed = all && next == ';';
        if (!e || (!closed && !e->bare))
            continue;
        if (!closed && in_attribute && (next == '=' || fc_is_alnum(next)))
            return 0;
        memcpy(out, entity_pool + e->at + e->n, e->value_n);
        *out_n = e->value_n;
        return 1 + n + closed;
    }
    return 0;
}

/* The names that most references are, with their ';', and line ends by number, which XML
 * writes so in attributes. */
static size_t decode_common(fc_str s, char *out)
{
    const char *p = s.p + 1;
    if (s.n > 3 && (p[0] == 'l' || p[0] == 'g') && p[1] == 't' && p[2] == ';') {
        *out = p[0] == 'l' ? '<' : '>';
        return 4;
    }
    if (s.n > 4 && !memcmp(p, "#xA;", 4)) {
        *out = '\n';
        return 5;
    }
    if (s.n > 4 && !memcmp(p, "amp;", 4)) {
        *out = '&';
        return 5;
    }
    if (s.n > 5 && !memcmp(p, "quot;", 5)) {
        *out = '"';
        return 6;
    }
    return 0;
}

size_t fc_entity_decode(fc_str s, bool in_attribute, char out[8], size_t *out_n)
{
    *out_n = 0;
    if (s.n < 2 || s.p[0] != '&')
        return 0;
    size_t took = decode_common(s, out);
    *out_n = took > 0;
    if (took)
        return took;
    return s.p[1] == '#' ? decode_number(s, out, out_n)
                         : decode_name(s, in_attribute, out, out_n);
}

/* Copy bytes up to the first '&', or all, to `out`, which has room for them or, when it
 * is less, a block; how many. */
static size_t copy_plain(fc_str s, char *out)
{
    size_t n = 0;
    for (; n + FC_BYTES <= s.n; n += FC_BYTES) {
        uint64_t found = fc_bytes_marks(fc_bytes_is(fc_bytes_load(s.p + n), '&'));
        memcpy(out + n, s.p + n, FC_BYTES);
        if (found)
            return n + fc_bytes_first(found);
    }
    for (; n < s.n && s.p[n] != '&'; n++)
        out[n] = s.p[n];
    return n;
}

fc_str fc_entities_decode(fc_str s, bool in_attribute, fc_arena *a)
{
    if (s.n == 0 || fc_str_findc(s, '&') == s.n)
        return s;
    /* No reference is shorter than what it stands for, but "&nLt;" and "&nGt;": 6 for
     * 5. So a block of s has room wherever it comes to lie. */
    size_t cap = s.n + s.n / 4 + 8;
    char *out = fc_alloc(a, cap);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t run = copy_plain((fc_str){ s.p + i, s.n - i }, out + n);
        n += run;
        i += run;
        if (i >= s.n)
            break;
        size_t one, took = fc_entity_decode((fc_str){ s.p + i, s.n - i }, in_attribute,
                                            out + n, &one);
        if (!took) {
            out[n] = '&';
            took = one = 1;
        }
        n += one;
        i += took;
    }
    fc_trim(a, out, cap, n);
    return (fc_str){ out, n };
}
