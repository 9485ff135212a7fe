/* folded.c - a block of bytes at a time (bits.h). */
#include "classifiers/folded.h"

#include "base/bits.h"

enum { MOST_BLOCKS = 255 };         /* counters of blocks are bytes */
enum { UPPER, DIGITS, SPACES, LATIN, INDIC, COUNTERS };

/* A block as it is folded. */
typedef struct block {
    fc_bytes out, words;            /* words: marks of bytes of plain words */
    fc_bytes sum[COUNTERS];         /* of this block and those before */
    bool latin, indic;              /* such letters were seen: a text that has them has
                                       them often, and what is always so is guessed */
} block;

static void count(block *b, int what, fc_bytes marks)
{
    b->sum[what] += fc_bytes_where(marks, fc_bytes_of(1));
}

/* What there is of ASCII. */
FC_INLINE void fold_ascii(block *b, fc_bytes v)
{
    fc_bytes low = v | fc_bytes_of(0x20), letter = fc_bytes_in(low, 'a', 'z');
    fc_bytes digit = fc_bytes_in(v, '0', '9'), kept = digit | fc_bytes_in(v, 0x80, 0xFF);
    b->out = fc_bytes_where(letter, low) | fc_bytes_where(kept, v);
    b->words = letter | digit;
    count(b, UPPER, fc_bytes_in(v, 'A', 'Z'));
    count(b, DIGITS, digit);
    count(b, SPACES, fc_bytes_is(v, ' '));
}

/* Letters of two bytes begin with C3 and end with 80 to BF, but for 97 and B7, which are
 * signs. */
FC_INLINE fc_bytes is_latin(fc_bytes a, fc_bytes b)
{
    return fc_bytes_is(a, 0xC3) & fc_bytes_in(b, 0x80, 0xBF) &
           ~(fc_bytes_is(b, 0x97) | fc_bytes_is(b, 0xB7));
}

/* Up to C3 9E they are capitals, whose small ones are 20 further. Each byte is looked at
 * beside its neighbours. */
FC_INLINE void fold_latin(block *b, const unsigned char *from)
{
    fc_bytes v = fc_bytes_load(from);
    fc_bytes second = is_latin(fc_bytes_load(from - 1), v);
    b->out += fc_bytes_where(second & fc_bytes_in(v, 0x80, 0x9E), fc_bytes_of(0x20));
    b->words |= second | is_latin(v, fc_bytes_load(from + 1));
    count(b, LATIN, second);
}

/* Letters of three bytes are from E0 A4 80 to E0 A7 BF; E0 A5 A4 and A5 are stops. */
FC_INLINE fc_bytes is_indic(fc_bytes a, fc_bytes b, fc_bytes c)
{
    fc_bytes stop = fc_bytes_is(b, 0xA5) & fc_bytes_in(c, 0xA4, 0xA5);
    return fc_bytes_is(a, 0xE0) & fc_bytes_in(b, 0xA4, 0xA7) &
           fc_bytes_in(c, 0x80, 0xBF) & ~stop;
}

FC_INLINE void fold_indic(block *b, const unsigned char *from)
{
    fc_bytes v = fc_bytes_load(from), before = fc_bytes_load(from - 1);
    fc_bytes after = fc_bytes_load(from + 1);
    fc_bytes first = is_indic(v, after, fc_bytes_load(from + 2));
    b->words |= first | is_indic(before, v, after) |
                is_indic(fc_bytes_load(from - 2), before, v);
    count(b, INDIC, first);
}

/* In the block, or in the two bytes before it. */
FC_INLINE bool has_near(const unsigned char *from, unsigned char c)
{
    fc_bytes v = fc_bytes_load(from), before = fc_bytes_load(from - 2);
    return fc_bytes_marks(fc_bytes_is(v, c) | fc_bytes_is(before, c)) != 0;
}

FC_INLINE void fold_block(block *b, const unsigned char *from, unsigned char *to,
                          unsigned char *ends)
{
    fold_ascii(b, fc_bytes_load(from));
    b->latin |= has_near(from, 0xC3);
    b->indic |= has_near(from, 0xE0);
    if (b->latin)
        fold_latin(b, from);
    if (b->indic)
        fold_indic(b, from);
    fc_bytes_store(to, b->out);
    fc_bytes_store(ends, fc_bytes_where(~b->words, fc_bytes_of(0x80)));
}

static uint32_t total(fc_bytes sums)
{
    unsigned char each[FC_BYTES];
    uint32_t n = 0;
    fc_bytes_store(each, sums);
    for (int i = 0; i < FC_BYTES; i++)
        n += each[i];
    return n;
}

/* Room for n bytes with as much as the pad before and behind; those are `c`. */
static unsigned char *padded(size_t n, int c, fc_arena *a)
{
    unsigned char *p = fc_alloc(a, n + 2 * FC_FOLDED_PAD);
    memset(p, c, FC_FOLDED_PAD);
    memset(p + FC_FOLDED_PAD + n, c, FC_FOLDED_PAD);
    return p + FC_FOLDED_PAD;
}

fc_folded fc_fold(fc_str window, fc_counts *counts, fc_arena *a)
{
    size_t n = window.n;
    unsigned char *text = padded(n, 0, a), *folded = padded(n, 0, a);
    unsigned char *ends = padded(n, 0x80, a);
    if (n)
        memcpy(text, window.p, n);
    for (size_t i = 0; i < n;) {
        block b = { .out = fc_bytes_of(0) };
        for (int k = 0; k < MOST_BLOCKS && i < n; k++, i += FC_BYTES)
            fold_block(&b, text + i, folded + i, ends + i);
        counts->upper += total(b.sum[UPPER]);
        counts->digits += total(b.sum[DIGITS]);
        counts->spaces += total(b.sum[SPACES]);
        counts->latin += total(b.sum[LATIN]);
        counts->indic += total(b.sum[INDIC]);
    }
    return (fc_folded){ text, folded, ends, n };
}
