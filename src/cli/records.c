/* records.c - the records of runs that are meant: files as they are named, and of a
 * folder the .done.json in it. */
#include "cli/command.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct list {
    char **v;
    size_t n, cap;
} list;

/* "FOLDER/NAME", or the name alone. */
static bool add(list *l, const char *folder, const char *name)
{
    size_t n = strlen(name) + (folder ? strlen(folder) : 0) + 2;
    if (l->n + 1 >= l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 64;
        char **v = realloc(l->v, cap * sizeof *v);
        if (!v)
            return false;
        l->v = v;
        l->cap = cap;
    }
    char *path = malloc(n);
    if (path)
        snprintf(path, n, "%s%s%s", folder ? folder : "", folder ? "/" : "", name);
    if (path)
        l->v[l->n++] = path;
    l->v[l->n] = NULL;
    return path != NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The records of a folder, or the file itself. */
static fc_rc expand(list *l, const char *name, bool may_be_empty, fc_err *err)
{
    static const char ending[] = ".done.json";
    size_t from = l->n;
    bool ok = true;
    DIR *dir = opendir(name);
    if (!dir)
        return add(l, NULL, name) ? FC_OK : fc_fail(err, FC_ETRY, "out of memory");
    for (struct dirent *e; ok && (e = readdir(dir)) != NULL;) {
        size_t n = strlen(e->d_name), m = sizeof ending - 1;
        if (n > m && strcmp(e->d_name + n - m, ending) == 0)
            ok = add(l, name, e->d_name);
    }
    closedir(dir);
    if (!ok)
        return fc_fail(err, FC_ETRY, "out of memory");
    if (l->n == from && !may_be_empty)
        return fc_fail(err, FC_ENOINPUT, "%s: no record (*%s) is in this folder", name,
                       ending);
    if (l->n > from)
        qsort(l->v + from, l->n - from, sizeof *l->v, by_name);
    return FC_OK;
}

fc_rc find_records(const char *const *names, bool may_be_empty, char ***records,
                   fc_err *err)
{
    list l = { calloc(1, sizeof *l.v), 0, 1 };
    fc_rc rc = l.v ? FC_OK : fc_fail(err, FC_ETRY, "out of memory");
    for (size_t i = 0; !rc && names[i]; i++)
        rc = expand(&l, names[i], may_be_empty, err);
    *records = l.v;
    return rc;
}
