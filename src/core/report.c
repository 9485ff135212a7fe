/* report.c - adding up the reports of runs: those of a plan over parts of its input give
 * that of the whole, in any order and any grouping. */
#include "base/str.h"
#include "core/input.h"
#include "core/plan.h"
#include "core/report_html.h"
#include "io/json.h"
#include "io/stream.h"

#include <stdlib.h>

enum { MAX_REPORT = 64 << 20, MAX_STAGES = 1024 };

typedef struct total {
    fc_arena mem;           /* names and counters of all */
    fc_arena scratch;       /* of the report being read */
    fc_funnel sum;
} total;

static bool whole(fc_str object, const char *name, fc_arena *a, uint64_t *out)
{
    fc_value v = fc_json_get(object, name, a);
    return fc_json_whole(&v, out);
}

/* Place of a reason's counter, by its name; the row's number of counters: none has it. */
static size_t reason_place(const fc_funnel *f, size_t row, fc_str name)
{
    const fc_funnel_row *r = &f->row[row];
    for (size_t k = 0; k < r->n_reasons; k++)
        if (fc_str_is(name, r->reasons[k].name))
            return k;
    bool common = fc_str_is(name, fc_funnel_reason(f, row, FC_REASON_MEMORY));
    return r->n_reasons + (common ? 0 : FC_COMMON_REASONS);
}

/* {"reason":n,...} */
static bool add_dropped(total *t, size_t row, fc_str object)
{
    fc_funnel_row *r = &t->sum.row[row];
    fc_json j = { object.p, object.p, object.p + object.n, NULL };
    if (!fc_json_take(&j, '{'))
        return false;
    if (fc_json_take(&j, '}'))
        return true;
    do {
        fc_str name;
        fc_value v;
        if (!fc_json_scan_string(&j, &t->scratch, &name) || !fc_json_take(&j, ':') ||
            !fc_json_scan_value(&j, &t->scratch, &v) || v.type != FC_NUM || v.num < 0)
            return false;
        size_t k = reason_place(&t->sum, row, name);
        if (k == r->n_reasons + FC_COMMON_REASONS ||
            v.num + (double)r->dropped[k] > FC_JSON_MOST)
            return false;
        r->dropped[k] += (uint64_t)v.num;
    } while (fc_json_take(&j, ','));
    return fc_json_take(&j, '}');
}

static fc_rc no_report(const char *file, fc_err *err)
{
    return fc_fail(err, FC_EUSE, "%s: is no report as --report writes them", file);
}

/* A row for a stage of this name, with all reasons that it can have, so that sums are
 * written as the run of the whole would be. */
static bool name_row(total *t, fc_funnel_row *row, fc_str name, bool first, bool last)
{
    const fc_stage_def *stage = NULL;
    if (!first && !last && (stage = fc_stage_find(name)) == NULL)
        return false;
    row->name = stage ? stage->use.name : first ? "read" : "write";
    row->reasons = stage ? stage->reasons
                   : first ? fc_input_reasons(&t->mem) : fc_plan_write_reasons;
    return fc_str_is(name, row->name);
}

static fc_rc make_rows(total *t, const fc_str *stages, size_t n, const char *file,
                       fc_err *err)
{
    fc_funnel_row *rows = fc_zalloc(&t->mem, n + 1, sizeof *rows);
    for (size_t i = 0; i < n; i++) {
        fc_value name = fc_json_get(stages[i], "stage", &t->scratch);
        if (name.type != FC_STRING ||
            !name_row(t, &rows[i], name.str, i == 0, i == n - 1))
            return no_report(file, err);
    }
    fc_funnel_init(&t->sum, &t->mem, rows, n);
    return FC_OK;
}

/* What a stage has counted of attributes; most have nothing. */
static bool add_tally(total *t, fc_funnel_row *r, fc_str object)
{
    fc_value list = fc_json_get(object, "tally", &t->scratch);
    if (list.type == FC_NONE)
        return true;
    if (!r->tally && !(r->tally = fc_tally_new()))
        longjmp(*t->scratch.guard, FC_ARENA_NOMEM);
    fc_arena_guard(&r->tally->mem, t->scratch.guard);
    return list.type == FC_JSON && fc_tally_read(r->tally, list.str, &t->scratch);
}

/* One stage of a report, which is stage i of the sum. */
static fc_rc add_stage(total *t, size_t i, fc_str object, const char *file, fc_err *err)
{
    fc_value name = fc_json_get(object, "stage", &t->scratch);
    fc_value dropped = fc_json_get(object, "dropped", &t->scratch);
    uint64_t in, made, out;
    if (name.type != FC_STRING || dropped.type != FC_JSON ||
        !whole(object, "in", &t->scratch, &in) ||
        !whole(object, "made", &t->scratch, &made) ||
        !whole(object, "out", &t->scratch, &out))
        return no_report(file, err);
    if (!fc_str_is(name.str, t->sum.row[i].name))
        return fc_fail(err, FC_ECONFIG,
                       "%s: is the report of another plan: its stage %zu is '%.*s'", file,
                       i, (int)(name.str.n < 80 ? name.str.n : 80), name.str.p);
    fc_funnel_row *r = &t->sum.row[i];
    r->in += in;
    r->made += made;
    r->out += out;
    return add_dropped(t, i, dropped.str) && add_tally(t, r, object)
           ? FC_OK : no_report(file, err);
}

/* The objects of "stages"; 0: there are none. */
static size_t list_stages(total *t, fc_str text, fc_str *stages)
{
    fc_value list = fc_json_get(text, "stages", &t->scratch), v;
    fc_json j;
    size_t n = 0;
    if (list.type != FC_JSON)
        return 0;
    j = (fc_json){ list.str.p, list.str.p, list.str.p + list.str.n, NULL };
    if (!fc_json_take(&j, '['))
        return 0;
    do {
        if (n == MAX_STAGES || !fc_json_scan_value(&j, &t->scratch, &v) ||
            v.type != FC_JSON)
            return 0;
        stages[n++] = v.str;
    } while (fc_json_take(&j, ','));
    return n;
}

static fc_rc add_report(total *t, const char *file, fc_err *err)
{
    fc_str text = { "", 0 };
    uint64_t empty;
    fc_str *stages = fc_zalloc(&t->scratch, MAX_STAGES, sizeof *stages);
    fc_rc rc = fc_stream_read_small(file, MAX_REPORT, &t->scratch, &text, err);
    if (rc)
        return rc;
    size_t n = list_stages(t, text, stages);
    if (n < 2)
        return no_report(file, err);
    if (!t->sum.n)
        rc = make_rows(t, stages, n, file, err);
    if (!rc && n != t->sum.n)
        rc = fc_fail(err, FC_ECONFIG, "%s: is the report of another plan: it has %zu "
                                      "stages, not %zu", file, n - 2, t->sum.n - 2);
    for (size_t i = 0; !rc && i < n; i++)
        rc = add_stage(t, i, stages[i], file, err);
    if (!rc && whole(text, "empty_inputs", &t->scratch, &empty))
        t->sum.empty += empty;
    fc_arena_reset(&t->scratch);
    return rc;
}

static void write_sum(fc_funnel *sum, fc_report_form form, fc_buf *out)
{
    if (form == FC_REPORT_HTML)
        fc_report_html(sum, out);
    else
        (form == FC_REPORT_JSON ? fc_funnel_json : fc_funnel_text)(sum, out);
}

fc_rc fc_reports_add(const char *const *files, fc_report_form form, fc_buf *out,
                     fc_err *err)
{
    total t = { .sum = { NULL, 0, 0, false } };
    jmp_buf guard;
    volatile fc_rc rc = FC_OK;
    fc_arena_init(&t.mem);
    fc_arena_init(&t.scratch);
    fc_arena_guard(&t.mem, &guard);
    fc_arena_guard(&t.scratch, &guard);
    if (setjmp(guard))
        rc = fc_fail(err, FC_ETRY, "out of memory");
    else
        for (size_t i = 0; !rc && files[i]; i++)
            rc = add_report(&t, files[i], err);
    if (!rc && t.sum.n)
        write_sum(&t.sum, form, out);
    fc_funnel_clear(&t.sum);
    fc_arena_free(&t.mem);
    fc_arena_free(&t.scratch);
    return rc;
}
