/* mediawiki.c - XML dumps of wikis (MediaWiki's export format, all versions): page by
 * page.
 *
 * A dump is one file of up to terabytes, a page in it all that was ever saved of it.
 * What is held is one revision and the newest one before it, so memory does not grow
 * with either. In the format every '<' of a text is "&lt;", so tags are found without
 * parsing. Each page is given as a small dump of its own, with what it needs to know
 * of the wiki. */
#include "base/str.h"
#include "html/xml.h"
#include "io/stream.h"
#include "readers/item.h"
#include "readers/wide.h"
#include "readers/wiki_site.h"

#include <stdlib.h>

enum {
    TRUNCATED = 1, DAMAGED, BAD_PAGE, TOO_LARGE,
    STEP = 64 << 10, LONGEST = 16, LONGEST_TAG = 4096
};

static const fc_reason reasons[] = {
    { "truncated", "the input ended within a page" },
    { "damaged-member", "compressed data was damaged" },
    { "bad-page", "a page or revision that another one begins in" },
    { "too-large", "the newest revision of a page was larger than an item may be" },
    { NULL, NULL }
};

typedef enum mark {
    NONE, WIKI, SITE, SITE_END, PAGE, PAGE_END, REVISION, REVISION_END
} mark;

static const struct { fc_str tag; mark mark; } tags[] = {
    { { "<page", 5 }, PAGE }, { { "</page", 6 }, PAGE_END },
    { { "<revision", 9 }, REVISION }, { { "</revision", 10 }, REVISION_END },
    { { "<siteinfo", 9 }, SITE }, { { "</siteinfo", 10 }, SITE_END },
    { { "<mediawiki", 10 }, WIKI },
};

typedef struct dump {
    fc_stream *in;              /* in UTF-8 */
    fc_wide *wide;              /* the dump is in UTF-16, and this is beneath; or NULL */
    fc_wiki_site wiki;
    fc_buf head;                /* of the page: what stands before its revisions */
    fc_buf newest, stamp;       /* its newest revision so far, and when that was made */
    bool newest_large;          /* ... which was too large to be held */
} dump;

static int mediawiki_sniff(fc_str first, const char *path)
{
    char buf[512];
    fc_str name, tag;
    (void)path;
    if (fc_xml_root(first, buf, &name, &tag) && fc_str_is(name, "mediawiki"))
        return 95;
    fc_str s = fc_str_trim(first); /* a stream out of a multi-stream dump has no root */
    size_t title = fc_str_find(fc_str_sub(s, 0, 64), FC_STR("<title>"));
    return fc_str_starts(s, FC_STR("<page>")) && title < 64 ? 90 : 0;
}

static void mediawiki_close(void *state)
{
    dump *d = state;            /* the stream is its opener's */
    fc_buf *all[] = { &d->head, &d->newest, &d->stamp };
    fc_wiki_site_free(&d->wiki);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        fc_buf_free(all[i]);
    fc_wide_close(d->wide);
    free(d);
}

static fc_rc mediawiki_open(fc_stream *in, void **state, fc_err *err)
{
    dump *d = calloc(1, sizeof *d);
    fc_str head;
    if (!d)
        return fc_fail(err, FC_ETRY, "%s: no memory to open it", fc_stream_name(in));
    d->in = in;
    fc_rc rc = fc_stream_peek(in, 2, &head, err);
    if (!rc && fc_wide_is(head) && !(rc = fc_wide_open(&d->wide, in, err)))
        d->in = fc_wide_stream(d->wide);
    if (rc)
        mediawiki_close(d);
    else
        *state = d;
    return rc;
}

/* ---------------------------------------------------------------- finding tags */

/* Most tags are none of ours, as their first letter or that behind a '/' tells. */
static mark mark_at(fc_str s)
{
    for (size_t k = 0; k < sizeof tags / sizeof *tags; k++) {
        fc_str tag = tags[k].tag;
        if (s.n > tag.n && s.p[1] == tag.p[1] && s.p[2] == tag.p[2] &&
            fc_str_starts(s, tag) && (s.p[tag.n] == '>' || fc_is_space(s.p[tag.n])))
            return tags[k].mark;
    }
    return NONE;
}

/* The first tag of ours at or behind `from`, at *at. */
static mark find_mark(fc_str s, size_t from, size_t *at)
{
    for (size_t i = from; i < s.n; i++) {
        i += fc_str_findc(fc_str_sub(s, i, s.n), '<');
        mark m = mark_at(fc_str_sub(s, i, s.n));
        *at = i;
        if (m)
            return m;
    }
    return NONE;
}

/* Use what lies before the next tag. NONE at the end of the input, or before a gap. */
static fc_rc skip_to_mark(dump *d, mark *m, fc_err *err)
{
    for (;;) {
        fc_str got;
        size_t at;
        fc_rc rc = fc_stream_peek(d->in, STEP, &got, err);
        if (rc)
            return rc;
        *m = find_mark(got, 0, &at);
        if (*m) {
            fc_stream_consume(d->in, at);
            return FC_OK;
        }
        size_t keep = got.n < STEP ? 0 : LONGEST;
        fc_stream_consume(d->in, got.n - keep);
        if (!keep)
            return FC_OK;
    }
}

/* Look for the tag that follows the one at the next byte, without using anything: it
 * is at *n of *got. NONE: the input ends before it, or (got->n tells) it is beyond the
 * limit of an item. */
static fc_rc next_mark(dump *d, mark *m, fc_str *got, size_t *n, fc_err *err)
{
    size_t from = 1;
    for (size_t want = STEP;; want *= 2) {
        fc_rc rc = fc_stream_peek(d->in, want, got, err);
        if (rc)
            return rc;
        *m = find_mark(*got, from, n);
        if (*m && *n > fc_stream_max_item(d->in))
            *m = NONE;
        if (*m || got->n < want || got->n > fc_stream_max_item(d->in))
            return FC_OK;
        from = got->n - LONGEST;
    }
}

/* Use the tag at the next byte; *tag is it. Of one that is longer than tags are, or that
 * another one begins in, only the first byte is used. */
static fc_rc take_tag(dump *d, fc_str *tag, fc_err *err)
{
    fc_str got;
    fc_rc rc = fc_stream_peek(d->in, LONGEST_TAG, &got, err);
    if (rc)
        return rc;
    got = fc_str_sub(got, 0, LONGEST_TAG);
    got = fc_str_sub(got, 0, 1 + fc_str_findc(fc_str_sub(got, 1, got.n), '<'));
    size_t n = fc_str_findc(got, '>');
    *tag = fc_str_sub(got, 0, n + 1);
    fc_stream_consume(d->in, n < got.n ? n + 1 : got.n ? 1 : 0);
    return FC_OK;
}

/* ---------------------------------------------------------------- the wiki */

static fc_rc take_site(dump *d, fc_err *err)
{
    fc_str got, tag;
    size_t n;
    mark m;
    fc_rc rc = next_mark(d, &m, &got, &n, err);
    if (rc || m != SITE_END)
        return rc ? rc : take_tag(d, &tag, err);
    fc_wiki_site_read(&d->wiki, fc_str_sub(got, 0, n));
    fc_stream_consume(d->in, n);
    return take_tag(d, &tag, err);
}

/* ---------------------------------------------------------------- one page */

/* Dumps do not tell it before 2010. */
static void add_space(dump *d, fc_str title)
{
    fc_buf_text(&d->head, "<ns>");
    fc_buf_str(&d->head, fc_wiki_site_space(&d->wiki, title));
    fc_buf_text(&d->head, "</ns>");
}

static void read_head(dump *d, fc_str head)
{
    fc_wiki_site_set(&d->head, head);
    if (fc_str_find(head, FC_STR("<ns>")) == head.n)
        add_space(d, fc_wiki_site_between(head, "<title>", "</title>"));
}

/* Is a revision newer than the newest so far? In doubt, what comes later is. */
static bool is_newer(dump *d, fc_str revision)
{
    fc_str begin = fc_str_sub(revision, 0, 4096);
    fc_str stamp = fc_wiki_site_between(begin, "<timestamp>", "</timestamp>");
    fc_str best = { d->stamp.p ? d->stamp.p : "", d->stamp.n };
    size_t n = stamp.n < best.n ? stamp.n : best.n;
    if (n && memcmp(stamp.p, best.p, n) < 0)
        return false;
    fc_wiki_site_set(&d->stamp, stamp);
    return true;
}

/* The revision at the next byte. *reason is set when it cannot be read. */
static fc_rc take_revision(dump *d, int *reason, fc_err *err)
{
    fc_str got, tag;
    size_t n;
    mark m;
    fc_rc rc = next_mark(d, &m, &got, &n, err);
    if (rc)
        return rc;
    if (m == REVISION_END) {
        if (is_newer(d, fc_str_sub(got, 0, n))) {
            fc_wiki_site_set(&d->newest, fc_str_sub(got, 0, n));
            fc_buf_text(&d->newest, "</revision>\n");
            d->newest_large = false;
        }
        fc_stream_consume(d->in, n);
        return take_tag(d, &tag, err);
    }
    *reason = BAD_PAGE;
    if (m || got.n <= fc_stream_max_item(d->in))
        return FC_OK;
    *reason = 0;
    if (is_newer(d, got)) {
        d->newest_large = true;
        fc_buf_clear(&d->newest);
    }
    fc_stream_consume(d->in, 1);
    if ((rc = skip_to_mark(d, &m, err)))
        return rc;
    if (m != REVISION_END)
        *reason = BAD_PAGE;
    return m == REVISION_END ? take_tag(d, &tag, err) : FC_OK;
}

/* Compressed data was damaged, or cut, right here? */
static bool take_gap(dump *d, int *reason)
{
    fc_gap gap;
    if (!fc_stream_gap(d->in, &gap) && !(d->wide && fc_wide_gap(d->wide, &gap)))
        return false;
    *reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    return true;
}

/* What is left of a page that cannot be read, up to the begin of another or the end of
 * this. */
static fc_rc give_up(dump *d, int *reason, fc_err *err)
{
    mark m;
    fc_str tag;
    for (;;) {
        fc_rc rc = skip_to_mark(d, &m, err);
        if (rc)
            return rc;
        if (m == NONE && !take_gap(d, reason))
            *reason = TRUNCATED;
        if (m == NONE || m == PAGE || m == WIKI)
            return FC_OK;
        rc = take_tag(d, &tag, err);
        if (rc || m == PAGE_END)
            return rc;
    }
}

/* The page that begins at the next byte: its head and newest revision, or a reason. */
static fc_rc take_page(dump *d, int *reason, fc_err *err)
{
    fc_str got, tag;
    size_t n;
    mark m;
    fc_buf_clear(&d->newest);
    fc_buf_clear(&d->stamp);
    d->newest_large = false;
    fc_rc rc = next_mark(d, &m, &got, &n, err);
    if (rc)
        return rc;
    if (m == REVISION || m == PAGE_END) {
        read_head(d, fc_str_sub(got, 0, n));
        fc_stream_consume(d->in, n);
    } else {
        *reason = BAD_PAGE;
        fc_stream_consume(d->in, 1);
    }
    while (!*reason) {
        if ((rc = skip_to_mark(d, &m, err)))
            return rc;
        if (m == PAGE_END)
            break;
        if (m != REVISION)
            *reason = BAD_PAGE;
        else if ((rc = take_revision(d, reason, err)))
            return rc;
    }
    if (*reason)
        return give_up(d, reason, err);
    if (d->newest_large)
        *reason = TOO_LARGE;
    return take_tag(d, &tag, err);
}

/* ---------------------------------------------------------------- the record */

static void fill_record(dump *d, fc_record *rec, fc_arena *keep)
{
    fc_str head = fc_wiki_site_str(&d->head), lang = fc_wiki_site_str(&d->wiki.lang);
    fc_str dbname = fc_wiki_site_str(&d->wiki.dbname);
    fc_str id = fc_wiki_site_between(head, "<id>", "</id>");
    fc_str parts[] = { FC_STR("<mediawiki xml:lang=\""), lang, FC_STR("\">\n"),
                       fc_wiki_site_str(&d->wiki.xml), head, fc_wiki_site_str(&d->newest),
                       FC_STR("</page></mediawiki>\n") };
    rec->type = FC_STR("resource");
    rec->mime = FC_STR("application/x-mediawiki+xml");
    rec->block = fc_concat(keep, parts, sizeof parts / sizeof *parts);
    rec->date = fc_copy(keep, fc_wiki_site_str(&d->stamp));
    fc_str title = fc_wiki_site_between(head, "<title>", "</title>");
    rec->uri = fc_wiki_site_address(&d->wiki, title, keep);
    fc_str names[] = { dbname, FC_STR(":"), id };
    if (dbname.n && dbname.n < 64 && id.n && id.n < 20)
        rec->id = fc_concat(keep, names, 3);
}

/* Up to the next page. false: the input has no more. */
static fc_rc find_page(dump *d, bool *found, int *reason, fc_err *err)
{
    fc_str tag;
    for (;;) {
        mark m;
        fc_rc rc = skip_to_mark(d, &m, err);
        if (rc)
            return rc;
        *found = m == PAGE || (m == NONE && take_gap(d, reason));
        if (m == PAGE || m == NONE)
            return FC_OK;
        rc = m == SITE ? take_site(d, err) : take_tag(d, &tag, err);
        if (rc)
            return rc;
        if (m == WIKI)
            fc_wiki_site_begin(&d->wiki, tag);
    }
}

static bool no_memory(const dump *d)
{
    return fc_wiki_site_failed(&d->wiki) || d->head.failed || d->newest.failed ||
           d->stamp.failed;
}

static fc_rc next_page(dump *d, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_place begin, end;
    int reason = 0;
    bool found;
    fc_rc rc = find_page(d, &found, &reason, err);
    if (rc || !found)
        return rc ? rc : FC_END;
    if ((rc = fc_stream_place(d->in, &begin, err)))
        return rc;
    if (!reason && (rc = take_page(d, &reason, err)))
        return rc;
    if ((rc = fc_stream_place(d->in, &end, err)))
        return rc;
    if (no_memory(d))
        return fc_fail(err, FC_ETRY, "%s: no memory for a page", fc_stream_name(d->in));
    fc_record *rec = FC_NEW(keep, fc_record);
    rec->input = fc_stream_name(d->in);
    rec->unpacked = fc_stream_codec(d->in) != NULL || d->wide;
    rec->offset = begin.at;
    rec->length = end.at - begin.at;
    rec->truncated = reason != 0;
    if (!reason)
        fill_record(d, rec, keep);
    fc_item_give(rec, reason, keep, doc);
    return FC_OK;
}

static fc_rc mediawiki_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    dump *d = state;
    fc_rc rc = next_page(d, keep, doc, err);
    return d->wide ? fc_wide_failed(d->wide, rc, err) : rc;
}

FC_READER(mediawiki) = {
    .name = "mediawiki",
    .brief = "XML dumps of wikis such as Wikipedia, page by page",
    .doc = "Each page is a record of type resource: its newest revision, whatever "
           "history the dump has, as a small dump of its own. The id is DATABASE:PAGE, "
           "such as enwiki:12, the date that of the revision. All versions of the "
           "format, UTF-8 or UTF-16, whole or a stream cut out of a multi-stream dump. "
           "Offsets count decompressed bytes, of UTF-8.",
    .kind = FC_RECORD,
    .reasons = reasons,
    .sniff = mediawiki_sniff,
    .open = mediawiki_open,
    .next = mediawiki_next,
    .close = mediawiki_close
};
