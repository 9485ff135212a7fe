/* output.c - see output.h. */
#include "config.h"

#include "io/output.h"

#include "base/hash.h"
#include "base/str.h"
#include "io/compress.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FLUSH_AT = 256 << 10 };

struct fc_output {
    char *name;
    char *temp;             /* written here, renamed to name; NULL: not a file of ours */
    int fd;
    bool owned;
    fc_buf buf;             /* compressed, not written yet */
    fc_packer *packer;
    uint64_t bytes;
    fc_err failed;          /* the first error */
};

/* "NAME.tmp.XXXXXXXX", which no other attempt at the same file has: the ids of processes
 * are only their machine's own, and a folder may be shared by many machines. */
static int create(const char *name, char *temp, size_t n)
{
    for (int tries = 0; tries < 100; tries++) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        uint64_t mix[4] = { (uint64_t)t.tv_sec, (uint64_t)t.tv_nsec, (uint64_t)getpid(),
                            (uint64_t)(uintptr_t)temp + (uint64_t)tries };
        snprintf(temp, n, "%s.tmp.%08lx", name,
                 (unsigned long)(fc_hash3(mix, sizeof mix) & 0xffffffffu));
        int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Devices and pipes are written directly, and so is what /dev has links to: with
 * `2>log` /dev/stderr is a file, but none to be replaced. /dev/shm has files like any
 * other folder. */
static bool is_plain_file(const char *name)
{
    struct stat st;
    bool dev = strncmp(name, "/dev/", 5) == 0 && strncmp(name, "/dev/shm/", 9) != 0;
    return !dev && strncmp(name, "/proc/", 6) != 0 &&
           (stat(name, &st) != 0 || S_ISREG(st.st_mode));
}

/* A link stays one: the file that it leads to is replaced. */
static fc_rc follow_link(fc_output *out, fc_err *err)
{
    struct stat st;
    char *target;
    if (lstat(out->name, &st) != 0 || !S_ISLNK(st.st_mode) ||
        (target = realpath(out->name, NULL)) == NULL)
        return FC_OK;
    size_t n = strlen(target) + 1;
    char *name = realloc(out->name, n);
    if (name)
        out->name = memcpy(name, target, n);
    free(target);
    return name ? FC_OK : fc_fail(err, FC_ETRY, "%s: no memory to open it", out->name);
}

static fc_rc open_named(fc_output *out, fc_err *err)
{
    out->owned = true;
    if (is_plain_file(out->name)) {
        fc_rc rc = follow_link(out, err);
        size_t n = strlen(out->name) + 32;
        if (rc)
            return rc;
        out->temp = malloc(n);
        if (!out->temp)
            return fc_fail(err, FC_ETRY, "%s: no memory to open it", out->name);
        out->fd = create(out->name, out->temp, n);
    } else {
        out->fd = open(out->name, O_WRONLY | O_APPEND | O_CLOEXEC);
    }
    if (out->fd >= 0)
        return FC_OK;
    int sys = errno;
    free(out->temp);
    out->temp = NULL;
    errno = sys;
    return fc_fail(err, FC_EIO, "%s: cannot be written: %s", out->name, strerror(sys));
}

static fc_pack pack_of(const char *name)
{
    fc_str s = fc_str_of(name);
    return fc_str_ends(s, FC_STR(".gz"))    ? FC_PACK_GZIP
           : fc_str_ends(s, FC_STR(".zst")) ? FC_PACK_ZSTD
                                            : FC_PACK_NONE;
}

static fc_rc open_output(fc_output **made, const char *name, int fd, fc_pack pack,
                         fc_err *err)
{
    fc_output *out = *made = calloc(1, sizeof *out);
    if (!out || !(out->name = malloc(strlen(name) + 1))) {
        free(out);
        *made = NULL;
        return fc_fail(err, FC_ETRY, "%s: no memory to open it", name);
    }
    strcpy(out->name, name);
    out->fd = fd;
    fc_rc rc = fc_packer_open(&out->packer, pack, err);
    if (!rc && fd < 0)
        rc = open_named(out, err);
    if (rc) {
        fc_output_abort(out);
        *made = NULL;
    }
    return rc;
}

static fc_rc open_any(fc_output **out, const char *name, fc_pack pack, fc_err *err)
{
    *out = NULL;
    if (!name[0])
        return fc_fail(err, FC_EUSE, "the name of an output is empty");
    if (strcmp(name, "-") == 0)
        return open_output(out, "standard output", STDOUT_FILENO, FC_PACK_NONE, err);
    return open_output(out, name, -1, pack, err);
}

fc_rc fc_output_open(fc_output **out, const char *name, fc_err *err)
{
    return open_any(out, name, pack_of(name), err);
}

fc_rc fc_output_file(const char *name, const void *p, size_t n, fc_err *err)
{
    fc_output *out;
    fc_rc rc = open_any(&out, name, FC_PACK_NONE, err);
    if (rc)
        return rc;
    fc_output_write(out, p, n, NULL);
    return fc_output_close(out, err);
}

fc_rc fc_output_check(const char *name, fc_err *err)
{
    fc_output *out;
    fc_rc rc = open_any(&out, name, FC_PACK_NONE, err);
    if (!rc)
        fc_output_abort(out);
    return rc;
}

fc_rc fc_output_open_fd(fc_output **out, int fd, const char *name, fc_err *err)
{
    return open_output(out, name, fd, FC_PACK_NONE, err);
}

static fc_rc fail(fc_output *out, fc_rc rc, const char *what)
{
    int sys = errno;
    fc_fail(&out->failed, rc, "%s: %s at byte %llu: %s%s", out->name, what,
            (unsigned long long)out->bytes, strerror(sys),
            sys == ENOSPC || sys == EDQUOT ? "; make room and run again" : "");
    return rc;
}

static fc_rc told(const fc_output *out, fc_err *err)
{
    if (err)
        *err = out->failed;
    return out->failed.rc;
}

/* A descriptor that another process made non-blocking (a terminal, a pipe) is waited
 * for. */
static void wait_writable(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLOUT };
    poll(&p, 1, -1);
}

static fc_rc write_out(fc_output *out)
{
    size_t at = 0;
    while (at < out->buf.n) {
        ssize_t n = write(out->fd, out->buf.p + at, out->buf.n - at);
        if (n >= 0) {
            at += (size_t)n;
            out->bytes += (size_t)n;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            wait_writable(out->fd);
        } else if (errno != EINTR) {
            return fail(out, FC_EIO, "writing failed");
        }
    }
    fc_buf_clear(&out->buf);
    return FC_OK;
}

fc_rc fc_output_write(fc_output *out, const void *p, size_t n, fc_err *err)
{
    if (out->failed.rc ||
        fc_packer_add(out->packer, p, n, false, &out->buf, &out->failed))
        return told(out, err);
    if (out->buf.n >= FLUSH_AT && write_out(out))
        return told(out, err);
    return FC_OK;
}

fc_rc fc_output_flush(fc_output *out, fc_err *err)
{
    if (!out->failed.rc)
        write_out(out);
    return out->failed.rc ? told(out, err) : FC_OK;
}

bool fc_output_has_name(const fc_output *out)
{
    return out->temp != NULL;
}

fc_rc fc_output_failed(fc_output *out, const char *what, fc_err *err)
{
    fail(out, FC_EIO, what);
    return told(out, err);
}

fc_rc fc_output_finish(fc_output *out, fc_err *err)
{
    if (!out->failed.rc)
        fc_packer_add(out->packer, "", 0, true, &out->buf, &out->failed);
    if (!out->failed.rc)
        write_out(out);
    fc_packer_close(out->packer);
    out->packer = NULL;
    fc_buf_free(&out->buf);
    return out->failed.rc ? told(out, err) : FC_OK;
}

/* Some file systems cannot, and those that are read-only need not. */
bool fc_output_is_synced(int result)
{
    return result == 0 || errno == EINVAL || errno == EROFS;
}

int fc_output_fd(const fc_output *out)
{
    return out->fd;
}

fc_rc fc_output_give_name(fc_output *out, fc_err *err)
{
    int fd = out->fd;
    if (out->owned) {
        out->fd = -1;
        if (close(fd) && errno != EINTR)
            return fc_output_failed(out, "closing failed", err);
    }
    if (out->temp && rename(out->temp, out->name))
        return fc_output_failed(out, "renaming failed", err);
    free(out->temp);
    out->temp = NULL;
    return FC_OK;
}

/* Bytes of the name that are its folder's, with the '/'. */
static size_t folder_of(const fc_output *out)
{
    const char *slash = strrchr(out->name, '/');
    return slash ? (size_t)(slash - out->name) + 1 : 0;
}

bool fc_output_same_folder(const fc_output *a, const fc_output *b)
{
    size_t n = folder_of(a);
    return n == folder_of(b) && memcmp(a->name, b->name, n) == 0;
}

/* So that the name is there after a power cut too; a file system that cannot do it is no
 * error. */
void fc_output_sync_folder(const fc_output *out)
{
    size_t n = folder_of(out);
    char *folder = malloc(n + 2);
    if (!folder)
        return;
    memcpy(folder, out->name, n);
    memcpy(folder + n, n ? "" : ".", n ? 1 : 2);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static fc_rc publish(fc_output *out, fc_err *err)
{
    bool named = fc_output_has_name(out);
    if (named && !fc_output_is_synced(fsync(out->fd)))
        return fc_output_failed(out, "syncing to disk failed", err);
    fc_rc rc = fc_output_give_name(out, err);
    if (!rc && named)
        fc_output_sync_folder(out);
    return rc;
}

fc_rc fc_output_close(fc_output *out, fc_err *err)
{
    fc_rc rc = fc_output_finish(out, err);
    if (!rc)
        rc = publish(out, err);
    fc_output_abort(out);
    return rc;
}

void fc_output_abort(fc_output *out)
{
    if (!out)
        return;
    if (out->owned && out->fd >= 0)
        close(out->fd);
    if (out->temp)
        unlink(out->temp);
    fc_packer_close(out->packer);
    fc_buf_free(&out->buf);
    free(out->temp);
    free(out->name);
    free(out);
}
