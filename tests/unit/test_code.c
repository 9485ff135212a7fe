/* test_code.c - blocks of code: languages, line numbers, lines that are elements, labels
 * and what stands between. Whole pages of highlighters are in tests/pages/code. */
#include "base/str.h"
#include "extractors/block_model.h"
#include "extractors/code.h"
#include "extractors/page_kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static fc_arena a;
static fc_page page;
static fc_dom dom;

static void build(const char *html)
{
    static const fc_page_hints none = { .lds = 0 };
    fc_arena_reset(&a);
    assert_int_equal(fc_dom_parse(&dom, fc_str_of(html), NULL, &a, &a, NULL), FC_OK);
    assert_true(fc_page_build(&page, &dom, &none, &a));
}

/* More nodes than are looked at for what it is. */
static void long_editor(void **state)
{
    enum { LINES = 3000 };
    static const char open[] = "<div class=cm-content>",
                      line[] = "<div class=cm-line>a <b>b</b></div>";
    char *html = malloc(sizeof open + LINES * sizeof line);
    fc_str language;
    fc_text t = { .a = &a };
    (void)state;
    assert_non_null(html);
    strcpy(html, open);
    for (size_t i = 0; i < LINES; i++)
        memcpy(html + sizeof open - 1 + i * (sizeof line - 1), line, sizeof line);
    build(html);
    assert_int_equal(page.blocks, 1);
    assert_int_equal(page.block[0].kind, FC_BLOCK_PRE);
    assert_true(fc_code_read(&page, page.block[0].from, &t, &language));
    assert_int_equal(t.n, LINES * 4 - 1);
    free(html);
}

static void languages(void **state)
{
    static const struct {
        const char *html, *language;
    } pairs[] = {
        { "<pre class='language-python'>x", "python" },
        { "<pre class='lang-python3'>x", "python" },
        { "<pre><code class='hljs c++'>x", "cpp" },
        { "<pre class='brush: js; x: y'>x", "js" },
        { "<div class=highlight-source-shell><pre>x", "shell" },
        { "<pre lang=ruby>x", "ruby" },
        { "<div class='highlight-default'><pre>x", "" },
        { "<pre class=language-none>x", "" },
        { "<pre class='language-qwerty'>x", "qwerty" },
        { "<pre class='highlight-me'>x", "" },
        { "<pre data-language=TypeScript>x", "typescript" },
        { "<pre class='sourceCode r'>x", "r" },
        { "<pre class='c'>x", "" }, { "<div lang=cs><pre>x", "" },
        { "<pre>#!/bin/sh\nx", "sh" }, { "<pre>&lt;?php x", "php" }, { "<pre>x", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fc_str language;
        fc_text t = { .a = &a };
        build(pairs[i].html);
        assert_int_equal(page.block[0].kind, FC_BLOCK_PRE);
        assert_true(fc_code_read(&page, page.block[0].from, &t, &language));
        char lower[32];
        size_t n = language.n < 31 ? language.n : 31;
        for (size_t k = 0; k < n; k++)
            lower[k] = fc_lower(language.p[k]);
        lower[n] = 0;
        assert_string_equal(lower, pairs[i].language);
    }
    assert_true(fc_str_is(fc_code_known(FC_STR("YML")), "yaml"));
    assert_int_equal(fc_code_known(FC_STR("zzz")).n, 0);
    assert_int_equal(fc_code_known(FC_STR("")).n, 0);
    assert_true(fc_str_is(fc_code_recognise(FC_STR("SELECT a\nFROM b")), "sql"));
    assert_int_equal(fc_code_recognise(FC_STR("select one of these from the list")).n, 0);
}

static void texts(void **state)
{
    static const struct {
        const char *html, *text;
    } pairs[] = {
        { "<pre>\n a\n\tb\n</pre>", " a\n\tb" },
        { "<pre><div>a</div><div></div><div>b</div></pre>", "a\n\nb" },
        { "<pre><div>a</div><div><br></div><div>b</div></pre>", "a\n\nb" },
        { "<pre><div>a\n</div><div>b\n</div></pre>", "a\nb" },
        { "<pre><span class=line>a</span><span class=line>b</span></pre>", "a\nb" },
        { "<pre><span class=line>a</span>\n<span class=line>b</span></pre>", "a\nb" },
        { "<pre><span class=lineno>1</span>a\n<span class=lineno>2</span>b</pre>",
          "a\nb" },
        { "<pre><span class='hljs-number'>1</span> + x\ny</pre>", "1 + x\ny" },
        { "<pre><div><i>1</i><b>a</b></div><div><i>2</i><b>b</b></div></pre>", "a\nb" },
        { "<pre><div><i>1</i><b>a</b></div><div><i>7</i><b>b</b></div></pre>", "1a\n7b" },
        { "<pre><span style='user-select: none'>1</span>a</pre>", "a" },
        { "<pre>a<button>Copy</button></pre>", "a" },
        { "<pre><div>sql<button>Copy</button></div><code>SELECT</code></pre>", "SELECT" },
        { "<pre>$ <code>ls</code></pre>", "$ ls" },
        { "<table class=highlight><tr><td class=blob-num>1<td>  a<tr><td "
          "class=blob-num>2<td>b</table>",
          "  a\nb" },
        { "<div class=cm-content><div class=cm-line>a</div><div "
          "class=cm-line>b</div></div>",
          "a\nb" },
        { "<code style='white-space: pre'>a\n  b</code>", "a\n  b" },
        { "<div class=code-block>a\n b</div>", "a\n b" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fc_str language;
        fc_text t = { .a = &a };
        build(pairs[i].html);
        assert_int_equal(page.block[0].kind, FC_BLOCK_PRE);
        fc_code_read(&page, page.block[0].from, &t, &language);
        fc_str got = { t.p, t.n };
        if (!fc_str_is(got, pairs[i].text))
            fail_msg("%s\n--- got\n%.*s", pairs[i].html, (int)got.n, got.p);
    }
    build("<pre>1\n2\n3</pre>");
    fc_text t = { .a = &a };
    fc_str language;
    assert_false(fc_code_read(&page, page.block[0].from, &t, &language));
}

/* No code: running text and tables with such words in their classes. */
static void no_blocks(void **state)
{
    static const char *const pages[] = {
        "<p>see <code>a</code>",
        "<p><code class=hljs>one line</code>",
        "<div class=view>text</div>",
        "<table class=files><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<div class='code-block'><p>text",
        "<ul class=code><li>a",
    };
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        build(pages[i]);
        assert_int_not_equal(page.block[0].kind, FC_BLOCK_PRE);
    }
}

static void labels(void **state)
{
    (void)state;
    build("<div><div>python</div><pre>x = 1</pre><div>Copy code</div></div><p>Copy");
    assert_int_equal(page.blocks, 4);
    for (uint32_t i = 0; i < page.blocks; i++)
        page.block[i].keep = 1;
    fc_blocks_labels(&page);
    assert_false(page.block[0].keep);
    assert_true(page.block[1].keep);
    assert_true(fc_str_is(page.block[1].label, "python"));
    assert_false(page.block[2].keep);
    assert_true(page.block[3].keep);
    build("<section><p>Run</p><pre>x</pre><p>It says hello</p></section>");
    for (uint32_t i = 0; i < page.blocks; i++)
        page.block[i].keep = 1;
    fc_blocks_labels(&page);
    assert_true(page.block[0].keep && page.block[2].keep);
}

static void between(void **state)
{
    (void)state;
    build(
        "<p>one<pre>a</pre><math><mi>x</mi></math><p>two<pre>b</pre><nav><p>three</nav>");
    assert_int_equal(page.blocks, 6);
    page.block[0].keep = page.block[3].keep = 1; /* nothing after "b" is kept */
    assert_int_equal(fc_blocks_between(&page), 2);
    assert_true(page.block[1].keep && page.block[2].keep);
    assert_false(page.block[4].keep);
    build("<p>one<div hidden><pre>a</pre></div><p>two");
    page.block[0].keep = page.block[2].keep = 1;
    assert_int_equal(fc_blocks_between(&page), 0);
}

/* Whether block 1, of low score, is kept between block 0 and the last. */
static bool stays(const char *html, float p, unsigned kind)
{
    build(html);
    page.kind[kind] = 1;
    page.block[0].keep = page.block[page.blocks - 1].keep = 1;
    page.block[1].p = p;
    fc_blocks_between(&page);
    return page.block[1].keep;
}

static void headings_between(void **state)
{
    static const char plain[] = "<main><p>one<h2>Two</h2><p>three",
        itself[] = "<main><p>one<h2><a href='#2'>2.</a> <a href='#b'>Two</a></h2><p>c",
        anchor[] = "<main><p>one<h2>Two <a href='#two'>#</a></h2><p>three",
        away[] = "<main><p>one<h2><a href='two.html'>Two</a></h2><p>three",
        around[] = "<main><p>one<a href='#'><h2>Two</h2></a><p>three",
        note[] = "<main><p>one<h2>Two</h2><p class=note>three<p>four",
        below[] = "<main><p>one<h2>Two</h2><h3>Three</h3><p>four",
        other[] = "<main><p>one<h2>Two</h2><p>three<h2>Four</h2><p>five";
    (void)state;
    assert_true(stays(plain, .3f, FC_CLASS_ARTICLE));
    assert_false(stays(plain, .2f, FC_CLASS_ARTICLE));
    assert_false(stays(plain, .3f, FC_CLASS_LISTING));
    assert_true(stays(itself, .2f, FC_CLASS_ARTICLE));
    assert_true(stays(anchor, .2f, FC_CLASS_ARTICLE));
    assert_false(stays(itself, .05f, FC_CLASS_ARTICLE));
    assert_false(stays(away, .3f, FC_CLASS_ARTICLE));
    assert_false(stays(around, .3f, FC_CLASS_ARTICLE));
    assert_true(stays(note, .3f, FC_CLASS_DOCS));
    assert_false(stays(note, .3f, FC_CLASS_ARTICLE));
    assert_true(stays(below, .3f, FC_CLASS_DOCS));
    assert_false(stays(other, .3f, FC_CLASS_DOCS));
}

static void sentences_between(void **state)
{
    static const char note[] = "<main><p>one<p class=note>This note has a few more words "
                               "than eight of them.<p>three",
        label[] = "<main><p>one<p>Python 3<p>three",
        figure[] = "<main><p>one<figure><img src=a.png><figcaption>Figura&nbsp;6.1: Mapa"
                   "</figcaption></figure><p>three",
        credit[] = "<main><p>one<figure><img src=a.png><figcaption>Photo: Ann Lee"
                   "</figcaption></figure><p>three";
    (void)state;
    assert_true(stays(note, .2f, FC_CLASS_DOCS));
    assert_false(stays(note, .05f, FC_CLASS_DOCS));
    assert_false(stays(note, .2f, FC_CLASS_ARTICLE));
    assert_false(stays(label, .2f, FC_CLASS_DOCS));
    assert_true(stays(figure, .02f, FC_CLASS_ARTICLE));
    assert_false(stays(credit, .2f, FC_CLASS_DOCS));
}

static int open_arena(void **state)
{
    (void)state;
    fc_arena_init(&a);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    fc_arena_free(&a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_editor), cmocka_unit_test(languages),
        cmocka_unit_test(texts), cmocka_unit_test(no_blocks),
        cmocka_unit_test(labels), cmocka_unit_test(between),
        cmocka_unit_test(headings_between), cmocka_unit_test(sentences_between),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
