/* page_extras.c - what a page puts around and into a text: cookie banners, share bars,
 * related articles, notes that only subscribers read on. The score drops most of them;
 * these rules drop the rest by the class words of what generators make, and by how such
 * notes begin.
 *
 * A word may be on what holds the text, too (class="paywall" is on the article itself),
 * so what holds more than a part of the kept text stays, whatever it is called. */
#include "base/str.h"
#include "extractors/block_model.h"

enum {
    MOST = 3,               /* one part of so many of the kept words is dropped, at
                               most */
    LEVELS = 10,            /* elements above a block that are asked */
    SHORT = 40,             /* words of a note */
    BESIDE_LINK = 3         /* words of "Read also:" beside the link */
};

/* Kinds of extras, a bit each: a word that speaks of one, and one that says of what sort
 * it is, make one together. */
enum { RELATED = 1, COOKIES = 2, SHARE = 4, SUBSCRIBE = 8, SURE = 16 };

typedef struct named {
    const char *words;
    uint8_t first, second;
} named;

static const named table[] = {
    { "onetrust cookiebot didomi quantcast usercentrics trustarc iubenda osano borlabs "
      "cookieyes addthis sharethis sharedaddy addtoany shareaholic relatedposts taboola "
      "outbrain",
      SURE, 0 },
    { "related", RELATED, 0 },
    { "cookie cookies gdpr", COOKIES, 0 },
    { "share sharing social", SHARE, 0 },
    { "paywall subscribe subscription subscriptions subscriber newsletter", SUBSCRIBE,
      0 },
    { "articles posts stories links news reads inline", 0, RELATED },
    { "consent popup", 0, COOKIES },
    { "banner notice", 0, COOKIES | SUBSCRIBE },
    { "bar buttons icons tools", 0, SHARE },
    { "message prompt wall overlay box signup form cta jetpack", 0, SUBSCRIBE },
};

enum { SLOTS = 256 };           /* of the table of words: a power of two, four times the
                                   words */

typedef struct words {
    uint32_t key[SLOTS];
    const named *row[SLOTS];
} words;

static uint32_t place(const words *w, uint32_t key)
{
    uint32_t i = key * 0x9E3779B1u >> 24;
    while (w->row[i] && w->key[i] != key)
        i = (i + 1) % SLOTS;
    return i;
}

static void fill(words *w)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *rest = table[i].words;
        for (uint32_t key; fc_word_hash_next(&rest, &key);) {
            uint32_t at = place(w, key);
            w->key[at] = key;
            w->row[at] = &table[i];
        }
    }
}

static bool is_extra(const fc_page *page, const words *w, const fc_elem *e)
{
    unsigned first = 0, second = 0;
    for (unsigned i = 0; i < e->tokens; i++) {
        const named *row = w->row[place(w, page->token[e->token + i])];
        first |= row ? row->first : 0;
        second |= row ? row->second : 0;
    }
    return first & SURE || first & second;
}

/* The element around a block that is an extra and holds but a part of the kept words. */
static bool is_in_extra(const fc_page *page, const words *w, const fc_block *b,
                        uint64_t kept)
{
    uint32_t e = b->owner;
    for (int level = 0; e && level < LEVELS; level++, e = page->parent[e]) {
        if ((uint64_t)page->elem[e].words * MOST > kept ||
            page->elem[e].tag == FC_TAG_BODY)
            return false;
        if (is_extra(page, w, &page->elem[e]))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------ notes */

static fc_str first_text(const fc_page *page, const fc_block *b)
{
    for (uint32_t i = b->from; i < b->to; i++)
        if (page->dom->node[i].tag == FC_TAG_TEXT && !page->dom->node[i].blank)
            return fc_str_trim(fc_dom_text(page->dom, i));
    return (fc_str){ NULL, 0 };
}

/* Most do not even begin with its first letter. */
static bool begins(fc_str text, const char *const *with, size_t n)
{
    char first = text.n ? fc_lower(text.p[0]) : 0;
    for (size_t i = 0; i < n; i++)
        if (first == with[i][0] && fc_str_istarts(text, fc_str_of(with[i])))
            return true;
    return false;
}

/* "Read also: another article", and what subscribers are told. */
static bool is_note(const fc_page *page, const fc_block *b)
{
    static const char *const links[] = { "read also",      "also read",    "read more:",
                                         "read next",      "related:",     "lire aussi",
                                         "lesen sie auch", "leer también", "leggi anche",
                                         "leia também" };
    static const char *const notes[] = { "subscribe to continue reading",
                                         "subscribe to keep reading",
                                         "subscribe to read",
                                         "this article is for subscribers",
                                         "this content is for subscribers",
                                         "this post is for paid subscribers",
                                         "this post is for paying subscribers",
                                         "already a subscriber?",
                                         "already have an account?",
                                         "sign in to continue reading",
                                         "to continue reading" };
    if (b->words > SHORT || b->kind != FC_BLOCK_TEXT || b->post)
        return false;
    fc_str text = first_text(page, b);
    if (b->link_words && b->link_words + BESIDE_LINK >= b->words &&
        begins(text, links, sizeof links / sizeof *links))
        return true;
    return begins(text, notes, sizeof notes / sizeof *notes);
}

void fc_page_extras(fc_page *page)
{
    words w;
    uint64_t kept = 0;
    fill(&w);
    for (uint32_t i = 0; i < page->blocks; i++)
        kept += page->block[i].keep ? page->block[i].words : 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        bool extra = b->keep && is_in_extra(page, &w, b, kept);
        if (!extra && !(b->keep && is_note(page, b)))
            continue;
        b->keep = 0;
        b->why = extra ? "beside the text, by its class" : "a note, not the text";
    }
}
