/* compress.c - see compress.h. */
#include "config.h"

#include "base/bits.h"
#include "io/compress.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#ifdef HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef HAVE_BROTLI
#include <brotli/decode.h>
#endif

enum { FIRST_OUT = 64 << 10, GZIP_LEVEL = 6, ZSTD_LEVEL = 3 };

/* What is decoded so far: a piece of the arena that doubles, up to max bytes. */
typedef struct piece {
    fc_arena *a;
    char *p;
    size_t n, cap;
    uint64_t max;
} piece;

/* Room behind n; false when max bytes are there. */
static bool more_room(piece *o)
{
    if (o->n < o->cap)
        return true;
    uint64_t cap = o->cap ? (uint64_t)o->cap * 2 : FIRST_OUT;
    if (cap > o->max)
        cap = o->max;
    if (cap <= o->n)
        return false;
    o->p = fc_grow(o->a, o->p, o->cap, (size_t)cap);
    o->cap = (size_t)cap;
    return true;
}

static fc_decoded give(piece *o, bool cut)
{
    if (o->p)
        fc_trim(o->a, o->p, o->cap, o->n);
    return (fc_decoded){ { o->p, o->n }, cut };
}

/* ---------------------------------------------------------------- inflate */

static void *arena_zalloc(void *a, unsigned n, unsigned size)
{
    return fc_alloc(a, (size_t)n * size);
}

static void arena_zfree(void *a, void *p)
{
    (void)a; /* goes with the arena */
    (void)p;
}

static fc_decoded inflate_stream(fc_str in, fc_wrap wrap, uint64_t max, fc_arena *a)
{
    static const int bits[] = { -15, 15, 15 + 16 };
    z_stream z = { .zalloc = arena_zalloc, .zfree = arena_zfree, .opaque = a };
    piece o = { .a = a, .max = max };
    int r = inflateInit2(&z, bits[wrap]);
    z.next_in = (unsigned char *)(uintptr_t)in.p;
    while (r == Z_OK && more_room(&o)) {
        size_t room = o.cap - o.n, left = in.n - (size_t)((char *)z.next_in - in.p);
        z.avail_in = left > INT32_MAX ? INT32_MAX : (unsigned)left;
        z.avail_out = room > INT32_MAX ? INT32_MAX : (unsigned)room;
        size_t asked = z.avail_out;
        z.next_out = (unsigned char *)o.p + o.n;
        r = inflate(&z, Z_NO_FLUSH);
        o.n += asked - z.avail_out;
        left = in.n - (size_t)((char *)z.next_in - in.p);
        /* a gzip body may be several members */
        if (r == Z_STREAM_END && wrap == FC_WRAP_GZIP && left >= 4 &&
            memcmp(z.next_in, "\x1f\x8b\x08", 3) == 0)
            r = inflateReset(&z);
    }
    return give(&o, r != Z_STREAM_END);
}

#ifdef HAVE_LIBDEFLATE
/* The whole body at once; false when it is damaged, cut, has members behind the first or
 * does not fit. No arena allocation happens while the decompressor is held. */
static bool inflate_whole(fc_str in, fc_wrap wrap, uint64_t max, fc_arena *a,
                          fc_decoded *out)
{
    size_t guess = in.n * 4 + 1024, used = 0, made = 0;
    if (wrap == FC_WRAP_GZIP && in.n >= 18) { /* a gzip body ends with its size */
        guess = fc_load32(in.p + in.n - 4);
        if (guess > in.n * 1040)
            return false;
    }
    if (guess > max)
        guess = (size_t)max;
    piece o = { .a = a, .p = fc_alloc(a, guess), .cap = guess, .max = max };
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    if (!d)
        return false;
    enum libdeflate_result r =
        wrap == FC_WRAP_GZIP
            ? libdeflate_gzip_decompress_ex(d, in.p, in.n, o.p, o.cap, &used, &made)
        : wrap == FC_WRAP_ZLIB
            ? libdeflate_zlib_decompress_ex(d, in.p, in.n, o.p, o.cap, &used, &made)
            : libdeflate_deflate_decompress_ex(d, in.p, in.n, o.p, o.cap, &used, &made);
    libdeflate_free_decompressor(d);
    bool done = r == LIBDEFLATE_SUCCESS && (wrap != FC_WRAP_GZIP || used == in.n);
    o.n = done ? made : 0;
    *out = give(&o, false);
    return done;
}
#endif

fc_decoded fc_inflate(fc_str in, fc_wrap wrap, uint64_t max, fc_arena *a)
{
#ifdef HAVE_LIBDEFLATE
    fc_decoded out;
    if (in.n >= 4 && inflate_whole(in, wrap, max, a, &out))
        return out;
#endif
    return inflate_stream(in, wrap, max, a);
}

#ifdef HAVE_LIBDEFLATE
fc_inflater *fc_inflater_open(void)
{
    return (fc_inflater *)libdeflate_alloc_decompressor();
}

bool fc_inflate_exact(fc_inflater *inflater, fc_str in, char *to, size_t n)
{
    size_t used = 0;
    enum libdeflate_result r =
        libdeflate_deflate_decompress_ex((struct libdeflate_decompressor *)inflater, in.p,
                                         in.n, to, n, &used, NULL);
    return r == LIBDEFLATE_SUCCESS && used == in.n;
}

void fc_inflater_close(fc_inflater *inflater)
{
    libdeflate_free_decompressor((struct libdeflate_decompressor *)inflater);
}

uint32_t fc_crc32(fc_str bytes)
{
    return libdeflate_crc32(0, bytes.p, bytes.n);
}
#else
struct fc_inflater {
    z_stream z;
};

fc_inflater *fc_inflater_open(void)
{
    fc_inflater *inflater = calloc(1, sizeof *inflater);
    if (inflater && inflateInit2(&inflater->z, -15) == Z_OK)
        return inflater;
    free(inflater);
    return NULL;
}

bool fc_inflate_exact(fc_inflater *inflater, fc_str in, char *to, size_t n)
{
    z_stream *z = &inflater->z;
    if (in.n > UINT_MAX || n > UINT_MAX || inflateReset(z) != Z_OK)
        return false;
    z->next_in = (unsigned char *)(uintptr_t)in.p;
    z->next_out = (unsigned char *)to;
    z->avail_in = (unsigned)in.n;
    z->avail_out = (unsigned)n;
    return inflate(z, Z_FINISH) == Z_STREAM_END && !z->avail_in && !z->avail_out;
}

void fc_inflater_close(fc_inflater *inflater)
{
    if (inflater)
        inflateEnd(&inflater->z);
    free(inflater);
}

uint32_t fc_crc32(fc_str bytes)
{
    return (uint32_t)crc32_z(0, (const unsigned char *)bytes.p, bytes.n);
}
#endif

/* zlib itself and not libdeflate, whose streams have other lengths. */
uint64_t fc_deflated_size(fc_str bytes)
{
    unsigned char out[8192];
    z_stream z = { .next_in = (unsigned char *)(uintptr_t)bytes.p };
    size_t left = bytes.n;
    uint64_t size = 0;
    int r = deflateInit(&z, GZIP_LEVEL);
    while (r == Z_OK) {
        unsigned now = left > INT32_MAX ? INT32_MAX : (unsigned)left;
        z.avail_in = now;
        z.next_out = out;
        z.avail_out = sizeof out;
        r = deflate(&z, now == left ? Z_FINISH : Z_NO_FLUSH);
        left -= now - z.avail_in;
        size += sizeof out - z.avail_out;
    }
    deflateEnd(&z);
    return r == Z_STREAM_END ? size : 0;
}

/* ---------------------------------------------------------------- brotli, zstd */

#ifdef HAVE_BROTLI
static void *brotli_alloc(void *a, size_t n)
{
    return fc_alloc(a, n);
}

bool fc_unbrotli(fc_str in, uint64_t max, fc_arena *a, fc_decoded *out)
{
    piece o = { .a = a, .max = max };
    BrotliDecoderState *d = BrotliDecoderCreateInstance(brotli_alloc, arena_zfree, a);
    BrotliDecoderResult r = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    const uint8_t *from = (const uint8_t *)in.p;
    size_t left = in.n;
    while (d && r == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && more_room(&o)) {
        size_t room = o.cap - o.n;
        uint8_t *to = (uint8_t *)o.p + o.n;
        r = BrotliDecoderDecompressStream(d, &left, &from, &room, &to, NULL);
        o.n = o.cap - room;
    }
    *out = give(&o, r != BROTLI_DECODER_RESULT_SUCCESS);
    return true;
}
#else
bool fc_unbrotli(fc_str in, uint64_t max, fc_arena *a, fc_decoded *out)
{
    return false;
}
#endif

#ifdef HAVE_ZSTD
/* Decode into `to` (NULL: only count), at most max bytes; returns how many. */
static size_t zstd_pass(fc_str in, char *to, uint64_t max, bool *cut)
{
    char drain[4096];
    ZSTD_inBuffer from = { in.p, in.n, 0 };
    ZSTD_DCtx *d = ZSTD_createDCtx();
    size_t n = 0, r = 1;
    while (d && n < max) {
        size_t room = max - n < sizeof drain || to ? (size_t)(max - n) : sizeof drain;
        ZSTD_outBuffer part = { to ? to + n : drain, room, 0 };
        size_t before = from.pos;
        r = ZSTD_decompressStream(d, &part, &from);
        n += part.pos;
        if (ZSTD_isError(r) || (from.pos == in.n && (!r || part.pos < room)) ||
            (!part.pos && from.pos == before))
            break;
    }
    *cut = r != 0 || from.pos < in.n;
    ZSTD_freeDCtx(d);
    return n;
}

/* Twice over the input, so that nothing of zstd's is held when the arena is asked. */
bool fc_unzstd(fc_str in, uint64_t max, fc_arena *a, fc_decoded *out)
{
    size_t n = zstd_pass(in, NULL, max, &out->cut);
    char *p = fc_alloc(a, n);
    out->text = (fc_str){ p, zstd_pass(in, p, n, &(bool){ false }) };
    return true;
}
#else
bool fc_unzstd(fc_str in, uint64_t max, fc_arena *a, fc_decoded *out)
{
    return false;
}
#endif

/* ---------------------------------------------------------------- packing */

struct fc_packer {
    fc_pack kind;
    z_stream z;
#ifdef HAVE_ZSTD
    ZSTD_CCtx *zstd;
#endif
};

fc_rc fc_packer_open(fc_packer **out, fc_pack kind, fc_err *err)
{
    fc_packer *p = calloc(1, sizeof *p);
    bool ok = p != NULL;
    *out = p;
    if (ok)
        p->kind = kind;
    if (ok && kind == FC_PACK_GZIP)
        ok = deflateInit2(&p->z, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8,
                          Z_DEFAULT_STRATEGY) == Z_OK;
    if (ok && kind == FC_PACK_ZSTD) {
#ifdef HAVE_ZSTD
        p->zstd = ZSTD_createCCtx();
        ok = p->zstd != NULL;
        if (ok) {
            ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
            ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1);
        }
#else
        fc_packer_close(p);
        *out = NULL;
        return fc_fail(err, FC_EUNAVAIL, "zstd output was not built in: install "
                                         "libzstd-dev and configure again, or write .gz");
#endif
    }
    if (ok)
        return FC_OK;
    fc_packer_close(p);
    *out = NULL;
    return fc_fail(err, FC_ETRY, "no memory to compress output");
}

static fc_rc gzip_add(fc_packer *p, const char *data, size_t n, bool end, fc_buf *out)
{
    int r = Z_OK;
    do {
        size_t part = n > INT32_MAX ? INT32_MAX : n;
        p->z.next_in = (unsigned char *)(uintptr_t)data;
        p->z.avail_in = (unsigned)part;
        data += part;
        n -= part;
        do {
            if (!fc_buf_reserve(out, FIRST_OUT))
                return FC_ETRY;
            p->z.next_out = (unsigned char *)out->p + out->n;
            p->z.avail_out = FIRST_OUT;
            r = deflate(&p->z, end && !n ? Z_FINISH : Z_NO_FLUSH);
            out->n += FIRST_OUT - p->z.avail_out;
        } while (p->z.avail_out == 0);
    } while (n);
    return r == Z_OK || r == Z_STREAM_END || r == Z_BUF_ERROR ? FC_OK : FC_EINTERNAL;
}

#ifdef HAVE_ZSTD
static fc_rc zstd_add(fc_packer *p, const char *data, size_t n, bool end, fc_buf *out)
{
    ZSTD_inBuffer in = { data, n, 0 };
    for (;;) {
        if (!fc_buf_reserve(out, FIRST_OUT))
            return FC_ETRY;
        ZSTD_outBuffer to = { out->p + out->n, FIRST_OUT, 0 };
        size_t r = ZSTD_compressStream2(p->zstd, &to, &in, end ? ZSTD_e_end
                                                               : ZSTD_e_continue);
        if (ZSTD_isError(r))
            return FC_EINTERNAL;
        out->n += to.pos;
        if (end ? r == 0 : in.pos == n)
            return FC_OK;
    }
}
#endif

fc_rc fc_packer_add(fc_packer *p, const void *data, size_t n, bool end, fc_buf *out,
                    fc_err *err)
{
    fc_rc rc = FC_OK;
    if (p->kind == FC_PACK_NONE)
        fc_buf_add(out, data, n);
    if (p->kind == FC_PACK_GZIP)
        rc = gzip_add(p, data, n, end, out);
#ifdef HAVE_ZSTD
    if (p->kind == FC_PACK_ZSTD)
        rc = zstd_add(p, data, n, end, out);
#endif
    if (out->failed)
        rc = FC_ETRY;
    return rc ? fc_fail(err, rc, rc == FC_ETRY ? "no memory to compress output"
                                               : "compressing output failed")
              : FC_OK;
}

void fc_packer_close(fc_packer *p)
{
    if (!p)
        return;
    if (p->kind == FC_PACK_GZIP)
        deflateEnd(&p->z);
#ifdef HAVE_ZSTD
    ZSTD_freeCCtx(p->zstd);
#endif
    free(p);
}
