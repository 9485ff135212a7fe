/* passages.c - from units to passages: fill up to about the target, cut where it hurts
 * least. */
#include "filters/passages.h"

typedef struct grouping {
    const fc_unit *unit;
    size_t n;
    const fc_passage_sizes *sizes;
    fc_passage *passage;
    size_t n_passages, cap;
    fc_arena *a;
    size_t whole_until;         /* the post that begins in this passage ends before this
                                   unit */
} grouping;

/* Code points of units from .. to - 1. */
static size_t size_of(const grouping *g, size_t from, size_t to)
{
    return g->unit[to - 1].last - g->unit[from].first;
}

/* The unit after those that must stay together with unit i. */
static size_t together(const grouping *g, size_t i)
{
    size_t to = i + 1;
    while (to < g->n && g->unit[to - 1].glued && size_of(g, i, to + 1) <= g->sizes->max)
        to++;
    return to;
}

static bool leads(fc_markdown_kind kind)
{
    return kind == FC_MD_HEADING || kind == FC_MD_RULE || kind == FC_MD_POST;
}

/* Does a new passage begin at unit i, with units i .. to - 1 next and the current one
 * from s? */
static bool cut_before(grouping *g, size_t s, size_t i, size_t to)
{
    const fc_passage_sizes *z = g->sizes;
    const fc_unit *u = &g->unit[i];
    size_t have = size_of(g, s, i), with = size_of(g, s, to);
    if (with > z->max)
        return true;
    if (i < g->whole_until)
        return false;
    if (u->posts && size_of(g, s, u->post_end) > z->max &&
        size_of(g, i, u->post_end) <= z->max)
        return true;
    if (have >= z->target)
        return true;
    if (have < z->min)
        return false;
    if (have >= z->target / 2 && leads(u->kind))
        return true;
    return with > z->target && with - z->target > z->target - have;
}

static bool only_headings(const grouping *g, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (!leads(g->unit[i].kind))
            return false;
    return true;
}

/* Units from .. to - 1 are a passage. A small one joins the one before it when there is
 * room. */
static void add(grouping *g, size_t from, size_t to)
{
    bool small = size_of(g, from, to) < g->sizes->min || only_headings(g, from, to);
    fc_passage *before = g->n_passages ? &g->passage[g->n_passages - 1] : NULL;
    if (small && before && size_of(g, before->from, to) <= g->sizes->max) {
        before->to = to;
        return;
    }
    if (g->n_passages == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 16;
        g->passage = fc_grow(g->a, g->passage, g->n_passages * sizeof *g->passage,
                             cap * sizeof *g->passage);
        g->cap = cap;
    }
    g->passage[g->n_passages++] = (fc_passage){ from, to };
}

/* A post that fits from the begin of the passage is kept whole. */
static void begin_post(grouping *g, size_t s, size_t i)
{
    const fc_unit *u = &g->unit[i];
    if (u->posts && size_of(g, s, u->post_end) <= g->sizes->max)
        g->whole_until = u->post_end;
}

fc_passage *fc_passages_group(fc_unit *unit, size_t n, const fc_passage_sizes *sizes,
                              fc_arena *a, size_t *n_passages)
{
    grouping g = { .unit = unit, .n = n, .sizes = sizes, .a = a };
    size_t s = 0;
    for (size_t i = 0; i < n;) {
        size_t to = together(&g, i);
        if (i > s && cut_before(&g, s, i, to)) {
            add(&g, s, i);
            s = i;
        }
        begin_post(&g, s, i);
        i = to;
    }
    if (n)
        add(&g, s, n);
    *n_passages = g.n_passages;
    return g.passage;
}
