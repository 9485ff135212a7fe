/* org_inline.c - running text of Org: links, notes, macros, entities. See docs.h. */
#include "base/str.h"
#include "extractors/org.h"
#include "html/entities.h"
#include "text/normalize.h"

/* A link without a text of its own to a picture shows it. */
static bool is_image(fc_str target)
{
    static const char *const ends[] = { ".png", ".jpg", ".jpeg", ".gif", ".svg",
                                        ".webp" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (fc_name_ends(target, ends[i]))
            return true;
    return fc_org_starts(target, "file:") || fc_org_starts(target, "attachment:");
}

static size_t take_link(fc_docs *d, fc_str s, size_t at)
{
    fc_str rest = fc_str_sub(s, at + 2, at + 4096);
    size_t end = fc_str_find(rest, FC_STR("]]"));
    if (end == rest.n)
        return 0;
    fc_str target = fc_str_sub(rest, 0, end), text = { "", 0 };
    size_t bar = fc_str_find(target, FC_STR("]["));
    if (bar < target.n) {
        text = fc_str_sub(target, bar + 2, target.n);
        target = fc_str_sub(target, 0, bar);
    }
    if (text.n || !is_image(target))
        fc_docs_link(d, text, target);
    return end + 4;
}

/* "[fn:name]", "[fn:name: text]" */
static size_t take_note(fc_docs *d, fc_str s, size_t at)
{
    fc_str rest = fc_str_sub(s, at + 4, at + 2000), name;
    size_t end = fc_str_findc(rest, ']'), colon = fc_str_findc(rest, ':');
    if (end == rest.n)
        return 0;
    name = fc_str_sub(rest, 0, colon < end ? colon : end);
    if (colon < end) {
        fc_md_text(&d->md, FC_STR(" ("));
        fc_md_text(&d->md, fc_str_trim(fc_str_sub(rest, colon + 1, end)));
        fc_md_text(&d->md, FC_STR(")"));
    } else {
        fc_md_exact(&d->md, FC_STR("[^"));
        fc_md_exact(&d->md, name);
        fc_md_exact(&d->md, FC_STR("]"));
    }
    return end + 5;
}

static bool in_name(char c)
{
    c = fc_lower(c);
    return (c >= 'a' && c <= 'z') || fc_is_digit(c) || c == '-' || c == '_';
}

/* "{{{kbd(TAB)}}}": what a macro makes of it is not known, its argument is text;
 * "{{{version}}}" is none. */
static size_t take_macro(fc_docs *d, fc_str s, size_t at)
{
    fc_str rest = fc_str_sub(s, at + 3, at + 1000);
    size_t end = fc_str_find(rest, FC_STR("}}}")), n = 0;
    while (n < end && in_name(rest.p[n]))
        n++;
    fc_str inside = fc_str_sub(rest, n, end);
    bool called = inside.n > 1 && inside.p[0] == '(' && inside.p[inside.n - 1] == ')';
    if (end == rest.n || !n || (inside.n && !called))
        return 0;
    if (called)
        fc_md_text(&d->md, fc_str_sub(inside, 1, inside.n - 1));
    return end + 6;
}

/* "@@html:<b>@@" is of one output format alone. */
static size_t take_snippet(fc_str s, size_t at)
{
    fc_str rest = fc_str_sub(s, at + 2, at + 1000);
    size_t n = 0, end = fc_str_find(rest, FC_STR("@@"));
    while (n < end && in_name(rest.p[n]))
        n++;
    return end < rest.n && n && n < end && rest.p[n] == ':' ? end + 4 : 0;
}

static bool is_word(char c)
{
    c = fc_lower(c);
    return (c >= 'a' && c <= 'z') || fc_is_digit(c);
}

/* "\rarr{}", "\alpha": a character by its name, which mostly is HTML's. */
static size_t take_entity(fc_docs *d, fc_str s, size_t at)
{
    enum { LONGEST = 32 };
    fc_str rest = fc_str_sub(s, at + 1, s.n);
    char name[LONGEST + 2] = "&", out[8];
    size_t n = 0, out_n;
    while (n < rest.n && n < LONGEST && is_word(rest.p[n]))
        n++;
    bool closed = fc_str_starts(fc_str_sub(rest, n, rest.n), FC_STR("{}"));
    bool path = at && !closed &&
                (is_word(s.p[at - 1]) || strchr(":\\/", s.p[at - 1]));
    bool command = !closed && n < rest.n && rest.p[n] == '{';
    if (!n || n == LONGEST || path || command)
        return 0;
    memcpy(name + 1, rest.p, n);
    name[n + 1] = ';';
    if (fc_entity_decode((fc_str){ name, n + 2 }, false, out, &out_n) != n + 2)
        return 0;
    fc_md_exact(&d->md, (fc_str){ out, out_n });
    return 1 + n + (closed ? 2 : 0);
}

static size_t special(fc_docs *d, fc_str s, size_t at)
{
    fc_str rest = fc_str_sub(s, at, s.n);
    if (s.p[at] == '\\')
        return take_entity(d, s, at);
    if (fc_str_starts(rest, FC_STR("{{{")))
        return take_macro(d, s, at);
    if (fc_str_starts(rest, FC_STR("@@")))
        return take_snippet(s, at);
    if (fc_str_starts(rest, FC_STR("[[")))
        return take_link(d, s, at);
    return fc_str_starts(rest, FC_STR("[fn:")) ? take_note(d, s, at) : 0;
}

void fc_org_marks(fc_docs *d)
{
    static const fc_docs_mark marks[] = {
        { "$$", "$$", FC_DOCS_DISPLAY, true }, { "\\[", "\\]", FC_DOCS_DISPLAY, true },
        { "\\(", "\\)", FC_DOCS_TEX, true },   { "$", "$", FC_DOCS_TEX, false },
        { "=", "=", FC_DOCS_CODE, false },     { "~", "~", FC_DOCS_CODE, false },
        { "*", "*", FC_DOCS_EMPHASIS, false }, { "/", "/", FC_DOCS_EMPHASIS, false },
        { "_", "_", FC_DOCS_EMPHASIS, false }, { "+", "+", FC_DOCS_EMPHASIS, false },
    };
    d->mark = marks;
    d->marks = sizeof marks / sizeof *marks;
    d->special = special;
    d->special_at = "[{@\\";
}
