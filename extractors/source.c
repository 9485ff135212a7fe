/* source.c - a file of a program: known by its name and content, given as it is. On
 * the Web only plain texts are taken for such: the scripts and styles of pages are
 * none that anybody reads.
 *
 * The text has no fence around it: it is one block of code from end to end, and what
 * measures code (bigcode) or cuts it (functions) counts its own lines and characters.
 * The attribute code_language tells it from prose. */
#include "base/str.h"
#include "extractors/source.h"
#include "text/normalize.h"

/* A file name that says more than the type: page.vue begins as HTML does. */
static bool is_template(const fc_language *language)
{
    return language->kind == FC_LANGUAGE_MARKUP && strcmp(language->name, "HTML") != 0;
}

static int sniff_xml(const fc_capture *cap, const fc_language *language)
{
    if (strcmp(language->name, "SVG") == 0)
        return 45;
    if (strcmp(language->name, "XML") != 0)
        return 70; /* of a program: TypeScript, Rust ... that begins with an XML
                      declaration */
    fc_str name = fc_file_name(cap->name);
    bool own = fc_str_findc(name, '.') < name.n && !fc_str_ends(name, FC_STR(".xml"));
    return own ? 45 : 20;       /* an ending of its own: settings of a program */
}

/* By name and content; a file of data that has a name of its own by its type. */
static const fc_language *language_of(const fc_capture *cap, fc_str text)
{
    const fc_language *language = fc_language_of(cap->name, text);
    if (!language && fc_str_is(cap->mime, "application/json"))
        language = fc_language_named(FC_STR("JSON"));
    if (!language && fc_str_is(cap->mime, "application/xml"))
        language = fc_language_named(FC_STR("XML"));
    return language;
}

static int source_sniff(const fc_capture *cap)
{
    static const char *const types[] = { "text/plain",
                                         "application/json",
                                         "text/javascript",
                                         "application/javascript",
                                         "text/css",
                                         "text/csv",
                                         "application/x-javascript",
                                         "application/x-sh",
                                         "text/x-python",
                                         "text/x-c",
                                         "text/x-java-source",
                                         "application/x-httpd-php",
                                         "text/x-script.python" };
    bool member = fc_str_find(cap->name, FC_STR("!/")) < cap->name.n;
    bool page = !member && fc_str_find(cap->name, FC_STR("://")) < cap->name.n;
    if (page && !fc_str_is(cap->mime, "text/plain"))
        return 0; /* before the many names are looked through */
    bool typed = false, tex = fc_str_is(cap->mime, "text/x-tex");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        typed |= fc_str_is(cap->mime, types[i]);
    bool html = fc_str_is(cap->mime, "text/html");
    bool xml = fc_str_is(cap->mime, "application/xml") ||
               fc_str_is(cap->mime, "image/svg+xml");
    if (!typed && !tex && !html && !xml && !fc_extract_unknown(cap))
        return 0;
    const fc_language *language = language_of(cap, cap->body);
    if (!language || strcmp(language->name, "Jupyter Notebook") == 0)
        return 0;
    if (page)
        return language->kind == FC_LANGUAGE_CODE ? 60 : 0;
    if (typed)
        return 60;
    if (xml)
        return sniff_xml(cap, language);
    if (tex)                    /* a program about TeX is none */
        return strcmp(language->name, "TeX") && strcmp(language->name, "BibTeX") ? 90 : 0;
    if (html)
        return member && (is_template(language) || language->kind == FC_LANGUAGE_CODE)
                   ? 95
                   : 0;
    return 55;
}

static int source_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                      fc_call *call)
{
    fc_source_place place = fc_source_place_of(cap->name);
    fc_str text;
    int why = fc_source_refuse_path(conf, &place);
    if (why)
        return why;
    if (cap->body.n > (uint64_t)conf->max_html)
        return FC_EXTRACT_TOO_LARGE;
    if ((why = fc_extract_decode(cap, false, doc, call, &text)))
        return why;
    if (memchr(text.p, '\0', text.n))
        return FC_EXTRACT_BINARY;
    text = fc_normalize_line_ends(text, call->scratch);
    const fc_language *language = language_of(cap, text);
    if (!language)
        return FC_EXTRACT_NO_TEXT; /* what it was known by was no text */
    if ((why = fc_source_refuse_text(conf, place.path, language, text)))
        return why;
    if (call->explain)
        fc_buf_printf(call->explain, "a file in %s\n", language->name);
    fc_source_set_place(doc, call, &place);
    fc_set_str(&doc->attr, call->keep, "code_language", fc_str_of(language->name));
    if (!fc_str_trim(text).n)
        return FC_EXTRACT_NO_TEXT;
    doc->text = fc_copy(call->keep, fc_normalize_nfc(text, call->scratch));
    return 0;
}

FC_EXTRACTOR(source) = {
    .name = "source",
    .brief =
        "files of programs, as they are, with their language and place in the repository",
    .sniff = source_sniff,
    .run = source_run,
};
