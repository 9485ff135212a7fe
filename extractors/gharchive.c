/* gharchive.c - events of GH Archive: those on one issue or pull request as a thread,
 * what it is about first, then comments and reviews by time; a release, a comment on a
 * commit or the messages of a push as one post. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/gfm.h"
#include "extractors/thread_write.h"
#include "io/json.h"
#include "text/normalize.h"

#include <stdlib.h>

/* Where the text of an event is in its payload, and what its thread is about. */
static const struct {
    const char *type, *text, *about;
} kinds[] = {
    { "IssuesEvent", "issue", "issue" },
    { "IssueCommentEvent", "comment", "issue" },
    { "PullRequestEvent", "pull_request", "pull_request" },
    { "PullRequestReviewEvent", "review", "pull_request" },
    { "PullRequestReviewCommentEvent", "comment", "pull_request" },
    { "CommitCommentEvent", "comment", NULL },
    { "ReleaseEvent", "release", NULL },
};

enum { THREADS = 5, KINDS = sizeof kinds / sizeof *kinds }; /* the first are on threads */

typedef struct event {
    fc_str raw, payload;
    fc_str type, repo, actor, action, date;
    fc_arena *a;
} event;

static int gharchive_sniff(const fc_capture *cap)
{
    return fc_str_is(cap->mime, "application/x-gharchive") ? 95 : 0;
}

/* ------------------------------------------------------------------------------- JSON */

static fc_str get_text(fc_str object, const char *name, fc_arena *a)
{
    fc_value v = fc_json_get(object, name, a);
    return v.type == FC_STRING ? v.str : (fc_str){ "", 0 };
}

static fc_str get_raw(fc_str object, const char *name, fc_arena *a)
{
    fc_value v = fc_json_get(object, name, a);
    return v.type == FC_JSON ? v.str : (fc_str){ "", 0 };
}

/* ----------------------------------------------------------------------------- events */

/* "dependabot[bot]", "renovate-bot". */
static bool is_bot(fc_str login)
{
    static const char *const ends[] = { "[bot]", "-bot", "bot" };
    for (size_t i = 0; i < 3; i++)
        if (fc_name_ends(login, ends[i]))
            return true;
    return false;
}

static void read_event(event *e, fc_str raw)
{
    e->raw = raw;
    e->type = get_text(raw, "type", e->a);
    e->date = get_text(raw, "created_at", e->a);
    e->payload = get_raw(raw, "payload", e->a);
    e->repo = get_text(get_raw(raw, "repo", e->a), "name", e->a);
    e->actor = get_text(get_raw(raw, "actor", e->a), "login", e->a);
    e->action = get_text(e->payload, "action", e->a);
}

static void write_post(fc_md *md, fc_str author, fc_str date, fc_str body, fc_arena *a)
{
    fc_post post = { .author = author, .time = fc_thread_time(date, a) };
    fc_thread_head(md, &post, a);
    fc_md_exact(md, body);
    fc_md_block(md);
}

/* The messages of a push, each once; merges say nothing. False: there are none. */
static bool write_commits(const event *e, fc_md *md)
{
    fc_str list = get_raw(e->payload, "commits", e->a);
    fc_json j = { list.p, list.p, list.p + list.n, NULL };
    fc_value value;
    fc_text all = { .a = e->a };
    fc_text_add(&all, "", 0);
    if (!list.n || !fc_json_take(&j, '['))
        return false;
    while (fc_json_next(&j) == '{' && fc_json_scan_value(&j, e->a, &value)) {
        fc_str message = get_text(value.str, "message", e->a);
        bool merge = fc_str_starts(message, FC_STR("Merge "));
        fc_value distinct = fc_json_get(value.str, "distinct", e->a);
        message = fc_normalize_text(message, e->a);
        if (message.n && !merge && !(distinct.type == FC_BOOL && !distinct.num)) {
            fc_text_add(&all, "\n\n", all.n ? 2 : 0);
            fc_text_add(&all, message.p, message.n);
        }
        if (!fc_json_take(&j, ','))
            break;
    }
    if (!all.n)
        return false;
    write_post(md, e->actor, e->date, (fc_str){ all.p, all.n }, e->a);
    return true;
}

/* Texts are told when they are written, not each time something is closed or labelled. */
static bool is_news(const event *e)
{
    static const char *const news[] = { "opened", "created", "published", "edited",
                                        "released" };
    for (size_t i = 0; i < sizeof news / sizeof *news; i++)
        if (fc_str_is(e->action, news[i]))
            return true;
    return !e->action.n;
}

static size_t kind_of(const event *e)
{
    size_t kind = 0;
    while (kind < KINDS && !fc_str_is(e->type, kinds[kind].type))
        kind++;
    return kind;
}

/* -------------------------------------------------------------------------- one event */

static void set_meta(const event *e, fc_str title, fc_str url, fc_doc *doc, fc_call *call)
{
    fc_str repo[] = { FC_STR("https://github.com/"), e->repo };
    fc_extract_set(doc, call, "url", url.n ? url : fc_concat(e->a, repo, 2));
    fc_extract_set(doc, call, "date", e->date);
    fc_extract_set(doc, call, "title", title);
    fc_extract_set(doc, call, "author", fc_thread_name(e->actor, e->a));
    fc_extract_set(doc, call, "repo", e->repo);
    fc_extract_set(doc, call, "event", e->type);
    fc_extract_set(doc, call, "action", e->action);
    fc_extract_set(doc, call, "licence", FC_STR("unknown"));
}

static void write_title(fc_md *md, fc_str title)
{
    if (!title.n)
        return;
    fc_md_heading(md, 1);
    fc_md_exact(md, title);
}

/* A release, or a comment on a commit. */
static bool write_event(const event *e, fc_md *md, size_t kind, bool links, fc_doc *doc,
                        fc_call *call)
{
    fc_str object = get_raw(e->payload, kinds[kind].text, e->a);
    fc_str title = fc_normalize_line(get_text(object, "name", e->a), e->a);
    fc_str body = fc_gfm_clean(get_text(object, "body", e->a), links, &md->formulas,
                               e->a);
    if (!body.n || !is_news(e))
        return false;
    set_meta(e, title, get_text(object, "html_url", e->a), doc, call);
    write_title(md, title);
    write_post(md, e->actor, e->date, body, e->a);
    return true;
}

static int run_event(const event *e, fc_md *md, size_t kind, bool links, fc_doc *doc,
                     fc_call *call)
{
    bool written;
    if (is_bot(e->actor))
        return FC_EXTRACT_BOT;
    if (kind < KINDS) {
        written = write_event(e, md, kind, links, doc, call);
    } else {
        written = fc_str_is(e->type, "PushEvent") && write_commits(e, md);
        set_meta(e, (fc_str){ "", 0 }, (fc_str){ "", 0 }, doc, call);
    }
    doc->text = written ? fc_md_finish(md, call->keep) : (fc_str){ NULL, 0 };
    return 0;
}

/* --------------------------------------------------------------------------- a thread */

typedef struct post {
    fc_str author, date, body;
    size_t order;
} post;

typedef struct thread {
    fc_arena *a;
    fc_str title, url;
    post opening;               /* its body is empty: nobody tells it */
    post *v;                    /* comments and reviews */
    size_t n, cap;
    bool news;                  /* something was written, not only closed or labelled */
} thread;

/* What an issue, a pull request, a comment or a review says of itself. */
static post read_post(const event *e, fc_str object)
{
    fc_str date = get_text(object, "created_at", e->a);
    post p = { .author = get_text(get_raw(object, "user", e->a), "login", e->a),
               .date = date.n ? date : get_text(object, "submitted_at", e->a),
               .body = get_text(object, "body", e->a) };
    p.author = p.author.n ? p.author : e->actor;
    p.date = p.date.n ? p.date : e->date;
    return p;
}

static void add_event(thread *t, const event *e, size_t kind)
{
    bool opens = strcmp(kinds[kind].text, kinds[kind].about) == 0;
    fc_str about = get_raw(e->payload, kinds[kind].about, t->a);
    t->title = t->title.n ? t->title : get_text(about, "title", t->a);
    t->url = t->url.n ? t->url : get_text(about, "html_url", t->a);
    if (!t->opening.body.n)
        t->opening = read_post(e, about);
    if (!is_news(e))
        return;
    post p = read_post(e, get_raw(e->payload, kinds[kind].text, t->a));
    t->news |= p.body.n > 0;
    if (opens || !p.body.n)
        return;
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 16;
        t->v = fc_grow(t->a, t->v, t->cap * sizeof *t->v, cap * sizeof *t->v);
        t->cap = cap;
    }
    p.order = t->n;
    t->v[t->n++] = p;
}

static int by_date(const void *a, const void *b)
{
    const post *x = a, *y = b;
    int c = fc_str_order(x->date, y->date);
    return c ? c : x->order < y->order ? -1 : 1;
}

static void read_thread(thread *t, fc_str lines)
{
    fc_str line;
    while (fc_str_split(&lines, '\n', &line)) {
        event e = { .a = t->a };
        read_event(&e, line);
        size_t kind = kind_of(&e);
        if (kind < THREADS)
            add_event(t, &e, kind);
    }
    if (t->n > 1)
        qsort(t->v, t->n, sizeof *t->v, by_date);
}

/* How many posts were written, of which *first is the first; *bots: some were not, as
 * bots wrote them. */
static size_t write_thread(const thread *t, fc_md *md, bool links, post *first,
                           bool *bots)
{
    size_t written = 0;
    write_title(md, fc_normalize_line(t->title, t->a));
    for (size_t i = 0; i <= t->n; i++) {
        const post *p = i ? &t->v[i - 1] : &t->opening;
        fc_str body = is_bot(p->author) ? (fc_str){ "", 0 }
                                        : fc_gfm_clean(p->body, links, &md->formulas,
                                                       t->a);
        *bots |= p->body.n && is_bot(p->author);
        if (!body.n)
            continue;
        write_post(md, p->author, p->date, body, t->a);
        *first = written++ ? *first : *p;
    }
    return written;
}

static int run_thread(const event *first, fc_str lines, fc_md *md, bool links,
                      fc_doc *doc, fc_call *call)
{
    thread t = { .a = call->scratch };
    event e = *first;
    bool bots = false;
    read_thread(&t, lines);
    post top = t.opening;
    size_t posts = t.news ? write_thread(&t, md, links, &top, &bots) : 0;
    if (t.news && !posts && bots)
        return FC_EXTRACT_BOT;
    e.actor = top.author;
    e.date = top.date;
    e.type = e.action = (fc_str){ "", 0 };
    set_meta(&e, fc_normalize_line(t.title, t.a), t.url, doc, call);
    doc->text = posts ? fc_md_finish(md, call->keep) : (fc_str){ NULL, 0 };
    fc_set_num(&doc->attr, call->keep, "posts", (double)posts, 0);
    return 0;
}

static int gharchive_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                         fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    fc_str lines = fc_utf8_repair(cap->body, call->scratch, NULL);
    event e = { .a = call->scratch };
    fc_md md;
    read_event(&e, fc_str_sub(lines, 0, fc_str_findc(lines, '\n')));
    fc_md_init(&md, &style, call->scratch);
    size_t kind = kind_of(&e);
    int why = kind < THREADS ? run_thread(&e, lines, &md, style.links, doc, call)
                             : run_event(&e, &md, kind, style.links, doc, call);
    fc_extract_formulas(doc, call, md.formulas, md.formulas, 0);
    return why;
}

FC_EXTRACTOR(gharchive) = {
    .name = "gharchive",
    .brief = "events on GitHub: issues and pull requests with their comments, releases, "
             "commits",
    .sniff = gharchive_sniff,
    .run = gharchive_run,
};
