/* test_readers.c - each file of tests/files/io gives the items in its .expected file,
 * however the bytes arrive; and what a failing source makes of it. `FC_UPDATE=1` writes
 * the .expected files anew: look at each difference before you commit it. */
#include "config.h"

#include "listing.h"

#include "base/arena.h"
#include "base/str.h"
#include "readers/wide.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { EVERY_SPLIT = 900 };     /* files up to this size are split at every byte */

static char folder[4096];
extern const fc_reader_def fc_reader_archive;

static void path_of(char *out, size_t n, const char *name, const char *more)
{
    snprintf(out, n, "%s/%s%s", folder, name, more);
}

static bool wanted(const char *name)
{
    fc_str s = fc_str_of(name);
#ifndef HAVE_ZSTD
    if (fc_str_ends(s, FC_STR(".zst")) || fc_str_find(s, FC_STR("zstd")) < s.n)
        return false;
#endif
#ifndef HAVE_LIBARCHIVE
    if (fc_str_ends(s, FC_STR(".bz2")) || fc_str_ends(s, FC_STR(".xz")) ||
        fc_str_find(s, FC_STR("archive")) < s.n || fc_str_find(s, FC_STR("zim")) < s.n)
        return false;
#endif
#ifndef HAVE_NETTLE
    if (fc_str_starts(s, FC_STR("bad-zim-sum")) || fc_str_is(s, "bad-zim-cut.zim"))
        return false;
#endif
    return (fc_str_starts(s, FC_STR("good")) || fc_str_starts(s, FC_STR("bad"))) &&
           !fc_str_ends(s, FC_STR(".expected"));
}

typedef void (*check_fn)(const char *name, fc_str data, const char *expected);

static void for_each_file(check_fn check)
{
    char path[5000];
    int n = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        fc_buf data = FC_BUF_INIT, expected = FC_BUF_INIT;
        if (!wanted(e->d_name))
            continue;
        path_of(path, sizeof path, e->d_name, "");
        assert_true(read_file(path, &data));
        path_of(path, sizeof path, e->d_name, ".expected");
        read_file(path, &expected);
        check(e->d_name, (fc_str){ data.p, data.n }, expected.p ? expected.p : "");
        fc_buf_free(&data);
        fc_buf_free(&expected);
        n++;
    }
    closedir(d);
    assert_true(n > 40);
}

static void compare(feed f, const char *name, const char *expected, const char *how,
                    size_t k)
{
    fc_buf got = FC_BUF_INIT;
    list_feed(&f, name, 0, &got);
    if (strcmp(got.p, expected) != 0)
        fail_msg("%s, %s %zu:\n%s\ninstead of\n%s", name, how, k, got.p, expected);
    fc_buf_free(&got);
}

static void update(const char *name, fc_str data)
{
    char path[5000];
    fc_buf got = FC_BUF_INIT;
    feed f = feed_of(data);
    path_of(path, sizeof path, name, ".expected");
    list_feed(&f, name, 0, &got);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fwrite(got.p, 1, got.n, out);
    fclose(out);
    fc_buf_free(&got);
}

static void check_whole(const char *name, fc_str data, const char *expected)
{
    if (getenv("FC_UPDATE"))
        update(name, data);
    else
        compare(feed_of(data), name, expected, "whole", 0);
}

static void files_give_what_is_expected(void **state)
{
    (void)state;
    for_each_file(check_whole);
}

static void check_chunks(const char *name, fc_str data, const char *expected)
{
    static const size_t chunks[] = { 1, 2, 7, 4096 };
    for (size_t i = 0; i < 4; i++) {
        feed f = feed_of(data);
        f.chunk = chunks[i];
        f.interrupts = (int)i;
        compare(f, name, expected, "chunks of", chunks[i]);
    }
}

static void short_and_interrupted_reads_change_nothing(void **state)
{
    (void)state;
    for_each_file(check_chunks);
}

static void check_splits(const char *name, fc_str data, const char *expected)
{
    size_t step = data.n <= EVERY_SPLIT ? 1 : 41;
    for (size_t at = 1; at < data.n; at += step) {
        feed f = feed_of(data);
        f.first = at;
        compare(f, name, expected, "split at", at);
    }
}

static void every_split_gives_the_same(void **state)
{
    (void)state;
    for_each_file(check_splits);
}

/* An error of the source ends the reading with FC_EIO, after items that were whole. */
static void check_failing(const char *name, fc_str data, const char *expected)
{
    for (size_t at = 0; at < data.n; at += 1 + data.n / 16) {
        fc_buf got = FC_BUF_INIT;
        feed f = feed_of(data);
        f.fail_at = at;
        f.chunk = 100;
        list_feed(&f, name, 0, &got);
        fc_str s = { got.p, got.n };
        if (!fc_str_ends(s, FC_STR(" end -6\n")) &&
            !fc_str_starts(s, FC_STR("no reader -6")))
            fail_msg("%s, failing at %zu: %s", name, at, got.p);
        fc_buf_free(&got);
    }
}

static void read_errors_are_told(void **state)
{
    (void)state;
    for_each_file(check_failing);
}

static void cut_anywhere_is_never_a_crash(const char *name, fc_str data,
                                          const char *expected)
{
    for (size_t n = 0; n < data.n; n += 1 + data.n / 200) {
        fc_buf got = FC_BUF_INIT;
        feed f = feed_of((fc_str){ data.p, n });
        list_feed(&f, name, 0, &got);
        fc_str s = { got.p, got.n };
        size_t known = strstr(name, ".tar") ? 512 : 8; /* bytes that tell the format */
        bool unknown = n < known && fc_str_starts(s, FC_STR("no reader 0"));
        if (!unknown && !fc_str_ends(s, FC_STR(" end 1\n")))
            fail_msg("%s, cut at %zu: %s", name, n, got.p);
        fc_buf_free(&got);
    }
}

static void cut_inputs_end_well(void **state)
{
    (void)state;
    for_each_file(cut_anywhere_is_never_a_crash);
}

/* Nothing larger than the limit is held, and what follows it is still read. */
static void large_items_are_skipped(void **state)
{
    static const char *const names[] = { "good-crlf.warc", "good-members.warc.gz",
                                         "good-one-member.warc.gz", "good-v1.arc" };
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char path[5000];
        fc_buf data = FC_BUF_INIT, got = FC_BUF_INIT;
        path_of(path, sizeof path, names[i], "");
        assert_true(read_file(path, &data));
        feed f = feed_of((fc_str){ data.p, data.n });
        list_feed(&f, names[i], 170, &got);
        assert_non_null(strstr(got.p, "\ntoo-large "));
        assert_int_equal(strncmp(got.p, "ok 0+", 5), 0);
        assert_null(strstr(got.p, "bad-"));
        assert_null(strstr(got.p, "garbage"));
        fc_buf_free(&data);
        fc_buf_free(&got);
    }
}

/* An item before, one of which most is a filling, and one behind. */
typedef struct three {
    const char *name, *first, *begin, *end, *last;
} three;

#define MAIL(n) \
    "From a@b Mon Jan  1 10:00:00 2024\nFrom: x\nMessage-ID: <" n ">\n\nText.\n"
#define WARC "WARC/1.0\r\nWARC-Type: a\r\n"
#define EMPTY WARC "Content-Length: 0\r\n\r\n\r\n\r\n"

static const three threes[] = {
    { "a.mbox", MAIL("1") "\n", MAIL("2"), "\n\n", MAIL("3") },
    { "a.xml", "<PubmedArticleSet><PubmedArticle><PMID>1</PMID></PubmedArticle>",
      "<PubmedArticle><PMID>2</PMID><A>", "</A></PubmedArticle>",
      "<PubmedArticle><PMID>3</PMID></PubmedArticle></PubmedArticleSet>" },
    { "b.xml", "<mediawiki><page><id>1</id><revision><text>x</text></revision></page>",
      "<page><id>2</id><revision><text>", "</text></revision></page>",
      "<page><id>3</id><revision><text>x</text></revision></page></mediawiki>" },
    { "Posts.xml", "<?xml version='1.0'?><posts><row Id='1' PostTypeId='1'/>",
      "<row Id='2' PostTypeId='1' Body='", "'/>",
      "<row Id='3' PostTypeId='1'/></posts>" },
    { "a.jsonl", "{\"text\":\"1\"}\n", "{\"text\":\"", "\"}\n", "{\"text\":\"3\"}\n" },
    { "a.json", "[\n {\"text\":\"1\"},\n", "{\"text\":\"", "\"},\n",
      "{\"text\":\"3\"}]\n" },
    { "a.warc", EMPTY, WARC "\r\n", "\r\n\r\n", EMPTY },
};

static void check_limit(const three *t, size_t filling, uint64_t most)
{
    fc_buf data = FC_BUF_INIT, whole = FC_BUF_INIT, bytes = FC_BUF_INIT;
    fc_buf_text(&data, t->first);
    fc_buf_text(&data, t->begin);
    for (size_t i = 0; i < filling; i++)
        fc_buf_char(&data, 'x');
    fc_buf_text(&data, t->end);
    fc_buf_text(&data, t->last);
    feed f = feed_of((fc_str){ data.p, data.n }), one = f;
    one.chunk = 1;
    list_feed(&f, t->name, most, &whole);
    list_feed(&one, t->name, most, &bytes);
    assert_string_equal(whole.p, bytes.p);
    unsigned ok = 0;
    for (const char *p = whole.p; (p = strstr(p, "ok ")); p++)
        ok++;
    if (ok != 2 + (filling < most) && strcmp(t->name, "a.warc") != 0)
        fail_msg("%s, %zu bytes: %s", t->name, filling, whole.p);
    fc_buf_free(&data);
    fc_buf_free(&whole);
    fc_buf_free(&bytes);
}

/* What is larger than the limit is so however the bytes come, and its neighbours stay. */
static void limits_do_not_depend_on_reads(void **state)
{
    enum { STEP = 64 << 10, MOST = 100000 };
    (void)state;
    for (size_t i = 0; i < sizeof threes / sizeof *threes; i++) {
        check_limit(&threes[i], MOST / 2, MOST);
        check_limit(&threes[i], 3 * MOST, MOST);
        for (size_t n = 2 * STEP - 1300; n < 2 * STEP + 100; n += 100)
            check_limit(&threes[i], n, MOST);
    }
}

static void one_large_mail_is_one_item(void **state)
{
    fc_buf data = FC_BUF_INIT, got = FC_BUF_INIT;
    (void)state;
    fc_buf_text(&data, "From: a\nDate: b\nMessage-ID: <1>\n\n");
    while (data.n < 500000)
        fc_buf_text(&data, "Words.\n");
    feed f = feed_of((fc_str){ data.p, data.n });
    f.chunk = 5000;
    list_feed(&f, "a.eml", 100000, &got);
    assert_string_equal(got.p,
                        "too-large 0+500001u resource <a.eml:0> 0:ef46db3751d8e999\n"
                        "mail end 1\n");
    fc_buf_free(&data);
    fc_buf_free(&got);
}

/* What the first item of a git archive's zip, larger than what may be held, tells. */
static void first_about(fc_stream *in, char *about, size_t room)
{
    fc_str head;
    fc_arena keep;
    void *state;
    fc_doc doc = { 0 };
    fc_arena_init(&keep);
    assert_int_equal(fc_stream_sniff(in, 4096, &head, NULL), FC_OK);
    fc_stream_set_max_item(in, 5000);
    assert_int_equal(fc_reader_archive.open(in, &state, NULL), FC_OK);
    assert_int_equal(fc_reader_archive.next(state, &keep, &doc, NULL), FC_OK);
    assert_int_equal(doc.reason, 0);
    snprintf(about, room, "%.*s", (int)doc.rec->about.n, doc.rec->about.p);
    fc_reader_archive.close(state);
    fc_stream_close(in);
    fc_arena_free(&keep);
}

/* It stands at the end: a plain file is looked at there, a pipe cannot be. */
static void a_large_zip_tells_its_commit(void **state)
{
    char path[5000], about[200];
    fc_stream *in;
    fc_buf data = FC_BUF_INIT;
    (void)state;
    path_of(path, sizeof path, "good-git-large.zip", "");
    assert_int_equal(fc_stream_open(&in, path, NULL), FC_OK);
    first_about(in, about, sizeof about);
    assert_string_equal(about, "revision: 0123456789abcdef0123456789abcdef01234567\n");
    assert_true(read_file(path, &data));
    feed f = feed_of((fc_str){ data.p, data.n });
    assert_int_equal(fc_stream_open_source(&in, "x", feed_read, &f, NULL), FC_OK);
    first_about(in, about, sizeof about);
    assert_string_equal(about, "");
    fc_buf_free(&data);
}

typedef struct wide_source {
    uint32_t at, ascii, units;
} wide_source;

/* UTF-16: its mark, `ascii` letters, then hiragana. */
static long read_units(void *user, char *p, size_t room)
{
    wide_source *s = user;
    uint32_t n = 0, all = 2 * (1 + s->ascii + s->units);
    for (; n < room && s->at < all; n++, s->at++) {
        uint32_t i = s->at / 2, unit = !i ? 0xFEFF : i <= s->ascii ? 'a' : 0x3042;
        p[n] = (char)(s->at % 2 ? unit >> 8 : unit & 255);
    }
    return n;
}

/* A buffer may have less room left than a character needs, which is not the end. */
static void utf_16_is_read_to_its_end(void **state)
{
    enum { UNITS = 100000 };
    (void)state;
    for (uint32_t ascii = 0; ascii < 4; ascii++) {
        wide_source source = { 0, ascii, UNITS };
        fc_stream *in;
        fc_wide *wide;
        fc_str got;
        fc_err err = { 0 };
        fc_rc rc = fc_stream_open_source(&in, "wide", read_units, &source, &err);
        assert_int_equal(rc, FC_OK);
        assert_int_equal(fc_wide_open(&wide, in, &err), FC_OK);
        assert_int_equal(fc_stream_peek(fc_wide_stream(wide), 4 * UNITS, &got, &err), 0);
        assert_int_equal(got.n, ascii + 3 * UNITS);
        for (size_t i = ascii; i < got.n; i += 3)
            assert_memory_equal(got.p + i, "\xE3\x81\x82", 3);
        fc_wide_close(wide);
        fc_stream_close(in);
    }
}

static void missing_files_are_no_input(void **state)
{
    fc_buf got = FC_BUF_INIT;
    (void)state;
    list_file("/nonexistent/file", &got);
    list_file("", &got);
    assert_string_equal(got.p, "open -3\nopen -3\n");
    fc_buf_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_give_what_is_expected),
        cmocka_unit_test(short_and_interrupted_reads_change_nothing),
        cmocka_unit_test(every_split_gives_the_same),
        cmocka_unit_test(read_errors_are_told),
        cmocka_unit_test(cut_inputs_end_well),
        cmocka_unit_test(large_items_are_skipped),
        cmocka_unit_test(limits_do_not_depend_on_reads),
        cmocka_unit_test(one_large_mail_is_one_item),
        cmocka_unit_test(a_large_zip_tells_its_commit),
        cmocka_unit_test(utf_16_is_read_to_its_end),
        cmocka_unit_test(missing_files_are_no_input),
    };
    const char *top = getenv("SRCDIR");
    snprintf(folder, sizeof folder, "%s/tests/files/io", top ? top : ".");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
