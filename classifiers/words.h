/* words.h - how words and their grams are hashed; words with letters that are not plain
 * (folded.h). */
#ifndef FC_CLASSIFIERS_WORDS_H
#define FC_CLASSIFIERS_WORDS_H

#include "base/bits.h"
#include "base/utf8.h"
#include "classifiers/folded.h"

/* By what its letters are; only then are its grams read. */
enum { FC_WORD_ASCII, FC_WORD_PLAIN, FC_WORD_OTHER };

/* A word that was read. */
typedef struct fc_word {
    uint64_t hash;
    size_t at, n;
    int kind;
} fc_word;

/* Hashes of a word's beginning, end and stem; the first `n` of them are there. */
typedef struct fc_word_grams {
    uint32_t hash[3];
    unsigned n;
} fc_word_grams;

FC_INLINE uint64_t fc_word_mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

FC_INLINE uint32_t fc_word_finish(uint64_t h)
{
    h *= 0xBF58476D1CE4E5B9u;
    return (uint32_t)(h >> 32);
}

/* The first n bytes of eight, 1 or more. */
FC_INLINE uint64_t fc_word_bytes(uint64_t x, size_t n)
{
    return n < 8 ? x & ~UINT64_C(0) >> (64 - 8 * n) : x;
}

/* The code point at p, which may be faulty; zeros follow the `left` bytes. */
FC_INLINE uint32_t fc_word_decode(const unsigned char *p, size_t left, size_t *n)
{
    uint32_t code;
    if (p[0] >= 0xE0 && p[0] <= 0xEC && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *n = 3;
        code = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        if (code >= 0x800)              /* else it is spelt too long */
            return code;
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF && (p[1] & 0xC0) == 0x80) {
        *n = 2;
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    }
    *n = fc_utf8_decode((fc_str){ (const char *)p, left }, &code, NULL);
    return code;
}

/* A word with any letters, from its first byte on; folds it and counts those that are not
 * plain. */
fc_word fc_word_read(const fc_folded *f, size_t at, fc_counts *counts);

/* Grams of n bytes of ASCII at p, with zeros before and behind. */
FC_INLINE fc_word_grams fc_word_ascii_grams(const unsigned char *p, size_t n)
{
    uint32_t first = fc_load32(p) << 8 & 0xFFFFFFFFu >> 8 * (n == 2);
    uint32_t last = fc_load32(p + n - 3) & 0xFFFFFF;
    uint64_t stem = fc_load64(p) & UINT64_C(0xFFFFFFFFFFFF);
    return (fc_word_grams){ { fc_word_finish(first + UINT64_C(0x400000000)),
                              fc_word_finish(last + UINT64_C(0x400000000)),
                              fc_word_finish(fc_word_mix(stem, 6)) },
                            (n > 1) + (n > 2) + (n > 5) };
}

/* Of a folded word of another kind. */
fc_word_grams fc_word_plain_grams(const unsigned char *p, size_t n);
fc_word_grams fc_word_other_grams(const unsigned char *p, size_t n);

#endif
