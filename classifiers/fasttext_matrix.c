/* fasttext_matrix.c - the matrices of a fastText model, plain and quantised, and the
 * numbers that a model file is made of. */
#include "classifiers/fasttext_read.h"

#include <stdlib.h>
#include <string.h>

enum { CENTROIDS = 256 };

/* ---------------------------------------------------------------- numbers */

const char *fc_fasttext_skip(fc_fasttext_reader *r, uint64_t n)
{
    if (r->short_of || n > r->bytes.n - r->at) {
        r->short_of = true;
        return NULL;
    }
    const char *p = r->bytes.p + r->at;
    r->at += (size_t)n;
    return p;
}

unsigned fc_fasttext_u8(fc_fasttext_reader *r)
{
    const char *p = fc_fasttext_skip(r, 1);
    return p ? (unsigned char)*p : 0;
}

int32_t fc_fasttext_i32(fc_fasttext_reader *r)
{
    const char *p = fc_fasttext_skip(r, 4);
    int32_t v = 0;
    if (p)
        memcpy(&v, p, 4);
    return v;
}

int64_t fc_fasttext_i64(fc_fasttext_reader *r)
{
    const char *p = fc_fasttext_skip(r, 8);
    int64_t v = 0;
    if (p)
        memcpy(&v, p, 8);
    return v;
}

fc_str fc_fasttext_word(fc_fasttext_reader *r)
{
    const char *p = r->bytes.p + r->at;
    const char *end = r->short_of ? NULL : memchr(p, 0, r->bytes.n - r->at);
    if (!end) {
        r->short_of = true;
        return (fc_str){ "", 0 };
    }
    r->at += (size_t)(end - p) + 1;
    return (fc_str){ p, (size_t)(end - p) };
}

fc_rc fc_fasttext_cut(const fc_fasttext_reader *r, const char *what)
{
    return fc_fail(r->err, FC_ECONFIG, "fastText model %.200s: it ends within %s (%zu "
                                       "bytes): "
                   "the file was cut", r->name, what, r->bytes.n);
}

/* What was read last, just before r->at, is not `expected`. */
static fc_rc odd(const fc_fasttext_reader *r, const char *what, const char *expected)
{
    return fc_fail(r->err, FC_ECONFIG,
                   "fastText model %.200s: %s do not fit together before byte %zu: "
                   "expected %s", r->name, what, r->at, expected);
}

/* ---------------------------------------------------------------- matrices */

static fc_rc read_quantizer(fc_fasttext_reader *r, size_t columns,
                            fc_fasttext_quantizer *q)
{
    int64_t n = fc_fasttext_i32(r), pieces = fc_fasttext_i32(r),
            length = fc_fasttext_i32(r);
    int64_t last = fc_fasttext_i32(r);
    if (r->short_of)
        return fc_fasttext_cut(r, "a quantizer");
    if (n != (int64_t)columns || pieces < 1 || length < 1 || last < 1 || last > length ||
        (pieces - 1) * length + last != n)
        return odd(r, "the sizes of a quantizer", "pieces that make up its columns");
    *q = (fc_fasttext_quantizer){ columns, (size_t)pieces, (size_t)length, (size_t)last,
                                  fc_fasttext_skip(r, (uint64_t)n * CENTROIDS * 4) };
    return q->centroids ? FC_OK : fc_fasttext_cut(r, "a quantizer");
}

static const char *centroid(const fc_fasttext_quantizer *q, size_t piece, unsigned code,
                            size_t *n)
{
    *n = piece + 1 == q->pieces ? q->last : q->length;
    return q->centroids + 4 * (piece * CENTROIDS * q->length + code * *n);
}

static void expand_row(const fc_fasttext_matrix *m, size_t row, float *out)
{
    const unsigned char *code = m->codes + row * m->quantizer.pieces;
    float norm = 1;
    size_t n = 0;
    if (m->norm_codes)
        memcpy(&norm, centroid(&m->norms, 0, m->norm_codes[row], &n), 4);
    for (size_t i = 0; i < m->quantizer.pieces; i++, out += n) {
        const char *from = centroid(&m->quantizer, i, code[i], &n);
        memcpy(out, from, 4 * n);
        for (size_t k = 0; k < n; k++)
            out[k] *= norm;
    }
}

const char *fc_fasttext_get(const fc_fasttext_matrix *m, size_t row, float *room)
{
    if (m->plain)
        return m->plain + row * m->columns * 4;
    expand_row(m, row, room);
    return (const char *)room;
}

float fc_fasttext_dot(const fc_fasttext_matrix *m, size_t row, const float *a)
{
    float sum = 0, norm = 1, v;
    size_t n = m->columns, pieces = m->codes ? m->quantizer.pieces : 1;
    for (size_t i = 0; i < pieces; i++) {
        const char *from = m->codes ? NULL : m->plain + row * m->columns * 4;
        if (m->codes)
            from = centroid(&m->quantizer, i, m->codes[row * pieces + i], &n);
        for (size_t k = 0; k < n; k++) {
            memcpy(&v, from + 4 * k, 4);
            sum += *a++ * v;
        }
    }
    if (m->norm_codes)
        memcpy(&norm, centroid(&m->norms, 0, m->norm_codes[row], &n), 4);
    return sum * norm;
}

/* A matrix that is small when expanded is expanded once. */
static fc_rc expand(fc_fasttext_reader *r, fc_fasttext_matrix *m)
{
    if (m->rows > FC_FASTTEXT_EXPANDED / (m->columns * 4))
        return FC_OK;
    m->expanded = malloc(m->rows * m->columns * 4 + 4);
    if (!m->expanded)
        return fc_fail(r->err, FC_ETRY, "fastText model %.200s: no memory", r->name);
    for (size_t i = 0; i < m->rows; i++)
        expand_row(m, i, m->expanded + i * m->columns);
    m->plain = (const char *)m->expanded;
    return FC_OK;
}

static fc_rc read_shape(fc_fasttext_reader *r, fc_fasttext_matrix *m)
{
    int64_t rows = fc_fasttext_i64(r), columns = fc_fasttext_i64(r);
    if (r->short_of)
        return fc_fasttext_cut(r, "a matrix");
    if (rows < 0 || rows > INT64_MAX / 2 || columns < 1 || columns > FC_FASTTEXT_MAX_DIM)
        return odd(r, "the sizes of a matrix", "rows from 0, columns from 1 to 8192");
    m->rows = (size_t)rows;
    m->columns = (size_t)columns;
    return FC_OK;
}

static fc_rc read_quantised(fc_fasttext_reader *r, fc_fasttext_matrix *m)
{
    bool normed = fc_fasttext_u8(r) != 0;
    fc_rc rc = read_shape(r, m);
    if (rc != FC_OK)
        return rc;
    int64_t codes = fc_fasttext_i32(r);
    m->codes = (const unsigned char *)fc_fasttext_skip(r, codes < 0 ? UINT64_MAX
                                                                    : (uint64_t)codes);
    if (!m->codes)
        return fc_fasttext_cut(r, "a matrix");
    if ((rc = read_quantizer(r, m->columns, &m->quantizer)) != FC_OK)
        return rc;
    if ((uint64_t)codes / m->quantizer.pieces != m->rows ||
        (uint64_t)codes % m->quantizer.pieces)
        return odd(r, "the codes and the sizes of a matrix", "a code for each piece of "
                                                             "each row");
    if (normed) {
        m->norm_codes = (const unsigned char *)fc_fasttext_skip(r, m->rows);
        if (!m->norm_codes)
            return fc_fasttext_cut(r, "a matrix");
        if ((rc = read_quantizer(r, 1, &m->norms)) != FC_OK)
            return rc;
    }
    return expand(r, m);
}

fc_rc fc_fasttext_matrix_read(fc_fasttext_reader *r, fc_fasttext_matrix *m,
                              bool quantised)
{
    if (quantised)
        return read_quantised(r, m);
    fc_rc rc = read_shape(r, m);
    if (rc != FC_OK)
        return rc;
    if (m->rows > (r->bytes.n - r->at) / (4 * m->columns))
        return fc_fasttext_cut(r, "a matrix");
    m->plain = fc_fasttext_skip(r, (uint64_t)m->rows * m->columns * 4);
    return FC_OK;
}
