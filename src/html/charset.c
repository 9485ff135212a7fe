/* charset.c - see charset.h. The only file that knows iconv and uchardet. */
#include "html/charset.h"
#include "base/str.h"
#include "html/charset_labels.h"
#include "html/prescan.h"
#include "base/utf8.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <errno.h>
#include <iconv.h>
#ifdef HAVE_UCHARDET
#include <uchardet.h>
#endif

enum {
    PRESCAN = 1024,         /* where the standard looks for a declaration at first */
    LATE_PRESCAN = 65536,   /* ... and as far as we follow its "change the encoding", for
                               pages that declare themselves later */
    GUESS = 262144,         /* bytes shown to the detector */
    FEW_BAD = 3,            /* faulty sequences that are no doubt on a declaration yet */
    PROOF = 3,              /* good ones that other encodings do not have by chance ... */
    GOOD_FOR_BAD = 16       /* ... when there are so many for each faulty one */
};

/* What windows-1252 has at 80 .. 9F (Encoding Standard, index windows-1252). */
static const uint16_t c1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030,
    0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C,
    0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D,
    0x017E, 0x0178,
};

const char *fc_charset_name(fc_str label)
{
    const fc_encoding *e = fc_encoding_find(label);
    return e ? e->name : NULL;
}

/* A single-byte encoding that we decode ourselves: windows-1252 and x-user-defined. */
static fc_str decode_bytes(fc_str s, bool user, fc_arena *a)
{
    char *out = fc_alloc(a, 3 * s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x80)
            out[n++] = (char)c;
        else if (user)
            n += fc_utf8_encode(0xF700u + c, out + n);
        else
            n += fc_utf8_encode(c < 0xA0 ? c1252[c - 0x80] : c, out + n);
    }
    fc_trim(a, out, 3 * s.n + 1, n + 1);
    return (fc_str){ out, n };
}

/* Through iconv; a byte it refuses becomes U+FFFD and conversion goes on after it. No
 * encoding here needs more than 3 bytes of UTF-8 for one of its own, so the room is
 * bounded at once and the converter, which is not the arena's, is never held across an
 * allocation. */
static bool decode_iconv(const fc_encoding *e, fc_str s, fc_arena *a, fc_charset *out)
{
    size_t room = 3 * s.n + 16, step = e->kind == FC_ENC_UTF16 ? 2 : 1;
    char *text = fc_alloc(a, room), *to = text;
    char *from = (char *)(uintptr_t)s.p;
    size_t left = s.n, space = room;
    iconv_t cd = iconv_open("UTF-8", e->iconv);
    if (cd == (iconv_t)-1)
        return false;
    while (left && iconv(cd, &from, &left, &to, &space) == (size_t)-1) {
        if (errno == E2BIG || space < 3)
            break;
        size_t n = fc_utf8_encode(FC_REPLACEMENT, to);
        to += n;
        space -= n;
        out->bad++;
        size_t skip = errno == EINVAL || left < step ? left : step;
        from += skip;
        left -= skip;
    }
    iconv(cd, NULL, NULL, &to, &space); /* Big5-HKSCS and windows-1258 hold one back */
    iconv_close(cd);
    fc_trim(a, text, room, (size_t)(to - text));
    out->text = (fc_str){ text, (size_t)(to - text) };
    return true;
}

static bool decode(const fc_encoding *e, fc_str s, fc_arena *a, fc_charset *out)
{
    out->name = e->name;
    out->bad = 0;
    switch (e->kind) {
    case FC_ENC_UTF8:
        out->text = fc_utf8_repair(s, a, &out->bad);
        return true;
    case FC_ENC_1252:
    case FC_ENC_USER:
        /* Bytes below 80 are the same in UTF-8. */
        out->text = fc_utf8_count(s) == s.n && fc_utf8_valid(s) == s.n
                        ? s : decode_bytes(s, e->kind == FC_ENC_USER, a);
        return true;
    case FC_ENC_ICONV:
    case FC_ENC_UTF16:
        return decode_iconv(e, s, a, out);
    case FC_ENC_REPLACEMENT:
        break;
    }
    return false;
}

/* Lead bytes of UTF-8, or of what stands for them in a text of another encoding. */
static size_t leads(fc_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.p[i] >= 0xC0;
    return n;
}

/* Whether the bytes are UTF-8 whatever is declared. Text of other encodings is mostly
 * faulty UTF-8: of 700 pages written in 17 encodings none had 3 good sequences and fewer
 * than two faulty ones for 3, but those whose text had been encoded twice, which is thus
 * undone. A page that is cut, or has pieces in another encoding, is UTF-8 still. */
static bool must_be_utf8(fc_str s)
{
    size_t good = 0, bad = 0;
    for (;;) {
        size_t n = fc_utf8_valid(s);
        good += leads(fc_str_sub(s, 0, n));
        if (n == s.n)
            return good >= PROOF && bad <= good / GOOD_FOR_BAD;
        bad++;
        if (bad > FEW_BAD && bad > good)
            return false;       /* do not walk to the end of what is plainly none */
        s = fc_str_sub(s, n + 1, s.n);
    }
}

/* What the bytes look like, which are no UTF-8; NULL when there is no telling. */
static const fc_encoding *guess(fc_str s)
{
    const fc_encoding *e = NULL;
#ifdef HAVE_UCHARDET
    uchardet_t u = uchardet_new();
    if (u) {
        if (uchardet_handle_data(u, s.p, s.n < GUESS ? s.n : GUESS) == 0) {
            uchardet_data_end(u);
            e = fc_encoding_find(fc_str_of(uchardet_get_charset(u)));
        }
        uchardet_delete(u);
    }
#endif
    return e && e->kind != FC_ENC_UTF8 && e->kind != FC_ENC_REPLACEMENT ? e : NULL;
}

/* UTF-16 without a mark: half of the bytes of a page with tags are NUL. */
static const fc_encoding *guess_utf16(fc_str s)
{
    size_t n = s.n < PRESCAN ? s.n & ~(size_t)1 : PRESCAN, nul[2] = { 0, 0 };
    for (size_t i = 0; i < n; i++)
        nul[i & 1] += s.p[i] == '\0';
    if (n >= 16 && nul[1] > n / 4 && nul[0] <= n / 32)
        return fc_encoding_find(FC_STR("utf-16le"));
    if (n >= 16 && nul[0] > n / 4 && nul[1] <= n / 32)
        return fc_encoding_find(FC_STR("utf-16be"));
    return NULL;
}

static bool has_jis_escape(fc_str s)
{
    const char *esc = s.n ? memchr(s.p, 0x1B, s.n) : NULL;
    return esc && (fc_str_find(s, FC_STR("\x1B$B")) < s.n ||
                   fc_str_find(s, FC_STR("\x1B$@")) < s.n);
}

static const fc_encoding *detect(fc_str s, const char **from)
{
    const fc_encoding *e = guess_utf16(s);
    *from = "detected";
    if (!e && has_jis_escape(s))
        e = fc_encoding_find(FC_STR("iso-2022-jp"));
    if (!e && (fc_utf8_valid(s) == s.n || must_be_utf8(s)))
        e = fc_encoding_find(FC_STR("utf-8"));
    if (!e)
        e = guess(s);
    if (!e) {
        *from = "default";
        e = fc_encoding_find(FC_STR("windows-1252"));
    }
    return e;
}

static const fc_encoding *byte_order_mark(fc_str *s)
{
    static const struct { const char *mark; size_t n; const char *label; } marks[] = {
        { "\xEF\xBB\xBF", 3, "utf-8" }, { "\xFE\xFF", 2, "utf-16be" },
        { "\xFF\xFE", 2, "utf-16le" },
    };
    for (size_t i = 0; i < 3; i++)
        if (fc_str_starts(*s, (fc_str){ marks[i].mark, marks[i].n })) {
            *s = fc_str_sub(*s, marks[i].n, s->n);
            return fc_encoding_find(fc_str_of(marks[i].label));
        }
    return NULL;
}

static fc_str unquoted(fc_str s)
{
    s = fc_str_trim(s);
    if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
        s = fc_str_sub(s, 1, s.n - 1);
    return s;
}

static const fc_encoding *declared(fc_str *s, fc_str http_label, bool html,
                                   const char **from)
{
    const fc_encoding *e = byte_order_mark(s);
    *from = "bom";
    if (!e) {
        *from = "http";
        e = fc_encoding_find(unquoted(http_label));
    }
    if (!e && html) {
        *from = "meta";
        e = fc_prescan(*s, PRESCAN);
    }
    return e;
}

/* Not one of UTF-8 or UTF-16. */
static bool is_of_bytes(const fc_encoding *e)
{
    return e->kind != FC_ENC_UTF8 && e->kind != FC_ENC_UTF16;
}

bool fc_charset_says_utf8(fc_str *bytes, fc_str http_label)
{
    const char *from;
    const fc_encoding *e = declared(bytes, http_label, true, &from);
    return e && e->kind == FC_ENC_UTF8;
}

bool fc_charset_hopeless(fc_str repaired, size_t bad)
{
    size_t good = leads(repaired);
    return bad > FEW_BAD && bad > (good - bad) / 10;
}

fc_rc fc_charset_decode(fc_str bytes, fc_str http_label, bool html, fc_arena *a,
                        fc_charset *out)
{
    memset(out, 0, sizeof *out);
    const fc_encoding *e = declared(&bytes, http_label, html, &out->from);
    if (!e && html && fc_utf8_valid(bytes) < bytes.n)
        e = fc_prescan(bytes, LATE_PRESCAN);
    const fc_encoding *said = e;
    if (!e)
        e = detect(bytes, &out->from);
    if (said && is_of_bytes(said) && must_be_utf8(bytes)) {
        e = fc_encoding_find(FC_STR("utf-8"));
        out->from = "detected";
        out->declared = said->name;
    }
    if (!decode(e, bytes, a, out))
        return FC_EDATA;
    if (e->kind == FC_ENC_UTF8 && out->bad &&
        fc_charset_hopeless(out->text, out->bad)) {
        fc_charset other = { .from = "detected", .declared = e->name };
        const fc_encoding *found = guess(bytes);
        if (found && decode(found, bytes, a, &other))
            *out = other;
    }
    return FC_OK;
}
