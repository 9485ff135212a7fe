/* listing.c - see listing.h. */
#include "listing.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

feed feed_of(fc_str data)
{
    return (feed){ .data = data, .fail_at = SIZE_MAX };
}

long feed_read(void *user, char *p, size_t n)
{
    feed *f = user;
    if (f->pending < f->interrupts) {
        f->pending++;
        errno = EINTR;
        return -1;
    }
    f->pending = 0;
    if (f->at >= f->fail_at) {
        errno = EIO;
        return -1;
    }
    size_t left = f->data.n - f->at;
    if (n > left)
        n = left;
    if (f->chunk && n > f->chunk)
        n = f->chunk;
    if (f->at < f->first && n > f->first - f->at)
        n = f->first - f->at;
    if (n > f->fail_at - f->at)
        n = f->fail_at - f->at;
    if (n)
        memcpy(p, f->data.p + f->at, n);
    f->at += n;
    return (long)n;
}

static void list_item(const fc_reader_def *r, void *state, const fc_doc *d, fc_buf *out)
{
    const fc_reader_def *inner = r->inner ? r->inner(state) : NULL;
    r = inner ? inner : r;
    const fc_record *rec = d->rec;
    fc_str block = d->kind == FC_RECORD ? rec->block : d->text;
    fc_buf_printf(out, "%s ", d->reason ? r->reasons[d->reason - 1].name : "ok");
    if (rec)
        fc_buf_printf(out, "%llu+%llu%s %.*s ", (unsigned long long)rec->offset,
                      (unsigned long long)rec->length, rec->unpacked ? "u" : "",
                      (int)rec->type.n, rec->type.p ? rec->type.p : "");
    fc_buf_printf(out, "<%.*s> %zu:%016llx", (int)d->id.n, d->id.p, block.n,
                  (unsigned long long)fc_hash64(block.n ? block.p : "", block.n, 0));
    if (rec && rec->uri.n)
        fc_buf_printf(out, " %.*s", (int)rec->uri.n, rec->uri.p);
    fc_buf_text(out, "\n");
}

static void list_stream(fc_stream *s, uint64_t max_item, fc_buf *out)
{
    fc_str head;
    fc_err err = { 0 };
    fc_arena a;
    void *state;
    fc_rc rc = fc_stream_sniff(s, 4096, &head, &err);
    if (head.n > 4096)
        head.n = 4096;
    const fc_reader_def *r = rc ? NULL : fc_reader_sniff(head, fc_stream_name(s), false);
    if (!r) {
        fc_buf_printf(out, "no reader %d\n", rc);
        fc_stream_close(s);
        return;
    }
    if (max_item)
        fc_stream_set_max_item(s, max_item);
    fc_arena_init(&a);
    rc = r->open(s, &state, &err);
    while (!rc) {
        fc_doc d = { 0 };
        rc = r->next(state, &a, &d, &err);
        if (!rc)
            list_item(r, state, &d, out);
        fc_arena_reset(&a);
    }
    fc_buf_printf(out, "%s end %d\n", r->name, rc);
    r->close(state);
    fc_arena_free(&a);
    fc_stream_close(s);
}

void list_feed(feed *f, const char *name, uint64_t max_item, fc_buf *out)
{
    fc_stream *s;
    if (!fc_stream_open_source(&s, name, feed_read, f, NULL))
        list_stream(s, max_item, out);
}

void list_file(const char *path, fc_buf *out)
{
    fc_stream *s;
    fc_err err = { 0 };
    if (fc_stream_open(&s, path, &err))
        fc_buf_printf(out, "open %d\n", err.rc);
    else
        list_stream(s, 0, out);
}

bool read_file(const char *path, fc_buf *out)
{
    char part[4096];
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        fc_buf_add(out, part, n);
    fclose(f);
    return true;
}
