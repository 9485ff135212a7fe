/* quota.c - a fair share for every group: per value of an attribute, the best documents,
 * at most so many, or not more than a share of the output. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "filters/names.h"
#include "io/output.h"

#include <math.h>
#include <stdlib.h>

typedef struct conf {
    const char *by, *best, *shares;
    double share, max_share;
    int64_t max;
} conf;

typedef struct quota {
    const conf *conf;
    fc_expr_var by, best;
    char *kept;                 /* under which the report has what is kept of groups */
} quota;

enum { MISSING = 1, NOT_BEST, OVER_MAX, OVER_SHARE };

/* Values beyond the first MOST_GROUPS, with --share MOST_COUNTED, share the last group. A
 * score's place among those seen is counted in STEPS hundredths from 0 on, which is what
 * `score` writes. */
enum { MOST_GROUPS = 1 << 20, MOST_COUNTED = 1 << 14, STEPS = 1024, LONGEST_NAME = 200 };

typedef struct group {
    uint64_t hash;
    uint64_t seen, kept;
    uint32_t *at;               /* [STEPS] seen, by score; NULL without --share */
    char name[];
} group;

typedef struct groups {
    group **v;                  /* [cap] by hash, the next free place from there on */
    size_t n, cap;
    group *last;
    uint64_t kept;
    fc_output *report;          /* the table; NULL when none is wanted */
    const quota *quota;
} groups;

/* ---------------------------------------------------------------- opening */

static void quota_close(void *model)
{
    quota *q = model;
    free(q->kept);
    free(q);
}

static fc_rc quota_open(fc_open *ctx, const void *config, void **model, fc_err *err)
{
    const conf *c = config;
    if (!c->share && !c->max_share && !c->max)
        return fc_fail(err, FC_EUSE, "quota: give --share, --max or --max-share");
    if (!c->share != !c->best)
        return fc_fail(err, FC_EUSE, "quota: --share and --best belong together");
    quota *q = calloc(1, sizeof *q);
    if (!q || !(q->kept = malloc(strlen(c->by) + sizeof FC_COUNT_KEPT))) {
        free(q);
        return fc_fail(err, FC_ETRY, "out of memory");
    }
    strcat(strcpy(q->kept, c->by), FC_COUNT_KEPT);
    q->conf = c;
    fc_rc rc = fc_names_need(ctx, "quota", c->by, &q->by, err);
    if (rc == FC_OK && c->best)
        rc = fc_names_need(ctx, "quota", c->best, &q->best, err);
    if (rc != FC_OK)
        quota_close(q);
    else
        *model = q;
    return rc;
}

/* What writing the table failed of. */
static fc_rc no_table(const fc_err *why, fc_err *err)
{
    return fc_fail(err, why->rc, "quota: --shares %s", why->msg);
}

static fc_rc quota_worker(const void *model, void **mine, fc_err *err)
{
    const conf *c = ((const quota *)model)->conf;
    groups *g = calloc(1, sizeof *g);
    if (!g)
        return fc_fail(err, FC_ETRY, "out of memory");
    g->quota = model;
    fc_err why;
    if (c->shares && fc_output_open(&g->report, c->shares, &why) != FC_OK) {
        free(g);
        return no_table(&why, err);
    }
    *mine = g;
    return FC_OK;
}

/* ---------------------------------------------------------------- groups */

/* Its group's place, or that where it is to be. */
static group **place(const groups *g, uint64_t hash, fc_str name)
{
    size_t i = (size_t)hash & (g->cap - 1);
    while (g->v[i] && (g->v[i]->hash != hash || !fc_str_is(name, g->v[i]->name)))
        i = (i + 1) & (g->cap - 1);
    return &g->v[i];
}

/* Room for one more, with half of the places free. */
static bool grow(groups *g)
{
    groups old = *g;
    if (g->cap > 2 * g->n)
        return true;
    g->cap = old.cap ? 2 * old.cap : 64;
    g->v = calloc(g->cap, sizeof *g->v);
    if (!g->v) {
        *g = old;
        return false;
    }
    for (size_t i = 0; i < old.cap; i++)
        if (old.v[i])
            *place(g, old.v[i]->hash, fc_str_of(old.v[i]->name)) = old.v[i];
    free(old.v);
    return true;
}

static void free_group(group *g)
{
    if (g)
        free(g->at);
    free(g);
}

static group *new_group(uint64_t hash, fc_str name, bool counted)
{
    group *g = calloc(1, sizeof *g + name.n + 1);
    if (!g)
        return NULL;
    g->hash = hash;
    memcpy(g->name, name.p, name.n);
    if (counted && !(g->at = calloc(STEPS, sizeof *g->at))) {
        free_group(g);
        return NULL;
    }
    return g;
}

/* NULL: out of memory. */
static group *find(groups *g, fc_str name)
{
    bool counted = g->quota->conf->share > 0;
    uint64_t hash = fc_hash3(name.p, name.n);
    if (!grow(g))
        return NULL;
    group **at = place(g, hash, name);
    if (*at)
        return *at;
    if (g->n == (counted ? MOST_COUNTED : MOST_GROUPS))
        return g->last;
    if ((*at = new_group(hash, name, counted)) == NULL)
        return NULL;
    g->n++;
    return g->last = *at;
}

/* A value as a name. */
static bool name_of(fc_value v, char digits[32], fc_str *name)
{
    if (v.type == FC_NONE || v.type == FC_JSON)
        return false;
    *name = fc_utf8_clip(fc_value_text(&v, digits), LONGEST_NAME);
    return name->n > 0 && !memchr(name->p, 0, name->n);
}

/* Whether fewer than `share` of the group's documents so far, with this one, are
 * better. */
static bool is_among_best(group *g, double score, double share)
{
    double step = floor(score * 100 + 0.5);
    size_t at = !(step > 0) ? 0 : step >= STEPS ? STEPS - 1 : (size_t)step;
    uint64_t better = 0;
    for (size_t i = at + 1; i < STEPS; i++)
        better += g->at[i];
    g->at[at]++;
    return (double)better < share * (double)g->seen;
}

static int decide(groups *all, group *g, const fc_doc *doc)
{
    const conf *c = all->quota->conf;
    double most = floor(c->max_share * (double)(all->kept + 1) + 1e-9);
    g->seen++;
    if (c->share > 0) {
        fc_value v = fc_names_value(doc, &all->quota->best);
        if (v.type != FC_NUM)
            return MISSING;
        if (!is_among_best(g, v.num, c->share))
            return NOT_BEST;
    }
    if (c->max && g->kept >= (uint64_t)c->max)
        return OVER_MAX;
    if (c->max_share > 0 && (double)(g->kept + 1) > (most > 1 ? most : 1))
        return OVER_SHARE;
    g->kept++;
    all->kept++;
    return FC_KEEP;
}

static int quota_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    const quota *q = model;
    groups *all = mine;
    char digits[32];
    fc_str name;
    if (!name_of(fc_names_value(doc, &q->by), digits, &name))
        return MISSING;
    group *g = find(all, name);
    if (!g)
        return fc_fail(call->err, FC_ETRY, "quota: out of memory");
    int reason = decide(all, g, doc);
    fc_value group_of = { FC_STRING, 0, fc_copy(call->keep, name) };
    call->count(call, q->conf->by, &group_of, doc->text.n);
    if (reason == FC_KEEP)
        call->count(call, q->kept, &group_of, doc->text.n);
    if (call->explain)
        fc_buf_printf(call->explain, "%s %s: kept %llu of %llu\n", q->conf->by,
                      g->name, (unsigned long long)g->kept, (unsigned long long)g->seen);
    return reason;
}

/* ---------------------------------------------------------------- report */

static int by_name(const void *a, const void *b)
{
    return strcmp((*(group *const *)a)->name, (*(group *const *)b)->name);
}

static void add_row(const groups *all, const group *g, fc_buf *row)
{
    for (const char *p = g->name; *p; p++)
        fc_buf_char(row, fc_is_control(*p) ? ' ' : *p);
    fc_buf_printf(row, "\t%llu\t%llu\t%.4f\t%.4f\n", (unsigned long long)g->seen,
                  (unsigned long long)g->kept, (double)g->kept / (double)g->seen,
                  all->kept ? (double)g->kept / (double)all->kept : 0);
}

static void write_report(const groups *all)
{
    fc_buf row = FC_BUF_INIT;
    fc_buf_text(&row, "group\tseen\tkept\tshare kept\tshare of output\n");
    fc_output_write(all->report, row.p, row.n, NULL);
    for (size_t i = 0; i < all->n; i++) {
        fc_buf_clear(&row);
        add_row(all, all->v[i], &row);
        fc_output_write(all->report, row.p, row.n, NULL);
    }
    fc_buf_free(&row);
}

/* Puts the groups in order of their names, so none can be looked up any more. */
static fc_rc quota_finish(void *mine, fc_err *err)
{
    groups *all = mine;
    size_t n = 0;
    fc_err why;
    if (!all->report)
        return FC_OK;
    for (size_t i = 0; i < all->cap; i++)
        if (all->v[i])
            all->v[n++] = all->v[i];
    for (size_t i = n; i < all->cap; i++)
        all->v[i] = NULL;
    if (n)
        qsort(all->v, n, sizeof *all->v, by_name);
    write_report(all);
    fc_rc rc = fc_output_close(all->report, &why);
    all->report = NULL;
    return rc == FC_OK ? FC_OK : no_table(&why, err);
}

static void quota_worker_end(void *mine)
{
    groups *all = mine;
    fc_output_abort(all->report);
    for (size_t i = 0; i < all->cap; i++)
        if (all->v[i])
            free_group(all->v[i]);
    free(all->v);
    free(all);
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    { "by", FC_OPT_TEXT, offsetof(conf, by), NULL, 0, 0, NULL, "ATTR",
      "the attribute, or another name as in `keep`, whose values are the groups",
      FC_OPT_REQUIRED },
    { "share", FC_OPT_NUM, offsetof(conf, share), "0", 0, 1, NULL, "R",
      "keep about this share of every group, those with the greatest --best", 0 },
    { "best", FC_OPT_TEXT, offsetof(conf, best), NULL, 0, 0, NULL, "ATTR",
      "the score by which documents of a group are compared", 0 },
    { "max", FC_OPT_INT, offsetof(conf, max), "0", 0, 1e15, NULL, "N",
      "keep at most so many of every group, the first; 0: any number", 0 },
    { "max-share", FC_OPT_NUM, offsetof(conf, max_share), "0", 0, 1, NULL, "R",
      "no group may be more than this share of what was kept so far; 0: any share", 0 },
    { "shares", FC_OPT_TEXT, offsetof(conf, shares), NULL, 0, 0, NULL, "TABLE",
      "write a table of the groups at the end: seen, kept, shares", 0 },
    { 0 }
};

static const fc_reason reasons[] = {
    { "missing", "it lacks the attribute of --by or --best" },
    { "not-best", "too many documents of its group had a greater score" },
    { "over-max", "--max documents of its group had been kept" },
    { "over-share", "its group would have been more than --max-share of the output" },
    { 0 }
};

static const fc_example examples[] = {
    { "two of each topic at most", "quota --attr topic --by topic --max 2",
      "{\"id\":\"a\",\"text\":\"1\",\"attributes\":{\"topic\":\"history\"}}\n"
      "{\"id\":\"b\",\"text\":\"2\",\"attributes\":{\"topic\":\"history\"}}\n"
      "{\"id\":\"c\",\"text\":\"3\",\"attributes\":{\"topic\":\"history\"}}\n"
      "{\"id\":\"d\",\"text\":\"4\",\"attributes\":{\"topic\":\"health\"}}\n",
      "{\"id\":\"a\",\"text\":\"1\",\"attributes\":{\"topic\":\"history\"}}\n"
      "{\"id\":\"b\",\"text\":\"2\",\"attributes\":{\"topic\":\"history\"}}\n"
      "{\"id\":\"d\",\"text\":\"4\",\"attributes\":{\"topic\":\"health\"}}\n" },
    { 0 }
};

FC_STAGE(quota) = {
    .use = {
        .name = "quota",
        .group = FC_GROUP_CHOOSE,
        .brief = "give every topic, language or source its share",
        .doc = "Documents are grouped by the value of an attribute (or of source, "
               "metadata.language and the like), and every group has a quota of its own, "
               "so that one cut for all does not starve groups that a classifier likes "
               "less.\n"
               "\n"
               "--share R --best SCORE keeps a document when fewer than R of its group's "
               "documents so far had a greater score: about the best R of every group, a "
               "little more at the beginning, when little was seen. Scores are compared "
               "in hundredths, from 0 to 10. --max N keeps the first N of every group. "
               "--max-share R drops a document whose group would become more than R of "
               "the output so far. Rules are applied in this order, and all given must "
               "hold.\n"
               "\n"
               "What is kept depends on the order of the documents, and on nothing else; "
               "--share needs one that has nothing to do with the score: of documents "
               "whose scores rise each is the best so far. Of a million groups (16,384 "
               "with --share) the last takes all further values. The report of the run "
               "tells what is kept of every group; --shares writes it as a table, tabs "
               "between its columns, when the run ends.",
        .source = "Phi-4 technical report (arXiv 2412.08905), section 2.3: classifiers "
                  "over-index on STEM, other topics are amplified",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .flags = FC_ORDERED,
    .reasons = reasons,
    .open = quota_open,
    .worker = quota_worker,
    .run = quota_run,
    .close = quota_close,
    .finish = quota_finish,
    .worker_end = quota_worker_end,
};
