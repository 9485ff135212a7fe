/* gharchive.c - GH Archive: the events of an hour on GitHub, a JSON object a line. Each
 * is a record, whose text the extractor finds. */
#include "base/arena.h"
#include "base/str.h"
#include "io/json.h"
#include "readers/line.h"

enum { BAD_LINE = 1, TOO_LARGE, TRUNCATED, DAMAGED };

static const fc_reason reasons[] = {
    { "bad-line", "a line is no JSON object with a text (an empty one will do)" },
    { "too-large", "a line was longer than the limit for one item" },
    { "truncated", "the compressed input ended within a line" },
    { "damaged-member", "compressed data was damaged" },
    { NULL, NULL }
};

/* The first line has a type that is an event, and an actor. */
static int gharchive_sniff(fc_str first, const char *path)
{
    (void)path;
    size_t n = fc_str_findc(first, '\n');
    fc_str line = fc_str_sub(first, 0, n);
    size_t type = fc_str_find(line, FC_STR("\"type\":\"")) + 8;
    fc_str name = fc_str_sub(line, type, line.n);
    name = fc_str_sub(name, 0, fc_str_findc(name, '"'));
    if (!fc_str_starts(line, FC_STR("{")) || !fc_str_ends(name, FC_STR("Event")) ||
        name.n > 40)
        return 0;
    return fc_str_find(line, FC_STR("\"actor\":")) < line.n ? 95 : 0;
}

static fc_rc gharchive_open(fc_stream *in, void **state, fc_err *err)
{
    (void)err;
    *state = in;
    return FC_OK;
}

/* The record's id and date, and whether the line is an object at all. */
static bool read_event(fc_record *rec, fc_str line, fc_arena *keep)
{
    fc_json j = { line.p, line.p, line.p + line.n, NULL };
    fc_str key;
    fc_value value;
    if (!fc_json_take(&j, '{'))
        return false;
    do {
        if (!fc_json_scan_string(&j, keep, &key) || !fc_json_take(&j, ':') ||
            !fc_json_scan_value(&j, keep, &value))
            return false;
        if (fc_str_is(key, "id") && value.type == FC_STRING)
            rec->id = fc_printf(keep, "gharchive:%.*s", (int)value.str.n, value.str.p);
        else if (fc_str_is(key, "created_at") && value.type == FC_STRING)
            rec->date = value.str;
    } while (fc_json_take(&j, ','));
    return fc_json_take(&j, '}') && !fc_json_next(&j);
}

static fc_rc gharchive_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_stream *in = state;
    fc_place place;
    fc_gap gap;
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
        if (!got.n || fc_str_trim(fc_str_sub(got, 0, n)).n)
            break;
        fc_stream_consume(in, n + 1);
    }
    const char *name = fc_stream_name(in), *slash = strrchr(name, '/');
    fc_record *rec = FC_NEW(keep, fc_record);
    rec->input = name;
    rec->type = FC_STR("resource");
    rec->mime = FC_STR("application/x-gharchive");
    rec->unpacked = fc_stream_codec(in) != NULL;
    rec->offset = place.at;
    rec->length = large ? 0 : n;
    rec->block = large ? (fc_str){ "", 0 } : fc_copy(keep, fc_str_sub(got, 0, n));
    bool good = !large && read_event(rec, rec->block, keep);
    doc->reason = (uint16_t)(large ? TOO_LARGE : good ? 0 : BAD_LINE);
    if (!rec->id.n)
        rec->id = fc_printf(keep, "%s:%llu", slash ? slash + 1 : name,
                            (unsigned long long)place.at);
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    if (large)
        return fc_line_skip(in, err);
    fc_stream_consume(in, n + 1);
    if (n == got.n && fc_stream_gap(in, &gap)) /* no line end: the gap is within this
                                                  line */
        doc->reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    return FC_OK;
}

static void gharchive_close(void *state)
{
    (void)state; /* the stream is its opener's */
}

FC_READER(gharchive) = {
    .name = "gharchive",
    .brief = "GH Archive: events on GitHub, one a line",
    .doc = "Each event (gharchive.org, 2015 and later) is a record of type resource: "
           "issues, pull requests, reviews, comments, pushes and releases have text.",
    .kind = FC_RECORD,
    .reasons = reasons,
    .sniff = gharchive_sniff,
    .open = gharchive_open,
    .next = gharchive_next,
    .close = gharchive_close
};
