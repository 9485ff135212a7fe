/* zstd.c - zstd frames, one after another, with their places; skippable frames; the
 * dictionary frame of WARC-zstd (iipc.github.io/warc-specifications, "Zstandard
 * compression"): a skippable frame 0x184D2A5D at the begin holds a dictionary, itself
 * perhaps zstd-compressed, that all frames of the file may refer to. */
#include "config.h"

#include "base/bits.h"
#include "io/codec.h"

#ifdef HAVE_ZSTD
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum {
    STEP_OUT = 256 << 10,
    STEP_IN = 256 << 10,        /* fed in steps of this size from a frame's begin on, so
                                   that what a damaged frame gives does not depend on the
                                   reads */
    SLOW_STEP_IN = 4 << 10,     /* ... and again in these: a failing step gives nothing */
    SLOW_FIRST = 12,            /* too short for zstd to do the frame at once */
    HOLD = 1 << 20,             /* compressed bytes held behind the decoder's place */
    MAX_DICTIONARY = 64 << 20,
    TRIAL_OUT = 16,
    TRIAL_CREDIT = 1 << 20,     /* bytes that trials may decode: this much, and then
                                   ... */
    TRIAL_RATE = 8,             /* ... so many for each byte that was searched */
    MAX_RETRIES = 8
};

typedef struct zstd {
    ZSTD_DCtx *d, *trial;
    bool inside;
    bool slow;
    bool started;               /* a frame or dictionary was seen */
    size_t used;                /* the decoder's place from in->at, within a frame */
    uint64_t begin, failed_at;
    int64_t credit;
    int retries;
} zstd;

static bool is_frame(const unsigned char *p, size_t n)
{
    return n >= 4 && fc_load32(p) == 0xfd2fb528;
}

static bool is_skippable(const unsigned char *p, size_t n)
{
    return n >= 8 && (fc_load32(p) & 0xfffffff0) == 0x184d2a50;
}

static bool zstd_sniff(const unsigned char *p, size_t n)
{
    return is_frame(p, n) || is_skippable(p, n);
}

static void zstd_close(void *state)
{
    zstd *z = state;
    ZSTD_freeDCtx(z->d);
    ZSTD_freeDCtx(z->trial);
    free(z);
}

static fc_rc zstd_open(void **state, fc_raw *in, fc_err *err)
{
    zstd *z = calloc(1, sizeof *z);
    *state = z;
    if (!z || !(z->d = ZSTD_createDCtx()) || !(z->trial = ZSTD_createDCtx()))
        return fc_fail(err, FC_ETRY, "%s: no memory for zstd", in->name);
    z->credit = TRIAL_CREDIT;
    return FC_OK;
}

/* Does a frame begin at p that decompresses to the expected magic? A block must be whole
 * to be decoded, so a trial may take 128 KiB; credit bounds what they take together. */
static bool believe(zstd *z, const fc_unpack *out, const unsigned char *p, size_t n)
{
    char text[TRIAL_OUT];
    if (!is_frame(p, n) || z->credit <= 0)
        return false;
    ZSTD_inBuffer from = { p, n, 0 };
    ZSTD_outBuffer to = { text, sizeof text, 0 };
    ZSTD_DCtx_reset(z->trial, ZSTD_reset_session_only);
    size_t r = ZSTD_decompressStream(z->trial, &to, &from);
    z->credit -= (int64_t)from.pos;
    if (ZSTD_isError(r))
        return false;
    if (out->magic.n)
        return to.pos >= out->magic.n && memcmp(text, out->magic.p, out->magic.n) == 0;
    return to.pos == sizeof text || r == 0;
}

static fc_rc resync(zstd *z, fc_raw *in, const fc_unpack *out, fc_err *err)
{
    for (;;) {
        fc_rc rc = fc_raw_fill(in, ZSTD_BLOCKSIZE_MAX + 64, err);
        size_t n = fc_raw_avail(in);
        if (rc || !n)
            return rc;
        const char *p = in->p + in->at, *hit = memchr(p, 0x28, n);
        size_t skip = hit ? (size_t)(hit - p) : n;
        z->credit += (int64_t)(skip + 1) * TRIAL_RATE;
        fc_raw_use(in, skip);
        if (!hit)
            continue;
        if ((rc = fc_raw_fill(in, ZSTD_BLOCKSIZE_MAX + 64, err)))
            return rc;
        if (believe(z, out, (const unsigned char *)in->p + in->at, fc_raw_avail(in)))
            return FC_OK;
        fc_raw_use(in, 1);
    }
}

/* See gzip.c: from the frame's begin on, but not again and again within the same
 * bytes. */
static fc_rc damaged(zstd *z, fc_raw *in, fc_unpack *out, fc_gap_kind kind,
                     const char *why, fc_err *err)
{
    uint64_t from = z->begin, failed_at = in->base + z->used;
    bool again = z->failed_at > from && ++z->retries > MAX_RETRIES;
    if (z->failed_at <= from)
        z->retries = 0;
    if (failed_at > z->failed_at)
        z->failed_at = failed_at;
    size_t skip = again ? z->used : in->base == from ? 1 : 0;
    z->inside = false;
    z->used = 0;
    fc_raw_use(in, skip < fc_raw_avail(in) ? skip : fc_raw_avail(in));
    fc_rc rc = resync(z, in, out, err);
    if (fc_raw_avail(in) && kind == FC_GAP_CUT) {
        kind = FC_GAP_DAMAGE;
        why = "a zstd frame breaks off";
    }
    fc_unpack_gap(out, kind, from, in->base, why);
    return rc;
}

/* How many bytes from in->at on to feed in this step. */
static size_t feed_to(const zstd *z, const fc_raw *in)
{
    uint64_t total = in->base + z->used - z->begin;
    size_t step = z->slow ? SLOW_STEP_IN : STEP_IN;
    if (z->slow && total < SLOW_FIRST)
        return z->used + (size_t)(SLOW_FIRST - total);
    return z->used + (step - (size_t)(total % step));
}

static void start_frame(zstd *z, bool slow)
{
    ZSTD_DCtx_reset(z->d, ZSTD_reset_session_only);
    z->inside = true;
    z->started = true;
    z->slow = slow;
    z->used = 0;
}

static fc_rc frame_step(zstd *z, fc_raw *in, fc_unpack *out, fc_err *err)
{
    if (z->used > HOLD) {
        fc_raw_use(in, z->used - HOLD);
        z->used = HOLD;
    }
    size_t to_feed = feed_to(z, in);
    fc_rc rc = fc_raw_fill(in, to_feed, err);
    if (!rc)
        rc = fc_unpack_room(out, STEP_OUT, err);
    if (rc)
        return rc;
    if (to_feed > fc_raw_avail(in))
        to_feed = fc_raw_avail(in);
    ZSTD_inBuffer from = { in->p + in->at, to_feed, z->used };
    ZSTD_outBuffer to = { out->p + out->end, STEP_OUT, 0 };
    bool at_end = from.pos == from.size;
    size_t r = ZSTD_decompressStream(z->d, &to, &from);
    if (ZSTD_isError(r) && !z->slow && in->base + z->used == z->begin) {
        start_frame(z, true);
        return FC_OK;
    }
    z->used = from.pos;
    out->end += to.pos;
    if (ZSTD_isError(r))
        return damaged(z, in, out, FC_GAP_DAMAGE, ZSTD_getErrorName(r), err);
    if (r == 0) {
        fc_raw_use(in, z->used);
        z->inside = false;
        z->used = 0;
        return fc_unpack_end(out, in->base, err);
    }
    if (at_end && !to.pos)
        return damaged(z, in, out, FC_GAP_CUT, "the input ends within a zstd frame", err);
    return FC_OK;
}

/* Load a dictionary: as it stands, or unpacked when it is compressed itself. */
static fc_rc load(zstd *z, const char *p, size_t n, const char *name, fc_err *err)
{
    char *unpacked = NULL;
    if (is_frame((const unsigned char *)p, n)) {
        unsigned long long size = ZSTD_getFrameContentSize(p, n);
        if (size > MAX_DICTIONARY) /* unknown sizes are larger than all others */
            size = MAX_DICTIONARY;
        unpacked = malloc(size ? (size_t)size : 1);
        if (!unpacked)
            return fc_fail(err, FC_ETRY, "%s: no memory for its dictionary", name);
        n = ZSTD_decompress(unpacked, (size_t)size, p, n);
        p = unpacked;
    }
    bool ok = !ZSTD_isError(n) && !ZSTD_isError(ZSTD_DCtx_loadDictionary(z->d, p, n)) &&
              !ZSTD_isError(ZSTD_DCtx_loadDictionary(z->trial, p, n));
    free(unpacked);
    return ok ? FC_OK
              : fc_fail(err, FC_EDATA, "%s: its zstd dictionary is damaged, without "
                                       "which nothing in it can be read", name);
}

/* A skippable frame; the first of a file may be the dictionary. */
static fc_rc skip_frame(zstd *z, fc_raw *in, fc_unpack *out, fc_err *err)
{
    const unsigned char *p = (const unsigned char *)in->p + in->at;
    uint64_t left = fc_load32(p + 4);
    bool dictionary = !z->started && fc_load32(p) == 0x184d2a5d && left <= MAX_DICTIONARY;
    z->started = true;
    fc_raw_use(in, 8);
    if (dictionary) {
        fc_rc rc = fc_raw_fill(in, (size_t)left, err);
        if (!rc && fc_raw_avail(in) >= left)
            rc = load(z, in->p + in->at, (size_t)left, in->name, err);
        if (rc)
            return rc;
    }
    while (left) {
        fc_rc rc = fc_raw_fill(in, 1, err);
        if (rc)
            return rc;
        if (!fc_raw_avail(in)) {
            fc_unpack_gap(out, FC_GAP_CUT, z->begin, in->base,
                          "the input ends within a zstd frame");
            return FC_OK;
        }
        size_t n = left < fc_raw_avail(in) ? (size_t)left : fc_raw_avail(in);
        fc_raw_use(in, n);
        left -= n;
    }
    return FC_OK;
}

static fc_rc zstd_step(void *state, fc_raw *in, fc_unpack *out, fc_err *err)
{
    zstd *z = state;
    if (z->inside)
        return frame_step(z, in, out, err);
    fc_rc rc = fc_raw_fill(in, 8, err);
    if (rc)
        return rc;
    if (!fc_raw_avail(in))
        return FC_END;
    const unsigned char *p = (const unsigned char *)in->p + in->at;
    z->begin = in->base;
    if (is_skippable(p, fc_raw_avail(in)))
        return skip_frame(z, in, out, err);
    if (!is_frame(p, fc_raw_avail(in)))
        return damaged(z, in, out, FC_GAP_DAMAGE, "bytes that are no zstd frame", err);
    if ((rc = fc_unpack_begin(out, in->base, err)))
        return rc;
    start_frame(z, false);
    return frame_step(z, in, out, err);
}

const fc_codec fc_codec_zstd = { "zstd", zstd_sniff, zstd_open, zstd_step, zstd_close };
#else
typedef int fc_zstd_is_not_built_in; /* ISO C wants a declaration in each file */
#endif
