/* str.h - byte strings with a length: comparing, trimming, searching, reading numbers.
 * ASCII only where case or white space matters; no locale. */
#ifndef FC_BASE_STR_H
#define FC_BASE_STR_H

#include "filterc.h"

#include <string.h>

static inline fc_str fc_str_of(const char *s)
{
    return (fc_str){ s, s ? strlen(s) : 0 };
}

static inline bool fc_str_eq(fc_str a, fc_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Below, at or above 0: bytes first to last, then the shorter first. */
static inline int fc_str_order(fc_str a, fc_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline bool fc_str_is(fc_str a, const char *s)
{
    return fc_str_eq(a, fc_str_of(s));
}

static inline bool fc_is_space(char c) /* HTML's and HTTP's white space */
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static inline char fc_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Of ASCII: it would end a line or command a terminal, wherever text of the input is
 * shown. */
static inline bool fc_is_control(char c)
{
    return (unsigned char)c < ' ' || c == 0x7f;
}

static inline bool fc_is_digit(char c)
{
    return (unsigned)(c - '0') < 10;
}

static inline bool fc_is_letter(char c) /* of ASCII */
{
    return (unsigned)((c | 32) - 'a') < 26;
}

static inline bool fc_is_alnum(char c) /* of ASCII */
{
    return fc_is_letter(c) || fc_is_digit(c);
}

static inline int fc_hex_value(char c) /* of a hexadecimal digit; -1: it is none */
{
    char l = fc_lower(c);
    return fc_is_digit(c) ? c - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/* Is s one of the strings? The list ends with NULL. */
static inline bool fc_str_in(fc_str s, const char *const *list)
{
    for (; *list; list++)
        if (s.n && s.p[0] == (*list)[0] && fc_str_is(s, *list))
            return true;
    return false;
}

static inline bool fc_str_starts(fc_str s, fc_str prefix)
{
    return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0;
}

static inline fc_str fc_str_sub(fc_str s, size_t from, size_t to) /* clipped to s */
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (fc_str){ s.p ? s.p + from : NULL, to - from };
}

static inline fc_str fc_str_trim(fc_str s)
{
    for (; s.n && fc_is_space(s.p[0]); s.n--)
        s.p++;
    while (s.n && fc_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* Position of the first c, or s.n. */
static inline size_t fc_str_findc(fc_str s, char c)
{
    const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
    return p ? (size_t)(p - s.p) : s.n;
}

/* Bytes at the front of s that are c. */
static inline size_t fc_str_run(fc_str s, char c)
{
    size_t n = 0;
    while (n < s.n && s.p[n] == c)
        n++;
    return n;
}

bool fc_str_ieq(fc_str a, fc_str b);            /* ASCII case ignored */
bool fc_str_istarts(fc_str s, fc_str prefix);
bool fc_str_ends(fc_str s, fc_str suffix);
/* Has a name this ending, in any case of ASCII, and something before it? */
bool fc_name_ends(fc_str name, const char *end);
bool fc_name_ends_in(fc_str name, const char *const *list); /* NULL-terminated */
/* The name that the file has unpacked: without ".gz", ".bz2", ".xz", ".zst", ".lz4". */
fc_str fc_name_unpacked(fc_str name);
/* The row of a table that has this name, or NULL. Rows begin with a const char * and
 * stand in the order of strcmp. */
const void *fc_row_named(const void *rows, size_t n, size_t size, fc_str name);
#define FC_ROW(table, name) \
    fc_row_named((table), sizeof (table) / sizeof *(table), sizeof *(table), (name))
/* Position of the first needle, or s.n. */
size_t fc_str_find(fc_str s, fc_str needle);
size_t fc_str_ifind(fc_str s, fc_str needle);
/* Take the part before the first `sep` off *rest; false when *rest is used up (p is
 * NULL). */
bool fc_str_split(fc_str *rest, char sep, fc_str *part);
/* Decimal digits only, all of s, no overflow. */
bool fc_str_u64(fc_str s, uint64_t *out);
/* The decimal digits of v; `out` needs 20 bytes. Returns how many. */
size_t fc_u64_format(uint64_t v, char *out);
/* A decimal number in C syntax, all of s; independent of the locale. */
bool fc_str_num(fc_str s, double *out);
/* Shortest decimal text that reads back as v; `out` needs 32 bytes. Returns its
 * length. */
size_t fc_num_format(double v, char *out);
/* The byte that two hexadecimal digits at s[at] stand for; -1: there are none. */
int fc_hex_byte(fc_str s, size_t at);
/* A value as JSON writes it, strings without quotes; FC_NONE is empty. It lives in the
 * value, in `digits` or for ever. */
fc_str fc_value_text(const fc_value *v, char digits[32]);

#endif
