/* test_utf8.c - validating, repairing, decoding and counting UTF-8. */
#include "base/str.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void every_scalar_value_goes_round(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char out[4];
        uint32_t back;
        bool ok;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        size_t n = fc_utf8_encode(c, out);
        assert_int_equal(fc_utf8_decode((fc_str){ out, n }, &back, &ok), n);
        assert_true(ok && back == c);
        assert_int_equal(fc_utf8_valid((fc_str){ out, n }), n);
    }
}

static void faults_become_one_mark_each(void **state)
{
    static const struct { const char *in, *out; size_t bad;
    } cases[] = {
        { "abc", "abc", 0 },
        { "a\x80z", "a\xEF\xBF\xBDz", 1 },
        { "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", 2 }, /* overlong */
        { "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3 }, /* surrogate */
        { "\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 4 },
        { "\xE2\x82z", "\xEF\xBF\xBDz", 1 }, /* cut off */
        { "\xF0\x9F\x92", "\xEF\xBF\xBD", 1 },
        { "\xC3\xA9\xFF", "\xC3\xA9\xEF\xBF\xBD", 1 },
    };
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t bad;
        fc_str in = fc_str_of(cases[i].in), out = fc_utf8_repair(in, &a, &bad);
        assert_int_equal(bad, cases[i].bad);
        assert_true(fc_str_is(out, cases[i].out));
        assert_true(bad ? out.p != in.p : out.p == in.p);
    }
    fc_arena_free(&a);
}

static void a_fault_is_found_at_every_place(void **state)
{
    char text[200];
    (void)state;
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'x', sizeof text);
        text[at] = '\xFF';
        assert_int_equal(fc_utf8_valid((fc_str){ text, sizeof text }), at);
        if (at + 1 < sizeof text) {
            memcpy(text + at, "\xC3\xA9", 2);
            assert_int_equal(fc_utf8_valid((fc_str){ text, sizeof text }), sizeof text);
            assert_int_equal(fc_utf8_count((fc_str){ text, sizeof text }),
                             sizeof text - 1);
            assert_int_equal(fc_utf8_valid((fc_str){ text, at + 1 }), at);
        }
    }
}

/* All pairs and triples of bytes beyond ASCII that may begin a character or follow one,
 * at each place of a block, are judged as they are when they stand alone. */
static void blocks_judge_as_single_characters_do(void **state)
{
    char text[48];
    (void)state;
    for (unsigned first = 0xC0; first < 0xF8; first++)
        for (unsigned second = 0x7F; second < 0xC2; second++)
            for (unsigned third = 0x7F; third < 0xC2; third += 0x21) {
                char three[4] = { (char)first, (char)second, (char)third };
                size_t alone = fc_utf8_valid((fc_str){ three, 3 });
                for (size_t at = 8; at < 26; at++) {
                    for (size_t i = 0; i < sizeof text; i += 2)
                        memcpy(text + i, "\xD0\xB0", 2);
                    if (at % 2)
                        text[at - 1] = 'x';
                    memcpy(text + at, three, 3);
                    text[at + 3] = 'x';
                    text[at + 4] = at % 2 ? 'x' : text[at + 4];
                    size_t all = fc_utf8_valid((fc_str){ text, sizeof text });
                    assert_int_equal(all, alone < 3 ? at + alone : sizeof text);
                }
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scalar_value_goes_round),
        cmocka_unit_test(faults_become_one_mark_each),
        cmocka_unit_test(a_fault_is_found_at_every_place),
        cmocka_unit_test(blocks_judge_as_single_characters_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
