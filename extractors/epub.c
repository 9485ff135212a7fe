/* epub.c - books in EPUB 2 and 3: the documents of the spine in its order, each as
 * markup.c writes XHTML; what is not well-formed goes through the HTML parser instead.
 * The table of contents (nav) is left out. Fonts may be obfuscated; when chapters are
 * encrypted the book is counted as such. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/formula.h"
#include "extractors/markup.h"
#include "io/members.h"
#include "io/zip_type.h"
#include "text/normalize.h"

static int epub_sniff(const fc_capture *cap)
{
    const char *packed = fc_members_sniff(fc_str_sub(cap->body, 0, 512));
    bool zip = packed && strcmp(packed, "zip") == 0;
    if (fc_str_is(cap->mime, FC_TYPE_EPUB))
        return 90;
    bool marked =
        fc_str_find(fc_str_sub(cap->body, 0, 100), FC_STR("mimetype" FC_TYPE_EPUB)) < 100;
    return zip && (marked || fc_str_ends(cap->name, FC_STR(".epub"))) ? 70 : 0;
}

/* Media of no use to a reader of text. */
static bool is_wanted(fc_str path)
{
    static const char *const media[] = { "jpg",  "jpeg", "png",  "gif",  "svg",
                                         "webp", "ttf",  "otf",  "woff", "woff2",
                                         "mp3",  "mp4",  "m4a",  "m4v",  "webm",
                                         "css",  "js",   "smil", "pls",  "bmp",
                                         "tif" };
    size_t dot = path.n;
    while (dot && path.p[dot - 1] != '.')
        dot--;
    fc_str end = fc_str_sub(path, dot, path.n);
    for (size_t i = 0; dot && end.n && i < sizeof media / sizeof *media; i++)
        if (fc_lower(end.p[0]) == media[i][0] && fc_str_ieq(end, fc_str_of(media[i])))
            return false;
    return true;
}

typedef struct book {
    const fc_extract_conf *conf;
    fc_call *call;
    fc_arena *a;
    fc_package files;
    fc_str opf_path;
    fc_dom opf, encryption;     /* n is 0 when there is no encryption */
    fc_md md;
    unsigned chapters, encrypted, broken;
    uint32_t item;              /* of the manifest, found last */
    uint32_t looks;             /* through lists, in all */
} book;

enum { MOST_LOOKS = 20000000 };

/* ---------------------------------------------------------------------------- package */

static const fc_package_file *find_opf(book *b)
{
    fc_dom dom;
    const fc_package_file *f =
        fc_package_find(&b->files, FC_STR("META-INF/container.xml"));
    if (f && f->bytes.n && !fc_xml_read(f->bytes, b->conf, &dom, b->call)) {
        uint32_t root = fc_xml_find(&dom, 0, FC_XML_rootfile);
        fc_str path =
            root ? fc_dom_attr_text(&dom, root, "full-path", b->a) : (fc_str){ "", 0 };
        f = fc_package_find(&b->files, fc_package_path(FC_STR(""), path, b->a));
        if (f)
            return f;
    }
    for (size_t i = 0; i < b->files.n; i++)
        if (fc_str_ends(b->files.file[i].path, FC_STR(".opf")))
            return &b->files.file[i];
    return NULL;
}

static void read_encryption(book *b)
{
    const fc_package_file *f =
        fc_package_find(&b->files, FC_STR("META-INF/encryption.xml"));
    if (!f || fc_xml_read(f->bytes, b->conf, &b->encryption, b->call))
        b->encryption.n = 0;
}

/* Fonts are obfuscated by algorithms of their own; anything else is locked. */
static bool is_encrypted(book *b, fc_str path)
{
    const fc_dom *dom = &b->encryption;
    for (uint32_t i = 0; i < dom->n && b->looks < MOST_LOOKS; i++, b->looks++) {
        if (dom->node[i].tag != FC_XML_CipherReference)
            continue;
        fc_str uri = fc_dom_attr_text(dom, i, "URI", b->a);
        if (fc_str_eq(fc_package_path(FC_STR(""), uri, b->a), path))
            return true;
    }
    return false;
}

/* --------------------------------------------------------------------------- metadata */

static fc_str dc(book *b, unsigned tag)
{
    const fc_dom *dom = &b->opf;
    for (uint32_t i = 0; i < dom->n; i++)
        if (dom->node[i].tag == tag && dom->node[i].ns == FC_NS_DC)
            return fc_xml_line(dom, i, b->a);
    return (fc_str){ "", 0 };
}

static void set_list(book *b, fc_doc *doc, const char *element, const char *name)
{
    const fc_dom *dom = &b->opf;
    fc_text list = { .a = b->a };
    for (uint32_t i = 0; i < dom->n; i++)
        if (dom->node[i].ns == FC_NS_DC && dom->node[i].tag != FC_TAG_TEXT &&
            fc_str_is(fc_dom_name(dom, i), element))
            fc_xml_list_add(&list, fc_xml_line(dom, i, b->a));
    fc_xml_list_set(&list, doc, b->call, name);
}

static void set_meta(book *b, fc_doc *doc)
{
    fc_extract_set(doc, b->call, "title", dc(b, FC_TAG_TITLE));
    set_list(b, doc, "creator", "authors");
    fc_extract_set(doc, b->call, "published", dc(b, FC_XML_date));
    fc_extract_set(doc, b->call, "publisher", dc(b, FC_XML_publisher));
    fc_extract_set(doc, b->call, "language", dc(b, FC_XML_language));
    fc_extract_set(doc, b->call, "licence", dc(b, FC_XML_rights));
    set_list(b, doc, "identifier", "identifiers");
    set_list(b, doc, "subject", "keywords");
}

/* --------------------------------------------------------------------------- chapters */

static bool is_html(fc_str type)
{
    return fc_str_is(type, "application/xhtml+xml") || fc_str_is(type, "text/html") ||
           fc_str_is(type, "text/x-oeb1-document") ||
           fc_str_is(type, "application/x-dtbook+xml") ||
           fc_str_is(type, "image/svg+xml") || fc_str_is(type, "application/xml");
}

static bool parse_chapter(book *b, fc_str bytes, fc_dom *dom)
{
    if (!fc_xml_read(bytes, b->conf, dom, b->call))
        return true;
    fc_dom_limits limits;
    fc_dom_limits_default(&limits);
    limits.xhtml = true;
    fc_str text = fc_utf8_repair(bytes, b->a, NULL);
    return fc_dom_parse(dom, text, &limits, b->a, b->a, NULL) == FC_OK;
}

/* A page of a fixed layout may be a drawing with its text in it, line by line. Drawings
 * elsewhere are figures, whose labels are no text. */
static void write_drawn(book *b, const fc_dom *dom)
{
    fc_str line = { "", 0 };
    for (uint32_t i = 1; i < dom->n; i++) {
        if (dom->node[i].ns != FC_NS_SVG || !fc_str_is(fc_dom_name(dom, i), "text"))
            continue;
        for (uint32_t end = dom->node[i].end; i + 1 < end; i++) {
            fc_str y = fc_dom_attr(dom, i + 1, "y");
            if (y.n && !fc_str_eq(y, line))
                fc_md_gap(&b->md);
            line = y.n ? y : line;
            if (dom->node[i + 1].tag == FC_TAG_TEXT)
                fc_md_text(&b->md, fc_dom_text(dom, i + 1));
        }
        fc_md_gap(&b->md);
    }
    fc_md_block(&b->md);
}

static void write_chapter(book *b, const fc_package_file *f)
{
    fc_dom dom;
    fc_markup u;
    fc_formula_marks marks = { .source = f->bytes };
    if (f->state == FC_MEMBER_ENCRYPTED ||
        (b->encryption.n && is_encrypted(b, f->path))) {
        b->encrypted++;
        return;
    }
    if (f->state || !parse_chapter(b, f->bytes, &dom)) {
        b->broken++;
        return;
    }
    b->chapters++;
    fc_md_block(&b->md);
    size_t before = b->md.out.n;
    fc_markup_init(&u, &dom, &b->md, b->a);
    u.marks = &marks;
    fc_markup_write(&u, 0, dom.n);
    fc_markup_notes(&u);
    if (b->md.out.n == before)
        write_drawn(b, &dom);
}

/* The manifest's item of an id: from the one before on, for the order is mostly the
 * same. */
static uint32_t find_item(book *b, uint32_t manifest, fc_str id)
{
    const fc_dom *dom = &b->opf;
    uint32_t first = manifest + 1, from = b->item ? b->item : first;
    for (int round = 0; round < 2; round++) {
        uint32_t end = round ? from : dom->node[manifest].end;
        for (uint32_t i = round ? first : from; i < end; i = dom->node[i].end) {
            if (++b->looks > MOST_LOOKS)
                return 0;
            if (dom->node[i].tag == FC_XML_item &&
                fc_str_eq(fc_dom_attr(dom, i, "id"), id))
                return b->item = i;
        }
    }
    return 0;
}

static void write_item(book *b, uint32_t item)
{
    const fc_dom *dom = &b->opf;
    fc_str properties = fc_dom_attr(dom, item, "properties");
    bool nav = fc_str_find(properties, FC_STR("nav")) < properties.n;
    if (nav || !is_html(fc_dom_attr(dom, item, "media-type")))
        return;
    fc_str href = fc_dom_attr_text(dom, item, "href", b->a);
    fc_str path = fc_package_path(b->opf_path, href, b->a);
    const fc_package_file *f = fc_package_find(&b->files, path);
    if (!f) /* libarchive gives names in NFC */
        f = fc_package_find(&b->files,
                            fc_normalize_nfc(fc_utf8_repair(path, b->a, NULL), b->a));
    if (f)
        write_chapter(b, f);
    else
        b->broken++;
}

static void write_spine(book *b)
{
    const fc_dom *dom = &b->opf;
    uint32_t spine = fc_xml_find(dom, 0, FC_XML_spine);
    uint32_t manifest = fc_xml_find(dom, 0, FC_XML_manifest);
    for (uint32_t i = spine + 1; spine && manifest && i < dom->node[spine].end; i++) {
        if (dom->node[i].tag != FC_XML_itemref)
            continue;
        uint32_t item = find_item(b, manifest, fc_dom_attr(dom, i, "idref"));
        if (item)
            write_item(b, item);
    }
}

static int epub_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                    fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    book b = { .conf = conf, .call = call, .a = call->scratch };
    fc_rc rc = fc_package_open(&b.files, cap->body, is_wanted, (uint64_t)conf->max_tree,
                               b.a, call->err);
    if (rc)
        return rc;
    if (b.files.state == FC_MEMBER_BOMB)
        return FC_EXTRACT_LIMIT;
    if (b.files.state == FC_MEMBER_ENCRYPTED)
        return FC_EXTRACT_ENCRYPTED;
    const fc_package_file *opf = find_opf(&b);
    int why = opf && opf->bytes.n ? fc_xml_read(opf->bytes, conf, &b.opf, call)
                                  : FC_EXTRACT_DAMAGED;
    if (why)
        return why;
    b.opf_path = opf->path;
    read_encryption(&b);
    set_meta(&b, doc);
    fc_md_init(&b.md, &style, b.a);
    write_spine(&b);
    if (call->explain)
        fc_buf_printf(call->explain, "%u chapters, %u encrypted, %u broken\n", b.chapters,
                      b.encrypted, b.broken);
    if (!b.chapters && (b.encrypted || b.broken))
        return b.encrypted ? FC_EXTRACT_ENCRYPTED : FC_EXTRACT_DAMAGED;
    if (b.encrypted || b.broken)
        fc_set_num(&doc->attr, call->keep, "chapters_lost", b.encrypted + b.broken, 0);
    fc_markup_finish(&b.md, doc, call);
    return 0;
}

FC_EXTRACTOR(epub) = {
    .name = "epub",
    .brief = "books in EPUB 2 and 3, chapter by chapter in reading order",
    .sniff = epub_sniff,
    .run = epub_run,
};
