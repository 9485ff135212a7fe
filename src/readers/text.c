/* text.c - a file that is plain text: what nothing else knows, when it has no binary
 * bytes. */
#include "base/str.h"
#include "readers/whole.h"

static bool ends_with_one(const char *path, const char *const *ends)
{
    for (size_t i = 0; path && ends[i]; i++)
        if (fc_str_ends(fc_str_of(path), fc_str_of(ends[i])))
            return true;
    return false;
}

static bool named_text(const char *path)
{
    static const char *const ends[] = { ".txt", ".text", NULL };
    return ends_with_one(path, ends);
}

/* Files in a markup language of its own: that they begin with HTML makes them no page. */
static bool named_markup(const char *path)
{
    static const char *const ends[] = { ".md",   ".markdown", ".mdown", ".mkd",  ".mkdn",
                                        ".rmd",  ".qmd",      ".mdx",   ".rst",  ".rest",
                                        ".adoc", ".asciidoc", ".org",   NULL };
    return ends_with_one(path, ends);
}

/* Control characters that no text has; charsets put nothing else there. */
static bool is_binary(fc_str s)
{
    if (s.n >= 2 && (memcmp(s.p, "\xff\xfe", 2) == 0 || memcmp(s.p, "\xfe\xff", 2) == 0))
        return false; /* UTF-16 says so at its begin */
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 && !fc_is_space((char)c) && c != 0x0b && c != 0x1b)
            return true;
    }
    return false;
}

static int text_sniff(fc_str first, const char *path)
{
    if (!first.n)
        return 1; /* an empty input is no error, and this reader finds nothing in it */
    if (is_binary(first))
        return 0;
    return named_markup(path) ? 65 : named_text(path) ? 40 : 5;
}

static fc_rc text_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    return fc_whole_next(state, "text/plain", keep, doc, err);
}

FC_READER(text) = {
    .name = "text",
    .brief = "a file that is one plain text",
    .doc = "The file is one record of type resource; its name stands for the URL. It is "
           "what an input without binary bytes is taken for when no other reader knows "
           "it.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = text_sniff,
    .open = fc_whole_open,
    .next = text_next,
    .close = fc_whole_close
};
