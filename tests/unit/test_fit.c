/* test_fit.c - logistic regression against what is known of its solution; cuts by
 * recall. */
#include "core/fit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { N = 2000 };

static void known_odds(void **state)
{
    /* One part, 0 or 1: half of the items each; of those with 0 one in ten is wanted, of
     * those with 1 nine in ten: the bias is ln(1/9), the weight 2 ln 9 (decay takes a
     * little). */
    static double x[2 * N];
    static unsigned char wanted[N];
    double w[FC_FIT_PARTS + 1];
    (void)state;
    for (size_t i = 0; i < N; i++) {
        x[2 * i] = (double)(i % 2);
        x[2 * i + 1] = 7;               /* never changes */
        wanted[i] = i % 2 ? i / 2 % 10 != 0 : i / 2 % 10 == 0;
    }
    fc_fit_logistic(x, wanted, NULL, N, 2, w);
    assert_true(fabs(w[2] + log(9)) < 0.05);
    assert_true(fabs(w[0] - 2 * log(9)) < 0.1);
    assert_true(w[1] == 0);
}

static void half_of_the_items(void **state)
{
    static double x[N];
    static unsigned char wanted[N], use[N];
    double w[FC_FIT_PARTS + 1];
    (void)state;
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)(i / 2 % 100);
        use[i] = i % 2 == 0;
        wanted[i] = use[i] ? x[i] > 50 : x[i] < 50;     /* the others say the contrary */
    }
    fc_fit_logistic(x, wanted, use, N, 1, w);
    assert_true(w[0] > 0);
    assert_true(fabs(-w[1] / w[0] - 50.5) < 1);         /* where the value is 0 */
}

static void cuts(void **state)
{
    double v[] = { 5, 1, 4, 2, 3, 9, 8, 7, 6 };     /* leave 10 places to others */
    (void)state;
    assert_true(fc_fit_cut(v, 9, 1, 0) == 1);
    assert_true(fc_fit_cut(v, 9, 0.95, 0) == 1);
    assert_true(fc_fit_cut(v, 9, 0.9, 0) == 1);
    assert_true(fc_fit_cut(v, 9, 0.8, 0) == 2);
    assert_true(fc_fit_cut(v, 9, 0.5, 0) == 5);
    assert_true(fc_fit_cut(v, 9, 0.01, 0) == 9);
    assert_true(fc_fit_cut(v, 1, 0.01, 0) == 1);
}

/* By the table of the binomial distribution: of 20 the lowest quarter has at least 3 with
 * probability .909, at least 4 with .775, at least 8 with .102. */
static void sure_cuts(void **state)
{
    double v[20];
    (void)state;
    for (size_t i = 0; i < 20; i++)
        v[i] = (double)(i + 1);
    assert_true(fc_fit_cut(v, 20, 0.75, 0) == 5);
    assert_true(fc_fit_cut(v, 20, 0.75, 0.9) == 3);
    assert_true(fc_fit_cut(v, 20, 0.75, 0.78) == 3);
    assert_true(fc_fit_cut(v, 20, 0.75, 0.77) == 4);
    assert_true(fc_fit_cut(v, 20, 0.75, 0.11) == 7);
    assert_true(fc_fit_cut(v, 20, 0.75, 0.10) == 8);
    assert_true(fc_fit_cut(v, 20, 0.99, 0.9) == 1);     /* too few to promise it */
    assert_true(fc_fit_cut(v, 20, 1, 0.9) == 1);
}

/* Cuts of many samples of a known kind, numbers from 0 to 1: what they promise. */
static void promises(void **state)
{
    enum { SAMPLES = 4000, ITEMS = 120 };
    double v[ITEMS], sum = 0;
    uint64_t seed = 1;
    int kept = 0;
    (void)state;
    for (int s = 0; s < SAMPLES; s++) {
        for (int i = 0; i < ITEMS; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            v[i] = (double)(seed >> 11) / 9007199254740992.0;
        }
        sum += 1 - fc_fit_cut(v, ITEMS, 0.95, 0);       /* the recall among all numbers */
        kept += 1 - fc_fit_cut(v, ITEMS, 0.95, 0.8) >= 0.95;
    }
    assert_true(sum / SAMPLES >= 0.949 && sum / SAMPLES < 0.96);
    assert_true(kept > 0.79 * SAMPLES && kept < 0.9 * SAMPLES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_odds),
        cmocka_unit_test(half_of_the_items),
        cmocka_unit_test(cuts),
        cmocka_unit_test(sure_cuts),
        cmocka_unit_test(promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
