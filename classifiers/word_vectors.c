/* word_vectors.c - lines of words and numbers to vectors of hash rows. */
#include "classifiers/word_vectors.h"

#include "base/hash.h"
#include "base/str.h"

#include <float.h>
#include <math.h>

/* The word of rank r is about as frequent as 1 / (r + FREQUENT). */
enum { FREQUENT = 100 };

typedef struct reader {
    const fc_vectors *of;
    fc_arena *a;
    fc_arena *scratch;
    fc_word_vectors *out;
    float *share;           /* [feature]: what its words count in all */
    uint64_t rank;
} reader;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static fc_str take_field(fc_str *rest)
{
    size_t from = 0, to;
    while (from < rest->n && is_blank(rest->p[from]))
        from++;
    for (to = from; to < rest->n && !is_blank(rest->p[to]); to++)
        continue;
    fc_str field = fc_str_sub(*rest, from, to);
    *rest = fc_str_sub(*rest, to, rest->n);
    return field;
}

/* ---------------------------------------------------------------- the first line */

/* "60000 100" */
static bool is_header(fc_str line, uint64_t *dims)
{
    uint64_t words;
    fc_str first = take_field(&line), second = take_field(&line);
    return fc_str_u64(first, &words) && fc_str_u64(second, dims) &&
           take_field(&line).n == 0;
}

static fc_rc begin(reader *r, fc_str line, bool *header, fc_err *err)
{
    uint64_t dims = 0;
    *header = is_header(line, &dims);
    if (!*header)
        for (take_field(&line); take_field(&line).n;)
            dims++;
    if (dims < 1 || dims > FC_WORD_DIMENSIONS)
        return fc_fail(err, FC_EDATA, "%llu numbers a word are not within 1 to %d",
                       (unsigned long long)dims, FC_WORD_DIMENSIONS);
    fc_subspace *s = &r->out->space;
    s->features = r->of->rows;
    s->dims = (size_t)dims;
    s->direction = fc_zalloc(r->a, s->features * s->dims + 1, sizeof *s->direction);
    s->mean = fc_zalloc(r->a, s->dims, sizeof *s->mean);
    r->share = fc_zalloc(r->a, s->features + 1, sizeof *r->share);
    return FC_OK;
}

/* ---------------------------------------------------------------- words */

/* What classifiers see as one word has a feature, if its row occurs in the documents. */
static bool find_feature(const reader *r, fc_str word, uint32_t *feature)
{
    fc_features f;
    fc_arena_reset(r->scratch);
    fc_features_extract(word, 0, false, r->scratch, &f);
    if (f.family[FC_WORDS].n != 1)
        return false;
    *feature = r->of->feature_of[f.family[FC_WORDS].hash[0] >> (32 - r->of->conf.bits)];
    return *feature != FC_NO_FEATURE;
}

static fc_rc read_numbers(fc_str line, size_t dims, double *v, fc_err *err)
{
    for (size_t k = 0; k < dims; k++) {
        fc_str field = take_field(&line);
        if (!field.n)
            return fc_fail(err, FC_EDATA, "a word with %zu numbers, not %zu", k, dims);
        if (!fc_str_num(field, &v[k]) || !(fabs(v[k]) <= FLT_MAX))
            return fc_fail(err, FC_EDATA, "'%.*s' is not a number",
                           (int)(field.n < 40 ? field.n : 40), field.p);
    }
    return take_field(&line).n ? fc_fail(err, FC_EDATA, "a word with more than %zu "
                                                        "numbers", dims)
                               : FC_OK;
}

static fc_rc read_word(reader *r, fc_str line, fc_err *err)
{
    double v[FC_WORD_DIMENSIONS], square = 0;
    fc_subspace *s = &r->out->space;
    fc_str word = take_field(&line);
    uint32_t feature;
    fc_rc rc = read_numbers(line, s->dims, v, err);
    if (rc != FC_OK)
        return rc;
    for (size_t k = 0; k < s->dims; k++)
        square += v[k] * v[k];
    r->rank++;
    if (!(square > 0) || !find_feature(r, word, &feature))
        return FC_OK;
    double share = 1 / (double)(r->rank + FREQUENT), length = sqrt(square);
    float *row = s->direction + feature * s->dims;
    r->share[feature] += (float)share;
    for (size_t k = 0; k < s->dims; k++)
        row[k] += (float)(share * v[k] / length);
    r->out->words++;
    return FC_OK;
}

static void finish(reader *r)
{
    fc_subspace *s = &r->out->space;
    for (size_t i = 0; i < s->features; i++)
        for (size_t k = 0; r->share[i] > 0 && k < s->dims; k++)
            s->direction[i * s->dims + k] /= r->share[i];
}

/* ---------------------------------------------------------------- lines */

static fc_rc read_line(reader *r, fc_str line, bool first, fc_err *err)
{
    bool header = false;
    line = fc_str_trim(line);
    fc_rc rc = first ? begin(r, line, &header, err) : FC_OK;
    if (rc == FC_OK && !header && line.n)
        rc = read_word(r, line, err);
    r->out->hash = fc_hash64(line.p, line.n, r->out->hash);
    return rc;
}

static fc_rc read_lines(reader *r, fc_lines *in, fc_err *err)
{
    fc_str line;
    fc_rc rc;
    while ((rc = fc_lines_next(in, &line, err)) == FC_OK) {
        fc_err why = { 0 };
        if ((rc = read_line(r, line, in->at == 1, &why)) != FC_OK)
            return fc_lines_fail(in, rc, why.msg, err);
    }
    if (rc == FC_END && !r->out->words)
        return fc_fail(err, FC_EDATA, "%s: no vector of a word that the documents have",
                       fc_lines_name(in));
    return rc == FC_END ? FC_OK : rc;
}

fc_rc fc_word_vectors_read(fc_lines *in, const fc_vectors *of, fc_arena *a,
                           fc_word_vectors *out, fc_err *err)
{
    fc_arena scratch;
    jmp_buf guard, *outer = fc_arena_guard(a, &guard);
    reader r = { .of = of, .a = a, .scratch = &scratch, .out = out };
    volatile fc_rc rc;
    *out = (fc_word_vectors){ 0 };
    fc_arena_init(&scratch);
    fc_arena_guard(&scratch, &guard);
    if (setjmp(guard) == 0) {
        rc = read_lines(&r, in, err);
        if (rc == FC_OK)
            finish(&r);
    } else {
        rc = fc_fail(err, FC_ETRY, "%s: no memory", fc_lines_name(in));
    }
    fc_arena_free(&scratch);
    fc_arena_guard(a, outer);
    return rc;
}
