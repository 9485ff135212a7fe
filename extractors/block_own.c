/* block_own.c - numbers measured on the page alone: the block's text, its place, the
 * elements above it, the item it is in. */
#include "extractors/block_numbers.h"

enum { MATES = 3, ITEM_BLOCKS = 2, LONG = 12, PROBES = 64 };

#define COLUMNS(X) \
    X(words) X(links) X(upper) X(digits) X(punct) X(ends) X(letters) X(depth) X(place) \
    X(block_place) X(index) X(from_end) X(from_h1) X(heading) X(kind) X(p) X(li) \
    X(cell) X(div) \
    X(in_li) X(in_nav) X(in_footer) X(in_header) X(in_aside) X(in_form) X(in_table) \
    X(in_section) X(in_quote) X(in_figure) X(in_dl) X(in_button) X(hidden) X(comment) \
    X(article) X(main) X(best) X(best_steps) X(likes) X(twins) X(like_words) \
    X(like_links) \
    X(like_spread) X(like_text) X(title) X(description) X(body) X(body_pairs) \
    X(page_best) \
    X(page_long) \
    X(page_words) X(page_blocks) X(page_links) X(page_articles) X(section_steps) \
    X(section_level) X(words_before) X(links_before) X(words_after) X(links_after) \
    X(like_before) X(like_after) X(wraps) X(linked_whole) \
    X(up0_words) X(up0_links) X(up0_share) X(up0_long) X(up0_blocks) X(up0_kids) \
    X(up0_mates) \
    X(up1_words) X(up1_links) X(up1_share) X(up1_long) X(up1_blocks) X(up1_kids) \
    X(up1_mates) \
    X(up2_words) X(up2_links) X(up2_share) X(up2_long) X(up2_blocks) X(up2_kids) \
    X(up2_mates) \
    X(up3_words) X(up3_links) X(up3_share) X(up3_long) X(up3_blocks) X(up3_kids) \
    X(up3_mates) \
    X(up5_words) X(up5_links) X(up5_share) X(up5_long) X(up5_blocks) X(up5_kids) \
    X(up5_mates) \
    X(item_mates) X(item_rank) X(item_words) X(item_links) X(item_long) X(item_blocks) \
    X(item_block) X(group_share) X(outer_mates) X(outer_rank) X(outer_words) \
    X(outer_links) \
    X(outer_share)

#define ENUM(name) N_##name,
#define NAME(name) #name,
enum { COLUMNS(ENUM) OWN };

const uint32_t fc_numbers_own_count = OWN;
const char *const fc_numbers_own_names[] = { COLUMNS(NAME) };

/* ---------------------------------------------------------------- surroundings */

/* Which element has blocks cannot be predicted, so nothing asks for it. */
static void sum_long(const fc_page *page, fc_surroundings *s)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        uint32_t e = b->owner;
        s->first[e] = s->first[e] < i ? s->first[e] : i;
        s->last[e] = i + 1;
        if (b->words >= LONG && b->link_words * 10 < b->words * 3)
            s->long_words[e] += b->words;
    }
    for (uint32_t i = page->elems; i-- > 1;) {
        uint32_t up = page->parent[i];
        uint32_t first = s->first[i], last = s->last[i];
        s->long_words[up] += s->long_words[i];
        s->first[up] = s->first[up] < first ? s->first[up] : first;
        s->last[up] = s->last[up] > last ? s->last[up] : last;
    }
}

static bool alike(const fc_page *page, uint32_t a, uint32_t b)
{
    return page->elem[a].key == page->elem[b].key && page->parent[a] == page->parent[b];
}

/* Siblings that look alike, by a table of the first of each. */
static void find_mates(const fc_page *page, fc_surroundings *s, uint32_t *lead,
                       fc_arena *a)
{
    uint32_t room = 16;
    while (room < 2 * page->elems)
        room *= 2;
    uint32_t *slot = fc_zalloc(a, room, sizeof *slot);
    for (uint32_t i = 1; i < page->elems; i++) {
        const fc_elem *e = &page->elem[i];
        if (e->flags & FC_EL_INLINE || !e->blocks)
            continue;
        uint32_t at = e->key ^ page->parent[i] * 0x9E3779B1u, probes = 0;
        at = at * 0x85EBCA6Bu >> 7 & (room - 1);
        while (slot[at] && !alike(page, slot[at], i) && probes++ < PROBES)
            at = (at + 1) & (room - 1);
        if (!slot[at])
            slot[at] = i;
        if (!alike(page, slot[at], i))
            continue;           /* a page made to fill the table unevenly */
        lead[i] = slot[at];
        s->rank[i] = s->mates[slot[at]]++;
    }
    for (uint32_t i = 1; i < page->elems; i++)
        s->mates[i] = s->mates[lead[i]]; /* of none: 0 */
}

void fc_surroundings_find(const fc_page *page, fc_surroundings *s, fc_arena *a)
{
    uint32_t n = page->elems;
    uint32_t *lead = fc_alloc(a, n * sizeof *lead);
    s->item = fc_alloc(a, n * sizeof *s->item);
    s->item[0] = 0;
    s->group = lead;
    s->mates = fc_zalloc(a, n, sizeof *s->mates);
    s->rank = fc_zalloc(a, n, sizeof *s->rank);
    s->first = fc_alloc(a, n * sizeof *s->first);
    for (uint32_t i = 0; i < n; i++) {
        lead[i] = i; /* and not 0 of all, which would be added to again and again */
        s->first[i] = page->blocks; /* of one without blocks */
    }
    s->last = fc_zalloc(a, n, sizeof *s->last);
    s->long_words = fc_zalloc(a, n, sizeof *s->long_words);
    s->group_words = fc_zalloc(a, n, sizeof *s->group_words);
    sum_long(page, s);
    find_mates(page, s, lead, a);
    for (uint32_t i = 1; i < n; i++) {
        const fc_elem *e = &page->elem[i];
        bool item = (s->mates[i] >= MATES) & (s->last[i] >= s->first[i] + ITEM_BLOCKS);
        s->item[i] = item ? i : s->item[page->parent[i]];
        s->group_words[lead[i]] += e->words;
    }
}

/* ---------------------------------------------------------------- columns */

/* What all blocks of an element share, found out when the first of them is filled. */
typedef struct above {
    float words, links, share, long_share, blocks, kids, mates;
} above;

typedef struct like {
    uint32_t words, links, last, long_words;
} like;

typedef struct filler {
    const fc_page *page;
    const fc_surroundings *s;
    above *above;               /* of each element that is known */
    bool *known;
    like *like;                 /* of the first block of each path */
    float page_best, page_links;
} filler;

#define PUT(column, value) (x[N_##column * FC_NUMBERS_LANES] = (float)(value))

static void put_text(const filler *f, const fc_block *b, float *x)
{
    PUT(words, b->words);
    PUT(links, fc_share(b->link_words, b->words));
    PUT(upper, fc_share(b->upper, b->chars));
    PUT(digits, fc_share(b->digits, b->chars));
    PUT(punct, fc_share(b->punct, b->words));
    PUT(ends, b->ends);
    PUT(letters, fc_share(b->chars, b->words));
    PUT(title, fc_share(b->title_words, b->words));
    PUT(description, fc_share(b->description_words, b->words));
    PUT(body, f->page->hints->body.n ? fc_share(b->body_pairs, b->pairs) : -1);
    PUT(body_pairs, b->body_pairs);
    PUT(kind, b->kind);
    PUT(wraps, b->wraps);
    PUT(linked_whole, b->words == b->link_words);
}

static unsigned within(const fc_page *page, uint32_t elem, uint32_t of)
{
    if (!of)
        return 2;
    uint32_t node = page->elem[elem].node, top = page->elem[of].node;
    return node >= top && node < page->dom->node[top].end;
}

static void put_element(const filler *f, const fc_block *b, float *x)
{
    const fc_elem *e = &f->page->elem[b->owner];
    PUT(depth, e->depth);
    PUT(heading, e->heading);
    PUT(p, e->tag == FC_TAG_P);
    PUT(li, e->tag == FC_TAG_LI);
    PUT(cell, e->tag == FC_TAG_TD || e->tag == FC_TAG_TH);
    PUT(div, e->tag == FC_TAG_DIV);
    PUT(in_li, (e->sem & FC_SEM_LI) != 0);
    PUT(in_nav, (e->sem & FC_SEM_NAV) != 0);
    PUT(in_footer, (e->sem & FC_SEM_FOOTER) != 0);
    PUT(in_header, (e->sem & FC_SEM_HEADER) != 0);
    PUT(in_aside, (e->sem & FC_SEM_ASIDE) != 0);
    PUT(in_form, (e->sem & FC_SEM_FORM) != 0);
    PUT(in_table, (e->sem & FC_SEM_TABLE) != 0);
    PUT(in_section, (e->sem & FC_SEM_SECTION) != 0);
    PUT(in_quote, (e->sem & FC_SEM_QUOTE) != 0);
    PUT(in_figure, (e->sem & FC_SEM_FIGURE) != 0);
    PUT(in_dl, (e->sem & FC_SEM_DL) != 0);
    PUT(in_button, (e->sem & (FC_SEM_BUTTON | FC_SEM_LABEL)) != 0);
    PUT(hidden, e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT));
    PUT(comment, (e->flags & FC_EL_COMMENT) != 0);
    PUT(article, within(f->page, b->owner, f->page->article));
    PUT(main, within(f->page, b->owner, f->page->main));
    PUT(best, e->common == 0 || within(f->page, b->owner, f->page->best) == 1);
    PUT(best_steps, e->common);
}

static void put_place(const filler *f, uint32_t i, float *x)
{
    const fc_page *page = f->page;
    const fc_block *b = &page->block[i];
    PUT(place, fc_share(b->before, page->words));
    PUT(block_place, fc_share(i, page->blocks));
    PUT(index, i);
    PUT(from_end, page->blocks - i);
    PUT(from_h1, page->h1 == FC_NO_BLOCK ? -9999 : (int32_t)i - page->h1);
    PUT(page_best, f->page_best);
    PUT(page_long, page->long_blocks);
    PUT(page_words, page->words);
    PUT(page_blocks, page->blocks);
    PUT(page_links, f->page_links);
    PUT(page_articles, page->articles);
    bool before = i > 0, after = i + 1 < page->blocks;
    const fc_block *p = before ? b - 1 : b, *n = after ? b + 1 : b;
    PUT(words_before, before ? (float)p->words : -1);
    PUT(links_before, before ? fc_share(p->link_words, p->words) : -1);
    PUT(words_after, after ? (float)n->words : -1);
    PUT(links_after, after ? fc_share(n->link_words, n->words) : -1);
    PUT(like_before, before && p->path == b->path);
    PUT(like_after, after && n->path == b->path);
}

/* The heading above; UINT32_MAX: none. */
static void put_heading(const filler *f, uint32_t i, uint32_t heading, float *x)
{
    const fc_page *page = f->page;
    bool some = heading != UINT32_MAX;
    PUT(section_steps, some ? i - heading : 999);
    PUT(section_level, some ? page->elem[page->block[heading].owner].heading : 0);
}

static const above *look_above(const filler *f, uint32_t elem)
{
    const fc_elem *e = &f->page->elem[elem];
    above *a = &f->above[elem];
    if (f->known[elem])
        return a;
    f->known[elem] = true;
    a->words = (float)e->words;
    a->links = fc_share(e->link_words, e->words);
    a->share = fc_share(e->words, f->page->words);
    a->long_share = fc_share(f->s->long_words[elem], e->words);
    a->blocks = (float)e->blocks;
    a->kids = (float)e->kids;
    a->mates = (float)f->s->mates[elem];
    return a;
}

static void put_ancestors(const filler *f, uint32_t elem, float *x)
{
    static const uint8_t levels[] = { 0, 1, 2, 3, 5 };
    unsigned level = 0;
    x += N_up0_words * FC_NUMBERS_LANES;
    for (unsigned k = 0; k < sizeof levels; k++) {
        for (; level < levels[k]; level++)
            elem = f->page->parent[elem];
        const above *a = look_above(f, elem);
        x[0] = a->words;
        x[FC_NUMBERS_LANES] = a->links;
        x[2 * FC_NUMBERS_LANES] = a->share;
        x[3 * FC_NUMBERS_LANES] = a->long_share;
        x[4 * FC_NUMBERS_LANES] = a->blocks;
        x[5 * FC_NUMBERS_LANES] = a->kids;
        x[6 * FC_NUMBERS_LANES] = a->mates;
        x += 7 * FC_NUMBERS_LANES;
    }
}

static void put_item(const filler *f, uint32_t i, uint32_t elem, float *x)
{
    const fc_surroundings *s = f->s;
    uint32_t item = s->item[elem];
    uint32_t outer = item ? s->item[f->page->parent[item]] : 0;
    const fc_elem *e = &f->page->elem[item], *o = &f->page->elem[outer];
    PUT(item_mates, item ? s->mates[item] : 0);
    PUT(item_rank, s->rank[item]);
    PUT(item_words, item ? e->words : 0);
    PUT(item_links, item ? fc_share(e->link_words, e->words) : -1);
    PUT(item_long, item ? fc_share(s->long_words[item], e->words) : -1);
    PUT(item_blocks, item ? e->blocks : 0);
    PUT(item_block, item ? i - s->first[item] : 0);
    PUT(group_share, item ? fc_share(s->group_words[s->group[item]], f->page->words) : 0);
    PUT(outer_mates, outer ? s->mates[outer] : 0);
    PUT(outer_rank, s->rank[outer]);
    PUT(outer_words, outer ? o->words : 0);
    PUT(outer_links, outer ? fc_share(o->link_words, o->words) : -1);
    PUT(outer_share,
        outer ? fc_share(s->group_words[s->group[outer]], f->page->words) : 0);
}

/* What blocks of one path have in common. */
static void put_likes(const filler *f, const fc_block *b, float *x)
{
    const like *l = &f->like[b->first_like];
    PUT(likes, b->likes);
    PUT(twins, b->twins);
    PUT(like_words, fc_share(l->words, b->likes));
    PUT(like_links, fc_share(l->links, l->words));
    PUT(like_spread, fc_share(l->last - b->first_like + 1, f->page->blocks));
    PUT(like_text, fc_share(l->long_words, l->words));
}

static void sum_likes(const fc_page *page, like *of)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        like *l = &of[b->first_like];
        l->words += b->words;
        l->links += b->link_words;
        l->last = i;
        if (b->words >= LONG && b->link_words * 10 < b->words * 3)
            l->long_words += b->words;
    }
}

void fc_numbers_own(const fc_page *page, const fc_surroundings *s, fc_numbers *n,
                    uint32_t at, fc_arena *a)
{
    filler f = { .page = page, .s = s };
    f.above = fc_alloc(a, page->elems * sizeof *f.above);
    f.known = fc_zalloc(a, page->elems, sizeof *f.known);
    f.like = fc_zalloc(a, page->blocks, sizeof *f.like);
    f.page_best = fc_share(page->elem[page->best].words, page->words);
    f.page_links = fc_share(page->link_words, page->words);
    sum_likes(page, f.like);
    uint32_t heading = UINT32_MAX;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        if (n->row[i] < n->rows) {
            float *x = fc_numbers_row(n, n->row[i]) + at * FC_NUMBERS_LANES;
            put_text(&f, b, x);
            put_element(&f, b, x);
            put_place(&f, i, x);
            put_heading(&f, i, heading, x);
            put_ancestors(&f, b->owner, x);
            put_item(&f, i, b->owner, x);
            put_likes(&f, b, x);
        }
        if (page->elem[b->owner].heading)
            heading = i;
    }
}
