/* words.c - words letter by letter, those that features.c does not read at a glance. */
#include "classifiers/words.h"

#include "classifiers/letters.h"

/* Letters and digits of ASCII; false when a byte beyond ASCII follows. */
static bool take_ascii(const fc_folded *f, fc_word *w)
{
    while (w->n < FC_WORD_MAX) {
        uint64_t x = fc_load64(f->folded + w->at + w->n);
        /* its lowest bit: the first byte that is 0 or beyond ASCII */
        uint64_t stop = ((x - FC_ONES) | x) & FC_HIGH;
        size_t n = stop ? fc_low_bit(stop) / 8 : 8;
        if (n)
            w->hash = fc_word_mix(w->hash, fc_word_bytes(x, n));
        w->n += n;
        if (stop)
            return f->folded[w->at + w->n] == 0;
    }
    return true;
}

/* A word with letters beyond ASCII, from its first byte on. */
static void take_letters(const fc_folded *f, fc_word *w, fc_counts *counts)
{
    size_t at = w->at, n;
    for (; at < f->n && at - w->at + 4 <= FC_WORD_MAX; at += n) {
        n = 1;
        if (f->folded[at] == 0)
            break;
        if (f->folded[at] < 0x80)
            continue;
        uint32_t c = fc_word_decode(f->text + at, f->n - at, &n);
        if (fc_letters_kind(c) != FC_LETTER)
            break;
        if (!f->ends[at])           /* plain ones are counted, and folded */
            continue;
        counts->latin += c < 0x250;
        counts->indic += c >= 0x900 && c < 0xE00;
        if (n == 2)                 /* no longer one has a capital (letters.h) */
            fc_utf8_encode(fc_letters_fold(c), (char *)f->folded + at);
    }
    w->n = at - w->at;
    w->hash = 1;
    for (size_t i = 0; i < w->n; i += 8)
        w->hash = fc_word_mix(w->hash, fc_word_bytes(fc_load64(f->folded + w->at + i),
                                                     w->n - i));
}

static bool is_letter_at(const fc_folded *f, size_t at)
{
    size_t n;
    uint32_t code = fc_word_decode(f->text + at, f->n - at, &n);
    return fc_letters_kind(code) == FC_LETTER;
}

fc_word fc_word_read(const fc_folded *f, size_t at, fc_counts *counts)
{
    fc_word w = { .hash = 1, .at = at };
    if (f->text[at] < 0x80 && (take_ascii(f, &w) || !is_letter_at(f, at + w.n)))
        return w;
    take_letters(f, &w, counts);
    w.kind = FC_WORD_OTHER;
    return w;
}

/* `n` characters from here on, an even number. */
FC_INLINE uint32_t gram_of(const uint32_t *code, uint64_t n)
{
    uint64_t h = n;
    for (; n > 0; n -= 2, code += 2)
        h = fc_word_mix(h, code[0] | (uint64_t)code[1] << 32);
    return fc_word_finish(h);
}

/* Of characters between zeros, so many with those. */
static fc_word_grams grams_of(const uint32_t *code, size_t chars)
{
    fc_word_grams g = { .n = (chars > 3) + (chars > 4) + (chars > 7) };
    g.hash[0] = g.n > 0 ? gram_of(code, 4) : 0;
    g.hash[1] = g.n > 1 ? gram_of(code + chars - 4, 4) : 0;
    g.hash[2] = g.n > 2 ? gram_of(code + 1, 6) : 0;
    return g;
}

fc_word_grams fc_word_other_grams(const unsigned char *p, size_t n)
{
    uint32_t code[FC_WORD_MAX + 2];
    size_t chars = 1;
    code[0] = 0;
    for (const unsigned char *end = p + n; p < end; p += n) {
        n = 1;
        code[chars++] = *p < 0x80 ? *p : fc_word_decode(p, (size_t)(end - p), &n);
    }
    code[chars++] = 0;
    return grams_of(code, chars);
}

/* A plain letter and how many bytes it has; no branch depends on it. */
FC_INLINE uint64_t plain_letter(const unsigned char *p, size_t *n)
{
    uint32_t two = p[0] >> 7, three = p[0] == 0xE0;
    uint32_t brief = p[two] + 0x40 * two;
    uint32_t longer = 0x900 + ((p[1] & 3u) << 6) + (p[2] & 0x3Fu);
    *n = 1 + two + three;
    return brief ^ ((brief ^ longer) & (0u - three));
}

FC_INLINE uint64_t next_letter(const unsigned char **p)
{
    size_t n;
    uint64_t code = plain_letter(*p, &n);
    *p += n;
    return code;
}

FC_INLINE uint64_t letter_before(const unsigned char **p)
{
    size_t n, more = (*p)[-1] >> 7;
    *p -= 1 + more + (more & ((*p)[-2] != 0xC3));
    return plain_letter(*p, &n);
}

/* As grams_of: the first six letters and the last three, whatever is there, so that no
 * branch depends on how many there are. In no array, from which two would be read at once
 * before both are written. */
fc_word_grams fc_word_plain_grams(const unsigned char *p, size_t n)
{
    const unsigned char *end = p + n;
    size_t chars = n;
    for (size_t i = 0; i < n; i += 8) {
        uint64_t x = fc_word_bytes(fc_load64(p + i), n - i);
        chars -= fc_count_high(x & ~(x << 1) & FC_HIGH);
    }
    uint64_t a = next_letter(&p), b = next_letter(&p), c = next_letter(&p);
    uint64_t d = next_letter(&p), e = next_letter(&p), f = next_letter(&p);
    uint64_t z = letter_before(&end), y = letter_before(&end), x = letter_before(&end);
    uint64_t first = fc_word_mix(4, a << 32), last = fc_word_mix(4, x | y << 32);
    uint64_t stem = fc_word_mix(fc_word_mix(6, a | b << 32), c | d << 32);
    first = fc_word_mix(first, chars > 2 ? b | c << 32 : b);
    return (fc_word_grams){ { fc_word_finish(first), fc_word_finish(fc_word_mix(last, z)),
                              fc_word_finish(fc_word_mix(stem, e | f << 32)) },
                            (chars > 1) + (chars > 2) + (chars > 5) };
}
