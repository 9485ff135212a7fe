/* threads.c - see threads.h: which elements of a page are posts.
 *
 * Candidates are elements that hold an author and a time. Those of one template make a
 * group; a group is one of posts when most of its members have an author, a time and text
 * that is in no smaller post. The groups with most members are tried first, so that a
 * wrapper around several posts comes after them and has nothing of its own left. */
#include "extractors/thread_finder.h"

#include "base/str.h"

#include <stdlib.h>

enum {
    MAX_TRIES = 24,         /* templates that are tried */
    MAX_KINDS = 8,          /* ... and taken */
    SOME_WORDS = 20,        /* ... when nothing calls them posts; of all comments */
    LABEL = 6,              /* words of a term and what is told of it, at most */
    HEAD = 12,              /* words of a block that begins with a name or time and is no
                               more */
    LINK_STEPS = 4,         /* from a text up to its link */
    LONG = 20,              /* words of a block that is more than a label */
    FRAME = 60              /* words outside of comments that make a page an article */
};

/* Of a forum, where posts are looked for, by heads in running text too, and one without
 * mates: of .05 it would be the text of blogs as well. */
static const float some_odds = .02f, head_odds = .05f, alone_odds = .3f;

/* --------------------------------------------------------------------------- evidence */

bool fc_thread_is_text(const fc_thread_finder *f, const fc_block *b)
{
    const uint16_t aside = FC_MARK_ASIDE | FC_MARK_VOTES;
    if (b->words <= LABEL && f->page->elem[b->owner].sem & FC_SEM_DL)
        return false;
    if (b->words <= HEAD && b->wrap &&
        f->marks.own[b->wrap] & (FC_MARK_AUTHOR | FC_MARK_TIME))
        return false;
    return b->link_words * 2 < b->words && !(f->marks.own[b->owner] & aside) &&
           !(f->marks.within[b->owner] & (FC_MARK_SIGNATURE | FC_MARK_PANEL));
}

static void sum_up(fc_thread_finder *f)
{
    const fc_page *page = f->page;
    const uint16_t never = FC_MARK_QUOTE | FC_MARK_SIGNATURE;
    f->sum = fc_zalloc(f->a, page->elems, sizeof *f->sum);
    f->less = fc_zalloc(f->a, page->elems, sizeof *f->less);
    for (uint32_t i = 0; i < page->blocks; i++)
        if (fc_thread_is_text(f, &page->block[i]))
            f->sum[page->block[i].owner].text += page->block[i].words;
    for (uint32_t i = page->elems; i-- > 1;) {
        fc_thread_evidence *own = &f->sum[i], *up = &f->sum[page->parent[i]];
        uint16_t mark = f->marks.own[i], within = f->marks.within[i];
        if (!(within & never)) {
            own->authors += (mark & FC_MARK_AUTHOR) != 0;
            own->times += (mark & FC_MARK_TIME) && !(within & FC_MARK_PANEL);
        }
        own->bodies += (mark & FC_MARK_BODY) != 0;
        up->authors += own->authors;
        up->times += own->times;
        up->text += own->text;
        up->bodies += own->bodies;
    }
}

fc_thread_evidence fc_thread_left(const fc_thread_finder *f, uint32_t e)
{
    const fc_thread_evidence *s = &f->sum[e], *l = &f->less[e];
    return (fc_thread_evidence){ s->authors - l->authors, s->times - l->times,
                                 s->text - l->text, s->bodies - l->bodies };
}

/* Called a post, or around one text that is called one's. */
static bool is_named(const fc_thread_finder *f, uint32_t e)
{
    return f->marks.own[e] & FC_MARK_POST || f->sum[e].bodies == 1;
}

/* Author, time and the word "post": two of the three, and text. */
static unsigned signs(const fc_thread_finder *f, uint32_t e, const fc_thread_evidence *v)
{
    return (v->authors > 0) + (v->times > 0) + ((f->marks.own[e] & FC_MARK_POST) != 0);
}

/* ----------------------------------------------------------------------------- groups */

bool fc_thread_is_candidate(const fc_thread_finder *f, uint32_t e)
{
    const uint16_t never =
        FC_MARK_QUOTE | FC_MARK_SIGNATURE | FC_MARK_SIGNED | FC_MARK_LIST;
    const fc_thread_evidence *v = &f->sum[e];
    return f->marks.kind[e] && !(f->page->elem[e].flags & FC_EL_HIDDEN) &&
           !(f->marks.within[e] & never) && signs(f, e, v) >= 2 && v->text;
}

static fc_thread_group *group_of(fc_thread_finder *f, uint32_t kind)
{
    uint32_t i = kind * 0x9E3779B1u >> 7 & f->mask;
    while (f->slot[i] && f->group[f->slot[i] - 1].kind != kind)
        i = (i + 1) & f->mask;
    if (!f->slot[i]) {
        f->group[f->groups] = (fc_thread_group){ .kind = kind };
        f->slot[i] = ++f->groups;
    }
    return &f->group[f->slot[i] - 1];
}

/* From the end, so that member lists are in document order. */
static void make_groups(fc_thread_finder *f)
{
    uint32_t candidates = 0, room = 16;
    for (uint32_t i = 1; i < f->page->elems; i++)
        candidates += fc_thread_is_candidate(f, i);
    while (room < 2 * candidates)
        room *= 2;
    f->slot = fc_zalloc(f->a, room, sizeof *f->slot);
    f->mask = room - 1;
    f->group = fc_alloc(f->a, (candidates + 1) * sizeof *f->group);
    f->next = fc_alloc(f->a, f->page->elems * sizeof *f->next);
    for (uint32_t i = f->page->elems; i-- > 1;) {
        if (!fc_thread_is_candidate(f, i))
            continue;
        fc_thread_group *g = group_of(f, f->marks.kind[i]);
        f->next[i] = g->first;
        g->first = i;
        g->members++;
        g->authored += f->sum[i].authors > 0;
        g->full += f->sum[i].authors && f->sum[i].times;
        g->named += (f->marks.own[i] & FC_MARK_POST) != 0;
    }
}

/* How much speaks for a group: called posts, with authors; not called so, with author and
 * time; called so, but without authors. */
static int tier(const fc_thread_group *g)
{
    bool named = g->named * 2 > g->members;
    return named && g->authored * 2 > g->members ? 0 : g->full * 2 > g->members ? 1 : 2;
}

/* Within a tier most members first; of equals the one that begins first, so the outer
 * one. */
static int by_members(const void *x, const void *y)
{
    const fc_thread_group *a = x, *b = y;
    if (tier(a) != tier(b))
        return tier(a) - tier(b);
    if (a->members != b->members)
        return a->members > b->members ? -1 : 1;
    if (a->full != b->full)
        return a->full > b->full ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* A link with a fragment leads to a place of a page, such as a post by its subject. */
static bool leads_to_place(const fc_page *page, const fc_block *b)
{
    const fc_dom *dom = page->dom;
    uint32_t i = dom->node[b->from].parent;
    for (int steps = 0; steps < LINK_STEPS && i && dom->node[i].tag != FC_TAG_A; steps++)
        i = dom->node[i].parent;
    fc_str address = fc_dom_attr(dom, i, "href");
    return fc_str_findc(address, '#') < address.n;
}

/* Titles of other pages, each to something else: headings that are links, other links of
 * some words where nothing is called a post. */
static void count_titles(fc_thread_finder *f)
{
    const fc_page *page = f->page;
    uint32_t *at = fc_zalloc(f->a, page->elems, sizeof *at);
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        bool link = b->twins == 1 && b->link_words * 2 > b->words && b->words >= 3 &&
                    !f->sum[b->owner].times;
        if (link && !(page->elem[b->owner].flags & FC_EL_COMMENT) &&
            !leads_to_place(page, b))
            at[b->owner] |= page->elem[b->owner].heading ? 1 : b->words >= 4 ? 2 : 0;
    }
    for (uint32_t i = page->elems; i-- > 1;)
        at[page->parent[i]] |= at[i];
    for (uint32_t k = 0; k < f->groups; k++)
        for (uint32_t e = f->group[k].first; e; e = f->next[e])
            f->group[k].titles +=
                at[e] & 1 || (at[e] && !(f->marks.own[e] & FC_MARK_POST));
}

/* --------------------------------------------------------------------------- choosing */

void fc_thread_settle(fc_thread_finder *f)
{
    const fc_page *page = f->page;
    memset(f->less, 0, page->elems * sizeof *f->less);
    memset(f->others, 0, page->elems * sizeof *f->others);
    for (uint32_t i = page->elems; i-- > 1;) {
        f->others[page->parent[i]] +=
            f->others[i] + (f->post[i] && f->post[i] <= f->kinds);
        fc_thread_evidence *up = &f->less[page->parent[i]];
        const fc_thread_evidence *v = f->post[i] ? &f->sum[i] : &f->less[i];
        up->authors += v->authors;
        up->times += v->times;
        up->text += v->text;
        up->bodies += v->bodies;
    }
    for (uint32_t i = 1; i < page->elems; i++)
        f->of[i] = f->post[i] ? i : f->of[page->parent[i]];
}

static bool is_good(const fc_thread_finder *f, uint32_t e)
{
    fc_thread_evidence v = fc_thread_left(f, e);
    return signs(f, e, &v) >= 2 && v.text;
}

static uint32_t count_good(const fc_thread_finder *f, uint32_t mark)
{
    uint32_t n = 0;
    for (uint32_t e = 1; e < f->page->elems; e++)
        n += f->post[e] && f->post[e] != mark && is_good(f, e);
    return n;
}

/* Whether there are posts of another group in e. */
static bool holds_other(const fc_thread_finder *f, uint32_t e)
{
    return f->others[e] > 0;
}

/* Author, or the right name, and words: what is left of a post around others. */
static bool stands_alone(const fc_thread_finder *f, uint32_t e)
{
    fc_thread_evidence v = fc_thread_left(f, e);
    return v.authors && v.text >= FC_POST_WORDS;
}

/* Whether the members of a group, marked as posts, are some. Posts in posts, of another
 * group, have to be called so, and both need an author. */
static bool holds(const fc_thread_finder *f, const fc_thread_group *g)
{
    uint32_t some = fc_thread_is_forum(f->page) ? FC_POST_WORDS : SOME_WORDS;
    /* "Congratulations!" is a post where all are called so, by an author at a time */
    bool sure = fc_thread_is_forum(f->page) && g->named == g->members &&
                g->full == g->members;
    uint32_t few = sure ? FC_POST_WORDS / 2 : FC_POST_WORDS;
    uint32_t good = 0, text = 0, near = 0, named = 0, full = 0, nested = 0, torn = 0,
             called = 0;
    for (uint32_t e = g->first; e; e = f->next[e]) {
        uint32_t outer = f->of[f->page->parent[e]];
        fc_thread_evidence v = fc_thread_left(f, e);
        good += is_good(f, e) && v.text >= few;
        full += v.authors && v.times;
        text += v.text;
        near += (outer && f->post[outer] != f->post[e]) || holds_other(f, e);
        named += (f->marks.own[e] & FC_MARK_POST) != 0;
        called += is_named(f, e);
        nested += outer != 0;
        torn += outer && !(v.authors && stands_alone(f, outer));
    }
    if (good < 2 || good * 5 < g->members * 3 || text < g->members * few)
        return false;
    if (torn * 2 > nested || (near && named * 2 < g->members))
        return false;
    if (called * 2 < g->members && (g->members < 3 || text < g->members * some))
        return false;
    if (g->members == 2 && full < 2 && named < 2)
        return false;
    return g->titles * 2 < g->members;
}

/* Members in members of the group are its posts only when both have an author. */
static void unmark_torn(fc_thread_finder *f, const fc_thread_group *g)
{
    uint32_t nested = 0, torn = 0;
    for (uint32_t e = g->first; e; e = f->next[e]) {
        uint32_t outer = f->of[f->page->parent[e]];
        nested += outer && f->post[outer] == f->post[e];
        torn += outer && f->post[outer] == f->post[e] &&
                !(fc_thread_left(f, e).authors && stands_alone(f, outer));
    }
    if (torn * 2 <= nested)
        return;
    for (uint32_t e = g->first; e; e = f->next[e]) {
        uint32_t outer = f->of[f->page->parent[e]];
        if (outer && f->marks.kind[outer] == f->marks.kind[e])
            f->post[e] = 0;
    }
    fc_thread_settle(f);
}

static void mark_members(fc_thread_finder *f, const fc_thread_group *g, uint32_t mark)
{
    for (uint32_t e = g->first; e; e = f->next[e])
        f->post[e] = mark;
}

/* Another template of posts stands in posts, around posts or beside them; what stands
 * elsewhere is a list of other things. */
static bool belongs(const fc_thread_finder *f, const fc_thread_group *g)
{
    uint32_t up = f->page->parent[g->first];
    if (f->kinds && g->named * 2 <= g->members)
        return false;
    return !f->kinds || f->of[up] || holds_other(f, g->first) || up == f->beside;
}

/* What is called a post as the members are, and stands beside one, is one by somebody who
 * is not named, at a time that is not told. */
static void take_nameless(fc_thread_finder *f, const fc_thread_group *g, uint32_t mark)
{
    const uint16_t never = FC_MARK_QUOTE | FC_MARK_SIGNATURE | FC_MARK_LIST;
    uint8_t *holds = fc_zalloc(f->a, f->page->elems, 1);
    bool nested = false;
    for (uint32_t e = g->first; e; e = f->next[e]) {
        holds[f->page->parent[e]] = 1;
        nested |= f->of[f->page->parent[e]] != 0;
    }
    for (uint32_t e = 1; e < f->page->elems; e++) {
        uint32_t up = f->page->parent[e];
        fc_thread_evidence v = fc_thread_left(f, e);
        if (f->marks.kind[e] == g->kind && f->marks.own[e] & FC_MARK_POST &&
            !fc_thread_is_candidate(f, e) && holds[up] && v.text >= FC_POST_WORDS &&
            (nested || !(f->less[e].text || f->of[up])) &&
            !(f->page->elem[e].flags & FC_EL_HIDDEN) && !(f->marks.within[e] & never) &&
            !fc_node_has_class(f->page->dom, f->page->elem[e].node, "hidden"))
            f->post[e] = mark;
    }
}

/* A group is taken when its members hold as posts and those taken before stay some. */
static void try_groups(fc_thread_finder *f)
{
    uint32_t before = 0;
    bool settled = true;
    for (uint32_t k = 0; k < f->groups && k < MAX_TRIES && f->kinds < MAX_KINDS; k++) {
        fc_thread_group *g = &f->group[k];
        if (g->members < 2)
            break;
        mark_members(f, g, f->kinds + 1);
        fc_thread_settle(f);
        settled = true;
        unmark_torn(f, g);
        if (!belongs(f, g) || !holds(f, g) ||
            count_good(f, f->kinds + 1) * 5 < before * 4) {
            mark_members(f, g, 0);
            settled = false; /* the next one settles */
            continue;
        }
        for (uint32_t e = g->first; e; e = f->next[e])
            if (f->sum[e].text == f->less[e].text)
                f->post[e] = 0; /* nothing is said there */
        if (g->named == g->members)
            take_nameless(f, g, f->kinds + 1);
        fc_thread_settle(f);
        if (!f->kinds++) {
            f->beside = f->page->parent[g->first];
            f->named = is_named(f, g->first);
        }
        before = count_good(f, 0);
    }
    if (!settled)
        fc_thread_settle(f);
    if (f->kinds)
        fc_thread_find_single(f);
}

/* ------------------------------------------------------------------- what the page is */

/* Words of the blocks inside of posts, of them in comments, outside, and of them before
 * the first. */
typedef struct parts {
    uint64_t inside, comments, outside, before;
} parts;

static parts weigh(const fc_thread_finder *f)
{
    const fc_page *page = f->page;
    const uint32_t never = FC_SEM_FOOTER | FC_SEM_FORM | FC_SEM_ASIDE | FC_SEM_DIALOG;
    parts w = { 0 };
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        const fc_elem *e = &page->elem[b->owner];
        if (f->of[b->owner]) {
            uint32_t words = fc_thread_is_text(f, b) ? b->words : 0;
            w.inside += words;
            w.comments += e->flags & FC_EL_COMMENT ? words : 0;
        } else if (b->words >= LONG && b->link_words * 3 < b->words &&
                   !(e->sem & never) && !(e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT))) {
            w.outside += b->words;
            w.before += w.inside ? 0 : b->words;
        }
    }
    return w;
}

/* A page whose text is mostly in posts is a thread; text outside of posts that people
 * leave as comments makes it an article. */
static bool is_thread(const fc_page *page, const parts *w, bool named)
{
    if (w->comments * 2 > w->inside && (!fc_thread_is_forum(page) || w->before >= FRAME))
        return w->outside < FRAME || w->outside * 20 < w->inside;
    return w->inside * (named ? 2 : 1) > w->outside;
}

/* Number the posts in the order of the page. */
static void number(fc_thread_finder *f)
{
    fc_page *page = f->page;
    uint32_t n = 0;
    for (uint32_t i = 1; i < page->elems; i++)
        n += f->post[i] != 0;
    page->post = fc_zalloc(f->a, n + 1, sizeof *page->post);
    for (uint32_t i = 1; i < page->elems; i++) {
        uint32_t outer = f->of[page->parent[i]];
        if (f->post[i]) {
            page->post[++page->posts] = (fc_post){ .elem = i, .group = f->post[i],
                                                   .outer = outer,
                                                   .guessed = i == f->guessed,
                                                   .alone = f->marks.alone };
            f->of[i] = page->posts;
        } else {
            f->of[i] = outer;
        }
    }
}

/* Neither a forum, by the odds of its kinds, nor comments of some length: seven of ten
 * pages of our benchmark. Of these 1,369 four have what looks like posts: three articles
 * and the front page of a blog. Odds of 0 are those of a page that nobody has judged. */
static bool unlikely(const fc_page *page)
{
    uint32_t words = 0;
    if (page->kind[FC_CLASS_FORUM] == 0 || page->kind[FC_CLASS_FORUM] >= some_odds ||
        page->panels > 1)
        return false;
    for (uint32_t i = 0; i < page->blocks; i++)
        if (page->elem[page->block[i].owner].flags & FC_EL_COMMENT)
            words += page->block[i].words - page->block[i].link_words;
    return words < SOME_WORDS;
}

static void find_posts(fc_thread_finder *f)
{
    fc_page *page = f->page;
    sum_up(f);
    make_groups(f);
    count_titles(f);
    qsort(f->group, f->groups, sizeof *f->group, by_members);
    f->post = fc_zalloc(f->a, page->elems, sizeof *f->post);
    f->of = fc_zalloc(f->a, page->elems, sizeof *f->of);
    f->others = fc_zalloc(f->a, page->elems, sizeof *f->others);
    if (f->marks.alone)
        fc_thread_find_alone(f);
    else
        try_groups(f);
    if (!f->kinds)
        return;
    if (!f->marks.alone)
        fc_thread_find_opening(f);
    parts w = weigh(f);
    page->is_thread = is_thread(page, &w, f->named);
    page->of_comments = w.comments * 2 > w.inside;
    if (!page->is_thread && !page->of_comments)
        return;
    if (page->is_thread && !f->marks.alone)
        fc_thread_find_unnamed_opening(f);
    number(f);
    fc_thread_kinds_fill(page, &f->marks);
    fc_thread_read(page, &f->marks, f->of, f->kinds + 1, f->a);
    fc_thread_check(page, f->named, f->marks.heads);
}

static void search(fc_page *page, fc_thread_search how, fc_arena *a)
{
    fc_thread_finder f = { .page = page, .a = a };
    if (fc_thread_marks(page, &f.marks, how, a))
        find_posts(&f);
    fc_thread_part_rows(page, &f.marks.rows);
}

void fc_threads_find(fc_page *page, fc_arena *a)
{
    if (fc_thread_mail(page, a) || unlikely(page))
        return;
    search(page, FC_SEARCH_TEMPLATES, a);
    if (!page->posts && page->kind[FC_CLASS_FORUM] >= head_odds)
        search(page, FC_SEARCH_HEADS, a);
    if (!page->posts && page->kind[FC_CLASS_FORUM] >= head_odds)
        fc_thread_breaks(page, a);
    if (!page->posts && page->kind[FC_CLASS_FORUM] >= alone_odds)
        search(page, FC_SEARCH_ALONE, a);
}
