/* stage_harness.h - run one stage on documents, without inputs, threads and output.
 *
 *     stage_harness h;
 *     harness_open(&h, "chunk --target 200");     fails the test on an error
 *     harness_run(&h, &doc);       h.result: FC_KEEP, FC_SPLIT, a reason
 *     ... doc, h.child[0 .. h.n_children - 1] ...
 *     harness_close(&h);
 *
 * Options are given as a user types them. What attributes are known is what the runner
 * would know of a plan of this stage alone, plus `attrs`. Memory of a run lives until the
 * next one. */
#ifndef FC_TESTS_STAGE_HARNESS_H
#define FC_TESTS_STAGE_HARNESS_H

#include "base/arena.h"
#include "base/buf.h"
#include "core/plan.h"

enum { HARNESS_CHILDREN = 4096 };

typedef struct stage_harness {
    const char *const *attrs;       /* set before opening: further known attributes, or
                                       NULL */
    fc_plan *plan;
    void *mine;
    fc_arena keep, scratch;
    fc_err err;
    fc_buf explain;                 /* what the stage said of the last document */
    int result;
    bool stop;
    fc_doc *child[HARNESS_CHILDREN];
    size_t n_children;
} stage_harness;

/* Zero *h first. The command is split as a plan is. */
void harness_open(stage_harness *h, const char *command);
/* Opening must fail; the message holds `want`. */
void harness_refuses(const char *command, const char *const *attrs, const char *want);
void harness_run(stage_harness *h, fc_doc *doc);
/* The name of the reason of the last run, or of a child; "" for none. */
const char *harness_reason(const stage_harness *h, int reason);
void harness_close(stage_harness *h);

/* A document with this id and text; attributes are added with fc_set_num(&doc.attr,
 * ...). */
fc_doc harness_doc(const char *id, const char *text);
/* String value of a name, or "" ; number value, or NAN. */
fc_str harness_str(const fc_fields *fields, const char *name);
double harness_num(const fc_fields *fields, const char *name);

#endif
