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
    fc_linear_data d = { x, 2, 1, 2, sides, factor, y, cost, NULL };
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
    fc_linear_data d = { x, 3, 1, 1, sides, factor, y, cost, NULL };
    float w[8];
    (void)state;
    assert_int_equal(fc_linear_train(&d, w, NULL), FC_OK);
    near(w[0], 12.0 / 13);
    near(w[4], 0);
}

/* The same of a choice's columns together, among columns of other kinds: each column of a
 * choice of two mirrors the other; of the column before it and behind it nothing changes.
 * The third example costs nothing. */
static void choices_have_margins(void **state)
{
    static fc_node node[] = { { 0, 1 }, { 0, -1 }, { 0, -9 } };
    const fc_vector x[] = { { node, { 1, 1, 1, 1, 1, 1, 1 } },
                            { node + 1, { 1, 1, 1, 1, 1, 1, 1 } },
                            { node + 2, { 1, 1, 1, 1, 1, 1, 1 } } };
    static const bool sides[] = { false, true, true, false };
    static const float factor[4 * FC_PARTS] = { 1, 1, 1, 1 };
    static const float y[] = { 3, 1, -1, 3, -1, -1, 1, -1, 0, 1, -1, 0 };
    static const float cost[] = { 2, 3, 3, 2, 2, 3, 3, 2, 0, 0, 0, 0 };
    static const uint32_t together[] = { 0, 2, 0, 0 };
    fc_linear_data d = { x, 3, 1, 4, sides, factor, y, cost, together };
    float w[8];
    (void)state;
    assert_int_equal(fc_linear_train(&d, w, NULL), FC_OK);
    near(w[0], 16.0 / 9);
    near(w[3], 16.0 / 9);
    near(w[4], 8.0 / 9);
    near(w[7], 8.0 / 9);
    within(0.02, w[1], 12.0 / 13);
    within(0.02, w[2], -12.0 / 13);
    within(0.02, w[5], 0);
    within(0.02, w[6], 0);
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

enum { LABELS = 19 };

/* Choices of more labels than fit into a vector: nearly the values of liblinear, and the
 * same bits every time. */
static void choices_are_as_liblinear_has_them(void **state)
{
    static problem p;
    static bool sides[LABELS];
    static float factor[FC_PARTS * LABELS], y[N * LABELS], cost[N * LABELS];
    static float one[(FEATURES + 1) * 20], all[(FEATURES + 1) * 20];
    static float again[(FEATURES + 1) * 20];
    static const uint32_t together[LABELS] = { LABELS };
    float alone[40], joint[40];
    size_t same = 0;
    (void)state;
    fill(&p);
    for (size_t c = 0; c < LABELS; c++)
        sides[c] = true;
    for (size_t c = 0; c < FC_PARTS * LABELS; c++)
        factor[c] = 1;
    for (size_t i = 0; i < N; i++)
        for (size_t c = 0; c < LABELS; c++) {
            size_t own = (p.node[i][0].index + 5 * p.node[i][1].index) % LABELS;
            y[i * LABELS + c] = c == own ? 1 : -1;
            cost[i * LABELS + c] = i % 5 == 0 ? 0 : c == own ? 0.02f : 0.01f;
        }
    fc_linear_data d = { p.x, N, FEATURES, LABELS, sides, factor, y, cost, NULL };
    assert_int_equal(fc_linear_train(&d, one, NULL), FC_OK);
    d.together = together;
    assert_int_equal(fc_linear_train(&d, all, NULL), FC_OK);
    assert_int_equal(fc_linear_train(&d, again, NULL), FC_OK);
    assert_memory_equal(all, again, sizeof all);
    for (size_t i = 0; i < N; i++) {
        size_t best[2] = { 0, 0 };
        fc_linear_dot(&d, &p.x[i], one, alone);
        fc_linear_dot(&d, &p.x[i], all, joint);
        for (size_t c = 0; c < LABELS; c++) {
            within(0.5, joint[c], alone[c]);
            best[0] = alone[c] > alone[best[0]] ? c : best[0];
            best[1] = joint[c] > joint[best[1]] ? c : best[1];
        }
        same += best[0] == best[1];
    }
    assert_true(same > N * 95 / 100);
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
    fc_linear_data d = { &a, 1, 2, 1, sides, factor, y, cost, NULL };
    fc_linear_data e = { &b, 1, 2, 1, sides, one, y, cost, NULL };
    float w[12], v[12], out[8], same[8];
    (void)state;
    assert_int_equal(fc_linear_train(&d, w, NULL), FC_OK);
    assert_int_equal(fc_linear_train(&e, v, NULL), FC_OK);
    fc_linear_dot(&d, &a, w, out);
    fc_linear_dot(&e, &b, v, same);
    near(out[0], same[0]);
    near(w[0], v[0]);
}

/* Whatever rand() was seeded with and has given before. */
static void same_bits_every_time(void **state)
{
    static problem p;
    static float first[(FEATURES + 1) * 8], again[(FEATURES + 1) * 8];
    (void)state;
    fill(&p);
    fc_linear_data d = { p.x,      N,   FEATURES, COLUMNS, p.sides,
                         p.factor, p.y, p.cost,   NULL };
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
    fc_linear_data d = { x, 2, 1, 2, sides, factor, y, cost, NULL };
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
    fc_linear_data d = { p.x,      N,   FEATURES, COLUMNS, p.sides,
                         p.factor, p.y, p.cost,   NULL };
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
        cmocka_unit_test(choices_have_margins),
        cmocka_unit_test(choices_are_as_liblinear_has_them),
        cmocka_unit_test(sides_have_costs),
        cmocka_unit_test(factors_multiply_parts),
        cmocka_unit_test(same_bits_every_time),
        cmocka_unit_test(no_step_is_better),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
