/* tex_define.c - commands that define others: \newcommand and \def, what xparse,
 * etoolbox, xargs and mathtools have beside them; see tex.h. */
#include "extractors/tex.h"

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

/* "\name", "{\name}" or "\csname name\endcsname" of a definition, behind \expandafter as
 * well; empty when it is something else. */
static fc_str defined_name(fc_tex *t)
{
    fc_str s;
    do
        s = fc_str_trim(fc_tex_arg(t));
    while (fc_str_is(s, "\\expandafter"));
    if (fc_str_is(s, "\\csname") && fc_tex_comes(t, FC_STR("\\endcsname"), 256))
        return fc_str_trim(fc_tex_until(t, FC_STR("\\endcsname")));
    return s.n > 1 && s.p[0] == '\\' ? fc_str_sub(s, 1, s.n) : FC_STR("");
}

static unsigned number_of(fc_str s)
{
    uint64_t n = 0;
    return fc_str_u64(fc_str_trim(s), &n) && n <= 9 ? (unsigned)n : 0;
}

/* What the definition that was read means from now on; NULL when it stays as it was. */
static fc_tex_macro *define(fc_tex *t, fc_str name, fc_str body)
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
    arguments a = { .n = fc_tex_optional(t, &n) ? number_of(n) : 0 };
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
    fc_str name = defined_name(t);
    arguments a = read_arguments(t);
    fc_str body = fc_tex_arg(t);
    fc_tex_macro *m =
        provide && fc_tex_macro_find(t, name) ? NULL : define(t, name, body);
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

/* The macro that \begin or \end of an environment is. */
static fc_tex_macro *part_of(fc_tex *t, const char *part, fc_str name)
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
    fc_tex_macro *m = part_of(t, "begin ", name);
    set_arguments(m, &a);
    m->body = begin;
    part_of(t, "end ", name)->body = end;
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
    fc_tex_macro *m = part_of(t, "begin ", name);
    set_arguments(m, &a);
    m->body = fc_concat(t->a, parts, 5);
}

static void math_operator(fc_tex *t)
{
    bool star = fc_tex_star(t);
    fc_str name = defined_name(t), body = fc_tex_arg(t);
    fc_str parts[] = { star ? FC_STR("\\operatorname*{") : FC_STR("\\operatorname{"),
                       body, FC_STR("}") };
    define(t, name, fc_concat(t->a, parts, 3));
}

/* ------------------------------------------------- arguments of more than these kinds */

/* \NewDocumentCommand\name{s O{1} m}{...} */
static void document_command(fc_tex *t)
{
    fc_str name = defined_name(t), spec = fc_tex_arg(t), body = fc_tex_arg(t);
    fc_tex_macro *m = define(t, name, body);
    if (m)
        m->spec = fc_str_trim(spec);
}

static void provide_document_command(fc_tex *t)
{
    fc_str name = defined_name(t);
    fc_tex_macro *old = fc_tex_macro_find(t, name);
    fc_str spec = fc_tex_arg(t), body = fc_tex_arg(t);
    fc_tex_macro *m = old ? NULL : define(t, name, body);
    if (m)
        m->spec = fc_str_trim(spec);
}

/* An environment whose last argument is what stands in it, "b": that is \BODY. */
static void body_environment(fc_tex *t, fc_str name, fc_str spec, fc_str begin,
                             fc_str end)
{
    char last = '0';
    fc_text body = { .a = t->a };
    for (size_t i = 0; i + 1 < begin.n; i++)
        if (begin.p[i] == '#' && begin.p[i + 1] > last && begin.p[i + 1] <= '9')
            last = begin.p[i + 1];
    for (size_t i = 0; i < begin.n; i++) {
        bool here = begin.p[i] == '#' && i + 1 < begin.n && begin.p[i + 1] == last;
        fc_text_add(&body, here ? "\\BODY " : begin.p + i, here ? 6 : 1);
        i += here;
    }
    fc_str parts[] = { FC_STR("\\fc@environ{"), name, FC_STR("}{"), { body.p, body.n },
                       end, FC_STR("}") };
    fc_tex_macro *m = part_of(t, "begin ", name);
    while (spec.n && strchr("+!b", spec.p[spec.n - 1]))
        spec.n--;
    m->spec = fc_str_trim(spec);
    m->body = fc_concat(t->a, parts, 6);
}

static void document_environment(fc_tex *t)
{
    fc_str name = fc_str_trim(fc_tex_arg(t)), spec = fc_str_trim(fc_tex_arg(t));
    fc_str begin = fc_tex_arg(t), end = fc_tex_arg(t);
    if (t->style)
        return;
    if (fc_str_ends(spec, FC_STR("b"))) {
        body_environment(t, name, spec, begin, end);
        return;
    }
    fc_tex_macro *m = part_of(t, "begin ", name);
    m->spec = spec;
    m->body = begin;
    part_of(t, "end ", name)->body = end;
}

/* \newcommandx\name[3][1=a,3=b]{...}: any of its arguments may be optional. */
static void command_of_xargs(fc_tex *t)
{
    fc_str presets, one, n, preset[10] = { { NULL, 0 } }, spec = FC_STR("");
    uint64_t i;
    fc_tex_star(t);
    fc_str name = defined_name(t);
    unsigned args = fc_tex_optional(t, &n) ? number_of(n) : 0;
    fc_tex_optional(t, &presets);
    while (fc_str_split(&presets, ',', &one)) {
        size_t at = fc_str_findc(one, '=');
        if (at < one.n && fc_str_u64(fc_str_trim(fc_str_sub(one, 0, at)), &i) && i < 10)
            preset[i] = fc_str_sub(one, at + 1, one.n);
    }
    for (unsigned k = 1; k <= args; k++) {
        fc_str parts[] = { spec, preset[k].p ? FC_STR("O{") : FC_STR("m"), preset[k],
                           preset[k].p ? FC_STR("}") : FC_STR("") };
        spec = fc_concat(t->a, parts, 4);
    }
    fc_tex_macro *m = define(t, name, fc_tex_arg(t));
    if (m)
        m->spec = spec;
}

/* ---------------------------------------------------------------- delimiters */

/* The body of a command with delimiters, whose own arguments come after the star and the
 * size: #1 is #3, \delimsize is what the size is. */
static fc_str shifted(fc_tex *t, fc_str body, const char *size)
{
    fc_text s = { .a = t->a };
    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i];
        if (c == '#' && i + 1 < body.n && body.p[i + 1] >= '1' && body.p[i + 1] <= '7') {
            fc_text_add(&s, "#", 1);
            c = (char)(body.p[++i] + 2);
        } else if (fc_str_starts(fc_str_sub(body, i, body.n), FC_STR("\\delimsize"))) {
            fc_text_add(&s, size, strlen(size));
            i += strlen("\\delimsize") - 1;
            continue;
        }
        fc_text_add(&s, &c, 1);
    }
    return (fc_str){ s.n ? s.p : "", s.n };
}

static void define_paired(fc_tex *t, fc_str name, unsigned args, const fc_str part[5])
{
    fc_str pre = shifted(t, part[0], ""), post = shifted(t, part[3], "");
    fc_str parts[] = {
        pre, FC_STR("\\IfBooleanTF{#1}{\\left"), part[1],
        shifted(t, part[4], "\\middle"), FC_STR("\\right"), part[2],
        FC_STR("}{\\IfNoValueTF{#2}{"), part[1], shifted(t, part[4], ""), part[2],
        FC_STR("}{#2"), part[1], shifted(t, part[4], "#2"), FC_STR("#2"), part[2],
        FC_STR("}}"), post
    };
    fc_str body = fc_concat(t->a, parts, sizeof parts / sizeof *parts);
    fc_tex_macro *m = define(t, name, body);
    if (m)
        m->spec = fc_str_sub(FC_STR("sommmmmmm"), 0, 2 + args);
}

/* \DeclarePairedDelimiter\abs{\lvert}{\rvert} */
static void paired(fc_tex *t)
{
    fc_str name = defined_name(t), part[5] = { FC_STR(""), FC_STR(""), FC_STR(""),
                                               FC_STR(""), FC_STR("#1") };
    part[1] = fc_tex_arg(t);
    part[2] = fc_tex_arg(t);
    define_paired(t, name, 1, part);
}

static void paired_with(fc_tex *t, bool around)
{
    fc_str name = defined_name(t), n, part[5] = { { NULL, 0 } };
    unsigned args = fc_tex_optional(t, &n) ? number_of(n) : 0;
    if (around)
        part[0] = fc_tex_arg(t);
    part[1] = fc_tex_arg(t);
    part[2] = fc_tex_arg(t);
    if (around)
        part[3] = fc_tex_arg(t);
    part[4] = fc_tex_arg(t);
    define_paired(t, name, args < 7 ? args : 7, part);
}

/* \DeclarePairedDelimiterX\set[2]{\{}{\}}{#1 \delimsize\vert #2} */
static void paired_x(fc_tex *t)
{
    paired_with(t, false);
}

/* \DeclarePairedDelimiterXPP\norm[1]{}{\Vert}{\Vert}{_2}{#1} */
static void paired_xpp(fc_tex *t)
{
    paired_with(t, true);
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
    fc_str name = defined_name(t);
    if (!parameter_text(t, &read))
        return;
    read.body = fc_tex_arg(t);
    for (unsigned i = 0; i <= read.args; i++)
        if (!fc_str_trim(read.after[i]).n)
            read.after[i] = FC_STR("");
    fc_tex_macro *m = define(t, name, read.body);
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
    fc_str name = defined_name(t);
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
    fc_str name = defined_name(t), command = fc_tex_arg(t);
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
    fc_str name = defined_name(t);
    for (int i = 0; i < 4; i++)
        fc_tex_arg(t);
    fc_tex_macro *m = define(t, name, FC_STR("mathcal"));
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
    fc_str name = defined_name(t);
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
    { "DeclareDocumentCommand", document_command },
    { "DeclareDocumentEnvironment", document_environment },
    { "DeclareMathAlphabet", math_alphabet }, { "DeclareMathOperator", math_operator },
    { "DeclarePairedDelimiter", paired }, { "DeclarePairedDelimiterX", paired_x },
    { "DeclarePairedDelimiterXPP", paired_xpp },
    { "DeclareRobustCommand", new_command }, { "NewDocumentCommand", document_command },
    { "NewDocumentEnvironment", document_environment },
    { "NewEnviron", environ }, { "NewExpandableDocumentCommand", document_command },
    { "ProvideDocumentCommand", provide_document_command },
    { "RenewDocumentCommand", document_command },
    { "RenewDocumentEnvironment", document_environment }, { "RenewEnviron", environ },
    { "boolfalse", off },
    { "booltrue", on }, { "csdef", def_by_name }, { "csgdef", def_by_name },
    { "def", def }, { "edef", def }, { "futurelet", future_let }, { "gdef", def },
    { "let", let },
    { "newbool", off }, { "newboolean", off }, { "newcommand", new_command },
    { "newcommandx", command_of_xargs }, { "newenvironment", new_environment },
    { "newif", new_if }, { "newrobustcmd", new_command }, { "newtoggle", off },
    { "providebool", off }, { "providecommand", provide_command },
    { "providerobustcmd", provide_command }, { "providetoggle", off },
    { "renewcommand", new_command }, { "renewcommandx", command_of_xargs },
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
