/* test_extract_html.c - whole pages: what is chosen, what is said about them, and the
 * rules that stand beside the score. */
#include "base/str.h"
#include "extractors/html.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static fc_arena a;

#define HEAD "<html lang=en><head><title>On moss - The Garden</title>" \
    "<meta name=author content='Ada Fern'></head><body>" \
    "<nav class=main-menu><ul><li><a href=/>Home</a><li><a href=/shop>Shop</a></ul></nav>"
#define BODY \
    "<h1>On moss</h1><p>Moss has no roots. It drinks the rain through its leaves, " \
    "and when the rain stays away it sleeps, sometimes for years.</p><p>A wall on " \
    "the north side of a house is a good place to look for it, and an old stone is " \
    "better.</p>"
#define TEXT \
    "# On moss\n\nMoss has no roots. It drinks the rain through its leaves, and " \
    "when the rain stays away it sleeps, sometimes for years.\n\nA wall on the " \
    "north side of a house is a good place to look for it, and an old stone is " \
    "better."
#define FOOT \
    "<footer class=site-footer><p>Copyright 2026 The Garden. All rights reserved. " \
    "<a href=/privacy>Privacy</a> <a " \
    "href=/terms>Terms</a></p></footer></body></html>"

static fc_html_content extract(const char *page, fc_comments comments)
{
    fc_html_options options = { .comments = comments };
    fc_html_content got;
    fc_err err;
    assert_int_equal(fc_html_extract(fc_str_of(page), &options, &a, &a, NULL, &got, &err),
                     FC_OK);
    return got;
}

static void expect(const char *page, fc_comments comments, const char *text)
{
    fc_str got = extract(page, comments).text;
    if (!fc_str_is(got, text))
        fail_msg("%s\n--- got\n%.*s\n--- want\n%s", page, (int)got.n, got.p, text);
}

static void menus_and_footers_stay_out(void **state)
{
    (void)state;
    expect(HEAD "<article class=post>" BODY "</article>" FOOT, FC_COMMENTS_AUTO, TEXT);
    expect(HEAD "<div id=content>" BODY "</div>" FOOT, FC_COMMENTS_AUTO, TEXT);
}

static void class_names_do_not_veto_a_whole_page(void **state)
{
    (void)state;
    expect(HEAD "<article class=newsletter-post>" BODY "</article>" FOOT,
           FC_COMMENTS_AUTO, TEXT);
    fc_str got =
        extract(HEAD "<aside class=sidebar><div class=comments>" BODY "</div></aside>",
                FC_COMMENTS_DROP)
            .text;
    assert_true(fc_str_find(got, FC_STR("Moss has no roots")) < got.n);
    assert_true(fc_str_find(got, FC_STR("an old stone is better")) < got.n);
}

static void noscript_counts_when_there_is_nothing_else(void **state)
{
    (void)state;
    expect(HEAD "<main><noscript>Please switch on scripts to see the moss of the week, "
                "and much more.</noscript>" BODY "</main>" FOOT, FC_COMMENTS_AUTO, TEXT);
    fc_str got = extract("<body><div id=app>Loading</div><noscript><main>" BODY BODY BODY
                         "</main></noscript>", 0).text;
    assert_true(fc_str_find(got, FC_STR("when the rain stays away")) < got.n);
}

static void react_holders_are_shown(void **state)
{
    (void)state;
    expect(HEAD "<div hidden id=S:0><article>" BODY "</article></div>" FOOT,
           FC_COMMENTS_AUTO, TEXT);
}

#define COMMENT \
    "<section class=comments><h3>Comments</h3><div class=comment><p>I found some of " \
    "it on the roof of my shed last week, and it was as green as you " \
    "say.</p></div></section>"

static void comments_as_asked_for(void **state)
{
    (void)state;
    static const char page[] = HEAD "<article class=post>" BODY "</article>" COMMENT FOOT;
    fc_str kept = extract(page, FC_COMMENTS_KEEP).text,
           dropped = extract(page, FC_COMMENTS_DROP).text;
    assert_true(fc_str_find(kept, FC_STR("roof of my shed")) < kept.n);
    assert_true(fc_str_is(dropped, TEXT));
}

static void counts_add_up(void **state)
{
    fc_html_content got = extract(HEAD "<article>" BODY "</article>" FOOT, 0);
    (void)state;
    assert_int_equal(got.kept, 3);
    assert_int_equal(got.blocks, 6);
    assert_int_equal(got.words, 47);
    assert_int_equal(got.link_words, 0);
    got = extract("<script>x()</script>", 0);
    assert_int_equal(got.blocks, 0);
    assert_int_equal(got.text.n, 0);
}

static void is(fc_str got, const char *want)
{
    if (!fc_str_is(got, want))
        fail_msg("got \"%.*s\", want \"%s\"", (int)got.n, got.n ? got.p : "", want);
}

static void metadata_of_the_head(void **state)
{
    fc_page_meta m =
        extract(
            "<html lang=' de-AT '><head><title>Page &amp; more</title>"
            "<meta property='og:title' content='The  &quot;title&quot;'>"
            "<meta property=og:site_name content=Site><link rel=canonical "
            "href='https://x/?a&amp;b'><meta name=author "
            "content='https://facebook.example/x'><meta name=author content=Ada><meta "
            "property=article:published_time content=2020-02-03T04:05:06Z><meta "
            "name=description content='What it&#39;s about'></head><p>x",
            0)
            .meta;
    (void)state;
    is(m.title, "The \"title\"");
    is(m.canonical, "https://x/?a&b");
    is(m.author, "Ada");
    is(m.published, "2020-02-03T04:05:06Z");
    is(m.site_name, "Site");
    is(m.language, "de-AT");
    is(m.description, "What it's about");
}

static void metadata_of_json_ld(void **state)
{
    fc_page_meta m =
        extract(
            "<script type='application/ld+json'>{\"@graph\": [{\"@type\": "
            "\"NewsArticle\", "
            "\"headline\": \"Caf\\u00e9 \\\"M\\\" \\ud83d\\ude00\", \"author\": "
            "[{\"@type\": "
            "\"Person\", \"name\": \"Ada\"}, {\"name\": \"Ben\"}], \"publisher\": "
            "{\"name\": "
            "\"The Paper\"}, \"image\": {\"name\": \"no\"}, \"datePublished\": "
            "\"2021-01-01\", \"inLanguage\": \"fr\"}]}</script><title>other</title><p>x",
            0)
            .meta;
    (void)state;
    is(m.title, "Caf\xC3\xA9 \"M\" \xF0\x9F\x98\x80");
    is(m.author, "Ada, Ben");
    is(m.site_name, "The Paper");
    is(m.published, "2021-01-01");
    is(m.language, "fr");
    assert_int_equal(m.hints.lds, 2);
}

static void json_ld_may_be_broken(void **state)
{
    static const char *const scripts[] = {
        "",
        "{",
        "\"",
        "{\"headline\"",
        "{\"headline\":\"x",
        "]]}}",
        "{\"headline\":\"\\u12",
        "{\"headline\":\"\\",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{\"headline\":\"deep\"}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        fc_jsonld found = { .types = 0 };
        fc_jsonld_read(&found, fc_str_of(scripts[i]), &a);
        assert_true(found.headline.n <= 4);
    }
}

static void every_block_is_explained(void **state)
{
    fc_html_options options = { .model = NULL };
    fc_html_content got;
    fc_buf told = FC_BUF_INIT;
    fc_err err;
    size_t lines = 0;
    (void)state;
    fc_html_extract(FC_STR(HEAD "<article>" BODY "</article>" FOOT), &options, &a, &a,
                    &told, &got, &err);
    for (size_t i = 0; i < told.n; i++)
        lines += told.p[i] == '\n';
    assert_int_equal(lines, got.blocks);
    assert_true(fc_str_starts((fc_str){ told.p, told.n }, FC_STR("drop ")));
    fc_buf_free(&told);
}

static void a_page_is_shown(void **state)
{
    fc_buf shown = FC_BUF_INIT;
    fc_html_options options = { .explain_html = &shown,
                                .url = FC_STR("http://a.example/?a&b") };
    fc_html_content got;
    fc_err err;
    size_t blocks = 0;
    (void)state;
    fc_html_extract(FC_STR(HEAD "<article class='a\"b'>" BODY
                                "<p>When 1 &lt; 2, &lt;script&gt; "
                                "is a tag &amp; no text.</p></article>" FOOT),
                    &options, &a, &a, NULL, &got, &err);
    fc_str s = { shown.p, shown.n };
    for (fc_str rest = s; rest.n; rest = fc_str_sub(rest, 1, rest.n)) {
        rest = fc_str_sub(rest, fc_str_find(rest, FC_STR("<details class=")), rest.n);
        blocks += rest.n && !fc_str_starts(rest, FC_STR("<details class=\"names"));
        if (!rest.n)
            break;
    }
    assert_int_equal(blocks, got.blocks);
    assert_true(
        fc_str_find(s, FC_STR("When 1 &lt; 2, &lt;script&gt; is a tag &amp; no")) < s.n);
    assert_true(fc_str_find(s, FC_STR("<script")) == s.n);
    assert_true(fc_str_find(s, FC_STR("http://a.example/?a&amp;b")) < s.n);
    assert_true(fc_str_find(s, FC_STR("article.a&quot;b")) < s.n);
    assert_true(fc_str_find(s, FC_STR("Second pass, by number")) < s.n);
    assert_true(fc_str_find(s, FC_STR("id=\"only\"")) < s.n);
    assert_true(fc_str_find(s, FC_STR("What the names mean")) < s.n);
    assert_true(fc_str_ends(s, FC_STR("</body></html>\n")));
    fc_buf_free(&shown);
}

static void all_profiles_from_one_parse(void **state)
{
    static const char page[] =
        HEAD "<article>" BODY "</article><div class=notes><p>Garden "
             "letter, number 12</p></div>" FOOT;
    fc_html_options options = { .all = true }, one = { .profile = FC_PROFILE_RECALL };
    fc_html_content got, recall;
    fc_err err;
    (void)state;
    fc_html_extract(fc_str_of(page), &options, &a, &a, NULL, &got, &err);
    fc_html_extract(fc_str_of(page), &one, &a, &a, NULL, &recall, &err);
    assert_true(fc_str_eq(got.variant[FC_PROFILE_BALANCED].text, got.text));
    assert_true(fc_str_eq(got.variant[FC_PROFILE_RECALL].text, recall.text));
    assert_true(got.variant[FC_PROFILE_PRECISION].text.n > 0);
    assert_true(got.variant[FC_PROFILE_PRECISION].text.n <= got.text.n);
    assert_true(recall.text.n >= got.text.n);
    assert_int_equal(got.variant[FC_PROFILE_RECALL].kept, recall.kept);
    assert_int_equal(got.variant[FC_PROFILE_BALANCED].words, got.words);
}

static void only_comments(void **state)
{
    fc_str got = extract(HEAD "<article class=post>" BODY "</article>" COMMENT FOOT,
                         FC_COMMENTS_ONLY).text;
    (void)state;
    assert_true(fc_str_find(got, FC_STR("roof of my shed")) < got.n);
    assert_true(fc_str_find(got, FC_STR("Moss has no roots")) == got.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(menus_and_footers_stay_out),
        cmocka_unit_test(class_names_do_not_veto_a_whole_page),
        cmocka_unit_test(noscript_counts_when_there_is_nothing_else),
        cmocka_unit_test(react_holders_are_shown),
        cmocka_unit_test(comments_as_asked_for),
        cmocka_unit_test(counts_add_up),
        cmocka_unit_test(metadata_of_the_head),
        cmocka_unit_test(metadata_of_json_ld),
        cmocka_unit_test(json_ld_may_be_broken),
        cmocka_unit_test(every_block_is_explained),
        cmocka_unit_test(a_page_is_shown),
        cmocka_unit_test(all_profiles_from_one_parse),
        cmocka_unit_test(only_comments),
    };
    fc_arena_init(&a);
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    fc_arena_free(&a);
    return rc;
}
