/* ngram.c - the stage that measures how unlike clean text a document is, character by
 * character. */
#include "base/buf.h"
#include "base/str.h"
#include "classifiers/ngram_model.h"

#include <stdlib.h>

typedef struct conf {
    const char *model, *name;
    int64_t window;
} conf;

typedef struct measuring {
    const conf *conf;
    fc_ngram *model;
} measuring;

static const fc_attr gives[] = {
    { "ngram_bits", FC_NUM, "bits that a character costs by a model of clean text",
      NULL },
    { NULL, FC_NONE, NULL, NULL },
};

static void ngram_close(void *model)
{
    measuring *m = model;
    fc_ngram_close(m->model);
    free(m);
}

static fc_rc open_model(fc_open *ctx, measuring *m, fc_err *err)
{
    const conf *c = m->conf;
    const char *path;
    fc_rc rc = fc_open_model(ctx, c->model, ".fcn", &path, err);
    if (rc == FC_OK)
        rc = fc_ngram_open(path, &m->model, err);
    fc_attr bits = { c->name, FC_NUM, gives[0].help, NULL };
    return rc == FC_OK ? fc_open_give(ctx, &bits, err) : rc;
}

static fc_rc ngram_open(fc_open *ctx, const void *config, void **model, fc_err *err)
{
    measuring *m = calloc(1, sizeof *m);
    if (!m)
        return fc_fail(err, FC_ETRY, "ngram: no memory");
    m->conf = config;
    fc_rc rc = open_model(ctx, m, err);
    if (rc != FC_OK)
        ngram_close(m);
    else
        *model = m;
    return rc;
}

static int ngram_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    const measuring *m = model;
    size_t n;
    double bits = fc_ngram_bits(m->model, doc->text, (size_t)m->conf->window, &n);
    (void)mine;
    if (call->explain)
        fc_buf_printf(call->explain, "  %zu characters, %.3f bits each\n", n,
                      n ? bits / (double)n : 0);
    if (n)
        fc_set_num(&doc->attr, call->keep, m->conf->name, bits / (double)n, 3);
    return FC_KEEP;
}

static const fc_opt opts[] = {
    { "model", FC_OPT_TEXT, offsetof(conf, model), "clean", 0, 0, NULL, "NAME",
      "the shipped model, or a file that `filterc train --kind ngram` made", 0 },
    { "name", FC_OPT_TEXT, offsetof(conf, name), "ngram_bits", 0, 0, NULL, "NAME",
      "attribute that gets the bits per character", 0 },
    { "window", FC_OPT_INT, offsetof(conf, window), "10000", 0, 1e12, NULL, "N",
      "characters of a text that are looked at; 0: all", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "Drop what does not read like text",
      "ngram documents.jsonl", NULL, NULL },
    { 0 }
};

FC_STAGE(ngram) = {
    .use = {
        .name = "ngram",
        .group = FC_GROUP_TELL,
        .brief = "how unlike clean text a document is, in bits per character",
        .doc = "A small model of characters, trained on clean text, tells how well each "
               "character of a document could be foreseen from those before it. The "
               "mean, in bits per character, is about 3 for clean prose; lists of names, "
               "code and tables are dearer, mojibake, keyboard mash and languages that "
               "the model does not know much dearer. Boilerplate that is repeated is no "
               "cheaper than other text: for that see the repetition rules.\n"
               "\n"
               "The shipped model, clean, knows English, German, Spanish, French, "
               "Portuguese, Italian, Hindi and Japanese. Values of different scripts "
               "differ: compare within a language. `filterc train --kind ngram` makes "
               "models of other text.",
        .source = "Witten and Bell 1991 (interpolated n-grams); CCNet (arXiv 1911.00359) "
                  "uses perplexity so",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .open = ngram_open,
    .run = ngram_run,
    .close = ngram_close,
};
