/* test_child.c - another program under limits: what it prints, and how it ends. */
#include "io/child.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct taken {
    fc_arena *a;
    uint64_t n, sum;
    size_t allocate;            /* in the arena, for each piece */
} taken;

static void take(void *user, const char *p, size_t n)
{
    taken *t = user;
    for (size_t i = 0; i < n; i++)
        t->sum = t->sum * 31 + (unsigned char)p[i];
    t->n += n;
    if (t->allocate)
        fc_alloc(t->a, t->allocate);
}

static fc_child_end run(const char *const *argv, fc_str input, taken *t, int *status)
{
    fc_arena a;
    fc_err err;
    fc_child_end end;
    fc_child child = { .argv = argv,
                       .input = input,
                       .most_output = 8 << 20,
                       .most_memory = 256 << 20,
                       .most_seconds = 1,
                       .take = take,
                       .user = t,
                       .arena = &a };
    memset(t, 0, sizeof *t);
    fc_arena_init(&a);
    assert_int_equal(fc_child_run(&child, &end, status, &err), FC_OK);
    fc_arena_free(&a);
    return end;
}

static fc_child_end shell(const char *script, fc_str input, taken *t, int *status)
{
    const char *const argv[] = { "/bin/sh", "-c", script, NULL };
    return run(argv, input, t, status);
}

/* More than pipes hold, in both directions at a time. */
static void passes_through(void **state)
{
    const char *const argv[] = { "/bin/cat", NULL };
    size_t n = 5000000;
    char *p = malloc(n);
    uint64_t sum = 0;
    taken t;
    int status;
    (void)state;
    assert_non_null(p);
    for (size_t i = 0; i < n; i++) {
        p[i] = (char)(i * i >> 3);
        sum = sum * 31 + (unsigned char)p[i];
    }
    assert_int_equal(run(argv, (fc_str){ p, n }, &t, &status), FC_CHILD_WELL);
    assert_int_equal(t.n, n);
    assert_true(t.sum == sum);
    free(p);
    assert_int_equal(run(argv, FC_STR(""), &t, &status), FC_CHILD_WELL);
    assert_int_equal(t.n, 0);
}

static void ends(void **state)
{
    const char *const none[] = { "/no/such/program", NULL };
    const char *const folder[] = { "/tmp", NULL };
    taken t;
    int status;
    (void)state;
    assert_int_equal(run(none, FC_STR("x"), &t, &status), FC_CHILD_ABSENT);
    assert_int_equal(run(folder, FC_STR("x"), &t, &status), FC_CHILD_ABSENT);
    assert_int_equal(shell("exit 3", FC_STR("unread"), &t, &status), FC_CHILD_FAILED);
    assert_int_equal(status, 3);
    assert_int_equal(shell("kill -SEGV $$", FC_STR(""), &t, &status), FC_CHILD_FAILED);
    assert_int_equal(status, 128 + 11);
    assert_int_equal(shell("echo before; exit 1", FC_STR(""), &t, &status),
                     FC_CHILD_FAILED);
    assert_int_equal(t.n, 7);
}

static void limits(void **state)
{
    taken t;
    int status;
    (void)state;
    assert_int_equal(shell("yes", FC_STR(""), &t, &status), FC_CHILD_LIMIT);
    assert_true(t.n <= 8 << 20);
    assert_int_equal(shell("while :; do :; done", FC_STR(""), &t, &status),
                     FC_CHILD_LIMIT);
    /* no memory: the shell tells so by its exit status, unless its time is up first */
    assert_int_not_equal(shell("x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo $x",
                               FC_STR(""), &t, &status),
                         FC_CHILD_WELL);
    /* the limits are there before the input is, though not before the shell is */
    assert_int_equal(shell("read go; f=$(mktemp) || exit 9; echo text >$f; s=$?; rm $f; "
                           "test $s = 0 && exit 0; exit 7", FC_STR("go\n"), &t, &status),
                     FC_CHILD_LIMIT);
}

/* Nothing of ours is open in it, and nothing of our environment. */
static void sees_nothing(void **state)
{
    taken t;
    int status;
    (void)state;
    setenv("FC_TEST_CHILD", "1", 1);
    assert_int_equal(shell("test -z \"$FC_TEST_CHILD\" && test \"$LC_ALL\" = C",
                           FC_STR(""), &t, &status),
                     FC_CHILD_WELL);
    assert_int_equal(
        shell("for i in 3 4 5 6 7 8; do test -e /proc/self/fd/$i && exit 1; done; "
              "exit 0",
              FC_STR(""), &t, &status),
        FC_CHILD_WELL);
}

/* A full arena ends the child, and the guard that was set before is reached. */
static void full_arena(void **state)
{
    const char *const argv[] = { "/bin/sh", "-c", "yes", NULL };
    fc_arena a;
    taken t = { .a = &a, .allocate = 1 << 16 };
    fc_child child = { .argv = argv, .most_output = 1 << 30, .most_memory = 256 << 20,
                       .most_seconds = 5, .take = take, .user = &t, .arena = &a };
    fc_child_end end;
    fc_err err;
    int status;
    jmp_buf guard;
    (void)state;
    fc_arena_init(&a);
    fc_arena_limit(&a, 1 << 20);
    fc_arena_guard(&a, &guard);
    switch (setjmp(guard)) {
    case 0:
        fc_child_run(&child, &end, &status, &err);
        fail_msg("the arena was not full");
        break;
    default:
        assert_true(t.n > 0 && t.n < 4 << 20);
    }
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_through), cmocka_unit_test(ends),
        cmocka_unit_test(limits),         cmocka_unit_test(sees_nothing),
        cmocka_unit_test(full_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
