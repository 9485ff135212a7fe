/* explain.c - filterc explain: every decision about one page. */
#include "cli/command.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

typedef struct conf {
    const char *plan, *rules, *item, *html;
} conf;

static const fc_opt opts[] = {
    { "plan", FC_OPT_TEXT, offsetof(conf, plan),
      "extract | score --models edu,reasoning,factual,topic,damage", 0, 0, NULL, "PLAN",
      "the stages to explain, or a file with them", 0 },
    { "rules", FC_OPT_TEXT, offsetof(conf, rules),
      "gopher --no-drop | gopher-rep --no-drop | "
      "c4 --no-drop | fineweb --no-drop | fineweb-0.2 --no-drop | dclm-refinedweb "
      "--no-drop | dolma-gopher --no-drop | madlad --no-drop | corrupt",
      0, 0, NULL, "PLAN", "then these, each on the text as the plan left it; none: not",
      0 },
    { "item", FC_OPT_TEXT, offsetof(conf, item), NULL, 0, 0, NULL, "URL",
      "the record with this URL or id; without it the first "
      "one that the first stage keeps", 0 },
    { "html", FC_OPT_TEXT, offsetof(conf, html), NULL, 0, 0, NULL, "FILE",
      "also write the page's blocks as an HTML file, coloured by their scores", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "Why does this page get its scores?", "explain page.html", NULL, NULL },
    { "Look at what is kept of it, and why", "explain page.html --html out.html", NULL,
      NULL },
    { "A document, by its id", "explain --item d41d8cd9 docs.jsonl", NULL, NULL },
    { "A page inside an archive", "explain --item http://example.org/ crawl.warc.gz",
      NULL, NULL },
    { "What a filter sees", "explain --plan 'keep \"text ~ \\\"cat\\\"\"' docs.jsonl",
      NULL, NULL },
    { 0 }
};

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    static const char *const standard_input[] = { "-", NULL };
    const conf *c = options;
    fc_config config;
    fc_plan *plan, *rules = NULL;
    fc_buf out = FC_BUF_INIT, html = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    config_of(common, &config);
    fc_rc rc = open_plan(&plan, &config, c->plan, &err);
    if (rc)
        return complain(&err);
    if (strcmp(c->rules, "none") != 0)
        rc = open_plan(&rules, &config, c->rules, &err);
    if (rc) {
        fc_plan_close(plan);
        return complain(&err);
    }
    rc = fc_plan_explain(plan, rules, n ? operands : standard_input, c->item, &out,
                         c->html ? &html : NULL, &err);
    fc_plan_close(plan);
    fc_plan_close(rules);
    int status = print_out(&out);
    if (!rc && c->html && !html.n)
        rc = fc_fail(&err, FC_EUSE, "explain: --html: no stage of the plan took an HTML "
                                    "page");
    if (!rc && c->html && status == 0)
        status = write_file(c->html, &html);
    fc_buf_free(&html);
    return rc ? complain(&err) : status;
}

const command cmd_explain = {
    .use = { .name = "explain", .brief = "show every decision about one page",
             .doc = "Takes one item through a plan and tells what each stage decided: "
                    "the character set and how it was found, the blocks kept and "
                    "dropped, every attribute, the n-grams that moved each score, and "
                    "the reason for which it fell. Then every published rule set looks "
                    "at the text, whether the plan has it or not: each value, its limit, "
                    "and the name of the rule where it fails. --html shows the blocks of "
                    "an HTML page in a file of its own, to be opened in a browser; it "
                    "needs no network.",
             .operands = "[FILE...]", .opts = opts, .conf_size = sizeof(conf),
             .examples = examples },
    .more = run_option_table + RUN_ONLY_OPTIONS, .run = run,
};
