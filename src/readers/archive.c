/* archive.c - tar, zip and 7z: every member is opened by the reader that knows it, as if
 * it were an input of its own, an archive within an archive too. Names are
 * "outer!/member". */
#include "base/str.h"
#include "io/zip_type.h"
#include "readers/archive_open.h"
#include "readers/whole.h"

#include <stdlib.h>

enum { SNIFF = 4096, DEEPEST = 4 };

/* The first three are those of whole.h, in its order. */
enum { TRUNCATED = 1, DAMAGED, TOO_LARGE, UNKNOWN, LINK, PATH, ENCRYPTED, BOMB, NESTED };

static const fc_reason reasons[] = {
    { "truncated", "the archive ended too early" },
    { "damaged-member", "an archive or a member of it could not be decoded" },
    { "too-large", "a file was larger than the limit for one item" },
    { "unknown-format", "a member is in no format that a reader knows" },
    { "link", "a member is a link or another thing that is no file" },
    { "path", "a member's path leads out of the archive" },
    { "encrypted", "a member needs a password" },
    { "bomb", "more members, or more bytes from fewer, than limits allow" },
    { "nested", "an archive lies within more than three others" },
    { NULL, NULL }
};

/* Files that belong together. */
typedef struct group {
    const fc_reader_def *by;        /* gathers them; NULL: none so far */
    void *state;
    char *name;                     /* of the first file */
    size_t folder;                  /* its bytes that all names share */
} group;

typedef struct archive {
    fc_stream *in;
    fc_archive from;
    bool read;                      /* all members have been told */
    bool damaged;                   /* that the archive is damaged has been told */
    char *name;                     /* of the member that is open: "outer!/member" */
    fc_member_state ended;          /* how its bytes ended */
    bool own;                       /* the item that was given has a reason of this
                                       reader */
    fc_stream *stream;              /* the member as an input of its own */
    const fc_reader_def *reader;    /* NULL: a part of a WACZ, taken whole */
    void *state;
    group folder;                   /* files of a folder */
    group all;                      /* ... and of the whole archive */
    group *full;                    /* all its files were told: their items are due */
    bool waits;                     /* ... and then the open member is the first of
                                       another */
} archive;

/* How many archives a name leads through. */
static unsigned depth_of(const char *name)
{
    unsigned n = 0;
    for (const char *p = name; (p = strstr(p, "!/")); p += 2)
        n++;
    return n;
}

static int archive_sniff(fc_str first, const char *path)
{
    return fc_members_sniff(first) ? 70 : 0;
}

static fc_rc archive_open(fc_stream *in, void **state, fc_err *err)
{
    archive *x = calloc(1, sizeof *x);
    *state = x;
    if (!x)
        return fc_fail(err, FC_ETRY, "%s: no memory to open it", fc_stream_name(in));
    x->in = in;
    fc_rc rc = fc_archive_open(&x->from, in, err);
    if (rc) {
        fc_archive_close(&x->from);
        free(x);
        *state = NULL;
    }
    return rc;
}

/* ------------------------------------------------------------------------- one member */

static void close_member(archive *x)
{
    if (x->reader && !x->reader->gather)
        x->reader->close(x->state);
    fc_stream_close(x->stream);
    free(x->name);
    x->reader = NULL;
    x->state = NULL;
    x->stream = NULL;
    x->name = NULL;
}

static long read_member(void *user, char *p, size_t n)
{
    archive *x = user;
    return x->ended ? 0 : fc_members_read(x->from.members, p, n, &x->ended);
}

static int reason_of(fc_member_state state)
{
    static const int of[] = {
        [FC_MEMBER_LINK] = LINK,           [FC_MEMBER_PATH] = PATH,
        [FC_MEMBER_ENCRYPTED] = ENCRYPTED, [FC_MEMBER_DAMAGED] = DAMAGED,
        [FC_MEMBER_CUT] = TRUNCATED,       [FC_MEMBER_BOMB] = BOMB
    };
    return of[state];
}

/* The item that stands for what cannot be read; name may be the archive's own. */
static fc_rc give_up(const char *name, int reason, fc_arena *keep, fc_doc *doc)
{
    fc_record *rec = FC_NEW(keep, fc_record);
    fc_str copy = fc_copy(keep, fc_str_of(name));
    rec->input = copy.p;
    rec->type = FC_STR("resource");
    rec->id = rec->uri = copy;
    rec->truncated = reason == TRUNCATED || reason == DAMAGED;
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    doc->reason = (uint16_t)reason;
    return FC_OK;
}

/* Of a WACZ only the archives of the Web are content; the rest (indexes, lists of pages)
 * goes on as metadata records. */
static bool is_web_archive(const fc_reader_def *r)
{
    return r && (strcmp(r->name, "warc") == 0 || strcmp(r->name, "arc") == 0);
}

/* Bytes of a name up to its last part. */
static size_t folder_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? (size_t)(slash - name) + 1 : 0;
}

static group *group_of(archive *x, const fc_reader_def *r)
{
    return r->everywhere ? &x->all : &x->folder;
}

/* The member is the first of a group. */
static fc_rc begin_group(archive *x, group *g, const fc_reader_def *r, fc_err *err)
{
    size_t n = strlen(x->name) + 1;
    if (!(g->name = malloc(n)))
        return fc_fail(err, FC_ETRY, "%s: no memory for its name", x->name);
    memcpy(g->name, x->name, n);
    g->folder = r->everywhere ? 0 : folder_of(x->name);
    g->by = r;
    return FC_OK;
}

static bool is_of(const archive *x, const group *g, const fc_reader_def *r)
{
    size_t folder = r->everywhere ? 0 : folder_of(x->name);
    return g->by == r && g->folder == folder && memcmp(x->name, g->name, folder) == 0;
}

/* The member goes to its group; that of another folder, or format, is to be finished
 * before. */
static fc_rc gather(archive *x, const fc_reader_def *r, fc_err *err)
{
    group *g = group_of(x, r);
    x->reader = r;
    x->waits = g->by && !is_of(x, g, r);
    x->full = x->waits ? g : NULL;
    if (x->waits)
        return g->by->gather(NULL, &g->state, err);
    fc_rc rc = g->by ? FC_OK : begin_group(x, g, r, err);
    return rc ? rc : r->gather(x->stream, &g->state, err);
}

static void close_group(group *g)
{
    if (g->by)
        g->by->close(g->state);
    free(g->name);
    memset(g, 0, sizeof *g);
}

/* No more members: the group whose items are due, if there is one. */
static fc_rc finish_group(archive *x, fc_err *err)
{
    x->full = x->folder.by ? &x->folder : x->all.by ? &x->all : NULL;
    return x->full ? x->full->by->gather(NULL, &x->full->state, err) : FC_END;
}

/* Open the member's stream and reader. *reason is set when that cannot be; FC_END:
 * empty. */
static fc_rc open_reader(archive *x, int *reason, fc_err *err)
{
    fc_str head;
    fc_gap gap;
    x->ended = FC_MEMBER_WELL;
    fc_rc rc = fc_stream_open_source(&x->stream, x->name, read_member, x, err);
    if (!rc)
        rc = fc_stream_sniff(x->stream, SNIFF, &head, err);
    if (rc)
        return rc;
    if (!head.n && !fc_stream_at_gap(x->stream, &gap)) {
        *reason = x->ended ? reason_of(x->ended) : 0;
        return x->ended ? FC_OK : FC_END;
    }
    fc_stream_set_max_item(x->stream, fc_stream_max_item(x->in));
    fc_stream_set_temp(x->stream, fc_stream_temp(x->in));
    fc_stream_set_keys(x->stream, fc_stream_text_key(x->in), fc_stream_id_key(x->in));
    const fc_reader_def *r = fc_reader_sniff(
        fc_str_sub(head, 0, SNIFF), x->name,
        strcmp(fc_stream_text_key(x->stream), "text") != 0);
    if (x->from.wacz && !is_web_archive(r))
        return FC_OK;
    if (!r)
        *reason = UNKNOWN;
    else if (r->inner && depth_of(x->name) >= DEEPEST)
        *reason = NESTED;
    else if (r->gather)
        rc = gather(x, r, err);
    else if (!(rc = r->open(x->stream, &x->state, err)))
        x->reader = r;
    return rc;
}

/* Strings that lie in the member's name, which is gone when the item still lives. */
static void own_names(archive *x, fc_arena *keep, fc_doc *doc)
{
    fc_record *rec = (fc_record *)(uintptr_t)doc->rec;
    if (!rec)
        return;
    if (rec->input == x->name)
        rec->input = fc_copy(keep, fc_str_of(x->name)).p;
    if (rec->id.p == x->name)
        rec->id.p = rec->input;
    if (rec->uri.p == x->name)
        rec->uri.p = rec->input;
    if (doc->id.p == x->name)
        doc->id.p = rec->input;
}

/* What the archive tells goes behind what an inner one told. */
static void add_about(const archive *x, fc_arena *keep, fc_doc *doc)
{
    fc_record *rec = (fc_record *)(uintptr_t)doc->rec;
    if (!x->from.about[0] || !rec || rec->head.n)
        return;
    fc_str both[] = { rec->about, fc_str_of(x->from.about) };
    rec->about = fc_concat(keep, both, 2);
}

/* The next item of the open member. */
static fc_rc next_item(archive *x, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_rc rc;
    if (x->reader) {
        void *state = x->reader->gather ? group_of(x, x->reader)->state : x->state;
        rc = x->reader->next(state, keep, doc, err);
        if (!rc && !x->reader->inner)
            doc->kind = x->reader->kind;
    } else {
        rc = fc_whole_next(x->stream, "application/octet-stream", keep, doc, err);
        if (!rc)
            ((fc_record *)(uintptr_t)doc->rec)->type = FC_STR("metadata");
    }
    if (!rc) {
        own_names(x, keep, doc);
        add_about(x, keep, doc);
    }
    x->own = false;
    if (!rc && x->ended && !doc->reason &&
        (!x->reader || x->reader->reasons == fc_whole_reasons)) {
        /* the one item that the member is; records of others may be intact */
        doc->reason = (uint16_t)reason_of(x->ended);
        x->ended = FC_MEMBER_WELL;
        x->own = true;
    }
    return rc;
}

/* The next item of a group whose files were all told. */
static fc_rc next_of_group(archive *x, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_rc rc = x->full->by->next(x->full->state, keep, doc, err);
    x->own = false;
    doc->kind = x->full->by->kind;
    if (!rc)
        add_about(x, keep, doc);
    if (rc != FC_END)
        return rc;
    close_group(x->full);
    x->full = NULL;
    if (x->waits && (rc = gather(x, x->reader, err)))
        return rc;
    x->waits = false;
    return FC_END;
}

/* ---------------------------------------------------------------------------- archive */

static fc_rc name_member(archive *x, fc_str path, fc_err *err)
{
    const char *outer = fc_stream_name(x->in);
    size_t n = strlen(outer) + path.n + 3;
    x->name = malloc(n);
    if (!x->name)
        return fc_fail(err, FC_ETRY, "%s: no memory for a member's name", outer);
    memcpy(x->name, outer, strlen(outer));
    memcpy(x->name + strlen(outer), "!/", 2);
    memcpy(x->name + n - path.n - 1, path.p, path.n);
    x->name[n - 1] = '\0';
    for (size_t i = 0; i + 1 < n; i++)
        if (x->name[i] == '\0')
            x->name[i] = '?';
    return FC_OK;
}

/* Go on to the next member. FC_OK with doc->reason: it is given up, and *told. */
static fc_rc next_member(archive *x, fc_arena *keep, fc_doc *doc, bool *told, fc_err *err)
{
    fc_member member;
    int reason = 0;
    fc_rc rc = fc_members_next(x->from.members, &member, err);
    if (rc)
        return rc;
    if (!member.path.n && member.state != FC_MEMBER_PATH) {
        *told = x->damaged = true;
        return give_up(fc_stream_name(x->in), reason_of(member.state), keep, doc);
    }
    if ((rc = name_member(x, member.path, err)))
        return rc;
    x->from.wacz |= fc_zip_is_of_wacz(member.path);
    if (member.state)
        reason = reason_of(member.state);
    else
        rc = open_reader(x, &reason, err);
    if (rc == FC_OK && reason) {
        *told = true;
        give_up(x->name, reason, keep, doc);
    }
    if (reason || rc)
        close_member(x);
    return rc == FC_END ? FC_OK : rc;
}

/* What is behind the archive's own end, and damage of the compression around it. */
static fc_rc finish(archive *x, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_str got;
    fc_gap gap;
    x->read = true;
    for (;;) {
        fc_rc rc = fc_stream_peek(x->in, 1, &got, err);
        if (rc)
            return rc;
        fc_stream_consume(x->in, got.n);
        if (got.n)
            continue;
        if (!fc_stream_gap(x->in, &gap) || x->damaged)
            return FC_END;
        return give_up(fc_stream_name(x->in),
                       gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED, keep, doc);
    }
}

static fc_rc archive_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    archive *x = state;
    if (x->from.mime && !x->read) {
        x->read = true;
        return fc_whole_next(x->in, x->from.mime, keep, doc, err);
    }
    while (!x->read) {
        bool told = false;
        fc_rc rc;
        if (x->full) {
            rc = next_of_group(x, keep, doc, err);
            if (rc != FC_END)
                return rc;
            rc = FC_OK;
        } else if (x->stream) {
            rc = next_item(x, keep, doc, err);
            if (rc != FC_END)
                return rc;
            rc = x->ended ? give_up(x->name, reason_of(x->ended), keep, doc) : FC_OK;
            told = x->ended != FC_MEMBER_WELL;
            x->ended = FC_MEMBER_WELL;
            close_member(x);
        } else {
            rc = next_member(x, keep, doc, &told, err);
        }
        if (rc == FC_END && (rc = finish_group(x, err)) == FC_END)
            return finish(x, keep, doc, err);
        if (rc || told)
            return rc;
        memset(doc, 0, sizeof *doc);
    }
    return FC_END;
}

static const fc_reader_def *archive_inner(const void *state)
{
    const archive *x = state;
    if (x->own)
        return NULL;
    if (x->full)
        return x->full->by;
    if (x->reader && x->reader->inner) {
        const fc_reader_def *r = x->reader->inner(x->state);
        return r ? r : x->reader;
    }
    return x->reader;
}

static void archive_close(void *state)
{
    archive *x = state;
    if (!x)
        return;
    close_member(x);
    close_group(&x->folder);
    close_group(&x->all);
    fc_archive_close(&x->from);
    free(x);
}

FC_READER(archive) = {
    .name = "archive",
    .brief = "tar, zip and 7z: what is packed in them; WACZ",
    .doc = "Every member is read as an input of its own, named \"outer!/member\": "
           "records of a WARC in a WACZ, lines of a JSONL, an archive within an archive "
           "(up to four deep), the tables of a dump joined, any other file as one "
           "record. All come from pipes too. Links, paths that lead out and encrypted "
           "members are counted. Of what `git archive` made, metadata revision is the "
           "commit (a zip ends with it, so one beyond the limit for an item tells it "
           "only as a plain file).",
    .kind = FC_ANY,
    .reasons = reasons,
    .sniff = archive_sniff,
    .open = archive_open,
    .next = archive_next,
    .inner = archive_inner,
    .close = archive_close
};
