/* folder.c - see folder.h. */
#include "io/folder.h"

#include "base/str.h"
#include "io/tar.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 64, LONGEST = FC_TAR_LONGEST };

typedef struct level {
    struct dirent **name;
    int n, at;
    size_t path_n;              /* of the folder, with its slash */
} level;

struct fc_folder {
    char path[LONGEST];         /* of what is looked at; relative from `root` on */
    size_t root;
    level level[DEEPEST];
    int levels;
    int fd;                     /* the file that is read, or -1 */
    uint64_t left;              /* its bytes that are due */
    size_t zeros;             /* bytes of padding that are due */
    char head[FC_TAR_HEAD];
    size_t head_n, head_at;
    bool ended;
};

/* Licences before all else. */
static int rank(const char *name)
{
    static const char *const licences[] = { "LICENSE", "LICENCE", "COPYING",
                                            "UNLICENSE" };
    for (size_t i = 0; i < sizeof licences / sizeof *licences; i++)
        if (strncasecmp(name, licences[i], strlen(licences[i])) == 0)
            return 0;
    return 1;
}

static int in_order(const struct dirent **a, const struct dirent **b)
{
    int ranks = rank((*a)->d_name) - rank((*b)->d_name);
    return ranks ? ranks : strcmp((*a)->d_name, (*b)->d_name);
}

static int is_wanted(const struct dirent *d)
{
    return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0 &&
           strcmp(d->d_name, ".git") != 0;
}

/* List the folder that path[0 .. n) names, with its slash. */
static bool enter(fc_folder *f, size_t n)
{
    if (f->levels == DEEPEST) {
        errno = ELOOP;
        return false;
    }
    level *l = &f->level[f->levels];
    f->path[n] = '\0';
    *l = (level){ .path_n = n };
    l->n = scandir(f->path, &l->name, is_wanted, in_order);
    if (l->n < 0)
        return false;
    f->levels++;
    return true;
}

static void leave(fc_folder *f)
{
    level *l = &f->level[--f->levels];
    while (l->at < l->n)
        free(l->name[l->at++]);
    free(l->name);
}

fc_rc fc_folder_open(fc_folder **out, const char *path, fc_err *err)
{
    size_t n = strlen(path);
    fc_folder *f = calloc(1, sizeof *f);
    if (!f)
        return fc_fail(err, FC_ETRY, "%s: no memory to open it", path);
    f->fd = -1;
    if (n + 2 < LONGEST) {
        memcpy(f->path, path, n);
        if (n && path[n - 1] != '/')
            f->path[n++] = '/';
        f->root = n;
        if (enter(f, n)) {
            fc_tar_put_global(f->head);
            f->head_n = FC_TAR_GLOBAL;
            *out = f;
            return FC_OK;
        }
    } else {
        errno = ENAMETOOLONG;
    }
    fc_fail(err, FC_ENOINPUT, "%s: cannot be opened: %s", path, strerror(errno));
    free(f);
    return FC_ENOINPUT;
}

void fc_folder_close(fc_folder *f)
{
    if (!f)
        return;
    while (f->levels)
        leave(f);
    if (f->fd >= 0)
        close(f->fd);
    free(f);
}

static void put_head(fc_folder *f, char type, uint64_t size)
{
    f->head_at = 0;
    f->head_n = fc_tar_put_head(f->head, fc_str_of(f->path + f->root), type, size);
    f->left = size;
    f->zeros = fc_tar_padding(size);
}

/* ---------------------------------------------------------------- the walk */

/* What path names. False with errno. */
static bool begin_entry(fc_folder *f, size_t n)
{
    struct stat st;
    if (lstat(f->path, &st) != 0)
        return false;
    if (S_ISLNK(st.st_mode)) {
        put_head(f, '2', 0);
    } else if (S_ISDIR(st.st_mode)) {
        f->path[n] = '/';
        return enter(f, n + 1);
    } else if (S_ISREG(st.st_mode)) {
        f->fd = open(f->path, O_RDONLY | O_CLOEXEC);
        if (f->fd < 0)
            return false;
        put_head(f, '0', (uint64_t)st.st_size);
    }
    return true;
}

static bool next_entry(fc_folder *f)
{
    level *l = &f->level[f->levels - 1];
    if (l->at == l->n) {
        leave(f);
        if (f->levels)
            return true;
        f->ended = true;
        f->head_n = 2 * FC_TAR_BLOCK;
        f->head_at = 0;
        memset(f->head, 0, f->head_n);
        return true;
    }
    struct dirent *d = l->name[l->at++];
    size_t n = strlen(d->d_name);
    bool fits = l->path_n + n + 2 < LONGEST;
    if (fits)
        memcpy(f->path + l->path_n, d->d_name, n + 1);
    n += l->path_n;
    free(d);
    if (!fits) {
        errno = ENAMETOOLONG;
        return false;
    }
    return begin_entry(f, n);
}

/* Bytes of the file; one that has become shorter is filled up with zeros. */
static long read_file(fc_folder *f, char *p, size_t n)
{
    if (n > f->left)
        n = (size_t)f->left;
    long got = read(f->fd, p, n);
    if (got < 0)
        return -1;
    if (got == 0)
        memset(p, 0, (size_t)(got = (long)n));
    f->left -= (uint64_t)got;
    if (!f->left) {
        close(f->fd);
        f->fd = -1;
    }
    return got;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

long fc_folder_read(void *folder, char *p, size_t n)
{
    fc_folder *f = folder;
    for (;;) {
        if (f->head_at < f->head_n) {
            n = least(n, f->head_n - f->head_at);
            memcpy(p, f->head + f->head_at, n);
            f->head_at += n;
            return (long)n;
        }
        if (f->left)
            return read_file(f, p, n);
        if (f->zeros) {
            n = least(n, f->zeros);
            memset(p, 0, n);
            f->zeros -= n;
            return (long)n;
        }
        if (f->fd >= 0) { /* an empty file */
            close(f->fd);
            f->fd = -1;
        }
        if (f->ended)
            return 0;
        if (!next_entry(f))
            return -1;
    }
}
