/* capture_type.c - what a capture is by its bytes, where the server's word for it cannot
 * be true or says nothing: pictures and PDF as text/html, Word files as msword or zip,
 * XML and pages as text/plain, files for download. In the spirit of the MIME Sniffing
 * Standard, which tells no books or documents apart. */
#include "base/str.h"
#include "extractors/extract.h"
#include "html/tags.h"
#include "html/xml.h"
#include "io/compress.h"
#include "io/zip_type.h"

#include <string.h>

/* How files begin that are no text. Where that is made of letters a NUL is near, too. */
static const struct {
    size_t at, n;
    const char *bytes;
    bool letters;
} signatures[] = {
    { 0, 4, "\x89PNG", false },
    { 0, 3, "\xff\xd8\xff", false },
    { 0, 4, "\0\0\1\0", false },
    { 0, 4, "\0asm", false },
    { 0, 3, "\x1f\x8b\x08", false },
    { 0, 5, "7z\xbc\xaf\x27", false },
    { 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", false },
    { 0, 5, "\xfd\x37zXZ", false },
    { 0, 4, "\x28\xb5\x2f\xfd", false },
    { 0, 4, "PK\3\4", false },
    { 0, 4, "GIF8", true },
    { 0, 4, "RIFF", true },
    { 0, 4, "OggS", true },
    { 0, 4, "wOFF", true },
    { 0, 4, "wOF2", true },
    { 0, 4, "Rar!", true },
    { 0, 3, "ID3", true },
    { 4, 4, "ftyp", true },
};

static bool has_signature(fc_str s)
{
    fc_str head = fc_str_sub(s, 0, 64);
    bool nul = fc_str_findc(head, '\0') < head.n;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (s.n >= signatures[i].at + signatures[i].n &&
            !memcmp(s.p + signatures[i].at, signatures[i].bytes, signatures[i].n))
            return nul || !signatures[i].letters;
    return false;
}

/* Control characters that texts do not have. NUL is one of UTF-16; old manuals overstrike
 * and have other sets of characters shifted in. */
static bool is_binary(fc_str s)
{
    enum { LOOK = 1445, SOME = 4 };
    size_t found = 0;
    s = fc_str_sub(s, 0, LOOK);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        found += (c && c < 0x08) || (c >= 0x10 && c < 0x1a) || (c >= 0x1c && c < 0x20);
    }
    return found >= SOME;
}

/* By its members; the type as it was when they do not tell. */
static fc_str type_of_zip(const fc_capture *cap)
{
    enum { LOCAL_HEADER = 30 };
    fc_str told = FC_STR("mimetype" FC_TYPE_ODT);
    if (fc_str_starts(fc_str_sub(cap->body, LOCAL_HEADER, cap->body.n), told))
        return FC_STR(FC_TYPE_ODT);
    const char *type = fc_zip_type(cap->body);
    return type && strcmp(type, FC_TYPE_WACZ) != 0 ? fc_str_of(type) : cap->mime;
}

static bool is_text(fc_str mime)
{
    return fc_str_starts(mime, FC_STR("text/")) ||
           fc_str_is(mime, "application/xhtml+xml");
}

/* XML that is no page: `called` one, its root is none of HTML's, or has a namespace that
 * is not. *html: it is a page in XML. */
static bool is_other_xml(fc_str head, bool called, bool *html)
{
    char buf[512];
    fc_str name, tag;
    *html = false;
    if (!fc_xml_begins(head) || !fc_xml_root(head, buf, &name, &tag))
        return false;
    bool spaced = fc_str_find(tag, FC_STR(" xmlns")) < tag.n &&
                  fc_str_find(tag, FC_STR("/xhtml")) == tag.n;
    *html = fc_str_ieq(name, FC_STR("html"));
    return !*html && (!called || spaced || !fc_tag_find(name.p, name.n));
}

static bool begins_as_page(fc_str head)
{
    head = fc_str_trim(fc_str_starts(head, FC_STR("\xef\xbb\xbf"))
                           ? fc_str_sub(head, 3, head.n)
                           : head);
    return fc_str_istarts(head, FC_STR("<!doctype html")) ||
           fc_str_istarts(head, FC_STR("<html"));
}

/* Of what is text, or may be. */
static fc_str type_of_text(const fc_capture *cap)
{
    fc_str head = fc_str_sub(cap->body, 0, 4096), mime = cap->mime;
    bool page = fc_str_is(mime, "text/html"), html;
    if (!fc_extract_unknown(cap) && !page && !fc_str_is(mime, "text/plain"))
        return mime;
    if (is_other_xml(head, page, &html))
        return FC_STR("application/xml");
    return html || begins_as_page(head) ? FC_STR("text/html") : mime;
}

bool fc_capture_is_text(const fc_capture *cap)
{
    bool named = fc_name_ends(cap->name, ".txt") || !cap->mime.n;
    return fc_extract_unknown(cap) && named && cap->body.n && !is_binary(cap->body) &&
           !has_signature(cap->body) && !strchr("<{[", cap->body.p[0]);
}

/* A file that is packed once more, as servers give those for download. */
static bool unpack(fc_capture *cap, uint64_t max, fc_arena *scratch)
{
    static const char *const types[] = {
        "application/gzip", "application/x-gzip", "application/x-eprint",
        "application/x-eprint-tar"
    };
    bool packed = fc_extract_unknown(cap);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        packed |= fc_str_is(cap->mime, types[i]);
    if (!packed || !fc_str_starts(cap->body, FC_STR("\x1f\x8b\x08")))
        return false;
    fc_decoded got = fc_inflate(cap->body, FC_WRAP_GZIP, max, scratch);
    cap->body = got.text;
    cap->cut |= got.cut;
    if (fc_str_is(cap->mime, "application/x-eprint"))
        cap->mime = FC_STR("application/x-tex");
    else if (!fc_str_is(cap->mime, "application/x-eprint-tar"))
        cap->mime = FC_STR("application/octet-stream");
    return true;
}

void fc_capture_type(fc_capture *cap, uint64_t max, fc_arena *scratch)
{
    unpack(cap, max, scratch);
    if (fc_str_starts(cap->body, FC_STR("%PDF-")))
        cap->mime = FC_STR("application/pdf");
    else if (fc_str_starts(cap->body, FC_STR("PK\3\4")))
        cap->mime = type_of_zip(cap);
    bool binary = fc_str_is(cap->mime, "text/plain") && is_binary(cap->body);
    if (is_text(cap->mime) && (binary || has_signature(cap->body)))
        cap->mime = FC_STR("application/octet-stream");
    else if (cap->body.n)
        cap->mime = type_of_text(cap);
}
