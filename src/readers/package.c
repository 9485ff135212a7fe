/* package.c - a file that is one document: EPUB, DOCX, ODT, which are packed in a zip, or
 * PDF. A Word file with a password is no zip but a compound file; it is taken too, so
 * that it is counted as such. */
#include "base/str.h"
#include "io/members.h"
#include "io/stream.h"
#include "io/zip_type.h"
#include "readers/whole.h"

static const struct {
    const char *mime, *ends[3];
} kinds[] = {
    { FC_TYPE_EPUB, { ".epub" } },
    { FC_TYPE_WORD, { ".docx", ".docm", ".dotx" } },
    { FC_TYPE_ODT, { ".odt", ".ott" } },
    { "application/pdf", { ".pdf" } },
};

enum { EPUB, DOCX, ODT, PDF, KINDS, LOCAL_HEADER = 30 };

static int kind_of_name(fc_str name)
{
    for (int k = 0; k < KINDS; k++)
        for (size_t i = 0; i < 3 && kinds[k].ends[i]; i++)
            if (fc_name_ends(name, kinds[k].ends[i]))
                return k;
    return KINDS;
}

/* By the first member: "mimetype" says what it is, a Word file begins with its parts. */
static int kind_of_zip(fc_str head)
{
    const unsigned char *p = (const unsigned char *)head.p;
    if (head.n < LOCAL_HEADER)
        return KINDS;
    size_t n = p[26] | (size_t)p[27] << 8, extra = p[28] | (size_t)p[29] << 8;
    fc_str name = fc_str_sub(head, LOCAL_HEADER, LOCAL_HEADER + n);
    fc_str rest = fc_str_sub(head, LOCAL_HEADER + n + extra, head.n);
    if (fc_str_is(name, "mimetype")) {
        if (fc_str_starts(fc_str_trim(rest), fc_str_of(kinds[EPUB].mime)))
            return EPUB;
        return fc_str_starts(rest, fc_str_of(kinds[ODT].mime)) ? ODT : KINDS;
    }
    bool office = fc_str_is(name, "[Content_Types].xml") ||
                  fc_str_starts(name, FC_STR("_rels/")) ||
                  fc_str_starts(name, FC_STR("word/"));
    return office && fc_str_find(head, FC_STR("word/")) < head.n ? DOCX : KINDS;
}

static int kind_of(fc_str head, const char *path)
{
    const char *packed = fc_members_sniff(head);
    bool compound = fc_str_starts(head, FC_STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
    int named = kind_of_name(fc_name_unpacked(fc_str_of(path)));
    if (packed && strcmp(packed, "zip") == 0) {
        int kind = kind_of_zip(head);
        return kind < KINDS ? kind : named;
    }
    if (fc_str_starts(head, FC_STR("%PDF-")) ||
        (named == PDF && fc_str_find(fc_str_sub(head, 0, 1024), FC_STR("%PDF-")) < 1024))
        return PDF;
    return compound && named == DOCX ? DOCX : KINDS;
}

static int package_sniff(fc_str first, const char *path)
{
    return kind_of(first, path) < KINDS ? 90 : 0;
}

static fc_rc package_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_str head;
    fc_rc rc = fc_stream_sniff(state, 4096, &head, err);
    if (rc)
        return rc;
    int kind = kind_of(head, fc_stream_name(state));
    const char *mime = kind < KINDS ? kinds[kind].mime : "application/octet-stream";
    return fc_whole_next(state, mime, keep, doc, err);
}

FC_READER(package) = {
    .name = "package",
    .brief = "a file that is one EPUB, DOCX, ODT or PDF",
    .doc = "The file is one record of type resource; its name stands for the URL.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = package_sniff,
    .open = fc_whole_open,
    .next = package_next,
    .close = fc_whole_close
};
