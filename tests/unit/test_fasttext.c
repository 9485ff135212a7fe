/* test_fasttext.c - fastText's models: values that `fasttext predict-prob` printed for
 * the models of tests/files/fasttext, and files that are cut, odd or hostile. */
#include "base/buf.h"
#include "base/str.h"
#include "classifiers/fasttext_output.h"
#include "classifiers/fasttext_predict.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *path_of(const char *name)
{
    static char path[4096];
    const char *top = getenv("SRCDIR");
    snprintf(path, sizeof path, "%s/tests/files/fasttext/%s", top ? top : ".", name);
    return path;
}

static fc_buf bytes_of(const char *name)
{
    fc_buf b = FC_BUF_INIT;
    FILE *f = fopen(path_of(name), "rb");
    assert_non_null(f);
    for (int c; (c = getc(f)) != EOF;)
        fc_buf_char(&b, (char)c);
    fclose(f);
    return b;
}

/* What the model says of a text: the k-th label and its probability. */
static void says(const char *name, const char *text, size_t k, const char *label,
                 double chance)
{
    fc_fasttext *m;
    fc_fasttext_work *w;
    fc_fasttext_guess guess[9];
    fc_fasttext_query ask = { k + 1, 0, -1 };
    size_t n;
    fc_err err;
    if (fc_fasttext_open(path_of(name), &m, &err) != FC_OK)
        fail_msg("%s", err.msg);
    assert_int_equal(fc_fasttext_work_new(m, &w, &err), FC_OK);
    for (int again = 0; again < 2; again++) {   /* the second time from the cache of
                                                   words */
        assert_int_equal(fc_fasttext_predict(w, fc_str_of(text), &ask, guess, &n, &err),
                         FC_OK);
        assert_int_equal(n, k + 1);
        assert_string_equal(m->label_names[guess[k].label], label);
        if (fabs(fc_fasttext_chance(&guess[k]) - chance) > 1e-5)
            fail_msg("%s: %s: %.7f, fastText says %.7f", name, text,
                     fc_fasttext_chance(&guess[k]), chance);
    }
    fc_fasttext_work_free(w);
    fc_fasttext_close(m);
}

static void as_fasttext(void **state)
{
    static const char rain[] = "the rain and the river near water";
    static const char mixed[] = "it of bread 麦 very dough";
    (void)state;
    says("softmax.bin", rain, 0, "rain", 0.996371);
    says("softmax.bin", mixed, 1, "rain", 0.00114974);
    says("softmax.bin", "nothing known zzz", 0, "rain", 0.801832);
    says("softmax.bin", "", 0, "rain", 1.00001);
    says("hs.bin", rain, 1, "train", 0.00611979);
    says("hs.bin", "nothing known zzz", 1, "train", 0.225539);
    says("ns.bin", rain, 0, "rain", 0.996065);
    says("ova.bin", mixed, 1, "rain", 0.00395541);
    says("words.bin", rain, 0, "rain", 0.999447);
    says("small.ftz", mixed, 0, "bread", 0.999724);
    says("small.ftz", "a0 a1", 1, "rain", 0.0215443);
    says("labels.ftz", "b0 c1 d2", 0, "n229", 0.00546314);
    says("labels.ftz", "a0 a1", 1, "n80", 0.0106217);
}

/* Of labels that are equally probable those come that fastText names, in its order. */
static void equal_labels(void **state)
{
    static const char text[] = "a0 b1 c2";
    (void)state;
    says("steps.bin", text, 2, "n19", 0.0675567);
    says("steps.bin", text, 3, "n16", 0.0675567);
    says("steps.bin", text, 4, "n19", 0.0675567);
    says("steps.bin", text, 6, "n16", 0.0675567);
}

/* Where a value lies on the edge of a step of the sigmoid, it is added up as fastText
 * does. */
static void on_the_edge(void **state)
{
    char text[3001] = "";
    (void)state;
    for (size_t at = 0; at < 2400; at += 12)
        memcpy(text + at, "since check ", 13);
    says("steps.bin", text, 4, "n20", 0.164526);
    text[0] = 0;
    for (size_t at = 0; at < 3000; at += 6)
        memcpy(text + at, "f1 if ", 7);
    says("steps.bin", text, 4, "n34", 0.0780882);
}

static void white_space_and_ends(void **state)
{
    (void)state;
    says("softmax.bin", "\t the\vrain \n and the\friver near\r\nwater  ", 0, "rain",
         0.996371);
    says("softmax.bin", "the rain and the river near water </s> bread bread", 0, "rain",
         0.996371);
    says("softmax.bin", "the __label__bread rain and __label__none the river near water",
         0, "rain", 0.996371);
}

/* What is worked out for a block of labels at a time is that of each by itself, for any
 * number of labels, and a value that is not finite is seen. */
static void blocks_of_labels(void **state)
{
    enum { DIM = 5, MOST = 50 };
    float rows[MOST * DIM], out[64], vector[DIM] = { 0.3F, -2, 1, 0.5F, 7 };
    float room[DIM];
    fc_err err;
    (void)state;
    for (size_t labels = 1; labels <= MOST; labels++) {
        fc_fasttext m = { .dim = DIM, .labels = labels };
        double z = 0, max = -INFINITY;
        for (size_t i = 0; i < labels * DIM; i++)
            rows[i] = (float)(i * 37 % 101) / 50 - 1;
        m.output = (fc_fasttext_matrix){ .rows = labels, .columns = DIM,
                                         .plain = (const char *)rows };
        assert_int_equal(fc_fasttext_turn(&m, &err), FC_OK);
        assert_true(!m.turned == (labels < FC_FASTTEXT_BLOCK));
        assert_true(fc_fasttext_products(&m, vector, room, out));
        for (size_t i = 0; i < labels; i++) {
            float by_itself = fc_fasttext_dot(&m.output, i, vector);
            assert_true(fabsf(out[i] - by_itself) <= (m.turned ? 0 : 1e-5F));
            max = fmax(max, (double)out[i]);
        }
        for (size_t i = 0; i < labels; i++)
            z += exp((double)out[i] - max);
        assert_true((double)fc_fasttext_max(out, labels) == max);
        assert_true(fabs(fc_fasttext_sum_exp(out, labels, (float)max) / z - 1) < 2e-6);
        free(m.turned);
        m.turned = NULL;
        rows[labels * DIM - 1] = INFINITY;
        assert_int_equal(fc_fasttext_turn(&m, &err), FC_OK);
        assert_false(fc_fasttext_products(&m, vector, room, out));
        free(m.turned);
    }
}

static void one_label(void **state)
{
    fc_fasttext *m;
    fc_fasttext_work *w;
    fc_fasttext_guess guess[2];
    fc_fasttext_query ask = { 1, 0, -1 };
    size_t n;
    fc_err err;
    (void)state;
    assert_int_equal(fc_fasttext_open(path_of("hs.bin"), &m, &err), FC_OK);
    assert_int_equal(fc_fasttext_work_new(m, &w, &err), FC_OK);
    while (strcmp(m->label_names[++ask.only], "train") != 0) {}
    fc_str text = FC_STR("the rain and the river near water");
    assert_int_equal(fc_fasttext_predict(w, text, &ask, guess, &n, &err), FC_OK);
    assert_int_equal(n, 1);
    assert_true(fabs(fc_fasttext_chance(&guess[0]) - 0.00611979) < 1e-5);
    ask.min = 0.5;
    assert_int_equal(fc_fasttext_predict(w, text, &ask, guess, &n, &err), FC_OK);
    assert_int_equal(n, 0);
    fc_fasttext_work_free(w);
    fc_fasttext_close(m);
}

/* ---------------------------------------------------------------- refused */

static void refuses(const fc_buf *b, size_t n, const char *want)
{
    fc_fasttext *m;
    fc_err err = { FC_OK, 0, "" };
    assert_true(fc_fasttext_open_bytes("x", (fc_str){ b->p, n }, &m, &err) != FC_OK);
    if (!strstr(err.msg, want))
        fail_msg("'%s' does not say '%s'", err.msg, want);
}

static void cut_anywhere(void **state)
{
    static const char *const names[] = { "softmax.bin", "small.ftz", "labels.ftz" };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        fc_buf b = bytes_of(names[i]);
        for (size_t n = 0; n < b.n; n++)
            refuses(&b, n, "fastText model x: ");
        fc_buf_free(&b);
    }
}

static void bytes_behind_the_end(void **state)
{
    static const char *const names[] = { "softmax.bin", "hs.bin", "small.ftz",
                                         "labels.ftz" };
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        fc_buf b = bytes_of(names[i]), more = bytes_of(names[i]);
        size_t n = b.n;
        fc_buf_char(&b, '\0');
        refuses(&b, b.n, "1 byte stands behind its end");
        b.n = n;
        fc_buf_add(&b, more.p, more.n);
        refuses(&b, b.n, "bytes stand behind its end");
        fc_buf_free(&more);
        fc_buf_free(&b);
    }
}

/* The model with one number of its head changed. */
static void changed(size_t at, int32_t v, const char *want)
{
    fc_buf b = bytes_of("softmax.bin");
    memcpy(b.p + at, &v, 4);
    refuses(&b, b.n, want);
    fc_buf_free(&b);
}

static void odd_heads(void **state)
{
    enum {
        VERSION = 4,
        DIM = 8,
        NGRAMS = 28,
        LOSS = 32,
        MODEL = 36,
        BUCKET = 40,
        MAXN = 48,
        ENTRIES = 64,
        WORDS = 68,
        LABELS = 72
    };
    (void)state;
    changed(0, 7, "not a model of fastText");
    changed(VERSION, 13, "the version is 13");
    changed(DIM, 0, "dim is 0");
    changed(DIM, 5, "columns of the input is 4");
    changed(DIM, INT32_MAX, "dim is 2147483647");
    changed(NGRAMS, 1 << 30, "wordNgrams is");
    changed(LOSS, 9, "loss is 9");
    changed(MODEL, 1, "not a classifier");
    changed(BUCKET, 0, "bucket is 0");
    changed(BUCKET, 61, "rows of the input");
    changed(MAXN, -1, "maxn is -1");
    changed(ENTRIES, INT32_MAX, "words is");
    changed(ENTRIES, -1, "number of entries is -1, expected 1 to");
    changed(WORDS, 1, "number of words is 1");
    changed(LABELS, 0, "number of labels is 0");
}

static void not_finite(void **state)
{
    fc_buf b = bytes_of("softmax.bin");
    float v = NAN;
    fc_fasttext *m;
    fc_fasttext_work *w;
    fc_fasttext_guess guess[2];
    fc_fasttext_query ask = { 1, 0, -1 };
    size_t n;
    fc_err err = { FC_OK, 0, "" };
    (void)state;
    memcpy(b.p + b.n - 4, &v, 4);
    assert_int_equal(fc_fasttext_open_bytes("x", (fc_str){ b.p, b.n }, &m, &err), FC_OK);
    assert_int_equal(fc_fasttext_work_new(m, &w, &err), FC_OK);
    assert_int_equal(fc_fasttext_predict(w, FC_STR("rain"), &ask, guess, &n, &err),
                     FC_ECONFIG);
    assert_non_null(strstr(err.msg, "fastText model x: "));
    assert_non_null(strstr(err.msg, "not finite"));
    fc_fasttext_work_free(w);
    fc_fasttext_close(m);
    fc_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_fasttext),
        cmocka_unit_test(white_space_and_ends),
        cmocka_unit_test(equal_labels),
        cmocka_unit_test(on_the_edge),
        cmocka_unit_test(blocks_of_labels), cmocka_unit_test(one_label),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(bytes_behind_the_end),
        cmocka_unit_test(odd_heads),
        cmocka_unit_test(not_finite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
