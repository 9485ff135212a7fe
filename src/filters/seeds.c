/* seeds.c - the hand-over format: what whoever generates from a passage needs, and no
 * more. */
#include "base/arena.h"
#include "base/str.h"

enum { NO_TEXT = 1, FORMAT_VERSION = 1 };

/* Metadata of a seed, in this order, after "seed". */
static const char *const provenance[] = {
    "file_path", "offset",    "length",       "unpacked", "parent_id", "passage",
    "passages",  "span",      "heading_path", "url",      "title",     "author",
    "date",      "site_name", "language",     NULL
};

static fc_fields pick_metadata(const fc_fields *meta, fc_arena *keep)
{
    fc_fields out = { 0 };
    fc_set_num(&out, keep, "seed", FORMAT_VERSION, 0);
    for (int i = 0; provenance[i]; i++) {
        fc_str name = fc_str_of(provenance[i]);
        const fc_value *v = fc_fields_get(meta, name);
        if (v)
            fc_fields_set(&out, keep, name, *v);
    }
    return out;
}

/* All attributes but `kept`, which becomes "why". */
static fc_fields pick_attributes(const fc_fields *attr, fc_arena *keep)
{
    fc_fields out = { 0 };
    for (size_t i = 0; i < attr->n; i++)
        if (!fc_str_is(attr->v[i].name, "kept"))
            fc_fields_set(&out, keep, attr->v[i].name, attr->v[i].value);
    return out;
}

/* Of a document that is a seed already, as it was. */
static fc_value find_why(const fc_doc *doc)
{
    const fc_value *v = fc_fields_get(&doc->attr, FC_STR("kept"));
    if (!v)
        v = fc_fields_get(&doc->extra, FC_STR("why"));
    return v && v->type == FC_STRING ? *v : (fc_value){ FC_STRING, 0, FC_STR("") };
}

static int seeds_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    fc_value why = find_why(doc);
    (void)config;
    (void)mine;
    if (!fc_str_trim(doc->text).n)
        return NO_TEXT;
    if (call->explain) {
        fc_buf_text(call->explain, "why: ");
        fc_buf_str(call->explain, why.str);
        fc_buf_char(call->explain, '\n');
    }
    doc->extra = (fc_fields){ 0 };
    fc_fields_set(&doc->extra, call->keep, FC_STR("why"), why);
    doc->meta = pick_metadata(&doc->meta, call->keep);
    doc->attr = pick_attributes(&doc->attr, call->keep);
    return FC_KEEP;
}

static const fc_reason reasons[] = {
    { "no-text", "the text is blank" },
    { 0 }
};

static const fc_example examples[] = {
    { "a passage that was kept",
      "seeds",
      "{\"id\":\"a#1\",\"text\":\"All life is made of "
      "cells.\",\"source\":\"web\",\"metadata\":{\"url\":\"https://example.org/cells\",\""
      "title\":\"Cells\",\"file_path\":\"x.warc.gz\",\"offset\":731,\"length\":2210,\"par"
      "ent_id\":\"a\",\"span\":[9,35],\"passage\":1,\"passages\":2,\"heading_path\":[\"Ce"
      "lls\"],\"charset\":\"utf-8\"},\"attributes\":{\"edu\":3.41,\"kept\":\"edu >= 3 "
      "[edu=3.41]\"}}\n",
      "{\"id\":\"a#1\",\"text\":\"All life is made of cells.\",\"source\":\"web\","
      "\"why\":\"edu >= 3 [edu=3.41]\",\"metadata\":{\"seed\":1,\"file_path\":\"x.warc.gz"
      "\",\"offset\":731,\"length\":2210,\"parent_id\":\"a\",\"passage\":1,\"passages\":2"
      ",\"span\":[9,35],\"heading_path\":[\"Cells\"],\"url\":\"https://example.org/cells"
      "\",\"title\":\"Cells\"},\"attributes\":{\"edu\":3.41}}\n" },
    { 0 }
};

FC_STAGE(seeds) = {
    .use = {
        .name = "seeds",
        .group = FC_GROUP_HAND_ON,
        .brief = "hand passages on with scores, place and why they were kept",
        .doc = "Writes seed format 1: a JSON object a line with these keys, and no "
               "others.\n"
               "\n"
               "id, text, source (when known): the passage. Its text is UTF-8 in the "
               "small Markdown that extract writes.\n"
               "\n"
               "why: the expressions of keep that it passed and the values they saw, "
               "joined by '; '; empty when there was no keep.\n"
               "\n"
               "metadata: seed (the version of the format, 1), then what is known of "
               "file_path, offset and length (the file and the bytes in it of the record "
               "that the text came from; unpacked: true when they count decompressed "
               "bytes), parent_id, passage and passages, span ([begin, end) in code "
               "points of the parent's text), heading_path (list of the headings above), "
               "url, title, author, date, site_name, language.\n"
               "\n"
               "attributes: everything that was measured. Keys may be added to "
               "attributes; any other change of this format gets a new number.",
        .source = "Phi-4 technical report (arXiv 2412.08905), section 2.2: seeds are "
                  "passages handed on together with their metadata",
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .reasons = reasons,
    .run = seeds_run,
};
