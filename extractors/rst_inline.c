/* rst_inline.c - running text of reStructuredText: roles, references, notes. See
 * docs.h. */
#include "base/str.h"
#include "extractors/rst.h"
#include "extractors/tex.h"

size_t fc_rst_note(fc_str s, fc_str *label)
{
    size_t n = 1;
    if (s.n < 3 || s.p[0] != '[')
        return 0;
    n += s.p[1] == '#' || s.p[1] == '*';
    size_t from = n;
    while (n < s.n && n < 60 && s.p[n] &&
           (fc_is_alnum(s.p[n]) || strchr("-_.+:", s.p[n])))
        n++;
    if (n >= s.n || s.p[n] != ']' || n == 1)
        return 0;
    *label = from < n ? fc_str_sub(s, from, n) : fc_str_sub(s, 1, n);
    return n + 1;
}

/* "Title <target>" is its title; "~pkg.name" its last part; "!name" no link. */
static fc_str shown(fc_str s, fc_str *target)
{
    size_t open = fc_str_findc(s, '<');
    *target = (fc_str){ "", 0 };
    if (open && open < s.n && s.p[s.n - 1] == '>') {
        *target = fc_str_sub(s, open + 1, s.n - 1);
        return fc_str_trim(fc_str_sub(s, 0, open));
    }
    if (s.n && s.p[0] == '!')
        return fc_str_sub(s, 1, s.n);
    if (s.n && s.p[0] == '~') {
        size_t at = s.n;
        while (at > 1 && s.p[at - 1] != '.')
            at--;
        return fc_str_sub(s, at, s.n);
    }
    return s;
}

static void write_code(fc_docs *d, fc_str s)
{
    fc_md_code_open(&d->md);
    fc_md_exact(&d->md, s);
    fc_md_code_close(&d->md);
}

void fc_rst_role(fc_docs *d, fc_str role, fc_str s)
{
    static const char *const code[] = {
        "code",   "samp", "file",    "command", "envvar",
        "option", "kbd",  "program", "literal", "makevar"
    };
    fc_str target;
    if (fc_str_is(role, "math")) {
        fc_md_tex(&d->md, s, false);
        return;
    }
    if (fc_str_is(role, "sup") || fc_str_is(role, "superscript") ||
        fc_str_is(role, "sub") || fc_str_is(role, "subscript")) {
        fc_md_script(&d->md, s, fc_str_starts(role, FC_STR("sup")));
        return;
    }
    s = shown(s, &target);
    for (size_t i = 0; i < sizeof code / sizeof *code; i++)
        if (fc_str_is(role, code[i]) && fc_str_findc(s, '\n') == s.n) {
            write_code(d, s);
            return;
        }
    fc_md_text(&d->md, s);
}

/* The default role is math in some manuals (SymPy's): is a command in it that formulas
 * have, and paths of Windows have not? */
static bool is_tex(fc_str s)
{
    for (size_t i = 0; i + 2 < s.n; i++) {
        size_t to = i + 1;
        while (s.p[i] == '\\' && to < s.n && fc_is_letter(s.p[to]))
            to++;
        if (to > i + 2 && fc_tex_standard(fc_str_sub(s, i + 1, to)))
            return true;
    }
    return false;
}

/* `text`, `text <address>`_, :role:`text` whose backquote is at `tick`: bytes from
 * `at` on. */
static size_t take_interpreted(fc_docs *d, fc_str s, size_t at, size_t tick, fc_str role)
{
    fc_str rest = fc_str_sub(s, tick + 1, s.n), target;
    size_t end = fc_str_findc(rest, '`');
    if (end == rest.n || !end || fc_is_space(rest.p[0]))
        return 0;
    fc_str inside = fc_str_sub(rest, 0, end);
    size_t to = tick + end + 2;
    size_t bars = 0;
    while (bars < 2 && to + bars < s.n && s.p[to + bars] == '_')
        bars++;
    if (role.n || !bars) {
        bool tex = !role.n && is_tex(inside);
        fc_rst_role(d, tex ? FC_STR("math") : role, inside);
        return to - at;
    }
    fc_str text = shown(inside, &target);
    fc_docs_link(d, text, target);
    return to + bars - at;
}

static size_t take_role(fc_docs *d, fc_str s, size_t at)
{
    size_t n = at + 1;
    if (at && fc_is_alnum(s.p[at - 1]))
        return 0;
    while (n < s.n && n - at < 40 && (fc_is_alnum(s.p[n]) || strchr("-+._:", s.p[n])) &&
           s.p[n])
        n++;
    if (n - at < 3 || n >= s.n || s.p[n] != '`' || s.p[n - 1] != ':')
        return 0;
    fc_str role = fc_str_sub(s, at + 1, n - 1);
    for (size_t i = role.n; i-- > 0;) /* a domain stands before the role */
        if (role.p[i] == ':') {
            role = fc_str_sub(role, i + 1, role.n);
            break;
        }
    return take_interpreted(d, s, at, n, role);
}

static size_t special(fc_docs *d, fc_str s, size_t at)
{
    fc_str label;
    char before = at ? s.p[at - 1] : ' ';
    size_t n;
    switch (s.p[at]) {
    case '\\': /* before a blank: both are nothing */
        return at + 1 < s.n && fc_is_space(s.p[at + 1]) ? 2 : 0;
    case ':':
        return take_role(d, s, at);
    case '`':
        if (at + 1 < s.n && s.p[at + 1] == '`')
            return 0;
        return fc_is_alnum(before) ? 0
                                   : take_interpreted(d, s, at, at, (fc_str){ "", 0 });
    case '[':
        n = fc_rst_note(fc_str_sub(s, at, s.n), &label);
        if (!n || at + n >= s.n || s.p[at + n] != '_')
            return 0;
        fc_md_exact(&d->md, FC_STR("[^"));
        fc_md_exact(&d->md, label);
        fc_md_exact(&d->md, FC_STR("]"));
        return n + 1;
    default: /* "name_": a reference */
        n = at + 1 + (at + 1 < s.n && s.p[at + 1] == '_');
        return fc_is_alnum(before) &&
                       (n >= s.n || (!fc_is_alnum(s.p[n]) && s.p[n] != '_'))
                   ? n - at
                   : 0;
    }
}

void fc_rst_marks(fc_docs *d)
{
    static const fc_docs_mark marks[] = {
        { "``", "``", FC_DOCS_CODE, false },
        { "**", "**", FC_DOCS_EMPHASIS, false },
        { "*", "*", FC_DOCS_EMPHASIS, false },
    };
    d->mark = marks;
    d->marks = sizeof marks / sizeof *marks;
    d->escape = '\\';
    d->special = special;
    d->special_at = ":`[_\\";
}
