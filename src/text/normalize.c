/* normalize.c - see normalize.h. The only user of utf8proc for normalisation. */
#include "text/normalize.h"
#include "base/bits.h"
#include "base/str.h"
#include "text/nfc_ranges.h"
#include "base/utf8.h"

#include <utf8proc.h>

enum { SHORT = 256 };       /* bytes of a piece that codes are set aside for unseen */

static fc_char_kind kind_below_2000(uint32_t c)
{
    if (c == '\n')
        return FC_CHAR_NEWLINE;
    if (c == ' ' || c == '\t' || c == 0xA0 || c == 0x85 || c == 0x1680)
        return FC_CHAR_BLANK;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0x180E)
        return FC_CHAR_GONE;
    return FC_CHAR_SEEN;
}

fc_char_kind fc_char_kind_of(uint32_t c)
{
    if (c < 0x2000)
        return kind_below_2000(c);
    if (c <= 0x200A || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
        c == 0x3000)
        return FC_CHAR_BLANK;
    if (c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
        (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFDD0 && c <= 0xFDEF) ||
        (c >= 0xFFF9 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE)
        return FC_CHAR_GONE;
    return FC_CHAR_SEEN;
}

/* ------------------------------------------------------------------------------- NFC */

static bool in_ranges(uint32_t c)
{
    size_t i = nfc_first[c < 0x10000 ? c >> 8 : 0x100];
    while (nfc_ranges[i].last < c)
        i++;
    return nfc_ranges[i].first <= c;
}

/* First bytes of characters that combine with nothing before them: below U+0300, U+03C0
 * to U+057F but U+0480 to U+04BF, U+4000 to U+9FFF, U+B000 to U+CFFF. (And all that are
 * no first bytes.) */
static bool stands_alone(unsigned char c)
{
    return c < 0xCC || (c >= 0xCF && c <= 0xD5 && c != 0xD2) ||
           (c >= 0xE4 && c <= 0xEC && c != 0xEA);
}

/* The bytes of a block that do not. */
static inline uint64_t may_combine(const char *p)
{
    fc_bytes v = fc_bytes_load(p);
    return fc_bytes_marks(fc_bytes_in(v, 0xCC, 0xCE) | fc_bytes_is(v, 0xD2) |
                          fc_bytes_in(v, 0xD6, 0xE3) | fc_bytes_is(v, 0xEA) |
                          fc_bytes_in(v, 0xED, 0xFF));
}

/* How many bytes from i on belong to characters that stand alone; not all of them, where
 * a block ends. */
static inline size_t alone_from(fc_str s, size_t i)
{
    bool one = stands_alone((unsigned char)s.p[i]);
    if (!one || i + FC_BYTES > s.n)
        return one;
    uint64_t found = may_combine(s.p + i);
    return found ? fc_bytes_first(found) : FC_BYTES;
}

/* UAX 15, section 9: the first character at or behind i for which the quick check does
 * not say yes; s.n: there is none. */
static size_t first_doubt(fc_str s, size_t i)
{
    int last = 0;
    while (i < s.n) {
        uint32_t c;
        size_t alone = alone_from(s, i);
        if (alone) {
            last = 0;
            for (i += alone; i + FC_BYTES <= s.n && !may_combine(s.p + i);)
                i += FC_BYTES;
            continue;
        }
        size_t n = fc_utf8_decode(fc_str_sub(s, i, s.n), &c, NULL);
        int class = utf8proc_get_property((utf8proc_int32_t)c)->combining_class;
        if ((class && last > class) || in_ranges(c))
            return i;
        last = class;
        i += n;
    }
    return s.n;
}

static int class_of(utf8proc_int32_t c)
{
    return utf8proc_get_property(c)->combining_class;
}

static void order_run(utf8proc_int32_t *run, size_t n, fc_arena *a)
{
    size_t place[256] = { 0 };      /* classes end at 254 */
    utf8proc_int32_t *as_was = fc_alloc(a, n * sizeof *as_was);
    memcpy(as_was, run, n * sizeof *run);
    for (size_t i = 0; i < n; i++)
        place[class_of(as_was[i]) + 1]++;
    for (int k = 1; k < 256; k++)
        place[k] += place[k - 1];
    for (size_t i = 0; i < n; i++)
        run[place[class_of(as_was[i])]++] = as_was[i];
    fc_trim(a, as_was, n * sizeof *as_was, 0);
}

/* Marks go by their class, those of one class as they came (UAX 15, section 9.1). */
static void order_marks(utf8proc_int32_t *code, size_t n, fc_arena *a)
{
    size_t from = 0;
    int last = 0;
    bool ordered = true;
    for (size_t i = 0; i <= n; i++) {
        int class = i < n ? class_of(code[i]) : 0;
        ordered = ordered && (!class || class >= last);
        last = class;
        if (class)
            continue;
        if (!ordered)
            order_run(code + from, i - from, a);
        from = i + 1;
        ordered = true;
    }
}

/* As utf8proc_decompose(), which moves each mark to its place by single steps: a run of
 * them that does not end would take the square of its length. -1: no UTF-8. */
static utf8proc_ssize_t decompose(fc_str s, utf8proc_int32_t *codes,
                                  utf8proc_ssize_t most, utf8proc_option_t how,
                                  fc_arena *a)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s.p;
    utf8proc_ssize_t n = 0, size = (utf8proc_ssize_t)s.n, k;
    int unused = 0;
    for (utf8proc_ssize_t i = 0; i < size; i += k) {
        utf8proc_int32_t c;
        k = utf8proc_iterate(p + i, size - i, &c);
        utf8proc_ssize_t made =
            k > 0 ? utf8proc_decompose_char(c, codes + n, most - n, how, &unused) : -1;
        if (made < 0 || made > most - n)
            return -1;
        n += made;
    }
    order_marks(codes, (size_t)n, a);
    return n;
}

/* A piece into `out`, which has room for what any NFC of it needs (at most 3 times, UAX
 * 15 section 9). Returns the bytes written. */
static size_t nfc_piece(fc_str s, char *out, fc_arena *a)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s.p;
    utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t size = (utf8proc_ssize_t)s.n, most = 2 * size, n = -1;
    if (s.n > SHORT)            /* at most 3 codes of 2 bytes, but few texts need that */
        most = utf8proc_decompose(p, size, NULL, 0, how);
    if (most > 0) {
        /* One code more: reencode ends what it wrote with a NUL. */
        size_t room = ((size_t)most + 1) * sizeof(utf8proc_int32_t);
        utf8proc_int32_t *codes = fc_alloc(a, room);
        utf8proc_ssize_t need = decompose(s, codes, most, how, a);
        if (need >= 0)
            n = utf8proc_reencode(codes, need, how);
        bool good = n >= 0 && (size_t)n <= 3 * s.n;
        memcpy(out, good ? (const char *)codes : s.p, good ? (size_t)n : s.n);
        fc_trim(a, codes, room, 0);
        return good ? (size_t)n : s.n;
    }
    memcpy(out, s.p, s.n);
    return s.n;
}

static size_t copied(char *out, fc_str s)
{
    memcpy(out, s.p, s.n);
    return s.n;
}

/* Nothing combines with ASCII before it, so a piece is normalised by itself that goes
 * from one byte of ASCII up to another. */
fc_str fc_normalize_nfc(fc_str s, fc_arena *a)
{
    size_t at = first_doubt(s, 0), from = 0, n = 0, room = 3 * s.n;
    if (at == s.n)
        return s;
    char *out = fc_alloc(a, room);
    for (; at < s.n; at = first_doubt(s, from)) {
        size_t begin = at, end = at;
        while (begin > from && (unsigned char)s.p[begin] >= 0x80)
            begin--;
        while (end < s.n && (unsigned char)s.p[end] >= 0x80)
            end++;
        n += copied(out + n, fc_str_sub(s, from, begin));
        n += nfc_piece(fc_str_sub(s, begin, end), out + n, a);
        from = end;
    }
    n += copied(out + n, fc_str_sub(s, from, s.n));
    fc_trim(a, out, room, n);
    return (fc_str){ out, n };
}

/* ------------------------------------------------------------------- lines and texts */

static bool is_plain_line(fc_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c >= 0x7F || (c == ' ' && (i + 1 == s.n || s.p[i + 1] == ' ')))
            return false;
    }
    return !s.n || s.p[0] != ' ';
}

fc_str fc_normalize_line(fc_str s, fc_arena *a)
{
    if (is_plain_line(s))
        return s;
    char *out = fc_alloc(a, s.n + 1);
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c;
        size_t len = 1;
        fc_char_kind kind = FC_CHAR_SEEN;
        if (s.p[i] <= ' ' || s.p[i] == 0x7F) { /* not ASCII that is seen, as most is */
            len = fc_utf8_decode(fc_str_sub(s, i, s.n), &c, NULL);
            kind = c == '\r' || c == '\f' ? FC_CHAR_BLANK : fc_char_kind_of(c);
        }
        if (kind == FC_CHAR_SEEN) {
            if (gap && n)
                out[n++] = ' ';
            memcpy(out + n, s.p + i, len);
            n += len;
            gap = false;
        } else if (kind != FC_CHAR_GONE) {
            gap = true;
        }
        i += len;
    }
    return fc_normalize_nfc((fc_str){ out, n }, a);
}

/* One line of a plain text to `out`: invisible characters and blanks at its end go. */
static size_t clean_line(fc_str s, char *out)
{
    size_t n = 0, seen = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c;
        size_t len = fc_utf8_decode(fc_str_sub(s, i, s.n), &c, NULL);
        fc_char_kind kind = fc_char_kind_of(c);
        if (kind == FC_CHAR_SEEN || c == '\t') {
            memcpy(out + n, s.p + i, len);
            n += len;
        } else if (kind == FC_CHAR_BLANK) {
            out[n++] = ' ';
        }
        if (kind == FC_CHAR_SEEN)
            seen = n;
        i += len;
    }
    return seen;
}

static size_t line_end(fc_str s, size_t from)
{
    while (from < s.n && s.p[from] != '\n' && s.p[from] != '\r')
        from++;
    return from;
}

fc_str fc_normalize_text(fc_str s, fc_arena *a)
{
    char *out = fc_alloc(a, s.n + 1);
    size_t n = 0, empty = 0;
    for (size_t i = 0; i < s.n;) {
        size_t end = line_end(s, i);
        size_t from = n + (n ? empty + 1 : 0);
        size_t len = clean_line(fc_str_sub(s, i, end), out + n);
        if (len) {
            memmove(out + from, out + n, len);
            memset(out + n, '\n', from - n);
            n = from + len;
            empty = 0;
        } else {
            empty = 1;
        }
        i = end + (end + 1 < s.n && s.p[end] == '\r' && s.p[end + 1] == '\n' ? 2 : 1);
    }
    return fc_normalize_nfc((fc_str){ out, n }, a);
}

fc_str fc_normalize_line_ends(fc_str s, fc_arena *a)
{
    if (fc_str_findc(s, '\r') == s.n)
        return s;
    char *p = fc_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            p[n++] = s.p[i];
        else if (i + 1 == s.n || s.p[i + 1] != '\n')
            p[n++] = '\n';
    return (fc_str){ p, n };
}
