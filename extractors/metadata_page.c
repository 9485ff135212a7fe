/* metadata_page.c - what the elements of a page add to its metadata: author and date by
 * microdata, RDFa, rel and <time>, on articles by the words of classes, too ("author
 * vcard", "post-date"); the title of its <h1>. */
#include "extractors/metadata.h"
#include "extractors/inline.h"
#include "extractors/page_kind.h"
#include "base/str.h"
#include "text/dates.h"
#include "text/normalize.h"

enum {
    PROP = 0x2C1B3C6D, RDFA = 0x14292967, REL = 0x428A2F98,
                                /* salts of tokens, as in elements.c */
    MAX_NAME = 100, LOOK = 4000,    /* bytes of a name; elements that are looked at */
    MAX_LINE = 400,
    CLASS_WORDS = 12            /* of what a class calls an author or a date, at most */
};

/* What an element's microdata, RDFa, rel and class say it is. */
typedef struct wanted {
    uint32_t author[4], published[2], date[2];
    uint32_t writer, name[2], day, of_day[6];   /* words of classes */
    uint64_t bits;              /* one for each of them, by its low bits: most tokens are
                                   none */
} wanted;

static void note_bits(wanted *w, const uint32_t *any, size_t n)
{
    for (size_t i = 0; i < n; i++)
        w->bits |= (uint64_t)1 << (any[i] & 63);
}

static wanted make_wanted(bool classes)
{
    const uint32_t author = fc_word_hash(FC_STR("author")),
                   date = fc_word_hash(FC_STR("date")),
                   published = fc_word_hash(FC_STR("published"));
    wanted w = {
        .author = { author ^ PROP, author ^ RDFA, author ^ REL,
                    fc_word_hash(FC_STR("creator")) ^ RDFA },
        .published = { published ^ PROP, published ^ RDFA },
        .date = { date ^ PROP, date ^ RDFA },
        .writer = author,
        .name = { fc_word_hash(FC_STR("vcard")), fc_word_hash(FC_STR("name")) },
        .day = date,
        .of_day = { fc_word_hash(FC_STR("post")), fc_word_hash(FC_STR("entry")),
                    fc_word_hash(FC_STR("publish")), published,
                    fc_word_hash(FC_STR("article")), fc_word_hash(FC_STR("posted")) },
    };
    note_bits(&w, w.author, 4);
    note_bits(&w, w.published, 2);
    if (classes) {
        note_bits(&w, &w.writer, 1);
        note_bits(&w, &w.day, 1);
    }
    return w;
}

static bool may_be_wanted(const fc_page *page, const fc_elem *e, const wanted *w)
{
    for (unsigned i = 0; i < e->tokens; i++)
        if (w->bits >> (page->token[e->token + i] & 63) & 1)
            return true;
    return e->tag == FC_TAG_TIME;
}

static bool has_token(const fc_page *page, const fc_elem *e, const uint32_t *any,
                      size_t n)
{
    for (unsigned i = 0; i < e->tokens; i++)
        for (size_t k = 0; k < n; k++)
            if (page->token[e->token + i] == any[k])
                return true;
    return false;
}

/* Text of an element as one line, cut at MAX_LINE bytes. */
static fc_str line_of(const fc_page *page, uint32_t elem, fc_arena *a)
{
    const fc_dom *dom = page->dom;
    uint32_t node = page->elem[elem].node;
    fc_text t = { .a = a };
    fc_text_add(&t, "", 0);
    for (uint32_t i = node + 1; i < dom->node[node].end && t.n < MAX_LINE; i++)
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(&t, fc_dom_text(dom, i));
        else
            t.gap |= (fc_tag_flags[dom->node[i].tag] & FC_TAGF_BLOCK) != 0;
    return fc_normalize_line((fc_str){ t.p, t.n }, a);
}

/* "View more posts", "More from Ann": links that lead to an author and do not name one. A
 * line with a date has more than a name. */
static bool is_no_name(fc_str s)
{
    static const char *const ways[] = { "view ", "more ",  "all ",   "read ",
                                        "see ",  "about ", "follow " };
    fc_date date;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (fc_str_istarts(s, fc_str_of(ways[i])))
            return true;
    return fc_date_find(s, &date);
}

static fc_str author_in(const fc_page *page, uint32_t e, fc_arena *a)
{
    fc_str s = fc_metadata_name(line_of(page, e, a));
    if (fc_str_istarts(s, FC_STR("von ")))
        s = fc_str_trim(fc_str_sub(s, 4, s.n));
    return s.n <= MAX_NAME && !is_no_name(s) ? s : (fc_str){ NULL, 0 };
}

static bool tells_author(const fc_page *page, const fc_elem *e, const wanted *w,
                         bool classes)
{
    return has_token(page, e, w->author, 4) ||
           (classes && e->words <= CLASS_WORDS && has_token(page, e, &w->writer, 1) &&
            has_token(page, e, w->name, 2));
}

/* The date of an element: what it says to programs, or its text. */
static fc_str own_date(const fc_page *page, uint32_t node, fc_arena *a)
{
    static const char *const told[] = { "datetime", "content" };
    for (size_t i = 0; i < 2; i++) {
        fc_str s = fc_metadata_date(fc_dom_attr(page->dom, node, told[i]), a);
        if (s.n)
            return s;
    }
    return (fc_str){ NULL, 0 };
}

static fc_str published_in(const fc_page *page, uint32_t e, fc_arena *a)
{
    const fc_dom *dom = page->dom;
    uint32_t node = page->elem[e].node;
    fc_str s = own_date(page, node, a);
    for (uint32_t i = node + 1; !s.n && i < dom->node[node].end &&
                                page->elem[e].words <= CLASS_WORDS; i++)
        if (dom->node[i].tag == FC_TAG_TIME)
            s = own_date(page, i, a);
    return s.n ? s : fc_metadata_date(line_of(page, e, a), a);
}

static bool tells_published(const fc_page *page, const fc_elem *e, const wanted *w,
                            bool by_class)
{
    static const char *const classes[] = { "published", "entry-date", "dt-published",
                                           "post-date", "date-published" };
    if (has_token(page, e, w->published, 2) && has_token(page, e, w->date, 2))
        return true;
    if (by_class && e->words <= CLASS_WORDS && has_token(page, e, &w->day, 1) &&
        has_token(page, e, w->of_day, 6))
        return true;
    if (e->tag != FC_TAG_TIME)
        return false;
    return fc_node_has_class_of(page->dom, e->node, classes,
                                sizeof classes / sizeof *classes) ||
           fc_dom_attr(page->dom, e->node, "pubdate").p;
}

static void read_elements(fc_page_meta *meta, const fc_page *page, fc_arena *a)
{
    bool classes = !page->is_thread && page->kind[FC_CLASS_ARTICLE] > .5f;
    const wanted w = make_wanted(classes);
    for (uint32_t i = 1; i < page->elems && i < LOOK; i++) {
        const fc_elem *e = &page->elem[i];
        if (meta->author.n && meta->published.n)
            break;
        if (e->flags & FC_EL_COMMENT || !may_be_wanted(page, e, &w))
            continue;
        if (!meta->author.n && tells_author(page, e, &w, classes))
            meta->author = author_in(page, i, a);
        if (!meta->published.n && tells_published(page, e, &w, classes))
            meta->published = published_in(page, i, a);
    }
}

/* " | ", " - ", ": " and the like, as titles have them before or behind the site's name:
 * how many bytes of s they are at its begin. */
static size_t parting(fc_str s)
{
    static const char *const signs[] = { "|", "-", "–", "—", "·", "•", "»", "«", "›", "~",
                                         ":" };
    size_t n = fc_str_starts(s, FC_STR(" "));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t end = n + strlen(signs[i]);
        if (fc_str_starts(fc_str_sub(s, n, s.n), fc_str_of(signs[i])) && end < s.n &&
            s.p[end] == ' ' && (n || *signs[i] == ':'))
            return end + 1;
    }
    return 0;
}

/* The heading, where the title is that and then the name of the site, which is no
 * longer. */
static void cut_title(fc_page_meta *meta, fc_str heading)
{
    fc_str rest = fc_str_sub(meta->title, heading.n, meta->title.n);
    if (heading.n && fc_str_starts(meta->title, heading) && rest.n <= heading.n &&
        parting(rest))
        meta->title = heading;
}

void fc_metadata_complete(fc_page_meta *meta, const fc_page *page, fc_arena *a)
{
    read_elements(meta, page, a);
    if (page->h1 == FC_NO_BLOCK || !page->elem[page->block[page->h1].owner].heading)
        return;
    fc_str heading = line_of(page, page->block[page->h1].owner, a);
    if (!meta->title.n)
        meta->title = heading;
    cut_title(meta, heading);
}
