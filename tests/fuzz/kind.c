/* kind.c - see kind.h. */
#include "kind.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/extract.h"
#include "require.h"
#include "text/normalize.h"

#include <stdlib.h>

static const fc_extractor_def *find(const char *name)
{
    for (size_t i = 0; fc_extractors[i]; i++)
        if (strcmp(fc_extractors[i]->name, name) == 0)
            return fc_extractors[i];
    abort();
}

static void check_emitted(fc_call *call, fc_doc *doc)
{
    (void)call;
    require(fc_utf8_valid(doc->text) == doc->text.n);
}

/* The text, in keep; *why is what run() came to, or 1000 when an arena was full. */
static fc_str run(const fc_extractor_def *kind, const fc_capture *cap, bool plain,
                  fc_arena *keep, fc_arena *scratch, fc_buf *explain, int *why)
{
    fc_extract_conf conf = { .format = plain ? "plain" : "markdown",
                             .links = plain ? "drop" : "keep", .comments = "auto",
                             .source = "fuzz", .max_body = 1 << 20, .max_html = 1 << 20,
                             .max_tree = 32 << 20 };
    fc_record rec = { .input = "-", .id = FC_STR("x") };
    fc_doc doc = { .kind = FC_RECORD, .rec = &rec };
    fc_err err = { 0 };
    fc_call call = { .keep = keep, .scratch = scratch, .explain = explain, .err = &err,
                     .emit = check_emitted };
    jmp_buf guard;
    fc_arena_limit(keep, 64 << 20);
    fc_arena_limit(scratch, 64 << 20);
    fc_arena_guard(keep, &guard);
    fc_arena_guard(scratch, &guard);
    volatile int result = 1000;
    if (setjmp(guard) == 0)
        result = kind->run(&conf, cap, &doc, &call);
    *why = result;
    require(*why >= 0);
    return *why ? (fc_str){ "", 0 } : doc.text;
}

void fuzz_kind(const char *name, const char *mime, fc_str bytes, bool plain)
{
    const fc_extractor_def *kind = find(name);
    fc_capture cap = { .body = bytes, .mime = fc_str_of(mime), .name = FC_STR("x") };
    fc_arena keep, scratch, other;
    fc_buf explain = FC_BUF_INIT;
    int why, again;
    kind->sniff(&cap);
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_arena_init(&other);
    fc_str text = run(kind, &cap, plain, &keep, &scratch, &explain, &why);
    require(fc_utf8_valid(text) == text.n);
    require(fc_str_eq(fc_normalize_nfc(text, &other), text));
    fc_arena_reset(&scratch);
    fc_str second = run(kind, &cap, plain, &other, &scratch, NULL, &again);
    require(again == why && fc_str_eq(text, second));
    fc_buf_free(&explain);
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    fc_arena_free(&other);
}
