/* ui.c - messages, to standard error, and files that a command writes by itself. */
#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int complain(const fc_err *err)
{
    fprintf(stderr, "filterc: %s\n",
            err->msg[0] ? err->msg : "failed, without saying why");
    return fc_exit_status(err->rc);
}

void note(const run_options *common, const char *format, ...)
{
    va_list args;
    if (common->quiet)
        return;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
}

int print_out(fc_buf *text)
{
    bool ok = !text->failed;
    for (size_t done = 0; ok && done < text->n;) {
        ssize_t k = write(STDOUT_FILENO, text->p + done, text->n - done);
        if (k < 0 && errno != EINTR) {
            if (errno != EPIPE)
                fprintf(stderr, "filterc: writing the output failed: %s\n",
                        strerror(errno));
            ok = false;
        } else if (k > 0) {
            done += (size_t)k;
        }
    }
    fc_buf_free(text);
    return ok ? 0 : fc_exit_status(FC_EIO);
}

/* A file beside the one of this name. */
static int name_beside(const char *path, char *beside, size_t n)
{
    fc_err err;
    if (snprintf(beside, n, "%s.tmp.%ld", path, (long)getpid()) < (int)n)
        return 0;
    fc_fail(&err, FC_EUSE, "the name is too long: %.100s", path);
    return complain(&err);
}

static int cannot_write(const char *path, int why)
{
    fc_err err;
    fc_fail(&err, FC_EIO, "%s: cannot be written: %s", path, strerror(why));
    return complain(&err);
}

int check_writable(const char *path)
{
    char beside[4096];
    struct stat is;
    if (stat(path, &is) == 0 && S_ISDIR(is.st_mode))
        return cannot_write(path, EISDIR);
    int status = name_beside(path, beside, sizeof beside);
    FILE *f = status ? NULL : fopen(beside, "wb");
    if (!status && !f)
        status = cannot_write(path, errno);
    if (f) {
        fclose(f);
        remove(beside);
    }
    return status;
}

int write_file(const char *path, const fc_buf *bytes)
{
    char beside[4096];
    int status = name_beside(path, beside, sizeof beside);
    if (status)
        return status;
    FILE *f = fopen(beside, "wb");
    bool ok = f && fwrite(bytes->p, 1, bytes->n, f) == bytes->n;
    int why = errno;
    if (f && fclose(f) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok && rename(beside, path) == 0)
        return 0;
    why = ok ? errno : why;
    if (f)
        remove(beside);
    return cannot_write(path, why);
}
