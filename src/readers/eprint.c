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

static bool ends_number(fc_str name, size_t at)
{
    return at == name.n || name.p[at] == '.' || name.p[at] == 'v';
}

/* Bytes of "2001.01234", a number of arXiv since 2007, at the begin of a name; else 0. */
static size_t new_number(fc_str name)
{
    size_t n = digits(name, 0) == 4 && name.n > 4 && name.p[4] == '.' ? digits(name, 5)
                                                                       : 0;
    return (n == 4 || n == 5) && ends_number(name, 5 + n) ? 5 + n : 0;
}

/* Letters of "hep-th9901001", one of before; else 0. */
static size_t old_archive(fc_str name)
{
    size_t n = 0;
    while (n < name.n && ((name.p[n] >= 'a' && name.p[n] <= 'z') || name.p[n] == '-'))
        n++;
    return digits(name, n) == 7 && ends_number(name, n + 7) ? n : 0;
}

/* Behind the last folder; a mirror may have its own name before a "_". */
static fc_str last_part(fc_str path)
{
    size_t at = path.n;
    while (at && path.p[at - 1] != '/' && path.p[at - 1] != '_')
        at--;
    return fc_str_sub(path, at, path.n);
}

static bool is_number(fc_str path)
{
    fc_str name = last_part(path);
    return new_number(name) || old_archive(name);
}

/* The paper's number as metadata: "1911.02782", "hep-th/9901001". */
static fc_str tell_number(fc_str path, fc_arena *keep)
{
    static const char *const archives[] = {
        "acc-phys", "adap-org", "alg-geom", "ao-sci",   "astro-ph", "atom-ph",
        "bayes-an", "chao-dyn", "chem-ph",  "cmp-lg",   "comp-gas", "cond-mat",
        "cs",       "dg-ga",    "funct-an", "gr-qc",    "hep-ex",   "hep-lat",
        "hep-ph",   "hep-th",   "math",     "math-ph",  "mtrl-th",  "nlin",
        "nucl-ex",  "nucl-th",  "patt-sol", "physics",  "plasm-ph", "q-alg",
        "q-bio",    "quant-ph", "solv-int", "supr-con"
    };
    fc_str name = last_part(path);
    size_t n = new_number(name), letters = old_archive(name);
    if (n)
        return fc_printf(keep, "arxiv_id: %.*s\n", (int)n, name.p);
    for (size_t i = 0; i < sizeof archives / sizeof *archives; i++)
        if (fc_str_is(fc_str_sub(name, 0, letters), archives[i]))
            return fc_printf(keep, "arxiv_id: %s/%.7s\n", archives[i], name.p + letters);
    return (fc_str){ "", 0 };
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
    rc = fc_whole_next(
        state, fc_members_sniff(head) ? "application/x-eprint-tar" : "text/x-tex", keep,
        doc, err);
    if (!rc && doc->rec)
        ((fc_record *)(uintptr_t)doc->rec)->about =
            tell_number(fc_str_of(fc_stream_name(state)), keep);
    return rc;
}

FC_READER(eprint) = {
    .name = "eprint",
    .brief = "the TeX source of one paper: a tar of its files, as in arXiv's, or one "
             "file",
    .doc = "A tar is taken for a paper when it begins with a TeX file or has the number "
           "of an arXiv paper for its name, unless `git archive` made it. That number is "
           "metadata arxiv_id.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = eprint_sniff,
    .open = fc_whole_open,
    .next = eprint_next,
    .close = fc_whole_close
};
