/* metadata.c - see metadata.h: <meta>, <link>, <title>, <html lang> and JSON-LD. */
#include "extractors/metadata.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/entities.h"
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

/* <time itemprop=datePublished datetime=...> and its likes. */
static fc_str time_element(reader *r)
{
    for (uint32_t i = 1; i < r->dom->n; i++) {
        if (r->dom->node[i].tag != FC_TAG_TIME)
            continue;
        fc_str when = fc_dom_attr(r->dom, i, "datetime");
        fc_str prop = fc_dom_attr(r->dom, i, "itemprop");
        if (when.n && (fc_str_ifind(prop, FC_STR("datePublished")) < prop.n ||
                       fc_dom_attr(r->dom, i, "pubdate").p ||
                       fc_node_has_class(r->dom, i, "published") ||
                       fc_node_has_class(r->dom, i, "entry-date")))
            return clean(when, r->a);
    }
    return (fc_str){ NULL, 0 };
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
    meta->published = one_of(&r, r.field[PUBLISHED], r.ld.published, none);
    if (!meta->published.n)
        meta->published = time_element(&r);
    meta->site_name = one_of(&r, r.field[SITE], r.ld.site_name, r.field[APP_NAME]);
    meta->description = one_of(&r, r.field[OG_DESCRIPTION], r.field[DESCRIPTION],
                               r.ld.description);
    fc_str lang = fc_str_trim(fc_dom_attr(dom, 0, "lang"));
    if (!lang.n)
        lang = fc_str_trim(fc_dom_attr(dom, 0, "xml:lang"));
    meta->language = one_of(&r, lang, r.field[LANGUAGE], r.ld.language);
    set_hints(meta, &r);
}
