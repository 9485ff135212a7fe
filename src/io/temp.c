/* temp.c - files without a name, for what memory does not hold (sort.h). */
#include "config.h"

#include "io/sort.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fc_temp_file(const char *temp, fc_err *err)
{
    char name[4096];
    const char *folder = temp && *temp ? temp : "/tmp";
    int n = snprintf(name, sizeof name, "%s/filterc-XXXXXX", folder);
    int fd = -1;
    if (n > 0 && (size_t)n < sizeof name)
        fd = mkstemp(name);
    else
        errno = ENAMETOOLONG;
    if (fd < 0) {
        fc_fail(err, FC_EIO, "%s: no temporary file can be made there: %s (set TMPDIR)",
                folder, strerror(errno));
        return -1;
    }
    unlink(name);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

fc_rc fc_temp_write(int fd, const void *p, size_t n, uint64_t at, fc_err *err)
{
    const char *from = p;
    while (n) {
        ssize_t did = pwrite(fd, from, n, (off_t)at);
        if (did < 0 && errno == EINTR)
            continue;
        if (did <= 0)
            return fc_fail(err, FC_EIO, "a temporary file cannot be written: %s (set "
                                        "TMPDIR to a "
                           "folder with more room)", strerror(did ? errno : ENOSPC));
        from += did;
        n -= (size_t)did;
        at += (uint64_t)did;
    }
    return FC_OK;
}

fc_rc fc_temp_read(int fd, void *p, size_t n, uint64_t at, fc_err *err)
{
    char *to = p;
    while (n) {
        ssize_t did = pread(fd, to, n, (off_t)at);
        if (did < 0 && errno == EINTR)
            continue;
        if (did <= 0)
            return fc_fail(err, FC_EIO, "a temporary file cannot be read: %s",
                           did ? strerror(errno) : "it is shorter than was written");
        to += did;
        n -= (size_t)did;
        at += (uint64_t)did;
    }
    return FC_OK;
}
