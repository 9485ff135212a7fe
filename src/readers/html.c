/* html.c - a file that is an HTML page. */
#include "base/str.h"
#include "readers/whole.h"

static bool named_html(const char *path)
{
    static const char *const ends[] = { ".html", ".htm", ".xhtml" };
    for (size_t i = 0; path && i < sizeof ends / sizeof *ends; i++)
        if (fc_str_ends(fc_str_of(path), fc_str_of(ends[i])))
            return true;
    return false;
}

/* Skip white space, a byte order mark, comments and an XML declaration. */
static fc_str skip_prolog(fc_str s)
{
    if (fc_str_starts(s, FC_STR("\xef\xbb\xbf")))
        s = fc_str_sub(s, 3, s.n);
    for (;;) {
        s = fc_str_trim(s);
        bool comment = fc_str_starts(s, FC_STR("<!--"));
        if (!comment && !fc_str_istarts(s, FC_STR("<?xml")))
            return s;
        fc_str end = comment ? FC_STR("-->") : FC_STR("?>");
        size_t at = fc_str_find(s, end);
        if (at == s.n)
            return s;
        s = fc_str_sub(s, at + end.n, s.n);
    }
}

static int html_sniff(fc_str first, const char *path)
{
    static const char *const tags[] = { "<!doctype html", "<html",  "<head",
                                        "<body",          "<title", "<meta",
                                        "<script",        "<table", "<div" };
    fc_str s = skip_prolog(first);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (fc_str_istarts(s, fc_str_of(tags[i])))
            return i < 3 ? 90 : 60;
    return first.n && named_html(path) ? 50 : 0;
}

static fc_rc html_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    return fc_whole_next(state, "text/html", keep, doc, err);
}

FC_READER(html) = {
    .name = "html",
    .brief = "a file that is one HTML page",
    .doc = "The file is one record of type resource; its name stands for the URL.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = html_sniff,
    .open = fc_whole_open,
    .next = html_next,
    .close = fc_whole_close
};
