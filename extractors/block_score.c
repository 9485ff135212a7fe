/* block_score.c - the two passes over the blocks of a page, and what they said. */
#include "base/str.h"
#include "extractors/page_kind.h"

#include <math.h>

enum {
    LANES = FC_FEATURE_LANES,
    LIKES_AT_LEAST = 3,     /* blocks of one path that are pulled together */
    SECOND_AT_MOST = 16384  /* blocks of a page that gets a second pass */
};
static const float pull = 0.8f; /* how far they move towards their mean */

/* The sums of the first pass. The weights are integers: every order gives the same. */
typedef struct first_pass {
    const fc_page *page;
    const fc_linear *model;
    fc_arena *a;
    int32_t *bag;           /* of each element, its ancestors included */
    int32_t *above;         /* of each parent of an owner; UNKNOWN */
    fc_features f;
} first_pass;

#define UNKNOWN INT32_MIN   /* no sum of so few small weights is that low */

/* Weights of as many features as there are lanes: loops of a constant count become
 * vectors, and these stay in registers. */
FC_INLINE void weigh(const fc_linear *model, const uint32_t *v, int32_t weight[LANES])
{
    uint32_t hash[LANES], bucket[LANES];
    for (int k = 0; k < LANES; k++)
        hash[k] = fc_feature_hash(v[k]);
    for (int k = 0; k < LANES; k++)
        bucket[k] = fc_weight_bucket(model, hash[k]);
    for (int k = 0; k < LANES; k++)
        weight[k] = fc_weight(bucket[k], hash[k]);
}

/* Lanes behind the last feature are masked when they are added: with zeros stored there,
 * the others would be loaded as a vector only when all of them are written. */
FC_INLINE int32_t sum_lanes(const fc_linear *model, fc_features *f)
{
    int32_t s[LANES] = { 0 }, all = 0, n = (int32_t)f->n;
    memset(f->v + n, 0, LANES * sizeof *f->v);
    for (int32_t i = 0; i < n; i += LANES) {
        int32_t weight[LANES];
        weigh(model, f->v + i, weight);
        for (int k = 0; k < LANES; k++)
            s[k] += weight[k] & -(int32_t)(k < n - i);
    }
    for (int k = 0; k < LANES; k++)
        all += s[k];
    return all;
}

FC_WIDE_VECTORS(static int32_t sum_wide(const fc_linear *model, fc_features *f))
{
    return sum_lanes(model, f);
}

static int32_t sum(const fc_linear *model, fc_features *f)
{
    return FC_HAS_WIDE_VECTORS ? sum_wide(model, f) : sum_lanes(model, f);
}

/* Each weight by itself. */
FC_INLINE void weigh_lanes(const fc_linear *model, fc_features *f, int32_t *weight)
{
    memset(f->v + f->n, 0, LANES * sizeof *f->v);
    for (unsigned i = 0; i < f->n; i += LANES)
        weigh(model, f->v + i, weight + i);
}

FC_WIDE_VECTORS(static void weigh_wide(const fc_linear *model, fc_features *f,
                                       int32_t *weight))
{
    weigh_lanes(model, f, weight);
}

/* There is room for LANES more. */
static void weigh_all(const fc_linear *model, fc_features *f, int32_t *weight)
{
    if (FC_HAS_WIDE_VECTORS)
        weigh_wide(model, f, weight);
    else
        weigh_lanes(model, f, weight);
}

/* Sums of the weights of the words up to each of page->token, as bag features; modulo
 * 2^32, for a page may have many. */
static uint32_t *sum_words(first_pass *p)
{
    int32_t weight[FC_MAX_FEATURES + LANES];
    uint32_t n = p->page->tokens;
    uint32_t *sums = fc_alloc(p->a, (n + (size_t)1) * sizeof *sums);
    sums[0] = 0;
    for (uint32_t at = 0; at < n; at += p->f.n) {
        fc_features_words(p->page, at, &p->f);
        weigh_all(p->model, &p->f, weight);
        for (uint32_t i = 0; i < p->f.n; i++)
            sums[at + i + 1] = sums[at + i] + (uint32_t)weight[i];
    }
    return sums;
}

/* What all blocks below each element share: bag features of it and its ancestors. The
 * words of all elements are weighed in one go, for most elements have two or three; and
 * which have a place of their own (one at most), no branch asks. */
static void sum_bags(first_pass *p)
{
    const fc_page *page = p->page;
    const uint32_t *sums = sum_words(p);
    int32_t place[1 + FC_SEM_BITS + LANES] = { 0 };
    fc_features_places(&p->f);
    weigh_all(p->model, &p->f, place + 1);
    p->bag = fc_alloc(p->a, page->elems * sizeof *p->bag);
    for (uint32_t i = 0; i < page->elems; i++) {
        const fc_elem *e = &page->elem[i];
        uint32_t up = page->parent[i], own = e->sem & ~(i ? page->elem[up].sem : 0);
        p->bag[i] = (i ? p->bag[up] : 0) +
                    (int32_t)(sums[e->token + e->fresh] - sums[e->token]) +
                    place[own ? 1 + fc_low_bit(own) : 0];
    }
}

/* What the parents of owners add, each once. */
static int32_t sum_above(first_pass *p, uint32_t parent)
{
    if (p->above[parent] == UNKNOWN) {
        p->f.n = 0;
        fc_features_above(p->page, parent, &p->f);
        p->above[parent] = sum(p->model, &p->f);
    }
    return p->above[parent];
}

/* Few elements own more than one block, so owners are summed with their blocks. What the
 * elements around a block say can be enough. */
static float margin_of(first_pass *p, uint32_t block)
{
    uint32_t owner = p->page->block[block].owner;
    int32_t shared = p->bag[owner];
    if (owner)
        shared += sum_above(p, p->page->parent[owner]);
    if (p->model->scale * (float)shared < FC_BESIDE)
        return FC_UNREAD;
    p->f.n = 0;
    p->f.sum = shared;
    fc_features_owner(p->page, owner, &p->f);
    fc_features_block(p->page, block, &p->f);
    return p->model->scale * (float)(p->f.sum + sum(p->model, &p->f));
}

/* Blocks with the same tags and classes of self, parent and grandparent are mostly all
 * content or all not: each moves towards their mean, weighted by the root of its words.
 */
static void share_likes(fc_page *page, fc_arena *a)
{
    struct mean { float sum, weight; } *mean = fc_zalloc(a, page->blocks, sizeof *mean);
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        float root = sqrtf((float)b->words);
        mean[b->first_like].sum += root * b->margin;
        mean[b->first_like].weight += root;
    }
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        const struct mean *m = &mean[b->first_like];
        if (b->likes >= LIKES_AT_LEAST)
            b->margin += pull * (m->sum / m->weight - b->margin);
    }
}

void fc_blocks_score_first(fc_page *page, const fc_linear *model, fc_arena *a)
{
    first_pass p = { .page = page, .model = model, .a = a };
    int32_t few[FC_MAX_FEATURES + LANES];
    fc_features_open(page);
    fc_features_few(&p.f);
    weigh_all(model, &p.f, few);
    p.f.few = few;
    sum_bags(&p);
    p.above = fc_alloc(a, page->elems * sizeof *p.above);
    for (uint32_t i = 0; i < page->elems; i++)
        p.above[i] = UNKNOWN;
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        b->first = b->margin = margin_of(&p, i);
    }
}

static void second_pass(fc_page *page, const fc_trees *trees, fc_arena *a)
{
    fc_numbers *n = FC_NEW(a, fc_numbers);
    fc_numbers_fill(page, page->kind, n, a);
    float *margin = fc_alloc(a, fc_numbers_room(n) * sizeof *margin);
    fc_trees_score(trees, n, margin);
    page->numbers = n;
    for (uint32_t r = 0; r < n->rows; r++)
        page->block[n->block[r]].margin = margin[r];
}

void fc_blocks_score(fc_page *page, const fc_block_model *model, fc_arena *a)
{
    fc_blocks_score_first(page, &model->first, a);
    if (model->trees.n && page->blocks <= SECOND_AT_MOST)
        second_pass(page, &model->trees, a);
    share_likes(page, a);
    for (uint32_t i = 0; i < page->blocks; i++)
        page->block[i].p = 1 / (1 + expf(-page->block[i].margin));
}

/* -------------------------------------------------------------------------- explain */

static void explain_place(const fc_page *page, uint32_t elem, fc_buf *out)
{
    uint32_t chain[4];
    unsigned n = 0;
    for (uint32_t e = elem; n < 4; e = page->parent[e]) {
        chain[n++] = e;
        if (!e)
            break;
    }
    while (n--) {
        fc_str class = fc_dom_attr(page->dom, page->elem[chain[n]].node, "class");
        fc_buf_str(out, fc_dom_name(page->dom, page->elem[chain[n]].node));
        if (class.n)
            fc_buf_printf(out, ".%.*s", (int)(class.n < 24 ? class.n : 24), class.p);
        fc_buf_text(out, n ? ">" : "");
    }
}

void fc_blocks_evidence(const fc_page *page, const fc_linear *model, uint32_t block,
                        float evidence[FC_FG_COUNT])
{
    fc_features f;
    int32_t by[FC_FG_COUNT] = { 0 };
    fc_features_all(page, block, &f);
    for (unsigned k = 0; k < f.n; k++)
        by[f.group[k]] += fc_weight(fc_weight_bucket(model, f.v[k]), f.v[k]);
    for (int g = 0; g < FC_FG_COUNT; g++)
        evidence[g] = model->scale * (float)by[g];
}

static void explain_groups(const fc_page *page, const fc_block_model *model, uint32_t i,
                           fc_buf *out)
{
    float by[FC_FG_COUNT];
    fc_blocks_evidence(page, &model->first, i, by);
    for (int shown = 0; shown < 3; shown++) {
        unsigned most = 0;
        for (unsigned g = 1; g < FC_FG_COUNT; g++)
            if (fabsf(by[g]) > fabsf(by[most]))
                most = g;
        fc_buf_printf(out, " %s %+.1f", fc_feature_group_names[most], (double)by[most]);
        by[most] = 0;
    }
}

/* The first bytes of the text, cut between characters. */
static void explain_text(const fc_page *page, const fc_block *b, fc_buf *out)
{
    size_t left = 60;
    for (uint32_t i = b->from; i < b->to && left; i++) {
        fc_str s = fc_str_trim(fc_dom_text(page->dom, i));
        if (page->dom->node[i].tag != FC_TAG_TEXT || !s.n)
            continue;
        size_t n = s.n < left ? s.n : left;
        while (n && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
            n--;
        for (size_t k = 0; k < n; k++)
            fc_buf_char(out, (unsigned char)s.p[k] < ' ' ? ' ' : s.p[k]);
        left = n < s.n ? 0 : left - n;
    }
}

void fc_blocks_explain(const fc_page *page, const fc_block_model *model, fc_buf *out)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        fc_buf_printf(out, "%s %.2f %5uw %3u%% linked  ", b->keep ? "keep" : "drop",
                      (double)b->p, b->words,
                      b->words ? 100 * b->link_words / b->words : 0);
        explain_place(page, b->owner, out);
        fc_buf_text(out, "  ");
        if (b->why)
            fc_buf_printf(out, " (%s)", b->why);
        else
            explain_groups(page, model, i, out);
        fc_buf_text(out, "  \"");
        explain_text(page, b, out);
        fc_buf_text(out, "\"\n");
    }
}
