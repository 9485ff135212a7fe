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
    double v[] = { 5, 1, 4, 2, 3, 10, 9, 8, 7, 6 };
    (void)state;
    assert_true(fc_fit_cut(v, 10, 1) == 1);
    assert_true(fc_fit_cut(v, 10, 0.95) == 1);
    assert_true(fc_fit_cut(v, 10, 0.9) == 2);
    assert_true(fc_fit_cut(v, 10, 0.5) == 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_odds),
        cmocka_unit_test(half_of_the_items),
        cmocka_unit_test(cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
