/* thread_posts.c - the posts of a page, read: their parts, the role of each block in its
 * post, the line each begins with.
 *
 * Posts of one template have their parts in the same places, so each part is decided by a
 * vote: an element's tag and class (its key) is the body when elements of that key hold
 * most of the text of the posts, the author when its text is a name in most posts, and so
 * on. A post that a vote does not fit falls back on its marks. */
#include "base/str.h"
#include "extractors/thread_reader.h"
#include "text/dates.h"

enum {
    MAX_NAME_WORDS = 4, MAX_TIME_WORDS = 30,
    MAX_BUTTON = 6,             /* words on one */
    MAX_HEAD = 12               /* ... above a quote */
};

/* Whether all that a block says stands in an element. */
static bool fills(const fc_page *page, const fc_block *b, uint32_t e)
{
    const fc_dom *dom = page->dom;
    uint32_t from = page->elem[e].node, to = dom->node[from].end;
    for (uint32_t i = b->from; i < b->to; i++)
        if (dom->node[i].tag == FC_TAG_TEXT && !dom->node[i].blank &&
            (i < from || i >= to))
            return false;
    return true;
}

/* A block that is nothing but the time of its post, and what stands beside it in one
 * element. */
static bool is_time(const fc_thread_reader *r, const fc_block *b)
{
    return b->wrap && r->marks->own[b->wrap] & FC_MARK_TIME &&
           !(r->in[b->wrap] & FC_MARK_QUOTE) && b->words <= MAX_TIME_WORDS &&
           fills(r->page, b, b->wrap);
}

/* The subject above a post that repeats the title of the page, "Re: the title". */
static bool is_subject(const fc_page *page, const fc_block *b)
{
    bool begun = b > page->block && b[-1].post == b->post && b[-1].role == FC_ROLE_BODY;
    return page->is_thread && !begun && page->elem[b->owner].heading &&
           b->title_words > 2 && b->title_words + 1 >= b->words;
}

/* A block that is nothing but a button: XenForo's below a long quote. */
static bool is_button(const fc_thread_reader *r, const fc_block *b)
{
    return b->wrap && r->marks->own[b->wrap] & FC_MARK_BAR && b->words <= MAX_BUTTON &&
           fills(r->page, b, b->wrap);
}

/* What tells who is quoted, above a quote that does not stay: it says so, or has a
 * quote's class and is not around it. */
static bool heads_deep(const fc_thread_reader *r, const fc_block *b)
{
    const fc_page *page = r->page;
    const fc_block *next = b + 1;
    if (next >= page->block + page->blocks || b->words > MAX_HEAD ||
        !(r->in[b->owner] & FC_MARK_QUOTE) || r->of[next->owner] != r->of[b->owner] ||
        !r->deep[next->owner])
        return false;
    if (fc_thread_names_quoted(page, b) && b > page->block &&
        r->in[b[-1].owner] & FC_MARK_QUOTE && r->of[b[-1].owner] == r->of[b->owner])
        return true; /* not the head of the outer one, with which that begins */
    uint32_t e = b->owner, post = page->post[r->of[e]].elem;
    while (e > post && !(r->marks->own[e] & FC_MARK_QUOTE))
        e = page->parent[e];
    return page->dom->node[page->elem[e].node].end <= next->from;
}

/* "Last edited by Ann on 12 May 2010", a line of its own; XenForo's below long
 * quotes. */
static bool is_note(const fc_page *page, const fc_block *b)
{
    fc_date date;
    if (fc_str_is(fc_thread_first_text(page, b), "Click to expand..."))
        return true;
    bool dated = false;
    for (uint32_t i = b->from; fc_thread_is_edit(page, b) && i < b->to && !dated; i++)
        dated = page->dom->node[i].tag == FC_TAG_TEXT &&
                fc_date_find(fc_dom_text(page->dom, i), &date);
    return dated;
}

static void set_roles(fc_thread_reader *r)
{
    fc_page *page = r->page;
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        b->post = r->of[b->owner];
        if (!b->post)
            continue;
        bool name = b->words <= MAX_NAME_WORDS && b->link_words == b->words && b->wrap &&
                    r->marks->own[b->wrap] & FC_MARK_AUTHOR;
        bool body = r->body[b->owner] && !fc_thread_is_label(r, b) && !name &&
                    !is_time(r, b) && !is_subject(page, b) && !is_note(page, b) &&
                    !is_button(r, b) && !heads_deep(r, b);
        b->role = body ? FC_ROLE_BODY : FC_ROLE_ASIDE;
    }
}

static bool is_written(const fc_page *page, const fc_block *b)
{
    return b->kind == FC_BLOCK_PRE && page->dom->node[b->from + 1].tag != FC_TAG_CODE;
}

/* Text that trackers and archives show in a <pre>, all of the post, was written, and is
 * no code; where most posts have it so. */
static void mark_written(fc_page *page, fc_arena *a)
{
    uint8_t *pres = fc_zalloc(a, page->posts + 1, 1); /* 1: a <pre>, 2: more than one */
    uint32_t n = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        if (b->role == FC_ROLE_BODY)
            pres[b->post] = is_written(page, b) && !pres[b->post] ? 1 : 2;
    }
    for (uint32_t p = 1; p <= page->posts; p++)
        n += pres[p] == 1;
    for (uint32_t p = 1; p <= page->posts && n * 2 > page->posts; p++)
        page->post[p].mail = pres[p] == 1;
}

void fc_thread_read(fc_page *page, const fc_marks *marks, const uint32_t *of,
                    uint32_t groups, fc_arena *a)
{
    fc_thread_reader r = {
        .page = page, .marks = marks, .of = of, .groups = groups, .a = a
    };
    r.in = fc_zalloc(a, page->elems, sizeof *r.in);
    r.body = fc_zalloc(a, page->elems, 1);
    r.deep = fc_zalloc(a, page->elems, 1);
    r.words = fc_zalloc(a, page->elems, sizeof *r.words);
    r.text = fc_zalloc(a, page->elems, sizeof *r.text);
    r.heads = fc_zalloc(a, page->elems, sizeof *r.heads);
    fc_ballots_open(&r, page->elems);
    fc_thread_bodies(&r);
    fc_thread_parts(&r);
    fc_thread_votes(&r);
    fc_thread_depths(page, a);
    set_roles(&r);
    mark_written(page, a);
}

/* ------------------------------------------------------------------------------ check */

/* Most posts have an author, and they have several unless their class calls them posts;
 * or there are none after all. */
static bool told(const fc_page *page, bool named)
{
    uint32_t n = 0, timed = 0, others = 0, first = 0;
    for (uint32_t p = 1; p <= page->posts; p++) {
        timed += page->post[p].time.n > 0;
        if (!page->post[p].author.n)
            continue;
        n++;
        first = first ? first : p;
        others += !fc_str_eq(page->post[p].author, page->post[first].author);
    }
    return n * 2 > page->posts &&
           (named || (others && n > 2 && timed * 3 > page->posts * 2));
}

/* Headings between the posts are those of articles in a list, when nothing else says that
 * they are posts. */
static bool is_list(const fc_page *page)
{
    uint32_t headings = 0, between = 0, last = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        between += !b->post && page->elem[b->owner].heading > 0;
        if (!b->post || b->post == last)
            continue;
        headings += last && between;
        between = 0;
        last = b->post;
    }
    return headings * 2 > page->posts;
}

static void forget(fc_page *page)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        page->block[i].post = 0;
        page->block[i].role = FC_ROLE_NONE;
    }
    page->posts = 0;
    page->is_thread = false;
}

void fc_thread_check(fc_page *page, bool named, bool heads)
{
    if (!told(page, named) || (heads && is_list(page)))
        forget(page);
}

/* ------------------------------------------------------------------------------- head */

static void add_part(fc_text *t, fc_str s)
{
    fc_text_add(t, ", ", 2);
    fc_text_add(t, s.p, s.n);
}

/* ", depth 2", ", -3 points" */
static void add_number(fc_text *t, const char *before, int64_t v, const char *after)
{
    char digits[20];
    add_part(t, fc_str_of(before));
    if (v < 0)
        fc_text_char(t, '-');
    size_t n = fc_u64_format(v < 0 ? 0 - (uint64_t)v : (uint64_t)v, digits);
    fc_text_add(t, digits, n);
    fc_text_add(t, after, strlen(after));
}

/* An author as far as it cannot be taken for the mark that ends it. */
static fc_str bare(fc_str author)
{
    author = fc_str_trim(fc_str_sub(author, 0, fc_str_find(author, FC_STR("**"))));
    while (author.n && author.p[author.n - 1] == '*')
        author.n--;
    return fc_str_trim(author);
}

void fc_post_head(const fc_post *post, bool plain, fc_text *t)
{
    fc_str author = bare(post->author);
    author = author.n ? author : FC_STR("?");
    if (!plain)
        fc_text_add(t, "**", 2);
    fc_text_add(t, author.p, author.n);
    if (!plain)
        fc_text_add(t, "**", 2);
    if (post->time.n)
        add_part(t, post->time);
    if (post->depth)
        add_number(t, "depth ", post->depth, "");
    if (post->voted && post->votes)
        add_number(t, "", post->votes,
                   post->votes == 1 || post->votes == -1 ? " point" : " points");
    if (post->accepted)
        add_part(t, FC_STR("accepted"));
}
