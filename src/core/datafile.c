/* datafile.c - finding models and tables: by path, or in the data folder. */
#include "base/buf.h"
#include "base/str.h"
#include "base/suggest.h"
#include "core/plan.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *dir_of(const fc_config *config)
{
    return config->data_dir ? config->data_dir : FC_DATA_DIR;
}

static const char *data_dir(const fc_open *ctx)
{
    return dir_of(&ctx->plan->config);
}

/* Named with its place, or here. A folder is none: one may well be named as a model. */
static bool is_path(const char *name)
{
    struct stat st;
    return strchr(name, '/') || (stat(name, &st) == 0 && !S_ISDIR(st.st_mode));
}

/* "edu" and "edu.fcm" are the shipped edu.fcm. */
static const char *ending_of(const char *name, const char *ending)
{
    return fc_str_ends(fc_str_of(name), fc_str_of(ending)) ? "" : ending;
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
    if (is_path(name))
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

/* "; did you mean 'edu'?" where a shipped model's name is near. */
static fc_rc no_model(fc_open *ctx, const char *name, const char *ending, fc_err *err)
{
    const char *const *names, *near = NULL, *def = ctx->def->use.name;
    if (strchr(name, '/'))
        return fc_fail(err, FC_EUSE, "%s: no model file '%.160s'", def, name);
    if (fc_open_list(ctx, "models", ending, &names, NULL) == FC_OK)
        near = fc_suggest_list(fc_str_of(name), names);
    if (near)
        return fc_fail(err, FC_EUSE, "%s: no model '%.100s'; did you mean '%s'?", def,
                       name, near);
    return fc_fail(err, FC_EUSE, "%s: no model '%.100s', neither a file here nor in "
                                 "%.120s/models (--data or FILTERC_DATA tells another "
                                 "folder)", def, name, data_dir(ctx));
}

fc_rc fc_open_model(fc_open *ctx, const char *name, const char *ending,
                    const char **path, fc_err *err)
{
    fc_arena *a = &ctx->plan->mem;
    const char *file = is_path(name) ? name
                       : fc_printf(a, "%s%s", name, ending_of(name, ending)).p;
    if (fc_open_data(ctx, "models", file, path, NULL) == FC_OK)
        return FC_OK;
    return no_model(ctx, name, ending, err);
}

fc_rc fc_data_path(const fc_config *config, const char *folder, const char *name,
                   const char *ending, fc_buf *path, fc_err *err)
{
    if (is_path(name))
        fc_buf_text(path, name);
    else
        fc_buf_printf(path, "%s/%s/%s%s", dir_of(config), folder, name,
                      ending_of(name, ending));
    if (path->failed)
        return fc_fail(err, FC_ETRY, "out of memory");
    if (access(path->p, R_OK) == 0)
        return FC_OK;
    return fc_fail(err, FC_ENOINPUT, "no file '%.200s'%s%.200s", name,
                   is_path(name) ? "" : ", nor ", is_path(name) ? "" : path->p);
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
