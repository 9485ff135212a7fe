/* asciidoc_inline.c - running text of AsciiDoc: macros, references, attributes. See
 * docs.h. */
#include "base/str.h"
#include "extractors/asciidoc.h"
#include "extractors/asciimath.h"

enum { MOST_INSIDE = 2000, LONGEST_NAME = 62 };

static fc_str value_of(const fc_asciidoc_names *names, fc_str name)
{
    for (unsigned i = 0; i < names->n; i++)
        if (fc_str_eq(names->name[i], name))
            return names->value[i];
    return (fc_str){ NULL, 0 };
}

/* With the values of the names in it that are known by now. */
static fc_str expand(const fc_asciidoc_names *names, fc_str value, fc_arena *a)
{
    fc_text t = { .a = a };
    size_t from = 0, open = fc_str_findc(value, '{');
    if (open == value.n)
        return value;
    for (; open < value.n; open++) {
        fc_str rest = fc_str_sub(value, open + 1, value.n);
        size_t end = fc_str_findc(fc_str_sub(rest, 0, LONGEST_NAME), '}');
        if (value.p[open] != '{' || end == LONGEST_NAME || end == rest.n)
            continue;
        fc_str known = value_of(names, fc_str_sub(rest, 0, end));
        if (!known.p)
            continue;
        if (t.n + known.n > MOST_INSIDE)
            return value;
        fc_text_add(&t, value.p + from, open - from);
        fc_text_add(&t, known.p, known.n);
        open += end + 1;
        from = open + 1;
    }
    fc_text_add(&t, value.p + from, value.n - from);
    return (fc_str){ t.p, t.n };
}

void fc_asciidoc_define(fc_asciidoc_names *names, fc_str name, fc_str value, fc_arena *a)
{
    unsigned i = 0;
    while (i < names->n && !fc_str_eq(names->name[i], name))
        i++;
    if (i == FC_ASCIIDOC_NAMES)
        return;
    names->name[i] = name;
    names->value[i] = expand(names, value, a);
    names->n += i == names->n;
}

bool fc_asciidoc_latex(const fc_asciidoc_names *names)
{
    return fc_str_is(value_of(names, FC_STR("stem")), "latexmath") ||
           fc_str_is(value_of(names, FC_STR("stem")), "tex");
}

fc_str fc_asciidoc_tex(fc_str ascii, fc_arena *a)
{
    return fc_asciimath_tex(ascii, a);
}

/* "...]" at `at`: what is before the bracket; p is NULL when there is none nearby. Within
 * formulas brackets are in pairs or have a backslash before them. */
static fc_str up_to_bracket(fc_str s, size_t at)
{
    size_t end = s.n - at < MOST_INSIDE ? s.n : at + MOST_INSIDE;
    unsigned depth = 0;
    for (size_t i = at; i < end; i++) {
        if (s.p[i] == '\\')
            i++;
        else if (s.p[i] == '[')
            depth++;
        else if (s.p[i] == ']' && depth-- == 0)
            return fc_str_sub(s, at, i);
    }
    return (fc_str){ NULL, 0 };
}

typedef enum macro_kind { LINK, TEXT, CODE, STEM, TEX, ASCII, NOTE, NONE } macro_kind;

typedef struct macro {
    const char *name;
    macro_kind kind;
} macro;

static const macro macros[] = {
    { "link:", LINK },   { "xref:", LINK },      { "mailto:", LINK },
    { "stem:", STEM },   { "latexmath:", TEX },  { "asciimath:", ASCII },
    { "kbd:", CODE },    { "btn:", TEXT },       { "menu:", TEXT },
    { "pass:", TEXT },   { "footnote:", NOTE },  { "image:", NONE },
    { "icon:", NONE },   { "indexterm:", NONE }, { "indexterm2:", TEXT },
    { "anchor:", NONE }, { "http://", LINK },    { "https://", LINK },
};

/* A formula may end at "\]" no more than at a bracket within one. */
static void write_macro(fc_docs *d, macro_kind kind, fc_str target, fc_str inside)
{
    fc_md *m = &d->md;
    fc_asciidoc_names *names = d->own;
    size_t comma = fc_str_findc(inside, ','), quoted = inside.n;
    if (inside.n && inside.p[0] == '"')
        quoted = 1 + fc_str_findc(fc_str_sub(inside, 1, inside.n), '"');
    switch (kind) {
    case STEM:
    case TEX:
    case ASCII: {
        bool ascii = kind == ASCII || (kind == STEM && !fc_asciidoc_latex(d->own));
        fc_md_tex(m, ascii ? fc_asciidoc_tex(inside, d->a) : inside, false);
        break;
    }
    case LINK:
        if (quoted < inside.n)
            inside = fc_str_sub(inside, 1, quoted);
        else if (comma < inside.n &&
                 fc_str_findc(fc_str_sub(inside, comma, inside.n), '=') < inside.n)
            inside.n = comma;   /* ", window=_blank" */
        if (fc_str_ends(inside, FC_STR("^")))
            inside.n--;         /* the same in short */
        fc_docs_link(d, inside, target);
        break;
    case CODE:
        fc_md_code_open(m);
        fc_md_exact(m, inside);
        fc_md_code_close(m);
        break;
    case NOTE:
        if (names->in_note)
            break; /* none within another */
        fc_md_text(m, FC_STR(" ("));
        names->in_note = true;
        fc_docs_inline(d, inside);
        names->in_note = false;
        fc_md_text(m, FC_STR(")"));
        break;
    case TEXT:
        fc_md_text(m, inside);
        break;
    case NONE:
        break;
    }
}

/* "name:target[inside]": bytes taken. */
static size_t take_macro(fc_docs *d, fc_str s, size_t at)
{
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++) {
        fc_str name = fc_str_of(macros[i].name);
        if (s.p[at] != name.p[0] || !fc_str_starts(fc_str_sub(s, at, s.n), name))
            continue;
        bool web = name.p[name.n - 1] == '/';
        size_t from = at + name.n, open = from;
        while (open < s.n && open - from < MOST_INSIDE && s.p[open] != '[' &&
               !fc_is_space(s.p[open]))
            open++;
        if (open >= s.n || s.p[open] != '[' || (web && open == from))
            return 0;
        fc_str inside = up_to_bracket(s, open + 1);
        if (!inside.p)
            return 0;
        write_macro(d, macros[i].kind, fc_str_sub(s, web ? at : from, open), inside);
        return (size_t)(inside.p + inside.n + 1 - (s.p + at));
    }
    return 0;
}

/* "<<id,text>>" */
static size_t take_reference(fc_docs *d, fc_str s, size_t at)
{
    fc_str rest = fc_str_sub(s, at + 2, at + MOST_INSIDE);
    size_t end = fc_str_find(rest, FC_STR(">>"));
    if (!fc_str_starts(fc_str_sub(s, at, s.n), FC_STR("<<")) || end == rest.n)
        return 0;
    fc_str inside = fc_str_sub(rest, 0, end);
    size_t comma = fc_str_findc(inside, ',');
    fc_md_text(&d->md, comma < inside.n
                           ? fc_str_trim(fc_str_sub(inside, comma + 1, inside.n))
                           : inside);
    return end + 4;
}

/* "((term))" is its text, "(((a, b)))" is none; "[[id]]" and "[.role]#" are no text. */
static size_t take_brackets(fc_docs *d, fc_str s, size_t at)
{
    fc_str rest = fc_str_sub(s, at, at + MOST_INSIDE);
    if (fc_str_starts(rest, FC_STR("(((")) || fc_str_starts(rest, FC_STR("[["))) {
        fc_str close = rest.p[0] == '(' ? FC_STR(")))") : FC_STR("]]");
        size_t end = fc_str_find(rest, close);
        return end < rest.n ? end + close.n : 0;
    }
    if (fc_str_starts(rest, FC_STR("(("))) {
        size_t end = fc_str_find(rest, FC_STR("))"));
        if (end == rest.n)
            return 0;
        fc_md_text(&d->md, fc_str_sub(rest, 2, end));
        return end + 2;
    }
    size_t end = fc_str_find(rest, FC_STR("]#"));
    bool role = rest.n > 2 && rest.p[0] == '[' && !fc_is_digit(rest.p[1]) &&
                end < rest.n && fc_str_findc(fc_str_sub(rest, 0, end), ' ') == end;
    return role ? end + 1 : 0;
}

/* "{site}/path[text]", where the attribute, which may be told in another file, is an
 * address: `from` is behind it. */
static size_t take_address(fc_docs *d, fc_str s, size_t at, size_t from)
{
    size_t open = from;
    while (open < s.n && open - from < MOST_INSIDE && s.p[open] != '[' &&
           !fc_is_space(s.p[open]))
        open++;
    bool path = open < s.n && s.p[open] == '[' &&
                (open == from || s.p[from] == '/' || s.p[from] == '#');
    fc_str inside = path ? up_to_bracket(s, open + 1) : (fc_str){ NULL, 0 };
    if (!inside.n)
        return 0;
    write_macro(d, LINK, fc_str_sub(s, at, open), inside);
    return (size_t)(inside.p + inside.n + 1 - (s.p + at));
}

static size_t take_attribute(fc_docs *d, fc_str s, size_t at)
{
    static const fc_asciidoc_names known = { { { "nbsp", 4 },
                                               { "amp", 3 },
                                               { "lt", 2 },
                                               { "gt", 2 },
                                               { "plus", 4 },
                                               { "empty", 5 },
                                               { "sp", 2 },
                                               { "cpp", 3 },
                                               { "asterisk", 8 },
                                               { "vbar", 4 },
                                               { "blank", 5 } },
                                             { { " ", 1 },
                                               { "&amp;", 5 },
                                               { "<", 1 },
                                               { ">", 1 },
                                               { "+", 1 },
                                               { "", 0 },
                                               { " ", 1 },
                                               { "C++", 3 },
                                               { "*", 1 },
                                               { "|", 1 },
                                               { "", 0 } },
                                             11,
                                             false };
    fc_str rest = fc_str_sub(s, at + 1, at + 2 + LONGEST_NAME);
    size_t end = fc_str_findc(rest, '}');
    if (end == rest.n)
        return 0;
    fc_str name = fc_str_sub(rest, 0, end), value = value_of(d->own, name);
    if (!value.p)
        value = value_of(&known, name);
    bool address = !value.p || fc_str_starts(value, FC_STR("http"));
    size_t n = address ? take_address(d, s, at, at + end + 2) : 0;
    if (n || !value.p)
        return n;
    fc_md_text(&d->md, value);
    return end + 2;
}

static size_t special(fc_docs *d, fc_str s, size_t at)
{
    char before = at ? s.p[at - 1] : ' ';
    switch (s.p[at]) {
    case '{': return take_attribute(d, s, at);
    case '<': return take_reference(d, s, at);
    case '(':
    case '[': return take_brackets(d, s, at);
    case '+': /* a line that ends by hand */
        if (before != ' ' || at + 1 >= s.n || s.p[at + 1] != '\n')
            return 0;
        fc_md_line(&d->md);
        return 2;
    default:
        return fc_is_letter(before) ? 0
                   : take_macro(d, s, at);
    }
}

void fc_asciidoc_marks(fc_docs *d, fc_asciidoc_names *names)
{
    static const fc_docs_mark marks[] = {
        { "`+", "+`", FC_DOCS_CODE, false },     { "``", "``", FC_DOCS_CODE, true },
        { "`", "`", FC_DOCS_CODE, false },       { "**", "**", FC_DOCS_EMPHASIS, true },
        { "__", "__", FC_DOCS_EMPHASIS, true },  { "##", "##", FC_DOCS_EMPHASIS, true },
        { "*", "*", FC_DOCS_EMPHASIS, false },   { "_", "_", FC_DOCS_EMPHASIS, false },
        { "#", "#", FC_DOCS_EMPHASIS, false },   { "^", "^", FC_DOCS_SUPER, true },
        { "~", "~", FC_DOCS_SUB, true },
    };
    d->mark = marks;
    d->marks = sizeof marks / sizeof *marks;
    d->escape = '\\';
    d->special = special;
    d->special_at = "{<([+lxmsaikbpfh";
    d->own = names;
}
