/* test_features.c - hashed features and measures. */
#include "base/str.h"
#include "classifiers/features.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static fc_features extract(fc_arena *a, const char *text, size_t window)
{
    fc_features f;
    fc_features_extract(fc_str_of(text), window, a, &f);
    return f;
}

static const fc_feature *find(const fc_features *f, int family, const char *text, const char *s)
{
    for (size_t i = 0; i < f->family[family].n; i++) {
        const fc_feature *x = &f->family[family].v[i];
        if (fc_str_is((fc_str){ text + x->at, x->n }, s))
            return x;
    }
    return NULL;
}

static void families_of_a_line(void **state)
{
    static const char text[] = "The cat, the Cat!";
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, text, 0);
    assert_int_equal(f.family[FC_WORDS].n, 2);              /* the, cat: folded */
    assert_int_equal(find(&f, FC_WORDS, text, "The")->count, 2);
    assert_int_equal(f.family[FC_PAIRS].n, 2);              /* the cat (twice), cat the */
    assert_int_equal(find(&f, FC_PAIRS, text, "The cat")->count, 2);
    assert_int_equal(f.family[FC_GRAMS].n, 4);              /* <the the> <cat cat> */
    assert_int_equal(f.family[FC_MARKS].n, 5);              /* , lower+, ! Capitalised+! line:the */
    assert_true(fabs(fc_features_norm(&f, FC_GRAMS) - 0.5) < 1e-12);
    fc_arena_free(&a);
}

/* The values are part of FC_FEATURES_VERSION: when this fails, shipped models are void. */
static void hashes_are_known(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, "cat \xE6\xBC\xA2", 0);
    assert_int_equal(f.family[FC_WORDS].v[0].hash, 0xA56EA8D8u);
    assert_int_equal(f.family[FC_WORDS].v[1].hash, 0x1E1495ACu);
    assert_int_equal(f.family[FC_GRAMS].v[0].hash, 0xC21BE239u);
    fc_arena_free(&a);
}

static void capitals_fold_beyond_ascii(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, "\xC3\x89T\xC3\x89 \xC3\xA9t\xC3\xA9 \xD0\x9C\xD0\x98\xD0\xA0 "
                                "\xD0\xBC\xD0\xB8\xD1\x80", 0);
    assert_int_equal(f.family[FC_WORDS].n, 2);
    fc_arena_free(&a);
}

static void scripts_without_spaces(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, "\xE6\xBC\xA2\xE5\xAD\x97\xE4\xBB\xAE\xE3\x80\x82", 0);
    assert_int_equal(f.family[FC_WORDS].n, 3);
    assert_int_equal(f.family[FC_PAIRS].n, 2);
    assert_int_equal(f.family[FC_GRAMS].n, 1);
    f = extract(&a, "\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8 \xE0\xA4\xB9\xE0\xA5\xA4", 0);
    assert_int_equal(f.family[FC_WORDS].n, 2);              /* the danda ends a word */
    fc_arena_free(&a);
}

static void same_features(const fc_features *a, const fc_features *b)
{
    for (int k = 0; k < FC_FAMILIES; k++) {
        assert_int_equal(a->family[k].n, b->family[k].n);
        for (size_t i = 0; i < a->family[k].n; i++) {
            assert_int_equal(a->family[k].v[i].hash, b->family[k].v[i].hash);
            assert_int_equal(a->family[k].v[i].count, b->family[k].v[i].count);
        }
    }
    assert_memory_equal(a->measure, b->measure, sizeof a->measure);
}

static void the_window_is_all_that_counts(void **state)
{
    static const char text[] = "\xC3\xA9tude one two \xE6\xBC\xA2 three four five";
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t chars = 1; chars < 20; chars++) {
        size_t bytes = 0, seen = 0;
        while (seen < chars || ((unsigned char)text[bytes] & 0xC0) == 0x80)
            seen += ((unsigned char)text[bytes++] & 0xC0) != 0x80;
        fc_features cut, whole = extract(&a, text, chars);
        fc_features_extract((fc_str){ text, bytes }, 0, &a, &cut);
        assert_int_equal(whole.bytes, bytes);
        same_features(&whole, &cut);
    }
    fc_arena_free(&a);
}

static void any_bytes_are_bounded(void **state)
{
    enum { N = 200000 };
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    char *junk = fc_alloc(&a, N);
    for (size_t i = 0, x = 1; i < N; i++, x = x * 6364136223846793005u + 1442695040888963407u)
        junk[i] = (char)(x >> 56);
    fc_features f;
    fc_features_extract((fc_str){ junk, N }, 0, &a, &f);
    assert_true(f.family[FC_GRAMS].n <= N);
    memset(junk, 'a', N);
    fc_features_extract((fc_str){ junk, N }, 0, &a, &f);
    assert_int_equal(f.family[FC_WORDS].n, 1);              /* pieces of 64 */
    assert_int_equal(f.family[FC_WORDS].v[0].count, N / FC_WORD_MAX);
    for (int i = 0; i < FC_MEASURES; i++)
        assert_true(isfinite(f.measure[i]));
    fc_features_extract(FC_STR(""), 0, &a, &f);
    assert_int_equal(f.family[FC_WORDS].n, 0);
    fc_arena_free(&a);
}

static float measure(const fc_features *f, const char *name)
{
    for (int i = 0; i < FC_MEASURES; i++)
        if (strcmp(fc_measure_names[i], name) == 0)
            return f->measure[i];
    fail_msg("no measure %s", name);
    return 0;
}

static void measures_count_structure(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, "# Head\n\n- item 1\n- item 2\n| a | b |\nText ends here.\n", 0);
    assert_true(fabsf(measure(&f, "headings") - 1.f / 6) < 1e-6f);
    assert_true(fabsf(measure(&f, "list items") - 2.f / 6) < 1e-6f);
    assert_true(fabsf(measure(&f, "table rows") - 1.f / 6) < 1e-6f);
    assert_true(fabsf(measure(&f, "blank lines") - 1.f / 6) < 1e-6f);
    assert_true(fabsf(measure(&f, "lines ending in a stop") - 1.f / 6) < 1e-6f);
    assert_true(fabsf(measure(&f, "#") - 1.f / 53) < 1e-6f);
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_of_a_line),
        cmocka_unit_test(hashes_are_known),
        cmocka_unit_test(capitals_fold_beyond_ascii),
        cmocka_unit_test(scripts_without_spaces),
        cmocka_unit_test(the_window_is_all_that_counts),
        cmocka_unit_test(any_bytes_are_bounded),
        cmocka_unit_test(measures_count_structure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
