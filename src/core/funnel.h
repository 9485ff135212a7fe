/* funnel.h - counting what went into every step of a plan, what came out and why the rest
 * fell. For every step: in + made = out + sum of reasons, always. */
#ifndef FC_CORE_FUNNEL_H
#define FC_CORE_FUNNEL_H

#include "base/arena.h"
#include "core/tally.h"

/* Reasons that every step has beside its own, counted after them. */
enum { FC_COMMON_REASONS = 1 };
enum { FC_REASON_MEMORY = 0x7ffe }; /* fc_doc.reason: the work passed --max-doc */

/* A value that a document of a batch had, until the batch is counted. */
typedef struct fc_funnel_note {
    const char *attr;
    fc_value value;
    uint64_t bytes;
    struct fc_funnel_note *next;
} fc_funnel_note;

typedef struct fc_funnel_row {
    const char *name;           /* "read", a stage, "write" */
    const fc_reason *reasons;   /* its table, or NULL */
    size_t n_reasons;           /* rows of the table, without the common ones */
    uint64_t in, made, out;
    uint64_t nanoseconds;
    uint64_t *dropped;          /* n_reasons + FC_COMMON_REASONS counters */
    fc_funnel_note *noted, *last_noted;     /* of a batch, in its arena */
    fc_tally *tally;            /* of a run; NULL: nothing was counted */
} fc_funnel_row;

typedef struct fc_funnel {
    fc_funnel_row *row;         /* 0 is the reader, then the steps, then the writer */
    size_t n;
    uint64_t empty;             /* inputs that held nothing: no items, but may be a
                                   download that failed */
    bool failed;                /* a tally had no memory */
} fc_funnel;

/* Zeroed counters for n rows whose name and reasons are set already. */
void fc_funnel_init(fc_funnel *f, fc_arena *a, const fc_funnel_row *rows, size_t n);
/* The same rows with zeroed counters of its own. */
void fc_funnel_like(fc_funnel *f, fc_arena *a, const fc_funnel *like);
void fc_funnel_clear(fc_funnel *f);
/* Add a batch's counts, and what it noted, to those of a run. */
void fc_funnel_add(fc_funnel *to, const fc_funnel *from);
/* Note that a document had this value; what it points to must live as long as `a`. */
void fc_funnel_note_value(fc_funnel_row *r, fc_arena *a, const char *attr,
                          const fc_value *value, uint64_t bytes);
void fc_funnel_drop(fc_funnel *f, size_t row, unsigned reason);
/* The reason of a row's k-th counter. */
const fc_reason *fc_funnel_reason_at(const fc_funnel_row *r, size_t k);
/* Name of a reason of a row. */
const char *fc_funnel_reason(const fc_funnel *f, size_t row, unsigned reason);
void fc_funnel_text(const fc_funnel *f, fc_buf *out);
void fc_funnel_json(const fc_funnel *f, fc_buf *out);

#endif
