/* explain.c - one item through a plan with every stage telling what it decided and
 * why. */
#include "base/str.h"
#include "core/input.h"
#include "core/worker.h"

#include <inttypes.h>
#include <setjmp.h>

enum { SHOW_TEXT = 600, MOST_TRIED = 10000 };

typedef struct explainer {
    fc_plan *plan;
    fc_input *input;
    fc_batch batch;
    fc_worker worker;
    const char *want;
    fc_arena first;             /* has the first item, while better ones are tried */
    fc_doc text;                /* as it was when it last had a text */
    fc_buf *out, *html;
    fc_err *err;
} explainer;

static void show_fields(const char *title, const fc_fields *f, size_t from, fc_buf *out)
{
    char number[32];
    for (size_t i = from; i < f->n; i++) {
        const fc_value *v = &f->v[i].value;
        fc_buf_printf(out, "  %s %.*s = ", title, (int)f->v[i].name.n, f->v[i].name.p);
        fc_buf_str(out, fc_value_text(v, number));
        fc_buf_char(out, '\n');
    }
}

static void show_item(const fc_doc *doc, fc_buf *out)
{
    const fc_record *r = doc->rec;
    fc_buf_printf(out, "%.*s\n", (int)doc->id.n, doc->id.p);
    if (r)
        fc_buf_printf(out, "  %.*s  %.*s\n  %s, %sbyte %" PRIu64 ", length %" PRIu64 "\n",
                      (int)r->type.n, r->type.p, (int)r->uri.n, r->uri.p, r->input,
                      r->unpacked ? "decompressed " : "", r->offset, r->length);
}

static void show_text(fc_str before, const fc_doc *doc, fc_buf *out)
{
    fc_str t = doc->text;
    if (!t.n || (before.p == t.p && before.n == t.n))
        return;
    size_t n = t.n < SHOW_TEXT ? t.n : SHOW_TEXT;
    while (n < t.n && n > 0 && ((unsigned char)t.p[n] & 0xc0) == 0x80)
        n--;
    fc_buf_printf(out, "  text, %zu bytes:\n    | ", t.n);
    for (size_t i = 0; i < n; i++)
        if (t.p[i] == '\n')
            fc_buf_text(out, "\n    | ");
        else
            fc_buf_char(out, t.p[i]);
    fc_buf_text(out, n < t.n ? " ...\n" : "\n");
}

/* Run one step on a document that it may change. */
static void try_step(explainer *x, fc_worker *one, size_t i, fc_doc *doc)
{
    one->from = i;
    one->to = i + 1;
    x->batch.n_live = 0;
    x->batch.out.n = 0;
    fc_buf_clear(&x->batch.out.bytes);
    fc_worker_run(one, &x->batch, doc);
    x->worker.scratch = one->scratch;
    x->worker.shared = one->shared;
}

/* The same, and the stage tells what it decides. */
static void run_step(explainer *x, size_t i, fc_doc *doc)
{
    fc_worker one = x->worker;
    fc_buf_printf(x->out, "\n%s\n", x->batch.funnel.row[i + 1].name);
    one.explain = x->out;
    one.explain_html = x->html;
    try_step(x, &one, i, doc);
}

/* The same, and tell what came of it; the document that goes on, or NULL. */
static fc_doc *explain_step(explainer *x, size_t i, fc_doc *doc)
{
    const fc_funnel_row *row = &x->batch.funnel.row[i + 1];
    size_t meta = doc->meta.n, attr = doc->attr.n;
    fc_str text = doc->text;
    run_step(x, i, doc);
    if (x->batch.rc)
        return NULL;
    if (doc->reason) {
        fc_buf_printf(x->out, "  dropped: %s\n",
                      fc_funnel_reason(&x->batch.funnel, i + 1, doc->reason));
        return NULL;
    }
    if (row->made)
        fc_buf_printf(x->out, "  %" PRIu64 " pieces; the first goes on\n", row->made + 1);
    doc = x->batch.n_live ? x->batch.live[0] : NULL;
    if (doc && !row->made) {
        show_fields("metadata", &doc->meta, meta, x->out);
        show_fields("attribute", &doc->attr, attr, x->out);
    }
    if (doc)
        show_text(text, doc, x->out);
    return doc;
}

static bool wanted(const explainer *x, const fc_doc *doc)
{
    if (!x->want)
        return true;
    return fc_str_is(doc->id, x->want) || (doc->rec && fc_str_is(doc->rec->uri, x->want));
}

/* Without a wish, a record that is no page (request, warcinfo) is not what is meant. */
static bool worth_telling(const explainer *x, const fc_doc *doc)
{
    return x->want || !doc->rec || fc_str_is(doc->rec->type, "response") ||
           fc_str_is(doc->rec->type, "resource") ||
           fc_str_is(doc->rec->type, "conversion");
}

static fc_rc next_wanted(explainer *x, fc_arena *keep, fc_doc *doc)
{
    fc_rc rc;
    do {
        fc_arena_reset(keep);
        rc = fc_input_next(x->input, keep, doc, x->err);
    } while (!rc && !(wanted(x, doc) && worth_telling(x, doc)));
    return rc;
}

/* The first step that takes the item: a document needs none that makes documents. */
static size_t first_step(const explainer *x, const fc_doc *doc)
{
    size_t i = 0;
    while (i < x->plan->n && !(x->plan->step[i].def->in & doc->kind))
        i++;
    return i;
}

static bool is_kept(explainer *x, fc_doc doc)
{
    fc_worker one = x->worker;
    size_t first = first_step(x, &doc);
    if (doc.reason || first == x->plan->n)
        return !doc.reason;
    try_step(x, &one, first, &doc);
    fc_funnel_clear(&x->batch.funnel);
    return !x->batch.rc && !doc.reason;
}

/* Without a wish the first item that the first stage keeps, else the first. */
static fc_rc choose(explainer *x, fc_doc *doc)
{
    fc_doc other;
    fc_rc rc = next_wanted(x, &x->first, doc);
    if (rc || x->want || !x->plan->parallel || is_kept(x, *doc))
        return rc;
    for (int i = 0; i < MOST_TRIED; i++) {
        if (next_wanted(x, &x->batch.arena, &other))
            break;
        if (is_kept(x, other)) {
            *doc = other;
            break;
        }
    }
    return FC_OK;
}

static fc_rc explain(explainer *x)
{
    fc_doc doc, *d = &doc;
    fc_batch_reset(&x->batch);
    fc_rc rc = choose(x, &doc);
    if (rc == FC_END)
        return fc_fail(x->err, FC_EDATA, "%s%s", "no such item in the input: ",
                       x->want ? x->want : "nothing to extract from");
    if (rc)
        return rc;
    show_item(&doc, x->out);
    if (doc.reason)
        fc_buf_printf(x->out, "\nread\n  dropped: %s\n",
                      fc_funnel_reason(&x->batch.funnel, 0, doc.reason));
    size_t first = doc.reason ? 0 : first_step(x, &doc);
    for (size_t i = 0; i < first; i++)
        fc_buf_printf(x->out, "\n%s\n  left out: the item is a document already\n",
                      x->batch.funnel.row[i + 1].name);
    for (size_t i = first; d && !d->reason && i < x->plan->n; i++) {
        x->text = d->text.n ? *d : x->text;
        d = explain_step(x, i, d);
    }
    x->text = d && d->text.n ? *d : x->text;
    if (x->batch.rc && x->err)
        *x->err = x->batch.err;
    return x->batch.rc;
}

/* Ready to run the steps of its plan. */
static fc_rc open_steps(explainer *x, fc_err *err)
{
    fc_funnel_like(&x->batch.funnel, &x->plan->mem, &x->plan->funnel);
    return fc_worker_open(&x->worker, x->plan, 0, x->plan->n, false, err);
}

/* Each of the rules over a copy of its own of the document at hand. */
static fc_rc explain_rules(explainer *rules, const fc_doc *of)
{
    fc_rc rc = open_steps(rules, rules->err);
    if (rc != FC_OK || !of->text.n)
        return rc;
    for (size_t i = 0; i < rules->plan->n && !rules->batch.rc; i++) {
        fc_doc doc = *of;
        fc_arena *a = &rules->batch.arena;
        doc.reason = 0;
        doc.text = fc_copy(a, of->text);
        doc.attr = (fc_fields){ 0 };
        run_step(rules, i, &doc);
    }
    if (rules->batch.rc && rules->err)
        *rules->err = rules->batch.err;
    return rules->batch.rc;
}

static void close_steps(explainer *x)
{
    if (!x->plan)
        return;
    fc_arena_guard(&x->plan->mem, NULL);
    fc_arena_guard(&x->batch.arena, NULL);
    fc_worker_close(&x->worker);
    fc_batch_free(&x->batch);
}

/* What a terminal would obey becomes a blank: texts come from anywhere. */
static void mask(fc_buf *out)
{
    for (size_t i = 0; i < out->n; i++)
        if (fc_is_control(out->p[i]) && out->p[i] != '\n')
            out->p[i] = ' ';
}

fc_rc fc_plan_explain(fc_plan *plan, fc_plan *rules, const char *const *inputs,
                      const char *want, fc_buf *out, fc_buf *html, fc_err *err)
{
    explainer x = { .plan = plan, .want = want, .out = out, .html = html, .err = err };
    explainer r = { .plan = rules, .out = out, .err = err };
    jmp_buf guard;
    if (rules && rules->step[0].def->in == FC_RECORD)
        return fc_fail(err, FC_EUSE, "explain: --rules begins with %s, which takes "
                                     "records: rules "
                       "look at documents", rules->step[0].def->use.name);
    fc_rc rc = fc_input_open(&x.input, inputs, plan->step[0].def->in | FC_DOCUMENT,
                             plan->step[0].def->use.name, err);
    if (rc)
        return rc;
    fc_input_configure(x.input, &plan->config, NULL);
    fc_arena_init(&x.first);
    fc_arena_init(&x.batch.arena);
    fc_arena_init(&r.batch.arena);
    fc_arena_guard(&x.first, &guard);
    fc_arena_guard(&x.batch.arena, &guard);
    fc_arena_guard(&r.batch.arena, &guard);
    fc_arena_guard(&plan->mem, &guard);
    if (rules)
        fc_arena_guard(&rules->mem, &guard);
    if (setjmp(guard)) {
        rc = fc_fail(err, FC_ETRY, "out of memory");
    } else {
        rc = open_steps(&x, err);
        if (!rc)
            rc = explain(&x);
        if (!rc && rules)
            rc = explain_rules(&r, &x.text);
    }
    mask(out);
    close_steps(&x);
    close_steps(&r);
    fc_arena_free(&x.first);
    fc_input_close(x.input);
    return rc;
}
