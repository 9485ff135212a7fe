/* binary.c - see binary.h. */
#include "base/binary.h"

void fc_put16(fc_buf *out, uint16_t v)
{
    const unsigned char b[2] = { (unsigned char)v, (unsigned char)(v >> 8) };
    fc_buf_add(out, b, sizeof b);
}

void fc_put32(fc_buf *out, uint32_t v)
{
    const unsigned char b[4] = { (unsigned char)v, (unsigned char)(v >> 8),
                                 (unsigned char)(v >> 16), (unsigned char)(v >> 24) };
    fc_buf_add(out, b, sizeof b);
}

void fc_put32s(fc_buf *out, const uint32_t *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fc_put32(out, v[i]);
}

void fc_put64(fc_buf *out, uint64_t v)
{
    fc_put32(out, (uint32_t)v);
    fc_put32(out, (uint32_t)(v >> 32));
}

void fc_put_floats(fc_buf *out, const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &v[i], sizeof bits);
        fc_put32(out, bits);
    }
}

void fc_put_padding(fc_buf *out, size_t edge)
{
    while (!out->failed && out->n % edge)
        fc_buf_char(out, 0);
}
