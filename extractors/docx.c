/* docx.c - Word documents (Office Open XML, transitional and strict): the parts of the
 * package by their relationships, metadata, the body, then the notes that it refers
 * to. */
#include "extractors/docx.h"

#include "base/str.h"
#include "extractors/markup.h"
#include "io/compound.h"

#include <stdio.h>

#define DOCX_MIME "application/vnd.openxmlformats-officedocument.wordprocessingml."

static int docx_sniff(const fc_capture *cap)
{
    static const char *const ends[] = { ".docx", ".docm", ".dotx" };
    const char *packed = fc_members_sniff(fc_str_sub(cap->body, 0, 512));
    bool zip = (packed && strcmp(packed, "zip") == 0) || fc_compound_is(cap->body);
    if (fc_str_starts(cap->mime, FC_STR(DOCX_MIME)) ||
        fc_str_starts(cap->mime, FC_STR("application/vnd.ms-word.document.macroenabled")))
        return 90;
    for (size_t i = 0; zip && i < sizeof ends / sizeof *ends; i++)
        if (fc_str_ends(cap->name, fc_str_of(ends[i])))
            return 70;
    return 0;
}

static bool is_wanted(fc_str path)
{
    return fc_str_ends(path, FC_STR(".xml")) || fc_str_ends(path, FC_STR(".rels"));
}

typedef struct package {
    const fc_extract_conf *conf;
    fc_call *call;
    fc_package files;
    fc_str main_path;
    fc_dom main_rels;           /* n is 0 when there are none */
} package;

/* ------------------------------------------------------------------------------ parts */

/* "word/document.xml" has its relationships in "word/_rels/document.xml.rels". */
static bool read_rels(package *p, fc_str path, fc_dom *dom)
{
    size_t slash = path.n;
    while (slash && path.p[slash - 1] != '/')
        slash--;
    fc_str name = fc_str_sub(path, slash, path.n);
    fc_str rels = fc_printf(p->call->scratch, "%.*s_rels/%.*s.rels", (int)slash, path.p,
                            (int)name.n, name.p ? name.p : "");
    const fc_package_file *f = fc_package_find(&p->files, rels);
    dom->n = 0;
    return f && !f->state && !fc_xml_read(f->bytes, p->conf, dom, p->call);
}

/* The part that a relationship of this type leads to; the end of the type's address is
 * the same in the transitional and the strict form. */
static const fc_package_file *related(package *p, const fc_dom *rels, fc_str base,
                                      const char *type)
{
    for (uint32_t i = 0; i < rels->n; i++) {
        if (rels->node[i].tag != FC_XML_Relationship ||
            !fc_str_ends(fc_dom_attr(rels, i, "Type"), fc_str_of(type)))
            continue;
        fc_str target = fc_dom_attr_text(rels, i, "Target", p->call->scratch);
        return fc_package_find(&p->files,
                               fc_package_path(base, target, p->call->scratch));
    }
    return NULL;
}

static bool read_part(package *p, const char *type, fc_dom *dom)
{
    const fc_package_file *f = related(p, &p->main_rels, p->main_path, type);
    return f && !f->state && !fc_xml_read(f->bytes, p->conf, dom, p->call);
}

static const fc_package_file *find_main(package *p)
{
    fc_dom rels;
    const fc_package_file *f = NULL;
    if (read_rels(p, FC_STR(""), &rels))
        f = related(p, &rels, FC_STR(""), "/officeDocument");
    return f ? f : fc_package_find(&p->files, FC_STR("word/document.xml"));
}

/* --------------------------------------------------------------------------- metadata */

static void set_meta(package *p, fc_doc *doc)
{
    static const struct { unsigned tag; const char *name; } fields[] = {
        { FC_TAG_TITLE, "title" }, { FC_XML_language, "language" },
    };
    fc_dom rels, core;
    fc_arena *a = p->call->scratch;
    fc_text authors = { .a = a };
    const fc_package_file *f = NULL;
    if (read_rels(p, FC_STR(""), &rels))
        f = related(p, &rels, FC_STR(""), "/core-properties");
    if (!f || fc_xml_read(f->bytes, p->conf, &core, p->call))
        return;
    for (size_t i = 0; i < 2; i++)
        fc_extract_set(doc, p->call, fields[i].name,
                       fc_xml_find_line(&core, 0, fields[i].tag, a));
    fc_xml_list_add(&authors, fc_xml_find_line(&core, 0, FC_XML_creator, a));
    fc_xml_list_set(&authors, doc, p->call, "authors");
    for (uint32_t i = 1; i < core.n; i++)
        if (core.node[i].tag != FC_TAG_TEXT &&
            fc_str_is(fc_dom_name(&core, i), "created"))
            fc_extract_set(doc, p->call, "published", fc_xml_line(&core, i, a));
}

/* ------------------------------------------------------------------------------ notes */

typedef struct notes {
    bool there;
    fc_dom dom, rels;           /* rels.n is 0 when there are none */
    fc_str path;
    uint32_t from;              /* of fc_docx_by_id */
} notes;

static notes read_notes(package *p, const char *type)
{
    notes n = { .from = 1 };
    const fc_package_file *f = related(p, &p->main_rels, p->main_path, type);
    n.there = f && !f->state && !fc_xml_read(f->bytes, p->conf, &n.dom, p->call);
    if (n.there) {
        n.path = f->path;
        read_rels(p, f->path, &n.rels);
    }
    return n;
}

static void write_notes(package *p, fc_docx *d)
{
    notes part[2] = { read_notes(p, "/footnotes"), read_notes(p, "/endnotes") };
    d->links = NULL; /* of the main part only */
    for (size_t k = 0; k < d->notes; k++) { /* a note may refer to others */
        notes *n = &part[d->note[k].end];
        uint32_t node = n->there ? fc_docx_by_id(d, &n->dom, "id", d->note[k].id,
                                                 &n->from)
                                 : 0;
        char mark[32];
        if (!node)
            continue;
        int length = snprintf(mark, sizeof mark, "[^%zu]:", k + 1);
        d->dom = &n->dom;
        d->objects.rels = n->rels.n ? &n->rels : NULL;
        d->objects.part = n->path;
        d->objects.from = 1;
        d->alone_in = 0;
        fc_docx_end(d);
        fc_md_exact(&d->md, (fc_str){ mark, (size_t)length });
        fc_md_gap(&d->md);
        d->glue = true;
        fc_docx_write(d, node);
        d->glue = false;
        fc_docx_end(d);
    }
}

/* -------------------------------------------------------------------------- the whole */

static int locked(fc_str body, fc_call *call)
{
    fc_str name = { "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31 };
    bool encrypted = fc_str_find(body, name) < body.n;
    if (call->explain)
        fc_buf_text(call->explain, encrypted ? "a Word file with a password\n"
                                             : "a compound file, older than DOCX\n");
    return encrypted ? FC_EXTRACT_ENCRYPTED : FC_EXTRACT_MIME;
}

static void write_all(package *p, fc_str zip, const fc_dom *dom,
                      const fc_text_style *style, fc_docx *d)
{
    fc_dom part;
    fc_arena *a = p->call->scratch;
    memset(d, 0, sizeof *d);
    d->a = a;
    d->dom = dom;
    d->xml = p->conf->xml;
    d->links = style->links && !style->plain && p->main_rels.n ? &p->main_rels : NULL;
    d->link_from = 1;
    d->objects = (fc_docx_objects){
        .package = zip, .most = (uint64_t)p->conf->max_tree, .from = 1,
        .rels = p->main_rels.n ? &p->main_rels : NULL, .part = p->main_path,
    };
    d->parts = &p->files;
    d->drawn = (uint64_t)p->conf->max_tree;
    fc_md_init(&d->md, style, a);
    if (read_part(p, "/styles", &part))
        fc_docx_read_styles(&d->styles, &part, a);
    if (read_part(p, "/numbering", &part))
        fc_docx_read_numbering(&d->styles, &part, a);
    fc_docx_write(d, 0);
    fc_docx_end(d);
    write_notes(p, d);
}

static int docx_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                    fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    package p = { .conf = conf, .call = call };
    fc_dom dom;
    fc_docx d;
    if (fc_compound_is(cap->body))
        return locked(cap->body, call);
    fc_rc rc = fc_package_open(&p.files, cap->body, is_wanted, (uint64_t)conf->max_tree,
                               call->scratch, call->err);
    if (rc)
        return rc;
    if (p.files.state == FC_MEMBER_BOMB)
        return FC_EXTRACT_LIMIT;
    if (p.files.state == FC_MEMBER_ENCRYPTED)
        return FC_EXTRACT_ENCRYPTED;
    const fc_package_file *f = find_main(&p);
    int why =
        f && !f->state ? fc_xml_read(f->bytes, conf, &dom, call) : FC_EXTRACT_DAMAGED;
    if (why)
        return why;
    p.main_path = f->path;
    read_rels(&p, f->path, &p.main_rels);
    set_meta(&p, doc);
    write_all(&p, cap->body, &dom, &style, &d);
    fc_markup_finish(&d.md, doc, call);
    return 0;
}

FC_EXTRACTOR(docx) = {
    .name = "docx",
    .brief = "Word documents: styles to headings, lists, tables, formulas, notes",
    .sniff = docx_sniff,
    .run = docx_run,
};
