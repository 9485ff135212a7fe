/* block_around.c - numbers that say what the first pass thought of a block and of what is
 * around it: neighbours, both sides of the page, the elements above, blocks of the same
 * path, item and section. Where a mean is of blocks that include this one, this one
 * counts little, so that its own margin is not seen twice. */
#include "extractors/block_numbers.h"
#include "base/bits.h"

#include <math.h>

enum { DECAYS = 3, SIDE_LANES = 4, LEVELS = 6, NOWHERE = 999, STEPS = 64 };

#define COLUMNS(X) \
    X(margin) X(before1) X(before2) X(before3) X(after1) X(after2) X(after3) \
    X(near_before) X(near_after) X(some_before) X(some_after) X(far_before) X(far_after) \
    X(content_before) X(content_after) X(up0) X(up1) X(up2) X(up3) X(up4) X(up5) \
    X(holder) X(next_up) X(alike) X(alike_most) X(item) X(group) X(group_place) X(outer) \
    X(outer_group) X(section) X(section_heading) X(section_words) X(most) \
    X(content_share) \
    X(content_words) X(expected_f1) X(rank) X(to_sure_before) X(to_sure_after) \
    X(from_first_sure) X(from_last_sure) X(before_first_level) X(best_up)

#define ENUM(name) A_##name,
#define NAME(name) "first pass: " #name,
enum { COLUMNS(ENUM) AROUND };

const uint32_t fc_numbers_around_count = AROUND;
const char *const fc_numbers_around_names[] = { COLUMNS(NAME) };

typedef struct mass {
    float content, words;       /* expected words of content, and all words */
} mass;

typedef struct filler {
    const fc_page *page;
    const fc_surroundings *s;
    const fc_numbers *n;
    uint32_t at;                /* the first column */
    float *p;                   /* of each block, by the first pass */
    mass *elem, *group, *alike;
    float *alike_most;
    float all;                  /* expected words of content on the page */
} filler;

#define PUT(column, value) (x[A_##column * FC_NUMBERS_LANES] = (float)(value))

FC_INLINE float *row_at(const filler *f, uint32_t row)
{
    return fc_numbers_row(f->n, row) + f->at * FC_NUMBERS_LANES;
}

/* NULL: the block gets no numbers. */
FC_INLINE float *row_of(const filler *f, uint32_t block)
{
    return f->n->row[block] < f->n->rows ? row_at(f, f->n->row[block]) : NULL;
}

/* The mean without most of what the block itself gives. */
static float mean(const mass *m, float p, float n)
{
    return (m->content - p * n + 0.3f * p) / (m->words - n + 0.3f);
}

static void add(mass *m, float p, float n)
{
    m->content += p * n;
    m->words += n;
}

static void sum(filler *f, fc_arena *a)
{
    const fc_page *page = f->page;
    f->p = fc_alloc(a, page->blocks * sizeof *f->p);
    f->elem = fc_zalloc(a, page->elems, sizeof *f->elem);
    f->group = fc_zalloc(a, page->elems, sizeof *f->group);
    f->alike = fc_zalloc(a, page->blocks, sizeof *f->alike);
    f->alike_most = fc_zalloc(a, page->blocks, sizeof *f->alike_most);
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        float p = 1 / (1 + expf(-b->margin)), n = (float)b->words;
        f->p[i] = p;
        f->all += p * n;
        add(&f->elem[b->owner], p, n);
        add(&f->alike[b->first_like], p, n);
        if (p > f->alike_most[b->first_like])
            f->alike_most[b->first_like] = p;
    }
    for (uint32_t i = page->elems; i-- > 1;) {
        mass *up = &f->elem[page->parent[i]];
        up->content += f->elem[i].content;
        up->words += f->elem[i].words;
    }
    for (uint32_t i = 1; i < page->elems; i++) {
        mass *g = &f->group[f->s->group[i]];
        g->content += f->elem[i].content;
        g->words += f->elem[i].words;
    }
}

static float margin(const fc_page *page, int64_t i)
{
    if (i < 0 || i >= page->blocks)
        return -7;
    float m = page->block[i].margin;
    return m < -6 ? -6 : m > 6 ? 6 : m;
}

static void put_neighbours(const filler *f)
{
    for (uint32_t r = 0; r < f->n->rows; r++) {
        float *x = row_at(f, r);
        uint32_t i = f->n->block[r];
        PUT(margin, margin(f->page, i));
        PUT(before1, margin(f->page, (int64_t)i - 1));
        PUT(before2, margin(f->page, (int64_t)i - 2));
        PUT(before3, margin(f->page, (int64_t)i - 3));
        PUT(after1, margin(f->page, (int64_t)i + 1));
        PUT(after2, margin(f->page, (int64_t)i + 2));
        PUT(after3, margin(f->page, (int64_t)i + 3));
    }
}

/* Means of p over all blocks on one side, which weigh less the farther they are; with a
 * lane more than needed they are one vector. */
static void put_side(const filler *f, bool after)
{
    static const float decay[SIDE_LANES] = { .5f, .8f, .95f };
    uint32_t column = A_near_before + after;
    float content[SIDE_LANES] = { 0 }, words[SIDE_LANES] = { 0 }, mean[SIDE_LANES];
    for (uint32_t k = 0; k < f->page->blocks; k++) {
        uint32_t i = after ? f->page->blocks - 1 - k : k;
        uint32_t n = f->page->block[i].words;
        float w = (float)(n < 60 ? n : 60) + 1, *x = row_of(f, i);
        for (uint32_t d = 0; d < SIDE_LANES; d++) {
            mean[d] = (content[d] + .1f) / (words[d] + 1);
            content[d] = (content[d] + f->p[i] * w) * decay[d];
            words[d] = (words[d] + w) * decay[d];
        }
        for (uint32_t d = 0; x && d < DECAYS; d++)
            x[(column + 2 * d) * FC_NUMBERS_LANES] = mean[d];
    }
}

static void put_above(const filler *f, uint32_t i, float *x)
{
    const fc_block *b = &f->page->block[i];
    uint32_t e = b->owner;
    float p = f->p[i], n = (float)b->words, holder = -1, next = -1;
    for (unsigned level = 0; level < LEVELS; level++) {
        const mass *m = &f->elem[e];
        x[(A_up0 + level) * FC_NUMBERS_LANES] = mean(m, p, n);
        if (next < 0 && m->words > n)
            next = fc_share(m->content, f->all);
        if (holder < 0 && m->content > .6f * f->all)
            holder = m->content / m->words;
        e = f->page->parent[e];
    }
    PUT(holder, holder);
    PUT(next_up, next);
    PUT(alike, mean(&f->alike[b->first_like], p, n));
    PUT(alike_most, f->alike_most[b->first_like]);
    uint32_t item = f->s->item[b->owner];
    uint32_t outer = item ? f->s->item[f->page->parent[item]] : 0;
    PUT(item, item ? mean(&f->elem[item], p, n) : -1);
    PUT(group, item ? mean(&f->group[f->s->group[item]], p, n) : -1);
    PUT(group_place, item ? fc_share(f->group[f->s->group[item]].content, f->all) : -1);
    PUT(outer, outer ? mean(&f->elem[outer], p, n) : -1);
    PUT(outer_group, outer ? mean(&f->group[f->s->group[outer]], p, n) : -1);
}

/* From one heading to the next. */
static void put_sections(const filler *f)
{
    const fc_page *page = f->page;
    for (uint32_t from = 0; from < page->blocks;) {
        bool headed = page->elem[page->block[from].owner].heading != 0;
        mass m = { 0, 0 };
        uint32_t to = from;
        do {
            if (!headed || to > from)
                add(&m, f->p[to], (float)page->block[to].words);
            to++;
        } while (to < page->blocks && !page->elem[page->block[to].owner].heading);
        for (uint32_t i = from; i < to; i++) {
            bool counted = !headed || i > from;
            float *x = row_of(f, i);
            if (!x)
                continue;
            PUT(section, m.words == 0 ? -1
                                      : mean(&m, counted ? f->p[i] : 0,
                                             counted ? (float)page->block[i].words : 0));
            PUT(section_heading, headed ? f->p[from] : -1);
            PUT(section_words, m.words);
        }
        from = to;
    }
}

/* How the page as a whole looks, and where the block ranks in it. */
static void put_page(const filler *f)
{
    const fc_page *page = f->page;
    float content[STEPS] = { 0 }, words[STEPS] = { 0 }, above = 0, taken = 0, best = 0,
          most = 0;
    uint32_t count[STEPS] = { 0 }, before[STEPS], ranked = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        int step = (int)(f->p[i] * (STEPS - 1));
        content[step] += f->p[i] * (float)page->block[i].words;
        words[step] += (float)page->block[i].words;
        count[step]++;
        most = f->p[i] > most ? f->p[i] : most;
    }
    for (int step = STEPS; step-- > 0;) {
        before[step] = ranked;
        ranked += count[step];
        above += content[step];
        taken += words[step];
        float f1 = taken + f->all > 0 ? 2 * above / (taken + f->all) : 0;
        best = f1 > best ? f1 : best;
    }
    float so_far = 0, content_share = fc_share(f->all, page->words);
    for (uint32_t i = 0; i < page->blocks; i++) {
        float before_it = so_far, *x = row_of(f, i);
        so_far += f->p[i] * (float)page->block[i].words;
        if (!x)
            continue;
        PUT(content_before, fc_share(before_it, f->all));
        PUT(content_after, 1 - fc_share(so_far, f->all));
        PUT(most, most);
        PUT(content_share, content_share);
        PUT(content_words, f->all);
        PUT(expected_f1, best);
        PUT(rank, fc_share(before[(int)(f->p[i] * (STEPS - 1))], page->blocks));
    }
}

static bool sure(const filler *f, uint32_t i)
{
    return f->p[i] > .6f && f->page->block[i].words >= 8;
}

/* Steps to the blocks of some length that are quite surely content. */
static void put_sure(const filler *f)
{
    int64_t n = f->page->blocks, first = -1, last = -1;
    for (uint32_t i = 0; i < n; i++) {
        float *x = row_of(f, i);
        if (x)
            PUT(to_sure_before, last < 0 ? NOWHERE : (int64_t)i - last);
        if (sure(f, i)) {
            first = first < 0 ? (int64_t)i : first;
            last = i;
        }
    }
    int64_t next = -1;
    for (uint32_t i = (uint32_t)n; i-- > 0;) {
        float *x = row_of(f, i);
        if (!x)
            continue;           /* and is not sure */
        PUT(to_sure_after, next < 0 ? NOWHERE : next - (int64_t)i);
        PUT(from_first_sure, first < 0 ? NOWHERE : (int64_t)i - first);
        PUT(from_last_sure, first < 0 ? NOWHERE : (int64_t)i - last);
        PUT(before_first_level, first < 0 ? NOWHERE :
            (int)f->page->elem[f->page->block[i].owner].depth -
            (int)f->page->elem[f->page->block[first].owner].depth);
        if (sure(f, i))
            next = i;
    }
}

/* The smallest element that holds most of the expected content: steps from the block up
 * to an ancestor it shares with it. */
static void put_best(const filler *f, fc_arena *a)
{
    const fc_page *page = f->page;
    uint32_t best = 0;
    for (uint32_t e = 1; e < page->elems; e++)
        if (page->parent[e] == best && f->elem[e].content > .8f * f->all)
            best = e;
    const uint16_t *steps = fc_page_steps(page, best, a);
    for (uint32_t r = 0; r < f->n->rows; r++) {
        float *x = row_at(f, r);
        PUT(best_up, steps[page->block[f->n->block[r]].owner]);
    }
}

void fc_numbers_around(const fc_page *page, const fc_surroundings *s, fc_numbers *n,
                       uint32_t at, fc_arena *a)
{
    filler all = { .page = page, .s = s, .n = n, .at = at }, *f = &all;
    sum(f, a);
    put_neighbours(f);
    put_side(f, false);
    put_side(f, true);
    for (uint32_t r = 0; r < n->rows; r++)
        put_above(f, n->block[r], row_at(f, r));
    put_sections(f);
    put_page(f);
    put_sure(f);
    put_best(f, a);
}
