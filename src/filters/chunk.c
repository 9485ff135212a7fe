/* chunk.c - a document becomes passages that follow its structure; passages.h has the
 * rules. */
#include "base/arena.h"
#include "filters/passages.h"
#include "io/jsonl.h"

#include <stdlib.h>

typedef struct conf {
    int64_t target, max, min;
} conf;

enum { TOO_SHORT = 1, HEADINGS_ONLY, BLANK };

/* Of one thread: room for JSON. */
typedef struct work {
    fc_buf json;
} work;

/* The headings above a place, one for each level. */
typedef struct path {
    fc_str title[7];
    bool set[7];
} path;

static fc_rc chunk_open(fc_open *ctx, const void *config, void **model, fc_err *err)
{
    const conf *c = config;
    (void)ctx;
    if (c->target > c->max)
        return fc_fail(err, FC_EUSE, "chunk: --target %lld is larger than --max %lld",
                       (long long)c->target, (long long)c->max);
    if (c->min > c->target)
        return fc_fail(err, FC_EUSE, "chunk: --min %lld is larger than --target %lld",
                       (long long)c->min, (long long)c->target);
    *model = (void *)(uintptr_t)config;
    return FC_OK;
}

static fc_rc chunk_worker(const void *config, void **mine, fc_err *err)
{
    (void)config;
    *mine = calloc(1, sizeof(work));
    return *mine ? FC_OK : fc_fail(err, FC_ETRY, "out of memory");
}

static void chunk_worker_end(void *mine)
{
    work *w = mine;
    if (w)
        fc_buf_free(&w->json);
    free(w);
}

/* ----------------------------------------------------------- headings above a passage */

static void enter_heading(path *p, const fc_unit *u)
{
    p->title[u->level] = u->title;
    p->set[u->level] = true;
    for (int deeper = u->level + 1; deeper <= 6; deeper++)
        p->set[deeper] = false;
}

/* Go over the units from .. to - 1. */
static void follow(path *p, const fc_unit *unit, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (unit[i].kind == FC_MD_HEADING)
            enter_heading(p, &unit[i]);
}

/* The first unit of the passage that is no heading, or its end. */
static size_t first_content(const fc_unit *unit, const fc_passage *p)
{
    size_t i = p->from;
    while (i < p->to && unit[i].kind == FC_MD_HEADING)
        i++;
    return i;
}

static void set_path(const path *p, fc_doc *child, fc_buf *json, fc_arena *keep)
{
    fc_buf_clear(json);
    for (int level = 1; level <= 6; level++)
        if (p->set[level] && p->title[level].n) {
            fc_buf_char(json, json->n ? ',' : '[');
            fc_json_string(json, p->title[level]);
        }
    if (!json->n)
        return;
    fc_buf_char(json, ']');
    fc_str list = fc_copy(keep, (fc_str){ json->p, json->n });
    fc_fields_set(&child->meta, keep, FC_STR("heading_path"),
                  (fc_value){ FC_JSON, 0, list });
}

/* ---------------------------------------------------------------- passages */

static int refuse(const conf *c, const fc_unit *unit, const fc_passage *p)
{
    bool content = false;
    for (size_t i = p->from; i < p->to; i++)
        content = content || (unit[i].kind != FC_MD_HEADING &&
                              unit[i].kind != FC_MD_RULE && unit[i].kind != FC_MD_POST);
    if (!content)
        return HEADINGS_ONLY;
    return unit[p->to - 1].last - unit[p->from].first < (size_t)c->min ? TOO_SHORT
                                                                       : FC_KEEP;
}

/* A copy of the document with the passage's text and place. */
static fc_doc *make_child(const fc_doc *doc, const fc_unit *unit, const fc_passage *p,
                          fc_arena *keep)
{
    fc_doc *child = FC_NEW(keep, fc_doc);
    size_t begin = unit[p->from].begin, end = unit[p->to - 1].end;
    *child = *doc;
    child->text = (fc_str){ doc->text.p + begin, end - begin };
    child->extra = fc_fields_copy(&doc->extra, keep);
    child->meta = fc_fields_copy(&doc->meta, keep);
    child->attr = fc_fields_copy(&doc->attr, keep);
    fc_str span = fc_printf(keep, "[%zu,%zu]", unit[p->from].first, unit[p->to - 1].last);
    fc_set_str(&child->meta, keep, "parent_id", doc->id);
    fc_fields_set(&child->meta, keep, FC_STR("span"), (fc_value){ FC_JSON, 0, span });
    return child;
}

static void emit_all(const conf *c, const fc_doc *doc, const fc_unit *unit,
                     const fc_passage *p, size_t n, fc_buf *json, fc_call *call)
{
    path above = { { { NULL, 0 } }, { false } };
    for (size_t k = 0; k < n; k++, p++) {
        size_t content = first_content(unit, p);
        fc_doc *child = make_child(doc, unit, p, call->keep);
        fc_str id[] = { doc->id, fc_printf(call->scratch, "#%zu", k + 1) };
        child->id = fc_concat(call->keep, id, 2);
        fc_set_num(&child->meta, call->keep, "passage", (double)(k + 1), 0);
        fc_set_num(&child->meta, call->keep, "passages", (double)n, 0);
        follow(&above, unit, p->from, content);
        set_path(&above, child, json, call->keep);
        follow(&above, unit, content, p->to);
        child->reason = (uint16_t)refuse(c, unit, p);
        call->emit(call, child);
        if (call->explain)
            fc_buf_printf(call->explain, "passage %zu: characters %zu to %zu%s\n", k + 1,
                          unit[p->from].first, unit[p->to - 1].last,
                          child->reason ? ", refused" : "");
    }
}

static int chunk_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    work *w = mine;
    fc_passage_sizes sizes = { (size_t)c->target, (size_t)c->max, (size_t)c->min };
    size_t n_units, n;
    fc_unit *unit = fc_units_split(doc->text, &sizes, call->scratch, &n_units);
    if (!n_units)
        return BLANK;
    fc_passage *passage = fc_passages_group(unit, n_units, &sizes, call->scratch, &n);
    emit_all(c, doc, unit, passage, n, &w->json, call);
    if (w->json.failed)
        return fc_fail(call->err, FC_ETRY, "chunk: out of memory");
    return FC_SPLIT;
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    { "target", FC_OPT_INT, offsetof(conf, target), "2000", 1, 1e9, NULL, "N",
      "characters a passage should have", 0 },
    { "max", FC_OPT_INT, offsetof(conf, max), "4000", 20, 1e9, NULL, "N",
      "characters a passage may have", 0 },
    { "min", FC_OPT_INT, offsetof(conf, min), "100", 0, 1e9, NULL, "N",
      "shorter passages are dropped", 0 },
    { 0 }
};

static const fc_reason reasons[] = {
    { "too-short", "a passage of fewer characters than --min" },
    { "headings-only", "nothing but headings, rules and heads of posts" },
    { "blank", "the document has no text" },
    { 0 }
};

static const fc_example examples[] = {
    { "two sections", "chunk --target 40 --min 0",
      "{\"id\":\"a\",\"text\":\"# Cells\\n\\nAll life is made of cells.\\n\\n"
      "## Walls\\n\\nPlants have walls.\"}\n",
      "{\"id\":\"a#1\",\"text\":\"# Cells\\n\\nAll life is made of "
      "cells.\",\"metadata\":{\"parent_id\":\"a\",\"span\":[0,35],\"passage\":1,\"passage"
      "s\":2,\"heading_path\":[\"Cells\"]}}\n"
      "{\"id\":\"a#2\",\"text\":\"## Walls\\n\\nPlants have walls.\",\"metadata\":{"
      "\"parent_id\":\"a\",\"span\":[37,65],\"passage\":2,\"passages\":2,"
      "\"heading_path\":[\"Cells\",\"Walls\"]}}\n" },
    { 0 }
};

FC_STAGE(chunk) = {
    .use = {
        .name = "chunk",
        .group = FC_GROUP_HAND_ON,
        .brief = "cut documents into passages along their structure",
        .doc = "A passage is a piece of the text as it stands, cut between blocks: "
               "paragraphs, lists, code, formulas, tables, quotes. It is filled up to "
               "about --target characters, sooner where a heading or a post of a thread "
               "begins, and never beyond --max. A heading goes with what follows it; "
               "what a paragraph announces with a colon, and formulas within a sentence, "
               "stay with it; a post stays whole when it fits. Only a block that is too "
               "large itself is cut: at line ends, then at ends of sentences, then at "
               "blanks.\n"
               "\n"
               "A passage keeps the document's metadata and attributes. Added to its "
               "metadata are parent_id; passage and passages (which one, of how many); "
               "span: [begin, end) in characters (code points) of the parent's text; "
               "heading_path: the headings above its first content. Its id is the "
               "parent's with '#' and the number of the passage; those that are dropped "
               "have numbers as well.\n"
               "\n"
               "Short passages join the one before them when there is room; what is left "
               "below --min is dropped and counted.",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .flags = FC_SPLITS,
    .reasons = reasons,
    .open = chunk_open,
    .worker = chunk_worker,
    .run = chunk_run,
    .worker_end = chunk_worker_end,
};
