/* train_blocks.c - training of the block model, see train.h.
 *
 * Pages are in five folds by site. The first pass and the kinds are trained on four and
 * say what they think of the fifth: the second pass learns from such margins only, never
 * from those of a model that has seen the page. What is reported is of pages whose site
 * neither pass has seen; the model that is given is trained on all. */
#include "base/str.h"
#include "extractors/page_kind.h"
#include "extractors/threads.h"
#include "extractors/to_markdown.h"
#include "extractors/train.h"
#include "io/jsonl.h"

#include <math.h>
#include <stdlib.h>

/* Chosen by cross-validation; README.md has the figures. */
static const fc_linear_settings first_pass = {
    .alpha = .01, .l1 = 8, .epochs = 2, .min_sites = 8, .bits = FC_WEIGHT_BITS,
};
static const fc_linear_settings kinds_pass = {
    .alpha = .05, .l1 = .5, .epochs = 12, .min_sites = 4, .bits = FC_KIND_BITS,
};
static const fc_tree_settings second_pass = {
    .trees = 450, .rate = .07, .lambda = 1, .row_share = .1, .column_share = .5,
    .min_weight = 1,
};

typedef struct trainer {
    fc_train_set set;
    fc_block_model model[FC_FOLDS + 1]; /* the last: of all pages */
    fc_arena mem, scratch;
} trainer;

static int fold_of_model(int k)
{
    return k < FC_FOLDS ? k : -1;
}

static const fc_train_page *page_at(const trainer *t, uint32_t k)
{
    return FC_LIST(&t->set.page, fc_train_page) + k;
}

/* The page, scored by the model that has not seen its site, up to the first pass. */
static bool first_margins(trainer *t, uint32_t k, fc_page *page, fc_dom *dom,
                          fc_page_meta *meta)
{
    const fc_block_model *m = &t->model[fc_train_fold(page_at(t, k))];
    if (!fc_train_page_build(&t->set, k, page, dom, meta))
        return false;
    fc_blocks_score_first(page, &m->first, &t->set.scratch);
    fc_page_kind_odds(page, m, page->kind, &t->set.scratch);
    return true;
}

/* ---------------------------------------------------------------- the passes */

static void train_first(trainer *t)
{
    const fc_train_block *b = t->set.block.p;
    size_t n = t->set.block.n;
    fc_linear_example *x = fc_alloc(&t->mem, n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = (fc_linear_example){ FC_LIST(&t->set.feature, uint32_t) + b[i].feature,
                                    b[i].features, page_at(t, b[i].page)->site,
                                    b[i].weight, b[i].label };
    for (int k = 0; k <= FC_FOLDS; k++) {
        fc_train_linear(x, n, &first_pass, fold_of_model(k), &t->model[k].first, &t->mem,
                        &t->scratch);
        fc_arena_reset(&t->scratch);
    }
}

static void read_kind_features(trainer *t, uint32_t k, fc_linear_example *x)
{
    fc_page page;
    fc_dom dom;
    fc_page_meta meta;
    uint32_t *f;
    x->site = page_at(t, k)->site;
    if (page_at(t, k)->kind == FC_UNKNOWN_KIND ||
        !fc_train_page_build(&t->set, k, &page, &dom, &meta))
        return;
    x->features = fc_page_kind_features(&page, &f, &t->set.scratch);
    size_t size = x->features * sizeof *f;
    x->feature = memcpy(fc_alloc(&t->mem, size), f, size);
}

/* Rare kinds weigh more than their pages are, pages of unknown kind nothing. */
static void train_kinds(trainer *t)
{
    uint32_t n = (uint32_t)t->set.page.n;
    fc_linear_example *x = fc_zalloc(&t->mem, n, sizeof *x);
    double count[FC_UNKNOWN_KIND + 1] = { 0 };
    for (uint32_t k = 0; k < n; k++) {
        read_kind_features(t, k, &x[k]);
        count[page_at(t, k)->kind]++;
    }
    for (unsigned c = 0; c < FC_PAGE_KINDS; c++) {
        for (uint32_t k = 0; k < n; k++) {
            uint8_t kind = page_at(t, k)->kind;
            x[k].label = kind == c;
            x[k].weight = kind == FC_UNKNOWN_KIND ? 0 : (float)(10 / sqrt(count[kind]));
        }
        for (int k = 0; k <= FC_FOLDS; k++) {
            fc_train_linear(x, n, &kinds_pass, fold_of_model(k), &t->model[k].kind[c],
                            &t->mem, &t->scratch);
            fc_arena_reset(&t->scratch);
        }
    }
    for (int k = 0; k <= FC_FOLDS; k++)
        fc_page_kinds_join(&t->model[k], &t->mem);
}

/* The numbers of the blocks that get a second look, row by row. */
static void read_rows(trainer *t)
{
    uint32_t columns = fc_numbers_count();
    for (uint32_t k = 0; k < t->set.page.n; k++) {
        fc_page page;
        fc_dom dom;
        fc_page_meta meta;
        fc_numbers n;
        if (!first_margins(t, k, &page, &dom, &meta))
            continue;
        fc_numbers_fill(&page, page.kind, &n, &t->set.scratch);
        for (uint32_t i = 0; i < page.blocks; i++) {
            if (n.row[i] == n.rows)
                continue;
            const float *from = fc_numbers_row(&n, n.row[i]);
            *(uint32_t *)fc_list_add(&t->set.row, 1) = page_at(t, k)->first + i;
            float *x = fc_list_add(&t->set.number, columns);
            for (uint32_t c = 0; c < columns; c++)
                x[c] = from[(size_t)c * FC_NUMBERS_LANES];
        }
    }
}

static fc_tree_data tree_data(trainer *t)
{
    uint32_t n = (uint32_t)t->set.row.n, columns = fc_numbers_count();
    float *x = fc_alloc(&t->mem, (size_t)n * columns * sizeof *x);
    uint8_t *label = fc_alloc(&t->mem, n), *fold = fc_alloc(&t->mem, n);
    float *weight = fc_alloc(&t->mem, n * sizeof *weight);
    for (uint32_t i = 0; i < n; i++) {
        const fc_train_block *b = FC_LIST(&t->set.block, fc_train_block) +
                                  FC_LIST(&t->set.row, uint32_t)[i];
        label[i] = b->label;
        weight[i] = b->weight;
        fold[i] = (uint8_t)fc_train_fold(page_at(t, b->page));
        const float *from = FC_LIST(&t->set.number, float) + (size_t)i * columns;
        for (uint32_t c = 0; c < columns; c++)
            x[(size_t)c * n + i] = from[c];
    }
    return (fc_tree_data){ x, n, columns, label, weight, fold };
}

static void train_second(trainer *t)
{
    read_rows(t);
    fc_tree_data d = tree_data(t);
    fc_tree_bins bins;
    fc_train_tree_bins(&d, &bins, &t->mem, &t->scratch);
    for (int k = 0; k <= FC_FOLDS; k++) {
        fc_arena_reset(&t->scratch);
        fc_train_trees(&d, &bins, &second_pass, fold_of_model(k), &t->model[k].trees,
                       &t->mem, &t->scratch);
    }
}

/* ---------------------------------------------------------------- on sites held out */

typedef struct score {
    double f1[FC_PAGE_KINDS], pages[FC_PAGE_KINDS]; /* of pages whose kind is told */
    double all, n, precision, recall, kinds_right, kinds;
} score;

typedef struct prf {
    double precision, recall, f1;
} prf;

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* How many words two bags have in common; sorts them. */
static size_t in_common(uint32_t *a, size_t an, uint32_t *b, size_t bn)
{
    size_t n = 0;
    qsort(a, an, sizeof *a, by_value);
    qsort(b, bn, sizeof *b, by_value);
    for (size_t i = 0, k = 0; i < an && k < bn;) {
        uint32_t x = a[i], y = b[k];
        n += x == y;
        i += x <= y;
        k += y <= x;
    }
    return n;
}

/* Of the words of the blocks kept; without any gold, 1 for keeping nothing. */
static prf judge_page(trainer *t, const fc_train_page *p, const fc_page *page)
{
    const fc_train_block *b = FC_LIST(&t->set.block, fc_train_block) + p->first;
    size_t n = 0, room = 1;
    for (uint32_t i = 0; i < p->blocks; i++)
        room += b[i].words;
    uint32_t *got = fc_alloc(&t->set.scratch, room * sizeof *got);
    uint32_t *gold = fc_alloc(&t->set.scratch, (p->golds + 1) * sizeof *gold);
    for (uint32_t i = 0; i < p->blocks; i++)
        for (uint32_t w = 0; page->block[i].keep && w < b[i].words; w++)
            got[n++] = FC_LIST(&t->set.word, uint32_t)[b[i].word + w];
    for (size_t w = 0; w < p->golds; w++)
        gold[w] = FC_LIST(&t->set.gold, uint32_t)[p->gold + w];
    if (!n || !p->golds) {
        double v = n == 0 && p->golds == 0;
        return (prf){ v, v, v };
    }
    double hits = (double)in_common(got, n, gold, p->golds);
    return (prf){ hits / (double)n, hits / (double)p->golds,
                  2 * hits / (double)(n + p->golds) };
}

static void add_score(score *s, const fc_train_page *p, const fc_page *page, prf got)
{
    s->all += got.f1;
    s->precision += got.precision;
    s->recall += got.recall;
    s->n++;
    if (p->kind == FC_UNKNOWN_KIND)
        return;
    unsigned best = 0;
    for (unsigned c = 1; c < FC_PAGE_KINDS; c++)
        best = page->kind[c] > page->kind[best] ? c : best;
    s->f1[p->kind] += got.f1;
    s->pages[p->kind]++;
    s->kinds++;
    s->kinds_right += best == p->kind;
}

static void put_text(fc_buf *held_out, const fc_train_page *p, fc_str text)
{
    fc_buf_text(held_out, "{\"page\":");
    fc_json_string(held_out, p->name);
    fc_buf_text(held_out, ",\"text\":");
    fc_json_string(held_out, text);
    fc_buf_text(held_out, "}\n");
}

/* Every page by the model that has not seen its site; held_out gets the texts, or is
 * NULL. */
static void judge(trainer *t, bool trees, fc_profile profile, score *s, fc_buf *held_out)
{
    static const fc_text_style style = { .plain = false };
    for (uint32_t k = 0; k < t->set.page.n; k++) {
        const fc_train_page *p = page_at(t, k);
        fc_block_model m = t->model[fc_train_fold(p)];
        fc_page page;
        fc_dom dom;
        fc_page_meta meta;
        fc_str text = { NULL, 0 };
        m.trees.n = trees ? m.trees.n : 0;
        memset(&page, 0, sizeof page);
        if (fc_train_page_build(&t->set, k, &page, &dom, &meta)) {
            fc_html_score(&page, &m, &t->set.scratch);
            fc_html_choose(&page, FC_COMMENTS_AUTO, profile);
            if (held_out)
                text = fc_to_markdown(&page, &style, &t->set.scratch, &t->set.scratch);
        }
        if (!p->weak)
            add_score(s, p, &page, judge_page(t, p, &page));
        if (held_out)
            put_text(held_out, p, text);
    }
}

static double mean_of_kinds(const score *s)
{
    double all = 0, n = 0;
    for (unsigned c = 0; c < FC_PAGE_KINDS; c++)
        if (s->pages[c] > 0) {
            all += s->f1[c] / s->pages[c];
            n++;
        }
    return n > 0 ? all / n : 0;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static void put_score(fc_buf *out, const char *name, const score *s)
{
    fc_buf_printf(out, "%-12s %.3f %.3f %.3f %.3f ", name, share(s->precision, s->n),
                  share(s->recall, s->n), share(s->all, s->n), mean_of_kinds(s));
    for (unsigned c = 0; c < FC_PAGE_KINDS; c++)
        fc_buf_printf(out, "  %9.3f ", share(s->f1[c], s->pages[c]));
    fc_buf_text(out, "\n");
}

static void put_report(const trainer *t, const score *first, const score *both,
                       fc_buf *out)
{
    size_t content = 0;
    for (size_t i = 0; i < t->set.block.n; i++)
        content += FC_LIST(&t->set.block, fc_train_block)[i].label;
    fc_buf_printf(out, "%zu pages, %zu blocks, %zu of them content\n", t->set.page.n,
                  t->set.block.n, content);
    fc_buf_text(out, "words on sites held out, 5 folds; F1 of all pages, by kind, and of "
                     "each:\n"
                     "             prec. rec.  F1    kinds ");
    for (unsigned c = 0; c < FC_PAGE_KINDS; c++)
        fc_buf_printf(out, "  %10s", fc_page_class_names[c]);
    fc_buf_text(out, "\n");
    put_score(out, "first pass", first);
    for (int k = 0; k < FC_PROFILES; k++)
        put_score(out, fc_profile_names[k], &both[k]);
    fc_buf_printf(out, "kind of page right: %.3f of %.0f\n",
                  share(both->kinds_right, both->kinds), both->kinds);
}

static void put_facts(const trainer *t, const score *both, fc_buf *facts)
{
    fc_buf_printf(facts, "{\"target\":\"blocks\",\"pages\":%zu,\"blocks\":%zu,"
                  "\"held_out\":{\"folds\":%d,\"word_f1\":%.4f,\"by_kind\":%.4f,\"kinds\""
                  ":%.4f}}",
                  t->set.page.n, t->set.block.n, FC_FOLDS, share(both->all, both->n),
                  mean_of_kinds(both), share(both->kinds_right, both->kinds));
}

static fc_rc train(trainer *t, bool json, fc_buf *model, fc_buf *report, fc_buf *held_out)
{
    score first = { .all = 0 }, both[FC_PROFILES] = { { .all = 0 } };
    fc_buf facts = FC_BUF_INIT;
    fc_rc rc = fc_train_set_read(&t->set);
    if (rc)
        return rc;
    train_first(t);
    train_kinds(t);
    train_second(t);
    judge(t, false, FC_PROFILE_BALANCED, &first, NULL);
    for (int k = 0; k < FC_PROFILES; k++)
        judge(t, true, (fc_profile)k, &both[k],
              k == FC_PROFILE_BALANCED ? held_out : NULL);
    put_facts(t, both, &facts);
    if (json)
        fc_buf_printf(report, "%.*s\n", (int)facts.n, facts.p);
    else
        put_report(t, &first, both, report);
    fc_block_file_write(&t->model[FC_FOLDS], (fc_str){ facts.p, facts.n }, model);
    bool failed = facts.failed || model->failed || report->failed ||
                  (held_out && held_out->failed);
    fc_buf_free(&facts);
    return failed ? fc_fail(t->set.err, FC_ETRY, "out of memory") : FC_OK;
}

fc_rc fc_train_blocks(const fc_train_blocks_options *options, fc_buf *model,
                      fc_buf *report, fc_err *err)
{
    jmp_buf guard;
    trainer *t = calloc(1, sizeof *t);
    fc_rc rc;
    if (!t)
        return fc_fail(err, FC_ETRY, "out of memory");
    t->set.pages_dir = options->pages;
    t->set.gold_dir = options->gold;
    t->set.err = err;
    fc_train_set_open(&t->set, &guard);
    fc_arena_init(&t->mem);
    fc_arena_init(&t->scratch);
    fc_arena_guard(&t->mem, &guard);
    fc_arena_guard(&t->scratch, &guard);
    if (setjmp(guard))
        rc = fc_fail(err, FC_ETRY, "out of memory");
    else
        rc = train(t, options->json, model, report, options->held_out);
    fc_train_set_close(&t->set);
    fc_arena_free(&t->mem);
    fc_arena_free(&t->scratch);
    free(t);
    return rc;
}
