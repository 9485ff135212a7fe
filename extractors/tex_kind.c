/* tex_kind.c - papers in TeX: a single file, or the tar of all files of one, as arXiv has
 * them. Beside a paper may lie others, a supplement or the next lecture, each with a
 * beginning of its own: they are documents too, but for older versions of what was given
 * already, of which most lines are the same. */
#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/extract.h"
#include "extractors/tex.h"
#include "extractors/xml_read.h"
#include "io/members.h"
#include "text/markdown.h"
#include "text/normalize.h"

enum { MOST_BYTES = 256 << 20 };

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

/* Files that lie in a repository: what no paper reads may be worth reading by itself. Of
 * one paper's files it is an old draft. */
static bool is_repository(const fc_capture *cap)
{
    return fc_str_is(cap->mime, "application/x-tex-tar");
}

static int tex_sniff(const fc_capture *cap)
{
    if (fc_str_is(cap->mime, "application/x-eprint-tar") || is_repository(cap))
        return 95;
    if (fc_str_is(cap->mime, "application/x-tex") || fc_str_is(cap->mime, "text/x-tex") ||
        fc_str_is(cap->mime, "application/x-latex"))
        return 85;
    bool named = fc_name_ends(cap->name, ".tex") || fc_name_ends(cap->name, ".ltx");
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
        ".cls",
    };
    size_t slash = path.n;
    while (slash && path.p[slash - 1] != '/')
        slash--;
    fc_str name = fc_str_sub(path, slash, path.n);
    if (fc_str_findc(name, '.') == name.n)
        return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (fc_name_ends(name, kinds[i]))
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
    files->n = 0;
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

/* The texts of its headings. */
static void set_sections(fc_doc *doc, fc_call *call)
{
    enum { MOST = 200 };
    fc_text list = { .a = call->scratch };
    fc_markdown_block b;
    unsigned n = 0;
    for (size_t at = 0; n < MOST && fc_markdown_next(doc->text, &at, &b);) {
        if (b.kind != FC_MD_HEADING)
            continue;
        fc_xml_list_add(&list, fc_normalize_line(b.title, call->scratch));
        n++;
    }
    fc_xml_list_set(&list, doc, call, "sections");
}

static void set_meta(fc_doc *doc, fc_call *call, const fc_tex_doc *d,
                     const fc_tex_files *files, const fc_tex_file *main)
{
    fc_extract_set(doc, call, "title", d->title);
    fc_extract_set(doc, call, "author",
                   (fc_str){ d->author.p, d->author.n });
    fc_extract_set(doc, call, "affiliations",
                   (fc_str){ d->affiliations.p, d->affiliations.n });
    fc_extract_set(doc, call, "published", d->date);
    if (files->n > 1)
        fc_extract_set(doc, call, "main_file", main->path);
    set_sections(doc, call);
    fc_extract_formulas(doc, call, d->formulas, d->formulas, 0);
    fc_set_num(&doc->attr, call->keep, "tex_files", (double)files->n_used, 0);
    fc_set_num(&doc->attr, call->keep, "tex_missing", d->t.missing, 0);
    fc_set_num(&doc->attr, call->keep, "tex_displays", d->displays, 0);
    if (d->t.capped)
        fc_set_bool(&doc->attr, call->keep, "tex_capped", true);
}

/* ---------------------------------------------------------------- several documents */

/* Percent of its long lines that a version has of what was given; of a draft of a paper,
 * which has its title; in a repository, where talks and exercises of several years have
 * one title and much of their text. */
enum { LONG_LINE = 60, SAME = 50, SAME_OF_TITLE = 10, SAME_IN_REPOSITORY = 66 };

/* Hashes of the titles and long lines of all documents given. */
typedef struct seen {
    uint64_t *slot;
    size_t slots, n;
} seen;

static size_t slot_of(const seen *s, uint64_t hash)
{
    size_t k = (size_t)(hash >> 8) & (s->slots - 1);
    while (s->slot[k] && s->slot[k] != hash)
        k = (k + 1) & (s->slots - 1);
    return k;
}

static bool has_line(const seen *s, fc_str line)
{
    return s->slot[slot_of(s, fc_hash3(line.p, line.n) | 1)];
}

static void add_line(seen *s, fc_str line)
{
    uint64_t hash = fc_hash3(line.p, line.n) | 1;
    uint64_t *slot = &s->slot[slot_of(s, hash)];
    s->n += !*slot;
    *slot = hash;
}

static void make_room(seen *s, fc_str text, fc_arena *a)
{
    seen larger = { .slots = 64 };
    while (larger.slots < 2 * (s->n + text.n / LONG_LINE + 2))
        larger.slots *= 2;
    if (larger.slots <= s->slots)
        return;
    larger.slot = fc_zalloc(a, larger.slots, sizeof *larger.slot);
    for (size_t i = 0; i < s->slots; i++) {
        size_t k = (size_t)(s->slot[i] >> 8) & (larger.slots - 1);
        while (s->slot[i] && larger.slot[k])
            k = (k + 1) & (larger.slots - 1);
        if (s->slot[i])
            larger.slot[k] = s->slot[i];
    }
    larger.n = s->n;
    *s = larger;
}

/* The lines of a document, and its title, which are remembered. */
static void remember(seen *s, const fc_doc *doc, fc_arena *a)
{
    fc_str text = doc->text;
    const fc_value *title = fc_fields_get(&doc->meta, FC_STR("title"));
    make_room(s, text, a);
    if (title)
        add_line(s, title->str);
    for (fc_str line; fc_str_split(&text, '\n', &line);)
        if (line.n >= LONG_LINE)
            add_line(s, line);
}

/* Is it another version of what was given? What is none is remembered: of two volumes and
 * a book of both the book is left out, but no volume for it. */
static bool is_version(seen *s, const fc_doc *doc, bool repository, fc_arena *a)
{
    size_t same = 0, all = 0;
    fc_str text = doc->text;
    const fc_value *title = fc_fields_get(&doc->meta, FC_STR("title"));
    bool titled = title && has_line(s, title->str);
    for (fc_str line; fc_str_split(&text, '\n', &line);) {
        if (line.n < LONG_LINE)
            continue;
        all++;
        same += has_line(s, line);
    }
    unsigned enough = repository ? SAME_IN_REPOSITORY : titled ? SAME_OF_TITLE : SAME;
    bool version = all ? 100 * same > enough * all : titled;
    if (!version)
        remember(s, doc, a);
    return version;
}

static void explain(fc_call *call, const fc_tex_files *files, const fc_tex_file *main)
{
    for (size_t i = 0; call->explain && i < files->n; i++)
        fc_buf_printf(call->explain, "%s %.*s\n",
                      &files->v[i] == main ? "paper"
                      : files->v[i].used   ? "part "
                                           : "     ",
                      (int)files->v[i].path.n, files->v[i].path.p);
}

/* The document that begins in `main`, into doc. */
static void read_document(const fc_extract_conf *conf, fc_doc *doc, fc_call *call,
                          fc_tex_doc *d, fc_tex_files *files, fc_tex_file *main)
{
    doc->text = fc_tex_document(d, files, main, call->keep, call->scratch);
    explain(call, files, main);
    set_meta(doc, call, d, files, main);
    if (strcmp(conf->format, "plain") == 0)
        doc->text = fc_tex_plain(doc->text, call->keep, call->scratch);
}

/* One of several: named after its file. */
static fc_doc *piece(const fc_doc *of, fc_call *call, const fc_tex_file *main)
{
    fc_doc *doc = FC_NEW(call->keep, fc_doc);
    *doc = *of;
    doc->kind = FC_DOCUMENT;
    fc_str name[] = { of->id, FC_STR("/"), main->path };
    name[1].n = !fc_str_ends(of->id, FC_STR("/"));
    doc->id = fc_concat(call->keep, name, 3);
    doc->meta = fc_fields_copy(&of->meta, call->keep);
    doc->attr = (fc_fields){ NULL, 0, 0 };
    return doc;
}

static void emit(const fc_extract_conf *conf, fc_call *call, fc_doc *doc)
{
    bool capped = fc_fields_get(&doc->attr, FC_STR("tex_capped"));
    if (!doc->text.n)
        doc->reason = capped ? FC_EXTRACT_LIMIT : FC_EXTRACT_NO_TEXT;
    else if (conf->min_text && fc_utf8_count(doc->text) < (uint64_t)conf->min_text)
        doc->reason = FC_EXTRACT_SHORT;
    call->emit(call, doc);
}

/* What was given of the files so far. */
typedef struct given {
    fc_doc bare;                    /* what all documents have */
    fc_doc *first;
    bool whole;                     /* the paper is a whole document */
    bool emitted;                   /* it is not the only one, so it was emitted */
    bool repository;
    size_t versions;
    seen lines;
} given;

/* A file more is a document, a version of one, or none: macros for others. `loose`: what
 * is no whole document counts when it has text. */
static void read_another(const fc_extract_conf *conf, given *g, fc_call *call,
                         fc_tex_doc *d, fc_tex_files *files, fc_tex_file *f, bool loose)
{
    if (!g->lines.slots)
        remember(&g->lines, g->first, call->scratch);
    fc_arena before = *call->scratch;
    fc_doc *other = piece(&g->bare, call, f);
    read_document(conf, other, call, d, files, f);
    fc_arena_back(call->scratch, &before);
    if (is_version(&g->lines, other, g->repository, call->scratch)) {
        fc_tex_withhold(files, f, d->t.budget);
        g->versions++;
        return;
    }
    fc_tex_give(files, d->t.budget);
    if (!d->begun && !d->t.capped && !(loose && (other->text.n || !g->whole)))
        return;
    if (!g->emitted) {
        fc_doc *first = FC_NEW(call->keep, fc_doc);
        *first = *g->first;
        first->kind = FC_DOCUMENT;
        emit(conf, call, first);
        g->first = first;
        g->emitted = true;
    }
    emit(conf, call, other);
}

/* Parts that are commented out, or behind a conditional; last those that read each
 * other. */
static void read_left(const fc_extract_conf *conf, given *g, fc_call *call,
                      fc_tex_doc *d, fc_tex_files *files)
{
    fc_tex_file *f;
    fc_tex_left(files, call->scratch);
    while ((f = fc_tex_another(files, FC_TEX_FRAGMENTS)))
        read_another(conf, g, call, d, files, f, true);
    while ((f = fc_tex_another(files, FC_TEX_UNREAD)))
        read_another(conf, g, call, d, files, f, true);
}

/* The paper, documents that lie beside it, and in a repository, or when there is no
 * whole document, files that none of these reads. */
static int read_all(const fc_extract_conf *conf, fc_doc *doc, fc_call *call,
                    fc_tex_files *files, fc_tex_file *main, bool repository)
{
    fc_tex_doc *d = FC_NEW(call->scratch, fc_tex_doc);
    given g = { .bare = *doc, .first = doc, .whole = main->whole,
                .repository = repository };
    fc_tex_file *f;
    g.bare.meta = fc_fields_copy(&doc->meta, call->keep);
    read_document(conf, doc, call, d, files, main);
    fc_tex_give(files, d->t.budget);
    fc_tex_tree_index(files, call->scratch); /* before that is reset for each other */
    while (main->whole && (f = fc_tex_another(files, FC_TEX_WHOLE)))
        read_another(conf, &g, call, d, files, f, false);
    while ((repository || !main->whole) && (f = fc_tex_another(files, FC_TEX_FRAGMENTS)))
        read_another(conf, &g, call, d, files, f, true);
    if (repository)
        read_left(conf, &g, call, d, files);
    if (g.versions)
        fc_set_num(&g.first->attr, call->keep, "tex_versions", (double)g.versions, 0);
    return g.emitted ? FC_SPLIT : 0;
}

static int tex_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                   fc_call *call)
{
    fc_tex_file single = { .path = FC_STR("main.tex") };
    fc_tex_files files = { .v = &single, .n = 1 };
    const char *packed = fc_members_sniff(fc_str_sub(cap->body, 0, 4096));
    int why = packed ? unpack(cap, doc, call, &files)
                     : decode(cap, cap->body, doc, call, &single.text);
    if (why)
        return why;
    fc_tex_index(&files, call->scratch);
    fc_tex_file *main = fc_tex_main(&files);
    return main ? read_all(conf, doc, call, &files, main, is_repository(cap))
                : FC_EXTRACT_NO_TEXT;
}

FC_EXTRACTOR(tex) = {
    .name = "tex",
    .brief = "papers in TeX and LaTeX: all their files, with their macros expanded",
    .sniff = tex_sniff,
    .run = tex_run,
};
