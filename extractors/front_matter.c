/* front_matter.c - YAML between lines of "---", or TOML between "+++", at the begin of
 * a Markdown file: values at the top level that are strings, or lists of them, to
 * metadata. */
#include "base/str.h"
#include "extractors/markdown_doc.h"
#include "extractors/xml_read.h"
#include "text/normalize.h"

enum { MOST_LINES = 400 };

static fc_str unquote(fc_str s)
{
    s = fc_str_trim(s);
    if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
        return fc_str_sub(s, 1, s.n - 1);
    return s;
}

/* The name in metadata of a key; NULL: it is left out. */
static const char *name_of(fc_str key, bool *list)
{
    static const struct {
        const char *key, *name;
        bool list;
    } names[] = {
        { "title", "title", false },       { "author", "authors", true },
        { "authors", "authors", true },    { "date", "published", false },
        { "lang", "language", false },     { "language", "language", false },
        { "tags", "keywords", true },      { "keywords", "keywords", true },
        { "description", "description", false }, { "license", "license", false },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_ieq(key, fc_str_of(names[i].key))) {
            *list = names[i].list;
            return names[i].name;
        }
    return NULL;
}

/* "a", "[a, b]", or, when the value is empty, lines "- a" below. */
static void set_value(fc_docs *d, const char *name, bool list, fc_str value, size_t *i,
                      size_t end)
{
    fc_text words = { .a = d->a };
    value = fc_str_trim(value);
    if (value.n > 1 && value.p[0] == '[' && value.p[value.n - 1] == ']')
        value = fc_str_sub(value, 1, value.n - 1);
    else if (list && !value.n) {
        for (; *i + 1 < end && fc_str_starts(fc_docs_rest(d->line[*i + 1]), FC_STR("- "));
             ++*i)
            fc_xml_list_add(&words, fc_normalize_line(
                unquote(fc_str_sub(fc_docs_rest(d->line[*i + 1]), 2, SIZE_MAX)), d->a));
    } else if (!list) {
        fc_str one = fc_normalize_line(unquote(value), d->a);
        if (!strcmp(name, "title"))
            d->title = one;
        else
            fc_extract_set(d->doc, d->call, name, one);
        return;
    }
    for (fc_str word; value.n && fc_str_split(&value, ',', &word);)
        if (unquote(word).n)
            fc_xml_list_add(&words, fc_normalize_line(unquote(word), d->a));
    fc_xml_list_set(&words, d->doc, d->call, name);
}

size_t fc_front_matter(fc_docs *d)
{
    bool toml = d->lines && fc_str_is(d->line[0], "+++");
    const char *fence = toml ? "+++" : "---";
    size_t end = 1, most = d->lines < MOST_LINES ? d->lines : MOST_LINES;
    if (!d->lines || !fc_str_is(d->line[0], fence))
        return 0;
    while (end < most && !fc_str_is(d->line[end], fence) &&
           !fc_str_is(d->line[end], "..."))
        end++;
    if (end == most)
        return 0;
    for (size_t i = 1; i < end; i++) {
        fc_str line = d->line[i];
        size_t at = fc_str_findc(line, toml ? '=' : ':');
        bool list = false;
        const char *name = at < line.n
                               ? name_of(fc_str_trim(fc_str_sub(line, 0, at)), &list)
                               : NULL;
        if (name && !fc_is_space(line.p[0]))
            set_value(d, name, list, fc_str_sub(line, at + 1, line.n), &i, end);
    }
    return end + 1;
}
