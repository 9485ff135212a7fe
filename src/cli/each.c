/* each.c - a run over every input by itself, with an output of its own: work that many
 * machines share, and that a later attempt goes on with.
 *
 * Beside each output is a record, OUTPUT.done.json, written last. Whoever finds it leaves
 * that input out; so an attempt may be killed at any moment and repeated, also while
 * another one is at the same input: both publish the same bytes. */
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

/* "{}" in a name stands for the input's own, without its folder. */
bool has_place(const char *pattern)
{
    return pattern && strstr(pattern, "{}");
}

/* A folder: "DIR/", or one that is there. */
static bool is_folder(const char *name)
{
    struct stat st;
    size_t n = strlen(name);
    return (n && name[n - 1] == '/') || (stat(name, &st) == 0 && S_ISDIR(st.st_mode));
}

char *name_pattern(const char *name, fc_kind kind)
{
    const char *ending = kind == FC_DOCUMENT ? ".jsonl.gz"
                         : kind == FC_RECORD ? ".warc.gz" : ".gz";
    fc_buf out = FC_BUF_INIT;
    if (!name)
        return NULL;
    fc_buf_text(&out, name);
    if (!has_place(name) && is_folder(name))
        fc_buf_printf(&out, "%s{}%s", name[strlen(name) - 1] == '/' ? "" : "/", ending);
    if (out.failed)
        fc_buf_free(&out);
    return out.p;
}

static size_t own_name(const char *input, const char **at)
{
    size_t n = strlen(input);
    while (n > 1 && input[n - 1] == '/')
        n--;
    size_t from = n;
    while (from && input[from - 1] != '/')
        from--;
    *at = input + from;
    return n - from;
}

static char *fill(const char *pattern, const char *input)
{
    const char *own;
    size_t n = own_name(input, &own);
    fc_buf out = FC_BUF_INIT;
    for (const char *p = pattern; *p;) {
        const char *place = strstr(p, "{}");
        fc_buf_add(&out, p, place ? (size_t)(place - p) : strlen(p));
        if (!place)
            break;
        fc_buf_add(&out, own, n);
        p = place + 2;
    }
    if (out.failed)
        fc_buf_free(&out);
    return out.p;
}

/* The folders of a name, as mkdir -p makes them. */
static fc_rc make_folders(char *name, fc_err *err)
{
    fc_rc rc = FC_OK;
    for (char *slash = strchr(name + 1, '/'); !rc && slash;
         slash = strchr(slash + 1, '/')) {
        struct stat st;
        *slash = '\0';
        int why = mkdir(name, 0777) == 0 ? 0 : errno;
        if (why && why != EEXIST && stat(name, &st) != 0)
            rc = fc_fail(err, FC_EIO, "%s: this folder cannot be made: %s", name,
                         strerror(why));
        *slash = '/';
    }
    return rc;
}

static int by_own_name(const void *a, const void *b)
{
    const char *p, *q;
    size_t n = own_name(*(const char *const *)a, &p);
    size_t m = own_name(*(const char *const *)b, &q);
    int order = memcmp(p, q, n < m ? n : m);
    return order ? order : (n > m) - (n < m);
}

/* All inputs of the job must have outputs of their own, not only those of this shard. */
static fc_rc check_names(const char *const *inputs, fc_err *err)
{
    size_t n = 0;
    fc_rc rc = FC_OK;
    while (inputs[n])
        n++;
    const char **sorted = malloc((n + 1) * sizeof *sorted);
    if (!sorted)
        return fc_fail(err, FC_ETRY, "out of memory");
    memcpy(sorted, inputs, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_own_name);
    for (size_t i = 0; !rc && i < n; i++) {
        const char *own;
        if (own_name(sorted[i], &own) == 0 || strcmp(own, "-") == 0)
            rc = fc_fail(err, FC_EUSE, "--out: '%s' has no name to put in place of {}",
                         sorted[i]);
        else if (i && by_own_name(&sorted[i - 1], &sorted[i]) == 0)
            rc = fc_fail(err, FC_EUSE,
                         "--out: %s and %s would have one output: give them to runs of "
                         "their own", sorted[i - 1], sorted[i]);
    }
    free(sorted);
    return rc;
}

enum {
    AT_ONCE = 64,   /* inputs whose outputs are published together, at most */
    FILES_EACH = 3, /* that such an input has open */
    FILES_ELSE = 32,    /* of the process, for all else */
    TOLD = 3        /* inputs whose damage is told of one by one */
};

typedef struct part {
    const char *inputs[2];      /* the one, and NULL */
    char *out, *rejects;
    bool done;                  /* its record is there */
} part;

typedef struct job {
    fc_plan *plan;
    const run_options *common;
    part *v;
    size_t n, now, before, failed;
    int status;                 /* of the first failure */
    ui_bar bar;
    fc_shelf *shelf;
    part *kept[AT_ONCE];        /* whose outputs are on it */
    size_t n_kept, at_once;     /* how many may be kept: AT_ONCE or fewer */
    size_t damaged;             /* inputs that were told of, and others */
    size_t ran;                 /* since the last time, also those that failed */
    time_t since;               /* the first of them */
} job;

static fc_run_io io_of(const job *j, const part *p)
{
    return (fc_run_io){ .inputs = p->inputs, .out_fd = -1, .out_name = p->out,
                        .rejects_fd = -1, .rejects_name = p->rejects,
                        .shelf = j->shelf };
}

/* Names, folders, and what is done; another plan's outputs are found before any work. */
static fc_rc prepare(job *j, const char *const *inputs, fc_err *err)
{
    fc_rc rc = FC_OK;
    for (size_t i = 0; !rc && inputs[i]; i++) {
        part *p = &j->v[j->n++];
        p->inputs[0] = inputs[i];
        p->out = fill(j->common->out, inputs[i]);
        p->rejects = j->common->rejects ? fill(j->common->rejects, inputs[i]) : NULL;
        if (!p->out || (j->common->rejects && !p->rejects))
            return fc_fail(err, FC_ETRY, "out of memory");
        rc = make_folders(p->out, err);
        if (!rc && p->rejects)
            rc = make_folders(p->rejects, err);
        fc_run_io io = io_of(j, p);
        if (!rc)
            rc = fc_done_look(j->plan, &io, &p->done, err);
        j->before += p->done;
    }
    return rc;
}

/* "NAME: " before a message that does not begin with it. */
static int complain_of(const part *p, const fc_err *err)
{
    fc_err named = *err;
    if (strncmp(err->msg, p->inputs[0], strlen(p->inputs[0])) != 0)
        fc_fail(&named, err->rc, "%s: %s", p->inputs[0], err->msg);
    return complain(&named);
}

/* No input after one that failed so would fare better: the disk is full, or the folder
 * takes no files. */
static bool is_hopeless(const fc_err *err)
{
    return err->rc == FC_EIO &&
           (err->sys == ENOSPC || err->sys == EDQUOT || err->sys == EACCES ||
            err->sys == EPERM || err->sys == EROFS);
}

static bool failed(job *j, size_t parts, int status, const fc_err *err)
{
    if (!j->failed)
        j->status = status;
    j->failed += parts;
    return !is_hopeless(err);
}

/* What is on the shelf becomes done. False: no use to go on, as with run_part(). */
static bool publish(job *j)
{
    fc_err err = { FC_OK, 0, "" };
    size_t n = j->n_kept;
    j->n_kept = j->ran = 0;
    if (fc_shelf_publish(j->shelf, &err) != FC_OK) {
        ui_bar_end(&j->bar);
        return failed(j, n, complain(&err), &err);
    }
    for (size_t i = 0; i < n; i++)
        j->kept[i]->done = true;
    j->now += n;
    return true;
}

/* Fewer where the system lets a process have few files open. */
static size_t most_at_once(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 ||
        files.rlim_cur >= FILES_ELSE + FILES_EACH * AT_ONCE)
        return AT_ONCE;
    return files.rlim_cur < FILES_ELSE + FILES_EACH
               ? 1 : (size_t)(files.rlim_cur - FILES_ELSE) / FILES_EACH;
}

/* Small inputs wait for others, a second at most. */
static bool publish_in_time(job *j)
{
    time_t now = time(NULL);
    if (j->ran++ == 0)
        j->since = now;
    return (j->ran < j->at_once && now == j->since) || publish(j);
}

/* Thousands of inputs are told of by number. */
static void tell_damage(job *j)
{
    fc_buf line = FC_BUF_INIT;
    fc_plan_damage(j->plan, &line);
    if (line.n && j->damaged++ < TOLD && !line.failed) {
        ui_bar_end(&j->bar);
        note(j->common, "%s", line.p);
    }
    fc_buf_free(&line);
}

/* False: no input after this one would fare better. */
static bool run_part(job *j, part *p)
{
    bool go_on = true;
    fc_run_io io = io_of(j, p);
    fc_err err = { FC_OK, 0, "" };
    fc_rc rc = run_watched(j->plan, &j->bar, &io, &err);
    ui_bar_next(&j->bar);
    if (interrupted_by())
        return false;
    tell_damage(j);
    if (rc >= 0)
        rc = fc_done_write(j->plan, &io, &err);
    if (rc >= 0) {
        j->kept[j->n_kept++] = p;
    } else {
        ui_bar_end(&j->bar);
        go_on = failed(j, 1, complain_of(p, &err), &err);
    }
    return publish_in_time(j) && go_on;
}

static void run_parts(job *j)
{
    ui_bar_begin(&j->bar, j->common, j->n - j->before);
    for (size_t i = 0; i < j->n; i++)
        if (!j->v[i].done && !run_part(j, &j->v[i]))
            break;
    publish(j);
    ui_bar_end(&j->bar);
}

/* The counts of all that is done, now and before, of its records. */
static fc_rc tell(job *j, fc_err *err)
{
    size_t n = 0;
    fc_rc rc = FC_OK;
    fc_buf text = FC_BUF_INIT;
    char **records = calloc(j->n + 1, sizeof *records);
    for (size_t i = 0; records && i < j->n; i++) {
        size_t room = strlen(j->v[i].out) + sizeof ".done.json";
        if (j->v[i].done && (records[n] = malloc(room)) != NULL)
            snprintf(records[n++], room, "%s.done.json", j->v[i].out);
    }
    if (!records || n < j->now + j->before)
        rc = fc_fail(err, FC_ETRY, "out of memory");
    const char *const *files = (const char *const *)records;
    if (!rc)
        rc = fc_reports_add(files, FC_REPORT_TEXT, &text, err);
    if (!rc)
        note(j->common, "%s%zu %s: %zu done, %zu done before, %zu failed\n",
             text.n ? text.p : "", j->n, j->n == 1 ? "input" : "inputs", j->now,
             j->before, j->failed);
    if (!rc && j->damaged > TOLD)
        note(j->common, "damaged: %zu more inputs\n", j->damaged - TOLD);
    fc_buf_clear(&text);
    if (!rc && j->common->report && n)
        rc = fc_reports_add(files, FC_REPORT_JSON, &text, err);
    if (!rc && text.n && write_file(j->common->report, &text))
        rc = FC_EIO;
    fc_buf_free(&text);
    fc_names_free(records);
    return rc;
}

static void end(job *j)
{
    for (size_t i = 0; i < j->n; i++) {
        free(j->v[i].out);
        free(j->v[i].rejects);
    }
    free(j->v);
    fc_shelf_close(j->shelf);
}

int run_each(fc_plan *plan, const run_options *common, const char *const *all,
             const char *const *mine)
{
    job j = { .plan = plan, .common = common, .at_once = most_at_once() };
    fc_err err = { FC_OK, 0, "" };
    size_t n = 0;
    while (mine[n])
        n++;
    fc_rc rc = check_names(all, &err);
    if (!rc && common->rejects && !has_place(common->rejects))
        rc = fc_fail(&err, FC_EUSE, "--rejects: every input has an output of its own, so "
                                    "this needs {} too");
    if (!rc && !(j.v = calloc(n + 1, sizeof *j.v)))
        rc = fc_fail(&err, FC_ETRY, "out of memory");
    if (!rc)
        rc = fc_shelf_open(&j.shelf, &err);
    if (!rc)
        rc = prepare(&j, mine, &err);
    if (rc) {
        end(&j);
        return complain(&err);
    }
    run_parts(&j);
    rc = tell(&j, &err);
    end(&j);
    if (rc < 0 && !j.status)
        return err.rc ? complain(&err) : fc_exit_status(rc);
    return j.status;
}
