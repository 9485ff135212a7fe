/* xml.c - a file that is one XML document: an article, a chapter, a book. */
#include "base/str.h"
#include "html/xml.h"
#include "readers/whole.h"

static int xml_sniff(fc_str first, const char *path)
{
    char buf[512];
    fc_str name, tag;
    bool root = fc_xml_root(first, buf, &name, &tag);
    fc_str begin = fc_str_sub(first, 0, 64);
    bool declared = fc_str_find(begin, FC_STR("<?xml")) < begin.n;
    bool begins = fc_xml_begins(first);
    bool wide = first.n > 2 &&
                (!memcmp(first.p, "\xff\xfe", 2) || !memcmp(first.p, "\xfe\xff", 2));
    static const char *const ends[] = { ".xml", ".nxml", ".cnxml", ".fb2", ".tei" };
    bool named = false;
    for (size_t i = 0; path && i < sizeof ends / sizeof *ends; i++)
        named |= fc_str_ends(fc_str_of(path), fc_str_of(ends[i]));
    if (root && fc_str_ieq(name, FC_STR("html")))
        return 0;
    if (root)
        return declared || (wide && named) ? 65 : named || begins ? 55 : 0;
    return declared ? 55 : 0;
}

static fc_rc xml_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    return fc_whole_next(state, "application/xml", keep, doc, err);
}

FC_READER(xml) = {
    .name = "xml",
    .brief = "a file that is one XML document, such as a JATS article",
    .doc = "The file is one record of type resource; its name stands for the URL.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = xml_sniff,
    .open = fc_whole_open,
    .next = xml_next,
    .close = fc_whole_close
};
