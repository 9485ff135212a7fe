/* test_tree_random.c - the flat tree against plain gumbo's on made-up tag soup.
 *
 * The pages are made from a fixed seed: well-formed pieces with mistakes strewn in, so
 * that elements which the scan keeps from the parser stand beside all that it must leave
 * to it. 99.9 % must be the same, as of real pages: where markup is at its worst the
 * stack of the scan is not exact (openstack.h). TREE_PAGES sets how many (10000). */
#include "tests/unit/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const tags[] = {
    "div", "div", "p", "p", "span", "span", "a", "a", "b", "i", "em", "strong", "code",
    "font", "nobr", "ul", "ol", "li", "li", "dl", "dt", "dd", "h1", "h2", "section",
    "article", "nav", "header", "button", "form", "table", "tbody", "thead", "tr", "tr",
    "td", "td", "th", "caption", "colgroup", "select", "option", "optgroup", "textarea",
    "pre", "blockquote", "center", "address", "details", "figure", "figcaption",
    "noscript", "label", "ruby", "rt", "rb", "rp", "svg", "math", "mi", "mtext",
    "title", "desc", "foreignobject", "object", "marquee", "iframe", "template",
    "custom-tag", "fieldset", "legend", "dialog", "body", "html", "head", "frameset",
    "main", "sup", "time", "picture", "video", "annotation-xml", "xmp", "listing",
    "menu", "dir", "s", "u", "tt", "small", "big", "plaintext", "applet"
};
static const char *const voids[] = {
    "br", "img", "input", "hr", "wbr", "source", "input type=hidden", "col", "embed",
    "area", "param", "track", "image"
};
static const char *const texts[] = {
    "word", " ", "a b ", "\n", "&amp;", "&#32;", "x", " y", "<!-- c -->",
    "<script>if (a < b) c</script>", "1 < 2", "&nbsp;"
};

#define COUNT(a) (sizeof (a) / sizeof *(a))

static uint64_t state;

static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state >> 33) % n);
}

/* Tags of the first few kinds mostly: the rest is rare in real pages too. */
static const char *some_tag(bool odd)
{
    return tags[below(odd ? COUNT(tags) : 29)];
}

/* One page: a walk that opens, closes and now and then does the wrong thing. wrong: per
 * mille. */
static void make_page(fc_buf *b, uint32_t wrong)
{
    const char *open[64];
    unsigned n = 0;
    fc_buf_clear(b);
    fc_buf_text(b, below(2) ? "<!DOCTYPE html><body>begin " : "begin ");
    for (uint32_t left = 20 + below(120); left > 0; left--) {
        bool odd = below(1000) < wrong;
        uint32_t what = below(10);
        if (what < 4 && n < COUNT(open)) {
            open[n] = some_tag(odd || below(4) == 0);
            fc_buf_printf(b, below(6) ? "<%s>" : "<%s class=c>", open[n]);
            n++;
        } else if (what < 8 && n > 0) {
            n--;
            if (!odd)
                fc_buf_printf(b, "</%s>", open[n]);
            else if (below(2))
                fc_buf_printf(b, "</%s>", some_tag(true));
        } else if (what == 8) {
            fc_buf_printf(b, "<%s>", voids[below(odd ? COUNT(voids) : 6)]);
        } else {
            fc_buf_text(b, texts[below(COUNT(texts))]);
        }
    }
}

/* True when both trees are the same; else shows the page and where they part. */
static bool same(fc_str page, fc_arena *keep, fc_arena *scratch)
{
    fc_buf a = FC_BUF_INIT, b = FC_BUF_INIT, text = FC_BUF_INIT;
    fc_dom dom;
    fc_err err;
    fc_arena_reset(keep);
    fc_arena_reset(scratch);
    if (fc_dom_parse(&dom, page, NULL, keep, scratch, &err) != FC_OK) {
        printf("%s\n", err.msg);
        return false;
    }
    const char *broken = tree_broken(&dom);
    tree_of_gumbo(&a, page, false);
    tree_of_dom(&b, &dom, false);
    bool alike = !broken && a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
    if (!alike) {
        tree_difference(&text, &a, &b);
        printf("%.*s\n%s\n%s\n", (int)page.n, page.p, broken ? broken : "",
               text.p ? text.p : "");
    }
    fc_buf_free(&a);
    fc_buf_free(&b);
    fc_buf_free(&text);
    return alike;
}

int main(void)
{
    static const uint32_t wrong[] = { 0, 20, 100, 400 };
    const char *count = getenv("TREE_PAGES");
    unsigned long pages = count ? strtoul(count, NULL, 10) : 10000, differ = 0;
    fc_arena keep, scratch;
    fc_buf page = FC_BUF_INIT;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    for (unsigned long i = 0; i < pages; i++) {
        state = i;
        make_page(&page, wrong[i % COUNT(wrong)]);
        differ += !same((fc_str){ page.p, page.n }, &keep, &scratch);
    }
    fc_buf_free(&page);
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    printf("%lu pages, %lu differ\n", pages, differ);
    return differ * 1000 > pages;
}
