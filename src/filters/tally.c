/* tally.c - counting in the run's report which values attributes have. */
#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"
#include "filters/names.h"

#include <math.h>
#include <stdlib.h>

typedef struct conf {
    const char *names;
    int64_t digits;
} conf;

enum { MOST_NAMES = 64, LONGEST_VALUE = 200 };

typedef struct model {
    char *names;                /* the list, cut into words */
    const char *name[MOST_NAMES];
    fc_expr_var var[MOST_NAMES];
    size_t n;
    int digits;
} model;

/* ---------------------------------------------------------------- opening */

static fc_rc add_name(model *m, fc_open *ctx, const char *name, fc_err *err)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->name[i], name) == 0)
            return fc_fail(err, FC_EUSE, "tally: '%.100s' is named twice", name);
    if (m->n == MOST_NAMES)
        return fc_fail(err, FC_EUSE, "tally: more than %d attributes", MOST_NAMES);
    m->name[m->n] = name;
    return fc_names_need(ctx, "tally", name, &m->var[m->n++], err);
}

static void tally_close(void *opened)
{
    model *m = opened;
    if (m)
        free(m->names);
    free(m);
}

static fc_rc tally_open(fc_open *ctx, const void *config, void **opened, fc_err *err)
{
    const conf *c = config;
    model *m = calloc(1, sizeof *m);
    fc_rc rc = FC_OK;
    if (m)
        m->names = strdup(c->names);
    if (!m || !m->names) {
        tally_close(m);
        return fc_fail(err, FC_ETRY, "out of memory");
    }
    m->digits = (int)c->digits;
    for (char *p = m->names; !rc && p;) {
        char *comma = strchr(p, ',');
        if (comma)
            *comma = '\0';
        rc = add_name(m, ctx, p, err);
        p = comma ? comma + 1 : NULL;
    }
    if (rc)
        tally_close(m);
    else
        *opened = m;
    return rc;
}

/* ---------------------------------------------------------------- counting */

/* The number with no more than so many digits, towards zero: 3.47 is 3.4 with two. What
 * is a millionth below a step is on it: 0.29 * 100 is 28.999999999999996. */
static double cut(double v, int digits)
{
    double least = 1, a = fabs(v), scale = 1;
    for (int i = 1; i < digits; i++)
        least *= 10;
    if (a == 0 || !isfinite(v) || a > 1e15 || a < 1e-9)
        return a < 1e-9 ? 0 : v;
    while (a * scale < least * (1 - 1e-9))
        scale *= 10;
    if (scale > 1)
        return copysign(floor(a * scale + 1e-6) / scale, v);
    while (a / scale >= least * 10)
        scale *= 10;
    return copysign(floor(a / scale + 1e-6) * scale, v);
}

static int tally_run(const void *opened, void *mine, fc_doc *doc, fc_call *call)
{
    const model *m = opened;
    (void)mine;
    for (size_t i = 0; i < m->n; i++) {
        fc_value v = fc_names_value(doc, &m->var[i]);
        if (v.type == FC_NUM)
            v.num = cut(v.num, m->digits);
        if (v.type == FC_JSON)
            v.type = FC_STRING;
        if (v.type == FC_STRING)
            v.str = fc_utf8_clip(v.str, LONGEST_VALUE);
        call->count(call, m->name[i], &v, doc->text.n);
    }
    return FC_KEEP;
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    { "NAMES", FC_OPT_LIST, offsetof(conf, names), NULL, 0, 0, NULL, "NAMES",
      "the attributes, separated by commas", FC_OPT_ARG | FC_OPT_REQUIRED },
    { "digits", FC_OPT_INT, offsetof(conf, digits), "2", 1, 6, NULL, "N",
      "digits that are left of a number: 3.47 counts as 3.4 with 2", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "Documents go through, the report counts", "tally lang --attr lang",
      "{\"id\":\"a\",\"text\":\"1\",\"attributes\":{\"lang\":\"en\"}}\n",
      "{\"id\":\"a\",\"text\":\"1\",\"attributes\":{\"lang\":\"en\"}}\n" },
    { "Counts of a file that was scored before, then as a page with plots",
      "tally lang,edu,topic --report r.json scored.jsonl >/dev/null && filterc report "
      "--html r.html r.json", NULL, NULL },
    { 0 }
};

FC_STAGE(tally) = {
    .use = {
        .name = "tally",
        .group = FC_GROUP_HAND_ON,
        .brief = "count the values of attributes in the report",
        .doc = "Documents go through unchanged. For each attribute the report of the run "
               "tells how many documents, and bytes of their text, had which value, and "
               "how many had none; the funnel shows the most frequent strings, or the "
               "median of numbers and what lies around it. 'filterc report' adds up the "
               "reports of many runs, and --html makes plots of them. One tally before "
               "and one behind a cut show what is kept of each language or topic; a "
               "tally of a score over all shards tells where to cut for a share to "
               "keep. In a plan: score --models edu,topic | tally topic | keep \"edu >= "
               "3\" | tally topic.\n"
               "\n"
               "A name is one that keep knows: an attribute, source, metadata.NAME. "
               "Numbers are cut, not rounded, to --digits digits, strings to 200 bytes. "
               "Of an attribute with more than 10,000 values only the number of "
               "documents is told.",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .open = tally_open,
    .run = tally_run,
    .close = tally_close,
};
