/* test_normalize.c - NFC, white space and invisible characters. */
#include "base/str.h"
#include "text/normalize.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <utf8proc.h>

#include <cmocka.h>

static fc_arena a;

static void nfc_is_utf8procs(void **state)
{
    /* Alone, after a letter that many marks compose with, and within a block: what the
     * quick check lets pass must be what utf8proc makes of it. */
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c++) {
        static const char *const before[] = { "", "a", "\xE1\x84\x80", "\xE0\xA6\x95",
                                            "\xC3\xA9 \xD0\xB9" };
        char text[48];
        if (c >= 0xD800 && c < 0xE000)
            continue;
        for (size_t i = 0; i < 5; i++) {
            size_t n = strlen(before[i]);
            memcpy(text, before[i], n);
            n += fc_utf8_encode(c, text + n);
            memset(text + n, '.', 20);
            n += i < 4 ? 0 : 20;
            text[n] = '\0';
            char *want = (char *)utf8proc_NFC((const utf8proc_uint8_t *)text);
            assert_true(fc_str_is(fc_normalize_nfc((fc_str){ text, n }, &a), want));
            free(want);
        }
        fc_arena_reset(&a);
    }
}

static void only_lines_that_need_it_change(void **state)
{
    fc_str plain = FC_STR("caf\xC3\xA9\n\xD0\xB9\xD0\xB9 \xE1\xBA\xBF\n\xED\x95\x9C\n");
    (void)state;
    assert_ptr_equal(fc_normalize_nfc(plain, &a).p, plain.p);
    assert_true(fc_str_is(fc_normalize_nfc(FC_STR("one\ncafe\xCC\x81\ntwo"), &a),
                          "one\ncaf\xC3\xA9\ntwo"));
    /* Marks in the wrong order: ccc 230 before ccc 220. */
    assert_true(fc_str_is(fc_normalize_nfc(FC_STR("q\xCC\x87\xCC\xA3"), &a),
                          "q\xCC\xA3\xCC\x87"));
}

/* Of any classes, from letters and marks that come apart, in runs of any length. */
static void marks_are_ordered(void **state)
{
    static const uint32_t from[] = { 'a',   0xE9,  0x1EAD, 0xAC00, 0x301,
                                     0x323, 0x327, 0x344, 0xF73, 0xF81,
                                     0x345, 0x5B0, 0x3099, 0x1D165 };
    uint64_t seed = 7;
    (void)state;
    for (size_t round = 0; round < 3000; round++) {
        char text[4 * 400 + 1];
        size_t n = 0, marks = round % 400;
        for (size_t i = 0; i < marks; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t least = round % 3 && i ? 4 : 0; /* often one letter alone */
            n += fc_utf8_encode(from[least + (seed >> 33) % (14 - least)], text + n);
        }
        text[n] = '\0';
        char *want = (char *)utf8proc_NFC((const utf8proc_uint8_t *)text);
        assert_true(fc_str_is(fc_normalize_nfc((fc_str){ text, n }, &a), want));
        free(want);
        fc_arena_reset(&a);
    }
}

/* Two MiB of marks: the square of that would not end. */
static void marks_without_end(void **state)
{
    static const char *const pairs[] = { "\xCC\x81\xCC\xA3",
                                         "\xE0\xBD\xB3\xE0\xBD\xB3" };
    (void)state;
    for (int k = 0; k < 2; k++) {
        size_t one = strlen(pairs[k]), n = ((size_t)2 << 20) / one * one;
        char *text = fc_alloc(&a, n);
        for (size_t i = 0; i < n; i += one)
            memcpy(text + i, pairs[k], one);
        fc_str out = fc_normalize_nfc((fc_str){ text, n }, &a);
        assert_true(fc_str_starts(out, k ? FC_STR("\xE0\xBD\xB1\xE0\xBD\xB1")
                                         : FC_STR("\xCC\xA3\xCC\xA3")));
        fc_arena_reset(&a);
    }
}

static void lines(void **state)
{
    static const struct { const char *in, *out;
    } cases[] = {
        { "a title", "a title" },
        { "  a \t\n b\r\n", "a b" },
        { "a\xC2\xA0\xC2\xA0"
          "b\xE3\x80\x80"
          "c",
          "a b c" },
        { "soft\xC2\xADhyphen\xE2\x80\x8Bzero\xEF\xBB\xBF", "softhyphenzero" },
        { "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xB1",
          "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xB1" },
        { "", "" },
        { " ", "" },
        { "\x01x\x7F", "x" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(
            fc_str_is(fc_normalize_line(fc_str_of(cases[i].in), &a), cases[i].out));
}

static void texts(void **state)
{
    static const struct { const char *in, *out; } cases[] = {
        { "one\r\ntwo\rthree\n", "one\ntwo\nthree" },
        { "\n\n one  \n\n\n\n\ttwo\t\n\n", " one\n\n\ttwo" },
        { "a\n \xE2\x80\x8B \n\xC2\xA0\nb", "a\n\nb" },
        { "x\xC2\xA0y\x02", "x y" },
        { "", "" }, { "\r\n\r\n", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(
            fc_str_is(fc_normalize_text(fc_str_of(cases[i].in), &a), cases[i].out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nfc_is_utf8procs),
        cmocka_unit_test(only_lines_that_need_it_change),
        cmocka_unit_test(marks_are_ordered),
        cmocka_unit_test(marks_without_end),
        cmocka_unit_test(lines),
        cmocka_unit_test(texts),
    };
    fc_arena_init(&a);
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    fc_arena_free(&a);
    return rc;
}
