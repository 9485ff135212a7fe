/* done.c - the record beside an output: which plan made it of which input, its counts.
 *
 * It is written after the output, so where it is the output is whole. An attempt that
 * finds it has nothing to do. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "core/plan.h"
#include "io/json.h"
#include "io/jsonl.h"
#include "io/output.h"
#include "io/stream.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_RECORD = 1 << 20 };

/* What tells the input from another of its name. */
static uint64_t size_of(const char *input)
{
    struct stat st;
    return stat(input, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
}

/* FC_ECONFIG: it is another plan's. Of an input that has changed the record is void. */
static fc_rc judge(const fc_plan *plan, const fc_run_io *io, const char *name,
                   fc_arena *a, bool *done, fc_err *err)
{
    char identity[17];
    fc_str text = { "", 0 };
    fc_rc rc = fc_plan_identity(plan, identity, err);
    if (!rc)
        rc = fc_stream_read_small(name, MAX_RECORD, a, &text, err);
    if (rc)
        return rc;
    fc_value bytes = fc_json_get(text, "bytes", a);
    fc_value made_by = fc_json_get(text, "plan", a);
    if (made_by.type != FC_STRING || bytes.type != FC_NUM)
        return fc_fail(err, FC_ECONFIG, "%s: is no record of a run; remove it", name);
    if (!fc_str_is(made_by.str, identity))
        return fc_fail(err, FC_ECONFIG, "%s was made by another plan, model or version: "
                                        "write elsewhere, or remove it and its record",
                       io->out_name);
    *done = bytes.num == (double)size_of(io->inputs[0]) &&
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
        rc = fc_output_close(out, err);
    }
    fc_buf_free(&text);
    fc_buf_free(&funnel);
    fc_buf_free(&name);
    return rc;
}
