/* test_seeds.c - a seed has exactly its keys. */
#include "base/str.h"
#include "stage_harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void names(const fc_fields *f, char *out)
{
    out[0] = '\0';
    for (size_t i = 0; i < f->n; i++) {
        strncat(out, f->v[i].name.p, f->v[i].name.n);
        strcat(out, " ");
    }
}

static void a_seed(void **state)
{
    static stage_harness h;
    char got[200];
    (void)state;
    memset(&h, 0, sizeof h);
    harness_open(&h, "seeds");
    fc_doc d = harness_doc("a#1", "Text.");
    fc_set_str(&d.extra, &h.keep, "added", FC_STR("2024"));
    fc_set_str(&d.meta, &h.keep, "url", FC_STR("u"));
    fc_set_str(&d.meta, &h.keep, "charset", FC_STR("utf-8"));
    fc_set_num(&d.meta, &h.keep, "offset", 7, 0);
    fc_set_num(&d.attr, &h.keep, "edu", 3, 0);
    fc_set_str(&d.attr, &h.keep, "kept", FC_STR("edu > 1 [edu=3]"));
    for (int again = 0; again < 2; again++) {   /* a seed stays what it is */
        harness_run(&h, &d);
        assert_int_equal(h.result, FC_KEEP);
        names(&d.extra, got);
        assert_string_equal(got, "why ");
        assert_true(fc_str_is(harness_str(&d.extra, "why"), "edu > 1 [edu=3]"));
        names(&d.meta, got);
        assert_string_equal(got, "seed offset url ");
        assert_true(harness_num(&d.meta, "seed") == 1);
        names(&d.attr, got);
        assert_string_equal(got, "edu ");
    }
    d = harness_doc("b", "Bare.");
    harness_run(&h, &d);
    assert_int_equal(h.result, FC_KEEP);
    assert_non_null(fc_fields_get(&d.extra, FC_STR("why")));
    d = harness_doc("c", " \n");
    harness_run(&h, &d);
    assert_string_equal(harness_reason(&h, h.result), "no-text");
    harness_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_seed) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
