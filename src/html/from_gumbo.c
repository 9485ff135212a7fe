/* from_gumbo.c - the skeleton through gumbo, and gumbo's tree into the flat one. The only
 * file that knows gumbo.
 *
 * gumbo allocates from the scratch arena, which is forgotten as a whole: its recursive
 * gumbo_destroy_output is never called, and when the arena's limit is reached it is left
 * by longjmp, which it does not notice. */
#include "html/dom.h"
#include "html/skeleton.h"

#include "base/str.h"

#include <gumbo.h>

enum { LARGEST_PAGE = 1 << 30, DEEPEST = UINT16_MAX - 2 };

void fc_dom_limits_default(fc_dom_limits *limits)
{
    *limits = (fc_dom_limits){ .depth = 512,
                               .formatting = 64,
                               .steps = UINT64_C(64) << 20,
                               .arena = UINT64_C(128) << 20 };
}

uint32_t fc_dom_deepest(const fc_dom_limits *limits)
{
    uint64_t deepest = 2 * ((uint64_t)limits->depth + limits->formatting) + 16;
    return deepest < DEEPEST ? (uint32_t)deepest : DEEPEST;
}

/* ------------------------------------------------------------ gumbo's tree, flattened */

typedef struct flattener {
    const fc_skeleton *k;
    fc_arena *keep, *scratch;
    fc_node *node;
    uint32_t n, cap;
    struct open_node {
        const GumboVector *children;
        uint32_t next, at;          /* child to do next; number of the flat node */
        uint32_t last;              /* of an element without tags in the skeleton: last
                                       piece */
    } *open;                        /* the way from the root down to where we are */
    uint32_t open_n, open_cap;
    uint32_t deepest;               /* of the flat tree: deeper elements are dissolved */
    bool dissolved;                 /* some were */
} flattener;

/* The flat node that the next one goes into. */
static uint32_t parent_of_next(const flattener *f)
{
    return f->open_n ? f->open[f->open_n - 1].at : 0;
}

/* No element may be added here. The scan keeps the parser from going this deep in all but
 * contrived pages, which it may misjudge; the promise of dom.h is kept here. */
static bool too_deep(flattener *f)
{
    bool deep = f->open_n && f->node[parent_of_next(f)].depth >= f->deepest;
    f->dissolved |= deep;
    return deep;
}

static fc_node *add_node(flattener *f, unsigned tag)
{
    if (f->n == f->cap) {
        f->node = fc_grow(f->keep, f->node, f->cap * sizeof *f->node,
                          2 * f->cap * sizeof *f->node);
        f->cap *= 2;
    }
    uint32_t up = parent_of_next(f);
    uint32_t depth = f->open_n ? f->node[up].depth + 1 : 0;
    fc_node *d = &f->node[f->n++];
    *d = (fc_node){ .parent = up, .end = f->n, .at = FC_NO_SOURCE, .tag = (uint16_t)tag,
                    .depth = (uint16_t)depth };
    return d;
}

static void enter(flattener *f, const GumboVector *children, uint32_t at, uint32_t last)
{
    if (f->open_n == f->open_cap) {
        uint32_t cap = 2 * f->open_cap + 128;
        f->open = fc_grow(f->scratch, f->open, f->open_cap * sizeof *f->open,
                          cap * sizeof *f->open);
        f->open_cap = cap;
    }
    f->open[f->open_n++] = (struct open_node){ children, 0, at, last };
}

static void add_text_piece(flattener *f, const fc_piece *piece, bool joins)
{
    fc_node *before = f->n ? &f->node[f->n - 1] : NULL;
    if (joins && before->at + before->n == piece->at &&
        before->literal == piece->literal) {
        before->n += piece->n;
        before->blank &= piece->blank;
        return;
    }
    fc_node *d = add_node(f, FC_TAG_TEXT);
    d->at = piece->at;
    d->n = piece->n;
    d->blank = piece->blank;
    d->literal = piece->literal;
}

static fc_node *add_element_piece(flattener *f, const fc_piece *piece)
{
    fc_node *d = add_node(f, piece->tag);
    d->at = piece->at;
    d->n = piece->n;
    d->class_at = piece->class_at;
    d->id_at = piece->id_at;
    d->names = piece->names;
    return d;
}

static void leave(flattener *f)
{
    f->node[f->open[--f->open_n].at].end = f->n;
}

/* The element of piece i, which has no tags in the skeleton, and all that is in it.
 * Returns its last piece. */
static uint32_t add_whole(flattener *f, uint32_t i)
{
    const fc_piece *piece = f->k->piece;
    uint32_t last = piece[i].last, base = f->open_n;
    for (; i <= last; i++) {
        while (f->open_n > base && f->open[f->open_n - 1].last < i)
            leave(f);
        if (piece[i].tag == FC_TAG_TEXT) {
            add_text_piece(f, &piece[i], i && piece[i - 1].tag == FC_TAG_TEXT);
        } else if (too_deep(f)) {
            enter(f, NULL, parent_of_next(f), piece[i].last);
        } else {
            fc_node *d = add_element_piece(f, &piece[i]);
            d->ns = piece[i].tag == FC_TAG_SVG ? FC_NS_SVG : FC_NS_HTML;
            enter(f, NULL, f->n - 1, piece[i].last);
        }
    }
    while (f->open_n > base)
        leave(f);
    return last;
}

/* What byte i of the skeleton stands for, which is one of text. *joins: text comes before
 * it. */
static void add_text_byte(flattener *f, uint32_t at, bool *joins)
{
    const fc_skeleton *k = f->k;
    for (uint32_t i = k->map[at]; i < k->piece_n; i++) {
        bool whole = k->piece[i].whole;
        if (whole)
            i = add_whole(f, i);
        else
            add_text_piece(f, &k->piece[i], *joins);
        *joins = !whole;
        if (i + 1 >= k->piece_n || !k->piece[i + 1].more)
            break;
    }
}

/* gumbo joins runs of text that only ignored tags separate, so the text's bytes are
 * looked up one by one, from where it began, past tags. */
static void add_text(flattener *f, const GumboText *text)
{
    const fc_skeleton *k = f->k;
    const char *end = k->p + k->n, *p = text->original_text.data;
    bool joins = false;
    if (p < k->p || p >= end)
        return; /* made up: <isindex> has a prompt of its own */
    for (const char *c = text->text; *c && p < end; p++) {
        if (*p == '<') {
            p = memchr(p, '>', (size_t)(end - p));
            continue;
        }
        if (*p != *c)
            continue;
        c++;
        add_text_byte(f, (uint32_t)(p - k->p), &joins);
    }
}

/* The skeleton's piece an element comes from, or NULL. */
static const fc_piece *source_of(const flattener *f, const GumboElement *e)
{
    const fc_skeleton *k = f->k;
    const char *p = e->original_tag.data;
    if (p >= k->p && p < k->p + k->n && e->original_tag.length > 0 && p[0] == '<' &&
        p[1] != '/')
        return &k->piece[k->map[p - k->p]];
    if (e->tag == GUMBO_TAG_HTML && k->html != FC_NO_SOURCE)
        return &k->piece[k->html];
    if (e->tag == GUMBO_TAG_BODY && k->body != FC_NO_SOURCE)
        return &k->piece[k->body];
    return NULL;
}

/* The number of an element that the parser made up. */
static unsigned tag_of(GumboTag tag)
{
    const char *name = gumbo_normalized_tagname(tag);
    return fc_tag_find(name, strlen(name));
}

static void add_element(flattener *f, const GumboNode *g)
{
    const GumboElement *e = &g->v.element;
    if (too_deep(f)) {
        enter(f, &e->children, parent_of_next(f), 0);
        return;
    }
    const fc_piece *piece = source_of(f, e);
    fc_node *d = piece ? add_element_piece(f, piece) : add_node(f, tag_of(e->tag));
    uint32_t at = f->n - 1;
    if (d->tag == FC_TAG_IMAGE && e->tag_namespace == GUMBO_NAMESPACE_HTML)
        d->tag = FC_TAG_IMG;
    d->ns = (uint8_t)e->tag_namespace;
    d->made = !piece || (g->parse_flags & GUMBO_INSERTION_BY_PARSER);
    enter(f, &e->children, at, 0);
}

static void add_any(flattener *f, const GumboNode *g)
{
    switch (g->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        add_element(f, g);
        break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA:
        add_text(f, &g->v.text);
        break;
    default:
        break;
    }
}

static void flatten(flattener *f, const GumboNode *root)
{
    add_element(f, root);
    while (f->open_n) {
        struct open_node *o = &f->open[f->open_n - 1];
        if (o->next < o->children->length) {
            add_any(f, o->children->data[o->next++]);
        } else {
            leave(f);
        }
    }
}

static void enter_made(flattener *f, unsigned tag)
{
    add_node(f, tag)->made = true;
    enter(f, NULL, f->n - 1, 0);
}

/* The parser would make up what is around the text, and put all of it in the body. */
static void flatten_text(flattener *f)
{
    bool joins = false;
    enter_made(f, FC_TAG_HTML);
    enter_made(f, FC_TAG_HEAD);
    leave(f);
    enter_made(f, FC_TAG_BODY);
    for (uint32_t i = 0; i < f->k->n; i++)
        add_text_byte(f, i, &joins);
    leave(f);
    leave(f);
}

/* No tags are left in the skeleton, and it does not begin with white space. */
static bool is_all_text(const fc_skeleton *k)
{
    return k->n && k->p[0] == 'x' && !memchr(k->p, '<', k->n);
}

/* ---------------------------------------------------------------------------- parsing */

static void *from_arena(void *arena, size_t n)
{
    return fc_alloc(arena, n);
}

static void to_arena(void *arena, void *p)
{
    (void)arena;
    (void)p;
}

static const GumboNode *tree_of(const fc_skeleton *k, fc_arena *scratch)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = from_arena;
    options.deallocator = to_arena;
    options.userdata = scratch;
    options.max_errors = 0;
    return gumbo_parse_with_options(&options, k->p, k->n)->root;
}

/* Forget what was needed only meanwhile where it is in one arena with the tree, which
 * moves to where that began: what the caller makes next is then in memory that the cache
 * still has. The head was made before the nodes, so its new place is not over them. */
static void pack(fc_dom *dom, fc_arena *a, const fc_arena *then)
{
    const fc_node *node = dom->node;
    const fc_head_item *head = dom->head;
    fc_arena_back(a, then);
    dom->head = fc_alloc(a, dom->head_n * sizeof *head);
    dom->node = fc_alloc(a, dom->n * sizeof *node);
    if (dom->head_n)
        memmove(dom->head, head, dom->head_n * sizeof *head);
    memmove(dom->node, node, dom->n * sizeof *node);
}

static void parse(fc_dom *dom, const fc_dom_limits *limits, fc_arena *keep,
                  fc_arena *scratch)
{
    fc_skeleton k;
    const fc_arena then = *scratch;
    fc_skeleton_scan(&k, dom->page, limits, keep, scratch);
    const GumboNode *root = is_all_text(&k) ? NULL : tree_of(&k, scratch);
    flattener f = { .k = &k, .keep = keep, .scratch = scratch, .cap = k.piece_n + 16,
                    .deepest = fc_dom_deepest(limits) };
    f.node = fc_alloc(keep, f.cap * sizeof *f.node);
    if (root)
        flatten(&f, root);
    else
        flatten_text(&f);
    fc_trim(keep, f.node, f.cap * sizeof *f.node, f.n * sizeof *f.node);
    dom->node = f.node;
    dom->n = f.n;
    dom->capped = k.capped | (f.dissolved ? FC_CAP_DEPTH : 0);
    dom->head = k.head;
    dom->head_n = k.head_n;
    if (keep == scratch)
        pack(dom, scratch, &then);
}

/* Why an arena left: the caller's own limit on it or the one set here. */
static fc_rc left(int why, const fc_dom *dom, const fc_dom_limits *limits, fc_err *err)
{
    if (why == FC_ARENA_NOMEM)
        return fc_fail(err, FC_ETRY, "no memory to parse a page of %zu bytes",
                       dom->page.n);
    return fc_fail(err, FC_EDATA, "a page of %zu bytes needs more memory to parse than "
                                  "the "
                   "limit (%llu bytes, or less when the document's own limit is near)",
                   dom->page.n, (unsigned long long)limits->arena);
}

fc_rc fc_dom_parse(fc_dom *dom, fc_str page, const fc_dom_limits *limits, fc_arena *keep,
                   fc_arena *scratch, fc_err *err)
{
    fc_dom_limits own;
    fc_dom_limits_default(&own);
    if (limits)
        own = *limits;
    *dom = (fc_dom){ .page = page };
    if (page.n > LARGEST_PAGE)
        return fc_fail(err, FC_EDATA, "a page of %zu bytes is larger than 1 GiB", page.n);
    uint64_t limit = scratch->limit;
    if (own.arena < limit - scratch->used)
        fc_arena_limit(scratch, own.arena);
    jmp_buf guard;
    jmp_buf *keep_guard = fc_arena_guard(keep, &guard);
    jmp_buf *scratch_guard = fc_arena_guard(scratch, &guard);
    fc_rc rc = FC_OK;
    int why = setjmp(guard);
    if (why == 0)
        parse(dom, &own, keep, scratch);
    else
        rc = left(why, dom, &own, err);
    fc_arena_guard(scratch, scratch_guard);
    fc_arena_guard(keep, keep_guard);
    scratch->limit = limit;
    if (rc)
        *dom = (fc_dom){ .page = page };
    return rc;
}
