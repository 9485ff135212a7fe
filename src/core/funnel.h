/* funnel.h - counting what went into every step of a plan, what came out and why the rest
 * fell. For every step: in + made = out + sum of reasons, always. */
#ifndef FC_CORE_FUNNEL_H
#define FC_CORE_FUNNEL_H

#include "base/arena.h"

/* Reasons that every step has beside its own, counted after them. */
enum { FC_COMMON_REASONS = 1 };
enum { FC_REASON_MEMORY = 0x7ffe }; /* fc_doc.reason: the work passed --max-doc */

typedef struct fc_funnel_row {
    const char *name;           /* "read", a stage, "write" */
    const fc_reason *reasons;   /* its table, or NULL */
    size_t n_reasons;           /* rows of the table, without the common ones */
    uint64_t in, made, out;
    uint64_t nanoseconds;
    uint64_t *dropped;          /* n_reasons + FC_COMMON_REASONS counters */
} fc_funnel_row;

typedef struct fc_funnel {
    fc_funnel_row *row;         /* 0 is the reader, then the steps, then the writer */
    size_t n;
    uint64_t empty;             /* inputs that held nothing: no items, but may be a
                                   download that failed */
} fc_funnel;

/* Zeroed counters for n rows whose name and reasons are set already. */
void fc_funnel_init(fc_funnel *f, fc_arena *a, const fc_funnel_row *rows, size_t n);
/* The same rows with zeroed counters of its own. */
void fc_funnel_like(fc_funnel *f, fc_arena *a, const fc_funnel *like);
void fc_funnel_clear(fc_funnel *f);
void fc_funnel_add(fc_funnel *to, const fc_funnel *from);
void fc_funnel_drop(fc_funnel *f, size_t row, unsigned reason);
/* Name of a reason of a row. */
const char *fc_funnel_reason(const fc_funnel *f, size_t row, unsigned reason);
void fc_funnel_text(const fc_funnel *f, fc_buf *out);
void fc_funnel_json(const fc_funnel *f, fc_buf *out);

#endif
