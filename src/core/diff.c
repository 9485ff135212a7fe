/* diff.c - two plans over the same items: what one keeps that the other drops, and why;
 * and where both keep an item, but not the same text of it. */
#include "base/str.h"
#include "base/utf8.h"
#include "core/input.h"
#include "core/worker.h"
#include "io/jsonl.h"
#include "text/words.h"

#include <inttypes.h>
#include <setjmp.h>

/* Columns of a terminal, of a text that is shown, and of what is shown before the place
 * that differs. */
enum { COLUMNS = 80, SHOW_TEXT = 62, SHOW_BEFORE = 20 };

typedef struct example {
    fc_str id, url;
    fc_str text;                /* of the item; of other texts plan A's, and ... */
    fc_str other;               /* ... plan B's */
    struct example *next;
} example;

/* What the other plan keeps and this one drops at one stage for one reason; or what both
 * keep with other texts. */
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
    uint64_t given;             /* documents, or records */
} side;

typedef struct differ {
    side a, b;
    fc_input *input;
    fc_arena item, mem;         /* of the item that is looked at; of what is told */
    const fc_diff_options *options;
    uint64_t items, unreadable, both, neither;
    uint64_t *dropped;          /* of the unreadable, by reason */
    group changed;
    fc_err *err;
} differ;

/* ---------------------------------------------------------------- looking */

static fc_rc open_side(side *s, fc_plan *plan, fc_arena *mem, fc_err *err)
{
    s->plan = plan;
    s->batch.out.as_docs = true;
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
    s->given += s->batch.out.n;
    return s->batch.out.n > 0;
}

/* The group of the first thing that was dropped: by the earliest stage. */
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

/* As much of the text as a line shows; an ellipsis tells that there is more. */
static fc_str one_line(fc_str text, fc_arena *mem)
{
    size_t n = 0, k, columns = 0;
    uint32_t code;
    for (; n < text.n && columns < SHOW_TEXT; n += k) {
        k = fc_utf8_decode(fc_str_sub(text, n, text.n), &code, NULL);
        columns += 1 + (code >= 0x1100 && (fc_words_kind_of(code) == FC_KIND_IDEOGRAPH ||
                                           (code >= 0xAC00 && code <= 0xFFE6)));
    }
    const fc_str parts[] = { fc_str_sub(text, 0, n),
                             n < text.n ? FC_STR("\u2026") : FC_STR("") };
    fc_str s = fc_concat(mem, parts, 2);
    for (size_t i = 0; i < s.n; i++)
        if (fc_is_control(s.p[i]))
            ((char *)(uintptr_t)s.p)[i] = ' ';
    return s;
}

/* One more of the group; NULL when enough are shown. */
static example *add_example(differ *d, group *g, const fc_doc *doc)
{
    const fc_value *url = fc_fields_get(&doc->meta, FC_STR("url"));
    if (!g->last)
        g->last = &g->first;
    if (g->n++ >= (uint64_t)d->options->examples)
        return NULL;
    example *e = FC_NEW(&d->mem, example);
    e->id = fc_copy(&d->mem, doc->id);
    e->url = doc->rec ? doc->rec->uri : url && url->type == FC_STRING ? url->str : e->url;
    e->url = fc_copy(&d->mem, e->url);
    *g->last = e;
    g->last = &e->next;
    return e;
}

/* The text of what a plan gave for the item, as the n-th; "" when there is none. */
static fc_str text_of(const side *s, size_t n)
{
    const fc_items *out = &s->batch.out;
    return n < out->n && out->doc[n]->kind == FC_DOCUMENT ? out->doc[n]->text
                                                          : FC_STR("");
}

/* What s drops of the item and the other one keeps; a record shows the text that it
 * became. */
static void note_drop(differ *d, side *s, const side *keeper, const fc_doc *doc)
{
    example *e = add_example(d, why(s), doc);
    s->dropped++;
    if (e)
        e->text = one_line(doc->kind == FC_DOCUMENT ? doc->text : text_of(keeper, 0),
                           &d->mem);
}

/* A line of the text that has the place. */
static fc_str line_at(fc_str text, size_t at, fc_arena *mem)
{
    size_t from = at;
    for (size_t before = 0; from > 0 && before < SHOW_BEFORE; before++)
        do
            from--;
        while (from > 0 && ((unsigned char)text.p[from] & 0xc0) == 0x80);
    return one_line(fc_str_sub(text, from, text.n), mem);
}

/* Both keep it: the same texts? */
static void compare_texts(differ *d, const fc_doc *doc)
{
    const fc_items *a = &d->a.batch.out, *b = &d->b.batch.out;
    for (size_t i = 0; i < a->n || i < b->n; i++) {
        fc_str in_a = text_of(&d->a, i), in_b = text_of(&d->b, i);
        size_t same = 0;
        if (fc_str_eq(in_a, in_b))
            continue;
        example *e = add_example(d, &d->changed, doc);
        if (!e)
            return;
        while (same < in_a.n && same < in_b.n && in_a.p[same] == in_b.p[same])
            same++;
        e->text = line_at(in_a, same, &d->mem);
        e->other = line_at(in_b, same, &d->mem);
        return;
    }
}

static fc_rc look(differ *d, fc_doc *doc)
{
    d->items++;
    if (doc->reason) {
        d->unreadable++;
        d->dropped[doc->reason - 1]++;
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
    if (a && b)
        compare_texts(d, doc);
    if (a && !b)
        note_drop(d, &d->b, &d->a, doc);
    if (b && !a)
        note_drop(d, &d->a, &d->b, doc);
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

static void tell_examples(const group *g, const char *a, const char *b, fc_buf *out)
{
    for (const example *e = g->first; e; e = e->next) {
        bool wide = 12 + e->id.n + 2 + e->url.n > COLUMNS;
        fc_buf_printf(out, "            %.*s%s%.*s\n", (int)e->id.n, e->id.p,
                      !e->url.n ? "" : wide ? "\n            " : "  ",
                      (int)e->url.n, e->url.n ? e->url.p : "");
        if (e->text.n || b)
            fc_buf_printf(out, "%15s %.*s\n", a, (int)e->text.n, e->text.p);
        if (b)
            fc_buf_printf(out, "%15s %.*s\n", b, (int)e->other.n, e->other.p);
    }
}

static void tell_group(const side *s, size_t row, size_t reason, fc_buf *out)
{
    const group *g = &s->row[row][reason];
    fc_buf_printf(out, "  %8" PRIu64 "  %s  %s\n", g->n, s->plan->funnel.row[row].name,
                  reason ? fc_funnel_reason(&s->plan->funnel, row, (unsigned)reason)
                         : "-");
    tell_examples(g, "|", NULL, out);
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
                  ", unreadable %" PRIu64 "\nplan A gives %" PRIu64 ", plan B %" PRIu64
                  "\n",
                  d->items, d->both, d->neither, d->unreadable, d->a.given, d->b.given);
    tell_side(&d->b, "only plan A keeps, plan B drops", out);
    tell_side(&d->a, "only plan B keeps, plan A drops", out);
    fc_buf_printf(out, "\nboth keep, with another text: %" PRIu64 "\n", d->changed.n);
    tell_examples(&d->changed, "A |", "B |", out);
}

static void member(fc_buf *out, const char *name, fc_str value)
{
    fc_buf_printf(out, "\"%s\":", name);
    fc_json_string(out, value);
}

static void json_examples(const group *g, const char *a, const char *b, fc_buf *out)
{
    fc_buf_printf(out, "\"n\":%" PRIu64 ",\"examples\":[", g->n);
    for (const example *e = g->first; e; e = e->next) {
        fc_buf_char(out, '{');
        member(out, "id", e->id);
        fc_buf_char(out, ',');
        member(out, "url", e->url);
        fc_buf_char(out, ',');
        member(out, a, e->text);
        if (b) {
            fc_buf_char(out, ',');
            member(out, b, e->other);
        }
        fc_buf_text(out, e->next ? "}," : "}");
    }
    fc_buf_text(out, "]}");
}

static void json_group(const side *s, size_t row, size_t reason, fc_buf *out)
{
    const char *told =
        reason ? fc_funnel_reason(&s->plan->funnel, row, (unsigned)reason) : "";
    fc_buf_char(out, '{');
    member(out, "stage", fc_str_of(s->plan->funnel.row[row].name));
    fc_buf_char(out, ',');
    member(out, "reason", fc_str_of(told));
    fc_buf_char(out, ',');
    json_examples(&s->row[row][reason], "text", NULL, out);
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
                  ",\"unreadable\":%" PRIu64 ",\"a_gives\":%" PRIu64
                  ",\"b_gives\":%" PRIu64,
                  d->items, d->both, d->neither, d->unreadable, d->a.given, d->b.given);
    json_side(&d->b, "only_a", out);
    json_side(&d->a, "only_b", out);
    fc_buf_text(out, ",\"other_text\":{");
    json_examples(&d->changed, "a", "b", out);
    fc_buf_text(out, "}\n");
}

/* ---------------------------------------------------------------- the whole */

static fc_rc diff(differ *d, fc_plan *a, fc_plan *b, const char *const *inputs,
                  fc_buf *out)
{
    const fc_funnel_row *read = &a->funnel.row[0];
    d->dropped = fc_zalloc(&d->mem, read->n_reasons, sizeof *d->dropped);
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
    return d->items && d->unreadable == d->items
           ? fc_input_unread(inputs, read->reasons, d->dropped, d->err) : FC_OK;
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
    fc_rc rc = fc_input_open(&d.input, inputs, kind, NULL, err);
    if (rc)
        return rc;
    fc_input_configure(d.input, &a->config, NULL);
    fc_arena_init(&d.item);
    fc_arena_init(&d.mem);
    fc_arena_init(&d.a.batch.arena);
    fc_arena_init(&d.b.batch.arena);
    guard_all(&d, &guard);
    rc = setjmp(guard) ? fc_fail(err, FC_ETRY, "out of memory")
                       : diff(&d, a, b, inputs, out);
    guard_all(&d, NULL);
    close_side(&d.a);
    close_side(&d.b);
    fc_input_close(d.input);
    fc_arena_free(&d.item);
    fc_arena_free(&d.mem);
    return rc;
}
