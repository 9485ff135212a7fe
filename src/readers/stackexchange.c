/* stackexchange.c - the dumps of Stack Exchange: Posts.xml as one record for each
 * question, with its answers, the comments on them (Comments.xml) and the names of who
 * wrote them (Users.xml). These lie in the same archive or folder, or beside the file
 * that is read; dump_join.h joins them. A record's block is the rows as the dump has
 * them:
 *
 *     <thread site="cooking.stackexchange.com">
 *     <row Id="1" PostTypeId="1" .../>                 the question, then its answers
 *     <comment Id="7" PostId="1" .../>
 *     <user Id="4" DisplayName="..."/>
 *     </thread> */
#include "base/str.h"
#include "html/dom.h"
#include "html/xml.h"
#include "io/stream.h"
#include "readers/dump_join.h"
#include "readers/gather.h"

#include <stdlib.h>

enum { STEP = 64 << 10, LONGEST_SITE = 100 };

enum {
    TRUNCATED = 1,
    DAMAGED,
    TOO_LARGE,
    BAD_ROW,
    OTHER_POST,
    DUPLICATE,
    NO_QUESTION,
    NO_POST,
    NO_POSTS
};

static const fc_reason reasons[] = {
    { "truncated", "the input ended within a row" },
    { "damaged-member", "compressed data was damaged" },
    { "too-large", "a row, or a thread, was larger than the limit for one item" },
    { "bad-row", "a row of a dump is no start tag, or has no numbers to join it by" },
    { "other-post",
      "neither question nor answer: the wiki of a tag, an election and the like" },
    { "duplicate", "a second post or comment with the same number" },
    { "no-question", "answers whose question is not in the dump" },
    { "no-post", "comments on a post that is not in the dump" },
    { "no-posts",
      "a table of a dump without texts (badges, votes), or comments and users "
      "that are read along with Posts.xml" },
    { NULL, NULL }
};

typedef enum table { POSTS, COMMENTS, USERS, OTHER } table;

typedef struct dump {
    fc_stream *in;                  /* the file that is read; NULL: all were */
    fc_stream *own;                 /* the same, when it was opened here */
    char *own_name;
    table table;
    bool alone;                     /* it is read by itself: files beside it are to be
                                       opened */
    int beside;                     /* ... so many were tried */
    size_t used;                    /* bytes of the row that was given */
    bool told;                      /* that the file has no posts */
    char *name;                     /* of the file with posts; before one is known, of
                                       any */
    bool has_posts;
    char site[LONGEST_SITE];
    uint64_t max_item;
    fc_dump_join *join;
} dump;

/* ----------------------------------------------------------------------------- tables */

static bool find_table(fc_str head, table *t)
{
    static const struct { const char *name; table t; } names[] = {
        { "posts", POSTS }, { "comments", COMMENTS }, { "users", USERS },
        { "badges", OTHER },
        { "postlinks", OTHER }, { "posthistory", OTHER }, { "tags", OTHER },
        { "votes", OTHER },
    };
    char buf[512];
    fc_str name, tag;
    if (!fc_xml_root(head, buf, &name, &tag) ||
        fc_str_find(head, FC_STR("<row ")) == head.n)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_ieq(name, fc_str_of(names[i].name))) {
            *t = names[i].t;
            return true;
        }
    return false;
}

static int stackexchange_sniff(fc_str first, const char *path)
{
    table t;
    (void)path;
    return find_table(first, &t) ? 90 : 0;
}

/* The site that a part of a path names: "cooking.stackexchange.com.7z",
 * "stackoverflow.com-Posts.7z". */
static fc_str site_in(fc_str part)
{
    static const char *const ends[] = { ".com", ".net", ".org" };
    size_t n = 0;
    while (n < part.n && ((part.p[n] >= 'a' && part.p[n] <= 'z') || part.p[n] == '.' ||
                          part.p[n] == '-' || fc_is_digit(part.p[n])))
        n++;
    fc_str host = fc_str_sub(part, 0, n);
    for (size_t i = 0; i < 3; i++) {
        size_t at = fc_str_find(host, fc_str_of(ends[i]));
        if (at > 0 && at < host.n && at + 4 < LONGEST_SITE &&
            (at + 4 == host.n || host.p[at + 4] == '.' || host.p[at + 4] == '-'))
            return fc_str_sub(host, 0, at + 4);
    }
    return fc_str_sub(part, 0, 0);
}

static void set_site(dump *d)
{
    fc_str rest = fc_str_of(d->name), part, site = { "", 0 };
    while (fc_str_split(&rest, '/', &part)) {
        fc_str found = site_in(part);
        site = found.n ? found : site;
    }
    memcpy(d->site, site.p, site.n);
    d->site[site.n] = '\0';
}

/* Begin with a file; its name may be gone before the dump is. */
static fc_rc begin_file(void *state, fc_stream *in, fc_err *err)
{
    dump *d = state;
    fc_str head;
    fc_rc rc = fc_stream_sniff(in, 4096, &head, err);
    if (rc)
        return rc;
    if (!find_table(head, &d->table))
        d->table = OTHER;
    d->in = in;
    d->used = 0;
    d->told = false;
    d->max_item = fc_stream_max_item(in);
    if (d->name && (d->has_posts || d->table != POSTS))
        return FC_OK;
    d->has_posts = d->table == POSTS;
    free(d->name);
    size_t n = strlen(fc_stream_name(in)) + 1;
    if (!(d->name = malloc(n)))
        return fc_fail(err, FC_ETRY, "no memory for a name");
    memcpy(d->name, fc_stream_name(in), n);
    set_site(d);
    return FC_OK;
}

static void stackexchange_close(void *state)
{
    dump *d = state;
    if (!d)
        return;
    fc_stream_close(d->own);
    free(d->own_name);
    fc_dump_join_close(d->join);
    free(d->name);
    free(d);
}

static fc_rc new_dump(fc_stream *in, void **out, fc_err *err)
{
    dump *d = *out = calloc(1, sizeof *d);
    if (!d)
        return fc_fail(err, FC_ETRY, "no memory to read a dump");
    return fc_dump_join_open(&d->join, fc_stream_temp(in), fc_stream_max_item(in), err);
}

static const fc_gather files = { new_dump, begin_file, stackexchange_close };

static fc_rc stackexchange_open(fc_stream *in, void **state, fc_err *err)
{
    fc_rc rc = fc_gather_open(&files, in, state, err);
    if (!rc)
        ((dump *)*state)->alone = true;
    return rc;
}

static fc_rc stackexchange_gather(fc_stream *in, void **state, fc_err *err)
{
    if (in)
        return fc_gather_file(&files, in, state, err);
    dump *d = *state;
    d->in = NULL;
    d->told = false;
    return FC_OK;
}

/* The name of the file of another table: "x/Posts.xml.gz" -> "x/Comments.xml.gz"; NULL
 * when there is no "Posts" in it. */
static char *name_beside(const char *name, const char *word)
{
    const char *slash = strrchr(name, '/'), *at = NULL;
    for (const char *p = slash ? slash + 1 : name; (p = strstr(p, "osts")); p++)
        if (p > name && (p[-1] == 'P' || p[-1] == 'p'))
            at = p - 1;
    char *path = at ? malloc(strlen(name) + strlen(word) + 1) : NULL;
    if (!path)
        return NULL;
    size_t before = (size_t)(at - name);
    memcpy(path, name, before);
    strcpy(path + before, word);
    if (*at == 'p')
        path[before] = fc_lower(path[before]);
    strcat(path, at + sizeof "Posts" - 1);
    return path;
}

/* Go on to the next file beside the one with the posts. FC_END: there is none. */
static fc_rc open_beside(dump *d)
{
    static const char *const words[] = { "Comments", "Users" };
    static const table tables[] = { COMMENTS, USERS };
    while (d->beside < 2) {
        fc_str head;
        table t;
        int i = d->beside++;
        fc_stream_close(d->own);
        free(d->own_name);
        d->own = NULL;
        d->own_name = name_beside(d->name, words[i]);
        if (!d->own_name || fc_stream_open(&d->own, d->own_name, NULL) ||
            fc_stream_sniff(d->own, 4096, &head, NULL) || !find_table(head, &t) ||
            t != tables[i])
            continue;
        fc_stream_set_max_item(d->own, d->max_item);
        d->in = d->own;
        d->table = t;
        d->used = 0;
        return FC_OK;
    }
    return FC_END;
}

/* ------------------------------------------------------------------------------- rows */

/* Use what lies before the next row; got->n is 0 at the end or before a gap. */
static fc_rc skip_to_row(fc_stream *in, fc_str *got, fc_err *err)
{
    for (;;) {
        fc_rc rc = fc_stream_peek(in, sizeof "<row", got, err);
        if (rc || !got->n)
            return rc;
        size_t n = fc_str_findc(*got, '<');
        if (!n && got->n > 4 && !memcmp(got->p, "<row", 4) && fc_is_space(got->p[4]))
            return FC_OK;
        fc_stream_consume(in, n ? n : 1);
    }
}

/* Why the input ended within a row, whose bytes are used up. */
static int why_cut(dump *d, fc_str got)
{
    fc_gap gap;
    fc_stream_consume(d->in, got.n);
    if (got.n > d->max_item)
        return TOO_LARGE;
    return fc_stream_gap(d->in, &gap) && gap.kind == FC_GAP_DAMAGE ? DAMAGED : TRUNCATED;
}

/* The next row, used up by the next call; row->p NULL: *reason tells why there is none.
 * In XML a value holds no '<', so a row ends before the next one. */
static fc_rc next_row(dump *d, fc_str *row, uint64_t *offset, int *reason, fc_err *err)
{
    fc_place at;
    fc_gap gap;
    fc_str got;
    size_t from = 1;
    fc_stream_consume(d->in, d->used);
    d->used = 0;
    *row = (fc_str){ NULL, 0 };
    fc_rc rc = skip_to_row(d->in, &got, err);
    if (!rc && !got.n && !fc_stream_gap(d->in, &gap))
        return FC_END;
    if (!rc && !got.n)
        *reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    if (rc || !got.n || (rc = fc_stream_place(d->in, &at, err)))
        return rc;
    *offset = at.at;
    for (size_t want = STEP;; want = got.n * 2) {
        if ((rc = fc_stream_peek(d->in, want, &got, err)))
            return rc;
        size_t n = from + fc_str_findc(fc_str_sub(got, from, got.n), '<');
        if (n < got.n && n <= d->max_item) {
            *row = fc_str_trim(fc_str_sub(got, 0, n));
            d->used = n;
            *reason = row->p[row->n - 1] == '>' ? 0 : BAD_ROW;
            return FC_OK;
        }
        from = got.n;
        if (got.n > d->max_item || got.n < want) {
            *reason = why_cut(d, fc_str_sub(got, 0, n));
            return FC_OK;
        }
    }
}

/* "-1" is a user, too. */
static uint64_t number(fc_str s)
{
    uint64_t v = 0;
    bool minus = s.n && s.p[0] == '-';
    fc_str_u64(fc_str_sub(s, minus, s.n), &v);
    return minus ? 0 - v : v;
}

static void read_numbers(fc_dump_row *r)
{
    fc_str name, value;
    for (uint32_t pos = 0; fc_tag_next_attr(r->row, &pos, &name, &value);) {
        if (fc_str_is(name, "Id"))
            r->id = number(value);
        else if (fc_str_is(name, "PostTypeId"))
            r->type = number(value);
        else if (fc_str_is(name, "ParentId"))
            r->parent = number(value);
        else if (fc_str_is(name, "PostId"))
            r->post = number(value);
        else if (fc_str_is(name, "OwnerUserId") || fc_str_is(name, "UserId"))
            r->user = number(value);
        else if (fc_str_is(name, "OwnerDisplayName") ||
                 fc_str_is(name, "UserDisplayName"))
            r->named = true;
        else if (fc_str_is(name, "DisplayName"))
            r->name = value;
    }
}

/* A row of the open file goes into the join, or *reason tells why not. */
static fc_rc use_row(dump *d, fc_str row, uint64_t offset, int *reason, fc_err *err)
{
    fc_dump_row r = { .row = row, .offset = offset };
    read_numbers(&r);
    *reason = r.id ? 0 : BAD_ROW;
    if (!*reason && d->table == POSTS) {
        *reason = r.type > 2                                 ? OTHER_POST
                  : r.type == 1 || (r.type == 2 && r.parent) ? 0
                                                             : BAD_ROW;
        return *reason ? FC_OK : fc_dump_join_post(d->join, &r, err);
    }
    if (!*reason && d->table == COMMENTS) {
        *reason = r.post ? 0 : BAD_ROW;
        return *reason ? FC_OK : fc_dump_join_comment(d->join, &r, err);
    }
    return *reason ? FC_OK : fc_dump_join_user(d->join, &r, err);
}

/* ------------------------------------------------------------------------------ items */

static fc_rc give(const dump *d, uint64_t offset, uint64_t length, fc_str block,
                  int reason, fc_arena *keep, fc_doc *doc)
{
    bool cut = reason == TRUNCATED || reason == DAMAGED;
    fc_gather_give(doc, d->name, "application/x-stackexchange", offset, length, block,
                   cut, keep);
    doc->reason = (uint16_t)reason;
    return FC_OK;
}

/* The dump's times are UTC: "2015-01-27T20:09:32.720". */
static fc_str iso_date(fc_str date, fc_arena *keep)
{
    bool timed = date.n >= 19 && date.p[10] == 'T';
    for (size_t i = 0; timed && i < 19; i++)
        timed = date.p[i] > ' ' && date.p[i] < 127;
    fc_str parts[] = { fc_str_sub(date, 0, 19), FC_STR("Z") };
    return timed ? fc_concat(keep, parts, 2) : (fc_str){ "", 0 };
}

static fc_rc give_thread(const dump *d, const fc_dump_thread *t, fc_arena *keep,
                         fc_doc *doc)
{
    static const int reason_of[] = { 0, TOO_LARGE, DUPLICATE, NO_QUESTION, NO_POST };
    fc_str site = fc_str_of(d->site);
    fc_str parts[] = { FC_STR("<thread site=\""), site, FC_STR("\">\n"), t->block,
                       FC_STR("</thread>\n") };
    give(d, t->offset, t->length, (fc_str){ "", 0 }, reason_of[t->state], keep, doc);
    fc_record *rec = (fc_record *)(uintptr_t)doc->rec;
    rec->block =
        t->state == FC_DUMP_WELL ? fc_concat(keep, parts, 5) : fc_copy(keep, t->block);
    rec->date = iso_date(t->date, keep);
    if (t->state == FC_DUMP_WELL && site.n) {
        fc_str uri[] = { FC_STR("https://"), site, FC_STR("/questions/") };
        fc_str id[] = { site, FC_STR(":") };
        rec->uri = fc_gather_numbered(keep, fc_concat(keep, uri, 3), t->id);
        rec->id = doc->id = fc_gather_numbered(keep, fc_concat(keep, id, 2), t->id);
    }
    return FC_OK;
}

/* A file without posts that is not joined: one item, its rows are passed over. */
static fc_rc pass_file(dump *d, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_gap gap;
    fc_str got = { NULL, 0 };
    if (d->told)
        return FC_END;
    d->told = true;
    do {
        fc_rc rc;
        fc_stream_consume(d->in, got.n);
        if ((rc = fc_stream_peek(d->in, STEP, &got, err)))
            return rc;
    } while (got.n || fc_stream_gap(d->in, &gap));
    return give(d, 0, 0, got, NO_POSTS, keep, doc);
}

/* The open file's next item; most rows give none. */
static fc_rc read_file(dump *d, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    if (d->table == OTHER || (d->alone && !d->has_posts))
        return pass_file(d, keep, doc, err);
    for (;;) {
        fc_str row;
        uint64_t offset = 0;
        int reason = 0;
        fc_rc rc = next_row(d, &row, &offset, &reason, err);
        if (!rc && !reason)
            rc = use_row(d, row, offset, &reason, err);
        if (rc)
            return rc;
        if (reason)
            return give(d, offset, row.n, row, reason, keep, doc);
    }
}

static fc_rc stackexchange_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    dump *d = state;
    fc_dump_thread thread;
    while (d->in) {
        fc_rc rc = read_file(d, keep, doc, err);
        if (rc != FC_END || !d->alone)
            return rc;
        if (!d->has_posts || (rc = open_beside(d)) == FC_END)
            d->in = NULL;
    }
    fc_rc rc = fc_dump_join_next(d->join, &thread, err);
    if (rc == FC_END && !d->has_posts && !d->told && !d->alone) {
        d->told = true;
        return give(d, 0, 0, (fc_str){ "", 0 }, NO_POSTS, keep, doc);
    }
    return rc ? rc : give_thread(d, &thread, keep, doc);
}

FC_READER(stackexchange) = {
    .name = "stackexchange",
    .brief = "Stack Exchange dumps: questions with answers, comments and names",
    .doc = "Each question of Posts.xml is a record of type resource with its answers. "
           "Comments and names come from Comments.xml and Users.xml in the same archive "
           "or folder, or beside the file. The site is told by the name of the folder or "
           "archive, such as cooking.stackexchange.com.7z. What memory does not hold "
           "goes to unnamed files in TMPDIR.",
    .kind = FC_RECORD,
    .reasons = reasons,
    .sniff = stackexchange_sniff,
    .open = stackexchange_open,
    .next = stackexchange_next,
    .close = stackexchange_close,
    .gather = stackexchange_gather
};
