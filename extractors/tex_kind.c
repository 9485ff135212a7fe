/* tex_kind.c - papers in TeX: a single file, or the tar of all files of one, as arXiv has
 * them. */
#include "base/buf.h"
#include "base/str.h"
#include "extractors/extract.h"
#include "extractors/tex.h"
#include "io/members.h"

enum { MOST_BYTES = 256 << 20 };

static bool ends(fc_str name, const char *end)
{
    fc_str e = fc_str_of(end);
    return name.n > e.n && fc_str_ieq(fc_str_sub(name, name.n - e.n, name.n), e);
}

/* Commands that stand near the begin of every TeX file, and of nothing else. */
static bool looks_like_tex(fc_str body)
{
    static const char *const signs[] = { "\\documentclass",   "\\documentstyle",
                                         "\\begin{document}", "\\input amstex",
                                         "\\magnification",   "%&latex",
                                         "\\newcommand{",     "\\section{",
                                         "\\chapter{" };
    fc_str head = fc_str_sub(body, 0, 16384);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (fc_str_ifind(head, fc_str_of(signs[i])) < head.n)
            return true;
    return false;
}

static int tex_sniff(const fc_capture *cap)
{
    if (fc_str_is(cap->mime, "application/x-eprint-tar"))
        return 95;
    if (fc_str_is(cap->mime, "application/x-tex") || fc_str_is(cap->mime, "text/x-tex") ||
        fc_str_is(cap->mime, "application/x-latex"))
        return 85;
    bool named = ends(cap->name, ".tex") || ends(cap->name, ".ltx");
    bool text = fc_str_is(cap->mime, "text/plain") || fc_extract_unknown(cap);
    return text && (named || fc_extract_unknown(cap)) && looks_like_tex(cap->body) ? 70
                                                                                   : 0;
}

/* What a paper is read from; pictures stay packed. */
static bool wanted(fc_str path)
{
    static const char *const kinds[] = {
        ".tex", ".ltx", ".latex", ".bbl",  ".bib", ".sty",
        ".def", ".txt", ".inc",   ".tikz", ".xxx", ".json",
    };
    size_t slash = path.n;
    while (slash && path.p[slash - 1] != '/')
        slash--;
    fc_str name = fc_str_sub(path, slash, path.n);
    if (fc_str_findc(name, '.') == name.n)
        return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (ends(name, kinds[i]))
            return true;
    return false;
}

static int decode(const fc_capture *cap, fc_str bytes, fc_doc *doc, fc_call *call,
                  fc_str *text)
{
    fc_capture one = { .body = bytes, .charset = cap->charset };
    return fc_extract_decode(&one, false, doc, call, text);
}

/* The files of a tar; 0 or a reason. */
static int unpack(const fc_capture *cap, fc_doc *doc, fc_call *call, fc_tex_files *files)
{
    fc_package package;
    fc_rc rc = fc_package_open(&package, cap->body, wanted, MOST_BYTES, call->scratch,
                               call->err);
    if (rc)
        return rc;
    if (package.state == FC_MEMBER_BOMB)
        return FC_EXTRACT_LIMIT;
    files->v = fc_zalloc(call->scratch, package.n + 1, sizeof *files->v);
    for (size_t i = 0; i < package.n; i++) {
        fc_tex_file *f = &files->v[files->n];
        if (package.file[i].state == FC_MEMBER_ENCRYPTED ||
            decode(cap, package.file[i].bytes, doc, call, &f->text))
            continue;
        f->path = package.file[i].path;
        files->n++;
    }
    return files->n || package.state == FC_MEMBER_WELL ? 0 : FC_EXTRACT_DAMAGED;
}

static void set_meta(fc_doc *doc, fc_call *call, const fc_tex_doc *d,
                     const fc_tex_files *files, const fc_tex_file *main)
{
    size_t used = 0;
    fc_extract_set(doc, call, "title", d->title);
    fc_extract_set(doc, call, "author",
                   (fc_str){ d->author.p, d->author.n });
    fc_extract_set(doc, call, "affiliations",
                   (fc_str){ d->affiliations.p, d->affiliations.n });
    fc_extract_set(doc, call, "published", d->date);
    if (files->n > 1)
        fc_extract_set(doc, call, "main_file", main->path);
    for (size_t i = 0; i < files->n; i++)
        used += files->v[i].used;
    fc_set_num(&doc->attr, call->keep, "tex_files", (double)used, 0);
    fc_set_num(&doc->attr, call->keep, "tex_missing", d->t.missing, 0);
    fc_set_num(&doc->attr, call->keep, "tex_displays", d->displays, 0);
    if (d->t.capped)
        fc_set_bool(&doc->attr, call->keep, "tex_capped", true);
}

static int tex_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                   fc_call *call)
{
    fc_tex_file single = { .path = FC_STR("main.tex") };
    fc_tex_files files = { &single, 1 };
    const char *packed = fc_members_sniff(fc_str_sub(cap->body, 0, 4096));
    int why = packed ? unpack(cap, doc, call, &files)
                     : decode(cap, cap->body, doc, call, &single.text);
    (void)conf;
    if (why)
        return why;
    fc_tex_file *main = fc_tex_main(&files);
    if (!main)
        return FC_EXTRACT_NO_TEXT;
    fc_tex_doc *d = FC_NEW(call->scratch, fc_tex_doc);
    doc->text = fc_tex_document(d, &files, main, call->keep, call->scratch);
    if (call->explain)
        for (size_t i = 0; i < files.n; i++)
            fc_buf_printf(call->explain, "%s %.*s\n",
                          &files.v[i] == main ? "paper"
                          : files.v[i].used   ? "part "
                                              : "     ",
                          (int)files.v[i].path.n, files.v[i].path.p);
    set_meta(doc, call, d, &files, main);
    return 0;
}

FC_EXTRACTOR(tex) = {
    .name = "tex",
    .brief = "papers in TeX and LaTeX: all their files, with their macros expanded",
    .sniff = tex_sniff,
    .run = tex_run,
};
