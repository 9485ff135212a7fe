/* stage_harness.c - see stage_harness.h. */
#include "stage_harness.h"

#include "base/str.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static fc_rc open_plan(fc_plan **plan, const char *command, const char *const *attrs,
                       fc_err *err)
{
    fc_config config;
    fc_config_default(&config);
    config.attrs = attrs;
    return fc_plan_open(plan, &config, command, "test", err);
}

void harness_open(stage_harness *h, const char *command)
{
    fc_arena_init(&h->keep);
    fc_arena_init(&h->scratch);
    if (open_plan(&h->plan, command, h->attrs, &h->err) != FC_OK)
        fail_msg("%s: %s", command, h->err.msg);
    assert_int_equal(h->plan->n, 1);
    const fc_step *s = &h->plan->step[0];
    if (s->def->worker && s->def->worker(s->model, &h->mine, &h->err) != FC_OK)
        fail_msg("%s: %s", command, h->err.msg);
}

void harness_refuses(const char *command, const char *const *attrs, const char *want)
{
    fc_plan *plan;
    fc_err err = { 0 };
    fc_rc rc = open_plan(&plan, command, attrs, &err);
    if (rc == FC_OK || !strstr(err.msg, want))
        fail_msg("%s: %d '%s', wanted '%s'", command, (int)rc, err.msg, want);
}

static void take_child(fc_call *call, fc_doc *child)
{
    stage_harness *h = call->owner;
    assert_true(h->n_children < HARNESS_CHILDREN);
    h->child[h->n_children++] = child;
}

void harness_run(stage_harness *h, fc_doc *doc)
{
    const fc_step *s = &h->plan->step[0];
    jmp_buf guard;
    fc_arena_reset(&h->scratch);
    fc_buf_clear(&h->explain);
    h->n_children = 0;
    fc_call call = { .keep = &h->keep,
                     .scratch = &h->scratch,
                     .fuel = 1 << 30,
                     .explain = &h->explain,
                     .err = &h->err,
                     .emit = take_child,
                     .owner = h };
    fc_arena_guard(&h->keep, &guard);
    fc_arena_guard(&h->scratch, &guard);
    if (setjmp(guard))
        fail_msg("%s: out of memory", s->def->use.name);
    h->result = s->def->run(s->model, h->mine, doc, &call);
    h->stop = call.stop;
    assert_true(h->result >= 0);
    assert_true(h->result != FC_SPLIT || h->n_children > 0);
}

const char *harness_reason(const stage_harness *h, int reason)
{
    const fc_reason *r = h->plan->step[0].def->reasons;
    if (reason == FC_KEEP || reason == FC_SPLIT)
        return "";
    for (int i = 1; i < reason; i++, r++)
        assert_non_null(r->name);
    assert_non_null(r->name);
    return r->name;
}

void harness_close(stage_harness *h)
{
    const fc_step *s = &h->plan->step[0];
    if (s->def->worker_end)
        s->def->worker_end(h->mine);
    fc_plan_close(h->plan);
    fc_arena_free(&h->keep);
    fc_arena_free(&h->scratch);
    fc_buf_free(&h->explain);
}

fc_doc harness_doc(const char *id, const char *text)
{
    return (fc_doc){ .kind = FC_DOCUMENT, .id = fc_str_of(id), .text = fc_str_of(text) };
}

fc_str harness_str(const fc_fields *fields, const char *name)
{
    const fc_value *v = fc_fields_get(fields, fc_str_of(name));
    return v && (v->type == FC_STRING || v->type == FC_JSON) ? v->str : FC_STR("");
}

double harness_num(const fc_fields *fields, const char *name)
{
    const fc_value *v = fc_fields_get(fields, fc_str_of(name));
    return v && v->type == FC_NUM ? v->num : (double)NAN;
}
