/* train_pages.c - pages and gold text from files to a training set. */
#include "extractors/train.h"
#include "base/str.h"
#include "extractors/page_kind.h"
#include "extractors/to_markdown.h"
#include "html/charset.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS_MAX = 16, CAP_WORDS = 400 };

/* ---------------------------------------------------------------- the set */

void *fc_list_add(fc_list *l, size_t n)
{
    if (l->n + n > l->cap) {
        size_t cap = l->cap ? l->cap : 1024;
        while (cap < l->n + n)
            cap *= 2;
        l->p = fc_grow(&l->a, l->p, l->cap * l->size, cap * l->size);
        l->cap = cap;
    }
    l->n += n;
    return (char *)l->p + (l->n - n) * l->size;
}

static void list_open(fc_list *l, size_t size, jmp_buf *guard)
{
    l->size = size;
    fc_arena_init(&l->a);
    fc_arena_guard(&l->a, guard);
}

void fc_train_set_open(fc_train_set *set, jmp_buf *guard)
{
    list_open(&set->page, sizeof(fc_train_page), guard);
    list_open(&set->block, sizeof(fc_train_block), guard);
    list_open(&set->feature, sizeof(uint32_t), guard);
    list_open(&set->word, sizeof(uint32_t), guard);
    list_open(&set->gold, sizeof(uint32_t), guard);
    list_open(&set->row, sizeof(uint32_t), guard);
    list_open(&set->number, sizeof(float), guard);
    fc_arena_init(&set->names);
    fc_arena_init(&set->keep);
    fc_arena_init(&set->scratch);
    fc_arena_guard(&set->names, guard);
    fc_arena_guard(&set->keep, guard);
    fc_arena_guard(&set->scratch, guard);
}

void fc_train_set_close(fc_train_set *set)
{
    fc_list *const lists[] = { &set->page, &set->block, &set->feature, &set->word,
                               &set->gold, &set->row, &set->number };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        fc_arena_free(&lists[i]->a);
    fc_arena_free(&set->names);
    fc_arena_free(&set->keep);
    fc_arena_free(&set->scratch);
}

/* ---------------------------------------------------------------- files */

/* All of a file in an arena; p is NULL when it cannot be opened. */
static fc_str read_file(const char *name, fc_arena *a)
{
    FILE *f = fopen(name, "rb");
    if (!f)
        return (fc_str){ NULL, 0 };
    size_t n = 0, cap = 1 << 16, got;
    char *p = fc_alloc(a, cap);
    while ((got = fread(p + n, 1, cap - n, f)) > 0) {
        n += got;
        if (n == cap) {
            p = fc_grow(a, p, cap, cap * 2);
            cap *= 2;
        }
    }
    fclose(f);
    return (fc_str){ p, n };
}

static fc_str read_gold(fc_train_set *set, fc_train_page *p)
{
    static const char *const ends[] = { "txt", "md", "lines" };
    fc_str text = { NULL, 0 };
    for (int i = 0; i < 3 && !text.p; i++) {
        fc_str name = fc_printf(&set->keep, "%s/%.*s.%s", set->gold_dir, (int)p->name.n,
                                p->name.p, ends[i]);
        text = read_file(name.p, &set->keep);
        p->weak = i == 2;
    }
    return text;
}

/* ---------------------------------------------------------------- the index */

/* The host's last two labels, or three when the last but one is short (co.uk); without an
 * address the page is a site of its own. */
static uint32_t site_of(const fc_train_page *p)
{
    size_t at = fc_str_find(p->url, FC_STR("://"));
    fc_str host =
        at < p->url.n ? fc_str_sub(p->url, at + 3, p->url.n) : (fc_str){ "", 0 };
    host = fc_str_sub(host, 0, fc_str_findc(host, '/'));
    size_t dots = 0, want = 2, last = host.n, from = host.n;
    while (from) {
        if (host.p[from - 1] == '.') {
            if (++dots == 2 && last - from <= 3)
                want = 3;
            if (dots == want)
                break;
            last = from - 1;
        }
        from--;
    }
    return host.n ? fc_word_hash(fc_str_sub(host, from, host.n))
                  : fc_word_hash(p->name) | 1;
}

static uint8_t kind_of(fc_str name)
{
    for (uint8_t k = 0; k < FC_PAGE_KINDS; k++)
        if (fc_str_is(name, fc_page_class_names[k]))
            return k;
    return FC_UNKNOWN_KIND;
}

static fc_rc read_index(fc_train_set *set)
{
    const char *path = fc_printf(&set->names, "%s/index.tsv", set->pages_dir).p;
    fc_str rest = read_file(path, &set->names), line, field;
    int page_at = -1, url_at = -1, kind_at = -1, n = 0;
    if (!rest.p)
        return fc_fail(set->err, FC_ENOINPUT, "%.300s: %s", path, strerror(errno));
    fc_str_split(&rest, '\n', &line);
    for (; fc_str_split(&line, '\t', &field); n++) {
        page_at = fc_str_is(field, "page") ? n : page_at;
        url_at = fc_str_is(field, "url") ? n : url_at;
        kind_at = fc_str_is(field, "kind") ? n : kind_at;
    }
    if (page_at < 0)
        return fc_fail(set->err, FC_EDATA,
                       "%.300s: its first line names no column 'page'", path);
    while (fc_str_split(&rest, '\n', &line)) {
        fc_train_page p = { .kind = FC_UNKNOWN_KIND };
        for (n = 0; fc_str_split(&line, '\t', &field); n++) {
            if (n == page_at)
                p.name = field;
            if (n == url_at)
                p.url = field;
            if (n == kind_at)
                p.kind = kind_of(field);
        }
        p.site = site_of(&p);
        if (p.name.n)
            *(fc_train_page *)fc_list_add(&set->page, 1) = p;
    }
    return FC_OK;
}

/* ---------------------------------------------------------------- pages */

bool fc_train_page_build(fc_train_set *set, uint32_t k, fc_page *page, fc_dom *dom,
                         fc_page_meta *meta)
{
    const fc_train_page *p = FC_LIST(&set->page, fc_train_page) + k;
    fc_charset charset;
    fc_arena_reset(&set->keep);
    fc_arena_reset(&set->scratch);
    fc_str name = fc_printf(&set->keep, "%s/%.*s.html", set->pages_dir, (int)p->name.n,
                            p->name.p);
    fc_str raw = read_file(name.p, &set->keep);
    page->blocks = 0;
    if (!raw.p || fc_charset_decode(raw, (fc_str){ NULL, 0 }, true, &set->keep, &charset))
        return false;
    if (fc_dom_parse(dom, charset.text, NULL, &set->keep, &set->scratch, NULL))
        return false;
    fc_metadata_read(meta, dom, &set->keep);
    meta->hints.url = p->url;
    return fc_page_build(page, dom, &meta->hints, &set->keep);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void add_features(fc_train_set *set, const fc_page *page, uint32_t i,
                         fc_train_block *b, fc_features *f)
{
    fc_features_all(page, i, f);
    qsort(f->v, f->n, sizeof *f->v, by_value);
    b->feature = set->feature.n;
    for (unsigned k = 0; k < f->n; k++)
        if (!k || f->v[k - 1] != f->v[k])
            *(uint32_t *)fc_list_add(&set->feature, 1) = f->v[k];
    b->features = (uint32_t)(set->feature.n - b->feature);
}

static void add_words(fc_train_set *set, fc_page *page, uint32_t i, fc_train_block *b)
{
    static const fc_text_style style = { .plain = true };
    page->block[i].keep = 1;
    fc_arena_reset(&set->scratch);
    fc_str text = fc_to_markdown(page, &style, &set->scratch, &set->scratch);
    page->block[i].keep = 0;
    b->word = set->word.n;
    b->words = (uint32_t)fc_train_words(&set->word, text);
}

/* A block weighs the root of its words, a page the root of what its blocks weigh. */
static void set_weights(fc_train_block *b, uint32_t n)
{
    double all = 0;
    for (uint32_t i = 0; i < n; i++)
        all += b[i].weight =
            sqrtf((float)(b[i].size < CAP_WORDS ? b[i].size : CAP_WORDS));
    for (uint32_t i = 0; i < n; i++)
        b[i].weight /= (float)sqrt(all);
}

static void add_page(fc_train_set *set, uint32_t k, fc_features *f)
{
    fc_train_page *p = FC_LIST(&set->page, fc_train_page) + k;
    fc_page page;
    fc_dom dom;
    fc_page_meta meta;
    bool some = fc_train_page_build(set, k, &page, &dom, &meta);
    p->first = (uint32_t)set->block.n;
    p->blocks = some ? page.blocks : 0;
    p->gold = set->gold.n;
    fc_str gold = read_gold(set, p);
    p->golds = p->weak ? 0 : fc_train_words(&set->gold, gold);
    if (!p->blocks)
        return;
    fc_train_block *b = fc_list_add(&set->block, p->blocks);
    fc_features_open(&page);
    for (uint32_t i = 0; i < p->blocks; i++) {
        memset(&b[i], 0, sizeof b[i]);
        b[i].page = k;
        b[i].size = page.block[i].words;
        add_features(set, &page, i, &b[i], f);
        add_words(set, &page, i, &b[i]);
    }
    set_weights(b, p->blocks);
    fc_arena_reset(&set->scratch);
    if (p->weak) {
        fc_train_label_lines(set, p, gold);
    } else {
        fc_train_label(set, p);
        fc_train_refine(set, p);
    }
}

/* Pages of rare kinds weigh somewhat more, so that the many articles do not decide
 * alone. */
static void weigh_kinds(fc_train_set *set)
{
    const fc_train_page *p = set->page.p;
    double count[FC_UNKNOWN_KIND + 1] = { 0 };
    for (size_t k = 0; k < set->page.n; k++)
        count[p[k].kind]++;
    for (size_t i = 0; i < set->block.n; i++) {
        fc_train_block *b = FC_LIST(&set->block, fc_train_block) + i;
        b->weight *= (float)sqrt(1 / sqrt(count[p[b->page].kind]));
    }
}

fc_rc fc_train_set_read(fc_train_set *set)
{
    fc_rc rc = read_index(set);
    if (rc)
        return rc;
    fc_features *f = fc_alloc(&set->names, sizeof *f);
    for (uint32_t k = 0; k < set->page.n; k++)
        add_page(set, k, f);
    fc_train_block *b = set->block.p;
    double all = 0, n = 0;
    weigh_kinds(set);
    for (size_t i = 0; i < set->block.n; i++) {
        all += b[i].weight;
        n += b[i].weight > 0;
    }
    for (size_t i = 0; i < set->block.n; i++)
        b[i].weight *= (float)(n / all);
    if (!set->block.n)
        return fc_fail(set->err, FC_EDATA, "%.300s: no page with text", set->pages_dir);
    return FC_OK;
}
