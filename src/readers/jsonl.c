/* jsonl.c - documents as JSON lines: ours, dolma's, datatrove's. */
#include "io/jsonl.h"

#include "base/str.h"
#include "io/json.h"
#include "io/stream.h"
#include "readers/line.h"

enum { BAD_LINE = 1, TOO_LARGE, TRUNCATED, DAMAGED };

static const fc_reason reasons[] = {
    { "bad-line", "a line is no JSON object with a text (an empty one will do)" },
    { "too-large", "a line was longer than the limit for one item" },
    { "truncated", "the compressed input ended within a line" },
    { "damaged-member", "compressed data was damaged" },
    { NULL, NULL }
};

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

static void make_id(fc_doc *doc, const fc_stream *in, uint64_t at, fc_arena *keep)
{
    const char *name = fc_stream_name(in), *slash = strrchr(name, '/');
    if (!doc->id.n)
        doc->id =
            fc_printf(keep, "%s:%llu", slash ? slash + 1 : name, (unsigned long long)at);
}

static bool blank(fc_str line)
{
    return fc_str_trim(line).n == 0;
}

/* Documents of the Web that have no metadata but keys of their own for it; `sign` tells
 * each. */
static const struct {
    const char *sign, *url, *date, *language;
} shapes[] = {
    { "document_lang", "url", NULL, "document_lang" },  /* HPLT 1 */
    { "ts", "u", "ts", "lang" },                        /* HPLT 2 and later */
    { "timestamp", "url", "timestamp", NULL },          /* C4 and its kin */
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
    fc_gap gap;
    fc_place place;
    fc_str got;
    size_t n;
    bool large;
    for (;;) {
        fc_rc rc = fc_stream_place(in, &place, err);
        if (!rc)
            rc = fc_line_peek(in, &got, &n, &large, err);
        if (rc)
            return rc;
        if (!got.n && !fc_stream_at_gap(in, &gap))
            return FC_END;
        if (!got.n || !blank(fc_str_sub(got, 0, n)))
            break;
        fc_stream_consume(in, n + 1);
    }
    doc->kind = FC_DOCUMENT;
    if (large) {
        doc->reason = TOO_LARGE;
        make_id(doc, in, place.at, keep);
        return fc_line_skip(in, err);
    }
    fc_str line = fc_str_sub(got, 0, n);
    if (place.at == 0 && fc_str_starts(line, FC_STR("\xef\xbb\xbf")))
        line = fc_str_sub(line, 3, line.n);
    if (got.n && (fc_jsonl_parse(line, keep, doc, NULL) || !doc->text.p))
        doc->reason = BAD_LINE;
    else
        find_metadata(doc, keep);
    fc_stream_consume(in, n + 1);
    if (n == got.n && fc_stream_gap(in, &gap)) /* no line end: the gap is within this
                                                  line */
        doc->reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    make_id(doc, in, place.at, keep);
    return FC_OK;
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
