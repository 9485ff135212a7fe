/* test_train.c - training on a small set made up for it (tests/files/annotations.jsonl),
 * the model file, scoring, and the refusal of every damaged file. */
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
#include <unistd.h>

#include <cmocka.h>

static char annotations[4096];

static void train(const char *target, fc_buf *model, fc_buf *report)
{
    const char *inputs[] = { annotations, NULL }, *targets[] = { target, NULL };
    fc_train_options o;
    fc_err err = { 0 };
    fc_train_default(&o);
    o.inputs = inputs;
    o.targets = targets;
    o.bits = 10;
    o.min_documents = 2;
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
    for (int k = 0; k < FC_FAMILIES; k++)
        for (size_t i = 0; i < f->family[k].n; i++) {
            uint32_t hash = f->family[k].hash[i], before = 0;
            uint32_t row =
                k == FC_STEPS ? (1u << m->bits) + hash : hash >> (32 - m->bits);
            for (uint32_t r = 0; r < row; r++)
                before += m->bitmap[r / 8] >> r % 8 & 1;
            if (m->bitmap[row / 8] >> row % 8 & 1)
                raw += m->alpha[k] * fc_features_norm(f, k) * m->scale[column] *
                       m->weight[(size_t)before * m->columns + column];
        }
    return raw;
}

static void models_score_side_by_side_as_alone(void **state)
{
    static const char text[] = "Because energy explains the orbit, therefore energy, the "
                               "cell!";
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
    fc_buf longer = FC_BUF_INIT;        /* one whose rows do not stay near */
    while (longer.n < 40000)
        fc_buf_printf(&longer, "%s %zu words\n", text, longer.n);
    fc_str texts[] = { (fc_str){ longer.p, longer.n }, fc_str_of(text) };
    for (int i = 0; i < 2; i++) {
        fc_scorer_features(both, texts[i], 0, false, &a, &f);
        fc_scorer_run(both, &f, raw);
        assert_true(fabs(raw[0] - raw_by_formula(m[0], &f, 0)) < 1e-5);
        for (uint32_t c = 0; c < 3; c++)
            assert_true(fabs(raw[1 + c] - raw_by_formula(m[1], &f, c)) < 1e-5);
    }
    fc_buf_free(&longer);
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
    for (int field = 0; field < 8; field++) {
        char kept[4];
        if (field == 6)     /* the window may be anything */
            continue;
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
    const char *inputs[] = { annotations, NULL }, *targets[] = { "grade", NULL };
    const char *unknown[] = { "no-such", NULL };
    fc_annotations_from from = { .inputs = inputs, .targets = targets };
    fc_annotations v;
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    assert_int_equal(fc_annotations_read(&from, &a, &v, NULL), FC_OK);
    assert_int_equal(v.n, 120);
    assert_true(fc_str_is(v.v[0].group, "made-0"));
    assert_true(fc_str_is(v.v[1].group, "host1.example"));
    from.by_source = true;
    assert_int_equal(fc_annotations_read(&from, &a, &v, NULL), FC_OK);
    assert_true(fc_str_is(v.v[1].group, "made-1"));
    fc_err err = { 0 };
    from.targets = unknown;
    assert_int_equal(fc_annotations_read(&from, &a, &v, &err), FC_EDATA);
    assert_non_null(strstr(err.msg, "no-such"));
    fc_arena_free(&a);
}

/* ---------------------------------------------------------------- other inputs */

/* A file of this text; its name lives in the arena. */
static const char *file_of(fc_arena *a, const char *name, const char *text)
{
    const char *path = fc_printf(a, "test_train.%ld.%s", (long)getpid(), name).p;
    FILE *f = fopen(path, "w");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0)
        fail_msg("cannot write %s", path);
    return path;
}

static void fasttext_lines_are_read(void **state)
{
    fc_arena a;
    fc_annotations v;
    const char *targets[] = { "kind", NULL, NULL };
    (void)state;
    fc_arena_init(&a);
    const char *path = file_of(&a, "txt",
                               "__label__b Some text\n\n__label__a __label__b more\n"
                               "__label__a\n{\"text\":\"json\",\"kind\":\"b\"}"
                               "\n");
    const char *inputs[] = { path, NULL };
    fc_annotations_from from = { .inputs = inputs, .targets = targets };
    fc_err err = { 0 };
    if (fc_annotations_read(&from, &a, &v, &err) != FC_OK)
        fail_msg("%s", err.msg);
    assert_int_equal(v.n, 3);
    assert_int_equal(v.unlabelled, 1);
    assert_true(fc_str_is(v.v[0].text, "Some text"));
    assert_true(fc_str_is(v.v[1].text, "more"));
    assert_string_equal(v.target[0].labels[0], "a");
    assert_int_equal((int)v.v[0].label->y, 1);
    assert_int_equal((int)v.v[1].label->y, 0);
    assert_int_equal(v.grouped, 0);
    targets[1] = "other";
    assert_int_equal(fc_annotations_read(&from, &a, &v, &err), FC_EDATA);
    assert_non_null(strstr(err.msg, "line 1"));
    remove(path);
    fc_arena_free(&a);
}

static void whole_files_are_a_label(void **state)
{
    fc_arena a;
    fc_annotations v;
    const char *targets[] = { "good", NULL };
    (void)state;
    fc_arena_init(&a);
    const char *up = file_of(&a, "up", "plain text\n"
                             "{\"text\":\"json\",\"url\":\"http://a.example/\"}\n");
    const char *down = file_of(&a, "down", "__label__x other text\n");
    const char *positive[] = { up, NULL }, *negative[] = { down, NULL };
    fc_annotations_from from = { .positive = positive,
                                 .negative = negative,
                                 .targets = targets };
    fc_err err = { 0 };
    if (fc_annotations_read(&from, &a, &v, &err) != FC_OK)
        fail_msg("%s", err.msg);
    assert_int_equal(v.n, 3);
    assert_true(v.target[0].sides);
    assert_true(v.v[0].label->y == 1 && v.v[1].label->y == 1 && v.v[2].label->y == 0);
    assert_true(fc_str_is(v.v[1].group, "a.example"));
    assert_true(fc_str_is(v.v[2].text, "other text"));
    remove(up);
    remove(down);
    fc_arena_free(&a);
}

/* Of all documents held out. */
static double spearman(const char *report)
{
    const char *all = strstr(report, "set all: documents "), *value;
    assert_non_null(all);
    value = strstr(all, "spearman ");
    assert_non_null(value);
    return strtod(value + 9, NULL);
}

/* Read behind the judged ones and counted apart; they change the model, the same way each
 * time, and leave it good. */
static void documents_without_labels_help(void **state)
{
    const char *inputs[] = { annotations, NULL }, *targets[] = { "grade", NULL };
    fc_buf model[3] = { FC_BUF_INIT, FC_BUF_INIT, FC_BUF_INIT }, report = FC_BUF_INIT;
    fc_train_options o;
    fc_annotations v;
    fc_arena a;
    fc_err err = { 0 };
    (void)state;
    fc_arena_init(&a);
    const char *path = file_of(&a, "others",
                               "The gradient equation of a quasar, hence the theory\n"
                               "{\"text\":\"a haggle over the coupon\",\"grade\":5}\n"
                               "Buy at the checkout or haggle for a discount\n");
    const char *others[] = { path, NULL };
    fc_annotations_from from = { .inputs = inputs,
                                 .unlabelled = others,
                                 .targets = targets };
    assert_int_equal(fc_annotations_read(&from, &a, &v, &err), FC_OK);
    assert_int_equal(v.n, 120);
    assert_int_equal(v.others, 3);
    assert_int_equal(v.target[0].given, 120);
    assert_true(fc_str_is(v.v[121].text, "a haggle over the coupon"));
    assert_false(v.v[121].label->given);
    fc_train_default(&o);
    o.inputs = inputs;
    o.targets = targets;
    o.bits = 10;
    for (int i = 0; i < 3; i++) {
        o.unlabelled = i ? others : NULL;
        if (fc_train(&o, &model[i], &report, &err) != FC_OK)
            fail_msg("%s", err.msg);
    }
    assert_true(model[0].n != model[1].n ||
                memcmp(model[0].p, model[1].p, model[0].n) != 0);
    assert_int_equal(model[1].n, model[2].n);
    assert_memory_equal(model[1].p, model[2].p, model[1].n);
    assert_true(spearman(report.p) > 0.8);
    remove(path);
    for (int i = 0; i < 3; i++)
        fc_buf_free(&model[i]);
    fc_buf_free(&report);
    fc_arena_free(&a);
}

/* "moon" and "crab" stand in no judged document; by their vectors they go with "star" and
 * with "fish", for a choice and for a score. A file that is not whole is refused. */
static void judge_both(const fc_buf *model, fc_arena *a, double raw[2][2])
{
    static const char *const texts[] = { "moon moon", "crab crab" };
    fc_model_file *file;
    fc_features f;
    fc_scorer *scorer;
    const fc_model *m = open_model(model, &file);
    assert_int_equal(fc_scorer_new(&m, 1, &scorer, NULL), FC_OK);
    for (uint32_t i = 0; i < 2; i++) {
        fc_scorer_features(scorer, fc_str_of(texts[i]), 0, false, a, &f);
        fc_scorer_run(scorer, &f, raw[i]);
    }
    fc_scorer_free(scorer);
    fc_model_close(file);
}

static void vectors_tell_of_words_that_were_not_judged(void **state)
{
    enum { EACH = 12 };
    const char *choice[] = { "is", NULL }, *score[] = { "n", NULL };
    fc_buf lines = FC_BUF_INIT, model = FC_BUF_INIT, report = FC_BUF_INIT;
    double raw[2][2];
    fc_train_options o;
    fc_arena a;
    fc_err err = { 0 };
    (void)state;
    fc_arena_init(&a);
    for (int i = 0; i < EACH; i++)
        fc_buf_printf(&lines, "{\"text\":\"star %d\",\"is\":\"up\",\"n\":%d}\n"
                              "{\"text\":\"fish %d\",\"is\":\"down\",\"n\":%d}\n",
                      i, 2 + i % 2, i, i % 2);
    fc_str text = fc_copy(&a, (fc_str){ lines.p, lines.n });
    const char *judged = file_of(&a, "judged", text.p);
    const char *bare = file_of(&a, "bare", "moon\ncrab\nmoon\ncrab\n");
    const char *good =
        file_of(&a, "good", "4 2\nstar 1 0\nfish 0 2\nmoon 3 0\ncrab 0 1\n");
    const char *bad = file_of(&a, "bad", "star 1 0\nfish 0 1 1\n");
    const char *inputs[] = { judged, NULL }, *others[] = { bare, NULL };
    fc_train_default(&o);
    o.inputs = inputs;
    o.unlabelled = others;
    o.min_documents = 2;
    o.targets = choice;
    o.vectors = bad;
    assert_int_equal(fc_train(&o, &model, &report, &err), FC_EDATA);
    assert_non_null(strstr(err.msg, "line 2: a word with more than 2 numbers"));
    o.vectors = good;
    if (fc_train(&o, &model, &report, &err) != FC_OK)
        fail_msg("%s", err.msg);
    judge_both(&model, &a, raw);
    assert_true(raw[0][1] > raw[0][0] && raw[1][0] > raw[1][1]);
    o.targets = score;
    fc_buf_clear(&model);
    if (fc_train(&o, &model, &report, &err) != FC_OK)
        fail_msg("%s", err.msg);
    judge_both(&model, &a, raw);
    assert_true(raw[0][0] > raw[1][0] + 0.1);
    remove(judged);
    remove(bare);
    remove(good);
    remove(bad);
    fc_buf_free(&lines);
    fc_buf_free(&model);
    fc_buf_free(&report);
    fc_arena_free(&a);
}

/* They make the model better, and are left out of the report and of what is said of the
 * target's documents; when nothing else is judged there is nothing to validate by. */
static void more_judged_documents_are_learnt_from_only(void **state)
{
    const char *targets[] = { "grade", NULL };
    fc_buf model[2] = { FC_BUF_INIT, FC_BUF_INIT };
    fc_buf report[2] = { FC_BUF_INIT, FC_BUF_INIT };
    fc_annotations v;
    fc_arena a;
    fc_err err = { 0 };
    (void)state;
    fc_arena_init(&a);
    const char *few = file_of(
        &a, "few",
        "{\"text\":\"The gradient of energy is measured in this theory of the "
        "molecule.\",\"grade\":5,\"source\":\"a\"}\n"
        "{\"text\":\"Order this brand with a coupon for a discount at the checkout!\","
        "\"grade\":0,\"source\":\"b\"}\n"
        "{\"text\":\"Force and enzyme explain the equation of the cell.\",\"grade\":4,"
        "\"source\":\"c\"}\n"
        "{\"text\":\"Buy it in the offer, the price of the stock is a deal!\","
        "\"grade\":1,\"source\":\"d\"}\n");
    const char *inputs[] = { few, NULL }, *also[] = { annotations, NULL };
    fc_annotations_from from = { .inputs = inputs, .also = also, .targets = targets };
    assert_int_equal(fc_annotations_read(&from, &a, &v, &err), FC_OK);
    assert_int_equal(v.n, 124);
    assert_int_equal(v.also, 120);
    assert_int_equal(v.target[0].also, 120);
    assert_false(v.v[3].also);
    assert_true(v.v[4].also);
    from.inputs = NULL;
    assert_int_equal(fc_annotations_read(&from, &a, &v, &err), FC_EDATA);
    fc_train_options o;
    fc_train_default(&o);
    o.inputs = inputs;
    o.targets = targets;
    o.bits = 10;
    o.folds = 2;
    for (int i = 0; i < 2; i++) {
        o.also = i ? also : NULL;
        if (fc_train(&o, &model[i], &report[i], &err) != FC_OK)
            fail_msg("%s", err.msg);
        assert_non_null(strstr(report[i].p, "set all: documents 4 "));
    }
    assert_false(spearman(report[0].p) >= 0.8);
    assert_true(spearman(report[1].p) >= 0.8);
    fc_str bytes = { model[1].p, model[1].n };
    assert_true(fc_str_find(bytes, FC_STR("\"also\":120")) < bytes.n);
    remove(few);
    for (int i = 0; i < 2; i++) {
        fc_buf_free(&model[i]);
        fc_buf_free(&report[i]);
    }
    fc_arena_free(&a);
}

static void several_targets_in_one_pass(void **state)
{
    const char *inputs[] = { annotations, NULL }, *targets[] = { "grade", "kind", NULL };
    fc_buf models[2] = { FC_BUF_INIT, FC_BUF_INIT }, report = FC_BUF_INIT;
    fc_train_options o;
    fc_err err = { 0 };
    (void)state;
    fc_train_default(&o);
    o.inputs = inputs;
    o.targets = targets;
    o.bits = 10;
    o.min_documents = 2;
    o.curve = true;
    o.keep_rate = 0.25;
    if (fc_train(&o, models, &report, &err) != FC_OK)
        fail_msg("%s", err.msg);
    assert_non_null(strstr(report.p, "target grade\npass "));
    assert_non_null(strstr(report.p, "target kind\ncurve 1/8 of the groups: accuracy "));
    fc_model_file *file[2];
    const fc_model *m[2];
    for (int i = 0; i < 2; i++)
        m[i] = open_model(&models[i], &file[i]);
    assert_string_equal(m[0]->name, "grade");
    assert_true(m[0]->pass > m[0]->lo && m[0]->pass <= m[0]->hi);
    assert_string_equal(m[1]->name, "kind");
    assert_true(isnan(m[1]->pass));
    o.name = "one";
    assert_int_equal(fc_train(&o, models, &report, &err), FC_EUSE);
    for (int i = 0; i < 2; i++) {
        fc_model_close(file[i]);
        fc_buf_free(&models[i]);
    }
    fc_buf_free(&report);
}

enum { LINES = 240 };

/* Where only the order of words tells one label from the other, pairs are taken. */
static void choices_take_pairs_when_these_tell_more(void **state)
{
    const char *targets[] = { "label", NULL };
    fc_buf lines = FC_BUF_INIT, model = FC_BUF_INIT, report = FC_BUF_INIT;
    fc_train_options o;
    fc_err err = { 0 };
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (int i = 0; i < LINES; i++)
        fc_buf_printf(&lines, i % 2 ? "__label__after w%d sun moon v%d\n"
                                    : "__label__before w%d moon sun v%d\n",
                      i / 2 % 7, i / 2 % 5);
    const char *path = file_of(&a, "txt", fc_copy(&a, (fc_str){ lines.p, lines.n }).p);
    const char *inputs[] = { path, NULL };
    fc_train_default(&o);
    o.inputs = inputs;
    o.targets = targets;
    if (fc_train(&o, &model, &report, &err) != FC_OK)
        fail_msg("%s", err.msg);
    fc_model_file *file;
    const fc_model *m = open_model(&model, &file);
    assert_true(m->alpha[FC_PAIRS] > 0);
    assert_true(m->alpha[FC_STEPS] == 0);
    fc_model_close(file);
    remove(path);
    fc_buf_free(&lines);
    fc_buf_free(&model);
    fc_buf_free(&report);
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
        cmocka_unit_test(fasttext_lines_are_read),
        cmocka_unit_test(whole_files_are_a_label),
        cmocka_unit_test(documents_without_labels_help),
        cmocka_unit_test(more_judged_documents_are_learnt_from_only),
        cmocka_unit_test(several_targets_in_one_pass),
        cmocka_unit_test(choices_take_pairs_when_these_tell_more),
        cmocka_unit_test(vectors_tell_of_words_that_were_not_judged),
    };
    snprintf(annotations, sizeof annotations, "%s/tests/files/annotations.jsonl",
             top ? top : ".");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
