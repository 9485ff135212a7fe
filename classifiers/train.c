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
#include "classifiers/folds.h"
#include "classifiers/rounding.h"
#include "classifiers/scorer.h"
#include "classifiers/train_facts.h"
#include "classifiers/train_places.h"

#include <math.h>
#include <stdlib.h>

/* Weights of the families, found on the annotations: README.md here. */
static const float score_alphas[FC_FAMILIES] = { 0.24f, 0.16f, 0.2f, 0.14f, 0.8f };
static const float choice_alphas[FC_FAMILIES] = { 0.32f, 0, 0.26f, 0.14f, 0.1f };
_Static_assert((int)FC_FAMILIES == (int)FC_FAMILY_PARTS, "a family is a part");

/* Of an error against that of a weight, without and with directions. */
static const double usual_cost[2][FC_KINDS] = { { 0.35, 1 }, { 0.1, 0.2 } };

typedef struct trainer {
    const fc_train_options *opt;
    fc_annotations docs;
    fc_folds folds;
    fc_vectors vectors;
    fc_places places;
    fc_rounding rounding[FC_KINDS];
    fc_linear_data data;
    fc_trained *target;
    float *y, *cost, *fold_cost;    /* [document][column] */
    float *weights;
    float *values;          /* of one document, by column */
    size_t stride;
    fc_arena *a;
    fc_err *err;
} trainer;

void fc_train_default(fc_train_options *o)
{
    *o = (fc_train_options){ .folds = 5, .measures = -1, .bits = 18, .min_documents = 4,
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
    if (!(o->cost >= 0) || o->window < 0 || o->window > INT32_MAX || o->min_documents < 1)
        return fc_fail(err, FC_EUSE, "cost, window or min-documents is out of range");
    if ((o->f_beta > 0) + (o->precision_floor > 0) + (o->keep_rate > 0) > 1)
        return fc_fail(err, FC_EUSE, "f-beta, precision-floor and keep-rate exclude each "
                                     "other");
    return FC_OK;
}

/* ---------------------------------------------------------------- columns */

static void place_columns(trainer *t)
{
    size_t columns = 0;
    t->target = fc_zalloc(t->a, t->docs.targets, sizeof *t->target);
    for (size_t k = 0; k < t->docs.targets; k++) {
        const fc_target *of = &t->docs.target[k];
        t->target[k].of = of;
        t->target[k].first = columns;
        t->target[k].columns = of->labels ? (uint32_t)of->n_labels : 1;
        t->target[k].judged = fc_zalloc(t->a, of->given, sizeof *t->target[k].judged);
        t->target[k].raw = fc_zalloc(t->a, t->docs.n, sizeof *t->target[k].raw);
        t->target[k].scale =
            fc_zalloc(t->a, t->target[k].columns, sizeof *t->target[k].scale);
        columns += t->target[k].columns;
    }
    t->data.columns = columns;
    t->stride = fc_linear_stride(columns);
}

/* Documents with a label, by label. */
static size_t *count_labels(trainer *t, size_t k)
{
    size_t *n = fc_zalloc(t->a, t->docs.target[k].n_labels + 2, sizeof *n);
    for (size_t i = 0; i < t->docs.n; i++) {
        const fc_label *l = &t->docs.v[i].label[k];
        if (l->given && t->docs.target[k].labels)
            n[(size_t)l->y]++;
        else if (l->given && t->docs.target[k].sides)
            n[l->y == t->docs.target[k].hi]++;
    }
    return n;
}

static int kind_of(const fc_target *of)
{
    return of->labels ? FC_CHOICES : FC_SCORES;
}

static void fill_target(trainer *t, size_t k)
{
    const fc_target *of = &t->docs.target[k];
    bool sides = of->labels || of->sides;
    size_t *n = count_labels(t, k), kinds = of->labels ? of->n_labels : 2, all = 0;
    for (size_t i = 0; i < kinds; i++)
        all += n[i];
    int kind = kind_of(of);
    bool more = fc_annotations_more(&t->docs) || (t->opt->vectors && kind == FC_CHOICES);
    double cost = t->opt->cost > 0 ? t->opt->cost : usual_cost[more][kind];
    for (size_t i = 0; i < t->docs.n; i++) {
        const fc_label *l = &t->docs.v[i].label[k];
        float *y = t->y + i * t->data.columns + t->target[k].first;
        float *c = t->cost + i * t->data.columns + t->target[k].first;
        if (!l->given)
            continue;
        size_t own = of->labels ? (size_t)l->y : l->y == of->hi;
        double share = sides ? (double)all / ((double)kinds * (double)n[own]) : 1;
        for (uint32_t j = 0; j < t->target[k].columns; j++) {
            bool mine = of->labels ? j == own : own;
            y[j] = sides ? (mine ? 1 : -1) : (float)l->y;
            c[j] =
                (float)(of->labels && !mine ? cost : cost * pow(share, t->opt->balance));
        }
    }
}

static bool has_kind(const trainer *t, int kind)
{
    for (size_t k = 0; k < t->docs.targets; k++)
        if (kind_of(&t->docs.target[k]) == kind)
            return true;
    return false;
}

static fc_rc prepare(trainer *t)
{
    const fc_train_options *o = t->opt;
    fc_vectors_conf conf = { .bits = (uint32_t)o->bits, .window = (uint32_t)o->window,
                             .min_df = (uint32_t)o->min_documents };
    fc_places *p = &t->places;
    memcpy(p->alpha[FC_SCORES], score_alphas, sizeof score_alphas);
    memcpy(p->alpha[FC_CHOICES], choice_alphas, sizeof choice_alphas);
    for (int kind = 0; kind < FC_KINDS; kind++) {
        p->wanted[kind] = has_kind(t, kind);
        if (o->measures >= 0)
            p->alpha[kind][FC_STEPS] = (float)o->measures;
    }
    p->directions = fc_annotations_more(&t->docs);
    p->vectors = o->vectors;
    conf.room = fc_places_room(p);
    fc_vectors_build(&conf, &t->docs, t->a, &t->vectors);
    fc_rc rc = fc_places_add(p, &t->vectors, t->docs.n, t->a, t->err);
    if (rc != FC_OK)
        return rc;
    t->data.features = p->features;
    for (int kind = 0; kind < FC_KINDS; kind++)
        if (has_kind(t, kind))
            fc_rounding_prepare(&t->vectors, p->alpha[kind], kind == FC_CHOICES, t->a,
                                &t->rounding[kind]);
    place_columns(t);
    size_t cells = t->docs.n * t->data.columns;
    bool *sides = fc_zalloc(t->a, t->data.columns, sizeof *sides);
    float *factor = fc_zalloc(t->a, FC_PARTS * t->data.columns, sizeof *factor);
    t->y = fc_zalloc(t->a, cells, sizeof *t->y);
    t->cost = fc_zalloc(t->a, cells, sizeof *t->cost);
    t->fold_cost = fc_zalloc(t->a, cells, sizeof *t->fold_cost);
    for (size_t k = 0; k < t->docs.targets; k++) {
        const fc_target *of = &t->docs.target[k];
        fc_trained *x = &t->target[k];
        memcpy(x->alpha, p->alpha[kind_of(of)], sizeof x->alpha);
        for (uint32_t j = 0; j < x->columns; j++) {
            sides[x->first + j] = of->labels || of->sides;
            for (size_t part = 0; part < FC_FAMILY_PARTS; part++)
                factor[part * t->data.columns + x->first + j] = x->alpha[part];
            factor[(size_t)(FC_FAMILY_PARTS + kind_of(of)) * t->data.columns + x->first +
                   j] = fc_places_factor(kind_of(of));
        }
        fill_target(t, k);
    }
    t->weights =
        fc_zalloc(t->a, (t->data.features + 1) * t->stride, sizeof *t->weights);
    t->values = fc_zalloc(t->a, 2 * t->stride, sizeof *t->values);
    t->data.x = t->vectors.x;
    t->data.n = t->docs.n;
    t->data.sides = sides;
    t->data.factor = factor;
    t->data.y = t->y;
    t->data.cost = t->fold_cost;
    return FC_OK;
}

/* ---------------------------------------------------------------- fitting */

/* What is judged and what is written are the same: the coordinates become weights of the
 * features, which are rounded to the steps of a model file. */
static void round_weights(trainer *t, fc_trained *x)
{
    int kind = kind_of(x->of);
    float *weights = t->weights + x->first;
    for (uint32_t j = 0; j < x->columns; j++)
        fc_places_fold(&t->places, kind, weights + j, t->stride);
    fc_arena before = *t->a;
    fc_rounding_apply(&t->rounding[kind], weights, t->stride, x->columns, x->scale, t->a);
    fc_arena_back(t->a, &before);
}

/* Fit on the documents that are not in `fold` (-1: on all), of one in `part` groups
 * only. */
static fc_rc fit(trainer *t, int fold, uint64_t part)
{
    size_t columns = t->data.columns;
    memcpy(t->fold_cost, t->cost, t->docs.n * columns * sizeof *t->cost);
    for (size_t i = 0; i < t->docs.n; i++)
        if (!fc_folds_use(&t->folds, i, fold, part))
            memset(t->fold_cost + i * columns, 0, columns * sizeof *t->fold_cost);
    fc_rc rc = fc_linear_train(&t->data, t->weights, t->err);
    for (size_t k = 0; k < t->docs.targets && rc == FC_OK; k++)
        round_weights(t, &t->target[k]);
    return rc;
}

static void judge(trainer *t, size_t i)
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

static fc_rc validate(trainer *t, uint64_t part)
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
static fc_rc calibrate(trainer *t, fc_trained *x)
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

static void name_model(const trainer *t, fc_trained *x)
{
    fc_model *m = &x->model;
    m->name = t->opt->name ? t->opt->name : x->of->name;
    m->target = x->of->name;
    m->kind = x->of->labels ? FC_MODEL_CHOICE : FC_MODEL_SCORE;
    m->labels = x->of->labels;
    m->lo = m->labels ? 0 : floor(x->of->lo);
    m->hi = m->labels ? 1 : ceil(x->of->hi);
    x->folds = t->folds.n;
    x->words = &t->places.words;
}

static fc_rc finish(trainer *t, size_t k, fc_buf *facts, fc_buf *model, fc_buf *report)
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

static fc_rc learn_curve(trainer *t)
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
static fc_rc check_pass(const trainer *t)
{
    const fc_train_options *o = t->opt;
    bool any = o->f_beta > 0 || o->precision_floor > 0 || o->keep_rate > 0 ||
               !isnan(o->good);
    return !any || has_kind(t, FC_SCORES)
               ? FC_OK
               : fc_fail(t->err, FC_EUSE,
                         "good, f-beta, precision-floor and keep-rate are about scores: "
                         "the labels are strings");
}

static fc_rc train_all(trainer *t, fc_buf *facts, fc_buf *models, fc_buf *report)
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
    if ((rc = prepare(t)) != FC_OK || (rc = learn_curve(t)) != FC_OK ||
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
        trainer t = { .opt = options, .a = &a, .err = err };
        rc = train_all(&t, &facts, models, report);
    } else {
        rc = fc_fail(err, FC_ETRY, "no memory to train");
    }
    fc_buf_free(&facts);
    fc_arena_free(&a);
    return rc;
}
