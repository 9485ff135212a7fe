/* test_pipeline.c - runs of plans: order and bytes for any number of threads, exact
 * counts, limits, failing output. The stages are made for the test. */
#include "base/str.h"
#include "core/plan.h"
#include "core/plan_words.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { DOCS = 1000 };

/* Every third document is cut in four pieces, the last of which is refused; every seventh
 * is dropped; every document with "big" in its text asks for too much memory. */
static int mixed_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    uint64_t number = 0;
    (void)model;
    (void)mine;
    fc_str_u64(doc->id, &number);
    fc_alloc(call->scratch, 1000 + number % 50 * 1000);
    if (fc_str_find(doc->text, FC_STR("big")) < doc->text.n)
        for (;;)
            fc_alloc(call->keep, 4096);
    if (number % 7 == 0)
        return 1;
    if (number % 3)
        return FC_KEEP;
    for (int i = 0; i < 4; i++) {
        fc_doc *child = FC_NEW(call->keep, fc_doc);
        *child = *doc;
        child->id = fc_printf(call->keep, "%.*s#%d", (int)doc->id.n, doc->id.p, i);
        child->attr = fc_fields_copy(&doc->attr, call->keep);
        fc_set_num(&child->attr, call->keep, "piece", i, 0);
        child->reason = i == 3 ? 2 : 0;
        call->emit(call, child);
    }
    return FC_SPLIT;
}

static const fc_reason mixed_reasons[] = { { "seventh", "the number is a multiple of 7" },
                                           { "fourth", "the fourth piece" },
                                           { 0 } };

static const fc_stage_def mixed = {
    .use = { .name = "mixed", .brief = "a test", .doc = "A test." },
    .in = FC_DOCUMENT, .out = FC_DOCUMENT, .flags = FC_SPLITS, .reasons = mixed_reasons,
    .run = mixed_run,
};

static char input[64];

static int write_input(void **state)
{
    strcpy(input, "/tmp/filterc-test-XXXXXX");
    FILE *f = fdopen(mkstemp(input), "w");
    (void)state;
    for (int i = 1; i <= DOCS; i++)
        fprintf(f, "{\"id\":\"%d\",\"text\":\"%s\"}\n", i,
                i % 100 == 1 ? "a big one" : "small");
    return fclose(f);
}

static int remove_input(void **state)
{
    (void)state;
    return unlink(input);
}

/* Run `mixed` over the input; the output comes back in *out, the funnel in *json. */
static fc_rc run_mixed(int threads, int batch, uint64_t memory, const char *to,
                       fc_buf *out, fc_buf *json, fc_err *err)
{
    char name[] = "/tmp/filterc-test-XXXXXX";
    const char *inputs[] = { input, NULL };
    fc_config config;
    fc_plan *plan;
    fc_config_default(&config);
    config.threads = threads;
    config.batch_docs = batch;
    config.memory = memory;
    config.max_doc = 1 << 20;
    assert_int_equal(fc_plan_open_stage(&plan, &config, &mixed, NULL, err), FC_OK);
    int fd = to ? open(to, O_WRONLY) : mkstemp(name);
    assert_true(fd >= 0);
    fc_run_io io = { .inputs = inputs, .out_fd = fd, .rejects_fd = -1 };
    fc_rc rc = fc_plan_run(plan, &io, err);
    fc_plan_funnel(plan, true, json);
    fc_plan_close(plan);
    if (!to) {
        char part[4096];
        ssize_t k;
        lseek(fd, 0, SEEK_SET);
        while ((k = read(fd, part, sizeof part)) > 0)
            fc_buf_add(out, part, (size_t)k);
        unlink(name);
    }
    close(fd);
    return rc;
}

static void same_bytes_for_any_threads_and_batches(void **state)
{
    static const struct { int threads, batch; uint64_t memory; } runs[] = {
        { 1, 64, 128 << 20 }, { 1, 1, 128 << 20 }, { 2, 64, 128 << 20 },
        { 8, 3, 128 << 20 },
        { 8, 64, 8 << 20 }, { 3, 1000, 128 << 20 },
    };
    fc_buf first = FC_BUF_INIT, first_json = FC_BUF_INIT;
    (void)state;
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        fc_buf out = FC_BUF_INIT, json = FC_BUF_INIT;
        fc_err err;
        assert_int_equal(run_mixed(runs[i].threads, runs[i].batch, runs[i].memory, NULL,
                                   &out, &json, &err),
                         FC_OK);
        if (!i) {
            first = out;
            first_json = json;
            continue;
        }
        assert_int_equal(out.n, first.n);
        assert_memory_equal(out.p, first.p, first.n);
        assert_string_equal(json.p, first_json.p);
        fc_buf_free(&out);
        fc_buf_free(&json);
    }
    fc_buf_free(&first);
    fc_buf_free(&first_json);
}

/* Counted by hand from the rules above. */
static void every_document_is_counted(void **state)
{
    fc_buf out = FC_BUF_INIT, json = FC_BUF_INIT;
    fc_err err;
    int big = 0, seventh = 0, split = 0, kept = 0;
    char expected[512];
    (void)state;
    for (int i = 1; i <= DOCS; i++) {
        if (i % 100 == 1)
            big++;
        else if (i % 7 == 0)
            seventh++;
        else if (i % 3 == 0)
            split++;
        else
            kept++;
    }
    assert_int_equal(run_mixed(2, 16, 128 << 20, NULL, &out, &json, &err), FC_OK);
    snprintf(expected, sizeof expected,
             "{\"stage\":\"mixed\",\"in\":1000,\"made\":%d,\"out\":%d,\"dropped\":"
             "{\"seventh\":%d,\"fourth\":%d,\"memory-limit\":%d}}", 3 * split,
             kept + 3 * split, seventh, split, big);
    if (!strstr(json.p, expected))
        fail_msg("expected %s in\n%s", expected, json.p);
    fc_buf_free(&out);
    fc_buf_free(&json);
}

static void a_full_disk_is_an_error_and_counted(void **state)
{
    fc_buf out = FC_BUF_INIT, json = FC_BUF_INIT;
    fc_err err;
    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(run_mixed(1, 1000, 128 << 20, "/dev/full", &out, &json, &err),
                     FC_EIO);
    assert_non_null(strstr(err.msg, "No space left on device"));
    assert_non_null(strstr(json.p, "\"not-written\""));
    assert_non_null(strstr(json.p, "\"out\":0,\"dropped\":{\"not-written\""));
    fc_buf_free(&json);
}

static void a_plan_is_shell_words(void **state)
{
    fc_arena a;
    fc_plan_word *w;
    size_t n;
    fc_err err;
    (void)state;
    fc_arena_init(&a);
    fc_str text = FC_STR("# a plan\nkeep 'edu >= 3' | head 1 # one\n | x \"a \\\" b\"c\\ "
                         "d ''");
    assert_int_equal(fc_plan_words(text, "p", &a, &w, &n, &err), FC_OK);
    assert_int_equal(n, 9);
    assert_string_equal(w[1].text, "edu >= 3");
    assert_null(w[2].text);
    assert_string_equal(w[7].text, "a \" bc d");
    assert_string_equal(w[8].text, "");
    assert_int_equal(w[6].line, 3);
    assert_int_equal(fc_plan_words(FC_STR("a 'b"), "p", &a, &w, &n, &err), FC_EUSE);
    assert_string_equal(err.msg, "p:1:3: a quote is not closed");
    fc_arena_free(&a);
}

static void misuse_fails_before_reading(void **state)
{
    static const struct { const char *plan, *says; } cases[] = {
        { "", "the plan is empty" },
        { "sample --rate 1 |", "a stage is missing after '|'" },
        { "| sample --rate 1", "a stage is missing before '|'" },
        { "sampel --rate 1", "did you mean 'sample'?" },
        { "sample --rat 1", "did you mean --rate?" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fc_config config;
        fc_plan *plan;
        fc_err err;
        fc_config_default(&config);
        assert_int_equal(fc_plan_open(&plan, &config, cases[i].plan, "plan", &err),
                         FC_EUSE);
        assert_null(plan);
        if (!strstr(err.msg, cases[i].says))
            fail_msg("case %zu: %s", i, err.msg);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bytes_for_any_threads_and_batches),
        cmocka_unit_test(every_document_is_counted),
        cmocka_unit_test(a_full_disk_is_an_error_and_counted),
        cmocka_unit_test(a_plan_is_shell_words),
        cmocka_unit_test(misuse_fails_before_reading),
    };
    return cmocka_run_group_tests(tests, write_input, remove_input);
}
