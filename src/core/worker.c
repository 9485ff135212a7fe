/* worker.c - one document after another through the steps; the heart of a run. */
#include "core/worker.h"

#include "base/str.h"

#include <stdlib.h>
#include <time.h>

enum {
    FUEL = 1 << 30,
    KEEP_SCRATCH = 6 << 20      /* pages that need more are few */
};

typedef struct piece {
    fc_doc *doc;
    struct piece *next;
} piece;

/* What fc_call.owner points to while a stage runs: the pieces it has emitted, and where
 * it counts. */
typedef struct emitted {
    piece *first, **last;
    size_t n;
    fc_funnel_row *row;
} emitted;

uint64_t fc_worker_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

fc_rc fc_worker_open(fc_worker *w, const fc_plan *plan, size_t from, size_t to,
                     bool rejects, fc_err *err)
{
    *w = (fc_worker){ .plan = plan, .from = from, .to = to, .rejects = rejects };
    fc_arena_init(&w->scratch);
    w->scratch.keep_at_most = KEEP_SCRATCH;
    fc_arena_init(&w->shared.arena);
    w->shared.arena.keep_at_most = KEEP_SCRATCH;
    w->mine = calloc(plan->n + 1, sizeof *w->mine);
    w->made = calloc(plan->n + 1, sizeof *w->made);
    if (!w->mine || !w->made)
        return fc_fail(err, FC_ETRY, "out of memory");
    for (size_t i = from; i < to; i++) {
        const fc_step *s = &plan->step[i];
        fc_rc rc = s->def->worker ? s->def->worker(s->model, &w->mine[i], err) : FC_OK;
        if (rc)
            return rc;
        w->made[i] = s->def->worker != NULL;
    }
    return FC_OK;
}

fc_rc fc_worker_finish(fc_worker *w, fc_err *err)
{
    fc_rc rc = FC_OK;
    for (size_t i = w->from; !rc && w->made && i < w->to; i++)
        if (w->made[i] && w->plan->step[i].def->finish)
            rc = w->plan->step[i].def->finish(w->mine[i], err);
    return rc;
}

void fc_worker_close(fc_worker *w)
{
    for (size_t i = w->from; w->made && i < w->to; i++)
        if (w->made[i] && w->plan->step[i].def->worker_end)
            w->plan->step[i].def->worker_end(w->mine[i]);
    free(w->mine);
    free(w->made);
    fc_arena_free(&w->scratch);
    fc_arena_free(&w->shared.arena);
}

static void emit(fc_call *call, fc_doc *child)
{
    emitted *e = call->owner;
    piece *p = FC_NEW(call->keep, piece);
    p->doc = child;
    *e->last = p;
    e->last = &p->next;
    e->n++;
}

static void count(fc_call *call, const char *attr, const fc_value *value, uint64_t bytes)
{
    emitted *e = call->owner;
    fc_funnel_note_value(e->row, call->keep, attr, value, bytes);
}

/* Run one step under a guard: a document that needs too much memory is a counted
 * reason. */
static int run_guarded(fc_worker *w, size_t i, fc_doc *doc, fc_call *call)
{
    const fc_step *s = &w->plan->step[i];
    jmp_buf guard;
    jmp_buf *keep_before = fc_arena_guard(call->keep, &guard);
    int why, r;
    fc_arena_guard(&w->scratch, &guard);
    fc_arena_guard(&w->shared.arena, &guard);
    fc_arena_limit(call->keep, w->plan->config.max_doc);
    fc_arena_limit(&w->scratch, w->plan->config.max_doc);
    fc_arena_limit(&w->shared.arena, w->plan->config.max_doc);
    why = setjmp(guard);
    if (why == 0)
        r = s->def->run(s->model, w->mine[i], doc, call);
    else if (why == FC_ARENA_LIMIT)
        r = FC_REASON_MEMORY;
    else
        r = fc_fail(call->err, FC_ETRY, "out of memory in '%s'", s->def->use.name);
    fc_arena_guard(call->keep, keep_before);
    fc_arena_guard(&w->scratch, NULL);
    fc_arena_guard(&w->shared.arena, NULL);
    fc_arena_limit(call->keep, UINT64_MAX);
    fc_arena_reset(&w->scratch);
    return r;
}

/* A record that is dropped is told by where it is; its bytes are in the input. */
static void describe_record(fc_doc *doc, fc_arena *a)
{
    const fc_record *r = doc->rec;
    doc->kind = FC_DOCUMENT;
    if (r->uri.n)
        fc_set_str(&doc->meta, a, "url", r->uri);
    if (r->date.n)
        fc_set_str(&doc->meta, a, "date", r->date);
    if (r->type.n)
        fc_set_str(&doc->meta, a, "record_type", r->type);
    fc_set_str(&doc->meta, a, "file_path", fc_str_of(r->input));
    fc_set_num(&doc->meta, a, "offset", (double)r->offset, 0);
    fc_set_num(&doc->meta, a, "length", (double)r->length, 0);
    if (r->unpacked)
        fc_set_bool(&doc->meta, a, "unpacked", true);
}

static void add_live(fc_batch *b, fc_doc *doc)
{
    if (b->n_live == b->cap_live) {
        size_t cap = b->cap_live ? b->cap_live * 2 : 64;
        b->live = fc_grow(&b->arena, b->live, b->n_live * sizeof *b->live,
                          cap * sizeof *b->live);
        b->cap_live = cap;
    }
    b->live[b->n_live++] = doc;
}

/* Write a document that was dropped to the batch's rejects. */
static void reject(fc_batch *b, const fc_doc *doc)
{
    size_t row = doc->stage;
    fc_doc told = *doc;
    told.attr = fc_fields_copy(&doc->attr, &b->arena);
    if (told.kind == FC_RECORD && told.rec)
        describe_record(&told, &b->arena);
    fc_set_str(&told.attr, &b->arena, "rejected_by", fc_str_of(b->funnel.row[row].name));
    fc_set_str(&told.attr, &b->arena, "rejected_for",
               fc_str_of(fc_funnel_reason(&b->funnel, row, doc->reason)));
    fc_items_add(&b->rejects, &told);
}

/* Count a dropped document. When rejects are wanted it is written to them, or, when later
 * steps are still to come, added to b->live with its reason set: rejects keep the input's
 * order. */
static void drop(fc_worker *w, fc_batch *b, fc_doc *doc, size_t row, unsigned reason)
{
    doc->stage = (uint16_t)row;
    doc->reason = (uint16_t)reason;
    fc_funnel_drop(&b->funnel, row, reason);
    if (w->rejects && w->to < w->plan->n)
        add_live(b, doc); /* in line with what the ordered part will drop */
    else if (w->rejects)
        reject(b, doc);
}

static void survive(fc_worker *w, fc_batch *b, fc_doc *doc)
{
    if (w->to < w->plan->n || w->explain) {
        add_live(b, doc);
        return;
    }
    b->funnel.row[w->plan->n + 1].in++;
    fc_items_add(&b->out, doc);
}

static void run_from(fc_worker *w, fc_batch *b, fc_doc *doc, size_t i);

/* The pieces of a document take its place; those the stage has refused are counted. */
static void run_pieces(fc_worker *w, fc_batch *b, const emitted *e, size_t i)
{
    fc_funnel_row *row = &b->funnel.row[i + 1];
    row->made += e->n - 1;
    for (piece *p = e->first; p && !b->rc; p = p->next) {
        if (p->doc->reason) {
            drop(w, b, p->doc, i + 1, p->doc->reason);
        } else {
            row->out++;
            run_from(w, b, p->doc, i + 1);
        }
    }
}

/* Depth is bounded by the number of splitting stages in the plan. */
static void run_from(fc_worker *w, fc_batch *b, fc_doc *doc, size_t i)
{
    for (; i < w->to; i++) {
        fc_funnel_row *row = &b->funnel.row[i + 1];
        emitted e = { NULL, NULL, 0, row };
        fc_call call = { .keep = &b->arena,
                         .scratch = &w->scratch,
                         .fuel = FUEL,
                         .explain = w->explain,
                         .explain_html = w->explain_html,
                         .err = &b->err,
                         .emit = emit,
                         .count = count,
                         .shared = &w->shared,
                         .owner = &e };
        e.last = &e.first;
        row->in++;
        uint64_t t = fc_worker_clock();
        int r = run_guarded(w, i, doc, &call);
        row->nanoseconds += fc_worker_clock() - t;
        w->stop = w->stop || call.stop;
        if (r == FC_SPLIT && e.n) {
            run_pieces(w, b, &e, i);
            return;
        }
        if (r != FC_KEEP) {
            if (r > 0 && r != FC_SPLIT)
                drop(w, b, doc, i + 1, (unsigned)r);
            else
                b->rc = r < 0 ? (fc_rc)r
                              : fc_fail(&b->err, FC_EINTERNAL,
                                        "'%s' split a document into "
                                        "nothing",
                                        row->name);
            return;
        }
        row->out++;
    }
    survive(w, b, doc);
}

void fc_worker_run(fc_worker *w, fc_batch *b, fc_doc *doc)
{
    fc_shared_reset(&w->shared);
    run_from(w, b, doc, w->from);
}

/* ---------------------------------------------------------------------- a batch */

/* Running out of memory for the batch itself is an error of the batch. */
static void guarded(fc_worker *w, fc_batch *b, void (*work)(fc_worker *, fc_batch *))
{
    jmp_buf guard;
    fc_arena_guard(&b->arena, &guard);
    if (setjmp(guard))
        b->rc = fc_fail(&b->err, FC_ETRY, "out of memory");
    else
        work(w, b);
    fc_arena_guard(&b->arena, NULL);
}

static void every_item(fc_worker *w, fc_batch *b)
{
    fc_funnel_row *row = &b->funnel.row[0];
    fc_rc read_rc = b->rc; /* an error after the items that were read */
    b->rc = FC_OK;
    for (size_t i = 0; i < b->n && !b->rc; i++) {
        row->in++;
        if (b->doc[i].reason) {
            drop(w, b, &b->doc[i], 0, b->doc[i].reason);
            continue;
        }
        row->out++;
        fc_worker_run(w, b, &b->doc[i]);
    }
    if (!b->rc)
        b->rc = read_rc;
}

static void those_alive(fc_worker *w, fc_batch *b)
{
    fc_rc rc = b->rc;
    b->rc = FC_OK;
    for (size_t i = 0; i < b->n_live && !b->rc; i++) {
        if (b->live[i]->reason)
            reject(b, b->live[i]);
        else
            fc_worker_run(w, b, b->live[i]);
    }
    if (!b->rc)
        b->rc = rc;
}

void fc_worker_parallel(fc_worker *w, fc_batch *b)
{
    guarded(w, b, every_item);
}

void fc_worker_ordered(fc_worker *w, fc_batch *b)
{
    guarded(w, b, those_alive);
}
