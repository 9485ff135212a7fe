/* gharchive.c - one event of GH Archive: what somebody wrote in an issue, a pull
 * request, a review, a comment, a release or the messages of commits, as a post of a
 * thread. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/gfm.h"
#include "extractors/thread_write.h"
#include "io/json.h"
#include "text/normalize.h"

/* Where the text of an event is: the object in its payload, and what the title is of. */
static const struct {
    const char *type, *text, *about;
} kinds[] = {
    { "IssuesEvent", "issue", "issue" },
    { "IssueCommentEvent", "comment", "issue" },
    { "PullRequestEvent", "pull_request", "pull_request" },
    { "PullRequestReviewEvent", "review", "pull_request" },
    { "PullRequestReviewCommentEvent", "comment", "pull_request" },
    { "CommitCommentEvent", "comment", NULL },
    { "ReleaseEvent", "release", "release" },
};

enum { KINDS = sizeof kinds / sizeof *kinds };

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

/* The value of a key of an object, which is told as it is written; type FC_NONE: none. */
static fc_value get(fc_str object, const char *name, fc_arena *a)
{
    fc_json j = { object.p, object.p, object.p + object.n, NULL };
    fc_str key;
    fc_value value, none = { FC_NONE, 0, { NULL, 0 } };
    if (!object.n || !fc_json_take(&j, '{'))
        return none;
    do {
        if (!fc_json_scan_string(&j, a, &key) || !fc_json_take(&j, ':') ||
            !fc_json_scan_value(&j, a, &value))
            return none;
        if (fc_str_is(key, name))
            return value;
    } while (fc_json_take(&j, ','));
    return none;
}

static fc_str get_text(fc_str object, const char *name, fc_arena *a)
{
    fc_value v = get(object, name, a);
    return v.type == FC_STRING ? v.str : (fc_str){ "", 0 };
}

static fc_str get_raw(fc_str object, const char *name, fc_arena *a)
{
    fc_value v = get(object, name, a);
    return v.type == FC_JSON ? v.str : (fc_str){ "", 0 };
}

/* ----------------------------------------------------------------------------- events */

/* "dependabot[bot]", "renovate-bot". */
static bool is_bot(fc_str login)
{
    static const char *const ends[] = { "[bot]", "-bot", "bot" };
    for (size_t i = 0; i < 3; i++) {
        fc_str end = fc_str_of(ends[i]);
        if (login.n > end.n &&
            fc_str_ieq(fc_str_sub(login, login.n - end.n, login.n), end))
            return true;
    }
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

static void write_post(const event *e, fc_md *md, fc_str body)
{
    fc_post post = { .author = e->actor, .time = fc_thread_time(e->date, e->a) };
    fc_thread_head(md, &post, e->a);
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
        fc_value distinct = get(value.str, "distinct", e->a);
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
    write_post(e, md, (fc_str){ all.p, all.n });
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

/* The event's own text below the title of what it is about. */
static bool write_event(const event *e, fc_md *md, size_t kind, bool links, fc_doc *doc,
                        fc_call *call)
{
    fc_str object = get_raw(e->payload, kinds[kind].text, e->a);
    fc_str about =
        kinds[kind].about ? get_raw(e->payload, kinds[kind].about, e->a) : object;
    fc_str title = get_text(about, kind == KINDS - 1 ? "name" : "title", e->a);
    fc_str body = fc_gfm_clean(get_text(object, "body", e->a), links, e->a);
    title = fc_normalize_line(title, e->a);
    if (!body.n || !is_news(e))
        return false;
    set_meta(e, title, get_text(object, "html_url", e->a), doc, call);
    if (title.n) {
        fc_md_heading(md, 1);
        fc_md_exact(md, title);
    }
    write_post(e, md, body);
    return true;
}

static int gharchive_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                         fc_call *call)
{
    fc_text_style style = { .plain = !strcmp(conf->format, "plain"),
                            .links = !strcmp(conf->links, "keep") };
    event e = { .a = call->scratch };
    fc_md md;
    size_t kind = 0;
    bool written;
    read_event(&e, fc_utf8_repair(cap->body, call->scratch, NULL));
    if (is_bot(e.actor))
        return FC_EXTRACT_BOT;
    fc_md_init(&md, &style, call->scratch);
    while (kind < KINDS && !fc_str_is(e.type, kinds[kind].type))
        kind++;
    if (kind < KINDS) {
        written = write_event(&e, &md, kind, style.links, doc, call);
    } else {
        written = fc_str_is(e.type, "PushEvent") && write_commits(&e, &md);
        set_meta(&e, (fc_str){ "", 0 }, (fc_str){ "", 0 }, doc, call);
    }
    doc->text = written ? fc_md_finish(&md, call->keep) : (fc_str){ NULL, 0 };
    return 0;
}

FC_EXTRACTOR(gharchive) = {
    .name = "gharchive",
    .brief = "events on GitHub: issues, pull requests, reviews, comments, releases, "
             "commits",
    .sniff = gharchive_sniff,
    .run = gharchive_run,
};
