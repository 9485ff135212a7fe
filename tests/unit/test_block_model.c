/* test_block_model.c - model files of the blocks: what is refused, that writing and
 * reading give the same; the trees; training on a few pages made here. */
#include "base/hash.h"
#include "base/str.h"
#include "extractors/block_file.h"
#include "extractors/page_kind.h"
#include "extractors/train.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static fc_arena a;

/* ---------------------------------------------------------------- files */

static fc_buf written(void)
{
    fc_block_model m;
    fc_buf out = FC_BUF_INIT;
    fc_err err;
    assert_int_equal(fc_block_file_builtin(&m, &a, &err), FC_OK);
    fc_block_file_write(&m, FC_STR("{\"target\":\"blocks\"}"), &out);
    return out;
}

static void seal(fc_buf *b)
{
    uint64_t sum = fc_hash64(b->p + 32, b->n - 32, fc_hash64(b->p, 24, 0));
    for (int i = 0; i < 8; i++)
        b->p[24 + i] = (char)(sum >> 8 * i);
}

static void what_is_written_is_read(void **state)
{
    fc_block_model m, same;
    fc_err err;
    fc_buf out = written(), again = FC_BUF_INIT;
    (void)state;
    assert_int_equal(fc_block_file_builtin(&m, &a, &err), FC_OK);
    assert_int_equal(
        fc_block_file_parse((fc_str){ out.p, out.n }, "test", &same, &a, &err), FC_OK);
    assert_int_equal(same.trees.n, m.trees.n);
    assert_true(m.trees.n > 0);
    assert_memory_equal(same.trees.leaf, m.trees.leaf,
                        m.trees.n * FC_TREE_LEAVES * sizeof *m.trees.leaf);
    assert_memory_equal(same.first.bucket, m.first.bucket, 4u << FC_WEIGHT_BITS);
    fc_block_file_write(&same, FC_STR("{\"target\":\"blocks\"}"), &again);
    assert_int_equal(again.n, out.n);
    assert_memory_equal(again.p, out.p, out.n);
    fc_buf_free(&out);
    fc_buf_free(&again);
}

static void refused(const fc_buf *b, const char *why)
{
    fc_block_model m;
    fc_err err = { FC_OK, 0, "" };
    assert_int_equal(fc_block_file_parse((fc_str){ b->p, b->n }, "test", &m, &a, &err),
                     FC_ECONFIG);
    if (!strstr(err.msg, why))
        fail_msg("'%s' does not say '%s'", err.msg, why);
}

static void set_byte(const char *why, size_t at, int value, bool sealed)
{
    fc_buf b = written();
    b.p[at] = (char)value;
    if (sealed)
        seal(&b);
    refused(&b, why);
    fc_buf_free(&b);
}

static void damage_is_told(void **state)
{
    (void)state;
    set_byte("not a filterc model", 0, 'x', true);
    set_byte("its version is 1, expected", 8, 1, true);
    set_byte("other features", 12, 99, true);
    set_byte("its header says", 16, 1, true);
    set_byte("checksum", 5000, 0x5A, false);
    set_byte("makes no sense", 32, 14, true);
    set_byte("other features", 40, 1, true);
    set_byte("makes no sense", 45, 0x7F, true);
    set_byte("makes no sense", 49, 0x7F, true);
    fc_buf b = written();
    b.n = 40;
    refused(&b, "not a filterc model");
    fc_buf_free(&b);
}

/* ---------------------------------------------------------------- trees */

static void put(const fc_numbers *n, uint32_t row, uint32_t column, float value)
{
    fc_numbers_row(n, row)[column * FC_NUMBERS_LANES] = value;
}

static void trees_add_up_their_leaves(void **state)
{
    enum { BLOCKS = 40, ROOM = 2 * FC_NUMBERS_LANES };
    static float x[2 * ROOM], leaf[2 * FC_TREE_LEAVES], margin[ROOM];
    static const uint16_t feature[2 * FC_TREE_DEPTH] = { 0, 1, 0, 0, 0, 0, 1 };
    static const float cut[2 * FC_TREE_DEPTH] = { 0.5f, 10, 1.5f, 9, 9, 9,
                                                  -1,   9,  9,    9, 9, 9 };
    fc_trees t = { .n = 2, .bias = 0.25f, .feature = feature, .cut = cut, .leaf = leaf };
    fc_numbers n = { .x = x, .columns = 2, .rows = BLOCKS };
    (void)state;
    for (int i = 0; i < 2 * FC_TREE_LEAVES; i++)
        leaf[i] = (float)i;
    put(&n, 3, 0, 1);           /* above the first cut */
    put(&n, 3, 1, 11);          /* and above the second */
    put(&n, 35, 0, 2);          /* above the first and the third */
    put(&n, 6, 1, -2);          /* not above the second tree's first */
    assert_true(fc_trees_prepare(&t, &a));
    fc_trees_score(&t, &n, margin);
    assert_true(margin[0] == 0.25f + 0 + FC_TREE_LEAVES + 1);
    assert_true(margin[3] == 0.25f + 3 + FC_TREE_LEAVES + 1);
    assert_true(margin[35] == 0.25f + 5 + FC_TREE_LEAVES + 1);
    assert_true(margin[6] == 0.25f + 0 + FC_TREE_LEAVES);
    assert_true(margin[39] == margin[0]);
}

/* Every tree asks one question; yes is a log odd more, no a 128th less. */
static void decided_rows_get_no_more_trees(void **state)
{
    enum { TREES = 2 * FC_TREES_STEP + 7, ROWS = FC_NUMBERS_LANES + 3 };
    static float x[2 * FC_NUMBERS_LANES], margin[2 * FC_NUMBERS_LANES];
    static float cut[TREES * FC_TREE_DEPTH], leaf[TREES * FC_TREE_LEAVES];
    static const uint16_t feature[TREES * FC_TREE_DEPTH];
    fc_trees t = { .n = TREES, .feature = feature, .cut = cut, .leaf = leaf };
    fc_numbers n = { .x = x, .columns = 1, .rows = ROWS };
    (void)state;
    for (int k = 0; k < TREES; k++)
        for (int i = 0; i < FC_TREE_LEAVES; i++)
            leaf[k * FC_TREE_LEAVES + i] = i ? 1 : -0.0078125f;
    put(&n, 5, 0, 1);
    put(&n, FC_NUMBERS_LANES + 2, 0, 1);
    assert_true(fc_trees_prepare(&t, &a));
    fc_trees_score(&t, &n, margin);
    assert_true(margin[5] == FC_TREES_STEP);
    assert_true(margin[FC_NUMBERS_LANES + 2] == FC_TREES_STEP);
    for (int i = 0; i < ROWS; i++)
        if (i != 5 && i != FC_NUMBERS_LANES + 2)
            assert_true(margin[i] == -0.0078125f * TREES);
}

/* By whatever vectors the processor has, and near the sums of the floats. */
static void trees_give_the_same_on_all_processors(void **state)
{
    enum { TREES = 2 * FC_TREES_STEP + 3, COLUMNS = 5, ROWS = 3 * FC_NUMBERS_LANES - 9,
           ROOM = 3 * FC_NUMBERS_LANES, QUESTIONS = TREES * FC_TREE_DEPTH };
    static float x[COLUMNS * ROOM], wide[ROOM], plain[ROOM];
    static float cut[QUESTIONS], leaf[TREES * FC_TREE_LEAVES];
    static uint16_t feature[QUESTIONS];
    fc_trees t = { .n = TREES, .bias = -0.5f, .feature = feature, .cut = cut,
                   .leaf = leaf };
    fc_numbers n = { .x = x, .columns = COLUMNS, .rows = ROWS };
    uint32_t random = 1;
    (void)state;
    for (int i = 0; i < COLUMNS * ROOM; i++)
        x[i] = (float)((random = random * 1664525u + 1013904223u) >> 24);
    for (int i = 0; i < TREES * FC_TREE_LEAVES; i++)
        leaf[i] = (float)((random = random * 1664525u + 1013904223u) >> 8) / 0x1p27f -
                  1 / 16.0f;
    for (int i = 0; i < QUESTIONS; i++) {
        feature[i] = (uint16_t)((random = random * 1664525u + 1013904223u) % COLUMNS);
        cut[i] = (float)(random >> 27 << 3);
    }
    assert_true(fc_trees_prepare(&t, &a));
    fc_trees_score(&t, &n, wide);
    fc_trees_score_plain(&t, &n, plain);
    assert_memory_equal(wide, plain, ROWS * sizeof *wide);
    for (uint32_t r = 0; r < ROWS; r++) {
        float sum = t.bias;
        for (uint32_t k = 0; k < TREES; k++) {
            uint32_t place = 0;
            if (k && k % FC_TREES_STEP == 0 && fc_trees_decided(wide[r]))
                break;
            for (uint32_t q = 0; q < FC_TREE_DEPTH; q++)
                place |= (uint32_t)(fc_numbers_row(&n, r)[feature[k * FC_TREE_DEPTH + q] *
                                                          FC_NUMBERS_LANES] >
                                    cut[k * FC_TREE_DEPTH + q])
                         << q;
            sum += leaf[k * FC_TREE_LEAVES + place];
        }
        assert_true(fc_trees_decided(wide[r]) || fabsf(wide[r] - sum) < 0.001f);
    }
}

/* A model that knows but what the first of two elements is called. */
static void what_is_around_a_block_can_be_enough(void **state)
{
    static uint32_t bucket[1 << FC_WEIGHT_BITS];
    const fc_linear model = { bucket, FC_WEIGHT_BITS, 0.1f };
    fc_page_hints hints = { .type = 0 };
    fc_features f = { .n = 0 };
    fc_dom dom;
    fc_page page;
    (void)state;
    fc_str html = FC_STR("<div class=menu><p>one</div><div class=text><p>two of</div>");
    assert_int_equal(fc_dom_parse(&dom, html, NULL, &a, &a, NULL), FC_OK);
    assert_true(fc_page_build(&page, &dom, &hints, &a));
    assert_int_equal(page.blocks, 2);
    fc_features_bag(&page, page.parent[page.block[0].owner], &f);
    assert_int_equal(f.n, 1);
    uint32_t h = fc_feature_hash(f.v[0]);
    bucket[h >> (32 - FC_WEIGHT_BITS)] = (h & 0xFF ? h & 0xFF : 1) | 0x9Cu << 16;
    fc_blocks_score_first(&page, &model, &a);
    assert_true(page.block[0].first == FC_UNREAD); /* -100 tenths */
    assert_true(page.block[1].first == 0);
}

/* The first pass weighs words, places and kinds of few values apart: with a weight for
 * every feature its sums are those of all features of a block, one by one. */
static void the_first_pass_weighs_every_feature(void **state)
{
    static uint32_t bucket[1 << FC_WEIGHT_BITS];
    const fc_linear model = { bucket, FC_WEIGHT_BITS, 1 / 32768.0f };
    fc_page_hints hints = { .title = FC_STR("A title of it"), .lds = 1, .ld = { 7 } };
    fc_features f;
    fc_dom dom;
    fc_page page;
    (void)state;
    fc_str html = FC_STR(
        "<title>A title of it</title><nav class='menu top'><ul><li><a href=/>one</a>"
        "<li hidden>two</ul></nav><main class=menu><article id=a><h1>A title of it</h1>"
        "<p class='text first'>Some <b>words</b>, 12 of THEM: and more, and some more."
        "<table><tr><td>a<td>b</table><pre>int x;</pre></article></main>"
        "<footer class=foot>ends</footer>");
    assert_int_equal(fc_dom_parse(&dom, html, NULL, &a, &a, NULL), FC_OK);
    assert_true(fc_page_build(&page, &dom, &hints, &a));
    assert_true(page.blocks >= 6);
    fc_features_open(&page);
    for (uint32_t i = 0; i < page.blocks; i++) {
        fc_features_all(&page, i, &f);
        for (unsigned k = 0; k < f.n; k++)
            bucket[f.v[k] >> (32 - FC_WEIGHT_BITS)] =
                (f.v[k] & 0xFF ? f.v[k] & 0xFF : 1) | (f.v[k] >> 8 & 0x7F) << 16;
    }
    fc_blocks_score_first(&page, &model, &a);
    for (uint32_t i = 0; i < page.blocks; i++) {
        int32_t sum = 0;
        fc_features_all(&page, i, &f);
        for (unsigned k = 0; k < f.n; k++)
            sum += fc_weight(fc_weight_bucket(&model, f.v[k]), f.v[k]);
        assert_true(sum > 0 && page.block[i].first == model.scale * (float)sum);
    }
}

/* The others keep what the first pass said; here, of four blocks, two. */
static void hopeless_blocks_get_no_row(void **state)
{
    static const float kinds[FC_PAGE_KINDS] = { 0.75f, 0.25f };
    static const float first[] = { 1, FC_HOPELESS - 1, FC_HOPELESS, -99 };
    fc_page_hints hints = { .type = 0 };
    fc_dom dom;
    fc_page page;
    fc_numbers n;
    (void)state;
    fc_str html = FC_STR("<p>one<p>two of<p>three of them<p>and the last");
    assert_int_equal(fc_dom_parse(&dom, html, NULL, &a, &a, NULL), FC_OK);
    assert_true(fc_page_build(&page, &dom, &hints, &a));
    assert_int_equal(page.blocks, 4);
    for (int i = 0; i < 4; i++)
        page.block[i].first = page.block[i].margin = first[i];
    fc_numbers_fill(&page, kinds, &n, &a);
    assert_int_equal(n.rows, 2);
    assert_int_equal(n.row[0], 1); /* in doubt, after those that are hardly content */
    assert_int_equal(n.row[1], 2);
    assert_int_equal(n.row[2], 0);
    assert_int_equal(n.row[3], 2);
    assert_string_equal(fc_numbers_name(0), "words");
    assert_true(n.x[0] == 3 && n.x[1] == 1);
    assert_int_equal(n.block[0], 2);
    assert_int_equal(n.block[1], 0);
    size_t last = (fc_numbers_count() - FC_PAGE_KINDS) * FC_NUMBERS_LANES;
    assert_true(n.x[last] == 0.75f && n.x[last + 1] == 0.75f);
}

/* ---------------------------------------------------------------- training */

static void put_file(const char *dir, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

/* Pages with a menu, a text whose words differ, and a footer: the text is the gold. */
static void make_pages(const char *dir, int pages)
{
    static const char *const word[] = { "moss", "fern", "stone", "rain",
                                        "wall", "roof", "leaf" };
    char page[4096], gold[2048], name[64], index[8192] = "page\turl\tkind\n";
    for (int i = 0; i < pages; i++) {
        const char *w = word[i % 7], *v = word[(i + 3) % 7];
        snprintf(gold, sizeof gold,
                 "All about %s number %d\n\nThe %s grows beside the "
                 "%s, and "
                 "where the %s is old there is %d times as much of it as elsewhere.\n",
                 w, i, w, v, v, i);
        snprintf(page, sizeof page,
                 "<title>%s</title><body><ul class=menu><li><a "
                 "href=/>Home"
                 "</a><li><a href=/a>Shop %d</a></ul><div class=content><h1>All about %s "
                 "number %d</h1><p>The %s grows beside the %s, and where the %s is old "
                 "there is %d times as much of it as elsewhere.</p></div><div "
                 "class=footer><p>Copyright %d, all rights reserved <a "
                 "href=/x>Privacy</a></p></div>",
                 w, i, w, i, w, v, v, i, i);
        snprintf(name, sizeof name, "p%d.html", i);
        put_file(dir, name, page);
        snprintf(name, sizeof name, "p%d.txt", i);
        put_file(dir, name, gold);
        snprintf(index + strlen(index), sizeof index - strlen(index),
                 "p%d\thttp://site%d.example/%d\t%s\n", i, i, i,
                 i % 2 ? "article" : "docs");
    }
    put_file(dir, "p1.lines", "");
    put_file(dir, "index.tsv", index);
}

static void remove_pages(const char *dir, int pages)
{
    char path[600];
    for (int i = 0; i < pages; i++)
        for (int k = 0; k < 2; k++) {
            snprintf(path, sizeof path, "%s/p%d.%s", dir, i, k ? "html" : "txt");
            remove(path);
        }
    snprintf(path, sizeof path, "%s/index.tsv", dir);
    remove(path);
    snprintf(path, sizeof path, "%s/p1.lines", dir);
    remove(path);
    rmdir(dir);
}

static void add_block(fc_train_set *set, uint8_t label, const char *text)
{
    fc_train_block *b = fc_list_add(&set->block, 1);
    *b = (fc_train_block){ .word = set->word.n, .label = label };
    b->words = (uint32_t)fc_train_words(&set->word, fc_str_of(text));
}

/* Gold has the menu's words as well, but once. */
static void labels_follow_what_a_page_gains(void **state)
{
    static const uint8_t want[] = { 1, 0, 1, 0, 0 };
    static fc_train_set set;
    static jmp_buf guard;
    (void)state;
    if (setjmp(guard))
        fail_msg("out of memory");
    fc_train_set_open(&set, &guard);
    fc_train_page page = { .blocks = 5 };
    page.golds = fc_train_words(&set.gold, FC_STR("moss grows on old walls in the rain, "
                                                  "ten kinds of fern do so in shade"));
    add_block(&set, 1, "Moss grows on old walls in the rain");
    add_block(&set, 1, "Old moss walls"); /* again */
    add_block(&set, 0, "Fern: in shade, ten kinds"); /* in another order */
    add_block(&set, 0, "About our shop");
    add_block(&set, 0, "Do so"); /* two words can be in gold by chance */
    fc_train_refine(&set, &page);
    for (size_t i = 0; i < sizeof want; i++)
        assert_int_equal(FC_LIST(&set.block, fc_train_block)[i].label, want[i]);
    fc_train_set_close(&set);
}

static void training_learns_and_repeats_itself(void **state)
{
    char dir[] = "/tmp/filterc-blocks-XXXXXX";
    fc_buf one = FC_BUF_INIT, two = FC_BUF_INIT, report = FC_BUF_INIT, held = FC_BUF_INIT;
    fc_train_blocks_options o = { dir, dir, false, &held };
    fc_block_model m;
    fc_err err = { FC_OK, 0, "" };
    (void)state;
    assert_non_null(mkdtemp(dir));
    make_pages(dir, 60);
    if (fc_train_blocks(&o, &one, &report, &err))
        fail_msg("%s", err.msg);
    assert_non_null(strstr(report.p, "60 pages, 300 blocks, 120 of them content"));
    assert_non_null(strstr(held.p, "{\"page\":\"p0\",\"text\":\"# All about moss number "
                                   "0\\n\\nThe moss grows beside the rain"));
    assert_null(strstr(held.p, "Copyright"));
    assert_int_equal(fc_block_file_parse((fc_str){ one.p, one.n }, "test", &m, &a, &err),
                     FC_OK);
    o.held_out = NULL;
    o.json = true;
    fc_buf_clear(&report);
    assert_int_equal(fc_train_blocks(&o, &two, &report, &err), FC_OK);
    assert_non_null(
        strstr(report.p, "{\"target\":\"blocks\",\"pages\":60,\"blocks\":300,"));
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.p, two.p, one.n);
    remove_pages(dir, 60);
    fc_buf_free(&one);
    fc_buf_free(&two);
    fc_buf_free(&report);
    fc_buf_free(&held);
}

static void training_says_what_is_missing(void **state)
{
    char dir[] = "/tmp/filterc-blocks-XXXXXX";
    fc_buf model = FC_BUF_INIT, report = FC_BUF_INIT;
    fc_train_blocks_options o = { dir, dir, false, NULL };
    fc_err err = { FC_OK, 0, "" };
    (void)state;
    assert_non_null(mkdtemp(dir));
    assert_int_equal(fc_train_blocks(&o, &model, &report, &err), FC_ENOINPUT);
    assert_non_null(strstr(err.msg, "index.tsv"));
    put_file(dir, "index.tsv", "name\turl\n");
    assert_int_equal(fc_train_blocks(&o, &model, &report, &err), FC_EDATA);
    assert_non_null(strstr(err.msg, "column 'page'"));
    put_file(dir, "index.tsv", "page\nnowhere\n");
    assert_int_equal(fc_train_blocks(&o, &model, &report, &err), FC_EDATA);
    assert_non_null(strstr(err.msg, "no page with text"));
    remove_pages(dir, 0);
    fc_buf_free(&model);
    fc_buf_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(damage_is_told),
        cmocka_unit_test(trees_add_up_their_leaves),
        cmocka_unit_test(decided_rows_get_no_more_trees),
        cmocka_unit_test(trees_give_the_same_on_all_processors),
        cmocka_unit_test(what_is_around_a_block_can_be_enough),
        cmocka_unit_test(the_first_pass_weighs_every_feature),
        cmocka_unit_test(hopeless_blocks_get_no_row),
        cmocka_unit_test(labels_follow_what_a_page_gains),
        cmocka_unit_test(training_learns_and_repeats_itself),
        cmocka_unit_test(training_says_what_is_missing),
    };
    fc_arena_init(&a);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fc_arena_free(&a);
    return failed;
}
