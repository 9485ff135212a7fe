/* tokens.c - see tokens.h. The rules of what comes off a word are in token_rules.c, the
 * words that are known whole in tokens_table.h, made by tokens_table.py. */
#include "text/tokens.h"

#include "base/str.h"
#include "text/chars.h"
#include "text/token_rules.h"

#include "text/tokens_table.h"

enum { CHARS_MAX = (1 << 26) - 1 };

/* A list of tokens that grows; what is taken off the end of a word waits in `tail`. */
typedef struct maker {
    fc_token *v;
    size_t n, cap;
    fc_str *tail;
    size_t n_tail, cap_tail;
    fc_arena *a;
    bool known;                 /* consult the table of words */
} maker;

/* ---------------------------------------------------------------- known words */

/* May a word of n bytes, of which these are the first two and the last one, be in the
 * table? */
static inline bool passes_filter(char first, char second, char last, size_t n)
{
    unsigned a = (unsigned char)first, b = n > 1 ? (unsigned char)second : 0;
    unsigned c = (unsigned char)last, length = (unsigned)n;
    unsigned bit = (a * 67 + b * 337 + c * 2311 + length * 1031) % FILTER_BITS;
    return word_filter[bit / 32] >> bit % 32 & 1;
}

static int look_up(const char *p, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * 16777619u;
    for (h %= WORD_SLOTS; word_slot[h]; h = (h + 1) % WORD_SLOTS) {
        int k = word_slot[h] - 1;
        if (words[k].n == n && memcmp(words[k].p, p, n) == 0)
            return k;
    }
    return -1;
}

/* Place of the word in the table, or -1. */
static inline int find_word(const char *p, size_t n)
{
    if (n == 0 || n > WORD_MAX || !passes_filter(p[0], p[n > 1], p[n - 1], n))
        return -1;
    return look_up(p, n);
}

static int known_word(const maker *m, fc_str s)
{
    return m->known ? find_word(s.p, s.n) : -1;
}

/* ---------------------------------------------------------------- making tokens */

static void grow(maker *m)
{
    size_t cap = m->cap ? 2 * m->cap : 256;
    m->v = fc_grow(m->a, m->v, m->cap * sizeof *m->v, cap * sizeof *m->v);
    m->cap = cap;
}

static inline fc_token *new_token(maker *m)
{
    if (m->n == m->cap)
        grow(m);
    return &m->v[m->n++];
}

static void put(maker *m, const char *p, size_t n)
{
    unsigned seen = 0, all = FC_C_SYMBOL;
    size_t chars = 0, k;
    for (size_t i = 0; i < n; i += k, chars++) {
        unsigned flags = fc_chars_at((fc_str){ p + i, n - i }, &k);
        seen |= flags;
        all &= flags;
    }
    *new_token(m) = (fc_token){ .p = p, .n = (uint32_t)n, .chars = chars & CHARS_MAX,
                                .alpha = (seen & FC_C_ALPHA) != 0, .word = !all };
}

/* A token of nothing but ASCII letters. */
static inline void put_letters(maker *m, const char *p, size_t n)
{
    *new_token(m) = (fc_token){ .p = p, .n = (uint32_t)n, .chars = n & CHARS_MAX,
                                .alpha = 1, .word = 1 };
}

static void put_known(maker *m, const char *p, int k)
{
    for (int i = 0; i < words[k].parts; p += words[k].part[i], i++)
        put(m, p, words[k].part[i]);
}

static void push_tail(maker *m, fc_str s)
{
    if (m->n_tail == m->cap_tail) {
        size_t cap = m->cap_tail ? 2 * m->cap_tail : 16;
        m->tail =
            fc_grow(m->a, m->tail, m->cap_tail * sizeof *m->tail, cap * sizeof *m->tail);
        m->cap_tail = cap;
    }
    m->tail[m->n_tail++] = s;
}

/* ---------------------------------------------------------------- one piece of text */

static fc_str after(fc_str s, size_t n)
{
    return (fc_str){ s.p + n, s.n - n };
}

/* Take marks off both ends until none comes off or the rest is a known word; returns the
 * rest. */
static fc_str take_ends(maker *m, fc_str s)
{
    while (s.n && known_word(m, s) < 0) {
        size_t front = fc_token_prefix(s), back;
        if (front && known_word(m, after(s, front)) >= 0) {
            put(m, s.p, front);
            return after(s, front);
        }
        back = front < s.n ? fc_token_suffix(after(s, front)) : 0;
        if (back && known_word(m, (fc_str){ s.p, s.n - back }) >= 0) {
            push_tail(m, after(s, s.n - back));
            return (fc_str){ s.p, s.n - back };
        }
        if (!front && !back)
            break;
        if (front)
            put(m, s.p, front);
        if (back)
            push_tail(m, after(s, s.n - back));
        s = (fc_str){ s.p + front, s.n - front - back };
    }
    return s;
}

static void split_middle(maker *m, fc_str s)
{
    size_t start = 0, at = 0, n;
    while (fc_token_infix(s, &at, &n)) {
        if (at > 0) { /* what stands at the very front is left where it is */
            if (at > start)
                put(m, s.p + start, at - start);
            put(m, s.p + at, n);
            start = at + n;
        }
        at += n;
    }
    if (start < s.n)
        put(m, s.p + start, s.n - start);
}

static void cut_piece(maker *m, fc_str s)
{
    int k;
    m->n_tail = 0;
    s = take_ends(m, s);
    if ((k = known_word(m, s)) >= 0)
        put_known(m, s.p, k);
    else if (s.n && fc_token_is_url(s))
        put(m, s.p, s.n);
    else
        split_middle(m, s);
    while (m->n_tail) {
        fc_str t = m->tail[--m->n_tail];
        put(m, t.p, t.n);
    }
}

/* ------------------------------------------------------------- putting together again */

enum { JOINED_MAX = 12 };

/* The known word that these n tokens are what it falls into when it is not known, or -1.
 * They may have single blanks between them. */
static int match(const fc_token *t, size_t n)
{
    char text[WORD_MAX];
    fc_token parts[WORD_MAX];
    fc_str tails[WORD_MAX];
    maker plain = { .v = parts, .cap = WORD_MAX, .tail = tails, .cap_tail = WORD_MAX };
    size_t bytes = 0;
    for (size_t i = 0; i < n; bytes += t[i++].n) {
        if (t[i].n > WORD_MAX - bytes || (i && t[i].gap))
            return -1;
        memcpy(text + bytes, t[i].p, t[i].n);
    }
    int k = find_word(text, bytes);
    if (k < 0)
        return -1;
    cut_piece(&plain, (fc_str){ text, bytes });
    if (plain.n != n)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (parts[i].n != t[i].n)
            return -1;
    return k;
}

/* Do the tokens touch each other? */
static bool touch(const fc_token *t, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (t[i - 1].p + t[i - 1].n != t[i].p)
            return false;
    return true;
}

/* For how many tokens from t on, of n, could they be a known word? A bit for each
 * number. */
static unsigned may_match(const fc_token *t, size_t n)
{
    unsigned found = 0;
    size_t bytes = t->n;
    for (size_t len = 2; len <= JOINED_MAX && len <= n && !t[len - 1].gap; len++) {
        bytes += t[len - 1].n;
        if (bytes > WORD_MAX)
            break;
        const fc_token *last = &t[len - 1];
        found |= (unsigned)passes_filter(t->p[0], t->n > 1 ? t->p[1] : t[1].p[0],
                                         last->p[last->n - 1], bytes) << len;
    }
    return found;
}

/* Choose the longest matches, from the left, that share no end with a longer one. */
static void choose(fc_token *t, size_t n, fc_arena *a)
{
    uint16_t *may = fc_alloc(a, n * sizeof *may);
    for (size_t i = 0; i < n; i++)
        may[i] = (uint16_t)may_match(t + i, n - i);
    for (size_t len = JOINED_MAX; len >= 2; len--)
        for (size_t i = 0; i + len <= n; i++) {
            if (!(may[i] >> len & 1) || match(t + i, len) < 0)
                continue;
            bool chosen = !t[i].seen && !t[i + len - 1].seen && touch(t + i, len);
            for (size_t k = 0; k < len; k++) {
                t[i + k].seen = 1;
                if (chosen)
                    t[i + k].join = k > 0;
            }
        }
}

static void join(maker *m)
{
    fc_token *t = m->v;
    size_t n = m->n;
    m->v = NULL; /* a known word may have more parts than it falls into */
    m->n = m->cap = 0;
    for (size_t i = 0, len; i < n; i += len) {
        for (len = 1; i + len < n && t[i + len].join; len++)
            ;
        size_t first = m->n;
        if (len > 1)
            put_known(m, t[i].p, match(&t[i], len));
        else
            *new_token(m) = t[i];
        m->v[first].gap = t[i].gap;
    }
}

/* Has the word just these tokens as its parts? */
static bool same_parts(int k, const fc_token *t, size_t n)
{
    if (words[k].parts != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (words[k].part[i] != t[i].n)
            return false;
    return true;
}

/* Is there a known word within the piece that was just cut, as ":)" at the end of a word,
 * that has other parts than it was cut into? */
static bool has_known(const maker *m, size_t first)
{
    int k;
    for (size_t i = first; i + 1 < m->n; i++)
        for (unsigned may = may_match(&m->v[i], m->n - i), len = 2; may >> len; len++)
            if (may >> len & 1 && (k = match(&m->v[i], len)) >= 0 &&
                !same_parts(k, &m->v[i], len))
                return true;
    return false;
}

/* ---------------------------------------------------------------- the text */

/* Kinds of bytes, for finding pieces: letters, white space, and what begins a character
 * that may be white space; all else is zero. */
enum { LETTER = 1, BLANK = 2, MAYBE = 4 };
#define L LETTER
#define B BLANK
#define M MAYBE
static const uint8_t kind[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, B,          B,          B,          B,          B, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0,          0,          B,          B,          B, B, B, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0,          0,          0,          0,          0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0,          0,          0,          0,          0, L, L, L,
    L, L, L, L, L, L, L, L, L, L,          L,          L,          L,          L, L, L, L,
    L, L, L, L, L, L, 0, 0, 0, 0,          0,          0,          L,          L, L, L, L,
    L, L, L, L, L, L, L, L, L, L,          L,          L,          L,          L, L, L, L,
    L, L, L, L, 0, 0, 0, 0, 0, [0xC2] = M, [0xE1] = M, [0xE2] = M, [0xE3] = M,
};
#undef L
#undef B
#undef M

/* Bytes of the white space at i, or 0. */
static inline size_t blank_at(fc_str text, size_t i)
{
    unsigned k = kind[(unsigned char)text.p[i]];
    size_t n;
    if (k & MAYBE)
        return fc_chars_at(after(text, i), &n) & FC_C_SPACE ? n : 0;
    return k == BLANK;
}

static inline bool ends_at(fc_str text, size_t i)
{
    return i >= text.n || blank_at(text, i);
}

/* Where the next piece between white space begins, at or after i; *gap: see fc_token. */
static inline size_t skip_blanks(fc_str text, size_t i, bool *gap)
{
    size_t at = i, n;
    while (at < text.n && (n = blank_at(text, at)))
        at += n;
    *gap = at - i > 1 || (at > i && text.p[i] != ' ');
    return at;
}

static size_t piece_end(fc_str text, size_t i)
{
    while (i < text.n && !blank_at(text, i))
        i++;
    return i;
}

static inline void put_word(maker *m, const char *p, size_t n)
{
    int k = find_word(p, n);
    if (k >= 0)
        put_known(m, p, k);
    else
        put_letters(m, p, n);
}

/* Does the mark behind these letters come off, being the last of the piece? */
static bool mark_comes_off(const char *p, size_t letters)
{
    char last = p[letters - 1];
    if (p[letters] == '.')
        return last >= 'a' || (letters > 1 && p[letters - 2] < 'a');
    return (unsigned char)p[letters] < 128 &&
           fc_chars_low[(unsigned char)p[letters]] & FC_C_TOKEN_SIDE;
}

fc_token *fc_tokens_english(fc_str text, fc_arena *a, size_t *n)
{
    maker m = { .a = a, .known = true };
    bool gap, broken = false;
    for (size_t at = 0, end;; at = end) {
        at = skip_blanks(text, at, &gap);
        if (at >= text.n)
            break;
        const char *p = text.p + at;
        size_t first = m.n, letters = 0;
        while (at + letters < text.n && kind[(unsigned char)p[letters]] == LETTER)
            letters++;
        end = at + letters;
        if (ends_at(text, end)) { /* most pieces are letters, ... */
            put_word(&m, p, letters);
        } else if (letters && ends_at(text, end + 1) && mark_comes_off(p, letters) &&
                   find_word(p, letters + 1) < 0) { /* ... or letters with a mark
                                                       behind */
            end++;
            put_word(&m, p, letters);
            put(&m, p + letters, 1);
            broken = broken || (m.n - first > 2 && has_known(&m, first));
        } else {
            end = piece_end(text, end);
            cut_piece(&m, (fc_str){ p, end - at });
            broken = broken || has_known(&m, first);
        }
        m.v[first].gap = gap;
    }
    if (broken) {
        choose(m.v, m.n, a);
        join(&m);
    }
    *n = m.n;
    return m.v;
}

/* All up to the next white space; returns its bytes. */
static size_t put_piece(maker *m, fc_str s)
{
    unsigned seen = 0, all = FC_C_SYMBOL, flags;
    size_t i = 0, chars = 0, k;
    for (; i < s.n; i += k, chars++) {
        flags = fc_chars_at(after(s, i), &k);
        if (flags & FC_C_SPACE)
            break;
        seen |= flags;
        all &= flags;
    }
    *new_token(m) = (fc_token){ .p = s.p, .n = (uint32_t)i, .chars = chars & CHARS_MAX,
                                .alpha = (seen & FC_C_ALPHA) != 0, .word = !all };
    return i;
}

fc_token *fc_tokens_white(fc_str text, fc_arena *a, size_t *n)
{
    maker m = { .a = a };
    bool gap;
    for (size_t at = 0; (at = skip_blanks(text, at, &gap)) < text.n;) {
        at += put_piece(&m, after(text, at));
        m.v[m.n - 1].gap = gap;
    }
    *n = m.n;
    return m.v;
}

/* ---------------------------------------------------------------- sentences */

static bool all_punctuation(const fc_token *t)
{
    size_t k;
    for (size_t i = 0; i < t->n; i += k)
        if (!(fc_chars_at((fc_str){ t->p + i, t->n - i }, &k) & FC_C_PUNCT))
            return false;
    return true;
}

static bool is_stop(const fc_token *t)
{
    size_t k;
    return t->chars == 1 && fc_chars_at((fc_str){ t->p, t->n }, &k) & FC_C_STOP;
}

size_t fc_tokens_sentences(const fc_token *token, size_t n)
{
    size_t found = n > 0;
    bool ended = false;
    for (size_t i = 0; i < n; i++) {
        bool stop = is_stop(&token[i]);
        /* white space that is a token of its own begins a sentence, and the next token is
         * in it */
        if (ended && (token[i].gap || (!stop && !all_punctuation(&token[i])))) {
            found++;
            ended = false;
        }
        if (stop)
            ended = true;
    }
    return found;
}
