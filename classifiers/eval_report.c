/* eval_report.c - the report of an evaluation, as text or JSON. */
#include "classifiers/evaluate.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST = 20, MOST_CUTS = 20 };

typedef struct report {
    fc_buf *out;
    const char *const *labels;
    size_t n_labels;
    int lo, hi;
    bool json, more;        /* more: something stands before, in JSON */
} report;

static void number(report *r, const char *name, double v, int decimals)
{
    if (!r->json) {
        if (isnan(v))
            fc_buf_printf(r->out, " %s -", name);
        else
            fc_buf_printf(r->out, " %s %.*f", name, decimals, v);
        return;
    }
    fc_buf_printf(r->out, "%s\"%s\":", r->more ? "," : "", name);
    if (isnan(v))
        fc_buf_text(r->out, "null");
    else
        fc_buf_printf(r->out, "%.*f", decimals, v);
    r->more = true;
}

/* A line of text, or one object in the array or object that is open. */
static void begin(report *r, const char *what, const char *name, size_t n)
{
    if (r->json)
        fc_buf_printf(r->out, "%s{\"%s\":\"%s\",\"documents\":%zu", r->more ? "," : "",
                      what, name, n);
    else
        fc_buf_printf(r->out, "%s %s: documents %zu", what, name, n);
    r->more = true;
}

static void end(report *r)
{
    fc_buf_text(r->out, r->json ? "}" : "\n");
    r->more = true;
}

static void open_list(report *r, const char *name)
{
    if (r->json)
        fc_buf_printf(r->out, ",\"%s\":[", name);
    r->more = false;
}

static void close_list(report *r)
{
    if (r->json)
        fc_buf_char(r->out, ']');
    r->more = true;
}

static void summary(report *r, const fc_judged *v, size_t n)
{
    if (r->labels) {
        number(r, "accuracy", fc_eval_accuracy(v, n), 4);
        number(r, "macro_f1", fc_eval_macro_f1(v, n, r->n_labels), 4);
        return;
    }
    number(r, "spearman", fc_eval_spearman(v, n), 4);
    number(r, "mae", fc_eval_mae(v, n), 4);
    number(r, "kappa", fc_eval_kappa(v, n, r->lo, r->hi), 4);
}

static void cuts(report *r, const fc_judged *v, size_t n)
{
    int step = (r->hi - r->lo + MOST_CUTS - 1) / MOST_CUTS;
    open_list(r, "cuts");
    for (int label = r->lo + 1; label <= r->hi; label += step) {
        char name[32];
        /* of two labels only, the score is a probability and is cut in the middle */
        double at = r->hi - r->lo == 1 ? label - 0.5 : label;
        fc_cut c = fc_eval_cut(v, n, at);
        fc_num_format(at, name);
        begin(r, "cut", name, c.positive);
        number(r, "auc", c.auc, 4);
        number(r, "precision", c.precision, 4);
        number(r, "recall", c.recall, 4);
        number(r, "f1", c.f1, 4);
        end(r);
    }
    close_list(r);
}

/* Mean given value against mean truth, by tenths of what is given (sureness, for a
 * choice). */
static void reliability(report *r, const fc_judged *v, size_t n)
{
    double given[10] = { 0 }, truth[10] = { 0 }, count[10] = { 0 };
    for (size_t i = 0; i < n; i++) {
        double p = r->labels ? v[i].sure : (v[i].given - r->lo) / (r->hi - r->lo);
        int k = p < 0 ? 0 : p >= 1 ? 9 : (int)(10 * p);
        given[k] += r->labels ? v[i].sure : v[i].given;
        truth[k] += r->labels ? v[i].given == v[i].truth : v[i].truth;
        count[k]++;
    }
    open_list(r, "reliability");
    for (int k = 0; k < 10; k++) {
        char tenth[2] = { (char)('0' + k), 0 };
        if (!count[k])
            continue;
        begin(r, "tenth", tenth, (size_t)count[k]);
        number(r, "given", given[k] / count[k], 3);
        number(r, "true", truth[k] / count[k], 3);
        end(r);
    }
    close_list(r);
}

static int by_lang(const void *a, const void *b)
{
    return strcmp(((const fc_judged *)a)->lang, ((const fc_judged *)b)->lang);
}

static int by_source(const void *a, const void *b)
{
    return strcmp(((const fc_judged *)a)->source, ((const fc_judged *)b)->source);
}

/* v is sorted: groups are runs. Groups of fewer than FEWEST documents are left out. */
static void groups(report *r, const fc_judged *v, size_t n, const char *list,
                   const char *what, bool source)
{
    open_list(r, list);
    for (size_t i = 0, j; i < n; i = j) {
        const char *name = source ? v[i].source : v[i].lang;
        for (j = i; j < n && strcmp(source ? v[j].source : v[j].lang, name) == 0; j++)
            continue;
        if (j - i < FEWEST || !*name || strpbrk(name, "\"\\\n"))
            continue;
        begin(r, what, name, j - i);
        summary(r, v + i, j - i);
        end(r);
    }
    close_list(r);
}

void fc_eval_report(fc_judged *v, size_t n, const char *const *labels, double lo,
                    double hi, bool json, fc_buf *out)
{
    report r = {
        .out = out, .labels = labels, .lo = (int)lo, .hi = (int)hi, .json = json
    };
    while (labels && labels[r.n_labels])
        r.n_labels++;
    begin(&r, "set", "all", n);
    summary(&r, v, n);
    if (!json)
        fc_buf_char(out, '\n');
    if (!labels)
        cuts(&r, v, n);
    reliability(&r, v, n);
    qsort(v, n, sizeof *v, by_lang);
    groups(&r, v, n, "languages", "language", false);
    qsort(v, n, sizeof *v, by_source);
    groups(&r, v, n, "sources", "source", true);
    if (json)
        fc_buf_text(out, "}\n");
}
