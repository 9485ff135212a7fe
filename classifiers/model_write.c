/* model_write.c - a model as the bytes of its file (format: model.h). */
#include "base/binary.h"
#include "base/hash.h"
#include "classifiers/model.h"

static void put_header(const fc_model *m, fc_buf *out)
{
    const uint32_t sizes[] = { m->bits, m->columns, m->rows, FC_FAMILIES, m->points,
                               (uint32_t)m->facts.n, m->window, 0 };
    fc_buf_add(out, "filterc\n", 8);
    fc_put32(out, FC_MODEL_VERSION);
    fc_put32(out, FC_FEATURES_VERSION);
    fc_put64(out, 0);
    fc_put64(out, 0);
    fc_put32s(out, sizes, sizeof sizes / sizeof *sizes);
}

void fc_model_write(const fc_model *m, fc_buf *out)
{
    fc_buf_clear(out);
    put_header(m, out);
    fc_buf_str(out, m->facts);
    fc_put_padding(out, 8);
    fc_put_floats(out, m->alpha, FC_FAMILIES);
    fc_put_floats(out, m->scale, m->columns);
    fc_put_floats(out, m->bias, m->columns);
    fc_put_floats(out, m->x, m->points);
    fc_put_floats(out, m->y, m->points);
    fc_put_padding(out, 8);
    fc_buf_add(out, m->bitmap, fc_model_rows(m->bits) / 8);
    fc_put_padding(out, 8);
    fc_buf_add(out, m->weight, (size_t)m->rows * m->columns);
    fc_put_padding(out, 8);
    if (out->failed)
        return;
    fc_store64(out->p + 16, out->n);
    fc_store64(out->p + 24,
               fc_hash64(out->p + 32, out->n - 32, fc_hash64(out->p, 24, 0)));
}
