/* test_rounding.c - weights on the steps of a model file: where they may lie, and what is
 * left of the documents' values. */
#include "classifiers/rounding.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { DOCUMENTS = 300, FEATURES = 60, EACH = 12, COLUMNS = 3 };

static const float alpha[FC_FAMILIES] = { 1, 0.5f, 1, 1, 1 };
static float idf[FEATURES + 1];
static fc_node nodes[DOCUMENTS][EACH];
static fc_vector x[DOCUMENTS];
static fc_vectors vectors;

/* A sequence of whole numbers without a pattern. */
static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

/* Twelve features in a document, half of them of the second family. */
static void make_documents(void)
{
    uint32_t state = 1;
    for (int i = 0; i <= FEATURES; i++)
        idf[i] = i < FEATURES ? 1 + (float)(i % 7) / 4 : 1;
    for (int d = 0; d < DOCUMENTS; d++) {
        for (uint32_t k = 0; k < EACH; k++)
            nodes[d][k] = (fc_node){ (next(&state) % 5 + k * 5) % FEATURES,
                                     0.2f + (float)(next(&state) % 8) / 8 };
        x[d] = (fc_vector){ nodes[d], { EACH / 2, EACH, EACH, EACH, EACH, EACH, EACH } };
    }
    vectors = (fc_vectors){ .n = DOCUMENTS, .x = x, .rows = FEATURES, .idf = idf };
}

/* Most are small, some are large, as trained weights are. */
static void make_weights(float *w, size_t stride)
{
    uint32_t state = 7;
    for (uint32_t i = 0; i <= FEATURES; i++)
        for (uint32_t j = 0; j < stride; j++)
            w[i * stride + j] = ((float)(next(&state) % 201) / 100 - 1) *
                                (next(&state) % 9 ? 0.1f : 1);
}

static double value(int d, const float *w, size_t stride, uint32_t column)
{
    double v = 0;
    for (uint32_t k = 0; k < EACH; k++)
        v += (double)alpha[k >= EACH / 2] * nodes[d][k].value *
             w[nodes[d][k].index * stride + column];
    return v;
}

/* The mean square by which the values of the documents differ. */
static double difference(const float *w, size_t stride_w, const float *u, size_t stride,
                         uint32_t column)
{
    double sum = 0;
    for (int d = 0; d < DOCUMENTS; d++) {
        double off = value(d, w, stride_w, column) - value(d, u, stride, column);
        sum += off * off;
    }
    return sum / DOCUMENTS;
}

static void weights_lie_on_steps(void **state)
{
    static float w[(FEATURES + 1) * COLUMNS], before[(FEATURES + 1) * COLUMNS];
    (void)state;
    make_documents();
    for (uint32_t turn = 0; turn < 2 * COLUMNS; turn++) {
        float scale[COLUMNS];
        uint32_t columns = turn / 2 + 1;
        bool narrow = turn % 2;
        double most = narrow ? 7 : 127;
        fc_rounding r;
        fc_arena a;
        fc_arena_init(&a);
        make_weights(w, columns);
        memcpy(before, w, sizeof w);
        fc_rounding_prepare(&vectors, alpha, narrow, &a, &r);
        fc_rounding_apply(&r, w, columns, columns, scale, &a);
        for (uint32_t i = 0; i < FEATURES; i++)
            for (uint32_t j = 0; j < columns; j++) {
                double steps = (double)w[i * columns + j] * idf[i] / scale[j];
                assert_true(fabs(steps - rint(steps)) < 1e-3);
                assert_true(fabs(steps) <= most + 1e-3);
            }
        assert_memory_equal(w + FEATURES * columns, before + FEATURES * columns,
                            columns * sizeof *w);
        fc_arena_free(&a);
    }
}

/* Nearest steps of the same scale, without mending, leave more than that. */
static void values_change_less_than_by_nearest_steps(void **state)
{
    static float exact[(FEATURES + 1) * COLUMNS], w[(FEATURES + 1) * COLUMNS],
        nearest[(FEATURES + 1) * COLUMNS];
    float scale[COLUMNS];
    fc_rounding r;
    fc_arena a;
    (void)state;
    make_documents();
    make_weights(exact, COLUMNS);
    memcpy(w, exact, sizeof w);
    fc_arena_init(&a);
    fc_rounding_prepare(&vectors, alpha, true, &a, &r);
    fc_rounding_apply(&r, w, COLUMNS, COLUMNS, scale, &a);
    for (uint32_t j = 0; j < COLUMNS; j++) {
        for (uint32_t i = 0; i < FEATURES; i++) {
            double steps = rint((double)exact[i * COLUMNS + j] * idf[i] / scale[j]);
            steps = fmax(-7, fmin(7, steps));
            nearest[i * COLUMNS + j] = (float)(steps * scale[j] / idf[i]);
        }
        double left = difference(exact, COLUMNS, w, COLUMNS, j);
        assert_true(left * 1.2 < difference(exact, COLUMNS, nearest, COLUMNS, j));
    }
    fc_arena_free(&a);
}

static void without_weights_or_documents(void **state)
{
    static float w[(FEATURES + 1) * COLUMNS];
    float scale[COLUMNS];
    fc_rounding r;
    fc_arena a;
    (void)state;
    make_documents();
    fc_arena_init(&a);
    memset(w, 0, sizeof w);
    fc_rounding_prepare(&vectors, alpha, true, &a, &r);
    fc_rounding_apply(&r, w, COLUMNS, COLUMNS, scale, &a);
    for (size_t i = 0; i < sizeof w / sizeof *w; i++)
        assert_true(w[i] == 0);
    vectors.n = 0;
    make_weights(w, COLUMNS);
    fc_rounding_prepare(&vectors, alpha, true, &a, &r);
    fc_rounding_apply(&r, w, COLUMNS, COLUMNS, scale, &a);
    for (uint32_t j = 0; j < COLUMNS; j++)
        assert_true(scale[j] > 0 && isfinite(scale[j]));
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_lie_on_steps),
        cmocka_unit_test(values_change_less_than_by_nearest_steps),
        cmocka_unit_test(without_weights_or_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
