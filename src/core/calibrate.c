/* calibrate.c - what cuts of `prefilter` would cost and save a plan, measured on real
 * input.
 *
 * The plan runs with `prefilter --measure` before it, which drops nothing and puts the
 * parts of each page's value on the document; so what is kept and what is dropped tells
 * which pages were wanted. Weights come of a logistic regression. What is promised is
 * held out: sites are in two halves, weights and cut come of the pages of one, and those
 * of the other are judged by them, both ways round. The calibration that is written comes
 * of all pages in the same way. Its cut is a little below the one that reaches the recall
 * on these pages (fit.h): what is asked for is the recall of pages to come. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "core/fit.h"
#include "core/plan.h"
#include "io/json.h"
#include "io/jsonl.h"

#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PAGES = 1 << 22, FEWEST_WANTED = 20, FEWEST_IN_HALF = 5 };

typedef struct sample {
    const fc_calibrate_options *o;
    fc_arena mem, scratch;
    size_t parts, n, cap, wanted_n;
    const char *name[FC_FIT_PARTS];
    const char *models;                 /* with their hashes */
    double *x;                          /* parts of each page */
    double *by;                         /* of pages kept: the attribute; else -infinity */
    uint64_t *site;                     /* of each page: a hash */
    unsigned char *half, *wanted;
    bool by_page;                       /* halves of pages: there are too few sites */
    double *value[3];                   /* by the weights of half 0, of half 1, of all */
    double w[3][FC_FIT_PARTS + 1];
    double before, judge, after;        /* seconds for reading, prefilter, the plan */
    char *line;                         /* of the file being read */
    size_t room;
    fc_err *err;
} sample;

/* ---------------------------------------------------------------- running plans */

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Run a plan into two files; notes the time of reading, of the first stage, of all
 * others. */
static fc_rc run_plan(sample *s, const char *text, FILE *out, FILE *rejects, double *cpu)
{
    fc_plan *plan;
    fc_rc rc = fc_plan_open(&plan, s->o->config, text, "plan", s->err);
    if (rc != FC_OK)
        return rc;
    plan->of_command = true;
    fc_run_io io = { .inputs = s->o->inputs, .out_fd = fileno(out),
                     .rejects_fd = rejects ? fileno(rejects) : -1 };
    double begin = cpu_seconds();
    rc = fc_plan_run(plan, &io, s->err);
    *cpu = cpu_seconds() - begin;
    const fc_funnel *f = &plan->funnel;
    s->before = (double)f->row[0].nanoseconds / 1e9;
    s->judge = (double)f->row[1].nanoseconds / 1e9;
    s->after = 0;
    for (size_t i = 2; i < f->n; i++)
        s->after += (double)f->row[i].nanoseconds / 1e9;
    fc_plan_close(plan);
    return rc == FC_END ? FC_OK : rc;
}

/* ---------------------------------------------------------------- pages */

static void grow(sample *s)
{
    size_t cap = s->cap ? 2 * s->cap : 1024;
    s->x = fc_grow(&s->mem, s->x, s->cap * s->parts * sizeof *s->x,
                   cap * s->parts * sizeof *s->x);
    s->by = fc_grow(&s->mem, s->by, s->cap * sizeof *s->by, cap * sizeof *s->by);
    s->site = fc_grow(&s->mem, s->site, s->cap * sizeof *s->site, cap * sizeof *s->site);
    s->cap = cap;
}

static uint64_t read_hash(fc_str hex, fc_arena *a)
{
    return strtoull(fc_copy(a, hex).p, NULL, 16);
}

/* The parts of one page: {"models":"...","site":"...","edu":1.5,...}; the first page
 * names them. */
static bool take_parts(sample *s, fc_str json, double *x, size_t *n, uint64_t *site,
                       fc_arena *a)
{
    fc_json j = { json.p, json.p, json.p + json.n, NULL };
    fc_str key;
    fc_value v;
    *n = 0;
    if (!fc_json_take(&j, '{'))
        return false;
    do {
        if (!fc_json_scan_string(&j, a, &key) || !fc_json_take(&j, ':') ||
            !fc_json_scan_value(&j, a, &v))
            return false;
        if (v.type == FC_STRING && fc_str_is(key, "site"))
            *site = read_hash(v.str, a);
        else if (v.type == FC_STRING && !s->models)
            s->models = fc_copy(&s->mem, v.str).p;
        if (v.type != FC_NUM)
            continue;
        if (*n == FC_FIT_PARTS)
            return false;
        if (!s->parts)
            s->name[*n] = fc_copy(&s->mem, key).p;
        x[(*n)++] = v.num;
    } while (fc_json_take(&j, ','));
    if (!s->parts)
        s->parts = *n;
    return *n == s->parts && *n;
}

/* One line of what was kept or dropped. Documents without parts came from no page. */
static fc_rc take_line(sample *s, fc_str line, bool kept, fc_arena *a)
{
    fc_doc doc = { 0 };
    double x[FC_FIT_PARTS];
    uint64_t site = 0;
    size_t n;
    fc_rc rc = fc_jsonl_parse(line, a, &doc, s->err);
    if (rc != FC_OK)
        return rc;
    const fc_value *parts = fc_fields_get(&doc.attr, FC_STR("prefilter_parts"));
    if (!parts || parts->type != FC_JSON || !take_parts(s, parts->str, x, &n, &site, a))
        return FC_OK;
    const fc_value *by = s->o->by ? fc_fields_get(&doc.attr, fc_str_of(s->o->by)) : NULL;
    if (kept && s->o->by && (!by || by->type != FC_NUM))
        return fc_fail(s->err, FC_EUSE, "calibrate: what the plan keeps has no number "
                                        "'%.60s': "
                       "name by --by an attribute that it measures", s->o->by);
    if (s->n == MOST_PAGES)
        return FC_OK;
    if (s->n == s->cap)
        grow(s);
    memcpy(s->x + s->n * s->parts, x, n * sizeof *x);
    s->site[s->n] = site;
    s->by[s->n++] = !kept ? -INFINITY : by ? by->num : 0;
    return FC_OK;
}

static fc_rc take_file(sample *s, FILE *f, bool kept)
{
    fc_rc rc = FC_OK;
    ssize_t k;
    rewind(f);
    while (rc == FC_OK && (k = getline(&s->line, &s->room, f)) > 0) {
        k -= s->line[k - 1] == '\n';
        rc = take_line(s, (fc_str){ s->line, (size_t)k }, kept, &s->scratch);
        fc_arena_reset(&s->scratch);
    }
    if (rc == FC_OK && ferror(f))
        rc = fc_fail(s->err, FC_EIO, "calibrate: reading a temporary file: %s",
                     strerror(errno));
    return rc;
}

/* Run the plan behind a prefilter that measures, and take what it kept and dropped. */
static fc_rc measure(sample *s)
{
    const fc_calibrate_options *o = s->o;
    FILE *out = tmpfile(), *rejects = tmpfile();
    double cpu;
    fc_rc rc = FC_OK;
    if (!out || !rejects)
        rc = fc_fail(s->err, FC_EIO, "calibrate: no temporary file: %s", strerror(errno));
    fc_str text =
        fc_printf(&s->mem, "prefilter --measure --models '%s' %s%s%s | %s", o->models,
                  o->languages ? "--languages '" : "", o->languages ? o->languages : "",
                  o->languages ? "'" : "", o->plan);
    if (rc == FC_OK)
        rc = run_plan(s, text.p, out, rejects, &cpu);
    if (rc == FC_OK)
        rc = take_file(s, out, true);
    if (rc == FC_OK)
        rc = take_file(s, rejects, false);
    if (out)
        fclose(out);
    if (rejects)
        fclose(rejects);
    return rc;
}

/* ---------------------------------------------------------------- weights and cuts */

static int falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x > y ? -1 : x < y;
}

/* Wanted: what the plan keeps, or of all pages the given share that is highest in
 * `by`. */
static fc_rc choose_wanted(sample *s)
{
    double least = -DBL_MAX, *by = fc_alloc(&s->mem, (s->n + 1) * sizeof *by);
    size_t top = (size_t)ceil(s->o->top * (double)s->n);
    s->wanted = fc_zalloc(&s->mem, s->n + 1, 1);
    if (s->n)
        memcpy(by, s->by, s->n * sizeof *by);
    qsort(by, s->n, sizeof *by, falling);
    if (s->o->by && top && top < s->n && by[top - 1] > least)
        least = by[top - 1];
    for (size_t i = 0; i < s->n; i++)
        s->wanted_n += s->wanted[i] = s->by[i] >= least;
    if (s->wanted_n < FEWEST_WANTED)
        return fc_fail(s->err, FC_EDATA, "calibrate: of %zu pages %zu are wanted; it "
                                         "takes %d at "
                       "least to say anything: give it more input", s->n, s->wanted_n,
                       FEWEST_WANTED);
    return FC_OK;
}

static double value_of(const sample *s, size_t i, const double *w)
{
    double v = w[s->parts];
    for (size_t k = 0; k < s->parts; k++)
        v += w[k] * s->x[i * s->parts + k];
    return v;
}

/* By site, unless that leaves too few wanted pages in a half. */
static void choose_halves(sample *s)
{
    size_t wanted[2] = { 0, 0 };
    s->half = fc_alloc(&s->mem, s->n);
    for (size_t i = 0; i < s->n; i++) {
        s->half[i] = s->site[i] & 1;
        wanted[s->half[i]] += s->wanted[i];
    }
    s->by_page = wanted[0] < FEWEST_IN_HALF || wanted[1] < FEWEST_IN_HALF;
    for (size_t i = 0; i < s->n && s->by_page; i++)
        s->half[i] = i & 1;
}

static void fit(sample *s)
{
    unsigned char *use = fc_alloc(&s->mem, s->n);
    for (int of = 0; of < 3; of++) {
        for (size_t i = 0; i < s->n; i++)
            use[i] = of == 2 || s->half[i] == of;
        fc_fit_logistic(s->x, s->wanted, use, s->n, s->parts, s->w[of]);
        s->value[of] = fc_alloc(&s->mem, s->n * sizeof *s->value[of]);
        for (size_t i = 0; i < s->n; i++)
            s->value[of][i] = value_of(s, i, s->w[of]);
    }
}

/* What a cut does to some pages. */
typedef struct outcome {
    size_t pages, passed, found, wanted;
} outcome;

typedef struct cut {
    double at;              /* chosen on all pages */
    outcome chosen, held;   /* on these; on each half, by weights and cut of the other
                               one */
} cut;

static double recall_of(const outcome *o)
{
    return o->wanted ? (double)o->found / (double)o->wanted : 1;
}

static double kept_of(const outcome *o)
{
    return (double)o->passed / (double)o->pages;
}

static double precision_of(const outcome *o)
{
    return o->passed ? (double)o->found / (double)o->passed : 1;
}

static bool is_of(const sample *s, size_t i, int of)
{
    return of == 2 || s->half[i] == of;
}

static double choose_cut(const sample *s, int of, double recall, double *room)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->wanted[i] && is_of(s, i, of))
            room[n++] = s->value[of][i];
    return n ? fc_fit_cut(room, n, recall, s->o->confidence) : INFINITY;
}

/* Judge pages by the weights and a cut of `by`. */
static void add_outcome(const sample *s, int of, int by, double at, outcome *to)
{
    for (size_t i = 0; i < s->n; i++) {
        if (!is_of(s, i, of))
            continue;
        bool passes = s->value[by][i] >= at;
        to->pages++;
        to->passed += passes;
        to->wanted += s->wanted[i];
        to->found += passes && s->wanted[i];
    }
}

static cut cut_for(const sample *s, double recall, double *room)
{
    cut c = { .at = choose_cut(s, 2, recall, room) };
    add_outcome(s, 2, 2, c.at, &c.chosen);
    for (int half = 0; half < 2; half++)
        add_outcome(s, 1 - half, half, choose_cut(s, half, recall, room), &c.held);
    return c;
}

/* ---------------------------------------------------------------- what is written */

static void write_calibration(const sample *s, const cut *c, fc_buf *out)
{
    fc_buf_text(out, "{\"filterc_calibration\":2,\n\"models\":");
    fc_json_string(out, fc_str_of(s->models));
    fc_buf_text(out, ",\n\"languages\":");
    fc_json_string(out, fc_str_of(s->o->languages ? s->o->languages : ""));
    fc_buf_text(out, ",\n\"plan\":");
    fc_json_string(out, fc_str_of(s->o->plan));
    fc_buf_text(out, ",\n\"by\":");
    fc_json_string(out, fc_str_of(s->o->by ? s->o->by : ""));
    fc_buf_printf(out,
                  ",\"top\":%.4g,\"pages\":%zu,\"wanted\":%zu,\"recall\":%.4f,"
                  "\"kept\":%.4f,\"precision\":%.4f,\"chosen_recall\":%.4f,\n"
                  "\"cut\":%.6f,\"bias\":%.6f,\n\"weights\":{",
                  s->o->top, s->n, s->wanted_n, recall_of(&c->held), kept_of(&c->held),
                  precision_of(&c->held), recall_of(&c->chosen), c->at,
                  s->w[2][s->parts]);
    for (size_t k = 0; k < s->parts; k++) {
        fc_buf_text(out, k ? "," : "");
        fc_json_string(out, fc_str_of(s->name[k]));
        fc_buf_printf(out, ":%.6f", s->w[2][k]);
    }
    fc_buf_text(out, "},\n");
    uint64_t sum = out->failed ? 0 : fc_hash64(out->p, out->n, 0);
    fc_buf_printf(out, "\"sum\":\"%016" PRIx64 "\"}\n", sum);
}

static void report_cuts(const sample *s, const cut *chosen, fc_buf *out)
{
    static const double recalls[] = { 0.8, 0.9, 0.95, 0.98, 0.99, 1 };
    double *room = malloc(s->n * sizeof *room), full = s->before + s->after;
    fc_buf_printf(out, "%zu pages, %zu of them wanted: ", s->n, s->wanted_n);
    if (s->o->by)
        fc_buf_printf(out, "the best %.3g%% by %s\n", 100 * s->o->top, s->o->by);
    else
        fc_buf_text(out, "those that the plan keeps\n");
    fc_buf_printf(out, "held out: chosen on one half of the %s, measured on the other, "
                       "both ways "
                  "round\n        chosen on         held out\n"
                  "recall   parsed   recall   parsed  precision  speed-up      cut\n",
                  s->by_page ? "pages (too few sites)" : "sites");
    for (size_t i = 0; room && i < sizeof recalls / sizeof *recalls; i++) {
        cut c = cut_for(s, recalls[i], room);
        double kept = kept_of(&c.held);
        fc_buf_printf(out, "%6.3f  %6.1f%%   %6.3f  %6.1f%%  %9.3f  %8.2f  %7.3f\n",
                      recall_of(&c.chosen), 100 * kept_of(&c.chosen), recall_of(&c.held),
                      100 * kept, precision_of(&c.held),
                      full / (s->before + s->judge + kept * s->after), c.at);
    }
    free(room);
    fc_buf_printf(out, "written: cut %.3f, recall %.3f where it was chosen, %.3f held "
                       "out\n",
                  chosen->at, recall_of(&chosen->chosen), recall_of(&chosen->held));
}

/* Run the plan once with the calibration and once without: seconds of processor time.
 * What judging takes is known then: a prefilter that measures leaves nothing out. */
static fc_rc time_runs(sample *s, const fc_buf *calibration, double *with,
                       double *without)
{
    char name[] = "/tmp/filterc-calibration-XXXXXX";
    FILE *sink = tmpfile();
    double before = s->before, after = s->after;
    int fd = mkstemp(name);
    fc_rc rc = FC_OK;
    if (!sink || fd < 0 ||
        write(fd, calibration->p, calibration->n) != (ssize_t)calibration->n)
        rc = fc_fail(s->err, FC_EIO, "calibrate: no temporary file: %s", strerror(errno));
    if (rc == FC_OK)
        rc = run_plan(s, s->o->plan, sink, NULL, without);
    if (rc == FC_OK)
        rc = run_plan(
            s, fc_printf(&s->mem, "prefilter --calibration %s | %s", name, s->o->plan).p,
            sink, NULL, with);
    s->before = before;
    s->after = after;
    if (sink)
        fclose(sink);
    if (fd >= 0) {
        close(fd);
        unlink(name);
    }
    return rc;
}

/* By itself, so that errors tell of what was typed. */
static fc_rc check_plan(sample *s)
{
    fc_plan *plan;
    fc_rc rc = fc_plan_open(&plan, s->o->config, s->o->plan, "plan", s->err);
    if (rc != FC_OK)
        return rc;
    const char *first = plan->step[0].def->use.name;
    if (!(plan->step[0].def->in & FC_RECORD))
        rc = fc_fail(s->err, FC_EUSE, "calibrate: the plan begins with '%s', which takes "
                                      "documents: put 'extract' before it", first);
    for (size_t i = 0; rc == FC_OK && i < plan->n; i++)
        if (strcmp(plan->step[i].def->use.name, "prefilter") == 0)
            rc = fc_fail(s->err, FC_EUSE, "calibrate: the plan has a prefilter already: "
                                          "leave it out");
    fc_plan_close(plan);
    return rc;
}

static fc_rc calibrate(sample *s, fc_buf *calibration, fc_buf *report)
{
    fc_rc rc = check_plan(s);
    if (rc == FC_OK)
        rc = measure(s);
    if (rc == FC_OK)
        rc = choose_wanted(s);
    if (rc != FC_OK)
        return rc;
    choose_halves(s);
    fit(s);
    cut c = cut_for(s, s->o->recall, fc_alloc(&s->mem, s->n * sizeof(double)));
    double with = 0, without = 0;
    write_calibration(s, &c, calibration);
    rc = time_runs(s, calibration, &with, &without);
    report_cuts(s, &c, report);
    fc_buf_printf(report,
                  "measured: %.2f s of processor time without, %.2f s with: %.2f times "
                  "the throughput\n",
                  without, with, without / with);
    if (rc == FC_OK && (calibration->failed || report->failed))
        rc = fc_fail(s->err, FC_ETRY, "calibrate: no memory");
    return rc;
}

void fc_calibrate_default(fc_calibrate_options *o)
{
    *o = (fc_calibrate_options){ .top = 1, .recall = 0.95 };
}

fc_rc fc_calibrate(const fc_calibrate_options *o, fc_buf *calibration, fc_buf *report,
                   fc_err *err)
{
    sample s = { .o = o, .err = err };
    jmp_buf guard;
    fc_rc rc;
    for (const char *const *input = o->inputs; *input; input++)
        if (strcmp(*input, "-") == 0)
            return fc_fail(err, FC_EUSE, "calibrate: it reads its input three times: "
                                         "name files");
    fc_arena_init(&s.mem);
    fc_arena_init(&s.scratch);
    fc_arena_guard(&s.mem, &guard);
    fc_arena_guard(&s.scratch, &guard);
    if (setjmp(guard) == 0)
        rc = calibrate(&s, calibration, report);
    else
        rc = fc_fail(err, FC_ETRY, "calibrate: no memory");
    free(s.line);
    fc_arena_free(&s.mem);
    fc_arena_free(&s.scratch);
    return rc;
}
