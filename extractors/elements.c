/* elements.c - the elements of a page that hold text: their tokens, their flags, and what
 * they inherit. One pass; each start tag is read once. */
#include "base/bits.h"
#include "base/str.h"
#include "extractors/class_words.h"
#include "extractors/formula.h"
#include "extractors/table.h"
#include "html/style.h"

enum {
    MIN_TAG = 8,            /* bytes of the shortest start tag with an attribute we
                               read */
    OPEN_BITS = 10, OPEN_TOKENS = 1 << OPEN_BITS
};

static const uint32_t sem_of[FC_TAG_COUNT] = {
    [FC_TAG_ARTICLE] = FC_SEM_ARTICLE,
    [FC_TAG_MAIN] = FC_SEM_MAIN,
    [FC_TAG_NAV] = FC_SEM_NAV,
    [FC_TAG_ASIDE] = FC_SEM_ASIDE,
    [FC_TAG_FOOTER] = FC_SEM_FOOTER,
    [FC_TAG_HEADER] = FC_SEM_HEADER,
    [FC_TAG_FORM] = FC_SEM_FORM,
    [FC_TAG_TABLE] = FC_SEM_TABLE,
    [FC_TAG_LI] = FC_SEM_LI,
    [FC_TAG_P] = FC_SEM_P,
    [FC_TAG_NOSCRIPT] = FC_SEM_NOSCRIPT,
    [FC_TAG_BUTTON] = FC_SEM_BUTTON,
    [FC_TAG_BLOCKQUOTE] = FC_SEM_QUOTE,
    [FC_TAG_FIGURE] = FC_SEM_FIGURE,
    [FC_TAG_SECTION] = FC_SEM_SECTION,
    [FC_TAG_DL] = FC_SEM_DL,
    [FC_TAG_H1] = FC_SEM_HEADING,
    [FC_TAG_H2] = FC_SEM_HEADING,
    [FC_TAG_H3] = FC_SEM_HEADING,
    [FC_TAG_H4] = FC_SEM_HEADING,
    [FC_TAG_H5] = FC_SEM_HEADING,
    [FC_TAG_H6] = FC_SEM_HEADING,
    [FC_TAG_LABEL] = FC_SEM_LABEL,
    [FC_TAG_DETAILS] = FC_SEM_DETAILS,
    [FC_TAG_DIALOG] = FC_SEM_DIALOG,
    [FC_TAG_FIGCAPTION] = FC_SEM_CAPTION,
    [FC_TAG_CAPTION] = FC_SEM_CAPTION,
};

/* Inline elements whose presence in a block is told: bits of wraps by tag. */
static const uint32_t wrap_bits[FC_TAG_COUNT] = {
    [FC_TAG_A] = 1, [FC_TAG_B] = 1 << 1, [FC_TAG_STRONG] = 1 << 2, [FC_TAG_I] = 1 << 3,
    [FC_TAG_EM] = 1 << 4, [FC_TAG_SPAN] = 1 << 5, [FC_TAG_FONT] = 1 << 6,
    [FC_TAG_TIME] = 1 << 7, [FC_TAG_BUTTON] = 1 << 8, [FC_TAG_LABEL] = 1 << 9,
    [FC_TAG_CODE] = FC_WRAP_CODE, [FC_TAG_SMALL] = 1 << 11, [FC_TAG_ABBR] = 1 << 12,
    [FC_TAG_CITE] = 1 << 13, [FC_TAG_SUP] = 1 << 14, [FC_TAG_MATH] = 1 << 15,
    [FC_TAG_U] = 1 << 16, [FC_TAG_KBD] = 1 << 17,
};

/* The outermost open element that has a token: it is open while its end is not reached.
 * Two tokens for one place displace each other; a displaced one counts as fresh again. */
typedef struct open_token {
    uint32_t token, end;
} open_token;

typedef struct build {
    fc_page *page;
    fc_arena *a;
    size_t tokens, token_cap;
    open_token open[OPEN_TOKENS];
    fc_classes classes;
    uint32_t read;              /* fc_attr_bit of the attributes that are read, other than
                                   class and id */
} build;

static void make_room(build *b, size_t more)
{
    if (b->tokens + more <= b->token_cap)
        return;
    size_t cap = b->token_cap * 2;
    b->page->token = fc_grow(b->a, b->page->token, b->token_cap * sizeof(uint32_t),
                             cap * sizeof(uint32_t));
    b->token_cap = cap;
}

static void add_token(build *b, fc_elem *e, uint32_t h)
{
    if (fc_word_among(b->page->token + e->token, e->tokens, h))
        return;
    make_room(b, 1);
    b->page->token[b->tokens++] = h;
    e->tokens++;
}

/* The words of a value as tokens, at most max of them; those of an id, which has no salt,
 * set flags. */
static void add_words(build *b, fc_elem *e, fc_str value, uint32_t salt, int max)
{
    size_t at = 0;
    uint32_t h;
    while (max-- > 0 && e->tokens < FC_ELEM_TOKENS && fc_class_word(value, &at, &h)) {
        add_token(b, e, h ^ salt);
        e->flags |= salt ? 0 : fc_class_word_flags(&b->classes, h);
    }
}

/* display:none or visibility:hidden in a style attribute, blanks allowed. */
static bool style_hides(fc_str style)
{
    static const fc_str pairs[2][2] = { { { "display", 7 }, { "none", 4 } },
                                        { { "visibility", 10 }, { "hidden", 6 } } };
    for (int i = 0; i < 2; i++) {
        size_t at = fc_str_ifind(style, pairs[i][0]) + pairs[i][0].n;
        while (at < style.n && (fc_is_space(style.p[at]) || style.p[at] == ':'))
            at++;
        if (at < style.n && fc_str_istarts(fc_str_sub(style, at, style.n), pairs[i][1]))
            return true;
    }
    return false;
}

/* Its words as tokens and in the key; most elements have no others before them. */
static void add_class(build *b, fc_elem *e, fc_class *w)
{
    size_t from = e->tokens;
    if (from == 0) {
        make_room(b, w->n);
        memcpy(b->page->token + b->tokens, w->word, w->n * sizeof *w->word);
        b->tokens += w->n;
        e->tokens = w->n;
    }
    for (unsigned i = 0; from && i < w->n && e->tokens < FC_ELEM_TOKENS; i++)
        add_token(b, e, w->word[i]);
    e->flags |= w->flags;
    if (from == 0 && w->key && w->tag == e->tag) {
        e->key = w->key;
    } else {
        for (size_t i = from; i < e->tokens; i++)
            e->key = (e->key ^ b->page->token[e->token + i]) * FC_WORD_PRIME;
    }
    if (from == 0) {
        w->tag = e->tag;
        w->key = e->key;
    }
    if (e->flags & FC_EL_INLINE && w->hides == FC_NOT_ASKED)
        w->hides = fc_class_hides(w->value);
}

/* React streams the real page into <div hidden id="S:0">, and a script shows it. */
static bool react_holder(fc_str id)
{
    return id.n >= 3 && id.p[0] == 'S' && id.p[1] == ':' && fc_is_digit(id.p[2]);
}

typedef struct attributes {
    fc_str class, id;
    bool hidden;
} attributes;

/* Whether it hides, has a font for code, or lays out a table. */
static void read_style(fc_elem *e, attributes *found, fc_str style)
{
    found->hidden |= style_hides(style);
    if (fc_style_is_monospace(style))
        e->flags |= FC_EL_CODE;
    if (fc_table_grid_style(style))
        e->flags |= FC_EL_GRID;
}

/* Attributes other than class and id whose words are tokens, told apart by a salt. */
typedef struct worded {
    fc_str name;
    uint32_t salt;
    int max;
} worded;

static const worded worded_attributes[] = {
    { { "role", 4 }, 0x51ED270Bu, 2 }, { { "itemprop", 8 }, 0x2C1B3C6Du, 3 },
    { { "itemtype", 8 }, 0x297A2D39u, 5 }, { { "aria-label", 10 }, 0x6A09E667u, 4 },
    { { "data-testid", 11 }, 0x3C6EF372u, 4 },
    { { "data-component", 14 }, 0x1F83D9ABu, 4 },
    { { "data-type", 9 }, 0x5BE0CD19u, 3 }, { { "property", 8 }, 0x14292967u, 3 },
    { { "rel", 3 }, 0x428A2F98u, 2 }, { { "name", 4 }, 0x71374491u, 2 },
};

/* The letters that names of some length begin with: nearly all other attributes are none
 * of ours at once. */
#define LETTER(c) (1u << ((c) & 31))
static const uint32_t first_letters[] = {
    [2] = LETTER('i'), [3] = LETTER('r'), [4] = LETTER('r') | LETTER('n'),
    [5] = LETTER('c') | LETTER('s'), [6] = LETTER('h'), [8] = LETTER('i') | LETTER('p'),
    [9] = LETTER('d'), [10] = LETTER('a'), [11] = LETTER('a') | LETTER('d'),
    [14] = LETTER('d'),
};

static bool may_be_ours(fc_str name)
{
    return name.n < sizeof first_letters / sizeof *first_letters &&
           first_letters[name.n] >> (name.p[0] & 31) & 1;
}

/* Nearly all names are in lower case. */
FC_INLINE bool named(fc_str name, fc_str want)
{
    return name.n == want.n &&
           (!memcmp(name.p, want.p, want.n) ||
            (fc_lower(name.p[0]) == want.p[0] && fc_str_ieq(name, want)));
}

static void other_attribute(build *b, fc_elem *e, fc_str name, fc_str value)
{
    if (named(name, FC_STR("role")) && fc_table_grid_role(value))
        e->flags |= FC_EL_GRID;
    for (size_t i = 0; i < sizeof worded_attributes / sizeof *worded_attributes; i++) {
        const worded *w = &worded_attributes[i];
        if (!named(name, w->name))
            continue;
        size_t slash = value.n;
        while (slash && value.p[slash - 1] != '/')
            slash--;
        add_words(b, e, fc_str_sub(value, slash, value.n), w->salt, w->max);
        return;
    }
}

/* fc_attr_bit of all that read_all knows, class and id aside. */
static uint32_t attributes_read(void)
{
    uint32_t bits = fc_attr_bit(FC_STR("hidden")) | fc_attr_bit(FC_STR("style")) |
                    fc_attr_bit(FC_STR("aria-hidden"));
    for (size_t i = 0; i < sizeof worded_attributes / sizeof *worded_attributes; i++)
        bits |= fc_attr_bit(worded_attributes[i].name);
    return bits;
}

static void read_all(build *b, fc_elem *e, attributes *found)
{
    const fc_node *n = &b->page->dom->node[e->node];
    fc_str tag = { b->page->dom->page.p + n->at, n->n }, name, value;
    uint32_t pos = 0;
    while (fc_tag_next_attr(tag, &pos, &name, &value)) {
        if (!may_be_ours(name))
            continue;
        if (named(name, FC_STR("class")))
            found->class = value;
        else if (named(name, FC_STR("id")))
            found->id = value;
        else if (named(name, FC_STR("hidden")))
            found->hidden = true;
        else if (named(name, FC_STR("style")))
            read_style(e, found, value);
        else if (named(name, FC_STR("aria-hidden")))
            found->hidden |= fc_str_ieq(value, FC_STR("true"));
        else
            other_attribute(b, e, name, value);
    }
}

/* Most elements have no attribute of ours but class and id, which need no search: this
 * spares .22 of the instructions. */
static void read_attributes(build *b, fc_elem *e, attributes *found)
{
    const fc_dom *dom = b->page->dom;
    const fc_node *n = &dom->node[e->node];
    memset(found, 0, sizeof *found);
    if (n->n < MIN_TAG)
        return;
    if (n->names & b->read) {
        read_all(b, e, found);
    } else {
        found->class = fc_dom_class(dom, e->node);
        found->id = fc_dom_id(dom, e->node);
    }
    if (found->class.n) {
        fc_class *w = fc_class_read(&b->classes, found->class);
        add_class(b, e, w);
        found->hidden |= e->flags & FC_EL_INLINE && w->hides;
    }
    if (found->hidden && react_holder(found->id))
        found->hidden = false;
    if (found->id.n)
        add_words(b, e, found->id, 0, FC_CLASS_WORDS);
}

/* Put the tokens that no ancestor has before the others. Which ones those are cannot be
 * predicted, so both cases do the same without a branch. */
static void sort_fresh(build *b, fc_elem *e)
{
    uint32_t *t = b->page->token + e->token, end = b->page->dom->node[e->node].end;
    uint32_t fresh = 0;
    for (uint32_t i = 0; i < e->tokens; i++) {
        uint32_t h = t[i], other = t[fresh];
        open_token *o = &b->open[h * 0x9E3779B1u >> (32 - OPEN_BITS)];
        bool known = (o->token == h) & (o->end > e->node);
        o->end = known ? o->end : end;
        o->token = h;
        t[i] = known ? h : other;
        t[fresh] = known ? other : h;
        fresh += !known;
    }
    e->fresh = (uint16_t)fresh;
    b->page->fresh += fresh;
}

static void inherit(const fc_page *page, fc_elem *e, uint32_t self, bool hidden)
{
    const fc_elem *up = &page->elem[page->parent[self]];
    unsigned level = fc_tag_level(e->tag), flags = e->flags;
    flags |= up->flags & FC_EL_INHERITED;
    flags |= hidden ? FC_EL_HIDDEN : 0;
    flags |= e->tag == FC_TAG_NOSCRIPT ? FC_EL_NOSCRIPT : 0;
    e->sem = up->sem | sem_of[e->tag];
    e->block = flags & FC_EL_INLINE ? up->block : self;
    e->wraps = flags & FC_EL_INLINE ? up->wraps | wrap_bits[e->tag] : 0;
    e->quotes = (uint16_t)(up->quotes + (e->tag == FC_TAG_BLOCKQUOTE));
    e->heading = (uint16_t)(level ? level : up->heading);
    e->item = up->item;
    if (e->tag == FC_TAG_LI)
        e->item = self;
    if (e->tag == FC_TAG_TD || e->tag == FC_TAG_TH) {
        e->item = 0;
        flags |= FC_EL_CELL;
    }
    e->flags = (uint16_t)flags;
}

enum { RUN_NODES = 64 };    /* more than a word or two of a run of text has */

static bool is_text(const fc_dom *dom, uint32_t node)
{
    return dom->node[node].tag == FC_TAG_TEXT && !dom->node[node].blank;
}

static bool follows(const fc_dom *dom, uint32_t node, unsigned tag)
{
    const fc_node *up = &dom->node[dom->node[node].parent];
    uint32_t next = dom->node[node].end;
    if (next < up->end && dom->node[next].blank)
        next++;
    return next < up->end && dom->node[next].tag == tag;
}

/* Whether an element that HTML does not know is part of a run of text, as browsers have
 * it: text is beside it (<emu-xref>, <relative-time>) and in it neither a block nor one
 * such element after another. Components that hold parts of the page do not. */
static bool runs_on(const fc_page *page, uint32_t node, const fc_elem *up)
{
    const fc_dom *dom = page->dom;
    const fc_node *n = &dom->node[node];
    bool beside = up->tag == FC_TAG_P || fc_tag_level(up->tag) ||
                  (up->tag == FC_TAG_UNKNOWN && up->flags & FC_EL_INLINE) ||
                  (dom->node[node - 1].parent == n->parent && is_text(dom, node - 1)) ||
                  (n->end < dom->node[n->parent].end && is_text(dom, n->end));
    if (!beside || n->end - node > RUN_NODES)
        return false;
    for (uint32_t i = node + 1; i < n->end; i++) {
        unsigned tag = dom->node[i].tag;
        if ((fc_tag_flags[tag] & FC_TAGF_BLOCK && tag != FC_TAG_BR) ||
            (tag == FC_TAG_UNKNOWN && follows(dom, i, tag)))
            return false;
    }
    return true;
}

static bool is_inline(const fc_page *page, uint32_t node, uint32_t parent)
{
    unsigned tag = page->dom->node[node].tag;
    if (tag == FC_TAG_UNKNOWN)
        return parent && runs_on(page, node, &page->elem[parent]);
    return tag != FC_TAG_NOSCRIPT && !(fc_tag_flags[tag] & FC_TAGF_BLOCK);
}

static void add_element(build *b, uint32_t node, uint32_t parent)
{
    fc_page *page = b->page;
    const fc_node *n = &page->dom->node[node];
    uint32_t self = page->elems++;
    fc_elem *e = &page->elem[self];
    attributes at;
    memset(e, 0, sizeof *e);
    e->node = node;
    page->parent[self] = parent;
    e->tag = n->tag;
    e->depth = n->depth;
    e->token = (uint32_t)b->tokens;
    e->flags = is_inline(page, node, parent) ? FC_EL_INLINE : 0;
    e->key = (FC_WORD_BASIS ^ n->tag) * FC_WORD_PRIME;
    read_attributes(b, e, &at);
    sort_fresh(b, e);
    inherit(page, e, self, at.hidden);
    if (self)
        page->elem[parent].kids++;
    if (n->tag == FC_TAG_SPAN) /* its parent may have no class but "c" */
        page->elem[parent].flags |= e->flags & FC_EL_CODE;
    page->articles += n->tag == FC_TAG_ARTICLE;
    page->tables += n->tag == FC_TAG_TABLE;
    page->members += (e->flags & FC_EL_MEMBER) != 0;
    page->signs += n->tag == FC_TAG_IMG || (e->flags & FC_EL_FORMULA);
    page->elem_of[node] = self;
}

/* The elements that hold text, without the root: children come after their parents, so
 * one pass from the end. They are at the end of `list`, which has room for all nodes;
 * returns how many. */
static uint32_t list_elements(const fc_dom *dom, uint32_t *list, fc_arena *a)
{
    uint8_t *holds = fc_zalloc(a, dom->n, 1);
    uint32_t to = dom->n;
    for (uint32_t i = dom->n; i-- > 1;) {
        const fc_node *n = &dom->node[i];
        bool text = n->tag == FC_TAG_TEXT, held = holds[i] | (text & !n->blank);
        if (!held && fc_formula_may_lack_text(n->tag))
            held = fc_formula_without_text(dom, i);
        holds[n->parent] |= held;
        list[to - 1] = i;
        to -= held & !text;
    }
    return dom->n - to;
}

void fc_page_elements(fc_page *page, fc_arena *a)
{
    const fc_dom *dom = page->dom;
    build b = { .page = page, .a = a, .token_cap = 1024 };
    fc_classes_init(&b.classes, a);
    b.read = attributes_read();
    uint32_t *list = fc_alloc(a, dom->n * sizeof *list);
    uint32_t count = list_elements(dom, list, a);
    page->elem = fc_alloc(a, (size_t)(count + 1) * sizeof *page->elem);
    page->parent = fc_alloc(a, (size_t)(count + 1) * sizeof *page->parent);
    page->elem_of = fc_zalloc(a, dom->n, sizeof *page->elem_of);
    page->token = fc_alloc(a, b.token_cap * sizeof *page->token);
    memset(page->elem, 0, sizeof *page->elem);
    add_element(&b, 0, 0);
    for (uint32_t i = dom->n - count; i < dom->n; i++)
        add_element(&b, list[i], page->elem_of[dom->node[list[i]].parent]);
    page->tokens = (uint32_t)b.tokens;
}
