/* features.c - one pass over UTF-8: words, pairs, grams and marks, and counts for measures.
 *
 * The window is copied twice with zeros around it: as it is, and folded, where ASCII letters are
 * small, digits stay and all other ASCII is zero. In the folded copy eight bytes at a time show
 * where a word ends, and are hashed as they stand. Letters beyond ASCII take a slower way, one
 * by one, that folds them in place and then joins in. */
#include "classifiers/features.h"

#include "base/bits.h"
#include "base/str.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

enum { PAD = 16, FEWEST_SLOTS = 2048, MOST_SLOTS = 1 << 20, SLOTS_PER_BYTE = 2 };
enum { SPACE, MARK, LETTER, IDEOGRAPH };    /* of a character */
enum { NO_MARK = 0x200000 };    /* above all codes: a shape stood there */

typedef struct scan {
    const unsigned char *text;  /* the window */
    unsigned char *folded;
    size_t at, n;
    fc_features *out;
    fc_counts counts;
    uint8_t *seen;              /* how often a hash occurred, by its upper bits */
    unsigned shift;
    uint64_t last_word;         /* hash of the word before; 0: none */
    uint32_t last_at;
    uint32_t last_mark;         /* mark, or shape of the word, that stood before */
    bool line_start;
    uint32_t han[2];            /* the two ideographs before; 0: none */
    uint32_t han_at[2];
} scan;

/* A word that was read. */
typedef struct word {
    uint64_t hash;
    size_t at, n;
} word;

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* So that a pair is not the same backwards. */
static uint64_t turned(uint64_t h)
{
    return h << 21 | h >> 43;
}

static uint32_t finish(uint64_t h)
{
    h *= 0xBF58476D1CE4E5B9u;
    return (uint32_t)(h >> 32);
}

/* ---------------------------------------------------------------- characters */

static int kind_of(uint32_t c)
{
    if (c >= 0x900 && c < 0x2000)
        return c == 0x964 || c == 0x965 ? MARK : LETTER;
    if (c < 0xC0)
        return c == 0xA0 || c == 0xAD ? SPACE : MARK;
    if (c < 0x900)
        return c == 0xD7 || c == 0xF7 || c == 0x37E || c == 0x387 || c == 0x60C || c == 0x61B ||
               c == 0x61F ? MARK : LETTER;
    if (c < 0x2C00)
        return c <= 0x200F || c == 0x202F || c == 0x205F || c == 0x2060 ? SPACE : MARK;
    if (c >= 0x3040 && c < 0xA000)
        return (c >= 0x3400 && c < 0x4DC0) || c >= 0x4E00 || c < 0x3100 ? IDEOGRAPH : LETTER;
    if (c >= 0x3000 && c < 0x3040)
        return c == 0x3000 ? SPACE : c >= 0x3005 && c <= 0x3007 ? IDEOGRAPH : MARK;
    if (c >= 0xE000 && c < 0xF900)
        return SPACE;
    if ((c >= 0xF900 && c < 0xFB00) || (c >= 0x20000 && c < 0x40000))
        return IDEOGRAPH;
    if (c == 0xFEFF || c >= 0xFFF0)
        return c >= 0x1F000 && c < 0x20000 ? MARK : c >= 0x10000 && c < 0xE0000 ? LETTER : SPACE;
    if (c >= 0xFF00)
        return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
               (c >= 0xFF41 && c <= 0xFF5A) || (c >= 0xFF66 && c <= 0xFFDC) ? LETTER : MARK;
    return c >= 0xFE10 && c < 0xFE70 ? MARK : LETTER;
}

/* Simple folding of the alphabets whose capitals differ by a fixed step. Both are two bytes of
 * UTF-8, so that a word can be folded in place. */
static uint32_t fold(uint32_t c)
{
    if (c < 0xC0)
        return c;
    if (c <= 0xDE)
        return c + 32;
    if (c >= 0x100 && c < 0x178)
        return c >= 0x139 && c <= 0x148 ? c + (c & 1) : c | 1;
    if (c >= 0x391 && c <= 0x3A9)
        return c + 32;
    if (c >= 0x400 && c <= 0x42F)
        return c < 0x410 ? c + 80 : c + 32;
    return c;
}

static bool is_sentence_end(uint32_t c)
{
    return c == 0x3002 || c == 0x964 || c == 0xFF01 || c == 0xFF1F || c == 0xFF0E;
}

/* The code point at `at`, which may be faulty or cut off by the window's end. */
static uint32_t decode(const scan *s, size_t at, size_t *n)
{
    const unsigned char *p = s->text + at;
    uint32_t code;
    if (p[0] >= 0xE1 && p[0] <= 0xEC && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *n = 3;
        return (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF && (p[1] & 0xC0) == 0x80) {
        *n = 2;
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    }
    *n = fc_utf8_decode((fc_str){ (const char *)p, s->n - at }, &code, NULL);
    return code;
}

/* 0x80 in the bytes of x, all below 0x80, that are from lo to hi. */
static uint64_t within(uint64_t x, unsigned lo, unsigned hi)
{
    return (x + (0x80 - lo) * FC_ONES) & ~(x + (0x7F - hi) * FC_ONES) & FC_HIGH;
}

static void fold_ascii(scan *s)
{
    for (size_t i = 0; i < s->n; i += 8) {
        uint64_t x = fc_load64(s->text + i), beyond = x & FC_HIGH, low = x & ~FC_HIGH;
        uint64_t capital = within(low, 'A', 'Z') & ~x, digit = within(low, '0', '9') & ~x;
        uint64_t letter = (within(low, 'a', 'z') & ~x) | capital;
        uint64_t kept = ((letter | digit | beyond) >> 7) * 0xFF;
        fc_store64(s->folded + i, (x | capital >> 2) & kept);
        s->counts.upper += fc_count_high(capital);
        s->counts.digits += fc_count_high(digit);
    }
}

/* ---------------------------------------------------------------- listing features */

/* Count a feature, and list it when its count is a power of two; returns the count, up to 255. */
static inline unsigned add(scan *s, int family, uint32_t hash, size_t at, size_t n)
{
    fc_feature_list *l = &s->out->family[family];
    uint8_t *count = &s->seen[hash >> s->shift];
    unsigned c = *count + 1u;
    size_t last = l->n;
    *count = (uint8_t)(c - (c >> 8));
    l->hash[last] = hash;
    l->n = last + ((c & (c - 1)) == 0 && c < 256);
    if (l->place)
        l->place[last] = (fc_place){ (uint32_t)at, (uint32_t)n };
    return c;
}

static void add_gram(scan *s, uint32_t hash, size_t at, size_t n)
{
    fc_feature_list *l = &s->out->family[FC_GRAMS];
    l->hash[l->n] = hash;
    if (l->place)
        l->place[l->n] = (fc_place){ (uint32_t)at, (uint32_t)n };
    l->n++;
}

/* Grams of a word of ASCII. What stands beside it in the folded copy is zero, but for the bytes of
 * characters beyond ASCII. */
static void add_ascii_grams(scan *s, const word *w)
{
    unsigned char beside[FC_WORD_MAX + 8];
    const unsigned char *p = s->folded + w->at - 1;
    fc_feature_list *l = &s->out->family[FC_GRAMS];
    uint32_t *hash = l->hash + l->n;
    size_t grams = w->n > 1 ? w->n - 1 : 0;
    if (p[0] >= 0x80 || p[w->n + 1] >= 0x80) {
        memcpy(beside + 1, p + 1, w->n);
        beside[0] = beside[w->n + 1] = 0;
        p = beside;
    }
    for (size_t i = 0; i < grams; i++)
        hash[i] = finish(fc_load32(p + i) + UINT64_C(0x400000000));
    for (size_t i = 0; l->place && i < grams; i++)
        l->place[l->n + i] = (fc_place){ (uint32_t)w->at, (uint32_t)w->n };
    l->n += grams;
}

static void add_grams(scan *s, const uint32_t *code, size_t n, const word *w)
{
    for (size_t i = 0; i + 4 <= n; i++) {
        uint64_t h = mix(code[i] | (uint64_t)code[i + 1] << 32, 4);
        add_gram(s, finish(mix(h, code[i + 2] | (uint64_t)code[i + 3] << 32)), w->at, w->n);
    }
}

/* ---------------------------------------------------------------- words */

/* By its first two bytes. */
static uint32_t shape_of(const scan *s, const word *w)
{
    unsigned first = s->text[w->at], next = s->text[w->at + 1];
    if (first - '0' < 10)
        return FC_SHAPE_NUMBER + (uint32_t)(w->n > 5 ? 5 : w->n);
    if (first - 'A' >= 26)
        return FC_SHAPE_LOWER;
    return next - 'A' < 26 ? FC_SHAPE_CAPITALS : FC_SHAPE_CAPITALISED;
}

/* All of a word but its grams; true when it is the first of its kind. */
static bool add_word(scan *s, const word *w)
{
    bool first = add(s, FC_WORDS, finish(w->hash), w->at, w->n) == 1;
    s->counts.different += first;
    if (s->last_word)
        add(s, FC_PAIRS, finish(mix(turned(s->last_word), w->hash)), s->last_at,
            w->at + w->n - s->last_at);
    if (s->line_start)
        add(s, FC_MARKS, finish(mix(w->hash, 99)), w->at, w->n);
    s->last_word = w->hash;
    s->last_at = (uint32_t)w->at;
    uint32_t shape = shape_of(s, w);
    s->counts.shape[shape]++;
    s->counts.length[w->n]++;
    s->last_mark = NO_MARK + shape;
    s->line_start = false;
    s->han[0] = s->han[1] = 0;
    s->at = w->at + w->n;
    return first;
}

/* A word with letters beyond ASCII, from its first byte on: its characters between zeros, for the
 * grams. Returns how many. */
static size_t take_letters(scan *s, word *w, uint32_t code[FC_WORD_MAX + 2])
{
    size_t at = w->at, chars = 1, n;
    code[0] = 0;
    while (at < s->n && at - w->at + 4 <= FC_WORD_MAX) {
        uint32_t c = s->folded[at];
        n = 1;
        if (c >= 0x80) {
            c = decode(s, at, &n);
            if (kind_of(c) != LETTER)
                break;
            s->counts.latin += c < 0x250;
            s->counts.indic += c >= 0x900 && c < 0xE00;
            c = fold(c);
            if (n == 2)
                fc_utf8_encode(c, (char *)s->folded + at);
        } else if (c == 0) {
            break;
        }
        code[chars++] = c;
        at += n;
    }
    code[chars++] = 0;
    w->n = at - w->at;
    w->hash = 1;
    for (size_t i = 0; i < w->n; i += 8) {
        uint64_t x = fc_load64(s->folded + w->at + i);
        w->hash = mix(w->hash, w->n - i < 8 ? x & (((uint64_t)1 << 8 * (w->n - i)) - 1) : x);
    }
    return chars;
}

/* Letters and digits of ASCII; false when a letter beyond ASCII follows. */
static bool take_ascii(scan *s, word *w)
{
    while (w->n < FC_WORD_MAX) {
        uint64_t x = fc_load64(s->folded + w->at + w->n);
        /* its lowest bit: the first byte that is 0 or beyond ASCII */
        uint64_t stop = ((x - FC_ONES) | x) & FC_HIGH;
        if (!stop) {
            w->hash = mix(w->hash, x);
            w->n += 8;
            continue;
        }
        uint64_t below = (stop & (~stop + 1)) >> 7;     /* 1 in the byte where it ends */
        if (below > 1)
            w->hash = mix(w->hash, x & (below - 1));
        w->n += fc_low_bit(below) / 8;
        size_t n, end = w->at + w->n;
        return !s->folded[end] || kind_of(decode(s, end, &n)) != LETTER;
    }
    return true;
}

static void read_word(scan *s)
{
    uint32_t code[FC_WORD_MAX + 2];
    word w = { .hash = 1, .at = s->at };
    size_t chars = take_ascii(s, &w) ? 0 : take_letters(s, &w, code);
    if (!add_word(s, &w))
        return;
    if (chars)
        add_grams(s, code, chars, &w);
    else
        add_ascii_grams(s, &w);
}

static void read_ideograph(scan *s, uint32_t code, size_t n)
{
    size_t end = s->at + n;
    s->counts.ideographs++;
    s->counts.different += add(s, FC_WORDS, finish(mix(7, code)), s->at, n) == 1;
    if (s->han[0])
        add(s, FC_PAIRS, finish(mix(mix(8, s->han[0]), code)), s->han_at[0], end - s->han_at[0]);
    if (s->han[1])
        add_gram(s, finish(mix(mix(mix(9, s->han[1]), s->han[0]), code)), s->han_at[1],
                 end - s->han_at[1]);
    s->han[1] = s->han[0];
    s->han_at[1] = s->han_at[0];
    s->han[0] = code;
    s->han_at[0] = (uint32_t)s->at;
    s->last_word = 0;
    s->last_mark = NO_MARK + FC_SHAPE_IDEOGRAPH;
    s->line_start = false;
    s->at = end;
}

/* ---------------------------------------------------------------- marks and the pass */

static bool ends_sentence(const scan *s, uint32_t code)
{
    if (code != '.' && code != '!' && code != '?')
        return is_sentence_end(code);
    unsigned char next = s->text[s->at + 1];    /* 0 at the end */
    return next == ' ' || next == '\n' || next == '\t' || next == '\r' || s->at + 1 == s->n;
}

static void read_mark(scan *s, uint32_t code, size_t n)
{
    add(s, FC_MARKS, finish(mix(mix(5, s->last_mark), code)), s->at, n);
    s->last_mark = code;
    s->counts.sentences += ends_sentence(s, code);
    if (code < 128)
        s->counts.mark[code]++;
    else
        s->counts.symbols++;
    s->line_start = code == '\n';
    s->han[0] = s->han[1] = 0;
    s->at += n;
}

/* What is beyond ASCII and no word; false when it is one. */
static bool read_other(scan *s)
{
    size_t n;
    uint32_t code = decode(s, s->at, &n);
    int kind = kind_of(code);
    if (kind == IDEOGRAPH)
        read_ideograph(s, code, n);
    else if (kind == MARK)
        read_mark(s, code, n);
    else if (kind == SPACE)
        s->at += n;
    return kind != LETTER;
}

/* ASCII that is neither letter nor digit. */
static void read_separator(scan *s)
{
    unsigned char c = s->text[s->at];
    if (c > ' ' ? c < 0x7F : c == '\n') {
        read_mark(s, c, 1);
        return;
    }
    s->counts.spaces += c == ' ';
    s->at++;
}

static void read_all(scan *s)
{
    while (s->at < s->n) {
        unsigned char c = s->folded[s->at];
        if (!c)
            read_separator(s);
        else if (c < 0x80 || !read_other(s))
            read_word(s);
    }
}

static void add_measures(scan *s)
{
    uint8_t step[FC_MEASURES];
    fc_feature_list *l = &s->out->family[FC_STEPS];
    fc_measure((fc_str){ (const char *)s->text, s->n }, &s->counts, step);
    for (uint32_t i = 0; i < 2 * FC_MEASURES; i++) {
        /* steps of half a doubling, twice: those that begin at whole and at odd quarters */
        l->hash[l->n] = i * FC_STEPS_EACH + (step[i / 2] + (i & 1)) / 2;
        if (l->place)
            l->place[l->n] = (fc_place){ i / 2, 0 };
        l->n++;
    }
}

/* The first `window` characters. */
static fc_str cut(fc_str text, size_t window)
{
    size_t n = 0, chars = 0;
    if (text.n > 0x7FFFFFFF)
        text.n = 0x7FFFFFFF;
    if (!window || text.n <= window)
        return text;
    for (; n + 8 <= text.n; n += 8) {
        uint64_t x = fc_load64(text.p + n);
        unsigned more = 8 - fc_count_high(x & ~(x << 1) & FC_HIGH);
        if (chars + more > window)
            break;
        chars += more;
    }
    for (; n < text.n; n++) {
        chars += ((unsigned char)text.p[n] & 0xC0) != 0x80;
        if (chars > window)
            break;
    }
    return fc_str_sub(text, 0, n);
}

static void make_lists(fc_features *out, size_t n, bool places, fc_arena *a)
{
    for (int k = 0; k < FC_FAMILIES; k++) {
        size_t most = k == FC_STEPS ? 2 * FC_MEASURES : n + 8;
        out->family[k].hash = fc_alloc(a, most * sizeof(uint32_t));
        if (places)
            out->family[k].place = fc_alloc(a, most * sizeof(fc_place));
    }
}

/* A copy with zeros before and behind, so that eight bytes can be read anywhere. */
static unsigned char *padded(fc_str text, fc_arena *a)
{
    unsigned char *p = fc_alloc(a, text.n + 2 * PAD);
    memset(p, 0, PAD);
    if (text.n)
        memcpy(p + PAD, text.p, text.n);
    memset(p + PAD + text.n, 0, PAD);
    return p + PAD;
}

void fc_features_extract(fc_str text, size_t window, bool places, fc_arena *a, fc_features *out)
{
    fc_str seen = cut(text, window);
    scan s = { .n = seen.n, .out = out, .line_start = true, .shift = 32 };
    size_t slots = 1;
    memset(out, 0, sizeof *out);
    out->bytes = seen.n;
    s.text = padded(seen, a);
    s.folded = padded(seen, a);
    size_t wanted = SLOTS_PER_BYTE * seen.n < MOST_SLOTS ? SLOTS_PER_BYTE * seen.n : MOST_SLOTS;
    while (slots < FEWEST_SLOTS || slots < wanted) {
        slots *= 2;
        s.shift--;
    }
    s.seen = fc_zalloc(a, slots, 1);
    make_lists(out, seen.n, places, a);
    fold_ascii(&s);
    read_all(&s);
    add_measures(&s);
}

double fc_features_norm(const fc_features *f, int family)
{
    size_t n = f->family[family].n;
    return n ? 1 / sqrt((double)n) : 0;
}
