/* sink.c - see sink.h. */
#include "core/sink.h"

#include <errno.h>
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

fc_rc fc_sink_write(fc_sink *s, const char *p, size_t n, const size_t *ends,
                    size_t n_ends, size_t *written, fc_err *err)
{
    size_t done = 0;
    *written = n_ends;
    if (s->fd < 0)
        return FC_OK;
    while (done < n) {
        ssize_t k = write(s->fd, p + done, n - done);
        if (k < 0 && errno == EINTR)
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
    if (why == EPIPE) {
        s->closed = true;
        return FC_END;
    }
    errno = why;
    return fc_fail(err, FC_EIO, "writing the output failed: %s", strerror(why));
}
