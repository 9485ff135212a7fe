/* page_kind.c - see page_kind.h. */
#include "extractors/page_kind.h"
#include "base/str.h"

#include <math.h>

enum {
    K_TOKEN = 1,
    K_TYPE,
    K_LD,
    K_URL,
    K_URL_SHAPE,
    K_COUNT,
    K_BIAS,
    K_TOP,
    URL_WORDS = 12,
    COUNTS = 12,
    MAX_TOKENS = 1 << 16,
    PROBES = 64
};

const char *const fc_page_class_names[FC_PAGE_KINDS] = {
    [FC_CLASS_ARTICLE] = "article", [FC_CLASS_COLLECTION] = "collection",
    [FC_CLASS_DOCS] = "docs",       [FC_CLASS_FORUM] = "forum",
    [FC_CLASS_LISTING] = "listing", [FC_CLASS_PRODUCT] = "product",
    [FC_CLASS_SERVICE] = "service",
};

const char *const fc_page_kind_names[] = {
    "article", "forum", "qa", "docs", "product", "listing", "service", "other", NULL,
};

typedef struct list {
    uint32_t *v, *seen;
    uint32_t n, mask;
} list;

/* Add a hash unless it is there, or too many others are in its place; the table is never
 * more than half full. */
static void put(list *l, uint32_t kind, uint32_t value)
{
    uint32_t h = (value ^ kind * 0x9E3779B1u) * 0x85EBCA6Bu;
    h = (h ^ h >> 15) * 0xC2B2AE35u;
    h ^= h >> 16;
    h += !h;
    uint32_t at = h & l->mask, probes = 0;
    while (l->seen[at] && l->seen[at] != h && probes++ < PROBES)
        at = (at + 1) & l->mask;
    if (l->seen[at])
        return;
    l->seen[at] = h;
    l->v[l->n++] = h;
}

/* The words of the path, its length and depth, whether it has a number like a year. */
static void put_url(list *l, fc_str url)
{
    size_t at = fc_str_find(url, FC_STR("://"));
    fc_str path = at < url.n ? fc_str_sub(url, at + 3, url.n) : url;
    path = fc_str_sub(path, fc_str_findc(path, '/'), path.n);
    uint32_t digits = 0, slashes = 0, words = 0, size = 0;
    for (size_t i = 0; i < path.n;) {
        size_t from = i;
        while (i < path.n && fc_is_letter(path.p[i]))
            i++;
        if (i - from >= 2 && words < URL_WORDS) {
            put(l, K_URL, fc_word_hash(fc_str_sub(path, from, i)));
            words++;
        }
        if (i == from) {
            digits += fc_is_digit(path.p[i]);
            slashes += path.p[i] == '/';
            i++;
        }
    }
    for (size_t n = path.n; n > 1; n = n * 2 / 3)
        size++;
    put(l, K_URL_SHAPE, url.n ? size : 99);
    put(l, K_URL_SHAPE, 100 + (slashes < 8 ? slashes : 8));
    put(l, K_URL_SHAPE, 200 + (digits < 9 ? digits : 9));
}

/* A count in steps of about one half more. */
static uint32_t step(double x)
{
    return x < 1 ? 0 : 1 + (uint32_t)(log2(x) * 1.7);
}

static void put_counts(list *l, const fc_page *page)
{
    uint32_t headings = 0, times = 0, prices = 0, longest = 0, codes = 0, repeated = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        headings += page->elem[b->owner].heading != 0;
        times += (b->wraps >> 7 & 1) != 0;
        codes += b->kind == FC_BLOCK_PRE;
        prices += b->digits * 2 > b->chars && b->words < 4;
        repeated += b->likes > 5;
        longest = b->words > longest ? b->words : longest;
    }
    const fc_elem *best = &page->elem[page->best];
    const double count[COUNTS] = {
        page->words,
        page->blocks,
        page->long_blocks,
        page->articles,
        page->tables,
        headings,
        times,
        prices,
        longest,
        codes,
        fc_share(page->link_words, page->words) * 64,
        fc_share(best->words, page->words) * 64,
    };
    for (uint32_t k = 0; k < COUNTS; k++)
        put(l, K_COUNT, k << 8 | step(count[k]));
    put(l, K_COUNT, 99 << 8 | step(fc_share(repeated, page->blocks) * 64));
}

uint32_t fc_page_kind_features(const fc_page *page, uint32_t **features, fc_arena *a)
{
    const fc_page_hints *hints = page->hints;
    uint32_t tokens = page->tokens < MAX_TOKENS ? page->tokens : MAX_TOKENS, room = 512;
    uint32_t fresh = page->fresh < MAX_TOKENS ? page->fresh : MAX_TOKENS;
    while (room < 2 * (fresh + 128))
        room *= 2;
    list l = { .mask = room - 1 };
    l.v = fc_alloc(a, room / 2 * sizeof *l.v);
    l.seen = fc_zalloc(a, room, sizeof *l.seen);
    for (uint32_t e = 0; e < page->elems && page->elem[e].token < tokens; e++) {
        const uint32_t *token = page->token + page->elem[e].token;
        for (uint32_t i = 0; i < page->elem[e].fresh; i++)
            put(&l, K_TOKEN, token[i]); /* the others are on an ancestor */
    }
    for (uint32_t e = 0; e < page->elems && e < 2; e++)
        for (uint32_t i = 0; i < page->elem[e].tokens; i++)
            put(&l, K_TOP, page->token[page->elem[e].token + i]);
    put(&l, K_TYPE, hints->type);
    for (unsigned i = 0; i < hints->lds; i++)
        put(&l, K_LD, hints->ld[i]);
    put_url(&l, hints->url);
    put_counts(&l, page);
    put(&l, K_BIAS, 0);
    *features = l.v;
    return l.n;
}

void fc_page_kinds_join(fc_block_model *model, fc_arena *a)
{
    size_t n = (size_t)1 << model->kind[0].bits;
    fc_kind_buckets *kinds = fc_zalloc(a, n, sizeof *kinds);
    for (unsigned k = 0; k < FC_PAGE_KINDS; k++)
        for (size_t i = 0; i < n; i++)
            kinds[i][k] = model->kind[k].bucket[i];
    model->kinds = kinds;
}

/* The features' buckets of all kinds lie side by side: one place in memory a feature, and
 * one vector. */
FC_INLINE void sum_lanes(const fc_block_model *model, const uint32_t *f, uint32_t n,
                         int32_t sum[FC_KIND_LANES])
{
    int32_t s[FC_KIND_LANES] = { 0 };
    unsigned shift = 32 - model->kind[0].bits;
    for (uint32_t i = 0; i < n; i++)
        for (unsigned k = 0; k < FC_KIND_LANES; k++)
            s[k] += fc_weight(model->kinds[f[i] >> shift][k], f[i]);
    memcpy(sum, s, sizeof s);
}

FC_WIDE_VECTORS(static void sum_wide(const fc_block_model *model, const uint32_t *f,
                                     uint32_t n, int32_t sum[FC_KIND_LANES]))
{
    sum_lanes(model, f, n, sum);
}

void fc_page_kind_odds(const fc_page *page, const fc_block_model *model,
                       float odds[FC_PAGE_KINDS], fc_arena *a)
{
    uint32_t *f, n = fc_page_kind_features(page, &f, a);
    int32_t sum[FC_KIND_LANES];
    float all = 0;
    if (FC_HAS_WIDE_VECTORS)
        sum_wide(model, f, n, sum);
    else
        sum_lanes(model, f, n, sum);
    for (unsigned k = 0; k < FC_PAGE_KINDS; k++) {
        odds[k] = 1 / (1 + expf(-model->kind[k].scale * (float)sum[k])) + 1e-6f;
        all += odds[k];
    }
    for (unsigned k = 0; k < FC_PAGE_KINDS; k++)
        odds[k] /= all;
}

void fc_page_kind_set(float odds[FC_PAGE_KINDS], int class)
{
    for (int k = 0; k < FC_PAGE_KINDS; k++)
        odds[k] = k == class;
}

static bool has_type(const fc_page_hints *hints, fc_str name)
{
    uint32_t h = fc_word_hash(name);
    for (unsigned i = 0; i < hints->lds; i++)
        if (hints->ld[i] == h)
            return true;
    return false;
}

/* Questions and answers are forums that say so. A page that no class is sure of is
 * another. */
const char *fc_page_kind_name(const fc_page *page, const float odds[FC_PAGE_KINDS])
{
    static const char *const names[FC_PAGE_KINDS] = {
        [FC_CLASS_ARTICLE] = "article", [FC_CLASS_COLLECTION] = "listing",
        [FC_CLASS_DOCS] = "docs",       [FC_CLASS_FORUM] = "forum",
        [FC_CLASS_LISTING] = "listing", [FC_CLASS_PRODUCT] = "product",
        [FC_CLASS_SERVICE] = "service",
    };
    unsigned best = 0;
    for (unsigned k = 1; k < FC_PAGE_KINDS; k++)
        best = odds[k] > odds[best] ? k : best;
    float sure = odds[best];
    if (best == FC_CLASS_COLLECTION || best == FC_CLASS_LISTING)
        sure = odds[FC_CLASS_COLLECTION] + odds[FC_CLASS_LISTING];
    if (best == FC_CLASS_FORUM && has_type(page->hints, FC_STR("QAPage")))
        return "qa";
    return sure < .35f ? "other" : names[best];
}
