/* block_features.c - the features of a text block. The list follows our study of block
 * models; statistics of whole ancestors, neighbours, headings above and most crosses are
 * left to the second pass, which is better at them. */
#include "extractors/block_model.h"

enum {
    NO_CUT = INT32_MAX,
    LEVELS = 6,             /* elements whose tags tell of a block: its owner and those
                               above */
    LEVEL_TOKENS = 10,      /* of each, at most */
    WRAP_BITS = 18,         /* of inline elements */
    MOST = FC_ELEM_TOKENS + FC_SEM_BITS, /* that an element adds to the bag */
    SINGLE = 64             /* more features than are put one by one, in no loop below */
};

/* Room for all but the bag without a check: what loops put, and the single ones. */
_Static_assert(FC_BLOCK_WORDS + WRAP_BITS + FC_LD_TYPES +
                       LEVELS * (LEVEL_TOKENS + 2) + SINGLE + MOST <=
                   FC_MAX_FEATURES, "put() looks at no bound");

/* Kinds of features within the groups; the numbers are part of the trained weights. */
enum {
    F_TAG = 1,
    F_CLASS,
    F_KEY,
    F_BAG,
    F_SEM,
    F_SEMS,
    F_HIDDEN,
    F_DEPTH,
    F_WORD,
    F_ALL,
    F_FIRST,
    F_LAST,
    F_WRAP,
    F_N,
    F_LINKS,
    F_SHAPE,
    F_UPPER,
    F_DIGITS,
    F_PUNCT,
    F_RELB,
    F_INDEX,
    F_FROMEND,
    F_H1,
    F_H1SHAPE,
    F_IN,
    F_WHERE,
    F_WHERESHAPE,
    F_LIKES,
    F_LIKESHAPE,
    F_TWINS,
    F_TITLE,
    F_DESC,
    F_LD,
    F_BIAS,
    F_LEN,
    F_KIND
};

/* Kinds that have few values, and how many: what each weighs is found out once a page. */
#define OF_FEW(X) \
    X(HIDDEN, 4) X(DEPTH, 17) X(WRAP, WRAP_BITS) X(N, 17) X(LINKS, 9) X(UPPER, 9) \
    X(DIGITS, 9) X(PUNCT, 18) X(RELB, 17) X(INDEX, 9) X(FROMEND, 9) X(H1, 17) \
    X(WHERE, 32) X(LIKES, 9) X(TWINS, 9) X(TITLE, 116) X(DESC, 116) X(BIAS, 1) \
    X(LEN, 9) X(KIND, 3)

#define PLACE_OF(kind, n) AT_##kind, AT_##kind##_LAST = AT_##kind + (n) - 1,
enum { OF_FEW(PLACE_OF) FEW };
_Static_assert((int)FEW <= (int)FC_MAX_FEATURES, "fc_features_few puts them all");

const char *const fc_feature_group_names[FC_FG_COUNT] = {
    "tags",  "classes",   "ancestors", "words", "shape",
    "place", "container", "likes",     "title", "page",
};

FC_INLINE void put(fc_features *f, fc_feature_group group, unsigned kind, uint32_t value)
{
    f->group[f->n] = (uint8_t)group;
    f->v[f->n++] = value ^ kind * 0x9E3779B1u;
}

/* One of a kind that has few. */
#define put_few(f, group, kind, value) put_or_add(f, group, F_##kind, AT_##kind, value)
FC_INLINE void put_or_add(fc_features *f, fc_feature_group group, unsigned kind,
                          unsigned at, uint32_t value)
{
    if (f->few)
        f->sum += f->few[at + value];
    else
        put(f, group, kind, value);
}

void fc_features_few(fc_features *f)
{
#define PUT_ALL(kind, n) \
    for (uint32_t value = 0; value < (n); value++) \
        put(f, FC_FG_COUNT, F_##kind, value);
    f->n = 0;
    OF_FEW(PUT_ALL)
#undef PUT_ALL
}

/* How many of the n cuts x reaches. All are looked at, without a branch: where x lies
 * cannot be predicted. */
FC_INLINE unsigned reached(uint64_t x, const int32_t *cuts, size_t n)
{
    int32_t v = x < NO_CUT ? (int32_t)x : NO_CUT - 1, count = 0;
    for (size_t i = 0; i < n; i++)
        count += v >= cuts[i];
    return (unsigned)count;
}
#define bin(x, cuts) reached(x, cuts, sizeof(cuts) / sizeof *(cuts))

/* Made up to powers of two with cuts that nothing reaches. */
#define NO NO_CUT
static const int32_t by_words[] = { 2,  3,  4,  6,   9,  14, 20, 30,
                                    45, 70, 120, NO, NO, NO, NO, NO };
static const int32_t by_few_words[] = { 4, 10, 25, NO };
static const int32_t by_count[] = { 1, 2, 3, 5, 8, 13, 25, 60 };
/* thousandths */
static const int32_t by_share[] = { 1, 100, 250, 400, 600, 800, 950, NO };
static const int32_t by_place[] = { 20,  50,  100, 200, 300, 400, 500, 600,
                                    700, 800, 900, 950, NO,  NO,  NO,  NO };
static const int32_t by_upper[] = { 1, 30, 60, 120, 250, 500, NO, NO };

static unsigned share(uint32_t part, uint32_t whole)
{
    return part && whole ? bin((uint64_t)part * 1000 / whole, by_share) : 0;
}

/* Length and link share as one number: what a block looks like from afar. */
void fc_features_open(fc_page *page)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        b->shape = bin(b->words, by_words) * 16 + share(b->link_words, b->words);
    }
}

/* ------------------------------------------------------------------------ by element */

void fc_features_bag(const fc_page *page, uint32_t elem, fc_features *f)
{
    const fc_elem *e = &page->elem[elem];
    uint32_t above = elem ? page->elem[page->parent[elem]].sem : 0;
    for (unsigned i = 0; i < e->fresh; i++)
        put(f, FC_FG_ANCESTORS, F_BAG, page->token[e->token + i]);
    for (uint32_t sem = e->sem & ~above; sem; sem &= sem - 1)
        put(f, FC_FG_ANCESTORS, F_SEM, fc_low_bit(sem));
}

void fc_features_words(const fc_page *page, uint32_t at, fc_features *f)
{
    uint32_t n = page->tokens - at;
    f->n = 0;
    for (uint32_t i = 0; i < n && i < FC_MAX_FEATURES; i++)
        put(f, FC_FG_ANCESTORS, F_BAG, page->token[at + i]);
}

void fc_features_places(fc_features *f)
{
    f->n = 0;
    for (uint32_t i = 0; i < FC_SEM_BITS; i++)
        put(f, FC_FG_ANCESTORS, F_SEM, i);
}

/* Tag and class words of an element some levels above what it owns. */
static void put_level(const fc_page *page, uint32_t elem, uint32_t level, fc_features *f)
{
    const fc_elem *e = &page->elem[elem];
    put(f, FC_FG_TAGS, F_TAG, level << 16 | e->tag);
    if (level >= 4 || !elem)
        return;
    for (unsigned i = 0; i < e->tokens && i < LEVEL_TOKENS; i++)
        put(f, FC_FG_CLASSES, F_CLASS, page->token[e->token + i] + level * 0x632BE5ABu);
    if (level < 3)
        put(f, FC_FG_CLASSES, F_KEY, e->key + level);
}

void fc_features_above(const fc_page *page, uint32_t elem, fc_features *f)
{
    for (uint32_t level = 1; level < LEVELS; level++) {
        put_level(page, elem, level, f);
        if (!elem)
            break;
        elem = page->parent[elem];
    }
}

static unsigned within(const fc_page *page, uint32_t elem, uint32_t of)
{
    if (!of)
        return 2;
    uint32_t node = page->elem[elem].node, top = page->elem[of].node;
    return node >= top && node < page->dom->node[top].end;
}

/* Membership of the best container, the largest <article> and <main>. */
static uint32_t where(const fc_page *page, uint32_t elem)
{
    return within(page, elem, page->article) | within(page, elem, page->main) << 2 |
           (page->elem[elem].common == 0 || within(page, elem, page->best)) << 4;
}

void fc_features_owner(const fc_page *page, uint32_t elem, fc_features *f)
{
    static const int32_t by_depth[] = { 3,  5,  7,  9,  11, 13, 16, 20,
                                        25, NO, NO, NO, NO, NO, NO, NO };
    static const int32_t by_steps[] = { 1, 2, 3, 4, 5, 7, NO, NO };
    const fc_elem *e = &page->elem[elem];
    const uint32_t some = FC_SEM_ARTICLE | FC_SEM_MAIN | FC_SEM_NAV | FC_SEM_ASIDE |
                          FC_SEM_FOOTER | FC_SEM_HEADER | FC_SEM_FORM | FC_SEM_TABLE |
                          FC_SEM_LI | FC_SEM_P | FC_SEM_NOSCRIPT | FC_SEM_BUTTON;
    put_level(page, elem, 0, f);
    put(f, FC_FG_ANCESTORS, F_SEMS, e->sem & some);
    put_few(f, FC_FG_ANCESTORS, HIDDEN, e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT));
    put_few(f, FC_FG_SHAPE, DEPTH, bin(e->depth, by_depth));
    uint32_t in = where(page, elem);
    put(f, FC_FG_CONTAINER, F_IN, in >> 4 << 8 | bin(e->common, by_steps));
    put_few(f, FC_FG_CONTAINER, WHERE, in);
}

/* -------------------------------------------------------------------------- by block */

static void own_words(const fc_block *b, fc_features *f)
{
    if (b->words <= 6) {
        for (unsigned i = 0; i < b->stored; i++)
            put(f, FC_FG_WORDS, F_WORD, b->word[i]);
        put(f, FC_FG_WORDS, F_ALL, b->text);
    }
    if (b->stored)
        put(f, FC_FG_WORDS, F_FIRST, b->word[0]);
    put(f, FC_FG_WORDS, F_LAST, b->last);
    for (uint32_t wraps = b->wraps & ((1u << WRAP_BITS) - 1); wraps; wraps &= wraps - 1)
        put_few(f, FC_FG_TAGS, WRAP, fc_low_bit(wraps));
}

static void own_shape(const fc_page *page, const fc_block *b, fc_features *f)
{
    uint32_t tag = page->elem[b->owner].tag, n = b->shape / 16;
    uint32_t punct = bin(b->punct, by_count);
    put_few(f, FC_FG_SHAPE, N, n);
    put_few(f, FC_FG_SHAPE, LINKS, share(b->link_words, b->words));
    put(f, FC_FG_SHAPE, F_SHAPE, tag << 8 | b->shape);
    put_few(f, FC_FG_SHAPE, UPPER,
            bin((uint64_t)b->upper * 1000 / (b->chars + 1), by_upper));
    put_few(f, FC_FG_SHAPE, DIGITS,
            bin((uint64_t)b->digits * 1000 / (b->chars + 1), by_upper));
    put_few(f, FC_FG_SHAPE, PUNCT, punct << 1 | b->ends);
    put_few(f, FC_FG_SHAPE, LEN, bin(b->chars / (b->words + 1), by_count));
    put_few(f, FC_FG_SHAPE, KIND, b->kind);
    put_few(f, FC_FG_SHAPE, BIAS, 0);
}

static void place(const fc_page *page, uint32_t i, fc_features *f)
{
    static const int32_t by_index[] = { 1, 3, 6, 12, 25, 50, 100, 200 };
    static const int32_t by_end[] = { 2, 4, 8, 16, 32, 64, 128, NO };
    static const int32_t by_h1[] = { 70,  90,  96,  99,  100, 101, 102, 104,
                                     108, 116, 132, 164, 228, 356, NO,  NO };
    static const int32_t by_h1_few[] = { 96, 100, 101, 104, 116, 164, 228, NO };
    const fc_block *b = &page->block[i];
    put_few(f, FC_FG_PLACE, RELB, bin((uint64_t)i * 1000 / page->blocks, by_place));
    put_few(f, FC_FG_PLACE, INDEX, bin(i, by_index));
    put_few(f, FC_FG_PLACE, FROMEND, bin(page->blocks - i, by_end));
    if (page->h1 == FC_NO_BLOCK) {
        put(f, FC_FG_PLACE, F_H1, 999);
        return;
    }
    int64_t from_h1 = (int64_t)i - page->h1 + 100;
    uint64_t d = from_h1 < 0 ? 0 : (uint64_t)from_h1;
    put_few(f, FC_FG_PLACE, H1, bin(d, by_h1));
    put(f, FC_FG_PLACE, F_H1SHAPE, bin(d, by_h1_few) << 24 |
        (uint32_t)page->elem[b->owner].tag << 8 | b->shape);
}

static void relations(const fc_page *page, const fc_block *b, fc_features *f)
{
    const fc_page_hints *hints = page->hints;
    uint32_t tag = page->elem[b->owner].tag, shape = b->shape, n = b->shape / 16;
    uint32_t in = where(page, b->owner), few = bin(b->words, by_few_words);
    uint32_t tagged = tag << 8 | shape, likes = bin(b->likes, by_count);
    put(f, FC_FG_CONTAINER, F_WHERESHAPE, in << 24 | tagged);
    put_few(f, FC_FG_LIKES, LIKES, likes);
    put(f, FC_FG_LIKES, F_LIKESHAPE, likes << 24 | tagged);
    put_few(f, FC_FG_LIKES, TWINS, bin(b->twins, by_count));
    put_few(f, FC_FG_TITLE, TITLE, share(b->title_words, b->words) << 4 | few);
    put_few(f, FC_FG_TITLE, DESC, share(b->description_words, b->words) << 4 | few);
    for (unsigned i = 0; i < hints->lds; i++)
        put(f, FC_FG_PAGE, F_LD, hints->ld[i] + n * 0x01000193u);
}

void fc_features_block(const fc_page *page, uint32_t i, fc_features *f)
{
    const fc_block *b = &page->block[i];
    own_words(b, f);
    own_shape(page, b, f);
    place(page, i, f);
    relations(page, b, f);
}

void fc_features_all(const fc_page *page, uint32_t i, fc_features *f)
{
    uint32_t owner = page->block[i].owner;
    f->n = 0;
    f->few = NULL;
    fc_features_block(page, i, f);
    fc_features_owner(page, owner, f);
    if (owner)
        fc_features_above(page, page->parent[owner], f);
    for (uint32_t e = owner; f->n + MOST <= FC_MAX_FEATURES; e = page->parent[e]) {
        fc_features_bag(page, e, f);
        if (!e)
            break;
    }
    for (unsigned k = 0; k < f->n; k++)
        f->v[k] = fc_feature_hash(f->v[k]);
}
