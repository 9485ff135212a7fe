/* repeats.c - see repeats.h. */
#include "text/repeats.h"

#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"

/* ---------------------------------------------------------------- pieces */

struct fc_piece_slot {
    uint64_t key;               /* 0: free */
    uint32_t count;
};

static struct fc_piece_slot *piece_slot(struct fc_piece_slot *slot, size_t cap,
                                        uint64_t key)
{
    size_t at = (size_t)key & (cap - 1);
    while (slot[at].key && slot[at].key != key)
        at = (at + 1) & (cap - 1);
    return &slot[at];
}

static void grow_pieces(fc_pieces *p)
{
    size_t cap = p->cap ? 2 * p->cap : 64;
    struct fc_piece_slot *bigger = fc_zalloc(p->a, cap, sizeof *bigger);
    for (size_t i = 0; i < p->cap; i++)
        if (p->slot[i].key)
            *piece_slot(bigger, cap, p->slot[i].key) = p->slot[i];
    p->slot = bigger;
    p->cap = cap;
}

void fc_pieces_add(fc_pieces *p, fc_str piece)
{
    uint64_t key = fc_hash3(piece.p, piece.n);
    size_t chars = fc_utf8_count(piece);
    if (2 * (p->n - p->again) >= p->cap)
        grow_pieces(p);
    struct fc_piece_slot *s = piece_slot(p->slot, p->cap, key ? key : 1);
    s->key = key ? key : 1;
    s->count++;
    p->n++;
    p->chars += chars;
    if (s->count == 1)
        return;
    p->again++;
    p->again_chars += chars;
    p->copies += s->count == 2 ? 2 : 1;
    p->copies_chars += s->count == 2 ? 2 * chars : chars;
}

/* ---------------------------------------------------------------- sequences of words */

static uint32_t load32(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static uint64_t mix(uint64_t v)
{
    v *= 0x9E3779B97F4A7C15u;
    return v ^ v >> 32;
}

static uint64_t word_hash(const char *p, size_t n)
{
    if (n > 8)
        return fc_hash3(p, n);
    if (n >= 4) /* the two reads overlap and hold all bytes */
        return mix((load32(p) | (uint64_t)load32(p + n - 4) << 32) ^ n << 7);
    return mix((unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << 8 |
               (uint64_t)(unsigned char)p[n - 1] << 16 | (uint64_t)n << 24);
}

static size_t power_above(size_t n)
{
    size_t cap = 16;
    while (cap < n)
        cap *= 2;
    return cap;
}

typedef struct gram_slot {
    uint64_t key;               /* 0: free */
    uint32_t count;
} gram_slot;

/* Leave out positions whose n-gram is alone in its place of a small table: most, and so
 * the large one need not hold them. */
static void leave_out_single(fc_grams *g)
{
    size_t cap = power_above(4 * g->n_live), left = 0;
    uint8_t *seen = fc_zalloc(g->a, cap, 1);
    for (size_t i = 0; i < g->n_live; i++) {
        uint8_t *s = &seen[(size_t)(g->key[g->live[i]] >> 20) & (cap - 1)];
        *s = (uint8_t)(1 + (*s > 0));
    }
    for (size_t i = 0; i < g->n_live; i++)
        if (seen[(size_t)(g->key[g->live[i]] >> 20) & (cap - 1)] > 1)
            g->live[left++] = g->live[i];
    g->n_live = left;
}

/* Count the n-grams at the live positions and keep the positions of those that repeat. */
static void count_grams(fc_grams *g)
{
    leave_out_single(g);
    size_t cap = power_above(2 * g->n_live), left = 0;
    gram_slot *slot = fc_zalloc(g->a, cap, sizeof *slot);
    uint32_t *where = fc_alloc(g->a, (g->n_live + 1) * sizeof *where);
    for (size_t i = 0; i < g->n_live; i++) {
        uint64_t key = g->key[g->live[i]];
        size_t at = (size_t)(key >> 20) & (cap - 1);
        while (slot[at].key && slot[at].key != key)
            at = (at + 1) & (cap - 1);
        slot[at].key = key;
        slot[at].count++;
        where[i] = (uint32_t)at;
    }
    for (size_t i = 0; i < g->n_live; i++) {
        uint32_t count = slot[where[i]].count, position = g->live[i];
        g->count[position] = count;
        if (count > 1)
            g->live[left++] = position;
    }
    g->n_live = left;
}

static uint64_t joined(uint64_t key, uint64_t hash)
{
    uint64_t v = mix(key ^ hash * 0xD6E8FEB86659FD93u) + hash;
    return v ? v : 1;
}

void fc_grams_open(fc_grams *g, const fc_token *token, size_t n_tokens, fc_arena *a)
{
    size_t n = n_tokens + 1;
    *g = (fc_grams){ .token = token, .n_tokens = n_tokens, .n = 2, .a = a };
    g->hash = fc_alloc(a, n * sizeof *g->hash);
    g->key = fc_alloc(a, n * sizeof *g->key);
    g->live = fc_alloc(a, n * sizeof *g->live);
    g->count = fc_alloc(a, n * sizeof *g->count);
    for (size_t i = 0; i < n_tokens; i++)
        g->hash[i] = word_hash(token[i].p, token[i].n);
    for (size_t i = 0; i + 1 < n_tokens; i++) {
        g->key[i] = joined(g->hash[i], g->hash[i + 1]);
        g->live[g->n_live++] = (uint32_t)i;
    }
    count_grams(g);
}

void fc_grams_next(fc_grams *g)
{
    while (g->n_live && g->live[g->n_live - 1] + g->n >= g->n_tokens)
        g->n_live--;
    for (size_t i = 0; i < g->n_live; i++) {
        size_t at = g->live[i];
        g->key[at] = joined(g->key[at], g->hash[at + g->n]);
    }
    g->n++;
    if (g->n_live)
        count_grams(g);
}

size_t fc_grams_chars(const fc_grams *g, size_t position)
{
    size_t chars = 0;
    for (size_t i = position; i < position + g->n && i < g->n_tokens; i++)
        chars += g->token[i].chars;
    return chars;
}

/* ---------------------------------------------------------------- greedy repeats */

enum { SHORTEST = 5, LONGEST = 10, WINDOW = 16 };

/* All words put together, and where each begins, in bytes and in characters. */
typedef struct string {
    char *p;
    uint32_t *byte, *chars;
    size_t n;
} string;

/* Most words are short: no call for them. */
static inline void copy_word(char *to, const char *p, size_t n)
{
    if (n > 8) {
        memcpy(to, p, n);
    } else if (n >= 4) {
        memcpy(to, p, 4);
        memcpy(to + n - 4, p + n - 4, 4);
    } else {
        to[0] = p[0];
        to[n / 2] = p[n / 2];
        to[n - 1] = p[n - 1];
    }
}

static void put_together(string *s, const fc_token *token, size_t n, fc_arena *a)
{
    size_t bytes = 0, chars = 0;
    for (size_t i = 0; i < n; i++)
        bytes += token[i].n;
    s->p = fc_alloc(a, bytes + WINDOW);
    s->byte = fc_alloc(a, (n + 1) * sizeof *s->byte);
    s->chars = fc_alloc(a, (n + 1) * sizeof *s->chars);
    s->n = n;
    bytes = 0;
    for (size_t i = 0; i < n; bytes += token[i].n, chars += token[i].chars, i++) {
        s->byte[i] = (uint32_t)bytes;
        s->chars[i] = (uint32_t)chars;
        copy_word(s->p + bytes, token[i].p, token[i].n);
    }
    s->byte[n] = (uint32_t)bytes;
    s->chars[n] = (uint32_t)chars;
    memset(s->p + bytes, 0, WINDOW);
}

static size_t window_slot(const string *s, size_t i, size_t cap)
{
    uint64_t a, b;
    memcpy(&a, s->p + s->byte[i], sizeof a);
    memcpy(&b, s->p + s->byte[i] + sizeof a, sizeof b);
    return (size_t)(joined(a, b) >> 20) & (cap - 1);
}

/* The positions where an n-gram may repeat: those whose first bytes begin another one
 * too, or that are shorter than this can tell. */
static uint32_t *candidates(const string *s, fc_arena *a, size_t *n)
{
    size_t last = s->n - SHORTEST + 1, cap = power_above(8 * last);
    uint8_t *seen = fc_zalloc(a, cap, 1);
    uint32_t *at = fc_alloc(a, last * sizeof *at);
    uint32_t *slot = fc_alloc(a, last * sizeof *slot);
    for (size_t i = 0; i < last; i++) {
        slot[i] = (uint32_t)window_slot(s, i, cap);
        seen[slot[i]] = (uint8_t)(1 + (seen[slot[i]] > 0));
    }
    *n = 0;
    for (size_t i = 0; i < last; i++)
        if (seen[slot[i]] > 1 || s->byte[i + SHORTEST] - s->byte[i] < WINDOW)
            at[(*n)++] = (uint32_t)i;
    return at;
}

static size_t repeated(const string *s, const uint32_t *at, size_t n_at, size_t n,
                       fc_arena *a)
{
    size_t cap = power_above(2 * n_at), chars = 0, next = 0;
    uint64_t *slot = fc_zalloc(a, cap, sizeof *slot);
    for (size_t i = 0; i < n_at && at[i] + n <= s->n; i++) {
        if (at[i] < next)
            continue;
        size_t from = s->byte[at[i]], to = s->byte[at[i] + n];
        uint64_t key = fc_hash3(s->p + from, to - from);
        key = key ? key : 1;
        size_t k = (size_t)key & (cap - 1);
        while (slot[k] && slot[k] != key)
            k = (k + 1) & (cap - 1);
        if (slot[k]) {
            chars += s->chars[at[i] + n] - s->chars[at[i]];
            next = at[i] + n;
        }
        slot[k] = key;
    }
    return chars;
}

void fc_repeats_greedy(const fc_token *token, size_t n, fc_arena *a, size_t chars[11])
{
    string s;
    size_t n_at;
    for (int k = SHORTEST; k <= LONGEST; k++)
        chars[k] = 0;
    if (n < SHORTEST)
        return;
    put_together(&s, token, n, a);
    uint32_t *at = candidates(&s, a, &n_at);
    for (size_t k = SHORTEST; k <= LONGEST; k++)
        chars[k] = repeated(&s, at, n_at, k, a);
}
