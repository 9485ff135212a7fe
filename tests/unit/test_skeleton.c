/* test_skeleton.c - what the parser is given for a page, byte for byte. */
#include "base/str.h"
#include "html/skeleton.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct skeleton_case {
    const char *page, *want;
} cases[] = {
    { "", "" },
    { "<p class=x id=y>some <b>text</b></p>", "<p>x</p>" },
    { "<p>a<!-- b -->c", "<p>x" },
    { "<div> <p> a </p> </div>", "<div><p>x</p></div>" },
    { "<p><i>a</i> <i>b</i></p>", "<p><i>x</i> x</p>" },
    { "x<div><a href=1><img></a> <b>y</b></div>", "x" },
    { "x<div><p>a</p> <p>b</p></div>c", "xx" },
    { "x<ul><li>a</li><li>b</li></ul>", "x" },
    { "x<ul><li>a<li>b</ul>", "x<ul><li>x<li>x</ul>" },
    { "x<p>a<div>b</div>", "x<p>x<div>x</div>" },
    { "x<a>a<a>b</a></a>", "x<a>x<a>x</a></a>" },
    { "x<table><tr><td><div>b</div></td></table>", "x<table><tr><td>x</td></table>" },
    { "x<table><div>b</div></table>", "x<table><div>x</div></table>" },
    { "x<b>a<p>b</b>c<i>d</i>", "x<b>x<p>x<!----></b>x" },
    { "x<form><i>a</i></form>", "x<form>x<!----></form>" },
    { "x<div><svg><path/></svg></div>", "x" },
    { "x<div><svg><p>a</p></svg></div>", "x<div><svg><p>x</p></svg></div>" },
    { "<div><p>a</p><p>b</p></div>", "<div><p>x</p>x</div>" },
    { "<pre> <b>x</b> </pre>", "<pre> <b>x</b> </pre>" },
    { "<script>a<b></script><style>c</style><p>d", "<p>x" },
    { "<script type=math/tex>a<b</script>c", "<script></script>x" },
    { "<script type=text/x-mathjax-config>a<b</script>c", "x" },
    { "<meta a=b><link><base><title>a</title>", "<title>x</title>" },
    { "<svg a=b><g><path d=c /></g></svg>d", "<svg></svg>x" },
    { "<svg><p>a", "<svg><p>x" },
    { "<math><mi>a</mi></math>", "<math><mi>x</mi></math>" },
    { "<input type=HIDDEN name=a><input type=text>", "<input type=hidden><input>" },
    { "<!DOCTYPE html SYSTEM 'x'><p>a", "<!DOCTYPE html SYSTEM 'x'><p>x" },
    { "&#32;&Tab;<b>&nbsp;</b>", "<b>x</b>" },
    { "a<b", "x" },
    { "a < b", "x" },
    { "<textarea> a </textarea>", "<textarea>x</textarea>" },
    { "<iframe>a<b></iframe>c", "<iframe></iframe>x" },
    { "<xmp>a<b></xmp>c", "<xmp>x</xmp>x" },
    { "<plaintext>a<b>", "<plaintext>x" },
    { "<?php x ?><p>a</ b>c</>", "<p>x" },
    { "<a href=1>x</a>", "<a>x</a>" },
    { "<math><![CDATA[<b>]]></math><![CDATA[c]]>", "<math>x</math>" },
};

/* ... and as XHTML. */
static const struct skeleton_case xhtml_cases[] = {
    { "<script src=a /><p>b</p>", "<p>x</p>" },
    { "<style/><title/><p>b</p>", "<title></title><p>x</p>" },
    { "<a id=b /><p>c</p>", "<a></a><p>x</p>" },
    { "x<div/><span/>y<br/>z", "xxx" },
    { "<textarea/>a<iframe/>b", "<textarea></textarea>x<iframe></iframe>x" },
    { "<p>a<p/>b", "<p>x<p></p>x" },
    { "<math><mi/></math><svg/>a", "<math><mi/></math><svg/>x" },
    { "<svg><title/><p>a</p></svg>", "<svg><title/><p>x</p></svg>" },
    { "<p>a <![CDATA[b<c]]></p>", "<p>x</p>" },
    { "<p>a <![CDATA[b", "<p>x" },
};

static fc_skeleton scan(fc_str page, const fc_dom_limits *limits, fc_arena *keep,
                        fc_arena *scratch)
{
    fc_skeleton k;
    fc_dom_limits own;
    fc_dom_limits_default(&own);
    fc_skeleton_scan(&k, page, limits ? limits : &own, keep, scratch);
    return k;
}

static void compare(const struct skeleton_case *c, size_t n, const fc_dom_limits *limits)
{
    fc_arena keep, scratch;
    int bad = 0;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    for (size_t i = 0; i < n; i++) {
        fc_skeleton k = scan(fc_str_of(c[i].page), limits, &keep, &scratch);
        if (!fc_str_is((fc_str){ k.p, k.n }, c[i].want)) {
            print_message("%s gives %.*s, not %s\n", c[i].page, (int)k.n, k.p, c[i].want);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
}

static void skeletons_are_as_written(void **state)
{
    (void)state;
    compare(cases, sizeof cases / sizeof *cases, NULL);
}

static void what_xhtml_closes_is_empty(void **state)
{
    fc_dom_limits limits;
    (void)state;
    fc_dom_limits_default(&limits);
    limits.xhtml = true;
    compare(xhtml_cases, sizeof xhtml_cases / sizeof *xhtml_cases, &limits);
}

static void the_map_leads_back_to_the_page(void **state)
{
    fc_arena keep, scratch;
    fc_str page = FC_STR("<div class=a> x <nobr id=b>y</nobr><!-- --> z</div>");
    static const struct { char c; uint32_t at, n; } want[] = {
        { '<', 0, 13 }, { 'x', 13, 3 }, { '<', 16, 11 }, { 'x', 27, 1 }, { 'x', 43, 2 },
    };
    size_t w = 0;
    (void)state;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_skeleton k = scan(page, NULL, &keep, &scratch);
    for (uint32_t i = 0; i < k.n; i++) {
        if (k.p[i] == '<' && k.p[i + 1] != '/') {
            assert_int_equal(k.p[i], want[w].c);
        } else if (k.p[i] != 'x') {
            continue;
        }
        assert_int_equal(k.piece[k.map[i]].at, want[w].at);
        assert_int_equal(k.piece[k.map[i]].n, want[w].n);
        w++;
    }
    assert_int_equal(w, 5);
    assert_int_equal(k.piece[0].class_at, 11);
    assert_int_equal(k.piece[2].id_at, 9);
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
}

/* One byte for an element and all that is in it. */
static void a_plain_element_is_one_byte(void **state)
{
    fc_arena keep, scratch;
    static const struct { unsigned tag; uint32_t at, last; } want[] = {
        { FC_TAG_TEXT, 0, 0 }, { FC_TAG_DIV, 1, 5 }, { FC_TAG_IMG, 6, 2 },
        { FC_TAG_B, 11, 4 },
        { FC_TAG_TEXT, 14, 0 }, { FC_TAG_TEXT, 19, 0 }, { FC_TAG_TEXT, 26, 0 },
    };
    (void)state;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_skeleton k = scan(FC_STR("x<div><img><b>y</b>z</div>w"), NULL, &keep, &scratch);
    assert_true(fc_str_is((fc_str){ k.p, k.n }, "xx"));
    assert_int_equal(k.piece_n, sizeof want / sizeof *want);
    for (uint32_t i = 0; i < k.piece_n; i++) {
        assert_int_equal(k.piece[i].tag, want[i].tag);
        assert_int_equal(k.piece[i].at, want[i].at);
        assert_int_equal(k.piece[i].last, want[i].last);
    }
    assert_int_equal(k.map[0], 0);
    assert_int_equal(k.piece[1].more, 1);
    assert_int_equal(k.map[1], 6);
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
}

static void formatting_is_limited(void **state)
{
    fc_arena keep, scratch;
    fc_dom_limits limits;
    (void)state;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_dom_limits_default(&limits);
    limits.formatting = 2;
    fc_skeleton k = scan(FC_STR("<b><i><u>x</u></i><u>y</u></b><a>z</a>"), &limits, &keep,
                         &scratch);
    assert_true(fc_str_is((fc_str){ k.p, k.n }, "<b><i>x</i>x</b>x"));
    assert_int_equal(k.capped, FC_CAP_FORMATTING);
    limits.depth = 2;
    limits.formatting = 64;
    k = scan(FC_STR("<div><div><div>x</div></div></div><p>y"), &limits, &keep, &scratch);
    assert_true(fc_str_is((fc_str){ k.p, k.n }, "<div><div>x</div></div><p>x"));
    assert_int_equal(k.capped, FC_CAP_DEPTH);
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
}

static void every_name_finds_its_number(void **state)
{
    (void)state;
    for (unsigned t = FC_TAG_TEXT + 1; t < FC_TAG_COUNT; t++) {
        char upper[32];
        size_t n = strlen(fc_tag_name(t));
        assert_true(n < sizeof upper);
        for (size_t i = 0; i < n; i++) {
            char c = fc_tag_name(t)[i];
            upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
        }
        assert_int_equal(fc_tag_find(fc_tag_name(t), n), t);
        assert_int_equal(fc_tag_find(upper, n), t);
        assert_int_equal(fc_tag_find(upper, n - 1) == t, 0);
    }
    assert_int_equal(fc_tag_find("", 0), FC_TAG_UNKNOWN);
    assert_int_equal(fc_tag_find("blockquoth", 10), FC_TAG_UNKNOWN);
    assert_int_equal(fc_tag_find("d\x09v", 3), FC_TAG_UNKNOWN);
    assert_int_equal(fc_tag_level(FC_TAG_H4), 4);
    assert_int_equal(fc_tag_level(FC_TAG_DIV), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skeletons_are_as_written),
        cmocka_unit_test(what_xhtml_closes_is_empty),
        cmocka_unit_test(the_map_leads_back_to_the_page),
        cmocka_unit_test(a_plain_element_is_one_byte),
        cmocka_unit_test(formatting_is_limited),
        cmocka_unit_test(every_name_finds_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
