/* runner.c - runs an opened plan for the command: files, signals, progress, funnel,
 * verdict. */
#include "cli/command.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const progress_choices[] = { "auto", "always", "never", NULL };

#define AT(field) offsetof(run_options, field)
const fc_opt run_option_table[] = {
    { "threads", FC_OPT_INT, AT(threads), "1", 1, 256, NULL, "N",
      "threads that work; the output is the same for any number", 0 },
    { "mem", FC_OPT_SIZE, AT(mem), "128M", 8 << 20, 1e15, NULL, "SIZE",
      "memory for documents in flight, over all threads", 0 },
    { "batch", FC_OPT_INT, AT(batch), "64", 1, 1e6, NULL, "N",
      "items handed to a thread at a time; the output is the same for any number", 0 },
    { "out", FC_OPT_TEXT, AT(out), NULL, 0, 0, NULL, "FILE",
      "write the result there, whole or not at all; .gz and .zst are compressed; a "
      "folder (DIR/), or {} in the name: a file for each input, {} standing for its "
      "name; those that an earlier run has written are left as they are",
      0 },
    { "manifest", FC_OPT_TEXT, AT(manifest), NULL, 0, 0, NULL, "FILE",
      "read the names of inputs there, one a line; they come after those given", 0 },
    { "shard", FC_OPT_TEXT, AT(shard), NULL, 0, 0, NULL, "I/N",
      "of the inputs only number I, I+N, I+2N ..., counted from 0", 0 },
    { "stdin-name", FC_OPT_TEXT, AT(stdin_name), NULL, 0, 0, NULL, "NAME",
      "what documents from standard input tell as their file", 0 },
    { "rejects", FC_OPT_TEXT, AT(rejects), NULL, 0, 0, NULL, "FILE",
      "write what is dropped there, with the stage and the reason; a name as for --out",
      0 },
    { "report", FC_OPT_TEXT, AT(report), NULL, 0, 0, NULL, "FILE",
      "write the funnel there as JSON", 0 },
    { "progress", FC_OPT_CHOICE, AT(progress), "auto", 0, 0, progress_choices, "WHEN",
      "show a progress line; auto: when standard error is a terminal, and the result "
      "does not go to one", 0 },
    { "quiet", FC_OPT_BOOL, AT(quiet), NULL, 0, 0, NULL, NULL,
      "no progress line and no funnel, errors only", 0 },
    /* RUN_ONLY_OPTIONS so far */
    { "max-doc", FC_OPT_SIZE, AT(max_doc), "128M", 1 << 20, 1e15, NULL, "SIZE",
      "memory for the work on one document; more drops it as memory-limit", 0 },
    { "text-key", FC_OPT_TEXT, AT(text_key), NULL, 0, 0, NULL, "NAME",
      "the key of JSON documents that has the text, when it is not \"text\"", 0 },
    { "id-key", FC_OPT_TEXT, AT(id_key), NULL, 0, 0, NULL, "NAME",
      "the key of JSON documents that has the id, when it is not \"id\"", 0 },
    { "data", FC_OPT_TEXT, AT(data), NULL, 0, 0, NULL, "DIR",
      "folder of models and tables (else the environment's FILTERC_DATA, else as "
      "installed)",
      0 },
    { "attr", FC_OPT_LIST, AT(attr), NULL, 0, 0, NULL, "NAMES",
      "attributes that the input has beyond those that filterc itself gives", 0 },
    { 0 }
};

static volatile int interrupted;

static void on_signal(int sig)
{
    __atomic_store_n(&interrupted, sig, __ATOMIC_RELAXED);
}

/* The first Ctrl-C or TERM ends the run after the batches in flight, a second one at
 * once. */
static void catch_signals(void)
{
    struct sigaction act;
    memset(&act, 0, sizeof act);
    sigemptyset(&act.sa_mask);
    act.sa_handler = on_signal;
    act.sa_flags = (int)SA_RESETHAND;
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* Die of the signal, so that the shell and the engine see what happened. */
static int end_by(int sig)
{
    signal(sig, SIG_DFL);
    raise(sig);
    return 128 + sig;
}

/* The names of --attr as a list, which lives as long as the process: plans point to
 * it. */
static const char *const *attr_list(const char *names)
{
    static const char **list;
    static char *copy;
    size_t n = 1;
    if (!names)
        return NULL;
    for (const char *p = names; *p; p++)
        n += *p == ',';
    list = calloc(n + 1, sizeof *list);
    copy = malloc(strlen(names) + 1);
    if (!list || !copy)
        return NULL;
    strcpy(copy, names);
    n = 0;
    for (char *p = copy, *comma; p; p = comma ? comma + 1 : NULL) {
        comma = strchr(p, ',');
        if (comma)
            *comma = '\0';
        list[n++] = p;
    }
    return list;
}

const char *invoked_as = "";

/* Where the data is: beside the binary in a build tree, in share/ beside bin/ of an
 * installation, which may have been moved as a whole; else as configured (NULL). */
static const char *data_beside_binary(void)
{
    static const char *const places[] = { "/data", "/../share/filterc", NULL };
    static char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 32);
    if (n > 0) /* else there is no /proc, as in a bare chroot */
        path[n] = '\0';
    else if (strlen(invoked_as) < sizeof path - 32)
        strcpy(path, invoked_as);
    char *slash = strrchr(path, '/');
    if (!slash)
        return NULL;
    for (const char *const *p = places; *p; p++) {
        sprintf(slash, "%s/models", *p);
        bool there = access(path, R_OK) == 0;
        strcpy(slash, *p);
        if (there)
            return path;
    }
    return NULL;
}

void config_of(const run_options *common, fc_config *config)
{
    fc_config_default(config);
    config->data_dir = common->data ? common->data : getenv("FILTERC_DATA");
    if (!config->data_dir)
        config->data_dir = data_beside_binary();
    config->temp_dir = getenv("TMPDIR");
    config->attrs = attr_list(common->attr);
    config->text_key = common->text_key;
    config->id_key = common->id_key;
    config->threads = (int)common->threads;
    config->memory = (uint64_t)common->mem;
    config->max_doc = (uint64_t)common->max_doc;
    config->batch_docs = (int)common->batch;
}

static void show_funnel(const fc_plan *plan, const run_options *common)
{
    fc_buf text = FC_BUF_INIT;
    if (common->quiet)
        return;
    fc_plan_funnel(plan, false, &text);
    fc_plan_damage(plan, &text);
    if (!text.failed)
        fwrite(text.p, 1, text.n, stderr);
    fc_buf_free(&text);
}

int interrupted_by(void)
{
    return __atomic_load_n(&interrupted, __ATOMIC_RELAXED);
}

fc_rc run_watched(fc_plan *plan, ui_bar *bar, fc_run_io *io, fc_err *err)
{
    io->progress = ui_progress;
    io->user = bar;
    io->interrupt = &interrupted;
    return fc_plan_run(plan, io, err);
}

static int run_all(fc_plan *plan, const run_options *common, const char *const *inputs)
{
    fc_err err = { FC_OK, 0, "" };
    fc_run_io io = { .inputs = inputs, .stdin_name = common->stdin_name,
                     .out_fd = STDOUT_FILENO, .out_name = common->out,
                     .rejects_fd = -1, .rejects_name = common->rejects,
                     .report_name = common->report };
    ui_bar bar;
    ui_bar_begin(&bar, common, 1);
    fc_rc rc = run_watched(plan, &bar, &io, &err);
    ui_bar_end(&bar);
    show_funnel(plan, common);
    if (rc < 0)
        return complain(&err);
    return rc == FC_END && !interrupted ? end_by(SIGPIPE) : 0;
}

/* ---------------------------------------------------------------------- inputs */

/* "17/100"; digits alone, where scanf would take a sign and blanks as well. */
static fc_rc read_shard(const char *text, uint64_t *i, uint64_t *n, fc_err *err)
{
    char rest;
    int got = strspn(text, "0123456789/") == strlen(text)
                  ? sscanf(text, "%9" SCNu64 "/%9" SCNu64 "%c", i, n, &rest)
                  : 0;
    if (got != 2 || *i >= *n)
        return fc_fail(err, FC_EUSE,
                       "option --shard: '%.80s' is not I/N with I from 0 to N - 1, such "
                       "as 0/100", text);
    return FC_OK;
}

/* The inputs of the job: those given, then those of the manifest; none: standard
 * input. */
typedef struct inputs {
    const char **all, **mine;
    char **listed;
} inputs;

static void free_inputs(inputs *in)
{
    free(in->all);
    free(in->mine);
    fc_names_free(in->listed);
}

static fc_rc gather(inputs *in, const run_options *common, int given,
                    const char *const *operands, fc_err *err)
{
    uint64_t shard = 0, of = 1;
    size_t n = (size_t)given, m = 0;
    fc_rc rc = common->shard ? read_shard(common->shard, &shard, &of, err) : FC_OK;
    if (!rc && common->shard && !common->manifest && !given)
        rc = fc_fail(err, FC_EUSE,
                     "option --shard: of which inputs? Name them, or give a --manifest");
    if (!rc && common->manifest)
        rc = fc_names_read(common->manifest, &in->listed, err);
    while (!rc && in->listed && in->listed[n - (size_t)given])
        n++;
    in->all = calloc(n + 2, sizeof *in->all);
    in->mine = calloc(n + 2, sizeof *in->mine);
    if (!rc && (!in->all || !in->mine))
        rc = fc_fail(err, FC_ETRY, "out of memory");
    for (size_t i = 0; !rc && i < n; i++) {
        in->all[i] = i < (size_t)given ? operands[i] : in->listed[i - (size_t)given];
        if (i % of == shard)
            in->mine[m++] = in->all[i];
    }
    if (!rc && !n)
        in->all[0] = in->mine[0] = "-";
    return rc;
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0 && strncmp(a, "/dev/", 5) != 0;
}

/* The last one written would be all that is left. */
static fc_rc check_outputs(const run_options *c, fc_err *err)
{
    if (same(c->out, c->rejects) || same(c->out, c->report) ||
        same(c->rejects, c->report))
        return fc_fail(err, FC_EUSE, "--out, --rejects and --report need names of their "
                                     "own");
    return FC_OK;
}

static int run_named(fc_plan *plan, const run_options *common, int n,
                     const char *const *operands)
{
    fc_err err = { FC_OK, 0, "" };
    inputs in = { NULL, NULL, NULL };
    int status;
    if (check_outputs(common, &err) != FC_OK ||
        gather(&in, common, n, operands, &err) != FC_OK) {
        status = complain(&err);
    } else {
        if (!n && !common->manifest && isatty(STDIN_FILENO))
            note(common, "filterc: reading standard input; end it with Ctrl-D\n");
        catch_signals();
        status = has_place(common->out) ? run_each(plan, common, in.all, in.mine)
                                        : run_all(plan, common, in.mine);
    }
    free_inputs(&in);
    fc_plan_close(plan);
    if (status || !interrupted)
        return status;
    note(common, has_place(common->out) ? "filterc: interrupted; run it again to go on\n"
                 : common->out ? "filterc: interrupted; nothing is written\n"
                               : "filterc: interrupted; what was read is written, the "
                                 "rest is not\n");
    return end_by(interrupted);
}

int run_plan(fc_plan *plan, const run_options *common, int n, const char *const *operands)
{
    run_options named = *common;
    char *out = name_pattern(common->out, fc_plan_gives(plan));
    char *rejects = name_pattern(common->rejects, FC_DOCUMENT);
    named.out = out;
    named.rejects = rejects;
    fc_err err;
    int status;
    if ((common->out && !out) || (common->rejects && !rejects)) {
        fc_fail(&err, FC_ETRY, "out of memory");
        status = complain(&err);
        fc_plan_close(plan);
    } else {
        status = run_named(plan, &named, n, operands);
    }
    free(out);
    free(rejects);
    return status;
}
