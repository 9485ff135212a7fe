/* medline.c - one citation of MEDLINE or PubMed: title and structured abstract as text,
 * the rest as metadata; MeSH headings and keywords are keywords. */
#include "base/str.h"
#include "extractors/markup.h"

/* Captures from the Web may be sets; of files the reader has cut them already. */
static bool is_set(fc_str root)
{
    return fc_str_is(root, "PubmedArticleSet") || fc_str_is(root, "MedlineCitationSet");
}

static int medline_sniff(const fc_capture *cap)
{
    char buf[512];
    fc_str name, tag;
    if (!fc_xml_is(cap) || !fc_xml_root(fc_xml_prolog(cap), buf, &name, &tag))
        return 0;
    return fc_str_is(name, "PubmedArticle") || fc_str_is(name, "PubmedBookArticle") ||
                   fc_str_is(name, "MedlineCitation") || is_set(name)
               ? 90
               : 0;
}

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

static void set_authors(const reader *r)
{
    const fc_dom *dom = r->dom;
    fc_text list = { .a = r->a };
    for (uint32_t i = 1; i < dom->n; i++) {
        if (dom->node[i].tag != FC_XML_Author)
            continue;
        fc_str last = fc_xml_find_line(dom, i, FC_XML_LastName, r->a);
        fc_str first = fc_xml_find_line(dom, i, FC_XML_ForeName, r->a);
        if (!first.n)
            first = fc_xml_find_line(dom, i, FC_XML_Initials, r->a);
        fc_str parts[] = { first, FC_STR(" "), last };
        fc_str name = first.n && last.n ? fc_concat(r->a, parts, 3)
                      : first.n         ? first
                                        : last;
        fc_xml_list_add(
            &list, name.n ? name : fc_xml_find_line(dom, i, FC_XML_CollectiveName, r->a));
    }
    fc_xml_list_set(&list, r->doc, r->call, "authors");
}

/* MeSH headings and the authors' own words. A heading that is qualified stands by itself
 * and with each qualifier, as PubMed writes it: "Rain", "Rain/physiology". */
static void set_keywords(const reader *r)
{
    const fc_dom *dom = r->dom;
    fc_text list = { .a = r->a };
    fc_str heading = { "", 0 };
    for (uint32_t i = 1; i < dom->n; i++) {
        unsigned tag = dom->node[i].tag;
        if (tag != FC_XML_DescriptorName && tag != FC_XML_Keyword &&
            tag != FC_XML_QualifierName)
            continue;
        fc_str word = fc_xml_line(dom, i, r->a);
        fc_str both[] = { heading, FC_STR("/"), word };
        fc_xml_list_add(&list, tag == FC_XML_QualifierName ? fc_concat(r->a, both, 3)
                                                           : word);
        heading = word.n && tag == FC_XML_DescriptorName ? word : heading;
    }
    fc_xml_list_set(&list, r->doc, r->call, "keywords");
}

static void set_ids(const reader *r, uint32_t root)
{
    static const struct { const char *type, *name; } ids[] = { { "doi", "doi" },
                                                               { "pmc", "pmcid" } };
    const fc_dom *dom = r->dom;
    bool seen[2] = { false };
    set(r, "pmid", fc_xml_find_line(dom, root, FC_XML_PMID, r->a));
    for (uint32_t i = 1; i < dom->n; i++) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_XML_ReferenceList) { /* others' identifiers */
            i = dom->node[i].end - 1;
            continue;
        }
        fc_str type = fc_dom_attr(dom, i, tag == FC_XML_ArticleId ? "IdType" : "EIdType");
        for (size_t k = 0; k < 2; k++)
            if ((tag == FC_XML_ArticleId || tag == FC_XML_ELocationID) && !seen[k] &&
                fc_str_is(type, ids[k].type)) {
                seen[k] = true;
                set(r, ids[k].name, fc_xml_line(dom, i, r->a));
            }
    }
}

static void set_date(const reader *r, uint32_t root)
{
    static const unsigned tags[] = { FC_XML_Year, FC_XML_Month, FC_XML_Day };
    uint32_t date = fc_xml_find(r->dom, root, FC_XML_PubDate);
    if (!date)
        return;
    fc_str iso = fc_xml_date(r->dom, date, tags, r->a);
    if (!iso.n) { /* "1998 Dec-1999 Jan" */
        fc_str text = fc_xml_find_line(r->dom, date, FC_XML_MedlineDate, r->a);
        uint64_t year;
        if (fc_str_u64(fc_str_sub(text, 0, 4), &year) && year > 999)
            iso = fc_str_sub(text, 0, 4);
    }
    set(r, "published", iso);
}

static void set_meta(const reader *r, uint32_t root, fc_str title)
{
    const fc_dom *dom = r->dom;
    uint32_t journal = fc_xml_find(dom, root, FC_XML_Journal);
    set(r, "title", title);
    set_authors(r);
    set_date(r, root);
    if (journal)
        set(r, "journal", fc_xml_find_line(dom, journal, FC_TAG_TITLE, r->a));
    set_ids(r, root);
    set_keywords(r);
    set(r, "language", fc_xml_find_line(dom, root, FC_XML_Language, r->a));
}

/* "RESULTS" as Results: the labels of a structured abstract are headings. */
static void write_label(fc_md *md, fc_str label, fc_arena *a)
{
    fc_str copy = fc_copy(a, label);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 1; i < copy.n; i++)
        p[i] = fc_lower(p[i]);
    fc_md_heading(md, 3);
    fc_md_text(md, copy);
    fc_md_block(md);
}

static void write_abstract(fc_markup *u, uint32_t abstract, fc_str heading)
{
    const fc_dom *dom = u->dom;
    fc_md_heading(u->md, 2);
    fc_md_text(u->md, heading);
    for (uint32_t i = abstract + 1; i < dom->node[abstract].end; i = dom->node[i].end) {
        if (dom->node[i].tag != FC_XML_AbstractText)
            continue;
        fc_str label = fc_dom_attr(dom, i, "Label");
        if (label.n && !fc_str_is(label, "UNLABELLED"))
            write_label(u->md, label, u->a);
        fc_md_block(u->md);
        fc_markup_write(u, i + 1, dom->node[i].end);
    }
}

static fc_str title_of(fc_markup *u, const fc_text_style *style)
{
    uint32_t title = fc_xml_find(u->dom, 0, FC_XML_ArticleTitle);
    if (!title)
        title = fc_xml_find(u->dom, 0, FC_XML_BookTitle);
    return title ? fc_markup_line(u, title, style) : (fc_str){ "", 0 };
}

static void write_text(fc_markup *u, fc_str title)
{
    const fc_dom *dom = u->dom;
    if (title.n) {
        fc_md_heading(u->md, 1);
        fc_md_exact(u->md, title);
        fc_md_block(u->md);
    }
    for (uint32_t i = 1; i < dom->n; i++) {
        if (dom->node[i].tag == FC_XML_Abstract)
            write_abstract(u, i, FC_STR("Abstract"));
        else if (dom->node[i].tag == FC_XML_OtherAbstract)
            write_abstract(u, i, FC_STR("Other abstract"));
    }
}

static int run_citation(const fc_extract_conf *conf, fc_str bytes, fc_doc *doc,
                        fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    fc_dom dom;
    fc_md md;
    fc_markup u;
    int why = fc_xml_read(bytes, conf, &dom, call);
    if (why)
        return why;
    reader r = { .dom = &dom, .doc = doc, .call = call, .a = call->scratch };
    fc_md_init(&md, &style, call->scratch);
    fc_markup_init(&u, &dom, &md, call->scratch);
    fc_str title = title_of(&u, &style);
    set_meta(&r, 0, title);
    write_text(&u, title);
    fc_markup_finish(&md, doc, call);
    return 0;
}

/* The next citation of a set, taken off *rest; p is NULL when there is none. */
static fc_str next_citation(fc_str *rest)
{
    static const char *const names[] = { "PubmedArticle", "PubmedBookArticle",
                                         "MedlineCitation" };
    for (;;) {
        *rest = fc_str_sub(*rest, fc_str_findc(*rest, '<'), rest->n);
        if (!rest->n)
            return (fc_str){ NULL, 0 };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            fc_str name = fc_str_of(names[i]), tag = fc_str_sub(*rest, 1, rest->n);
            if (!fc_str_starts(tag, name) || tag.n == name.n ||
                !(tag.p[name.n] == '>' || fc_is_space(tag.p[name.n])))
                continue;
            char end[24] = "</";
            memcpy(end + 2, names[i], name.n + 1);
            size_t n = fc_str_find(*rest, fc_str_of(end)) + name.n + 3;
            fc_str found = fc_str_sub(*rest, 0, n);
            *rest = fc_str_sub(*rest, n, rest->n);
            return found;
        }
        *rest = fc_str_sub(*rest, 1, rest->n);
    }
}

/* Each citation as a document, those that are refused too, so that they are counted. */
static int split_set(const fc_extract_conf *conf, fc_str set, fc_doc *doc, fc_call *call)
{
    bool declared = fc_str_starts(set, FC_STR("<?xml"));
    fc_str parts[2] = { fc_str_sub(set, 0, declared ? fc_str_findc(set, '>') + 1 : 0) };
    size_t n = 0;
    while ((parts[1] = next_citation(&set)).p) {
        fc_doc *child = FC_NEW(call->keep, fc_doc);
        *child = *doc;
        child->kind = FC_DOCUMENT;
        child->meta = fc_fields_copy(&doc->meta, call->keep);
        child->attr = (fc_fields){ NULL, 0, 0 };
        child->id = fc_printf(call->keep, "%.*s/%zu", (int)doc->id.n, doc->id.p, ++n);
        int why = run_citation(conf, fc_concat(call->scratch, parts, 2), child, call);
        if (why < 0)
            return why;
        child->reason = (uint16_t)(why ? why : child->text.n ? 0 : FC_EXTRACT_NO_TEXT);
        call->emit(call, child);
    }
    return n ? FC_SPLIT : FC_EXTRACT_NO_TEXT;
}

static int medline_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                       fc_call *call)
{
    char buf[512];
    fc_str name, tag;
    if (fc_xml_root(fc_xml_prolog(cap), buf, &name, &tag) && is_set(name))
        return split_set(conf, cap->body, doc, call);
    return run_citation(conf, cap->body, doc, call);
}

FC_EXTRACTOR(medline) = {
    .name = "medline",
    .brief = "citations of MEDLINE and PubMed: title, structured abstract, MeSH",
    .sniff = medline_sniff,
    .run = medline_run,
};
