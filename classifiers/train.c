/* train.c - fc_train: judged documents to model files, validated on folds of whole
 * groups.
 *
 * Every group (registered host, else source) is in one fold (folds.h). A fold's documents
 * are judged by weights fitted on the others; these judgements make the calibration and
 * the report. The models are then fitted on all. What is counted without labels (document
 * frequencies) is counted on all documents once. All targets share the features and each
 * fit: a score has one column of weights, a choice one per label. */
#include "base/buf.h"
#include "base/str.h"
#include "classifiers/calibrate.h"
#include "classifiers/evaluate.h"
#include "classifiers/scorer.h"
#include "classifiers/train_work.h"

#include <math.h>
#include <stdlib.h>

void fc_train_default(fc_train_options *o)
{
    *o = (fc_train_options){ .folds = 5, .measures = -1, .bits = 18,
                             .steps = FC_ROUNDING_MANY,
                             .window = FC_FEATURES_WINDOW, .good = NAN };
}

static fc_rc check_options(const fc_train_options *o, fc_err *err)
{
    if (!o->targets || !o->targets[0])
        return fc_fail(err, FC_EUSE, "training needs a target");
    if (o->name && o->targets[1])
        return fc_fail(err, FC_EUSE, "a name is for one target: there are several");
    if (!o->positive != !o->negative)
        return fc_fail(err, FC_EUSE, "positive documents need negative ones, and these "
                                     "those");
    for (size_t k = 0; o->targets[k]; k++)
        for (size_t j = 0; j < k; j++)
            if (strcmp(o->targets[k], o->targets[j]) == 0)
                return fc_fail(err, FC_EUSE, "the target '%.80s' is named twice",
                               o->targets[k]);
    if (!o->positive && (!o->inputs || !o->inputs[0]))
        return fc_fail(err, FC_EUSE, "training needs annotations");
    if (o->folds < 2 || o->folds > 20)
        return fc_fail(err, FC_EUSE, "folds: %d is not within 2 to 20", o->folds);
    if (o->bits < FC_MODEL_MIN_BITS || o->bits > FC_MODEL_MAX_BITS)
        return fc_fail(err, FC_EUSE, "bits: %d is not within 8 to 22", o->bits);
    if (o->steps != FC_ROUNDING_FEW && o->steps != FC_ROUNDING_MANY)
        return fc_fail(err, FC_EUSE, "steps: %d is neither 127 nor 7", o->steps);
    if (!(o->cost >= 0) || o->window < 0 || o->window > INT32_MAX || o->min_documents < 0)
        return fc_fail(err, FC_EUSE, "cost, window or min-documents is out of range");
    if ((o->f_beta > 0) + (o->precision_floor > 0) + (o->keep_rate > 0) > 1)
        return fc_fail(err, FC_EUSE, "f-beta, precision-floor and keep-rate exclude each "
                                     "other");
    return FC_OK;
}

/* ---------------------------------------------------------------- fitting */

/* What is judged and what is written are the same: the coordinates become weights of the
 * features, which are rounded to the steps of a model file. */
static void round_weights(fc_trainer *t, fc_trained *x)
{
    int kind = fc_kind_of(x->of);
    float *weights = t->weights + x->first;
    for (uint32_t j = 0; j < x->columns; j++)
        fc_places_fold(&t->places, kind, weights + j, t->stride);
    fc_arena before = *t->a;
    fc_rounding_apply(&t->rounding[kind], weights, t->stride, x->columns, x->scale, t->a);
    fc_arena_back(t->a, &before);
}

/* Fit on the documents that are not in `fold` (-1: on all), of one in `part` groups
 * only. */
static fc_rc fit(fc_trainer *t, int fold, uint64_t part)
{
    fc_trainer_leave_out(t, fold, part);
    fc_rc rc = fc_linear_train(&t->data, t->weights, t->err);
    for (size_t k = 0; k < t->docs.targets && rc == FC_OK; k++)
        round_weights(t, &t->target[k]);
    return rc;
}

static void judge(fc_trainer *t, size_t i)
{
    double raw[FC_MODEL_MAX_COLUMNS], lead;
    fc_linear_dot(&t->data, &t->vectors.x[i], t->weights, t->values);
    for (size_t k = 0; k < t->docs.targets; k++) {
        fc_trained *x = &t->target[k];
        const fc_label *l = &t->docs.v[i].label[k];
        if (!l->given || t->docs.v[i].also)
            continue;
        for (uint32_t j = 0; j < x->columns; j++)
            raw[j] = t->values[x->first + j];
        fc_judged *out = &x->judged[x->n];
        *out = (fc_judged){ l->y, 0, 0, t->docs.v[i].lang, t->docs.v[i].source };
        x->raw[x->n++] = raw[0];
        if (x->of->labels) {
            out->given = fc_scorer_best(raw, x->columns, &lead);
            x->raw[x->n - 1] = lead;
        }
    }
}

static fc_rc validate(fc_trainer *t, uint64_t part)
{
    for (size_t k = 0; k < t->docs.targets; k++)
        t->target[k].n = 0;
    for (int fold = 0; fold < t->folds.n; fold++) {
        fc_rc rc = fit(t, fold, part);
        if (rc != FC_OK)
            return rc;
        for (size_t i = 0; i < t->docs.n; i++)
            if (t->folds.of[i] == fold)
                judge(t, i);
    }
    return FC_OK;
}

/* ---------------------------------------------------------------- models and report */

/* The calibration, and with it what is given for the documents held out. */
static fc_rc calibrate(fc_trainer *t, fc_trained *x)
{
    fc_model *m = &x->model;
    double *truth = fc_zalloc(t->a, x->n + 1, sizeof *truth);
    float *at = fc_zalloc(t->a, FC_CALIBRATE_POINTS, sizeof *at);
    float *to = fc_zalloc(t->a, FC_CALIBRATE_POINTS, sizeof *to);
    for (size_t i = 0; i < x->n; i++)
        truth[i] =
            x->of->labels ? x->judged[i].given == x->judged[i].truth : x->judged[i].truth;
    m->points = (uint32_t)fc_calibrate_fit(x->raw, truth, x->n, at, to);
    if (!m->points)
        return fc_fail(t->err, FC_ETRY, "no memory to calibrate");
    m->x = at;
    m->y = to;
    for (size_t i = 0; i < x->n; i++) {
        double v = fc_model_calibrate(m, x->raw[i]);
        if (x->of->labels)
            x->judged[i].sure = v;
        else
            x->judged[i].given = v;
    }
    return FC_OK;
}

static void name_model(const fc_trainer *t, fc_trained *x)
{
    fc_model *m = &x->model;
    m->name = t->opt->name ? t->opt->name : x->of->name;
    m->target = x->of->name;
    m->kind = x->of->labels ? FC_MODEL_CHOICE : FC_MODEL_SCORE;
    m->labels = x->of->labels;
    m->lo = m->labels ? 0 : floor(x->of->lo);
    m->hi = m->labels ? 1 : ceil(x->of->hi);
    x->folds = t->folds.n;
    x->min_documents = t->vectors.conf.min_df;
    x->words = &t->places.words;
}

static fc_rc finish(fc_trainer *t, size_t k, fc_buf *facts, fc_buf *model, fc_buf *report)
{
    fc_trained *x = &t->target[k];
    fc_vectors_model(&t->vectors, t->weights + x->first, t->stride, x->columns,
                     t->weights + t->data.features * t->stride + x->first, x->scale,
                     x->alpha, t->a, &x->model);
    fc_buf_clear(facts);
    fc_train_facts(t->opt, &t->docs, x, facts);
    x->model.facts = (fc_str){ facts->p, facts->n };
    fc_model_write(&x->model, model);
    fc_train_report(t->opt, &t->docs, x, report);
    if (facts->failed || model->failed || report->failed)
        return fc_fail(t->err, FC_ETRY, "no memory for the model");
    return FC_OK;
}

static fc_rc learn_curve(fc_trainer *t)
{
    for (int i = 0; i < FC_CURVE && t->opt->curve; i++) {
        uint64_t part = (uint64_t)1 << (FC_CURVE - i);
        for (size_t k = 0; k < t->docs.targets; k++)
            t->target[k].curve[i] = NAN;
        if (!fc_folds_has_part(&t->folds, t->docs.n, part))
            continue;
        fc_rc rc = validate(t, part);
        if (rc != FC_OK)
            return rc;
        for (size_t k = 0; k < t->docs.targets; k++) {
            fc_trained *x = &t->target[k];
            name_model(t, x);
            if ((rc = calibrate(t, x)) != FC_OK)
                return rc;
            x->curve[i] = fc_train_figure(x);
        }
    }
    return FC_OK;
}

/* What is said of the cut of scores must have one to hold for. */
static fc_rc check_pass(const fc_trainer *t)
{
    const fc_train_options *o = t->opt;
    bool any = o->f_beta > 0 || o->precision_floor > 0 || o->keep_rate > 0 ||
               !isnan(o->good);
    return !any || fc_trainer_has(t, FC_SCORES)
               ? FC_OK
               : fc_fail(t->err, FC_EUSE,
                         "good, f-beta, precision-floor and keep-rate are about scores: "
                         "the labels are strings");
}

static fc_rc train_all(fc_trainer *t, fc_buf *facts, fc_buf *models, fc_buf *report)
{
    const fc_train_options *o = t->opt;
    fc_annotations_from from = { .inputs = o->inputs, .positive = o->positive,
                                  .negative = o->negative, .also = o->also,
                                  .unlabelled = o->unlabelled, .targets = o->targets,
                                  .by_source = o->by_source,
                                  .by_document = o->by_document };
    fc_rc rc = fc_annotations_read(&from, t->a, &t->docs, t->err);
    if (rc == FC_OK)
        rc = check_pass(t);
    if (rc == FC_OK)
        rc = fc_folds_find(&t->docs, o->folds, t->a, &t->folds, t->err);
    if (rc != FC_OK)
        return rc;
    if ((rc = fc_trainer_prepare(t)) != FC_OK || (rc = learn_curve(t)) != FC_OK ||
        (rc = validate(t, 1)) != FC_OK)
        return rc;
    for (size_t k = 0; k < t->docs.targets && rc == FC_OK; k++) {
        name_model(t, &t->target[k]);
        rc = calibrate(t, &t->target[k]);
        if (rc == FC_OK)
            fc_train_pass(o, &t->target[k]);
    }
    if (rc == FC_OK)
        rc = fit(t, -1, 1);
    for (size_t k = 0; k < t->docs.targets && rc == FC_OK; k++)
        rc = finish(t, k, facts, &models[k], report);
    return rc;
}

fc_rc fc_train(const fc_train_options *options, fc_buf *models, fc_buf *report,
               fc_err *err)
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
        fc_trainer t = { .opt = options, .a = &a, .err = err };
        rc = train_all(&t, &facts, models, report);
    } else {
        rc = fc_fail(err, FC_ETRY, "no memory to train");
    }
    fc_buf_free(&facts);
    fc_arena_free(&a);
    return rc;
}
