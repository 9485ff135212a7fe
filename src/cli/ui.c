/* ui.c - messages, to standard error, and files that a command writes by itself. */
#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
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

int check_writable(const char *path)
{
    fc_err err;
    return fc_output_check(path, &err) == FC_OK ? 0 : complain(&err);
}

int write_file(const char *path, const fc_buf *bytes)
{
    fc_err err;
    return fc_output_file(path, bytes->p, bytes->n, &err) == FC_OK ? 0 : complain(&err);
}
