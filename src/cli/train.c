/* train.c - filterc train: annotations to a model file. */
#include "cli/command.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef struct conf {
    const char *annotations, *target, *name, *out, *by, *pages, *gold, *held_out;
    int64_t folds, bits, min_documents, window;
    double cost, measures;
    bool json;
} conf;

static const char *const by_choices[] = { "host", "source", NULL };

static const fc_opt opts[] = {
    { "annotations", FC_OPT_LIST, offsetof(conf, annotations), NULL, 0, 0, NULL, "FILE,...",
      "judged documents: JSON lines, compressed or not", 0 },
    { "target", FC_OPT_TEXT, offsetof(conf, target), NULL, 0, 0, NULL, "NAME",
      "the label to learn: a number makes a score, a string a choice; or blocks", FC_OPT_REQUIRED },
    { "out", FC_OPT_TEXT, offsetof(conf, out), NULL, 0, 0, NULL, "FILE",
      "where the model is written", FC_OPT_REQUIRED },
    { "name", FC_OPT_TEXT, offsetof(conf, name), NULL, 0, 0, NULL, "NAME",
      "attribute that the model gives; without it the target's name", 0 },
    { "by", FC_OPT_CHOICE, offsetof(conf, by), "host", 0, 0, by_choices, NULL,
      "what is not split between folds: the host of the URL (else the source), or the source",
      0 },
    { "folds", FC_OPT_INT, offsetof(conf, folds), "5", 2, 20, NULL, "N",
      "folds of the cross-validation", 0 },
    { "cost", FC_OPT_NUM, offsetof(conf, cost), "1", 1e-6, 1e6, NULL, "C",
      "cost of an error against that of a weight", 0 },
    { "measures", FC_OPT_NUM, offsetof(conf, measures), "-1", -1, 10, NULL, "W",
      "weight of the plain measures beside the n-grams; -1: by kind of label", 0 },
    { "bits", FC_OPT_INT, offsetof(conf, bits), "18", 8, 22, NULL, "N",
      "hash rows, as a power of two", 0 },
    { "min-documents", FC_OPT_INT, offsetof(conf, min_documents), "4", 1, 1e6, NULL, "N",
      "rows that occur in fewer documents are left out", 0 },
    { "window", FC_OPT_INT, offsetof(conf, window), "3000", 0, 1e9, NULL, "N",
      "characters of a text that are looked at; 0: all", 0 },
    { "pages", FC_OPT_TEXT, offsetof(conf, pages), NULL, 0, 0, NULL, "DIR",
      "blocks: HTML pages, and index.tsv that names them", 0 },
    { "gold", FC_OPT_TEXT, offsetof(conf, gold), NULL, 0, 0, NULL, "DIR",
      "blocks: what should be kept of each page", 0 },
    { "held-out", FC_OPT_TEXT, offsetof(conf, held_out), NULL, 0, 0, NULL, "FILE",
      "blocks: where each page's text by a model that has not seen its site is written", 0 },
    { "json", FC_OPT_BOOL, offsetof(conf, json), NULL, 0, 0, NULL, NULL,
      "print the report as JSON", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "A score from judged documents",
      "train --annotations edu.jsonl.gz --target edu --out edu.fcm", NULL, NULL },
    { "The block model of extract, from pages and their gold text",
      "train --target blocks --pages pages --gold gold --out blocks.fcb", NULL, NULL },
    { 0 }
};

/* Split at commas, in place. */
static void split(char *list, const char **words, size_t room)
{
    size_t n = 0;
    for (char *at = list; at && n + 1 < room;) {
        char *comma = strchr(at, ',');
        words[n++] = at;
        if (comma)
            *comma++ = 0;
        at = comma;
    }
    words[n] = NULL;
}

static fc_train_options options_of(const conf *c, const char *const *inputs)
{
    fc_train_options o;
    fc_train_default(&o);
    o.inputs = inputs;
    o.target = c->target;
    o.name = c->name;
    o.by_source = strcmp(c->by, "source") == 0;
    o.folds = (int)c->folds;
    o.cost = c->cost;
    o.measures = c->measures;
    o.bits = (int)c->bits;
    o.min_documents = (int)c->min_documents;
    o.window = c->window;
    o.json = c->json;
    return o;
}

static fc_rc train_classifier(const conf *c, fc_buf *model, fc_buf *report, fc_err *err)
{
    const char *inputs[64];
    fc_buf list = FC_BUF_INIT;
    if (!c->annotations)
        return fc_fail(err, FC_EUSE, "train: --annotations FILE names the judged documents");
    fc_buf_text(&list, c->annotations);
    split(list.p, inputs, sizeof inputs / sizeof *inputs);
    fc_train_options o = options_of(c, inputs);
    fc_rc rc = fc_train(&o, model, report, err);
    fc_buf_free(&list);
    return rc;
}

static fc_rc train_blocks(const conf *c, fc_buf *model, fc_buf *report, fc_err *err)
{
    fc_buf held_out = FC_BUF_INIT;
    fc_train_blocks_options o = { c->pages, c->gold, c->json,
                                  c->held_out ? &held_out : NULL };
    if (!c->pages || !c->gold)
        return fc_fail(err, FC_EUSE, "train: blocks are learnt from --pages DIR and --gold DIR");
    fc_rc rc = fc_train_blocks(&o, model, report, err);
    if (!rc && c->held_out && write_file(c->held_out, &held_out))
        rc = fc_fail(err, FC_EIO, "train: --held-out was not written");
    fc_buf_free(&held_out);
    return rc;
}

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    const conf *c = options;
    fc_buf model = FC_BUF_INIT, report = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    (void)common;
    if (n) {
        fc_fail(&err, FC_EUSE, "train: '%.100s': judged documents are named by --annotations",
                operands[0]);
        return complain(&err);
    }
    fc_rc rc = strcmp(c->target, "blocks") ? train_classifier(c, &model, &report, &err)
                                           : train_blocks(c, &model, &report, &err);
    int status = rc ? complain(&err) : write_file(c->out, &model);
    if (status == 0)
        status = print_out(&report);
    else
        fc_buf_free(&report);
    fc_buf_free(&model);
    return status;
}

const command cmd_train = {
    .use = { .name = "train", .brief = "train a classifier from judged documents",
             .doc = "Reads judged documents (JSON lines with `text` and a label), fits a linear "
                    "model on hashed n-grams and plain measures, and writes one model file for "
                    "`score`. The report on standard output tells how it did on documents it "
                    "had not seen: cross-validation over folds of whole hosts or sources. The "
                    "same input gives the same bytes.\n"
                    "\n"
                    "With --target blocks it makes the model by which `extract` chooses what to "
                    "keep of a page (extract --model). --pages DIR has pages as PAGE.html and "
                    "index.tsv, a table with tabs whose first line names its columns: page, "
                    "and, where known, url (pages of a site stay in one fold) and kind "
                    "(article, collection, docs, forum, listing, product, service). --gold DIR "
                    "has the text to keep as PAGE.txt or PAGE.md, or in PAGE.lines lines that "
                    "begin with + (must be kept) or - (must not). Of the other options only --out "
                    "and --json matter here.",
             .operands = "", .opts = opts, .conf_size = sizeof(conf), .examples = examples },
    .run = run,
};
