/* line.c - see line.h. */
#include "readers/line.h"

#include "base/str.h"

/* A whole line: *n without its line end. *n == got->n: it has none. */
static fc_rc peek(fc_stream *in, fc_str *got, size_t *n, bool *large, fc_err *err)
{
    size_t want = 1, from = 0;
    *large = false;
    for (;;) {
        fc_rc rc = fc_stream_peek(in, want, got, err);
        if (rc)
            return rc;
        *n = from + fc_str_findc(fc_str_sub(*got, from, got->n), '\n');
        *large = *n > fc_stream_max_item(in);
        if (*large || *n < got->n || got->n < want)
            return FC_OK;
        from = got->n;
        want = got->n * 2;
    }
}

/* Use a line, however long it is. */
static fc_rc skip(fc_stream *in, fc_err *err)
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

fc_rc fc_line_next(fc_stream *in, fc_line *line, fc_err *err)
{
    for (;;) {
        fc_str got;
        fc_place place;
        fc_gap gap;
        size_t n;
        fc_rc rc = fc_stream_place(in, &place, err);
        if (!rc)
            rc = peek(in, &got, &n, &line->large, err);
        if (rc)
            return rc;
        if (!got.n && !fc_stream_at_gap(in, &gap))
            return FC_END;
        line->text = got.n ? fc_str_sub(got, 0, n) : FC_STR("");
        line->at = place.at;
        line->broken = n == got.n;
        if (!got.n || fc_str_trim(line->text).n)
            return FC_OK;
        fc_stream_consume(in, n + 1);
    }
}

fc_rc fc_line_end(fc_stream *in, const fc_line *line, uint16_t *reason, fc_err *err)
{
    fc_gap gap;
    if (line->large) {
        *reason = FC_LINE_TOO_LARGE;
        return skip(in, err);
    }
    fc_stream_consume(in, line->text.n + 1);
    if (line->broken && fc_stream_gap(in, &gap)) /* the gap is within this line */
        *reason = gap.kind == FC_GAP_CUT ? FC_LINE_TRUNCATED : FC_LINE_DAMAGED;
    return FC_OK;
}

fc_str fc_line_id(const fc_stream *in, const fc_line *line, fc_arena *keep)
{
    const char *name = fc_stream_name(in), *slash = strrchr(name, '/');
    return fc_printf(keep, "%s:%llu", slash ? slash + 1 : name,
                     (unsigned long long)line->at);
}

fc_record *fc_line_record(const fc_stream *in, const fc_line *line, fc_str mime,
                          fc_arena *keep)
{
    fc_record *rec = FC_NEW(keep, fc_record);
    rec->input = fc_stream_name(in);
    rec->type = FC_STR("resource");
    rec->mime = mime;
    rec->unpacked = fc_stream_codec(in) != NULL;
    rec->offset = line->at;
    rec->length = line->large ? 0 : line->text.n;
    return rec;
}
