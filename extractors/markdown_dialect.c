/* markdown_dialect.c - see markdown_dialect.h. */
#include "extractors/markdown_dialect.h"

enum { MOST_TAG = 400, MOST_NAME = 40 };

static bool is_word(char c)
{
    return fc_is_alnum(c) || c == '-' || c == '_';
}

static size_t word(fc_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && is_word(s.p[at + n]))
        n++;
    return n;
}

/* ----------------------------------------------------------------------------- fences */

/* What is said by name; others with colons are FC_FENCE_DIV, with backquotes code. */
static int what_of(fc_str name)
{
    static const struct {
        const char *name;
        int what;
    } rows[] = {
        { "abstract", FC_FENCE_BOX },      { "admonition", FC_FENCE_BOX },
        { "attention", FC_FENCE_BOX },     { "automodule", FC_FENCE_SKIP },
        { "autosummary", FC_FENCE_SKIP },  { "bibliography", FC_FENCE_SKIP },
        { "card", FC_FENCE_DIV },          { "caution", FC_FENCE_BOX },
        { "code", FC_FENCE_CODE },         { "code-block", FC_FENCE_CODE },
        { "code-cell", FC_FENCE_CODE },    { "contents", FC_FENCE_SKIP },
        { "danger", FC_FENCE_BOX },        { "deprecated", FC_FENCE_BOX },
        { "details", FC_FENCE_DIV },       { "dropdown", FC_FENCE_DIV },
        { "epigraph", FC_FENCE_BOX },      { "error", FC_FENCE_BOX },
        { "eval-rst", FC_FENCE_SKIP },     { "example", FC_FENCE_BOX },
        { "exercise", FC_FENCE_BOX },      { "figure", FC_FENCE_DIV },
        { "grid", FC_FENCE_DIV },          { "grid-item", FC_FENCE_DIV },
        { "grid-item-card", FC_FENCE_DIV }, { "hint", FC_FENCE_BOX },
        { "image", FC_FENCE_SKIP },        { "important", FC_FENCE_BOX },
        { "include", FC_FENCE_SKIP },      { "index", FC_FENCE_SKIP },
        { "info", FC_FENCE_BOX },          { "literalinclude", FC_FENCE_SKIP },
        { "margin", FC_FENCE_DIV },        { "math", FC_FENCE_TEX },
        { "note", FC_FENCE_BOX },          { "question", FC_FENCE_BOX },
        { "quote", FC_FENCE_BOX },         { "raw", FC_FENCE_SKIP },
        { "seealso", FC_FENCE_BOX },       { "sidebar", FC_FENCE_DIV },
        { "solution", FC_FENCE_BOX },      { "sourcecode", FC_FENCE_CODE },
        { "success", FC_FENCE_BOX },       { "tab-item", FC_FENCE_DIV },
        { "tab-set", FC_FENCE_DIV },       { "tableofcontents", FC_FENCE_SKIP },
        { "tip", FC_FENCE_BOX },           { "toctree", FC_FENCE_SKIP },
        { "todo", FC_FENCE_BOX },          { "topic", FC_FENCE_BOX },
        { "versionadded", FC_FENCE_BOX },  { "versionchanged", FC_FENCE_BOX },
        { "warning", FC_FENCE_BOX },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (fc_str_ieq(name, fc_str_of(rows[i].name)))
            return rows[i].what;
    return -1;
}

/* "{name}", "{.class #id}", "{r, echo=FALSE}", or "name" for colons; *s moves behind. */
static bool take_name(fc_str *s, bool colons, bool *braces, fc_str *name)
{
    size_t end = fc_str_findc(*s, '}');
    *braces = s->n && s->p[0] == '{' && end < s->n;
    size_t at = *braces;
    if (at < s->n && *braces && s->p[at] == '.')
        at++;
    size_t n = word(*s, at);
    if (!(n || (*braces && colons)) || (!*braces && !colons))
        return false;
    *name = fc_str_sub(*s, at, at + n);
    if (at + n < s->n && s->p[at + n] == ':' && *braces) /* "prf:theorem" */
        *name = fc_str_sub(*s, at + n + 1, at + n + 1 + word(*s, at + n + 1));
    *s = fc_str_sub(*s, *braces ? end + 1 : at + n, s->n);
    return true;
}

/* "Title", "[Title]", also with colons that close nothing behind it. */
static fc_str title_of(fc_str s)
{
    s = fc_str_trim(s);
    while (s.n && s.p[s.n - 1] == ':')
        s.n--;
    s = fc_str_trim(s);
    if (s.n > 1 && s.p[0] == '[' && s.p[s.n - 1] == ']')
        s = fc_str_sub(s, 1, s.n - 1);
    return s.n && s.p[0] == '{' ? (fc_str){ "", 0 } : s;
}

/* Of the others what is behind the name is a path, or a number of columns. */
static bool has_title(fc_str name)
{
    static const char *const names[] = { "card",     "details",        "dropdown",
                                         "tab-item", "grid-item-card", "sidebar" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_ieq(name, fc_str_of(names[i])))
            return true;
    return false;
}

bool fc_markdown_directive(fc_str line, fc_markdown_fence *f)
{
    char c = line.n ? line.p[0] : 0;
    size_t n = fc_str_run(line, c);
    bool braces;
    fc_str name;
    if (n < 3 || (c != ':' && c != '`' && c != '~'))
        return false;
    fc_str rest = fc_str_trim(fc_str_sub(line, n, line.n));
    if (!take_name(&rest, c == ':', &braces, &name))
        return false;
    if (fc_str_starts(name, FC_STR("callout-")))
        name = fc_str_sub(name, 8, name.n);
    int what = what_of(name);
    if (c == ':' && !braces && (what == FC_FENCE_CODE || what == FC_FENCE_SKIP))
        what = FC_FENCE_DIV;
    bool known = what >= 0;
    *f = (fc_markdown_fence){ .c = c, .n = n, .kind = name, .language = name };
    f->what = known ? what : c == ':' ? FC_FENCE_DIV : FC_FENCE_CODE;
    if (f->what == FC_FENCE_CODE && known)
        f->language = fc_str_sub(fc_str_trim(rest), 0, word(fc_str_trim(rest), 0));
    else if (f->what == FC_FENCE_BOX || has_title(name))
        f->title = title_of(rest);
    return true;
}

size_t fc_markdown_fence_end(fc_str line, char c)
{
    size_t n = fc_str_run(line, c);
    return n >= 3 && n == line.n ? n : 0;
}

bool fc_markdown_is_option(fc_str s)
{
    size_t n = s.n && s.p[0] == ':' ? word(s, 1) : 0;
    return n && n + 1 < s.n && s.p[n + 1] == ':' && (n + 2 == s.n || s.p[n + 2] == ' ');
}

/* -------------------------------------------------------------------------- commands */

bool fc_markdown_is_command(fc_str s)
{
    static const char *const whole[] = { "[TOC]", "[[TOC]]", "[[_TOC_]]", "{:toc}" };
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (fc_str_ieq(s, fc_str_of(whole[i])))
            return true;
    if (fc_str_starts(s, FC_STR("--8<--")))
        return true;
    size_t n = 1;
    while (n < s.n && (is_word(s.p[n]) || memchr(":./", s.p[n], 3)))
        n++;
    return n > 1 && s.p[0] == '(' && fc_str_is(fc_str_sub(s, n, s.n), ")=");
}

bool fc_markdown_is_script(fc_str s)
{
    bool from = s.n > 7 && fc_str_starts(s, FC_STR("import ")) &&
                (fc_str_find(s, FC_STR(" from ")) < s.n || s.p[7] == '{' ||
                 s.p[7] == '\'' || s.p[7] == '"');
    return from || fc_str_starts(s, FC_STR("export const ")) ||
           fc_str_starts(s, FC_STR("export default ")) ||
           fc_str_starts(s, FC_STR("export function ")) ||
           fc_str_starts(s, FC_STR("export {"));
}

bool fc_markdown_highlight(fc_str s, fc_str *language)
{
    static const char *const begins[] = { "{% highlight ", "{{< highlight ",
                                          "{{% highlight " };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        fc_str begin = fc_str_of(begins[i]);
        if (!fc_str_starts(s, begin))
            continue;
        s = fc_str_trim(fc_str_sub(s, begin.n, s.n));
        if (s.n && s.p[0] == '"')
            s = fc_str_sub(s, 1, s.n);
        *language = fc_str_sub(s, 0, word(s, 0));
        return true;
    }
    return false;
}

bool fc_markdown_highlight_end(fc_str s)
{
    return fc_str_find(s, FC_STR("{% endhighlight")) < s.n ||
           fc_str_find(s, FC_STR("{{< /highlight")) < s.n ||
           fc_str_find(s, FC_STR("{{% /highlight")) < s.n;
}

/* ----------------------------------------------------------------------- running text */

/* Behind an element, or alone behind the text. */
static bool has_owner(fc_str s, size_t at, size_t end)
{
    bool last = !fc_str_trim(fc_str_sub(s, end, s.n)).n;
    return last || (at && memchr(")]`*_>:", s.p[at - 1], 7));
}

/* Inside of braces: ".class", "#id", "key=value", in any number. */
static bool is_attributes(fc_str s)
{
    size_t n = 0;
    for (fc_str one; fc_str_split(&s, ' ', &one);) {
        if (!one.n)
            continue;
        size_t name = word(one, one.p[0] == '.' || one.p[0] == '#');
        bool value = name < one.n && one.p[name] == '=';
        if (!(n++) && (!name || (one.p[0] != '.' && one.p[0] != '#' && !value)))
            return false;
    }
    return n > 0;
}

size_t fc_markdown_brace(fc_str s, size_t at)
{
    static const struct {
        const char *open, *close;
    } pairs[] = { { "{%", "%}" }, { "{{", "}}" }, { "{/*", "*/}" } };
    fc_str rest = fc_str_sub(s, at, at + MOST_TAG < s.n ? at + MOST_TAG : s.n);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fc_str close = fc_str_of(pairs[i].close);
        if (!fc_str_starts(rest, fc_str_of(pairs[i].open)))
            continue;
        size_t end = fc_str_find(rest, close);
        return end < rest.n ? end + close.n : 0;
    }
    size_t end = fc_str_findc(rest, '}');
    fc_str inside = fc_str_sub(rest, 1, end);
    if (end == rest.n || !inside.n)
        return 0;
    if (inside.p[0] == ':')
        return inside.n > 1 && fc_str_find(inside, FC_STR("=>")) == inside.n ? end + 1
                                                                             : 0;
    return is_attributes(inside) && has_owner(s, at, at + end + 1) ? end + 1 : 0;
}

size_t fc_markdown_role(fc_str s, size_t at, fc_str *name)
{
    size_t n = at + 1;
    while (n < s.n && n < at + MOST_NAME && (is_word(s.p[n]) || s.p[n] == ':'))
        n++;
    if (n == at + 1 || n + 1 >= s.n || s.p[n] != '}' || s.p[n + 1] != '`')
        return 0;
    *name = fc_str_sub(s, at + 1, n);
    return n + 1 - at;
}

size_t fc_markdown_icon(fc_str s, size_t at)
{
    static const char *const sets[] = { ":material-", ":octicons-", ":fontawesome-",
                                        ":simple-" };
    fc_str rest = fc_str_sub(s, at, s.n);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        size_t n = strlen(sets[i]);
        if (!fc_str_starts(rest, fc_str_of(sets[i])))
            continue;
        n += word(rest, n);
        return n < rest.n && rest.p[n] == ':' ? n + 1 : 0;
    }
    return 0;
}
