/* metadata.c - see metadata.h: <meta>, <link>, <title>, <html lang> and JSON-LD. */
#include "extractors/metadata.h"
#include "extractors/inline.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/entities.h"
#include "text/dates.h"
#include "text/normalize.h"

enum { MAX_VALUE = 2000, MAX_SCRIPT = 1 << 20 };

enum { OG_TITLE, TITLE, CANONICAL, OG_URL, AUTHOR, PUBLISHED, DATED, SITE, LANGUAGE,
       DESCRIPTION, OG_DESCRIPTION, OG_TYPE, APP_NAME, GENERATOR, FIELDS };

/* Names of <meta name>, property or itemprop, and where their content goes; of several
 * for one field the first in the page wins. DATED may be when it was changed. */
static const struct { fc_str name; int field; } names[] = {
    { { "og:title", 8 }, OG_TITLE }, { { "twitter:title", 13 }, OG_TITLE },
    { { "og:url", 6 }, OG_URL }, { { "og:site_name", 12 }, SITE },
    { { "application-name", 16 }, APP_NAME }, { { "author", 6 }, AUTHOR },
    { { "article:author", 14 }, AUTHOR }, { { "dc.creator", 10 }, AUTHOR },
    { { "parsely-author", 14 }, AUTHOR }, { { "citation_author", 15 }, AUTHOR },
    { { "byl", 3 }, AUTHOR }, { { "article:published_time", 22 }, PUBLISHED },
    { { "og:published_time", 17 }, PUBLISHED }, { { "datepublished", 13 }, PUBLISHED },
    { { "date", 4 }, DATED }, { { "dc.date", 7 }, PUBLISHED },
    { { "dc.date.issued", 14 }, PUBLISHED }, { { "dcterms.created", 15 }, PUBLISHED },
    { { "dcterms.date", 12 }, PUBLISHED }, { { "pubdate", 7 }, PUBLISHED },
    { { "publishdate", 11 }, PUBLISHED }, { { "publish_date", 12 }, PUBLISHED },
    { { "parsely-pub-date", 16 }, PUBLISHED }, { { "sailthru.date", 13 }, PUBLISHED },
    { { "citation_publication_date", 25 }, PUBLISHED },
    { { "citation_date", 13 }, PUBLISHED }, { { "description", 11 }, DESCRIPTION },
    { { "og:description", 14 }, OG_DESCRIPTION },
    { { "twitter:description", 19 }, OG_DESCRIPTION }, { { "og:type", 7 }, OG_TYPE },
    { { "content-language", 16 }, LANGUAGE }, { { "og:locale", 9 }, LANGUAGE },
    { { "dc.language", 11 }, LANGUAGE }, { { "generator", 9 }, GENERATOR },
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

/* "https://example.org/ann", "www.facebook.com/ann" */
static bool is_address(fc_str s)
{
    return fc_str_istarts(s, FC_STR("http")) ||
           (fc_str_findc(s, '/') < s.n && fc_str_findc(s, '.') < s.n &&
            fc_str_findc(s, ' ') == s.n);
}

/* "By Ann B." -> Ann B. */
static fc_str bare_name(fc_str s)
{
    static const fc_str by[] = { { "by ", 3 }, { "written by ", 11 } };
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        if (fc_str_istarts(s, by[i]))
            s = fc_str_trim(fc_str_sub(s, by[i].n, s.n));
    return s;
}

static void set(reader *r, int field, fc_str value)
{
    if (r->field[field].n)
        return;
    if (field == AUTHOR && is_address(fc_str_trim(value)))
        return;
    r->field[field] = clean(value, r->a);
}

/* The field a name stands for, or FIELDS. */
static int field_of(fc_str name)
{
    for (size_t i = 0; name.n && i < sizeof names / sizeof *names; i++)
        if (name.n == names[i].name.n && fc_str_ieq(name, names[i].name))
            return names[i].field;
    return FIELDS;
}

static void read_meta(reader *r, fc_str tag)
{
    static const fc_str keys[] = { { "property", 8 }, { "name", 4 }, { "itemprop", 8 },
                                   { "http-equiv", 10 } };
    enum { KEYS = sizeof keys / sizeof *keys };
    fc_str said[KEYS] = { { NULL, 0 } }, key, value;
    uint32_t at = 0;
    while (fc_tag_next_attr(tag, &at, &key, &value))
        for (size_t k = 0; k < KEYS; k++)
            if (!said[k].p && key.n == keys[k].n && fc_str_ieq(key, keys[k]))
                said[k] = value;
    for (size_t k = 0; k < KEYS; k++) {
        int field = field_of(fc_str_trim(said[k]));
        if (field == FIELDS)
            continue;
        set(r, field, fc_tag_attr_text(tag, "content", r->a));
        return;
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
            fc_jsonld_read(&r->ld, fc_utf8_clip(fc_head_body(r->dom, k), MAX_SCRIPT),
                           r->a);
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
    fc_str parts[] = { x, FC_STR(" "), y };
    return y.n ? fc_concat(a, parts, 3) : x;
}

static void set_hints(fc_page_meta *meta, reader *r)
{
    fc_page_hints *h = &meta->hints;
    h->title = both(r->field[TITLE], r->field[OG_TITLE], r->a);
    h->description = both(r->field[DESCRIPTION], r->field[OG_DESCRIPTION], r->a);
    h->description = both(h->description, r->ld.description, r->a);
    h->generator = r->field[GENERATOR];
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
    meta->author = bare_name(one_of(&r, r.field[AUTHOR], r.ld.author, none));
    meta->published = iso(r.field[PUBLISHED], a);
    if (!meta->published.n)
        meta->published = iso(r.ld.published, a);
    if (!meta->published.n)
        meta->published = iso(r.field[DATED], a);
    meta->site_name = one_of(&r, r.field[SITE], r.ld.site_name, r.field[APP_NAME]);
    meta->description = one_of(&r, r.field[OG_DESCRIPTION], r.field[DESCRIPTION],
                               r.ld.description);
    fc_str lang = fc_str_trim(fc_dom_attr(dom, 0, "lang"));
    if (!lang.n)
        lang = fc_str_trim(fc_dom_attr(dom, 0, "xml:lang"));
    meta->language = one_of(&r, lang, r.field[LANGUAGE], r.ld.language);
    set_hints(meta, &r);
}

/* --------------------------------------------------------------- from the page's body */

enum {
    PROP = 0x2C1B3C6D, RDFA = 0x14292967, REL = 0x428A2F98,
                                /* salts of tokens, as in elements.c */
    MAX_NAME = 100, LOOK = 4000 /* bytes of a name; elements that are looked at */
};

/* What an element's microdata, RDFa, rel and class say it is. */
typedef struct wanted {
    uint32_t author[4], published[2], date[2];
    uint64_t bits;              /* one for each of them, by its low bits: most tokens are
                                   none */
} wanted;

static void note_bits(wanted *w, const uint32_t *any, size_t n)
{
    for (size_t i = 0; i < n; i++)
        w->bits |= (uint64_t)1 << (any[i] & 63);
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
    fc_str s = bare_name(line_of(page, e, a));
    if (fc_str_istarts(s, FC_STR("von ")))
        s = fc_str_trim(fc_str_sub(s, 4, s.n));
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
    static const char *const classes[] = { "published", "entry-date", "dt-published",
                                           "post-date", "date-published" };
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
    uint32_t date = fc_word_hash(FC_STR("date")),
             published = fc_word_hash(FC_STR("published"));
    wanted w = { .date = { date ^ PROP, date ^ RDFA },
                 .published = { published ^ PROP, published ^ RDFA } };
    w.author[0] = fc_word_hash(FC_STR("author")) ^ PROP;
    w.author[1] = fc_word_hash(FC_STR("author")) ^ RDFA;
    w.author[2] = fc_word_hash(FC_STR("author")) ^ REL;
    w.author[3] = fc_word_hash(FC_STR("creator")) ^ RDFA;
    note_bits(&w, w.author, 4);
    note_bits(&w, w.published, 2);
    for (uint32_t i = 1; i < page->elems && i < LOOK; i++) {
        const fc_elem *e = &page->elem[i];
        if (meta->author.n && meta->published.n)
            break;
        if (!may_be_wanted(page, e, &w))
            continue;
        if (!meta->author.n && !(e->flags & FC_EL_COMMENT) &&
            has_token(page, e, w.author, 4))
            meta->author = author_in(page, i, a);
        if (!meta->published.n && !(e->flags & FC_EL_COMMENT) &&
            tells_published(page, e, &w))
            meta->published = published_in(page, i, a);
    }
    if (!meta->title.n && page->h1 != FC_NO_BLOCK &&
        page->elem[page->block[page->h1].owner].heading)
        meta->title = line_of(page, page->block[page->h1].owner, a);
}
