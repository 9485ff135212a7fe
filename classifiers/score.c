/* score.c - the stage that scores documents with trained models. */
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "classifiers/scorer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_MODELS = 32, SHOWN = 8, NAME = 288 };
enum { COLUMNS = 80, LONGEST_SHOWN = 48 }; /* of what explain tells */

typedef struct conf {
    const char *models;
    int64_t window;
    bool pass;
} conf;

typedef struct scoring {
    size_t n;
    fc_model_file *file[MOST_MODELS];
    const fc_model *model[MOST_MODELS];
    const char *more[MOST_MODELS];      /* a choice's probability; what passes of a
                                           score */
    size_t window;                      /* characters */
    bool pass;
    fc_scorer *scorer;
    fc_arena mem;
} scoring;

/* ---------------------------------------------------------------- opening */

static void score_close(void *model)
{
    scoring *s = model;
    fc_scorer_free(s->scorer);
    for (size_t i = 0; i < s->n; i++)
        fc_model_close(s->file[i]);
    fc_arena_free(&s->mem);
    free(s);
}

static fc_rc announce(fc_open *ctx, const fc_model *m, const char *more, bool pass,
                      fc_err *err)
{
    fc_attr value = { m->name, FC_NUM, "score of a shipped or trained model", NULL };
    fc_attr passes = { more, FC_BOOL, "whether the score is at the model's cut or above",
                       NULL };
    fc_attr label = { m->name, FC_STRING, "label chosen by a model", m->labels };
    fc_attr chance = { more, FC_NUM, "probability that the label is right, 0 to 1",
                       NULL };
    bool choice = m->kind == FC_MODEL_CHOICE;
    fc_rc rc = fc_open_give(ctx, choice ? &label : &value, err);
    if (rc != FC_OK || (!choice && !pass))
        return rc;
    return fc_open_give(ctx, choice ? &chance : &passes, err);
}

/* Name of the second attribute. */
static const char *more_of(const fc_model *m, fc_arena *a)
{
    return fc_printf(a, "%s_%s", m->name, m->kind == FC_MODEL_CHOICE ? "score" : "pass")
        .p;
}

static fc_rc check_name(const scoring *s, const fc_model *m, fc_err *err)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->model[i]->name, m->name) == 0)
            return fc_fail(err, FC_EUSE, "score: two models give the attribute '%s'",
                           m->name);
    return FC_OK;
}

static fc_rc open_one(fc_open *ctx, scoring *s, const char *name, fc_err *err)
{
    const char *path;
    fc_model_file *file;
    const fc_model *m;
    fc_rc rc = fc_open_model(ctx, name, ".fcm", &path, err);
    if (rc != FC_OK)
        return rc;
    if ((rc = fc_model_open(path, &file, &m, err)) != FC_OK)
        return rc;
    if ((rc = check_name(s, m, err)) == FC_OK && s->pass && m->kind == FC_MODEL_SCORE &&
        isnan(m->pass))
        rc = fc_fail(err, FC_ECONFIG, "score: --pass: model '%s' has no cut: train it "
                                      "with a rule that some cut reaches",
                     m->name);
    if (rc != FC_OK) {
        fc_model_close(file);
        return rc;
    }
    s->file[s->n] = file;
    s->more[s->n] = more_of(m, &s->mem);
    s->model[s->n++] = m;
    return announce(ctx, m, s->more[s->n - 1], s->pass, err);
}

static fc_rc open_all(fc_open *ctx, scoring *s, const char *models, fc_err *err)
{
    fc_str rest = fc_str_of(models), part;
    while (fc_str_split(&rest, ',', &part)) {
        if (s->n == MOST_MODELS)
            return fc_fail(err, FC_EUSE, "score: more than %d models", MOST_MODELS);
        if (!part.n)
            return fc_fail(err, FC_EUSE, "score: an empty name in --models '%.100s'",
                           models);
        fc_rc rc = open_one(ctx, s, fc_copy(&s->mem, part).p, err);
        if (rc != FC_OK)
            return rc;
    }
    return fc_scorer_new(s->model, s->n, &s->scorer, err);
}

static fc_rc open_stage(fc_open *ctx, scoring *s, const conf *c, fc_err *err)
{
    s->pass = c->pass;
    fc_rc rc = open_all(ctx, s, c->models, err);
    if (rc == FC_OK)
        s->window = c->window >= 0 ? (size_t)c->window : fc_scorer_window(s->scorer);
    return rc;
}

static fc_rc score_open(fc_open *ctx, const void *config, void **model, fc_err *err)
{
    const conf *c = config;
    jmp_buf guard;
    volatile fc_rc rc;
    scoring *s = calloc(1, sizeof *s);
    if (!s)
        return fc_fail(err, FC_ETRY, "score: no memory");
    fc_arena_init(&s->mem);
    fc_arena_guard(&s->mem, &guard);
    if (setjmp(guard) == 0)
        rc = open_stage(ctx, s, c, err);
    else
        rc = fc_fail(err, FC_ETRY, "score: no memory");
    fc_arena_guard(&s->mem, NULL);
    if (rc != FC_OK)
        score_close(s);
    else
        *model = s;
    return rc;
}

/* Tell the attributes of a shipped model; one that cannot be read is passed over here,
 * and is an error when it is asked for. */
static fc_rc know_one(fc_open *ctx, const char *name, fc_err *err)
{
    char file_name[NAME], more[NAME];
    const char *path;
    fc_model_file *file;
    const fc_model *m;
    if (snprintf(file_name, sizeof file_name, "%s.fcm", name) >= NAME ||
        fc_open_data(ctx, "models", file_name, &path, NULL) != FC_OK ||
        fc_model_open(path, &file, &m, NULL) != FC_OK)
        return FC_OK;
    snprintf(more, sizeof more, "%s_%s", m->name,
             m->kind == FC_MODEL_CHOICE ? "score" : "pass");
    fc_rc rc = announce(ctx, m, more, true, err);
    fc_model_close(file);
    return rc;
}

static fc_rc score_known(fc_open *ctx, fc_err *err)
{
    const char *const *names;
    fc_rc rc = fc_open_list(ctx, "models", ".fcm", &names, err);
    for (; rc == FC_OK && *names; names++)
        rc = know_one(ctx, *names, err);
    return rc;
}

/* ---------------------------------------------------------------- explaining */

typedef struct share {
    double v;
    int family;
    uint32_t hash;
    fc_place place;             /* the first one */
} share;

static const char *const family_names[FC_FAMILIES] = { "word", "pair", "grams of", "mark",
                                                       "" };

/* Insert into the SHOWN largest of one sign, largest first. */
static void note_share(share *top, share x, int sign)
{
    if (x.v * sign <= 0)
        return;
    int i = SHOWN;
    while (i > 0 && top[i - 1].v * sign < x.v * sign)
        i--;
    if (i == SHOWN)
        return;
    memmove(&top[i + 1], &top[i], (size_t)(SHOWN - 1 - i) * sizeof *top);
    top[i] = x;
}

static void print_feature(fc_buf *out, fc_str text, const share *x)
{
    fc_str s = fc_str_sub(text, x->place.at, x->place.at + (size_t)x->place.n);
    s = fc_utf8_clip(s, LONGEST_SHOWN);
    fc_buf_printf(out, "%s \"", family_names[x->family]);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n')
            fc_buf_text(out, "\\n");
        else
            fc_buf_char(out, (unsigned char)s.p[i] < 32 ? ' ' : s.p[i]);
    }
    fc_buf_char(out, '"');
}

/* In lines of a terminal. */
static void print_shares(fc_buf *out, fc_str text, const char *title, const share *top)
{
    fc_buf one = FC_BUF_INIT;
    fc_buf_printf(out, "    %s:", title);
    size_t columns = strlen(title) + 5;
    for (int i = 0; i < SHOWN && top[i].v != 0; i++) {
        fc_buf_clear(&one);
        fc_buf_printf(&one, "%+.3f ", top[i].v);
        if (top[i].family == FC_STEPS)
            fc_buf_printf(&one, "(%s)", fc_measure_names[top[i].place.at]);
        else
            print_feature(&one, text, &top[i]);
        size_t more = fc_utf8_count((fc_str){ one.p, one.n });
        bool wide = i > 0 && columns + more + 3 > COLUMNS;
        columns = wide ? 8 + more : columns + more + 2;
        fc_buf_text(out, wide ? ",\n        " : i ? ", " : " ");
        fc_buf_str(out, (fc_str){ one.p, one.n });
    }
    out->failed = out->failed || one.failed;
    fc_buf_free(&one);
    fc_buf_char(out, '\n');
}

/* What is one to a reader stands together: the two steps of a measure, all grams of a
 * word, a feature each time that it is listed. */
static int by_subject(const void *a, const void *b)
{
    const share *x = a, *y = b;
    bool placed = x->family == FC_STEPS || x->family == FC_GRAMS;
    uint32_t i = placed ? x->place.at : x->hash, k = placed ? y->place.at : y->hash;
    if (i != k)
        return i < k ? -1 : 1;
    return x->place.at < y->place.at ? -1 : x->place.at > y->place.at;
}

static void find_shares(const scoring *s, const fc_features *f, size_t model,
                        uint32_t column, fc_arena *a, share *up, share *down)
{
    for (int family = 0; family < FC_FAMILIES; family++) {
        const fc_feature_list *l = &f->family[family];
        share *all = fc_alloc(a, (l->n + 1) * sizeof *all);
        for (size_t i = 0; i < l->n; i++)
            all[i] = (share){ fc_scorer_share(s->scorer, f, model, column, family, i),
                              family, l->hash[i], l->place[i] };
        qsort(all, l->n, sizeof *all, by_subject);
        bool placed = family == FC_STEPS || family == FC_GRAMS;
        for (size_t i = 0, k; i < l->n; i = k) {
            share x = all[i];
            for (k = i + 1; k < l->n && (placed ? all[k].place.at == x.place.at
                                                : all[k].hash == x.hash); k++)
                x.v += all[k].v;
            note_share(up, x, 1);
            note_share(down, x, -1);
        }
    }
}

static void explain(const scoring *s, const fc_features *f, fc_str text, size_t model,
                    uint32_t column, double raw, fc_call *call)
{
    fc_buf *out = call->explain;
    share up[SHOWN + 1] = { { 0 } }, down[SHOWN + 1] = { { 0 } };
    const fc_model *m = s->model[model];
    find_shares(s, f, model, column, call->scratch, up, down);
    if (m->labels)
        fc_buf_printf(out, "  %s: %s (raw %.3f)\n", m->name, m->labels[column], raw);
    else
        fc_buf_printf(out, "  %s: %.2f of %g (raw %.3f)\n", m->name,
                      fc_model_calibrate(m, raw), m->hi, raw);
    print_shares(out, text, "up", up);
    print_shares(out, text, "down", down);
}

/* ---------------------------------------------------------------- running */

static uint32_t set_one(const scoring *s, size_t i, const double *raw, fc_doc *doc,
                        fc_arena *keep)
{
    const fc_model *m = s->model[i];
    double lead;
    if (m->kind == FC_MODEL_SCORE) {
        fc_set_num(&doc->attr, keep, m->name, fc_model_calibrate(m, raw[0]),
                   fc_model_decimals(m));
        if (s->pass)
            fc_set_bool(&doc->attr, keep, s->more[i],
                        fc_fields_get(&doc->attr, fc_str_of(m->name))->num >= m->pass);
        return 0;
    }
    uint32_t best = fc_scorer_best(raw, m->columns, &lead);
    fc_set_str(&doc->attr, keep, m->name, fc_str_of(m->labels[best]));
    fc_set_num(&doc->attr, keep, s->more[i], fc_model_calibrate(m, lead), 2);
    return best;
}

static int score_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    const scoring *s = model;
    fc_features f;
    double *raw = fc_alloc(call->scratch, fc_scorer_columns(s->scorer) * sizeof *raw);
    (void)mine;
    fc_scorer_features(s->scorer, doc->text, s->window, call->explain != NULL,
                       call->scratch, &f);
    fc_scorer_run(s->scorer, &f, raw);
    for (size_t i = 0; i < s->n; raw += s->model[i++]->columns) {
        uint32_t column = set_one(s, i, raw, doc, call->keep);
        if (call->explain)
            explain(s, &f, doc->text, i, column, raw[column], call);
    }
    return FC_KEEP;
}

static const fc_opt opts[] = {
    { "models", FC_OPT_LIST, offsetof(conf, models), NULL, 0, 0, NULL, "NAME,...",
      "shipped models by name, or model files", FC_OPT_REQUIRED },
    { "window", FC_OPT_INT, offsetof(conf, window), "-1", -1, 1e9, NULL, "N",
      "characters looked at; 0: all, -1: as many as the models were trained on", 0 },
    { "pass", FC_OPT_BOOL, offsetof(conf, pass), NULL, 0, 0, NULL, NULL,
      "also set NAME_pass: whether a score is at the cut that its model was given", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "an explanation and an advert", "score --models edu,topic",
      "{\"id\":\"a\",\"text\":\"# Why ice floats\\n\\nWater expands when it freezes, "
      "because its molecules form an open lattice. So a given mass of ice takes up more "
      "space than the same mass of water, its density is lower, and therefore it "
      "floats.\"}\n"
      "{\"id\":\"b\",\"text\":\"SALE! SALE! SALE! Buy now!!! Free shipping on all "
      "shoes.\"}\n",
      "{\"id\":\"a\",\"text\":\"# Why ice floats\\n\\nWater expands when it freezes, "
      "because its molecules form an open lattice. So a given mass of ice takes up mo"
      "re space than the same mass of water, its density is lower, and therefore it f"
      "loats.\",\"attributes\":{\"edu\":2.34,\"topic\":\"physical-sciences\",\"topic_"
      "score\":0.68}}\n"
      "{\"id\":\"b\",\"text\":\"SALE! SALE! SALE! Buy now!!! Free shipping on all sho"
      "es.\",\"attributes\":{\"edu\":0.22,\"topic\":\"shopping-products\",\"topic_sco"
      "re\":0.95}}\n" },
    { 0 }
};

FC_STAGE(score) = {
    .use = {
        .name = "score",
        .group = FC_GROUP_TELL,
        .brief = "score documents with trained linear models",
        .doc = "Each model sets an attribute under its own name: a score (with two "
               "decimals, of a probability four, calibrated to the mean label that "
               "readers would give), or the name of a label and, as NAME_score, the "
               "probability that the label is right.\n"
               "\n"
               "Shipped: edu, what a reader can learn, 0 to 5; reasoning, how much is "
               "connected thought, 0 to 5; factual, how dense checkable facts are, 0 to "
               "5; damage, the state of the extract, 0 (clean) to 2 (mostly noise); "
               "topic, one of 22 subjects. `filterc train` makes more.\n"
               "\n"
               "A model looks at the beginning of the text (3,000 characters for those "
               "shipped), so the cost of a document is bounded; to score a long text "
               "part by part, put chunk before score. All models share one pass.\n"
               "\n"
               "With --pass a score NAME is followed by NAME_pass, true or false, by the "
               "cut that `train` chose on documents held out (for those shipped: the "
               "greatest F1 for labels in the upper half).",
        .source = "Phi-4 technical report (arXiv 2412.08905), section 2.3: small "
                  "classifiers trained on LLM annotations",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .open = score_open,
    .known = score_known,
    .run = score_run,
    .close = score_close,
};
