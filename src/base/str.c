/* str.c - see str.h. */
#include "base/str.h"

#include "base/bits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool fc_str_ieq(fc_str a, fc_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] != b.p[i] && fc_lower(a.p[i]) != fc_lower(b.p[i]))
            return false;
    return true;
}

bool fc_str_istarts(fc_str s, fc_str prefix)
{
    return s.n >= prefix.n && fc_str_ieq((fc_str){ s.p, prefix.n }, prefix);
}

bool fc_str_ends(fc_str s, fc_str suffix)
{
    return s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0;
}

bool fc_name_ends(fc_str name, const char *end)
{
    fc_str e = fc_str_of(end);
    return name.n > e.n && fc_str_ieq(fc_str_sub(name, name.n - e.n, name.n), e);
}

bool fc_name_ends_in(fc_str name, const char *const *list)
{
    for (; *list; list++)
        if (fc_name_ends(name, *list))
            return true;
    return false;
}

fc_str fc_name_unpacked(fc_str name)
{
    static const char *const ends[] = { ".gz", ".bz2", ".xz", ".zst", ".lz4" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (fc_name_ends(name, ends[i]))
            return fc_str_sub(name, 0, name.n - strlen(ends[i]));
    return name;
}

/* As strcmp, but that the name has a length. A call for each row (strlen, memcmp) took a
 * fifth of a paper in TeX: names part at their first letters. */
static inline int compare(fc_str name, const char *with)
{
    for (size_t i = 0; i < name.n; i++) {
        int c = (unsigned char)name.p[i] - (unsigned char)with[i];
        if (c || !with[i])
            return c ? c : 1;
    }
    return with[name.n] ? -1 : 0;
}

const void *fc_row_named(const void *rows, size_t n, size_t size, fc_str name)
{
    size_t from = 0, to = n;
    while (from < to) {
        size_t mid = (from + to) / 2;
        const char *row = (const char *)rows + mid * size, *with;
        memcpy(&with, row, sizeof with);
        int c = compare(name, with);
        if (c == 0)
            return row;
        if (c < 0)
            to = mid;
        else
            from = mid + 1;
    }
    return NULL;
}

/* The first place at or behind `at` where a needle's first and last bytes stand as far
 * apart as in it; near the end, where a block would reach beyond it, where the first
 * does. */
static size_t find_ends(fc_str s, size_t at, fc_str needle)
{
    unsigned char first = (unsigned char)needle.p[0];
    unsigned char last = (unsigned char)needle.p[needle.n - 1];
    for (; at + needle.n - 1 + FC_BYTES <= s.n; at += FC_BYTES) {
        fc_bytes v = fc_bytes_load(s.p + at), w = fc_bytes_load(s.p + at + needle.n - 1);
        uint64_t found = fc_bytes_marks(fc_bytes_is(v, first) & fc_bytes_is(w, last));
        if (found)
            return at + fc_bytes_first(found);
    }
    return at + fc_str_findc(fc_str_sub(s, at, s.n), needle.p[0]);
}

size_t fc_str_find(fc_str s, fc_str needle)
{
    if (!needle.n)
        return 0;
    for (size_t at = 0; (at = find_ends(s, at, needle)) + needle.n <= s.n; at++)
        if (memcmp(s.p + at, needle.p, needle.n) == 0)
            return at;
    return s.n;
}

/* The first place at or behind `at` of a letter in either case, or s.n. */
static size_t find_letter(fc_str s, size_t at, char lower)
{
    char upper = lower >= 'a' && lower <= 'z' ? (char)(lower - 32) : lower;
    for (; at + FC_BYTES <= s.n; at += FC_BYTES) {
        fc_bytes v = fc_bytes_load(s.p + at);
        uint64_t found = fc_bytes_marks(fc_bytes_is(v, (unsigned char)lower) |
                                        fc_bytes_is(v, (unsigned char)upper));
        if (found)
            return at + fc_bytes_first(found);
    }
    while (at < s.n && s.p[at] != lower && s.p[at] != upper)
        at++;
    return at;
}

size_t fc_str_ifind(fc_str s, fc_str needle)
{
    if (!needle.n)
        return 0;
    char first = fc_lower(needle.p[0]); /* most places are ruled out without a call */
    for (size_t at = 0; (at = find_letter(s, at, first)) + needle.n <= s.n; at++)
        if (fc_str_ieq((fc_str){ s.p + at, needle.n }, needle))
            return at;
    return s.n;
}

bool fc_str_split(fc_str *rest, char sep, fc_str *part)
{
    if (!rest->p)
        return false;
    size_t at = fc_str_findc(*rest, sep);
    *part = fc_str_sub(*rest, 0, at);
    if (at < rest->n)
        *rest = fc_str_sub(*rest, at + 1, rest->n);
    else
        *rest = (fc_str){ NULL, 0 };
    return true;
}

bool fc_str_u64(fc_str s, uint64_t *out)
{
    uint64_t v = 0;
    if (!s.n)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned digit = (unsigned)(s.p[i] - '0');
        if (digit > 9 || v > (UINT64_MAX - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *out = v;
    return true;
}

bool fc_str_num(fc_str s, double *out)
{
    char text[64], *end;
    if (!s.n || s.n >= sizeof text)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789+-.eE", s.p[i]) || !s.p[i])
            return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    /* the process runs in the C locale unless a caller changed LC_NUMERIC; "." is the
     * point */
    *out = strtod(text, &end);
    return end == text + s.n && isfinite(*out);
}

/* Decimal digits of u at `out`, at least `least`; returns how many. */
static size_t put_digits(char *out, uint64_t u, size_t least)
{
    char digits[20];
    size_t n = 0;
    for (; u || n < least; u /= 10)
        digits[n++] = (char)('0' + u % 10);
    for (size_t i = 0; i < n; i++)
        out[i] = digits[n - 1 - i];
    return n;
}

size_t fc_u64_format(uint64_t v, char *out)
{
    return put_digits(out, v, 1);
}

/* A number of up to 15 digits with up to six decimals, written without printf: attributes
 * are. */
static size_t format_decimal(double v, char *out)
{
    double size = fabs(v), scaled = round(size * 1e6);
    if (!(scaled < 1e15) || scaled / 1e6 != size || (size < 1e-4 && size > 0))
        return 0;
    uint64_t u = (uint64_t)scaled;
    size_t n = 0;
    if (signbit(v) && u)
        out[n++] = '-';
    n += put_digits(out + n, u / 1000000, 1);
    if (u % 1000000) {
        out[n++] = '.';
        n += put_digits(out + n, u % 1000000, 6);
        while (out[n - 1] == '0')
            n--;
    }
    out[n] = '\0';
    return n;
}

size_t fc_num_format(double v, char *out)
{
    size_t n = format_decimal(v, out);
    for (int digits = 15; !n && digits <= 17; digits++) {
        int k = snprintf(out, 32, "%.*g", digits, v);
        if (digits == 17 || strtod(out, NULL) == v)
            n = (size_t)k;
    }
    return n;
}

int fc_hex_byte(fc_str s, size_t at)
{
    if (at + 2 > s.n)
        return -1;
    int high = fc_hex_value(s.p[at]), low = fc_hex_value(s.p[at + 1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

fc_str fc_value_text(const fc_value *v, char digits[32])
{
    switch (v->type) {
    case FC_NONE:
        return FC_STR("");
    case FC_BOOL:
        return v->num != 0 ? FC_STR("true") : FC_STR("false");
    case FC_NUM:
        return (fc_str){ digits, fc_num_format(v->num, digits) };
    default:
        return v->str;
    }
}
