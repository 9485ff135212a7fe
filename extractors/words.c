/* words.c - measure text as it is scanned: words, letters, digits, punctuation, and the
 * hashes of the first words. Raw text: of character references only those to letters are
 * read (whole pages are written in them), others part words. */
#include "base/str.h"
#include "extractors/page.h"
#include "base/utf8.h"
#include "html/entities.h"

enum { LETTER, CAPITAL, MARK, DIGIT, SPACE, REFERENCE, WIDE };

#define X4(x) x, x, x, x
#define X8(x) X4(x), X4(x)
#define X26(x) X8(x), X8(x), X8(x), x, x
#define X128(x) X8(x), X8(x), X8(x), X8(x), X8(x), X8(x), X8(x), X8(x), \
                X8(x), X8(x), X8(x), X8(x), X8(x), X8(x), X8(x), X8(x)

/* What a byte is; those beyond ASCII begin or continue wide characters. */
static const uint8_t class_of[256] = {
    X8(SPACE),        X8(SPACE),    X8(SPACE),     X8(SPACE),    SPACE,
    X4(MARK),         MARK,         REFERENCE,     X8(MARK),     MARK,
    X8(DIGIT),        DIGIT,        DIGIT,         X4(MARK),     MARK,
    MARK,             MARK,         X26(CAPITAL),  X4(MARK),     LETTER,
    MARK,             X26(LETTER),  X4(MARK),      MARK,         X128(WIDE),
};
_Static_assert(LETTER == 0 && CAPITAL == 1, "add_letters counts capitals by them");

/* How many quarters of a word a character is by itself: ideographs and kana 2, Thai and
 * its neighbours, which write without blanks, 1; 0: a letter as others; -1: no letter. */
static int wide_kind(uint32_t c)
{
    if (c < 0xC0)
        return c == 0xAA || c == 0xB5 || c == 0xBA ? 0 : -1;
    if (c >= 0x0E00 && c <= 0x0EFF)
        return 1;
    if (c >= 0x1000 && c <= 0x109F)
        return 1;
    if (c >= 0x2000 && c <= 0x2BFF)
        return -1;
    if (c >= 0x3000 && c <= 0x303F)
        return c == 0x3005 || c == 0x3007 ? 2 : -1;
    if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
        (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF))
        return 2;
    if ((c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) || c >= 0x1F000)
        return -1;
    return 0;
}

static bool sentence_end(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x3002 || c == 0xFF01 ||
           c == 0xFF1F || c == 0x2026 || c == 0x06D4 || c == 0x0964;
}

static uint32_t pair(uint32_t h, uint32_t last)
{
    uint32_t p = (h ^ last * 0x9E3779B1u) * 0x85EBCA6Bu;
    return p ^ p >> 16;
}

static void put_in_pairs(fc_pair_set *set, uint32_t p)
{
    set->bit[p >> 6 & 511] |= 1ull << (p & 63);
    set->any = true;
}

/* A word is complete. */
static void store(fc_block *b, uint32_t h, const fc_word_hints *hints)
{
    h ^= h >> 15;
    if (hints->body.any && b->stored) {
        uint32_t p = pair(h, b->last);
        b->pairs++;
        b->body_pairs += hints->body.bit[p >> 6 & 511] >> (p & 63) & 1;
    }
    if (b->stored < FC_BLOCK_WORDS)
        b->word[b->stored++] = h;
    b->last = h;
    b->text = (b->text ^ h) * 16777619u;
    unsigned in = hints->in[h >> 4 & 1023];
    b->title_words += in & FC_TITLE_WORD;
    b->description_words += in / FC_DESCRIPTION_WORD;
}

static void end_word(fc_block *b, fc_word_count *count, const fc_word_hints *hints)
{
    if (count->within)
        store(b, count->hash, hints);
    count->within = false;
    count->hash = 2166136261u;
}

static void wide(fc_block *b, fc_word_count *count, uint32_t c,
                 const fc_word_hints *hints)
{
    int kind = wide_kind(c);
    if (kind == 0) {
        count->quarter += count->within ? 0 : 4;
        count->within = true;
        for (; c; c >>= 8)
            count->hash = (count->hash ^ (c & 0xFF)) * 16777619u;
        b->ends = 0;
        return;
    }
    end_word(b, count, hints);
    if (kind > 0) {
        count->quarter += (unsigned)kind;
        store(b, (2166136261u ^ c) * 16777619u, hints);
        b->ends = 0;
    } else if (c != 0xA0) {
        b->punct++;
        b->ends = sentence_end(c);
    }
}

/* Letters from i on, and words behind single blanks; returns where they end. */
static size_t add_letters(fc_block *b, fc_word_count *count, fc_str s, size_t i,
                          const fc_word_hints *hints)
{
    const unsigned char *from = (const unsigned char *)s.p + i, *p = from;
    const unsigned char *end = (const unsigned char *)s.p + s.n;
    uint32_t h = count->hash, upper = 0, blanks = 0;
    count->quarter += count->within ? 0 : 4;
    for (;;) {
        unsigned kind, capitals = 0;
        for (; p < end && (kind = class_of[*p]) <= CAPITAL; p++) {
            capitals += kind;
            h = (h ^ (*p | 0x20u)) * 16777619u;
        }
        upper += capitals;
        if (end - p < 2 || *p != ' ' || class_of[p[1]] > CAPITAL)
            break;
        store(b, h, hints);
        h = 2166136261u;
        count->quarter += 4;
        blanks++;
        p++;
    }
    count->within = true;
    count->hash = h;
    b->upper += upper;
    b->chars += (uint32_t)(p - from) - blanks;
    b->ends = 0;
    return i + (size_t)(p - from);
}

/* Returns how many bytes of s it took. */
static size_t add_reference(fc_block *b, fc_word_count *count, fc_str s,
                            const fc_word_hints *hints)
{
    char out[8];
    size_t n, length = fc_entity_decode(s, false, out, &n);
    uint32_t code = 0;
    if (length)
        fc_utf8_decode((fc_str){ out, n }, &code, NULL);
    if (code >= 0x80 && wide_kind(code) >= 0)
        wide(b, count, code, hints);
    else
        end_word(b, count, hints);
    return length ? length : 1;
}

void fc_words_add(fc_block *b, fc_word_count *count, fc_str s, bool linked,
                  const fc_word_hints *hints)
{
    uint32_t before = count->quarter;
    if (!count->within)
        count->hash = 2166136261u;
    for (size_t i = 0; i < s.n;) {
        unsigned char c = (unsigned char)s.p[i];
        switch (class_of[c]) {
        case LETTER:
        case CAPITAL:
            i = add_letters(b, count, s, i, hints);
            break;
        case DIGIT:
            b->digits++;
            count->quarter += count->within ? 0 : 4;
            count->within = true;
            count->hash = (count->hash ^ '0') * 16777619u; /* numbers are alike */
            b->ends = 0;
            b->chars++;
            i++;
            break;
        case SPACE:
            end_word(b, count, hints);
            do
                i++;
            while (i < s.n && class_of[(unsigned char)s.p[i]] == SPACE);
            break;
        case MARK:
            end_word(b, count, hints);
            b->punct++;
            b->ends = sentence_end(c) || (b->ends && (c == '"' || c == ')'));
            b->chars++;
            i++;
            break;
        case REFERENCE:
            b->chars++;
            i += add_reference(b, count, fc_str_sub(s, i, s.n), hints);
            break;
        default: {
            uint32_t code;
            i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
            b->chars++;
            wide(b, count, code, hints);
        }
        }
    }
    b->words = (count->quarter + 3) / 4;
    if (linked)
        b->link_words += count->quarter - before; /* quarters until fc_words_end */
}

void fc_words_end(fc_block *b, fc_word_count *count, const fc_word_hints *hints)
{
    end_word(b, count, hints);
    b->words = (count->quarter + 3) / 4;
    b->link_words = (b->link_words + 3) / 4;
    if (b->link_words > b->words)
        b->link_words = b->words;
    memset(count, 0, sizeof *count);
}

/* In pieces of a word, or of as many ideographs as a block stores: they are in `where`,
 * or, where that is 0, the pairs of neighbours in the body. */
static void fill(fc_word_hints *words, unsigned where, fc_str text)
{
    static const fc_word_hints none = { .body = { .any = false } };
    fc_block b = { 0 };
    fc_word_count count = { 0 };
    uint32_t last = 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (
            i < text.n && !fc_is_space(text.p[i]) &&
            (i - from < 3 * FC_BLOCK_WORDS || ((unsigned char)text.p[i] & 0xC0) == 0x80))
            i++;
        b.stored = 0;
        fc_words_add(&b, &count, fc_str_sub(text, from, i), false, &none);
        fc_words_end(&b, &count, &none);
        for (unsigned k = 0; k < b.stored; k++) {
            if (where)
                words->in[b.word[k] >> 4 & 1023] |= (uint8_t)where;
            else
                put_in_pairs(&words->body, pair(b.word[k], last));
            last = b.word[k];
        }
        while (i < text.n && fc_is_space(text.p[i]))
            i++;
    }
}

void fc_word_hints_fill(fc_word_hints *words, const fc_page_hints *hints)
{
    memset(words, 0, sizeof *words);
    fill(words, FC_TITLE_WORD, hints->title);
    fill(words, FC_DESCRIPTION_WORD, hints->description);
    fill(words, 0, hints->body);
}
