/* ui.c - messages and the progress line. Everything here goes to standard error; a pipe
 * or a log gets no animation. */
#include "cli/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
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

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void ui_bar_begin(ui_bar *bar, const run_options *common, size_t at, size_t of)
{
    bool always = strcmp(common->progress, "always") == 0;
    bool never = strcmp(common->progress, "never") == 0 || common->quiet;
    bar->wanted = always || (!never && isatty(STDERR_FILENO));
    bar->shown = false;
    bar->began = now();
    bar->at = at;
    bar->of = of;
}

void ui_bar_end(ui_bar *bar)
{
    if (bar->shown)
        fputs("\r\033[K", stderr);
    bar->shown = false;
}

static void time_left(double seconds, char *out, size_t n)
{
    unsigned long s = seconds < 0 ? 0 : (unsigned long)seconds;
    if (s >= 3600)
        snprintf(out, n, "%luh%02lum left", s / 3600, s / 60 % 60);
    else if (s >= 60)
        snprintf(out, n, "%lum%02lus left", s / 60, s % 60);
    else
        snprintf(out, n, "%lus left", s);
}

/* "  118.2 of 412.0 MB (29%)  1320 docs/s  kept 8.4%  12s left" */
void ui_progress(void *user, const fc_progress *p)
{
    ui_bar *bar = user;
    double seconds = (double)(now() - bar->began) / 1e9, mb = 1e6;
    char total[64] = " MB", left[32] = "", place[48] = "";
    if (!bar->wanted || seconds <= 0)
        return;
    if (p->bytes_total) {
        double share = (double)p->bytes / (double)p->bytes_total;
        snprintf(total, sizeof total, " of %.1f MB (%.0f%%)", (double)p->bytes_total / mb,
                 100 * share);
        if (share > 0.01)
            time_left(seconds / share - seconds, left, sizeof left);
    }
    if (bar->of > 1)
        snprintf(place, sizeof place, "  input %zu of %zu:", bar->at + 1, bar->of);
    fprintf(stderr, "\r%s  %.1f%s  %.0f docs/s  kept %.1f%%  %s\033[K",
            place, (double)p->bytes / mb, total, (double)p->in / seconds,
            p->in ? 100.0 * (double)p->out / (double)p->in : 0.0, left);
    fflush(stderr);
    bar->shown = true;
}
