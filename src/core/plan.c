/* plan.c - opening a plan: everything that can fail by misuse fails here, before the
 * first byte of input is read. */
#include "core/plan.h"

#include "base/str.h"
#include "core/input.h"
#include "core/plan_words.h"

#include <stdlib.h>

void fc_config_default(fc_config *config)
{
    *config = (fc_config){ .threads = 1, .memory = 128u << 20, .max_doc = 128u << 20,
                           .batch_docs = 64 };
}

static const char *stage_name(void *user, size_t i)
{
    (void)user;
    return fc_stages[i] ? fc_stages[i]->use.name : NULL;
}

static const char *kind_name(fc_kind kind)
{
    return kind == FC_RECORD ? "records" : kind == FC_DOCUMENT ? "documents" : "anything";
}

/* ----------------------------------------------------- attributes known while opening */

static const fc_attr *find_attr(const fc_plan *p, fc_str name)
{
    for (size_t i = 0; i < p->n_attr; i++)
        if (fc_str_is(name, p->attr[i].name))
            return &p->attr[i];
    return NULL;
}

const fc_attr *fc_open_attr(const fc_open *ctx, fc_str name)
{
    return find_attr(ctx->plan, name);
}

const fc_attr *fc_open_attr_at(const fc_open *ctx, size_t i)
{
    return i < ctx->plan->n_attr ? &ctx->plan->attr[i] : NULL;
}

static const char *const *copy_labels(fc_arena *a, const char *const *labels)
{
    size_t n = 0;
    if (!labels)
        return NULL;
    while (labels[n])
        n++;
    const char **copy = fc_zalloc(a, n + 1, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = fc_copy(a, fc_str_of(labels[i])).p;
    return copy;
}

fc_rc fc_open_give(fc_open *ctx, const fc_attr *attr, fc_err *err)
{
    fc_plan *p = ctx->plan;
    const fc_attr *old = find_attr(p, fc_str_of(attr->name));
    if (old && ctx->lenient)
        return FC_OK;
    (void)err; /* a stage may measure again what an earlier one or run did: the last one
                  counts */
    if (p->n_attr == p->cap_attr) {
        size_t cap = p->cap_attr ? p->cap_attr * 2 : 16;
        p->attr =
            fc_grow(&p->mem, p->attr, p->n_attr * sizeof *p->attr, cap * sizeof *p->attr);
        p->aliases = fc_grow(&p->mem, p->aliases, p->n_attr * sizeof *p->aliases,
                             cap * sizeof *p->aliases);
        p->cap_attr = cap;
    }
    fc_attr copy = *attr;
    copy.name = fc_copy(&p->mem, fc_str_of(attr->name)).p;
    copy.labels = copy_labels(&p->mem, attr->labels);
    size_t at = old ? (size_t)(old - p->attr) : p->n_attr++;
    p->attr[at] = copy;
    p->aliases[at] = NULL;
    return FC_OK;
}

void fc_open_give_aliases(fc_open *ctx, const char *attr, const char *const *aliases)
{
    const fc_attr *found = find_attr(ctx->plan, fc_str_of(attr));
    if (found)
        ctx->plan->aliases[found - ctx->plan->attr] = aliases;
}

const char *const *fc_open_aliases(const fc_open *ctx, fc_str name)
{
    const fc_attr *found = find_attr(ctx->plan, name);
    return found ? ctx->plan->aliases[found - ctx->plan->attr] : NULL;
}

void fc_open_note(fc_open *ctx, const char *note)
{
    fc_plan *p = ctx->plan;
    if (p->n_notes < sizeof p->note / sizeof *p->note)
        p->note[p->n_notes++] = fc_copy(&p->mem, fc_str_of(note)).p;
}

static fc_rc give_all(fc_open *ctx, const fc_attr *attrs, fc_err *err)
{
    fc_rc rc = FC_OK;
    for (; !rc && attrs && attrs->name; attrs++)
        rc = fc_open_give(ctx, attrs, err);
    return rc;
}

/* A plan that begins with documents may find on them whatever any stage can have
 * written. */
static fc_rc know_inputs(fc_plan *p, fc_err *err)
{
    fc_open ctx = { .plan = p, .lenient = true };
    fc_rc rc = FC_OK;
    for (const char *const *name = p->config.attrs; !rc && name && *name; name++) {
        fc_attr attr = { *name, FC_NONE, "said to be in the input (--attr)", NULL };
        rc = fc_open_give(&ctx, &attr, err);
    }
    if (!p->n || !(p->step[0].def->in & FC_DOCUMENT))
        return rc;
    for (size_t i = 0; !rc && fc_stages[i]; i++) {
        ctx.def = fc_stages[i];
        rc = give_all(&ctx, fc_stages[i]->gives, err);
        if (!rc && fc_stages[i]->known)
            rc = fc_stages[i]->known(&ctx, err);
    }
    return rc;
}

/* --------------------------------------------------------------- parsing and opening */

/* Which of the plan's stages it is that complains: two may have one name. */
static fc_rc at_step(const fc_plan *p, const fc_step *s, fc_rc rc, fc_err *err)
{
    fc_err told;
    if (!rc || !err || !s->line)
        return rc;
    told = *err;
    fc_fail(err, rc, "%s:%u:%u: %s", p->name, s->line, s->column, told.msg);
    err->sys = told.sys;
    return rc;
}

static fc_rc add_step(fc_plan *p, const fc_plan_word *w, size_t n, fc_err *err)
{
    const fc_stage_def *def = fc_stage_find(fc_str_of(w[0].text));
    if (!def) {
        const char *near = fc_suggest(fc_str_of(w[0].text), stage_name, NULL);
        if (near)
            return fc_fail(err, FC_EUSE, "%s:%u:%u: unknown stage '%.80s'; did you mean "
                                         "'%s'?",
                           p->name, w[0].line, w[0].column, w[0].text, near);
        return fc_fail(err, FC_EUSE, "%s:%u:%u: unknown stage '%.80s'; 'filterc help' "
                                     "lists "
                       "them", p->name, w[0].line, w[0].column, w[0].text);
    }
    const char **argv = fc_zalloc(&p->mem, n, sizeof *argv);
    for (size_t i = 1; i < n; i++)
        argv[i - 1] = w[i].text;
    fc_step *s = &p->step[p->n++];
    s->def = def;
    s->conf = fc_zalloc(&p->mem, 1, def->use.conf_size ? def->use.conf_size : 1);
    fc_opt_group groups[2] = { { def->use.opts, s->conf }, { NULL, NULL } };
    s->line = w[0].line;
    s->column = w[0].column;
    return at_step(p, s, fc_opt_parse(def->use.name, groups, (int)n - 1, argv, NULL, NULL,
                                      err), err);
}

static fc_rc add_steps(fc_plan *p, const fc_plan_word *w, size_t n, fc_err *err)
{
    size_t from = 0;
    if (!n)
        return fc_fail(err, FC_EUSE, "%s: the plan is empty: name at least one stage",
                       p->name);
    p->step = fc_zalloc(&p->mem, n, sizeof *p->step);
    for (size_t i = 0; i <= n; i++) {
        if (i < n && w[i].text)
            continue;
        if (i == from)
            return fc_fail(err, FC_EUSE, "%s:%u:%u: a stage is missing %s '|'", p->name,
                           w[i < n ? i : n - 1].line, w[i < n ? i : n - 1].column,
                           i < n ? "before" : "after");
        fc_rc rc = add_step(p, w + from, i - from, err);
        if (rc)
            return rc;
        from = i + 1;
    }
    return FC_OK;
}

/* Each step must get what it takes; what leaves the workers' part is set here as well. */
static fc_rc check_kinds(fc_plan *p, fc_err *err)
{
    fc_kind have = FC_ANY;
    const char *maker = "";     /* the stage since which it is that */
    p->parallel = p->n;
    for (size_t i = 0; i < p->n; i++) {
        const fc_step *s = &p->step[i];
        const fc_stage_def *d = s->def;
        if (!(have & d->in)) {
            bool early = d->in == FC_DOCUMENT;
            fc_fail(err, FC_EUSE, "'%s' takes %s but gets %s: put %s%s%s", d->use.name,
                    kind_name(d->in), kind_name(have),
                    early ? "'extract' before it" : "it before '", early ? "" : maker,
                    early ? "" : "'");
            return at_step(p, s, FC_EUSE, err);
        }
        fc_kind made = d->out == FC_ANY ? (fc_kind)(have & d->in) : d->out;
        if (made != have)
            maker = d->use.name;
        have = made;
        if ((d->flags & FC_ORDERED) && p->parallel == p->n)
            p->parallel = i;
    }
    p->gives = have;
    return FC_OK;
}

static fc_rc open_steps(fc_plan *p, fc_err *err)
{
    fc_rc rc = know_inputs(p, err);
    for (size_t i = 0; !rc && i < p->n; i++) {
        fc_step *s = &p->step[i];
        fc_open ctx = { .plan = p, .def = s->def, .err = err };
        s->model = s->conf;
        if (s->def->open) {
            s->model = NULL;
            rc = at_step(p, s, s->def->open(&ctx, s->conf, &s->model, err), err);
        }
        s->opened = !rc;
        if (!rc)
            rc = give_all(&ctx, s->def->gives, err);
    }
    return rc;
}

const fc_reason fc_plan_write_reasons[] = {
    { "not-written", "the output failed or was closed before it" }, { NULL, NULL },
};

static void name_rows(fc_plan *p)
{
    fc_funnel_row *rows = fc_zalloc(&p->mem, p->n + 2, sizeof *rows);
    rows[0].name = "read";
    rows[0].reasons = fc_input_reasons(&p->mem);
    for (size_t i = 0; i < p->n; i++) {
        rows[i + 1].name = p->step[i].def->use.name;
        rows[i + 1].reasons = p->step[i].def->reasons;
    }
    rows[p->n + 1].name = "write";
    rows[p->n + 1].reasons = fc_plan_write_reasons;
    fc_funnel_init(&p->funnel, &p->mem, rows, p->n + 2);
}

static fc_plan *plan_new(const fc_config *config, const char *name)
{
    fc_plan *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    fc_arena_init(&p->mem);
    p->config = *config;
    p->name = name;
    return p;
}

/* What a plan is made of: a text, or one stage whose options have been read. */
typedef struct recipe {
    const char *text;
    const fc_stage_def *stage;
    const void *conf;
} recipe;

static fc_rc build(fc_plan *p, const recipe *from, fc_err *err)
{
    fc_plan_word *words = NULL;
    size_t n = 0;
    fc_rc rc = FC_OK;
    if (from->text) {
        rc = fc_plan_words(fc_str_of(from->text), p->name, &p->mem, &words, &n, err);
        if (!rc)
            rc = add_steps(p, words, n, err);
    } else {
        p->step = fc_zalloc(&p->mem, 1, sizeof *p->step);
        p->step[0].def = from->stage;
        p->step[0].conf = fc_zalloc(&p->mem, 1, from->stage->use.conf_size + 1);
        if (from->stage->use.conf_size)
            memcpy(p->step[0].conf, from->conf, from->stage->use.conf_size);
        p->n = 1;
    }
    if (!rc)
        rc = check_kinds(p, err);
    if (!rc)
        rc = open_steps(p, err);
    if (!rc)
        name_rows(p);
    return rc;
}

/* The plan's memory has a guard while it is built: no memory is an error, not an
 * abort. */
static fc_rc open_guarded(fc_plan **plan, const fc_config *config, const char *name,
                          const recipe *from, fc_err *err)
{
    fc_plan *p = plan_new(config, name);
    jmp_buf guard;
    fc_rc rc;
    *plan = NULL;
    if (!p)
        return fc_fail(err, FC_ETRY, "out of memory");
    fc_arena_guard(&p->mem, &guard);
    if (setjmp(guard)) {
        rc = fc_fail(err, FC_ETRY, "out of memory while opening the plan");
    } else {
        p->name = fc_copy(&p->mem, fc_str_of(name)).p;
        rc = build(p, from, err);
    }
    fc_arena_guard(&p->mem, NULL);
    if (rc)
        fc_plan_close(p);
    else
        *plan = p;
    return rc;
}

fc_rc fc_plan_open(fc_plan **plan, const fc_config *config, const char *text,
                   const char *name, fc_err *err)
{
    recipe from = { text, NULL, NULL };
    return open_guarded(plan, config, name, &from, err);
}

fc_rc fc_plan_open_stage(fc_plan **plan, const fc_config *config,
                         const fc_stage_def *stage, const void *conf, fc_err *err)
{
    recipe from = { NULL, stage, conf };
    return open_guarded(plan, config, stage->use.name, &from, err);
}

fc_kind fc_plan_gives(const fc_plan *plan)
{
    return plan->gives;
}

void fc_plan_close(fc_plan *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++)
        if (p->step[i].opened && p->step[i].def->close)
            p->step[i].def->close(p->step[i].model);
    fc_funnel_clear(&p->funnel);
    fc_arena_free(&p->mem);
    free(p);
}

bool fc_plan_funnel(const fc_plan *plan, bool json, fc_buf *out)
{
    if (!plan->began)
        return false;
    (json ? fc_funnel_json : fc_funnel_text)(&plan->funnel, out);
    if (!json && plan->funnel.empty)
        fc_buf_printf(out, "the first of them: %s\n", plan->empty);
    for (size_t i = 0; !json && i < plan->n_notes; i++)
        fc_buf_printf(out, "%s\n", plan->note[i]);
    return true;
}

void fc_plan_damage(const fc_plan *plan, fc_buf *out)
{
    fc_damage_text(&plan->damage, out);
}
