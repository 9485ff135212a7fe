/* sort.c - see sort.h: runs in unnamed files, one file for each level. A level that has
 * FAN_IN runs is merged into one run of the level above, and its file is emptied. */
#include "config.h"

#include "io/sort.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAN_IN = 32, LEVELS = 8, READ = 64 << 10, WRITE = 256 << 10 };

/* What stands before the bytes of an item, in memory and in a file. */
typedef struct head {
    fc_sort_key key;
    uint64_t n;
} head;

typedef struct entry {
    fc_sort_key key;
    size_t at;                      /* of the head in `items`; later ones are greater */
} entry;

typedef struct run {
    uint64_t from, to;              /* in the file of its level */
} run;

typedef struct level {
    int fd;                         /* -1: none yet */
    uint64_t end;
    run run[FAN_IN];
    unsigned runs;
} level;

/* A run that is being read. */
typedef struct source {
    int fd;
    uint64_t at, to;                /* not yet in buf */
    fc_buf buf;
    size_t used;                    /* of buf */
    head item;                      /* the next one; its bytes are at buf.p + used */
} source;

struct fc_sort {
    const char *temp;
    size_t memory;
    fc_buf items;
    entry *entry;
    size_t n, cap;
    size_t given;                   /* entries given, when all is in memory */
    level level[LEVELS];
    bool reading;
    source *source;                 /* a heap: the least item is first */
    unsigned sources;
    bool taken;                     /* the first one's item was given */
};

/* ----------------------------------------------------------------------------- memory */

fc_rc fc_sort_open(fc_sort **out, const char *temp, size_t memory, fc_err *err)
{
    fc_sort *s = *out = calloc(1, sizeof *s);
    if (!s)
        return fc_fail(err, FC_ETRY, "no memory to sort in");
    s->temp = temp;
    s->memory = memory;
    for (int i = 0; i < LEVELS; i++)
        s->level[i].fd = -1;
    return FC_OK;
}

static void close_sources(fc_sort *s)
{
    for (unsigned i = 0; i < s->sources; i++)
        fc_buf_free(&s->source[i].buf);
    free(s->source);
    s->source = NULL;
    s->sources = 0;
}

void fc_sort_close(fc_sort *s)
{
    if (!s)
        return;
    close_sources(s);
    for (int i = 0; i < LEVELS; i++)
        if (s->level[i].fd >= 0)
            close(s->level[i].fd);
    fc_buf_free(&s->items);
    free(s->entry);
    free(s);
}

static inline int compare(const fc_sort_key *a, const fc_sort_key *b)
{
    for (int i = 0; i < 3; i++)
        if (a->part[i] != b->part[i])
            return a->part[i] < b->part[i] ? -1 : 1;
    return 0;
}

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int c = compare(&x->key, &y->key);
    return c ? c : x->at < y->at ? -1 : x->at > y->at;
}

/* What came in order, as ids in dumps mostly do, needs no sorting. */
static void sort_entries(fc_sort *s)
{
    size_t i = 1;
    while (i < s->n && by_key(&s->entry[i - 1], &s->entry[i]) < 0)
        i++;
    if (i < s->n)
        qsort(s->entry, s->n, sizeof *s->entry, by_key);
}

static head head_at(const fc_sort *s, size_t at)
{
    head h;
    memcpy(&h, s->items.p + at, sizeof h);
    return h;
}

/* -------------------------------------------------------------------------- one level */

typedef struct sink {
    level *to;
    fc_buf buf;
} sink;

static fc_rc flush(sink *out, fc_err *err)
{
    fc_rc rc = fc_temp_write(out->to->fd, out->buf.p, out->buf.n, out->to->end, err);
    out->to->end += out->buf.n;
    fc_buf_clear(&out->buf);
    return rc;
}

static fc_rc put(sink *out, const head *h, const char *bytes, fc_err *err)
{
    fc_buf_add(&out->buf, h, sizeof *h);
    fc_buf_add(&out->buf, bytes, (size_t)h->n);
    if (out->buf.failed)
        return fc_fail(err, FC_ETRY, "no memory to sort in");
    return out->buf.n >= WRITE ? flush(out, err) : FC_OK;
}

/* A new run in a level, from begin to its end. */
static fc_rc open_run(fc_sort *s, level *to, sink *out, fc_err *err)
{
    *out = (sink){ .to = to, .buf = FC_BUF_INIT };
    if (to->fd < 0 && (to->fd = fc_temp_file(s->temp, err)) < 0)
        return FC_EIO;
    to->run[to->runs].from = to->end;
    return FC_OK;
}

static fc_rc close_run(sink *out, fc_rc rc, fc_err *err)
{
    if (!rc)
        rc = flush(out, err);
    fc_buf_free(&out->buf);
    out->to->run[out->to->runs++].to = out->to->end;
    return rc;
}

/* ---------------------------------------------------------------------------- merging */

/* Have n bytes of the run in buf. */
static fc_rc fill(source *r, size_t n, fc_err *err)
{
    size_t have = r->buf.n - r->used;
    if (have >= n)
        return FC_OK;
    if (have)
        memmove(r->buf.p, r->buf.p + r->used, have);
    r->buf.n = have;
    r->used = 0;
    size_t want = n > READ ? n - have : READ - have;
    if (want > r->to - r->at)
        want = (size_t)(r->to - r->at);
    if (!fc_buf_reserve(&r->buf, want))
        return fc_fail(err, FC_ETRY, "no memory to sort in");
    fc_rc rc = fc_temp_read(r->fd, r->buf.p + have, want, r->at, err);
    r->buf.n += want;
    r->at += want;
    return rc;
}

/* Go on to the next item of a run; FC_END. */
static fc_rc step(source *r, fc_err *err)
{
    if (r->used == r->buf.n && r->at == r->to)
        return FC_END;
    fc_rc rc = fill(r, sizeof r->item, err);
    if (rc)
        return rc;
    memcpy(&r->item, r->buf.p + r->used, sizeof r->item);
    r->used += sizeof r->item;
    return fill(r, (size_t)r->item.n, err);
}

/* Of equal keys, those of the older run come first: it stands before in its file, or in
 * a higher level. */
static bool before(const fc_sort *s, const source *a, const source *b)
{
    int c = compare(&a->item.key, &b->item.key);
    if (c || a->fd == b->fd)
        return c ? c < 0 : a->to < b->to;
    for (int i = LEVELS; i-- > 0;)
        if (s->level[i].fd == a->fd || s->level[i].fd == b->fd)
            return s->level[i].fd == a->fd;
    return false;
}

static void sift(fc_sort *s, unsigned i)
{
    source one = s->source[i];
    for (unsigned kid; (kid = 2 * i + 1) < s->sources; i = kid) {
        if (kid + 1 < s->sources && before(s, &s->source[kid + 1], &s->source[kid]))
            kid++;
        if (before(s, &one, &s->source[kid]))
            break;
        s->source[i] = s->source[kid];
    }
    s->source[i] = one;
}

/* Runs of the levels from .. to - 1 become the sources. */
static fc_rc open_sources(fc_sort *s, int from, int to, fc_err *err)
{
    s->source = calloc((size_t)LEVELS * FAN_IN, sizeof *s->source);
    s->taken = false;
    if (!s->source)
        return fc_fail(err, FC_ETRY, "no memory to sort in");
    for (int l = from; l < to; l++)
        for (unsigned i = 0; i < s->level[l].runs; i++) {
            source *r = &s->source[s->sources];
            *r = (source){ .fd = s->level[l].fd, .at = s->level[l].run[i].from,
                           .to = s->level[l].run[i].to };
            s->sources++;
            fc_rc rc = step(r, err);
            if (rc)
                return rc == FC_END ? fc_fail(err, FC_EINTERNAL, "an empty run") : rc;
        }
    for (unsigned i = s->sources / 2; i-- > 0;)
        sift(s, i);
    return FC_OK;
}

/* The least item; the one given before is passed. */
static fc_rc take(fc_sort *s, const source **first, fc_err *err)
{
    if (s->taken && s->sources) {
        source *r = &s->source[0];
        r->used += (size_t)r->item.n;
        fc_rc rc = step(r, err);
        if (rc == FC_END) {
            fc_buf_free(&r->buf);
            *r = s->source[--s->sources];
        } else if (rc) {
            return rc;
        }
        if (s->sources)
            sift(s, 0);
    }
    s->taken = true;
    *first = s->source;
    return s->sources ? FC_OK : FC_END;
}

/* All runs of a level into one of the level above. */
static fc_rc merge_level(fc_sort *s, int l, fc_err *err)
{
    sink out;
    const source *r;
    level *from = &s->level[l];
    if (l + 1 == LEVELS)
        return fc_fail(err, FC_EIO, "too much to sort");
    fc_rc rc = s->level[l + 1].runs == FAN_IN ? merge_level(s, l + 1, err) : FC_OK;
    if (rc || (rc = open_run(s, &s->level[l + 1], &out, err)))
        return rc;
    rc = open_sources(s, l, l + 1, err);
    while (!rc && !(rc = take(s, &r, err)))
        rc = put(&out, &r->item, r->buf.p + r->used, err);
    rc = close_run(&out, rc == FC_END ? FC_OK : rc, err);
    close_sources(s);
    from->runs = 0;
    from->end = 0;
    if (!rc && ftruncate(from->fd, 0) != 0)
        rc = fc_fail(err, FC_EIO, "a temporary file cannot be emptied");
    return rc;
}

/* What is in memory becomes a run. */
static fc_rc spill(fc_sort *s, fc_err *err)
{
    sink out;
    fc_rc rc = s->level[0].runs == FAN_IN ? merge_level(s, 0, err) : FC_OK;
    if (rc || (rc = open_run(s, &s->level[0], &out, err)))
        return rc;
    sort_entries(s);
    for (size_t i = 0; i < s->n && !rc; i++) {
        head h = head_at(s, s->entry[i].at);
        rc = put(&out, &h, s->items.p + s->entry[i].at + sizeof h, err);
    }
    s->n = 0;
    fc_buf_clear(&s->items);
    return close_run(&out, rc, err);
}

/* -------------------------------------------------------------------------- add, next */

static bool grow_entries(fc_sort *s)
{
    if (s->n < s->cap)
        return true;
    size_t cap = s->cap ? 2 * s->cap : 1024;
    entry *more = realloc(s->entry, cap * sizeof *more);
    if (more) {
        s->entry = more;
        s->cap = cap;
    }
    return more != NULL;
}

fc_rc fc_sort_add(fc_sort *s, fc_sort_key key, fc_str bytes, fc_err *err)
{
    head h = { key, bytes.n };
    size_t used = s->items.n + s->n * sizeof *s->entry;
    if (s->n && used + bytes.n > s->memory) {
        fc_rc rc = spill(s, err);
        if (rc)
            return rc;
    }
    size_t at = s->items.n;
    fc_buf_add(&s->items, &h, sizeof h);
    fc_buf_str(&s->items, bytes);
    if (s->items.failed || !grow_entries(s))
        return fc_fail(err, FC_ETRY, "no memory to sort in");
    s->entry[s->n++] = (entry){ key, at };
    return FC_OK;
}

/* The first call: what is in memory stays there when it is all. */
static fc_rc begin_reading(fc_sort *s, fc_err *err)
{
    s->reading = true;
    if (!s->level[0].runs && s->level[0].fd < 0) {
        sort_entries(s);
        return FC_OK;
    }
    fc_rc rc = s->n ? spill(s, err) : FC_OK;
    fc_buf_free(&s->items);
    free(s->entry);
    s->entry = NULL;
    s->n = s->cap = 0;
    return rc ? rc : open_sources(s, 0, LEVELS, err);
}

fc_rc fc_sort_next(fc_sort *s, fc_sort_key *key, fc_str *bytes, fc_err *err)
{
    const source *r;
    fc_rc rc = s->reading ? FC_OK : begin_reading(s, err);
    if (rc)
        return rc;
    if (!s->source) {
        if (s->given == s->n)
            return FC_END;
        size_t at = s->entry[s->given++].at;
        head h = head_at(s, at);
        *key = h.key;
        *bytes = (fc_str){ s->items.p + at + sizeof h, (size_t)h.n };
        return FC_OK;
    }
    if ((rc = take(s, &r, err)))
        return rc;
    *key = r->item.key;
    *bytes = (fc_str){ r->buf.p + r->used, (size_t)r->item.n };
    return FC_OK;
}
