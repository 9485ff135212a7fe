/* pipeline.c - a run: every worker reads a batch, runs the steps over it and hands it to
 * the writer; numbers restore the order, so the number of threads never changes a byte.
 *
 *     inputs -> [one worker at a time reads] -> batch -> [each works on its own]
 *            -> slot[number mod ring] -> [one at a time writes, in order] -> batch is
 *            free
 *
 * The ring of 2 x threads + 2 batches is the memory bound and the only brake. There is no
 * reader or writer thread: whoever has work to do does it, so one thread is one core. */
#include "core/input.h"
#include "core/sink.h"
#include "core/worker.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* A batch keeps as much memory as its share of --mem is: pages are large, and what is
 * given back to the system has to be cleared by it for the next. */
enum { BATCH_BYTES = 1 << 20, KEEP_BATCHES = 4, PROGRESS_MS = 100 };

typedef struct run {
    fc_plan *plan;
    const fc_run_io *io;
    fc_arena mem;                   /* counters of the batches */
    fc_input *input;
    fc_batch *ring;
    size_t n_ring;
    size_t batch_bytes;

    uint64_t next_number;           /* this, `ended` and the input belong to who reads */
    bool ended;

    pthread_mutex_t ring_lock;      /* all below */
    bool reading;                   /* somebody is */
    pthread_cond_t turn;            /* nobody is any more */
    pthread_cond_t freed;
    fc_batch *free;
    fc_batch **slot;
    uint64_t next_to_write;
    bool writing;                   /* somebody is; he alone touches what follows */
    bool stop;                      /* no more input is wanted (also read under
                                       ring_lock) */

    fc_worker last;                 /* runs the ordered part */
    fc_sink out, rejects, report;
    uint64_t told;                  /* time of the last progress call */
    fc_rc rc;
    fc_err err;
} run;

/* ---------------------------------------------------------------------- reading */

static bool interrupted(const run *r)
{
    return r->io->interrupt && __atomic_load_n(r->io->interrupt, __ATOMIC_RELAXED);
}

static void add_doc(fc_batch *b, const fc_doc *doc)
{
    if (b->n == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 64;
        b->doc = fc_grow(&b->arena, b->doc, b->n * sizeof *b->doc, cap * sizeof *b->doc);
        b->cap = cap;
    }
    b->doc[b->n++] = *doc;
}

static void read_items(run *r, fc_batch *b)
{
    while (b->n < (size_t)r->plan->config.batch_docs && b->arena.used < r->batch_bytes) {
        fc_doc doc;
        fc_rc rc =
            interrupted(r) ? FC_END : fc_input_next(r->input, &b->arena, &doc, &b->err);
        if (rc) {
            r->ended = true;
            b->rc = rc == FC_END || interrupted(r) ? FC_OK : rc;
            return;
        }
        add_doc(b, &doc);
    }
}

static void fill(run *r, fc_batch *b)
{
    uint64_t t = fc_worker_clock();
    jmp_buf guard;
    fc_arena_guard(&b->arena, &guard);
    if (setjmp(guard)) {
        r->ended = true;
        b->rc = fc_fail(&b->err, FC_ETRY, "out of memory while reading");
    } else {
        read_items(r, b);
    }
    fc_arena_guard(&b->arena, NULL);
    fc_input_progress(r->input, &b->progress);
    b->funnel.row[0].nanoseconds += fc_worker_clock() - t;
}

static fc_batch *take_free(run *r)
{
    pthread_mutex_lock(&r->ring_lock);
    while (!r->free)
        pthread_cond_wait(&r->freed, &r->ring_lock);
    fc_batch *b = r->free;
    r->free = b->next_free;
    if (r->stop)
        r->ended = true;
    pthread_mutex_unlock(&r->ring_lock);
    return b;
}

static void give_free(run *r, fc_batch *b)
{
    pthread_mutex_lock(&r->ring_lock);
    b->next_free = r->free;
    r->free = b;
    pthread_cond_signal(&r->freed);
    pthread_mutex_unlock(&r->ring_lock);
}

/* Wait for one's turn at the input. Not in a mutex: who reads may wait for a pipe, and a
 * signal to a thread that waits in one is held back by ThreadSanitizer. */
static void begin_reading(run *r)
{
    pthread_mutex_lock(&r->ring_lock);
    while (r->reading)
        pthread_cond_wait(&r->turn, &r->ring_lock);
    r->reading = true;
    pthread_mutex_unlock(&r->ring_lock);
}

static void end_reading(run *r)
{
    pthread_mutex_lock(&r->ring_lock);
    r->reading = false;
    pthread_cond_signal(&r->turn);
    pthread_mutex_unlock(&r->ring_lock);
}

/* The next batch of input, or NULL when there is no more. */
static fc_batch *read_batch(run *r)
{
    fc_batch *b = NULL;
    begin_reading(r);
    if (!r->ended) {
        b = take_free(r);
        if (r->ended) {
            give_free(r, b);
            b = NULL;
        } else {
            fc_batch_reset(b);
            b->number = r->next_number++;
            fill(r, b);
        }
    }
    end_reading(r);
    return b;
}

/* ---------------------------------------------------------------------- writing */

static void fail(run *r, fc_rc rc, const fc_err *err)
{
    if (!r->rc || r->rc == FC_END) {
        r->rc = rc;
        r->err = *err;
    }
    pthread_mutex_lock(&r->ring_lock);
    r->stop = true;
    pthread_mutex_unlock(&r->ring_lock);
}

static fc_rc hand_out(run *r, const fc_items *items, size_t *written)
{
    while (*written < items->n)
        if (!r->io->document(r->io->user, items->doc[(*written)++]))
            return FC_END;
    return FC_OK;
}

static void write_items(run *r, fc_sink *sink, const fc_items *items, size_t *written)
{
    fc_err err = { FC_OK, 0, "" };
    fc_rc rc = FC_OK;
    *written = 0;
    if (items->failed)
        rc = fc_fail(&err, FC_ETRY, "out of memory for the output");
    else if (!r->rc && items->as_docs)
        rc = hand_out(r, items, written);
    else if (!r->rc && items->n)
        rc = fc_sink_write(sink, items->bytes.p, items->bytes.n, items->end, items->n,
                           written, &err);
    if (rc)
        fail(r, rc, &err);
}

static void tell_progress(run *r, const fc_batch *b)
{
    uint64_t t = fc_worker_clock();
    if (!r->io->progress || t - r->told < PROGRESS_MS * 1000000u)
        return;
    fc_progress p = b->progress;
    p.in = r->plan->funnel.row[0].in;
    p.out = r->plan->funnel.row[r->plan->n + 1].out;
    r->told = t;
    r->io->progress(r->io->user, &p);
}

/* One batch, in order: the ordered steps, the bytes, the counts. After a stage has asked
 * to stop, what was read ahead is neither written nor counted: it was never needed. */
static void write_batch(run *r, fc_batch *b)
{
    fc_funnel_row *row = &b->funnel.row[r->plan->n + 1];
    uint64_t t;
    size_t written, rejected;
    if (r->last.stop)
        return;
    if (r->plan->parallel < r->plan->n)
        fc_worker_ordered(&r->last, b);
    t = fc_worker_clock();
    write_items(r, &r->out, &b->out, &written);
    row->out += written;
    for (size_t i = written; i < b->out.n; i++)
        fc_funnel_drop(&b->funnel, r->plan->n + 1, 1);
    write_items(r, &r->rejects, &b->rejects, &rejected);
    row->nanoseconds += fc_worker_clock() - t;
    fc_funnel_add(&r->plan->funnel, &b->funnel);
    if (r->plan->funnel.failed && !b->rc)
        b->rc = fc_fail(&b->err, FC_ETRY, "out of memory for what is counted");
    if (b->rc)
        fail(r, b->rc, &b->err);
    if (r->last.stop)
        fail(r, FC_OK, &b->err);
    tell_progress(r, b);
}

/* Put the batch in its slot; write what is next in order unless somebody is at it. */
static void deliver(run *r, fc_batch *b)
{
    pthread_mutex_lock(&r->ring_lock);
    r->slot[b->number % r->n_ring] = b;
    if (r->writing) {
        pthread_mutex_unlock(&r->ring_lock);
        return;
    }
    r->writing = true;
    for (;;) {
        fc_batch **slot = &r->slot[r->next_to_write % r->n_ring];
        b = *slot;
        if (!b)
            break;
        *slot = NULL;
        r->next_to_write++;
        pthread_mutex_unlock(&r->ring_lock);
        write_batch(r, b);
        give_free(r, b);
        pthread_mutex_lock(&r->ring_lock);
    }
    r->writing = false;
    pthread_mutex_unlock(&r->ring_lock);
}

/* ---------------------------------------------------------------------- the run */

static void work(run *r, fc_worker *w)
{
    for (fc_batch *b; (b = read_batch(r));) {
        fc_worker_parallel(w, b);
        deliver(r, b);
    }
}

typedef struct thread {
    run *r;
    fc_worker worker;
    pthread_t id;
    bool started;
} thread;

static void *thread_main(void *arg)
{
    thread *t = arg;
    work(t->r, &t->worker);
    return NULL;
}

/* What a stage could not write at the end fails the run, unless it has failed before. */
static void end_worker(run *r, fc_worker *w)
{
    fc_err err = { FC_OK, 0, "" };
    fc_rc rc = fc_worker_finish(w, &err);
    fc_worker_close(w);
    if (rc && r->rc >= 0) {
        r->rc = rc;
        r->err = err;
    }
}

/* All workers but the first get a thread of their own. */
static fc_rc run_threads(run *r, thread *t, size_t n)
{
    fc_rc rc = FC_OK;
    for (size_t i = 0; !rc && i < n; i++) {
        t[i].r = r;
        rc = fc_worker_open(&t[i].worker, r->plan, 0, r->plan->parallel,
                            fc_sink_wanted(&r->rejects), &r->err);
    }
    for (size_t i = 1; !rc && i < n; i++)
        t[i].started = pthread_create(&t[i].id, NULL, thread_main, &t[i]) == 0;
    if (!rc)
        work(r, &t[0].worker);
    for (size_t i = 1; i < n; i++)
        if (t[i].started)
            pthread_join(t[i].id, NULL);
    for (size_t i = 0; i < n; i++)
        if (t[i].r)
            end_worker(r, &t[i].worker);
    return rc;
}

static fc_rc open_ring(run *r)
{
    const fc_config *c = &r->plan->config;
    jmp_buf guard;
    r->n_ring = c->threads == 1 ? 1 : 2 * (size_t)c->threads + 2;
    r->batch_bytes = c->memory / r->n_ring / KEEP_BATCHES;
    if (r->batch_bytes > BATCH_BYTES)
        r->batch_bytes = BATCH_BYTES;
    r->ring = calloc(r->n_ring, sizeof *r->ring);
    r->slot = calloc(r->n_ring, sizeof *r->slot);
    if (!r->ring || !r->slot)
        return fc_fail(&r->err, FC_ETRY, "out of memory");
    fc_arena_guard(&r->mem, &guard);
    if (setjmp(guard)) {
        fc_arena_guard(&r->mem, NULL);
        return fc_fail(&r->err, FC_ETRY, "out of memory");
    }
    for (size_t i = 0; i < r->n_ring; i++) {
        fc_batch *b = &r->ring[i];
        fc_arena_init(&b->arena);
        b->arena.keep_at_most = KEEP_BATCHES * r->batch_bytes;
        fc_funnel_like(&b->funnel, &r->mem, &r->plan->funnel);
        b->out.as_docs = r->io->document != NULL;
        b->next_free = r->free;
        r->free = b;
    }
    fc_arena_guard(&r->mem, NULL);
    return FC_OK;
}

/* A run that was stopped may have looked at more or fewer inputs: it tells of none. */
static void tell_inputs(run *r)
{
    const char *first;
    if (!r->input || r->last.stop || interrupted(r))
        return;
    if (!r->rc || r->rc == FC_EDATA) {
        r->plan->damage = *fc_input_damage(r->input);
        r->plan->damage.kept = fc_sink_wanted(&r->rejects);
    }
    if (!r->rc && (r->plan->funnel.empty = fc_input_empty(r->input, &first)) != 0)
        snprintf(r->plan->empty, sizeof r->plan->empty, "%s", first);
}

static void close_run(run *r)
{
    tell_inputs(r);
    fc_input_close(r->input);
    end_worker(r, &r->last);
    for (size_t i = 0; r->ring && i < r->n_ring; i++)
        fc_batch_free(&r->ring[i]);
    free(r->ring);
    free(r->slot);
    fc_arena_free(&r->mem);
    pthread_mutex_destroy(&r->ring_lock);
    pthread_cond_destroy(&r->freed);
    pthread_cond_destroy(&r->turn);
}

/* Items came in and every one of them was damaged: the input is not what it should be. */
static void judge(run *r)
{
    const fc_funnel_row *read = &r->plan->funnel.row[0];
    if (!r->rc && read->in && !read->out)
        r->rc = fc_input_unread(r->io->inputs, read->reasons, read->dropped, &r->err);
}

static fc_rc open_sinks(run *r)
{
    const fc_run_io *io = r->io;
    fc_rc rc = fc_sink_open(&r->report, io->report_name, -1, &r->err);
    if (!rc)
        rc = fc_sink_open(&r->rejects, io->rejects_name, io->rejects_fd, &r->err);
    return rc ? rc : fc_sink_open(&r->out, io->out_name, io->out_fd, &r->err);
}

static fc_rc write_report(run *r, fc_err *err)
{
    fc_buf json = FC_BUF_INIT;
    size_t written;
    fc_rc rc = FC_OK;
    bool told = fc_plan_funnel(r->plan, true, &json);
    if (json.failed)
        rc = fc_fail(err, FC_ETRY, "out of memory for the report");
    else if (told && fc_sink_wanted(&r->report))
        rc = fc_sink_write(&r->report, json.p, json.n, &json.n, 1, &written, err);
    fc_buf_free(&json);
    fc_rc closed = fc_sink_close(&r->report, told && !rc, NULL, rc ? NULL : err);
    return rc ? rc : closed;
}

/* Of a run that did not come to its end no named file is published. What was dropped is,
 * when nothing could be read, as it tells why. The output comes last: with it there, all
 * is. */
static void close_sinks(run *r)
{
    bool whole = !r->rc && !interrupted(r);
    bool told = whole || r->rc == FC_EDATA || !r->io->out_name;
    fc_err err;
    fc_rc rc = fc_sink_close(&r->rejects, told, r->io->shelf, &err);
    if (!rc)
        rc = fc_sink_close(&r->out, whole, r->io->shelf, &err);
    else
        fc_sink_close(&r->out, false, NULL, NULL);
    fc_err report_err;
    fc_rc report = write_report(r, &report_err);
    if (!rc && report) {
        rc = report;
        err = report_err;
    }
    if (rc && r->rc >= 0) {
        r->rc = rc;
        r->err = err;
    }
}

fc_rc fc_plan_run(fc_plan *plan, const fc_run_io *io, fc_err *err)
{
    run r = { .plan = plan, .io = io, .out = { -1, NULL }, .rejects = { -1, NULL },
              .report = { -1, NULL } };
    thread *t = calloc((size_t)plan->config.threads, sizeof *t);
    fc_arena_init(&r.mem);
    pthread_mutex_init(&r.ring_lock, NULL);
    pthread_cond_init(&r.freed, NULL);
    pthread_cond_init(&r.turn, NULL);
    fc_funnel_clear(&plan->funnel);
    plan->damage = (fc_damage){ .inputs = 0 };
    fc_rc rc = t ? FC_OK : fc_fail(&r.err, FC_ETRY, "out of memory");
    if (!rc)
        rc = fc_input_open(&r.input, io->inputs, plan->step[0].def->in,
                           plan->of_command ? NULL : plan->step[0].def->use.name, &r.err);
    if (!rc)
        fc_input_configure(r.input, &plan->config, io);
    if (!rc)
        rc = open_sinks(&r);
    if (!rc)
        rc = fc_worker_open(&r.last, plan, plan->parallel, plan->n,
                            fc_sink_wanted(&r.rejects), &r.err);
    if (!rc)
        rc = open_ring(&r);
    if (!rc)
        rc = run_threads(&r, t, (size_t)plan->config.threads);
    if (rc)
        r.rc = rc;
    judge(&r);
    close_run(&r);
    free(t);
    plan->began = r.rc >= 0 || plan->funnel.row[0].in;
    close_sinks(&r);
    if (err)
        *err = r.err;
    return r.rc;
}
