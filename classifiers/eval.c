/* eval.c - fc_eval: a model file on judged documents. */
#include "base/str.h"
#include "classifiers/annotations.h"
#include "classifiers/evaluate.h"
#include "classifiers/scorer.h"

#include <math.h>

typedef struct judge {
    const fc_model *model;
    const fc_scorer *scorer;
    fc_arena *a, *scratch;
} judge;

static fc_judged judge_one(const judge *j, const fc_annotation *doc)
{
    fc_features f;
    double raw[FC_MODEL_MAX_COLUMNS], lead;
    fc_judged v = { .truth = doc->label->y, .lang = doc->lang, .source = doc->source };
    fc_arena_reset(j->scratch);
    fc_scorer_features(j->scorer, doc->text, j->model->window, false, j->scratch, &f);
    fc_scorer_run(j->scorer, &f, raw);
    if (j->model->kind == FC_MODEL_SCORE) {
        double step = pow(10, fc_model_decimals(j->model));
        v.given = round(step * fc_model_calibrate(j->model, raw[0])) / step;
    } else {
        v.given = fc_scorer_best(raw, j->model->columns, &lead);
        v.sure = fc_model_calibrate(j->model, lead);
    }
    return v;
}

static fc_rc judge_all(const judge *j, const char *const *inputs, const char *target,
                       bool json, fc_buf *report, fc_err *err)
{
    fc_annotations docs;
    const fc_model *m = j->model;
    const char *targets[] = { target ? target : m->target, NULL };
    fc_annotations_from from = { .inputs = inputs, .targets = targets };
    fc_rc rc = fc_annotations_read(&from, j->a, &docs, err);
    if (rc == FC_OK && !docs.target->labels != (m->kind == FC_MODEL_SCORE))
        rc = fc_fail(err, FC_ECONFIG, "model %s gives %s, the documents' labels are %s",
                     m->name, m->labels ? "labels" : "numbers",
                     docs.target->labels ? "strings" : "numbers");
    if (rc == FC_OK && m->labels)
        rc = fc_annotations_relabel(&docs, 0, m->labels, err);
    if (rc != FC_OK)
        return rc;
    fc_judged *v = fc_zalloc(j->a, docs.n, sizeof *v);
    for (size_t i = 0; i < docs.n; i++)
        v[i] = judge_one(j, &docs.v[i]);
    fc_eval_report(v, docs.n, m->labels, m->lo, m->hi, json, report);
    return report->failed ? fc_fail(err, FC_ETRY, "no memory for the report") : FC_OK;
}

static fc_rc eval_model(const fc_model *model, const char *const *inputs,
                        const char *target, bool json, fc_buf *report, fc_err *err)
{
    fc_arena a, scratch;
    jmp_buf guard;
    fc_scorer *scorer = NULL;
    volatile fc_rc rc = fc_scorer_new(&model, 1, &scorer, err);
    if (rc != FC_OK)
        return rc;
    fc_arena_init(&a);
    fc_arena_init(&scratch);
    fc_arena_guard(&a, &guard);
    fc_arena_guard(&scratch, &guard);
    if (setjmp(guard) == 0) {
        judge j = { model, scorer, &a, &scratch };
        rc = judge_all(&j, inputs, target, json, report, err);
    } else {
        rc = fc_fail(err, FC_ETRY, "no memory to evaluate");
    }
    fc_arena_free(&a);
    fc_arena_free(&scratch);
    fc_scorer_free(scorer);
    return rc;
}

fc_rc fc_eval(const char *path, const char *const *inputs, const char *target, bool json,
              fc_buf *report, fc_err *err)
{
    fc_model_file *file;
    const fc_model *model;
    fc_rc rc = fc_model_open(path, &file, &model, err);
    if (rc != FC_OK)
        return rc;
    rc = eval_model(model, inputs, target, json, report, err);
    fc_model_close(file);
    return rc;
}
