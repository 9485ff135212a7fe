/* test_chunk.c - passages of small documents, and what holds for passages of any text. */
#include "base/str.h"
#include "base/utf8.h"
#include "filters/passages.h"
#include "stage_harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static stage_harness h;

static void chunk(const char *command, fc_doc *doc)
{
    memset(&h, 0, sizeof h);
    harness_open(&h, command);
    harness_run(&h, doc);
}

/* The passages joined by "%", refused ones with "!" before them. */
static void cases(void **state)
{
    static const struct { const char *options, *text, *want;
    } c[] = {
        { "--target 20 --max 40 --min 0", "one\n\ntwo\n\nthree", "one\n\ntwo\n\nthree" },
        { "--target 8 --max 40 --min 0", "one two\n\nthree four\n\nfive",
          "one two%three four%five" },
        /* a heading goes with what follows, and begins a passage */
        { "--target 30 --max 60 --min 0", "# A\n\naaaa aaaa aaaa\n\n# B\n\nbbbb",
          "# A\n\naaaa aaaa aaaa%# B\n\nbbbb" },
        { "--target 8 --max 60 --min 0", "aaaa aaaa\n\n# B\n\n## C\n\nbbbb bbbb",
          "aaaa aaaa%# B\n\n## C\n\nbbbb bbbb" },
        /* headings without text */
        { "--target 8 --max 60 --min 0", "# A\n\n## B", "!# A\n\n## B" },
        { "--target 8 --max 60 --min 0", "aaaa aaaa\n\n# B", "aaaa aaaa\n\n# B" },
        { "--target 10 --max 20 --min 0", "aaaa aaaa aaaa aaaa\n\n# B",
          "aaaa aaaa aaaa aaaa%!# B" },
        /* short passages join the one before, or fall */
        { "--target 10 --max 30 --min 8", "aaaa aaaa aa\n\nbbb", "aaaa aaaa aa\n\nbbb" },
        { "--target 10 --max 20 --min 8", "aaaa aaaa aaaa aaaa\n\nbbb",
          "aaaa aaaa aaaa aaaa%!bbb" },
        { "--target 10 --max 20 --min 8", "bbb", "!bbb" },
        /* what is announced, formulas within a sentence */
        { "--target 10 --max 60 --min 0",
          "We run:\n\n```\nx = 1\ny = 2\n```\n\nThen stop.",
          "We run:\n\n```\nx = 1\ny = 2\n```%Then stop." },
        { "--target 10 --max 60 --min 0",
          "Let us put\n\n$$x = 1$$\n\nwhere x is.\n\nEnd of it.",
          "Let us put\n\n$$x = 1$$\n\nwhere x is.%End of it." },
        /* blocks that are too large */
        { "--target 20 --max 20 --min 0", "Aaa bbb. Ccc ddd e. Fff ggg hhh.",
          "Aaa bbb. Ccc ddd e.%Fff ggg hhh." },
        { "--target 20 --max 20 --min 0", "```\naaaa aaaa\nbbbb bbbb\n  cccc\n```",
          "```\naaaa aaaa%bbbb bbbb\n  cccc\n```" },
        { "--target 20 --max 20 --min 0", "aaaaaaaaaaaaaaaaaaaaaaaaa",
          "aaaaaaaaaaaaaaaaaaaa%aaaaa" },
        { "--target 20 --max 20 --min 0",
          "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4"
          "\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe3\x80"
          "\x82\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87"
          "\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87",
          "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4"
          "\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe3\x80"
          "\x82%\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87"
          "\xe6\x96\x87\xe6\x96\x87\xe6\x96\x87" },
        /* posts stay whole */
        { "--target 24 --max 60 --min 0",
          "**Ann**, 9:00\n\nHow so?\n\n**Bob**, 9:05\n\nLike this, or\n\nlike that.",
          "**Ann**, 9:00\n\nHow so?%**Bob**, 9:05\n\nLike this, or\n\nlike that." },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        char command[80], got[600];
        size_t n = 0;
        fc_doc doc = harness_doc("d", c[i].text);
        snprintf(command, sizeof command, "chunk %s", c[i].options);
        chunk(command, &doc);
        assert_int_equal(h.result, FC_SPLIT);
        for (size_t k = 0; k < h.n_children; k++)
            n += (size_t)snprintf(got + n, sizeof got - n, "%s%s%.*s", k ? "%" : "",
                                  h.child[k]->reason ? "!" : "", (int)h.child[k]->text.n,
                                  h.child[k]->text.p);
        if (strcmp(got, c[i].want))
            fail_msg("%s '%s'\n  got    %s\n  wanted %s",
          c[i].options, c[i].text, got, c[i].want);
        harness_close(&h);
    }
}

static void metadata(void **state)
{
    fc_doc doc = harness_doc("d",
          "# A\xc3\xa9 \"q\"\n\nFirst text.\n\n### C\n\nSecond text.\n\n"
                                  "## B\n\nThird text.");
    (void)state;
    doc.source = FC_STR("web");
    memset(&h, 0, sizeof h);
    harness_open(&h, "chunk --target 20 --max 40 --min 15");
    fc_set_str(&doc.meta, &h.keep, "url", FC_STR("u"));
    fc_set_num(&doc.attr, &h.keep, "edu", 3, 0);
    harness_run(&h, &doc);
    assert_int_equal(h.n_children, 3);
    const fc_doc *a = h.child[0], *b = h.child[1], *c = h.child[2];
    assert_true(fc_str_is(a->id, "d#1") && fc_str_is(c->id, "d#3"));
    assert_true(
        fc_str_is(harness_str(&a->meta, "heading_path"), "[\"A\xc3\xa9 \\\"q\\\"\"]"));
    assert_true(fc_str_is(harness_str(&b->meta, "heading_path"),
                          "[\"A\xc3\xa9 \\\"q\\\"\",\"C\"]"));
    assert_true(fc_str_is(harness_str(&c->meta, "heading_path"),
                          "[\"A\xc3\xa9 \\\"q\\\"\",\"B\"]"));
    assert_true(fc_str_is(harness_str(&a->meta, "span"), "[0,21]"));
    assert_true(fc_str_is(harness_str(&b->meta, "span"), "[23,42]"));
    assert_true(fc_str_is(harness_str(&b->meta, "parent_id"), "d"));
    assert_true(harness_num(&b->meta, "passage") == 2 &&
                harness_num(&b->meta, "passages") == 3);
    assert_true(fc_str_is(harness_str(&c->meta, "url"), "u"));
    assert_true(harness_num(&c->attr, "edu") == 3 && fc_str_is(c->source, "web"));
    assert_int_equal(doc.meta.n, 1);
    assert_non_null(strstr(h.explain.p, "passage 2: characters 23 to 42\n"));
    harness_close(&h);
}

static void reasons_and_mistakes(void **state)
{
    fc_doc doc = harness_doc("d", " \n\n ");
    (void)state;
    chunk("chunk", &doc);
    assert_string_equal(harness_reason(&h, h.result), "blank");
    harness_close(&h);
    doc = harness_doc("d", "short");
    chunk("chunk", &doc);
    assert_string_equal(harness_reason(&h, h.child[0]->reason), "too-short");
    harness_close(&h);
    doc = harness_doc("d", "# one\n---");
    chunk("chunk", &doc);
    assert_string_equal(harness_reason(&h, h.child[0]->reason), "headings-only");
    harness_close(&h);
    harness_refuses("chunk --target 5000", NULL,
                    "--target 5000 is larger than --max 4000");
    harness_refuses("chunk --min 3000", NULL, "--min 3000 is larger than --target 2000");
    harness_refuses("chunk --max 3", NULL, "max");
}

/* ------------------------------------------------------------ any text */

/* Blanks only between the bytes from .. to - 1. */
static void expect_blank(fc_str text, size_t from, size_t to)
{
    for (; from < to; from++)
        assert_true(fc_is_space(text.p[from]));
}

static void check_units(fc_str text, const fc_unit *u, size_t n,
                        const fc_passage_sizes *z)
{
    size_t done = 0;
    for (size_t i = 0; i < n; i++) {
        expect_blank(text, done, u[i].begin);
        assert_true(u[i].end > u[i].begin);
        assert_int_equal(u[i].first, fc_utf8_count(fc_str_sub(text, 0, u[i].begin)));
        assert_int_equal(u[i].last, fc_utf8_count(fc_str_sub(text, 0, u[i].end)));
        assert_true(u[i].last - u[i].first <= z->max);
        done = u[i].end;
    }
    expect_blank(text, done, text.n);
}

/* Blocks that would fit are not cut; headings do not end a passage that something
 * follows. */
static void check_blocks(fc_str text, const fc_unit *u, size_t n,
                         const fc_passage_sizes *z)
{
    fc_markdown_block b;
    size_t at = 0, i = 0;
    while (fc_markdown_next(text, &at, &b)) {
        while (i < n && u[i].begin < b.begin)
            i++;
        assert_true(i < n && u[i].begin == b.begin);
        if (fc_utf8_count(fc_str_sub(text, b.begin, b.end)) <= z->max / 2)
            assert_int_equal(u[i].end, b.end);
    }
}

static void check_passages(const fc_unit *u, size_t n, const fc_passage *p, size_t np,
                           const fc_passage_sizes *z)
{
    size_t done = 0;
    for (size_t k = 0; k < np; k++) {
        assert_int_equal(p[k].from, done);
        assert_true(p[k].to > p[k].from);
        assert_true(u[p[k].to - 1].last - u[p[k].from].first <= z->max);
        if (u[p[k].to - 1].kind == FC_MD_HEADING && u[p[k].to - 1].glued)
            assert_int_equal(p[k].to, n);
        done = p[k].to;
    }
    assert_int_equal(done, n);
}

static size_t random_text(char *text, uint32_t *seed)
{
    static const char *const part[] = { "\n",
                                        "\n\n",
                                        "\n\n",
                                        "\n\n# ",
                                        "\n## ",
                                        "\n```\n",
                                        "\n$$ ",
                                        " $$\n",
                                        "\n| x | y |",
                                        "\n> ",
                                        "\n- ",
                                        "word ",
                                        "Words go on. ",
                                        "\xc3\xa9t\xc3\xa9 ",
                                        "\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82",
                                        "longlonglonglonglonglong",
                                        "\n**a**, t\n",
                                        "\n---\n",
                                        ":\n\n",
                                        "        ",
                                        "\t\n  \n",
                                        "\xf0\x9f\x98\x80" };
    size_t n = 0;
    *seed = *seed * 1664525u + 1013904223u;
    unsigned parts = 1 + (*seed >> 16) % 120;
    for (unsigned k = 0; k < parts; k++) {
        *seed = *seed * 1664525u + 1013904223u;
        n += (size_t)sprintf(text + n, "%s", part[(*seed >> 16) % 22]);
    }
    return n;
}

static void any_text(void **state)
{
    static const fc_passage_sizes sizes[] = {
        { 20, 40, 10 }, { 20, 20, 0 }, { 100, 200, 50 }, { 40, 45, 40 }, { 1, 21, 0 },
        { 1000, 9000, 300 },
    };
    uint32_t seed = 7;
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (int round = 0; round < 6000; round++) {
        char text[4096];
        size_t len = random_text(text, &seed), n, np;
        const fc_passage_sizes *z = &sizes[round % 6];
        fc_str s = { text, len };
        fc_unit *u = fc_units_split(s, z, &a, &n);
        fc_passage *p = fc_passages_group(u, n, z, &a, &np);
        check_units(s, u, n, z);
        check_blocks(s, u, n, z);
        check_passages(u, n, p, np, z);
        fc_arena_reset(&a);
    }
    fc_arena_free(&a);
}

/* Megabytes of each kind of line: done at once when the work is linear. */
static void large_texts(void **state)
{
    static const char *const line[] = {
        "a",
        " ",
        "\n",
        "# a\n",
        "#\n\n",
        "**a**\n",
        "---\n",
        "$$\n",
        "```\n",
        "- a\n",
        "a:\n\n- b\n\n",
        "a b. C d\n",
        "| a |\n",
        ". ",
        "\xe4\xb8\xad",
        "$$a$$\n\n",
        "a\n                    \n",
    };
    enum { SIZE = 2 << 20 };
    const fc_passage_sizes z = { 2000, 4000, 100 };
    char *text = malloc(SIZE);
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        size_t step = strlen(line[i]), len = 0, n, np;
        for (; len + step <= SIZE; len += step)
            memcpy(text + len, line[i], step);
        fc_unit *u = fc_units_split((fc_str){ text, len }, &z, &a, &n);
        fc_passage *p = fc_passages_group(u, n, &z, &a, &np);
        check_passages(u, n, p, np, &z);
        fc_arena_reset(&a);
    }
    fc_arena_free(&a);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases),
        cmocka_unit_test(metadata),
        cmocka_unit_test(reasons_and_mistakes),
        cmocka_unit_test(any_text),
        cmocka_unit_test(large_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
