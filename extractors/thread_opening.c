/* thread_opening.c - see thread_finder.h: the post that began a thread, which often has a
 * template of its own, or nothing that calls it a post; the one that stayed alone; the
 * only comment on one. */
#include "extractors/thread_finder.h"

#include "base/str.h"

enum {
    OPENS = 8,                  /* words of a text that may begin a thread */
    FRAME = 30,                 /* ... of what is around the text of a post that has as
                                   many words */
    FRAMES = FC_SEM_FOOTER | FC_SEM_FORM | FC_SEM_ASIDE | FC_SEM_DIALOG
};

static uint32_t first_post(const fc_thread_finder *f)
{
    uint32_t e = 1;
    while (e < f->page->elems && !f->post[e])
        e++;
    return e;
}

/* All signs of a post, and its name. */
static bool may_open(const fc_thread_finder *f, uint32_t e, unsigned names)
{
    fc_thread_evidence v = fc_thread_left(f, e);
    return fc_thread_is_candidate(f, e) && f->marks.own[e] & names && v.authors &&
           v.times && v.text >= FC_POST_WORDS;
}

/* The post that began a thread may have a template of its own: the largest element called
 * post before the others, else the smallest one called question around some. Before
 * comments only what is called a question or discussion is a post. */
void fc_thread_find_opening(fc_thread_finder *f)
{
    const fc_page *page = f->page;
    uint32_t first = first_post(f), before = 0, around = 0;
    bool comments = page->elem[first].flags & FC_EL_COMMENT;
    uint32_t limit = page->elem[first].node;
    for (uint32_t e = 1; e < first; e++) {
        if (page->dom->node[page->elem[e].node].end > limit)
            around = may_open(f, e, FC_MARK_OPENING) &&
                             page->elem[e].words * 2 <= page->words
                         ? e
                         : around;
        else if (may_open(f, e,
                          comments ? FC_MARK_OPENING : FC_MARK_POST | FC_MARK_OPENING) &&
                 (!before || fc_thread_left(f, e).text > fc_thread_left(f, before).text))
            before = e;
    }
    uint32_t best = before ? before : around;
    if (!best)
        return;
    f->post[best] = ++f->kinds;
    fc_thread_settle(f);
}

/* The longest text before the posts, in none and in no frame; 0: none of `least`
 * words. */
static uint32_t longest_before(const fc_thread_finder *f, uint32_t first, uint32_t frames,
                               uint32_t least)
{
    const fc_page *page = f->page;
    uint32_t best = 0, most = least - 1, limit = page->elem[first].node;
    for (uint32_t i = 0; i < page->blocks && page->block[i].from < limit; i++) {
        const fc_block *b = &page->block[i];
        const fc_elem *e = &page->elem[b->owner];
        if (b->words <= most || e->heading || e->sem & frames || f->of[b->owner] ||
            e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT) || !fc_thread_is_text(f, b))
            continue;
        best = b->owner;
        most = b->words;
    }
    return best;
}

/* The largest element around e that ends before a node. */
static uint32_t part_before(const fc_page *page, uint32_t e, uint32_t limit)
{
    uint32_t up = page->parent[e];
    while (up && page->dom->node[page->elem[up].node].end <= limit) {
        e = up;
        up = page->parent[e];
    }
    return e;
}

/* An author and a time that are those of no other post. */
static bool tells_post(const fc_thread_finder *f, uint32_t e)
{
    fc_thread_evidence v = fc_thread_left(f, e);
    return v.authors && v.times;
}

/* Whether e is a post before the others, or one around its comments, which have not half
 * of what all say. */
static bool stands_first(const fc_thread_finder *f, uint32_t e, uint32_t limit)
{
    uint32_t end = f->page->dom->node[f->page->elem[e].node].end;
    return end <= limit ? !f->less[e].text
                        : f->page->elem[first_post(f)].flags & FC_EL_COMMENT &&
                              f->less[e].text * 2 < f->less[0].text &&
                              f->page->elem[e].words * 2 < f->page->words;
}

/* The largest element around a post that says and tells no more, but may have labels,
 * votes for it and comments on it. */
static uint32_t whole_post(const fc_thread_finder *f, uint32_t e, uint32_t limit)
{
    fc_thread_evidence own = fc_thread_left(f, e);
    for (uint32_t up = f->page->parent[e]; up; up = f->page->parent[up]) {
        fc_thread_evidence v = fc_thread_left(f, up);
        if (v.text >= own.text + OPENS || v.authors != own.authors ||
            v.times != own.times || !stands_first(f, up, limit))
            break;
        e = up;
    }
    return e;
}

/* Nothing may call the post that began a thread so: it is the smallest element around the
 * text before the others that tells an author and a time as well. Trackers tell elsewhere
 * who reported (JIRA). */
void fc_thread_find_unnamed_opening(fc_thread_finder *f)
{
    const fc_page *page = f->page;
    uint32_t first = first_post(f);
    uint32_t limit = page->elem[first].node, e = longest_before(f, first, FRAMES, OPENS);
    if (!e) /* Question2Answer has forms around the text and its buttons */
        e = longest_before(f, first, FRAMES & ~(uint32_t)FC_SEM_FORM, 2 * OPENS);
    uint32_t text = e;
    while (e && !tells_post(f, e))
        e = page->parent[e];
    if (text && fc_thread_reporter(page) &&
        (!e || page->dom->node[page->elem[e].node].end > limit))
        e = part_before(page, text, limit);
    if (!e || !stands_first(f, e, limit) ||
        f->marks.within[e] & (FC_MARK_QUOTE | FC_MARK_SIGNATURE | FC_MARK_LIST))
        return;
    e = whole_post(f, e, limit);
    f->guessed = e;
    f->post[e] = ++f->kinds;
    fc_thread_settle(f);
}

/* Words of text outside of forms and the like that are more than a label. */
static uint32_t text_of_page(const fc_thread_finder *f)
{
    const fc_page *page = f->page;
    uint32_t words = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        const fc_elem *e = &page->elem[b->owner];
        if (b->words >= OPENS && !(e->sem & FRAMES) && fc_thread_is_text(f, b) &&
            !(e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)))
            words += b->words;
    }
    return words;
}

/* The smallest element that is called a post, or is around the only text called one's,
 * and has author, time and most of what people wrote on the page. */
void fc_thread_find_alone(fc_thread_finder *f)
{
    const fc_page *page = f->page;
    uint32_t best = 0, least = text_of_page(f) / 2 + 1;
    for (uint32_t e = 1; e < page->elems; e++) {
        const fc_thread_evidence *v = &f->sum[e];
        bool named = f->marks.own[e] & FC_MARK_POST || v->bodies == 1;
        if (named && v->authors && v->times && v->text >= OPENS && v->text >= least &&
            fc_thread_is_candidate(f, e) && page->elem[e].words <= 2 * v->text + FRAME)
            best = e;
    }
    if (!best)
        return;
    f->post[best] = ++f->kinds;
    f->named = true;
    fc_thread_settle(f);
}

/* Whether a post stays one without what e has, which stands behind its text. */
static bool is_answer(const fc_thread_finder *f, uint32_t post, uint32_t e,
                      const uint32_t *before)
{
    fc_thread_evidence v = fc_thread_left(f, post), less = fc_thread_left(f, e);
    return v.authors > less.authors && v.times > less.times &&
           before[e] >= before[post] + FC_POST_WORDS;
}

void fc_thread_find_single(fc_thread_finder *f)
{
    const fc_page *page = f->page;
    uint32_t *before = fc_zalloc(f->a, page->elems, sizeof *before);
    uint32_t end = 0, text = 0, mark = f->kinds + 1;
    for (uint32_t e = 1, b = 0; e < page->elems; e++) {
        uint32_t up = f->of[page->parent[e]], node = page->elem[e].node;
        fc_thread_evidence v = fc_thread_left(f, e);
        for (; b < page->blocks && page->block[b].from <= node; b++)
            text += fc_thread_is_text(f, &page->block[b]) ? page->block[b].words : 0;
        before[e] = text;
        if (node < end || !up || f->post[e] || !(f->marks.own[e] & FC_MARK_POST) ||
            f->less[e].text || f->marks.kind[up] == f->marks.kind[e] || !v.authors ||
            !v.times || v.text < FC_POST_WORDS || !fc_thread_is_candidate(f, e) ||
            !(page->elem[e].flags & FC_EL_COMMENT) || !is_answer(f, up, e, before))
            continue;
        f->post[e] = f->kinds = mark;
        end = page->dom->node[node].end;
    }
    if (end)
        fc_thread_settle(f);
}
