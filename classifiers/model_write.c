/* model_write.c - a model as the bytes of its file (format: model.h). */
#include "base/hash.h"
#include "classifiers/model.h"

#include <string.h>

static void put_u32(fc_buf *out, uint32_t v)
{
    unsigned char b[4] = { (unsigned char)v, (unsigned char)(v >> 8),
                           (unsigned char)(v >> 16), (unsigned char)(v >> 24) };
    fc_buf_add(out, b, 4);
}

static void put_u64(fc_buf *out, uint64_t v)
{
    put_u32(out, (uint32_t)v);
    put_u32(out, (uint32_t)(v >> 32));
}

static void set_u64(fc_buf *out, size_t at, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out->p[at + (size_t)i] = (char)(v >> 8 * i);
}

static void put_floats(fc_buf *out, const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &v[i], 4);
        put_u32(out, bits);
    }
}

static void pad(fc_buf *out)
{
    while (!out->failed && out->n % 8)
        fc_buf_char(out, 0);
}

static void put_header(const fc_model *m, fc_buf *out)
{
    const uint32_t sizes[] = { m->bits, m->columns, m->rows, FC_FAMILIES, m->points,
                               (uint32_t)m->facts.n, m->window, 0 };
    fc_buf_add(out, "filterc\n", 8);
    put_u32(out, FC_MODEL_VERSION);
    put_u32(out, FC_FEATURES_VERSION);
    put_u64(out, 0);
    put_u64(out, 0);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        put_u32(out, sizes[i]);
}

void fc_model_write(const fc_model *m, fc_buf *out)
{
    fc_buf_clear(out);
    put_header(m, out);
    fc_buf_str(out, m->facts);
    pad(out);
    put_floats(out, m->alpha, FC_FAMILIES);
    put_floats(out, m->scale, m->columns);
    put_floats(out, m->bias, m->columns);
    put_floats(out, m->x, m->points);
    put_floats(out, m->y, m->points);
    pad(out);
    fc_buf_add(out, m->bitmap, fc_model_rows(m->bits) / 8);
    pad(out);
    fc_buf_add(out, m->weight, (size_t)m->rows * m->columns);
    pad(out);
    if (out->failed)
        return;
    set_u64(out, 16, out->n);
    set_u64(out, 24, fc_hash64(out->p + 32, out->n - 32, fc_hash64(out->p, 24, 0)));
}
