/* metadata.c - see metadata.h: <meta>, <link>, <title>, <html lang> and JSON-LD. */
#include "extractors/metadata.h"
#include "extractors/inline.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/entities.h"
#include "text/dates.h"
#include "text/normalize.h"

enum { MAX_VALUE = 2000, MAX_SCRIPT = 1 << 20 };

enum { OG_TITLE, TITLE, CANONICAL, OG_URL, AUTHOR, PUBLISHED, SITE, LANGUAGE, DESCRIPTION,
       OG_DESCRIPTION, OG_TYPE, APP_NAME, FIELDS };

/* Names of <meta name>, property or itemprop, and where their content goes; of several
 * for one field the first in the page wins. */
static const struct { const char *name; int field; } names[] = {
    { "og:title", OG_TITLE }, { "twitter:title", OG_TITLE },
    { "og:url", OG_URL }, { "og:site_name", SITE }, { "application-name", APP_NAME },
    { "author", AUTHOR }, { "article:author", AUTHOR }, { "dc.creator", AUTHOR },
    { "parsely-author", AUTHOR }, { "citation_author", AUTHOR }, { "byl", AUTHOR },
    { "article:published_time", PUBLISHED }, { "og:published_time", PUBLISHED },
    { "datepublished", PUBLISHED }, { "date", PUBLISHED }, { "dc.date", PUBLISHED },
    { "dc.date.issued", PUBLISHED }, { "dcterms.created", PUBLISHED },
    { "dcterms.date", PUBLISHED }, { "pubdate", PUBLISHED }, { "publishdate", PUBLISHED },
    { "publish_date", PUBLISHED }, { "parsely-pub-date", PUBLISHED },
    { "sailthru.date", PUBLISHED }, { "citation_publication_date", PUBLISHED },
    { "citation_date", PUBLISHED },
    { "description", DESCRIPTION }, { "og:description", OG_DESCRIPTION },
    { "twitter:description", OG_DESCRIPTION }, { "og:type", OG_TYPE },
    { "content-language", LANGUAGE }, { "og:locale", LANGUAGE }, { "dc.language", LANGUAGE },
};

typedef struct reader {
    const fc_dom *dom;
    fc_arena *a;
    fc_str field[FIELDS];
    fc_jsonld ld;
} reader;

static fc_str clean(fc_str s, fc_arena *a)
{
    return fc_normalize_line(fc_utf8_clip(s, MAX_VALUE), a);
}

static void set(reader *r, int field, fc_str value)
{
    if (r->field[field].n)
        return;
    if (field == AUTHOR && fc_str_istarts(fc_str_trim(value), FC_STR("http")))
        return;
    r->field[field] = clean(value, r->a);
}

static void read_meta(reader *r, fc_str tag)
{
    static const char *const keys[] = { "property", "name", "itemprop", "http-equiv" };
    for (size_t k = 0; k < 4; k++) {
        fc_str name = fc_str_trim(fc_tag_attr(tag, keys[k]));
        for (size_t i = 0; name.n && i < sizeof names / sizeof *names; i++)
            if (fc_str_ieq(name, fc_str_of(names[i].name))) {
                set(r, names[i].field, fc_tag_attr_text(tag, "content", r->a));
                return;
            }
    }
}

static void read_item(reader *r, uint32_t k)
{
    fc_str tag = fc_head_tag(r->dom, k), value;
    switch (r->dom->head[k].tag) {
    case FC_TAG_META:
        read_meta(r, tag);
        break;
    case FC_TAG_LINK:
        if (fc_str_ieq(fc_str_trim(fc_tag_attr(tag, "rel")), FC_STR("canonical")))
            set(r, CANONICAL, fc_tag_attr_text(tag, "href", r->a));
        break;
    case FC_TAG_TITLE:
        value = fc_utf8_clip(fc_head_body(r->dom, k), MAX_VALUE);
        set(r, TITLE, fc_entities_decode(value, false, r->a));
        break;
    case FC_TAG_SCRIPT:
        value = fc_tag_attr(tag, "type");
        if (fc_str_ifind(value, FC_STR("ld+json")) < value.n)
            fc_jsonld_read(&r->ld, fc_utf8_clip(fc_head_body(r->dom, k), MAX_SCRIPT), r->a);
        break;
    }
}

/* A date as ISO 8601; p is NULL when it is none, or one that can be read in two ways. */
static fc_str iso(fc_str s, fc_arena *a)
{
    char out[FC_DATE_ROOM];
    fc_date date;
    size_t n = s.n && fc_date_find(s, &date) ? fc_date_iso(&date, out) : 0;
    if (!n && s.n == 4 && s.p[0] >= '1' && s.p[0] <= '2')
        return fc_copy(a, s); /* a year */
    return n ? fc_copy(a, (fc_str){ out, n }) : (fc_str){ NULL, 0 };
}

static fc_str one_of(reader *r, fc_str a, fc_str b, fc_str c)
{
    fc_str s = a.n ? a : b.n ? b : c;
    return s.n ? clean(s, r->a) : (fc_str){ NULL, 0 };
}

/* Two texts to compare with, as one. */
static fc_str both(fc_str x, fc_str y, fc_arena *a)
{
    return y.n ? fc_printf(a, "%.*s %.*s", (int)x.n, x.n ? x.p : "", (int)y.n, y.p) : x;
}

static void set_hints(fc_page_meta *meta, reader *r)
{
    fc_page_hints *h = &meta->hints;
    h->title = both(r->field[TITLE], r->field[OG_TITLE], r->a);
    h->description = both(r->field[DESCRIPTION], r->field[OG_DESCRIPTION], r->a);
    h->description = both(h->description, r->ld.description, r->a);
    h->type = r->field[OG_TYPE].n ? fc_word_hash(r->field[OG_TYPE]) : 0;
    for (unsigned i = 0; i < r->ld.bodies; i++)
        h->body = both(h->body, r->ld.body[i], r->a);
    for (unsigned i = 0; i < r->ld.types; i++) {
        bool known = false;
        for (unsigned k = 0; k < h->lds; k++)
            known |= h->ld[k] == r->ld.type[i];
        if (!known)
            h->ld[h->lds++] = r->ld.type[i];
    }
}

void fc_metadata_read(fc_page_meta *meta, const fc_dom *dom, fc_arena *a)
{
    static const fc_str none = { NULL, 0 };
    reader r = { .dom = dom, .a = a };
    memset(meta, 0, sizeof *meta);
    for (uint32_t k = 0; k < dom->head_n; k++)
        read_item(&r, k);
    meta->title = one_of(&r, r.field[OG_TITLE], r.ld.headline, r.field[TITLE]);
    meta->canonical = one_of(&r, r.field[CANONICAL], r.field[OG_URL], none);
    meta->author = one_of(&r, r.field[AUTHOR], r.ld.author, none);
    meta->published = iso(r.field[PUBLISHED], a);
    if (!meta->published.n)
        meta->published = iso(r.ld.published, a);
    meta->site_name = one_of(&r, r.field[SITE], r.ld.site_name, r.field[APP_NAME]);
    meta->description = one_of(&r, r.field[OG_DESCRIPTION], r.field[DESCRIPTION],
                               r.ld.description);
    fc_str lang = fc_str_trim(fc_dom_attr(dom, 0, "lang"));
    if (!lang.n)
        lang = fc_str_trim(fc_dom_attr(dom, 0, "xml:lang"));
    meta->language = one_of(&r, lang, r.field[LANGUAGE], r.ld.language);
    set_hints(meta, &r);
}

/* ---------------------------------------------------------------- from the page's body */

enum {
    PROP = 0x2C1B3C6D, RDFA = 0x14292967, REL = 0x428A2F98,
                                /* salts of tokens, as in elements.c */
    MAX_NAME = 100, LOOK = 4000 /* bytes of a name; elements that are looked at */
};

/* What an element's microdata, RDFa, rel and class say it is. */
typedef struct wanted {
    uint32_t author[4], published[2], date[2];
} wanted;

static bool has_token(const fc_page *page, const fc_elem *e, const uint32_t *any, size_t n)
{
    for (unsigned i = 0; i < e->tokens; i++)
        for (size_t k = 0; k < n; k++)
            if (page->token[e->token + i] == any[k])
                return true;
    return false;
}

/* Text of an element as one line, cut at 400 bytes. */
static fc_str line_of(const fc_page *page, uint32_t elem, fc_arena *a)
{
    const fc_dom *dom = page->dom;
    uint32_t node = page->elem[elem].node;
    fc_text t = { .a = a };
    fc_text_add(&t, "", 0);
    for (uint32_t i = node + 1; i < dom->node[node].end && t.n < 400; i++)
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(&t, fc_dom_text(dom, i));
        else
            t.gap |= (fc_tag_flags[dom->node[i].tag] & FC_TAGF_BLOCK) != 0;
    return fc_normalize_line((fc_str){ t.p, t.n }, a);
}

static fc_str author_in(const fc_page *page, uint32_t e, fc_arena *a)
{
    static const fc_str by[] = { { "by ", 3 }, { "written by ", 11 }, { "von ", 4 } };
    fc_str s = line_of(page, e, a);
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        if (fc_str_istarts(s, by[i]))
            s = fc_str_trim(fc_str_sub(s, by[i].n, s.n));
    return s.n <= MAX_NAME ? s : (fc_str){ NULL, 0 };
}

static fc_str published_in(const fc_page *page, uint32_t e, fc_arena *a)
{
    static const char *const told[] = { "datetime", "content" };
    for (size_t i = 0; i < 2; i++) {
        fc_str s = iso(fc_dom_attr(page->dom, page->elem[e].node, told[i]), a);
        if (s.n)
            return s;
    }
    return iso(line_of(page, e, a), a);
}

static bool tells_published(const fc_page *page, const fc_elem *e, const wanted *w)
{
    static const char *const classes[] = { "published", "entry-date", "dt-published", "post-date",
                                           "date-published" };
    if (has_token(page, e, w->published, 2) && has_token(page, e, w->date, 2))
        return true;
    if (e->tag != FC_TAG_TIME)
        return false;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (fc_node_has_class(page->dom, e->node, classes[i]))
            return true;
    return fc_dom_attr(page->dom, e->node, "pubdate").p != NULL;
}

void fc_metadata_complete(fc_page_meta *meta, const fc_page *page, fc_arena *a)
{
    uint32_t date = fc_word_hash(FC_STR("date")), published = fc_word_hash(FC_STR("published"));
    wanted w = { .date = { date ^ PROP, date ^ RDFA },
                 .published = { published ^ PROP, published ^ RDFA } };
    w.author[0] = fc_word_hash(FC_STR("author")) ^ PROP;
    w.author[1] = fc_word_hash(FC_STR("author")) ^ RDFA;
    w.author[2] = fc_word_hash(FC_STR("author")) ^ REL;
    w.author[3] = fc_word_hash(FC_STR("creator")) ^ RDFA;
    for (uint32_t i = 1; i < page->elems && i < LOOK; i++) {
        const fc_elem *e = &page->elem[i];
        if (!meta->author.n && !(e->flags & FC_EL_COMMENT) && has_token(page, e, w.author, 4))
            meta->author = author_in(page, i, a);
        if (!meta->published.n && !(e->flags & FC_EL_COMMENT) && tells_published(page, e, &w))
            meta->published = published_in(page, i, a);
    }
    if (!meta->title.n && page->h1 != FC_NO_BLOCK &&
        page->elem[page->block[page->h1].owner].heading)
        meta->title = line_of(page, page->block[page->h1].owner, a);
}
