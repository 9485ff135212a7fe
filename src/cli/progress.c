/* progress.c - the progress line at a terminal: one line on standard error, no wider than
 * the window. A pipe or a log gets none. */
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { TELL_NS = 100000000, NO_TERMINAL = 200 };

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Of the terminal that shows it; in a file it may be as long as it wants. */
static size_t columns(void)
{
    struct winsize w;
    if (!isatty(STDERR_FILENO))
        return NO_TERMINAL;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
        return w.ws_col;
    return 80;
}

/* A result that goes to the same terminal would be torn by the line. */
void ui_bar_begin(ui_bar *bar, const run_options *common, size_t of)
{
    bool always = strcmp(common->progress, "always") == 0;
    bool never = strcmp(common->progress, "never") == 0 || common->quiet;
    bool apart = common->out || !isatty(STDOUT_FILENO);
    const char *term = getenv("TERM");
    *bar = (ui_bar){ .of = of, .began = now() };
    bar->wanted = always || (!never && apart && isatty(STDERR_FILENO));
    bar->dumb = isatty(STDERR_FILENO) && (!term || strcmp(term, "dumb") == 0);
}

void ui_bar_next(ui_bar *bar)
{
    bar->at++;
    bar->in += bar->last.in;
    bar->out += bar->last.out;
    bar->last = (fc_progress){ 0 };
}

/* Without escapes where the terminal knows none. */
static void show(ui_bar *bar, const char *line)
{
    size_t n = strlen(line);
    if (bar->dumb)
        fprintf(stderr, "\r%s%*s", line, bar->width > n ? (int)(bar->width - n) : 0, "");
    else
        fprintf(stderr, "\r%s\033[K", line);
    if (bar->dumb && !n)
        fputc('\r', stderr);
    fflush(stderr);
    bar->width = n;
}

void ui_bar_end(ui_bar *bar)
{
    if (bar->width)
        show(bar, "");
}

static void time_left(double seconds, char *out, size_t n)
{
    unsigned long s = seconds < 0 ? 0 : (unsigned long)seconds;
    if (s >= 3600)
        snprintf(out, n, "  %luh%02lum left", s / 3600, s / 60 % 60);
    else if (s >= 60)
        snprintf(out, n, "  %lum%02lus left", s / 60, s % 60);
    else
        snprintf(out, n, "  %lus left", s);
}

/* Parts of the line, the first of which stay longest when it gets narrow. */
enum { HOW_FAR, LEFT, SPEED, KEPT, PARTS };
typedef char parts[PARTS][64];

static void fill(const ui_bar *bar, const fc_progress *p, double seconds, parts part)
{
    uint64_t in = bar->in + p->in, out = bar->out + p->out;
    double share = p->bytes_total ? (double)p->bytes / (double)p->bytes_total : 0;
    if (bar->of > 1) {
        share = ((double)bar->at + share) / (double)bar->of;
        snprintf(part[HOW_FAR], sizeof part[0], "  input %zu of %zu (%.0f%%)",
                 bar->at + 1, bar->of, 100 * share);
    } else if (p->bytes_total) {
        snprintf(part[HOW_FAR], sizeof part[0], "  %.1f of %.1f MB (%.0f%%)",
                 (double)p->bytes / 1e6, (double)p->bytes_total / 1e6, 100 * share);
    } else {
        snprintf(part[HOW_FAR], sizeof part[0], "  %.1f MB", (double)p->bytes / 1e6);
    }
    if (share > 0.01)
        time_left(seconds / share - seconds, part[LEFT], sizeof part[0]);
    snprintf(part[SPEED], sizeof part[0], "  %.0f docs/s", (double)in / seconds);
    if (in)
        snprintf(part[KEPT], sizeof part[0], "  kept %.1f%%",
                 100.0 * (double)out / (double)in);
}

/* "  118.2 of 412.0 MB (29%)  1320 docs/s  kept 8.4%  12s left", or as much of it as
 * fits; the last column stays free, since some terminals wrap there. */
static void set_line(const parts part, size_t room, char line[sizeof(parts)])
{
    static const int shown[PARTS] = { HOW_FAR, SPEED, KEPT, LEFT };
    int most = PARTS;
    size_t n;
    do {
        n = 0;
        for (int k = 0; k < most; k++)
            n += strlen(part[k]);
    } while (n >= room && --most > 0);
    line[0] = '\0';
    for (int k = 0; k < PARTS; k++)
        if (shown[k] < most)
            strcat(line, part[shown[k]]);
}

void ui_progress(void *user, const fc_progress *p)
{
    ui_bar *bar = user;
    uint64_t t = now();
    parts part = { "" };
    char line[sizeof(parts)];
    bar->last = *p;
    if (!bar->wanted || t - bar->told < TELL_NS || t == bar->began)
        return;
    bar->told = t;
    fill(bar, p, (double)(t - bar->began) / 1e9, part);
    set_line(part, columns(), line);
    show(bar, line);
}
