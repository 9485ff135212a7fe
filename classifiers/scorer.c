/* scorer.c - building the joint table and summing its rows. */
#include "classifiers/scorer.h"

#include "base/bits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Rows summed in lanes of 8 bits (16 * 15 fits) and of 16 bits (4096 * 15 does). */
enum { BLOCK = 16, CHUNK = 4096, HUGE_PAGE = 2 << 20 };
/* Rows of a text up to so many bytes stay near once fetched; of a longer one they are
 * fetched again, so many ahead. */
enum { STAYS_NEAR = 16 << 10, AHEAD = 32 };
enum { MOST_WORDS = FC_MODEL_MAX_COLUMNS / 8 };
enum { NARROW_MOST = 7, NARROW_ZERO = 8, WIDE_ZERO = 128 };

/* Where a column's weights lie: one nibble for weights from -7 to 7, else two, the lower
 * first. */
typedef struct lane {
    uint32_t at;
    bool wide;
} lane;

struct fc_scorer {
    const fc_model *const *models;
    size_t n, columns, words;       /* words: 64-bit words of a row: 1 or even */
    uint32_t bits;
    uint64_t *table;
    lane *lane;
    float *factor;                  /* [family][column]: alpha * scale */
};

#define NIBBLES 0x0F0F0F0F0F0F0F0Fu
#define BYTES 0x00FF00FF00FF00FFu

/* ---------------------------------------------------------------- the table */

static void set_nibble(fc_scorer *s, size_t row, size_t at, unsigned v)
{
    uint64_t *word = &s->table[row * s->words + at / 16];
    unsigned shift = 4 * (at % 16);
    *word = (*word & ~((uint64_t)15 << shift)) | (uint64_t)v << shift;
}

static void set_weight(fc_scorer *s, size_t row, size_t c, int weight)
{
    unsigned v = (unsigned)(weight + (s->lane[c].wide ? WIDE_ZERO : NARROW_ZERO));
    set_nibble(s, row, s->lane[c].at, v & 15);
    if (s->lane[c].wide)
        set_nibble(s, row, s->lane[c].at + 1, v >> 4);
}

static void set_row(fc_scorer *s, size_t row, size_t first, const int8_t *weight,
                    size_t columns)
{
    for (size_t c = 0; c < columns; c++)
        set_weight(s, row, first + c, weight[c]);
}

static void add_model(fc_scorer *s, const fc_model *m, size_t first)
{
    size_t hashed = (size_t)1 << m->bits, copies = (size_t)1 << (s->bits - m->bits);
    size_t rows = fc_model_rows(m->bits);
    const int8_t *weight = m->weight;
    for (size_t row = 0; row < rows; row++) {
        if (!(m->bitmap[row / 8] >> row % 8 & 1))
            continue;
        if (row >= hashed)
            set_row(s, row - hashed + ((size_t)1 << s->bits), first, weight, m->columns);
        for (size_t i = 0; row < hashed && i < copies; i++)
            set_row(s, row * copies + i, first, weight, m->columns);
        weight += m->columns;
    }
    for (int k = 0; k < FC_FAMILIES; k++)
        for (uint32_t c = 0; c < m->columns; c++)
            s->factor[(size_t)k * s->columns + first + c] = m->alpha[k] * m->scale[c];
}

static bool is_wide(const fc_model *m, uint32_t c)
{
    for (uint32_t i = 0; i < m->rows; i++) {
        int w = m->weight[(size_t)i * m->columns + c];
        if (w > NARROW_MOST || w < -NARROW_MOST)
            return true;
    }
    return false;
}

/* Wide columns first, so that their nibbles lie in one byte. */
static void place_columns(fc_scorer *s)
{
    uint32_t at = 0;
    for (int wide = 1; wide >= 0; wide--)
        for (size_t i = 0, c = 0; i < s->n; i++)
            for (uint32_t k = 0; k < s->models[i]->columns; k++, c++) {
                if (wide)
                    s->lane[c].wide = is_wide(s->models[i], k);
                if (s->lane[c].wide != wide)
                    continue;
                s->lane[c].at = at;
                at += 1 + (uint32_t)wide;
            }
    size_t words = (at + 15) / 16;
    s->words = words <= 1 ? 1 : (words + 1) / 2 * 2;
}

/* A row in which all weights are zero, to all rows. */
static void clear_table(fc_scorer *s, size_t rows)
{
    memset(s->table, 0, rows * s->words * sizeof *s->table);
    for (size_t c = 0; c < s->columns; c++)
        set_weight(s, 0, c, 0);
    for (size_t i = 1; i < rows; i++)
        memcpy(s->table + i * s->words, s->table, s->words * sizeof *s->table);
}

static fc_rc check_windows(const fc_model *const *models, size_t n, fc_err *err)
{
    for (size_t i = 1; i < n; i++)
        if (models[i]->window != models[0]->window)
            return fc_fail(err, FC_ECONFIG, "models %s and %s look at windows of %u and "
                                            "%u "
                           "characters: score them one after another", models[0]->name,
                           models[i]->name, models[0]->window, models[i]->window);
    return FC_OK;
}

/* On large pages where the system has them: a row is a random place in the table. */
static void *table_memory(size_t size)
{
    void *p = NULL;
    if (posix_memalign(&p, size >= HUGE_PAGE ? HUGE_PAGE : 64, size) != 0)
        return NULL;
#ifdef MADV_HUGEPAGE
    if (size >= HUGE_PAGE)
        (void)madvise(p, size, MADV_HUGEPAGE);
#endif
    return p;
}

static fc_rc make_table(fc_scorer *s, fc_err *err)
{
    size_t rows = fc_model_rows(s->bits);
    s->lane = calloc(s->columns, sizeof *s->lane);
    s->factor = malloc(FC_FAMILIES * s->columns * sizeof *s->factor);
    if (!s->lane || !s->factor)
        return fc_fail(err, FC_ETRY, "no memory for models");
    place_columns(s);
    s->table = table_memory(rows * s->words * sizeof *s->table);
    if (!s->table)
        return fc_fail(err, FC_ETRY, "no memory for models: %zu rows of %zu bytes", rows,
                       s->words * sizeof *s->table);
    clear_table(s, rows);
    for (size_t i = 0, first = 0; i < s->n; first += s->models[i++]->columns)
        add_model(s, s->models[i], first);
    return FC_OK;
}

fc_rc fc_scorer_new(const fc_model *const *models, size_t n, fc_scorer **scorer,
                    fc_err *err)
{
    fc_rc rc = check_windows(models, n, err);
    fc_scorer *s = rc == FC_OK ? calloc(1, sizeof *s) : NULL;
    if (!s)
        return rc != FC_OK ? rc : fc_fail(err, FC_ETRY, "no memory for models");
    s->models = models;
    s->n = n;
    for (size_t i = 0; i < n; i++) {
        s->columns += models[i]->columns;
        s->bits = models[i]->bits > s->bits ? models[i]->bits : s->bits;
    }
    if (s->columns > FC_MODEL_MAX_COLUMNS)
        rc = fc_fail(err, FC_EUSE, "the models have more than %d columns together",
                     FC_MODEL_MAX_COLUMNS);
    else
        rc = make_table(s, err);
    if (rc == FC_OK)
        *scorer = s;
    else
        fc_scorer_free(s);
    return rc;
}

void fc_scorer_free(fc_scorer *s)
{
    if (!s)
        return;
    free(s->table);
    free(s->lane);
    free(s->factor);
    free(s);
}

size_t fc_scorer_window(const fc_scorer *s)
{
    return s->models[0]->window;
}

size_t fc_scorer_columns(const fc_scorer *s)
{
    return s->columns;
}

/* ---------------------------------------------------------------- sums */

/* The rows of one list of features: rows[hash >> shift]. */
typedef struct rows {
    const uint64_t *rows;
    size_t words;
    unsigned shift;
} rows;

static rows rows_of(const fc_scorer *s, int family)
{
    if (family == FC_STEPS)
        return (rows){ s->table + (s->words << s->bits), s->words, 0 };
    return (rows){ s->table, s->words, 32 - s->bits };
}

/* One or two words of many rows, nibbles added up as bytes. */
typedef struct block {
    uint64_t even[2], odd[2];
} block;

/* Of two words compilers make one vector. */
FC_INLINE void add_row(block *b, const uint64_t *row, size_t width)
{
    for (size_t w = 0; w < width; w++) {
        b->even[w] += row[w] & NIBBLES;
        b->odd[w] += row[w] >> 4 & NIBBLES;
    }
}

/* Add `width` words, from r.rows on, of up to CHUNK rows, nibble by nibble, into sums.
 * Inlined with what is constant, it keeps its lanes in registers. */
FC_INLINE void sum_words(rows r, size_t width, const uint32_t *hash, size_t n, bool fetch,
                         int64_t *sums)
{
    uint64_t wide[4][2] = { { 0 } };
    for (size_t i = 0; i < n;) {
        block b = { { 0 }, { 0 } };
        size_t stop = i + BLOCK < n ? i + BLOCK : n;
        for (; i < stop; i++) {
            if (fetch && i + AHEAD < n)
                FC_PREFETCH(r.rows + (hash[i + AHEAD] >> r.shift) * r.words);
            add_row(&b, r.rows + (hash[i] >> r.shift) * r.words, width);
        }
        for (size_t w = 0; w < width; w++) {
            wide[0][w] += b.even[w] & BYTES;
            wide[1][w] += b.odd[w] & BYTES;
            wide[2][w] += b.even[w] >> 8 & BYTES;
            wide[3][w] += b.odd[w] >> 8 & BYTES;
        }
    }
    for (size_t w = 0; w < width; w++)
        for (size_t i = 0; i < 16; i++)
            sums[16 * w + i] += (int64_t)(wide[i % 4][w] >> 16 * (i / 4) & 0xFFFF);
}

static void sum_chunk(rows r, const uint32_t *hash, size_t n, bool fetch, int64_t *sums)
{
    if (r.words == 1) {
        sum_words((rows){ r.rows, 1, r.shift }, 1, hash, n, fetch, sums);
    } else if (r.words == 2 && !fetch) {
        sum_words((rows){ r.rows, 2, r.shift }, 2, hash, n, false, sums);
    } else {
        for (size_t w = 0; w < r.words; w += 2, r.rows += 2)
            sum_words(r, 2, hash, n, fetch, sums + 16 * w);
    }
}

static void add_family(const fc_scorer *s, const fc_features *f, int family, double *raw)
{
    int64_t sums[16 * MOST_WORDS];
    const fc_feature_list *l = &f->family[family];
    const float *factor = s->factor + (size_t)family * s->columns;
    double norm = fc_features_norm(f, family);
    rows r = rows_of(s, family);
    memset(sums, 0, 16 * s->words * sizeof *sums);
    for (size_t i = 0; i < l->n; i += CHUNK)
        sum_chunk(r, l->hash + i, l->n - i < CHUNK ? l->n - i : CHUNK,
                  f->bytes > STAYS_NEAR, sums);
    for (size_t c = 0; c < s->columns; c++) {
        const int64_t *sum = &sums[s->lane[c].at];
        int64_t whole = s->lane[c].wide ? sum[0] + 16 * sum[1] - WIDE_ZERO * (int64_t)l->n
                                          : sum[0] - NARROW_ZERO * (int64_t)l->n;
        raw[c] += norm * factor[c] * (double)whole;
    }
}

void fc_scorer_features(const fc_scorer *s, fc_str text, size_t window, bool places,
                        fc_arena *a, fc_features *out)
{
    size_t row = s->words * sizeof *s->table;
    fc_feature_rows hashed = { s->table, row << s->bits, row };
    fc_features_extract_rows(text, window, places, hashed, a, out);
}

void fc_scorer_run(const fc_scorer *s, const fc_features *f, double *raw)
{
    for (size_t i = 0, c = 0; i < s->n; c += s->models[i++]->columns)
        for (uint32_t k = 0; k < s->models[i]->columns; k++)
            raw[c + k] = s->models[i]->bias[k];
    for (int family = 0; family < FC_FAMILIES; family++)
        add_family(s, f, family, raw);
}

uint32_t fc_scorer_best(const double *raw, uint32_t columns, double *lead)
{
    uint32_t best = 0;
    double next = -INFINITY;
    for (uint32_t i = 1; i < columns; i++) {
        if (raw[i] > raw[best]) {
            next = raw[best];
            best = i;
        } else if (raw[i] > next) {
            next = raw[i];
        }
    }
    *lead = raw[best] - next;
    return best;
}

double fc_scorer_share(const fc_scorer *s, const fc_features *f, size_t model,
                       uint32_t column, int family, size_t feature)
{
    size_t first = column;
    for (size_t i = 0; i < model; i++)
        first += s->models[i]->columns;
    rows r = rows_of(s, family);
    const uint64_t *row = r.rows + (f->family[family].hash[feature] >> r.shift) * r.words;
    const lane *at = &s->lane[first];
    int weight = (int)(row[at->at / 16] >> 4 * (at->at % 16) & (at->wide ? 0xFF : 15));
    weight -= at->wide ? WIDE_ZERO : NARROW_ZERO;
    return fc_features_norm(f, family) * s->factor[(size_t)family * s->columns + first] *
           weight;
}
