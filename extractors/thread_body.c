/* thread_body.c - which elements of a post are its body: those whose key holds most of
 * the text of all posts of the template, without names, times, buttons, signatures and
 * quotes of quotes. Where a post has none of that key, its body is whatever no mark
 * speaks against. */
#include "base/str.h"
#include "extractors/thread_reader.h"

enum {
    BAR = 20,                   /* words of buttons and the like within a body */
    TWINS = 3, LABELS = 2       /* places and posts that have a short text, at least */
};

/* Quotes: the outermost makes a level, one more of the same template is a quote of a
 * quote, and so is a <blockquote> in another (SMF has two templates by turns). */
static void follow_quotes(fc_thread_reader *r, uint32_t e, uint32_t *quote)
{
    fc_elem *x = &r->page->elem[e];
    bool own = r->marks->own[e] & FC_MARK_QUOTE && !(x->flags & FC_EL_INLINE);
    quote[e] = fc_thread_is_post(r, e) ? 0 : quote[r->page->parent[e]];
    r->deep[e] = fc_thread_is_post(r, e) ? 0 : r->deep[r->page->parent[e]];
    if (!own)
        return;
    bool again = x->tag == FC_TAG_BLOCKQUOTE && x->quotes > 1;
    if (quote[e] && (r->page->elem[quote[e]].key == x->key || again))
        r->deep[e] = 1;
    if (!quote[e])
        quote[e] = e;
}

/* What is called a quote is one for the writer, too, with all that is in it. */
static void raise_quotes(fc_thread_reader *r, const uint32_t *quote)
{
    fc_page *page = r->page;
    for (uint32_t e = 1; e < page->elems; e++)
        if (r->of[e] && quote[e] && !page->elem[e].quotes)
            page->elem[e].quotes = 1;
}

/* Lists and quotes that a post stands in are the page's way to lay out posts. */
static void cut_off(fc_thread_reader *r)
{
    fc_page *page = r->page;
    for (uint32_t e = 1; e < page->elems; e++) {
        fc_elem *x = &page->elem[e];
        if (!r->of[e])
            continue;
        uint32_t post = page->post[r->of[e]].elem;
        if (x->item <= post)
            x->item = 0;
        if (fc_thread_is_post(r, e))
            x->quotes = 0;
        else if (!(r->marks->own[e] & FC_MARK_QUOTE) || x->tag != FC_TAG_BLOCKQUOTE)
            x->quotes = page->elem[page->parent[e]].quotes;
        else
            x->quotes = (uint16_t)(page->elem[page->parent[e]].quotes + 1);
    }
}

/* What an element's class says of its part of the post. A word on what holds most of the
 * post is not about a part. */
static uint16_t part_marks(const fc_thread_reader *r, uint32_t e)
{
    uint32_t words = r->words[r->page->post[r->of[e]].elem];
    const uint16_t whole = FC_MARK_QUOTE | FC_MARK_SIGNATURE;
    return r->words[e] * 2 > words ? r->marks->own[e] & whole : r->marks->own[e];
}

static void count_words(fc_thread_reader *r)
{
    const fc_page *page = r->page;
    for (uint32_t i = 0; i < page->blocks; i++)
        r->words[page->block[i].owner] += page->block[i].words;
    for (uint32_t e = page->elems; e-- > 1;)
        if (r->of[e] && !fc_thread_is_post(r, e))
            r->words[page->parent[e]] += r->words[e];
}

static void mark_parts(fc_thread_reader *r)
{
    const fc_page *page = r->page;
    uint32_t *quote = fc_zalloc(r->a, page->elems, sizeof *quote);
    cut_off(r);
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!r->of[e])
            continue;
        r->in[e] = fc_thread_is_post(r, e)
                       ? r->marks->own[e] & FC_MARK_POST
                       : (uint16_t)(part_marks(r, e) | r->in[page->parent[e]]);
        follow_quotes(r, e, quote);
    }
    raise_quotes(r, quote);
}

static bool may_be_label(const fc_page *page, const fc_block *b)
{
    uint32_t most = b->link_words == b->words ? BAR : FC_THREAD_LABEL;
    return b->words <= most && b->twins >= TWINS && b->twins * 2 > page->posts;
}

/* In how many posts a text is; a list in one of them may have it often. */
typedef struct tally {
    uint32_t text, last, posts;
} tally;

static tally *tally_of(tally *t, uint32_t mask, uint32_t text)
{
    uint32_t i = text * 0x9E3779B1u >> 7 & mask;
    while (t[i].posts && t[i].text != text)
        i = (i + 1) & mask;
    t[i].text = text;
    return &t[i];
}

void fc_thread_labels(fc_thread_reader *r)
{
    const fc_page *page = r->page;
    uint32_t n = 0, room = 16;
    r->label = fc_zalloc(r->a, page->blocks, 1);
    for (uint32_t i = 0; i < page->blocks; i++)
        n += may_be_label(page, &page->block[i]);
    while (room < 2 * n)
        room *= 2;
    tally *t = fc_zalloc(r->a, room, sizeof *t);
    for (uint32_t i = 0; i < page->blocks && n; i++) {
        const fc_block *b = &page->block[i];
        uint32_t post = r->of[b->owner];
        if (!post || !may_be_label(page, b))
            continue;
        tally *one = tally_of(t, room - 1, b->text);
        one->posts += one->last != post;
        one->last = post;
    }
    for (uint32_t i = 0; i < page->blocks && n; i++) {
        const fc_block *b = &page->block[i];
        if (!may_be_label(page, b))
            continue;
        uint32_t posts = tally_of(t, room - 1, b->text)->posts;
        r->label[i] = posts >= LABELS && posts * 2 > page->posts;
    }
}

/* Words and heads of every element, of its own post only. */
static void sum_up(fc_thread_reader *r)
{
    const fc_page *page = r->page;
    const uint16_t never = FC_MARK_ASIDE | FC_MARK_VOTES;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        if (r->of[b->owner] && !(r->in[b->owner] & never) && !fc_thread_is_label(r, b))
            r->text[b->owner] += b->words;
    }
    for (uint32_t e = page->elems; e-- > 1;) {
        if (!r->of[e])
            continue;
        if (r->marks->own[e] & (FC_MARK_AUTHOR | FC_MARK_TIME) &&
            !(r->in[e] & FC_MARK_QUOTE))
            r->heads[e]++;
        if (fc_thread_is_post(r, e))
            continue;
        r->text[page->parent[e]] += r->text[e];
        r->heads[page->parent[e]] += r->heads[e];
    }
}

static bool may_be_body(const fc_thread_reader *r, uint32_t e)
{
    const uint16_t never = FC_MARK_ASIDE | FC_MARK_VOTES | FC_MARK_QUOTE;
    return r->of[e] && !fc_thread_is_post(r, e) && !r->page->post[r->of[e]].guessed &&
           !(r->page->elem[e].flags & FC_EL_INLINE) && !(r->in[e] & never) && r->text[e];
}

/* The key that holds most text of a group, and nearly all of it; 0: none. A single post
 * has no others that show which of its parts are the body: there it holds all but
 * some. */
static void choose_bodies(fc_thread_reader *r, uint32_t *chosen)
{
    const fc_page *page = r->page;
    uint32_t *all = fc_zalloc(r->a, r->groups + 1, sizeof *all);
    uint32_t *spoken = fc_zalloc(r->a, r->groups + 1, sizeof *spoken);
    uint32_t *best = fc_zalloc(r->a, r->groups + 1, sizeof *best);
    for (uint32_t p = 1; p <= page->posts; p++) {
        all[page->post[p].group] += r->text[page->post[p].elem];
        spoken[page->post[p].group] += r->text[page->post[p].elem] > 0;
    }
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!may_be_body(r, e))
            continue;
        fc_ballot *b = fc_ballot_of(r, e);
        b->text += r->text[e];
        b->count++;
        b->heads += r->heads[e] > 0;
        b->posts += b->last != r->of[e];
        b->last = r->of[e];
    }
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!may_be_body(r, e))
            continue;
        const fc_ballot *b = fc_ballot_of(r, e);
        uint32_t g = page->post[r->of[e]].group;
        if (b->heads * 10 <= b->count * 3 && b->posts * 2 >= spoken[g] &&
            b->count * 10 <= b->posts * 13 &&
            (page->posts > 1 ? b->text >= best[g] && b->text * 2 > all[g]
                             : b->text * 10 >= all[g] * 9)) {
            best[g] = b->text;
            chosen[g] = fc_ballot_key(r, e);
        }
    }
    fc_ballots_clear(r);
}

/* Of the chosen key; where a post has none of it, whatever nothing speaks against. */
static void mark_bodies(fc_thread_reader *r, const uint32_t *chosen)
{
    const fc_page *page = r->page;
    const uint16_t never = FC_MARK_ASIDE | FC_MARK_VOTES;
    uint8_t *has = fc_zalloc(r->a, page->posts + 1, 1);
    for (uint32_t e = 1; e < page->elems; e++)
        if (may_be_body(r, e) &&
            fc_ballot_key(r, e) == chosen[page->post[r->of[e]].group])
            has[r->of[e]] = 1;
    for (uint32_t e = 1; e < page->elems; e++) {
        uint32_t up = page->parent[e];
        if (!r->of[e])
            continue;
        uint32_t key = chosen[page->post[r->of[e]].group];
        if (!has[r->of[e]])
            r->body[e] = !(r->in[e] & never);
        else if (!fc_thread_is_post(r, e))
            r->body[e] = r->body[up] || (may_be_body(r, e) && fc_ballot_key(r, e) == key);
        const fc_elem *x = &page->elem[e];
        bool bar = part_marks(r, e) & FC_MARK_BAR &&
                   (x->words <= BAR || x->link_words == x->words);
        if (r->in[e] & FC_MARK_SIGNATURE || r->deep[e] || bar)
            r->body[e] = 0;
    }
}

void fc_thread_bodies(fc_thread_reader *r)
{
    uint32_t *chosen = fc_zalloc(r->a, r->groups + 1, sizeof *chosen);
    count_words(r);
    fc_thread_labels(r);
    mark_parts(r);
    sum_up(r);
    r->apart = true;
    choose_bodies(r, chosen);
    mark_bodies(r, chosen);
    r->apart = false;
}
