/* test_evaluate.c - measures of agreement and calibration against values worked out by
 * hand. */
#include "base/str.h"
#include "classifiers/calibrate.h"
#include "classifiers/evaluate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define JUDGED(t, g) { (t), (g), 0, "", "" }

static void near(double v, double expected)
{
    if (!(fabs(v - expected) < 1e-9))
        fail_msg("%.12g is not %.12g", v, expected);
}

static void spearman(void **state)
{
    /* ranks 1 2 3 4 5 and 2 1 4 3 5: 1 - 6 * 4 / (5 * 24) */
    static const fc_judged a[] = { JUDGED(1, 20), JUDGED(2, 10), JUDGED(3, 40),
                                   JUDGED(4, 30), JUDGED(5, 50) };
    /* ranks 1.5 1.5 3.5 3.5 and 1 2 3 4: 4 / sqrt(4 * 5) */
    static const fc_judged b[] = { JUDGED(0, 1), JUDGED(0, 2), JUDGED(1, 3),
                                   JUDGED(1, 4) };
    static const fc_judged same[] = { JUDGED(1, 1), JUDGED(1, 2) };
    (void)state;
    near(fc_eval_spearman(a, 5), 0.8);
    near(fc_eval_spearman(b, 4), 4 / sqrt(20));
    assert_true(isnan(fc_eval_spearman(same, 2)));
    assert_true(isnan(fc_eval_spearman(a, 0)));
}

static void errors_and_kappa(void **state)
{
    static const fc_judged v[] = { JUDGED(0, 0.4), JUDGED(1, 1.6), JUDGED(2, 2),
                                   JUDGED(2, 0) };
    (void)state;
    near(fc_eval_mae(v, 4), (0.4 + 0.6 + 2) / 4);
    /* rounded 0 2 2 0; seen 0+1+0+4 = 5; chance: truth 1 1 2, given 2 0 2, over 4:
     * (1*2*4 + 1*2*1 + 1*2*1 + 2*2*4) / 4 = 7 */
    near(fc_eval_kappa(v, 4, 0, 2), 1 - 5.0 / 7);
}

static void cuts(void **state)
{
    static const fc_judged v[] = { JUDGED(0, 1), JUDGED(3, 2), JUDGED(1, 3), JUDGED(4, 4),
                                   JUDGED(5, 5) };
    (void)state;
    fc_cut c = fc_eval_cut(v, 5, 3);
    assert_int_equal(c.positive, 3);
    near(c.auc, 5.0 / 6);           /* of six pairs one is wrong: 3 given 2 below 1 given
                                       3 */
    near(c.precision, 2.0 / 3);
    near(c.recall, 2.0 / 3);
    near(c.f1, 2.0 / 3);
}

/* From the highest: 5 right, 4 right, 3 wrong, 2 right, 1 wrong, 0 wrong. */
static void what_passes(void **state)
{
    static const fc_judged v[] = { JUDGED(0, 1), JUDGED(3, 2), JUDGED(1, 3), JUDGED(4, 4),
                                   JUDGED(5, 5), JUDGED(0, 0) };
    fc_pass p;
    (void)state;
    fc_eval_pass_rate(v, 6, 3, 2, 0.5, &p);
    near(p.at, 3);
    near(p.kept, 0.5);
    near(p.precision, 2.0 / 3);
    near(p.recall, 2.0 / 3);
    fc_eval_pass_precision(v, 6, 3, 2, 0.75, &p);      /* 1, 1, 2/3, 3/4, 3/5, 1/2: the
                                                       lowest */
    near(p.at, 2);
    fc_eval_pass_precision(v, 6, 3, 2, 0.9, &p);
    near(p.at, 4);
    fc_eval_pass_f(v, 6, 3, 2, 1, &p);                 /* at 2: 2 * .75 * 1 / 1.75 */
    near(p.at, 2);
    near(p.recall, 1);
    fc_eval_pass_f(v, 6, 3, 2, 0.1, &p);               /* precision counts: at 4 */
    near(p.at, 4);
    fc_eval_pass_precision(v, 6, 9, 2, 0.5, &p);       /* nothing is right */
    assert_true(isnan(p.at));
}

static void labels(void **state)
{
    static const fc_judged v[] = { JUDGED(0, 0), JUDGED(0, 1), JUDGED(1, 1),
                                   JUDGED(2, 1) };
    (void)state;
    near(fc_eval_accuracy(v, 4), 0.5);
    near(fc_eval_macro_f1(v, 4, 3), (2.0 / 3 + 0.5 + 0) / 3);
}

static void reports_say_the_same(void **state)
{
    static fc_judged v[40];
    fc_buf text = FC_BUF_INIT, json = FC_BUF_INIT;
    (void)state;
    for (int i = 0; i < 40; i++)
        v[i] = (fc_judged){ i % 6, i % 6 + (i % 3) * 0.5, 0, i % 2 ? "en" : "de", "s" };
    fc_eval_report(v, 40, NULL, 0, 5, false, &text);
    fc_eval_report(v, 40, NULL, 0, 5, true, &json);
    assert_non_null(strstr(text.p, "set all: documents 40 spearman "));
    assert_non_null(strstr(text.p, "language de: documents 20 "));
    assert_non_null(strstr(json.p, "{\"set\":\"all\",\"documents\":40,\"spearman\":0."));
    assert_non_null(
        strstr(json.p, "\"languages\":[{\"language\":\"de\",\"documents\":20,"));
    assert_true(json.p[json.n - 2] == '}');
    fc_buf_free(&text);
    fc_buf_free(&json);
}

static void calibration_rises(void **state)
{
    static const double raw[] = { 1, 2, 3, 4, 5, 6 }, truth[] = { 0, 2, 1, 3, 3, 5 };
    float x[FC_CALIBRATE_POINTS], y[FC_CALIBRATE_POINTS];
    (void)state;
    /* 2,1 and 3,3 are pooled */
    assert_int_equal(fc_calibrate_fit(raw, truth, 6, x, y), 4);
    near(x[1], 2.5);
    near(y[1], 1.5);
    near(y[2], 3);
    near(y[3], 5);
    assert_int_equal(fc_calibrate_fit(raw, (double[]){ 1, 1 }, 2, x, y), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spearman),          cmocka_unit_test(errors_and_kappa),
        cmocka_unit_test(cuts),              cmocka_unit_test(labels),
        cmocka_unit_test(what_passes),
        cmocka_unit_test(reports_say_the_same), cmocka_unit_test(calibration_rises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
