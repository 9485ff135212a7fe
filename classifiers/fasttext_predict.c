/* fasttext_predict.c - text to the vector of a fastText model, vector to labels.
 *
 * The vector is the mean of the rows of words, of their character n-grams and of word
 * n-grams. A word with its n-grams is summed by itself, and the sums of words that occur
 * often stay in a direct-mapped cache; the total is the sum of these, so it is the same
 * with or without. Rows of word n-grams lie far apart: they are asked for some steps
 * before they are added. */
#include "classifiers/fasttext_predict.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>

enum { CACHE_BYTES = 2 << 20, CACHED_WORD = 20, AHEAD = 16 };
enum { SIGMOID_STEPS = 512, SIGMOID_MAX = 8 };

typedef struct cached {
    uint32_t hash, rows;                /* rows that the sum is made of */
    uint32_t n;                         /* bytes of the word; 0: free */
    char word[CACHED_WORD];
} cached;

struct fc_fasttext_work {
    const fc_fasttext *m;
    float *sum, *word, *row, *out;      /* dim, dim, dim, labels */
    cached *cache;
    float *cached_sum;                  /* dim for each slot of the cache */
    uint32_t slots;
    uint64_t rows;                      /* added to sum so far */
    uint64_t grams[FC_FASTTEXT_MAX_NGRAMS]; /* of the words before, by where they begin */
    size_t n_grams, next_gram;
    size_t waiting[AHEAD];              /* rows asked for, in a ring */
    size_t n_waiting, first_waiting;
    int32_t *stack;                     /* of the tree: two for each label */
    float *stack_score;
    float sigmoid[SIGMOID_STEPS + 1];
};

/* ---------------------------------------------------------------- work */

static void fill_sigmoid(fc_fasttext_work *w)
{
    for (int i = 0; i <= SIGMOID_STEPS; i++) {
        float x = (float)(i * 2 * SIGMOID_MAX) / SIGMOID_STEPS - SIGMOID_MAX;
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
    for (w->slots = 256; 2 * w->slots * (sizeof(cached) + 4 * m->dim) <= CACHE_BYTES;)
        w->slots *= 2;
    w->sum = malloc(3 * m->dim * sizeof *w->sum);
    w->out = malloc(m->labels * sizeof *w->out);
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

static float dot(const float *restrict a, const char *restrict row, size_t n)
{
    float part[8] = { 0 }, sum = 0;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        float v[8];
        memcpy(v, row + 4 * i, sizeof v);
        for (int k = 0; k < 8; k++)
            part[k] += a[i + k] * v[k];
    }
    for (; i < n; i++) {
        float v;
        memcpy(&v, row + 4 * i, sizeof v);
        sum += a[i] * v;
    }
    for (int k = 0; k < 8; k++)
        sum += part[k];
    return sum;
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

/* Character i of "<word>". */
static char marked(fc_str word, size_t i)
{
    return i == 0 ? '<' : i > word.n ? '>' : word.p[i - 1];
}

/* The character n-grams of "<word>": the two marks alone are none. */
static void add_subwords(fc_fasttext_work *w, fc_str word, uint32_t *rows)
{
    const fc_fasttext *m = w->m;
    size_t end = word.n + 2;
    for (size_t i = 0; i < end; i++) {
        uint32_t h = FC_FASTTEXT_HASH;
        if (continues(marked(word, i)))
            continue;
        for (size_t j = i, n = 1; j < end && n <= m->maxn; n++) {
            do
                h = fc_fasttext_hash(h, marked(word, j++));
            while (j < end && continues(marked(word, j)));
            if (n >= m->minn && !(n == 1 && (i == 0 || j == end)))
                add_to_word(w, fc_fasttext_row(m, h % m->bucket), rows);
        }
    }
}

/* The sum of a word's rows in w->word. */
static uint32_t sum_word(fc_fasttext_work *w, fc_str word, int64_t entry, bool is_end)
{
    uint32_t rows = 0;
    for (size_t i = 0; i < w->m->dim; i++)
        w->word[i] = 0;
    add_to_word(w, entry, &rows);
    if (!is_end)
        add_subwords(w, word, &rows);
    return rows;
}

static void put_in_cache(fc_fasttext_work *w, uint32_t at, fc_str word, uint32_t hash,
                         uint32_t rows)
{
    cached *c = &w->cache[at];
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
        *g = *g * 116049371u + this;
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
    cached *c = &w->cache[at];
    const float *sum = w->cached_sum + at * w->m->dim;
    if (c->hash == hash && c->n == word.n && memcmp(c->word, word.p, word.n) == 0) {
        rows = c->rows;
    } else {
        int64_t entry = fc_fasttext_find(w->m, word, hash);
        if (is_label(word, entry, w->m))
            return false;
        rows = sum_word(w, word, entry, is_end);
        sum = w->word;
        if (word.n <= CACHED_WORD)
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

/* ---------------------------------------------------------------- the text */

static bool separates(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

/* Up to the end of the text, or to a "</s>" in it, as fastText does. */
static void read_words(fc_fasttext_work *w, fc_str text)
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
        add_word(w, word, h, false);
    }
    h = FC_FASTTEXT_HASH;
    for (p = eos; *p; p++)
        h = fc_fasttext_hash(h, *p);
    add_word(w, FC_STR("</s>"), h, true);
}

const float *fc_fasttext_vector(fc_fasttext_work *w, fc_str text)
{
    w->rows = 0;
    w->n_grams = w->next_gram = 0;
    for (size_t i = 0; i < w->m->dim; i++)
        w->sum[i] = 0;
    read_words(w, text);
    while (w->n_waiting)
        add_oldest(w);
    if (!w->rows)
        return NULL;
    float scale = (float)(1.0 / (double)w->rows);
    for (size_t i = 0; i < w->m->dim; i++)
        w->sum[i] *= scale;
    return w->sum;
}

/* ---------------------------------------------------------------- labels */

/* fastText's logarithm, which is why its probabilities are 1e-5 too large. */
static float log_of(float p)
{
    return (float)log((double)p + 1e-5);
}

double fc_fasttext_chance(const fc_fasttext_guess *guess)
{
    return (double)expf(guess->score);
}

/* The best labels so far, best first. */
typedef struct ranking {
    const fc_fasttext_query *ask;
    fc_fasttext_guess *best;
    size_t n;
} ranking;

/* Of equal ones the last offered comes first, as in fastText for one label. */
static void offer(ranking *r, fc_fasttext_guess g)
{
    size_t k = r->ask->k;
    if (r->ask->only >= 0 && g.label != r->ask->only)
        return;
    if (r->n == k && g.score < r->best[k - 1].score)
        return;
    size_t i = r->n < k ? r->n++ : k - 1;
    for (; i > 0 && g.score >= r->best[i - 1].score; i--)
        r->best[i] = r->best[i - 1];
    r->best[i] = g;
}

static float out_dot(fc_fasttext_work *w, size_t row)
{
    return dot(w->sum, fc_fasttext_get(&w->m->output, row, w->row), w->m->dim);
}

static void softmax(float *out, size_t n)
{
    float max = out[0], z = 0;
    for (size_t i = 1; i < n; i++)
        max = out[i] > max ? out[i] : max;
    for (size_t i = 0; i < n; i++) {
        out[i] = expf(out[i] - max);
        z += out[i];
    }
    for (size_t i = 0; i < n; i++)
        out[i] /= z;
}

/* fastText looks its sigmoid up in a table. */
static float table_sigmoid(const fc_fasttext_work *w, float x)
{
    if (x < -SIGMOID_MAX)
        return 0;
    if (x > SIGMOID_MAX)
        return 1;
    return w->sigmoid[(int)((x + SIGMOID_MAX) * SIGMOID_STEPS / SIGMOID_MAX / 2)];
}

/* Every label has its row. False when a number is not finite. */
static bool flat(fc_fasttext_work *w, ranking *r)
{
    float min = (float)r->ask->min;
    size_t labels = w->m->labels;
    for (size_t i = 0; i < labels; i++) {
        w->out[i] = out_dot(w, i);
        if (!isfinite(w->out[i]))
            return false;
    }
    if (w->m->loss == FC_FASTTEXT_SOFTMAX)
        softmax(w->out, labels);
    else
        for (size_t i = 0; i < labels; i++)
            w->out[i] = table_sigmoid(w, w->out[i]);
    for (size_t i = 0; i < labels; i++)
        if (w->out[i] >= min)
            offer(r, (fc_fasttext_guess){ log_of(w->out[i]), (uint32_t)i });
    return true;
}

/* Down the tree, without the branches that cannot come among the k best any more. */
static bool tree(fc_fasttext_work *w, ranking *r)
{
    const fc_fasttext *m = w->m;
    size_t depth = 0, k = r->ask->k;
    float least = log_of((float)r->ask->min);
    w->stack[0] = (int32_t)(2 * m->labels - 2);
    w->stack_score[depth++] = 0;
    while (depth) {
        int32_t at = w->stack[--depth];
        float score = w->stack_score[depth];
        if (score < least || (r->n == k && score < r->best[k - 1].score))
            continue;
        if (m->tree[at].left < 0) {
            offer(r, (fc_fasttext_guess){ score, (uint32_t)at });
            continue;
        }
        float x = out_dot(w, (size_t)at - m->labels);
        if (!isfinite(x))
            return false;
        float right = (float)(1.0 / (1.0 + (double)expf(-x)));
        w->stack[depth] = m->tree[at].right;
        w->stack_score[depth++] = score + log_of(right);
        w->stack[depth] = m->tree[at].left;
        w->stack_score[depth++] = score + log_of((float)(1.0 - (double)right));
    }
    return true;
}

fc_rc fc_fasttext_predict(fc_fasttext_work *w, fc_str text, const fc_fasttext_query *ask,
                          fc_fasttext_guess *guess, size_t *n, fc_err *err)
{
    ranking r = { ask, guess, 0 };
    *n = 0;
    if (!fc_fasttext_vector(w, text))
        return FC_OK;
    if (!(w->m->loss == FC_FASTTEXT_HS ? tree(w, &r) : flat(w, &r)))
        return fc_fail(err, FC_ECONFIG, "a fastText model gave a number that is not "
                                        "finite: its "
                       "file is damaged");
    *n = r.n;
    return FC_OK;
}
