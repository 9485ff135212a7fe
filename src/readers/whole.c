/* whole.c - see whole.h. */
#include "readers/whole.h"

#include "base/str.h"

enum { TRUNCATED = 1, DAMAGED, TOO_LARGE };

const fc_reason fc_whole_reasons[] = {
    { "truncated", "the compressed input ended too early" },
    { "damaged-member", "compressed data was damaged" },
    { "too-large", "the file was larger than the limit for one item" },
    { NULL, NULL }
};

fc_rc fc_whole_open(fc_stream *in, void **state, fc_err *err)
{
    *state = in;
    return FC_OK;
}

void fc_whole_close(void *state)
{
    (void)state; /* the stream is its opener's */
}

/* Everything before the end, a gap or the limit, in the stream's buffer. */
static fc_rc peek_all(fc_stream *in, fc_str *got, bool *large, fc_err *err)
{
    for (size_t want = 1;; want = got->n * 2) {
        fc_rc rc = fc_stream_peek(in, want, got, err);
        if (rc)
            return rc;
        *large = got->n > fc_stream_max_item(in);
        if (*large || got->n < want)
            return FC_OK;
    }
}

/* Use what is left of the input; `reason` is that of the first gap when there was none
 * yet. */
static fc_rc drain(fc_stream *in, int *reason, fc_err *err)
{
    for (;;) {
        fc_str got;
        fc_gap gap;
        fc_rc rc = fc_stream_peek(in, 1, &got, err);
        if (rc)
            return rc;
        fc_stream_consume(in, got.n);
        if (got.n)
            continue;
        if (!fc_stream_gap(in, &gap))
            return FC_OK;
        if (!*reason)
            *reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    }
}

fc_rc fc_whole_next(fc_stream *in, const char *mime, fc_arena *keep, fc_doc *doc,
                    fc_err *err)
{
    fc_place begin, end;
    fc_str got;
    fc_gap gap;
    bool large;
    int reason = 0;
    fc_rc rc = fc_stream_place(in, &begin, err);
    if (!rc)
        rc = peek_all(in, &got, &large, err);
    if (rc)
        return rc;
    if (!got.n && !fc_stream_at_gap(in, &gap))
        return FC_END;
    fc_record *rec = FC_NEW(keep, fc_record);
    rec->input = fc_stream_name(in);
    rec->type = FC_STR("resource");
    rec->id = rec->uri = fc_str_of(rec->input);
    rec->mime = fc_str_of(mime);
    if (large)
        reason = TOO_LARGE;
    else
        rec->block = fc_copy(keep, got);
    if ((rc = drain(in, &reason, err)) || (rc = fc_stream_place(in, &end, err)))
        return rc;
    rec->unpacked = !(begin.first && end.first);
    rec->offset = rec->unpacked ? begin.at : begin.begins;
    rec->length = (rec->unpacked ? end.at : end.ended) - rec->offset;
    rec->truncated = reason == TRUNCATED || reason == DAMAGED;
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    doc->reason = (uint16_t)reason;
    return FC_OK;
}
