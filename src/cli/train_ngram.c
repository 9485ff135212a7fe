/* train_ngram.c - filterc train-ngram: clean text to a model of characters. */
#include "cli/command.h"

#include <stddef.h>
#include <string.h>

typedef struct conf {
    const char *out;
    int64_t order, bits;
} conf;

static const fc_opt opts[] = {
    { "out", FC_OPT_TEXT, offsetof(conf, out), NULL, 0, 0, NULL, "FILE",
      "where the model is written", FC_OPT_REQUIRED },
    { "order", FC_OPT_INT, offsetof(conf, order), "5", 1, 6, NULL, "N",
      "characters of the longest n-grams", 0 },
    { "bits", FC_OPT_INT, offsetof(conf, bits), "20", 8, 24, NULL, "N",
      "room for n-grams, as a power of two, at four bytes each", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "A model of one's own clean text", "train-ngram --out mine.fcn clean.jsonl.gz", NULL, NULL },
    { 0 }
};

static int run(const void *options, const run_options *common, int n, const char *const *operands)
{
    static const char *const standard_input[] = { "-", NULL };
    const conf *c = options;
    fc_ngram_options o;
    fc_buf model = FC_BUF_INIT, report = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    (void)common;
    fc_ngram_default(&o);
    o.inputs = n ? operands : standard_input;
    o.order = (int)c->order;
    o.bits = (int)c->bits;
    fc_rc rc = fc_train_ngram(&o, &model, &report, &err);
    int status = rc ? complain(&err) : write_file(c->out, &model);
    if (status == 0)
        status = print_out(&report);
    else
        fc_buf_free(&report);
    fc_buf_free(&model);
    return status;
}

const command cmd_train_ngram = {
    .use = { .name = "train-ngram", .brief = "train a model of characters for the stage ngram",
             .doc = "Reads clean text (JSON lines with `text`, or plain lines), counts its "
                    "character n-grams, and writes a model of 4 MiB (with the default --bits). The "
                    "same input gives the same bytes. It takes about 100 bytes of memory for each "
                    "different n-gram while it trains: 30 million characters in eight languages "
                    "take 1 GB.",
             .operands = "[FILE...]", .opts = opts, .conf_size = sizeof(conf),
             .examples = examples },
    .run = run,
};
