/* test_linear.c - the solver against solutions worked out by hand, and its
 * determinism. */
#include "classifiers/linear_train.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { N = 200, FEATURES = 40, COLUMNS = 6, NODES = 8 };

static void within(double off, double v, double expected)
{
    if (!(fabs(v - expected) < off))
        fail_msg("%.6g is not %.6g", v, expected);
}

static void near(double v, double expected)
{
    within(2e-3, v, expected);
}

/* Two examples, x = 1 with y = 3 and x = -1 with y = -1, cost 2, bias b:
 * w^2/2 + b^2/2 + 2 (3 - w - b)^2 + 2 (-1 + w - b)^2 has its minimum where
 * 9 w = 16 and 9 b = 8. A cost of 0 takes the second example out: w = b = 12 / 9. */
static void numbers_are_ridge_regression(void **state)
{
    static fc_node node[] = { { 0, 1 }, { 0, -1 } };
    const fc_vector x[] = { { node, { 1, 1, 1, 1, 1, 1, 1 } },
                            { node + 1, { 1, 1, 1, 1, 1, 1, 1 } } };
    static const bool sides[] = { false, false };
    static const float factor[2 * FC_PARTS] = { 1, 1 }, y[] = { 3, 3, -1, -1 };
    static const float cost[] = { 2, 2, 2, 0 };
    fc_linear_data d = { x, 2, 1, 2, sides, factor, y, cost };
    float w[8];
    (void)state;
    assert_int_equal(fc_linear_stride(2), 4);
    assert_int_equal(fc_linear_train(&d, w, NULL), FC_OK);
    near(w[0], 16.0 / 9);
    near(w[4], 8.0 / 9);
    near(w[1], 12.0 / 9);
    near(w[5], 12.0 / 9);
}

/* x = 1 and x = -1 with sides + and -: b = 0 and w^2/2 + 2 * 3 (1 - w)^2 gives w = 12 /
 * 13. A third one far on its right side changes nothing. */
static void sides_have_a_margin(void **state)
{
    static fc_node node[] = { { 0, 1 }, { 0, -1 }, { 0, 50 } };
    const fc_vector x[] = { { node, { 1, 1, 1, 1, 1, 1, 1 } },
                            { node + 1, { 1, 1, 1, 1, 1, 1, 1 } },
                            { node + 2, { 1, 1, 1, 1, 1, 1, 1 } } };
    static const bool sides[] = { true };
    static const float factor[FC_PARTS] = { 1 }, y[] = { 1, -1, 1 }, cost[] = { 3, 3, 3 };
    fc_linear_data d = { x, 3, 1, 1, sides, factor, y, cost };
    float w[8];
    (void)state;
    assert_int_equal(fc_linear_train(&d, w, NULL), FC_OK);
    near(w[0], 12.0 / 13);
    near(w[4], 0);
}

/* A part's factor is as if its values were multiplied. */
static void factors_multiply_parts(void **state)
{
    static fc_node plain[] = { { 0, 1 }, { 1, 2 } }, scaled[] = { { 0, 3 }, { 1, 1 } };
    const fc_vector a = { plain, { 1, 2, 2, 2, 2, 2, 2 } };
    const fc_vector b = { scaled, { 1, 2, 2, 2, 2, 2, 2 } };
    static const bool sides[] = { false };
    static const float factor[FC_PARTS] = { 3, 0.5f }, one[FC_PARTS] = { 1, 1 };
    static const float y[] = { 2 }, cost[] = { 1 };
    fc_linear_data d = { &a, 1, 2, 1, sides, factor, y, cost };
    fc_linear_data e = { &b, 1, 2, 1, sides, one, y, cost };
    float w[12], v[12], out[8], same[8];
    (void)state;
    assert_int_equal(fc_linear_train(&d, w, NULL), FC_OK);
    assert_int_equal(fc_linear_train(&e, v, NULL), FC_OK);
    fc_linear_dot(&d, &a, w, out);
    fc_linear_dot(&e, &b, v, same);
    near(out[0], same[0]);
    near(w[0], v[0]);
}

typedef struct problem {
    fc_node node[N][NODES];
    fc_vector x[N];
    bool sides[COLUMNS];
    float factor[FC_PARTS * COLUMNS], y[N * COLUMNS], cost[N * COLUMNS];
} problem;

static void fill(problem *p)
{
    uint64_t r = 1;
    memset(p, 0, sizeof *p);
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < NODES; k++) {
            r = r * 6364136223846793005u + 1442695040888963407u;
            p->node[i][k] =
                (fc_node){ (uint32_t)(5 * k + (r >> 40) % 5), (float)(r >> 60) / 8 };
        }
        p->x[i] = (fc_vector){ p->node[i], { 4, 4, 6, 6, 8, 8, 8 } };
        for (size_t c = 0; c < COLUMNS; c++) {
            p->y[i * COLUMNS + c] =
                c % 2 ? (r >> (c + 30) & 1 ? 1 : -1) : (float)(r >> 61);
            float cost = c % 2 && p->y[i * COLUMNS + c] > 0 ? 0.06f : 0.03f;
            p->cost[i * COLUMNS + c] = (r >> (c + 20)) % 3 ? cost : 0;
        }
    }
    for (size_t c = 0; c < COLUMNS; c++)
        p->sides[c] = c % 2;
    for (size_t c = 0; c < FC_PARTS * COLUMNS; c++)
        p->factor[c] = 0.25f * (float)(1 + c % 3);
}

/* Whatever rand() was seeded with and has given before. */
static void same_bits_every_time(void **state)
{
    static problem p;
    static float first[(FEATURES + 1) * 8], again[(FEATURES + 1) * 8];
    (void)state;
    fill(&p);
    fc_linear_data d = { p.x, N, FEATURES, COLUMNS, p.sides, p.factor, p.y, p.cost };
    assert_int_equal(fc_linear_train(&d, first, NULL), FC_OK);
    srand(17);
    (void)rand();
    assert_int_equal(fc_linear_train(&d, again, NULL), FC_OK);
    assert_memory_equal(first, again, sizeof first);
}

/* Two costs pull the bias: w is 0 where x is, and b^2/2 + 3 (1 - b)^2 + 1 (1 + b)^2 has
 * its minimum at 9 b = 4, with one cost at 0; liblinear stops on the way. A side alone is
 * its margin: b^2/2 + (1 + b)^2 at 3 b = -2. */
static void sides_have_costs(void **state)
{
    static fc_node none[1];
    const fc_vector x[] = { { none, { 0 } }, { none, { 0 } } };
    static const bool sides[] = { true, true };
    static const float factor[2 * FC_PARTS] = { 1, 1 }, y[] = { 1, 1, -1, -1 };
    static const float cost[] = { 3, 0, 1, 1 };
    fc_linear_data d = { x, 2, 1, 2, sides, factor, y, cost };
    float w[8];
    (void)state;
    assert_int_equal(fc_linear_train(&d, w, NULL), FC_OK);
    near(w[0], 0);
    within(0.15, w[4], 4.0 / 9);
    near(w[5], -2.0 / 3);
}

/* Each column's objective is, to a thousandth, as low as at any small step away from
 * it. */
static double objective(const fc_linear_data *d, const float *w, size_t column)
{
    double sum = 0;
    for (size_t i = 0; i <= FEATURES; i++)
        sum += (double)w[i * 8 + column] * w[i * 8 + column] / 2;
    for (size_t i = 0; i < d->n; i++) {
        float out[16];
        fc_linear_dot(d, &d->x[i], w, out);
        double y = d->y[i * COLUMNS + column], off = y - out[column];
        if (d->sides[column])
            off = y * out[column] < 1 ? 1 - y * out[column] : 0;
        sum += d->cost[i * COLUMNS + column] * off * off;
    }
    return sum;
}

static void no_step_is_better(void **state)
{
    static problem p;
    static float w[(FEATURES + 1) * 8];
    (void)state;
    fill(&p);
    fc_linear_data d = { p.x, N, FEATURES, COLUMNS, p.sides, p.factor, p.y, p.cost };
    assert_int_equal(fc_linear_train(&d, w, NULL), FC_OK);
    for (size_t c = 0; c < COLUMNS; c++) {
        double best = objective(&d, w, c);
        for (size_t i = 0; i <= FEATURES; i++)
            for (int sign = -1; sign <= 1; sign += 2) {
                w[i * 8 + c] += 0.05f * (float)sign;
                if (objective(&d, w, c) < best - 1e-3 * best)
                    fail_msg("column %zu: %.6g is less than %.6g", c, objective(&d, w, c),
                             best);
                w[i * 8 + c] -= 0.05f * (float)sign;
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_ridge_regression),
        cmocka_unit_test(sides_have_a_margin),
        cmocka_unit_test(sides_have_costs),
        cmocka_unit_test(factors_multiply_parts),
        cmocka_unit_test(same_bits_every_time),
        cmocka_unit_test(no_step_is_better),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
