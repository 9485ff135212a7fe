/* train.c - fc_train: judged documents to a model file, validated on folds of whole groups.
 *
 * Every group (registered host, else source) is in one fold: XXH64 of its name modulo the
 * number of folds. A fold's documents are judged by weights fitted on the others; these
 * judgements make the calibration and the report. The model is then fitted on all. What is
 * counted without labels (document frequencies, knots) is counted on all documents once. */
#include "base/buf.h"
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/calibrate.h"
#include "classifiers/evaluate.h"
#include "classifiers/scorer.h"
#include "classifiers/vectors.h"
#include "io/jsonl.h"

#include <math.h>
#include <stdlib.h>

/* Weights of the families, found on the annotations: README.md here. */
static const float alphas[FC_FAMILIES] = { 0.24f, 0.16f, 0.16f, 0.14f };
enum { KNOTS = 9 };

typedef struct trainer {
    const fc_train_options *opt;
    fc_annotations docs;
    fc_vectors vectors;
    uint32_t classes;       /* columns: 1 for a score */
    double *weights;
    bool *present;
    double *raw;            /* [document]: held out; of a choice the lead */
    double *given;          /* [document]: calibrated score, or place of the label */
    double *sure;
    float *x, *y;           /* the calibration */
    size_t points;
    fc_arena *a;
    fc_err *err;
} trainer;

void fc_train_default(fc_train_options *o)
{
    *o = (fc_train_options){ .folds = 5, .cost = 1, .measures = -1, .bits = 18,
                             .min_documents = 4, .window = FC_FEATURES_WINDOW };
}

static fc_rc check_options(const fc_train_options *o, fc_err *err)
{
    if (!o->inputs || !o->inputs[0] || !o->target)
        return fc_fail(err, FC_EUSE, "training needs annotations and a target");
    if (o->folds < 2 || o->folds > 20)
        return fc_fail(err, FC_EUSE, "folds: %d is not within 2 to 20", o->folds);
    if (o->bits < FC_MODEL_MIN_BITS || o->bits > FC_MODEL_MAX_BITS)
        return fc_fail(err, FC_EUSE, "bits: %d is not within 8 to 22", o->bits);
    if (!(o->cost > 0) || o->window < 0 || o->window > INT32_MAX || o->min_documents < 1)
        return fc_fail(err, FC_EUSE, "cost, window or min-documents is out of range");
    return FC_OK;
}

/* ---------------------------------------------------------------- fitting */

static int fold_of(const trainer *t, size_t i)
{
    fc_str group = t->docs.v[i].group;
    return (int)(fc_hash64(group.p, group.n, 0) % (uint64_t)t->opt->folds);
}

/* Fit on all documents that are not in `fold`; -1: on all. */
static fc_rc fit(trainer *t, int fold)
{
    fc_node_value **x = fc_zalloc(t->a, t->docs.n + 1, sizeof *x);
    double *y = fc_zalloc(t->a, t->docs.n + 1, sizeof *y);
    fc_linear_data data = { .x = x, .y = y, .features = t->vectors.columns,
                            .classes = t->docs.labels ? (int)t->classes : 0,
                            .cost = t->opt->cost };
    for (size_t i = 0; i < t->docs.n; i++) {
        if (fold >= 0 && fold_of(t, i) == fold)
            continue;
        x[data.n] = t->vectors.x[i];
        y[data.n++] = t->docs.v[i].y;
    }
    if (!data.n)
        return fc_fail(t->err, FC_EDATA, "all documents are of one group: cannot validate");
    return fc_linear_train(&data, t->weights, t->present, t->err);
}

static void judge(trainer *t, size_t i)
{
    double v[FC_MODEL_MAX_COLUMNS], lead;
    for (uint32_t c = 0; c < t->classes; c++) {
        v[c] = fc_vectors_dot(t->vectors.x[i], t->weights + c * (size_t)t->vectors.columns);
        if (t->docs.labels && !t->present[c])
            v[c] = -INFINITY;
    }
    if (t->docs.labels) {
        t->given[i] = fc_scorer_best(v, t->classes, &lead);
        t->raw[i] = isfinite(lead) ? lead : 0;
    } else {
        t->raw[i] = v[0];
    }
}

static fc_rc validate(trainer *t)
{
    for (int fold = 0; fold < t->opt->folds; fold++) {
        fc_rc rc = fit(t, fold);
        if (rc != FC_OK)
            return rc;
        for (size_t i = 0; i < t->docs.n; i++)
            if (fold_of(t, i) == fold)
                judge(t, i);
    }
    return FC_OK;
}

/* ---------------------------------------------------------------- calibration, report */

static fc_rc calibrate(trainer *t, fc_model *m)
{
    double *truth = fc_zalloc(t->a, t->docs.n, sizeof *truth);
    for (size_t i = 0; i < t->docs.n; i++)
        truth[i] = t->docs.labels ? t->given[i] == t->docs.v[i].y : t->docs.v[i].y;
    t->points = fc_calibrate_fit(t->raw, truth, t->docs.n, t->x, t->y);
    if (!t->points)
        return fc_fail(t->err, FC_ETRY, "no memory to calibrate");
    m->points = (uint32_t)t->points;
    m->x = t->x;
    m->y = t->y;
    for (size_t i = 0; i < t->docs.n; i++) {
        double v = fc_model_calibrate(m, t->raw[i]);
        if (t->docs.labels)
            t->sure[i] = v;
        else
            t->given[i] = v;
    }
    return FC_OK;
}

static fc_judged *judged(const trainer *t)
{
    fc_judged *v = fc_zalloc(t->a, t->docs.n, sizeof *v);
    for (size_t i = 0; i < t->docs.n; i++)
        v[i] = (fc_judged){ t->docs.v[i].y, t->given[i], t->sure[i], t->docs.v[i].lang,
                            t->docs.v[i].source };
    return v;
}

static void add_fact(fc_buf *out, const char *name, double v)
{
    char text[32];
    fc_num_format(v, text);
    fc_buf_printf(out, ",\"%s\":%s", name, text);
}

static void add_training_facts(const trainer *t, const fc_judged *v, fc_buf *out)
{
    size_t n = t->docs.n;
    fc_buf_printf(out, ",\"training\":{\"data\":\"xxh64:%016llx\"",
                  (unsigned long long)t->docs.hash);
    add_fact(out, "documents", (double)n);
    add_fact(out, "unlabelled", (double)t->docs.unlabelled);
    add_fact(out, "folds", t->opt->folds);
    fc_buf_printf(out, ",\"folds_by\":\"%s\"", t->opt->by_source ? "source" : "host, source");
    add_fact(out, "cost", t->opt->cost);
    add_fact(out, "measures", t->vectors.conf.measure);
    add_fact(out, "min_documents", t->opt->min_documents);
    if (t->docs.labels) {
        add_fact(out, "accuracy", round(1e4 * fc_eval_accuracy(v, n)) / 1e4);
        add_fact(out, "macro_f1", round(1e4 * fc_eval_macro_f1(v, n, t->classes)) / 1e4);
    } else {
        add_fact(out, "spearman", round(1e4 * fc_eval_spearman(v, n)) / 1e4);
        add_fact(out, "mae", round(1e4 * fc_eval_mae(v, n)) / 1e4);
    }
    fc_buf_char(out, '}');
}

static void write_facts(const trainer *t, const fc_judged *v, const fc_model *m, fc_buf *out)
{
    fc_buf_text(out, "{\"name\":");
    fc_json_string(out, fc_str_of(m->name));
    fc_buf_text(out, ",\"target\":");
    fc_json_string(out, fc_str_of(m->target));
    fc_buf_printf(out, ",\"kind\":\"%s\"", m->labels ? "choice" : "score");
    for (uint32_t c = 0; m->labels && c < m->columns; c++) {
        fc_buf_text(out, c ? "," : ",\"labels\":[");
        fc_json_string(out, fc_str_of(m->labels[c]));
    }
    if (m->labels)
        fc_buf_char(out, ']');
    else
        fc_buf_printf(out, ",\"range\":[%g,%g]", m->lo, m->hi);
    add_training_facts(t, v, out);
    fc_buf_char(out, '}');
}

/* ---------------------------------------------------------------- all together */

static void prepare(trainer *t)
{
    const fc_train_options *o = t->opt;
    fc_vectors_conf conf = { .bits = (uint32_t)o->bits, .window = (uint32_t)o->window,
                             .knots = KNOTS, .min_df = (uint32_t)o->min_documents };
    memcpy(conf.alpha, alphas, sizeof alphas);
    conf.measure = o->measures >= 0 ? (float)o->measures : t->docs.labels ? 0.05f : 0.15f;
    fc_vectors_build(&conf, &t->docs, t->a, &t->vectors);
    t->classes = t->docs.labels ? (uint32_t)t->docs.n_labels : 1;
    t->weights = fc_zalloc(t->a, (size_t)t->classes * (size_t)t->vectors.columns, sizeof(double));
    t->present = fc_zalloc(t->a, t->classes, sizeof *t->present);
    t->raw = fc_zalloc(t->a, t->docs.n, sizeof *t->raw);
    t->given = fc_zalloc(t->a, t->docs.n, sizeof *t->given);
    t->sure = fc_zalloc(t->a, t->docs.n, sizeof *t->sure);
    t->x = fc_zalloc(t->a, FC_CALIBRATE_POINTS, sizeof *t->x);
    t->y = fc_zalloc(t->a, FC_CALIBRATE_POINTS, sizeof *t->y);
}

static fc_rc train_all(trainer *t, fc_buf *facts, fc_buf *model, fc_buf *report)
{
    const fc_train_options *o = t->opt;
    fc_model m = { .name = o->name ? o->name : o->target, .target = o->target };
    fc_rc rc = fc_annotations_read(o->inputs, o->target, o->by_source, t->a, &t->docs, t->err);
    if (rc != FC_OK)
        return rc;
    m.kind = t->docs.labels ? FC_MODEL_CHOICE : FC_MODEL_SCORE;
    m.labels = t->docs.labels;
    m.lo = m.labels ? 0 : floor(t->docs.lo);
    m.hi = m.labels ? 1 : ceil(t->docs.hi);
    prepare(t);
    if ((rc = validate(t)) != FC_OK || (rc = calibrate(t, &m)) != FC_OK ||
        (rc = fit(t, -1)) != FC_OK)
        return rc;
    fc_judged *v = judged(t);
    fc_vectors_model(&t->vectors, t->weights, t->classes, t->a, &m);
    write_facts(t, v, &m, facts);
    m.facts = (fc_str){ facts->p, facts->n };
    fc_model_write(&m, model);
    fc_eval_report(v, t->docs.n, m.labels, m.lo, m.hi, o->json, report);
    if (facts->failed || model->failed || report->failed)
        return fc_fail(t->err, FC_ETRY, "no memory for the model");
    return FC_OK;
}

fc_rc fc_train(const fc_train_options *options, fc_buf *model, fc_buf *report, fc_err *err)
{
    fc_arena a;
    fc_buf facts = FC_BUF_INIT;
    jmp_buf guard;
    volatile fc_rc rc = check_options(options, err);
    if (rc != FC_OK)
        return rc;
    fc_arena_init(&a);
    fc_arena_guard(&a, &guard);
    if (setjmp(guard) == 0) {
        trainer t = { .opt = options, .a = &a, .err = err };
        rc = train_all(&t, &facts, model, report);
    } else {
        rc = fc_fail(err, FC_ETRY, "no memory to train");
    }
    fc_buf_free(&facts);
    fc_arena_free(&a);
    return rc;
}
