/* tex_define.c - commands that define others: \newcommand, \def, \let and switches, what
 * etoolbox has beside them, and the table of all. Those whose arguments are of more kinds
 * are in tex_xparse.c. See tex.h. */
#include "extractors/tex_define.h"

/* Commands that make the structure of a document: a paper's own notion of how they look,
 * or what its style file does with them, is not of interest. */
bool fc_tex_fixed(fc_str name)
{
    static const char *const fixed[] = { /* in the order of bytes */
        " ", "!", "#", "$", "%", "&", "(", ")", ",", ":", ";", "[", "\\", "]", "_",
        "abstract", "appendix", "author", "begin", "bibitem", "bibliography", "caption",
        "chapter", "cite", "citep", "citet", "date", "def", "document", "documentclass",
        "else", "emph", "end", "enddocument", "eqref", "fi", "footnote", "frac", "href",
        "include", "indent", "input", "int", "item", "label", "left", "let", "maketitle",
        "mathbf", "mathrm", "mbox", "newcommand", "newline", "noindent",
        "operatorname", "par", "paragraph", "part", "providecommand", "ref", "relax",
        "renewcommand", "right",
        "section", "sqrt", "subparagraph", "subsection", "subsubsection", "sum", "tag",
        "text", "textbf", "textit", "thanks", "title", "url", "usepackage", "verb", "{",
        "}",
    };
    return FC_ROW(fixed, name) != NULL;
}

/* Does s have this command? */
static bool mentions(fc_str s, fc_str name)
{
    for (size_t at = 0; at + name.n < s.n; at++) {
        at += fc_str_findc(fc_str_sub(s, at, s.n), '\\');
        if (fc_str_starts(fc_str_sub(s, at + 1, s.n), name)) {
            char c = at + 1 + name.n < s.n ? s.p[at + 1 + name.n] : '\0';
            if (!fc_is_letter(c))
                return true;
        }
    }
    return false;
}

/* Does s have a command of a list, which is in the order of strcmp? */
static bool mentions_one(fc_str s, const char *const *list, size_t n)
{
    for (size_t at = 0; (at += fc_str_findc(fc_str_sub(s, at, s.n), '\\')) < s.n;) {
        size_t from = ++at;
        while (at < s.n && fc_is_letter(s.p[at]))
            at++;
        if (at == from)
            at++; /* "\\\\" */
        else if (fc_row_named(list, n, sizeof *list, fc_str_sub(s, from, at)))
            return true;
    }
    return false;
}

bool fc_tex_defines(fc_str body)
{
    static const char *const names[] = { "DeclareMathOperator", "def", "edef", "gdef",
                                         "newcommand", "renewcommand", "xdef" };
    return mentions_one(body, names, sizeof names / sizeof *names);
}

/* May a command that mentions itself come to an end? */
static bool chooses(fc_str body)
{
    return fc_str_find(body, FC_STR("\\@if")) < body.n ||
           fc_str_find(body, FC_STR("\\if")) < body.n ||
           fc_str_find(body, FC_STR("\\If")) < body.n;
}

/* Definitions that are for the typesetter: those of a style file that use its inner
 * commands, and those that only another meaning of themselves would end. */
static bool is_useful(const fc_tex *t, fc_str name, fc_str body)
{
    static const char *const inner[] = { "advance", "csname", "dimen",     "hbox",
                                         "hskip",   "kern",   "par",       "penalty",
                                         "setlength", "vbox", "vskip" };
    if (!name.n || fc_tex_fixed(name) || (mentions(body, name) && !chooses(body)))
        return false;
    if (!t->style || fc_tex_defines(body))
        return true;
    return !mentions_one(body, inner, sizeof inner / sizeof *inner) &&
           fc_str_findc(body, '@') == body.n && fc_str_findc(name, '@') == name.n;
}

fc_str fc_tex_defined_name(fc_tex *t)
{
    fc_str s;
    do
        s = fc_str_trim(fc_tex_arg(t));
    while (fc_str_is(s, "\\expandafter"));
    if (fc_str_is(s, "\\csname") && fc_tex_comes(t, FC_STR("\\endcsname"), 256))
        return fc_str_trim(fc_tex_until(t, FC_STR("\\endcsname")));
    return s.n > 1 && s.p[0] == '\\' ? fc_str_sub(s, 1, s.n) : FC_STR("");
}

unsigned fc_tex_argument_count(fc_str s)
{
    uint64_t n = 0;
    return fc_str_u64(fc_str_trim(s), &n) && n <= 9 ? (unsigned)n : 0;
}

fc_tex_macro *fc_tex_define_as(fc_tex *t, fc_str name, fc_str body)
{
    if (!is_useful(t, name, body))
        return NULL;
    fc_tex_macro *m = fc_tex_define(t, name);
    m->body = body;
    return m;
}

typedef struct arguments {
    unsigned n;
    bool optional;              /* the first is, with `preset` when it is not there */
    fc_str preset;
} arguments;

static arguments read_arguments(fc_tex *t)
{
    fc_str n;
    arguments a = { .n = fc_tex_optional(t, &n) ? fc_tex_argument_count(n) : 0 };
    a.optional = fc_tex_optional(t, &a.preset) && a.n;
    return a;
}

static void set_arguments(fc_tex_macro *m, const arguments *a)
{
    m->args = (uint8_t)a->n;
    m->optional = a->optional;
    m->preset = a->preset;
}

static void command(fc_tex *t, bool provide)
{
    fc_tex_star(t);
    fc_str name = fc_tex_defined_name(t);
    arguments a = read_arguments(t);
    fc_str body = fc_tex_arg(t);
    fc_tex_macro *m =
        provide && fc_tex_macro_find(t, name) ? NULL : fc_tex_define_as(t, name, body);
    if (m)
        set_arguments(m, &a);
}

static void new_command(fc_tex *t)
{
    command(t, false);
}

static void provide_command(fc_tex *t)
{
    command(t, true);
}

fc_tex_macro *fc_tex_define_part(fc_tex *t, const char *part, fc_str name)
{
    return fc_tex_define(t, fc_concat(t->a, (fc_str[]){ fc_str_of(part), name }, 2));
}

static void new_environment(fc_tex *t)
{
    fc_tex_star(t);
    fc_str name = fc_str_trim(fc_tex_arg(t));
    arguments a = read_arguments(t);
    fc_str begin = fc_tex_arg(t), end = fc_tex_arg(t);
    if (t->style)
        return;
    fc_tex_macro *m = fc_tex_define_part(t, "begin ", name);
    set_arguments(m, &a);
    m->body = begin;
    fc_tex_define_part(t, "end ", name)->body = end;
}

/* \NewEnviron{name}[1]{\begin{x}\BODY\end{x}} of the package environ: what stands between
 * \begin and \end is read first. */
static void environ(fc_tex *t)
{
    fc_str name = fc_str_trim(fc_tex_arg(t)), end;
    arguments a = read_arguments(t);
    fc_str body = fc_tex_arg(t);
    fc_str parts[] = { FC_STR("\\fc@environ{"), name, FC_STR("}{"), body, FC_STR("}") };
    fc_tex_optional(t, &end);
    if (t->style)
        return;
    fc_tex_macro *m = fc_tex_define_part(t, "begin ", name);
    set_arguments(m, &a);
    m->body = fc_concat(t->a, parts, 5);
}

static void math_operator(fc_tex *t)
{
    bool star = fc_tex_star(t);
    fc_str name = fc_tex_defined_name(t), body = fc_tex_arg(t);
    fc_str parts[] = { star ? FC_STR("\\operatorname*{") : FC_STR("\\operatorname{"),
                       body, FC_STR("}") };
    fc_tex_define_as(t, name, fc_concat(t->a, parts, 3));
}

/* ---------------------------------------------------------------- \def, \let */

/* The parameter text of \def: "#1.#2" is argument 1 up to a full stop, then one
 * argument. */
static bool parameter_text(fc_tex *t, fc_tex_macro *m)
{
    for (;;) {
        int c = fc_tex_peek(t);
        if (c < 0 || c == '{')
            return c == '{';
        struct fc_tex_frame *f = &t->frame[t->frames - 1];
        if (c == '#') {
            f->p++;
            c = fc_tex_peek(t);
            if (c < '1' || c > '9')
                return c == '{'; /* "#{": the brace ends it */
            t->frame[t->frames - 1].p++;
            m->args = (uint8_t)(c - '0');
            continue;
        }
        const char *p = f->p;
        while (f->p < f->e && *f->p != '#' && *f->p != '{')
            f->p++;
        fc_str *after = &m->after[m->args];
        *after = fc_concat(t->a, (fc_str[]){ *after, { p, (size_t)(f->p - p) } }, 2);
    }
}

static void def(fc_tex *t)
{
    fc_tex_macro read = { .args = 0 };
    fc_str name = fc_tex_defined_name(t);
    if (!parameter_text(t, &read))
        return;
    read.body = fc_tex_arg(t);
    for (unsigned i = 0; i <= read.args; i++)
        if (!fc_str_trim(read.after[i]).n)
            read.after[i] = FC_STR("");
    fc_tex_macro *m = fc_tex_define_as(t, name, read.body);
    if (!m)
        return;
    read.name = name;
    read.next = m->next;
    *m = read;
}

/* etoolbox's \csdef{name}#1{...} */
static void def_by_name(fc_tex *t)
{
    fc_str parts[] = { FC_STR("\\"), fc_str_trim(fc_tex_arg(t)), FC_STR(" ") };
    fc_tex_push(t, fc_concat(t->a, parts, 3));
    def(t);
}

static void let(fc_tex *t)
{
    fc_str name = fc_tex_defined_name(t);
    fc_tex_skip_space(t);
    if (fc_tex_peek(t) == '=')
        t->frame[t->frames - 1].p++;
    fc_str value = fc_tex_arg(t);
    if (!name.n || fc_tex_fixed(name))
        return;
    bool command = value.n > 1 && value.p[0] == '\\';
    fc_str other = command ? fc_str_sub(value, 1, value.n) : value;
    const fc_tex_macro *old = command ? fc_tex_macro_find(t, other) : NULL;
    fc_tex_macro meaning = old ? *old : (fc_tex_macro){ .body = other, .alias = command };
    if (fc_str_eq(other, name))
        return;
    fc_tex_macro *m = fc_tex_define(t, name);
    meaning.name = name;
    meaning.next = m->next;
    *m = meaning;
}

/* \futurelet\next\command: \next is the character, or command, behind \command. */
static void future_let(fc_tex *t)
{
    fc_str name = fc_tex_defined_name(t), command = fc_tex_arg(t);
    if (!name.n || fc_tex_fixed(name) || !command.n || command.p[0] != '\\')
        return;
    fc_tex_macro *m = fc_tex_define(t, name);
    int c = fc_tex_peek(t);
    if (c == '\\') {
        struct fc_tex_frame *f = &t->frame[t->frames - 1], before = *f;
        m->body = fc_str_sub(fc_tex_arg(t), 1, SIZE_MAX);
        m->alias = true;
        *f = before;
    } else if (c >= 0) {
        m->body = (fc_str){ t->frame[t->frames - 1].p, 1 };
    }
    fc_tex_push(t, fc_concat(t->a, (fc_str[]){ command, FC_STR(" ") }, 2));
}

/* \DeclareMathAlphabet\mathpzc{...}: letters of some other shape. */
static void math_alphabet(fc_tex *t)
{
    fc_str name = fc_tex_defined_name(t);
    for (int i = 0; i < 4; i++)
        fc_tex_arg(t);
    fc_tex_macro *m = fc_tex_define_as(t, name, FC_STR("mathcal"));
    if (m)
        m->alias = true;
}

/* ---------------------------------------------------------------- switches */

static void set_switch(fc_tex *t, fc_str name, bool on)
{
    fc_str parts[] = { FC_STR("if"), fc_str_trim(name) };
    fc_tex_macro *m = fc_tex_define(t, fc_concat(t->a, parts, 2));
    m->alias = true;
    m->body = on ? FC_STR("iftrue") : FC_STR("iffalse");
}

/* \newif\ifdraft makes \drafttrue and \draftfalse; it is false until told otherwise. */
static void new_if(fc_tex *t)
{
    fc_str name = fc_tex_defined_name(t);
    if (!fc_str_starts(name, FC_STR("if")))
        return;
    fc_str word = fc_str_sub(name, 2, name.n);
    for (int on = 0; on < 2; on++) {
        fc_str does[] = { on ? FC_STR("\\booltrue{") : FC_STR("\\boolfalse{"), word,
                          FC_STR("}") };
        fc_str called[] = { word, on ? FC_STR("true") : FC_STR("false") };
        fc_tex_define(t, fc_concat(t->a, called, 2))->body = fc_concat(t->a, does, 3);
    }
    set_switch(t, word, false);
}

static void off(fc_tex *t)
{
    set_switch(t, fc_tex_arg(t), false);
}

static void on(fc_tex *t)
{
    set_switch(t, fc_tex_arg(t), true);
}

static void set(fc_tex *t)
{
    fc_str name = fc_tex_arg(t);
    set_switch(t, name, fc_str_is(fc_str_trim(fc_tex_arg(t)), "true"));
}

/* In the order of strcmp. */
static const struct definition {
    const char *name;
    void (*read)(fc_tex *t);
} definitions[] = {
    { "DeclareDocumentCommand", fc_tex_document_command },
    { "DeclareDocumentEnvironment", fc_tex_document_environment },
    { "DeclareMathAlphabet", math_alphabet },
    { "DeclareMathOperator", math_operator },
    { "DeclarePairedDelimiter", fc_tex_paired },
    { "DeclarePairedDelimiterX", fc_tex_paired_x },
    { "DeclarePairedDelimiterXPP", fc_tex_paired_xpp },
    { "DeclareRobustCommand", new_command },
    { "NewDocumentCommand", fc_tex_document_command },
    { "NewDocumentEnvironment", fc_tex_document_environment },
    { "NewEnviron", environ },
    { "NewExpandableDocumentCommand", fc_tex_document_command },
    { "ProvideDocumentCommand", fc_tex_provide_document_command },
    { "RenewDocumentCommand", fc_tex_document_command },
    { "RenewDocumentEnvironment", fc_tex_document_environment },
    { "RenewEnviron", environ },
    { "boolfalse", off }, { "booltrue", on }, { "csdef", def_by_name },
    { "csgdef", def_by_name }, { "def", def }, { "edef", def },
    { "futurelet", future_let }, { "gdef", def }, { "let", let }, { "newbool", off },
    { "newboolean", off }, { "newcommand", new_command },
    { "newcommandx", fc_tex_xargs_command }, { "newenvironment", new_environment },
    { "newif", new_if }, { "newrobustcmd", new_command }, { "newtoggle", off },
    { "providebool", off }, { "providecommand", provide_command },
    { "providerobustcmd", provide_command }, { "providetoggle", off },
    { "renewcommand", new_command }, { "renewcommandx", fc_tex_xargs_command },
    { "renewenvironment", new_environment }, { "renewrobustcmd", new_command },
    { "setbool", set }, { "setboolean", set }, { "settoggle", set },
    { "togglefalse", off }, { "toggletrue", on }, { "xdef", def },
};

bool fc_tex_definition(fc_tex *t, fc_str name)
{
    static const char firsts[] = "DNRPbcdefglnprstx";
    if (!memchr(firsts, name.p[0], sizeof firsts - 1))
        return false;
    const struct definition *d = FC_ROW(definitions, name);
    if (d)
        d->read(t);
    return d;
}
