/* medline.c - MEDLINE and PubMed sets: citations by the thousand in one XML file, given
 * one by one, so that a baseline file takes no more memory than its longest citation. */
#include "base/str.h"
#include "html/xml.h"
#include "io/stream.h"
#include "readers/item.h"

#include <stdlib.h>

enum { TRUNCATED = 1, DAMAGED, TOO_LARGE, STEP = 64 << 10, LONGEST_END = 24 };

static const fc_reason reasons[] = {
    { "truncated", "the input ended within a citation, or another one began in it" },
    { "damaged-member", "compressed data was damaged" },
    { "too-large", "a citation was larger than the limit for one item" },
    { NULL, NULL }
};

static const struct {
    fc_str begin, end;
} kinds[] = {
    { { "<PubmedArticle", 14 }, { "</PubmedArticle>", 16 } },
    { { "<PubmedBookArticle", 18 }, { "</PubmedBookArticle>", 20 } },
    { { "<MedlineCitation", 16 }, { "</MedlineCitation>", 18 } },
};

static int medline_sniff(fc_str first, const char *path)
{
    char buf[512];
    fc_str name, tag;
    bool utf16 = first.n > 1 && (unsigned char)first.p[0] >= 0xfe;
    (void)path;
    if (utf16 || !fc_xml_root(first, buf, &name, &tag))
        return 0;
    return fc_str_is(name, "PubmedArticleSet") || fc_str_is(name, "MedlineCitationSet")
               ? 95
               : 0;
}

static fc_rc medline_open(fc_stream *in, void **state, fc_err *err)
{
    (void)err;
    *state = in;
    return FC_OK;
}

static bool begins(fc_str s, int kind)
{
    size_t n = kinds[kind].begin.n;
    return s.n > n && fc_str_starts(s, kinds[kind].begin) &&
           (fc_is_space(s.p[n]) || s.p[n] == '>');
}

/* The citation that begins first in s, at *at; -1: none. */
static int find_begin(fc_str s, size_t *at)
{
    for (size_t i = 0; i < s.n; i++) {
        i += fc_str_findc(fc_str_sub(s, i, s.n), '<');
        for (int k = 0; k < 3; k++)
            if (begins(fc_str_sub(s, i, s.n), k)) {
                *at = i;
                return k;
            }
    }
    return -1;
}

/* Where one of this kind begins in s; s.n: nowhere. */
static size_t find_another(fc_str s, int kind)
{
    size_t i = 0;
    while (i < s.n && !begins(fc_str_sub(s, i, s.n), kind)) {
        i++;
        i += fc_str_find(fc_str_sub(s, i, s.n), kinds[kind].begin);
    }
    return i < s.n ? i : s.n;
}

/* Use what lies before the next citation. *kind is -1 at the end, or before damage. */
static fc_rc skip_to_begin(fc_stream *in, int *kind, fc_err *err)
{
    for (size_t want = STEP;;) {
        fc_str got;
        size_t at;
        fc_rc rc = fc_stream_peek(in, want, &got, err);
        if (rc)
            return rc;
        *kind = find_begin(got, &at);
        if (*kind >= 0) {
            fc_stream_consume(in, at);
            return FC_OK;
        }
        size_t keep = got.n < want ? 0 : LONGEST_END;
        fc_stream_consume(in, got.n - keep);
        if (!keep)
            return FC_OK;
    }
}

/* The bytes up to the end tag, *n of them, or what there is of a citation without one
 * (*whole is false): up to the begin of another, the end of the input, or beyond the
 * limit. */
static fc_rc find_end(fc_stream *in, int kind, fc_str *got, size_t *n, bool *whole,
                      fc_err *err)
{
    size_t from = 1;
    for (size_t want = STEP;; want *= 2) {
        fc_rc rc = fc_stream_peek(in, want, got, err);
        if (rc)
            return rc;
        fc_str rest = fc_str_sub(*got, from, got->n);
        size_t at = fc_str_find(rest, kinds[kind].end);
        size_t other = find_another(fc_str_sub(rest, 0, at), kind);
        *whole = at < rest.n && other == at;
        *n = from + other + (*whole ? kinds[kind].end.n : 0);
        if (other < rest.n || got->n < want)
            return FC_OK;
        from = got->n - LONGEST_END;
        *n = from;
        if (from > fc_stream_max_item(in))
            return FC_OK;
    }
}

/* The number in the first <PMID>; empty when there is none. */
static fc_str pmid_of(fc_str block)
{
    size_t at = fc_str_find(block, FC_STR("<PMID"));
    fc_str rest = fc_str_sub(block, at, block.n);
    rest = fc_str_sub(rest, fc_str_findc(rest, '>') + 1, rest.n);
    size_t n = 0;
    while (n < rest.n && n < 12 && fc_is_digit(rest.p[n]))
        n++;
    return fc_str_sub(rest, 0, n);
}

static void fill_record(fc_record *rec, fc_str block, fc_arena *keep)
{
    fc_str pmid = pmid_of(block);
    rec->type = FC_STR("resource");
    rec->mime = FC_STR("application/xml");
    rec->block = fc_copy(keep, block);
    if (pmid.n) {
        rec->id = fc_printf(keep, "pmid:%.*s", (int)pmid.n, pmid.p);
        rec->uri =
            fc_printf(keep, "https://pubmed.ncbi.nlm.nih.gov/%.*s/", (int)pmid.n, pmid.p);
    }
}

/* The citation at the next byte, into the record, or *reason. Of one that is too large
 * all is used up to the next. */
static fc_rc take_citation(fc_stream *in, int kind, fc_record *rec, int *reason,
                           fc_arena *keep, fc_err *err)
{
    fc_str got;
    fc_gap gap;
    size_t n;
    bool whole;
    fc_rc rc = find_end(in, kind, &got, &n, &whole, err);
    if (rc)
        return rc;
    bool large = n > fc_stream_max_item(in), all = n == got.n;
    if (whole && !large)
        fill_record(rec, fc_str_sub(got, 0, n), keep);
    fc_stream_consume(in, n);
    if (large) {
        *reason = TOO_LARGE;
        return skip_to_begin(in, &kind, err);
    }
    if (whole)
        return FC_OK;
    *reason = TRUNCATED;
    if (all && fc_stream_gap(in, &gap))
        *reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    return FC_OK;
}

static fc_rc medline_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_stream *in = state;
    fc_place begin, end;
    fc_gap gap;
    int kind, reason = 0;
    fc_rc rc = skip_to_begin(in, &kind, err);
    if (rc || (rc = fc_stream_place(in, &begin, err)))
        return rc;
    fc_record *rec = FC_NEW(keep, fc_record);
    rec->input = fc_stream_name(in);
    if (kind < 0) {
        if (!fc_stream_gap(in, &gap))
            return FC_END;
        reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    } else if ((rc = take_citation(in, kind, rec, &reason, keep, err))) {
        return rc;
    }
    if ((rc = fc_stream_place(in, &end, err)))
        return rc;
    rec->unpacked = fc_stream_codec(in) != NULL;
    rec->offset = begin.at;
    rec->length = end.at - begin.at;
    rec->truncated = reason != 0;
    fc_item_give(rec, reason, keep, doc);
    return FC_OK;
}

static void medline_close(void *state)
{
    (void)state; /* the stream is its opener's */
}

FC_READER(medline) = {
    .name = "medline",
    .brief = "MEDLINE and PubMed sets, citation by citation",
    .doc = "Each PubmedArticle, PubmedBookArticle or MedlineCitation is a record of type "
           "resource whose id is pmid:NUMBER. Offsets count decompressed bytes.",
    .kind = FC_RECORD,
    .reasons = reasons,
    .sniff = medline_sniff,
    .open = medline_open,
    .next = medline_next,
    .close = medline_close
};
