/* features.c - one pass over UTF-8: words, pairs, grams and marks, and counts for
 * measures.
 *
 * The window is copied twice with zeros around it: as it is, and folded, where ASCII
 * letters are small, digits stay and all other ASCII is zero. In the folded copy eight
 * bytes at a time show where a word ends, and are hashed as they stand. Letters beyond
 * ASCII take a slower way, one by one, that folds them in place and then joins in. */
#include "classifiers/features.h"

#include "base/bits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "classifiers/letters.h"

#include <math.h>
#include <string.h>

enum { PAD = 32, FEWEST_SLOTS = 2048, MOST_SLOTS = 1 << 20, SLOTS_PER_BYTE = 2 };
enum { NO_MARK = 0x200000 };    /* above all codes: a shape stood there */

/* What changes with every word. The loop over ASCII works on a copy of its own, so that
 * nothing it writes can change where it reads. */
typedef struct scan {
    const unsigned char *text;  /* the window */
    unsigned char *folded;
    size_t at, n;
    uint32_t *next[FC_STEPS];   /* where the next hash of each list goes */
    const fc_feature_list *list;
    fc_feature_rows rows;
    fc_counts *counts;
    uint8_t *seen;              /* how often a hash occurred, by its upper bits */
    uint64_t slots;             /* of seen; a power of two */
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
    uint32_t gram[3];           /* beginning, end, stem */
    unsigned grams;             /* so many of them, the first ones, are there */
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

/* The code point at `at`, which may be faulty or cut off by the window's end. */
FC_INLINE uint32_t decode(const scan *s, size_t at, size_t *n)
{
    const unsigned char *p = s->text + at;
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
    *n = fc_utf8_decode((fc_str){ (const char *)p, s->n - at }, &code, NULL);
    return code;
}

enum { FOLDED = 16, FOLDED_MOST = 255 * FOLDED };

/* One byte after another in a loop of known length: compilers make vectors of it. */
static void fold_block(const unsigned char *from, unsigned char *to, uint8_t *upper,
                       uint8_t *digits, uint8_t *spaces)
{
    unsigned char in[FOLDED], out[FOLDED];
    memcpy(in, from, FOLDED);
    for (int i = 0; i < FOLDED; i++) {
        uint8_t c = in[i], low = c | 0x20;
        uint8_t capital = (uint8_t)(c - 'A') < 26, digit = (uint8_t)(c - '0') < 10;
        uint8_t letter = (uint8_t)(low - 'a') < 26, kept = digit | c >> 7;
        out[i] = (uint8_t)((low & -letter) | (c & -kept));
        upper[i] = (uint8_t)(upper[i] + capital);
        digits[i] = (uint8_t)(digits[i] + digit);
        spaces[i] = (uint8_t)(spaces[i] + (c == ' '));
    }
    memcpy(to, out, FOLDED);
}

static void fold_ascii(scan *s)
{
    for (size_t i = 0; i < s->n;) {
        uint8_t upper[FOLDED] = { 0 }, digits[FOLDED] = { 0 }, spaces[FOLDED] = { 0 };
        size_t stop = s->n - i < FOLDED_MOST ? s->n : i + FOLDED_MOST;
        for (; i < stop; i += FOLDED)
            fold_block(s->text + i, s->folded + i, upper, digits, spaces);
        for (int k = 0; k < FOLDED; k++) {
            s->counts->upper += upper[k];
            s->counts->digits += digits[k];
            s->counts->spaces += spaces[k];
        }
    }
}

/* ---------------------------------------------------------------- listing features */

FC_INLINE void fetch_row(const scan *s, uint32_t hash)
{
    FC_PREFETCH((const char *)s->rows.first + (hash * s->rows.bytes >> 32));
}

/* Write a hash to a list, `ahead` places behind its end; it stays when the end moves past
 * it. */
FC_INLINE void put(const scan *s, int family, int ahead, uint32_t hash, size_t at,
                   size_t n, bool places)
{
    uint32_t *next = s->next[family] + ahead;
    fetch_row(s, hash);
    *next = hash;
    if (places)
        s->list[family].place[next - s->list[family].hash] =
            (fc_place){ (uint32_t)at, (uint32_t)n };
}

/* Count a feature, and list it when its count is a power of two below 256; returns the
 * count before. */
FC_INLINE unsigned add(scan *s, int family, uint32_t hash, size_t at, size_t n,
                       bool places)
{
    static const uint8_t listed[256] = { [0] = 1, [1] = 1, [3] = 1, [7] = 1, [15] = 1,
                                         [31] = 1, [63] = 1, [127] = 1 };
    uint8_t *seen = &s->seen[hash * s->slots >> 32];
    unsigned before = *seen;
    *seen = (uint8_t)(before + (before < 255));
    put(s, family, 0, hash, at, n, places);
    s->next[family] += listed[before];
    return before;
}

/* ---------------------------------------------------------------- words */

/* By its first two bytes. */
FC_INLINE uint32_t shape_of(const scan *s, const word *w)
{
    static const uint8_t shape[] = { FC_SHAPE_LOWER, FC_SHAPE_LOWER, FC_SHAPE_CAPITALISED,
                                     FC_SHAPE_CAPITALS };
    unsigned first = s->text[w->at], next = s->text[w->at + 1];
    if (first <= '9')
        return FC_SHAPE_NUMBER + (uint32_t)(w->n > 5 ? 5 : w->n);
    return shape[2 * (first < 'a') + (next - 'A' < 26)];
}

FC_INLINE void add_word(scan *s, const word *w, bool places)
{
    bool first = add(s, FC_WORDS, finish(w->hash), w->at, w->n, places) == 0;
    s->counts->different += first;
    put(s, FC_GRAMS, 0, w->gram[0], w->at, w->n, places);
    put(s, FC_GRAMS, 1, w->gram[1], w->at, w->n, places);
    put(s, FC_GRAMS, 2, w->gram[2], w->at, w->n, places);
    s->next[FC_GRAMS] += w->grams & (0u - first);   /* no branch that depends on it */
    if (s->last_word)
        add(s, FC_PAIRS, finish(mix(turned(s->last_word), w->hash)), s->last_at,
            w->at + w->n - s->last_at, places);
    if (s->line_start)
        add(s, FC_MARKS, finish(mix(w->hash, 99)), w->at, w->n, places);
    s->last_word = w->hash;
    s->last_at = (uint32_t)w->at;
    uint32_t shape = shape_of(s, w);
    s->counts->shape[shape]++;
    s->counts->length[w->n]++;
    s->last_mark = NO_MARK + shape;
    s->line_start = false;
    s->han[0] = s->han[1] = 0;
    s->at = w->at + w->n;
}

/* A word with letters beyond ASCII, from its first byte on: its characters between zeros,
 * for the grams. Returns how many. */
static size_t take_letters(scan *s, word *w, uint32_t code[FC_WORD_MAX + 2])
{
    size_t at = w->at, chars = 1, n;
    code[0] = 0;
    while (at < s->n && at - w->at + 4 <= FC_WORD_MAX) {
        uint32_t c = s->folded[at];
        n = 1;
        if (c >= 0x80) {
            c = decode(s, at, &n);
            if (fc_letters_kind(c) != FC_LETTER)
                break;
            s->counts->latin += c < 0x250;
            s->counts->indic += c >= 0x900 && c < 0xE00;
            if (n == 2) {           /* no longer one has a capital (letters.h) */
                c = fc_letters_fold(c);
                fc_utf8_encode(c, (char *)s->folded + at);
            }
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
        w->hash =
            mix(w->hash, w->n - i < 8 ? x & (((uint64_t)1 << 8 * (w->n - i)) - 1) : x);
    }
    return chars;
}

/* `n` characters from here on, an even number. */
static uint32_t gram_of(const uint32_t *code, uint64_t n)
{
    uint64_t h = n;
    for (; n > 0; n -= 2, code += 2)
        h = mix(h, code[0] | (uint64_t)code[1] << 32);
    return finish(h);
}

static void letter_grams(const uint32_t *code, size_t chars, word *w)
{
    w->grams = (chars > 3) + (chars > 4) + (chars > 7);
    w->gram[0] = w->grams > 0 ? gram_of(code, 4) : 0;
    w->gram[1] = w->grams > 1 ? gram_of(code + chars - 4, 4) : 0;
    w->gram[2] = w->grams > 2 ? gram_of(code + 1, 6) : 0;
}

/* The same of ASCII, from the bytes. */
FC_INLINE void ascii_grams(const scan *s, word *w)
{
    static const uint8_t grams[] = { 0, 0, 1, 2, 2, 2, 3 };     /* by length */
    uint32_t first = fc_load32(s->folded + w->at) << 8;
    uint32_t last = fc_load32(s->folded + w->at + w->n - 3) & 0xFFFFFF;
    uint64_t stem = fc_load64(s->folded + w->at) & UINT64_C(0xFFFFFFFFFFFF);
    first &= 0xFFFFFFFFu >> 8 * (w->n == 2);
    w->gram[0] = finish(first + UINT64_C(0x400000000));
    w->gram[1] = finish(last + UINT64_C(0x400000000));
    w->gram[2] = finish(mix(stem, 6));
    w->grams = grams[w->n < 6 ? w->n : 6];
}

/* Letters and digits of ASCII; false when a byte beyond ASCII follows. */
FC_INLINE bool take_ascii(const scan *s, word *w)
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
        return s->folded[w->at + w->n] == 0;
    }
    return true;
}

/* A word beside bytes beyond ASCII, which may be letters of it. */
static void read_word(scan *s)
{
    uint32_t code[FC_WORD_MAX + 2];
    word w = { .hash = 1, .at = s->at };
    size_t k;
    if (take_ascii(s, &w) || fc_letters_kind(decode(s, w.at + w.n, &k)) != FC_LETTER) {
        ascii_grams(s, &w);
    } else {
        letter_grams(code, take_letters(s, &w, code), &w);
    }
    add_word(s, &w, s->list[FC_WORDS].place != NULL);
    s->at += s->text[s->at] == ' ';
}

static void read_ideograph(scan *s, uint32_t code, size_t n)
{
    size_t end = s->at + n;
    bool places = s->list[FC_WORDS].place != NULL;
    s->counts->ideographs++;
    s->counts->different += add(s, FC_WORDS, finish(mix(7, code)), s->at, n, places) == 0;
    if (s->han[0])
        add(s, FC_PAIRS, finish(mix(mix(8, s->han[0]), code)), s->han_at[0],
            end - s->han_at[0], places);
    if (s->han[1])
        put(s, FC_GRAMS, 0, finish(mix(mix(mix(9, s->han[1]), s->han[0]), code)),
            s->han_at[1], end - s->han_at[1], places);
    s->next[FC_GRAMS] += s->han[1] != 0;
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

FC_INLINE bool ends_sentence(const scan *s, uint32_t code)
{
    if (code != '.' && code != '!' && code != '?')
        return code >= 0x80 && fc_letters_stop(code);
    unsigned char next = s->text[s->at + 1];    /* 0 at the end */
    return next == ' ' || next == '\n' || next == '\t' || next == '\r' ||
           s->at + 1 == s->n;
}

FC_INLINE void read_mark(scan *s, uint32_t code, size_t n, bool places)
{
    add(s, FC_MARKS, finish(mix(mix(5, s->last_mark), code)), s->at, n, places);
    s->last_mark = code;
    s->counts->sentences += ends_sentence(s, code);
    if (code < 128)
        s->counts->mark[code]++;
    else
        s->counts->symbols++;
    s->line_start = code == '\n';
    s->han[0] = s->han[1] = 0;
    s->at += n;
}

/* What is beyond ASCII and no word; false when it is one. */
static bool read_other(scan *s)
{
    size_t n;
    uint32_t code = decode(s, s->at, &n);
    int kind = fc_letters_kind(code);
    if (kind == FC_IDEOGRAPH)
        read_ideograph(s, code, n);
    else if (kind == FC_MARK)
        read_mark(s, code, n, s->list[FC_WORDS].place != NULL);
    else if (kind == FC_SPACE)
        s->at += n;
    return kind != FC_LETTER;
}

/* ASCII up to a byte beyond it, or to a word that has one at its end. */
FC_INLINE scan read_ascii(scan s, bool places)
{
    while (s.at < s.n) {
        unsigned char c = s.folded[s.at];
        if (c) {
            word w = { .hash = 1, .at = s.at };
            if (c >= 0x80 || !take_ascii(&s, &w))
                break;
            ascii_grams(&s, &w);
            add_word(&s, &w, places);
            s.at += s.text[s.at] == ' ';
            continue;
        }
        c = s.text[s.at];
        if (c > ' ' ? c < 0x7F : c == '\n') {
            read_mark(&s, c, 1, places);
        } else {
            s.at++;
        }
    }
    return s;
}

/* Where nothing of ASCII follows nothing is copied. */
static void read_all(scan *s)
{
    while (s->at < s->n) {
        if (s->text[s->at] < 0x80)
            *s = s->list[FC_WORDS].place ? read_ascii(*s, true) : read_ascii(*s, false);
        if (s->at < s->n && (s->text[s->at] < 0x80 || !read_other(s)))
            read_word(s);
    }
}

static void add_measures(const scan *s, fc_feature_list *l)
{
    uint8_t step[FC_MEASURES];
    fc_measure((fc_str){ (const char *)s->text, s->n }, s->counts, step);
    for (uint32_t i = 0; i < 2 * FC_MEASURES; i++) {
        /* steps of half a doubling, twice: those that begin at whole and at odd
         * quarters */
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

/* A power of two. */
static size_t slots_for(size_t bytes)
{
    size_t slots = FEWEST_SLOTS;
    while (slots < SLOTS_PER_BYTE * bytes && slots < MOST_SLOTS)
        slots *= 2;
    return slots;
}

void fc_features_extract_rows(fc_str text, size_t window, bool places,
                              fc_feature_rows rows, fc_arena *a, fc_features *out)
{
    fc_str seen = cut(text, window);
    fc_counts counts = { 0 };
    scan s = { .n = seen.n, .rows = rows, .list = out->family, .counts = &counts,
               .slots = slots_for(seen.n), .line_start = true };
    memset(out, 0, sizeof *out);
    out->bytes = seen.n;
    s.text = padded(seen, a);
    s.folded = padded(seen, a);
    s.seen = fc_zalloc(a, s.slots, 1);
    make_lists(out, seen.n, places, a);
    for (int k = 0; k < FC_STEPS; k++)
        s.next[k] = out->family[k].hash;
    fold_ascii(&s);
    read_all(&s);
    for (int k = 0; k < FC_STEPS; k++)
        out->family[k].n = (size_t)(s.next[k] - out->family[k].hash);
    add_measures(&s, &out->family[FC_STEPS]);
}

void fc_features_extract(fc_str text, size_t window, bool places, fc_arena *a,
                         fc_features *out)
{
    fc_features_extract_rows(text, window, places, (fc_feature_rows){ out, 0 }, a, out);
}

double fc_features_norm(const fc_features *f, int family)
{
    size_t n = f->family[family].n;
    return n ? 1 / sqrt((double)n) : 0;
}
