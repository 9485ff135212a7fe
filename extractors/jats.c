/* jats.c - articles in JATS, the format of PubMed Central, PLOS, eLife and others (and
 * NLM's before it): front matter to metadata, then title, abstract, body, back and
 * floats. */
#include "base/str.h"
#include "extractors/markup.h"
#include "text/normalize.h"

#include <string.h>

/* A root named "article" with what JATS says of an article; DocBook's has neither. */
static int jats_sniff(const fc_capture *cap)
{
    char buf[512];
    fc_str name, tag;
    fc_str head = fc_str_sub(cap->body, 0, 4096);
    if (!fc_xml_is(cap) || !fc_xml_root(fc_xml_prolog(cap), buf, &name, &tag))
        return 0;
    if (!fc_str_is(name, "article") && !fc_str_is(name, "pmc-articleset"))
        return 0;
    static const char *const marks[] = { "article-type", "dtd-version",   "<front>",
                                         "<front ",      "JATS",          "NLM//DTD",
                                         "journal-meta", "pmc-articleset" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (fc_str_find(head, fc_str_of(marks[i])) < head.n ||
            fc_str_find(tag, fc_str_of(marks[i])) < tag.n)
            return 85;
    return 0;
}

/* --------------------------------------------------------------------------- metadata */

typedef struct reader {
    const fc_dom *dom;
    fc_doc *doc;
    fc_call *call;
    fc_arena *a;
} reader;

static void set(const reader *r, const char *name, fc_str value)
{
    fc_extract_set(r->doc, r->call, name, value);
}

static fc_str join(fc_str first, fc_str last, fc_arena *a)
{
    fc_str parts[] = { first, FC_STR(" "), last };
    return !first.n ? last : !last.n ? first : fc_concat(a, parts, 3);
}

static fc_str author_of(const reader *r, uint32_t contrib)
{
    const fc_dom *dom = r->dom;
    uint32_t name = fc_xml_find(dom, contrib, FC_XML_name);
    if (!name)
        name = fc_xml_find(dom, contrib, FC_XML_string_name);
    if (!name) {
        uint32_t collab = fc_xml_find(dom, contrib, FC_XML_collab);
        /* a group may list its members within */
        uint32_t inner = collab ? fc_xml_find(dom, collab, FC_XML_contrib_group) : 0;
        if (!collab || inner)
            return (fc_str){ "", 0 };
        return fc_xml_line(dom, collab, r->a);
    }
    fc_str last = fc_xml_find_line(dom, name, FC_XML_surname, r->a);
    fc_str given = fc_xml_find_line(dom, name, FC_XML_given_names, r->a);
    return last.n || given.n ? join(given, last, r->a) : fc_xml_line(dom, name, r->a);
}

static void set_authors(const reader *r, uint32_t meta)
{
    fc_text t = { .a = r->a };
    const fc_dom *dom = r->dom;
    for (uint32_t i = meta + 1; i < dom->node[meta].end; i++) {
        fc_str type = fc_dom_attr(dom, i, "contrib-type");
        if (dom->node[i].tag != FC_XML_contrib || (type.n && !fc_str_is(type, "author")))
            continue;
        fc_str author = author_of(r, i);
        fc_xml_list_add(&t, author);
    }
    fc_xml_list_set(&t, r->doc, r->call, "authors");
}

/* The title, and the subtitle behind it. */
static fc_str title_of(fc_markup *u, uint32_t meta, const fc_text_style *style)
{
    const fc_dom *dom = u->dom;
    uint32_t titles = meta ? fc_xml_child(dom, meta, FC_XML_title_group) : 0;
    uint32_t title = titles ? fc_xml_child(dom, titles, FC_XML_article_title) : 0;
    uint32_t more = titles ? fc_xml_child(dom, titles, FC_XML_subtitle) : 0;
    fc_str parts[] = { { "", 0 }, FC_STR(": "), { "", 0 } };
    if (title)
        parts[0] = fc_markup_line(u, title, style);
    if (more)
        parts[2] = fc_markup_line(u, more, style);
    if (!parts[0].n || !parts[2].n)
        return parts[0].n ? parts[0] : parts[2];
    if (strchr(".:?!", parts[0].p[parts[0].n - 1]))
        parts[1] = FC_STR(" ");
    return fc_concat(u->a, parts, 3);
}

static void set_ids(const reader *r, uint32_t meta)
{
    static const struct { const char *type, *name; } ids[] = {
        { "doi", "doi" }, { "pmid", "pmid" }, { "pmc", "pmcid" }, { "pmcid", "pmcid" },
    };
    const fc_dom *dom = r->dom;
    for (uint32_t i = meta + 1; i < dom->node[meta].end; i = dom->node[i].end) {
        fc_str type = fc_dom_attr(dom, i, "pub-id-type");
        for (size_t k = 0; dom->node[i].tag == FC_XML_article_id && k < 4; k++)
            if (fc_str_is(type, ids[k].type))
                set(r, ids[k].name, fc_xml_line(dom, i, r->a));
    }
}

/* The earliest of the dates of publication: electronic before print before collection. */
static void set_date(const reader *r, uint32_t meta)
{
    static const unsigned tags[] = { FC_XML_year, FC_XML_month, FC_XML_day };
    const fc_dom *dom = r->dom;
    fc_str best = { "", 0 };
    for (uint32_t i = meta + 1; i < dom->node[meta].end; i = dom->node[i].end) {
        if (dom->node[i].tag != FC_XML_pub_date)
            continue;
        fc_str one = fc_xml_date(dom, i, tags, r->a);
        size_t n = one.n < best.n ? one.n : best.n;
        int order = n ? memcmp(one.p, best.p, n) : 0;
        if (one.n && (!best.n || order < 0 || (order == 0 && one.n > best.n)))
            best = one;
    }
    set(r, "published", best);
}

static void set_licence(const reader *r, uint32_t meta)
{
    const fc_dom *dom = r->dom;
    uint32_t licence = fc_xml_find(dom, meta, FC_XML_license);
    uint32_t where = fc_xml_find(dom, meta, FC_XML_license_ref);
    fc_str address = { "", 0 };
    if (where)
        address = fc_xml_line(dom, where, r->a);
    if (!address.n && licence)
        address = fc_dom_attr_text(dom, licence, "href", r->a);
    for (uint32_t i = licence; licence && !address.n && i < dom->node[licence].end; i++)
        if (dom->node[i].tag == FC_XML_ext_link)
            address = fc_dom_attr_text(dom, i, "href", r->a);
    if (!address.n && licence)
        address = fc_str_sub(fc_xml_line(dom, licence, r->a), 0, 300);
    set(r, "licence", fc_normalize_line(address, r->a));
}

static void set_keywords(const reader *r, uint32_t meta)
{
    fc_text t = { .a = r->a };
    for (uint32_t i = meta + 1; i < r->dom->node[meta].end; i++)
        if (r->dom->node[i].tag == FC_XML_kwd) {
            fc_str word = fc_xml_line(r->dom, i, r->a);
            fc_xml_list_add(&t, word);
        }
    fc_xml_list_set(&t, r->doc, r->call, "keywords");
}

static void set_meta(const reader *r, uint32_t article, fc_str title)
{
    const fc_dom *dom = r->dom;
    uint32_t front = fc_xml_child(dom, article, FC_XML_front);
    uint32_t meta = front ? fc_xml_child(dom, front, FC_XML_article_meta) : 0;
    uint32_t journal = front ? fc_xml_child(dom, front, FC_XML_journal_meta) : 0;
    fc_str language = fc_dom_attr_text(dom, article, "lang", r->a);
    if (meta) {
        set(r, "title", title);
        set_authors(r, meta);
        set_date(r, meta);
    }
    if (journal)
        set(r, "journal", fc_xml_find_line(dom, journal, FC_XML_journal_title, r->a));
    if (meta) {
        set_ids(r, meta);
        set_licence(r, meta);
        set_keywords(r, meta);
    }
    set(r, "language", fc_normalize_line(language, r->a));
    set(r, "article_type",
        fc_normalize_line(fc_dom_attr_text(dom, article, "article-type", r->a), r->a));
}

/* ------------------------------------------------------------------------------- text */

/* Within an abstract there may be one section, which is called so (Springer). */
static bool is_section(const fc_markup *u, uint32_t abstract)
{
    uint32_t part = fc_xml_child(u->dom, abstract, FC_XML_sec);
    uint32_t title = part ? fc_xml_child(u->dom, part, FC_TAG_TITLE) : 0;
    return title && fc_str_is(fc_xml_line(u->dom, title, u->a), "Abstract");
}

static void write_abstract(fc_markup *u, uint32_t i)
{
    const fc_dom *dom = u->dom;
    bool titled = fc_xml_child(dom, i, FC_TAG_TITLE), section = is_section(u, i);
    if (!titled && !section) {
        fc_md_heading(u->md, 2);
        fc_md_text(u->md, dom->node[i].tag == FC_XML_abstract
                              ? FC_STR("Abstract")
                              : FC_STR("Translated abstract"));
        fc_md_block(u->md);
    }
    fc_markup_write(u, section && !titled ? i + 1 : i, dom->node[i].end);
}

static void write_article(fc_markup *u, uint32_t article, uint32_t meta, fc_str title)
{
    const fc_dom *dom = u->dom;
    u->level = 1;
    if (title.n) {
        fc_md_heading(u->md, 1);
        fc_md_exact(u->md, title);
        fc_md_block(u->md);
    }
    for (uint32_t i = meta + 1; meta && i < dom->node[meta].end; i = dom->node[i].end)
        if (dom->node[i].tag == FC_XML_abstract ||
            dom->node[i].tag == FC_XML_trans_abstract)
            write_abstract(u, i);
    for (uint32_t i = article + 1; i < dom->node[article].end; i = dom->node[i].end)
        if (dom->node[i].tag != FC_TAG_TEXT && dom->node[i].tag != FC_XML_front)
            fc_markup_write(u, i, dom->node[i].end);
    fc_markup_notes(u);
}

static int jats_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                    fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    fc_dom dom;
    fc_md md;
    fc_markup u;
    int why = fc_xml_read(cap->body, conf, &dom, call);
    if (why)
        return why;
    reader r = { .dom = &dom, .doc = doc, .call = call, .a = call->scratch };
    uint32_t article = 0;
    if (dom.node[0].tag != FC_TAG_ARTICLE)
        article = fc_xml_child(&dom, 0, FC_TAG_ARTICLE);
    if (!article && dom.node[0].tag != FC_TAG_ARTICLE)
        return FC_EXTRACT_NO_TEXT;
    uint32_t front = fc_xml_child(&dom, article, FC_XML_front);
    uint32_t meta = front ? fc_xml_child(&dom, front, FC_XML_article_meta) : 0;
    fc_md_init(&md, &style, call->scratch);
    fc_markup_init(&u, &dom, &md, call->scratch);
    fc_str title = title_of(&u, meta, &style);
    set_meta(&r, article, title);
    write_article(&u, article, meta, title);
    fc_markup_finish(&md, doc, call);
    return 0;
}

FC_EXTRACTOR(jats) = {
    .name = "jats",
    .brief = "articles in JATS and NLM's XML: PubMed Central, PLOS, eLife",
    .sniff = jats_sniff,
    .run = jats_run,
};
