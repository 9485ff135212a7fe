/* gharchive.c - GH Archive: the events of an hour on GitHub, a JSON object a line. Each
 * is a record, whose text the extractor finds. */
#include "base/arena.h"
#include "base/str.h"
#include "io/json.h"
#include "readers/line.h"

static const fc_reason reasons[] = {
    { "bad-line", "a line is no JSON object" },
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
    fc_line line;
    fc_rc rc = fc_line_next(in, &line, err);
    if (rc)
        return rc;
    fc_record *rec = fc_line_record(in, &line, FC_STR("application/x-gharchive"), keep);
    rec->block = line.large ? (fc_str){ "", 0 } : fc_copy(keep, line.text);
    if (!read_event(rec, rec->block, keep))
        doc->reason = FC_LINE_BAD;
    if (!rec->id.n)
        rec->id = fc_line_id(in, &line, keep);
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    return fc_line_end(in, &line, &doc->reason, err);
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
