/* ngram_model.h - a model of which characters follow which, in one small table.
 *
 * Character n-grams up to the order of the model, hashed. Each has the bits that its last
 * character costs after the others (interpolated by Witten and Bell when it was trained),
 * and the bits that it costs to leave it as a context when the next character was not
 * seen after it. A character costs what its longest known n-gram says, plus leaving every
 * longer context.
 *
 * Text is seen through fc_ngram_next: code points, a run of blanks as one blank, one with
 * a line end as a newline, every decimal digit of ASCII as 0.
 *
 * File, little-endian:
 *
 *     "fcngram\n"  u32 version 1, u32 log2 of the slots, u32 order, u32 n-grams,
 *     u32 bits of a character never seen, in 1/256, u32 0, u64 XXH64 of the bytes up to
 *     here and of the slots (seeded with the former)
 *     slots        u32: fingerprint << 16 | cost << 8 | leave; 0: free
 *
 * cost is in 1/12 bit, leave in 1/24. An n-gram stands in the first free slot from the
 * one that its hash names, at most FC_NGRAM_PROBES further. */
#ifndef FC_CLASSIFIERS_NGRAM_MODEL_H
#define FC_CLASSIFIERS_NGRAM_MODEL_H

#include "base/utf8.h"
#include "classifiers/mapped.h"

enum {
    FC_NGRAM_VERSION = 1,
    FC_NGRAM_HEADER = 40,
    FC_NGRAM_ORDER = 6,             /* at most */
    FC_NGRAM_MIN_BITS = 8,
    FC_NGRAM_MAX_BITS = 24,
    FC_NGRAM_PROBES = 64,
    FC_NGRAM_COST = 12,             /* steps of a bit */
    FC_NGRAM_LEAVE = 24
};

typedef struct fc_ngram {
    fc_mapped file;
    uint32_t bits, order, entries;
    double unseen;                  /* bits of a character that is not in the table */
    uint32_t *slot;
} fc_ngram;

fc_rc fc_ngram_open(const char *path, fc_ngram **model, fc_err *err);
fc_rc fc_ngram_open_bytes(const char *name, fc_str bytes, fc_ngram **model, fc_err *err);
void fc_ngram_close(fc_ngram *model);

/* What the text costs in bits, over its first `window` characters (0: all); *n is how
 * many there were, as the model sees them. */
double fc_ngram_bits(const fc_ngram *model, fc_str text, size_t window, size_t *n);

/* The character at byte *at as models see it; moves behind it. text may not end there. */
uint32_t fc_ngram_next(fc_str text, size_t *at);

/* hash[n]: of the n characters that end with c, from hash[n - 1] of those before it.
 * hash[0] is 0 for ever. In place: give the hashes of the place before. */
static inline void fc_ngram_hashes(uint64_t hash[FC_NGRAM_ORDER + 1], uint32_t order,
                                   uint32_t c)
{
    for (uint32_t n = order; n > 0; n--) {
        uint64_t h = (hash[n - 1] ^ c) * 0x9E3779B97F4A7C15u + n;
        hash[n] = h ^ h >> 32;
    }
}

/* Where a hash belongs, and what tells it from others there. */
static inline uint32_t fc_ngram_place(uint64_t hash, uint32_t bits)
{
    return (uint32_t)(hash * 0xBF58476D1CE4E5B9u >> (64 - bits));
}
static inline uint32_t fc_ngram_print(uint64_t hash)
{
    uint32_t print = (uint32_t)(hash * 0x94D049BB133111EBu >> 48);
    return print ? print : 1;
}

#endif
