/* jsonl.c - documents as JSON lines: ours, dolma's, datatrove's. */
#include "io/jsonl.h"

#include "base/str.h"
#include "io/stream.h"

enum { BAD_LINE = 1, TOO_LARGE, TRUNCATED, DAMAGED, STEP = 64 << 10 };

static const fc_reason reasons[] = {
    { "bad-line", "a line is no JSON object with a text (an empty one will do)" },
    { "too-large", "a line was longer than the limit for one item" },
    { "truncated", "the compressed input ended within a line" },
    { "damaged-member", "compressed data was damaged" },
    { NULL, NULL }
};

/* An object on a line of its own: '{' and a key, but not the begin of an indented file. */
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
        doc->id = fc_printf(keep, "%s:%llu", slash ? slash + 1 : name, (unsigned long long)at);
}

/* Peek at a whole line: *n without its line end, *used with it. *cut: the input or a member
 * broke off before the line's end; *large: longer than an item may be. */
static fc_rc find_line(fc_stream *in, fc_str *got, size_t *n, bool *large, fc_err *err)
{
    size_t want = 1, from = 0;
    *large = false;
    for (;;) {
        fc_rc rc = fc_stream_peek(in, want, got, err);
        if (rc)
            return rc;
        *n = from + fc_str_findc(fc_str_sub(*got, from, got->n), '\n');
        if (*n < got->n || got->n < want)
            return FC_OK;
        if (got->n > fc_stream_max_item(in)) {
            *large = true;
            return FC_OK;
        }
        from = got->n;
        want = got->n * 2;
    }
}

static fc_rc skip_line(fc_stream *in, fc_err *err)
{
    for (;;) {
        fc_str got;
        fc_rc rc = fc_stream_peek(in, 1, &got, err);
        if (rc || !got.n)
            return rc;
        size_t n = fc_str_findc(got, '\n');
        fc_stream_consume(in, n + 1);
        if (n < got.n)
            return FC_OK;
    }
}

static bool blank(fc_str line)
{
    return fc_str_trim(line).n == 0;
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
            rc = find_line(in, &got, &n, &large, err);
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
        return skip_line(in, err);
    }
    fc_str line = fc_str_sub(got, 0, n);
    if (place.at == 0 && fc_str_starts(line, FC_STR("\xef\xbb\xbf")))
        line = fc_str_sub(line, 3, line.n);
    if (got.n && (fc_jsonl_parse(line, keep, doc, NULL) || !doc->text.p))
        doc->reason = BAD_LINE;
    fc_stream_consume(in, n + 1);
    if (n == got.n && fc_stream_gap(in, &gap)) /* no line end: the gap is within this line */
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
           "them; dolma's and datatrove's documents are read too. A line without an id gets "
           "one made of the file's name and the line's offset.",
    .kind = FC_DOCUMENT,
    .reasons = reasons,
    .sniff = jsonl_sniff,
    .open = jsonl_open,
    .next = jsonl_next,
    .close = jsonl_close
};
