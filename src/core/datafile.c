/* datafile.c - finding models and tables: by path, or in the data folder. */
#include "base/str.h"
#include "core/plan.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

static const char *data_dir(const fc_open *ctx)
{
    const char *dir = ctx->plan->config.data_dir;
    return dir ? dir : FC_DATA_DIR;
}

static void remember(fc_plan *p, const char *path)
{
    if (p->n_file == p->cap_file) {
        size_t cap = p->cap_file ? p->cap_file * 2 : 8;
        p->file =
            fc_grow(&p->mem, p->file, p->n_file * sizeof *p->file, cap * sizeof *p->file);
        p->cap_file = cap;
    }
    p->file[p->n_file++] = path;
}

fc_rc fc_open_data(fc_open *ctx, const char *folder, const char *name, const char **path,
                   fc_err *err)
{
    if (strchr(name, '/') || access(name, R_OK) == 0)
        *path = name;
    else
        *path = fc_printf(&ctx->plan->mem, "%s/%s/%s", data_dir(ctx), folder, name).p;
    if (access(*path, R_OK) == 0) {
        if (!ctx->lenient) /* else it is only looked at for what it could give */
            remember(ctx->plan, fc_copy(&ctx->plan->mem, fc_str_of(*path)).p);
        return FC_OK;
    }
    return fc_fail(
        err, FC_EUSE, "%s: no file '%.160s'%s", ctx->def->use.name, *path,
        strchr(name, '/') ? "" : "; --data or FILTERC_DATA tells another data folder");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

fc_rc fc_open_list(fc_open *ctx, const char *folder, const char *suffix,
                   const char *const **names, fc_err *err)
{
    fc_arena *a = &ctx->plan->mem;
    const char *path = fc_printf(a, "%s/%s", data_dir(ctx), folder).p;
    DIR *dir = opendir(path);
    size_t n = 0, cap = 16;
    const char **list = fc_zalloc(a, cap, sizeof *list);
    (void)err;
    for (struct dirent *e; dir && (e = readdir(dir));) {
        fc_str name = fc_str_of(e->d_name);
        if (!fc_str_ends(name, fc_str_of(suffix)) || name.n == strlen(suffix))
            continue;
        if (n + 1 == cap) {
            list = fc_grow(a, list, cap * sizeof *list, 2 * cap * sizeof *list);
            cap *= 2;
        }
        list[n++] = fc_copy(a, fc_str_sub(name, 0, name.n - strlen(suffix))).p;
    }
    if (dir)
        closedir(dir);
    list[n] = NULL;
    qsort(list, n, sizeof *list, by_name);
    *names = list;
    return FC_OK;
}
