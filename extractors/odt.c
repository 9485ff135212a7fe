/* odt.c - text documents in OpenDocument: content.xml as markup.c writes it, metadata
 * from meta.xml, formulas from the objects that lie beside it. */
#include "base/str.h"
#include "extractors/markup.h"
#include "extractors/mathml.h"
#include "extractors/odt.h"
#include "io/members.h"
#include "io/zip_type.h"

static int odt_sniff(const fc_capture *cap)
{
    const char *packed = fc_members_sniff(fc_str_sub(cap->body, 0, 512));
    bool zip = packed && strcmp(packed, "zip") == 0;
    if (fc_str_is(cap->mime, FC_TYPE_ODT) ||
        fc_str_is(cap->mime, FC_TYPE_ODT "-template"))
        return 90;
    return zip && fc_str_ends(cap->name, FC_STR(".odt")) ? 70 : 0;
}

static bool is_wanted(fc_str path)
{
    return fc_str_ends(path, FC_STR(".xml")) &&
           !fc_str_starts(path, FC_STR("Configurations2/"));
}

typedef struct package {
    const fc_extract_conf *conf;
    fc_call *call;
    fc_package files;
} package;

/* A formula is a document of MathML in a folder of its own: "./Object 1". */
static fc_str read_object(void *user, fc_str href)
{
    package *p = user;
    fc_arena *a = p->call->scratch;
    fc_dom dom;
    fc_str path = fc_package_path(FC_STR(""), href, a);
    fc_str parts[] = { path, FC_STR("/content.xml") };
    const fc_package_file *f = fc_package_find(&p->files, fc_concat(a, parts, 2));
    if (!f || f->state || fc_xml_read(f->bytes, p->conf, &dom, p->call))
        return (fc_str){ "", 0 };
    return dom.node[0].ns == FC_NS_MATHML ? fc_mathml_tex(&dom, 0, a) : (fc_str){ "", 0 };
}

/* Its manifest has an <encryption-data> for each file that needs the password. */
static bool is_encrypted(package *p)
{
    fc_dom dom;
    const fc_package_file *f =
        fc_package_find(&p->files, FC_STR("META-INF/manifest.xml"));
    if (!f || f->state || fc_xml_read(f->bytes, p->conf, &dom, p->call))
        return false;
    for (uint32_t i = 0; i < dom.n; i++)
        if (dom.node[i].tag != FC_TAG_TEXT &&
            fc_str_is(fc_dom_name(&dom, i), "encryption-data"))
            return true;
    return false;
}

static void set_meta(package *p, fc_doc *doc)
{
    fc_arena *a = p->call->scratch;
    fc_text authors = { .a = a }, keywords = { .a = a };
    fc_dom dom;
    const fc_package_file *f = fc_package_find(&p->files, FC_STR("meta.xml"));
    if (!f || f->state || fc_xml_read(f->bytes, p->conf, &dom, p->call))
        return;
    fc_extract_set(doc, p->call, "title", fc_xml_find_line(&dom, 0, FC_TAG_TITLE, a));
    fc_str author = fc_xml_find_line(&dom, 0, FC_XML_initial_creator, a);
    fc_xml_list_add(&authors,
                    author.n ? author : fc_xml_find_line(&dom, 0, FC_XML_creator, a));
    fc_xml_list_set(&authors, doc, p->call, "authors");
    fc_extract_set(doc, p->call, "published",
                   fc_xml_find_line(&dom, 0, FC_XML_creation_date, a));
    fc_extract_set(doc, p->call, "language",
                   fc_xml_find_line(&dom, 0, FC_XML_language, a));
    for (uint32_t i = 0; i < dom.n; i++)
        if (dom.node[i].tag == FC_XML_keyword)
            fc_xml_list_add(&keywords, fc_xml_line(&dom, i, a));
    fc_xml_list_set(&keywords, doc, p->call, "keywords");
}

/* Those of the document itself count before those that it was made from. */
static void apply_styles(package *p, fc_dom *content)
{
    fc_dom dom;
    fc_odt_styles *styles = fc_odt_styles_new(p->call->scratch);
    const fc_package_file *f = fc_package_find(&p->files, FC_STR("styles.xml"));
    if (f && !f->state && !fc_xml_read(f->bytes, p->conf, &dom, p->call))
        fc_odt_styles_read(styles, &dom);
    fc_odt_styles_read(styles, content);
    fc_odt_styles_apply(styles, content);
}

static int odt_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                   fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    package p = { .conf = conf, .call = call };
    fc_dom dom;
    fc_md md;
    fc_markup u;
    fc_rc rc = fc_package_open(&p.files, cap->body, is_wanted, (uint64_t)conf->max_tree,
                               call->scratch, call->err);
    if (rc)
        return rc;
    if (p.files.state == FC_MEMBER_BOMB)
        return FC_EXTRACT_LIMIT;
    if (p.files.state == FC_MEMBER_ENCRYPTED || is_encrypted(&p))
        return FC_EXTRACT_ENCRYPTED;
    const fc_package_file *f = fc_package_find(&p.files, FC_STR("content.xml"));
    int why =
        f && !f->state ? fc_xml_read(f->bytes, conf, &dom, call) : FC_EXTRACT_DAMAGED;
    if (why)
        return why;
    set_meta(&p, doc);
    apply_styles(&p, &dom);
    fc_md_init(&md, &style, call->scratch);
    fc_markup_init(&u, &dom, &md, call->scratch);
    u.object = read_object;
    u.user = &p;
    fc_markup_write(&u, 0, dom.n);
    fc_markup_notes(&u);
    fc_markup_finish(&md, doc, call);
    return 0;
}

FC_EXTRACTOR(odt) = {
    .name = "odt",
    .brief = "OpenDocument texts: headings, lists, tables, notes, formulas",
    .sniff = odt_sniff,
    .run = odt_run,
};
