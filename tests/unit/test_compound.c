/* test_compound.c - streams of compound files: small and large sectors, and links that
 * lead nowhere. */
#include "base/str.h"
#include "io/compound.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { SECTORS = 16, FREE = -1, LAST = -2, TABLE = -3 };

/* A file of `shift`-sized sectors: table of sectors, directory, small table, the small
 * stream (2 sectors), and a large stream (9 sectors of 512 bytes, 1 of 4096). */
typedef struct file {
    size_t sector;
    char bytes[(SECTORS + 1) * 4096];
    size_t n;
} file;

static fc_arena a;

static void put(file *f, size_t at, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++, v >>= 8)
        f->bytes[at + (size_t)i] = (char)v;
}

static size_t place(const file *f, size_t sector)
{
    return (sector + 1) * f->sector;
}

static void put_entry(file *f, size_t k, const char *name, int type, uint32_t start,
                      uint32_t size)
{
    size_t at = place(f, 1) + 128 * k, n = strlen(name);
    for (size_t i = 0; i < n; i++)
        put(f, at + 2 * i, (unsigned char)name[i], 2);
    put(f, at + 64, (uint32_t)(2 * n + 2), 2);
    put(f, at + 66, (uint32_t)type, 1);
    put(f, at + 116, start, 4);
    put(f, at + 120, size, 4);
}

static void link_sector(file *f, size_t from, int to)
{
    put(f, place(f, 0) + 4 * from, (uint32_t)to, 4);
}

static void make(file *f, bool large)
{
    static const int chain[] = { TABLE, LAST, LAST, 4, LAST, 6, 7,
                                 8,     9,    10,   11, 12,  LAST };
    memset(f, 0, sizeof *f);
    f->sector = large ? 4096 : 512;
    f->n = place(f, 13);
    memcpy(f->bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
    put(f, 26, large ? 4 : 3, 2);
    put(f, 30, large ? 12 : 9, 2);
    put(f, 48, 1, 4);           /* the directory's first sector */
    put(f, 56, 4096, 4);        /* streams below are small */
    put(f, 60, 2, 4);           /* the small table's */
    for (size_t i = 0; i < 109; i++)
        put(f, 76 + 4 * i, i ? (uint32_t)FREE : 0, 4);
    for (size_t i = 0; i < sizeof chain / sizeof *chain; i++)
        link_sector(f, i, chain[i]);
    put_entry(f, 0, "Root Entry", 5, 3, 1024);
    put_entry(f, 1, "Short", 2, 1, 100);
    put_entry(f, 2, "Long", 2, 5, 4096);
    put(f, place(f, 2) + 4, 9, 4); /* the short stream: small sectors 1 and 9 */
    put(f, place(f, 2) + 36, (uint32_t)LAST, 4);
    memset(f->bytes + place(f, 3) + 64, 'a', 64);
    memset(f->bytes + place(f, 3) + 9 * 64, 'b', 64); /* sector 4, when that is small */
    for (size_t i = 5; i < 13; i++)
        memset(f->bytes + place(f, i), (int)('0' + i), f->sector);
}

static bool find(const file *f, const char *name, fc_str *out)
{
    return fc_compound_find((fc_str){ f->bytes, f->n }, fc_str_of(name), &a, out);
}

static void finds(void **state)
{
    static file f;
    fc_str s;
    (void)state;
    for (int large = 0; large < 2; large++) {
        make(&f, large);
        assert_true(find(&f, "Short", &s));
        assert_int_equal(s.n, 100);
        assert_true(s.p[0] == 'a' && s.p[63] == 'a' && s.p[64] == 'b' && s.p[99] == 'b');
        assert_true(find(&f, "Long", &s));
        assert_int_equal(s.n, 4096);
        assert_int_equal(s.p[4095], large ? '5' : '0' + 12);
        assert_false(find(&f, "Shor", &s));
        assert_false(find(&f, "Root Entry", &s)); /* no stream */
    }
    fc_arena_reset(&a);
}

static void damaged(void **state)
{
    static file f;
    fc_str s;
    (void)state;
    make(&f, false);
    link_sector(&f, 7, 5); /* round and round: enough bytes are there */
    assert_true(find(&f, "Long", &s));
    link_sector(&f, 7, LAST);
    assert_false(find(&f, "Long", &s)); /* too short */
    link_sector(&f, 7, 900);
    assert_false(find(&f, "Long", &s)); /* out of the file */
    link_sector(&f, 1, 1);
    assert_false(find(&f, "Short", &s)); /* a directory without end */
    make(&f, false);
    put(&f, place(&f, 2) + 4, 400, 4);
    assert_false(find(&f, "Short", &s)); /* small sectors out of the small stream */
    make(&f, false);
    put_entry(&f, 1, "Short", 2, 1, 4000);
    assert_false(find(&f, "Short", &s)); /* larger than what all small ones have */
    make(&f, false);
    put(&f, 30, 12, 2);
    assert_false(find(&f, "Short", &s)); /* version 3 has sectors of 512 bytes */
    for (size_t n = 0; n < 512 * 14; n += 37) { /* cut anywhere */
        make(&f, false);
        f.n = n;
        if (find(&f, "Long", &s))
            assert_int_equal(s.n, 4096);
    }
    assert_false(fc_compound_is(FC_STR("\xd0\xcf\x11\xe0")));
    fc_arena_reset(&a);
}

static int begin(void **state)
{
    (void)state;
    fc_arena_init(&a);
    return 0;
}

static int end(void **state)
{
    (void)state;
    fc_arena_free(&a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds),
        cmocka_unit_test(damaged),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
