/* funnel.c - counters of a run, as a table and as JSON. */
#include "core/funnel.h"

#include "base/str.h"

#include <inttypes.h>

static const fc_reason common[FC_COMMON_REASONS] = {
    { "memory-limit", "needed more memory than --max-doc allows for one document" },
};

static size_t counters(const fc_funnel_row *r)
{
    return r->n_reasons + FC_COMMON_REASONS;
}

void fc_funnel_init(fc_funnel *f, fc_arena *a, const fc_funnel_row *rows, size_t n)
{
    f->n = n;
    f->row = fc_zalloc(a, n, sizeof *f->row);
    for (size_t i = 0; i < n; i++) {
        fc_funnel_row *r = &f->row[i];
        r->name = rows[i].name;
        r->reasons = rows[i].reasons;
        while (r->reasons && r->reasons[r->n_reasons].name)
            r->n_reasons++;
        r->dropped = fc_zalloc(a, counters(r), sizeof *r->dropped);
    }
}

void fc_funnel_like(fc_funnel *f, fc_arena *a, const fc_funnel *like)
{
    fc_funnel_init(f, a, like->row, like->n);
}

void fc_funnel_clear(fc_funnel *f)
{
    for (size_t i = 0; i < f->n; i++) {
        fc_funnel_row *r = &f->row[i];
        r->in = r->made = r->out = r->nanoseconds = 0;
        memset(r->dropped, 0, counters(r) * sizeof *r->dropped);
        r->noted = r->last_noted = NULL;
        fc_tally_free(r->tally);
        r->tally = NULL;
    }
    f->empty = 0;
    f->failed = false;
}

void fc_funnel_note_value(fc_funnel_row *r, fc_arena *a, const char *attr,
                          const fc_value *value, uint64_t bytes)
{
    fc_funnel_note *note = FC_NEW(a, fc_funnel_note);
    note->attr = attr;
    if (value)
        note->value = *value;
    note->bytes = bytes;
    *(r->noted ? &r->last_noted->next : &r->noted) = note;
    r->last_noted = note;
}

/* False: there is no memory. */
static bool add_notes(fc_funnel_row *to, const fc_funnel_note *note)
{
    jmp_buf guard;
    if (note && !to->tally)
        to->tally = fc_tally_new();
    if (!note || !to->tally)
        return !note;
    fc_arena_guard(&to->tally->mem, &guard);
    if (setjmp(guard))
        return false;
    for (const fc_funnel_note *n = note; n; n = n->next)
        fc_tally_add(to->tally, fc_str_of(n->attr), &n->value, (fc_count){ 1, n->bytes });
    fc_arena_guard(&to->tally->mem, NULL);
    return true;
}

void fc_funnel_add(fc_funnel *to, const fc_funnel *from)
{
    for (size_t i = 0; i < to->n; i++) {
        fc_funnel_row *t = &to->row[i];
        const fc_funnel_row *s = &from->row[i];
        t->in += s->in;
        t->made += s->made;
        t->out += s->out;
        t->nanoseconds += s->nanoseconds;
        for (size_t k = 0; k < counters(t); k++)
            t->dropped[k] += s->dropped[k];
        to->failed = !add_notes(t, s->noted) || to->failed;
    }
    to->empty += from->empty;
}

/* Place of a reason among the counters. */
static size_t slot(const fc_funnel_row *r, unsigned reason)
{
    if (reason == FC_REASON_MEMORY || reason == 0 || reason > r->n_reasons)
        return r->n_reasons;
    return reason - 1;
}

void fc_funnel_drop(fc_funnel *f, size_t row, unsigned reason)
{
    fc_funnel_row *r = &f->row[row];
    r->dropped[slot(r, reason)]++;
}

const fc_reason *fc_funnel_reason_at(const fc_funnel_row *r, size_t k)
{
    return k < r->n_reasons ? &r->reasons[k] : &common[k - r->n_reasons];
}

const char *fc_funnel_reason(const fc_funnel *f, size_t row, unsigned reason)
{
    const fc_funnel_row *r = &f->row[row];
    return fc_funnel_reason_at(r, slot(r, reason))->name;
}

typedef struct sums {
    uint64_t made, dropped, nanoseconds;
} sums;

static sums add_up(const fc_funnel *f)
{
    sums s = { 0, 0, 0 };
    for (size_t i = 0; i < f->n; i++) {
        const fc_funnel_row *r = &f->row[i];
        s.made += r->made;
        s.nanoseconds += r->nanoseconds;
        for (size_t k = 0; k < counters(r); k++)
            s.dropped += r->dropped[k];
    }
    return s;
}

static void text_row(const fc_funnel_row *r, uint64_t nanoseconds, fc_buf *out)
{
    fc_buf_printf(out, "%-12s %10" PRIu64 " %10" PRIu64, r->name, r->in, r->out);
    if (nanoseconds)
        fc_buf_printf(out, " %4.0f%%",
                      100.0 * (double)r->nanoseconds / (double)nanoseconds);
    if (r->made)
        fc_buf_printf(out, "  made %" PRIu64, r->made);
    const char *sep = r->made ? ", " : "  ";
    for (size_t k = 0; k < counters(r); k++)
        if (r->dropped[k]) {
            fc_buf_printf(out, "%s%s %" PRIu64, sep, fc_funnel_reason_at(r, k)->name,
                          r->dropped[k]);
            sep = ", ";
        }
    fc_buf_char(out, '\n');
    if (r->tally)
        fc_tally_text(r->tally, out);
}

void fc_funnel_text(const fc_funnel *f, fc_buf *out)
{
    sums s = add_up(f);
    fc_buf_printf(out, "%-12s %10s %10s%s  %s\n", "stage", "in", "out",
                  s.nanoseconds ? "  time" : "", "dropped, by reason");
    for (size_t i = 0; i < f->n; i++)
        text_row(&f->row[i], s.nanoseconds, out);
    fc_buf_printf(out, "in %" PRIu64, f->row[0].in);
    if (s.made)
        fc_buf_printf(out, " + made %" PRIu64, s.made);
    fc_buf_printf(out, " = out %" PRIu64 " + dropped %" PRIu64 "\n", f->row[f->n - 1].out,
                  s.dropped);
    if (f->empty)
        fc_buf_printf(out, "empty inputs: %" PRIu64 "\n", f->empty);
}

void fc_funnel_json(const fc_funnel *f, fc_buf *out)
{
    sums s = add_up(f);
    fc_buf_printf(out, "{\"in\":%" PRIu64 ",\"made\":%" PRIu64 ",\"out\":%" PRIu64
                  ",\"dropped\":%" PRIu64, f->row[0].in, s.made, f->row[f->n - 1].out,
                  s.dropped);
    if (f->empty)
        fc_buf_printf(out, ",\"empty_inputs\":%" PRIu64, f->empty);
    fc_buf_text(out, ",\"stages\":[");
    for (size_t i = 0; i < f->n; i++) {
        const fc_funnel_row *r = &f->row[i];
        const char *sep = "";
        fc_buf_printf(out, "%s\n{\"stage\":\"%s\",\"in\":%" PRIu64 ",\"made\":%" PRIu64
                      ",\"out\":%" PRIu64 ",\"dropped\":{", i ? "," : "", r->name, r->in,
                      r->made, r->out);
        for (size_t k = 0; k < counters(r); k++)
            if (r->dropped[k]) {
                fc_buf_printf(out, "%s\"%s\":%" PRIu64, sep,
                              fc_funnel_reason_at(r, k)->name, r->dropped[k]);
                sep = ",";
            }
        fc_buf_char(out, '}');
        if (r->tally) {
            fc_buf_text(out, ",\"tally\":");
            fc_tally_json(r->tally, out);
        }
        fc_buf_char(out, '}');
    }
    fc_buf_text(out, "\n]}\n");
}
