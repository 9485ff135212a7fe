/* report.c - filterc report: the counts of many runs as one. */
#include "cli/command.h"

#include <stddef.h>

typedef struct conf {
    const char *manifest, *html;
    bool json;
} conf;

static const fc_opt opts[] = {
    { "manifest", FC_OPT_TEXT, offsetof(conf, manifest), NULL, 0, 0, NULL, "FILE",
      "read the names of reports there, one a line (- is standard input)", 0 },
    { "html", FC_OPT_TEXT, offsetof(conf, html), NULL, 0, 0, NULL, "FILE",
      "write a page with plots there instead, to be opened in a browser", 0 },
    { "json", FC_OPT_BOOL, offsetof(conf, json), NULL, 0, 0, NULL, NULL,
      "print a report again instead of a table", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "The funnel of one run",
      "report",
      "{\"in\":3,\"made\":0,\"out\":1,\"dropped\":2,\"stages\":[\n"
      "{\"stage\":\"read\",\"in\":3,\"made\":0,\"out\":2,\"dropped\":{\"bad-line\":1}},\n"
      "{\"stage\":\"keep\",\"in\":2,\"made\":0,\"out\":1,\"dropped\":{\"false\":1}},\n"
      "{\"stage\":\"write\",\"in\":1,\"made\":0,\"out\":1,\"dropped\":{}}\n"
      "]}\n",
      "stage                in        out  dropped, by reason\n"
      "read                  3          2  bad-line 1\n"
      "keep                  2          1  false 1\n"
      "write                 1          1\n"
      "in 3 = out 1 + dropped 2\n" },
    { "Of a whole job, by the records beside its outputs", "report out/", NULL, NULL },
    { "With plots", "report --html report.html out/", NULL, NULL },
    { "Of more files than a command line holds",
      "report --manifest - < list-of-reports", NULL, NULL },
    { 0 }
};

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    static const char *const standard_input[] = { "-", NULL };
    const conf *c = options;
    char **listed = NULL;
    fc_report_form form = c->html ? FC_REPORT_HTML
                        : c->json ? FC_REPORT_JSON
                                  : FC_REPORT_TEXT;
    fc_buf out = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    (void)common;
    fc_rc rc = FC_OK;
    if (c->manifest && n)
        rc = fc_fail(&err, FC_EUSE, "report: name files, or give a --manifest, not both");
    if (!rc && c->html && c->json)
        rc = fc_fail(&err, FC_EUSE, "report: --html or --json, not both");
    if (!rc && c->manifest)
        rc = fc_names_read(c->manifest, &listed, &err);
    const char *const *files = listed ? (const char *const *)listed
                               : n    ? operands
                                      : standard_input;
    char **records = NULL;
    if (!rc)
        rc = find_records(files, false, &records, &err);
    if (!rc)
        rc = fc_reports_add((const char *const *)records, form, &out, &err);
    fc_names_free(listed);
    fc_names_free(records);
    if (!rc && !c->html)
        return print_out(&out);
    int status = rc ? complain(&err) : write_file(c->html, &out);
    fc_buf_free(&out);
    return status;
}

const command cmd_report = {
    .use = { .name = "report",
             .brief = "add up the reports of runs",
             .doc = "Reads reports of runs of one plan, as --report and the records "
                    "beside outputs (.done.json) hold them, and prints their sum: for "
                    "every stage what went in, what came out and why the rest was "
                    "dropped. In any order and grouping the sum is the report of a run "
                    "over all inputs. Of a folder its records are read. --html makes a "
                    "page of it that needs no network: the funnel, all reasons, and a "
                    "plot of every attribute that a tally has counted.",
             .operands = "[FILE|DIR...]",
             .opts = opts,
             .conf_size = sizeof(conf),
             .examples = examples },
    .run = run,
};
