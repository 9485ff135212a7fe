/* stream.c - opening, sniffing the compression, peek and consume, places and gaps. */
#include "config.h"

#include "base/arena.h"
#include "base/str.h"
#include "io/codec.h"
#include "io/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct fc_stream {
    fc_raw raw;
    fc_unpack out;
    const fc_codec *codec;      /* NULL: not compressed, raw is what is peeked at */
    void *state;
    fc_folder *folder;          /* the input is one; NULL: it is not */
    bool sniffed, done;
    uint64_t max_item;
    const char *temp;
    const char *text_key, *id_key;  /* or NULL */
};

static const fc_codec *const codecs[] = {
    &fc_codec_gzip,
#ifdef HAVE_ZSTD
    &fc_codec_zstd,
#endif
#ifdef HAVE_LIBARCHIVE
    &fc_codec_bzip2,
    &fc_codec_xz,
    &fc_codec_lz4,
#endif
    NULL
};

static fc_rc new_stream(fc_stream **s, const char *name, fc_err *err)
{
    *s = calloc(1, sizeof **s);
    if (!*s)
        return fc_fail(err, FC_ETRY, "%s: no memory to open it", name);
    (*s)->raw.name = name;
    (*s)->raw.fd = -1;
    (*s)->max_item = FC_STREAM_MAX_ITEM;
    return FC_OK;
}

static fc_rc open_file(fc_stream *s, const char *name, fc_err *err)
{
    struct stat st;
    int fd = strcmp(name, "-") == 0 ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fc_fail(err, FC_ENOINPUT, "%s: cannot be opened: %s", name,
                       strerror(errno));
    s->raw.fd = fd;
    if (fstat(fd, &st))
        return FC_OK;
    if (S_ISDIR(st.st_mode)) {
        s->raw.source = fc_folder_read;
        fc_rc rc = fc_folder_open(&s->folder, name, err);
        s->raw.user = s->folder;
        return rc;
    }
    if (S_ISREG(st.st_mode)) {
        s->raw.total = (uint64_t)st.st_size;
        posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    return FC_OK;
}

fc_rc fc_stream_open(fc_stream **s, const char *name, fc_err *err)
{
    fc_rc rc = new_stream(s, name, err);
    if (!rc && (rc = open_file(*s, name, err))) {
        fc_stream_close(*s);
        *s = NULL;
    }
    return rc;
}

fc_rc fc_stream_open_source(fc_stream **s, const char *name, fc_stream_source source,
                            void *user, fc_err *err)
{
    fc_rc rc = new_stream(s, name, err);
    if (!rc) {
        (*s)->raw.source = source;
        (*s)->raw.user = user;
    }
    return rc;
}

void fc_stream_close(fc_stream *s)
{
    if (!s)
        return;
    if (s->codec && s->state)
        s->codec->close(s->state);
    if (s->raw.fd > STDIN_FILENO)
        close(s->raw.fd);
    fc_folder_close(s->folder);
    free(s->raw.p);
    free(s->out.p);
    free(s->out.border);
    free(s);
}

void fc_stream_set_interrupt(fc_stream *s, const volatile int *flag)
{
    s->raw.interrupt = flag;
}

void fc_stream_set_name(fc_stream *s, const char *name)
{
    s->raw.name = name;
}

const char *fc_stream_name(const fc_stream *s)
{
    return s->raw.name;
}

const char *fc_stream_codec(const fc_stream *s)
{
    return s->codec ? s->codec->name : NULL;
}

uint64_t fc_stream_raw_at(const fc_stream *s)
{
    return s->raw.base + (s->codec ? 0 : fc_raw_avail(&s->raw));
}

uint64_t fc_stream_raw_total(const fc_stream *s)
{
    return s->raw.total;
}

int fc_stream_file(const fc_stream *s)
{
    /* standard input may have been read before it was ours */
    off_t end = (off_t)(s->raw.base + fc_raw_avail(&s->raw));
    bool whole = s->sniffed && !s->codec && !s->raw.source && s->raw.total &&
                 !s->raw.base && lseek(s->raw.fd, 0, SEEK_CUR) == end;
    return whole ? s->raw.fd : -1;
}

void fc_stream_set_raw_at(fc_stream *s, uint64_t at)
{
    s->raw.at = s->raw.end = 0;
    s->raw.base = at;
    s->raw.eof = true;
}

void fc_stream_expect(fc_stream *s, fc_str magic)
{
    s->out.magic = magic;
}

void fc_stream_set_max_item(fc_stream *s, uint64_t bytes)
{
    s->max_item = bytes;
}

uint64_t fc_stream_max_item(const fc_stream *s)
{
    return s->max_item;
}

void fc_stream_set_temp(fc_stream *s, const char *folder)
{
    s->temp = folder;
}

void fc_stream_set_keys(fc_stream *s, const char *text, const char *id)
{
    s->text_key = text;
    s->id_key = id;
}

const char *fc_stream_text_key(const fc_stream *s)
{
    return s->text_key ? s->text_key : "text";
}

const char *fc_stream_id_key(const fc_stream *s)
{
    return s->id_key ? s->id_key : "id";
}

const char *fc_stream_temp(const fc_stream *s)
{
    return s->temp;
}

/* Compressed input that this build cannot read is told, not taken for something else. */
static fc_rc missing_codec(const char *name, fc_str head, fc_err *err)
{
#ifndef HAVE_ZSTD
    if (fc_str_starts(head, FC_STR("\x28\xb5\x2f\xfd")))
        return fc_fail(err, FC_EUNAVAIL, "%s: zstd input cannot be read: built without "
                                         "libzstd",
                       name);
#endif
#ifndef HAVE_LIBARCHIVE
    if (fc_str_starts(head, FC_STR("BZh")) ||
        fc_str_starts(head, FC_STR("\xfd"
                                   "7zXZ")) ||
        fc_str_starts(head, FC_STR("\x04\x22\x4d\x18")))
        return fc_fail(err, FC_EUNAVAIL, "%s: bzip2, xz and lz4 input cannot be read: "
                                         "built without libarchive", name);
#endif
    (void)name;
    (void)head;
    return FC_OK;
}

static fc_rc sniff(fc_stream *s, fc_err *err)
{
    fc_rc rc = fc_raw_fill(&s->raw, 8, err);
    if (rc)
        return rc;
    const unsigned char *p = (const unsigned char *)s->raw.p + s->raw.at;
    for (size_t i = 0; codecs[i] && !s->codec; i++)
        if (fc_raw_avail(&s->raw) && codecs[i]->sniff(p, fc_raw_avail(&s->raw)))
            s->codec = codecs[i];
    s->sniffed = true;
    if (s->codec)
        return s->codec->open(&s->state, &s->raw, err);
    return missing_codec(s->raw.name,
                         (fc_str){ s->raw.p + s->raw.at, fc_raw_avail(&s->raw) }, err);
}

/* Decode until `want` bytes are there, the input ends or a gap is met. */
static fc_rc fill(fc_stream *s, size_t want, fc_err *err)
{
    if (!s->sniffed) {
        fc_rc rc = sniff(s, err);
        if (rc)
            return rc;
    }
    if (!s->codec)
        return fc_raw_fill(&s->raw, want, err);
    while (fc_unpack_avail(&s->out) < want && !s->out.has_gap && !s->done) {
        fc_rc rc = s->codec->step(s->state, &s->raw, &s->out, err);
        if (rc < 0)
            return rc;
        s->done = rc == FC_END;
    }
    return FC_OK;
}

/* What has been read and not used. A buffer that nothing was put in yet has no
 * address. */
static fc_str waiting(const fc_stream *s)
{
    if (s->codec && s->out.p)
        return (fc_str){ s->out.p + s->out.at, fc_unpack_avail(&s->out) };
    if (!s->codec && s->raw.p)
        return (fc_str){ s->raw.p + s->raw.at, fc_raw_avail(&s->raw) };
    return (fc_str){ "", 0 };
}

/* Decoded bytes up to a gap that was not told yet: fc_stream_sniff may have looked behind
 * it. */
static size_t before_gap(const fc_unpack *u)
{
    return u->has_gap ? (size_t)(u->gap_at - u->base) : fc_unpack_avail(u);
}

fc_rc fc_stream_peek(fc_stream *s, size_t want, fc_str *got, fc_err *err)
{
    fc_rc rc = fill(s, want, err);
    *got = waiting(s);
    if (s->codec)
        *got = fc_str_sub(*got, 0, before_gap(&s->out));
    return rc;
}

/* Decode behind a gap at the very begin until something is there. A second gap met on the
 * way is told with the first. */
static fc_rc fill_behind(fc_stream *s, fc_err *err)
{
    fc_unpack *u = &s->out;
    fc_rc rc = FC_OK;
    while (u->has_gap && u->gap_at == u->base && !fc_unpack_avail(u) && !s->done &&
           rc >= 0) {
        fc_gap first = u->gap;
        u->has_gap = false;
        rc = s->codec->step(s->state, &s->raw, u, err);
        s->done = rc == FC_END;
        if (u->has_gap)
            u->gap.from = first.from;
        else
            fc_unpack_gap_at(u, u->base, &first);
    }
    return rc < 0 ? rc : FC_OK;
}

bool fc_stream_packs(const fc_stream *s, fc_str head)
{
    for (size_t i = 0; s->codec && head.n && codecs[i]; i++)
        if (codecs[i]->sniff((const unsigned char *)head.p, head.n))
            return true;
    return false;
}

fc_rc fc_stream_sniff(fc_stream *s, size_t want, fc_str *head, fc_err *err)
{
    fc_rc rc = fc_stream_peek(s, want, head, err);
    if (rc || head->n || !s->codec)
        return rc;
    rc = fill_behind(s, err);
    *head = waiting(s);
    return rc;
}

void fc_stream_consume(fc_stream *s, size_t n)
{
    if (!s->codec) {
        fc_raw_use(&s->raw, n < fc_raw_avail(&s->raw) ? n : fc_raw_avail(&s->raw));
        return;
    }
    size_t most = before_gap(&s->out);
    if (n > most)
        n = most;
    s->out.at += n;
    s->out.base += n;
}

/* How many borders are at or before a place; there may be many thousands. */
static size_t borders_to(const fc_unpack *u, uint64_t at)
{
    size_t from = 0, to = u->borders;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (u->border[middle].at <= at)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The last border at or before the next byte, or NULL. */
static const fc_border *border_before(const fc_unpack *u)
{
    size_t n = borders_to(u, u->base);
    return n ? &u->border[n - 1] : NULL;
}

fc_rc fc_stream_place(fc_stream *s, fc_place *place, fc_err *err)
{
    fc_rc rc = s->sniffed ? FC_OK : fill(s, 1, err);
    if (rc)
        return rc;
    if (!s->codec) {
        *place = (fc_place){ s->raw.base, true, s->raw.base, s->raw.base };
        return FC_OK;
    }
    const fc_border *b = border_before(&s->out);
    if (!fc_unpack_avail(&s->out) && (!b || b->at < s->out.base)) {
        if ((rc = fill(s, 1, err)))
            return rc;
        b = border_before(&s->out);
    }
    *place = (fc_place){ .at = s->out.base };
    if (b) {
        place->first = b->at == s->out.base;
        place->begins = b->begins;
        place->ended = b->ended;
    }
    return FC_OK;
}

size_t fc_stream_border(const fc_stream *s, size_t from)
{
    const fc_unpack *u = &s->out;
    size_t i = s->codec ? borders_to(u, u->base + from) : u->borders;
    return i < u->borders ? (size_t)(u->border[i].at - u->base) : SIZE_MAX;
}

bool fc_stream_at_gap(const fc_stream *s, fc_gap *gap)
{
    if (!s->out.has_gap || s->out.gap_at != s->out.base)
        return false;
    *gap = s->out.gap;
    return true;
}

bool fc_stream_gap(fc_stream *s, fc_gap *gap)
{
    if (!fc_stream_at_gap(s, gap))
        return false;
    s->out.has_gap = false;
    return true;
}

fc_rc fc_stream_read_small(const char *name, size_t most, fc_arena *a, fc_str *text,
                           fc_err *err)
{
    fc_stream *in;
    fc_str got = { "", 0 };
    fc_rc rc = fc_stream_open(&in, name, err);
    if (rc)
        return rc;
    for (size_t want = 1 << 14;; want *= 2) {
        rc = fc_stream_peek(in, want, &got, err);
        if (rc || got.n < want || want > most)
            break;
    }
    if (!rc)
        *text = fc_copy(a, got);
    fc_stream_close(in);
    return rc;
}
