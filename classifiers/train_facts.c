/* train_facts.c - facts of a model file, the threshold, the report of a training. */
#include "classifiers/train_facts.h"

#include "base/str.h"
#include "io/jsonl.h"

#include <math.h>
#include <stdio.h>

double fc_train_figure(const fc_trained *x)
{
    return x->of->labels ? fc_eval_accuracy(x->judged, x->n)
                         : fc_eval_spearman(x->judged, x->n);
}

/* ---------------------------------------------------------------- what passes */

void fc_train_pass(const fc_train_options *o, fc_trained *x)
{
    double lo = x->model.lo, hi = x->model.hi;
    double good = isnan(o->good) ? ceil((lo + hi) / 2) + 0.0 : o->good;  /* no -0 */
    int decimals = fc_model_decimals(&x->model);
    if (x->of->labels)
        return;
    if (o->keep_rate > 0)
        fc_eval_pass_rate(x->judged, x->n, good, decimals, o->keep_rate, &x->pass);
    else if (o->precision_floor > 0)
        fc_eval_pass_precision(x->judged, x->n, good, decimals, o->precision_floor,
                               &x->pass);
    else
        fc_eval_pass_f(x->judged, x->n, good, decimals, o->f_beta > 0 ? o->f_beta : 1,
                       &x->pass);
}

/* "keep-rate 0.1" */
static void write_rule(const fc_train_options *o, fc_buf *out)
{
    char text[32];
    double v = o->keep_rate > 0         ? o->keep_rate
               : o->precision_floor > 0 ? o->precision_floor
               : o->f_beta > 0          ? o->f_beta
                                        : 1;
    fc_num_format(v, text);
    fc_buf_printf(out, "%s %s", o->keep_rate > 0 ? "keep-rate" : o->precision_floor > 0
                                    ? "precision-floor" : "f-beta", text);
}

/* ---------------------------------------------------------------- facts */

static double cut_short(double v)
{
    return round(1e4 * v) / 1e4;
}

static void add_fact(fc_buf *out, const char *name, double v)
{
    char text[32];
    if (isnan(v))
        return;
    fc_num_format(v, text);
    fc_buf_printf(out, ",\"%s\":%s", name, text);
}

static void write_pass(const fc_train_options *o, const fc_trained *x, fc_buf *out)
{
    char text[32];
    if (x->of->labels || isnan(x->pass.at))
        return;
    fc_num_format(x->pass.at, text);
    fc_buf_printf(out, ",\"pass\":{\"at\":%s,\"by\":\"", text);
    write_rule(o, out);
    fc_buf_char(out, '"');
    add_fact(out, "good", x->pass.good);
    add_fact(out, "kept", cut_short(x->pass.kept));
    add_fact(out, "precision", cut_short(x->pass.precision));
    add_fact(out, "recall", cut_short(x->pass.recall));
    fc_buf_char(out, '}');
}

static void write_training(const fc_train_options *o, const fc_annotations *docs,
                           const fc_trained *x, fc_buf *out)
{
    fc_buf_printf(out, ",\"training\":{\"data\":\"xxh64:%016llx\"",
                  (unsigned long long)docs->hash);
    add_fact(out, "documents", (double)x->n);
    if (x->of->also)
        add_fact(out, "also", (double)x->of->also);
    add_fact(out, "unlabelled", (double)(docs->n - x->of->given + docs->unlabelled));
    if (fc_annotations_more(docs))
        add_fact(out, "directions_from", (double)(docs->n + docs->others));
    if (x->words && x->words->words) {
        add_fact(out, "word_vectors", (double)x->words->words);
        fc_buf_printf(out, ",\"vectors\":\"xxh64:%016llx\"",
                      (unsigned long long)x->words->hash);
    }
    add_fact(out, "folds", x->folds);
    fc_buf_printf(out, ",\"folds_by\":\"%s\"", !docs->grouped ? "document" : o->by_source
                                                   ? "source" : "host, source");
    add_fact(out, "cost", x->cost > 0 ? x->cost : o->cost);
    add_fact(out, "balance", o->balance);
    add_fact(out, "measures", cut_short(x->alpha[FC_STEPS]));
    add_fact(out, "min_documents", x->min_documents);
    if (x->of->labels) {
        add_fact(out, "accuracy", cut_short(fc_eval_accuracy(x->judged, x->n)));
        add_fact(out, "macro_f1",
                 cut_short(fc_eval_macro_f1(x->judged, x->n, x->columns)));
    } else {
        add_fact(out, "spearman", cut_short(fc_eval_spearman(x->judged, x->n)));
        add_fact(out, "mae", cut_short(fc_eval_mae(x->judged, x->n)));
    }
    fc_buf_char(out, '}');
}

void fc_train_facts(const fc_train_options *o, const fc_annotations *docs,
                    const fc_trained *x, fc_buf *out)
{
    const fc_model *m = &x->model;
    fc_buf_text(out, "{\"name\":");
    fc_json_string(out, fc_str_of(m->name));
    fc_buf_text(out, ",\"target\":");
    fc_json_string(out, fc_str_of(m->target));
    fc_buf_printf(out, ",\"kind\":\"%s\"", m->labels ? "choice" : "score");
    for (uint32_t c = 0; m->labels && c < m->columns; c++) {
        fc_buf_text(out, c ? "," : ",\"labels\":[");
        fc_json_string(out, fc_str_of(m->labels[c]));
    }
    if (m->labels)
        fc_buf_char(out, ']');
    else
        fc_buf_printf(out, ",\"range\":[%g,%g]", m->lo, m->hi);
    write_pass(o, x, out);
    write_training(o, docs, x, out);
    fc_buf_char(out, '}');
}

/* ---------------------------------------------------------------- report */

/* With fewer documents a rank correlation is off by more than 0.07 by chance alone. */
enum { FEW = 200, FEW_OF_LABEL = 20 };

static size_t count_truth(const fc_trained *x, double truth)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++)
        n += x->judged[i].truth == truth;
    return n;
}

/* Of labels that are strings, or of the two that are numbers; false: of none. */
static bool rarest_label(const fc_trained *x, char name[64], size_t *n)
{
    size_t labels = x->of->labels ? x->of->n_labels : x->of->sides ? 2 : 0;
    for (size_t k = 0; k < labels; k++) {
        double side = k ? x->of->hi : x->of->lo;
        size_t seen = count_truth(x, x->of->labels ? (double)k : side);
        if (k && seen >= *n)
            continue;
        *n = seen;
        if (x->of->labels)
            snprintf(name, 64, "%s", x->of->labels[k]);
        else
            snprintf(name, 64, "%g", side);
    }
    return labels > 0;
}

static void report_doubt(const char *doubt, bool json, const char **sep, fc_buf *out)
{
    if (!json) {
        fc_buf_printf(out, "warning: %s\n", doubt);
        return;
    }
    fc_buf_text(out, *sep);
    fc_json_string(out, fc_str_of(doubt));
    *sep = ",";
}

/* What speaks against believing the model and its figures. */
static void report_doubts(const fc_annotations *docs, const fc_trained *x, bool json,
                          fc_buf *out)
{
    char text[160], label[64];
    const char *sep = ",\"warnings\":[";
    size_t n = 0;
    if (docs->unlabelled) {
        snprintf(text, sizeof text,
                 "%zu of %zu lines have no label or no text: they were passed over",
                 docs->unlabelled, docs->unlabelled + docs->n);
        report_doubt(text, json, &sep, out);
    }
    if (x->n < FEW) {
        snprintf(text, sizeof text, "%zu judged documents are few: the figures are "
                                    "largely chance, and so is the model", x->n);
        report_doubt(text, json, &sep, out);
    }
    if (rarest_label(x, label, &n) && n < FEW_OF_LABEL) {
        snprintf(text, sizeof text, "of label '%.60s' there %s %zu document%s only",
                 label, n == 1 ? "is" : "are", n, n == 1 ? "" : "s");
        report_doubt(text, json, &sep, out);
    }
    if (!x->of->labels && isnan(x->pass.at))
        report_doubt("no cut is as was asked for (good, precision-floor): `score --pass` "
                     "has none to go by", json, &sep, out);
    if (json && sep[1] == '\0')
        fc_buf_char(out, ']');
}

static void report_curve(const fc_trained *x, bool json, fc_buf *out)
{
    fc_buf_text(out, json ? ",\"curve\":{" : "");
    for (int i = 0; i < FC_CURVE; i++) {
        int part = 1 << (FC_CURVE - i);
        char figure[32];
        if (isnan(x->curve[i]))
            snprintf(figure, sizeof figure, "%s", json ? "null" : "-");
        else
            snprintf(figure, sizeof figure, "%.4f", x->curve[i]);
        if (json)
            fc_buf_printf(out, "%s\"1/%d\":%s", i ? "," : "", part, figure);
        else
            fc_buf_printf(out, "curve 1/%d of the groups: %s %s\n", part,
                          x->of->labels ? "accuracy" : "spearman", figure);
    }
    fc_buf_text(out, json ? "}" : "");
}

static void report_pass(const fc_train_options *o, const fc_trained *x, fc_buf *out)
{
    if (x->of->labels)
        return;
    if (isnan(x->pass.at)) {
        fc_buf_text(out, "pass: no cut reaches ");
        write_rule(o, out);
        fc_buf_printf(out, ", good from %g: the model has none\n", x->pass.good);
        return;
    }
    fc_buf_printf(out, "pass %.*f: kept %.4f precision %.4f recall %.4f by ",
                  fc_model_decimals(&x->model), x->pass.at, x->pass.kept,
                  x->pass.precision, x->pass.recall);
    write_rule(o, out);
    fc_buf_printf(out, ", good from %g\n", x->pass.good);
}

void fc_train_report(const fc_train_options *o, const fc_annotations *docs,
                     fc_trained *x, fc_buf *out)
{
    const fc_model *m = &x->model;
    if (o->json) {
        fc_buf_text(out, "{\"target\":");
        fc_json_string(out, fc_str_of(m->target));
        report_doubts(docs, x, true, out);
        write_pass(o, x, out);
        if (o->curve)
            report_curve(x, true, out);
        fc_buf_text(out, ",\"report\":");
    } else {
        if (docs->targets > 1)
            fc_buf_printf(out, "target %s\n", m->target);
        report_pass(o, x, out);
        if (o->curve)
            report_curve(x, false, out);
    }
    fc_eval_report(x->judged, x->n, m->labels, m->lo, m->hi, o->json, out);
    if (o->json) {
        out->n -= out->n && out->p[out->n - 1] == '\n';
        fc_buf_text(out, "}\n");
    } else {
        report_doubts(docs, x, false, out);
    }
}
