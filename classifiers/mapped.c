/* mapped.c - mapping a file, or standing in for a mapping. */
#include "classifiers/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static fc_rc map(fc_mapped *m, const char *what, const char *path, int fd, fc_err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return fc_fail(err, FC_EIO, "%s %.200s: %s", what, path, strerror(errno));
    if (!S_ISREG(st.st_mode) || st.st_size < 1)
        return fc_fail(err, FC_ECONFIG, "%s %.200s: not a file with anything in it", what,
                       path);
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED)
        return fc_fail(err, FC_EIO, "%s %.200s: %s", what, path, strerror(errno));
    *m = (fc_mapped){ { p, (size_t)st.st_size }, true };
    return FC_OK;
}

fc_rc fc_mapped_open(fc_mapped *m, const char *what, const char *path, fc_err *err)
{
    *m = (fc_mapped){ { NULL, 0 }, false };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fc_fail(err, FC_ENOINPUT, "%s %.200s: %s", what, path, strerror(errno));
    fc_rc rc = map(m, what, path, fd, err);
    close(fd);
    return rc;
}

fc_rc fc_mapped_copy(fc_mapped *m, fc_str bytes, fc_err *err)
{
    char *p = malloc(bytes.n ? bytes.n : 1);
    *m = (fc_mapped){ { NULL, 0 }, false };
    if (!p)
        return fc_fail(err, FC_ETRY, "no memory for %zu bytes", bytes.n);
    if (bytes.n)
        memcpy(p, bytes.p, bytes.n);
    m->bytes = (fc_str){ p, bytes.n };
    return FC_OK;
}

void fc_mapped_close(fc_mapped *m)
{
    if (m->mapped)
        munmap((void *)m->bytes.p, m->bytes.n);
    else
        free((void *)m->bytes.p);
    m->bytes = (fc_str){ NULL, 0 };
}
