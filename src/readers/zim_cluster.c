/* zim_cluster.c - see zim_cluster.h. Decompression is the stream's: a cluster is read as
 * an input of its own. */
#include "readers/zim_cluster.h"

#include "base/str.h"
#include "io/members.h"
#include "readers/zim_entry.h"

#include <errno.h>
#include <stdlib.h>

enum {
    WIDE = 16,                      /* in the first byte: offsets have 8 bytes */
    NONE_AT_ALL = 0, NONE = 1, XZ = 4, ZSTD = 5,
    STEP_IN = 64 << 10,
    SLACK = 16 << 10,
    MOST_TABLE = 16 << 20,          /* bytes of offsets; writers end clusters at a few
                                       MiB of blobs */
    MOST_READ = 4,                  /* times the file's size, plus ... */
    SMALL_READ = 64 << 20           /* may be read in all: only clusters that lie over
                                       each other need more than once */
};

struct fc_zim_cluster {
    const fc_places *file;
    const char *name;
    uint64_t largest;
    uint64_t at, end;               /* of the open cluster; at 0: none */
    uint64_t read;                  /* the next byte that the stream gets */
    uint64_t total;                 /* bytes read of all clusters so far */
    fc_err failed;                  /* of reading, met within the callback */
    fc_stream *stream;
    bool packed;
    fc_zim_state state;             /* of the cluster: what it is not well by */
    fc_buf table;
    size_t width, blobs;            /* bytes of an offset; how many blobs */
    uint32_t next;                  /* blobs before it cannot be had any more */
    uint64_t pos;                   /* of the stream's next byte among the
                                       decompressed */
};

fc_rc fc_zim_cluster_open(fc_zim_cluster **out, const fc_places *file, const char *name,
                          uint64_t largest, fc_err *err)
{
    fc_zim_cluster *c = *out = calloc(1, sizeof *c);
    if (!c)
        return fc_fail(err, FC_ETRY, "%s: no memory to read it", name);
    c->file = file;
    c->name = name;
    c->largest = largest;
    return FC_OK;
}

void fc_zim_cluster_close(fc_zim_cluster *c)
{
    if (!c)
        return;
    fc_stream_close(c->stream);
    fc_buf_free(&c->table);
    free(c);
}

static bool is_spent(const fc_zim_cluster *c)
{
    return c->total / MOST_READ > c->file->size + SMALL_READ;
}

/* Bytes of the cluster for its stream, in small steps: what lies behind it is read in
 * vain. */
static long read_cluster(void *user, char *p, size_t n)
{
    fc_zim_cluster *c = user;
    size_t got, most = n < STEP_IN ? n : STEP_IN;
    if (c->read >= c->end || is_spent(c))
        return 0;
    most = most < c->end - c->read ? most : (size_t)(c->end - c->read);
    if (fc_places_read(c->file, c->read, p, most, &got, &c->failed)) {
        errno = EIO;
        return -1;
    }
    c->read += got;
    c->total += got;
    return (long)got;
}

/* Why there is less than the table says. */
static fc_zim_state why_short(fc_zim_cluster *c)
{
    fc_gap gap;
    bool last = c->end >= c->file->size;
    if (is_spent(c))
        return FC_ZIM_BOMB;
    if (c->packed && !(fc_stream_at_gap(c->stream, &gap) && gap.kind == FC_GAP_CUT))
        return FC_ZIM_DAMAGED;
    return last ? FC_ZIM_CUT : FC_ZIM_DAMAGED;
}

/* Were that many bytes made of too few? */
static bool is_bomb(const fc_zim_cluster *c, uint64_t bytes)
{
    uint64_t in = c->read - c->at;
    return c->packed && bytes > FC_MEMBERS_SMALL && bytes / FC_MEMBERS_RATIO > in + SLACK;
}

static uint64_t offset_of(const fc_zim_cluster *c, size_t i)
{
    const char *p = c->table.p + i * c->width;
    return c->width == 8 ? fc_zim_u64(p) : fc_zim_u32(p);
}

/* The table ends where the first blob begins. */
static fc_rc read_table(fc_zim_cluster *c, fc_err *err)
{
    fc_str got;
    fc_rc rc = fc_stream_peek(c->stream, c->width, &got, err);
    if (rc)
        return rc;
    if (got.n < c->width || c->packed != (fc_stream_codec(c->stream) != NULL)) {
        c->state = got.n < c->width ? why_short(c) : FC_ZIM_DAMAGED;
        return FC_OK;
    }
    uint64_t n = c->width == 8 ? fc_zim_u64(got.p) : fc_zim_u32(got.p);
    if (n < c->width || n % c->width || n > MOST_TABLE) {
        c->state = n > MOST_TABLE ? FC_ZIM_BOMB : FC_ZIM_DAMAGED;
        return FC_OK;
    }
    if ((rc = fc_stream_peek(c->stream, (size_t)n, &got, err)))
        return rc;
    if (got.n < n) {
        c->state = why_short(c);
        return FC_OK;
    }
    fc_buf_clear(&c->table);
    fc_buf_add(&c->table, got.p, (size_t)n);
    fc_stream_consume(c->stream, (size_t)n);
    c->blobs = (size_t)n / c->width - 1;
    c->pos = n;
    return c->table.failed ? fc_fail(err, FC_ETRY, "%s: no memory for a cluster", c->name)
                           : FC_OK;
}

static fc_rc begin(fc_zim_cluster *c, uint64_t at, uint64_t end, fc_err *err)
{
    unsigned char info;
    size_t got;
    fc_stream_close(c->stream);
    c->stream = NULL;
    c->state = FC_ZIM_WELL;
    c->at = at;
    c->end = end;
    c->read = at + 1;
    c->next = 0;
    c->blobs = 0;
    fc_rc rc = fc_places_read(c->file, at, &info, 1, &got, err);
    if (rc)
        return rc;
    int kind = info & (WIDE - 1);
    c->width = info & WIDE ? 8 : 4;
    c->packed = kind != NONE && kind != NONE_AT_ALL;
    if (!got || (c->packed && kind != XZ && kind != ZSTD)) {
        c->state = got ? FC_ZIM_DAMAGED : FC_ZIM_CUT;
        return FC_OK;
    }
    rc = fc_stream_open_source(&c->stream, c->name, read_cluster, c, err);
    return rc ? rc : read_table(c, err);
}

/* Use what lies before an offset. */
static fc_rc skip_to(fc_zim_cluster *c, uint64_t offset, fc_err *err)
{
    while (c->pos < offset && !c->state) {
        fc_str got;
        fc_rc rc = fc_stream_peek(c->stream, 1, &got, err);
        if (rc)
            return rc;
        size_t n = got.n < offset - c->pos ? got.n : (size_t)(offset - c->pos);
        fc_stream_consume(c->stream, n);
        c->pos += n;
        if (!n || is_bomb(c, c->pos))
            c->state = n ? FC_ZIM_BOMB : why_short(c);
    }
    return FC_OK;
}

/* The blob between two offsets, which lies at or behind the stream's place. */
static fc_rc read_blob(fc_zim_cluster *c, uint64_t from, uint64_t to, fc_str *bytes,
                       fc_err *err)
{
    fc_str got;
    fc_rc rc = skip_to(c, from, err);
    if (rc || c->state || from == to)
        return rc;
    if ((rc = fc_stream_peek(c->stream, (size_t)(to - from), &got, err)))
        return rc;
    if (got.n < to - from || is_bomb(c, to))
        c->state = got.n < to - from ? why_short(c) : FC_ZIM_BOMB;
    else
        *bytes = fc_str_sub(got, 0, (size_t)(to - from));
    return FC_OK;
}

fc_rc fc_zim_cluster_blob(fc_zim_cluster *c, uint64_t at, uint64_t end, uint32_t n,
                          fc_str *bytes, fc_zim_state *state, fc_err *err)
{
    fc_rc rc = at == c->at && n >= c->next ? FC_OK : begin(c, at, end, err);
    *bytes = (fc_str){ "", 0 };
    if (!rc && !c->state && n >= c->blobs) {
        *state = FC_ZIM_WRONG;
        return FC_OK;
    }
    if (!rc && !c->state) {
        uint64_t from = offset_of(c, n), to = offset_of(c, (size_t)n + 1);
        c->next = n + 1;
        if (from < c->pos || to < from || to - from > c->largest) {
            *state = from < c->pos || to < from ? FC_ZIM_WRONG : FC_ZIM_LARGE;
            return FC_OK;
        }
        rc = read_blob(c, from, to, bytes, err);
    }
    *state = c->state;
    if (rc && c->failed.rc && err)
        *err = c->failed;
    return rc;
}
