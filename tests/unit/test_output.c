/* test_output.c - output files: whole or not at all, compressed by name, errors told. */
#include "config.h"

#include "base/buf.h"
#include "base/str.h"
#include "io/output.h"
#include "io/stream.h"
#include "listing.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/fc-output-XXXXXX";
static char path[100];

static const char *in_folder(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    return rmdir(folder);
}

static void write_lines(const char *name, int lines)
{
    fc_output *out;
    struct stat st;
    assert_int_equal(fc_output_open(&out, name, NULL), FC_OK);
    for (int i = 0; i < lines; i++) {
        char line[40];
        int n = snprintf(line, sizeof line, "{\"id\":\"%d\"}\n", i);
        assert_int_equal(fc_output_write(out, line, (size_t)n, NULL), FC_OK);
    }
    assert_int_equal(fc_output_flush(out, NULL), FC_OK);
    assert_int_not_equal(stat(name, &st), 0); /* not there before it is whole */
    assert_int_equal(fc_output_close(out, NULL), FC_OK);
    assert_int_equal(stat(name, &st), 0);
}

static void check_lines(const char *name, int lines, const char *codec)
{
    fc_stream *s;
    fc_str got;
    assert_int_equal(fc_stream_open(&s, name, NULL), FC_OK);
    for (int i = 0; i < lines; i++) {
        char line[40];
        size_t n = (size_t)snprintf(line, sizeof line, "{\"id\":\"%d\"}\n", i);
        assert_int_equal(fc_stream_peek(s, n, &got, NULL), FC_OK);
        assert_true(got.n >= n);
        assert_memory_equal(got.p, line, n);
        fc_stream_consume(s, n);
    }
    assert_int_equal(fc_stream_peek(s, 1, &got, NULL), FC_OK);
    assert_int_equal(got.n, 0);
    if (codec)
        assert_string_equal(fc_stream_codec(s), codec);
    else
        assert_null(fc_stream_codec(s));
    fc_stream_close(s);
}

static void names_choose_the_compression(void **state)
{
    static const char *const t[][2] = { { "a.jsonl", NULL }, { "a.jsonl.gz", "gzip" },
#ifdef HAVE_ZSTD
                                        { "a.jsonl.zst", "zstd" }
#endif
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        for (int lines = 0; lines <= 100000; lines += 100000) {
            const char *name = in_folder(t[i][0]);
            write_lines(name, lines);
            check_lines(name, lines, lines || t[i][1] ? t[i][1] : NULL);
            unlink(name);
        }
}

static void gzip_has_no_time_and_no_name(void **state)
{
    fc_buf data = FC_BUF_INIT;
    const char *name = in_folder("b.gz");
    write_lines(name, 1);
    assert_true(read_file(name, &data));
    assert_memory_equal(data.p, "\x1f\x8b\x08\0\0\0\0\0", 8);
    fc_buf_free(&data);
    unlink(name);
}

static void nothing_is_left_of_what_was_given_up(void **state)
{
    fc_output *out;
    assert_int_equal(fc_output_open(&out, in_folder("c"), NULL), FC_OK);
    fc_output_write(out, "x", 1, NULL);
    fc_output_abort(out); /* remove_folder fails when a file is there */
    fc_output_abort(NULL);
}

static void the_old_file_stays_until_the_new_one_is_whole(void **state)
{
    fc_output *out;
    fc_buf data = FC_BUF_INIT;
    const char *name = in_folder("d");
    write_lines(name, 2);
    assert_int_equal(fc_output_open(&out, name, NULL), FC_OK);
    fc_output_write(out, "new\n", 4, NULL);
    fc_output_flush(out, NULL);
    check_lines(name, 2, NULL);
    assert_int_equal(fc_output_close(out, NULL), FC_OK);
    assert_true(read_file(name, &data));
    assert_string_equal(data.p, "new\n");
    fc_buf_free(&data);
    unlink(name);
}

static fc_output *written(const char *name)
{
    fc_output *out;
    assert_int_equal(fc_output_open(&out, in_folder(name), NULL), FC_OK);
    assert_int_equal(fc_output_write(out, "x\n", 2, NULL), FC_OK);
    return out;
}

/* Few are synced one by one, more with all of their disk. */
static void a_shelf_publishes_together(void **state)
{
    for (int n = 1; n <= 9; n += 4) {
        fc_shelf *shelf;
        char name[8];
        assert_int_equal(fc_shelf_open(&shelf, NULL), FC_OK);
        for (int i = 0; i < n; i++) {
            snprintf(name, sizeof name, "s%d", i);
            assert_int_equal(fc_shelf_add(shelf, written(name), i % 2, NULL), FC_OK);
            assert_int_not_equal(access(in_folder(name), F_OK), 0);
        }
        assert_int_equal(fc_shelf_publish(shelf, NULL), FC_OK);
        for (int i = 0; i < n; i++) {
            snprintf(name, sizeof name, "s%d", i);
            assert_int_equal(unlink(in_folder(name)), 0);
        }
        assert_int_equal(fc_shelf_add(shelf, written("t"), false, NULL), FC_OK);
        fc_shelf_close(shelf); /* remove_folder fails when a file is there */
    }
}

/* An output whose name is taken by a folder: its record gets no name either. */
static void no_record_without_its_output(void **state)
{
    fc_shelf *shelf;
    fc_err err = { 0 };
    assert_int_equal(fc_shelf_open(&shelf, NULL), FC_OK);
    assert_int_equal(fc_shelf_add(shelf, written("r"), true, NULL), FC_OK);
    assert_int_equal(fc_shelf_add(shelf, written("o"), false, NULL), FC_OK);
    assert_int_equal(mkdir(in_folder("o"), 0777), 0);
    assert_int_equal(fc_shelf_publish(shelf, &err), FC_EIO);
    assert_non_null(strstr(err.msg, "/o: renaming failed"));
    assert_int_not_equal(access(in_folder("r"), F_OK), 0);
    fc_shelf_close(shelf);
    assert_int_equal(rmdir(in_folder("o")), 0);
}

/* The device that is always full. */
static void a_full_disk_is_told_and_stays_told(void **state)
{
    fc_output *out;
    fc_err err = { 0 };
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(fc_output_open(&out, "/dev/full", &err), FC_OK);
    assert_int_equal(fc_output_write(out, "x\n", 2, &err), FC_OK);
    assert_int_equal(fc_output_flush(out, &err), FC_EIO);
    assert_non_null(strstr(err.msg, "No space left on device"));
    assert_non_null(strstr(err.msg, "/dev/full"));
    err = (fc_err){ 0 };
    assert_int_equal(fc_output_write(out, "y\n", 2, &err), FC_EIO);
    assert_int_equal(fc_output_close(out, &err), FC_EIO);
    assert_int_equal(fc_exit_status(err.rc), 74);
}

static void a_folder_that_is_not_there(void **state)
{
    fc_output *out;
    fc_err err = { 0 };
    assert_int_equal(fc_output_open(&out, "/nonexistent/x", &err), FC_EIO);
    assert_null(out);
    assert_non_null(strstr(err.msg, "/nonexistent/x"));
}

/* A pipe whose reader is slow and that does not block: short writes and EAGAIN. */
static void slow_pipes_get_everything(void **state)
{
    int fds[2];
    fc_output *out;
    assert_int_equal(pipe(fds), 0);
    fcntl(fds[1], F_SETFL, O_NONBLOCK);
    pid_t child = fork();
    if (child == 0) {
        char part[777];
        size_t sum = 0;
        close(fds[1]);
        for (ssize_t n; (n = read(fds[0], part, sizeof part)) > 0;)
            sum += (size_t)n;
        _exit(sum == 3000000 ? 0 : 1);
    }
    close(fds[0]);
    assert_int_equal(fc_output_open_fd(&out, fds[1], "pipe", NULL), FC_OK);
    for (int i = 0; i < 300000; i++)
        assert_int_equal(fc_output_write(out, "123456789\n", 10, NULL), FC_OK);
    assert_int_equal(fc_output_close(out, NULL), FC_OK);
    close(fds[1]);
    int status = -1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_choose_the_compression),
        cmocka_unit_test(gzip_has_no_time_and_no_name),
        cmocka_unit_test(nothing_is_left_of_what_was_given_up),
        cmocka_unit_test(the_old_file_stays_until_the_new_one_is_whole),
        cmocka_unit_test(a_shelf_publishes_together),
        cmocka_unit_test(no_record_without_its_output),
        cmocka_unit_test(a_full_disk_is_told_and_stays_told),
        cmocka_unit_test(a_folder_that_is_not_there),
        cmocka_unit_test(slow_pipes_get_everything),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
