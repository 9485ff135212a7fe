/* fasttext_predict.c - text to the vector of a fastText model.
 *
 * The vector is the mean of the rows of words, of their character n-grams and of word
 * n-grams. A word with its n-grams is summed by itself, and the sums of words that occur
 * often stay in a direct-mapped cache; the total is the sum of these, so it is the same
 * with or without. Rows of word n-grams lie far apart: they are asked for some steps
 * before they are added.
 *
 * fastText adds row by row, and all word n-grams last, so its sums differ in the last
 * digits. Where these matter, fc_fasttext_exact_vector goes its way. */
#include "classifiers/fasttext_output.h"
#include "classifiers/fasttext_work.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>

enum { CACHE_BYTES = 2 << 20, AHEAD = FC_FASTTEXT_AHEAD, GRAM_FACTOR = 116049371 };

/* ---------------------------------------------------------------- work */

static void fill_sigmoid(fc_fasttext_work *w)
{
    for (int i = 0; i <= FC_FASTTEXT_SIGMOID_STEPS; i++) {
        float x = (float)(i * 2 * FC_FASTTEXT_SIGMOID_MAX) / FC_FASTTEXT_SIGMOID_STEPS -
                  FC_FASTTEXT_SIGMOID_MAX;
        w->sigmoid[i] = (float)(1.0 / (1.0 + (double)expf(-x)));
    }
}

fc_rc fc_fasttext_work_new(const fc_fasttext *m, fc_fasttext_work **work, fc_err *err)
{
    fc_fasttext_work *w = calloc(1, sizeof *w);
    *work = NULL;
    if (!w)
        return fc_fail(err, FC_ETRY, "no memory for a fastText model");
    w->m = m;
    size_t slot = sizeof *w->cache + 4 * m->dim;
    for (w->slots = 256; 2 * w->slots * slot <= CACHE_BYTES;)
        w->slots *= 2;
    w->sum = malloc(3 * m->dim * sizeof *w->sum);
    w->out = malloc(fc_fasttext_blocks(m->labels) * sizeof *w->out);
    w->cache = calloc(w->slots, sizeof *w->cache);
    w->cached_sum = malloc(w->slots * m->dim * sizeof *w->cached_sum);
    w->stack = malloc((2 * m->labels + 2) * sizeof *w->stack);
    w->stack_score = malloc((2 * m->labels + 2) * sizeof *w->stack_score);
    if (!w->sum || !w->out || !w->cache || !w->cached_sum || !w->stack ||
        !w->stack_score) {
        fc_fasttext_work_free(w);
        return fc_fail(err, FC_ETRY, "no memory for a fastText model");
    }
    w->word = w->sum + m->dim;
    w->row = w->word + m->dim;
    fill_sigmoid(w);
    *work = w;
    return FC_OK;
}

void fc_fasttext_work_free(fc_fasttext_work *w)
{
    if (!w)
        return;
    free(w->sum);
    free(w->out);
    free(w->cache);
    free(w->cached_sum);
    free(w->stack);
    free(w->stack_score);
    free(w);
}

/* ---------------------------------------------------------------- rows */

/* sum += row; four at a time, which compilers turn into one instruction each. */
static void add(float *restrict sum, const char *restrict row, size_t n)
{
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        float v[4];
        memcpy(v, row + 4 * i, sizeof v);
        for (int k = 0; k < 4; k++)
            sum[i + k] += v[k];
    }
    for (; i < n; i++) {
        float v;
        memcpy(&v, row + 4 * i, sizeof v);
        sum[i] += v;
    }
}

static void add_oldest(fc_fasttext_work *w)
{
    size_t row = w->waiting[w->first_waiting];
    w->first_waiting = (w->first_waiting + 1) % AHEAD;
    w->n_waiting--;
    add(w->sum, fc_fasttext_get(&w->m->input, row, w->row), w->m->dim);
}

/* Add a row of the text itself, a little later: its cache lines are on their way
 * meanwhile. */
static void add_later(fc_fasttext_work *w, size_t row)
{
    const fc_fasttext_matrix *in = &w->m->input;
    if (w->n_waiting == AHEAD)
        add_oldest(w);
    if (in->plain) {
        const char *p = in->plain + row * in->columns * 4;
        for (size_t at = 0; at < in->columns * 4; at += 64)
            __builtin_prefetch(p + at);
    }
    w->waiting[(w->first_waiting + w->n_waiting++) % AHEAD] = row;
    w->rows++;
}

/* ---------------------------------------------------------------- words */

static void add_to_word(fc_fasttext_work *w, int64_t row, uint32_t *rows)
{
    if (row < 0)
        return;
    add(w->word, fc_fasttext_get(&w->m->input, (size_t)row, w->row), w->m->dim);
    ++*rows;
}

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The n-grams of at least minn characters that begin with what `hash` is of, `n`
 * characters, and go on from p; behind the word comes its end mark. */
static void add_grams_on(fc_fasttext_work *w, uint32_t hash, size_t n, const char *p,
                         const char *end, uint32_t *rows)
{
    const fc_fasttext *m = w->m;
    uint32_t buckets = (uint32_t)m->bucket;
    while (n < m->maxn) {
        bool is_mark = p == end;
        do
            hash = fc_fasttext_hash(hash, is_mark ? '>' : *p++);
        while (!is_mark && p < end && continues(*p));
        if (++n >= m->minn)
            add_to_word(w, fc_fasttext_row(m, hash % buckets), rows);
        if (is_mark)
            return;
    }
}

/* The character n-grams of "<word>": the two marks alone are none. */
static void add_subwords(fc_fasttext_work *w, fc_str word, uint32_t *rows)
{
    const char *p = word.p, *end = p + word.n;
    uint32_t hash = fc_fasttext_hash(FC_FASTTEXT_HASH, '<');
    for (; p < end && continues(*p); p++)
        hash = fc_fasttext_hash(hash, *p);
    add_grams_on(w, hash, 1, p, end, rows);
    for (p = word.p; p < end; p++)
        if (!continues(*p))
            add_grams_on(w, FC_FASTTEXT_HASH, 0, p, end, rows);
}

static void add_rows(fc_fasttext_work *w, fc_str word, int64_t entry, bool is_end,
                     uint32_t *rows)
{
    add_to_word(w, entry, rows);
    if (!is_end)
        add_subwords(w, word, rows);
}

/* The sum of a word's rows in w->word. */
static uint32_t sum_word(fc_fasttext_work *w, fc_str word, int64_t entry, bool is_end)
{
    uint32_t rows = 0;
    for (size_t i = 0; i < w->m->dim; i++)
        w->word[i] = 0;
    add_rows(w, word, entry, is_end, &rows);
    return rows;
}

static void put_in_cache(fc_fasttext_work *w, uint32_t at, fc_str word, uint32_t hash,
                         uint32_t rows)
{
    fc_fasttext_cached *c = &w->cache[at];
    c->hash = hash;
    c->rows = rows;
    c->n = (uint32_t)word.n;
    memcpy(c->word, word.p, word.n);
    memcpy(w->cached_sum + at * w->m->dim, w->word, w->m->dim * sizeof *w->word);
}

static bool is_label(fc_str word, int64_t entry, const fc_fasttext *m)
{
    return entry >= 0 ? m->entry[entry].label : fc_str_starts(word, FC_STR("__label__"));
}

/* One step of the word n-grams that end with this word; they wrap around as in fastText,
 * where a hash is a signed number. */
static void add_word_grams(fc_fasttext_work *w, uint32_t hash)
{
    size_t most = w->m->word_ngrams - 1;
    uint64_t this = (uint64_t)(int64_t)(int32_t)hash;
    for (size_t i = 0; i < w->n_grams; i++) {
        uint64_t *g = &w->grams[(w->next_gram + most - 1 - i) % most];
        *g = *g * GRAM_FACTOR + this;
        int64_t row = fc_fasttext_row(w->m, *g % w->m->bucket);
        if (row >= 0)
            add_later(w, (size_t)row);
    }
    w->grams[w->next_gram] = this;
    w->next_gram = (w->next_gram + 1) % most;
    if (w->n_grams < most)
        w->n_grams++;
}

/* A word by its cached or fresh sum. Returns false for a label, which is no word of the
 * text. */
static bool add_with_subwords(fc_fasttext_work *w, fc_str word, uint32_t hash,
                              bool is_end)
{
    uint32_t at = hash & (w->slots - 1), rows;
    fc_fasttext_cached *c = &w->cache[at];
    const float *sum = w->cached_sum + at * w->m->dim;
    if (c->hash == hash && c->n == word.n && memcmp(c->word, word.p, word.n) == 0) {
        rows = c->rows;
    } else {
        int64_t entry = fc_fasttext_find(w->m, word, hash);
        if (is_label(word, entry, w->m))
            return false;
        rows = sum_word(w, word, entry, is_end);
        sum = w->word;
        if (word.n <= FC_FASTTEXT_CACHED_WORD)
            put_in_cache(w, at, word, hash, rows);
    }
    add(w->sum, (const char *)sum, w->m->dim);
    w->rows += rows;
    return true;
}

static void add_word(fc_fasttext_work *w, fc_str word, uint32_t hash, bool is_end)
{
    if (w->m->maxn) {
        if (!add_with_subwords(w, word, hash, is_end))
            return;
    } else {
        int64_t entry = fc_fasttext_find(w->m, word, hash);
        if (is_label(word, entry, w->m))
            return;
        if (entry >= 0)
            add_later(w, (size_t)entry);
    }
    if (w->m->word_ngrams > 1)
        add_word_grams(w, hash);
}

/* A word is added when the next one comes: what the cache holds of it is on its way
 * meanwhile. */
static void add_word_later(fc_fasttext_work *w, fc_str word, uint32_t hash, bool is_end)
{
    fc_fasttext_next next = w->next;
    uint32_t at = hash & (w->slots - 1);
    w->next = (fc_fasttext_next){ word, hash, is_end };
    __builtin_prefetch(&w->cache[at]);
    __builtin_prefetch(w->cached_sum + at * w->m->dim);
    if (next.word.n)
        add_word(w, next.word, next.hash, next.is_end);
}

/* ---------------------------------------------------------------- the text */

static bool separates(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

typedef void on_word(fc_fasttext_work *w, fc_str word, uint32_t hash, bool is_end);

/* Up to the end of the text, or to a "</s>" in it, as fastText does. */
static inline void read_words(fc_fasttext_work *w, fc_str text, on_word *take)
{
    static const char eos[] = "</s>";
    const char *p = text.p, *end = text.p + text.n;
    uint32_t h = FC_FASTTEXT_HASH;
    while (p < end) {
        if (separates(*p)) {
            p++;
            continue;
        }
        const char *from = p;
        h = FC_FASTTEXT_HASH;
        while (p < end && !separates(*p))
            h = fc_fasttext_hash(h, *p++);
        fc_str word = { from, (size_t)(p - from) };
        if (fc_str_is(word, eos))
            break;
        take(w, word, h, false);
    }
    h = FC_FASTTEXT_HASH;
    for (p = eos; *p; p++)
        h = fc_fasttext_hash(h, *p);
    take(w, FC_STR("</s>"), h, true);
}

const float *fc_fasttext_vector(fc_fasttext_work *w, fc_str text)
{
    w->rows = 0;
    w->n_grams = w->next_gram = 0;
    for (size_t i = 0; i < w->m->dim; i++)
        w->sum[i] = 0;
    w->next.word.n = 0;
    read_words(w, text, add_word_later);
    add_word(w, w->next.word, w->next.hash, w->next.is_end);
    while (w->n_waiting)
        add_oldest(w);
    if (!w->rows)
        return NULL;
    float scale = (float)(1.0 / (double)w->rows);
    for (size_t i = 0; i < w->m->dim; i++)
        w->sum[i] *= scale;
    return w->sum;
}

/* ---------------------------------------------------------------- its own order */

static void add_exactly(fc_fasttext_work *w, fc_str word, uint32_t hash, bool is_end)
{
    uint32_t rows = 0;
    int64_t entry = fc_fasttext_find(w->m, word, hash);
    if (!is_label(word, entry, w->m))
        add_rows(w, word, entry, is_end, &rows);
}

/* The n-grams that begin with the first of the words that are kept, which then goes. */
static void add_first_grams(fc_fasttext_work *w)
{
    uint32_t rows = 0;
    uint64_t hash = w->grams[0];
    for (size_t i = 1; i < w->n_grams; i++) {
        hash = hash * GRAM_FACTOR + w->grams[i];
        add_to_word(w, fc_fasttext_row(w->m, hash % w->m->bucket), &rows);
    }
    memmove(w->grams, w->grams + 1, --w->n_grams * sizeof *w->grams);
}

static void add_grams_exactly(fc_fasttext_work *w, fc_str word, uint32_t hash,
                              bool is_end)
{
    if (is_label(word, fc_fasttext_find(w->m, word, hash), w->m))
        return;
    w->grams[w->n_grams++] = (uint64_t)(int64_t)(int32_t)hash;
    if (w->n_grams == w->m->word_ngrams)
        add_first_grams(w);
    while (is_end && w->n_grams)
        add_first_grams(w);
}

/* All words come first, with their character n-grams, then all word n-grams. */
const float *fc_fasttext_exact_vector(fc_fasttext_work *w, fc_str text)
{
    float scale = (float)(1.0 / (double)w->rows);
    for (size_t i = 0; i < w->m->dim; i++)
        w->word[i] = 0;
    read_words(w, text, add_exactly);
    w->n_grams = 0;
    if (w->m->word_ngrams > 1)
        read_words(w, text, add_grams_exactly);
    for (size_t i = 0; i < w->m->dim; i++)
        w->word[i] *= scale;
    return w->word;
}
