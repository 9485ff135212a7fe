/* worker.h - running steps of a plan over documents and batches, in one thread. */
#ifndef FC_CORE_WORKER_H
#define FC_CORE_WORKER_H

#include "core/batch.h"
#include "core/plan.h"
#include "text/shared.h"

typedef struct fc_worker {
    const fc_plan *plan;
    size_t from, to;            /* steps this worker runs */
    void **mine;                /* per step: what def->worker made */
    bool *made;
    fc_arena scratch;
    fc_shared shared;           /* of the document that runs */
    fc_buf *explain;            /* not NULL: tell what is decided */
    fc_buf *explain_html;       /* not NULL: show it too */
    bool rejects;               /* dropped documents are written to the batch's rejects */
    bool stop;                  /* an ordered stage needs no more input */
} fc_worker;

fc_rc fc_worker_open(fc_worker *w, const fc_plan *plan, size_t from, size_t to,
                     bool rejects, fc_err *err);
/* At the end of a run: what stages write besides documents. Who only looks at what they
 * do leaves it out. */
fc_rc fc_worker_finish(fc_worker *w, fc_err *err);
void fc_worker_close(fc_worker *w);
/* Run w's steps over one document of the batch. What is left over is written to b->out,
 * or added to b->live when later steps are still to come. A fatal error sets b->rc. */
void fc_worker_run(fc_worker *w, fc_batch *b, fc_doc *doc);

/* A batch: all items that were read through w's steps, the first of the plan; and what
 * these left through w's, which are in order. An error of the batch, such as one that
 * came after the items that were read, stays in b->rc. */
void fc_worker_parallel(fc_worker *w, fc_batch *b);
void fc_worker_ordered(fc_worker *w, fc_batch *b);

/* Nanoseconds of a clock that only goes on. */
uint64_t fc_worker_clock(void);

#endif
