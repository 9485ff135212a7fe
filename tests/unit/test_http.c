/* test_http.c - stored HTTP responses: heads as loose as they come, bodies in every
 * encoding. */
#include "config.h"

#include "base/buf.h"
#include "base/str.h"
#include "io/compress.h"
#include "io/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PAGE "<html><p>Some text, some text, some text.</html>"

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

static fc_http decode(const char *head, const char *body, size_t n, uint64_t max)
{
    fc_buf block = FC_BUF_INIT;
    fc_http out;
    fc_buf_text(&block, head);
    fc_buf_add(&block, body, n);
    fc_str s = fc_copy(&arena, (fc_str){ block.p, block.n });
    fc_buf_free(&block);
    assert_int_equal(fc_http_decode(s, max, &arena, &out), FC_OK);
    return out;
}

static void body_is(fc_http h, const char *want, bool cut, const char *why)
{
    if (h.body.n != strlen(want) || memcmp(h.body.p, want, h.body.n) != 0)
        fail_msg("body is \"%.*s\" instead of \"%s\"", (int)h.body.n, h.body.p, want);
    assert_int_equal(h.cut, cut);
    if (why && (!h.why || !strstr(h.why, why)))
        fail_msg("why is %s, not %s", h.why ? h.why : "NULL", why);
    if (!why && h.why)
        fail_msg("why: %s", h.why);
}

static void heads(void **state)
{
    static const struct {
        const char *block;
        int status;
        const char *type, *body, *why;
    } t[] = {
        { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nbody", 200, "text/html",
          "body", NULL },
        { "HTTP/1.1 404\r\ncontent-type:a\r\n\r\n", 404, "a", "", NULL },
        { "HTTP/2 200 \r\nCONTENT-TYPE: a\r\n\r\nb", 200, "a", "b", NULL },
        { "HTTP/1.0 200 Ok\nContent-Type: a\n\nb\n\nc", 200, "a", "b\n\nc", NULL },
        { "HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n  charset=x\r\n\ty\r\n\r\nb",
          200, "text/html; charset=x y", "b", NULL },
        { "HTTP/1.1 200 OK\r\nContent-Type: a", 200, "a", "", NULL },
        { "HTTP/1.1 OK\r\nContent-Type: a\r\n\r\nb", 0, "a", "b", "no status code" },
        { "Content-Type: a\r\nX: y\r\n\r\nb", 0, "a", "b", "no status line" },
        { "<html>no head: at all</html>\n\nb", 0, "", "<html>no head: at all</html>\n\nb",
          "no HTTP header" },
        { "Note: only a line", 0, "", "Note: only a line", "no HTTP header" },
        { "", 0, "", "", "empty" },
        { "\r\n\r\nx", 0, "", "\r\n\r\nx", "no HTTP header" },
        { "HTTP/1.1 200 OK\r\nContent-Type: a\r\nContent-Type: b\r\n\r\n", 200, "a", "",
          NULL },
        { "HTTP/1.1 200 OK\r\nContent-Type:\r\n\r\nb", 200, "", "b", NULL },
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        fc_http h = decode(t[i].block, "", 0, 1000);
        assert_int_equal(h.status, t[i].status);
        assert_int_equal(h.content_type.n, strlen(t[i].type));
        if (h.content_type.n)
            assert_memory_equal(h.content_type.p, t[i].type, h.content_type.n);
        body_is(h, t[i].body, false, t[i].why);
    }
}

static void chunked(void **state)
{
    static const struct {
        const char *body, *want;
        bool cut;
        const char *why;
    } t[] = {
        { "4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n", "abcdefg", false, NULL },
        { "4\nabcd\n3\nefg\n0\n\n", "abcdefg", false, NULL },
        { "04;x=y; z\r\nabcd\r\nA \r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n",
          "abcd0123456789", false, NULL },
        { "4\r\nabcd\r\n", "abcd", true, "last chunk" },
        { "9\r\nabcd", "abcd", true, "last chunk" },
        { "4\r\nabcd\r\nzz\r\nrest", "abcdzz\r\nrest", true, "size is wrong" },
        { "2\r\nabcd\r\n0\r\n", "abcd\r\n0\r\n", true, "size is wrong" },
        { PAGE, PAGE, false, "said to be chunked" },
        { "", "", false, NULL },
        { "0\r\n\r\n", "", false, NULL },
        { "ffffffffffffffff\r\nabc", "abc", true, "last chunk" },
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        body_is(decode("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", t[i].body,
                       strlen(t[i].body), 1000),
                t[i].want, t[i].cut, t[i].why);
}

static fc_buf packed(fc_pack kind, const char *text)
{
    fc_packer *p;
    fc_buf out = FC_BUF_INIT;
    assert_int_equal(fc_packer_open(&p, kind, NULL), FC_OK);
    assert_int_equal(fc_packer_add(p, text, strlen(text), true, &out, NULL), FC_OK);
    fc_packer_close(p);
    return out;
}

static void gzip_bodies(void **state)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
    fc_buf z = packed(FC_PACK_GZIP, PAGE);
    body_is(decode(head, z.p, z.n, 1000), PAGE, false, NULL);
    body_is(decode("HTTP/1.1 200\r\nContent-Encoding: x-GZIP , identity\r\n\r\n", z.p,
                   z.n, 1000),
            PAGE, false, NULL);
    body_is(decode(head, z.p, z.n, 10), "<html><p>S", true, "too large");
    body_is(decode(head, z.p, z.n - 5, 1000), PAGE, true, "cut");
    body_is(decode(head, PAGE, strlen(PAGE), 1000), PAGE, false, "is not");
    fc_http part = decode(head, z.p, z.n - 20, 1000);
    assert_true(part.cut && part.body.n > 0 && part.body.n < strlen(PAGE));
    /* two members, and what follows them */
    fc_buf two = FC_BUF_INIT;
    fc_buf_add(&two, z.p, z.n);
    fc_buf_add(&two, z.p, z.n);
    body_is(decode(head, two.p, two.n, 1000), PAGE PAGE, false, NULL);
    fc_buf_text(&two, "junk");
    body_is(decode(head, two.p, two.n, 1000), PAGE PAGE, false, NULL);
    /* raw deflate and zlib hold the same data without the gzip header */
    static const char deflate[] = "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n";
    body_is(decode(deflate, z.p + 10, z.n - 18, 1000), PAGE, false, NULL);
    body_is(decode(deflate, PAGE, strlen(PAGE), 1000), PAGE, false, "is not");
    /* chunked around gzip */
    fc_buf c = FC_BUF_INIT;
    fc_buf_printf(&c, "5\r\n%.*s", 0, "");
    fc_buf_add(&c, z.p, 5);
    fc_buf_printf(&c, "\r\n%zx\r\n", z.n - 5);
    fc_buf_add(&c, z.p + 5, z.n - 5);
    fc_buf_text(&c, "\r\n0\r\n\r\n");
    body_is(decode("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n"
                   "Content-Encoding: gzip\r\n\r\n", c.p, c.n, 1000), PAGE, false, NULL);
    /* gzip applied twice */
    fc_buf_clear(&c);
    fc_packer *p;
    assert_int_equal(fc_packer_open(&p, FC_PACK_GZIP, NULL), FC_OK);
    fc_packer_add(p, z.p, z.n, true, &c, NULL);
    fc_packer_close(p);
    body_is(
        decode("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n", c.p, c.n, 1000),
        PAGE, false, NULL);
    /* a list in two fields; what a proxy added to what it had undone */
    body_is(decode("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nA: b\r\n"
                   "content-encoding: x-gzip\r\n\r\n", c.p, c.n, 1000),
            PAGE, false, NULL);
    body_is(decode("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                   "Content-Encoding: br\r\n\r\n", z.p, z.n, 1000),
            PAGE, false, "is not");
    fc_buf_free(&z);
    fc_buf_free(&two);
    fc_buf_free(&c);
}

/* 100 MB of zeros in 100 kB: only max_body of it is ever made. */
static void bombs_are_bounded(void **state)
{
    fc_packer *p;
    fc_buf z = FC_BUF_INIT;
    char *zeros = calloc(1, 1 << 20);
    assert_int_equal(fc_packer_open(&p, FC_PACK_GZIP, NULL), FC_OK);
    for (int i = 0; i < 100; i++)
        fc_packer_add(p, zeros, 1 << 20, i == 99, &z, NULL);
    fc_packer_close(p);
    fc_http h =
        decode("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", z.p, z.n, 1 << 20);
    assert_int_equal(h.body.n, 1 << 20);
    assert_true(h.cut);
    assert_true(arena.held < 16 << 20);
    free(zeros);
    fc_buf_free(&z);
}

static void brotli_bodies(void **state)
{
    /* "hello, brotli: hello, brotli" stored in an uncompressed meta-block (RFC 7932,
     * 9.2) */
    static const char br[] = "\x0b\x02\x80hello\x03";
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n";
    fc_http out;
    fc_str block = fc_printf(&arena, "%s%s", head, PAGE);
    assert_int_equal(fc_http_decode(block, 1000, &arena, &out), FC_OK);
    body_is(out, PAGE, false, "is not");
    fc_buf b = FC_BUF_INIT;
    fc_buf_text(&b, head);
    fc_buf_add(&b, br, sizeof br - 1);
    fc_rc rc = fc_http_decode((fc_str){ b.p, b.n }, 1000, &arena, &out);
#ifdef HAVE_BROTLI
    assert_int_equal(rc, FC_OK);
    body_is(out, "hello", false, NULL);
#else
    assert_int_equal(rc, FC_EDATA);
    assert_non_null(strstr(out.why, "brotli"));
#endif
    fc_buf_free(&b);
}

static void zstd_bodies(void **state)
{
#ifdef HAVE_ZSTD
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n";
    fc_buf z = packed(FC_PACK_ZSTD, PAGE);
    body_is(decode(head, z.p, z.n, 1000), PAGE, false, NULL);
    body_is(decode(head, z.p, z.n, 6), "<html>", true, "too large");
    body_is(decode(head, PAGE, strlen(PAGE), 1000), PAGE, false, "is not");
    fc_buf_free(&z);
    char text[8193]; /* as much as is counted in two steps */
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    z = packed(FC_PACK_ZSTD, text);
    body_is(decode(head, z.p, z.n, 10000), text, false, NULL);
    fc_buf_free(&z);
#endif
}

static void unknown_encodings(void **state)
{
    fc_http out;
    body_is(decode("HTTP/1.1 200 OK\r\nContent-Encoding: utf-8\r\n\r\n", "x", 1, 1000),
            "x", false, "unknown");
    fc_str block = FC_STR("HTTP/1.1 200 OK\r\nContent-Encoding: compress\r\n\r\nx");
    assert_int_equal(fc_http_decode(block, 1000, &arena, &out), FC_EDATA);
    block = FC_STR("HTTP/1.1 200 OK\r\nContent-Encoding: a,a,a,a,a,a,a,a,a\r\n\r\nx");
    assert_int_equal(fc_http_decode(block, 1000, &arena, &out), FC_EDATA);
}

static void mime_types(void **state)
{
    fc_str type = FC_STR("Text/HTML ; Charset=\"utf-8\"; x=y");
    assert_true(fc_str_is(fc_mime_type(type, &arena), "text/html"));
    assert_true(fc_str_is(fc_mime_param(type, "charset"), "utf-8"));
    assert_true(fc_str_is(fc_mime_param(type, "X"), "y"));
    assert_null(fc_mime_param(type, "z").p);
    assert_true(fc_str_is(fc_mime_param(FC_STR("a;charset= 'b' "), "charset"), "b"));
    assert_true(fc_str_is(fc_mime_param(FC_STR("a; charset=b, a"), "charset"), "b"));
    assert_int_equal(fc_mime_type(FC_STR(""), &arena).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(heads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(chunked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gzip_bodies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bombs_are_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(brotli_bodies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(zstd_bodies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unknown_encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mime_types, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
