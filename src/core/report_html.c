/* report_html.c - see report_html.h. Bars are boxes whose widths are shares; numbers are
 * drawn by plot.c. Everything drawn is also told as a number. */
#include "core/report_html.h"

#include "base/str.h"
#include "core/plot.h"

#include <inttypes.h>
#include <stdlib.h>

enum { SHOWN = 25 };

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>filterc report</title>\n<style>\n"
    ":root{--ink:#1d2327;--soft:#66707a;--line:#e3e7ea;--paper:#fff;--in:#2f8f5b;"
    "--out:#c4453a}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e4e7ea;--soft:#98a2ab;--line:#343b41;"
    "--paper:#1a1e21}}\n"
    "body{margin:0 auto;max-width:64rem;padding:1.5rem;background:var(--paper);color:var("
    "--ink);font:15px/1.5 system-ui,sans-serif}\n"
    "h1{font-size:1.4rem;margin:0}\nh2{font-size:1.15rem;margin:2rem 0 .4rem}\n"
    "h3{font-size:1rem;margin:1.2rem 0 .3rem}\np,td small{color:var(--soft)}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "th{text-align:left;font-weight:600}\n"
    "td,th{padding:.15rem .7rem .15rem 0;border-bottom:1px solid var(--line);"
    "vertical-align:top}\n"
    "td:first-child{min-width:10rem;max-width:24rem;overflow-wrap:anywhere}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    ".b{width:38%;min-width:7rem}\n"
    ".b i{display:inline-block;height:.8rem;min-width:1px}\n"
    /* stripes: green and red alike are told apart by those who see no colours */
    ".k{background:var(--in)}\n"
    ".d{background:repeating-linear-gradient(135deg,var(--out) 0 4px,transparent 4px "
    "5px)}\n"
    ".wide{overflow-x:auto}\n"
    "@media(max-width:40rem){body{padding:1rem .6rem;font-size:14px}"
    "td,th{padding-right:.4rem}td:first-child{min-width:4.5rem}.b{width:22%;"
    "min-width:4.5rem}}\n"
    "svg{display:block;width:100%;max-width:40rem}\nrect{fill:var(--in)}\n"
    "text{fill:var(--soft);font-size:12px}\n"
    "</style></head><body>\n<h1>filterc report</h1>\n";

static double percent(uint64_t part, uint64_t all)
{
    return all ? 100.0 * (double)part / (double)all : 0;
}

static void put_number(fc_buf *out, uint64_t n)
{
    fc_buf_printf(out, "<td class=\"n\">%" PRIu64 "</td>", n);
}

static void put_percent(fc_buf *out, uint64_t part, uint64_t all)
{
    fc_buf_printf(out, "<td class=\"n\">%.1f&thinsp;%%</td>", percent(part, all));
}

/* A box as wide as its share. */
static void put_box(fc_buf *out, const char *class, uint64_t part, uint64_t all)
{
    if (part)
        fc_buf_printf(out, "<i class=\"%s\" style=\"width:%.2f%%\"></i>", class,
                      percent(part, all));
}

/* ---------------------------------------------------------------- the funnel */

static uint64_t dropped(const fc_funnel_row *r)
{
    uint64_t n = 0;
    for (size_t k = 0; k < r->n_reasons + FC_COMMON_REASONS; k++)
        n += r->dropped[k];
    return n;
}

static void put_sum(const fc_funnel *f, fc_buf *out)
{
    uint64_t made = 0, fell = 0;
    for (size_t i = 0; i < f->n; i++) {
        made += f->row[i].made;
        fell += dropped(&f->row[i]);
    }
    fc_buf_printf(out, "<p>in %" PRIu64, f->row[0].in);
    if (made)
        fc_buf_printf(out, " + made %" PRIu64, made);
    fc_buf_printf(out, " = out %" PRIu64 " + dropped %" PRIu64, f->row[f->n - 1].out,
                  fell);
    if (f->empty)
        fc_buf_printf(out, "; empty inputs: %" PRIu64, f->empty);
    fc_buf_text(out, "</p>\n");
}

static void put_funnel(const fc_funnel *f, fc_buf *out)
{
    uint64_t most = 1;
    for (size_t i = 0; i < f->n; i++) {
        uint64_t n = f->row[i].out + dropped(&f->row[i]);
        most = n > most ? n : most;
    }
    fc_buf_text(out, "<h2>What each stage let through</h2>\n<table><tr><th>stage</th>"
                     "<th>out and dropped</th><th class=\"n\">in</th><th class=\"n\">made"
                     "</th><th class=\"n\">out</th><th class=\"n\">dropped</th></tr>\n");
    for (size_t i = 0; i < f->n; i++) {
        const fc_funnel_row *r = &f->row[i];
        fc_buf_printf(out, "<tr><td>%s</td><td class=\"b\">", r->name);
        put_box(out, "k", r->out, most);
        put_box(out, "d", dropped(r), most);
        fc_buf_text(out, "</td>");
        put_number(out, r->in);
        put_number(out, r->made);
        put_number(out, r->out);
        put_number(out, dropped(r));
        fc_buf_text(out, "</tr>\n");
    }
    fc_buf_text(out, "</table>\n");
}

/* ---------------------------------------------------------------- reasons */

typedef struct cause {
    const fc_funnel_row *row;
    size_t reason, order;
    uint64_t n;
} cause;

static int by_count(const void *a, const void *b)
{
    const cause *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static size_t list_causes(const fc_funnel *f, cause *all)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < f->row[i].n_reasons + FC_COMMON_REASONS; k++)
            if (f->row[i].dropped[k]) {
                all[n] = (cause){ &f->row[i], k, n, f->row[i].dropped[k] };
                n++;
            }
    qsort(all, n, sizeof *all, by_count);
    return n;
}

static void put_causes(const fc_funnel *f, fc_buf *out)
{
    size_t room = 0;
    for (size_t i = 0; i < f->n; i++)
        room += f->row[i].n_reasons + FC_COMMON_REASONS;
    cause *all = calloc(room, sizeof *all);
    size_t n = all ? list_causes(f, all) : 0;
    out->failed = out->failed || !all;
    fc_buf_text(out, "<h2>Why the rest fell</h2>\n");
    fc_buf_text(out, n ? "<table><tr><th>stage</th><th>reason</th><th></th>"
                         "<th class=\"n\">dropped</th><th class=\"n\">of its input</th>"
                         "</tr>\n"
                       : "<p>Nothing was dropped.</p>\n");
    for (size_t i = 0; i < n; i++) {
        const fc_funnel_row *r = all[i].row;
        const fc_reason *why = fc_funnel_reason_at(r, all[i].reason);
        fc_buf_printf(out, "<tr><td>%s</td><td>%s<br><small>", r->name, why->name);
        fc_buf_html(out, fc_str_of(why->help));
        fc_buf_text(out, "</small></td><td class=\"b\">");
        put_box(out, "d", all[i].n, all[0].n);
        fc_buf_text(out, "</td>");
        put_number(out, all[i].n);
        put_percent(out, all[i].n, r->in);
        fc_buf_text(out, "</tr>\n");
    }
    fc_buf_text(out, n ? "</table>\n" : "");
    free(all);
}

/* ---------------------------------------------------------------- strings */

static int by_documents(const void *a, const void *b)
{
    const fc_tally_value *x = *(const fc_tally_value *const *)a,
                         *y = *(const fc_tally_value *const *)b;
    if (x->count.documents != y->count.documents)
        return x->count.documents > y->count.documents ? -1 : 1;
    return x < y ? -1 : 1;
}

/* `before`: what an earlier tally counted, so that what is kept of it can be told. */
static void put_value(const fc_tally_column *c, const fc_tally_column *before,
                      const fc_tally_value *v, uint64_t most, fc_buf *out)
{
    fc_buf_text(out, "<tr><td>");
    fc_buf_html(out, v->name);
    fc_buf_text(out, "</td><td class=\"b\">");
    put_box(out, "k", v->count.documents, most);
    fc_buf_text(out, "</td>");
    put_number(out, v->count.documents);
    put_percent(out, v->count.documents, c->all.documents);
    put_percent(out, v->count.bytes, c->all.bytes);
    if (before)
        put_percent(out, v->count.documents,
                    fc_tally_count_of(before, v->name).documents);
    fc_buf_text(out, "</tr>\n");
}

/* The strings of a column, by documents, then those of `before` that it has none of:
 * `none` has their names. Returns how many. */
static size_t strings_of(const fc_tally_column *c, const fc_tally_column *before,
                         const fc_tally_value **v, fc_tally_value *none)
{
    size_t n = 0, extra = 0;
    for (size_t i = 0; i < c->n; i++)
        if (!c->value[i].is_number)
            v[n++] = &c->value[i];
    for (size_t i = 0; before && !c->too_many && i < before->n; i++) {
        const fc_tally_value *was = &before->value[i];
        if (was->is_number || fc_tally_count_of(c, was->name).documents)
            continue;
        none[extra] = (fc_tally_value){ .name = was->name };
        v[n++] = &none[extra++];
    }
    if (n)
        qsort(v, n, sizeof *v, by_documents);
    return n;
}

static void put_strings(const fc_tally_column *c, const fc_tally_column *before,
                        fc_buf *out)
{
    size_t most = c->n + (before ? before->n : 0);
    const fc_tally_value **v = calloc(most + 1, sizeof *v);
    fc_tally_value *none = calloc(most + 1, sizeof *none);
    out->failed = out->failed || !v || !none;
    size_t n = v && none ? strings_of(c, before, v, none) : 0;
    if (n) {
        fc_buf_printf(out, "<table><tr><th>value</th><th></th><th class=\"n\">documents"
                           "</th><th class=\"n\">of all</th><th class=\"n\">of the bytes"
                           "</th>%s</tr>\n",
                      before ? "<th class=\"n\">of those before</th>" : "");
        for (size_t i = 0; i < n && i < SHOWN; i++)
            put_value(c, before, v[i], v[0]->count.documents, out);
        fc_buf_text(out, "</table>\n");
    }
    if (n > SHOWN)
        fc_buf_printf(out, "<p>and %zu more values</p>\n", n - SHOWN);
    free(v);
    free(none);
}

/* ---------------------------------------------------------------- tallies */

static const fc_tally_column *counted_before(const fc_funnel *f, size_t row,
                                             const fc_tally_column *c)
{
    const fc_tally_column *of = fc_tally_kept_of(f->row[row].tally, c);
    if (of)
        return of;
    while (row-- > 0)
        for (size_t i = 0; f->row[row].tally && i < f->row[row].tally->n; i++)
            if (fc_str_eq(f->row[row].tally->column[i].attr, c->attr))
                return &f->row[row].tally->column[i];
    return NULL;
}

static void put_column(const fc_funnel *f, size_t row, const fc_tally_column *c,
                       fc_buf *out)
{
    fc_buf_text(out, "<h3>");
    fc_buf_html(out, c->attr);
    fc_buf_printf(out, "</h3>\n<p>%" PRIu64 " documents, %" PRIu64 " bytes of text",
                  c->all.documents, c->all.bytes);
    if (c->missing.documents)
        fc_buf_printf(out, "; %" PRIu64 " documents have none", c->missing.documents);
    if (c->too_many)
        fc_buf_printf(out, "; more than %d different values", FC_TALLY_VALUES);
    fc_buf_text(out, "</p>\n");
    fc_plot_numbers(c, out);
    put_strings(c, counted_before(f, row, c), out);
}

static void put_tally(const fc_funnel *f, size_t row, fc_buf *out)
{
    fc_tally *t = f->row[row].tally;
    bool counts_itself = strcmp(f->row[row].name, "tally") != 0;
    fc_tally_sort(t);
    fc_buf_printf(out, "<h2>Tally %s %s</h2>\n", counts_itself ? "of" : "behind",
                  f->row[counts_itself ? row : row - 1].name);
    for (size_t i = 0; i < t->n; i++)
        put_column(f, row, &t->column[i], out);
}

void fc_report_html(fc_funnel *f, fc_buf *out)
{
    fc_buf_text(out, head);
    put_sum(f, out);
    put_funnel(f, out);
    put_causes(f, out);
    for (size_t i = 1; i < f->n; i++)
        if (f->row[i].tally)
            put_tally(f, i, out);
    fc_buf_text(out, "</body></html>\n");
}
