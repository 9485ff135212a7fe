/* words.c - see words.h. ASCII is looked up in a table, the rest asked of utf8proc. */
#include "text/words.h"

#include "base/utf8.h"

#include <utf8proc.h>

#define O FC_KIND_OTHER
#define S FC_KIND_SPACE
#define L FC_KIND_LETTER
#define D FC_KIND_DIGIT
static const uint8_t ascii[128] = {
    O, O, O, O, O, O, O, O, O, S, S, S, S, S, O, O, O, O, O, O, O, O, O, O, O, O,
    O, O, O, O, O, O, S, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, D, D, D, D,
    D, D, D, D, D, D, O, O, O, O, O, O, O, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, L, O, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O,
};
#undef O
#undef S
#undef L
#undef D

/* Blocks of scripts that put no space between words and have a character for each
 * syllable or word (Unicode 15 block list). */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3021 && c <= 0x3029) ||
           (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0x3105 && c <= 0x312F) ||
           (c >= 0x31A0 && c <= 0x31BF) || (c >= 0x31F0 && c <= 0x31FF) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xA000 && c <= 0xA48C) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF66 && c <= 0xFF9F) || (c >= 0x1B000 && c <= 0x1B16F) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

fc_words_kind fc_words_kind_of(uint32_t code)
{
    if (code < 128)
        return (fc_words_kind)ascii[code];
    if (is_ideograph(code))
        return FC_KIND_IDEOGRAPH;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME:
        return FC_KIND_LETTER;
    case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO:
        return FC_KIND_DIGIT;
    case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
        return FC_KIND_SPACE;
    default:
        return code == 0x85 ? FC_KIND_SPACE : FC_KIND_OTHER;
    }
}

/* The character at byte `at`; its length is 0 at the end. */
static size_t char_at(fc_str text, size_t at, uint32_t *code)
{
    if (at >= text.n)
        return 0;
    unsigned char c = (unsigned char)text.p[at];
    if (c < 128) {
        *code = c;
        return 1;
    }
    return fc_utf8_decode((fc_str){ text.p + at, text.n - at }, code, NULL);
}

/* Does this character join what stands before and behind it? */
static bool joins(uint32_t code, fc_words_kind before, fc_words_kind behind)
{
    if (code == '\'' || code == 0x2019)
        return before == FC_KIND_LETTER && behind == FC_KIND_LETTER;
    return (code == '.' || code == ',') && before == FC_KIND_DIGIT &&
           behind == FC_KIND_DIGIT;
}

/* Where the word that has its first character before `at` ends. */
static size_t word_end(fc_str text, size_t at, fc_words_kind last)
{
    uint32_t code, after;
    size_t n;
    while ((n = char_at(text, at, &code))) {
        fc_words_kind kind = fc_words_kind_of(code);
        if (kind == FC_KIND_OTHER) {
            if (!char_at(text, at + n, &after) ||
                !joins(code, last, fc_words_kind_of(after)))
                break;
        } else if (kind != FC_KIND_LETTER && kind != FC_KIND_DIGIT) {
            break;
        } else {
            last = kind;
        }
        at += n;
    }
    return at;
}

bool fc_word_next(fc_str text, size_t *at, fc_str *word)
{
    uint32_t code;
    size_t n;
    for (size_t i = *at; (n = char_at(text, i, &code)); i += n) {
        fc_words_kind kind = fc_words_kind_of(code);
        if (kind < FC_KIND_LETTER)
            continue;
        *at = kind == FC_KIND_IDEOGRAPH ? i + n : word_end(text, i + n, kind);
        *word = (fc_str){ text.p + i, *at - i };
        return true;
    }
    *at = text.n;
    return false;
}

size_t fc_words_count(fc_str text)
{
    size_t at = 0, n = 0;
    fc_str word;
    while (fc_word_next(text, &at, &word))
        n++;
    return n;
}

uint32_t fc_words_lower(uint32_t code)
{
    if (code < 128)
        return code >= 'A' && code <= 'Z' ? code + 32 : code;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}
