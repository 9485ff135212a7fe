/* sink.c - see sink.h. */
#include "core/sink.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Cut a regular file back so that it ends with a whole item; others cannot be cut. */
static void cut_back(int fd, size_t extra)
{
    struct stat st;
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (at < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (uint64_t)at < extra)
        return;
    if (ftruncate(fd, at - (off_t)extra) == 0)
        lseek(fd, at - (off_t)extra, SEEK_SET);
}

/* A pipe or terminal that another process made non-blocking is waited for. */
static void wait_writable(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLOUT };
    poll(&p, 1, -1);
    errno = EAGAIN;
}

fc_rc fc_sink_open(fc_sink *s, const char *name, int fd, fc_err *err)
{
    *s = (fc_sink){ name ? -1 : fd, NULL };
    return name ? fc_output_open(&s->file, name, err) : FC_OK;
}

bool fc_sink_wanted(const fc_sink *s)
{
    return s->fd >= 0 || s->file;
}

fc_rc fc_sink_close(fc_sink *s, bool publish, fc_shelf *shelf, fc_err *err)
{
    fc_rc rc = FC_OK;
    if (s->file && publish)
        rc = shelf ? fc_shelf_add(shelf, s->file, false, err)
                   : fc_output_close(s->file, err);
    else
        fc_output_abort(s->file);
    s->file = NULL;
    return rc;
}

static fc_rc write_file(fc_sink *s, const char *p, size_t n, size_t *written, fc_err *err)
{
    fc_rc rc = fc_output_write(s->file, p, n, err);
    if (rc)
        *written = 0;
    return rc;
}

fc_rc fc_sink_write(fc_sink *s, const char *p, size_t n, const size_t *ends,
                    size_t n_ends, size_t *written, fc_err *err)
{
    size_t done = 0;
    *written = n_ends;
    if (s->file)
        return write_file(s, p, n, written, err);
    if (s->fd < 0)
        return FC_OK;
    while (done < n) {
        ssize_t k = write(s->fd, p + done, n - done);
        if (k < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            wait_writable(s->fd);
        if (k < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
            continue;
        if (k < 0)
            break;
        done += (size_t)k;
    }
    if (done == n)
        return FC_OK;
    int why = errno;
    size_t whole = 0;
    while (whole < n_ends && ends[whole] <= done)
        whole++;
    cut_back(s->fd, done - (whole ? ends[whole - 1] : 0));
    *written = whole;
    if (why == EPIPE)
        return FC_END;
    fc_rc rc = fc_fail(err, FC_EIO, "writing the output failed: %s%s", strerror(why),
                       why == ENOSPC || why == EDQUOT ? "; make room and run again" : "");
    if (err)
        err->sys = why;
    return rc;
}
