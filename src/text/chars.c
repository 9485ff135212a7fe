/* chars.c - see chars.h. */
#include "text/chars.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/runs.h"

#include "text/chars_table.h"

unsigned fc_chars_find(uint32_t code)
{
    return code < FC_CODES ? fc_runs_find(runs, page, code) : 0;
}

bool fc_chars_decimal(uint32_t code)
{
    return fc_chars_of(code) & FC_C_DIGIT && code != 0xB2 && code != 0xB3 &&
           code != 0xB9 && code != 0x19DA && !(code >= 0x1369 && code <= 0x1371) &&
           !(code >= 0x2070 && code <= 0x2792) && !(code >= 0x10A40 && code <= 0x10A43) &&
           !(code >= 0x10E60 && code <= 0x10E68) &&
           !(code >= 0x11052 && code <= 0x1105A) && !(code >= 0x1F100 && code <= 0x1F10A);
}

bool fc_chars_decimal_at(fc_str s, size_t *n)
{
    uint32_t code;
    *n = fc_utf8_decode(s, &code, NULL);
    return fc_chars_decimal(code);
}

unsigned fc_chars_decode(fc_str s, size_t *n)
{
    uint32_t code;
    *n = fc_utf8_decode(s, &code, NULL);
    return fc_chars_of(code);
}

unsigned fc_chars_before(fc_str s, size_t *n)
{
    size_t at = s.n - 1;
    while (at > 0 && s.n - at < 4 && ((unsigned char)s.p[at] & 0xC0) == 0x80)
        at--;
    unsigned flags = fc_chars_at((fc_str){ s.p + at, s.n - at }, n);
    if (at + *n == s.n)
        return flags;
    *n = 1; /* no valid sequence ends here: a byte of its own */
    return fc_chars_of(FC_REPLACEMENT);
}

/* ---------------------------------------------------------------- strip */

fc_str fc_py_lstrip(fc_str s)
{
    size_t n;
    while (s.n && fc_chars_at(s, &n) & FC_C_SPACE)
        s = (fc_str){ s.p + n, s.n - n };
    return s;
}

fc_str fc_py_rstrip(fc_str s)
{
    size_t n;
    while (s.n && fc_chars_before(s, &n) & FC_C_SPACE)
        s.n -= n;
    return s;
}

fc_str fc_py_strip(fc_str s)
{
    return fc_py_rstrip(fc_py_lstrip(s));
}

/* ---------------------------------------------------------------- lines and words */

/* Could this byte begin a character that is white space? */
static bool maybe_space(unsigned char c)
{
    return c <= ' ' || c == 0xC2 || (c >= 0xE1 && c <= 0xE3);
}

static bool is_line_end(fc_str s, size_t *n)
{
    *n = 1;
    return maybe_space((unsigned char)s.p[0]) && fc_chars_at(s, n) & FC_C_LINE;
}

/* Are these eight bytes printing ASCII? */
static bool all_printing(const char *p)
{
    const uint64_t blanks = 0x2020202020202020u, tops = 0x8080808080808080u;
    uint64_t w;
    memcpy(&w, p, sizeof w);
    return !((w | (w - blanks)) & tops); /* no byte above 0x7F, none below 0x20 */
}

bool fc_py_line(fc_str text, size_t *at, fc_str *line)
{
    size_t i = *at, n = 1;
    if (i >= text.n)
        return false;
    for (;;) {
        while (i + 8 <= text.n && all_printing(text.p + i))
            i += 8;
        if (i >= text.n || is_line_end((fc_str){ text.p + i, text.n - i }, &n))
            break;
        i += n;
    }
    *line = (fc_str){ text.p + *at, i - *at };
    if (i < text.n)
        i += text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n' ? 2 : n;
    *at = i;
    return true;
}

static bool is_space(fc_str s, size_t *n)
{
    *n = 1;
    return maybe_space((unsigned char)s.p[0]) && fc_chars_at(s, n) & FC_C_SPACE;
}

/* Is this byte no part of white space, as most are? */
static bool never_space(unsigned char c)
{
    return (unsigned char)(c - 0x21) < 0xC2 - 0x21;
}

bool fc_py_word(fc_str text, size_t *at, fc_str *word)
{
    size_t i = *at, n;
    while (i < text.n && is_space((fc_str){ text.p + i, text.n - i }, &n))
        i += n;
    *at = i;
    for (;; i += n) {
        while (i < text.n && never_space((unsigned char)text.p[i]))
            i++;
        if (i >= text.n || is_space((fc_str){ text.p + i, text.n - i }, &n))
            break;
    }
    *word = (fc_str){ text.p + *at, i - *at };
    *at = i;
    return word->n > 0;
}

/* ---------------------------------------------------------------- searching */

/* Does s begin with the needle when lower case? The only character beyond ASCII whose
 * lower case is an ASCII letter alone is the Kelvin sign. */
static bool lower_starts(fc_str s, fc_str needle)
{
    size_t i = 0;
    for (size_t k = 0; k < needle.n; k++) {
        if (i >= s.n)
            return false;
        if (needle.p[k] == 'k' &&
            fc_str_starts(fc_str_sub(s, i, s.n), FC_STR("\xE2\x84\xAA")))
            i += 3;
        else if (fc_lower(s.p[i]) == needle.p[k])
            i++;
        else
            return false;
    }
    return true;
}

bool fc_py_lower_has(fc_str s, fc_str needle)
{
    for (size_t i = 0; i < s.n; i++)
        if (fc_lower(s.p[i]) == needle.p[0] || needle.p[0] == 'k')
            if (lower_starts((fc_str){ s.p + i, s.n - i }, needle))
                return true;
    return false;
}

size_t fc_py_count(fc_str s, fc_str needle)
{
    size_t found = 0, at;
    while ((at = fc_str_find(s, needle)) + needle.n <= s.n) {
        found++;
        s = (fc_str){ s.p + at + needle.n, s.n - at - needle.n };
    }
    return found;
}
