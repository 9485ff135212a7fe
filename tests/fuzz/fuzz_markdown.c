/* fuzz_markdown.c - blocks and passages of any bytes: all but white space is in one of
 * them, in order, and none is too large. The first byte chooses the sizes. */
#include "base/str.h"
#include "filters/passages.h"

#include <stdlib.h>

static void expect(bool holds)
{
    if (!holds)
        abort();
}

static void expect_blank(fc_str text, size_t from, size_t to)
{
    for (; from < to; from++)
        expect(fc_is_space(text.p[from]));
}

static void check_blocks(fc_str text)
{
    fc_markdown_block b;
    size_t at = 0, done = 0;
    while (fc_markdown_next(text, &at, &b)) {
        expect(b.end > b.begin && at >= b.end && at <= text.n);
        expect(b.begin >= done);
        expect_blank(text, done, b.begin);
        done = b.end;
    }
    expect_blank(text, done, text.n);
}

static void check_passages(fc_str text, const fc_passage_sizes *sizes, fc_arena *a)
{
    size_t n, n_passages, done = 0;
    fc_unit *u = fc_units_split(text, sizes, a, &n);
    fc_passage *p = fc_passages_group(u, n, sizes, a, &n_passages);
    for (size_t i = 0; i < n; i++) {
        expect(u[i].begin >= done && u[i].end > u[i].begin);
        expect_blank(text, done, u[i].begin);
        done = u[i].end;
    }
    expect_blank(text, done, text.n);
    done = 0;
    for (size_t k = 0; k < n_passages; k++) {
        expect(p[k].from == done && p[k].to > p[k].from);
        expect(u[p[k].to - 1].last - u[p[k].from].first <= sizes->max);
        done = p[k].to;
    }
    expect(done == n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t max = 20 + (size ? data[0] * 4u : 0);
    const fc_passage_sizes sizes = { max / 2, max, max / 8 };
    fc_str text = { (const char *)data, size };
    fc_arena a;
    fc_arena_init(&a);
    check_blocks(text);
    check_passages(text, &sizes, &a);
    fc_arena_free(&a);
    return 0;
}
