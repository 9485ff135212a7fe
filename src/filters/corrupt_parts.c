/* corrupt_parts.c - see corrupt_parts.h. */
#include "filters/corrupt_parts.h"

#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "filters/corrupt_pairs.h"
#include "text/chars.h"
#include "text/prose.h"
#include "text/words.h"

#include "filters/corrupt_weights.h"

#include <math.h>

typedef enum script { NONE, LATIN, CYRILLIC, GREEK, ANOTHER } script;

/* What was counted. */
typedef struct tally {
    size_t chars, words, letters;
    size_t misread, replaced, escaped, binary, marks, symbols, digits;
    size_t swapped, mixed, vowelless, long_words, short_words, capitals, stops, commas;
    size_t latin_words;
    double pair_bits;           /* beyond what is usual */
    size_t pairs, ideographs, rare;
    size_t no_pairs;            /* letters of scripts that have no table of pairs */
} tally;

/* The word that is being read. */
typedef struct word {
    size_t letters, begin;
    uint32_t of[ANOTHER + 1];   /* letters of each script */
    bool vowel, lower, swapped, capital;
    fc_corrupt_place last;      /* its letter or mark before */
} word;

/* ---------------------------------------------------------------- characters */

/* Greek: the alphabet only. Its archaic and Coptic letters are typed for African ones. */
static script script_of(uint32_t c)
{
    if (c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF))
        return LATIN;
    if (c >= 0x386 && c <= 0x3CE)
        return GREEK;
    return c >= 0x400 && c <= 0x52F ? CYRILLIC : ANOTHER;
}

/* The byte that Windows-1252 (and Latin-1) writes the character as, 0 when it is none of
 * the upper half. */
static unsigned byte_1252(uint32_t c)
{
    static const uint16_t upper[32] = {
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030,
        0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D,
        0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
    };
    if (c >= 0x80 && c <= 0xFF)
        return c;
    for (unsigned i = 0; c > 0xFF && i < 32; i++)
        if (upper[i] == c)
            return 0x80 + i;
    return 0;
}

/* The same for Windows-1251, of what follows a first byte of UTF-8 for Cyrillic. */
static bool follows_1251(uint32_t c)
{
    return (c >= 0xA0 && c <= 0xBB) || (c >= 0x402 && c <= 0x40F) ||
           (c >= 0x452 && c <= 0x45F) || c == 0x401 || c == 0x451 || c == 0x404 ||
           c == 0x454 || c == 0x2116 || c == 0x490 || c == 0x491 ||
           (c >= 0x2013 && c <= 0x203A) || c == 0x20AC || c == 0x2122;
}

/* Characters that are one character of UTF-8 read byte by byte, which begins at s. */
static size_t misread(fc_str s, uint32_t first, size_t n, size_t *bytes)
{
    unsigned lead = byte_1252(first);
    uint32_t code;
    size_t want = lead >= 0xC2 && lead <= 0xDF ? 1 : lead >= 0xE0 && lead <= 0xEF ? 2
                  : lead >= 0xF0 && lead <= 0xF4 ? 3 : 0, k;
    *bytes = n;
    if (fc_str_starts(s, FC_STR("вЂ")))       /* E2 80: quotes, dashes */
        return 3;
    if ((first == 0x420 || first == 0x421) && n < s.n) { /* D0, D1 in Windows-1251 */
        k = fc_utf8_decode(fc_str_sub(s, n, s.n), &code, NULL);
        *bytes = n + k;
        return follows_1251(code) ? 2 : 0;
    }
    for (size_t i = 0; i < want; i++) {
        if (*bytes >= s.n)
            return 0;
        k = fc_utf8_decode(fc_str_sub(s, *bytes, s.n), &code, NULL);
        unsigned byte = byte_1252(code);
        if (byte < 0x80 || byte > 0xBF)
            return 0;
        *bytes += k;
    }
    return want ? want + 1 : 0;
}

static bool is_binary(uint32_t c)
{
    if (c < ' ')
        return c != '\n' && c != '\t' && c != '\r';
    return (c >= 0x7F && c < 0xA0 && c != 0x85) || (c >= 0xE000 && c <= 0xF8FF) ||
           c >= 0xF0000 || (c & 0xFFFE) == 0xFFFE;
}

/* Does a mark need no letter before it? Those of symbols and emoji (variation selectors
 * too) do not, nor do those of Burmese, which the Zawgyi fonts have before the letter. */
static bool is_free_mark(uint32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0x1000 && c <= 0x109F);
}

static bool is_common(uint32_t c)
{
    return (c < 128 && strchr(".,;:!?'\"()-_", (int)c) && c) ||
           (c >= 0x2013 && c <= 0x201E) || c == 0x2026 || c == 0xAB || c == 0xBB ||
           c == 0xBF || c == 0xA1 || (c >= 0x3001 && c <= 0x3011) || c == 0x964 ||
           c == 0xFF01 || c == 0xFF1F || (c >= 0xFF08 && c <= 0xFF0C);
}

/* ---------------------------------------------------------------- words */

/* Hashes of words of four letters or more: how often each was there, and when last, in
 * stretches of so many words, so that it does not depend on the length of the text. */
enum { TOP_SLOTS = 1 << 12, STRETCH = 128 };

typedef struct top {
    uint32_t count[TOP_SLOTS], stretch[TOP_SLOTS];
    uint32_t most, words, again;
} top;

static void count_top(top *t, fc_str w)
{
    size_t slot = fc_hash3(w.p, w.n) % TOP_SLOTS;
    uint32_t stretch = t->words++ / STRETCH + 1;
    t->again += t->stretch[slot] == stretch;
    t->stretch[slot] = stretch;
    if (++t->count[slot] > t->most)
        t->most = t->count[slot];
}

/* One Greek letter beside Latin ones is science's: TGFβ, μm. */
static bool is_mixed(const word *w)
{
    return w->of[LATIN] && (w->of[CYRILLIC] || w->of[GREEK] > 1);
}

/* In Russian of KOI8 read as Windows-1251 capitals are small letters and the reverse;
 * names of companies have theirs in the middle, too, but begin with one. */
static bool is_swapped(const word *w)
{
    return w->swapped && !w->capital && !w->of[LATIN] &&
           (w->of[CYRILLIC] || w->of[GREEK]);
}

static void end_word(tally *t, word *w, fc_str text, size_t end, top *most)
{
    bool latin = w->of[LATIN] == w->letters;
    if (!w->letters)
        return;
    t->words++;
    t->long_words += w->letters > 25;
    t->short_words += w->letters <= 3;
    t->capitals += w->capital;
    t->latin_words += latin;
    t->vowelless += latin && w->letters >= 5 && !w->vowel;
    t->swapped += is_swapped(w);
    t->mixed += is_mixed(w);
    if (w->letters >= 4)
        count_top(most, fc_str_sub(text, w->begin, end));
    *w = (word){ 0 };
}

/* A letter, or a mark that is written as one. Other marks stand between letters. */
static void add_pair(tally *t, word *w, uint32_t code, bool mark)
{
    fc_corrupt_place now = fc_corrupt_place_of(code);
    if (mark && !now.script)
        return;
    if (now.script && now.script == w->last.script) {
        t->pair_bits += fc_corrupt_pair(w->last, now);
        t->pairs++;
    }
    t->no_pairs += !now.script;
    w->last = now;
}

static void add_letter(tally *t, word *w, uint32_t code, unsigned flags, size_t at)
{
    bool upper = flags & FC_C_UPPER;
    uint32_t lower = upper ? fc_words_lower(code) : code;
    if (!w->letters) {
        w->begin = at;
        w->capital = upper;
    }
    w->letters++;
    w->of[script_of(code)]++;
    w->swapped = w->swapped || (upper && w->lower);
    w->lower = w->lower || !upper;
    w->vowel = w->vowel || lower >= 128 || strchr("aeiouy", (int)lower);
    add_pair(t, w, lower, false);
    t->letters++;
    if (fc_corrupt_is_ideograph(code)) {
        t->ideographs++;
        t->rare += fc_corrupt_is_rare(code);
    }
}

static void add_other(tally *t, uint32_t code, unsigned flags, bool stands)
{
    fc_words_kind kind = fc_words_kind_of(code);
    if (kind == FC_KIND_LETTER && code != '_')
        t->marks += !stands && !is_free_mark(code);
    else if (flags & FC_C_DIGIT)
        t->digits++;
    else if (!(flags & FC_C_SPACE) && !is_common(code))
        t->symbols++;
    t->stops += (flags & FC_C_STOP) != 0;
    t->commas += code == ',' || code == '|' || code == ';';
}

static char byte_at(fc_str text, size_t i)
{
    return i < text.n ? text.p[i] : ' ';
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Does a small letter follow, in what is no query of a URL? */
static bool before_letter(fc_str text, size_t i)
{
    enum { LONGEST = 32 };
    size_t end = i;
    while (end < i + LONGEST && is_small(fc_lower(byte_at(text, end))))
        end++;
    return is_small(byte_at(text, i)) && byte_at(text, end) != '=';
}

/* Does a word begin here, and not behind an exclamation? */
static bool begins_word(fc_str text, size_t at)
{
    return !at || (fc_is_space(text.p[at - 1]) && (at < 2 || text.p[at - 2] != '!'));
}

/* Does a question mark stand for a letter that a charset did not have? Before a letter it
 * does, and where two and more make a word (but "What! ??"); lost: the one before it
 * did. */
static bool is_lost(fc_str text, size_t at, bool lost)
{
    return text.p[at] == '?' &&
           (lost || before_letter(text, at + 1) ||
            (byte_at(text, at + 1) == '?' && begins_word(text, at)));
}

/* The byte behind digits from i on, of base 10 or 16; i when there are none. */
static size_t digits_end(fc_str text, size_t i, int base)
{
    size_t end = i, most = i + 8;
    while (end < most && fc_hex_value(byte_at(text, end)) >= 0 &&
           fc_hex_value(byte_at(text, end)) < base)
        end++;
    return end;
}

/* The bytes of what stands for a character in some notation that should have been read:
 * %D0 and =D0, where there is another, \u0442, &#1090; and (cid:57). 0: none. */
static size_t escape(fc_str text, size_t i)
{
    char c = text.p[i];
    size_t end;
    if ((c == '%' || c == '=') && digits_end(text, i + 1, 16) == i + 3)
        return byte_at(text, i + 3) == c || (i >= 3 && text.p[i - 3] == c) ? 3 : 0;
    if (c == '\\' && byte_at(text, i + 1) == 'u')
        return digits_end(text, i + 2, 16) == i + 6 ? 6 : 0;
    if (c == '&' && byte_at(text, i + 1) == '#') {
        end = byte_at(text, i + 2) == 'x' ? digits_end(text, i + 3, 16)
                                          : digits_end(text, i + 2, 10);
        return byte_at(text, end) == ';' ? end + 1 - i : 0;
    }
    if (c == '(' && fc_str_starts(fc_str_sub(text, i, text.n), FC_STR("(cid:"))) {
        end = digits_end(text, i + 5, 10);
        return byte_at(text, end) == ')' ? end + 1 - i : 0;
    }
    return 0;
}

static void count(fc_str text, tally *t, top *most)
{
    word w = { 0 };
    bool stands = false, lost = false;
    size_t n;
    for (size_t i = 0; i < text.n; i += n) {
        fc_str rest = { text.p + i, text.n - i };
        uint32_t code = (unsigned char)text.p[i];
        n = code < 128 ? 1 : fc_utf8_decode(rest, &code, NULL);
        unsigned flags = fc_chars_of(code);
        size_t bytes, wrong = code >= 0xC2 ? misread(rest, code, n, &bytes) : 0;
        t->misread += wrong;
        lost = is_lost(text, i, lost);
        t->replaced += lost || code == FC_REPLACEMENT;
        t->escaped += code < 128 ? escape(text, i) : 0;
        t->binary += is_binary(code);
        t->chars++;
        if (flags & FC_C_ALPHA) {
            add_letter(t, &w, code, flags, i);
            stands = true;
            continue;
        }
        add_other(t, code, flags, stands);
        if (fc_words_kind_of(code) == FC_KIND_LETTER && code != '_') {
            add_pair(t, &w, code, true);
            continue;
        }
        stands = false;
        end_word(t, &w, text, i, most);
    }
    end_word(t, &w, text, text.n, most);
}

/* ---------------------------------------------------------------- bytes */

/* Scripts have entropies of their own, so only that of texts mostly in ASCII tells, and
 * only of their ASCII. */
static double entropy(fc_str text)
{
    size_t n[256] = { 0 }, ascii = 0;
    double bits = 0;
    for (size_t i = 0; i < text.n; i++)
        n[(unsigned char)text.p[i]]++;
    for (int c = 0; c < 128; c++)
        ascii += n[c];
    if (2 * ascii <= text.n)
        return usual_entropy;
    for (int c = 0; c < 128; c++)
        if (n[c])
            bits -= (double)n[c] * log2((double)n[c] / (double)ascii);
    return bits / (double)ascii / 8;
}

/* Share of windows that were there before, over the first 64 KiB: what compression
 * finds. */
static double repeats(fc_str text, fc_arena *a)
{
    enum { LOOKED_AT = 1 << 16 };
    size_t n = text.n < LOOKED_AT ? text.n : LOOKED_AT, found = 0, slots = 256;
    uint64_t *seen, w;
    while (slots < 2 * n)
        slots *= 2;
    seen = fc_zalloc(a, slots, sizeof *seen);
    for (size_t i = 0; i + sizeof w <= n; i++) {
        memcpy(&w, text.p + i, sizeof w);
        uint64_t *slot = &seen[(w * 0x9E3779B97F4A7C15u) >> 40 & (slots - 1)];
        found += *slot == w;
        *slot = w;
    }
    return n > sizeof w ? (double)found / (double)(n - sizeof w + 1) : 0;
}

/* ---------------------------------------------------------------- all */

static double share(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : 0;
}

/* The mean of few pairs may be far from what is usual by chance: two standard errors. It
 * is told of all letters: some acronyms in Korean text are not all of it. */
static double unlikely(const tally *t)
{
    const double spread = 2;            /* bits, of pairs in clean text */
    const double slack = .05;           /* bits by which texts of a language differ */
    if (!t->pairs)
        return 0;
    double pairs = (double)t->pairs, all = pairs + (double)t->no_pairs;
    return fmax(0, t->pair_bits - 2 * spread * sqrt(pairs) - slack * pairs) / all / 16;
}

void fc_corrupt_measure(fc_str text, fc_arena *scratch, double part[FC_CORRUPT_PARTS])
{
    enum { IDEOGRAPHS = 10 };           /* that say nothing */
    enum { PROSE = 80 };                /* bytes that say enough */
    const double some_rare = .15;       /* are in Cantonese and in old texts */
    const double some_words = .02;      /* are run together, or typed in two layouts */
    tally t = { 0 };
    top *most = fc_zalloc(scratch, 1, sizeof *most);
    fc_str prose = fc_prose(text, false, scratch);
    if (prose.n >= PROSE)
        text = prose;
    count(text, &t, most);
    const double value[FC_CORRUPT_PARTS] = {
        [FC_CORRUPT_MOJIBAKE] = share(t.misread, t.chars),
        [FC_CORRUPT_REPLACED] = share(t.replaced, t.chars),
        [FC_CORRUPT_ESCAPED] = share(t.escaped, t.chars),
        [FC_CORRUPT_BINARY] = share(t.binary, t.chars),
        [FC_CORRUPT_MARKS] = share(t.marks, t.chars),
        [FC_CORRUPT_SYMBOLS] = share(t.symbols, t.chars),
        [FC_CORRUPT_DIGITS] = share(t.digits, t.chars),
        [FC_CORRUPT_SWAPPED] = fmax(0, share(t.swapped, t.words) - some_words),
        [FC_CORRUPT_MIXED] = fmax(0, share(t.mixed, t.words) - some_words),
        [FC_CORRUPT_VOWELLESS] = share(t.vowelless, t.latin_words),
        [FC_CORRUPT_LONG] = share(t.long_words, t.words),
        [FC_CORRUPT_SHORT] = share(t.short_words, t.words),
        [FC_CORRUPT_CAPITALS] = share(t.capitals, t.words),
        [FC_CORRUPT_STOPS] = share(t.stops, t.words),
        [FC_CORRUPT_COMMAS] = share(t.commas, t.words),
        [FC_CORRUPT_TOP] = share(most->most, most->words),
        [FC_CORRUPT_REPEATS] = repeats(text, scratch),
        [FC_CORRUPT_ENTROPY] = entropy(text),
        [FC_CORRUPT_UNLIKELY] = unlikely(&t),
        [FC_CORRUPT_RARE] = fmax(0, share(t.rare, t.ideographs + IDEOGRAPHS) - some_rare),
        [FC_CORRUPT_AGAIN] = share(most->again, t.words),
    };
    memcpy(part, value, sizeof value);
}

double fc_corrupt_decide(const double part[FC_CORRUPT_PARTS], size_t bytes,
                         double moved[FC_CORRUPT_PARTS])
{
    const double half = 50; /* so many bytes count half */
    double z = weight[FC_CORRUPT_PARTS], certain = (double)bytes / ((double)bytes + half);
    for (int i = 0; i < FC_CORRUPT_PARTS; i++) {
        moved[i] = certain * weight[i] * (sqrt(part[i]) - usual[i]);
        z += moved[i];
    }
    return 1 / (1 + exp(-z));
}
