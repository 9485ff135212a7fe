/* features.c - one pass over UTF-8: words, pairs, grams and marks, and counts for
 * measures.
 *
 * Plain words (folded.h) are found and hashed eight bytes at a time, as they stand
 * folded; words with other letters one letter after another (words.h). */
#include "classifiers/features.h"

#include "base/str.h"
#include "classifiers/letters.h"
#include "classifiers/words.h"

#include <math.h>

enum { FEWEST_SLOTS = 2048, MOST_SLOTS = 1 << 20, SLOTS_PER_BYTE = 2 };
enum { NO_MARK = 0x200000 };    /* above all codes: a shape stood there */

/* A word that is new to the document. */
typedef struct fresh {
    uint32_t at;
    uint8_t n, kind;
} fresh;

/* What changes with every word. It is never where something is written to by an address,
 * so that it stays in registers. */
typedef struct scan {
    fc_folded in;               /* the window */
    size_t at;
    uint32_t *next[FC_STEPS];   /* where the next hash of each list goes */
    fresh *fresh;               /* where the next new word goes */
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

/* So that a pair is not the same backwards. */
static uint64_t turned(uint64_t h)
{
    return h << 21 | h >> 43;
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

/* Whether no other letter follows a word that ends before p: ASCII, signs from C2 80 to
 * E2 AF BF, which stand in text of plain words, stops of Hindi, most ideographs. */
FC_INLINE bool ends_plain(const unsigned char *p)
{
    return p[0] < 0x80 || p[0] == 0xC2 || (p[0] == 0xE2 && p[1] < 0xB0) ||
           (p[0] == 0xE0 && p[1] == 0xA5 && (p[2] & 0xFE) == 0xA4) ||
           (p[0] == 0xE3 && p[1] < 0x84) || (p[0] >= 0xE5 && p[0] <= 0xE9);
}

/* A plain word, from its first byte on; false when another letter may follow, or when it
 * is long. */
FC_INLINE bool take_plain(const scan *s, fc_word *w)
{
    uint64_t stop, x, all = 0;
    while (!(stop = fc_load64(s->in.ends + w->at + w->n))) {
        x = fc_load64(s->in.folded + w->at + w->n);
        all |= x;
        w->hash = fc_word_mix(w->hash, x);
        w->n += 8;
        if (w->n == FC_WORD_MAX - 8)
            return false;
    }
    uint64_t upto = stop ^ (stop - 1);      /* all bits up to the byte where it ends */
    x = fc_load64(s->in.folded + w->at + w->n);
    uint64_t with_end = (all | (x & upto)) & FC_HIGH;
    x &= upto >> 8;
    if (upto > 0xFF)
        w->hash = fc_word_mix(w->hash, x);
    w->n += fc_low_bit(stop) / 8;
    if (!with_end)
        return true;
    w->kind = (all | x) & FC_HIGH ? FC_WORD_PLAIN : FC_WORD_ASCII;
    return ends_plain(s->in.folded + w->at + w->n);
}

/* By its first two bytes. */
FC_INLINE uint32_t shape_of(const scan *s, const fc_word *w)
{
    static const uint8_t shape[] = { FC_SHAPE_LOWER, FC_SHAPE_LOWER, FC_SHAPE_CAPITALISED,
                                     FC_SHAPE_CAPITALS };
    unsigned first = s->in.text[w->at], next = s->in.text[w->at + 1];
    if (first <= '9')
        return FC_SHAPE_NUMBER + (uint32_t)(w->n > 5 ? 5 : w->n);
    return shape[2 * (first < 'a') + (next - 'A' < 26)];
}

FC_INLINE void add_word(scan *s, const fc_word *w, bool places)
{
    bool first = add(s, FC_WORDS, fc_word_finish(w->hash), w->at, w->n, places) == 0;
    s->counts->different += first;
    *s->fresh = (fresh){ (uint32_t)w->at, (uint8_t)w->n, (uint8_t)w->kind };
    s->fresh += first;              /* no branch that depends on it */
    uint64_t pair = fc_word_mix(turned(s->last_word), w->hash);
    if (s->last_word)
        add(s, FC_PAIRS, fc_word_finish(pair), s->last_at, w->at + w->n - s->last_at,
            places);
    if (s->line_start)
        add(s, FC_MARKS, fc_word_finish(fc_word_mix(w->hash, 99)), w->at, w->n, places);
    s->last_word = w->hash;
    s->last_at = (uint32_t)w->at;
    uint32_t shape = shape_of(s, w);
    s->counts->shape[shape]++;
    s->counts->length[w->n]++;
    s->last_mark = NO_MARK + shape;
    s->line_start = false;
    s->han[0] = s->han[1] = 0;
    s->at = w->at + w->n;
    s->at += s->in.text[s->at] == ' ';
}

/* Three of each new word, when all are known. */
FC_INLINE void list_grams(scan *s, const fresh *from, bool places)
{
    for (; from < s->fresh; from++) {
        const unsigned char *p = s->in.folded + from->at;
        fc_word_grams g = from->kind == FC_WORD_ASCII   ? fc_word_ascii_grams(p, from->n)
                          : from->kind == FC_WORD_PLAIN ? fc_word_plain_grams(p, from->n)
                                                        : fc_word_other_grams(p, from->n);
        for (int i = 0; i < 3; i++)
            put(s, FC_GRAMS, i, g.hash[i], from->at, from->n, places);
        s->next[FC_GRAMS] += g.n;
    }
}

/* ---------------------------------------------------------------- ideographs */

/* An ideograph of three bytes of the blocks that are all ideographs, or 0. */
FC_INLINE uint32_t usual_ideograph(const unsigned char *p)
{
    uint32_t x = fc_load32(p);
    uint32_t code = (x & 0xF) << 12 | (x >> 2 & 0xFC0) | (x >> 16 & 0x3F);
    bool usual = (code - 0x3040 < 0x3100 - 0x3040) | (code - 0x4E00 < 0xA000 - 0x4E00);
    return (usual & ((x & 0xC0C0F0) == 0x8080E0)) ? code : 0;
}

FC_INLINE void add_ideograph(scan *s, uint32_t code, size_t n, bool places)
{
    size_t end = s->at + n;
    s->counts->different +=
        add(s, FC_WORDS, fc_word_finish(fc_word_mix(7, code)), s->at, n, places) == 0;
    if (s->han[0])
        add(s, FC_PAIRS, fc_word_finish(fc_word_mix(fc_word_mix(8, s->han[0]), code)),
            s->han_at[0], end - s->han_at[0], places);
    uint64_t before = fc_word_mix(fc_word_mix(9, s->han[1]), s->han[0]);
    put(s, FC_GRAMS, 0, fc_word_finish(fc_word_mix(before, code)), s->han_at[1],
        end - s->han_at[1], places);
    s->next[FC_GRAMS] += s->han[1] != 0;
    s->han[1] = s->han[0];
    s->han_at[1] = s->han_at[0];
    s->han[0] = code;
    s->han_at[0] = (uint32_t)s->at;
    s->at = end;
}

/* This one and those that follow it. */
FC_INLINE void read_ideographs(scan *s, uint32_t code, size_t n, bool places)
{
    s->last_word = 0;
    s->last_mark = NO_MARK + FC_SHAPE_IDEOGRAPH;
    s->line_start = false;
    do {
        s->counts->ideographs++;
        add_ideograph(s, code, n, places);
        code = usual_ideograph(s->in.text + s->at);
        n = 3;
    } while (code);
}

/* ---------------------------------------------------------------- marks and the pass */

FC_INLINE bool ends_sentence(const scan *s, uint32_t code)
{
    enum { STOP = 1, BLANK = 2 };
    static const uint8_t what[256] = { ['.'] = STOP, ['!'] = STOP, ['?'] = STOP,
                                       [' '] = BLANK, ['\n'] = BLANK, ['\t'] = BLANK,
                                       ['\r'] = BLANK };
    if (code >= 0x80)
        return fc_letters_stop(code);
    unsigned next = what[s->in.text[s->at + 1]] >> 1 | (s->at + 1 == s->in.n);
    return what[code] & next;
}

FC_INLINE void read_mark(scan *s, uint32_t code, size_t n, bool places)
{
    uint64_t hash = fc_word_mix(fc_word_mix(5, s->last_mark), code);
    add(s, FC_MARKS, fc_word_finish(hash), s->at, n, places);
    s->last_mark = code;
    s->counts->sentences += ends_sentence(s, code);
    if (code < 128)
        s->counts->mark[code]++;
    else
        s->counts->symbols++;
    s->line_start = code == '\n';
    s->han[0] = s->han[1] = 0;
    s->at += n;
    s->at += s->in.text[s->at] == ' ';
}

/* What is no plain word; FC_LETTER: nothing yet, it is another one. */
FC_INLINE int read_other(scan *s, bool places)
{
    size_t n = 1;
    uint32_t code = s->in.text[s->at];
    int kind = (code > ' ' && code != 0x7F) || code == '\n' ? FC_MARK : FC_SPACE;
    if (code >= 0x80) {
        code = fc_word_decode(s->in.text + s->at, s->in.n - s->at, &n);
        kind = fc_letters_kind(code);
    }
    if (kind == FC_MARK)
        read_mark(s, code, n, places);
    else if (kind == FC_SPACE)
        s->at += n;
    else if (kind == FC_IDEOGRAPH)
        read_ideographs(s, code, n, places);
    return kind;
}

FC_INLINE void read_all(scan s, bool places, fc_features *out)
{
    const fresh *from = s.fresh;
    while (s.at < s.in.n) {
        fc_word w = { .hash = 1, .at = s.at };
        if (s.in.ends[s.at] ? read_other(&s, places) == FC_LETTER : !take_plain(&s, &w)) {
            fc_folded in = s.in;
            w = fc_word_read(&in, s.at, s.counts);
        } else if (s.in.ends[w.at]) {
            continue;
        }
        add_word(&s, &w, places);
    }
    list_grams(&s, from, places);
    for (int k = 0; k < FC_STEPS; k++)
        out->family[k].n = (size_t)(s.next[k] - out->family[k].hash);
}

static void add_measures(const scan *s, fc_feature_list *l)
{
    uint8_t step[FC_MEASURES];
    fc_measure((fc_str){ (const char *)s->in.text, s->in.n }, s->counts, step);
    for (uint32_t i = 0; i < 2 * FC_MEASURES; i++) {
        /* steps of half a doubling, twice: those that begin at whole and at odd
         * quarters */
        l->hash[i] = i * FC_STEPS_EACH + (step[i / 2] + (i & 1)) / 2;
        FC_PREFETCH((const char *)s->rows.first + s->rows.bytes +
                    s->rows.each * l->hash[i]);
        if (l->place)
            l->place[i] = (fc_place){ i / 2, 0 };
    }
    l->n = (size_t)2 * FC_MEASURES;
}

/* The first `window` characters. So many bytes have at most so many: what they lack is
 * looked for behind them, until nothing is lacking. */
static fc_str cut(fc_str text, size_t window)
{
    size_t n = 0, left = window;
    if (text.n > 0x7FFFFFFF)
        text.n = 0x7FFFFFFF;
    if (!window || text.n <= window)
        return text;
    while (left && n < text.n) {
        fc_str part = fc_str_sub(text, n, n + left < text.n ? n + left : text.n);
        n += part.n;
        left -= fc_utf8_count(part);
    }
    while (n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n++;
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
    fc_counts counts = { 0 };
    scan s = { .in = fc_fold(cut(text, window), &counts, a), .rows = rows,
               .list = out->family, .counts = &counts, .line_start = true };
    memset(out, 0, sizeof *out);
    out->bytes = s.in.n;
    s.slots = slots_for(s.in.n);
    s.seen = fc_zalloc(a, s.slots, 1);
    make_lists(out, s.in.n, places, a);
    s.fresh = fc_alloc(a, (s.in.n + 1) * sizeof *s.fresh);
    for (int k = 0; k < FC_STEPS; k++)
        s.next[k] = out->family[k].hash;
    if (places)
        read_all(s, true, out);
    else
        read_all(s, false, out);
    add_measures(&s, &out->family[FC_STEPS]);
}

void fc_features_extract(fc_str text, size_t window, bool places, fc_arena *a,
                         fc_features *out)
{
    fc_feature_rows none = { out, 0, 0 };
    fc_features_extract_rows(text, window, places, none, a, out);
}

double fc_features_norm(const fc_features *f, int family)
{
    size_t n = f->family[family].n;
    return n ? 1 / sqrt((double)n) : 0;
}
