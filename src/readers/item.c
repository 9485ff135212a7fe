/* item.c - see item.h. */
#include "readers/item.h"

#include "base/str.h"

enum { STEP = 64 << 10 };

/* No record is larger than this (1 TiB): a header that says so is wrong. */
#define LARGEST ((uint64_t)1 << 40)

const fc_reason fc_item_reasons[] = {
    { "bad-header", "a record's header could not be understood" },
    { "bad-length", "a record's length was missing or wrong" },
    { "truncated", "the input ended within a record" },
    { "damaged-member", "compressed data was damaged" },
    { "too-large", "a record was larger than the limit for one item" },
    { "garbage", "bytes between records that belong to none" },
    { NULL, NULL }
};

static bool is_newline(char c)
{
    return c == '\n' || c == '\r';
}

/* Skip blank lines; not beyond the end of a member when `stop` is set, so that a record's
 * own member is known to end with it. */
static fc_rc skip_blank(fc_stream *in, bool stop, fc_err *err)
{
    for (;;) {
        fc_place place;
        fc_str got;
        fc_rc rc = fc_stream_place(in, &place, err);
        if (rc || (stop && place.first && fc_stream_codec(in)))
            return rc;
        if ((rc = fc_stream_peek(in, 1, &got, err)))
            return rc;
        size_t border = fc_stream_border(in, 0), n = 0;
        size_t most = stop && border < got.n ? border : got.n;
        while (n < most && is_newline(got.p[n]))
            n++;
        fc_stream_consume(in, n);
        if (!n || n < most)
            return FC_OK;
    }
}

static int gap_reason(const fc_gap *gap)
{
    return gap->kind == FC_GAP_CUT ? FC_ITEM_TRUNCATED : FC_ITEM_DAMAGED;
}

void fc_item_give(fc_record *rec, int reason, fc_arena *keep, fc_doc *doc)
{
    if (!rec->id.n) {
        const char *slash = strrchr(rec->input, '/');
        rec->id = fc_printf(keep, "%s:%llu", slash ? slash + 1 : rec->input,
                            (unsigned long long)rec->offset);
    }
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    doc->reason = (uint16_t)reason;
}

fc_rc fc_item_begin(fc_item *item, fc_arena *keep, fc_err *err)
{
    fc_gap gap;
    fc_str got;
    item->rec = FC_NEW(keep, fc_record);
    item->rec->input = fc_stream_name(item->in);
    fc_rc rc = skip_blank(item->in, false, err);
    if (!rc)
        rc = fc_stream_peek(item->in, 1, &got, err);
    if (rc)
        return rc;
    if (!got.n) {
        if (!fc_stream_gap(item->in, &gap))
            return FC_END;
        item->rec->offset = gap.from;
        item->rec->length = gap.to - gap.from;
        item->rec->truncated = true;
        fc_item_give(item->rec, gap_reason(&gap), keep, item->doc);
        return FC_OK;
    }
    return fc_stream_place(item->in, &item->begin, err);
}

fc_rc fc_item_peek(fc_item *item, size_t want, fc_str *got, bool *all, fc_err *err)
{
    fc_rc rc = fc_stream_peek(item->in, want, got, err);
    *all = got->n < want;
    for (size_t at = fc_stream_border(item->in, 0); !rc && at < got->n;
         at = fc_stream_border(item->in, at)) {
        if (at >= want) { /* another record may begin there, which nobody looked at */
            got->n = at;
            break;
        }
        if (got->n - at < item->starts_need &&
            (rc = fc_stream_peek(item->in, at + item->starts_need, got, err)))
            return rc;
        if (item->starts(fc_str_sub(*got, at, got->n), false)) {
            got->n = at;
            *all = true;
        }
    }
    return rc;
}

/* Where the item lies, now that it is used up. */
static void set_place(fc_item *item, const fc_place *end)
{
    fc_record *rec = item->rec;
    const fc_place *begin = &item->begin;
    rec->unpacked = !(begin->first && end->first);
    rec->offset = rec->unpacked ? begin->at : begin->begins;
    rec->length = (rec->unpacked ? end->at : end->ended) - rec->offset;
}

/* An item whose own member is damaged is itself what is lost: one item, not two. */
static int own_damage(fc_item *item, int reason)
{
    fc_gap gap;
    const fc_place *begin = &item->begin;
    if (!fc_stream_at_gap(item->in, &gap))
        return reason;
    bool own = begin->first && begin->begins == gap.from;
    if (!own && reason != FC_ITEM_TRUNCATED)
        return reason;
    fc_stream_gap(item->in, &gap);
    if (own) {
        item->rec->unpacked = false;
        item->rec->offset = gap.from;
        item->rec->length = gap.to - gap.from;
    }
    item->rec->truncated = true;
    return gap_reason(&gap);
}

/* The item ends with its first n bytes and the blank lines behind them: use them, and
 * fill in offset, length and id. reason 0: it is intact, unless its own member turns out
 * damaged. */
static fc_rc end_item(fc_item *item, size_t n, int reason, fc_arena *keep, fc_err *err)
{
    fc_place end;
    fc_stream_consume(item->in, n);
    fc_rc rc = skip_blank(item->in, true, err);
    if (!rc)
        rc = fc_stream_place(item->in, &end, err);
    if (rc)
        return rc;
    set_place(item, &end);
    fc_item_give(item->rec, own_damage(item, reason), keep, item->doc);
    return FC_OK;
}

/* Offset of the next record's begin in text, at a line's begin; text.n when there is
 * none. */
static size_t find_start(const fc_item *item, fc_str text, size_t from)
{
    while (from < text.n) {
        from += fc_str_findc(fc_str_sub(text, from, text.n), '\n') + 1;
        if (from < text.n && item->starts(fc_str_sub(text, from, text.n), true))
            return from;
    }
    return text.n;
}

/* Why a block ended before its length at `n`: another record begins there, or nothing
 * does. */
static fc_rc why_short(fc_item *item, size_t n, int *reason, fc_err *err)
{
    fc_str got;
    fc_rc rc = fc_stream_peek(item->in, n + 1, &got, err);
    *reason = got.n > n ? FC_ITEM_BAD_LENGTH : FC_ITEM_TRUNCATED;
    return rc;
}

/* As much of it as an item may have. */
static void keep_block(fc_item *item, fc_str got, size_t head, size_t n, fc_arena *keep)
{
    uint64_t most = fc_stream_max_item(item->in);
    if (n > head && n - head > most)
        n = head + (size_t)most;
    if (n > head)
        item->rec->block = fc_copy(keep, fc_str_sub(got, head, n));
}

fc_rc fc_item_give_up(fc_item *item, size_t head, int reason, fc_arena *keep, fc_err *err)
{
    size_t from = head ? head - 1 : 0, want = head + STEP, hold = head;
    bool kept = false;
    for (;;) {
        fc_str got;
        bool all;
        fc_rc rc = fc_item_peek(item, want, &got, &all, err);
        if (rc)
            return rc;
        size_t n = find_start(item, got, from);
        if (n < got.n || all) {
            if (!kept)
                keep_block(item, got, hold, n, keep);
            if (!reason && (rc = why_short(item, n, &reason, err)))
                return rc;
            item->rec->truncated |= reason == FC_ITEM_TRUNCATED;
            return end_item(item, n, reason, keep, err);
        }
        /* what may be the begin of a record's first line is looked at again */
        from = got.n - (got.n > item->starts_need ? item->starts_need + 1 : got.n);
        if (from < head)
            from = head ? head - 1 : 0;
        if (got.n > head + fc_stream_max_item(item->in)) {
            if (!kept)
                keep_block(item, got, hold, got.n, keep);
            kept = true;
            fc_stream_consume(item->in, from);
            head = from = 0;
            want = STEP;
        } else {
            want = got.n * 2;
        }
    }
}

/* A block larger than the stream's max_item: passed over without holding it. */
static fc_rc skip_block(fc_item *item, size_t head, uint64_t length, fc_arena *keep,
                        fc_err *err)
{
    uint64_t left = head + length;
    for (bool first = true; left; first = false) {
        fc_place place;
        fc_str got;
        fc_rc rc = fc_stream_peek(item->in, first ? head : item->starts_need, &got, err);
        if (!rc)
            rc = fc_stream_place(item->in, &place, err);
        if (rc)
            return rc;
        if (!got.n) {
            item->rec->truncated = true;
            return end_item(item, 0, FC_ITEM_TRUNCATED, keep, err);
        }
        if (!first && place.first && fc_stream_codec(item->in) &&
            item->starts(got, false))
            return end_item(item, 0, FC_ITEM_BAD_LENGTH, keep, err);
        size_t n = fc_stream_border(item->in, 0);
        if (n > got.n)
            n = got.n;
        if (n > left)
            n = (size_t)left;
        fc_stream_consume(item->in, n);
        left -= n;
    }
    return end_item(item, 0, FC_ITEM_TOO_LARGE, keep, err);
}

/* Could a block of this length, behind `head` bytes of header, be there? No when the file
 * is known to be smaller. */
static bool possible(const fc_item *item, size_t head, uint64_t length)
{
    uint64_t total = fc_stream_raw_total(item->in);
    return !total || fc_stream_codec(item->in) || item->begin.at + head + length <= total;
}

/* Is a block that ends at `at` followed by what may follow a record? So many blank bytes
 * do without more to see. */
static fc_rc ends_well(fc_item *item, size_t at, bool *well, fc_err *err)
{
    size_t want = at + 4;
    for (;;) {
        fc_str got;
        bool all;
        fc_rc rc = fc_item_peek(item, want, &got, &all, err);
        if (rc)
            return rc;
        size_t i = at, lines = 0;
        for (; i < got.n && is_newline(got.p[i]) && lines < 2; i++)
            lines += got.p[i] == '\n';
        *well = true;
        if (lines >= 2 || i - at >= STEP ||
            i == fc_stream_border(item->in, at ? at - 1 : 0))
            return FC_OK;
        if (i < got.n && (got.n - i >= item->starts_need || all)) {
            *well = item->starts(fc_str_sub(got, i, got.n),
                                 !lines && (!at || got.p[at - 1] != '\n'));
            return FC_OK;
        }
        if (all)
            return FC_OK;
        want = got.n + item->starts_need;
    }
}

static fc_rc keep_whole(fc_item *item, size_t head, size_t end, fc_arena *keep,
                        fc_err *err)
{
    fc_str got;
    bool all, well;
    fc_rc rc = fc_item_peek(item, end, &got, &all, err);
    if (rc)
        return rc;
    if (got.n < end)
        return fc_item_give_up(item, head, 0, keep, err);
    if ((rc = ends_well(item, end, &well, err)))
        return rc;
    if (!well)
        return fc_item_give_up(item, head, FC_ITEM_BAD_LENGTH, keep, err);
    if ((rc = fc_stream_peek(item->in, end, &got, err)))
        return rc;
    keep_block(item, got, head, end, keep);
    return end_item(item, end, 0, keep, err);
}

fc_rc fc_item_block(fc_item *item, size_t head, fc_str length, fc_arena *keep,
                    fc_err *err)
{
    uint64_t n;
    if (!fc_str_u64(length, &n) || n > LARGEST)
        return fc_item_give_up(item, head, FC_ITEM_BAD_LENGTH, keep, err);
    if (!possible(item, head, n))
        return fc_item_give_up(item, head, 0, keep, err);
    if (n > fc_stream_max_item(item->in))
        return skip_block(item, head, n, keep, err);
    return keep_whole(item, head, head + (size_t)n, keep, err);
}
