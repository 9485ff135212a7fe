/* warc.c - WARC 0.17 to 1.1 (ISO 28500:2017), WET and WAT among them, read as crawlers
 * wrote them: CRLF or LF line ends, folded fields, any case of names, garbage between
 * records. */
#include "base/str.h"
#include "io/http.h"
#include "io/stream.h"
#include "io/warc_write.h"
#include "readers/item.h"

#include <stdlib.h>

enum { MAX_HEAD = 1 << 20, STARTS_NEED = 8 };

typedef struct head {
    fc_str type, id, uri, date, mime, length, truncated;
    bool about;                     /* there are fields that filterc wrote */
} head;

/* "WARC/1.": the version's first digit; within other bytes the point as well. Any
 * case: JHOVE takes "warc/1.0" for valid. */
static bool warc_starts(fc_str at, bool within)
{
    if (!fc_str_istarts(at, FC_STR("WARC/")) || (within && at.n < 7))
        return false;
    return at.n == 5 || (fc_is_digit(at.p[5]) && (!within || at.p[6] == '.'));
}

static int warc_sniff(fc_str first, const char *path)
{
    size_t i = 0;
    while (i < first.n && fc_is_space(first.p[i]))
        i++;
    if (fc_str_istarts(fc_str_sub(first, i, first.n), FC_STR("WARC/")))
        return 100;
    return path && strstr(path, ".warc") && !strstr(path, ".wacz") ? 20 : 0;
}

static fc_rc warc_open(fc_stream *in, void **state, fc_err *err)
{
    *state = in;
    fc_stream_expect(in, FC_STR("WARC/"));
    return FC_OK;
}

/* Bytes of the header with its blank line, or 0 when that is not in text. */
static size_t head_size(fc_str text)
{
    for (size_t at = 0; at < text.n;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        if (!end)
            return 0;
        size_t line = (size_t)(end - (text.p + at));
        if (at && (line == 0 || (line == 1 && text.p[at] == '\r')))
            return at + line + 1;
        at += line + 1;
    }
    return 0;
}

/* The field that a name stands for, or NULL when nothing wants to know it. */
static fc_str *field_of(head *h, fc_str name)
{
    static const struct {
        fc_str name;
        size_t at;
    } known[] = {
        { { "WARC-Type", 9 }, offsetof(head, type) },
        { { "WARC-Record-ID", 14 }, offsetof(head, id) },
        { { "WARC-Target-URI", 15 }, offsetof(head, uri) },
        { { "WARC-Date", 9 }, offsetof(head, date) },
        { { "Content-Type", 12 }, offsetof(head, mime) },
        { { "Content-Length", 14 }, offsetof(head, length) },
        { { "WARC-Truncated", 14 }, offsetof(head, truncated) },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (name.n == known[i].name.n && fc_str_ieq(name, known[i].name))
            return (fc_str *)((char *)h + known[i].at);
    return NULL;
}

/* The fields in one pass; of a name that comes twice the first counts. */
static head parse_head(fc_str text, fc_arena *keep)
{
    head h = { 0 };
    fc_str rest = text, line;
    fc_str_split(&rest, '\n', &line); /* the version */
    while (fc_str_split(&rest, '\n', &line)) {
        size_t colon = fc_str_findc(line, ':');
        if (colon == line.n || line.p[0] == ' ' || line.p[0] == '\t')
            continue;
        h.about |= fc_str_istarts(line, FC_STR(FC_WARC_ABOUT));
        fc_str *field = field_of(&h, fc_str_trim(fc_str_sub(line, 0, colon)));
        if (field && !field->p)
            *field = fc_http_value(text, (size_t)(line.p - text.p) + colon + 1, keep);
    }
    return h;
}

/* The fields that filterc wrote, as the lines of a record's `about`. */
static fc_str read_about(fc_str text, fc_arena *keep)
{
    fc_str prefix = FC_STR(FC_WARC_ABOUT), line;
    char *p = fc_alloc(keep, text.n);
    size_t n = 0, all = text.n;
    while (fc_str_split(&text, '\n', &line)) {
        if (!fc_str_istarts(line, prefix))
            continue;
        line = fc_str_trim(fc_str_sub(line, prefix.n, line.n));
        memcpy(p + n, line.p, line.n);
        n += line.n;
        p[n++] = '\n';
    }
    fc_trim(keep, p, all, n);
    return (fc_str){ p, n };
}

/* "WARC/1.0" and nothing else in the first line. */
static bool version_ok(fc_str text)
{
    fc_str line = fc_str_sub(text, 5, fc_str_findc(text, '\n'));
    line = fc_str_trim(line);
    size_t dot = fc_str_findc(line, '.');
    uint64_t major, minor;
    return fc_str_u64(fc_str_sub(line, 0, dot), &major) &&
           fc_str_u64(fc_str_sub(line, dot + 1, line.n), &minor);
}

static fc_str without_brackets(fc_str s)
{
    if (s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>')
        return fc_str_sub(s, 1, s.n - 1);
    return s;
}

static fc_str lower(fc_str s, fc_arena *keep)
{
    fc_str copy = fc_copy(keep, s);
    for (size_t i = 0; i < s.n; i++)
        ((char *)(uintptr_t)copy.p)[i] = fc_lower(s.p[i]);
    return copy;
}

static head fill_record(fc_record *rec, fc_arena *keep)
{
    head h = parse_head(rec->head, keep);
    rec->type = lower(h.type, keep);
    rec->id = without_brackets(h.id);
    rec->uri = without_brackets(h.uri); /* wget 1.14 to 1.19 wrote <uri> */
    rec->date = h.date;
    rec->mime = h.mime;
    rec->truncated = h.truncated.n > 0;
    if (h.about)
        rec->about = read_about(rec->head, keep);
    return h;
}

/* Peek until the header is complete; *n is 0 when it never is. */
static fc_rc find_head(fc_item *item, fc_str *got, size_t *n, fc_err *err)
{
    size_t want = 1;
    bool all;
    for (;;) {
        fc_rc rc = fc_item_peek(item, want, got, &all, err);
        if (rc)
            return rc;
        *n = head_size(*got);
        if (*n || all || got->n >= MAX_HEAD)
            return FC_OK;
        want = got->n * 2;
    }
}

static fc_rc warc_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_item item = { .in = state, .doc = doc, .starts = warc_starts,
                     .starts_need = STARTS_NEED };
    fc_str got;
    size_t n;
    fc_rc rc = fc_item_begin(&item, keep, err);
    if (rc || doc->reason)
        return rc;
    if ((rc = fc_item_peek(&item, STARTS_NEED, &got, &(bool){ false }, err)))
        return rc;
    if (!warc_starts(got, false))
        return fc_item_give_up(&item, 0, FC_ITEM_GARBAGE, keep, err);
    if ((rc = find_head(&item, &got, &n, err)))
        return rc;
    if (!n)
        return fc_item_give_up(&item, 0, got.n < MAX_HEAD ? 0 : FC_ITEM_BAD_HEADER, keep,
                               err);
    item.rec->head = fc_copy(keep, fc_str_sub(got, 0, n));
    head h = fill_record(item.rec, keep);
    if (!version_ok(item.rec->head) || !h.type.n)
        return fc_item_give_up(&item, n, FC_ITEM_BAD_HEADER, keep, err);
    return fc_item_block(&item, n, h.length, keep, err);
}

static void warc_close(void *state)
{
    (void)state; /* the stream is its opener's */
}

FC_READER(warc) = {
    .name = "warc",
    .brief = "WARC 0.17 to 1.1, WET and WAT",
    .doc = "Records of web archives. A record's place is that of its gzip member or zstd "
           "frame when it has its own, else it counts decompressed bytes; the length "
           "reaches to the next record, as in a CDX.",
    .kind = FC_RECORD,
    .reasons = fc_item_reasons,
    .sniff = warc_sniff,
    .open = warc_open,
    .next = warc_next,
    .close = warc_close
};
