/* test_base.c - arena, buffers, strings and values. */
#include "base/arena.h"
#include "base/bits.h"
#include "base/buf.h"
#include "base/host.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The marks of a block for bytes from lo to hi are what a loop finds. */
static void assert_marked(const unsigned char *p, unsigned char lo, unsigned char hi)
{
    fc_bytes v = fc_bytes_load(p);
    uint64_t in = fc_bytes_marks(fc_bytes_in(v, lo, hi)), rest = in;
    for (unsigned i = 0; i < FC_BYTES; i++) {
        if (p[i] < lo || p[i] > hi)
            continue;
        assert_true(rest != 0);
        assert_int_equal(fc_bytes_first(rest), i);
        rest &= rest - 1;
    }
    assert_int_equal(rest, 0);
    if (lo == hi)
        assert_true(fc_bytes_marks(fc_bytes_is(v, lo)) == in);
    assert_int_equal(fc_bytes_marks(~fc_bytes_in(v, lo, hi) & fc_bytes_in(v, lo, hi)), 0);
}

static void blocks_of_bytes_are_marked(void **state)
{
    static const unsigned char ends[][2] = { { 0, 0x1F }, { '<', '<' }, { 1, 1 },
                                             { '[', '_' }, { ' ', '~' }, { '{', '}' },
                                             { 0x80, 0x9F }, { 0xD2, 0xD2 },
                                             { 0xCC, 0xCE }, { 0xED, 0xFF } };
    unsigned char p[FC_BYTES];
    (void)state;
    for (unsigned from = 0; from < 256; from++)
        for (unsigned step = 0; step < 5; step++)
            for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
                for (unsigned i = 0; i < FC_BYTES; i++)
                    p[i] = (unsigned char)(from + i * step);
                assert_marked(p, ends[k][0], ends[k][1]);
            }
}

static void arena_limit_jumps_to_the_guard(void **state)
{
    fc_arena a;
    jmp_buf guard;
    (void)state;
    fc_arena_init(&a);
    fc_arena_guard(&a, &guard);
    fc_arena_limit(&a, 1000);
    int why = setjmp(guard);
    if (!why) {
        for (;;)
            fc_alloc(&a, 100);
    }
    assert_int_equal(why, FC_ARENA_LIMIT);
    assert_int_equal(a.used, 936); /* nine pieces of 104 */
    fc_arena_free(&a);
}

static void arena_reset_keeps_blocks(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (int i = 0; i < 100; i++)
        memset(fc_alloc(&a, 10000), i, 10000);
    uint64_t held = a.held;
    fc_arena_reset(&a);
    for (int i = 0; i < 100; i++)
        memset(fc_alloc(&a, 10000), i, 10000);
    assert_int_equal(a.held, held);
    a.keep_at_most = 0;
    fc_arena_reset(&a);
    assert_int_equal(a.held, 0);
    fc_arena_free(&a);
}

static void arena_grow_moves_only_older_pieces(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    char *p = fc_alloc(&a, 8);
    memcpy(p, "12345678", 8);
    assert_ptr_equal(fc_grow(&a, p, 8, 64), p);
    char *q = fc_alloc(&a, 8);
    char *r = fc_grow(&a, p, 64, 128);
    assert_ptr_not_equal(r, p);
    assert_ptr_not_equal(r, q);
    assert_memory_equal(r, "12345678", 8);
    fc_arena_free(&a);
}

static void arena_room_doubles(void **state)
{
    (void)state;
    fc_arena a;
    uint32_t *v = NULL;
    size_t cap = 0, before = 0, moves = 0;
    fc_arena_init(&a);
    for (uint32_t n = 0; n < 1000; n++) {
        v = fc_room(&a, v, n, &cap, sizeof *v);
        assert_true(cap > n);
        moves += cap != before;
        before = cap;
        v[n] = n;
    }
    for (uint32_t n = 0; n < 1000; n++)
        assert_int_equal(v[n], n);
    assert_int_equal(moves, 7);     /* 16, 32 ... 1024 */
    fc_arena_free(&a);
}

static void values_as_text(void **state)
{
    char digits[32];
    const fc_value none = { .type = FC_NONE }, no = { .type = FC_BOOL },
                   number = { .type = FC_NUM, .num = 2.5 },
                   text = { .type = FC_STRING, .str = FC_STR("a\"b") };
    (void)state;
    assert_int_equal(fc_value_text(&none, digits).n, 0);
    assert_true(fc_str_is(fc_value_text(&no, digits), "false"));
    assert_true(fc_str_is(fc_value_text(&number, digits), "2.5"));
    assert_true(fc_str_is(fc_value_text(&text, digits), "a\"b"));
}

static void numbers_read_back_as_written(void **state)
{
    static const struct { double v; const char *text; } cases[] = {
        { 0, "0" }, { 1, "1" }, { -1, "-1" }, { 3.41, "3.41" }, { 0.1, "0.1" },
        { 1e-7, "1e-07" }, { 123456789, "123456789" }, { 1.0 / 3, "0.3333333333333333" },
        { -2.5, "-2.5" }, { 1e300, "1e+300" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[32];
        double back;
        size_t n = fc_num_format(cases[i].v, out);
        assert_string_equal(out, cases[i].text);
        assert_int_equal(n, strlen(out));
        assert_true(fc_str_num(fc_str_of(out), &back));
        assert_true(back == cases[i].v);
    }
}

static void names_and_rows(void **state)
{
    static const struct { const char *name; int n; } rows[] = {
        { "ab", 1 }, { "abc", 2 }, { "b", 3 }
    };
    static const char *const list[] = { ".a", ".b", NULL };
    (void)state;
    assert_true(fc_name_ends(FC_STR("x.TeX"), ".tex"));
    assert_false(fc_name_ends(FC_STR(".tex"), ".tex"));
    assert_false(fc_name_ends(FC_STR("xtex"), ".tex"));
    assert_true(fc_name_ends_in(FC_STR("x.B"), list));
    assert_false(fc_name_ends_in(FC_STR("x.c"), list));
    assert_ptr_equal(FC_ROW(rows, FC_STR("ab")), &rows[0]);
    assert_ptr_equal(FC_ROW(rows, FC_STR("abc")), &rows[1]);
    assert_ptr_equal(FC_ROW(rows, FC_STR("b")), &rows[2]);
    assert_null(FC_ROW(rows, FC_STR("a")));
    assert_null(FC_ROW(rows, FC_STR("abcd")));
    assert_null(FC_ROW(rows, FC_STR("")));
    assert_true(fc_is_digit('0') && fc_is_digit('9'));
    assert_false(fc_is_digit('/') || fc_is_digit(':') || fc_is_digit('\xb2'));
    assert_int_equal(fc_hex_value('0') + 256 * fc_hex_value('9'), 0x900);
    assert_int_equal(fc_hex_value('a') + 256 * fc_hex_value('F'), 0xF0A);
    assert_int_equal(fc_hex_value('g'), -1);
    assert_int_equal(fc_hex_value('@'), -1);
    assert_int_equal(fc_hex_byte(FC_STR("%e9"), 1), 0xE9);
    assert_int_equal(fc_hex_byte(FC_STR("%e"), 1), -1);
    assert_int_equal(fc_hex_byte(FC_STR("%eg"), 1), -1);
}

static void strings(void **state)
{
    fc_str s = FC_STR("one,two,,three"), part, rest = s;
    uint64_t u;
    int n = 0;
    (void)state;
    while (fc_str_split(&rest, ',', &part))
        n++;
    assert_int_equal(n, 4);
    assert_int_equal(fc_str_find(s, FC_STR("two")), 4);
    assert_int_equal(fc_str_find(s, FC_STR("twos")), s.n);
    assert_true(fc_str_ieq(FC_STR("Text/HTML"), FC_STR("text/html")));
    assert_true(fc_str_order(FC_STR("ab"), FC_STR("abc")) < 0);
    assert_true(fc_str_order(FC_STR("b"), FC_STR("abc")) > 0);
    assert_true(fc_str_order(FC_STR("\xc3"), FC_STR("z")) > 0);
    assert_int_equal(fc_str_order((fc_str){ NULL, 0 }, FC_STR("")), 0);
    assert_true(fc_str_u64(FC_STR("18446744073709551615"), &u));
    assert_false(fc_str_u64(FC_STR("18446744073709551616"), &u));
    assert_false(fc_str_u64(FC_STR("1x"), &u));
}

static void words_are_found_in_any_case_and_place(void **state)
{
    char text[60];
    fc_str s = { text, sizeof text };
    (void)state;
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 't', sizeof text);
        assert_int_equal(fc_str_ifind(s, FC_STR("Tex")), sizeof text);
        if (at + 3 > sizeof text)
            continue;
        memcpy(text + at, at % 2 ? "TeX" : "tEx", 3);
        assert_int_equal(fc_str_ifind(s, FC_STR("Tex")), at);
        assert_int_equal(fc_str_ifind(fc_str_sub(s, 0, at + 2), FC_STR("tex")), at + 2);
    }
}

/* Blocks of bytes in fc_str_find: needles of all lengths at every place, against the
 * slow way, in a text where their ends are frequent. */
static void finding_in_blocks_is_exact(void **state)
{
    char text[80];
    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "abcbaabbcab"[(i * i + i / 7) % 11];
    for (size_t from = 0; from < sizeof text; from++)
        for (size_t n = 1; from + n <= sizeof text; n++) {
            fc_str s = { text, sizeof text }, needle = { text + from, n };
            size_t first = 0;
            while (memcmp(text + first, needle.p, n) != 0)
                first++;
            assert_int_equal(fc_str_find(s, needle), first);
            s.n = first + n - 1; /* its last byte is missing */
            assert_int_equal(fc_str_find(s, needle), s.n);
        }
}

static void fields_keep_their_order(void **state)
{
    fc_arena a;
    fc_fields f = { 0 };
    (void)state;
    fc_arena_init(&a);
    for (int i = 0; i < 40; i++)
        fc_set_num(&f, &a, fc_printf(&a, "k%d", i).p, i + 0.12345, 2);
    fc_set_num(&f, &a, "k7", 9, 2);
    assert_int_equal(f.n, 40);
    assert_true(f.v[7].value.num == 9);
    assert_true(fc_fields_get(&f, FC_STR("k3"))->num == 3.12);
    assert_null(fc_fields_get(&f, FC_STR("none")));
    fc_arena_free(&a);
}

static void the_site_of_a_url(void **state)
{
    static const char *const site[][2] = {
        { "https://www.example.co.uk:80/x", "example.co.uk" },
        { "http://u:p@a.b.example.org.?q=1", "example.org" },
        { "//Example.org#x", "Example.org" },
        { "a.example.org/x", "example.org" },
        { "archive.example/2010/http://other.example/", "archive.example" },
        { "a.example?to=https://other.example/", "a.example" },
        { "words without a host", "" },
        { "", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof site / sizeof *site; i++)
        assert_true(fc_str_is(fc_host_registered(fc_str_of(site[i][0])), site[i][1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_bytes_are_marked),
        cmocka_unit_test(arena_limit_jumps_to_the_guard),
        cmocka_unit_test(arena_reset_keeps_blocks),
        cmocka_unit_test(arena_grow_moves_only_older_pieces),
        cmocka_unit_test(arena_room_doubles),
        cmocka_unit_test(values_as_text),
        cmocka_unit_test(numbers_read_back_as_written),
        cmocka_unit_test(strings),
        cmocka_unit_test(names_and_rows),
        cmocka_unit_test(words_are_found_in_any_case_and_place),
        cmocka_unit_test(finding_in_blocks_is_exact),
        cmocka_unit_test(fields_keep_their_order),
        cmocka_unit_test(the_site_of_a_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
