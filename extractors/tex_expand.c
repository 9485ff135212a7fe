/* tex_expand.c - macros: the table of them, their arguments, expansion; \input. See
 * tex.h. */
#include "extractors/tex.h"

#include "base/hash.h"

/* ---------------------------------------------------------------- the table of macros */

static unsigned slot_of(fc_str name)
{
    return (unsigned)(fc_hash3(name.p, name.n) % FC_TEX_HASH);
}

static fc_tex_macro *find_in(const fc_tex *t, unsigned slot, fc_str name)
{
    for (fc_tex_macro *m = t->macro[slot]; m; m = m->next)
        if (fc_str_eq(m->name, name))
            return m;
    return NULL;
}

fc_tex_macro *fc_tex_macro_find(const fc_tex *t, fc_str name)
{
    return find_in(t, slot_of(name), name);
}

fc_tex_macro *fc_tex_define(fc_tex *t, fc_str name)
{
    fc_tex_macro *m = fc_tex_macro_find(t, name);
    if (m) {
        fc_tex_macro *next = m->next;
        memset(m, 0, sizeof *m);
        m->next = next;
    } else {
        m = FC_NEW(t->a, fc_tex_macro);
        m->next = t->macro[slot_of(name)];
        t->macro[slot_of(name)] = m;
    }
    m->name = name;
    return m;
}
/* ---------------------------------------------------------------- expansion */

/* An argument that ends where `after` begins, outside of braces. */
static fc_str delimited_arg(fc_tex *t, fc_str after)
{
    struct fc_tex_frame *f = t->frames ? &t->frame[t->frames - 1] : NULL;
    unsigned depth = 0;
    for (const char *p = f ? f->p : NULL; f && p < f->e; p++) {
        if (!depth && fc_str_starts((fc_str){ p, (size_t)(f->e - p) }, after)) {
            fc_str s = { f->p, (size_t)(p - f->p) };
            f->p = p + after.n;
            return s;
        }
        if (*p == '\\' && p + 1 < f->e)
            p++;
        else if (*p == '{')
            depth++;
        else if (*p == '}' && depth-- == 0)
            break;
    }
    return fc_tex_arg(t);
}

fc_str fc_tex_braced(fc_str *s)
{
    unsigned depth = 0;
    *s = fc_str_trim(*s);
    for (size_t i = 0; i < s->n && (i || s->p[0] == '{'); i++) {
        depth += s->p[i] == '{';
        if (s->p[i] == '}' && --depth == 0) {
            fc_str inner = fc_str_sub(*s, 1, i);
            *s = fc_str_sub(*s, i + 1, s->n);
            return inner;
        }
    }
    return FC_STR("");
}

/* A character of a specification, perhaps in braces: "/", "{/}". */
static char spec_character(fc_str *spec, char otherwise)
{
    *spec = fc_str_trim(*spec);
    if (!spec->n)
        return otherwise;
    fc_str s = spec->p[0] == '{' ? fc_tex_braced(spec) : fc_str_sub(*spec, 0, 1);
    if (s.n && s.p == spec->p)
        *spec = fc_str_sub(*spec, 1, spec->n);
    return s.n ? s.p[0] : otherwise;
}

/* "e{^_}": an argument for each of these characters, in any order. */
static unsigned embellishments(fc_tex *t, fc_str which, fc_str *arg, unsigned left)
{
    unsigned n = which.n < left ? (unsigned)which.n : left;
    for (unsigned i = 0; i < n; i++)
        arg[i] = FC_STR(FC_TEX_NO_VALUE);
    for (;;) {
        unsigned i = 0;
        int c = fc_tex_peek(t);
        while (i < n && (c != which.p[i] || !fc_str_is(arg[i], FC_TEX_NO_VALUE)))
            i++;
        if (i == n)
            break;
        t->frame[t->frames - 1].p++;
        arg[i] = fc_tex_arg(t);
    }
    return n;
}

/* One argument of \NewDocumentCommand: the kind was read, what belongs to it is cut of
 * the specification. */
static fc_str specified_arg(fc_tex *t, char kind, fc_str *spec)
{
    char low = (char)(kind | 32), open = low == 'g' ? '{' : '[';
    char close = low == 'g' ? '}' : ']';
    fc_str s, preset = FC_STR(FC_TEX_NO_VALUE);
    if (low == 'd' || low == 'r' || low == 't') {
        open = spec_character(spec, '(');
        close = low == 't' ? '\0' : spec_character(spec, ')');
    }
    if (kind == 'O' || kind == 'D' || kind == 'R' || kind == 'G')
        preset = fc_tex_braced(spec);
    switch (low) {
    case 's':
        return fc_tex_star(t) ? FC_STR("\\BooleanTrue ") : FC_STR("\\BooleanFalse ");
    case 't':
        if (fc_tex_peek(t) != open)
            return FC_STR("\\BooleanFalse ");
        t->frame[t->frames - 1].p++;
        return FC_STR("\\BooleanTrue ");
    case 'o': case 'd': case 'r': case 'g':
        return fc_tex_between(t, open, close, &s) ? s : preset;
    case 'b':
        return FC_STR("");
    default:
        return fc_tex_arg(t);
    }
}

static void read_specified(fc_tex *t, fc_str spec, fc_str *arg)
{
    for (unsigned i = 1; i < 10 && spec.n;) {
        char c = spec.p[0];
        spec = fc_str_sub(spec, 1, spec.n);
        if (c == '>' || c == '=') {
            fc_tex_braced(&spec); /* what is done to the argument */
        } else if (c == 'e' || c == 'E') {
            i += embellishments(t, fc_tex_braced(&spec), arg + i, 10 - i);
            if (c == 'E')
                fc_tex_braced(&spec); /* their presets */
        } else if (c != '+' && c != '!' && c != ' ' && c != '\n' && c != '\t') {
            arg[i++] = specified_arg(t, c, &spec);
        }
    }
}

static void read_args(fc_tex *t, const fc_tex_macro *m, fc_str *arg)
{
    if (m->after[0].n)
        delimited_arg(t, m->after[0]);
    for (unsigned i = 1; i <= m->args; i++) {
        if (i == 1 && m->optional) {
            if (!fc_tex_optional(t, &arg[1]))
                arg[1] = m->preset;
        } else if (m->after[i].n) {
            arg[i] = delimited_arg(t, m->after[i]);
        } else {
            arg[i] = fc_tex_arg(t);
        }
    }
    read_specified(t, m->spec, arg);
}

/* Does the name of a command end here, which a letter would make longer? */
static bool ends_name(const char *p, size_t n)
{
    size_t word = n;
    while (word && (fc_is_letter(p[word - 1]) || p[word - 1] == '@'))
        word--;
    return word && word < n && p[word - 1] == '\\' && p[n - 1] != '@';
}

static bool has_number(fc_str body, size_t i)
{
    return body.p[i] == '#' && i + 1 < body.n && body.p[i + 1] >= '1' &&
           body.p[i + 1] <= '9';
}

/* The body with the arguments in it. A name does not run into what comes next, whichever
 * of them it was in: "#1#2" of \mathfrak and x is "\mathfrak x". */
static fc_str substitute(fc_tex *t, fc_str body, const fc_str *arg)
{
    uint64_t n = body.n;
    for (size_t i = 0; i < body.n; i++)
        if (has_number(body, i))
            n += arg[body.p[i + 1] - '0'].n + 1;
    if (n > t->budget) {
        t->capped = true;
        return FC_STR("");
    }
    char *p = fc_alloc(t->a, n + 1), *o = p;
    bool name = false; /* what was written ends in one */
    for (size_t i = 0; i < body.n;) {
        size_t from = i;
        fc_str s;
        if (has_number(body, i)) {
            s = arg[body.p[i + 1] - '0'];
            i += 2;
        } else {
            bool twice = body.p[i] == '#' && i + 1 < body.n && body.p[i + 1] == '#';
            from += twice;
            i = from + 1;
            i += fc_str_findc(fc_str_sub(body, i, body.n), '#');
            s = fc_str_sub(body, from, i);
        }
        if (!s.n)
            continue;
        if (name && fc_is_letter(s.p[0]))
            *o++ = ' ';
        memcpy(o, s.p, s.n);
        o += s.n;
        name = ends_name(s.p, s.n);
    }
    return (fc_str){ p, (size_t)(o - p) };
}

/* Of a macro in what it has expanded to: what would never end is left out; a loop that
 * ends goes so far. */
enum { MOST_LEVELS = 150 };

/* Macros without arguments give back the blank that their name took: "\foo bar" of which
 * the body ends in a letter, or in the name of a command. */
static void expand(fc_tex *t, const fc_tex_macro *m)
{
    fc_str arg[10] = { { NULL, 0 } };
    unsigned level = t->level + 1;
    read_args(t, m, arg);
    if (level > MOST_LEVELS)
        return;
    fc_str s = m->args || m->spec.n ? substitute(t, m->body, arg) : m->body;
    int c = fc_tex_peek(t);
    /* a body that ends in "\name" must not run into the letter behind it */
    if (c >= 0 && fc_is_letter((char)c) && ends_name(s.p, s.n))
        s = fc_concat(t->a, (fc_str[]){ s, FC_STR(" ") }, 2);
    t->level = level;
    fc_tex_push(t, s);
}

void fc_tex_expand_named(fc_tex *t, fc_str name)
{
    const fc_tex_macro *m = fc_tex_macro_find(t, name);
    if (m && !t->capped)
        expand(t, m);
}

/* ---------------------------------------------------------------- files */

/* One within another is left as it stands. */
fc_str fc_tex_name(fc_tex *t, fc_str s)
{
    fc_text name = { .a = t->a };
    bool was = t->in_math;
    if (fc_str_findc(s, '\\') == s.n || t->naming)
        return fc_str_trim(s);
    fc_tex_saved saved = fc_tex_alone(t, s);
    t->naming = t->in_math = true; /* no ligatures */
    for (fc_tex_token tok; (tok = fc_tex_next(t)).kind != FC_TEX_END;)
        if (tok.kind == FC_TEX_TEXT || tok.kind == FC_TEX_SPACE)
            fc_text_add(&name, tok.s.p, tok.s.n);
    t->naming = false;
    t->in_math = was;
    fc_tex_again(t, saved);
    return fc_str_trim((fc_str){ name.n ? name.p : "", name.n });
}

/* "\input file", to the next blank. */
static fc_str bare_name(fc_tex *t)
{
    if (fc_tex_peek(t) < 0)
        return FC_STR("");
    struct fc_tex_frame *f = &t->frame[t->frames - 1];
    const char *from = f->p;
    while (f->p < f->e && !strchr(" \t\r\n%{}", *f->p))
        f->p++;
    return (fc_str){ from, (size_t)(f->p - from) };
}

static fc_tex_file *find_file(fc_tex *t, fc_str name)
{
    fc_tex_file *f = fc_tex_find(t->files, t->folder, fc_tex_name(t, name), "tex", t->a);
    if (f)
        fc_tex_use(t->files, f);
    t->missing += !f;
    return f;
}

static void read_file(fc_tex *t, fc_str name)
{
    const fc_tex_file *f = find_file(t, name);
    if (!f)
        return;
    fc_tex_push(t, FC_STR("\n"));
    fc_tex_push(t, f->text);
}

/* Read s of a file; what that reads is looked for in its folder. */
static void read_in_folder(fc_tex *t, const fc_tex_file *f, fc_str s)
{
    fc_str back[] = { FC_STR("\\fc@folder{"), t->folder, FC_STR("}\n") };
    if (fc_tex_push(t, fc_concat(t->a, back, 3)) && fc_tex_push(t, s))
        t->folder = fc_tex_folder(f->path);
}

/* \import{folder/}{name} */
static void import(fc_tex *t)
{
    fc_tex_star(t);
    fc_str folder = fc_tex_arg(t), name = fc_tex_arg(t);
    fc_str parts[] = { folder, FC_STR("/"), name };
    const fc_tex_file *f = find_file(t, fc_concat(t->a, parts, 3));
    if (f)
        read_in_folder(t, f, f->text);
}

/* Behind what \import has read. */
static void back_to_folder(fc_tex *t)
{
    t->folder = fc_tex_arg(t);
}

/* Between \begin{document} and \end{document} of a part that is a document of its own. */
static void subfile(fc_tex *t)
{
    const fc_tex_file *f = find_file(t, fc_tex_arg(t));
    if (!f)
        return;
    size_t from = fc_str_find(f->text, FC_STR("\\begin{document}"));
    size_t to = fc_str_find(f->text, FC_STR("\\end{document}"));
    from = from < f->text.n ? from + strlen("\\begin{document}") : 0;
    read_in_folder(t, f, fc_str_sub(f->text, from, to > from ? to : f->text.n));
}

/* ---------------------------------------------------------------- the next token */

static void input(fc_tex *t)
{
    read_file(t, fc_tex_peek(t) == '{' ? fc_tex_arg(t) : bare_name(t));
}

static void include(fc_tex *t)
{
    read_file(t, fc_tex_arg(t));
}

static void nothing(fc_tex *t)
{
    (void)t;
}

/* \csname name\endcsname, where it is used. */
static void named_command(fc_tex *t)
{
    if (!fc_tex_comes(t, FC_STR("\\endcsname"), 256))
        return;
    fc_str name = fc_str_trim(fc_tex_until(t, FC_STR("\\endcsname")));
    const fc_tex_macro *m = fc_tex_macro_find(t, name);
    if (m && !m->alias && !t->capped)
        expand(t, m);
}

enum { MOST_PROGRAMS = 1 << 16, LONGEST_BODY = 1 << 16 };

/* \fc@environ{name}{...}: up to \end{name} is \BODY, which that has. */
static void environ_body(fc_tex *t)
{
    fc_str name = fc_tex_arg(t), body = fc_tex_arg(t);
    fc_str parts[] = { FC_STR("\\end{"), name, FC_STR("}") };
    fc_str end = fc_concat(t->a, parts, 3);
    if (!fc_tex_comes(t, end, LONGEST_BODY))
        return;
    fc_tex_macro *m = fc_tex_define(t, FC_STR("BODY"));
    m->body = fc_str_trim(fc_tex_until(t, end));
    fc_tex_push(t, body);
}

/* Programs, and no text. */
static void programs(fc_tex *t)
{
    if (t->style || fc_tex_comes(t, FC_STR("\\ExplSyntaxOff"), MOST_PROGRAMS))
        fc_tex_until(t, FC_STR("\\ExplSyntaxOff"));
}

/* Commands that are gone once read, in the order of strcmp; beside those that define
 * (tex_define.c) or choose (tex_branch.c). */
static const struct primitive {
    const char *name;
    void (*read)(fc_tex *t);
} primitives[] = {
    { "ExplSyntaxOn", programs }, { "csname", named_command }, { "expandafter", nothing },
    { "fc@environ", environ_body }, { "fc@folder", back_to_folder },
    { "global", nothing }, { "import", import }, { "include", include },
    { "includefrom", import }, { "input", input }, { "inputfrom", import },
    { "long", nothing }, { "outer", nothing }, { "protect", nothing },
    { "relax", nothing }, { "subfile", subfile }, { "subfileinclude", subfile },
    { "subimport", import }, { "subincludefrom", import }, { "subinputfrom", import },
    { "unexpanded", nothing },
};

static bool primitive(fc_tex *t, fc_str name)
{
    const struct primitive *p = FC_ROW(primitives, name);
    if (!p)
        return fc_tex_definition(t, name) || fc_tex_branch(t, name) ||
               fc_tex_assignment(t, name);
    p->read(t);
    return true;
}

/* Does it hang on what was defined whether this is a conditional? */
static bool may_become_one(fc_str name)
{
    return fc_str_starts(name, FC_STR("if")) || fc_str_is(name, "or");
}

/* A paper has the same few commands again and again: that they are no primitives is
 * remembered, and looking them up each time took 5 % of it. */
fc_tex_token fc_tex_next(fc_tex *t)
{
    for (;;) {
        fc_tex_token tok = fc_tex_raw(t);
        if (tok.kind != FC_TEX_COMMAND || !tok.s.n)
            return tok;
        unsigned slot = slot_of(tok.s);
        const fc_tex_macro *m = find_in(t, slot, tok.s);
        if (m && m->alias) {
            tok.s = m->body;
            slot = slot_of(tok.s);
        } else if (m && !t->capped) {
            expand(t, m);
            continue;
        } else if (m && !t->in_math) {
            continue; /* not what a command of LaTeX by this name would print */
        }
        fc_str *known = &t->known[slot % FC_TEX_KNOWN];
        if (fc_str_eq(*known, tok.s))
            return tok;
        if (primitive(t, tok.s))
            continue;
        if (!may_become_one(tok.s))
            *known = tok.s;
        return tok;
    }
}
