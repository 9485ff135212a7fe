/* blocks.c - the text blocks of a page and what is measured across them.
 *
 * A block ends where a block-level element begins or ends, at a rule and at two line
 * breaks. The element that owns it is the nearest block-level one. */
#include "base/str.h"
#include "extractors/code.h"
#include "extractors/formula.h"

enum { LONG = 20, CREDIT_WORDS = 8, CREDIT_STEPS = 4, PROBES = 64 };

typedef struct build {
    fc_page *page;
    fc_arena *a;
    size_t cap;
    uint32_t open;              /* element the walk is in */
    uint32_t open_end;          /* node where it ends; that of the root is none */
    uint32_t owner;             /* nearest block-level one */
    unsigned links;             /* open <a> */
    uint32_t hidden;            /* node where an inline hidden stretch ends */
    unsigned breaks;            /* <br> since the last text */
    bool running;               /* a block is open */
    fc_word_count count;
    fc_word_hints words;
} build;

static fc_block *current(build *b)
{
    return &b->page->block[b->page->blocks];
}

static void begin(build *b, uint32_t node, uint32_t owner, fc_block_kind kind)
{
    fc_page *page = b->page;
    if (page->blocks + 1 >= b->cap) {
        size_t cap = b->cap * 2;
        page->block = fc_grow(b->a, page->block, b->cap * sizeof *page->block,
                              cap * sizeof *page->block);
        b->cap = cap;
    }
    memset(current(b), 0, sizeof(fc_block));
    current(b)->from = node;
    current(b)->owner = owner;
    current(b)->kind = (uint8_t)kind;
    current(b)->text = 2166136261u;
    b->running = true;
}

/* The block ends before this node; without words it was none. */
static void finish(build *b, uint32_t node)
{
    if (!b->running)
        return;
    fc_words_end(current(b), &b->count, &b->words);
    current(b)->to = node;
    b->running = false;
    b->breaks = 0;
    if (current(b)->words)
        b->page->blocks++;
}

static void add_text(build *b, uint32_t node, bool linked)
{
    fc_words_add(current(b), &b->count, fc_dom_text(b->page->dom, node), linked,
                 &b->words);
}

/* A formula counts as three words whatever it is. */
static void add_formula(build *b)
{
    current(b)->formulas++;
    fc_words_add(current(b), &b->count, FC_STR(" formula formula formula "), false,
                 &b->words);
}

/* A whole subtree as one block. */
static void add_whole(build *b, uint32_t node, fc_block_kind kind)
{
    const fc_dom *dom = b->page->dom;
    uint32_t end = dom->node[node].end, link_end = 0;
    finish(b, node);
    begin(b, node, b->page->elem_of[node], kind);
    for (uint32_t i = node + 1; i < end; i++) {
        const fc_node *n = &dom->node[i];
        if (n->tag == FC_TAG_A)
            link_end = n->end;
        else if (n->tag == FC_TAG_TEXT && !n->blank)
            add_text(b, i, i < link_end);
        else if (n->tag == FC_TAG_IMG && fc_formula_is_image(dom, i))
            add_formula(b);
        if (n->tag != FC_TAG_TEXT && !(fc_tag_flags[n->tag] & FC_TAGF_BLOCK))
            continue;
        fc_words_add(current(b), &b->count, FC_STR(" "), false, &b->words);
    }
    finish(b, end);
}

static void note_wraps(build *b)
{
    fc_block *block = current(b);
    if (b->open == b->owner)
        return;
    block->wraps |= b->page->elem[b->open].wraps;
    if (!block->wrap)
        block->wrap = b->open;
}

static void on_text(build *b, uint32_t node)
{
    if (b->page->dom->node[node].blank) {
        if (b->running)
            add_text(b, node, false);
        return;
    }
    if (node < b->hidden)
        return;
    if (!b->running)
        begin(b, node, b->owner, FC_BLOCK_TEXT);
    b->breaks = 0;
    note_wraps(b);
    add_text(b, node, b->links > 0);
}

static void on_break(build *b, uint32_t node)
{
    if (!b->running)
        return;
    fc_words_add(current(b), &b->count, FC_STR(" "), false, &b->words);
    if (++b->breaks == 2)
        finish(b, node);
}

static void on_formula(build *b, uint32_t node)
{
    if (!b->running)
        begin(b, node, b->owner, FC_BLOCK_TEXT);
    b->breaks = 0;
    add_formula(b);
}

/* Open an element with text. */
static void on_element(build *b, uint32_t node)
{
    b->open = b->page->elem_of[node];
    const fc_elem *e = &b->page->elem[b->open];
    bool hidden_above = b->page->elem[b->page->parent[b->open]].flags & FC_EL_HIDDEN;
    b->open_end = b->page->dom->node[node].end;
    if (!(e->flags & FC_EL_INLINE)) {
        finish(b, node);
        b->owner = b->open;
    } else if ((e->flags & FC_EL_HIDDEN) && !hidden_above) {
        b->hidden = b->page->dom->node[node].end;
    }
    b->links += e->tag == FC_TAG_A;
}

static uint32_t end_of(const fc_page *page, uint32_t e)
{
    return e ? page->dom->node[page->elem[e].node].end : UINT32_MAX;
}

/* Leave the elements that end at or before this node. */
static void leave(build *b, uint32_t node)
{
    const fc_page *page = b->page;
    while (b->open_end <= node) {
        const fc_elem *e = &page->elem[b->open];
        b->links -= e->tag == FC_TAG_A;
        if (!(e->flags & FC_EL_INLINE))
            finish(b, b->open_end);
        b->open = page->parent[b->open];
        b->open_end = end_of(page, b->open);
    }
    b->owner = page->elem[b->open].block;
}

/* Elements that are never skipped, and formulas, code or tables only when a word of their
 * class says so: nearly all. */
static const bool plain[FC_TAG_COUNT] = {
    [FC_TAG_A] = true, [FC_TAG_ARTICLE] = true, [FC_TAG_B] = true, [FC_TAG_DIV] = true,
    [FC_TAG_EM] = true, [FC_TAG_FOOTER] = true, [FC_TAG_H1] = true, [FC_TAG_H2] = true,
    [FC_TAG_H3] = true, [FC_TAG_H4] = true, [FC_TAG_HEADER] = true, [FC_TAG_I] = true,
    [FC_TAG_LABEL] = true, [FC_TAG_LI] = true, [FC_TAG_NAV] = true, [FC_TAG_P] = true,
    [FC_TAG_SECTION] = true, [FC_TAG_SMALL] = true, [FC_TAG_SPAN] = true,
    [FC_TAG_STRONG] = true, [FC_TAG_TD] = true, [FC_TAG_TIME] = true, [FC_TAG_TR] = true,
    [FC_TAG_UL] = true,
};

static bool is_plain(const fc_page *page, uint32_t node)
{
    uint32_t e = page->elem_of[node];
    return plain[page->dom->node[node].tag] && e &&
           !(page->elem[e].flags & (FC_EL_FORMULA | FC_EL_CODE | FC_EL_GRID));
}

static bool may_be_table(const fc_page *page, uint32_t node)
{
    unsigned flags = page->elem[page->elem_of[node]].flags;
    return page->dom->node[node].tag == FC_TAG_TABLE ||
           (flags & FC_EL_GRID && !(flags & FC_EL_INLINE));
}

static void walk(build *b)
{
    const fc_dom *dom = b->page->dom;
    for (uint32_t i = 1; i < dom->n;) {
        const fc_node *n = &dom->node[i];
        fc_formula_role role;
        if (b->open_end <= i)
            leave(b, i);
        if (n->tag == FC_TAG_TEXT) {
            on_text(b, i++);
        } else if (is_plain(b->page, i)) {
            on_element(b, i++);
        } else if (n->tag == FC_TAG_BR) {
            on_break(b, i++);
        } else if (n->tag == FC_TAG_HR) {
            finish(b, i++);
        } else if ((role = fc_formula_look(b->page, i)) != FC_NO_FORMULA) {
            if (role == FC_FORMULA)
                on_formula(b, i);
            i = n->end;
        } else if (fc_tag_is_skipped(n->tag)) {
            i = n->end;
        } else if (!b->page->elem_of[i]) {
            if (!(fc_tag_flags[n->tag] & FC_TAGF_BLOCK)) {
                i++; /* an image or an empty <a>: part of the run */
            } else {
                finish(b, i);
                i = n->end;
            }
        } else if (fc_code_is_block(b->page, i)) {
            add_whole(b, i, FC_BLOCK_PRE);
            i = n->end;
        } else if (may_be_table(b->page, i) && fc_table_is_data(b->page, i)) {
            add_whole(b, i, FC_BLOCK_TABLE);
            i = n->end;
        } else {
            on_element(b, i++);
        }
    }
    leave(b, dom->n);
    finish(b, dom->n);
}

/* ------------------------------------------------------------- measures across blocks */

/* A number per key, 0 at first, in a table with room for twice as many. The caller makes
 * it more than 0 before it asks for the next key. */
typedef struct tally {
    uint32_t *key, *count;
    uint32_t mask;
} tally;

static void tally_open(tally *t, uint32_t n, fc_arena *a)
{
    uint32_t room = 16;
    while (room < 2 * n)
        room *= 2;
    t->key = fc_alloc(a, room * sizeof *t->key);
    t->count = fc_zalloc(a, room, sizeof *t->count);
    t->mask = room - 1;
}

static uint32_t *tally_of(tally *t, uint32_t key)
{
    uint32_t i = key * 0x9E3779B1u >> 7 & t->mask, probes = 0;
    while (t->count[i] && t->key[i] != key && probes++ < PROBES)
        i = (i + 1) & t->mask;
    t->key[i] = key;
    return &t->count[i];
}

static uint32_t path_of(const fc_page *page, uint32_t e)
{
    uint32_t h = page->elem[e].key, up = page->parent[e];
    h = h * 0x85EBCA6Bu + page->elem[up].key;
    return h * 0xC2B2AE35u + page->elem[page->parent[up]].key;
}

static void count_likes(fc_page *page, fc_arena *a)
{
    tally paths, texts;
    uint32_t n = page->blocks;
    fc_block *block = page->block;
    tally_open(&paths, n, a);
    tally_open(&texts, n, a);
    for (uint32_t i = 0; i < n; i++) {
        block[i].path = path_of(page, block[i].owner);
        uint32_t *first = tally_of(&paths, block[i].path);
        uint32_t *twins = tally_of(&texts, block[i].text);
        if (!*first)
            *first = i + 1;
        block[i].first_like = *first - 1;
        block[*first - 1].likes++;
        ++*twins;
    }
    for (uint32_t i = 0; i < n; i++) {
        block[i].likes = block[block[i].first_like].likes;
        block[i].twins = *tally_of(&texts, block[i].text);
    }
}

static bool is_long(const fc_block *b, uint32_t words)
{
    return b->words >= words && b->link_words * 10 < b->words * 3;
}

/* Readability's idea, in integers: a paragraph credits its parent, and with 0.6 of it
 * each the next three ancestors. */
static void give_credit(fc_page *page, const fc_block *b)
{
    if (b->words < CREDIT_WORDS)
        return;
    uint32_t s = (b->words < 60 ? b->words * 50 : 3000) + 1000 +
                 1000 * (b->punct < 3 ? b->punct : 3);
    s -= (uint32_t)((uint64_t)s * b->link_words / b->words);
    uint32_t e = page->parent[b->owner];
    for (int step = 0; step < CREDIT_STEPS; step++) {
        page->elem[e].credit += s;
        s = s * 3 / 5;
        if (!e)
            break;
        e = page->parent[e];
    }
}

static void sum_up(fc_page *page)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        fc_elem *e = &page->elem[b->owner];
        b->before = page->words;
        page->words += b->words;
        page->link_words += b->link_words;
        page->long_blocks += is_long(b, LONG);
        e->words += b->words;
        e->link_words += b->link_words;
        e->blocks++;
        give_credit(page, b);
    }
    for (uint32_t i = page->elems; i-- > 1;) {
        fc_elem *up = &page->elem[page->parent[i]];
        up->words += page->elem[i].words;
        up->link_words += page->elem[i].link_words;
        up->blocks += page->elem[i].blocks;
    }
}

uint16_t *fc_page_steps(const fc_page *page, uint32_t elem, fc_arena *a)
{
    uint16_t *steps = fc_alloc(a, page->elems * sizeof *steps), up = 0;
    uint32_t *chain = fc_alloc(a, (page->elem[elem].depth + 2u) * sizeof *chain);
    for (uint32_t e = elem;; e = page->parent[e]) {
        chain[up++] = e;
        if (!e)
            break;
    }
    for (uint32_t i = 0; i < page->elems; i++) {
        bool shared = up && i == chain[up - 1]; /* parents come first */
        up -= shared;
        steps[i] = shared ? up : steps[page->parent[i]];
    }
    return steps;
}

/* The single container a one-container extractor would take, and the largest <article>
 * and <main>. */
static void find_containers(fc_page *page, fc_arena *a)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < page->elems; i++) {
        const fc_elem *e = &page->elem[i];
        uint64_t s = 0;
        if (e->words)
            s = (uint64_t)e->credit * (e->words - e->link_words) / e->words;
        if (s > most) {
            most = s;
            page->best = i;
        }
        if (e->tag == FC_TAG_ARTICLE &&
            (!page->article || e->words > page->elem[page->article].words))
            page->article = i;
        if (e->tag == FC_TAG_MAIN &&
            (!page->main || e->words > page->elem[page->main].words))
            page->main = i;
    }
    const uint16_t *steps = fc_page_steps(page, page->best, a);
    for (uint32_t i = 0; i < page->elems; i++)
        page->elem[i].common = steps[i];
}

/* The block of the page's title: an <h1> with a word of the title, any <h1>, or the block
 * that shares most of its words with the title. */
static int32_t find_title(const fc_page *page)
{
    int32_t first = FC_NO_BLOCK, best = FC_NO_BLOCK;
    uint32_t most = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        const fc_elem *e = &page->elem[b->owner];
        if (e->heading == 1 && b->title_words)
            return (int32_t)i;
        if (e->heading == 1 && first == FC_NO_BLOCK)
            first = (int32_t)i;
        uint32_t share = b->title_words < 2 ? 0 : b->title_words * 100 / (b->words + 3) +
                                                  (e->heading ? 20 : 0);
        if (share > most) {
            most = share;
            best = (int32_t)i;
        }
    }
    return first != FC_NO_BLOCK ? first : best;
}

bool fc_page_build(fc_page *page, const fc_dom *dom, const fc_page_hints *hints,
                   fc_arena *a)
{
    memset(page, 0, sizeof *page);
    page->dom = dom;
    page->hints = hints;
    fc_formula_index(page, a);
    fc_page_elements(page, a);
    fc_page_panels(page);
    build b = { .page = page, .a = a, .cap = 256, .open_end = UINT32_MAX };
    fc_word_hints_fill(&b.words, hints);
    page->block = fc_alloc(a, b.cap * sizeof *page->block);
    walk(&b);
    if (!page->blocks)
        return false;
    count_likes(page, a);
    sum_up(page);
    find_containers(page, a);
    page->h1 = find_title(page);
    return true;
}
