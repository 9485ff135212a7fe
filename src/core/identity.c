/* identity.c - what a plan is, as a number: two runs of which it is the same give the
 * same bytes for the same input. */
#include "config.h"

#include "base/hash.h"
#include "base/str.h"
#include "core/plan.h"

#include <inttypes.h>
#include <stdio.h>

/* The bytes of a file, by their hash; a file that is not there has none. */
static void add_file(const char *path, fc_buf *out)
{
    char part[1 << 14];
    size_t k;
    uint64_t hash = 0;
    FILE *f = fopen(path, "rb");
    while (f && (k = fread(part, 1, sizeof part, f)) > 0)
        hash = fc_hash64(part, k, hash);
    if (f)
        fclose(f);
    fc_buf_printf(out, "%016" PRIx64, hash);
}

static void add_text(const fc_opt *o, const char *text, fc_buf *out)
{
    fc_buf_text(out, text ? text : "\n");
    if (text && o->arg && strcmp(o->arg, "FILE") == 0)
        add_file(text, out);
}

static void add_value(const fc_opt *o, const void *conf, fc_buf *out)
{
    const void *at = (const char *)conf + o->at;
    fc_buf_printf(out, "%s=", o->name);
    switch (o->type) {
    case FC_OPT_BOOL:
        fc_buf_printf(out, "%d", *(const bool *)at);
        break;
    case FC_OPT_INT:
    case FC_OPT_SIZE:
        fc_buf_printf(out, "%" PRId64, *(const int64_t *)at);
        break;
    case FC_OPT_NUM:
        fc_buf_printf(out, "%.17g", *(const double *)at);
        break;
    case FC_OPT_TEXT:
    case FC_OPT_CHOICE:
    case FC_OPT_LIST:
        add_text(o, *(const char *const *)at, out);
        break;
    }
    fc_buf_char(out, '\0');
}

fc_rc fc_plan_identity(const fc_plan *plan, char out[17], fc_err *err)
{
    fc_buf all = FC_BUF_INIT;
    const fc_config *c = &plan->config;
    fc_buf_printf(&all, "%s %" PRIu64 " %s %s", PACKAGE_VERSION, c->max_doc,
                  c->text_key ? c->text_key : "", c->id_key ? c->id_key : "");
    for (size_t i = 0; i < plan->n_file; i++)
        add_file(plan->file[i], &all);
    for (size_t i = 0; i < plan->n; i++) {
        const fc_step *s = &plan->step[i];
        fc_buf_printf(&all, "|%s", s->def->use.name);
        fc_buf_char(&all, '\0');
        for (const fc_opt *o = s->def->use.opts; o && o->name; o++)
            add_value(o, s->conf, &all);
    }
    bool failed = all.failed;
    if (!failed)
        snprintf(out, 17, "%016" PRIx64, fc_hash3(all.p, all.n));
    fc_buf_free(&all);
    return failed ? fc_fail(err, FC_ETRY, "out of memory") : FC_OK;
}
