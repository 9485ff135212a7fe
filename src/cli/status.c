/* status.c - filterc status: which inputs of a job are still to be done. It reads the
 * records beside the outputs and never an engine's queue. */
#include "cli/command.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>

typedef struct conf {
    const char *manifest;
    int64_t shards;
    bool missing;
} conf;

static const fc_opt opts[] = {
    { "manifest", FC_OPT_TEXT, offsetof(conf, manifest), NULL, 0, 0, NULL, "FILE",
      "the names of all inputs of the job, one a line (- is standard input)",
      FC_OPT_REQUIRED },
    { "missing", FC_OPT_BOOL, offsetof(conf, missing), NULL, 0, 0, NULL, NULL,
      "print the names of the inputs that are not done, a manifest themselves", 0 },
    { "shards", FC_OPT_INT, offsetof(conf, shards), "0", 0, 1e9, NULL, "N",
      "print which shards of N are not done, as 3,7,10-12: the array of Slurm and others",
      0 },
    { 0 }
};

static const fc_example examples[] = {
    { "Is all done?", "status --manifest warc.paths out/", NULL, NULL },
    { "Start again what is not",
      "status --manifest warc.paths --missing out/ >again.paths", NULL, NULL },
    { "The same as an array of tasks",
      "status --manifest warc.paths --shards 100 out/", NULL, NULL },
    { 0 }
};

static void put_range(fc_buf *out, int64_t from, int64_t to)
{
    fc_buf_printf(out, "%s%" PRId64, out->n ? "," : "", from);
    if (to > from)
        fc_buf_printf(out, "-%" PRId64, to);
}

/* Shard k has the inputs k, k + N, k + 2N ... */
static void put_shards(const bool *done, int64_t n, int64_t shards, fc_buf *out)
{
    int64_t from = -1;
    for (int64_t k = 0; k < shards && k < n; k++) {
        bool whole = true;
        for (int64_t i = k; whole && i < n; i += shards)
            whole = done[i];
        if (!whole && from < 0)
            from = k;
        if (whole && from >= 0) {
            put_range(out, from, k - 1);
            from = -1;
        }
    }
    if (from >= 0)
        put_range(out, from, (shards < n ? shards : n) - 1);
    if (out->n)
        fc_buf_char(out, '\n');
}

static void put_all(const conf *c, char *const *names, const bool *done, int64_t n,
                    int64_t n_done, fc_buf *out)
{
    if (c->shards)
        put_shards(done, n, c->shards, out);
    for (int64_t i = 0; c->missing && i < n; i++)
        if (!done[i])
            fc_buf_printf(out, "%s\n", names[i]);
    if (!c->shards && !c->missing)
        fc_buf_printf(out, "%" PRId64 " %s: %" PRId64 " done, %" PRId64 " not done\n", n,
                      n == 1 ? "input" : "inputs", n_done, n - n_done);
}

static int tell(const conf *c, char *const *names, char *const *records)
{
    fc_buf out = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    int64_t n = 0, n_done = 0;
    while (names[n])
        n++;
    bool *done = calloc((size_t)n + 1, sizeof *done);
    fc_rc rc = done ? fc_done_inputs((const char *const *)records,
                                     (const char *const *)names, done, &err)
                    : fc_fail(&err, FC_ETRY, "out of memory");
    for (int64_t i = 0; !rc && i < n; i++)
        n_done += done[i];
    if (!rc)
        put_all(c, names, done, n, n_done, &out);
    free(done);
    int status = rc ? complain(&err) : print_out(&out);
    fc_buf_free(&out);
    return status ? status : n_done < n ? fc_exit_status(FC_ETRY) : 0;
}

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    const conf *c = options;
    char **names = NULL, **records = NULL;
    fc_err err = { FC_OK, 0, "" };
    (void)common;
    fc_rc rc = FC_OK;
    if (!n)
        rc = fc_fail(&err, FC_EUSE, "status: name the folder of the outputs");
    if (!rc && c->shards && c->missing)
        rc = fc_fail(&err, FC_EUSE, "status: --shards or --missing, not both");
    if (!rc)
        rc = fc_names_read(c->manifest, &names, &err);
    if (!rc)
        rc = find_records(operands, true, &records, &err);
    int status = rc ? complain(&err) : tell(c, names, records);
    fc_names_free(names);
    fc_names_free(records);
    return status;
}

const command cmd_status = {
    .use = { .name = "status",
             .brief = "tell which inputs of a job are still to be done",
             .doc = "Compares a list of inputs with the records (.done.json) that runs "
                    "with --out and {} or a folder leave beside their outputs. An input "
                    "is done when a record tells of it by the same name, the output is "
                    "there, and the input has kept its size. Ends with 0 when all are "
                    "done, with 75 (try again) when some are not: the task that adds up "
                    "the reports can ask first.\n"
                    "\n"
                    "A job on Slurm, 100 tasks, and what to start again afterwards:\n"
                    "\n"
                    "sbatch --array=0-99 --wrap 'filterc run web.plan --manifest "
                    "warc.paths --shard $SLURM_ARRAY_TASK_ID/100 --out out/'\n"
                    "\n"
                    "sbatch --array=$(filterc status --manifest warc.paths --shards 100 "
                    "out/) ...",
             .operands = "DIR|FILE...",
             .opts = opts,
             .conf_size = sizeof(conf),
             .examples = examples },
    .run = run,
};
