/* stackexchange.c - a thread of a Stack Exchange dump, as the reader of the same name
 * joins it: question, answers (the accepted one first, then by score), and below each
 * its comments. Bodies are HTML, comments one line of text. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/thread_write.h"
#include "extractors/xml_read.h"
#include "html/entities.h"
#include "text/normalize.h"

#include <stdlib.h>

typedef struct row {
    enum { POST, COMMENT } kind;
    uint64_t id, type, accepted, post; /* post: that a comment is on */
    uint64_t user;
    int32_t score;
    fc_str body, date, name;
    fc_str title, tags, votes, views, answer, licence; /* as written; of a question */
    size_t order;
} row;

typedef struct user {
    uint64_t id;
    fc_str name;
} user;

typedef struct thread {
    fc_str site;
    row *post, *comment;            /* post[0]: the question */
    size_t posts, posts_cap, comments, comments_cap;
    user *user;
    size_t users, users_cap;
    fc_formula_marks marks;
    fc_arena *a;
} thread;

static int stackexchange_sniff(const fc_capture *cap)
{
    return fc_str_is(cap->mime, "application/x-stackexchange") ? 95 : 0;
}

/* ------------------------------------------------------------------------------- rows */

static int64_t number(fc_str s)
{
    uint64_t v = 0;
    bool minus = s.n && s.p[0] == '-';
    fc_str_u64(fc_str_sub(s, minus, s.n), &v);
    if (v > INT64_MAX)
        v = 0;
    return minus ? -(int64_t)v : (int64_t)v;
}

static int32_t score_of(fc_str s)
{
    int64_t v = number(s);
    return v > 1000000000 ? 1000000000 : v < -1000000000 ? -1000000000 : (int32_t)v;
}

static row read_row(fc_str tag)
{
    row r = { .kind = POST };
    fc_str name, value;
    for (uint32_t pos = 0; fc_tag_next_attr(tag, &pos, &name, &value);) {
        if (fc_str_is(name, "Id"))
            r.id = (uint64_t)number(value);
        else if (fc_str_is(name, "PostTypeId"))
            r.type = (uint64_t)number(value);
        else if (fc_str_is(name, "AcceptedAnswerId"))
            r.accepted = (uint64_t)number(r.answer = value);
        else if (fc_str_is(name, "PostId"))
            r.post = (uint64_t)number(value);
        else if (fc_str_is(name, "OwnerUserId") || fc_str_is(name, "UserId"))
            r.user = (uint64_t)number(value);
        else if (fc_str_is(name, "Score"))
            r.score = score_of(r.votes = value);
        else if (fc_str_is(name, "Body") || fc_str_is(name, "Text"))
            r.body = value;
        else if (fc_str_is(name, "CreationDate"))
            r.date = value;
        else if (fc_str_is(name, "OwnerDisplayName") ||
                 fc_str_is(name, "UserDisplayName") || fc_str_is(name, "DisplayName"))
            r.name = value;
        else if (fc_str_is(name, "Title"))
            r.title = value;
        else if (fc_str_is(name, "Tags"))
            r.tags = value;
        else if (fc_str_is(name, "ViewCount"))
            r.views = value;
        else if (fc_str_is(name, "ContentLicense"))
            r.licence = value;
    }
    return r;
}

/* Room for one more; an array's size doubles. */
static void *room(fc_arena *a, void *p, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return p;
    size_t more = *cap ? 2 * *cap : 16;
    p = fc_grow(a, p, n * size, more * size);
    *cap = more;
    return p;
}

static void add_tag(thread *t, fc_str tag)
{
    row r = read_row(tag);
    if (fc_str_starts(tag, FC_STR("<row"))) {
        t->post = room(t->a, t->post, t->posts, &t->posts_cap, sizeof *t->post);
        r.order = t->posts;
        t->post[t->posts++] = r;
    } else if (fc_str_starts(tag, FC_STR("<comment"))) {
        t->comment =
            room(t->a, t->comment, t->comments, &t->comments_cap, sizeof *t->comment);
        r.kind = COMMENT;
        r.order = t->comments;
        t->comment[t->comments++] = r;
    } else if (fc_str_starts(tag, FC_STR("<user"))) {
        t->user = room(t->a, t->user, t->users, &t->users_cap, sizeof *t->user);
        t->user[t->users++] = (user){ r.id, r.name };
    } else if (fc_str_starts(tag, FC_STR("<thread"))) {
        t->site = fc_tag_attr_text(tag, "site", t->a);
    }
}

/* No value holds a '<', so a tag ends before the next one. */
static void read_tags(thread *t, fc_str block)
{
    for (size_t at = fc_str_findc(block, '<'); at < block.n;) {
        size_t next = at + 1 + fc_str_findc(fc_str_sub(block, at + 1, block.n), '<');
        add_tag(t, fc_str_sub(block, at, next));
        at = next;
    }
}

/* ------------------------------------------------------------------------------ order */

/* The accepted answer, then by score; equal ones by their place in the dump. */
static int by_score(const void *a, const void *b)
{
    const row *x = a, *y = b;
    if (x->accepted != y->accepted) /* of answers: whether it is the one */
        return x->accepted > y->accepted ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static int by_post(const void *a, const void *b)
{
    const row *x = a, *y = b;
    if (x->post != y->post)
        return x->post < y->post ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static int by_id(const void *a, const void *b)
{
    const user *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static void put_in_order(thread *t)
{
    for (size_t i = 1; i < t->posts; i++)
        t->post[i].accepted = t->post[i].id == t->post[0].accepted;
    if (t->posts > 2)
        qsort(t->post + 1, t->posts - 1, sizeof *t->post, by_score);
    if (t->comments)
        qsort(t->comment, t->comments, sizeof *t->comment, by_post);
    if (t->users)
        qsort(t->user, t->users, sizeof *t->user, by_id);
}

/* ---------------------------------------------------------------------------- writing */

/* "user7": what the site shows of users that are gone. */
static fc_str numbered_name(uint64_t id, fc_arena *a)
{
    char digits[20];
    bool minus = id > INT64_MAX;
    size_t n = fc_u64_format(minus ? 0 - id : id, digits);
    fc_str parts[] = { FC_STR("user"), fc_str_of(minus ? "-" : ""), { digits, n } };
    return fc_concat(a, parts, 3);
}

/* The name in the row, in Users.xml, or what the site shows of users that are gone. */
static fc_str name_of(const thread *t, const row *r)
{
    user want = { r->user, { NULL, 0 } };
    const user *found = NULL;
    if (!r->name.n && r->user && t->users)
        found = bsearch(&want, t->user, t->users, sizeof want, by_id);
    if (r->name.n || found)
        return fc_entities_decode(r->name.n ? r->name : found->name, true, t->a);
    return r->user ? numbered_name(r->user, t->a) : (fc_str){ "", 0 };
}

/* [text](address) of a comment: the text alone. */
static fc_str without_links(fc_str s, fc_arena *a)
{
    char *p = fc_alloc(a, s.n);
    size_t n = 0, open = SIZE_MAX;
    for (size_t i = 0; i < s.n; i++) {
        fc_str rest = fc_str_sub(s, i, s.n);
        size_t close;
        if (s.p[i] == '[')
            open = n;
        if (open != SIZE_MAX && fc_str_starts(rest, FC_STR("](http")) &&
            (close = fc_str_findc(fc_str_sub(rest, 0, 2000), ')')) < rest.n &&
            close < 2000) {
            memmove(p + open, p + open + 1, n - open - 1);
            n--;
            i += close;
            open = SIZE_MAX;
        } else {
            p[n++] = s.p[i];
        }
    }
    return (fc_str){ p, n };
}

/* False: its body is empty, as of posts that were deleted. */
static bool write_row(thread *t, fc_md *md, const row *r)
{
    fc_post post = { .author = name_of(t, r), .time = fc_thread_time(r->date, t->a),
                     .depth = r->kind == COMMENT, .votes = r->score, .voted = true,
                     .accepted = r->type == 2 && r->accepted };
    fc_str body = fc_entities_decode(r->body, true, t->a);
    if (!fc_str_trim(body).n)
        return false;
    fc_thread_head(md, &post, t->a);
    if (r->kind == COMMENT) {
        body = fc_normalize_line(body, t->a);
        body = md->style.links ? body : without_links(body, t->a);
        fc_thread_line(md, &t->marks, body, t->a);
        fc_md_block(md);
    } else {
        fc_thread_html(md, &t->marks, body, t->a);
    }
    return true;
}

/* The first comment on a post, or t->comments. */
static size_t first_comment(const thread *t, uint64_t post)
{
    size_t lo = 0, hi = t->comments;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (t->comment[mid].post < post)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* How many posts and comments were written. */
static unsigned write_thread(thread *t, fc_md *md, const char *comments)
{
    bool posts = strcmp(comments, "only") != 0, all = strcmp(comments, "drop") != 0;
    unsigned written = 0;
    for (size_t i = 0; i < t->posts; i++) {
        uint64_t id = t->post[i].id;
        written += posts && write_row(t, md, &t->post[i]);
        for (size_t k = first_comment(t, id);
             all && k < t->comments && t->comment[k].post == id; k++)
            written += write_row(t, md, &t->comment[k]);
    }
    return written;
}

/* --------------------------------------------------------------------------- metadata */

/* "<a><b>", in older dumps, and "|a|b|": a list of words. */
static void set_tags(const thread *t, fc_str raw, fc_doc *doc, fc_call *call)
{
    fc_str tags = fc_entities_decode(raw, true, t->a);
    fc_text list = { .a = t->a };
    size_t from = 0;
    for (size_t i = 0; i <= tags.n; i++)
        if (i == tags.n || tags.p[i] == '|' || tags.p[i] == '<' || tags.p[i] == '>') {
            if (i > from)
                fc_xml_list_add(&list, fc_str_sub(tags, from, i));
            from = i + 1;
        }
    fc_xml_list_set(&list, doc, call, "tags");
}

static void set_number(fc_str value, const char *name, fc_doc *doc, fc_call *call)
{
    if (value.n)
        fc_set_num(&doc->meta, call->keep, name, (double)number(value), 0);
}

static void set_meta(const thread *t, fc_str title, fc_doc *doc, fc_call *call)
{
    const row *asked = &t->post[0];
    fc_extract_set(doc, call, "title", title);
    fc_extract_set(doc, call, "author", fc_thread_name(name_of(t, asked), t->a));
    fc_extract_set(doc, call, "site_name", t->site);
    fc_set_num(&doc->meta, call->keep, "question_id", (double)asked->id, 0);
    set_tags(t, asked->tags, doc, call);
    set_number(asked->votes, "score", doc, call);
    set_number(asked->views, "views", doc, call);
    set_number(asked->answer, "accepted_answer", doc, call);
    fc_extract_set(doc, call, "licence", fc_entities_decode(asked->licence, true, t->a));
    fc_set_num(&doc->meta, call->keep, "answers", (double)t->posts - 1, 0);
}

static int stackexchange_run(const fc_extract_conf *conf, const fc_capture *cap,
                             fc_doc *doc, fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    thread t = { .a = call->scratch };
    fc_md md;
    read_tags(&t, fc_utf8_repair(cap->body, call->scratch, NULL));
    if (!t.posts || t.post[0].type != 1)
        return FC_EXTRACT_DAMAGED;
    put_in_order(&t);
    fc_str title = fc_normalize_line(fc_entities_decode(t.post[0].title, true, t.a), t.a);
    set_meta(&t, title, doc, call);
    fc_md_init(&md, &style, call->scratch);
    if (title.n) {
        fc_md_heading(&md, 1);
        fc_md_exact(&md, title);
    }
    unsigned written = write_thread(&t, &md, conf->comments);
    fc_set_num(&doc->attr, call->keep, "posts", written, 0);
    doc->text = written ? fc_md_finish(&md, call->keep) : (fc_str){ NULL, 0 };
    fc_extract_formulas(doc, call, md.formulas + md.formulas_lost, md.formulas,
                        md.formulas_lost);
    return 0;
}

FC_EXTRACTOR(stackexchange) = {
    .name = "stackexchange",
    .brief = "questions of Stack Exchange dumps with answers and comments, as threads",
    .sniff = stackexchange_sniff,
    .run = stackexchange_run,
};
