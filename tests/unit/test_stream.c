/* test_stream.c - places of members, gaps, and what large and hostile inputs cost. */
#include "config.h"

#include "base/buf.h"
#include "base/str.h"
#include "io/compress.h"
#include "io/stream.h"
#include "listing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void pack(fc_buf *out, const void *p, size_t n)
{
    fc_packer *packer;
    assert_int_equal(fc_packer_open(&packer, FC_PACK_GZIP, NULL), FC_OK);
    assert_int_equal(fc_packer_add(packer, p, n, true, out, NULL), FC_OK);
    fc_packer_close(packer);
}

static fc_stream *open_feed(feed *f, const fc_buf *data)
{
    fc_stream *s;
    *f = feed_of((fc_str){ data->p, data->n });
    assert_int_equal(fc_stream_open_source(&s, "test", feed_read, f, NULL), FC_OK);
    return s;
}

static fc_place place_of(fc_stream *s)
{
    fc_place place;
    assert_int_equal(fc_stream_place(s, &place, NULL), FC_OK);
    return place;
}

static void uncompressed_bytes_are_where_they_are(void **state)
{
    fc_buf data = FC_BUF_INIT;
    feed f;
    fc_str got;
    fc_buf_text(&data, "some plain bytes");
    fc_stream *s = open_feed(&f, &data);
    assert_int_equal(fc_stream_peek(s, 1000, &got, NULL), FC_OK);
    assert_int_equal(got.n, 16);
    assert_null(fc_stream_codec(s));
    fc_stream_consume(s, 5);
    fc_place p = place_of(s);
    assert_true(p.first && p.at == 5 && p.begins == 5 && p.ended == 5);
    fc_stream_consume(s, 1000);
    assert_int_equal(place_of(s).at, 16);
    assert_int_equal(fc_stream_peek(s, 1, &got, NULL), FC_OK);
    assert_int_equal(got.n, 0);
    fc_stream_close(s);
    fc_buf_free(&data);
}

static void members_have_exact_places(void **state)
{
    fc_buf data = FC_BUF_INIT;
    size_t at[5] = { 0 };
    feed f;
    fc_str got;
    for (int i = 0; i < 4; i++) {
        pack(&data, "0123456789", i == 2 ? 0 : 10); /* the third is empty */
        at[i + 1] = data.n;
    }
    for (size_t peek = 1; peek < 40; peek += 19) {
        fc_stream *s = open_feed(&f, &data);
        for (size_t k = 0; k < 30; k++) {
            assert_int_equal(fc_stream_peek(s, peek, &got, NULL), FC_OK);
            fc_place p = place_of(s);
            size_t m = k / 10 + (k >= 20); /* which member holds byte k */
            assert_int_equal(p.at, k);
            assert_int_equal(p.first, k % 10 == 0);
            assert_int_equal(p.begins, at[m]);
            if (k == 10)
                assert_int_equal(p.ended, at[1]);
            if (k == 20)
                assert_int_equal(p.ended, at[2]);
            fc_stream_consume(s, 1);
        }
        fc_place p = place_of(s);
        assert_true(p.first && p.ended == at[4] && p.at == 30);
        fc_stream_close(s);
    }
    fc_buf_free(&data);
}

/* Larger than libdeflate is given, so zlib streams it; in the middle of others. */
static void large_members_are_streamed(void **state)
{
    size_t n = 40 << 20, sum = 0;
    char *large = malloc(n);
    fc_buf data = FC_BUF_INIT;
    feed f;
    fc_str got;
    uint32_t x = 1;
    for (size_t i = 0; i < n; i++)
        large[i] = (char)((x = x * 1664525 + 1013904223) >> 28);
    pack(&data, "before", 6);
    size_t begin = data.n;
    pack(&data, large, n);
    size_t end = data.n;
    pack(&data, "after", 5);
    fc_stream *s = open_feed(&f, &data);
    fc_stream_consume(s, 0);
    for (;;) {
        assert_int_equal(fc_stream_peek(s, 1, &got, NULL), FC_OK);
        if (!got.n)
            break;
        for (size_t i = 0; i < got.n; i++, sum++) {
            char want = sum < 6 ? "before"[sum]
                                : sum < 6 + n ? large[sum - 6] : "after"[sum - 6 - n];
            if (got.p[i] != want)
                fail_msg("wrong byte at %zu", sum);
        }
        fc_place p = place_of(s);
        if (p.first && p.at == 6)
            assert_int_equal(p.begins, begin);
        if (p.first && p.at == 6 + n)
            assert_true(p.ended == end && p.begins == end);
        size_t border = fc_stream_border(s, 0);
        fc_stream_consume(s, border < got.n ? border : got.n);
        sum -= got.n - (border < got.n ? border : got.n);
    }
    assert_int_equal(sum, n + 11);
    fc_stream_close(s);
    free(large);
    fc_buf_free(&data);
}

static void a_gap_stops_and_is_told_once(void **state)
{
    fc_buf data = FC_BUF_INIT;
    feed f;
    fc_str got;
    fc_gap gap;
    pack(&data, "WARC/one", 8);
    size_t first = data.n;
    fc_buf_text(&data, "garbage");
    size_t second = data.n;
    pack(&data, "WARC/two", 8);
    fc_stream *s = open_feed(&f, &data);
    fc_stream_expect(s, FC_STR("WARC/"));
    assert_int_equal(fc_stream_peek(s, 100, &got, NULL), FC_OK);
    assert_int_equal(got.n, 8);
    assert_false(fc_stream_gap(s, &gap));
    fc_stream_consume(s, 8);
    assert_true(fc_stream_at_gap(s, &gap));
    assert_true(fc_stream_gap(s, &gap));
    assert_int_equal(gap.kind, FC_GAP_DAMAGE);
    assert_int_equal(gap.from, first);
    assert_int_equal(gap.to, second);
    assert_false(fc_stream_gap(s, &gap));
    assert_int_equal(fc_stream_peek(s, 100, &got, NULL), FC_OK);
    assert_int_equal(got.n, 8);
    assert_memory_equal(got.p, "WARC/two", 8);
    assert_int_equal(place_of(s).begins, second);
    fc_stream_close(s);
    fc_buf_free(&data);
}

/* An input that begins with damage is still known by what follows it. */
static void sniffing_looks_behind_a_gap_at_the_begin(void **state)
{
    fc_buf data = FC_BUF_INIT;
    feed f;
    fc_str got;
    fc_gap gap;
    fc_buf_add(&data, "\x1f\x8b\x08\0", 4);
    fc_buf_text(&data, "no deflate data and no member");
    size_t second = data.n;
    pack(&data, "WARC/two", 8);
    fc_stream *s = open_feed(&f, &data);
    assert_int_equal(fc_stream_sniff(s, 100, &got, NULL), FC_OK);
    assert_int_equal(got.n, 8);
    assert_memory_equal(got.p, "WARC/two", 8);
    assert_int_equal(fc_stream_peek(s, 100, &got, NULL), FC_OK);
    assert_int_equal(got.n, 0);
    assert_true(fc_stream_gap(s, &gap));
    assert_true(gap.from == 0 && gap.to == second);
    assert_int_equal(fc_stream_peek(s, 100, &got, NULL), FC_OK);
    assert_int_equal(got.n, 8);
    assert_int_equal(place_of(s).begins, second);
    fc_stream_close(s);
    fc_buf_free(&data);
}

/* Members that each begin well and break off: work stays in proportion to the input.
 * (With every begin believed and decoded to the end, this would be 10^11 steps.) */
static void begins_of_members_all_over_cost_no_more(void **state)
{
    fc_buf data = FC_BUF_INIT, text = FC_BUF_INIT, got = FC_BUF_INIT;
    fc_buf_text(&text, "WARC/1.0\r\nWARC-Type: x\r\n");
    for (int i = 0; i < 3000; i++)
        fc_buf_printf(&text, "%d ", i * 7919);
    fc_buf member = FC_BUF_INIT;
    pack(&member, text.p, text.n);
    for (int i = 0; i < 3000; i++) {
        fc_buf_add(&data, member.p, member.n / 2);
        fc_buf_text(&data, "\x1f\x8b\x08");
    }
    feed f = feed_of((fc_str){ data.p, data.n });
    list_feed(&f, "x.warc.gz", 0, &got);
    fc_str s = { got.p, got.n };
    assert_true(fc_str_ends(s, FC_STR("warc end 1\n")));
    fc_buf_free(&data);
    fc_buf_free(&text);
    fc_buf_free(&member);
    fc_buf_free(&got);
}

static void many_tiny_members(void **state)
{
    fc_buf one = FC_BUF_INIT, data = FC_BUF_INIT;
    feed f;
    fc_str got;
    pack(&one, "x", 1);
    for (int i = 0; i < 200000; i++)
        fc_buf_add(&data, one.p, one.n);
    fc_stream *s = open_feed(&f, &data);
    assert_int_equal(fc_stream_peek(s, 300000, &got, NULL), FC_OK);
    assert_int_equal(got.n, 200000);
    fc_stream_consume(s, 199999);
    assert_int_equal(place_of(s).at, 199999);
    fc_stream_close(s);
    fc_buf_free(&one);
    fc_buf_free(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uncompressed_bytes_are_where_they_are),
        cmocka_unit_test(members_have_exact_places),
        cmocka_unit_test(large_members_are_streamed),
        cmocka_unit_test(a_gap_stops_and_is_told_once),
        cmocka_unit_test(sniffing_looks_behind_a_gap_at_the_begin),
        cmocka_unit_test(begins_of_members_all_over_cost_no_more),
        cmocka_unit_test(many_tiny_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
