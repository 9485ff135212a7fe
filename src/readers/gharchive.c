/* gharchive.c - GH Archive: the events of an hour on GitHub, a JSON object a line. Those
 * on an issue or pull request are joined to one record, a line each, by way of io/sort.h:
 * they lie far apart, in other files too. Every other event is a record of its own. The
 * extractor finds the text. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "io/json.h"
#include "io/sort.h"
#include "readers/line.h"

#include <stdlib.h>

enum { DUPLICATE = FC_LINE_DAMAGED + 1 };

static const fc_reason reasons[] = {
    { "bad-line", "a line is no JSON object" },
    { "too-large", "a line, or a thread, was longer than the limit for one item" },
    { "truncated", "the compressed input ended within a line" },
    { "damaged-member", "compressed data was damaged" },
    { "duplicate", "an event of a thread that was there before" },
    { NULL, NULL }
};

/* What stands before each event's line, in the sort and before that. */
typedef struct origin {
    uint64_t offset, length;
    uint32_t name;                  /* bytes of the file's name, which follows */
    bool unpacked;
} origin;

/* What a line tells; strings live in `scratch`. */
typedef struct event {
    bool object;                    /* it is one at all */
    fc_str id, date, repo;
    uint64_t repo_id, number;       /* of the issue or pull request; 0: none */
} event;

typedef struct gharchive {
    fc_stream *in;                  /* the file that is read; NULL: all were */
    bool alone;                     /* it is the only one */
    uint64_t max_item;
    fc_sort *threads;               /* by repository, number, event */
    fc_arena scratch;
    fc_buf line, block;             /* an event with its origin; a thread, whose first
                                       event is in `line` */
    fc_sort_key key;                /* of the item that was taken */
    fc_str item;
    bool taken;                     /* it is not used yet */
    bool open, large;               /* a thread is in `block`, or too large for it */
    fc_sort_key last;               /* of its last event */
} gharchive;

/* The first line has a type that is an event, and an actor. Others write blanks behind
 * the colons, and a user's type may stand before. */
static int gharchive_sniff(fc_str first, const char *path)
{
    (void)path;
    fc_str line = fc_str_sub(first, 0, fc_str_findc(first, '\n'));
    fc_str type = FC_STR("\"type\":");
    if (!fc_str_starts(line, FC_STR("{")) ||
        fc_str_find(line, FC_STR("\"actor\":")) == line.n)
        return 0;
    for (fc_str rest = line; rest.n;) {
        rest = fc_str_sub(rest, fc_str_find(rest, type) + type.n, rest.n);
        fc_str name = fc_str_trim(fc_str_sub(rest, 0, 40));
        name = fc_str_sub(name, 1, name.n);
        name = fc_str_sub(name, 0, fc_str_findc(name, '"'));
        if (fc_str_ends(name, FC_STR("Event")))
            return 95;
    }
    return 0;
}

static void gharchive_close(void *state)
{
    gharchive *g = state;
    if (!g)
        return;
    fc_sort_close(g->threads);
    fc_arena_free(&g->scratch);
    fc_buf_free(&g->line);
    fc_buf_free(&g->block);
    free(g);
}

static fc_rc gharchive_gather(fc_stream *in, void **state, fc_err *err)
{
    gharchive *g = *state;
    fc_rc rc = FC_OK;
    if (in && !g) {
        g = *state = calloc(1, sizeof *g);
        if (!g)
            return fc_fail(err, FC_ETRY, "no memory to read events");
        fc_arena_init(&g->scratch);
        g->max_item = fc_stream_max_item(in);
        rc = fc_sort_open(&g->threads, fc_stream_temp(in), FC_SORT_MEMORY, err);
    }
    g->in = in;
    return rc;
}

static fc_rc gharchive_open(fc_stream *in, void **state, fc_err *err)
{
    *state = NULL;
    fc_rc rc = gharchive_gather(in, state, err);
    if (!rc) {
        ((gharchive *)*state)->alone = true;
    } else {
        gharchive_close(*state);
        *state = NULL;
    }
    return rc;
}

/* ----------------------------------------------------------------------------- a line */

static uint64_t number_in(fc_str object, const char *key, fc_arena *a)
{
    fc_value v = fc_json_get(object, key, a);
    return v.type == FC_NUM && v.num > 0 && v.num < 1e15 ? (uint64_t)v.num : 0;
}

/* The number of what the event is on. Where GitHub leaves most out, it is still there. */
static uint64_t thread_of(fc_str payload, fc_arena *a)
{
    static const char *const on[] = { "issue", "pull_request" };
    for (size_t i = 0; i < 2; i++) {
        fc_value v = fc_json_get(payload, on[i], a);
        uint64_t number = v.type == FC_JSON ? number_in(v.str, "number", a) : 0;
        if (number)
            return number;
    }
    return 0;
}

static void take_value(event *e, fc_str key, const fc_value *v, fc_arena *a)
{
    if (v->type == FC_STRING && fc_str_is(key, "id")) {
        e->id = v->str;
    } else if (v->type == FC_STRING && fc_str_is(key, "created_at")) {
        e->date = v->str;
    } else if (v->type == FC_JSON && fc_str_is(key, "repo")) {
        fc_value name = fc_json_get(v->str, "name", a);
        e->repo = name.type == FC_STRING ? name.str : e->repo;
        e->repo_id = number_in(v->str, "id", a);
    } else if (v->type == FC_JSON && fc_str_is(key, "payload")) {
        e->number = thread_of(v->str, a);
    }
}

static void scan_event(fc_str line, event *e, fc_arena *a)
{
    fc_json j = { line.p, line.p, line.p + line.n, NULL };
    fc_str key;
    fc_value value;
    if (!fc_json_take(&j, '{'))
        return;
    do {
        if (!fc_json_scan_string(&j, a, &key) || !fc_json_take(&j, ':') ||
            !fc_json_scan_value(&j, a, &value))
            return;
        take_value(e, key, &value, a);
    } while (fc_json_take(&j, ','));
    e->object = fc_json_take(&j, '}') && !fc_json_next(&j);
    if (e->repo.n && !e->repo_id)
        e->repo_id = fc_hash64(e->repo.p, e->repo.n, 0) | (uint64_t)1 << 63;
}

static fc_rc read_event(gharchive *g, fc_str line, event *e, fc_err *err)
{
    jmp_buf guard;
    memset(e, 0, sizeof *e);
    fc_arena_reset(&g->scratch);
    fc_arena_guard(&g->scratch, &guard);
    if (setjmp(guard))
        return fc_fail(err, FC_ETRY, "no memory for an event");
    scan_event(line, e, &g->scratch);
    fc_arena_guard(&g->scratch, NULL);
    return FC_OK;
}

/* -------------------------------------------------------------------------- the items */

/* The line with its origin, so that it may leave the stream. */
static void keep_line(gharchive *g, const fc_line *line)
{
    fc_str name = fc_str_of(fc_stream_name(g->in));
    origin o;
    memset(&o, 0, sizeof o);        /* what lies between its parts is written too */
    o.offset = line->at;
    o.length = line->large ? 0 : line->text.n;
    o.name = (uint32_t)name.n;
    o.unpacked = fc_stream_codec(g->in) != NULL;
    fc_buf_clear(&g->line);
    fc_buf_add(&g->line, &o, sizeof o);
    fc_buf_str(&g->line, name);
    if (!line->large)
        fc_buf_str(&g->line, line->text);
}

/* The event itself, behind its origin. */
static fc_str event_in(fc_str kept, origin *o, fc_str *name)
{
    memcpy(o, kept.p, sizeof *o);
    *name = fc_str_sub(kept, sizeof *o, sizeof *o + o->name);
    return fc_str_sub(kept, sizeof *o + o->name, kept.n);
}

/* A record of the event that is kept; `block` is it, or its thread. */
static fc_rc give(fc_str kept, fc_str block, const event *e, int reason, fc_arena *keep,
                  fc_doc *doc)
{
    fc_record *rec = FC_NEW(keep, fc_record);
    origin o;
    fc_str name;
    event_in(kept, &o, &name);
    fc_str input = fc_copy(keep, name);
    const char *slash = strrchr(input.p, '/');
    rec->input = input.p;
    rec->type = FC_STR("resource");
    rec->mime = FC_STR("application/x-gharchive");
    rec->offset = o.offset;
    rec->length = o.length;
    rec->unpacked = o.unpacked;
    rec->truncated = reason == FC_LINE_TRUNCATED || reason == FC_LINE_DAMAGED;
    rec->block = fc_copy(keep, block);
    rec->date = fc_copy(keep, e->date);
    if (reason != DUPLICATE && e->number && e->repo.n)
        rec->id = fc_printf(keep, "gharchive:%.*s#%llu", (int)e->repo.n, e->repo.p,
                            (unsigned long long)e->number);
    else if (e->id.n)
        rec->id = fc_printf(keep, "gharchive:%.*s", (int)e->id.n, e->id.p);
    else
        rec->id = fc_printf(keep, "%s:%llu", slash ? slash + 1 : input.p,
                            (unsigned long long)o.offset);
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    doc->reason = (uint16_t)reason;
    return FC_OK;
}

static fc_rc add_event(gharchive *g, const event *e, fc_err *err)
{
    fc_str kept = { g->line.p, g->line.n };
    fc_sort_key key = { { e->repo_id, e->number, 0 } };
    if (!fc_str_u64(e->id, &key.part[2]))
        key.part[2] = fc_hash64(e->id.p, e->id.n, 0);
    return fc_sort_add(g->threads, key, kept, err);
}

/* The next line: an item, or nothing of its own (*told is false). */
static fc_rc next_line(gharchive *g, fc_arena *keep, fc_doc *doc, bool *told, fc_err *err)
{
    fc_line line;
    event e = { .object = false };
    origin o;
    fc_str name;
    uint16_t reason = 0;
    fc_rc rc = fc_line_next(g->in, &line, err);
    if (rc)
        return rc;
    keep_line(g, &line);
    if (g->line.failed)
        return fc_fail(err, FC_ETRY, "no memory for an event");
    fc_str kept = { g->line.p, g->line.n }, text = event_in(kept, &o, &name);
    if ((rc = read_event(g, text, &e, err)))
        return rc;
    reason = e.object ? 0 : FC_LINE_BAD;
    if ((rc = fc_line_end(g->in, &line, &reason, err)))
        return rc;
    *told = reason || !e.number || !e.repo_id || !e.id.n;
    if (*told)
        e.number = 0;
    return *told ? give(kept, text, &e, reason, keep, doc) : add_event(g, &e, err);
}

static fc_rc take(gharchive *g, fc_err *err)
{
    if (g->taken)
        return FC_OK;
    fc_rc rc = fc_sort_next(g->threads, &g->key, &g->item, err);
    g->taken = rc == FC_OK;
    return rc;
}

/* The item that stands for a line, or for the thread of which it is the first. */
static fc_rc give_kept(gharchive *g, fc_str kept, fc_str block, int reason,
                       fc_arena *keep, fc_doc *doc, fc_err *err)
{
    event e;
    origin o;
    fc_str name;
    fc_rc rc = read_event(g, event_in(kept, &o, &name), &e, err);
    return rc ? rc : give(kept, block, &e, reason, keep, doc);
}

/* The item that was taken becomes part of the thread; the first one is kept. */
static void join(gharchive *g)
{
    origin o;
    fc_str name, text = event_in(g->item, &o, &name);
    if (!g->open) {
        fc_buf_clear(&g->block);
        fc_buf_clear(&g->line);
        fc_buf_str(&g->line, g->item);
        g->large = false;
    }
    g->large |= g->block.n + text.n >= g->max_item;
    if (g->large)
        fc_buf_clear(&g->block);
    else if (g->open)
        fc_buf_char(&g->block, '\n');
    if (!g->large)
        fc_buf_str(&g->block, text);
    g->open = true;
    g->last = g->key;
}

/* The next thread; or an event that it had already. */
static fc_rc next_thread(gharchive *g, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_rc rc;
    while (!(rc = take(g, err))) {
        const uint64_t *now = g->key.part, *last = g->last.part;
        bool same = g->open && now[0] == last[0] && now[1] == last[1];
        if (g->open && !same)
            break;
        g->taken = false;
        if (same && now[2] == last[2])
            return give_kept(g, g->item, FC_STR(""), DUPLICATE, keep, doc, err);
        join(g);
    }
    if (rc && (rc != FC_END || !g->open))
        return rc;
    if (g->block.failed || g->line.failed)
        return fc_fail(err, FC_ETRY, "no memory for a thread");
    g->open = false;
    return give_kept(g, (fc_str){ g->line.p, g->line.n },
                     (fc_str){ g->block.p, g->block.n }, g->large ? FC_LINE_TOO_LARGE : 0,
                     keep, doc, err);
}

static fc_rc gharchive_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    gharchive *g = state;
    while (g->in) {
        bool told = false;
        fc_rc rc = next_line(g, keep, doc, &told, err);
        if (rc == FC_END && g->alone)
            g->in = NULL;
        else if (rc || told)
            return rc;
    }
    return next_thread(g, keep, doc, err);
}

FC_READER(gharchive) = {
    .name = "gharchive",
    .brief = "GH Archive: issues and pull requests on GitHub with what was said of them",
    .doc = "Events (gharchive.org, 2015 and later). Those on an issue or pull request "
           "are joined to one record of type resource, all files of a folder or archive "
           "together: put the hours of the days you want in a folder. Pushes, releases "
           "and other events are records of their own. What memory does not hold goes to "
           "unnamed files in TMPDIR.",
    .kind = FC_RECORD,
    .reasons = reasons,
    .sniff = gharchive_sniff,
    .open = gharchive_open,
    .next = gharchive_next,
    .close = gharchive_close,
    .gather = gharchive_gather
};
