/* test_threads.c - which elements are posts, who wrote them and when, and the lines they
 * begin with. Whole pages are in tests/pages/threads. */
#include "base/str.h"
#include "extractors/page_kind.h"
#include "extractors/threads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static fc_arena a;

static float forum; /* odds of the page being one, 0: not known */

static void find(const char *html, fc_page *page)
{
    static const fc_page_hints none = { .lds = 0 };
    static fc_dom dom;
    assert_int_equal(fc_dom_parse(&dom, fc_str_of(html), NULL, &a, &a, NULL), FC_OK);
    assert_true(fc_page_build(page, &dom, &none, &a));
    page->kind[FC_CLASS_FORUM] = forum;
    fc_threads_find(page, &a);
}

/* The heads of all posts, one a line. */
static fc_str heads(const char *html)
{
    fc_page page;
    fc_text t = { .a = &a };
    find(html, &page);
    fc_text_add(&t, "", 0);
    for (uint32_t p = 1; p <= page.posts; p++) {
        fc_post_head(&page.post[p], false, &t);
        fc_text_char(&t, '\n');
    }
    return (fc_str){ t.p, t.n };
}

#define POST(class, name, date, text) \
    "<div class='" class "'><b class='username'>" name "</b> <span class='date'>" date \
    "</span>" \
    "<div class='body'><p>" text "</p></div></div>"
#define ONE "There is a heron on the weir again, and nobody knows why."
#define TWO "Herons fish below weirs, where the water is white."
#define THREE "Then it must be a patient one, for it was there at noon."

static void check(const char *html, const char *want)
{
    fc_str got = heads(html);
    if (!fc_str_is(got, want))
        fail_msg("%s\n--- got\n%.*s--- want\n%s", html, (int)got.n, got.p, want);
    fc_arena_reset(&a);
}

static void posts(void **state)
{
    (void)state;
    check(POST("post", "Ann", "2024-05-01 12:30", ONE)
              POST("post", "Bo", "2024-05-02", TWO),
          "**Ann**, 2024-05-01 12:30\n**Bo**, 2024-05-02\n");
    /* a word of the class that tells one from the next makes no other template */
    check(POST("odd post", "Ann", "May 1, 2024", ONE)
              POST("even post", "Bo", "May 2, 2024", TWO)
                  POST("odd post", "Ann", "May 3, 2024", THREE),
          "**Ann**, May 1, 2024\n**Bo**, May 2, 2024\n**Ann**, May 3, 2024\n");
    /* one is none, and neither are two of a class that says nothing */
    check(POST("post", "Ann", "2024-05-01", ONE), "");
    check(POST("x", "Ann", "2024-05-01", ONE) POST("x", "Bo", "2024-05-02", TWO), "");
    check("<p>" ONE "<p>" TWO, "");
}

/* Posts are looked for on what may be a forum, and on other pages with comments. */
static void by_kind(void **state)
{
    (void)state;
    const char *two = POST("post", "Ann", "2024-05-01", ONE)
        POST("post", "Bo", "2024-05-02", TWO);
    forum = .5f;
    check(two, "**Ann**, 2024-05-01\n**Bo**, 2024-05-02\n");
    forum = .01f;
    check(two, "");
    check("<div class=comments>" POST("post", "Ann", "2024-05-01", ONE)
              POST("post", "Bo", "2024-05-02", TWO) "</div>",
          "**Ann**, 2024-05-01\n**Bo**, 2024-05-02\n");
    const char *shorter = POST("post", "Ann", "2024-05-01", "Well done!")
        POST("post", "Bo", "2024-05-02", "Congratulations!")
            POST("post", "Cy", "2024-05-03", "Well earned, all of it.");
    check(shorter, "");
    forum = .9f;
    check(shorter, "**Ann**, 2024-05-01\n**Bo**, 2024-05-02\n**Cy**, 2024-05-03\n");
    forum = 0;
}

static void nested(void **state)
{
    (void)state;
    check("<div class='comment'><b class='username'>Ann</b> <i "
          "class='date'>2024-05-01</i><p>" ONE
          "</p>" POST("comment", "Bo", "2024-05-02",
                      TWO) "</div>" POST("comment", "Cy", "2024-05-03", THREE),
          "**Ann**, 2024-05-01\n**Bo**, 2024-05-02, depth 1\n**Cy**, 2024-05-03\n");
    check("<div data-depth=1 class='comment'><b class='author'>Ann</b> "
          "<time>2024-05-01</time><p>"
          ONE "</div><div data-depth=2 class='comment'><b class='author'>Bo</b> "
          "<time>2024-05-02</time><p>" TWO "</div>",
          "**Ann**, 2024-05-01\n**Bo**, 2024-05-02, depth 1\n");
}

static void marks(void **state)
{
    (void)state;
    check("<div class='answer'><span class='score'>-3</span><b class='author'>Ann</b> "
          "<time>2024-05-01</time><p>" ONE "</div><div class='answer accepted'>"
          "<span class='score'>1 point</span><b class='author'>Bo</b> "
          "<time>2024-05-02</time><p>"
          TWO "</div><div class='answer'><span class='score'>0</span><b "
              "class='author'>Cy</b> "
          "<time>2024-05-03</time><p>" THREE "</div>",
          "**Ann**, 2024-05-01, -3 points\n**Bo**, 2024-05-02, 1 point, accepted\n"
          "**Cy**, 2024-05-03\n");
}

static void roles(void **state)
{
    fc_page page;
    (void)state;
    find("<div class='post'><b class='username'>Ann</b> <i class='date'>2024-05-01</i>"
         "<div class='body'><p>" ONE
         "</p></div><div class='signature'>Always late</div></div>"
         "<div class='post'><b class='username'>Bo</b> <i class='date'>2024-05-02</i>"
         "<div class='body'><blockquote>" ONE
         "<blockquote>Who?</blockquote></blockquote><p>" TWO
         "</p></div><div class='signature'>Never early</div></div>",
         &page);
    assert_int_equal(page.posts, 2);
    assert_true(page.is_thread);
    unsigned body = 0;
    for (uint32_t i = 0; i < page.blocks; i++) {
        const fc_block *b = &page.block[i];
        fc_str text = fc_dom_text(page.dom, b->from);
        body += b->role == FC_ROLE_BODY;
        if (fc_str_is(text, "Who?") || fc_str_is(text, "Always late"))
            assert_int_equal(b->role, FC_ROLE_ASIDE);
    }
    assert_int_equal(body, 3);
    fc_arena_reset(&a);
}

/* Time and memory grow as the page does. */
static void large(void **state)
{
    enum { POSTS = 20000, DEEP = 50 };
    static const char post[] = "<div class=comment><b class=author>Ann</b> "
                               "<time>2024-05-01</time><p>" ONE;
    fc_buf html = FC_BUF_INIT;
    fc_page page;
    (void)state;
    for (int i = 0; i < POSTS; i++) {
        fc_buf_text(&html, post);
        for (int k = 0; i % DEEP == DEEP - 1 && k < DEEP; k++)
            fc_buf_text(&html, "</div>");
    }
    fc_buf_char(&html, '\0');
    find(html.p, &page);
    assert_int_equal(page.posts, POSTS);
    assert_int_equal(page.post[POSTS].depth, DEEP - 1);
    fc_buf_free(&html);
    fc_arena_reset(&a);
}

static int setup(void **state)
{
    (void)state;
    fc_arena_init(&a);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fc_arena_free(&a);
    return 0;
}

/* The name in a line, or "" for none. */
static void names(const char *line, const char *want)
{
    fc_str name = { "", 0 };
    bool found = fc_thread_head_name(fc_str_of(line), &name);
    if (found != (*want != 0) || (found && !fc_str_is(name, want)))
        fail_msg("%s: %.*s", line, (int)name.n, name.p);
}

static void running(void **state)
{
    (void)state;
    names("Posted on 2004-01-12 by Ann", "Ann");
    names("Ann wrote on 12 May 2010:", "Ann");
    names("by Ann B. » Mon May 12, 2010 1:00 pm", "Ann B.");
    names("Re: Fire von Jörg » 12. Mai 2010", "Jörg");
    names("keepingwarm · 03/03/2026 19:49", "keepingwarm");
    names("2014-09-10 09:12 — Eric A.", "Eric A.");
    names("Which boat by Okrika2: May 09, 2021", "Okrika2");
    names("Last edited on 12 May 2010", "");
    names("Joined: 12 May 2010", "");
    names("12 May 2010", "");
    names("We came on 12 May 2010 and it rained all day long, on", "");
    names("no date by Ann", "");
    names("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts), cmocka_unit_test(running),
        cmocka_unit_test(by_kind), cmocka_unit_test(nested),
        cmocka_unit_test(marks),  cmocka_unit_test(roles),   cmocka_unit_test(large),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
