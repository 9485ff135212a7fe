/* fasttext_output.c - a value for each label of a fastText model. With hundreds of labels
 * this is most of the work on a short text, so it is done for a block of labels at once,
 * in loops of a fixed length that compilers turn into vectors. */
#include "classifiers/fasttext_output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = FC_FASTTEXT_BLOCK, TURNED_MOST = 16 << 20 };

/* ---------------------------------------------------------------- products */

fc_rc fc_fasttext_turn(fc_fasttext *m, fc_err *err)
{
    size_t n = fc_fasttext_blocks(m->labels);
    if (m->labels < BLOCK || n > TURNED_MOST / (m->dim * sizeof *m->turned))
        return FC_OK;
    float *row = malloc(m->dim * sizeof *row);
    m->turned = calloc(n * m->dim, sizeof *m->turned);
    if (!row || !m->turned) {
        free(row);
        return fc_fail(err, FC_ETRY, "no memory for a fastText model");
    }
    for (size_t i = 0; i < m->labels; i++) {
        float *to = m->turned + i / BLOCK * BLOCK * m->dim + i % BLOCK;
        const char *from = fc_fasttext_get(&m->output, i, row);
        for (size_t d = 0; d < m->dim; d++)
            memcpy(to + d * BLOCK, from + 4 * d, 4);
    }
    free(row);
    return FC_OK;
}

float fc_fasttext_row_dot(const float *restrict a, const char *restrict row, size_t n)
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

static void multiply_block(const float *restrict vector, const float *restrict block,
                           size_t dim, float *restrict out)
{
    float sum[BLOCK] = { 0 };
    for (size_t d = 0; d < dim; d++)
        for (int k = 0; k < BLOCK; k++)
            sum[k] += vector[d] * block[d * BLOCK + k];
    memcpy(out, sum, sizeof sum);
}

bool fc_fasttext_products(const fc_fasttext *m, const float *vector, float *row,
                          float *out)
{
    float odd = 0;                      /* stays 0 while all values are finite */
    if (m->turned)
        for (size_t i = 0; i < m->labels; i += BLOCK)
            multiply_block(vector, m->turned + i * m->dim, m->dim, out + i);
    else
        for (size_t i = 0; i < m->labels; i++)
            out[i] = fc_fasttext_row_dot(vector, fc_fasttext_get(&m->output, i, row),
                                         m->dim);
    for (size_t i = 0; i < m->labels; i++)
        odd += out[i] * 0;
    return odd == 0;
}

/* ---------------------------------------------------------------- softmax */

float fc_fasttext_max(const float *v, size_t n)
{
    float best[BLOCK], max = v[0];
    size_t i = 0;
    for (int k = 0; k < BLOCK; k++)
        best[k] = v[0];
    for (; i + BLOCK <= n; i += BLOCK)
        for (int k = 0; k < BLOCK; k++)
            best[k] = v[i + k] > best[k] ? v[i + k] : best[k];
    for (; i < n; i++)
        max = v[i] > max ? v[i] : max;
    for (int k = 0; k < BLOCK; k++)
        max = best[k] > max ? best[k] : max;
    return max;
}

/* exp of numbers from -87 to 0, to 2e-7 of it: 2 to the whole part of x / ln 2, times a
 * polynomial in what is left. Adding 1.5 * 2^23 rounds a number to a whole one, which is
 * then in the lowest bits. */
static void exp_block(const float *restrict v, float max, float *restrict out)
{
    const float rounder = 12582912.0F;
    const uint32_t rounder_bits = 0x4B400000;
    float x[BLOCK], whole[BLOCK], p[BLOCK];
    uint32_t bits[BLOCK], power[BLOCK];
    for (int k = 0; k < BLOCK; k++) {
        x[k] = v[k] - max > -87.0F ? v[k] - max : -87.0F;
        whole[k] = x[k] * 1.44269504F + rounder;
    }
    memcpy(power, whole, sizeof power);
    for (int k = 0; k < BLOCK; k++) {
        float f = whole[k] - rounder;
        f = x[k] - f * 0.693145752F - f * 1.42860677e-6F;
        p[k] = 1 + f * (1 + f * (1.0F / 2 + f * (1.0F / 6 + f * (1.0F / 24 +
                   f * (1.0F / 120 + f * (1.0F / 720))))));
    }
    memcpy(bits, p, sizeof bits);
    for (int k = 0; k < BLOCK; k++)
        bits[k] += (power[k] - rounder_bits) << 23;
    memcpy(out, bits, sizeof bits);
}

float fc_fasttext_sum_exp(const float *v, size_t n, float max)
{
    float e[BLOCK], sum = 0;
    size_t i = 0;
    for (; i + BLOCK <= n; i += BLOCK) {
        exp_block(v + i, max, e);
        for (int k = 0; k < BLOCK; k++)
            sum += e[k];
    }
    for (; i < n; i++)
        sum += expf(v[i] - max);
    return sum;
}
