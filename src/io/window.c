/* window.c - see window.h. */
#include "io/window.h"

#include "base/str.h"
#include "io/sort.h"

#include <errno.h>
#include <unistd.h>

static fc_rc copy_all(fc_places *p, fc_stream *in, fc_err *err)
{
    if ((p->fd = fc_temp_file(fc_stream_temp(in), err)) < 0)
        return FC_EIO;
    p->own = true;
    for (;;) {
        fc_str got;
        fc_rc rc = fc_stream_peek(in, 1, &got, err);
        if (rc || !got.n)
            return rc;
        if ((rc = fc_temp_write(p->fd, got.p, got.n, p->size, err)))
            return rc;
        fc_stream_consume(in, got.n);
        p->size += got.n;
    }
}

fc_rc fc_places_open(fc_places *p, fc_stream *in, fc_err *err)
{
    *p = (fc_places){ .fd = fc_stream_file(in), .size = fc_stream_raw_total(in) };
    if (p->fd < 0) {
        p->size = 0;
        return copy_all(p, in, err);
    }
    fc_stream_set_raw_at(in, p->size);
    return FC_OK;
}

fc_rc fc_places_read(const fc_places *p, uint64_t at, void *to, size_t n, size_t *got,
                     fc_err *err)
{
    *got = 0;
    if (at >= p->size)
        return FC_OK;
    n = n < p->size - at ? n : (size_t)(p->size - at);
    while (*got < n) {
        ssize_t did = pread(p->fd, (char *)to + *got, n - *got, (off_t)(at + *got));
        if (did < 0 && errno == EINTR)
            continue;
        if (did < 0)
            return fc_fail(err, FC_EIO, "reading failed at byte %llu: %s",
                           (unsigned long long)(at + *got), strerror(errno));
        if (!did)
            return FC_OK;
        *got += (size_t)did;
    }
    return FC_OK;
}

void fc_places_close(fc_places *p)
{
    if (p->own)
        close(p->fd);
    p->own = false;
}

fc_rc fc_window_peek(fc_window *w, const fc_places *p, uint64_t at, size_t want,
                     fc_str *got, fc_err *err)
{
    bool there = at >= w->at && at - w->at <= w->n && w->n - (at - w->at) >= want;
    if (!there) {
        fc_rc rc = fc_places_read(p, at, w->bytes, sizeof w->bytes, &w->n, err);
        w->at = at;
        if (rc) {
            w->n = 0;
            return rc;
        }
    }
    *got = fc_str_sub((fc_str){ w->bytes, w->n }, (size_t)(at - w->at), w->n);
    return FC_OK;
}
