/* test_ngram.c - models of characters: chances worked out by hand, text told from noise,
 * files that are cut or odd. */
#include "base/buf.h"
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/ngram_model.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static fc_buf trained(const char *text, int order, int bits)
{
    char name[] = "/tmp/test_ngram_XXXXXX";
    const char *const inputs[] = { name, NULL };
    fc_ngram_options o = { inputs, order, bits };
    fc_buf model = FC_BUF_INIT, report = FC_BUF_INIT;
    fc_err err;
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    if (fc_train_ngram(&o, &model, &report, &err) != FC_OK)
        fail_msg("%s", err.msg);
    assert_false(model.failed);
    unlink(name);
    fc_buf_free(&report);
    return model;
}

/* What the text costs by a model trained on another, in bits. */
static double costs(const char *training, int order, const char *text)
{
    fc_buf b = trained(training, order, 12);
    fc_ngram *m;
    fc_err err;
    size_t n;
    if (fc_ngram_open_bytes("x", (fc_str){ b.p, b.n }, &m, &err) != FC_OK)
        fail_msg("%s", err.msg);
    double bits = fc_ngram_bits(m, fc_str_of(text), 0, &n);
    fc_ngram_close(m);
    fc_buf_free(&b);
    return bits;
}

/* Each character may be half a step off, and so may a context that is left. */
static void near(double v, double expected)
{
    if (fabs(v - expected) > 1.0 / FC_NGRAM_COST + 0.5 / FC_NGRAM_LEAVE)
        fail_msg("%.6f is not %.6f", v, expected);
}

static void by_hand(void **state)
{
    /* "\naaab": 5 characters of 3 kinds. */
    double a = (3 + 3.0 / 65536) / (5 + 3), b = (1 + 3.0 / 65536) / (5 + 3);
    (void)state;
    near(costs("aaab", 1, "a"), -log2(a));
    near(costs("aaab", 1, "b"), -log2(b));
    near(costs("aaab", 1, "ab"), -log2(a) - log2(b));
    near(costs("aaab", 1, "z"), -log2(3.0 / 8 / 65536));
    /* After the newline that begins a text one of one was an a; after an a two of three
     * were followed by an a and one by a b. */
    near(costs("aaab", 2, "a"), -log2((1 + 1 * a) / (1 + 1)));
    double aa = (2 + 2 * a) / (3 + 2), ab = (1 + 2 * b) / (3 + 2);
    near(costs("aaab", 2, "aa"), -log2((1 + a) / 2) - log2(aa));
    near(costs("aaab", 2, "ab"), -log2((1 + a) / 2) - log2(ab));
    /* A b was never followed: leaving it costs (0 + .5) / (0 + 0 + 1). */
    near(costs("aaab", 2, "aba") - costs("aaab", 2, "ab"), 1 - log2(a));
}

static void as_seen(void **state)
{
    static const char text[] = "a \t\r b\n \n12\xC3\xA9\xFF";
    static const uint32_t want[] = { 'a', ' ', 'b', '\n', '0', '0', 0xE9, 0xFFFD };
    size_t at = 0;
    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(fc_ngram_next(FC_STR(text), &at), want[i]);
    assert_int_equal(at, sizeof text - 1);
}

static const char prose[] =
    "The rain falls on the hills and runs to the river, and the river carries it to the "
    "sea.\n"
    "{\"id\":\"1\",\"text\":\"Where the river meets the sea the water is neither "
    "fresh nor salt\"}\n"
    "In the hills there is a spring, and from the spring the river runs to the plain and "
    "sea.\n";

static void text_and_noise(void **state)
{
    static const char text[] = "the river runs to the sea and the rain falls";
    static const char noise[] = "eht revri snur ot het aes dna eht niar sllaf";
    (void)state;
    assert_true(costs(prose, 4, text) < 0.6 * costs(prose, 4, noise));
}

static void same_bytes(void **state)
{
    fc_buf a = trained(prose, 5, 12), b = trained(prose, 5, 12);
    (void)state;
    assert_int_equal(a.n, FC_NGRAM_HEADER + (4 << 12));
    assert_memory_equal(a.p, b.p, a.n);
    fc_buf_free(&a);
    fc_buf_free(&b);
}

/* More n-grams than fit: the rare ones stay away, and what is there still costs less. */
static void small_table(void **state)
{
    fc_buf b = trained(prose, 5, 8);
    fc_ngram *m;
    size_t n;
    (void)state;
    assert_int_equal(fc_ngram_open_bytes("x", (fc_str){ b.p, b.n }, &m, NULL), FC_OK);
    assert_true(m->entries > 40 && m->entries <= 256 * 60 / 100);
    double text = fc_ngram_bits(m, FC_STR("the river runs"), 0, &n);
    assert_int_equal(n, 14);
    assert_true(text < fc_ngram_bits(m, FC_STR("xkq zwv jjpxq"), 0, &n));
    fc_ngram_bits(m, FC_STR("the river runs"), 5, &n);
    assert_int_equal(n, 5);
    fc_ngram_close(m);
    fc_buf_free(&b);
}

/* ---------------------------------------------------------------- refused */

static void refuses(fc_buf *b, size_t n, bool mend, const char *want)
{
    fc_ngram *m;
    fc_err err = { FC_OK, 0, "" };
    if (mend) {
        uint64_t sum = fc_hash64(b->p + FC_NGRAM_HEADER, b->n - FC_NGRAM_HEADER,
                                 fc_hash64(b->p, FC_NGRAM_HEADER - 8, 0));
        memcpy(b->p + FC_NGRAM_HEADER - 8, &sum, 8);
    }
    assert_int_equal(fc_ngram_open_bytes("x", (fc_str){ b->p, n }, &m, &err), FC_ECONFIG);
    if (!strstr(err.msg, want))
        fail_msg("'%s' does not say '%s'", err.msg, want);
}

static void changed(size_t at, int byte, bool mend, const char *want)
{
    fc_buf b = trained(prose, 3, 8);
    b.p[at] = (char)byte;
    refuses(&b, b.n, mend, want);
    fc_buf_free(&b);
}

static void odd_files(void **state)
{
    fc_buf b = trained(prose, 3, 8);
    (void)state;
    for (size_t n = 0; n < b.n; n++)
        refuses(&b, n, false, n < FC_NGRAM_HEADER ? "not a model" : "it was cut");
    fc_buf_free(&b);
    changed(0, 'g', true, "not a model");
    changed(8, 2, true, "its version is 2");
    changed(12, 31, true, "byte 12: the logarithm of its slots is 31, expected 8 to 24");
    changed(12, 9, true, "it was cut");
    changed(16, 7, true, "byte 16: the order is 7, expected 1 to 6");
    changed(22, 1, true, "byte 20: the number of n-grams is ");
    changed(26, 99, true, "byte 24: the cost of what it never saw");
    changed(100, 1, false, "wrong checksum");
    changed(20, 9, false, "wrong checksum");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),        cmocka_unit_test(as_seen),
        cmocka_unit_test(text_and_noise), cmocka_unit_test(same_bytes),
        cmocka_unit_test(small_table),    cmocka_unit_test(odd_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
