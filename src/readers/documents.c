/* documents.c - documents as JSON that is not a line each: one list of them, or objects
 * that stand on several lines. An item is held alone, so a file may have any size. */
#include "base/str.h"
#include "readers/document.h"

#include <stdlib.h>

typedef struct reader {
    fc_stream *in;
    bool begun, array, closed;  /* of the list */
} reader;

/* Of what else is JSON only names and settings are known, so a text must be seen, or be
 * asked for by --text-key (fc_reader_sniff). */
static int documents_sniff(fc_str first, const char *path)
{
    fc_document_shape shape = fc_document_sniff(first);
    (void)path;
    if (!shape.object || !(shape.array || shape.lines))
        return 0;
    return shape.text ? 92 : 5;
}

static fc_rc documents_open(fc_stream *in, void **state, fc_err *err)
{
    reader *r = calloc(1, sizeof *r);
    if (!r)
        return fc_fail(err, FC_ETRY, "no memory to read %s", fc_stream_name(in));
    r->in = in;
    *state = r;
    return FC_OK;
}

/* -------------------------------------------------------------------- where it ends */

/* The end of a value, looked for as its bytes come. */
typedef struct scan {
    bool object, string, escape, ended;
    uint64_t depth;
} scan;

/* How many bytes of s are the value's, from one call to the next. */
static size_t scan_value(scan *v, fc_str s, bool array)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (v->string) {
            v->string = v->escape || c != '"';
            v->escape = !v->escape && c == '\\';
        } else if (c == '"') {
            v->string = true;
        } else if (c == '{' || c == '[') {
            v->depth++;
        } else if ((c == '}' || c == ']') && v->depth) {
            if (--v->depth == 0 && v->object) {
                v->ended = true;
                return i + 1;
            }
        } else if (!v->depth && (array ? c == ',' || c == ']' : c == '\n')) {
            v->ended = true;
            return i;
        }
    }
    return s.n;
}

/* All of a value in the stream's buffer, or what there is of it. */
static fc_rc peek_value(reader *r, scan *v, fc_str *got, bool *large, fc_err *err)
{
    for (size_t want = 1, from = 0;; want = got->n * 2) {
        fc_rc rc = fc_stream_peek(r->in, want, got, err);
        if (rc)
            return rc;
        size_t n = from + scan_value(v, fc_str_sub(*got, from, got->n), r->array);
        *large = n > fc_stream_max_item(r->in);
        if (*large || v->ended || got->n < want) {
            *got = fc_str_sub(*got, 0, n);
            return FC_OK;
        }
        from = n;
    }
}

/* Use what is left of a value, however long it is. */
static fc_rc skip_value(reader *r, scan *v, fc_err *err)
{
    while (!v->ended) {
        fc_str got;
        fc_rc rc = fc_stream_peek(r->in, 1, &got, err);
        if (rc || !got.n)
            return rc;
        fc_stream_consume(r->in, scan_value(v, got, r->array));
    }
    return FC_OK;
}

/* -------------------------------------------------------------------------- the items */

/* To the next value: over white space, commas, the brackets of the list. *some: there is
 * one, or a gap. */
static fc_rc find_value(reader *r, bool *some, fc_err *err)
{
    for (;;) {
        fc_str got;
        fc_gap gap;
        size_t i = 0;
        fc_rc rc = fc_stream_peek(r->in, 3, &got, err);
        if (rc)
            return rc;
        *some = got.n > 0 || fc_stream_at_gap(r->in, &gap);
        if (!got.n)
            return FC_OK;
        if (!r->begun && fc_str_starts(got, FC_STR("\xef\xbb\xbf")))
            i = 3;
        for (r->begun = true; i < got.n; i++) {
            char c = got.p[i];
            bool open = c == '[' && !r->array && !r->closed;
            r->array |= open;
            if (c == ']' && r->array)
                r->array = !(r->closed = true);
            else if (!open && c != ',' && !fc_is_space(c))
                break;
        }
        fc_stream_consume(r->in, i);
        if (i < got.n)
            return FC_OK;
    }
}

static fc_rc documents_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    reader *r = state;
    fc_line line = { .large = false };
    fc_place place;
    scan v = { .ended = false };
    bool some;
    fc_rc rc = find_value(r, &some, err);
    if (rc || !some)
        return rc ? rc : FC_END;
    if ((rc = fc_stream_place(r->in, &place, err)) ||
        (rc = fc_stream_peek(r->in, 1, &line.text, err)))
        return rc;
    v.object = line.text.n && line.text.p[0] == '{';
    if ((rc = peek_value(r, &v, &line.text, &line.large, err)))
        return rc;
    line.at = place.at;
    doc->kind = FC_DOCUMENT;
    if (!line.large)
        doc->reason = fc_document_read(r->in, line.text, keep, doc);
    if (!doc->id.n)
        doc->id = fc_line_id(r->in, &line, keep);
    fc_stream_consume(r->in, line.text.n);
    fc_gap gap;
    if (line.large)
        doc->reason = FC_LINE_TOO_LARGE;
    else if (!v.ended && fc_stream_gap(r->in, &gap)) /* the gap is within this value */
        doc->reason = gap.kind == FC_GAP_CUT ? FC_LINE_TRUNCATED : FC_LINE_DAMAGED;
    if (doc->reason)
        doc->rec = fc_line_record(r->in, &line, FC_STR(""), keep);
    return line.large ? skip_value(r, &v, err) : FC_OK;
}

static void documents_close(void *state)
{
    free(state);
}

FC_READER(documents) = {
    .name = "documents",
    .brief = "documents as a JSON list, or as JSON objects on several lines each",
    .doc = "The same objects as in JSON lines. A file is one of documents when the first "
           "object has a text, or --text-key names another key for it; other JSON is a "
           "record.",
    .kind = FC_DOCUMENT,
    .reasons = fc_document_reasons,
    .sniff = documents_sniff,
    .open = documents_open,
    .next = documents_next,
    .close = documents_close
};
