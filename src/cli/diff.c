/* diff.c - filterc diff: what one plan keeps that another drops. */
#include "cli/command.h"

#include <stddef.h>

typedef struct conf {
    const char *a, *b;
    int64_t items, examples;
    bool json;
} conf;

static const fc_opt opts[] = {
    { "PLAN-A", FC_OPT_TEXT, offsetof(conf, a), NULL, 0, 0, NULL, NULL,
      "a file with a plan, or the plan itself", FC_OPT_ARG | FC_OPT_REQUIRED },
    { "PLAN-B", FC_OPT_TEXT, offsetof(conf, b), NULL, 0, 0, NULL, NULL,
      "the plan to compare it with", FC_OPT_ARG | FC_OPT_REQUIRED },
    { "items", FC_OPT_INT, offsetof(conf, items), "10000", 0, 1e15, NULL, "N",
      "look at the first N items of the input; 0: all", 0 },
    { "examples", FC_OPT_INT, offsetof(conf, examples), "3", 0, 1e6, NULL, "N",
      "items shown for each reason", 0 },
    { "json", FC_OPT_BOOL, offsetof(conf, json), NULL, 0, 0, NULL, NULL,
      "print the result as JSON", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "What a higher cut loses", "diff 'keep \"n >= 2\"' 'keep \"n >= 3\"' --attr n",
      "{\"id\":\"a\",\"text\":\"one\",\"attributes\":{\"n\":1}}\n"
      "{\"id\":\"b\",\"text\":\"two\",\"attributes\":{\"n\":2}}\n"
      "{\"id\":\"c\",\"text\":\"three\",\"attributes\":{\"n\":3}}\n",
      "items 3: both keep 1, both drop 1, unreadable 0\n"
      "plan A gives 2, plan B 1\n"
      "\n"
      "only plan A keeps, plan B drops: 1\n"
      "         1  keep  false\n"
      "            b\n"
      "              | two\n"
      "\n"
      "only plan B keeps, plan A drops: 0\n"
      "\n"
      "both keep, with another text: 0\n" },
    { "Two versions of a rule set, on an archive",
      "diff 'extract | fineweb' 'extract | fineweb-0.2' crawl.warc.gz", NULL, NULL },
    { 0 }
};

/* An error tells which of the two plans has it. */
static fc_rc open_one(fc_plan **plan, const fc_config *config, const char *text,
                      const char *which, fc_err *err)
{
    fc_err why = { FC_OK, 0, "" };
    fc_rc rc = open_plan(plan, config, text, &why);
    return rc ? fc_fail(err, rc, "%s: %s", which, why.msg) : FC_OK;
}

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    static const char *const standard_input[] = { "-", NULL };
    const conf *c = options;
    const fc_diff_options how = { (uint64_t)c->items, (int)c->examples, c->json };
    fc_config config;
    fc_plan *a = NULL, *b = NULL;
    fc_buf out = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    config_of(common, &config);
    fc_rc rc = open_one(&a, &config, c->a, "plan A", &err);
    if (!rc)
        rc = open_one(&b, &config, c->b, "plan B", &err);
    if (!rc)
        rc = fc_plan_diff(a, b, n ? operands : standard_input, &how, &out, &err);
    if (a)
        fc_plan_close(a);
    if (b)
        fc_plan_close(b);
    int status = print_out(&out);
    return rc ? complain(&err) : status;
}

const command cmd_diff = {
    .use = { .name = "diff",
             .brief = "show what one plan keeps that another drops, and why",
             .doc = "Takes the first items of the input through both plans, in one "
                    "thread, and prints how many each keeps that the other drops, by the "
                    "stage and the reason for which the other drops them, with examples; "
                    "then those that both keep, but not with the same text, and where "
                    "the texts part. An item that is cut into pieces is kept when a "
                    "piece is; its reason is the first in the order of the plan for "
                    "which a piece falls. A plan gives as many documents as it writes.",
             .operands = "[FILE...]",
             .opts = opts,
             .conf_size = sizeof(conf),
             .examples = examples },
    .more = run_option_table + RUN_ONLY_OPTIONS,
    .run = run,
};
