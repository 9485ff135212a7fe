/* test_dom.c - the flat tree: the same as plain gumbo's on tricky pages, what its
 * functions read from the page, its limits, and pages made to hurt. */
#include "base/str.h"
#include "html/entities.h"
#include "tests/unit/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static fc_arena keep, scratch;

static int set_up(void **state)
{
    (void)state;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    return 0;
}

static fc_dom parse_n(const char *p, size_t n)
{
    fc_dom dom;
    fc_err err;
    fc_arena_reset(&scratch);
    if (fc_dom_parse(&dom, (fc_str){ p, n }, NULL, &keep, &scratch, &err) != FC_OK)
        fail_msg("%s", err.msg);
    const char *broken = tree_broken(&dom);
    if (broken)
        fail_msg("%s in: %.200s", broken, p);
    return dom;
}

static fc_dom parse(const char *page)
{
    return parse_n(page, strlen(page));
}

/* The first node of this element; 0 (the root) when there is none. */
static uint32_t find(const fc_dom *dom, unsigned tag)
{
    for (uint32_t i = 0; i < dom->n; i++)
        if (dom->node[i].tag == tag)
            return i;
    return 0;
}

#define PAGE(text) { text, sizeof(text) - 1 }

/* What stands in a body gives the tree that it gives as a page. */
static void contents_of_a_body_are_a_page(void **state)
{
    static const fc_str bodies[] = {
        PAGE(""),
        PAGE(" "),
        PAGE("x"),
        PAGE(" <p>a <b>b</b>\n\n<p>c</p> d"),
        PAGE("<p>a</p>\n<pre><code>b\n c</code></pre><ul><li>d</li></ul>"),
        PAGE("<p>a<br>b <img src=c></p><blockquote><p>d</p></blockquote>"),
        PAGE("<div><p>a<p>b</div><table><tr><td>c</table>d"),
        PAGE("<!-- a --><h1>b</h1><hr><a href=c>d</a> &amp; <script>e</script>f"),
        PAGE("a<svg><p>b</svg>c"),
        PAGE("<b>a<p>b</b>c"),
        PAGE("<br>a"),
        PAGE("<p></p>a"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        fc_dom page = parse_n(bodies[i].p, bodies[i].n), body;
        fc_dom_limits limits;
        fc_dom_limits_default(&limits);
        limits.within_body = true;
        fc_arena_reset(&scratch);
        assert_int_equal(
            fc_dom_parse(&body, bodies[i], &limits, &keep, &scratch, NULL), FC_OK);
        assert_null(tree_broken(&body));
        assert_int_equal(body.n, page.n);
        for (uint32_t k = 0; k < page.n; k++)
            assert_memory_equal(&body.node[k], &page.node[k], sizeof page.node[k]);
    }
}

/* Both trees must be the same on each. */
static const fc_str tricky[] = {
    PAGE(""),
    PAGE("x"),
    PAGE("<!doctype html><title>t</title><p>x"),
    PAGE("  <!-- c --> x <html lang=en><body class=b>y"),
    PAGE("<head> <title>a</title> x </head> y <body> z </body> w </html> v"),
    PAGE("<p>a<p>b<div>c</p>d</div>e"),
    PAGE("<!doctype html><p>a<table><tr><td>b</table>c"),
    PAGE("<p>a<table><tr><td>b</table>c"),
    /* tables and what is fostered out of them */
    PAGE("<table>a<tr>b<td>c</td>d</tr>e</table>f"),
    PAGE("<table><b>a<tr>b<td>c</td>d</tr>e</table>f"),
    PAGE("<table><td>a<td>b<tr><th>c<tbody><td>d</table>"),
    PAGE("<table><caption>a<p>b<tr><td>c</caption></table>"),
    PAGE("<table><colgroup><col> <col>x<tr><td>y</table>"),
    PAGE("<table><tr><td><table><tr><td>a</table>b<td>c</table>d"),
    PAGE("<table><div><tr><td>a</div>b</table>c</div>d"),
    PAGE("<table><input type=hidden><input type=text><tr><td>a</table>"),
    PAGE("<table><input type='&#104;idden'><tr><td>a</table>"),
    PAGE("<table><form><tr><td><input></form>a</table>b<form>c</form>"),
    PAGE("<td>a<tr>b<table>c<p>d<td>e</table>"),
    PAGE("<table><tr><p>a<td>b<p>c<tr>d</table>"),
    PAGE("<table><select><tr><td>x</table>"),
    PAGE("<table><tr><td><select><option>a<td>b<option>c</table>d"),
    PAGE("<div><table><tr><td>a</div>b</td></tr></table>c</div>d"),
    /* misnested formatting */
    PAGE("<b>a<i>b</b>c</i>d"),
    PAGE("<p><b>a<p>b</b>c<p>d"),
    PAGE("<b>a<div>b</b>c</div>d"),
    PAGE("<a href=1>a<a href=2>b</a>c</a>d"),
    PAGE("<a>a<div>b<a>c</div>d</a>e"),
    PAGE("<b class=1><b class=2><b class=1><b class=1><b class=1><p>x</p></b><p>y"),
    PAGE("<p><b><b><b><b><b>x<p>y</b></b>z<p>w"),
    PAGE("<p><font color=red><font size=1>a<p>b</font>c</font>d"),
    PAGE("<nobr>a<nobr>b</nobr>c<p><nobr>d"),
    PAGE("<b>a<object>b</b>c</object>d</b>e"),
    PAGE("<p><em>a</p> <p>b</em>c"),
    PAGE("<p><em>a</p>\n\n<ul> <li>b </ul> </em>c"),
    PAGE("<i>a<b>b<u>c<p>d</b>e</i>f</p>g</u>h"),
    PAGE("<code>a<pre>b</code>c\n</pre>d"),
    PAGE("<b><em><strong><small><big><a><tt><i><s><div>a</b>b</em>c</strong>d</div>e"),
    /* lists and other implied ends */
    PAGE("<ul><li>a<ul><li>b</ul>c<li>d</li></ul><li>e"),
    PAGE("<li>a<div><li>b</div><p>c<li>d"),
    PAGE("<dl><dt>a<dd>b<dd>c<dt>d<p>e<dd>f</dl>g"),
    PAGE("<h1>a<h2>b</h3>c</h1>d"),
    PAGE("<p>a<hr>b<h1>c<p>d</h1>e"),
    PAGE("<button>a<p>b<button>c</p>d</button>e"),
    PAGE("<p><button><p>a</button>b</p>c"),
    PAGE("<form>a<div><form>b</form>c</div>d</form>e"),
    PAGE("<ruby>a<rt>b<rp>c<rb>d</ruby>e<rt>f"),
    PAGE("</p>a</br>b</div>c</b>d</x>e"),
    PAGE("<address><p>a</address>b<center>c</center>d"),
    PAGE("<div></span>a<span></div>b</span>c"),
    PAGE("<x-a>a<x-b>b</x-a>c</x-b>d<X-A>e</x-A>"),
    PAGE("<image src=a><img>b<isindex>c"),
    PAGE("<option>a<option>b<optgroup>c<option>d"),
    PAGE("<marquee><p>a</marquee>b<applet><b>c</applet>d"),
    /* select, frames, template */
    PAGE("<select><option>a<option>b<optgroup>c<option>d</optgroup>e</select>f"),
    PAGE("<select><div>a<b>b<textarea>c</textarea>d</select>e"),
    PAGE("<select>a<select>b<option>c<input>d"),
    PAGE("<select><title>a</title><style>b<i>c</style><option>d</select>e"),
    PAGE("<select><script>a<b></script><option>d</select>e"),
    PAGE("<frameset><frame><frameset>a "
         "<frame></frameset><noframes>b<p>c</noframes></frameset>"),
    PAGE("a<frameset><frame></frameset>b"),
    PAGE("<template><tr><td>a</template>b<template>c<p>d</template>"),
    PAGE("<table><template><tr><td>a</td></tr></template><tr><td>b</table>"),
    PAGE("<template><template>a</template><b>b</template>c"),
    PAGE(
        "<head><noscript><link><style>a</style><img></noscript><title>b</title></head>c"),
    PAGE("<p>a<noscript><p>b</noscript>c"),
    /* svg and math */
    PAGE("a<svg><path/><g><text>b</text></g></svg>c"),
    PAGE("<svg><title>a</title><p>b</svg>c"),
    PAGE("<svg><a><b>a</b></a></svg>b"),
    PAGE("<svg><title>a<b>b</title></svg>c</b>d"),
    PAGE("<svg><style>a<b>b</style></svg>c"),
    PAGE("<svg><font>a</font><font color=red>b</svg>c"),
    PAGE("<svg/>a<svg><svg>b</svg>c</svg>d<math/>e"),
    PAGE("<p><svg></p>a</svg>b"),
    PAGE("<div><svg><path></div>a<p>b"),
    PAGE("<math><mrow><mi>x</mi><mo>&lt;</mo><mn>1</mn></mrow></math>a"),
    PAGE("<math><mi><b>a</b><mglyph>b</mglyph></mi><mtext><p>c</mtext>d</math>e"),
    PAGE("<math><annotation-xml "
         "encoding=text/html><div>a</div></annotation-xml></math>b"),
    PAGE("<math><annotation-xml><div>a</div></annotation-xml></math>b"),
    PAGE("<math><semantics><mi>x</mi><annotation "
         "encoding=tex>x</annotation></semantics></math>"),
    PAGE("<math><![CDATA[a<b>&amp;]]></math>b<![CDATA[c]]>d"),
    PAGE("<math><mi><![CDATA[a]]>b</mi><![CDATA[c"),
    PAGE("<math><script>a<mo>b</mo></script>c</math>d"),
    PAGE("<math><table><tr><td>a</table>b</math>c"),
    /* what is not a tag, and unfinished things */
    PAGE("a<!-- b --> c<!-->d<!--->e<!-- f --!>g<!-- -- >h"),
    PAGE("<p>a<!-- <p> -->b<!x>c<?php d ?>e</ f>g</>h"),
    PAGE("a < b <3 c</ d <<p>e"),
    PAGE("a<"),
    PAGE("a</"),
    PAGE("a<p"),
    PAGE("a<p b='c>d"),
    PAGE("a<p b=c"),
    PAGE("a<!-- b"),
    PAGE("a<!"),
    PAGE("a<script>b"),
    PAGE("a<title>b"),
    PAGE("a<textarea>\nb</textarea\n>c"),
    PAGE("<textarea><p>a&amp;b</p></textareax></textarea>c<textarea> </textarea>"),
    PAGE("<title>a<b>c</title>d<xmp>e<b>&amp;f</xmp>g<iframe><p>h</iframe>i"),
    PAGE("a<plaintext>b<p>c</plaintext>&amp;d"),
    PAGE("<script><!-- <script> a </script> b --></script>c"),
    PAGE("<script><!-- <script> a </script> b </script>c"),
    PAGE("<script><!--> a </script>b<script><!-- a </script>c --></script>d"),
    PAGE("<script>var a = '<!-- <scripty>'</script>b"),
    PAGE("<style><!-- </style>a<style></styles></style>b"),
    /* attributes */
    PAGE("<p a=b/>c<p/a>d<p a='>'>e<p a=\">\" b>f<p =a>g<p a = b>h"),
    PAGE("<input type=hidden type=text><table><input type=text type=hidden>a</table>"),
    PAGE("<br/>a<div/>b<b/>c<p"),
    PAGE("<DIV CLASS=a>b</DiV>c"),
    /* references and white space */
    PAGE("a &amp; b &#60; c &lt d &notit; e &#x80; f &#xD800; g &bogus; h &#; i"),
    PAGE("<table>&#32;<tr>&Tab;<td>a</table><table>&nbsp;<tr><td>b</table>"),
    PAGE(" &#10; <p>a"),
    PAGE("<pre>\na\n\n <b> b </b> </pre> <pre>\n\nc</pre>"),
    PAGE("<b>a</b> <i>b</i> <p> <b> c </b> <p> d"),
    PAGE("a\0b\0<p>\0</p><table>\0<tr>\0 <td>c\0</table>"),
    PAGE("<math>a\0b</math><p>\0 \0"),
    PAGE("\xEF\xBB\xBF<!doctype html><p>a"),
};

static void same_tree_as_gumbo(void **state)
{
    (void)state;
    assert_true(sizeof tricky / sizeof *tricky >= 60);
    int bad = 0;
    for (size_t i = 0; i < sizeof tricky / sizeof *tricky; i++) {
        fc_buf a = FC_BUF_INIT, b = FC_BUF_INIT, text = FC_BUF_INIT;
        fc_dom dom = parse_n(tricky[i].p, tricky[i].n);
        tree_of_gumbo(&a, tricky[i], false);
        tree_of_dom(&b, &dom, false);
        if (a.n != b.n || memcmp(a.p, b.p, a.n) != 0) {
            tree_difference(&text, &a, &b);
            print_message("page %s\n%s", tricky[i].p, text.p);
            bad++;
        }
        fc_buf_free(&a);
        fc_buf_free(&b);
        fc_buf_free(&text);
    }
    assert_int_equal(bad, 0);
}

static void assert_str(fc_str s, const char *want)
{
    if (!fc_str_is(s, want))
        fail_msg("\"%.*s\" is not \"%s\"", (int)s.n, s.p, want);
}

static void attributes_are_read_from_the_page(void **state)
{
    fc_dom dom = parse("<p Class='a &amp; b' id=c data-x = \"d>e\" hidden href=/f/ "
                       "CLASS=g>x<i id=''>y<u id>z<s =a class>");
    uint32_t p = find(&dom, FC_TAG_P), i = find(&dom, FC_TAG_I), u = find(&dom, FC_TAG_U);
    (void)state;
    assert_str(fc_dom_attr(&dom, p, "class"), "a &amp; b");
    assert_str(fc_dom_attr_text(&dom, p, "class", &keep), "a & b");
    assert_str(fc_dom_attr(&dom, p, "id"), "c");
    assert_str(fc_dom_attr(&dom, p, "data-x"), "d>e");
    assert_str(fc_dom_attr(&dom, p, "href"), "/f/");
    assert_str(fc_dom_attr(&dom, p, "hidden"), "");
    assert_non_null(fc_dom_attr(&dom, p, "hidden").p);
    assert_null(fc_dom_attr(&dom, p, "title").p);
    assert_null(fc_dom_attr(&dom, i, "class").p);
    assert_non_null(fc_dom_attr(&dom, i, "id").p);
    assert_str(fc_dom_attr(&dom, u, "id"), "");
    assert_non_null(fc_dom_attr(&dom, u, "id").p);
    uint32_t pos = 0, n = 0;
    fc_str name, value;
    while (fc_dom_next_attr(&dom, p, &pos, &name, &value))
        n++;
    assert_int_equal(n, 6);
    assert_str(name, "CLASS");
    assert_str(value, "g");
    pos = 0;
    assert_true(fc_dom_next_attr(&dom, find(&dom, FC_TAG_S), &pos, &name, &value));
    assert_str(name, "=a");
    assert_null(fc_dom_attr(&dom, 0, "class").p);
}

static void a_value_far_into_a_tag_is_found(void **state)
{
    fc_buf b = FC_BUF_INIT;
    (void)state;
    fc_buf_text(&b, "<p title='");
    for (int i = 0; i < 70000; i++)
        fc_buf_char(&b, 'x');
    fc_buf_text(&b, "' class=far id='far too'>y");
    fc_dom dom = parse_n(b.p, b.n);
    uint32_t p = find(&dom, FC_TAG_P);
    assert_str(fc_dom_attr(&dom, p, "class"), "far");
    assert_str(fc_dom_attr(&dom, p, "id"), "far too");
    fc_buf_free(&b);
}

static void text_is_exactly_its_run(void **state)
{
    fc_dom dom = parse("<p> a &lt; b<!-- c -->d </p> <b>e</b> <i>f</i><div> <pre> g\n"
                       "</pre></div>");
    static const char *const want[] = { " a &lt; b", "d ", "e", " ", "f", " g\n" };
    size_t k = 0;
    (void)state;
    for (uint32_t i = 0; i < dom.n; i++) {
        if (dom.node[i].tag != FC_TAG_TEXT)
            continue;
        assert_true(k < sizeof want / sizeof *want);
        assert_int_equal(dom.node[i].blank, strcmp(want[k], " ") == 0);
        assert_str(fc_dom_text(&dom, i), want[k++]);
    }
    assert_int_equal(k, sizeof want / sizeof *want);
}

static void copies_point_to_the_original(void **state)
{
    fc_dom dom = parse("<html><p><b class=k>x<p>y<table><td>z");
    uint32_t b = find(&dom, FC_TAG_B), second = 0;
    (void)state;
    for (uint32_t i = b + 1; i < dom.n; i++)
        if (dom.node[i].tag == FC_TAG_B)
            second = second ? second : i;
    assert_false(dom.node[b].made);
    assert_true(second && dom.node[second].made);
    assert_str(fc_dom_attr(&dom, second, "class"), "k");
    uint32_t tbody = find(&dom, FC_TAG_TBODY);
    assert_true(dom.node[tbody].made);
    assert_int_equal(dom.node[tbody].at, FC_NO_SOURCE);
    assert_str(fc_dom_name(&dom, tbody), "tbody");
    assert_str(fc_dom_name(&dom, 0), "html");
}

static void late_html_and_body_tags_give_their_attributes(void **state)
{
    fc_dom dom = parse("x<html lang=de><body class=c>y");
    (void)state;
    assert_str(fc_dom_attr(&dom, 0, "lang"), "de");
    assert_str(fc_dom_attr(&dom, find(&dom, FC_TAG_BODY), "class"), "c");
}

static void head_items_are_listed(void **state)
{
    fc_dom dom = parse("<meta charset=utf-8><title>a &amp; b</title><link rel=canonical "
                       "href=c><script>d</script><script "
                       "type=application/ld+json>{}</script><script "
                       "type=text/javascript>e</script><p>f<svg><title>g</title></svg><sc"
                       "ript type='math/tex; mode=display'>x<y</script>h<base href=i>");
    static const uint16_t tags[] = { FC_TAG_META,   FC_TAG_TITLE,  FC_TAG_LINK,
                                     FC_TAG_SCRIPT, FC_TAG_SCRIPT, FC_TAG_BASE };
    (void)state;
    assert_int_equal(dom.head_n, 6);
    for (uint32_t k = 0; k < dom.head_n; k++)
        assert_int_equal(dom.head[k].tag, tags[k]);
    assert_str(fc_head_body(&dom, 1), "a &amp; b");
    assert_str(fc_tag_attr(fc_head_tag(&dom, 2), "href"), "c");
    assert_str(fc_head_body(&dom, 3), "{}");
    uint32_t script = find(&dom, FC_TAG_SCRIPT);
    assert_true(script);
    assert_str(fc_dom_raw_body(&dom, script), "x<y");
    assert_str(fc_dom_attr(&dom, script, "type"), "math/tex; mode=display");
    assert_str(fc_dom_raw_body(&dom, find(&dom, FC_TAG_TITLE)), "a &amp; b");
}

static void svg_is_empty_unless_html_is_inside(void **state)
{
    fc_dom dom = parse("<svg><g><path/></g><title>a</title></svg>b");
    (void)state;
    uint32_t svg = find(&dom, FC_TAG_SVG);
    assert_int_equal(dom.node[svg].end, svg + 1);
    assert_int_equal(dom.node[svg].ns, FC_NS_SVG);
    dom = parse("<svg><foreignObject><p>a</p></foreignObject></svg>b");
    assert_true(find(&dom, FC_TAG_P) != 0);
    assert_int_equal(dom.node[find(&dom, FC_TAG_FOREIGNOBJECT)].ns, FC_NS_SVG);
}

/* ----------------------------------------------------------------------------- limits */

static fc_buf repeat(const char *head, const char *body, unsigned times)
{
    fc_buf b = FC_BUF_INIT;
    fc_buf_text(&b, head);
    for (unsigned i = 0; i < times; i++)
        for (const char *p = body; *p; p++)
            if (*p == '#')
                fc_buf_printf(&b, "%u", i);
            else
                fc_buf_char(&b, *p);
    return b;
}

static void depth_is_limited_and_told(void **state)
{
    fc_buf b = repeat("", "<div>", 600);
    (void)state;
    fc_buf_text(&b, "deep");
    for (int i = 0; i < 600; i++)
        fc_buf_text(&b, "</div>");
    fc_buf_text(&b, "<p class=k>after");
    fc_dom dom = parse_n(b.p, b.n);
    uint32_t p = find(&dom, FC_TAG_P);
    assert_int_equal(dom.capped, FC_CAP_DEPTH);
    assert_int_equal(dom.node[p].depth, 2);
    uint32_t divs = 0;
    for (uint32_t i = 0; i < dom.n; i++)
        divs += dom.node[i].tag == FC_TAG_DIV;
    assert_int_equal(divs, 512);
    fc_buf_free(&b);
}

static void memory_limit_is_an_error_with_words(void **state)
{
    fc_dom dom;
    fc_err err = { 0 };
    fc_dom_limits limits;
    fc_buf b = repeat("", "<p>x", 20000);
    jmp_buf guard;
    (void)state;
    fc_dom_limits_default(&limits);
    limits.arena = 1 << 20;
    fc_arena_reset(&scratch);
    jmp_buf *before = fc_arena_guard(&scratch, &guard);
    uint64_t limit = scratch.limit;
    fc_rc rc = fc_dom_parse(&dom, (fc_str){ b.p, b.n }, &limits, &keep, &scratch, &err);
    assert_int_equal(rc, FC_EDATA);
    assert_non_null(strstr(err.msg, "memory"));
    assert_int_equal(dom.n, 0);
    assert_ptr_equal(scratch.guard, &guard);
    assert_true(scratch.limit == limit);
    fc_arena_guard(&scratch, before);
    fc_buf_free(&b);
}

/* A form may be closed before what is open in it: then the tree is twice as deep as there
 * are open elements.
 * Pages made to hurt: each at a size that a quadratic parser needs many seconds for. */
static const struct hostile {
    const char *head, *body;
    unsigned times;
} hostile[] = {
    { "", "<div>", 60000 },
    { "", "<b>", 60000 },
    { "", "<b>x<p>", 10000 },
    { "", "<font a#=1>x<p>", 10000 },
    { "", "<a href=1>x<div>", 10000 },
    { "<div ", "a#=1 ", 30000 },
    { "<table>", "<b>x<tr>y", 10000 },
    { "", "<table><tr><td>", 10000 },
    { "<table>", "x <i>", 60000 },
    { "", "<", 300000 },
    { "", "&", 300000 },
    { "<!--", "-", 300000 },
    { "", "<svg>", 60000 },
    { "<svg>", "<p><svg>", 30000 },
    { "", "<math><mi>", 30000 },
    { "", "<z>", 60000 },
    { "", "<select><option>", 20000 },
    { "", "</p>", 60000 },
    { "", "<button><p>", 20000 },
    { "<script>", "<!--<script>", 30000 },
    { "", "<textarea><!--", 30000 },
    { "", "<ul><li>", 30000 },
    { "", "<form><div></form>", 30000 },
    { "", "<i><div></i>", 20000 },
    { "", "<i>x<b>y<u>z<p></i>", 10000 },
    { "<template>", "<div><td>", 20000 },
    { "", "<template><tr>", 20000 },
    { "", "<object><b>", 20000 },
    { "", "<frameset>", 60000 },
    { "", "<x#>", 30000 },
    { "<p>", "<button><p>x", 20000 },
    { "", "<nobr>x", 20000 },
    { "", "<h1><p><h2>", 20000 },
};

static void hostile_pages_stay_small_and_shallow(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        fc_dom dom;
        fc_buf b = repeat(hostile[i].head, hostile[i].body, hostile[i].times);
        fc_buf_text(&b, "<p>the end");
        fc_arena_reset(&keep);
        fc_arena_reset(&scratch);
        clock_t t0 = clock();
        fc_rc rc = fc_dom_parse(&dom, (fc_str){ b.p, b.n }, NULL, &keep, &scratch, NULL);
        double t = (double)(clock() - t0) / CLOCKS_PER_SEC;
        unsigned depth = 0;
        for (uint32_t k = 0; k < dom.n; k++)
            depth = dom.node[k].depth > depth ? dom.node[k].depth : depth;
        if (rc || tree_broken(&dom) || depth > 2 * 512 + 128 ||
            scratch.used > 128u << 20 || t > 20)
            fail_msg("%s%s: rc %d, depth %u, %llu bytes, %.2f s", hostile[i].head,
                     hostile[i].body, rc, depth, (unsigned long long)scratch.used, t);
        fc_buf_free(&b);
    }
}

/* However deep: the tree never gets deeper than the limit and what may be opened
 * again. */
static void deep_trees_after_the_limit_of_steps_keep_their_text(void **state)
{
    fc_dom dom;
    fc_dom_limits limits;
    fc_buf b = repeat("<div><div><div><div>", "<p>x</p>", 1000);
    (void)state;
    fc_dom_limits_default(&limits);
    limits.steps = 1000;
    fc_arena_reset(&scratch);
    assert_int_equal(
        fc_dom_parse(&dom, (fc_str){ b.p, b.n }, &limits, &keep, &scratch, NULL), 0);
    uint32_t texts = 0;
    for (uint32_t i = 0; i < dom.n; i++)
        texts += dom.node[i].tag == FC_TAG_TEXT;
    assert_int_equal(texts, 1000);
    assert_int_equal(dom.capped, FC_CAP_STEPS);
    fc_buf_free(&b);
}

/* In one arena the tree is where that began, with nothing else: what comes next is not
 * behind all that the parser needed. */
static void a_tree_in_one_arena_takes_no_more_than_itself(void **state)
{
    fc_buf b = FC_BUF_INIT;
    fc_dom dom, other;
    (void)state;
    fc_buf_text(&b, "<meta name=a content=b><title>t</title>");
    for (int i = 0; i < 3000; i++)
        fc_buf_printf(&b, "<div class=c%d><p>some <b>text</b>", i);
    fc_str page = { b.p, b.n };
    fc_arena_reset(&keep);
    fc_arena_reset(&scratch);
    assert_int_equal(fc_dom_parse(&other, page, NULL, &keep, &scratch, NULL), FC_OK);
    fc_arena_reset(&scratch);
    fc_alloc(&scratch, 1000);
    uint64_t before = scratch.used;
    for (int round = 0; round < 2; round++) {
        assert_int_equal(fc_dom_parse(&dom, page, NULL, &scratch, &scratch, NULL), FC_OK);
        assert_null(tree_broken(&dom));
        assert_true(scratch.used - before <=
                    dom.n * sizeof *dom.node + dom.head_n * sizeof *dom.head + 16);
        assert_int_equal(dom.n, other.n);
        assert_int_equal(dom.head_n, 2);
        assert_memory_equal(dom.node, other.node, dom.n * sizeof *dom.node);
        for (uint32_t k = 0; k < dom.head_n; k++)
            assert_true(dom.head[k].at == other.head[k].at &&
                        dom.head[k].n == other.head[k].n &&
                        dom.head[k].body == other.head[k].body &&
                        dom.head[k].tag == other.head[k].tag);
        before = scratch.used;
    }
    fc_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_tree_as_gumbo),
        cmocka_unit_test(a_tree_in_one_arena_takes_no_more_than_itself),
        cmocka_unit_test(contents_of_a_body_are_a_page),
        cmocka_unit_test(attributes_are_read_from_the_page),
        cmocka_unit_test(a_value_far_into_a_tag_is_found),
        cmocka_unit_test(text_is_exactly_its_run),
        cmocka_unit_test(copies_point_to_the_original),
        cmocka_unit_test(late_html_and_body_tags_give_their_attributes),
        cmocka_unit_test(head_items_are_listed),
        cmocka_unit_test(svg_is_empty_unless_html_is_inside),
        cmocka_unit_test(depth_is_limited_and_told),
        cmocka_unit_test(memory_limit_is_an_error_with_words),
        cmocka_unit_test(hostile_pages_stay_small_and_shallow),
        cmocka_unit_test(deep_trees_after_the_limit_of_steps_keep_their_text),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
