/* done.c - the record beside an output: which plan made it of which input, its counts.
 *
 * It is written after the output, so where it is the output is whole. An attempt that
 * finds it has nothing to do, and what has none is still to be done. */
#include "base/arena.h"
#include "base/str.h"
#include "io/json.h"
#include "io/jsonl.h"
#include "io/output.h"
#include "io/stream.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_RECORD = 64 << 20 };

/* What tells the input from another of its name. */
static uint64_t size_of(const char *input)
{
    struct stat st;
    return stat(input, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
}

typedef struct record {
    fc_str input, plan;
    double bytes;           /* of the input; 0: it could not be told */
} record;

/* What it holds lives in `a`. */
static fc_rc read_record(const char *name, fc_arena *a, record *r, fc_err *err)
{
    fc_str text = { "", 0 };
    fc_rc rc = fc_stream_read_small(name, MAX_RECORD, a, &text, err);
    if (rc)
        return rc;
    fc_value input = fc_json_get(text, "input", a);
    fc_value bytes = fc_json_get(text, "bytes", a);
    fc_value plan = fc_json_get(text, "plan", a);
    if (input.type != FC_STRING || plan.type != FC_STRING || bytes.type != FC_NUM)
        return fc_fail(err, FC_ECONFIG, "%s: is no record of a run; remove it", name);
    *r = (record){ input.str, plan.str, bytes.num };
    return FC_OK;
}

/* FC_ECONFIG: it is another plan's. Of an input that has changed the record is void. */
static fc_rc judge(const fc_plan *plan, const fc_run_io *io, const char *name,
                   fc_arena *a, bool *done, fc_err *err)
{
    char identity[17];
    record r;
    fc_rc rc = fc_plan_identity(plan, identity, err);
    if (!rc)
        rc = read_record(name, a, &r, err);
    if (rc)
        return rc;
    if (!fc_str_is(r.plan, identity))
        return fc_fail(err, FC_ECONFIG, "%s was made by another plan, model or version: "
                                        "write elsewhere, or remove it and its record",
                       io->out_name);
    *done = r.bytes == (double)size_of(io->inputs[0]) &&
            access(io->out_name, F_OK) == 0;
    return FC_OK;
}

fc_rc fc_done_look(const fc_plan *plan, const fc_run_io *io, bool *done, fc_err *err)
{
    fc_arena a;
    jmp_buf guard;
    volatile fc_rc rc = FC_OK;
    *done = false;
    fc_arena_init(&a);
    fc_arena_guard(&a, &guard);
    if (setjmp(guard)) {
        rc = fc_fail(err, FC_ETRY, "out of memory");
    } else {
        const char *name = fc_printf(&a, "%s.done.json", io->out_name).p;
        if (access(name, F_OK) == 0)
            rc = judge(plan, io, name, &a, done, err);
    }
    fc_arena_free(&a);
    return rc;
}

fc_rc fc_done_write(const fc_plan *plan, const fc_run_io *io, fc_err *err)
{
    char identity[17];
    fc_buf text = FC_BUF_INIT, funnel = FC_BUF_INIT, name = FC_BUF_INIT;
    fc_output *out = NULL;
    fc_rc rc = fc_plan_identity(plan, identity, err);
    fc_buf_printf(&name, "%s.done.json", io->out_name);
    fc_plan_funnel(plan, true, &funnel);
    fc_buf_text(&text, "{\"input\":");
    fc_json_string(&text, fc_str_of(io->inputs[0]));
    fc_buf_printf(&text, ",\"bytes\":%" PRIu64 ",\"plan\":\"%s\",\n",
                  size_of(io->inputs[0]), rc ? "" : identity);
    fc_buf_add(&text, funnel.p + 1, funnel.n - 1);
    if (!rc && (text.failed || funnel.failed || name.failed))
        rc = fc_fail(err, FC_ETRY, "out of memory");
    if (!rc)
        rc = fc_output_open(&out, name.p, err);
    if (!rc) {
        fc_output_write(out, text.p, text.n, NULL);
        rc = io->shelf ? fc_shelf_add(io->shelf, out, true, err)
                       : fc_output_close(out, err);
    }
    fc_buf_free(&text);
    fc_buf_free(&funnel);
    fc_buf_free(&name);
    return rc;
}

/* ---------------------------------------------------------------- many inputs */

typedef struct named {
    const char *name;
    size_t place;
} named;

static int by_name(const void *a, const void *b)
{
    return strcmp(((const named *)a)->name, ((const named *)b)->name);
}

/* All inputs of this name are done. */
static void mark(const named *sorted, size_t n, fc_str name, fc_arena *a, bool *done)
{
    named want = { fc_copy(a, name).p, 0 };
    const named *found = bsearch(&want, sorted, n, sizeof *sorted, by_name);
    if (!found)
        return;
    while (found > sorted && by_name(found - 1, &want) == 0)
        found--;
    for (; found < sorted + n && by_name(found, &want) == 0; found++)
        done[found->place] = true;
}

static const char ending[] = ".done.json";

/* The output that a record is beside. */
static bool has_output(const char *name, fc_arena *a)
{
    fc_str s = fc_str_of(name);
    if (!fc_str_ends(s, fc_str_of(ending)))
        return false;
    return access(fc_copy(a, fc_str_sub(s, 0, s.n - (sizeof ending - 1))).p, F_OK) == 0;
}

static fc_rc look_at(const char *name, const named *sorted, size_t n, fc_arena *a,
                     char plan[17], bool *done, fc_err *err)
{
    record r;
    fc_rc rc = read_record(name, a, &r, err);
    if (rc)
        return rc;
    if (!plan[0])
        memcpy(plan, r.plan.p, r.plan.n < 16 ? r.plan.n : 16);
    if (!fc_str_is(r.plan, plan))
        return fc_fail(err, FC_ECONFIG, "%s: is of another plan, model or version than "
                                        "the records before it", name);
    const char *input = fc_copy(a, r.input).p;
    uint64_t bytes = size_of(input);
    if (has_output(name, a) && (!bytes || r.bytes == (double)bytes))
        mark(sorted, n, r.input, a, done);
    return FC_OK;
}

fc_rc fc_done_inputs(const char *const *records, const char *const *names, bool *done,
                     fc_err *err)
{
    fc_arena a;
    jmp_buf guard;
    char plan[17] = "";
    size_t n = 0;
    volatile fc_rc rc = FC_OK;
    while (names[n])
        n++;
    named *volatile sorted = calloc(n + 1, sizeof *sorted);
    if (!sorted)
        return fc_fail(err, FC_ETRY, "out of memory");
    for (size_t i = 0; i < n; i++)
        sorted[i] = (named){ names[i], i };
    qsort(sorted, n, sizeof *sorted, by_name);
    fc_arena_init(&a);
    fc_arena_guard(&a, &guard);
    if (setjmp(guard))
        rc = fc_fail(err, FC_ETRY, "out of memory");
    else
        for (size_t i = 0; !rc && records[i]; i++) {
            rc = look_at(records[i], sorted, n, &a, plan, done, err);
            fc_arena_reset(&a);
        }
    fc_arena_free(&a);
    free(sorted);
    return rc;
}
