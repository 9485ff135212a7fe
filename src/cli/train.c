/* train.c - filterc train: annotations to model files. */
#include "cli/train.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_NAMES = 64 };

typedef struct conf {
    const char *annotations, *positive, *negative, *also, *unlabelled, *vectors, *target;
    const char *name;
    const char *out, *by;
    const char *pages, *gold, *held_out;
    int64_t folds, bits, min_documents, window, order;
    const char *good, *kind, *steps;
    double cost, balance, measures, f_beta, precision_floor, keep_rate;
    bool curve, json;
} conf;

enum { LINEAR_BITS = 18 };

static const char *const by_choices[] = { "host", "source", "document", NULL };
static const char *const steps_choices[] = { "127", "7", NULL };
static const char *const kind_choices[] = { "linear", "ngram", NULL };

static const fc_opt opts[] = {
    { "kind", FC_OPT_CHOICE, offsetof(conf, kind), "linear", 0, 0, kind_choices, NULL,
      "a classifier of judged documents for `score`, or a model of the characters of "
      "clean text for `ngram`",
      0 },
    { "annotations", FC_OPT_LIST, offsetof(conf, annotations), NULL, 0, 0, NULL,
      "FILE,...", "judged documents: JSON lines, or fastText's lines with __label__", 0 },
    { "positive", FC_OPT_LIST, offsetof(conf, positive), NULL, 0, 0, NULL, "FILE,...",
      "documents that all have the label 1: JSON lines, or lines of text", 0 },
    { "negative", FC_OPT_LIST, offsetof(conf, negative), NULL, 0, 0, NULL, "FILE,...",
      "documents that all have the label 0", 0 },
    { "also", FC_OPT_LIST, offsetof(conf, also), NULL, 0, 0, NULL, "FILE,...",
      "more judged documents, by which it learns as by the others, but which the "
      "report, the calibration and the cut leave out: judged by someone else, say",
      0 },
    { "unlabelled", FC_OPT_LIST, offsetof(conf, unlabelled), NULL, 0, 0, NULL, "FILE,...",
      "more documents of that kind that nobody judged: from all of them is learnt which "
      "words go together, so that words which no judged one has count too",
      0 },
    { "vectors", FC_OPT_TEXT, offsetof(conf, vectors), NULL, 0, 0, NULL, "FILE",
      "vectors of words from elsewhere, frequent words first, in the text format of "
      "word2vec and fastText: the sums over a document are learnt from too, which costs "
      "`score` nothing",
      0 },
    { "target", FC_OPT_LIST, offsetof(conf, target), NULL, 0, 0, NULL, "NAME,...",
      "linear: the labels to learn: a number makes a score, a string a choice; or blocks",
      0 },
    { "out", FC_OPT_TEXT, offsetof(conf, out), NULL, 0, 0, NULL, "FILE",
      "where the model is written; for several targets a folder, for TARGET.fcm each",
      FC_OPT_REQUIRED },
    { "name", FC_OPT_TEXT, offsetof(conf, name), NULL, 0, 0, NULL, "NAME",
      "attribute that the model gives; without it the target's name", 0 },
    { "by", FC_OPT_CHOICE, offsetof(conf, by), "host", 0, 0, by_choices, NULL,
      "what is not split between folds: the host of the URL (else the source), the "
      "source, or, when all is of one host, only a document: the report then flatters",
      0 },
    { "folds", FC_OPT_INT, offsetof(conf, folds), "5", 2, 20, NULL, "N",
      "folds of the cross-validation", 0 },
    { "curve", FC_OPT_BOOL, offsetof(conf, curve), NULL, 0, 0, NULL, NULL,
      "a learning curve: what 1/8, 1/4 and 1/2 of the hosts would have given", 0 },
    { "f-beta", FC_OPT_NUM, offsetof(conf, f_beta), "0", 0, 100, NULL, "B",
      "what passes: the cut with the greatest F-beta (unless another rule is given, B is "
      "1)",
      0 },
    { "precision-floor", FC_OPT_NUM, offsetof(conf, precision_floor), "0", 0, 1, NULL,
      "P", "what passes: as many as have at least this precision", 0 },
    { "keep-rate", FC_OPT_NUM, offsetof(conf, keep_rate), "0", 0, 1, NULL, "R",
      "what passes: the best documents, at least this share; the cut is the highest that "
      "lets so many pass, and of equal scores it passes all or none", 0 },
    { "good", FC_OPT_TEXT, offsetof(conf, good), NULL, 0, 0, NULL, "LABEL",
      "labels from here on are right to pass; without it the upper half", 0 },
    { "cost", FC_OPT_NUM, offsetof(conf, cost), "0", 0, 1e6, NULL, "C",
      "cost of an error against that of a weight; 0: by kind of label, of choices tried "
      "out", 0 },
    { "balance", FC_OPT_NUM, offsetof(conf, balance), "0", 0, 1, NULL, "B",
      "0: all documents count alike, 1: all labels together do", 0 },
    { "measures", FC_OPT_NUM, offsetof(conf, measures), "-1", -1, 100, NULL, "W",
      "weight of the plain measures beside the n-grams; -1: by kind of label", 0 },
    { "bits", FC_OPT_INT, offsetof(conf, bits), "0", 0, 24, NULL, "N",
      "hash rows, as a power of two: 8 to 22, of an n-gram model to 24; 0: 18, of that "
      "20",
      0 },
    { "steps", FC_OPT_CHOICE, offsetof(conf, steps), "127", 0, 0, steps_choices, NULL,
      "steps of a choice's weights on either side; 7 take half the room in `score`, cost "
      "other texts than topics up to .03 of their accuracy, and then no settings are "
      "tried out",
      0 },
    { "order", FC_OPT_INT, offsetof(conf, order), "5", 1, 6, NULL, "N",
      "ngram: characters of the longest n-grams", 0 },
    { "min-documents", FC_OPT_INT, offsetof(conf, min_documents), "0", 0, 1e6, NULL, "N",
      "rows that occur in fewer documents are left out; 0: 4, of choices alone 2", 0 },
    { "window", FC_OPT_INT, offsetof(conf, window), "3000", 0, 1e9, NULL, "N",
      "characters of a text that are looked at; 0: all", 0 },
    { "pages", FC_OPT_TEXT, offsetof(conf, pages), NULL, 0, 0, NULL, "DIR",
      "blocks: HTML pages, and index.tsv that names them", 0 },
    { "gold", FC_OPT_TEXT, offsetof(conf, gold), NULL, 0, 0, NULL, "DIR",
      "blocks: what should be kept of each page", 0 },
    { "held-out", FC_OPT_TEXT, offsetof(conf, held_out), NULL, 0, 0, NULL, "FILE",
      "blocks: where each page's text by a model that has not seen its site is written",
      0 },
    { "json", FC_OPT_BOOL, offsetof(conf, json), NULL, 0, 0, NULL, NULL,
      "print the report as JSON", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "A score from judged documents",
      "train --annotations edu.jsonl.gz --target edu --out edu.fcm", NULL, NULL },
    { "Three scores in one pass, to models/edu.fcm and so on",
      "train --annotations judged.jsonl.gz --target edu,reasoning,factual --out models",
      NULL, NULL },
    { "Good documents against a sample of the web",
      "train --positive good.jsonl --negative web.jsonl --target quality --out "
      "quality.fcm",
      NULL, NULL },
    { "A model of the characters of one's own clean text",
      "train --kind ngram --out mine.fcn clean.jsonl.gz", NULL, NULL },
    { "The block model of extract, from pages and their gold text",
      "train --target blocks --pages pages --gold gold --out blocks.fcb", NULL, NULL },
    { 0 }
};

/* A list of options, split at commas. */
typedef struct names {
    char *text;
    const char *v[MOST_NAMES + 1];
} names;

static fc_rc split(const char *list, names *out, fc_err *err)
{
    size_t n = 0;
    *out = (names){ NULL, { NULL } };
    if (!list)
        return FC_OK;
    out->text = strdup(list);
    if (!out->text)
        return fc_fail(err, FC_ETRY, "no memory");
    for (char *at = out->text; at;) {
        char *comma = strchr(at, ',');
        if (n == MOST_NAMES)
            return fc_fail(err, FC_EUSE, "train: more than %d names in a list",
                           MOST_NAMES);
        out->v[n++] = at;
        if (comma)
            *comma++ = 0;
        at = comma;
    }
    return FC_OK;
}

typedef struct lists {
    names annotations, positive, negative, also, unlabelled, targets;
} lists;

static fc_rc split_all(const conf *c, lists *l, fc_err *err)
{
    fc_rc rc = split(c->annotations, &l->annotations, err);
    if (rc == FC_OK)
        rc = split(c->positive, &l->positive, err);
    if (rc == FC_OK)
        rc = split(c->negative, &l->negative, err);
    if (rc == FC_OK)
        rc = split(c->also, &l->also, err);
    if (rc == FC_OK)
        rc = split(c->unlabelled, &l->unlabelled, err);
    return rc == FC_OK ? split(c->target, &l->targets, err) : rc;
}

static fc_rc read_good(const conf *c, double *good, fc_err *err)
{
    char *end;
    *good = NAN;
    if (!c->good)
        return FC_OK;
    *good = strtod(c->good, &end);
    if (end == c->good || *end || !isfinite(*good))
        return fc_fail(err, FC_EUSE, "train: --good '%.40s' is not a number", c->good);
    return FC_OK;
}

static fc_train_options options_of(const conf *c, const lists *l)
{
    fc_train_options o;
    fc_train_default(&o);
    o.inputs = l->annotations.v;
    o.positive = c->positive ? l->positive.v : NULL;
    o.negative = c->negative ? l->negative.v : NULL;
    o.also = c->also ? l->also.v : NULL;
    o.unlabelled = c->unlabelled ? l->unlabelled.v : NULL;
    o.vectors = c->vectors;
    o.targets = l->targets.v;
    o.name = c->name;
    o.by_source = strcmp(c->by, "source") == 0;
    o.by_document = strcmp(c->by, "document") == 0;
    o.folds = (int)c->folds;
    o.curve = c->curve;
    o.cost = c->cost;
    o.balance = c->balance;
    o.measures = c->measures;
    o.bits = c->bits ? (int)c->bits : LINEAR_BITS;
    o.steps = atoi(c->steps);
    o.min_documents = (int)c->min_documents;
    o.window = c->window;
    o.f_beta = c->f_beta;
    o.precision_floor = c->precision_floor;
    o.keep_rate = c->keep_rate;
    o.json = c->json;
    return o;
}

static int write_models(const conf *c, const lists *l, const fc_buf *models)
{
    char path[4096];
    if (!l->targets.v[1])
        return write_file(c->out, &models[0]);
    mkdir(c->out, 0777); /* write_file tells when it is not there */
    for (size_t i = 0; l->targets.v[i]; i++) {
        int status = 0;
        if (snprintf(path, sizeof path, "%s/%s.fcm", c->out, l->targets.v[i]) <
            (int)sizeof path)
            status = write_file(path, &models[i]);
        if (status)
            return status;
    }
    return 0;
}

/* Before training, which may take long; what it finds wrong leaves no folder behind. */
static int check_out(const conf *c, const lists *l)
{
    fc_err err;
    struct stat st;
    if (!l->targets.v[1])
        return check_writable(c->out);
    if (mkdir(c->out, 0777) == 0) {
        rmdir(c->out);
        return 0;
    }
    if (errno != EEXIST)
        fc_fail(&err, FC_EIO, "%s: %s", c->out, strerror(errno));
    else if (stat(c->out, &st) || !S_ISDIR(st.st_mode))
        fc_fail(&err, FC_EUSE, "%s: is a file: of several targets each has a model, in a "
                               "folder", c->out);
    else
        return 0;
    return complain(&err);
}

static int train(const conf *c, const lists *l, fc_buf *models)
{
    fc_buf report = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    fc_train_options o = options_of(c, l);
    fc_rc rc = read_good(c, &o.good, &err);
    int status = rc ? complain(&err) : check_out(c, l);
    if (status)
        return status;
    rc = fc_train(&o, models, &report, &err);
    status = rc ? complain(&err) : write_models(c, l, models);
    if (status == 0)
        return print_out(&report);
    fc_buf_free(&report);
    return status;
}

/* The model of extract's blocks. */
static int train_blocks(const conf *c)
{
    fc_buf model = FC_BUF_INIT, report = FC_BUF_INIT, held_out = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    fc_train_blocks_options o = { c->pages, c->gold, c->json,
                                  c->held_out ? &held_out : NULL };
    fc_rc rc = FC_OK;
    if (!c->pages || !c->gold)
        rc = fc_fail(&err, FC_EUSE, "train: blocks are learnt from --pages DIR and "
                                    "--gold DIR");
    int status = rc ? complain(&err) : check_writable(c->out);
    if (status)
        return status;
    rc = fc_train_blocks(&o, &model, &report, &err);
    status = rc ? complain(&err) : write_file(c->out, &model);
    if (status == 0 && c->held_out)
        status = write_file(c->held_out, &held_out);
    if (status == 0)
        status = print_out(&report);
    else
        fc_buf_free(&report);
    fc_buf_free(&model);
    fc_buf_free(&held_out);
    return status;
}

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    const conf *c = options;
    fc_buf models[MOST_NAMES] = { FC_BUF_INIT };
    fc_err err = { FC_OK, 0, "" };
    lists l = { 0 };
    (void)common;
    if (strcmp(c->kind, "ngram") == 0)
        return train_ngram(c->out, (int)c->order, (int)c->bits, operands);
    if (n || !c->target) {
        fc_fail(&err, FC_EUSE, "train: %s%.100s%s", n ? "'" : "",
                n ? operands[0] : "--target",
                n ? "': judged documents are named by --annotations"
                  : " NAME: which label of the documents is to be learnt");
        return complain(&err);
    }
    if (strcmp(c->target, "blocks") == 0)
        return train_blocks(c);
    int status = split_all(c, &l, &err) == FC_OK ? train(c, &l, models) : complain(&err);
    for (size_t i = 0; i < MOST_NAMES; i++)
        fc_buf_free(&models[i]);
    free(l.annotations.text);
    free(l.also.text);
    free(l.positive.text);
    free(l.negative.text);
    free(l.unlabelled.text);
    free(l.targets.text);
    return status;
}

const command cmd_train = {
    .use = { .name = "train",
             .brief = "train a model from judged documents or clean text",
             .doc = "Reads judged documents, fits linear models on hashed n-grams and "
                    "plain measures, and writes one model file for each target, for "
                    "`score`. The report on standard output tells how they did on "
                    "documents they had not seen: cross-validation over folds of whole "
                    "hosts or sources. The same input gives the same bytes. It "
                    "takes about 25 kB of memory for each document, 5 GB for 200,000.\n"
                    "\n"
                    "Documents are JSON lines with `text` and, under the target's name, "
                    "a label: a number makes a score, a string a choice. A document may "
                    "lack the labels of some targets. Lines that begin with fastText's "
                    "__label__NAME are read as well, with one target whatever its name. "
                    "With --positive and --negative the files are the label, and the "
                    "score is the probability of 1.\n"
                    "\n"
                    "--also adds judged documents by which it learns, but which the "
                    "report leaves out: labels of someone else, or cheaper ones, so "
                    "that the report tells whether they help. --unlabelled adds "
                    "documents that nobody judged. With either, 128 directions are "
                    "learnt from all documents along which texts differ, as further "
                    "features; scoring is no slower for it. Training takes several "
                    "times as long. --vectors does the same for choices by what is "
                    "known elsewhere of words that few judged documents have.\n"
                    "\n"
                    "Of a score the report also tells which cut was chosen on the "
                    "documents held out (--f-beta, --precision-floor or --keep-rate). "
                    "The model keeps it, and `score --pass` sets NAME_pass by it.\n"
                    "\n"
                    "With --kind ngram it reads clean text instead (JSON lines with "
                    "`text`, or plain lines, from files named last or standard input), "
                    "counts its character n-grams, and writes a model of 4 MiB (with the "
                    "default --bits) for the stage `ngram`. It takes about 100 bytes of "
                    "memory for each different n-gram while it trains: 30 million "
                    "characters in eight languages take 1 GB. Of the other options only "
                    "--out, --bits and --order matter here.\n"
                    "\n"
                    "With --target blocks it makes the model by which `extract` chooses "
                    "what to keep of a page (extract --model). --pages DIR has pages as "
                    "PAGE.html and index.tsv, a table with tabs whose first line names "
                    "its columns: page, and, where known, url (pages of a site stay in "
                    "one fold) and kind (article, collection, docs, forum, listing, "
                    "product, service). --gold DIR has the text to keep as PAGE.txt or "
                    "PAGE.md, or in PAGE.lines lines that begin with + (must be kept) or "
                    "- (must not). Of the other options only --out and --json matter "
                    "here.",
             .operands = "[FILE...]",
             .opts = opts,
             .conf_size = sizeof(conf),
             .examples = examples },
    .run = run,
};
