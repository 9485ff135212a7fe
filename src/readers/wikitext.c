/* wikitext.c - a file that is wikitext, which may begin as JSON does. */
#include "base/str.h"
#include "readers/whole.h"

static int wikitext_sniff(fc_str first, const char *path)
{
    static const char *const ends[] = { ".wiki", ".wikitext", ".mediawiki" };
    bool named = false;
    for (size_t i = 0; path && i < sizeof ends / sizeof *ends; i++)
        named |= fc_str_ends(fc_str_of(path), fc_str_of(ends[i]));
    return named && !memchr(first.p, '\0', first.n) ? 80 : 0;
}

static fc_rc wikitext_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    return fc_whole_next(state, "text/x-wiki", keep, doc, err);
}

FC_READER(wikitext) = {
    .name = "wikitext",
    .brief = "a file of wikitext, by its name: .wiki, .wikitext, .mediawiki",
    .doc = "The file is one record of type resource; its name stands for the URL.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = wikitext_sniff,
    .open = fc_whole_open,
    .next = wikitext_next,
    .close = fc_whole_close
};
