/* eval.c - filterc eval: how well a model does on judged documents. */
#include "cli/command.h"

#include <stddef.h>

typedef struct conf {
    const char *model, *target;
    bool json;
} conf;

static const fc_opt opts[] = {
    { "model", FC_OPT_TEXT, offsetof(conf, model), NULL, 0, 0, NULL, "FILE",
      "a shipped model by name, or a model file", FC_OPT_REQUIRED },
    { "target", FC_OPT_TEXT, offsetof(conf, target), NULL, 0, 0, NULL, "NAME",
      "the label to compare with; without it the one that it was trained on", 0 },
    { "json", FC_OPT_BOOL, offsetof(conf, json), NULL, 0, 0, NULL, NULL,
      "print the report as JSON", 0 },
    { 0 }
};

static const fc_example examples[] = { { "Judge a model on documents it has not seen",
                                         "eval --model edu.fcm held-out.jsonl", NULL,
                                         NULL },
                                       { 0 } };

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    static const char *const standard_input[] = { "-", NULL };
    const conf *c = options;
    fc_buf report = FC_BUF_INIT, path = FC_BUF_INIT;
    fc_config config;
    fc_err err = { FC_OK, 0, "" };
    config_of(common, &config);
    fc_rc rc = fc_data_path(&config, "models", c->model, ".fcm", &path, &err);
    if (rc == FC_OK)
        rc = fc_eval(path.p, n ? operands : standard_input, c->target, c->json, &report,
                     &err);
    fc_buf_free(&path);
    if (rc == FC_OK)
        return print_out(&report);
    fc_buf_free(&report);
    return complain(&err);
}

const command cmd_eval = {
    .use = { .name = "eval", .brief = "judge a classifier on judged documents",
             .doc = "Scores judged documents (JSON lines with `text` and a label) with a "
                    "model and compares: Spearman's rank correlation, mean absolute "
                    "error, quadratic kappa, and at each cut AUC, precision, recall and "
                    "F1; for labels accuracy and macro F1; a reliability table; per "
                    "language and per source where there are 20 documents or more.",
             .operands = "[FILE...]", .opts = opts, .conf_size = sizeof(conf),
             .examples = examples },
    .run = run,
};
