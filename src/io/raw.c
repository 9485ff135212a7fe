/* raw.c - see raw.h. */
#include "config.h"

#include "io/raw.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A source is mostly a small member of an archive: for the larger buffer the system's
 * work, to give it and clear it, is more than that of reading. */
enum { FIRST_SIZE = 1 << 20, FIRST_OF_SOURCE = 64 << 10, LOOK_MS = 100 };

static fc_rc grow(fc_raw *r, fc_err *err)
{
    size_t first = r->source ? FIRST_OF_SOURCE : FIRST_SIZE;
    size_t cap = r->cap ? r->cap * 2 : first;
    char *p = r->cap > SIZE_MAX / 4 ? NULL : realloc(r->p, cap);
    if (!p)
        return fc_fail(err, FC_ETRY, "%s: no memory for a read buffer of %zu bytes",
                       r->name, cap);
    r->p = p;
    r->cap = cap;
    return FC_OK;
}

/* Room to read into: used bytes at the front are given up when they are at least half of
 * the buffer (so that each byte moves at most once a buffer), else the buffer grows. */
static fc_rc make_room(fc_raw *r, fc_err *err)
{
    if (r->at == r->end)
        r->at = r->end = 0;
    if (r->cap - r->end > r->cap / 4)
        return FC_OK;
    if (r->at && r->at >= r->cap / 2) {
        memmove(r->p, r->p + r->at, r->end - r->at);
        r->end -= r->at;
        r->at = 0;
        return FC_OK;
    }
    return r->end == r->cap ? grow(r, err) : FC_OK;
}

/* Wait until there is something to read. A signal that comes between looking at the flag
 * and waiting wakes nobody, and another thread may be the one to get it: look again from
 * time to time. */
static bool interrupted(const fc_raw *r)
{
    struct pollfd p = { r->fd, POLLIN, 0 };
    if (!r->interrupt || r->source || r->total)
        return false;
    while (!__atomic_load_n(r->interrupt, __ATOMIC_RELAXED))
        if (poll(&p, 1, LOOK_MS) > 0)
            return false;
    return true;
}

static fc_rc read_some(fc_raw *r, fc_err *err)
{
    size_t room = r->cap - r->end;
    for (;;) {
        if (interrupted(r))
            return fc_fail(err, FC_EIO, "%s: interrupted", r->name);
        long n = r->source ? r->source(r->user, r->p + r->end, room)
                           : (long)read(r->fd, r->p + r->end, room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || (size_t)n > room)
            return fc_fail(err, FC_EIO, "%s: reading failed at byte %llu: %s", r->name,
                           (unsigned long long)(r->base + fc_raw_avail(r)),
                           strerror(errno));
        r->eof = n == 0;
        r->end += (size_t)n;
        return FC_OK;
    }
}

fc_rc fc_raw_fill(fc_raw *r, size_t want, fc_err *err)
{
    while (fc_raw_avail(r) < want && !r->eof) {
        fc_rc rc = make_room(r, err);
        if (!rc)
            rc = read_some(r, err);
        if (rc)
            return rc;
    }
    return FC_OK;
}
