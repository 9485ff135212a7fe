/* test_jsonl.c - documents read and written as JSON lines. */
#include "base/str.h"
#include "io/jsonl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static fc_arena arena;

static int set_up(void **state)
{
    fc_arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    fc_arena_free(&arena);
    return 0;
}

/* The line comes back as `want`, and that as itself. */
static void check(const char *line, const char *want)
{
    for (int pass = 0; pass < 2; pass++) {
        fc_doc doc = { 0 };
        fc_err err = { 0 };
        fc_buf out = FC_BUF_INIT;
        if (fc_jsonl_parse(fc_str_of(line), &arena, &doc, &err))
            fail_msg("%s: %s", line, err.msg);
        fc_jsonl_write(&out, &doc);
        assert_false(out.failed);
        assert_int_equal(out.p[out.n - 1], '\n');
        out.p[out.n - 1] = '\0';
        assert_string_equal(out.p, want);
        fc_buf_free(&out);
        line = want;
    }
}

static void documents_come_back_as_they_were(void **state)
{
    check("{\"id\":\"a\",\"text\":\"x\"}", "{\"id\":\"a\",\"text\":\"x\"}");
    check(" { \"text\" : \"x\" , \"id\" : \"a\" } \r", "{\"id\":\"a\",\"text\":\"x\"}");
    check("{\"id\":\"a\",\"text\":\"x\",\"source\":\"s\",\"added\":\"2024\",\"version\":n"
          "ull,\"metadata\":{\"url\":\"u\",\"n\":3,\"deep\":{\"a\":[1,{\"b\":\"}\"}]}},"
          "\"attributes\":{\"lang\":\"en\",\"ok\":true,\"edu\":3.4}}",
          "{\"id\":\"a\",\"text\":\"x\",\"source\":\"s\",\"added\":\"2024\",\"version\":n"
          "ull,\"metadata\":{\"url\":\"u\",\"n\":3,\"deep\":{\"a\":[1,{\"b\":\"}\"}]}},"
          "\"attributes\":{\"lang\":\"en\",\"ok\":true,\"edu\":3.4}}");
    check("{\"id\":123,\"text\":null,\"metadata\":null,\"attributes\":{}}",
          "{\"id\":\"123\",\"text\":\"\"}");
    check("{\"id\":\"a\",\"id\":\"b\",\"text\":\"x\",\"k\":1,\"k\":2}",
          "{\"id\":\"b\",\"text\":\"x\",\"k\":2}");
}

/* JSON over several lines is read too, and what is written is a line. */
static void nested_values_stand_on_one_line(void **state)
{
    check("{\"id\":\"a\",\n\"text\":\"x\",\"k\":[1,\r\n\t2, \"a\\\"\tb\nc\\\\\",\n"
          "{\"d\"\n:\"\x01\"}]}",
          "{\"id\":\"a\",\"text\":\"x\",\"k\":[1,2,\"a\\\"\\tb\\nc\\\\\","
          "{\"d\":\"\\u0001\"}]}");
}

/* Each string has an escape, and a long line has many of them. */
static void strings_take_no_more_than_their_room(void **state)
{
    fc_buf line = FC_BUF_INIT;
    fc_doc doc = { 0 };
    fc_buf_text(&line, "{\"text\":\"\"");
    for (int i = 0; i < 1000000; i++)
        fc_buf_text(&line, ",\"\\n\":\"\\t\"");
    fc_buf_char(&line, '}');
    assert_int_equal(fc_jsonl_parse((fc_str){ line.p, line.n }, &arena, &doc, NULL),
                     FC_OK);
    assert_true(fc_str_is(doc.extra.v[0].value.str, "\t"));
    assert_in_range(arena.held, 0, 5 * line.n);
    fc_buf_free(&line);
}

static void strings(void **state)
{
    check("{\"id\":\"\",\"text\":"
          "\"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\"\\\\\\u0000\\u001f\"}",
          "{\"id\":\"\",\"text\":"
          "\"\xc3\xa9\xf0\x9f\x98\x80/\\b\\f\\n\\r\\t\\\"\\\\\\u0000\\u001f\"}");
    check("{\"id\":\"\",\"text\":\"\\ud83dx\\ude00\\ud83d\\ud83d\\ude00\"}",
          "{\"id\":\"\",\"text\":\"\xef\xbf\xbdx\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80"
          "\"}");
    check("{\"id\":\"\xff\",\"text\":\"a\xc3(\xe2\x82z\xed\xa0\x80\"}",
          "{\"id\":\"\xef\xbf\xbd\",\"text\":\"a\xef\xbf\xbd(\xef\xbf\xbdz\xef\xbf\xbd"
          "\xef\xbf\xbd\xef\xbf\xbd\"}");
    check("{\"id\":\"\",\"text\":\"tab\there\"}",
          "{\"id\":\"\",\"text\":\"tab\\there\"}");
}

/* A quote, backslash or control character at each place of strings of each length. */
static void strings_of_all_lengths(void **state)
{
    static const char marks[] = "\"\\\n\x01\x7f\x1f";
    for (size_t n = 1; n < 40; n++)
        for (size_t at = 0; at < n; at++)
            for (size_t m = 0; m < sizeof marks - 1; m++) {
                char text[40];
                fc_buf out = FC_BUF_INIT;
                fc_doc doc = { .text = { text, n } }, back = { 0 };
                memset(text, 'a', n);
                text[at] = marks[m];
                fc_jsonl_write(&out, &doc);
                assert_int_equal(
                    fc_jsonl_parse((fc_str){ out.p, out.n - 1 }, &arena, &back, NULL),
                    FC_OK);
                assert_true(fc_str_eq(doc.text, back.text));
                fc_buf_free(&out);
                fc_arena_reset(&arena);
            }
}

static void numbers_keep_their_text(void **state)
{
    static const char *const kept[] = { "0",
                                        "-0",
                                        "1",
                                        "-17",
                                        "3.5",
                                        "0.617",
                                        "1.50",
                                        "3.0",
                                        "1e3",
                                        "1E+03",
                                        "0.0001",
                                        "1e-7",
                                        "0.00001",
                                        "9007199254740993",
                                        "123456789012345678901234567890",
                                        "1e999",
                                        "-2.5e-3",
                                        "0.1",
                                        "123456.789",
                                        "1700000000",
                                        "999999999999999",
                                        "0.000123",
                                        "12345678.12345",
                                        "0.001",
                                        "0.00099",
                                        "1000000000000000",
                                        "0.30000000000000004" };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        char line[200];
        fc_doc doc = { 0 };
        snprintf(line, sizeof line,
                 "{\"id\":\"a\",\"text\":\"\",\"metadata\":{\"n\":%s}}", kept[i]);
        check(line, line);
        assert_int_equal(fc_jsonl_parse(fc_str_of(line), &arena, &doc, NULL), FC_OK);
        const fc_value *v = fc_fields_get(&doc.meta, FC_STR("n"));
        assert_non_null(v);
        if (strcmp(kept[i], "1e999") != 0) {
            assert_int_equal(v->type, FC_NUM);
            assert_true(v->num == strtod(kept[i], NULL));
        }
    }
}

static void bad_lines_are_refused(void **state)
{
    static const char *const bad[] = { "",
                                       "x",
                                       "[]",
                                       "\"x\"",
                                       "{",
                                       "{}x",
                                       "{\"id\"}",
                                       "{\"id\":}",
                                       "{\"id\":\"a\",}",
                                       "{\"id\":\"a\" \"text\":\"b\"}",
                                       "{\"text\":[]}",
                                       "{\"text\":\"a}",
                                       "{\"a\":\"\\x\"}",
                                       "{\"a\":\"\\u12\"}",
                                       "{\"a\":01}",
                                       "{\"a\":1.}",
                                       "{\"a\":.5}",
                                       "{\"a\":+1}",
                                       "{\"a\":1e}",
                                       "{\"a\":tru}",
                                       "{\"a\":[1,]}",
                                       "{\"a\":[1 2]}",
                                       "{\"a\":{\"b\"}}",
                                       "{\"a\":{1:2}}",
                                       "{\"a\":[}",
                                       "{\"a\":{]}",
                                       "{\"a\":nul",
                                       "{\"a\":[\"\\",
                                       "{\"a\":-}",
                                       "{\"a\":[\"\\u1\"]}",
                                       "{\"a\":\"\\",
                                       "{\"a\":truefalse}" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        fc_doc doc = { 0 };
        fc_err err = { 0 };
        if (fc_jsonl_parse(fc_str_of(bad[i]), &arena, &doc, &err) != FC_EDATA)
            fail_msg("accepted: %s", bad[i]);
        assert_non_null(strstr(err.msg, "expected"));
    }
}

static void nesting_and_keys_are_bounded(void **state)
{
    for (int depth = 1000; depth <= 100000; depth += 99000) {
        fc_buf line = FC_BUF_INIT;
        fc_doc doc = { 0 };
        fc_buf_text(&line, "{\"a\":");
        for (int i = 0; i < depth; i++)
            fc_buf_char(&line, '[');
        for (int i = 0; i < depth; i++)
            fc_buf_char(&line, ']');
        fc_buf_char(&line, '}');
        assert_int_equal(fc_jsonl_parse((fc_str){ line.p, line.n }, &arena, &doc, NULL),
                         depth == 1000 ? FC_OK : FC_EDATA);
        fc_buf_free(&line);
    }
    fc_buf line = FC_BUF_INIT;
    fc_doc doc = { 0 };
    fc_buf_text(&line, "{\"a\":1");
    for (int i = 0; i < 5000; i++)
        fc_buf_printf(&line, ",\"k%d\":1", i);
    fc_buf_char(&line, '}');
    assert_int_equal(fc_jsonl_parse((fc_str){ line.p, line.n }, &arena, &doc, NULL),
                     FC_EDATA);
    fc_buf_free(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(documents_come_back_as_they_were, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nested_values_stand_on_one_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(strings_take_no_more_than_their_room, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(strings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strings_of_all_lengths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_keep_their_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_lines_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nesting_and_keys_are_bounded, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
