/* test_features.c - hashed features and measures. */
#include "base/str.h"
#include "classifiers/features.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static fc_features extract(fc_arena *a, const char *text, size_t window)
{
    fc_features f;
    fc_features_extract(fc_str_of(text), window, true, a, &f);
    return f;
}

/* How often a family lists what stands at this place the first time. */
static size_t listed(const fc_features *f, int family, const char *text, const char *s)
{
    const fc_feature_list *l = &f->family[family];
    size_t n = 0, first = l->n;
    for (size_t i = 0; i < l->n && first == l->n; i++)
        if (fc_str_is((fc_str){ text + l->place[i].at, l->place[i].n }, s))
            first = i;
    for (size_t i = first; i < l->n; i++)
        n += l->hash[i] == l->hash[first];
    return n;
}

static void families_of_a_line(void **state)
{
    static const char text[] = "The cat, the Cat!";
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, text, 0);
    assert_int_equal(f.family[FC_WORDS].n, 4);              /* the, cat: folded, twice
                                                               each */
    assert_int_equal(listed(&f, FC_WORDS, text, "The"), 2);
    assert_int_equal(f.family[FC_PAIRS].n, 3);              /* the cat (twice), cat the */
    assert_int_equal(listed(&f, FC_PAIRS, text, "The cat"), 2);
    assert_int_equal(listed(&f, FC_PAIRS, text, "cat, the"), 1);
    assert_int_equal(f.family[FC_GRAMS].n, 4);              /* <the the> <cat cat> */
    assert_int_equal(f.family[FC_MARKS].n, 3);              /* lower+, Capitalised+!
                                                               line:the */
    assert_int_equal(f.family[FC_STEPS].n, 2 * FC_MEASURES);
    assert_true(fabs(fc_features_norm(&f, FC_GRAMS) - 0.5) < 1e-12);
    fc_arena_free(&a);
}

static void a_count_is_listed_at_powers_of_two(void **state)
{
    enum { N = 100 };
    char text[3 * N + 1] = "";
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t n = 1; n <= N; n++) {
        memcpy(text + 3 * (n - 1), "ab ", 4);
        fc_features f = extract(&a, text, 0);
        size_t powers = 0;
        for (size_t k = 1; k <= n; k *= 2)
            powers++;
        assert_int_equal(f.family[FC_WORDS].n, powers);
    }
    fc_arena_free(&a);
}

/* Eight bytes are read at a time: words of all lengths at all places, next to what ends
 * them. */
static void words_of_any_length_anywhere(void **state)
{
    static const char *const after[] = { "",     " ",   "-", "\n", "\xE2\x80\x99",
                                         "\xFF", "\xC3" };
    char text[128], word[40] = "abcdefghijKLMNOPQRSTuvwxyz0123456789";
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t n = 1; n <= 36; n++) {
        fc_features alone = extract(&a, (fc_copy(&a, (fc_str){ word, n })).p, 0);
        for (size_t at = 0; at < 9; at++)
            for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
                snprintf(text, sizeof text, "%.*s%.*s%s", (int)at, "         ", (int)n,
                         word, after[i]);
                fc_features f = extract(&a, text, 0);
                assert_int_equal(f.family[FC_WORDS].n, 1);
                assert_int_equal(f.family[FC_WORDS].hash[0],
                                 alone.family[FC_WORDS].hash[0]);
                assert_int_equal(f.family[FC_WORDS].place[0].at, at);
                assert_int_equal(f.family[FC_WORDS].place[0].n, n);
                assert_int_equal(f.family[FC_GRAMS].n, (n > 1) + (n > 2) + (n > 5));
                for (size_t g = 0; g < f.family[FC_GRAMS].n; g++)
                    assert_int_equal(f.family[FC_GRAMS].hash[g],
                                     alone.family[FC_GRAMS].hash[g]);
            }
    }
    fc_arena_free(&a);
}

/* Beginning, end and the first six letters: which of them two words share. */
static void words_share_grams(void **state)
{
    static const struct { const char *a, *b; bool shared[3];
    } pairs[] = {
        { "traveller", "travelling", { true, false, true } },
        { "walking", "talking", { false, true, false } },
        { "transport", "translate", { true, false, false } },
        { "\xC3\x9C"
          "bersetzen",
          "\xC3\xBC"
          "bersetzung",
          { true, false, true } },
        { "\xD0\xBC\xD0\xBE\xD1\x80\xD0\xB5\xD0\xBC",
          "\xD0\xB4\xD0\xBE\xD1\x80\xD0\xB5\xD0\xBC",
          { false, true, false } },
    };
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fc_features x = extract(&a, pairs[i].a, 0), y = extract(&a, pairs[i].b, 0);
        size_t n = x.family[FC_GRAMS].n;
        assert_int_equal(n, y.family[FC_GRAMS].n);
        for (size_t g = 0; g < n; g++)
            assert_int_equal(x.family[FC_GRAMS].hash[g] == y.family[FC_GRAMS].hash[g],
                             pairs[i].shared[g]);
    }
    fc_arena_free(&a);
}

/* The values are part of FC_FEATURES_VERSION: when this fails, shipped models are
 * void. */
static void hashes_are_known(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, "cat \xE6\xBC\xA2", 0);
    assert_int_equal(f.family[FC_WORDS].hash[0], 0x344A6131u);
    assert_int_equal(f.family[FC_WORDS].hash[1], 0x1E1495ACu);
    assert_int_equal(f.family[FC_GRAMS].hash[0], 0x18A273E3u);
    fc_arena_free(&a);
}

static void capitals_fold_beyond_ascii(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, "\xC3\x89T\xC3\x89 \xC3\xA9t\xC3\xA9 "
                                "\xD0\x9C\xD0\x98\xD0\xA0 \xD0\xBC\xD0\xB8\xD1\x80", 0);
    assert_int_equal(f.family[FC_WORDS].n, 4);
    assert_int_equal(f.family[FC_WORDS].hash[0], f.family[FC_WORDS].hash[1]);
    assert_int_equal(f.family[FC_WORDS].hash[2], f.family[FC_WORDS].hash[3]);
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
        for (size_t i = 0; i < a->family[k].n; i++)
            assert_int_equal(a->family[k].hash[i], b->family[k].hash[i]);
    }
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
        fc_features_extract((fc_str){ text, bytes }, 0, false, &a, &cut);
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
    for (size_t i = 0, x = 1; i < N;
         i++, x = x * 6364136223846793005u + 1442695040888963407u)
        junk[i] = (char)(x >> 56);
    fc_features f;
    fc_features_extract((fc_str){ junk, N }, 0, false, &a, &f);
    assert_true(f.family[FC_GRAMS].n <= N);
    memset(junk, 'a', N);
    fc_features_extract((fc_str){ junk, N }, 0, false, &a, &f);
    assert_int_equal(f.family[FC_WORDS].n, 8);              /* pieces of 64: 1, 2 ... 128
                                                               times */
    for (size_t i = 0; i < f.family[FC_STEPS].n; i++)
        assert_true(f.family[FC_STEPS].hash[i] < FC_STEP_ROWS);
    fc_features_extract(FC_STR(""), 0, false, &a, &f);
    assert_int_equal(f.family[FC_WORDS].n, 0);
    fc_arena_free(&a);
}

static int step(const uint8_t *steps, const char *name)
{
    for (int i = 0; i < FC_MEASURES; i++)
        if (strcmp(fc_measure_names[i], name) == 0)
            return steps[i];
    fail_msg("no measure %s", name);
    return 0;
}

/* Four steps to a doubling: 4 * (log2(ratio) + 15) at whole powers of two. */
static void measures_count_structure(void **state)
{
    static const char text[] = "# Head\n\n- item 1\n- item 2\n| a | b |\nText ends "
                               "here.\n|c|\n";
    fc_counts counts = { .length[2] = 3,
                         .length[8] = 4,
                         .shape[FC_SHAPE_CAPITALISED] = 2 };
    uint8_t steps[FC_MEASURES];
    (void)state;
    fc_measure(FC_STR(text), &counts, steps);
    assert_int_equal(step(steps, "lines"),
                     4 * (16 - 1) + 4 * 2 + 3); /* 6 + 1 of 4 .. 8 */
    assert_int_equal(step(steps, "headings"), 4 * (16 - 1 - 3) + 0);        /* 1 of 7 */
    assert_int_equal(step(steps, "list items"), 4 * (16 - 1 - 2) + 0);      /* 2 of 7 */
    assert_int_equal(step(steps, "table rows"), step(steps, "list items"));
    assert_int_equal(step(steps, "blank lines"), step(steps, "headings"));
    assert_int_equal(step(steps, "lines ending in a stop"), step(steps, "headings"));
    assert_int_equal(step(steps, "share of long words"), 4 * (16 - 1 - 1)); /* 4 of 8 */
    assert_int_equal(step(steps, "capitalised words"), 4 * (16 - 1 - 2));   /* 2 of 8 */
    assert_int_equal(step(steps, "code fences"), 0);
}

/* A letter of Devanagari joins its word; the same beginning spelt too long separates. */
static void letters_that_begin_with_e0(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_features f = extract(&a, "\xE0\xA4\x95\xE0\xA4\xAE\xE0\xA4\xB2 \xE0\xA4\x95", 0);
    assert_int_equal(f.family[FC_WORDS].n, 2);
    f = extract(&a, "kam\xE0\xA4\x95", 0);
    assert_int_equal(f.family[FC_WORDS].n, 1);
    f = extract(&a, "kam\xE0\x81\xA1" "al", 0);
    assert_int_equal(f.family[FC_WORDS].n, 2);
    fc_arena_free(&a);
}

/* Words of plain letters are read at a glance, but only as long as no other letter and no
 * length comes in their way: the same word must come of both ways. A character of another
 * alphabet behind a word joins it, and the word then takes the slower one. */
static void plain_words_are_read_as_others_are(void **state)
{
    static const struct { const char *word; size_t chars; } words[] = {
        { "\xC3\xA9", 1 },
        { "\xC3\x89t", 2 },
        { "na\xC3\xAFve", 5 },
        { "abcdefg\xC3\x9F" "hijk\xC3\xBC", 13 },
        { "\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D", 4 },
        { "x1\xE0\xA7\xA6\xC3\xBF", 4 },
    };
    static const char *const after[] = {
        "", " ", "\n", ",", "\xC2\xA0", "\xE2\x80\x99", "\xE0\xA5\xA4", "\xE0\xA5",
        "\xE3\x80\x82", "\xE6\xBC\xA2", "\xC3\x97", "\xC3", "\xFF", "\xF0\x9F\x98\x80",
    };
    char text[64];
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t k = 0; k < sizeof after / sizeof *after; k++) {
            size_t n = strlen(words[i].word), chars = words[i].chars;
            snprintf(text, sizeof text, "%s%s", words[i].word, after[k]);
            fc_features f = extract(&a, text, 0);
            assert_int_equal(f.family[FC_WORDS].place[0].n, n);
            assert_int_equal(f.family[FC_WORDS].n, k == 9 ? 2 : 1);
            assert_int_equal(f.family[FC_GRAMS].n,
                             (chars > 1) + (chars > 2) + (chars > 5));
            snprintf(text, sizeof text, "%s\xC4\x80%s", words[i].word, after[k]);
            fc_features longer = extract(&a, text, 0);
            assert_int_equal(longer.family[FC_WORDS].place[0].n, n + 2);
            if (chars > 2)          /* the same beginning */
                assert_int_equal(longer.family[FC_GRAMS].hash[0],
                                 f.family[FC_GRAMS].hash[0]);
        }
    fc_arena_free(&a);
}

/* From 16 letters on, up to where a word is cut. */
static void long_plain_words(void **state)
{
    char text[256];
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t n = 1; n < 100; n++) {
        size_t whole = n <= 31 ? 1 : (n + 29) / 30;     /* pieces of at most 61 bytes */
        for (size_t i = 0; i < n; i++)
            memcpy(text + 2 * i, i & 1 ? "\xC3\xA0" : "\xC3\x80", 3);
        fc_features f = extract(&a, text, 0);
        size_t bytes = 0;
        for (size_t i = 0; i < f.family[FC_WORDS].n; i++)
            bytes += f.family[FC_WORDS].place[i].n;
        assert_true(f.family[FC_WORDS].n <= whole);
        assert_true(bytes <= 2 * n);
        assert_true(f.family[FC_WORDS].place[0].n == (n <= 31 ? 2 * n : 62));
    }
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_of_a_line),
        cmocka_unit_test(a_count_is_listed_at_powers_of_two),
        cmocka_unit_test(words_of_any_length_anywhere),
        cmocka_unit_test(words_share_grams),
        cmocka_unit_test(hashes_are_known),
        cmocka_unit_test(capitals_fold_beyond_ascii),
        cmocka_unit_test(scripts_without_spaces),
        cmocka_unit_test(the_window_is_all_that_counts),
        cmocka_unit_test(any_bytes_are_bounded),
        cmocka_unit_test(measures_count_structure),
        cmocka_unit_test(letters_that_begin_with_e0),
        cmocka_unit_test(plain_words_are_read_as_others_are),
        cmocka_unit_test(long_plain_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
