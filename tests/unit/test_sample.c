/* test_sample.c - sample, head and cat. */
#include "base/str.h"
#include "stage_harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { MANY = 20000 };

/* Runs documents "0" ... through the command; kept[i] tells which passed. */
static size_t run_many(const char *command, bool *kept, bool by_text)
{
    static stage_harness h;
    size_t n = 0;
    memset(&h, 0, sizeof h);
    harness_open(&h, command);
    for (int i = 0; i < MANY; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        fc_doc d = harness_doc(by_text ? "" : name, by_text ? name : "x");
        harness_run(&h, &d);
        kept[i] = h.result == FC_KEEP;
        n += kept[i];
        if (!kept[i])
            assert_string_equal(harness_reason(&h, h.result), "not-sampled");
    }
    harness_close(&h);
    return n;
}

static void samples(void **state)
{
    static bool tenth[MANY], third[MANY], other[MANY], text[MANY];
    size_t both = 0;
    (void)state;
    size_t n = run_many("sample --rate 0.1", tenth, false);
    assert_in_range(n, MANY / 10 - 200, MANY / 10 + 200);
    run_many("sample --rate 0.3", third, false);
    for (int i = 0; i < MANY; i++)
        assert_true(!tenth[i] || third[i]);
    run_many("sample --rate 0.1 --seed 1", other, false);
    for (int i = 0; i < MANY; i++)
        both += tenth[i] && other[i];
    assert_in_range(both, MANY / 100 - 80, MANY / 100 + 80);
    assert_int_equal(run_many("sample --rate 0.1", text, true), n);
    assert_memory_equal(text, tenth, sizeof text);
    assert_int_equal(run_many("sample --rate 1", text, false), MANY);
    assert_int_equal(run_many("sample --rate 0", text, false), 0);
}

static void sample_options(void **state)
{
    (void)state;
    harness_refuses("sample", NULL, "rate");
    harness_refuses("sample --rate 1.5", NULL, "rate");
    harness_refuses("sample --rate 0.1 --seed -1", NULL, "seed");
}

static void head_stops(void **state)
{
    static stage_harness h;
    (void)state;
    for (int all = 0; all < 2; all++) {
        memset(&h, 0, sizeof h);
        harness_open(&h, all ? "head 2 --read-all" : "head 2");
        for (int i = 0; i < 4; i++) {
            fc_doc d = harness_doc("a", "b");
            harness_run(&h, &d);
            assert_int_equal(h.result == FC_KEEP, i < 2);
            assert_int_equal(h.stop, i == 1 && !all);
        }
        assert_string_equal(harness_reason(&h, h.result), "after-head");
        harness_close(&h);
    }
    harness_refuses("head 0", NULL, "N");
}

static void cat_passes_all(void **state)
{
    static stage_harness h;
    (void)state;
    memset(&h, 0, sizeof h);
    harness_open(&h, "cat");
    fc_doc d = harness_doc("a", "b"), r = { .kind = FC_RECORD };
    harness_run(&h, &d);
    assert_int_equal(h.result, FC_KEEP);
    harness_run(&h, &r);
    assert_int_equal(h.result, FC_KEEP);
    harness_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples),
        cmocka_unit_test(sample_options),
        cmocka_unit_test(head_stops),
        cmocka_unit_test(cat_passes_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
