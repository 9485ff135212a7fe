/* test_subspace.c - directions of documents made up for it, and what is folded back. */
#include "classifiers/subspace.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { N = 40, FEATURES = 8 };
static const float factor[FC_FAMILY_PARTS] = { 2, 1, 1, 1, 1 };

/* Document i has a times the features 0 and 1, and b times 2 and 3 and, in a second part,
 * 2 b times 4: two directions, as the first part counts twice. 5 is the same in all. */
static void make_documents(fc_vector x[N], fc_node node[N][6])
{
    for (int i = 0; i < N; i++) {
        float a = (float)(i % 5), b = (float)(i * 7 % 11);
        const fc_node nodes[6] = { { 0, a }, { 1, a }, { 2, b },
                                   { 3, b }, { 5, 3 }, { 4, 2 * b } };
        for (int k = 0; k < 6; k++)
            node[i][k] = nodes[k];
        x[i] = (fc_vector){ node[i], { 5, 6, 6, 6, 6, 6, 6 } };
    }
}

static fc_subspace *find(const fc_vector *x, fc_arena *a)
{
    fc_subspace *s = fc_zalloc(a, 1, sizeof *s);
    fc_subspace_find(x, N, FEATURES, factor, a, s);
    return s;
}

/* How far (v, 0 ...) of this length lies within the space. */
static double share(const fc_subspace *s, const double v[FEATURES])
{
    double sum = 0;
    for (size_t k = 0; k < FC_DIRECTIONS; k++) {
        double along = 0;
        for (size_t i = 0; i < FEATURES; i++)
            along += v[i] * s->direction[i * FC_DIRECTIONS + k];
        sum += along * along;
    }
    return sum;
}

static void what_goes_together_is_found(void **state)
{
    const double half = sqrt(0.5), third = sqrt(1.0 / 3);
    fc_vector x[N];
    fc_node node[N][6];
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    make_documents(x, node);
    const fc_subspace *s = find(x, &a);
    assert_true(fabs(share(s, (double[FEATURES]){ half, half }) - 1) < 1e-3);
    assert_true(
        fabs(share(s, (double[FEATURES]){ 0, 0, third, third, third }) - 1) < 1e-3);
    assert_true(share(s, (double[FEATURES]){ half, -half }) < 1e-3);
    assert_true(share(s, (double[FEATURES]){ [5] = 1 }) < 1e-3);
    assert_true(share(s, (double[FEATURES]){ [6] = 1 }) == 0);
    fc_arena_free(&a);
}

static void coordinates_have_no_mean(void **state)
{
    double sum[FC_DIRECTIONS] = { 0 };
    float at[FC_DIRECTIONS];
    fc_vector x[N];
    fc_node node[N][6];
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    make_documents(x, node);
    const fc_subspace *s = find(x, &a);
    for (int i = 0; i < N; i++) {
        fc_subspace_place(s, &x[i], at);
        for (int k = 0; k < FC_DIRECTIONS; k++)
            sum[k] += at[k];
    }
    for (int k = 0; k < FC_DIRECTIONS; k++)
        assert_true(fabs(sum[k]) < 1e-2);
    fc_arena_free(&a);
}

/* Weights over features and coordinates give what the folded ones give over features. */
static void folding_changes_no_value(void **state)
{
    enum { STRIDE = 4, ROWS = FEATURES + FC_DIRECTIONS + 1 };
    static float weights[ROWS * STRIDE];
    double before[N];
    float at[FC_DIRECTIONS];
    fc_vector x[N];
    fc_node node[N][6];
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    make_documents(x, node);
    const fc_subspace *s = find(x, &a);
    for (int r = 0; r < ROWS; r++)
        weights[r * STRIDE] = (float)(r * 37 % 17) / 16 - 0.4f;
    for (int fold = 0; fold < 2; fold++) {
        for (int i = 0; i < N; i++) {
            double v = weights[(ROWS - 1) * STRIDE];
            for (int k = 0; k < 6; k++)
                v += factor[k == 5] * node[i][k].value *
                     weights[node[i][k].index * STRIDE];
            fc_subspace_place(s, &x[i], at);
            for (int k = 0; k < FC_DIRECTIONS; k++)
                v += 1.5 * at[k] * weights[(FEATURES + k) * STRIDE];
            if (fold)
                assert_true(fabs(v - before[i]) < 1e-3 * (1 + fabs(v)));
            before[i] = v;
        }
        if (!fold)
            fc_subspace_fold(s, 1.5f, FEATURES, weights, STRIDE,
                             &weights[(ROWS - 1) * STRIDE]);
    }
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_together_is_found),
        cmocka_unit_test(coordinates_have_no_mean),
        cmocka_unit_test(folding_changes_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
