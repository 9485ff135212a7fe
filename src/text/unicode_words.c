/* unicode_words.c - see unicode_words.h; WB numbers are the rules of UAX 29. */
#include "text/unicode_words.h"

#include "base/utf8.h"
#include "text/chars.h"
#include "text/words.h"

typedef enum kind { OTHER, LETTER, DIGIT, KATAKANA, CONNECTOR, MARK, ALONE } kind;

static bool is_katakana(uint32_t c)
{
    return (c >= 0x3031 && c <= 0x3035) || c == 0x309B || c == 0x309C ||
           (c >= 0x30A0 && c <= 0x30FF && c != 0x30FB) || (c >= 0x31F0 && c <= 0x31FF) ||
           (c >= 0x32D0 && c <= 0x32FE) || (c >= 0x3300 && c <= 0x3357) ||
           (c >= 0xFF66 && c <= 0xFF9D);
}

/* Thai, Lao, Myanmar and Khmer put no spaces and are cut by none of the rules. */
static bool is_complex(uint32_t c)
{
    return (c >= 0xE00 && c <= 0xEFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || (c >= 0x1950 && c <= 0x19DF);
}

/* Marks, format characters and joiners belong to what is before them (WB4). */
static bool is_mark(uint32_t code, unsigned flags)
{
    if (code == 0xAD || (code >= 0x200C && code <= 0x200F) || code == 0x2060 ||
        code == 0xFEFF)
        return true;
    return fc_words_kind_of(code) == FC_KIND_LETTER && code != '_' &&
           !(flags & FC_C_ALPHA);
}

static kind kind_of(uint32_t code)
{
    unsigned flags = fc_chars_of(code);
    if (code < 128)
        return flags & FC_C_ALPHA ? LETTER : flags & FC_C_DIGIT ? DIGIT
                                           : code == '_' ? CONNECTOR : OTHER;
    if (code == 0x203F || code == 0x2040 || code == 0x2054 || code == 0xFE33 ||
        code == 0xFE34 || (code >= 0xFE4D && code <= 0xFE4F) || code == 0xFF3F ||
        code == 0x202F)
        return CONNECTOR;
    if (is_katakana(code))
        return KATAKANA;
    if (is_mark(code, flags))
        return MARK;
    if (fc_words_kind_of(code) == FC_KIND_IDEOGRAPH ||
        (flags & FC_C_ALPHA && is_complex(code)))
        return ALONE;
    if (flags & FC_C_ALPHA)
        return LETTER;
    if (flags & FC_C_DIGIT && fc_words_kind_of(code) == FC_KIND_DIGIT)
        return DIGIT;
    return flags & FC_C_ALNUM ? ALONE : OTHER;
}

/* Does this character join what stands on both sides (WB6, 7, 11, 12)? */
static bool joins(uint32_t code, kind side)
{
    bool both = code == '.' || code == '\'' || code == 0x2018 || code == 0x2019 ||
                code == 0x2024 || code == 0xFE52 || code == 0xFF07 || code == 0xFF0E;
    if (side == LETTER)
        return both || code == ':' || code == 0xB7 || code == 0x387 || code == 0x55F ||
               code == 0x5F4 || code == 0x2027 || code == 0xFE13 || code == 0xFE55 ||
               code == 0xFF1A;
    return side == DIGIT &&
           (both || code == ',' || code == ';' || code == 0x37E || code == 0x589 ||
            code == 0x60C || code == 0x60D || code == 0x66C || code == 0x2044 ||
            code == 0xFE10 || code == 0xFE14 || code == 0xFF0C || code == 0xFF1B);
}

/* An ASCII letter or digit? */
static bool is_plain(char c)
{
    return (unsigned)((c | 32) - 'a') < 26 || (unsigned)(c - '0') < 10;
}

static kind read_kind(fc_str text, size_t at, size_t *n, uint32_t *code)
{
    *n = 0;
    if (at >= text.n)
        return OTHER;
    *n = fc_utf8_decode((fc_str){ text.p + at, text.n - at }, code, NULL);
    return kind_of(*code);
}

static bool stay_together(kind a, kind b)
{
    if (a == CONNECTOR || b == CONNECTOR)
        return a != OTHER && b != OTHER && a != ALONE && b != ALONE;
    if (a == KATAKANA || b == KATAKANA)
        return a == b;
    return (a == LETTER || a == DIGIT) && (b == LETTER || b == DIGIT);
}

/* The kind of what follows a joining character, past marks. */
static kind behind(fc_str text, size_t at)
{
    kind k;
    size_t n;
    uint32_t code;
    while ((k = read_kind(text, at, &n, &code)) == MARK)
        at += n;
    return k;
}

static size_t word_end(fc_str text, size_t at, kind last, bool *worded)
{
    size_t n;
    uint32_t code;
    while (at < text.n) {
        kind k = read_kind(text, at, &n, &code);
        if (k == OTHER) {
            if (!joins(code, last) || behind(text, at + n) != last)
                break;
        } else if (k != MARK) {
            if (!stay_together(last, k))
                break;
            *worded = *worded || k != CONNECTOR;
            last = k;
        }
        at += n;
    }
    return at;
}

/* Bytes of a word of ASCII letters and digits at `at` behind which a word ends whatever
 * comes next, or 0: most words. */
static size_t plain_word(fc_str text, size_t at)
{
    size_t i = at;
    while (i < text.n && is_plain(text.p[i]))
        i++;
    if (i == at || i == text.n)
        return i - at;
    unsigned char c = (unsigned char)text.p[i];
    if (c >= 128 || c == '_')
        return 0;
    if (c != '.' && c != '\'' && c != ':' && c != ',' && c != ';')
        return i - at;
    /* it joins only what it stands between */
    return i + 1 < text.n && ((unsigned char)text.p[i + 1] >= 128 ||
                              is_plain(text.p[i + 1]))
               ? 0
               : i - at;
}

bool fc_unicode_word(fc_str text, size_t *at, fc_str *word)
{
    size_t i = *at, n;
    uint32_t code;
    while (i < text.n) {
        if ((n = plain_word(text, i))) {
            *word = (fc_str){ text.p + i, n };
            *at = i + n;
            return true;
        }
        if (text.p[i] == ' ') {
            i++;
            continue;
        }
        kind k = read_kind(text, i, &n, &code);
        bool worded = k != OTHER && k != CONNECTOR && k != MARK;
        size_t end = k == OTHER ? i + n : word_end(text, i + n, k, &worded);
        *word = (fc_str){ text.p + i, end - i };
        i = end;
        if (worded) {
            *at = i;
            return true;
        }
    }
    *at = text.n;
    return false;
}
