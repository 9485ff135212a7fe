/* batch.h - a numbered handful of items on its way from the reader through the workers to
 * the writer, with the arena that everything in it lives in. */
#ifndef FC_CORE_BATCH_H
#define FC_CORE_BATCH_H

#include "base/arena.h"
#include "core/funnel.h"

/* Items written one after another, and where each ends; or, when they are handed to a
 * function, the items themselves, which live in the batch. */
typedef struct fc_items {
    fc_buf bytes;
    size_t *end;
    const fc_doc **doc;
    bool as_docs;
    size_t n, cap;
    bool failed;
} fc_items;

typedef struct fc_batch {
    uint64_t number;
    fc_arena arena;
    fc_doc *doc;            /* what was read */
    size_t n, cap;
    fc_doc **live;          /* what the workers' part left over, when there is another
                               part */
    size_t n_live, cap_live;
    fc_items out, rejects;
    fc_funnel funnel;
    fc_progress progress;   /* of the input when the batch had been read */
    fc_rc rc;               /* an error, which surfaces in order */
    fc_err err;
    struct fc_batch *next_free;
} fc_batch;

/* Empty it for reuse; memory is kept within reason. */
void fc_batch_reset(fc_batch *b);
void fc_batch_free(fc_batch *b);
/* Add an item to the output: JSON for documents, WARC for records; or as_docs. */
void fc_items_add(fc_items *items, const fc_doc *doc);

#endif
