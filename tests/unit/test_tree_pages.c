/* test_tree_pages.c - the flat tree against plain gumbo's on thousands of real pages.
 *
 * Unpacks ../shared/bench/extraction/data (the *.tar.xz) to a temporary folder (or takes
 * the folders named on the command line) and compares every .html file. At least 99.9 %
 * must give the same elements and the same text in the same places; each that differs is
 * shown. Exit 77 (skipped) where the pages are not there. Plain gumbo is the slow
 * side. */
#define _XOPEN_SOURCE 700
#include "tests/unit/tree.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned long pages, same, capped;
static fc_arena keep, scratch;

static fc_buf load(const char *path)
{
    fc_buf b = FC_BUF_INIT;
    FILE *f = fopen(path, "rb");
    char piece[65536];
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        fc_buf_add(&b, piece, n);
    if (f)
        fclose(f);
    return b;
}

static void compare(const char *path)
{
    fc_buf page = load(path), a = FC_BUF_INIT, b = FC_BUF_INIT, text = FC_BUF_INIT;
    fc_dom dom;
    fc_err err;
    const char *broken = NULL;
    fc_str s = { page.p ? page.p : "", page.n };
    pages++;
    fc_arena_reset(&keep);
    fc_arena_reset(&scratch);
    if (fc_dom_parse(&dom, s, NULL, &keep, &scratch, &err) != FC_OK) {
        printf("%s: %s\n", path, err.msg);
    } else {
        broken = tree_broken(&dom);
        capped += dom.capped != 0;
        tree_of_gumbo(&a, s, true);
        tree_of_dom(&b, &dom, true);
        if (broken)
            printf("%s: %s\n", path, broken);
        else if (a.n == b.n && memcmp(a.p, b.p, a.n) == 0)
            same++;
        else {
            tree_difference(&text, &a, &b);
            printf("%s differs%s:\n%s", path, dom.capped ? " (a limit was reached)" : "",
                   text.p ? text.p : "");
        }
    }
    fc_buf_free(&page);
    fc_buf_free(&a);
    fc_buf_free(&b);
    fc_buf_free(&text);
}

static int visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)ftw;
    size_t n = strlen(path);
    if (type == FTW_F && n > 5 && strcmp(path + n - 5, ".html") == 0)
        compare(path);
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

/* The pages in a new folder under TMPDIR; false when there are none to be had. */
static bool unpack(char *dir, size_t n)
{
    const char *src = getenv("SRCDIR"), *tmp = getenv("TMPDIR");
    char command[4096];
    snprintf(command, sizeof command, "%s/../shared/bench/extraction/data",
             src ? src : ".");
    if (access(command, R_OK) != 0)
        return false;
    snprintf(dir, n, "%s/filterc-pages.XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(dir))
        return false;
    snprintf(command, sizeof command,
             "for t in '%s'/../shared/bench/extraction/data/*.tar.xz; do"
             " tar -C '%s' -xf \"$t\" || exit 1; done", src ? src : ".", dir);
    return system(command) == 0;
}

int main(int argc, char **argv)
{
    char dir[4096] = "";
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    for (int i = 1; i < argc; i++)
        nftw(argv[i], visit, 32, FTW_PHYS);
    if (argc < 2) {
        if (unpack(dir, sizeof dir))
            nftw(dir, visit, 32, FTW_PHYS);
        if (dir[0])
            nftw(dir, remove_one, 32, FTW_DEPTH | FTW_PHYS);
    }
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    if (pages == 0) {
        puts("SKIP: no pages in ../shared/bench/extraction/data");
        return 77;
    }
    printf("same tree: %lu of %lu pages (%.2f %%); a limit was reached on %lu\n", same,
           pages, 100.0 * (double)same / (double)pages, capped);
    return (double)same >= 0.999 * (double)pages ? 0 : 1;
}
