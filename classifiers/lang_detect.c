/* lang_detect.c - sums of vectors, and the decision.
 *
 * The vectors of a block of features are summed in 16-bit lanes of 64-bit words: eight
 * bytes a step, whatever the machine. First all tags are compared, then all rows that
 * match are loaded, so that loads do not wait for each other. */
#include "classifiers/lang_detect.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/entities.h"
#include "text/normalize.h"
#include "text/prose.h"

#include <math.h>

enum { WORDS = FC_LANG_MOST_DIM / 8, LANE_ROWS = 256, PIECE = 256, SLACK = 48 };

#define LANES 0x00FF00FF00FF00FFu
#define TO_UNSIGNED 0x8080808080808080u

/* A text with fewer letters, or a smaller share of them among letters, digits and signs,
 * is no language; nor is one in a script of many languages most of whose features none of
 * them has, which has a handful of letters again and again (as genes, numerals and
 * laughter), most of whose letters stand alone, or a third of them first bytes of
 * UTF-8. */
enum { FEWEST_LETTERS = 2, MANY = 8, HANDFUL = 6, TIMES = 8, MISREAD = 20 };
static const double least_letters = .3, least_known = .25;

struct fc_lang_reader {
    const fc_lang_model *model;
    fc_arena *arena;
    uint64_t seen, known;       /* features; those that have a row */
    int64_t sum[FC_LANG_MOST_DIM];
    fc_lang_grams grams;
    float p[];                  /* of the classes of a group */
};

fc_lang_reader *fc_lang_reader_new(const fc_lang_model *model, fc_arena *arena)
{
    fc_lang_reader *r = fc_alloc(arena, sizeof *r + model->classes * sizeof *r->p);
    r->model = model;
    r->arena = arena;
    return r;
}

/* ---------------------------------------------------------------- sums */

/* Add the vectors of at most LANE_ROWS rows: `words` is a constant where it matters. */
static inline void sum_words(fc_lang_reader *r, const uint32_t *row, size_t n,
                             size_t words)
{
    uint64_t even[WORDS] = { 0 }, odd[WORDS] = { 0 };
    for (size_t i = 0; i < n; i++) {
        const int8_t *vector = r->model->vector + (size_t)row[i] * 8 * words;
        for (size_t w = 0; w < words; w++) {
            uint64_t v;
            memcpy(&v, vector + 8 * w, 8);
            v ^= TO_UNSIGNED;
            even[w] += v & LANES;
            odd[w] += v >> 8 & LANES;
        }
    }
    for (size_t w = 0; w < words; w++)
        for (int lane = 0; lane < 4; lane++) {
            int64_t *sum = &r->sum[8 * w + 2 * (size_t)lane];
            sum[0] += (int64_t)(even[w] >> 16 * lane & 0xFFFF) - 128 * (int64_t)n;
            sum[1] += (int64_t)(odd[w] >> 16 * lane & 0xFFFF) - 128 * (int64_t)n;
        }
}

static void sum_rows(fc_lang_reader *r, const uint32_t *row, size_t n)
{
    if (r->model->dim == 32)
        sum_words(r, row, n, 4);    /* unrolled: the shipped model */
    else
        sum_words(r, row, n, r->model->dim / 8);
}

static void take(void *user, const uint32_t *hash, size_t n)
{
    fc_lang_reader *r = user;
    const fc_lang_model *m = r->model;
    uint32_t row[FC_LANG_BLOCK];
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        row[k] = (uint32_t)((uint64_t)hash[i] * m->rows >> 32);
        bool match = m->tag[row[k]] == (uint8_t)hash[i];
#ifdef __GNUC__
        if (match)
            __builtin_prefetch(m->vector + (size_t)row[k] * m->dim);
#endif
        k += match;
    }
    r->seen += n;
    r->known += k;
    for (size_t i = 0; i < k; i += LANE_ROWS)
        sum_rows(r, row + i, k - i < LANE_ROWS ? k - i : LANE_ROWS);
}

/* -------------------------------------------------------------- pieces of a long text */

static bool is_inside(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The beginning of a word at or after `at`; where none is near, of a character. */
static size_t word_from(fc_str text, size_t at)
{
    size_t i = at;
    while (i < text.n && i < at + SLACK && !fc_is_space(text.p[i]))
        i++;
    if (i == at + SLACK || i == text.n)
        for (i = at; i < text.n && is_inside(text.p[i]); i++)
            ;
    return i;
}

/* A piece with references of HTML that were left over as what they mean, and in NFC.
 * Accents that may be parts of letters begin with the bytes CC and CD. */
static void read_piece(fc_lang_reader *r, fc_str piece)
{
    if (fc_str_findc(piece, '&') < piece.n)
        piece = fc_entities_decode(piece, true, r->arena);
    if (memchr(piece.p, 0xCC, piece.n) || memchr(piece.p, 0xCD, piece.n))
        piece = fc_normalize_nfc(piece, r->arena);
    fc_lang_grams_add(&r->grams, piece);
}

static void read_text(fc_lang_reader *r, fc_str text, size_t most)
{
    size_t pieces = most ? (most + PIECE - 1) / PIECE : 1;
    if (!most || text.n <= pieces * (PIECE + SLACK)) {
        read_piece(r, text);
    } else {
        for (size_t i = 0; i < pieces; i++) {
            size_t from = pieces > 1 ? (text.n - PIECE) / (pieces - 1) * i : 0;
            from = i ? word_from(text, from) : 0;
            read_piece(r, fc_str_sub(text, from, word_from(text, from + PIECE)));
        }
    }
    fc_lang_grams_end(&r->grams);
}

/* ---------------------------------------------------------------- deciding */

/* Han and the scripts of Japanese stand together; each of their characters says as much
 * as several letters do. */
unsigned fc_lang_main_script(const fc_lang_grams *g, uint64_t *letters)
{
    unsigned hani = g->unspaced[0], best = 0;
    uint64_t most = 0, han = 0;
    *letters = 0;
    for (int i = 0; i < 4; i++)
        han += g->letters[g->unspaced[i]];
    for (unsigned s = 2; s < fc_lang_scripts(); s++) {
        bool cjk = s == hani || s == g->unspaced[1] || s == g->unspaced[2] ||
                   s == g->unspaced[3];
        *letters += g->letters[s];
        if (!cjk && g->letters[s] > most) {
            most = g->letters[s];
            best = s;
        }
    }
    return 3 * han > most ? hani : best;
}

static const fc_lang_group *group_of(const fc_lang_model *m, unsigned script)
{
    for (uint32_t g = 0; g < m->groups; g++)
        if (m->group[g].script == script)
            return &m->group[g];
    return NULL;
}

int fc_lang_sharp_of(uint64_t features)
{
    int i = 0;
    while (i < FC_LANG_SHARP - 1 && features >> (i + 1))
        i++;
    return i;
}

/* Probabilities of the classes of a group; returns the best. */
static uint32_t score(const fc_lang_reader *r, const fc_lang_group *g, float *p)
{
    const fc_lang_model *m = r->model;
    double mean = r->known ? m->scale / (double)r->known : 0, total = 0;
    double sharp = m->sharp[fc_lang_sharp_of(r->known)];
    float mean_of[FC_LANG_MOST_DIM];
    uint32_t best = 0;
    for (uint32_t d = 0; d < m->dim; d++)
        mean_of[d] = (float)(mean * (double)r->sum[d]);
    for (uint32_t i = 0; i < g->n; i++) {
        const float *w = m->weight + (size_t)(g->first + i) * m->dim;
        p[i] = m->bias[g->first + i];
        for (uint32_t d = 0; d < m->dim; d++)
            p[i] += w[d] * mean_of[d];
        best = p[i] > p[best] ? i : best;
    }
    double top = p[best];
    for (uint32_t i = 0; i < g->n; i++)
        total += p[i] = (float)exp(sharp * (p[i] - top));
    for (uint32_t i = 0; i < g->n; i++)
        p[i] = (float)(p[i] / total);
    return best;
}

static bool has_few_kinds(const fc_lang_grams *g, uint64_t letters)
{
    unsigned kinds = 0;
    for (int i = 0; i < 4; i++)
        for (uint64_t left = g->kinds[i]; left && kinds <= HANDFUL; left &= left - 1)
            kinds++;
    return kinds <= HANDFUL && letters >= TIMES * kinds;
}

static bool says_nothing(const fc_lang_reader *r, const fc_lang_group *g,
                         uint64_t letters)
{
    double signs = (double)letters + r->grams.others;
    return letters < FEWEST_LETTERS || (double)letters < least_letters * signs ||
           (g->n >= MANY && (double)r->known < least_known * (double)r->seen);
}

/* Is it no language, although the model takes it for one? */
static bool is_no_text(const fc_lang_grams *g, uint64_t letters)
{
    return has_few_kinds(g, letters) || 2 * (uint64_t)g->single > letters ||
           (letters >= MISREAD && 3 * (uint64_t)g->leads > letters);
}

void fc_lang_detect(fc_lang_reader *r, fc_str text, size_t most, fc_lang_guess *guess)
{
    const fc_lang_model *m = r->model;
    r->seen = r->known = 0;
    memset(r->sum, 0, sizeof r->sum);
    fc_lang_grams_init(&r->grams, &m->chars, take, r);
    read_text(r, text, most);
    *guess = (fc_lang_guess){ .label = "und", .seen = r->seen, .known = r->known };
    guess->script = fc_lang_main_script(&r->grams, &guess->letters);
    const fc_lang_group *g = group_of(m, guess->script);
    if (!g || says_nothing(r, g, guess->letters))
        return;
    uint32_t best = score(r, g, r->p);
    if (g->n >= MANY && strcmp(m->label[g->first + best], "und") != 0 &&
        is_no_text(&r->grams, guess->letters))
        return;
    guess->group = g;
    guess->p = r->p;
    guess->label = m->label[g->first + best];
    guess->score = r->p[best];
}

void fc_lang_detect_prose(fc_lang_reader *reader, fc_str text, size_t most,
                          fc_lang_guess *guess, fc_arena *a)
{
    fc_str prose = fc_prose(text, false, a);
    fc_lang_detect(reader, prose, most, guess);
    if (!guess->letters && prose.p != text.p)
        fc_lang_detect(reader, text, most, guess);
}
