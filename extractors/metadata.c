/* metadata.c - see metadata.h: <meta>, <link>, <title>, <html lang> and JSON-LD; what the
 * elements of the page add is in metadata_page.c. */
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

/* Behind the words, when no letter follows them: "By: Ann B." -> Ann B. */
static fc_str behind(fc_str s, const char *words)
{
    size_t n = strlen(words);
    if (!fc_str_istarts(s, fc_str_of(words)) ||
        (n < s.n && (fc_is_letter(s.p[n]) || (unsigned char)s.p[n] >= 0x80)))
        return s;
    return fc_str_sub(s, n, s.n);
}

/* Without blanks and marks around it. */
static fc_str trim_marks(fc_str s)
{
    static const char marks[] = " \t\n:~|,-";
    while (s.n && memchr(marks, s.p[0], sizeof marks - 1))
        s = fc_str_sub(s, 1, s.n);
    while (s.n && memchr(marks, s.p[s.n - 1], sizeof marks - 1))
        s.n--;
    return s;
}

fc_str fc_metadata_name(fc_str s)
{
    static const char *const by[] = { "View all posts by", "Zeige alle Beiträge von",
                                      "Alle Beiträge von", "Posts by", "Posted by",
                                      "Written by", "By", "Text:", "Author:", "Autor",
                                      "Автор:", "Текст:" };
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        s = trim_marks(behind(s, by[i]));
    for (size_t i = 0; i < s.n; i++)
        if (fc_is_letter(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            return s;
    return (fc_str){ NULL, 0 };
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

fc_str fc_metadata_date(fc_str s, fc_arena *a)
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
    meta->author = fc_metadata_name(one_of(&r, r.field[AUTHOR], r.ld.author, none));
    meta->published = fc_metadata_date(r.field[PUBLISHED], a);
    if (!meta->published.n)
        meta->published = fc_metadata_date(r.ld.published, a);
    if (!meta->published.n)
        meta->published = fc_metadata_date(r.field[DATED], a);
    meta->site_name = one_of(&r, r.field[SITE], r.ld.site_name, r.field[APP_NAME]);
    meta->description = one_of(&r, r.field[OG_DESCRIPTION], r.field[DESCRIPTION],
                               r.ld.description);
    fc_str lang = fc_str_trim(fc_dom_attr(dom, 0, "lang"));
    if (!lang.n)
        lang = fc_str_trim(fc_dom_attr(dom, 0, "xml:lang"));
    meta->language = one_of(&r, lang, r.field[LANGUAGE], r.ld.language);
    set_hints(meta, &r);
}
