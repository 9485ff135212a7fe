/* xmlbook.c - textbooks and documents in other XML: CNXML, DocBook, TEI, FictionBook by
 * what is known of their names, any other by the generic rule of markup.h. */
#include "base/str.h"
#include "extractors/markup.h"
#include "text/normalize.h"

/* Roots of XML that is no text for people: feeds and lists of addresses, drawings,
 * messages. */
static const char *const no_text[] = {
    "rss",          "feed",    "RDF",           "urlset",
    "sitemapindex", "svg",     "plist",         "Envelope",
    "definitions",  "schema",  "stylesheet",    "transform",
    "wsdl",         "opml",    "playlist",      "OpenSearchDescription",
    "manifest",     "package", "container",     "ncx",
    "kml",          "gpx",     "Error",         "project",
    "resources",    "html",    "encryption",    "Relationships",
    "Types",        "tileset", "browserconfig", "cross-domain-policy",
};

static const char *const textbooks[] = {
    "document",    "module",   "collection", "book",    "chapter", "article",
    "section",     "refentry", "part",       "TEI",     "TEI.2",   "teiCorpus",
    "FictionBook", "dtbook",   "topic",      "concept", "preface", "appendix",
};

static bool among(fc_str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fc_str_is(name, list[i]))
            return true;
    return false;
}

static int xmlbook_sniff(const fc_capture *cap)
{
    char buf[512];
    fc_str name, tag;
    if (!fc_xml_is(cap) || !fc_xml_root(fc_xml_prolog(cap), buf, &name, &tag))
        return 0;
    if (among(name, no_text, sizeof no_text / sizeof *no_text))
        return 0;
    return among(name, textbooks, sizeof textbooks / sizeof *textbooks) ? 60 : 30;
}

/* The element that holds what the document says of itself; 0: none, or all of it. */
static uint32_t find_head(const fc_dom *dom)
{
    static const unsigned heads[] = { FC_XML_metadata,    FC_XML_teiHeader,
                                      FC_XML_info,        FC_XML_bookinfo,
                                      FC_XML_articleinfo, FC_XML_description };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        uint32_t found = fc_xml_child(dom, 0, heads[i]);
        if (found)
            return found;
    }
    return 0;
}

/* CNXML's numbers, and what other vocabularies call so. */
static void set_identifiers(const fc_dom *dom, uint32_t head, fc_doc *doc, fc_call *call)
{
    static const char *const names[] = { "content-id", "uuid", "isbn", "issn", "idno" };
    fc_text list = { .a = call->scratch };
    for (uint32_t i = head + 1; head && i < dom->node[head].end; i++) {
        if (dom->node[i].tag == FC_TAG_TEXT)
            continue;
        fc_str name = fc_dom_name(dom, i);
        if (among(name, names, sizeof names / sizeof *names))
            fc_xml_list_add(&list, fc_xml_line(dom, i, call->scratch));
    }
    fc_xml_list_set(&list, doc, call, "identifiers");
}

static void set_meta(const fc_dom *dom, fc_doc *doc, fc_call *call)
{
    fc_arena *a = call->scratch;
    uint32_t head = find_head(dom), title = fc_xml_child(dom, 0, FC_TAG_TITLE);
    fc_text authors = { .a = a };
    if (!title && head)
        title = fc_xml_find(dom, head, FC_TAG_TITLE);
    if (title)
        fc_extract_set(doc, call, "title", fc_xml_line(dom, title, a));
    for (uint32_t i = head + 1; head && i < dom->node[head].end; i++) {
        fc_str name = fc_dom_name(dom, i);
        if (dom->node[i].tag != FC_TAG_TEXT && (fc_str_is(name, "author") ||
                                                fc_str_is(name, "creator")))
            fc_xml_list_add(&authors, fc_xml_line(dom, i, a));
    }
    fc_xml_list_set(&authors, doc, call, "authors");
    set_identifiers(dom, head, doc, call);
    fc_str language = fc_dom_attr_text(dom, 0, "lang", a);
    if (!language.n && head)
        language = fc_xml_find_line(dom, head, FC_XML_language, a);
    fc_extract_set(doc, call, "language", fc_normalize_line(language, a));
    if (head) {
        uint32_t licence = fc_xml_find(dom, head, FC_XML_license);
        fc_str url =
            licence ? fc_dom_attr_text(dom, licence, "url", a) : (fc_str){ "", 0 };
        fc_extract_set(doc, call, "licence", fc_normalize_line(url, a));
    }
}

static int xmlbook_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                       fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    fc_dom dom;
    fc_md md;
    fc_markup u;
    int why = fc_xml_read(cap->body, conf, &dom, call);
    if (why)
        return why;
    set_meta(&dom, doc, call);
    fc_md_init(&md, &style, call->scratch);
    fc_markup_init(&u, &dom, &md, call->scratch);
    u.level = 1;
    fc_markup_write(&u, 1, dom.n);
    fc_markup_notes(&u);
    fc_markup_finish(&md, doc, call);
    return 0;
}

FC_EXTRACTOR(xmlbook) = {
    .name = "xmlbook",
    .brief = "textbooks in CNXML, DocBook, TEI, FictionBook, and other XML by a generic "
             "rule",
    .sniff = xmlbook_sniff,
    .run = xmlbook_run,
};
