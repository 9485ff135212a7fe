/* test_to_markdown.c - HTML to Markdown and plain text, every block kept: one page, one
 * text. */
#include "base/str.h"
#include "extractors/to_markdown.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static fc_arena a;

static fc_str write_all(const char *html, const fc_text_style *style)
{
    static const fc_page_hints none = { .lds = 0 };
    fc_dom dom;
    fc_page page;
    assert_int_equal(fc_dom_parse(&dom, fc_str_of(html), NULL, &a, &a, NULL), FC_OK);
    if (!fc_page_build(&page, &dom, &none, &a))
        return FC_STR("");
    for (uint32_t i = 0; i < page.blocks; i++)
        page.block[i].keep = 1;
    return fc_to_markdown(&page, style, &a, &a);
}

typedef struct pair {
    const char *html, *text;
} pair;

static void compare(const pair *pairs, size_t n, const fc_text_style *style)
{
    for (size_t i = 0; i < n; i++) {
        fc_str got = write_all(pairs[i].html, style);
        if (!fc_str_is(got, pairs[i].text))
            fail_msg("%s\n--- got\n%.*s\n--- want\n%s", pairs[i].html, (int)got.n, got.p,
                     pairs[i].text);
        fc_arena_reset(&a);
    }
}

#define COMPARE(pairs, ...) \
    compare(pairs, sizeof pairs / sizeof *pairs, &(fc_text_style){ __VA_ARGS__ })

static void running_text(void **state)
{
    static const pair pairs[] = {
        { "<p>one\n  two\t<b>three</b>", "one two three" },
        { "<p>one</p><p>two</p>", "one\n\ntwo" },
        { "<p>a<br>b<br><br>c", "a\nb\n\nc" },
        { "<div>loose <p>inner</p> tail</div>", "loose\n\ninner\n\ntail" },
        { "<p>fish&amp;chips &lt;b&gt; caf&eacute; &#x1F600;&nbsp;!",
          "fish&chips <b> caf\xC3\xA9 \xF0\x9F\x98\x80 !" },
        { "<p>x <span> y </span> z", "x y z" },
        { "<p>so<wbr>ft&shy;ly<!-- gone --> done", "softly done" },
        { "<p>cafe\xCC\x81", "caf\xC3\xA9" },
        { "<p>1 * 2 _x_ # [y]", "1 * 2 _x_ # [y]" },       /* nothing is escaped */
        { "<p>seen<span style='display: none'> unseen</span> again", "seen again" },
        { "<p>a<script>b()</script><style>c{}</style>d", "ad" },
        { "<p>H<sub>2</sub>O", "H\xE2\x82\x82O" },
        { "<script>only()</script>", "" },
        { "", "" },
    };
    (void)state;
    COMPARE(pairs, .plain = false);
}

static void headings_and_quotes(void **state)
{
    static const pair pairs[] = {
        { "<h1>One</h1><h2><a href=x>Two</a></h2><h6>Six</h6><p>t",
          "# One\n\n## Two\n\n###### Six\n\nt" },
        { "<h2>Split<br>title</h2>", "## Split title" },
        { "<h3><div>Inside</div></h3>", "### Inside" },
        { "<blockquote><p>one<p>two</blockquote><p>three",
          "> one\n>\n> two\n\nthree" },
        { "<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b" },
        { "<blockquote><ul><li>x<li>y</ul></blockquote>", "> - x\n> - y" },
    };
    (void)state;
    COMPARE(pairs, .plain = false);
}

static void lists(void **state)
{
    static const pair pairs[] = {
        { "<ul><li>a<li>b</ul><p>c", "- a\n- b\n\nc" },
        { "<ol><li>a<li>b</ol>", "1. a\n2. b" },
        { "<ol start=9><li>a<li>b</ol>", "9. a\n10. b" },
        { "<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d" },
        { "<ol><li>a<ul><li>b</ul></ol>", "1. a\n   - b" },
        { "<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n  b\n- c" },
        { "<ul><li>a<br>b</ul>", "- a\n  b" },
        { "<ul><li><ul><li>deep</ul></ul>", "- deep" },     /* no mark without text */
        { "<ul><li>a</ul><ul><li>b</ul>", "- a\n\n- b" },
        { "<ul><li>run<pre>x = 1\ny = 2</pre></ul>",
          "- run\n\n  ```\n  x = 1\n  y = 2\n  ```" },
        { "<dl><dt>term<dd>meaning</dl>", "term\n\nmeaning" },
    };
    (void)state;
    COMPARE(pairs, .plain = false);
}

static void code(void **state)
{
    static const pair pairs[] = {
        { "<p>call <code>f(x)</code>, then <tt>g</tt>.", "call `f(x)`, then `g`." },
        { "<p><code>a`b</code> <code> </code>", "``a`b``" },
        { "<p>a <code>`</code> b", "a `` ` `` b" },
        { "<pre>\n  a\n\n    b\n</pre>", "```\n  a\n\n    b\n```" },
        { "<pre><code class='language-C'>int x;</code></pre>", "```c\nint x;\n```" },
        { "<div class='highlight-source-python'><pre>x</pre></div>",
          "```python\nx\n```" },
        { "<pre class='brush: js; gutter: false'>x</pre>", "```js\nx\n```" },
        { "<pre data-lang=rust>x</pre>", "```rust\nx\n```" },
        { "<pre class=language-none>x</pre>", "```\nx\n```" },
        { "<pre>a\n```\nb</pre>", "````\na\n```\nb\n````" },
        { "<pre>a &lt;b&gt;\t&amp;</pre>", "```\na <b>\t&\n```" },
        { "<pre><span class=line>a</span><span class=line>b</span></pre>",
          "```\na\nb\n```" },
        { "<pre>a<br>b</pre>", "```\na\nb\n```" },
        { "<table><tr><td class=gutter><pre>1\n2\n</pre><td><pre>x\ny</pre></table>",
          "```\nx\ny\n```" },
        { "<pre><span class=lineno>1</span>x\n<span class=lineno>2</span>y</pre>",
          "```\nx\ny\n```" },
    };
    (void)state;
    COMPARE(pairs, .plain = false);
}

static void tables(void **state)
{
    static const pair pairs[] = {
        { "<table><tr><th>Name<th>Age<tr><td>Ann<td>31</table>",
          "| Name | Age |\n| --- | --- |\n| Ann | 31 |" },
        { "<table><caption>Who</caption><thead><tr><th>a<th>b</thead>"
          "<tbody><tr><td>1|2<td><p>x</p><p>y</p></table>",
          "Who\n\n| a | b |\n| --- | --- |\n| 1\\|2 | x y |" },
        { "<table><tr><th colspan=2>ab<tr><td>1<td>2</table>",
          "| ab |  |\n| --- | --- |\n| 1 | 2 |" },
        { "<table><tr><th>a<th>b<tr><td rowspan=2>1<td>2<tr><td>3</table>",
          "| a | b |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |" },
        { "<table><tr><th>a<th>b<tr><td><td>2</table>",
          "| a | b |\n| --- | --- |\n|  | 2 |" },
        /* layout: one column, nested, or said to be one */
        { "<table><tr><td>left<tr><td>right</table>", "left\n\nright" },
        { "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
          "a\n\nb\n\nc\n\nd" },
        { "<table><tr><td>menu<td><table><tr><th>x<th>y<tr><td>1<td>2</table></table>",
          "menu\n\n| x | y |\n| --- | --- |\n| 1 | 2 |" },
    };
    (void)state;
    COMPARE(pairs, .plain = false);
}

static void formulas(void **state)
{
    static const pair pairs[] = {
        { "<p>so <script type='math/tex'>x^2</script> holds", "so $x^2$ holds" },
        { "<p>so <script type='math/tex; mode=display'>\\frac12</script>",
          "so\n$$\\frac12$$" },
        { "<p>a <math alttext='{\\displaystyle x_1}'><mi>x</mi></math> b", "a $x_1$ b" },
        { "<p><span class=katex><span class=katex-mathml><math><semantics><mi>x</mi>"
          "<annotation encoding='application/x-tex'>x &lt; "
          "1</annotation></semantics></math></span><span class=katex-html "
          "aria-hidden=true>x&lt;1</span></span> ends",
          "$x < 1$ ends" },
        { "<p>a <span class=MathJax>rendered</span><script type='math/tex'>y</script>",
          "a $y$" },
        { "<p>a <span class=mwe-math-element><span style='display:none'><math "
          "display=block><semantics><mi>z</mi><annotation "
          "encoding='application/x-tex'>{\\displaystyle "
          "z}</annotation></semantics></math></span><img "
          "class=mwe-math-fallback-image-inline alt='{\\displaystyle z}'></span> b",
          "a\n$$z$$\nb" },
        { "<p>a <img class=latex alt='\\sqrt{2}'> b", "a $\\sqrt{2}$ b" },
        { "<p>a <math><mi>x</mi><mo>+</mo><mn>1</mn></math>", "a $x + 1$" },
    };
    (void)state;
    COMPARE(pairs, .plain = false);
}

static void links_when_asked_for(void **state)
{
    static const pair pairs[] = {
        { "<p>see <a href='/x?a=1&amp;b=2'>this page</a>, or <a href='#top'>up</a>.",
          "see [this page](/x?a=1&b=2), or up." },
        { "<p><a href=y><code>f</code></a> <a>none</a> <a href='javascript:x()'>js</a>",
          "[`f`](y) none js" },
    };
    (void)state;
    COMPARE(pairs, .links = true);
}

static void plain_has_no_marks(void **state)
{
    static const pair pairs[] = {
        { "<h1>T</h1><ul><li>a<li>b</ul><blockquote>q</blockquote>", "T\n\na\n\nb\n\nq" },
        { "<p><code>x</code> <script type='math/tex'>y</script>", "x y" },
        { "<pre class=language-c>int x;\n  y;</pre>", "int x;\n  y;" },
        { "<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a\tb\n1\t2" },
    };
    (void)state;
    COMPARE(pairs, .plain = true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(running_text),
        cmocka_unit_test(headings_and_quotes),
        cmocka_unit_test(lists),
        cmocka_unit_test(code),
        cmocka_unit_test(tables),
        cmocka_unit_test(formulas),
        cmocka_unit_test(links_when_asked_for),
        cmocka_unit_test(plain_has_no_marks),
    };
    fc_arena_init(&a);
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    fc_arena_free(&a);
    return rc;
}
