/* diff.c - two plans over the same items: what one keeps that the other drops, and
 * why. */
#include "base/str.h"
#include "base/utf8.h"
#include "core/input.h"
#include "core/worker.h"
#include "io/jsonl.h"

#include <inttypes.h>
#include <setjmp.h>

enum { SHOW_TEXT = 90 };

typedef struct example {
    fc_str id, url, text;
    struct example *next;
} example;

/* What the other plan keeps and this one drops at one stage for one reason. */
typedef struct group {
    uint64_t n;
    example *first, **last;
} group;

typedef struct side {
    fc_plan *plan;
    fc_batch batch;
    fc_worker worker;
    group **row;                /* by row of the funnel, then by reason from 1 */
    uint64_t dropped;           /* that the other one keeps */
} side;

typedef struct differ {
    side a, b;
    fc_input *input;
    fc_arena item, mem;         /* of the item that is looked at; of what is told */
    const fc_diff_options *options;
    uint64_t items, unreadable, both, neither;
    fc_err *err;
} differ;

/* ---------------------------------------------------------------- looking */

static fc_rc open_side(side *s, fc_plan *plan, fc_arena *mem, fc_err *err)
{
    s->plan = plan;
    fc_funnel_like(&s->batch.funnel, mem, &plan->funnel);
    s->row = fc_zalloc(mem, plan->funnel.n, sizeof *s->row);
    for (size_t i = 0; i < plan->funnel.n; i++)
        s->row[i] = fc_zalloc(mem, plan->funnel.row[i].n_reasons + FC_COMMON_REASONS + 1,
                              sizeof **s->row);
    return fc_worker_open(&s->worker, plan, 0, plan->n, false, err);
}

static void close_side(side *s)
{
    fc_worker_close(&s->worker);
    fc_batch_free(&s->batch);
}

/* Does the plan keep it, or a piece of it? */
static bool keeps(side *s, const fc_doc *doc)
{
    fc_batch_reset(&s->batch);
    fc_doc *mine = fc_alloc(&s->batch.arena, sizeof *mine);
    *mine = *doc;
    mine->extra = fc_fields_copy(&doc->extra, &s->batch.arena);
    mine->meta = fc_fields_copy(&doc->meta, &s->batch.arena);
    mine->attr = fc_fields_copy(&doc->attr, &s->batch.arena);
    fc_worker_run(&s->worker, &s->batch, mine);
    return s->batch.out.n > 0;
}

/* The group of the first thing that was dropped. */
static group *why(side *s)
{
    for (size_t i = 0; i < s->plan->funnel.n; i++) {
        const fc_funnel_row *row = &s->batch.funnel.row[i];
        for (size_t k = 0; k < row->n_reasons + FC_COMMON_REASONS; k++)
            if (row->dropped[k])
                return &s->row[i][k + 1];
    }
    return &s->row[0][0];
}

static fc_str one_line(fc_str text, fc_arena *mem)
{
    fc_str s = fc_copy(mem, fc_utf8_clip(text, SHOW_TEXT));
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ')
            ((char *)(uintptr_t)s.p)[i] = ' ';
    return s;
}

static void note_drop(differ *d, side *s, const fc_doc *doc)
{
    group *g = why(s);
    const fc_value *url = fc_fields_get(&doc->meta, FC_STR("url"));
    s->dropped++;
    if (!g->last)
        g->last = &g->first;
    if (g->n++ >= (uint64_t)d->options->examples)
        return;
    example *e = FC_NEW(&d->mem, example);
    e->id = fc_copy(&d->mem, doc->id);
    e->url = doc->rec ? doc->rec->uri : url && url->type == FC_STRING ? url->str : e->url;
    e->url = fc_copy(&d->mem, e->url);
    e->text = doc->kind == FC_DOCUMENT ? one_line(doc->text, &d->mem) : e->text;
    *g->last = e;
    g->last = &e->next;
}

static fc_rc look(differ *d, fc_doc *doc)
{
    d->items++;
    if (doc->reason) {
        d->unreadable++;
        return FC_OK;
    }
    bool a = keeps(&d->a, doc), b = keeps(&d->b, doc);
    for (const side *s = &d->a;; s = &d->b) {
        if (s->batch.rc && d->err)
            *d->err = s->batch.err;
        if (s->batch.rc || s == &d->b) {
            if (s->batch.rc)
                return s->batch.rc;
            break;
        }
    }
    d->both += a && b;
    d->neither += !a && !b;
    if (a && !b)
        note_drop(d, &d->b, doc);
    if (b && !a)
        note_drop(d, &d->a, doc);
    return FC_OK;
}

static fc_rc look_at_all(differ *d)
{
    fc_rc rc = FC_OK;
    while (!rc && (!d->options->items || d->items < d->options->items)) {
        fc_doc doc;
        fc_arena_reset(&d->item);
        rc = fc_input_next(d->input, &d->item, &doc, d->err);
        if (!rc)
            rc = look(d, &doc);
    }
    return rc == FC_END ? FC_OK : rc;
}

/* ---------------------------------------------------------------- telling */

static void tell_group(const side *s, size_t row, size_t reason, fc_buf *out)
{
    const group *g = &s->row[row][reason];
    fc_buf_printf(out, "  %8" PRIu64 "  %s  %s\n", g->n, s->plan->funnel.row[row].name,
                  reason ? fc_funnel_reason(&s->plan->funnel, row, (unsigned)reason)
                         : "-");
    for (const example *e = g->first; e; e = e->next) {
        fc_buf_printf(out, "            %.*s  %.*s\n", (int)e->id.n, e->id.p,
                      (int)e->url.n, e->url.n ? e->url.p : "");
        if (e->text.n)
            fc_buf_printf(out, "              | %.*s\n", (int)e->text.n, e->text.p);
    }
}

static void tell_side(const side *s, const char *title, fc_buf *out)
{
    fc_buf_printf(out, "\n%s: %" PRIu64 "\n", title, s->dropped);
    for (size_t i = 0; i < s->plan->funnel.n; i++)
        for (size_t k = 0; k <= s->plan->funnel.row[i].n_reasons + FC_COMMON_REASONS; k++)
            if (s->row[i][k].n)
                tell_group(s, i, k, out);
}

static void tell(const differ *d, fc_buf *out)
{
    fc_buf_printf(out,
                  "items %" PRIu64 ": both keep %" PRIu64 ", both drop %" PRIu64
                  ", unreadable %" PRIu64 "\n",
                  d->items, d->both, d->neither, d->unreadable);
    tell_side(&d->b, "only plan A keeps, plan B drops", out);
    tell_side(&d->a, "only plan B keeps, plan A drops", out);
}

static void member(fc_buf *out, const char *name, fc_str value)
{
    fc_buf_printf(out, "\"%s\":", name);
    fc_json_string(out, value);
}

static void json_group(const side *s, size_t row, size_t reason, fc_buf *out)
{
    const group *g = &s->row[row][reason];
    const char *told =
        reason ? fc_funnel_reason(&s->plan->funnel, row, (unsigned)reason) : "";
    fc_buf_char(out, '{');
    member(out, "stage", fc_str_of(s->plan->funnel.row[row].name));
    fc_buf_char(out, ',');
    member(out, "reason", fc_str_of(told));
    fc_buf_printf(out, ",\"n\":%" PRIu64 ",\"examples\":[", g->n);
    for (const example *e = g->first; e; e = e->next) {
        fc_buf_char(out, '{');
        member(out, "id", e->id);
        fc_buf_char(out, ',');
        member(out, "url", e->url);
        fc_buf_char(out, ',');
        member(out, "text", e->text);
        fc_buf_text(out, e->next ? "}," : "}");
    }
    fc_buf_text(out, "]}");
}

static void json_side(const side *s, const char *name, fc_buf *out)
{
    bool more = false;
    fc_buf_printf(out, ",\"%s\":{\"n\":%" PRIu64 ",\"reasons\":[", name, s->dropped);
    for (size_t i = 0; i < s->plan->funnel.n; i++)
        for (size_t k = 0; k <= s->plan->funnel.row[i].n_reasons + FC_COMMON_REASONS; k++)
            if (s->row[i][k].n) {
                fc_buf_text(out, more ? "," : "");
                json_group(s, i, k, out);
                more = true;
            }
    fc_buf_text(out, "]}");
}

static void tell_json(const differ *d, fc_buf *out)
{
    fc_buf_printf(out,
                  "{\"items\":%" PRIu64 ",\"both\":%" PRIu64 ",\"neither\":%" PRIu64
                  ",\"unreadable\":%" PRIu64,
                  d->items, d->both, d->neither, d->unreadable);
    json_side(&d->b, "only_a", out);
    json_side(&d->a, "only_b", out);
    fc_buf_text(out, "}\n");
}

/* ---------------------------------------------------------------- the whole */

static fc_rc diff(differ *d, fc_plan *a, fc_plan *b, fc_buf *out)
{
    fc_rc rc = open_side(&d->a, a, &d->mem, d->err);
    if (!rc)
        rc = open_side(&d->b, b, &d->mem, d->err);
    if (!rc)
        rc = look_at_all(d);
    if (rc)
        return rc;
    if (d->options->json)
        tell_json(d, out);
    else
        tell(d, out);
    return FC_OK;
}

static void guard_all(differ *d, jmp_buf *guard)
{
    fc_arena_guard(&d->item, guard);
    fc_arena_guard(&d->mem, guard);
    fc_arena_guard(&d->a.batch.arena, guard);
    fc_arena_guard(&d->b.batch.arena, guard);
}

fc_rc fc_plan_diff(fc_plan *a, fc_plan *b, const char *const *inputs,
                   const fc_diff_options *options, fc_buf *out, fc_err *err)
{
    differ d = { .options = options, .err = err };
    fc_kind kind = a->step[0].def->in & b->step[0].def->in;
    jmp_buf guard;
    if (!kind)
        return fc_fail(err, FC_EUSE, "diff: one plan begins with records, the other with "
                       "documents");
    fc_rc rc = fc_input_open(&d.input, inputs, kind, "diff", err);
    if (rc)
        return rc;
    fc_input_configure(d.input, &a->config, NULL);
    fc_arena_init(&d.item);
    fc_arena_init(&d.mem);
    fc_arena_init(&d.a.batch.arena);
    fc_arena_init(&d.b.batch.arena);
    guard_all(&d, &guard);
    rc = setjmp(guard) ? fc_fail(err, FC_ETRY, "out of memory") : diff(&d, a, b, out);
    guard_all(&d, NULL);
    close_side(&d.a);
    close_side(&d.b);
    fc_input_close(d.input);
    fc_arena_free(&d.item);
    fc_arena_free(&d.mem);
    return rc;
}
