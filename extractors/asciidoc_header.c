/* asciidoc_header.c - what an AsciiDoc document says of itself: attributes, and the lines
 * of authors and revision below its title. See docs.h. */
#include "base/str.h"
#include "extractors/asciidoc.h"
#include "text/normalize.h"

bool fc_asciidoc_entry(fc_docs *d, fc_asciidoc_names *names, fc_str s)
{
    static const struct {
        const char *key, *name;
    } known[] = { { "author", "author" },
                  { "revdate", "published" },
                  { "lang", "language" },
                  { "description", "description" } };
    size_t end = fc_str_findc(fc_str_sub(s, 1, s.n), ':') + 1;
    fc_str name = fc_str_sub(s, 1, end);
    if (s.n < 3 || s.p[0] != ':' || end >= s.n || fc_str_findc(name, ' ') < name.n ||
        !name.n)
        return false;
    fc_str value = fc_str_trim(fc_str_sub(s, end + 1, s.n));
    fc_asciidoc_define(names, name, value, d->a);
    if (fc_str_is(name, "keywords"))
        fc_docs_set_list(d, "keywords", value);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (fc_str_is(name, known[i].key))
            fc_extract_set(d->doc, d->call, known[i].name,
                           fc_normalize_line(value, d->a));
    return true;
}

/* "v1.2, 2024-05-01: what is new", "2024-05-01" */
static bool take_revision(fc_docs *d, fc_str s)
{
    size_t v = fc_lower(s.p[0]) == 'v', comma = fc_str_findc(s, ',');
    if (v == s.n || s.p[v] < '0' || s.p[v] > '9')
        return false;
    fc_str date = comma < s.n ? fc_str_sub(s, comma + 1, s.n) : s;
    date = fc_str_sub(date, 0, fc_str_find(date, FC_STR(": ")));
    if (comma < s.n || !v)
        fc_extract_set(d->doc, d->call, "published", fc_normalize_line(date, d->a));
    return true;
}

/* "Ann B. Clay <address>; Dan": their names. */
static bool take_authors(fc_docs *d, fc_str s)
{
    fc_text names = { .a = d->a };
    fc_str part;
    if (!(s.p[0] >= 'A' && s.p[0] <= 'Z') && (unsigned char)s.p[0] < 0x80)
        return false;
    while (fc_str_split(&s, ';', &part)) {
        part = fc_str_trim(fc_str_sub(part, 0, fc_str_findc(part, '<')));
        if (names.n && part.n)
            fc_text_add(&names, ", ", 2);
        fc_text_add(&names, part.p, part.n);
    }
    fc_extract_set(d->doc, d->call, "author",
                   fc_normalize_line((fc_str){ names.p, names.n }, d->a));
    return true;
}

bool fc_asciidoc_header(fc_docs *d, fc_str s)
{
    return take_revision(d, s) || take_authors(d, s);
}
