/* fasttext.c - the stage that labels documents with a model of fastText. */
#include "base/buf.h"
#include "base/str.h"
#include "base/suggest.h"
#include "classifiers/fasttext_predict.h"
#include "io/jsonl.h"
#include "text/marked_sentences.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 1000, SHOWN = 5, DECIMALS = 6 };

typedef struct conf {
    const char *model, *name, *label, *newlines;
    int64_t k;
    double min;
    bool sentences;
} conf;

typedef enum newlines { NL_SPACE, NL_DELETE, NL_LINES, NL_FIRST } newlines;
static const char *const newline_choices[] = { "space", "delete", "lines", "first-line",
                                               NULL };

typedef struct labelling {
    const conf *conf;
    fc_fasttext *model;
    fc_fasttext_query ask;
    newlines newlines;
    fc_arena mem;
    const char *sure, *all, *sentences; /* names of the further attributes */
} labelling;

/* ---------------------------------------------------------------- opening */

static void fasttext_close(void *model)
{
    labelling *l = model;
    fc_fasttext_close(l->model);
    fc_arena_free(&l->mem);
    free(l);
}

static fc_rc find_label(labelling *l, fc_err *err)
{
    const char *want = l->conf->label;
    if (fc_str_starts(fc_str_of(want), FC_STR("__label__")))
        want += strlen("__label__");
    for (size_t i = 0; i < l->model->labels; i++)
        if (strcmp(l->model->label_names[i], want) == 0) {
            l->ask.only = (int64_t)i;
            return FC_OK;
        }
    const char *near = fc_suggest_list(fc_str_of(want), l->model->label_names);
    return fc_fail(err, FC_EUSE, "fasttext: the model has no label '%.100s'%s%.100s%s",
                   want, near ? "; did you mean '" : "", near ? near : "",
                   near ? "'?" : "");
}

static fc_rc announce(fc_open *ctx, const labelling *l, fc_err *err)
{
    const char *name = l->conf->name;
    fc_attr chance = { name, FC_NUM, "probability of a label by a fastText model", NULL };
    fc_attr sentences = { l->sentences, FC_JSON, "the likeliest label of each sentence",
                          NULL };
    if (l->conf->sentences) {
        fc_rc rc = fc_open_give(ctx, &sentences, err);
        if (rc != FC_OK)
            return rc;
    }
    if (l->ask.only >= 0)
        return fc_open_give(ctx, &chance, err);
    fc_attr label = { name, FC_STRING, "likeliest label by a fastText model",
                      l->model->label_names };
    fc_attr sure = { l->sure, FC_NUM, "its probability", NULL };
    fc_attr all = { l->all, FC_JSON, "the likeliest labels with their probabilities",
                    NULL };
    fc_rc rc = fc_open_give(ctx, &label, err);
    if (rc == FC_OK)
        rc = fc_open_give(ctx, &sure, err);
    if (rc == FC_OK && l->ask.k > 1)
        rc = fc_open_give(ctx, &all, err);
    return rc;
}

static fc_rc open_model(fc_open *ctx, labelling *l, fc_err *err)
{
    const conf *c = l->conf;
    const char *path;
    fc_rc rc = fc_open_model(ctx, c->model, "", &path, err);
    if (rc == FC_OK)
        rc = fc_fasttext_open(path, &l->model, err);
    if (rc != FC_OK)
        return rc;
    l->ask = (fc_fasttext_query){ (size_t)c->k, c->min, -1 };
    if (l->ask.k > l->model->labels)
        l->ask.k = l->model->labels;
    while (strcmp(newline_choices[l->newlines], c->newlines) != 0)
        l->newlines++;
    l->sure = fc_printf(&l->mem, "%s_score", c->name).p;
    l->all = fc_printf(&l->mem, "%s_all", c->name).p;
    l->sentences = fc_printf(&l->mem, "%s_sentences", c->name).p;
    if (c->label && (rc = find_label(l, err)) != FC_OK)
        return rc;
    return announce(ctx, l, err);
}

static fc_rc fasttext_open(fc_open *ctx, const void *config, void **model, fc_err *err)
{
    jmp_buf guard;
    volatile fc_rc rc;
    labelling *l = calloc(1, sizeof *l);
    if (!l)
        return fc_fail(err, FC_ETRY, "fasttext: no memory");
    l->conf = config;
    fc_arena_init(&l->mem);
    fc_arena_guard(&l->mem, &guard);
    if (setjmp(guard) == 0)
        rc = open_model(ctx, l, err);
    else
        rc = fc_fail(err, FC_ETRY, "fasttext: no memory");
    fc_arena_guard(&l->mem, NULL);
    if (rc != FC_OK)
        fasttext_close(l);
    else
        *model = l;
    return rc;
}

typedef struct worker {
    fc_fasttext_work *work;
    fc_fasttext_guess *guess;
    fc_buf json;
} worker;

static void fasttext_worker_end(void *mine)
{
    worker *w = mine;
    fc_fasttext_work_free(w->work);
    fc_buf_free(&w->json);
    free(w->guess);
    free(w);
}

static fc_rc fasttext_worker(const void *model, void **mine, fc_err *err)
{
    const labelling *l = model;
    worker *w = calloc(1, sizeof *w);
    if (!w)
        return fc_fail(err, FC_ETRY, "fasttext: no memory");
    w->guess = calloc((l->ask.k > SHOWN ? l->ask.k : SHOWN) + 1, sizeof *w->guess);
    fc_rc rc = w->guess ? fc_fasttext_work_new(l->model, &w->work, err)
                        : fc_fail(err, FC_ETRY, "fasttext: no memory");
    if (rc != FC_OK)
        fasttext_worker_end(w);
    else
        *mine = w;
    return rc;
}

/* ---------------------------------------------------------------- newlines */

static fc_str without_newlines(fc_str text, fc_arena *a)
{
    char *p = fc_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\n')
            p[n++] = text.p[i];
    return (fc_str){ p, n };
}

/* Python's str.splitlines: besides the white space of fastText also FS, GS, RS, U+0085,
 * U+2028 and U+2029 end a line. The bytes of one become blanks. */
static fc_str lines_joined(fc_str text, fc_arena *a)
{
    char *p = fc_alloc(a, text.n + 1);
    memcpy(p, text.n ? text.p : "", text.n);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)p[i],
                      next = i + 1 < text.n ? (unsigned char)p[i + 1] : 0;
        if (c >= 0x1C && c <= 0x1E)
            p[i] = ' ';
        else if (c == 0xC2 && next == 0x85)
            p[i] = p[i + 1] = ' ';
        else if (c == 0xE2 && next == 0x80 && i + 2 < text.n &&
                 ((unsigned char)p[i + 2] == 0xA8 || (unsigned char)p[i + 2] == 0xA9))
            p[i] = p[i + 1] = p[i + 2] = ' ';
    }
    return (fc_str){ p, text.n };
}

static fc_str as_line(const labelling *l, fc_str text, fc_arena *a)
{
    switch (l->newlines) {
    case NL_DELETE:
        return without_newlines(text, a);
    case NL_LINES:
        return lines_joined(text, a);
    case NL_FIRST:
        return fc_str_sub(text, 0, fc_str_findc(text, '\n'));
    case NL_SPACE:
        break;
    }
    return text;                        /* a newline separates words as a blank does */
}

/* ---------------------------------------------------------------- running */

static double rounded(double p)
{
    return nearbyint(p * 1e6) / 1e6;    /* as fc_set_num with DECIMALS */
}

static fc_value all_labels(const labelling *l, worker *w, size_t n, fc_arena *keep)
{
    char number[32];
    fc_buf_clear(&w->json);
    fc_buf_char(&w->json, '{');
    for (size_t i = 0; i < n; i++) {
        fc_buf_text(&w->json, i ? "," : "");
        fc_json_string(&w->json, fc_str_of(l->model->label_names[w->guess[i].label]));
        fc_buf_char(&w->json, ':');
        fc_buf_add(&w->json, number,
                   fc_num_format(rounded(fc_fasttext_chance(&w->guess[i])), number));
    }
    fc_buf_char(&w->json, '}');
    return (fc_value){ FC_JSON, 0, fc_copy(keep, (fc_str){ w->json.p, w->json.n }) };
}

static void set_labels(const labelling *l, worker *w, size_t n, fc_doc *doc,
                       fc_arena *keep)
{
    const char *name = l->conf->name;
    if (!n)
        return;
    double chance = fc_fasttext_chance(&w->guess[0]);
    if (l->ask.only >= 0) {
        fc_set_num(&doc->attr, keep, name, chance, DECIMALS);
        return;
    }
    fc_set_str(&doc->attr, keep, name,
               fc_str_of(l->model->label_names[w->guess[0].label]));
    fc_set_num(&doc->attr, keep, l->sure, chance, DECIMALS);
    if (l->conf->k > 1)
        fc_fields_set(&doc->attr, keep, fc_str_of(l->all), all_labels(l, w, n, keep));
}

/* The likeliest label of each sentence, null where nothing is known. */
static fc_rc set_sentences(const labelling *l, worker *w, fc_doc *doc, fc_call *call)
{
    fc_fasttext_query best = { 1, 0, -1 };
    fc_str sentence;
    size_t at = 0, n;
    fc_buf_clear(&w->json);
    fc_buf_char(&w->json, '[');
    while (fc_marked_sentence(doc->text, &at, &sentence)) {
        fc_str line = as_line(l, sentence, call->scratch);
        fc_rc rc = fc_fasttext_predict(w->work, line, &best, w->guess, &n, call->err);
        if (rc != FC_OK)
            return rc;
        if (w->json.n > 1)
            fc_buf_char(&w->json, ',');
        if (n)
            fc_json_string(&w->json, fc_str_of(l->model->label_names[w->guess[0].label]));
        else
            fc_buf_text(&w->json, "null");
    }
    fc_buf_char(&w->json, ']');
    if (w->json.failed)
        return fc_fail(call->err, FC_ETRY, "fasttext: no memory");
    fc_fields_set(&doc->attr, call->keep, fc_str_of(l->sentences),
                  (fc_value){ FC_JSON, 0,
                              fc_copy(call->keep, (fc_str){ w->json.p, w->json.n }) });
    return FC_OK;
}

static fc_rc explain(const labelling *l, worker *w, fc_str text, fc_call *call)
{
    fc_fasttext_query ask = { SHOWN, 0, -1 };
    size_t n;
    fc_rc rc = fc_fasttext_predict(w->work, text, &ask, w->guess, &n, call->err);
    fc_buf_printf(call->explain, "  %s:%s", l->conf->name,
                  n ? "" : " nothing of it is known");
    for (size_t i = 0; i < n; i++)
        fc_buf_printf(call->explain, "%s %s %.4f", i ? "," : "",
                      l->model->label_names[w->guess[i].label],
                      fc_fasttext_chance(&w->guess[i]));
    fc_buf_char(call->explain, '\n');
    return rc;
}

static int fasttext_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    const labelling *l = model;
    worker *w = mine;
    size_t n;
    fc_str text = as_line(l, doc->text, call->scratch);
    fc_rc rc = fc_fasttext_predict(w->work, text, &l->ask, w->guess, &n, call->err);
    if (rc == FC_OK)
        set_labels(l, w, n, doc, call->keep);
    if (rc == FC_OK && l->conf->sentences)
        rc = set_sentences(l, w, doc, call);
    if (rc == FC_OK && call->explain)
        rc = explain(l, w, text, call);
    return rc == FC_OK ? FC_KEEP : (int)rc;
}

/* ---------------------------------------------------------------- table */

static const fc_opt opts[] = {
    { "model", FC_OPT_TEXT, offsetof(conf, model), NULL, 0, 0, NULL, "FILE",
      "the model: .bin, or .ftz as `fasttext quantize` makes it", FC_OPT_REQUIRED },
    { "name", FC_OPT_TEXT, offsetof(conf, name), "fasttext", 0, 0, NULL, "NAME",
      "attribute that gets the label", 0 },
    { "label", FC_OPT_TEXT, offsetof(conf, label), NULL, 0, 0, NULL, "LABEL",
      "give the probability of this one label as a number instead", 0 },
    { "k", FC_OPT_INT, offsetof(conf, k), "1", 1, MOST, NULL, "N",
      "labels to give; more than one go to NAME_all as a JSON object", 0 },
    { "min", FC_OPT_NUM, offsetof(conf, min), "0", 0, 1, NULL, "P",
      "give only labels with at least this probability", 0 },
    { "newlines", FC_OPT_CHOICE, offsetof(conf, newlines), "space", 0, 0, newline_choices,
      "HOW",
      "what becomes of newlines: a model wants what it was trained with, see above", 0 },
    { "sentences", FC_OPT_BOOL, offsetof(conf, sentences), NULL, 0, 0, NULL, NULL,
      "give NAME_sentences, the label of each sentence, for rule 1 of madlad", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "Language, with lid.176 from fastText's site",
      "fasttext --model ./lid.176.ftz --name lid documents.jsonl", NULL, NULL },
    { "DCLM's quality filter: its published threshold is 0.018112",
      "fasttext --model ./fasttext_oh_eli5.bin --name hq --label hq --newlines lines "
      "web.jsonl",
      NULL, NULL },
    { 0 }
};

FC_STAGE(fasttext) = {
    .use = {
        .name = "fasttext",
        .group = FC_GROUP_TELL,
        .brief = "label documents with a model of fastText",
        .doc = "Reads the classifiers that fastText's `supervised` writes, as they are: "
               ".bin and quantised .ftz, all four losses, with subwords and word "
               "n-grams. Sets NAME to the likeliest label, without \"__label__\", and "
               "NAME_score to its probability; with --k also NAME_all. A document "
               "without any known word gets none of them.\n"
               "\n"
               "Labels and probabilities are those of `fasttext predict-prob` to 1e-5, "
               "also where they are odd: fastText adds 1e-5 to each probability, so a "
               "sure label has 1.00001.\n"
               "\n"
               "fastText judges one line. Pipelines differ in what they make of newlines "
               "before, and so do their scores: `space` puts a blank (datatrove's "
               "language stage, dolma), `delete` nothing, so that words grow together "
               "(datatrove's fastText filter, FineWeb 0.2's language), `lines` joins "
               "what Python calls lines with blanks (DCLM), `first-line` sees the first "
               "line only (the fasttext command).\n"
               "\n"
               "The file is mapped, not loaded, so threads and processes share it. It "
               "must have been trained as a classifier: word vectors give no labels.",
        .source = "Joulin et al., Bag of Tricks for Efficient Text Classification "
                  "(arXiv 1607.01759); fastText 0.9.2",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .open = fasttext_open,
    .worker = fasttext_worker,
    .run = fasttext_run,
    .worker_end = fasttext_worker_end,
    .close = fasttext_close,
};
