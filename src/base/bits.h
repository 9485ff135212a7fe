/* bits.h - bits of 64-bit words, and eight bytes at a time. */
#ifndef FC_BASE_BITS_H
#define FC_BASE_BITS_H

#include <stdint.h>
#include <string.h>

/* Each byte 0x01, each byte 0x80. */
#define FC_ONES 0x0101010101010101u
#define FC_HIGH 0x8080808080808080u

/* Ask for the memory at an address before it is read. */
#if defined(__GNUC__)
#define FC_PREFETCH(p) __builtin_prefetch(p)
#else
#define FC_PREFETCH(p) ((void)(p))
#endif

/* For small functions of a hot loop that a compiler would not inline by itself. */
#if defined(__GNUC__)
#define FC_INLINE static inline __attribute__((always_inline))
#else
#define FC_INLINE static inline
#endif

/* A function that is compiled a second time for vectors of eight numbers, and whether
 * this processor has them. Only for what gives the same in any order: no products to
 * fuse. */
#if defined(__x86_64__) && defined(__GNUC__)
#define FC_WIDE_VECTORS(head) __attribute__((target("avx2"))) head
#define FC_HAS_WIDE_VECTORS __builtin_cpu_supports("avx2")
#else
#define FC_WIDE_VECTORS(head) head
#define FC_HAS_WIDE_VECTORS 0
#endif

/* Place of the highest and of the lowest bit set; v is not 0. */
static inline unsigned fc_top_bit(uint64_t v)
{
#if defined(__GNUC__)
    return 63 - (unsigned)__builtin_clzll(v);
#else
    unsigned n = 0;
    while (v >>= 1)
        n++;
    return n;
#endif
}

static inline unsigned fc_low_bit(uint64_t v)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(v);
#else
    return fc_top_bit(v & (~v + 1));
#endif
}

/* Eight or four bytes, the first one lowest: one load or store on most machines. */
static inline uint64_t fc_swap64(uint64_t v)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return v;
#else
    const unsigned char *p = (const unsigned char *)&v;
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
           (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 |
           (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
#endif
}

static inline uint64_t fc_load64(const void *at)
{
    uint64_t v;
    memcpy(&v, at, sizeof v);
    return fc_swap64(v);
}

static inline void fc_store64(void *at, uint64_t v)
{
    v = fc_swap64(v);
    memcpy(at, &v, sizeof v);
}

static inline uint32_t fc_load32(const void *at)
{
    const unsigned char *p = at;
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* How many bytes of a word whose bytes are 0x80 or 0 are 0x80. */
static inline unsigned fc_count_high(uint64_t v)
{
    return (unsigned)((v >> 7) * FC_ONES >> 56);
}

#endif
