/* binary.h - numbers in filterc's own files, as models are: little-endian whatever the
 * machine, floats as IEEE 754 singles, sections that begin at multiples of `edge` bytes
 * (a power of two) so that they can be used where the file is mapped.
 *
 * Readers check bounds themselves. Writers append to a buffer, which remembers for its
 * owner that memory ran out. */
#ifndef FC_BASE_BINARY_H
#define FC_BASE_BINARY_H

#include "base/bits.h"
#include "base/buf.h"

/* Whole numbers: fc_load32, fc_load64 of bits.h. */
static inline float fc_load_float(const void *at)
{
    uint32_t bits = fc_load32(at);
    float v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

/* n rounded up to an edge. */
static inline size_t fc_padded(size_t n, size_t edge)
{
    return (n + edge - 1) & ~(edge - 1);
}

void fc_put16(fc_buf *out, uint16_t v);
void fc_put32(fc_buf *out, uint32_t v);
void fc_put32s(fc_buf *out, const uint32_t *v, size_t n);
void fc_put64(fc_buf *out, uint64_t v);
void fc_put_floats(fc_buf *out, const float *v, size_t n);

/* Zeros up to the next edge. */
void fc_put_padding(fc_buf *out, size_t edge);

#endif
