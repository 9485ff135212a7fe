/* test_train.c - training on a small set made up for it (tests/files/annotations.jsonl), the
 * model file, scoring, and the refusal of every damaged file. */
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/annotations.h"
#include "classifiers/scorer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char annotations[4096];

static void train(const char *target, fc_buf *model, fc_buf *report)
{
    const char *inputs[] = { annotations, NULL };
    fc_train_options o;
    fc_err err = { 0 };
    fc_train_default(&o);
    o.inputs = inputs;
    o.target = target;
    o.bits = 10;
    o.min_documents = 2;
    srand(1);
    if (fc_train(&o, model, report, &err) != FC_OK)
        fail_msg("%s", err.msg);
}

static void training_is_deterministic_and_learns(void **state)
{
    static const char *const targets[] = { "grade", "kind" };
    (void)state;
    for (int i = 0; i < 2; i++) {
        fc_buf model = FC_BUF_INIT, again = FC_BUF_INIT, report = FC_BUF_INIT;
        train(targets[i], &model, &report);
        train(targets[i], &again, &report);
        assert_int_equal(model.n, again.n);
        assert_memory_equal(model.p, again.p, model.n);
        const char *value = strstr(report.p, i ? "accuracy " : "spearman ");
        assert_non_null(value);
        assert_true(strtod(strchr(value, ' '), NULL) > 0.8);
        fc_buf_free(&model);
        fc_buf_free(&again);
        fc_buf_free(&report);
    }
}

static const fc_model *open_model(const fc_buf *bytes, fc_model_file **file)
{
    const fc_model *m;
    fc_err err = { 0 };
    fc_str s = { bytes->p, bytes->n };
    if (fc_model_open_bytes("test", s, file, &m, &err) != FC_OK)
        fail_msg("%s", err.msg);
    return m;
}

/* The raw value by model.h's formula, slowly. */
static double raw_by_formula(const fc_model *m, const fc_features *f, uint32_t column)
{
    double raw = m->bias[column];
    for (uint32_t i = 0; i < m->measures; i++)
        raw += fc_model_curve(m, column, i, f->measure[i]);
    for (int k = 0; k < FC_FAMILIES; k++)
        for (size_t i = 0; i < f->family[k].n; i++) {
            uint32_t row = f->family[k].v[i].hash >> (32 - m->bits), before = 0;
            for (uint32_t r = 0; r < row; r++)
                before += m->bitmap[r / 8] >> r % 8 & 1;
            if (m->bitmap[row / 8] >> row % 8 & 1)
                raw += m->alpha[k] * fc_features_norm(f, k) * m->scale[column] *
                       (1 + log(f->family[k].v[i].count)) *
                       m->weight[(size_t)before * m->columns + column];
        }
    return raw;
}

static void models_score_side_by_side_as_alone(void **state)
{
    static const char text[] = "Because energy explains the orbit, therefore energy, the cell!";
    fc_buf bytes[2] = { FC_BUF_INIT, FC_BUF_INIT }, report = FC_BUF_INIT;
    fc_model_file *file[2];
    const fc_model *m[2];
    fc_scorer *both;
    fc_arena a;
    fc_features f;
    double raw[4];
    (void)state;
    fc_arena_init(&a);
    train("grade", &bytes[0], &report);
    train("kind", &bytes[1], &report);
    for (int i = 0; i < 2; i++)
        m[i] = open_model(&bytes[i], &file[i]);
    assert_string_equal(m[0]->name, "grade");
    assert_string_equal(m[1]->labels[0], "science");
    assert_int_equal(fc_scorer_new(m, 2, &both, NULL), FC_OK);
    fc_features_extract(fc_str_of(text), m[0]->window, &a, &f);
    fc_scorer_run(both, &f, raw);
    assert_true(fabs(raw[0] - raw_by_formula(m[0], &f, 0)) < 1e-9);
    for (uint32_t c = 0; c < 3; c++)
        assert_true(fabs(raw[1 + c] - raw_by_formula(m[1], &f, c)) < 1e-9);
    double lead;
    assert_int_equal(fc_scorer_best(raw + 1, 3, &lead), 0);
    fc_scorer_free(both);
    for (int i = 0; i < 2; i++) {
        fc_model_close(file[i]);
        fc_buf_free(&bytes[i]);
    }
    fc_buf_free(&report);
    fc_arena_free(&a);
}

static void refused(fc_str bytes)
{
    fc_model_file *file = NULL;
    const fc_model *m;
    fc_err err = { 0 };
    if (fc_model_open_bytes("bad.fcm", bytes, &file, &m, &err) == FC_OK)
        fail_msg("a damaged model of %zu bytes was accepted", bytes.n);
    assert_int_equal(err.rc, FC_ECONFIG);
    assert_non_null(strstr(err.msg, "bad.fcm"));
    assert_null(file);
}

static void damaged_models_are_refused(void **state)
{
    fc_buf model = FC_BUF_INIT, report = FC_BUF_INIT;
    (void)state;
    train("grade", &model, &report);
    for (size_t n = 0; n < model.n; n++)
        refused((fc_str){ model.p, n });
    for (size_t i = 0; i < model.n * 8; i += i < 1024 ? 1 : 37) {
        model.p[i / 8] ^= (char)(1 << i % 8);
        refused((fc_str){ model.p, model.n });
        model.p[i / 8] ^= (char)(1 << i % 8);
    }
    fc_buf_char(&model, 0);
    refused((fc_str){ model.p, model.n });
    fc_buf_free(&model);
    fc_buf_free(&report);
}

/* Absurd sizes with a right checksum. */
static void absurd_sizes_are_refused(void **state)
{
    fc_buf model = FC_BUF_INIT, report = FC_BUF_INIT;
    (void)state;
    train("grade", &model, &report);
    for (int field = 0; field < 7; field++) { /* the window may be anything */
        char kept[4];
        memcpy(kept, model.p + 32 + 4 * field, 4);
        memset(model.p + 32 + 4 * field, 0xFF, 4);
        uint64_t sum = fc_hash64(model.p + 32, model.n - 32, fc_hash64(model.p, 24, 0));
        for (int i = 0; i < 8; i++)
            model.p[24 + i] = (char)(sum >> 8 * i);
        refused((fc_str){ model.p, model.n });
        memcpy(model.p + 32 + 4 * field, kept, 4);
    }
    fc_buf_free(&model);
    fc_buf_free(&report);
}

static void annotations_are_grouped_by_host(void **state)
{
    const char *inputs[] = { annotations, NULL };
    fc_annotations v;
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    assert_int_equal(fc_annotations_read(inputs, "grade", false, &a, &v, NULL), FC_OK);
    assert_int_equal(v.n, 120);
    assert_true(fc_str_is(v.v[0].group, "made-0"));
    assert_true(fc_str_is(v.v[1].group, "host1.example"));
    assert_int_equal(fc_annotations_read(inputs, "grade", true, &a, &v, NULL), FC_OK);
    assert_true(fc_str_is(v.v[1].group, "made-1"));
    fc_err err = { 0 };
    assert_int_equal(fc_annotations_read(inputs, "no-such", false, &a, &v, &err), FC_EDATA);
    assert_non_null(strstr(err.msg, "no-such"));
    fc_arena_free(&a);
}

int main(void)
{
    const char *top = getenv("SRCDIR");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annotations_are_grouped_by_host),
        cmocka_unit_test(training_is_deterministic_and_learns),
        cmocka_unit_test(models_score_side_by_side_as_alone),
        cmocka_unit_test(damaged_models_are_refused),
        cmocka_unit_test(absurd_sizes_are_refused),
    };
    snprintf(annotations, sizeof annotations, "%s/tests/files/annotations.jsonl", top ? top : ".");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
