/* test_members.c - packages in memory and the paths in them. Archives as inputs are
 * tested by test_readers over tests/files/io. */
#include "config.h"

#include "listing.h"

#include "base/arena.h"
#include "base/str.h"
#include "io/members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct {
    const char *base, *href, *want;
} paths[] = {
    { "OEBPS/content.opf", "a.xhtml", "OEBPS/a.xhtml" },
    { "OEBPS/content.opf", "../a%20b.xhtml#x", "a b.xhtml" },
    { "OEBPS/t/c.opf", "./../d//e.xhtml?q", "OEBPS/d/e.xhtml" },
    { "c.opf", "../../../etc/passwd", "etc/passwd" },
    { "a/b", "/c/d", "c/d" },
    { "a/b", "", "a" }, { "", "", "" }, { "a", "%2", "%2" }, { "a", "%41%zz", "A%zz" },
};

static void test_paths(void **state)
{
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        fc_str got =
            fc_package_path(fc_str_of(paths[i].base), fc_str_of(paths[i].href), &a);
        assert_int_equal(got.n, strlen(paths[i].want));
        assert_memory_equal(got.p, paths[i].want, got.n);
    }
    fc_arena_free(&a);
}

#ifdef HAVE_LIBARCHIVE
static fc_buf load(const char *name)
{
    const char *top = getenv("SRCDIR");
    char path[5000];
    fc_buf b = FC_BUF_INIT;
    snprintf(path, sizeof path, "%s/tests/files/io/%s", top ? top : ".", name);
    assert_true(read_file(path, &b));
    return b;
}

static bool all(fc_str path)
{
    return path.n > 0;
}

static fc_member_state open_state(const char *name, uint64_t most, size_t *n)
{
    fc_arena a;
    fc_package package;
    fc_buf b = load(name);
    fc_arena_init(&a);
    assert_int_equal(fc_package_open(&package, (fc_str){ b.p, b.n }, all, most, &a, NULL),
                     FC_OK);
    fc_member_state state = package.state;
    *n = package.n;
    fc_arena_free(&a);
    fc_buf_free(&b);
    return state;
}

static void test_states(void **state)
{
    size_t n;
    (void)state;
    assert_int_equal(open_state("good-archive.zip", 1 << 20, &n), FC_MEMBER_WELL);
    assert_int_equal(n, 3);
    assert_int_equal(open_state("good-archive.zip", 100, &n), FC_MEMBER_BOMB);
    assert_int_equal(open_state("hostile-bomb.zip", 1 << 30, &n), FC_MEMBER_BOMB);
    assert_int_equal(open_state("bad-archive-encrypted.zip", 1 << 20, &n),
                     FC_MEMBER_ENCRYPTED);
    assert_int_equal(open_state("good.txt", 1 << 20, &n), FC_MEMBER_DAMAGED);
    assert_int_equal(n, 0);
}

/* An arena that is full is left for the guard of its owner, and nothing is lost. */
static void test_full_arena(void **state)
{
    fc_arena a;
    fc_buf b = load("hostile-bomb.zip");
    fc_package package;
    jmp_buf guard;
    (void)state;
    fc_arena_init(&a);
    fc_arena_limit(&a, 1 << 20);
    fc_arena_guard(&a, &guard);
    int why = setjmp(guard);
    if (why == 0) {
        fc_package_open(&package, (fc_str){ b.p, b.n }, all, 1 << 30, &a, NULL);
        fail();
    }
    assert_int_equal(why, FC_ARENA_LIMIT);
    assert_ptr_equal(a.guard, &guard);
    fc_arena_free(&a);
    fc_buf_free(&b);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
#ifdef HAVE_LIBARCHIVE
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_full_arena),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
