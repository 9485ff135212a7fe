/* test_keep.c - names that keep knows, its reasons and what it says of a kept
 * document. */
#include "base/str.h"
#include "stage_harness.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *const attrs[] = {
    "edu", "lang", "topic", "text.x", "weird-name", NULL
};

static fc_doc document(fc_arena *a)
{
    fc_doc d = harness_doc("doc-1", "One two three.\nFour.");
    d.source = FC_STR("web");
    fc_set_str(&d.meta, a, "url", FC_STR("https://example.org/a"));
    fc_set_num(&d.meta, a, "length", 1234, 0);
    fc_set_str(&d.meta, a, "WARC-Type", FC_STR("response"));
    fc_set_num(&d.attr, a, "edu", 3.41, 2);
    fc_set_str(&d.attr, a, "lang", FC_STR("en"));
    fc_set_num(&d.attr, a, "weird-name", 1, 0);
    return d;
}

/* The reason; "" with the attribute kept in *kept. */
static const char *decide(const char *command, char *kept, size_t room)
{
    static stage_harness h;
    memset(&h, 0, sizeof h);
    h.attrs = attrs;
    harness_open(&h, command);
    fc_doc d = document(&h.keep);
    harness_run(&h, &d);
    fc_str k = harness_str(&d.attr, "kept");
    snprintf(kept, room, "%.*s", (int)k.n, k.n ? k.p : "");
    const char *reason = harness_reason(&h, h.result);
    harness_close(&h);
    return reason;
}

static void decisions(void **state)
{
    static const struct { const char *command, *reason, *kept; } cases[] = {
        { "keep 'edu >= 3'", "", "edu >= 3 [edu=3.41]" },
        { "keep 'edu > 4'", "false", "" },
        { "keep --invert 'edu > 4'", "", "not (edu > 4) [edu=3.41]" },
        { "keep --invert 'edu >= 3'", "false", "" },
        { "keep 'topic == \"math\"'", "missing", "" },
        { "keep --invert 'topic == \"math\"'", "missing", "" },
        { "keep 'exists(topic) or  edu >= 3'", "",
          "exists(topic) or edu >= 3 [exists(topic)=false, edu=3.41]" },
        { "keep 'topic == \"math\" or edu >= 3'", "",
          "topic == \"math\" or edu >= 3 [topic=missing, edu=3.41]" },
        { "keep 'lang in (\"en\", \"de\") and edu >= 3'", "",
          "lang in (\"en\", \"de\") and edu >= 3 [lang=en, edu=3.41]" },
        { "keep 'words(text) == 4 and len(text) == 20'", "",
          "words(text) == 4 and len(text) == 20 [words(text)=4, len(text)=20]" },
        { "keep 'text ~ \"^Four\"'", "", "text ~ \"^Four\"" },
        { "keep 'url ~ \"^https\" and id == \"doc-1\" and source == \"web\"'", "",
          "url ~ \"^https\" and id == \"doc-1\" and source == \"web\" "
          "[url=https://example.org/a, id=doc-1, source=web]" },
        { "keep 'metadata.length > 1000 and meta.length < 2000'", "",
          "metadata.length > 1000 and meta.length < 2000 "
          "[metadata.length=1234, meta.length=1234]" },
        { "keep 'metadata.title == \"x\"'", "missing", "" },
        { "keep '`metadata.WARC-Type` == \"response\"'", "",
          "`metadata.WARC-Type` == \"response\" [metadata.WARC-Type=response]" },
        { "keep '`weird-name` == 1 and attributes.edu > 3'", "",
          "`weird-name` == 1 and attributes.edu > 3 [weird-name=1, "
          "attributes.edu=3.41]" },
        { "keep 'true'", "", "true" },
        { "keep 'false'", "false", "" },
    };
    char kept[500];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *reason = decide(cases[i].command, kept, sizeof kept);
        if (strcmp(reason, cases[i].reason) || strcmp(kept, cases[i].kept))
            fail_msg("%s: '%s' kept '%s'", cases[i].command, reason, kept);
    }
}

static void mistakes(void **state)
{
    (void)state;
    harness_refuses("keep", attrs, "EXPR");
    harness_refuses("keep 'eud >= 3'", attrs,
                    "unknown attribute 'eud'; did you mean 'edu'?");
    harness_refuses("keep 'attributes.eud >= 3'", attrs,
                    "unknown attribute 'attributes.eud'");
    harness_refuses("keep 'metadata. == 3'", attrs, "unknown attribute 'metadata.'");
    harness_refuses("keep 'text > 3'", attrs,
                    "'text' is a string and cannot be compared");
    harness_refuses("keep 'edu >= 3 and'", attrs, "column 13");
    harness_refuses("keep 'word(text) > 3'", attrs, "did you mean 'words'?");
    harness_refuses("keep 'url ~ \"(\"'", attrs, "bad regular expression");
    harness_refuses("keep --inverse 'edu > 3'", attrs, "invert");
}

static void kept_grows_and_is_cut(void **state)
{
    static stage_harness h;
    (void)state;
    memset(&h, 0, sizeof h);
    h.attrs = attrs;
    harness_open(&h, "keep 'id != source'");
    fc_doc d = harness_doc("0123456789012345678901234567890123456\n8\xe2\x82\xac"
                           "1",
                           "x");
    d.source = FC_STR("s");
    fc_set_str(&d.attr, &h.keep, "kept", FC_STR("edu > 1 [edu=2]"));
    harness_run(&h, &d);
    assert_int_equal(h.result, FC_KEEP);
    fc_str kept = harness_str(&d.attr, "kept");
    assert_true(fc_str_is(kept, "edu > 1 [edu=2]; id != source "
                                "[id=0123456789012345678901234567890123456 8..., "
                                "source=s]"));
    assert_non_null(strstr(h.explain.p, "id != source is true"));
    harness_close(&h);
}

static void costly_documents_are_dropped(void **state)
{
    static stage_harness h;
    static char line[3001];
    (void)state;
    memset(&h, 0, sizeof h);
    memset(line, 'a', sizeof line - 1);
    harness_open(&h, "keep 'text ~ \"^(a|aa|a.)+$(?<=b)\"'");
    fc_doc d = harness_doc("a", line);
    harness_run(&h, &d);
    assert_string_equal(harness_reason(&h, h.result), "too-costly");
    harness_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions),
        cmocka_unit_test(mistakes),
        cmocka_unit_test(kept_grows_and_is_cut),
        cmocka_unit_test(costly_documents_are_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
