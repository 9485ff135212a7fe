/* archive.c - bzip2, xz and lz4 through libarchive's filters. They know no members that a
 * record could have for itself, and cannot go on behind damage: what follows it is a gap
 * to the end of the input. */
#include "config.h"

#include "io/codec.h"

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT = 256 << 10, STEP_OUT = 64 << 10 };

typedef struct unarchiver {
    struct archive *a;
    fc_raw *in;
    uint64_t begin;             /* stored offset of the compressed data */
    size_t lent;                /* bytes at in->at that libarchive is looking at */
    uint64_t filled;            /* stored offset behind the last byte that is not zero */
    fc_err failed;              /* of reading, met within a callback */
    bool opened, done;
} unarchiver;

static bool bzip2_sniff(const unsigned char *p, size_t n)
{
    return n >= 4 && memcmp(p, "BZh", 3) == 0 && p[3] >= '1' && p[3] <= '9';
}

static bool xz_sniff(const unsigned char *p, size_t n)
{
    return n >= 6 && memcmp(p, "\xfd" "7zXZ\0", 6) == 0;
}

static bool lz4_sniff(const unsigned char *p, size_t n)
{
    return n >= 4 && memcmp(p, "\x04\x22\x4d\x18", 4) == 0;
}

/* Use bytes, and note where the last one is that is no padding. */
static void use(unarchiver *u, size_t n)
{
    const char *p = u->in->p + u->in->at;
    size_t i = n;
    while (i && !p[i - 1])
        i--;
    if (i)
        u->filled = u->in->base + i;
    fc_raw_use(u->in, n);
}

static la_ssize_t give_input(struct archive *a, void *user, const void **p)
{
    unarchiver *u = user;
    use(u, u->lent);
    u->lent = 0;
    if (fc_raw_fill(u->in, 1, &u->failed)) {
        archive_set_error(a, EIO, "%s", u->failed.msg);
        return -1;
    }
    *p = u->in->p + u->in->at;
    u->lent = fc_raw_avail(u->in) < INPUT ? fc_raw_avail(u->in) : INPUT;
    return (la_ssize_t)u->lent;
}

static void archive_codec_close(void *state)
{
    unarchiver *u = state;
    archive_read_free(u->a);
    free(u);
}

static fc_rc archive_codec_open(void **state, fc_raw *in, fc_err *err)
{
    unarchiver *u = calloc(1, sizeof *u);
    *state = u;
    if (!u || !(u->a = archive_read_new()))
        return fc_fail(err, FC_ETRY, "%s: no memory to decompress", in->name);
    u->in = in;
    u->begin = in->base;
    archive_read_support_filter_bzip2(u->a);
    archive_read_support_filter_xz(u->a);
    archive_read_support_filter_lz4(u->a);
    archive_read_support_format_raw(u->a);
    archive_read_support_format_empty(u->a);
    return FC_OK;
}

static fc_rc use_rest(unarchiver *u, fc_err *err)
{
    u->lent = 0;
    u->done = true;
    for (;;) {
        fc_rc rc = fc_raw_fill(u->in, 1, err);
        if (rc || !fc_raw_avail(u->in))
            return rc;
        use(u, fc_raw_avail(u->in));
    }
}

/* What a failing call came to: a read error, or a gap from here to the end of the
 * input. */
static fc_rc broken(unarchiver *u, fc_unpack *out, fc_err *err)
{
    if (u->failed.rc) {
        if (err)
            *err = u->failed;
        return u->failed.rc;
    }
    bool cut = u->in->eof;
    fc_rc rc = use_rest(u, err);
    if (rc)
        return rc;
    fc_unpack_gap(out, cut ? FC_GAP_CUT : FC_GAP_DAMAGE, u->begin, u->in->base,
                  cut ? "compressed data is damaged or ends too early"
                      : "compressed data is damaged");
    return FC_OK;
}

/* All is decoded; what follows the last stream belongs to none: libarchive takes the
 * begin of a stream that is damaged for the end of all. Zeros are padding, as in
 * gzip.c. */
static fc_rc finish(unarchiver *u, fc_unpack *out, fc_err *err)
{
    int64_t used = archive_filter_bytes(u->a, -1);
    uint64_t end = u->begin + (used > 0 ? (uint64_t)used : 0);
    fc_rc rc = use_rest(u, err);
    if (rc || u->filled <= end)
        return rc ? rc : FC_END;
    fc_unpack_gap(out, FC_GAP_DAMAGE, end, u->in->base,
                  "bytes that are no compressed stream");
    return FC_OK;
}

static fc_rc archive_codec_step(void *state, fc_raw *in, fc_unpack *out, fc_err *err)
{
    unarchiver *u = state;
    struct archive_entry *entry;
    if (u->done)
        return FC_END;
    if (!u->opened) {
        u->opened = true;
        int r = archive_read_open(u->a, u, NULL, give_input, NULL);
        if (r == ARCHIVE_OK)
            r = archive_read_next_header(u->a, &entry);
        if (r == ARCHIVE_EOF)
            return finish(u, out, err);
        if (r != ARCHIVE_OK)
            return broken(u, out, err);
    }
    fc_rc rc = fc_unpack_room(out, STEP_OUT, err);
    if (rc)
        return rc;
    la_ssize_t n = archive_read_data(u->a, out->p + out->end, STEP_OUT);
    if (n < 0)
        return broken(u, out, err);
    out->end += (size_t)n;
    return n ? FC_OK : finish(u, out, err);
}

const fc_codec fc_codec_bzip2 = { "bzip2", bzip2_sniff, archive_codec_open,
                                  archive_codec_step, archive_codec_close };
const fc_codec fc_codec_xz = { "xz", xz_sniff, archive_codec_open, archive_codec_step,
                               archive_codec_close };
const fc_codec fc_codec_lz4 = { "lz4", lz4_sniff, archive_codec_open, archive_codec_step,
                                archive_codec_close };
#else
typedef int fc_libarchive_is_not_built_in; /* ISO C wants a declaration in each file */
#endif
