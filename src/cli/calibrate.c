/* calibrate.c - filterc calibrate: what a prefilter before a plan would cost and save. */
#include "cli/command.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct conf {
    const char *plan, *models, *languages, *by, *out;
    double top, recall, confidence;
} conf;

static const fc_opt opts[] = {
    { "PLAN", FC_OPT_TEXT, offsetof(conf, plan), NULL, 0, 0, NULL, NULL,
      "the plan, or a file with it: it takes raw captures and has no prefilter yet",
      FC_OPT_ARG | FC_OPT_REQUIRED },
    { "models", FC_OPT_LIST, offsetof(conf, models), "edu", 0, 0, NULL, "NAME,...",
      "models that the prefilter scores with: shipped ones by name, or files", 0 },
    { "languages", FC_OPT_LIST, offsetof(conf, languages), NULL, 0, 0, NULL, "LANG,...",
      "languages that the plan keeps: the prefilter tells them by the model of `lang`",
      0 },
    { "by", FC_OPT_TEXT, offsetof(conf, by), NULL, 0, 0, NULL, "NAME",
      "wanted are the pages with the highest values of this attribute, see --top", 0 },
    { "top", FC_OPT_NUM, offsetof(conf, top), "1", 0.0001, 1, NULL, "SHARE",
      "how many of all pages are wanted, best first; 1: all that the plan keeps", 0 },
    { "recall", FC_OPT_NUM, offsetof(conf, recall), "0.95", 0.01, 1, NULL, "SHARE",
      "how many of the wanted pages must pass the prefilter, of pages like these", 0 },
    { "confidence", FC_OPT_NUM, offsetof(conf, confidence), "0", 0, 0.999, NULL, "SHARE",
      "how sure to be of --recall, so many of samples like this; 0: it is right on "
      "average", 0 },
    { "out", FC_OPT_TEXT, offsetof(conf, out), NULL, 0, 0, NULL, "FILE",
      "where the calibration is written, for prefilter --calibration", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "For the tenth of the pages that has most to teach",
      "calibrate 'extract | score --models edu' --by edu --top 0.1 --out edu.calibration "
      "sample.warc.gz", NULL, NULL },
    { 0 }
};

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    const conf *c = options;
    fc_config config;
    fc_calibrate_options o;
    fc_buf calibration = FC_BUF_INIT, report = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    char *text = NULL;
    if (!n) {
        fc_fail(&err, FC_EUSE, "calibrate: name files with raw captures after the plan");
        return complain(&err);
    }
    config_of(common, &config);
    fc_rc rc = plan_text(&config, c->plan, &text, &err);
    fc_calibrate_default(&o);
    o.inputs = operands;
    o.config = &config;
    o.plan = text ? text : c->plan;
    o.models = c->models;
    o.languages = c->languages;
    o.by = c->by;
    o.top = c->top;
    o.recall = c->recall;
    o.confidence = c->confidence;
    if (rc == FC_OK)
        rc = fc_calibrate(&o, &calibration, &report, &err);
    free(text);
    int status = rc ? complain(&err) : c->out ? write_file(c->out, &calibration) : 0;
    if (status == 0)
        status = print_out(&report);
    else
        fc_buf_free(&report);
    fc_buf_free(&calibration);
    return status;
}

const command cmd_calibrate = {
    .use = { .name = "calibrate",
             .brief = "measure what a prefilter before a plan costs and saves",
             .doc = "Runs the plan over a sample of raw captures (files of at least some "
                    "hundred pages) behind `prefilter --measure`, learns from what it "
                    "keeps how to value pages before they are parsed, and prints for "
                    "several cuts which share of the wanted pages passes (recall), how "
                    "many pages are left to parse, how many of these are wanted "
                    "(precision), and how much faster the plan would be. It tells so for "
                    "the pages that weights and cut were chosen on, and, which is what "
                    "to expect of others, held out: chosen on one half of the sites and "
                    "measured on the other, both ways round.\n\n"
                    "The recall is one of pages to come, so the cut is a little lower "
                    "than the sample by itself would have it: others pass it at this "
                    "rate on average, or, with --confidence 0.9, at least at this rate "
                    "in nine of ten such samples. The cut for --recall, chosen on all "
                    "pages, goes to --out, with everything that prefilter needs to know. "
                    "It fits this plan, these models and input like this sample: "
                    "calibrate again when one of them changes. Last the plan is run with "
                    "and without it, and the processor time of both is told.",
             .operands = "FILE...",
             .opts = opts,
             .conf_size = sizeof(conf),
             .examples = examples },
    .run = run,
};
