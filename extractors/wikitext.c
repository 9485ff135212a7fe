/* wikitext.c - pages of wikis: one of an XML dump, as src/readers/mediawiki.c gives
 * it, or wikitext by itself. wiki.h has the map of the rest. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/markup.h"
#include "extractors/wiki.h"
#include "html/entities.h"
#include "text/normalize.h"

typedef struct source {
    fc_str text;                /* wikitext */
    fc_str title, base;
    fc_str file, category;      /* the wiki's names of these namespaces */
} source;

/* ---------------------------------------------------------------- a page of a dump */

static bool is_dump(const fc_capture *cap)
{
    return fc_str_is(cap->mime, "application/x-mediawiki+xml");
}

static int wikitext_sniff(const fc_capture *cap)
{
    return is_dump(cap) || fc_str_is(cap->mime, "text/x-wiki") ? 95 : 0;
}

/* What stands between <name ...> and </name>, as it is; p is NULL when there is none. */
static fc_str element(fc_str s, const char *name)
{
    fc_str want = fc_str_of(name), none = { NULL, 0 };
    for (size_t i = 0; (i += fc_str_findc(fc_str_sub(s, i, s.n), '<')) < s.n; i++) {
        fc_str tag = fc_str_sub(s, i + 1, s.n);
        if (tag.n <= want.n || tag.p[0] != want.p[0] || !fc_str_starts(tag, want) ||
            !(tag.p[want.n] == '>' || tag.p[want.n] == '/' || fc_is_space(tag.p[want.n])))
            continue;
        size_t begin = fc_str_findc(tag, '>');
        if (begin == tag.n)
            return none;
        if (tag.p[begin - 1] == '/')
            return fc_str_sub(tag, begin, begin);
        fc_str body = fc_str_sub(tag, begin + 1, tag.n);
        size_t k = 0;
        while ((k += fc_str_findc(fc_str_sub(body, k, body.n), '<')) < body.n &&
               !(body.n - k > 1 && body.p[k + 1] == '/' &&
                 fc_str_starts(fc_str_sub(body, k + 2, body.n), want)))
            k++;
        return k < body.n ? fc_str_sub(body, 0, k) : none;
    }
    return none;
}

/* XML's own references; those of HTML are the page's business. */
static fc_str decode(fc_str s, fc_arena *a)
{
    size_t i = fc_str_findc(s, '&'), n = i;
    if (i == s.n)
        return s;
    char *out = fc_alloc(a, s.n + 8);
    memcpy(out, s.p, i);
    while (i < s.n) {
        size_t one = 0;
        size_t took = fc_entity_decode(fc_str_sub(s, i, i + 32), false, out + n, &one);
        n += took ? one : 1;
        if (!took)
            out[n - 1] = '&';
        i += took ? took : 1;
        size_t run = fc_str_findc(fc_str_sub(s, i, s.n), '&');
        memcpy(out + n, s.p + i, run);
        n += run;
        i += run;
    }
    return (fc_str){ out, n };
}

static void set(fc_doc *doc, fc_call *call, const char *name, fc_str raw)
{
    fc_str s = fc_utf8_repair(decode(raw, call->scratch), call->scratch, NULL);
    fc_extract_set(doc, call, name, fc_normalize_line(s, call->scratch));
}

static fc_str namespace_name(fc_str page, const char *key, fc_arena *a)
{
    size_t at = fc_str_find(page, fc_str_of(key));
    fc_str rest = fc_str_sub(page, at, page.n);
    rest = fc_str_sub(rest, fc_str_findc(rest, '>') + 1, rest.n);
    return decode(fc_str_sub(rest, 0, fc_str_findc(rest, '<')), a);
}

static bool is_wanted(const char *list, fc_str number)
{
    fc_str rest = fc_str_of(list ? list : "0"), one;
    while (fc_str_split(&rest, ',', &one))
        if (fc_str_is(fc_str_trim(one), "all") || fc_str_eq(fc_str_trim(one), number))
            return true;
    return false;
}

/* "#REDIRECT [[...", also in other languages: a word in capitals behind a '#'. */
static bool is_redirect(fc_str text)
{
    fc_str s = fc_str_sub(fc_str_trim(text), 0, 80);
    size_t link = fc_str_find(s, FC_STR("[["));
    fc_str word = fc_str_trim(fc_str_sub(s, 1, link));
    if (!s.n || s.p[0] != '#' || link == s.n || !word.n)
        return false;
    if (word.p[word.n - 1] == ':')
        word.n--;
    if (fc_str_ieq(fc_str_trim(word), FC_STR("redirect")))
        return true;
    static const char *const words[] = { "WEITERLEITUNG", "REDIRECTION", "REDIRECCIÓN",
        "REDIRECCION", "REDIRECIONAMENTO", "RINVIA", "DOORVERWIJZING", "PATRZ",
        "PRZEKIERUJ",
        "ПЕРЕНАПРАВЛЕНИЕ", "перенаправление", "ПЕРЕНАПРАВЛЕННЯ", "виж", "OMDIRIGERING",
        "転送",
        "リダイレクト", "重定向", "넘겨주기", "تحويل", "تغییر_مسیر", "הפניה", "YÖNLENDİRME",
        "PŘESMĚRUJ", "ÁTIRÁNYÍTÁS", "OHJAUS", "ĐỔI" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_starts(word, fc_str_of(words[i])))
            return true;
    return false;
}

/* The site's main page without its name: what addresses begin with. */
static fc_str address_base(fc_str base)
{
    while (base.n && base.p[base.n - 1] != '/' && base.p[base.n - 1] != '=')
        base.n--;
    return base;
}

/* 0, or why there is no document. */
static int read_dump(const fc_extract_conf *conf, fc_str all, source *s, fc_doc *doc,
                     fc_call *call)
{
    fc_arena *a = call->scratch;
    size_t at = fc_str_find(all, FC_STR("<page"));
    size_t from = at + fc_str_find(fc_str_sub(all, at, all.n), FC_STR("<revision"));
    fc_str site = fc_str_sub(all, 0, at), head = fc_str_sub(all, at, from);
    fc_str revision = fc_str_sub(all, from, all.n), by = element(revision, "contributor");
    fc_str space = element(head, "ns"), model = element(revision, "model");
    size_t root = fc_str_findc(site, '>');
    if (space.n && !is_wanted(conf->namespaces, space))
        return FC_EXTRACT_NAMESPACE;
    if (model.n && !fc_str_is(model, "wikitext"))
        return FC_EXTRACT_MIME;
    fc_str text = element(revision, "text");
    if (element(head, "redirect").p || is_redirect(fc_str_sub(text, 0, 100)))
        return FC_EXTRACT_REDIRECT;
    set(doc, call, "title", element(head, "title"));
    set(doc, call, "page_id", element(head, "id"));
    set(doc, call, "revision_id", element(revision, "id"));
    if (!fc_str_is(space, "0"))
        set(doc, call, "namespace", space);
    set(doc, call, "contributor", element(by, "username"));
    set(doc, call, "contributor", element(by, "ip"));
    set(doc, call, "site_name", element(site, "sitename"));
    set(doc, call, "language", fc_tag_attr(fc_str_sub(site, 0, root + 1), "xml:lang"));
    s->text = decode(text, a);
    s->title = fc_utf8_repair(decode(element(head, "title"), a), a, NULL);
    fc_str base = fc_utf8_repair(decode(element(site, "base"), a), a, NULL);
    s->base = address_base(fc_normalize_line(base, a));
    s->file = namespace_name(site, "<namespace key=\"6\"", a);
    s->category = namespace_name(site, "<namespace key=\"14\"", a);
    return 0;
}

/* ---------------------------------------------------------------- to a document */

static void set_categories(const fc_wiki *w, fc_doc *doc, fc_call *call)
{
    fc_text list = { .a = call->scratch };
    for (size_t i = 0; i < w->cats; i++)
        fc_xml_list_add(&list, fc_normalize_line(w->cat[i], call->scratch));
    fc_xml_list_set(&list, doc, call, "categories");
}

static void write_text(const fc_extract_conf *conf, const source *s, fc_doc *doc,
                       fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    fc_arena *a = call->scratch;
    fc_wiki *w = FC_NEW(a, fc_wiki);
    fc_wiki_page *p = FC_NEW(a, fc_wiki_page);
    fc_md md;
    w->a = w->out.a = w->tmp.a = a;
    w->title = s->title;
    w->base = s->base;
    w->file = s->file;
    w->category = s->category;
    w->links = style.links && !style.plain && s->base.n;
    fc_str text = fc_wiki_strip(w, fc_utf8_repair(s->text, a, NULL));
    p->w = w;
    p->md = &md;
    fc_md_init(&md, &style, a);
    fc_wiki_heading(p, s->title, 1);
    fc_wiki_blocks(p, text);
    fc_markup_finish(&md, doc, call);
    set_categories(w, doc, call);
}

static int wikitext_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                        fc_call *call)
{
    source s = { .text = { "", 0 }, .title = { "", 0 }, .base = { "", 0 },
                 .file = { "", 0 }, .category = { "", 0 } };
    if (cap->body.n > (uint64_t)conf->max_html)
        return FC_EXTRACT_TOO_LARGE;
    int why = is_dump(cap) ? read_dump(conf, cap->body, &s, doc, call)
                           : fc_extract_decode(cap, false, doc, call, &s.text);
    if (!why && !is_dump(cap) && is_redirect(s.text))
        why = FC_EXTRACT_REDIRECT;
    s.text = fc_normalize_line_ends(s.text, call->scratch);
    if (!why)
        write_text(conf, &s, doc, call);
    return why;
}

FC_EXTRACTOR(wikitext) = {
    .name = "wikitext",
    .brief = "pages of wikis: MediaWiki's dumps, wikitext",
    .sniff = wikitext_sniff,
    .run = wikitext_run,
};
