/* gzip.c - gzip members, one after another, with their places.
 *
 * A member that is whole in the read buffer is given to libdeflate, more than twice as
 * fast as zlib; zlib streams the others, and says how far a damaged one can be read.
 * After damage the next place is searched at which a member begins that decompresses to
 * what the container expects. Bytes that zlib has used are held for a while, because
 * damage shows late: the end of one member may be missing and the next one have been read
 * as its rest. */
#include "config.h"

#include "io/codec.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#ifdef HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif

enum {
    LOOK_AHEAD = 256 << 10,     /* read that much before a member is tried as a whole */
    MAX_WHOLE = 4 << 20,        /* compressed bytes of a member for libdeflate */
    MAX_WHOLE_OUT = 16 << 20,   /* ... and decompressed */
    STREAM_OUT = 256 << 10,     /* zlib: room for a step */
    HOLD = 1 << 20,             /* compressed bytes held behind zlib's place */
    TRIAL_IN = 1024,            /* compressed bytes looked at to believe in a member */
    TRIAL_OUT = 16,
    MAX_RETRIES = 8             /* begins believed within bytes that were decoded
                                   before */
};

typedef struct gzip {
    z_stream z, trial;
    bool inside;                /* zlib is within a member */
    size_t used;                /* zlib's place from in->at, within a member */
    uint64_t begin;             /* stored offset of the member */
    uint64_t failed_at;         /* farthest stored offset at which a member failed */
    int retries;
#ifdef HAVE_LIBDEFLATE
    struct libdeflate_decompressor *whole;
#endif
} gzip;

static bool gzip_sniff(const unsigned char *p, size_t n)
{
    return n >= 4 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8 && !(p[3] & 0xe0);
}

static void gzip_close(void *state)
{
    gzip *g = state;
    inflateEnd(&g->z);
    inflateEnd(&g->trial);
#ifdef HAVE_LIBDEFLATE
    if (g->whole)
        libdeflate_free_decompressor(g->whole);
#endif
    free(g);
}

static fc_rc gzip_open(void **state, fc_raw *in, fc_err *err)
{
    gzip *g = calloc(1, sizeof *g);
    *state = g;
    bool ok = g && inflateInit2(&g->z, 15 + 16) == Z_OK &&
              inflateInit2(&g->trial, 15 + 16) == Z_OK;
#ifdef HAVE_LIBDEFLATE
    ok = ok && (g->whole = libdeflate_alloc_decompressor()) != NULL;
#endif
    return ok ? FC_OK : fc_fail(err, FC_ETRY, "%s: no memory for gzip", in->name);
}

/* Does a member begin at p that decompresses to the expected magic? */
static bool believe(gzip *g, const fc_unpack *out, const unsigned char *p, size_t n)
{
    unsigned char text[TRIAL_OUT];
    if (!gzip_sniff(p, n) || inflateReset(&g->trial) != Z_OK)
        return false;
    g->trial.next_in = (unsigned char *)(uintptr_t)p;
    g->trial.avail_in = n < TRIAL_IN ? (uInt)n : TRIAL_IN;
    g->trial.next_out = text;
    g->trial.avail_out = sizeof text;
    int r = inflate(&g->trial, Z_SYNC_FLUSH);
    size_t got = sizeof text - g->trial.avail_out;
    if (r != Z_OK && r != Z_STREAM_END && r != Z_BUF_ERROR)
        return false;
    if (out->magic.n)
        return got >= out->magic.n && memcmp(text, out->magic.p, out->magic.n) == 0;
    return got == sizeof text || r == Z_STREAM_END;
}

/* Use bytes up to the next member that can be believed, or to the end. */
static fc_rc resync(gzip *g, fc_raw *in, const fc_unpack *out, fc_err *err)
{
    for (;;) {
        fc_rc rc = fc_raw_fill(in, TRIAL_IN, err);
        if (rc || !fc_raw_avail(in))
            return rc;
        const char *p = in->p + in->at, *hit = memchr(p, 0x1f, fc_raw_avail(in));
        if (!hit) {
            fc_raw_use(in, fc_raw_avail(in));
            continue;
        }
        fc_raw_use(in, (size_t)(hit - p));
        if ((rc = fc_raw_fill(in, TRIAL_IN, err)))
            return rc;
        p = in->p + in->at;
        if (believe(g, out, (const unsigned char *)p, fc_raw_avail(in)))
            return FC_OK;
        fc_raw_use(in, 1);
    }
}

/* The member that began at g->begin failed `used` bytes from in->at. Search from its
 * begin on, but not again and again within bytes that many members had a share in. */
static fc_rc damaged(gzip *g, fc_raw *in, fc_unpack *out, size_t used, fc_gap_kind kind,
                     const char *why, fc_err *err)
{
    uint64_t from = g->begin, failed_at = in->base + used;
    bool again = g->failed_at > from && ++g->retries > MAX_RETRIES;
    if (g->failed_at <= from)
        g->retries = 0;
    if (failed_at > g->failed_at)
        g->failed_at = failed_at;
    g->inside = false;
    g->used = 0;
    size_t skip = again ? used : in->base == from ? 1 : 0;
    fc_raw_use(in, skip < fc_raw_avail(in) ? skip : fc_raw_avail(in));
    fc_rc rc = resync(g, in, out, err);
    if (fc_raw_avail(in) && kind == FC_GAP_CUT) {
        kind = FC_GAP_DAMAGE;
        why = "a gzip member breaks off";
    }
    fc_unpack_gap(out, kind, from, in->base, why);
    return rc;
}

/* A step of zlib through the member that began at g->begin. */
static fc_rc stream_step(gzip *g, fc_raw *in, fc_unpack *out, fc_err *err)
{
    if (g->used > HOLD) {
        fc_raw_use(in, g->used - HOLD);
        g->used = HOLD;
    }
    fc_rc rc = fc_raw_fill(in, g->used + 1, err);
    if (!rc)
        rc = fc_unpack_room(out, STREAM_OUT, err);
    if (rc)
        return rc;
    size_t n = fc_raw_avail(in) - g->used;
    g->z.next_in = (unsigned char *)in->p + in->at + g->used;
    g->z.avail_in = n > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uInt)n;
    g->z.next_out = (unsigned char *)out->p + out->end;
    g->z.avail_out = STREAM_OUT;
    int r = inflate(&g->z, Z_NO_FLUSH);
    g->used = (size_t)((char *)g->z.next_in - (in->p + in->at));
    out->end += STREAM_OUT - g->z.avail_out;
    if (r == Z_STREAM_END) {
        fc_raw_use(in, g->used);
        g->inside = false;
        g->used = 0;
        return fc_unpack_end(out, in->base, err);
    }
    if (r == Z_MEM_ERROR)
        return fc_fail(err, FC_ETRY, "%s: no memory for gzip", in->name);
    if (r != Z_OK && r != Z_BUF_ERROR)
        return damaged(g, in, out, g->used, FC_GAP_DAMAGE,
                       g->z.msg && strstr(g->z.msg, "check") ? "wrong gzip checksum"
                                                             : "damaged gzip data",
                       err);
    if (!n && g->z.avail_out)
        return damaged(g, in, out, g->used, FC_GAP_CUT,
                       "the input ends within a gzip member", err);
    return FC_OK;
}

#ifdef HAVE_LIBDEFLATE
/* Try the member at in->at as a whole. *done is false when zlib should stream it: it is
 * too large, cut or damaged. */
static fc_rc whole_member(gzip *g, fc_raw *in, fc_unpack *out, bool *done, fc_err *err)
{
    size_t ahead = LOOK_AHEAD, room = STREAM_OUT;
    *done = false;
    for (;;) {
        size_t used, made;
        fc_rc rc = fc_raw_fill(in, ahead, err);
        if (!rc)
            rc = fc_unpack_room(out, room, err);
        if (rc)
            return rc;
        enum libdeflate_result r = libdeflate_gzip_decompress_ex(
            g->whole, in->p + in->at, fc_raw_avail(in), out->p + out->end,
            out->cap - out->end, &used, &made);
        if (r == LIBDEFLATE_SUCCESS) {
            fc_raw_use(in, used);
            out->end += made;
            *done = true;
            return fc_unpack_end(out, in->base, err);
        }
        if (r == LIBDEFLATE_INSUFFICIENT_SPACE && out->cap - out->end < MAX_WHOLE_OUT)
            room = (out->cap - out->end) * 2;
        else if (r == LIBDEFLATE_BAD_DATA && !in->eof && fc_raw_avail(in) < MAX_WHOLE)
            ahead = fc_raw_avail(in) * 2;
        else
            return FC_OK;
    }
}
#endif

/* Padding with zeros is no damage: block devices and tapes leave it. */
static fc_rc skip_padding(fc_raw *in, fc_err *err)
{
    for (;;) {
        fc_rc rc = fc_raw_fill(in, 4, err);
        if (rc || !fc_raw_avail(in) || in->p[in->at])
            return rc;
        size_t n = 0;
        while (n < fc_raw_avail(in) && !in->p[in->at + n])
            n++;
        fc_raw_use(in, n);
    }
}

static fc_rc gzip_step(void *state, fc_raw *in, fc_unpack *out, fc_err *err)
{
    gzip *g = state;
    if (g->inside)
        return stream_step(g, in, out, err);
    fc_rc rc = skip_padding(in, err);
    if (rc)
        return rc;
    if (!fc_raw_avail(in))
        return FC_END;
    g->begin = in->base;
    if (!gzip_sniff((const unsigned char *)in->p + in->at, fc_raw_avail(in)))
        return damaged(g, in, out, 0, FC_GAP_DAMAGE, "bytes that are no gzip member",
                       err);
    if ((rc = fc_unpack_begin(out, in->base, err)))
        return rc;
#ifdef HAVE_LIBDEFLATE
    bool done;
    rc = whole_member(g, in, out, &done, err);
    if (rc || done)
        return rc;
#endif
    inflateReset(&g->z);
    g->inside = true;
    g->used = 0;
    return stream_step(g, in, out, err);
}

const fc_codec fc_codec_gzip = { "gzip", gzip_sniff, gzip_open, gzip_step, gzip_close };
