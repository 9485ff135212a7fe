/* thread_choose.c - what of a page with posts is its text: the bodies of the posts of a
 * thread and its title; elsewhere comments, when they are asked for. */
#include "extractors/threads.h"
#include "base/str.h"

enum {
    OPENS = 8,                  /* words of a block before the posts that may begin the
                                   thread */
    TOLD_STEPS = 3              /* up from a text to what says what it is */
};

/* The way to the page, "Forum > Board > Title": signs between its parts. */
static bool is_path(const fc_page *page, const fc_block *b)
{
    static const char *const signs[] = { "\xC2\xBB", "\xE2\x80\xBA", "&raquo;",
                                         "&rsaquo;", "&gt;" };
    for (uint32_t i = b->from; i < b->to; i++) {
        if (page->dom->node[i].tag != FC_TAG_TEXT)
            continue;
        fc_str text = fc_dom_text(page->dom, i);
        for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
            if (fc_str_find(text, fc_str_of(signs[k])) < text.n)
                return true;
    }
    return false;
}

/* In no post that something calls one. */
static bool is_outside(const fc_page *page, const fc_block *b)
{
    return !b->post || page->post[b->post].guessed;
}

/* How surely a block is the title: words of the page's title that it has when it has not
 * many others. A heading may be shorter and counts half as much again; a block that is
 * none has to have nearly nothing else. In posts it is that of the first, beside its
 * text. */
static uint32_t title_words(const fc_page *page, const fc_block *b)
{
    const fc_elem *e = &page->elem[b->owner];
    if (b->post > 1 || (!is_outside(page, b) && b->role == FC_ROLE_BODY) ||
        b->title_words < 2)
        return 0;
    if (e->heading)
        return b->title_words * 2 >= b->words
                   ? b->title_words * 12 + (e->heading == 1) * 4
                   : 0;
    if (b->title_words <= 2 || b->title_words * 4 < b->words * 3 || is_path(page, b))
        return 0;
    return b->title_words * 8;
}

/* The node of the main part of the page, as its tag or role says, that the posts are
 * in. */
static uint32_t main_of_posts(const fc_page *page)
{
    const fc_dom *dom = page->dom;
    for (uint32_t e = page->post[1].elem; e; e = page->parent[e])
        if (page->elem[e].tag == FC_TAG_MAIN ||
            fc_str_is(fc_dom_attr(dom, page->elem[e].node, "role"), "main"))
            return page->elem[e].node;
    return 0;
}

/* The block that has most of the words of the page's title; before the main part of the
 * page, whose node is `from`, it may be the name of the site: phpBB. */
static int32_t find_title(const fc_page *page, uint32_t from)
{
    int32_t best = FC_NO_BLOCK;
    uint32_t most = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        bool above = page->block[i].from < from;
        uint32_t words = title_words(page, &page->block[i]) >> above;
        if (words > most) {
            most = words;
            best = (int32_t)i;
        }
    }
    return best;
}

/* A short block beside a long one, in the same element. */
static bool is_beside(const fc_page *page, const fc_block *b, int step)
{
    const fc_block *o = b + step;
    return o >= page->block && o < page->block + page->blocks && is_outside(page, o) &&
           o->keep && o->words >= OPENS && o->link_words * 3 < o->words &&
           (o->owner == b->owner ||
            page->parent[o->owner] == page->parent[b->owner]);
}

/* Microdata call it the text of a question: Zhihu's have no author. */
static bool is_told(const fc_page *page, const fc_block *b)
{
    enum { PROP = 0x2C1B3C6D }; /* as in elements.c */
    uint32_t text = fc_word_hash(FC_STR("text")) ^ PROP;
    for (uint32_t e = b->wrap ? b->wrap : b->owner, step = 0; step < TOLD_STEPS && e;
         step++, e = page->parent[e])
        for (unsigned i = 0; i < page->elem[e].tokens; i++)
            if (page->token[page->elem[e].token + i] == text)
                return true;
    return false;
}

/* What stands before the posts and reads like text, or is told to be below the title,
 * began the thread; not what is before the title, or before the main part of the page
 * when the posts are in it. */
static bool opens(const fc_page *page, const fc_block *b, uint32_t from, int32_t title)
{
    if (b->from <= from || page->post[1].mail || b >= &page->block[page->first_post] ||
        b->link_words * 3 >= b->words)
        return false;
    if (!b->keep || b->p <= 0.5f)
        return title >= 0 && b > &page->block[title] && b->words >= OPENS &&
               is_told(page, b);
    return b->words >= OPENS || is_beside(page, b, -1) || is_beside(page, b, 1);
}

/* Odds of text below which a block of a post without mates is none of its body. */
static const float faint = .3f;

static void decide(const fc_page *page, fc_block *b, int comments, uint32_t from,
                   int32_t title)
{
    bool commented = page->elem[b->owner].flags & FC_EL_COMMENT;
    bool beside = comments > 0 && commented && !page->elem[b->owner].heading;
    bool before = is_outside(page, b);
    if (before && page->is_thread && opens(page, b, from, title)) {
        b->keep = 1;
        b->why = "before the posts";
    } else if (before && (page->is_thread || beside)) {
        b->keep = 0;
        b->why = "not in a post";
    } else if (!b->post) {
        return;
    } else if (b->role != FC_ROLE_BODY ||
               (page->post[b->post].alone && !b->keep && b->p < faint)) {
        b->keep = 0;
        b->why = "of a post, not its text";
    } else if (page->is_thread &&
               (page->of_comments || !commented || !page->post[b->post].outer)) {
        b->keep = 1;
        b->why = "text of a post";
    } else if (comments) {
        b->keep = comments > 0;
        b->why = "comment";
    }
}

/* On the page of a thread the bodies of posts are its text, all of them, and nothing else
 * but the title. Elsewhere, and for what is commented on the posts of a thread, comments
 * go by their score unless they were asked for; what stands around their text never
 * stays. */
void fc_threads_choose(fc_page *page, fc_comments want)
{
    int comments = want == FC_COMMENTS_AUTO ? 0 : want == FC_COMMENTS_DROP ? -1 : 1;
    if (!page->posts)
        return;
    uint32_t from = main_of_posts(page);
    int32_t title = page->is_thread ? find_title(page, from) : FC_NO_BLOCK;
    while (page->first_post < page->blocks &&
           is_outside(page, &page->block[page->first_post]))
        page->first_post++;
    if (title != FC_NO_BLOCK)
        page->block[title].post = 0; /* it stands above the head of the first */
    if (title != FC_NO_BLOCK && (uint32_t)title < page->first_post &&
        page->block[title].from > from)
        from = page->block[title].from;
    for (uint32_t i = 0; i < page->blocks; i++)
        decide(page, &page->block[i], comments, from, title);
    if (title == FC_NO_BLOCK)
        return;
    fc_elem *owner = &page->elem[page->block[title].owner];
    if (!owner->heading)
        owner->heading = 1;
    page->block[title].keep = 1;
    page->block[title].why = "title of a thread";
}
