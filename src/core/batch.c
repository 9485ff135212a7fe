/* batch.c - see batch.h. */
#include "core/batch.h"

#include "io/jsonl.h"
#include "io/warc_write.h"

#include <stdlib.h>

enum { KEEP_BUFFER = 1 << 20 };

static void items_reset(fc_items *items)
{
    if (items->bytes.cap > KEEP_BUFFER)
        fc_buf_free(&items->bytes);
    fc_buf_clear(&items->bytes);
    items->n = 0;
    items->failed = false;
}

void fc_batch_reset(fc_batch *b)
{
    fc_arena_reset(&b->arena);
    b->doc = NULL;
    b->live = NULL;
    b->n = b->cap = b->n_live = b->cap_live = 0;
    items_reset(&b->out);
    items_reset(&b->rejects);
    fc_funnel_clear(&b->funnel);
    b->rc = FC_OK;
}

void fc_batch_free(fc_batch *b)
{
    fc_arena_free(&b->arena);
    fc_buf_free(&b->out.bytes);
    fc_buf_free(&b->rejects.bytes);
    free(b->out.end);
    free(b->out.doc);
    free(b->rejects.end);
}

static void add_doc(fc_items *items, const fc_doc *doc)
{
    if (items->n == items->cap) {
        size_t cap = items->cap ? items->cap * 2 : 64;
        const fc_doc **v = realloc(items->doc, cap * sizeof *v);
        if (!v) {
            items->failed = true;
            return;
        }
        items->doc = v;
        items->cap = cap;
    }
    items->doc[items->n++] = doc;
}

void fc_items_add(fc_items *items, const fc_doc *doc)
{
    if (items->as_docs) {
        add_doc(items, doc);
        return;
    }
    if (items->n == items->cap) {
        size_t cap = items->cap ? items->cap * 2 : 64;
        size_t *end = realloc(items->end, cap * sizeof *end);
        if (!end) {
            items->failed = true;
            return;
        }
        items->end = end;
        items->cap = cap;
    }
    if (doc->kind == FC_RECORD)
        fc_warc_write(&items->bytes, doc->rec);
    else
        fc_jsonl_write(&items->bytes, doc);
    items->failed = items->failed || items->bytes.failed;
    items->end[items->n++] = items->bytes.n;
}
