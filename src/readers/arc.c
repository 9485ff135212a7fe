/* arc.c - ARC, the format before WARC: a line of fields, then the captured bytes, then a
 * line end. Version 1 lines have URL, IP, date, type and length; version 2 puts five
 * fields more before the length (archive.org/web/researcher/ArcFileFormat.php). URLs hold
 * spaces, types are missing or hold spaces, lengths are wrong: so the date, a long number
 * behind an address, is what a line is known by. */
#include "base/str.h"
#include "readers/item.h"

enum { MAX_LINE = 16 << 10, STARTS_NEED = MAX_LINE, TYPE_NEED = 5, VERSION_2_REST = 7 };

typedef struct line {
    fc_str uri, ip, date, mime, length;
} line;

static bool is_digits(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

static bool is_address(fc_str s) /* or "-" */
{
    for (size_t i = 0; i < s.n; i++) {
        char c = fc_lower(s.p[i]);
        if (!(fc_is_digit(c) || (c >= 'a' && c <= 'f') || c == '.' || c == ':' ||
              c == '-'))
            return false;
    }
    return s.n > 0;
}

static bool is_scheme(fc_str s)
{
    size_t n = fc_str_findc(s, ':');
    for (size_t i = 0; i < n && n < s.n; i++) {
        char c = fc_lower(s.p[i]);
        if (!((c >= 'a' && c <= 'z') || (i && (fc_is_digit(c) || c == '+' ||
                                              c == '-' || c == '.'))))
            return false;
    }
    return n > 0 && n < s.n && n <= 20;
}

/* The fields behind the date: type and length, or version 2's seven. */
static bool parse_rest(fc_str rest, line *out)
{
    size_t spaces = 0, last = rest.n;
    for (size_t i = 0; i < rest.n; i++)
        if (rest.p[i] == ' ') {
            spaces++;
            last = i;
        }
    out->length = last < rest.n ? fc_str_sub(rest, last + 1, rest.n) : rest;
    size_t type_end = last < rest.n ? last : 0;
    if (spaces + 1 >= VERSION_2_REST)
        type_end = fc_str_findc(rest, ' ');
    out->mime = fc_str_trim(fc_str_sub(rest, 0, type_end));
    return out->length.n > 0;
}

static bool parse_line(fc_str text, line *out)
{
    fc_str rest = text, word, before = { NULL, 0 };
    if (!is_scheme(text))
        return false;
    while (fc_str_split(&rest, ' ', &word)) {
        if (rest.p && before.p && word.n >= 12 && word.n <= 18 && is_digits(word) &&
            is_address(before) && before.p > text.p + 1) {
            out->uri = (fc_str){ text.p, (size_t)(before.p - 1 - text.p) };
            out->ip = before;
            out->date = word;
            return parse_rest(rest, out);
        }
        before = word;
    }
    return false;
}

static bool is_known_scheme(fc_str at)
{
    static const char *const known[] = { "http:", "https:", "ftp:", "dns:", "whois:",
                                         "filedesc:", "metadata:", "gopher:", "mailto:" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (fc_str_istarts(at, fc_str_of(known[i])))
            return true;
    return false;
}

/* Some writers left out the line end between records, so "http:" may follow anything;
 * "ttp:" is what a length that is one too large leaves of it. */
static bool arc_starts(fc_str at, bool within)
{
    line parsed;
    at = fc_str_sub(at, 0, MAX_LINE); /* no more, so that it is the same for any read */
    size_t n = fc_str_findc(at, '\n');
    return n < at.n && (within ? is_known_scheme(at) : is_scheme(at)) &&
           parse_line(fc_str_trim(fc_str_sub(at, 0, n)), &parsed);
}

static int arc_sniff(fc_str first, const char *path)
{
    fc_str text = fc_str_trim(first);
    if (fc_str_starts(text, FC_STR("filedesc:")))
        return 100;
    fc_str name = fc_str_of(path);
    bool named = fc_str_ends(name, FC_STR(".arc"));
    if (arc_starts(text, false))
        return named ? 90 : 40;
    return named ? 20 : 0;
}

static fc_rc arc_open(fc_stream *in, void **state, fc_err *err)
{
    *state = in;
    return FC_OK;
}

/* "20080430204825" as ISO 8601; what is missing is the least there can be. */
static fc_str iso_date(fc_str digits, fc_arena *keep)
{
    char d[] = "00000101000000";
    memcpy(d, digits.p, digits.n < 14 ? digits.n : 14);
    return fc_printf(keep, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", d, d + 4, d + 6, d + 8,
                     d + 10, d + 12);
}

/* Captures of the Web are responses with their HTTP header; what was there without one
 * (DNS answers, very old crawls) is a resource of its own type. */
static void set_type(fc_record *rec, const line *fields, fc_str block, fc_arena *keep)
{
    if (fc_str_istarts(fields->uri, FC_STR("filedesc:"))) {
        rec->type = FC_STR("warcinfo");
        rec->mime = FC_STR("text/plain");
    } else if (fc_str_istarts(fields->uri, FC_STR("http")) &&
               fc_str_istarts(block, FC_STR("HTTP/"))) {
        rec->type = FC_STR("response");
        rec->mime = FC_STR("application/http; msgtype=response");
    } else {
        rec->type = FC_STR("resource");
        rec->mime = fc_copy(keep, fields->mime);
    }
}

static fc_rc find_line(fc_item *item, fc_str *got, size_t *n, fc_err *err)
{
    size_t want = 1;
    bool all;
    for (;;) {
        fc_rc rc = fc_item_peek(item, want, got, &all, err);
        if (rc)
            return rc;
        *n = fc_str_findc(fc_str_sub(*got, 0, MAX_LINE), '\n') + 1;
        if (*n <= got->n && *n <= MAX_LINE)
            return FC_OK;
        *n = 0;
        if (all || got->n >= MAX_LINE)
            return FC_OK;
        want = got->n * 2;
    }
}

static fc_rc arc_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_item item = { .in = state, .doc = doc, .starts = arc_starts,
                     .starts_need = STARTS_NEED };
    fc_str got;
    size_t n;
    line fields;
    fc_rc rc = fc_item_begin(&item, keep, err);
    if (rc || doc->reason)
        return rc;
    if ((rc = find_line(&item, &got, &n, err)))
        return rc;
    fc_record *rec = item.rec;
    rec->head = fc_copy(keep, fc_str_sub(got, 0, n));
    if (!n || !parse_line(fc_str_trim(rec->head), &fields)) {
        rec->head = (fc_str){ NULL, 0 };
        return fc_item_give_up(&item, 0, FC_ITEM_GARBAGE, keep, err);
    }
    rec->uri = fields.uri;
    rec->date = iso_date(fields.date, keep);
    if ((rc = fc_item_peek(&item, n + TYPE_NEED, &got, &(bool){ false }, err)))
        return rc;
    set_type(rec, &fields, fc_str_sub(got, n, got.n), keep);
    return fc_item_block(&item, n, fields.length, keep, err);
}

static void arc_close(void *state)
{
    (void)state; /* the stream is its opener's */
}

FC_READER(arc) = {
    .name = "arc",
    .brief = "ARC versions 1 and 2",
    .doc = "Records of web archives older than WARC. Captures with an HTTP header are "
           "responses, others resources; the version block is a warcinfo record.",
    .kind = FC_RECORD,
    .reasons = fc_item_reasons,
    .sniff = arc_sniff,
    .open = arc_open,
    .next = arc_next,
    .close = arc_close
};
