/* enterprise.c - Wikimedia Enterprise's dumps: articles of Wikipedia and its sisters as
 * HTML, a JSON object a line, packed in a tar. Each line is a record, the HTML its
 * block. */
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

static bool has(fc_str s, const char *key)
{
    return fc_str_find(s, fc_str_of(key)) < s.n;
}

static int enterprise_sniff(fc_str first, const char *path)
{
    (void)path;
    return fc_str_starts(first, FC_STR("{")) && has(first, "\"name\":") &&
           has(first, "\"identifier\":") && has(first, "\"date_modified\":") &&
           (has(first, "\"article_body\":") || has(first, "\"version\":")) ? 95 : 0;
}

static fc_rc enterprise_open(fc_stream *in, void **state, fc_err *err)
{
    (void)err;
    *state = in;
    return FC_OK;
}

typedef struct article {
    fc_str wiki, page, url, date, html;
} article;

static fc_str text_of(const fc_value *value, fc_arena *keep)
{
    char digits[32];
    if (value->type == FC_NUM)
        return fc_copy(keep, (fc_str){ digits, fc_num_format(value->num, digits) });
    return value->type == FC_STRING ? value->str : (fc_str){ "", 0 };
}

/* A value of the article itself, or of an object in it. */
static void take_value(article *a, fc_str within, fc_str key, const fc_value *value,
                       fc_arena *keep)
{
    static const struct { const char *within, *key; size_t at; } wanted[] = {
        { "", "identifier", offsetof(article, page) },
        { "", "url", offsetof(article, url) },
        { "", "date_modified", offsetof(article, date) },
        { "is_part_of", "identifier", offsetof(article, wiki) },
        { "article_body", "html", offsetof(article, html) },
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (fc_str_is(within, wanted[i].within) && fc_str_is(key, wanted[i].key))
            *(fc_str *)(void *)((char *)a + wanted[i].at) = text_of(value, keep);
}

static bool scan_key(fc_json *j, fc_arena *keep, fc_str *key)
{
    return fc_json_scan_string(j, keep, key) && fc_json_take(j, ':');
}

/* The members of an object in it, which was begun, and its end. It is looked into where
 * it stands, so that no HTML is held twice. */
static bool read_object(fc_json *j, fc_str within, article *a, fc_arena *keep)
{
    fc_str key;
    fc_value value;
    do {
        if (!scan_key(j, keep, &key) || !fc_json_scan_value(j, keep, &value))
            return false;
        take_value(a, within, key, &value, keep);
    } while (fc_json_take(j, ','));
    return fc_json_take(j, '}');
}

static bool read_article(fc_str line, article *a, fc_arena *keep)
{
    fc_json j = { line.p, line.p, line.p + line.n, NULL };
    fc_str key;
    fc_value value;
    if (!fc_json_take(&j, '{'))
        return false;
    do {
        if (!scan_key(&j, keep, &key))
            return false;
        bool inner = fc_str_is(key, "is_part_of") || fc_str_is(key, "article_body");
        if (inner && fc_json_take(&j, '{')) {
            if (!fc_json_take(&j, '}') && !read_object(&j, key, a, keep))
                return false;
            continue;
        }
        if (!fc_json_scan_value(&j, keep, &value))
            return false;
        take_value(a, (fc_str){ "", 0 }, key, &value, keep);
    } while (fc_json_take(&j, ','));
    return fc_json_take(&j, '}') && !fc_json_next(&j);
}

static void fill_record(fc_record *rec, const article *a, fc_arena *keep)
{
    rec->uri = a->url;
    rec->date = a->date;
    rec->block = a->html;
    if (a->wiki.n && a->page.n && a->wiki.n < 64)
        rec->id = fc_printf(keep, "%.*s:%.*s", (int)a->wiki.n, a->wiki.p, (int)a->page.n,
                            a->page.p);
}

static fc_rc enterprise_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_stream *in = state;
    fc_line line;
    fc_rc rc = fc_line_next(in, &line, err);
    if (rc)
        return rc;
    article a = { .html = { "", 0 } };
    fc_record *rec =
        fc_line_record(in, &line, FC_STR("text/html; charset=utf-8"), keep);
    if (!line.large && read_article(line.text, &a, keep))
        fill_record(rec, &a, keep);
    else
        doc->reason = FC_LINE_BAD;
    if (!rec->id.n)
        rec->id = fc_line_id(in, &line, keep);
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    return fc_line_end(in, &line, &doc->reason, err);
}

static void enterprise_close(void *state)
{
    (void)state; /* the stream is its opener's */
}

FC_READER(enterprise) = {
    .name = "enterprise",
    .brief = "Wikimedia Enterprise's dumps: articles as HTML, one a line",
    .doc = "Each article is a record of type resource with its HTML; the id is "
           "DATABASE:PAGE, as that of the same page of an XML dump.",
    .kind = FC_RECORD,
    .reasons = reasons,
    .sniff = enterprise_sniff,
    .open = enterprise_open,
    .next = enterprise_next,
    .close = enterprise_close
};
