/* folder.c - see folder.h. The format is ustar with pax records for long names
 * (POSIX.1-2008, pax, "ustar Interchange Format"). */
#include "io/folder.h"

#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 64, LONGEST = 4096, BLOCK = 512, NAME = 100 };

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
    unsigned zeros;             /* bytes of padding that are due */
    char head[4 * BLOCK + LONGEST];
    size_t head_n, head_at;
    bool ended;
};

/* TeX before licences before all else. */
static int rank(const char *name)
{
    static const char *const licences[] = { "LICENSE", "LICENCE", "COPYING",
                                            "UNLICENSE" };
    size_t n = strlen(name);
    if (n > 4 && strcmp(name + n - 4, ".tex") == 0)
        return 0;
    for (size_t i = 0; i < sizeof licences / sizeof *licences; i++)
        if (strncasecmp(name, licences[i], strlen(licences[i])) == 0)
            return 1;
    return 2;
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

/* ---------------------------------------------------------------- headers */

static void octal(char *p, size_t n, uint64_t v)
{
    p[n - 1] = '\0';
    for (size_t i = n - 1; i-- > 0; v >>= 3)
        p[i] = (char)('0' + (v & 7));
}

/* Sizes from 8 GiB on do not fit in octal digits: 256 to the base, as all readers
 * know. */
static void put_size(char *p, uint64_t size)
{
    if (size < UINT64_C(1) << 33) {
        octal(p, 12, size);
        return;
    }
    memset(p, 0, 12);
    p[0] = (char)0x80;
    for (int i = 11; i > 3; i--, size >>= 8)
        p[i] = (char)(size & 0xFF);
}

static void put_block(fc_folder *f, const char *name, size_t name_n, char type,
                      uint64_t size)
{
    char *p = f->head + f->head_n;
    unsigned sum = 0;
    memset(p, 0, BLOCK);
    memcpy(p, name, name_n < NAME ? name_n : NAME);
    octal(p + 100, 8, 0644);
    octal(p + 108, 8, 0);
    octal(p + 116, 8, 0);
    put_size(p + 124, size);
    octal(p + 136, 12, 0);
    memset(p + 148, ' ', 8);
    p[156] = type;
    memcpy(p + 257, "ustar\0" "00", 8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)p[i];
    octal(p + 148, 7, sum);
    f->head_n += BLOCK;
}

/* "27 path=folder/file\n", where the number counts itself too. */
static void put_pax(fc_folder *f, const char *name, size_t name_n)
{
    char record[LONGEST + 32];
    size_t n = name_n + 7, all = n;
    for (size_t before = 0; before != all;) {
        before = all;
        all = n + (size_t)snprintf(record, sizeof record, "%zu", all);
    }
    all = (size_t)snprintf(record, sizeof record, "%zu path=%.*s\n", all, (int)name_n,
                           name);
    put_block(f, "pax", 3, 'x', all);
    memcpy(f->head + f->head_n, record, all);
    memset(f->head + f->head_n + all, 0, BLOCK);
    f->head_n += (all + BLOCK - 1) / BLOCK * BLOCK;
}

static void put_head(fc_folder *f, char type, uint64_t size)
{
    const char *name = f->path + f->root;
    size_t n = strlen(name);
    f->head_n = f->head_at = 0;
    if (n > NAME)
        put_pax(f, name, n);
    put_block(f, name, n, type, size);
    f->left = size;
    f->zeros = (unsigned)(-size & (BLOCK - 1));
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
        f->head_n = 2 * BLOCK;
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
            f->zeros -= (unsigned)n;
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
