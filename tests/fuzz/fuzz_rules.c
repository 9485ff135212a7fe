/* fuzz_rules.c - all rule stages on any bytes, valid UTF-8 or not: shares are shares, and
 * a second run says the same. */
#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"
#include "text/hostname.h"
#include "text/shared.h"
#include "text/unicode_words.h"

#include <math.h>
#include <stdlib.h>

static const char *const stages[] = {
    "gopher",       "gopher-rep",      "c4",     "fineweb", "fineweb-0.2",
    "dolma-gopher", "dclm-refinedweb", "madlad", "corrupt", "url"
};
enum { STAGES = sizeof stages / sizeof *stages };

static void expect(bool holds)
{
    if (!holds)
        abort();
}

/* The stage's options at their defaults. */
static void *defaults(const fc_stage_def *stage)
{
    void *conf = calloc(1, stage->use.conf_size);
    const fc_opt_group groups[] = { { stage->use.opts, conf }, { NULL, NULL } };
    const char *none[] = { NULL };
    expect(conf && fc_opt_parse("fuzz", groups, 0, none, NULL, NULL, NULL) == FC_OK);
    return conf;
}

/* Tokens stand in the text in order, and hold all but white space. */
static void check_tokens(fc_str text, fc_arena *a)
{
    size_t n, k;
    const fc_token *t = fc_tokens_english(text, a, &n);
    const char *done = text.p;
    for (size_t i = 0; i < n; i++) {
        expect(t[i].n > 0 && t[i].p >= done && t[i].p + t[i].n <= text.p + text.n);
        for (; done < t[i].p; done += k)
            expect(fc_chars_at((fc_str){ done, (size_t)(text.p + text.n - done) }, &k) &
                   FC_C_SPACE);
        done = t[i].p + t[i].n;
    }
    expect(fc_tokens_sentences(t, n) <= n);
}

/* Words of UAX 29 stand in the text in order, too. */
static void check_words(fc_str text)
{
    size_t at = 0, done = 0;
    for (fc_str word; fc_unicode_word(text, &at, &word); done = at) {
        size_t from = (size_t)(word.p - text.p);
        expect(word.n > 0 && from >= done && from + word.n == at && at <= text.n);
    }
    expect(at == text.n);
}

/* The spelling of a host has room, and is plain but for labels that are too long. */
static void check_hostname(fc_str text)
{
    text.n = text.n < 63 ? text.n : 63;
    char *to = malloc(FC_HOSTNAME_ROOM(text.n));
    expect(to != NULL);
    size_t n = fc_hostname_ascii(text, to);
    expect(n <= FC_HOSTNAME_ROOM(text.n));
    for (size_t i = 0; i < n; i++)
        expect((unsigned char)to[i] < 128 && !((unsigned)(to[i] - 'A') < 26));
    free(to);
}

static double run(const fc_stage_def *stage, void *model, fc_str text, fc_arena *keep,
                  fc_arena *scratch)
{
    fc_shared shared = { .text = { NULL, 0 } };
    fc_err err;
    fc_doc doc = { .kind = FC_DOCUMENT, .text = text };
    fc_call call = { .keep = keep, .scratch = scratch, .shared = &shared, .err = &err };
    double sum = 0;
    fc_arena_init(&shared.arena);
    fc_set_str(&doc.meta, keep, "url", text);
    int r = stage->run(model, NULL, &doc, &call);
    expect(r >= 0);
    for (size_t i = 0; i < doc.attr.n; i++)
        if (doc.attr.v[i].value.type == FC_NUM) {
            expect(isfinite(doc.attr.v[i].value.num) && doc.attr.v[i].value.num >= 0);
            sum += doc.attr.v[i].value.num * (double)(i + 1);
        }
    if (doc.text.n) /* what is left is made of the text */
        expect(doc.text.n <= text.n + 1);
    fc_arena_free(&shared.arena);
    return sum + r;
}

static void check_stage(const char *name, fc_str text, fc_arena *keep, fc_arena *scratch)
{
    const fc_stage_def *stage = fc_stage_find(fc_str_of(name));
    void *conf, *model;
    if (!stage)
        return;
    conf = model = defaults(stage);
    if (stage->open)
        expect(stage->open(NULL, conf, &model, NULL) == FC_OK);
    double first = run(stage, model, text, keep, scratch);
    fc_arena_reset(scratch);
    expect(first == run(stage, model, text, keep, scratch));
    fc_arena_reset(scratch);
    if (stage->close)
        stage->close(model);
    free(conf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena keep, scratch;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_str raw = fc_copy(&keep, (fc_str){ (const char *)data, size });
    fc_str valid = fc_utf8_repair(raw, &keep, NULL);
    check_tokens(raw, &scratch);
    check_words(raw);
    check_hostname(raw);
    for (size_t i = 0; i < STAGES; i++) {
        check_stage(stages[i], raw, &keep, &scratch);
        check_stage(stages[i], valid, &keep, &scratch);
    }
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    return 0;
}
