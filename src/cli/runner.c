/* runner.c - runs an opened plan for the command: files, signals, progress, funnel,
 * verdict. */
#include "cli/command.h"

#include <errno.h>
#include <fcntl.h>
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
    { "max-doc", FC_OPT_SIZE, AT(max_doc), "128M", 1 << 20, 1e15, NULL, "SIZE",
      "memory for the work on one document; more drops it as memory-limit", 0 },
    { "batch", FC_OPT_INT, AT(batch), "64", 1, 1e6, NULL, "N",
      "items handed to a thread at a time; the output is the same for any number", 0 },
    { "rejects", FC_OPT_TEXT, AT(rejects), NULL, 0, 0, NULL, "FILE",
      "write what is dropped there, with the stage and the reason", 0 },
    { "report", FC_OPT_TEXT, AT(report), NULL, 0, 0, NULL, "FILE",
      "write the funnel there as JSON", 0 },
    { "progress", FC_OPT_CHOICE, AT(progress), "auto", 0, 0, progress_choices, "WHEN",
      "show a progress line; auto: when standard error is a terminal", 0 },
    { "quiet", FC_OPT_BOOL, AT(quiet), NULL, 0, 0, NULL, NULL,
      "no progress line and no funnel, errors only", 0 },
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

/* Where the data is: beside the binary in a build tree, else as installed (NULL). */
static const char *data_beside_binary(void)
{
    static char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 32);
    if (n > 0) /* else there is no /proc, as in a bare chroot */
        path[n] = '\0';
    else if (strlen(invoked_as) < sizeof path - 32)
        strcpy(path, invoked_as);
    char *slash = strrchr(path, '/');
    if (!slash)
        return NULL;
    strcpy(slash, "/data/models");
    if (access(path, R_OK) != 0)
        return NULL;
    *strrchr(path, '/') = '\0';
    return path;
}

void config_of(const run_options *common, fc_config *config)
{
    fc_config_default(config);
    config->data_dir = common->data ? common->data : getenv("FILTERC_DATA");
    if (!config->data_dir)
        config->data_dir = data_beside_binary();
    config->temp_dir = getenv("TMPDIR");
    config->attrs = attr_list(common->attr);
    config->threads = (int)common->threads;
    config->memory = (uint64_t)common->mem;
    config->max_doc = (uint64_t)common->max_doc;
    config->batch_docs = (int)common->batch;
}

static int create(const char *name, fc_err *err)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        fc_fail(err, FC_EIO, "%s: %s", name, strerror(errno));
    return fd;
}

static fc_rc write_report(const fc_plan *plan, const char *name, fc_err *err)
{
    fc_buf json = FC_BUF_INIT;
    int fd = create(name, err);
    if (fd < 0)
        return FC_EIO;
    fc_plan_funnel(plan, true, &json);
    ssize_t k = json.failed ? -1 : write(fd, json.p, json.n);
    bool ok = k == (ssize_t)json.n;
    ok = close(fd) == 0 && ok;
    fc_buf_free(&json);
    return ok ? FC_OK : fc_fail(err, FC_EIO, "%s: %s", name, strerror(errno));
}

static void show_funnel(const fc_plan *plan, const run_options *common)
{
    fc_buf text = FC_BUF_INIT;
    if (common->quiet)
        return;
    fc_plan_funnel(plan, false, &text);
    if (!text.failed)
        fwrite(text.p, 1, text.n, stderr);
    fc_buf_free(&text);
}

/* *began: something was read, so there is a funnel to show. */
static fc_rc run_with(fc_plan *plan, const run_options *common, const char *const *inputs,
                      bool *began, fc_err *err)
{
    ui_bar bar;
    fc_run_io io = { .inputs = inputs, .out_fd = STDOUT_FILENO, .rejects_fd = -1,
                     .progress = ui_progress, .user = &bar, .interrupt = &interrupted };
    *began = false;
    if (common->rejects && (io.rejects_fd = create(common->rejects, err)) < 0)
        return FC_EIO;
    ui_bar_begin(&bar, common);
    fc_rc rc = fc_plan_run(plan, &io, err);
    ui_bar_end(&bar);
    *began = rc != FC_ENOINPUT && rc != FC_EUSE;
    if (io.rejects_fd >= 0 && close(io.rejects_fd) != 0 && !rc)
        rc = fc_fail(err, FC_EIO, "%s: %s", common->rejects, strerror(errno));
    return rc;
}

int run_plan(fc_plan *plan, const run_options *common, int n, const char *const *operands)
{
    static const char *const standard_input[] = { "-", NULL };
    fc_err err = { FC_OK, 0, "" };
    if (!n && isatty(STDIN_FILENO))
        note(common, "filterc: reading standard input; end it with Ctrl-D\n");
    catch_signals();
    bool began;
    fc_rc rc = run_with(plan, common, n ? operands : standard_input, &began, &err);
    if (began)
        show_funnel(plan, common);
    if (common->report && began) {
        fc_err report_err;
        if (write_report(plan, common->report, &report_err) && rc >= 0) {
            rc = FC_EIO;
            err = report_err;
        }
    }
    fc_plan_close(plan);
    if (rc < 0)
        return complain(&err);
    if (interrupted) {
        note(common, "filterc: interrupted; what was read is written, the rest is not\n");
        return end_by(interrupted);
    }
    return rc == FC_END ? end_by(SIGPIPE) : 0;
}
