/* features.c - one pass over UTF-8: words, pairs, grams and marks, and counts for measures.
 *
 * The pass decodes each character once. A word is collected folded into an array of code
 * points, from which its hash and, the first time it occurs, its grams are taken. Words, pairs
 * and marks are counted in one small open table of positions into the feature lists. */
#include "classifiers/features.h"

#include "base/str.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

enum { FIRST_SLOTS = 4096 };
enum { SPACE, MARK, LETTER, IDEOGRAPH };
enum { SHAPE = 0x200000, CAPITALS = SHAPE + 16, CAPITALISED, MIXED, LOWER }; /* above all codes */

/* Kinds of ASCII: s space or control, n line end, m mark, d digit, U and l letters. */
static const char ascii_kind[129] =
    "sssssssssnssssssssssssssssssssss"
    "smmmmmmmmmmmmmmmddddddddddmmmmmm"
    "mUUUUUUUUUUUUUUUUUUUUUUUUUUmmmmm"
    "mllllllllllllllllllllllllllmmmms";

/* Letters and digits of ASCII in lower case, 0 for what is none. */
static const char ascii_folded[128] =
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" "0123456789" "\0\0\0\0\0\0\0"
    "abcdefghijklmnopqrstuvwxyz" "\0\0\0\0\0\0"
    "abcdefghijklmnopqrstuvwxyz" "\0\0\0\0\0";

typedef struct scan {
    fc_str text;            /* the window */
    size_t at;
    fc_arena *a;
    fc_features *out;
    fc_counts counts;
    uint32_t *slot;         /* family << 28 | place + 1; 0: free */
    size_t slots, used;
    uint32_t word[FC_WORD_MAX + 2];
    uint64_t last_word;     /* hash of the word before; 0: none */
    uint32_t last_at;
    uint32_t last_mark;     /* mark, or shape of the word, that stood before */
    bool line_start;
    uint32_t han[2];        /* the two ideographs before; 0: none */
    uint32_t han_at[2];
} scan;

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
    if (c < 0xC0)
        return c == 0xA0 || c == 0xAD ? SPACE : MARK;
    if (c < 0x2000)
        return c == 0xD7 || c == 0xF7 || c == 0x37E || c == 0x387 || c == 0x60C || c == 0x61B ||
               c == 0x61F || c == 0x964 || c == 0x965 ? MARK : LETTER;
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

/* Simple folding of the alphabets whose capitals differ by a fixed step. */
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

/* ---------------------------------------------------------------- counting features */

static fc_feature *append(scan *s, int family, uint32_t hash, size_t at, size_t n)
{
    fc_feature_list *l = &s->out->family[family];
    if (l->n == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 512;
        l->v = fc_grow(s->a, l->v, l->cap * sizeof *l->v, cap * sizeof *l->v);
        l->cap = cap;
    }
    fc_feature *f = &l->v[l->n++];
    *f = (fc_feature){ hash, 1, (uint32_t)at, (uint32_t)n };
    return f;
}

static uint32_t slot_hash(const scan *s, uint32_t slot)
{
    return s->out->family[slot >> 28].v[(slot & 0xFFFFFFF) - 1].hash;
}

static void grow_slots(scan *s)
{
    uint32_t *old = s->slot;
    size_t n = s->slots;
    s->slots *= 2;
    s->slot = fc_zalloc(s->a, s->slots, sizeof *s->slot);
    for (size_t i = 0; i < n; i++) {
        if (!old[i])
            continue;
        size_t j = slot_hash(s, old[i]) & (s->slots - 1);
        while (s->slot[j])
            j = (j + 1) & (s->slots - 1);
        s->slot[j] = old[i];
    }
}

/* Count a feature; true the first time. */
static bool count(scan *s, int family, uint32_t hash, size_t at, size_t n)
{
    size_t j = hash & (s->slots - 1);
    for (; s->slot[j]; j = (j + 1) & (s->slots - 1)) {
        uint32_t known = s->slot[j];
        fc_feature *f = &s->out->family[known >> 28].v[(known & 0xFFFFFFF) - 1];
        if (f->hash == hash && (int)(known >> 28) == family) {
            f->count++;
            return false;
        }
    }
    append(s, family, hash, at, n);
    s->slot[j] = (uint32_t)family << 28 | (uint32_t)s->out->family[family].n;
    if (++s->used * 2 > s->slots)
        grow_slots(s);
    return true;
}

/* ---------------------------------------------------------------- words */

/* The next character of a word at s->at, folded; 0 where the word ends. */
static uint32_t word_char(scan *s, size_t *n, uint32_t *capitals, uint32_t *digits)
{
    unsigned char c = (unsigned char)s->text.p[s->at];
    uint32_t code;
    if (c < 0x80) {
        char kind = ascii_kind[c];
        *n = 1;
        *digits += kind == 'd';
        *capitals += kind == 'U';
        return (unsigned char)ascii_folded[c];
    }
    *n = fc_utf8_decode(fc_str_sub(s->text, s->at, s->text.n), &code, NULL);
    if (kind_of(code) != LETTER)
        return 0;
    s->counts.latin += code < 0x250;
    s->counts.indic += code >= 0x900 && code < 0xE00;
    return fold(code);
}

static void add_grams(scan *s, const uint32_t *w, size_t n, size_t at, size_t bytes)
{
    for (size_t i = 0; i + 4 <= n; i++) {
        uint64_t h = mix(w[i] | (uint64_t)w[i + 1] << 32, 4);
        h = mix(h, w[i + 2] | (uint64_t)w[i + 3] << 32);
        append(s, FC_GRAMS, finish(h), at, bytes);
    }
}

static uint32_t shape_of(scan *s, size_t at, size_t n, uint32_t capitals, uint32_t digits)
{
    fc_counts *c = &s->counts;
    bool first = s->text.p[at] >= 'A' && s->text.p[at] <= 'Z';
    c->words++;
    c->word_bytes += (uint32_t)n;
    c->long_words += n >= 8;
    c->single += n == 1;
    c->upper += capitals;
    c->digits += digits;
    c->capitalised += first && capitals == 1;
    c->capitals += capitals > 1 && capitals == n;
    c->numbers += digits == n;
    c->years += digits == n && n == 4;
    if (digits == n)
        return SHAPE + (uint32_t)(n > 5 ? 5 : n);
    if (capitals == n && capitals > 1)
        return CAPITALS;
    return first ? CAPITALISED : digits ? MIXED : LOWER;
}

static void read_word(scan *s)
{
    size_t from = s->at, n = 1, bytes;
    uint32_t capitals = 0, digits = 0, c;
    uint64_t h = 1;
    s->word[0] = 1;
    while (s->at < s->text.n && n <= FC_WORD_MAX &&
           (c = word_char(s, &bytes, &capitals, &digits)) != 0) {
        s->word[n++] = c;
        h = mix(h, c);
        s->at += bytes;
    }
    s->word[n++] = 2;
    bytes = s->at - from;
    if (count(s, FC_WORDS, finish(h), from, bytes))
        add_grams(s, s->word, n, from, bytes);
    if (s->last_word)
        count(s, FC_PAIRS, finish(mix(turned(s->last_word), h)), s->last_at,
              s->at - s->last_at);
    if (s->line_start)
        count(s, FC_MARKS, finish(mix(h, 99)), from, bytes);
    s->last_word = h;
    s->last_at = (uint32_t)from;
    s->last_mark = shape_of(s, from, bytes, capitals, digits);
    s->line_start = false;
    s->han[0] = s->han[1] = 0;
}

static void read_ideograph(scan *s, uint32_t code, size_t n)
{
    size_t end = s->at + n;
    s->counts.ideographs++;
    count(s, FC_WORDS, finish(mix(7, code)), s->at, n);
    if (s->han[0])
        count(s, FC_PAIRS, finish(mix(mix(8, s->han[0]), code)), s->han_at[0],
              end - s->han_at[0]);
    if (s->han[1])
        append(s, FC_GRAMS, finish(mix(mix(mix(9, s->han[1]), s->han[0]), code)), s->han_at[1],
               end - s->han_at[1]);
    s->han[1] = s->han[0];
    s->han_at[1] = s->han_at[0];
    s->han[0] = code;
    s->han_at[0] = (uint32_t)s->at;
    s->last_word = 0;
    s->last_mark = SHAPE;
    s->line_start = false;
    s->at = end;
}

/* ---------------------------------------------------------------- marks and the pass */

static bool ends_sentence(const scan *s, uint32_t code)
{
    if (code != '.' && code != '!' && code != '?')
        return is_sentence_end(code);
    char next = s->at + 1 < s->text.n ? s->text.p[s->at + 1] : ' ';
    return next == ' ' || next == '\n' || next == '\t' || next == '\r';
}

static void read_mark(scan *s, uint32_t code, size_t n)
{
    count(s, FC_MARKS, finish(mix(3, code)), s->at, n);
    count(s, FC_MARKS, finish(mix(mix(5, s->last_mark), code)), s->at, n);
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

static void read_other(scan *s)
{
    uint32_t code;
    size_t n = fc_utf8_decode(fc_str_sub(s->text, s->at, s->text.n), &code, NULL);
    switch (kind_of(code)) {
    case LETTER:
        read_word(s);
        break;
    case IDEOGRAPH:
        read_ideograph(s, code, n);
        break;
    case MARK:
        read_mark(s, code, n);
        break;
    default:
        s->at += n;
    }
}

static void read_all(scan *s)
{
    while (s->at < s->text.n) {
        unsigned char c = (unsigned char)s->text.p[s->at];
        char kind = c < 0x80 ? ascii_kind[c] : 'x';
        if (kind == 's') {
            s->counts.spaces += c == ' ';
            s->at++;
        } else if (kind == 'm' || kind == 'n') {
            read_mark(s, kind == 'n' ? '\n' : c, 1);
        } else if (kind == 'x') {
            read_other(s);
        } else {
            read_word(s);
        }
    }
}

/* The first `window` characters. */
static fc_str cut(fc_str text, size_t window)
{
    size_t n = 0;
    if (text.n > 0x7FFFFFFF)
        text.n = 0x7FFFFFFF;
    if (!window || text.n <= window)
        return text;
    for (size_t chars = 0; n < text.n; n++) {
        chars += ((unsigned char)text.p[n] & 0xC0) != 0x80;
        if (chars > window)
            break;
    }
    return fc_str_sub(text, 0, n);
}

void fc_features_extract(fc_str text, size_t window, fc_arena *a, fc_features *out)
{
    scan s = { .text = cut(text, window), .a = a, .out = out, .line_start = true };
    memset(out, 0, sizeof *out);
    out->bytes = s.text.n;
    s.slots = FIRST_SLOTS;
    s.slot = fc_zalloc(a, s.slots, sizeof *s.slot);
    read_all(&s);
    s.counts.different = (uint32_t)out->family[FC_WORDS].n;
    fc_measure(s.text, &s.counts, out->measure);
}

double fc_features_norm(const fc_features *f, int family)
{
    size_t n = f->family[family].n;
    return n ? 1 / sqrt((double)n) : 0;
}
