/* html_doc.c - captures of HTML pages to documents: charset, main content, metadata. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/extract.h"
#include "extractors/html.h"

enum { PROLOGUE = 64 };         /* bytes that an XML declaration begins in */

/* Does it look like HTML? For bodies whose type says nothing (MIME Sniffing Standard,
 * table of section 7.1, a little wider: tags anywhere in the first bytes). */
static bool looks_like_html(fc_str body)
{
    static const char *const tags[] = { "<!doctype html", "<html", "<head", "<body",
                                        "<title",         "<div",  "<p>",   "<h1",
                                        "<table",         "<meta" };
    fc_str head = fc_str_sub(body, 0, 1024);
    if (head.n >= 3 && !memcmp(head.p, "\xEF\xBB\xBF", 3))
        head = fc_str_sub(head, 3, head.n);
    head = fc_str_trim(head);
    if (!head.n || head.p[0] != '<')
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (fc_str_ifind(head, fc_str_of(tags[i])) < head.n)
            return true;
    return false;
}

static int html_sniff(const fc_capture *cap)
{
    if (fc_str_is(cap->mime, "text/html") ||
        fc_str_is(cap->mime, "application/xhtml+xml"))
        return 80;
    return fc_extract_unknown(cap) && looks_like_html(cap->body) ? 60 : 0;
}

static void set_meta(fc_doc *doc, fc_call *call, const fc_page_meta *meta)
{
    fc_extract_set(doc, call, "canonical_url", meta->canonical);
    fc_extract_set(doc, call, "title", meta->title);
    fc_extract_set(doc, call, "author", meta->author);
    fc_extract_set(doc, call, "published", meta->published);
    fc_extract_set(doc, call, "site_name", meta->site_name);
    fc_extract_set(doc, call, "language", meta->language);
    fc_extract_set(doc, call, "description", meta->description);
}

static void set_attr(fc_doc *doc, fc_call *call, const fc_html_content *got)
{
    fc_set_num(&doc->attr, call->keep, "blocks", got->blocks, 0);
    fc_set_num(&doc->attr, call->keep, "blocks_kept", got->kept, 0);
    fc_set_num(&doc->attr, call->keep, "link_density",
               got->words ? (double)got->link_words / got->words : 0, 3);
    fc_extract_formulas(doc, call, got->formulas, got->formulas_kept, got->formulas_lost);
    if (got->posts)
        fc_set_num(&doc->attr, call->keep, "posts", got->posts, 0);
    if (got->kind)
        fc_set_str(&doc->attr, call->keep, "page_kind", fc_str_of(got->kind));
    if (got->capped)
        fc_set_bool(&doc->attr, call->keep, "html_capped", true);
}

/* Each profile's text as a document; those that are refused are handed on as well, so
 * that they are counted. */
static int emit_variants(const fc_extract_conf *conf, fc_doc *doc, fc_call *call,
                         const fc_html_content *got)
{
    fc_set_str(&doc->meta, call->keep, "variant_of", doc->id);
    for (int k = 0; k < FC_PROFILES; k++) {
        fc_doc *child = FC_NEW(call->keep, fc_doc);
        *child = *doc;
        child->kind = FC_DOCUMENT;
        child->meta = fc_fields_copy(&doc->meta, call->keep);
        child->attr = (fc_fields){ NULL, 0, 0 };
        set_attr(child, call, &got->variant[k]);
        child->text = got->variant[k].text;
        child->id = fc_printf(call->keep, "%.*s/%s", (int)doc->id.n, doc->id.p,
                              fc_profile_names[k]);
        fc_set_str(&child->attr, call->keep, "profile", fc_str_of(fc_profile_names[k]));
        if (!child->text.n)
            child->reason = FC_EXTRACT_NO_TEXT;
        else if (conf->min_text && fc_utf8_count(child->text) < (uint64_t)conf->min_text)
            child->reason = FC_EXTRACT_SHORT;
        call->emit(call, child);
    }
    return FC_SPLIT;
}

static fc_comments comments_of(const fc_extract_conf *conf)
{
    return !strcmp(conf->comments, "keep") ? FC_COMMENTS_KEEP :
           !strcmp(conf->comments, "drop") ? FC_COMMENTS_DROP :
           !strcmp(conf->comments, "only") ? FC_COMMENTS_ONLY : FC_COMMENTS_AUTO;
}

static fc_profile profile_of(const fc_extract_conf *conf)
{
    for (int k = 0; k < FC_PROFILES; k++)
        if (!strcmp(conf->profile, fc_profile_names[k]))
            return (fc_profile)k;
    return FC_PROFILE_BALANCED;
}

/* The page's address, of which the model knows words. Of a file it is the name alone: a
 * text must not depend on where the file lies. */
static fc_str address_of(const fc_record *rec, fc_arena *a)
{
    fc_str uri = rec->uri;
    size_t at = uri.n;
    if (fc_str_find(uri, FC_STR("://")) < uri.n)
        return uri;
    while (at && uri.p[at - 1] != '/')
        at--;
    fc_str parts[] = { FC_STR("/"), fc_str_sub(uri, at, uri.n) };
    return fc_concat(a, parts, 2);
}

/* Served so, or begun as XML is; a doctype alone is on many a page that is none. */
static bool is_xhtml(fc_str mime, fc_str page)
{
    return fc_str_is(mime, "application/xhtml+xml") ||
           fc_str_starts(fc_str_trim(fc_str_sub(page, 0, PROLOGUE)), FC_STR("<?xml "));
}

static int html_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                    fc_call *call)
{
    fc_html_options options = {
        .style = { .plain = !strcmp(conf->format, "plain"),
                   .links = !strcmp(conf->links, "keep") },
        .comments = comments_of(conf),
        .profile = profile_of(conf),
        .all = !strcmp(conf->profile, "all"),
        .model = conf->blocks,
        .max_tree = (uint64_t)conf->max_tree,
        .url = address_of(doc->rec, call->scratch),
        .explain_html = call->explain_html,
    };
    fc_html_content got;
    fc_str page;
    if (cap->body.n > (uint64_t)conf->max_html)
        return FC_EXTRACT_TOO_LARGE;
    int why = fc_extract_decode(cap, true, doc, call, &page);
    if (why)
        return why;
    options.xhtml = is_xhtml(cap->mime, page);
    fc_rc rc = fc_html_extract(page, &options, call->keep, call->scratch, call->explain,
                               &got, call->err);
    if (rc != FC_OK)
        return rc == FC_EDATA ? FC_EXTRACT_HTML_LIMIT : (int)rc;
    set_meta(doc, call, &got.meta);
    if (got.variant)
        return emit_variants(conf, doc, call, &got);
    set_attr(doc, call, &got);
    doc->text = got.text;
    return 0;
}

FC_EXTRACTOR(html) = {
    .name = "html",
    .brief = "web pages: main content as Markdown, and what the page says of itself",
    .sniff = html_sniff,
    .run = html_run,
};
