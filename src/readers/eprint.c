/* eprint.c - the source of one paper in TeX: the tar of its files, which arXiv names by
 * the paper's number, or a single file. The files belong together, so they are one
 * record. */
#include "base/str.h"
#include "io/members.h"
#include "io/stream.h"
#include "io/tar.h"
#include "readers/whole.h"

enum { TAR_HEADER = 512, TAR_NAME = 100 };

static size_t digits(fc_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && fc_is_digit(s.p[at + n]))
        n++;
    return n;
}

/* "2001.01234v2.tar.gz", "hep-th9901001.gz": the numbers of arXiv since 2007 and
 * before. */
static bool is_number(fc_str path)
{
    size_t at = path.n;
    while (at && path.p[at - 1] != '/' && path.p[at - 1] != '_')
        at--;
    fc_str name = fc_str_sub(path, at, path.n);
    size_t letters = 0, n;
    while (letters < name.n && ((name.p[letters] >= 'a' && name.p[letters] <= 'z') ||
                                name.p[letters] == '-'))
        letters++;
    n = digits(name, letters);
    if (letters ? n != 7 : n != 4)
        return false;
    at = letters + n;
    if (!letters) {
        if (at == name.n || name.p[at] != '.' || (n = digits(name, at + 1)) < 4 || n > 5)
            return false;
        at += 1 + n;
    }
    return at == name.n || name.p[at] == '.' || name.p[at] == 'v';
}

/* A member with the name of a TeX file among those whose headers can be seen. */
static bool has_tex(fc_str head)
{
    static const char *const ends[] = { ".tex", ".bbl", ".sty", ".cls", ".bst", ".bib",
                                        NULL };
    for (size_t at = 0; at + TAR_HEADER <= head.n; at += TAR_HEADER) {
        fc_str name = fc_str_sub(head, at, at + TAR_NAME);
        name.n = fc_str_findc(name, '\0');
        bool header = at + 262 < head.n && memcmp(head.p + at + 257, "ustar", 5) == 0;
        if (header && fc_name_ends_in(name, ends))
            return true;
    }
    return false;
}

/* A sign of TeX that begins a line; formulas in XML of PubMed Central have them too. */
static bool begins_tex(fc_str head)
{
    static const char *const signs[] = { "\\documentclass", "\\documentstyle", "%&latex",
                                         "\\input amstex", "\\begin{document}" };
    fc_str rest = fc_str_trim(head), line;
    if (fc_str_starts(rest, FC_STR("<")))
        return false;
    while (fc_str_split(&rest, '\n', &line)) {
        line = fc_str_trim(line);
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (fc_str_istarts(line, fc_str_of(signs[i])))
                return true;
    }
    return false;
}

static int eprint_sniff(fc_str first, const char *path)
{
    fc_str name = fc_str_of(path);
    const char *packed = fc_members_sniff(first);
    if (packed)
        return strcmp(packed, "tar") == 0 && !fc_tar_has_global(first) &&
                       (has_tex(first) || is_number(name))
                   ? 95
                   : 0;
    if (fc_name_ends(name, ".tex") || fc_name_ends(name, ".ltx"))
        return 80;
    return begins_tex(first) ? 62 : 0; /* a Markdown file about TeX is surer */
}

static fc_rc eprint_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_str head;
    fc_rc rc = fc_stream_sniff(state, 4096, &head, err);
    if (rc)
        return rc;
    return fc_whole_next(
        state, fc_members_sniff(head) ? "application/x-eprint-tar" : "text/x-tex", keep,
        doc, err);
}

FC_READER(eprint) = {
    .name = "eprint",
    .brief = "the TeX source of one paper: a tar of its files, as in arXiv's, or one "
             "file",
    .doc = "A tar is taken for a paper when it begins with a TeX file or has the number "
           "of an arXiv paper for its name, unless `git archive` made it.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = eprint_sniff,
    .open = fc_whole_open,
    .next = eprint_next,
    .close = fc_whole_close
};
