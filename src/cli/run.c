/* run.c - filterc run: a whole plan in one process. */
#include "cli/command.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct conf {
    const char *plan;
} conf;

static const fc_opt opts[] = {
    { "PLAN", FC_OPT_TEXT, offsetof(conf, plan), NULL, 0, 0, NULL, NULL,
      "a file with a plan, one here or a shipped one, or the plan itself",
      FC_OPT_ARG | FC_OPT_REQUIRED },
    { 0 }
};

static const fc_example examples[] = {
    { "The plan as one argument", "run 'sample --rate 1 | head 1'",
      "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"two\"}\n",
      "{\"id\":\"a\",\"text\":\"one\"}\n" },
    { "A plan in a file, over two archives, on four threads",
      "run --threads 4 seeds.plan a.warc.gz b.warc.gz > seeds.jsonl", NULL, NULL },
    { "English pages with formulas, compressed, whole or not at all",
      "run 'extract | lang --keep en | keep \"formulas_kept > 0\"' --threads 8 --out "
      "maths.jsonl.zst crawl/*.warc.gz", NULL, NULL },
    { "Task 17 of a job of 100, an output for each archive; run again it goes on",
      "run web.plan --manifest warc.paths.gz --shard 17/100 --out out/",
      NULL, NULL },
    { "The same from a store, which another program reads",
      "run web.plan --stdin-name a.warc.gz --out a.jsonl.zst < <(aws s3 cp s3://b/a - )",
      NULL, NULL },
    { 0 }
};

/* All of a file; NULL with err filled in. The caller frees it. */
static char *read_file(const char *name, fc_err *err)
{
    fc_buf text = FC_BUF_INIT;
    char part[4096];
    size_t k;
    FILE *f = fopen(name, "r");
    if (!f) {
        fc_fail(err, FC_ENOINPUT, "%s: %s", name, strerror(errno));
        return NULL;
    }
    while ((k = fread(part, 1, sizeof part, f)) > 0)
        fc_buf_add(&text, part, k);
    int why = ferror(f) ? errno : text.failed ? ENOMEM : 0;
    fclose(f);
    fc_buf_add(&text, "", 0);
    if (why) {
        fc_buf_free(&text);
        fc_fail(err, why == EISDIR ? FC_EUSE : FC_EIO, "%s: reading the plan failed: %s",
                name, strerror(why));
    } else if (text.n != strlen(text.p)) {
        fc_buf_free(&text);
        fc_fail(err, FC_EUSE, "%s: a plan is text, this has a NUL byte; the plan comes "
                              "first: filterc run PLAN FILE", name);
    }
    return text.p;
}

/* "my.plan", "plans/mine"; a word without either is a stage, perhaps misspelt. */
static bool looks_like_file(const char *plan)
{
    return strpbrk(plan, "./") && !strpbrk(plan, " |\t\n") &&
           !fc_stage_find((fc_str){ plan, strlen(plan) });
}

fc_rc plan_text(const fc_config *config, const char *plan, char **text, fc_err *err)
{
    fc_buf path = FC_BUF_INIT;
    *text = NULL;
    if (access(plan, F_OK) != 0 && !looks_like_file(plan))
        return FC_OK;
    fc_rc rc = fc_data_path(config, "plans", plan, "", &path, err);
    if (rc == FC_OK && (*text = read_file(path.p, err)) == NULL)
        rc = err->rc;
    fc_buf_free(&path);
    return rc;
}

fc_rc open_plan(fc_plan **plan, const fc_config *config, const char *text, fc_err *err)
{
    char *file;
    fc_rc rc = plan_text(config, text, &file, err);
    if (rc)
        return rc;
    rc = fc_plan_open(plan, config, file ? file : text, file ? text : "plan", err);
    free(file);
    return rc;
}

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    const conf *c = options;
    fc_config config;
    fc_plan *plan;
    fc_err err = { FC_OK, 0, "" };
    config_of(common, &config);
    fc_rc rc = open_plan(&plan, &config, c->plan, &err);
    return rc ? complain(&err) : run_plan(plan, common, n, operands);
}

const command cmd_run = {
    .use = { .name = "run", .brief = "run a plan: stages joined by '|', in one process",
             .doc = "Reads the files, or standard input when there is none, runs every "
                    "stage of the plan over each item, and writes what is left over to "
                    "standard output: JSON lines for documents, WARC for records. The "
                    "result is byte for byte that of the same stages joined by pipes, "
                    "for any number of threads.\n\n"
                    "A plan is written as in a shell: words, quotes and '|'. In a file, "
                    "newlines count as spaces and '#' begins a comment.\n\n"
                    "The funnel on standard error tells for every stage what went in, "
                    "what came out and why the rest was dropped.\n\n"
                    "With a folder or a name with {} as --out every input is a run of "
                    "its own: head and quota begin anew with each. Its output appears "
                    "whole, and after it a record, OUTPUT.done.json. A later run of the "
                    "same plan leaves alone what has its record, unless the input's "
                    "size has changed; a run of another plan, or with another model, is "
                    "refused (78). Small outputs appear together, once a second. An "
                    "input that fails stops none of the others; a full disk does. So the "
                    "work can be split by --shard over any number of jobs, killed, and "
                    "started again, also twice at once; the files are the same. "
                    "`filterc report out/` adds up their counts. What a killed job "
                    "leaves behind is OUTPUT.tmp.*, which can go when no job runs.",
             .operands = "[FILE...]", .opts = opts, .conf_size = sizeof(conf),
             .examples = examples },
    .more = run_option_table, .run = run,
};
