/* jsonl.c - documents as JSON lines: ours, dolma's, datatrove's. */
#include "io/jsonl.h"

#include "base/str.h"
#include "io/json.h"
#include "io/stream.h"
#include "readers/line.h"

static const fc_reason reasons[] = {
    { "bad-line", "a line is no JSON object" },
    { "too-large", "a line was longer than the limit for one item" },
    { "truncated", "the compressed input ended within a line" },
    { "damaged-member", "compressed data was damaged" },
    { "without-text", "a JSON object without a text (an empty one will do); --text-key "
                      "tells the key that it has" },
    { NULL, NULL }
};

enum { WITHOUT_TEXT = 5 };

/* An object on a line of its own: '{' and a key, but not the begin of an indented
 * file. */
static int jsonl_sniff(fc_str first, const char *path)
{
    size_t i = fc_str_starts(first, FC_STR("\xef\xbb\xbf")) ? 3 : 0;
    while (i < first.n && fc_is_space(first.p[i]))
        i++;
    bool named = path && (strstr(path, ".jsonl") || strstr(path, ".ndjson"));
    if (i == first.n || first.p[i] != '{')
        return named ? 30 : 0;
    for (i++; i < first.n && (first.p[i] == ' ' || first.p[i] == '\t'); i++)
        ;
    if (i < first.n && first.p[i] == '"')
        return 90;
    return named ? 60 : 10;
}

static fc_rc jsonl_open(fc_stream *in, void **state, fc_err *err)
{
    *state = in;
    return FC_OK;
}

/* Documents of the Web that have no metadata but keys of their own for it; `sign` tells
 * each. */
static const struct {
    const char *sign, *url, *date, *language;
} shapes[] = {
    { "document_lang", "url", NULL, "document_lang" },  /* HPLT 1 */
    { "ts", "u", "ts", "lang" },                        /* HPLT 2 and later */
    { "timestamp", "url", "timestamp", NULL },          /* C4 and its kin */
    { "language_score", "url", "date", "language" },    /* FineWeb */
};

/* A string, or the first one of a list of them: of languages the surest. */
static fc_str first_string(const fc_value *value, fc_arena *keep)
{
    fc_json j = { value->str.p, value->str.p, value->str.p + value->str.n, NULL };
    fc_str s = { "", 0 };
    if (value->type == FC_STRING)
        return value->str;
    if (value->type == FC_JSON && fc_json_take(&j, '[') && fc_json_next(&j) == '"')
        fc_json_scan_string(&j, keep, &s);
    return s;
}

/* Move a key of the top to the metadata under its name there. */
static void move(fc_doc *doc, fc_arena *keep, const char *from, const char *to)
{
    const fc_value *value = from ? fc_fields_get(&doc->extra, fc_str_of(from)) : NULL;
    fc_str s = value ? first_string(value, keep) : (fc_str){ "", 0 };
    if (!s.n)
        return;
    fc_set_str(&doc->meta, keep, to, s);
    if (value->type != FC_STRING)
        return; /* the others of the list are told nowhere else */
    size_t at = 0;
    while (!fc_str_is(doc->extra.v[at].name, from))
        at++;
    memmove(doc->extra.v + at, doc->extra.v + at + 1,
            (doc->extra.n - at - 1) * sizeof *doc->extra.v);
    doc->extra.n--;
}

static void find_metadata(fc_doc *doc, fc_arena *keep)
{
    if (doc->meta.n)
        return;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const fc_value *url = fc_fields_get(&doc->extra, fc_str_of(shapes[i].url));
        if (!url || url->type != FC_STRING ||
            !fc_fields_get(&doc->extra, fc_str_of(shapes[i].sign)))
            continue;
        move(doc, keep, shapes[i].url, "url");
        move(doc, keep, shapes[i].date, "date");
        move(doc, keep, shapes[i].language, "language");
        return;
    }
}

static fc_rc jsonl_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_stream *in = state;
    fc_line line;
    fc_rc rc = fc_line_next(in, &line, err);
    if (rc)
        return rc;
    fc_str text = line.text;
    if (line.at == 0 && fc_str_starts(text, FC_STR("\xef\xbb\xbf")))
        text = fc_str_sub(text, 3, text.n);
    doc->kind = FC_DOCUMENT;
    if (line.large || fc_jsonl_parse_keys(text, fc_stream_text_key(in),
                                          fc_stream_id_key(in), keep, doc, NULL))
        doc->reason = FC_LINE_BAD;
    else if (!doc->text.p)
        doc->reason = WITHOUT_TEXT;
    else
        find_metadata(doc, keep);
    if (!doc->id.n)
        doc->id = fc_line_id(in, &line, keep);
    return fc_line_end(in, &line, &doc->reason, err);
}

static void jsonl_close(void *state)
{
    (void)state; /* the stream is its opener's */
}

FC_READER(jsonl) = {
    .name = "jsonl",
    .brief = "documents as JSON lines",
    .doc = "One object a line: id, text, source, metadata, attributes, as filterc writes "
           "them; dolma's and datatrove's documents are read too. Of HPLT's and C4's, "
           "which have no metadata, address, date and language become metadata. A line "
           "without an id gets one made of the file's name and the line's offset.",
    .kind = FC_DOCUMENT,
    .reasons = reasons,
    .sniff = jsonl_sniff,
    .open = jsonl_open,
    .next = jsonl_next,
    .close = jsonl_close
};
