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

/* A block of bytes looked at at once: sixteen where the processor has vectors, as any
 * x86-64 has, else eight. Functions that ask something of each byte give marks;
 * fc_bytes_marks makes them bits of a number, not 0 when some byte is marked, and
 * fc_bytes_first the place of the first that is. What is marked behind it is exact, too.
 * They are joined by | and &. In such a number a byte is FC_BYTES_STEP bits; the marks of
 * bytes as they are loaded are those beyond ASCII. */
#if defined(__SSE2__) && defined(__GNUC__)
enum { FC_BYTES = 16, FC_BYTES_STEP = 1 };
#define FC_BYTES_ALL ((uint64_t)0xFFFF)
typedef unsigned char fc_bytes __attribute__((vector_size(16)));
typedef char fc_bytes_chars __attribute__((vector_size(16)));

static inline fc_bytes fc_bytes_load(const void *at)
{
    fc_bytes v;
    memcpy(&v, at, sizeof v);
    return v;
}

static inline fc_bytes fc_bytes_is(fc_bytes v, unsigned char c)
{
    return (fc_bytes)(v == ((fc_bytes){ 0 } + c));
}

/* Bytes from lo to hi, which are both ASCII or both not. */
static inline fc_bytes fc_bytes_in(fc_bytes v, unsigned char lo, unsigned char hi)
{
    return (fc_bytes)(v - lo <= ((fc_bytes){ 0 } + (unsigned char)(hi - lo)));
}

static inline uint64_t fc_bytes_marks(fc_bytes marks)
{
    return (uint64_t)__builtin_ia32_pmovmskb128((fc_bytes_chars)marks);
}

static inline fc_bytes fc_bytes_of(unsigned char c)
{
    return (fc_bytes){ 0 } + c;
}

static inline fc_bytes fc_bytes_where(fc_bytes marks, fc_bytes v)
{
    return marks & v;
}
#else
enum { FC_BYTES = 8, FC_BYTES_STEP = 8 };
#define FC_BYTES_ALL FC_HIGH
typedef uint64_t fc_bytes;

static inline fc_bytes fc_bytes_load(const void *at)
{
    return fc_load64(at);
}

static inline fc_bytes fc_bytes_in(fc_bytes v, unsigned char lo, unsigned char hi)
{
    uint64_t low = v & ~FC_HIGH, side = lo < 0x80 ? ~v : v;
    return (low + FC_ONES * (0x80u - (lo & 0x7Fu))) &
           ~(low + FC_ONES * (0x7Fu - (hi & 0x7Fu))) & side;
}

static inline fc_bytes fc_bytes_is(fc_bytes v, unsigned char c)
{
    return fc_bytes_in(v, c, c);
}

static inline uint64_t fc_bytes_marks(fc_bytes marks)
{
    return marks & FC_HIGH;
}

/* The same byte everywhere. */
static inline fc_bytes fc_bytes_of(unsigned char c)
{
    return FC_ONES * c;
}

/* Bytes of v that are marked, 0 for the others. */
static inline fc_bytes fc_bytes_where(fc_bytes marks, fc_bytes v)
{
    return ((marks & FC_HIGH) >> 7) * 0xFF & v;
}
#endif

static inline void fc_bytes_store(void *at, fc_bytes v)
{
#if defined(__SSE2__) && defined(__GNUC__)
    memcpy(at, &v, sizeof v);
#else
    fc_store64(at, v);
#endif
}

static inline unsigned fc_bytes_first(uint64_t marks)
{
    return fc_low_bit(marks) / FC_BYTES_STEP;
}

#endif
