/* test_sort.c - sorting beyond memory: the order of a stable sort, whatever the
 * memory. */
#include "base/str.h"
#include "io/sort.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { ITEMS = 20000, LARGE = 300000 };

static uint64_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

/* Items with few different keys; each holds its number, then bytes that can be told
 * again. */
static void add_items(fc_sort *s, size_t n)
{
    static char bytes[LARGE];
    uint64_t seed = 7;
    for (size_t i = 0; i < n; i++) {
        fc_sort_key key = { { draw(&seed) % 50, draw(&seed) % 3, draw(&seed) % 5 } };
        size_t size = i % 5000 == 4999 ? LARGE : sizeof i + i % 90;
        memset(bytes, (int)(i % 251), size);
        memcpy(bytes, &i, sizeof i);
        assert_int_equal(fc_sort_add(s, key, (fc_str){ bytes, size }, NULL), FC_OK);
    }
}

static void check_items(fc_sort *s, size_t n)
{
    fc_sort_key key, last = { { 0, 0, 0 } };
    size_t before = 0, number;
    fc_str bytes;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(fc_sort_next(s, &key, &bytes, NULL), FC_OK);
        memcpy(&number, bytes.p, sizeof number);
        int order = 0;
        for (int k = 2; k >= 0; k--)
            order = key.part[k] != last.part[k] ? (key.part[k] > last.part[k] ? 1 : -1)
                                                : order;
        assert_true(order > 0 || i == 0 || (order == 0 && number > before));
        assert_int_equal(bytes.n,
                         number % 5000 == 4999 ? LARGE : sizeof number + number % 90);
        for (size_t k = sizeof number; k < bytes.n; k++)
            assert_int_equal((unsigned char)bytes.p[k], number % 251);
        last = key;
        before = number;
    }
    assert_int_equal(fc_sort_next(s, &key, &bytes, NULL), FC_END);
    assert_int_equal(fc_sort_next(s, &key, &bytes, NULL), FC_END);
}

static int files_in(const char *folder)
{
    DIR *dir = opendir(folder);
    int n = 0;
    assert_non_null(dir);
    while (readdir(dir))
        n++;
    closedir(dir);
    return n - 2;
}

/* 20,000 items in memory; in a few runs; in more runs than are merged at once, twice
 * over. */
static void test_order(void **state)
{
    static const size_t memory[] = { 64 << 20, 400000, 20000, 1 };
    char temp[] = "/tmp/filterc-sort-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(temp));
    for (size_t i = 0; i < sizeof memory / sizeof *memory; i++) {
        fc_sort *s;
        assert_int_equal(fc_sort_open(&s, temp, memory[i], NULL), FC_OK);
        size_t n = memory[i] > 1 ? ITEMS : 3000;
        add_items(s, n);
        assert_int_equal(files_in(temp), 0); /* they have no name */
        check_items(s, n);
        fc_sort_close(s);
    }
    rmdir(temp);
}

static void test_nothing(void **state)
{
    fc_sort *s;
    fc_sort_key key;
    fc_str bytes;
    (void)state;
    assert_int_equal(fc_sort_open(&s, NULL, 100, NULL), FC_OK);
    assert_int_equal(fc_sort_next(s, &key, &bytes, NULL), FC_END);
    fc_sort_close(s);
    fc_sort_close(NULL);
}

static void test_no_folder(void **state)
{
    fc_sort *s;
    fc_err err;
    fc_sort_key key = { { 1, 2, 3 } };
    (void)state;
    assert_int_equal(fc_sort_open(&s, "/nonexistent/folder", 10, NULL), FC_OK);
    assert_int_equal(fc_sort_add(s, key, FC_STR("held in memory"), &err), FC_OK);
    assert_int_equal(fc_sort_add(s, key, FC_STR("goes to disk"), &err), FC_EIO);
    assert_non_null(strstr(err.msg, "TMPDIR"));
    fc_sort_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
