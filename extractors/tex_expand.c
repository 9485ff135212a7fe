/* tex_expand.c - macros: defined, expanded; conditionals; \input. See tex.h. */
#include "extractors/tex.h"

#include "base/hash.h"

/* ---------------------------------------------------------------- the table of macros */

static unsigned slot_of(fc_str name)
{
    return (unsigned)(fc_hash3(name.p, name.n) % FC_TEX_HASH);
}

fc_tex_macro *fc_tex_macro_find(const fc_tex *t, fc_str name)
{
    for (fc_tex_macro *m = t->macro[slot_of(name)]; m; m = m->next)
        if (fc_str_eq(m->name, name))
            return m;
    return NULL;
}

static fc_tex_macro *define(fc_tex *t, fc_str name)
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

/* Commands that make the structure of a document: a paper's own notion of how they look,
 * or what its style file does with them, is not of interest. */
bool fc_tex_fixed(fc_str name)
{
    static const char *const fixed[] = {
        "begin", "end", "section", "subsection", "subsubsection", "paragraph",
        "subparagraph", "chapter", "part", "title", "author", "date", "maketitle",
        "abstract", "caption", "footnote", "cite", "citep", "citet", "ref", "eqref",
        "label", "item", "input", "include", "bibitem", "documentclass", "usepackage",
        "verb", "url", "href", "par", "document", "enddocument", "thanks", "appendix",
        "emph", "textbf", "textit", "bibliography", "frac", "sqrt", "left", "right", "\\",
        "(", ")", "[", "]", "$", "&", "%", "#", "_", "{", "}", " ", ",", ";", ":", "!",
        "newline", "noindent", "indent", "sum", "int", "text", "mbox", "mathrm", "mathbf",
        "tag", "newcommand", "renewcommand", "providecommand", "def", "let", "fi", "else",
        "relax",
    };
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (fc_str_is(name, fixed[i]))
            return true;
    return false;
}

/* Does s have this command? */
static bool mentions(fc_str s, fc_str name)
{
    for (size_t at = 0; at + name.n < s.n; at++) {
        at += fc_str_findc(fc_str_sub(s, at, s.n), '\\');
        if (fc_str_starts(fc_str_sub(s, at + 1, s.n), name)) {
            char c = at + 1 + name.n < s.n ? s.p[at + 1 + name.n] : '\0';
            if (!((c | 32) >= 'a' && (c | 32) <= 'z'))
                return true;
        }
    }
    return false;
}

/* Definitions that are for the typesetter: those of a style file that use its inner
 * commands, and those that only another meaning of themselves would end. */
static bool is_useful(const fc_tex *t, fc_str name, fc_str body)
{
    static const char *const inner[] = { "hbox",      "vbox",   "vskip",   "hskip",
                                         "kern",      "csname", "advance", "expandafter",
                                         "setlength", "dimen",  "penalty", "par" };
    if (!name.n || fc_tex_fixed(name) || mentions(body, name))
        return false;
    if (!t->style)
        return true;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (mentions(body, fc_str_of(inner[i])))
            return false;
    return fc_str_findc(body, '@') == body.n && fc_str_findc(name, '@') == name.n;
}

/* "\name" or "{\name}" of a definition; empty when it is something else. */
static fc_str defined_name(fc_tex *t)
{
    fc_str s = fc_str_trim(fc_tex_arg(t));
    return s.n > 1 && s.p[0] == '\\' ? fc_str_sub(s, 1, s.n) : FC_STR("");
}

static unsigned number_of(fc_str s)
{
    uint64_t n = 0;
    return fc_str_u64(fc_str_trim(s), &n) && n <= 9 ? (unsigned)n : 0;
}

static void new_command(fc_tex *t, bool provide)
{
    fc_str n, preset;
    fc_tex_star(t);
    fc_str name = defined_name(t);
    unsigned args = fc_tex_optional(t, &n) ? number_of(n) : 0;
    bool optional = fc_tex_optional(t, &preset);
    fc_str body = fc_tex_arg(t);
    if (!is_useful(t, name, body) || (provide && fc_tex_macro_find(t, name)))
        return;
    fc_tex_macro *m = define(t, name);
    m->args = (uint8_t)args;
    m->optional = optional && args;
    m->preset = preset;
    m->body = body;
}

static void new_environment(fc_tex *t)
{
    fc_str n, preset;
    fc_tex_star(t);
    fc_str name = fc_tex_arg(t);
    unsigned args = fc_tex_optional(t, &n) ? number_of(n) : 0;
    bool optional = fc_tex_optional(t, &preset);
    fc_str begin = fc_tex_arg(t), end = fc_tex_arg(t);
    if (t->style)
        return;
    fc_tex_macro *m = define(t, fc_concat(t->a, (fc_str[]){ FC_STR("begin "), name }, 2));
    m->args = (uint8_t)args;
    m->optional = optional && args;
    m->preset = preset;
    m->body = begin;
    m = define(t, fc_concat(t->a, (fc_str[]){ FC_STR("end "), name }, 2));
    m->body = end;
}

static void math_operator(fc_tex *t)
{
    bool star = fc_tex_star(t);
    fc_str name = defined_name(t), body = fc_tex_arg(t);
    if (!is_useful(t, name, body))
        return;
    fc_str parts[] = { star ? FC_STR("\\operatorname*{") : FC_STR("\\operatorname{"),
                       body, FC_STR("}") };
    define(t, name)->body = fc_concat(t->a, parts, 3);
}

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
    if (!is_useful(t, name, read.body))
        return;
    fc_tex_macro *m = define(t, name);
    read.name = name;
    read.next = m->next;
    *m = read;
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
    fc_tex_macro *m = define(t, name);
    meaning.name = name;
    meaning.next = m->next;
    *m = meaning;
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
}

/* The body with the arguments in it. */
static fc_str substitute(fc_tex *t, fc_str body, const fc_str *arg)
{
    uint64_t n = body.n;
    for (size_t i = 0; i + 1 < body.n; i++)
        if (body.p[i] == '#' && body.p[i + 1] >= '1' && body.p[i + 1] <= '9')
            n += arg[body.p[i + 1] - '0'].n;
    if (n > t->budget) {
        t->capped = true;
        return FC_STR("");
    }
    char *p = fc_alloc(t->a, n + 1), *o = p;
    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i], d = i + 1 < body.n ? body.p[i + 1] : '\0';
        if (c == '#' && d >= '1' && d <= '9') {
            fc_str s = arg[d - '0'];
            if (s.n)
                memcpy(o, s.p, s.n);
            o += s.n;
            i++;
        } else {
            i += c == '#' && d == '#';
            *o++ = c;
        }
    }
    return (fc_str){ p, (size_t)(o - p) };
}

static bool needs_space(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Macros without arguments give back the blank that their name took: "\foo bar" of which
 * the body ends in a letter, or in the name of a command. */
static void expand(fc_tex *t, const fc_tex_macro *m)
{
    fc_str arg[10] = { { NULL, 0 } };
    read_args(t, m, arg);
    fc_str s = m->args ? substitute(t, m->body, arg) : m->body;
    size_t word = s.n;
    while (word && needs_space(s.p[word - 1]))
        word--;
    int c = fc_tex_peek(t);
    /* a body that ends in "\name" must not run into the letter behind it */
    if (word && word < s.n && s.p[word - 1] == '\\' && c >= 0 && needs_space((char)c))
        s = fc_concat(t->a, (fc_str[]){ s, FC_STR(" ") }, 2);
    fc_tex_push(t, s);
}

void fc_tex_expand_named(fc_tex *t, fc_str name)
{
    const fc_tex_macro *m = fc_tex_macro_find(t, name);
    if (m && !t->capped)
        expand(t, m);
}

/* ---------------------------------------------------------------- conditionals */

static bool begins_if(fc_str name)
{
    return name.n > 2 && name.p[0] == 'i' && name.p[1] == 'f' &&
           !fc_str_is(name, "iff") && !fc_str_is(name, "ifthenelse");
}

/* Pass over the branch that does not count. `to_else`: stop at the \else of this level
 * too. */
static bool skip_branch(fc_tex *t, bool to_else)
{
    unsigned depth = 0;
    for (;;) {
        fc_tex_token tok = fc_tex_raw(t);
        if (tok.kind == FC_TEX_END)
            return false;
        if (tok.kind != FC_TEX_COMMAND)
            continue;
        if (begins_if(tok.s))
            depth++;
        else if (fc_str_is(tok.s, "fi") && depth-- == 0)
            return false;
        else if (to_else && !depth && fc_str_is(tok.s, "else"))
            return true;
    }
}

/* \newif\ifdraft makes \drafttrue and \draftfalse; it is false until told otherwise. */
static void new_if(fc_tex *t)
{
    fc_str name = defined_name(t);
    if (!begins_if(name))
        return;
    fc_str word = fc_str_sub(name, 2, name.n);
    define(t, name)->body = FC_STR("\\iffalse ");
    fc_str yes[] = { FC_STR("\\let\\"), name, FC_STR("\\iftrue ") };
    fc_str no[] = { FC_STR("\\let\\"), name, FC_STR("\\iffalse ") };
    fc_str name_yes = fc_concat(t->a, (fc_str[]){ word, FC_STR("true") }, 2);
    fc_str name_no = fc_concat(t->a, (fc_str[]){ word, FC_STR("false") }, 2);
    define(t, name_yes)->body = fc_concat(t->a, yes, 3);
    define(t, name_no)->body = fc_concat(t->a, no, 3);
}

static bool same_meaning(const fc_tex *t, fc_str a, fc_str b)
{
    const fc_tex_macro *m = a.n ? fc_tex_macro_find(t, fc_str_sub(a, 1, a.n)) : NULL;
    const fc_tex_macro *n = b.n ? fc_tex_macro_find(t, fc_str_sub(b, 1, b.n)) : NULL;
    return m && n ? fc_str_eq(m->body, n->body) : !m && !n && fc_str_eq(a, b);
}

/* True: the first branch counts. What cannot be known (numbers, the engine) is false. */
static bool condition(fc_tex *t, fc_str name)
{
    if (fc_str_is(name, "iftrue") || fc_str_is(name, "ifmmode"))
        return fc_str_is(name, "iftrue") || t->in_math;
    if (fc_str_is(name, "ifx") || fc_str_is(name, "if") || fc_str_is(name, "ifcat")) {
        fc_str a = fc_tex_arg(t), b = fc_tex_arg(t);
        return same_meaning(t, a, b);
    }
    if (fc_str_is(name, "ifdefined")) {
        fc_str a = fc_tex_arg(t);
        return a.n && fc_tex_macro_find(t, fc_str_sub(a, 1, a.n));
    }
    if (fc_str_is(name, "ifnum") || fc_str_is(name, "ifdim") || fc_str_is(name, "ifodd"))
        fc_tex_until(t, FC_STR("\n")); /* as far as the line goes */
    return false;
}

/* ---------------------------------------------------------------- files */

static void input(fc_tex *t, bool old)
{
    fc_str name;
    if (old && fc_tex_peek(t) != '{') {
        fc_tex_token tok = fc_tex_raw(t); /* \input file, to the next blank */
        name = tok.s;
    } else {
        name = fc_str_trim(fc_tex_arg(t));
    }
    fc_tex_file *f = fc_tex_find(t->files, t->folder, name, "tex", t->a);
    if (!f) {
        t->missing++;
        return;
    }
    f->used = true;
    fc_tex_push(t, FC_STR("\n"));
    fc_tex_push(t, f->text);
}

static void import(fc_tex *t)
{
    fc_tex_star(t);
    fc_str folder = fc_tex_arg(t), name = fc_tex_arg(t);
    fc_str parts[] = { folder, FC_STR("/"), name };
    fc_tex_file *f =
        fc_tex_find(t->files, t->folder, fc_concat(t->a, parts, 3), "tex", t->a);
    t->missing += !f;
    if (f) {
        f->used = true;
        fc_tex_push(t, f->text);
    }
}

/* Between \begin{document} and \end{document} of a part that is a document of its own. */
static void subfile(fc_tex *t)
{
    fc_tex_file *f =
        fc_tex_find(t->files, t->folder, fc_str_trim(fc_tex_arg(t)), "tex", t->a);
    t->missing += !f;
    if (!f)
        return;
    f->used = true;
    size_t from = fc_str_find(f->text, FC_STR("\\begin{document}"));
    size_t to = fc_str_find(f->text, FC_STR("\\end{document}"));
    from = from < f->text.n ? from + strlen("\\begin{document}") : 0;
    fc_tex_push(t, fc_str_sub(f->text, from, to > from ? to : f->text.n));
}

/* ---------------------------------------------------------------- the next token */

static void new_or_old(fc_tex *t)
{
    new_command(t, false);
}

static void provide(fc_tex *t)
{
    new_command(t, true);
}

static void input_old(fc_tex *t)
{
    input(t, true);
}

static void include(fc_tex *t)
{
    input(t, false);
}

static void otherwise(fc_tex *t)
{
    skip_branch(t, false);
}

static void nothing(fc_tex *t)
{
    (void)t;
}

/* Commands that are gone once read, in the order of strcmp. */
static const struct primitive {
    const char *name;
    void (*read)(fc_tex *t);
} primitives[] = {
    { "DeclareMathOperator", math_operator }, { "DeclareRobustCommand", new_or_old },
    { "def", def }, { "edef", def }, { "else", otherwise }, { "fi", nothing },
    { "gdef", def },
    { "global", nothing }, { "import", import }, { "include", include },
    { "input", input_old },
    { "let", let }, { "long", nothing }, { "newcommand", new_or_old },
    { "newenvironment", new_environment }, { "newif", new_if }, { "outer", nothing },
    { "protect", nothing }, { "providecommand", provide }, { "relax", nothing },
    { "renewcommand", new_or_old }, { "renewenvironment", new_environment },
    { "subfile", subfile }, { "subimport", import }, { "xdef", def },
};

static bool primitive(fc_tex *t, fc_str name)
{
    const struct primitive *p = FC_TEX_ROW(primitives, name);
    if (p)
        p->read(t);
    else if (!begins_if(name))
        return false;
    else if (!condition(t, name))
        skip_branch(t, true);
    return true;
}

/* First letters of the primitives, so that most commands need no comparison. */
static bool may_be_primitive(char c)
{
    return c == 'd' || c == 'g' || c == 'e' || c == 'x' || c == 'l' || c == 'D' ||
           c == 'n' || c == 'r' || c == 'i' || c == 's' || c == 'p' || c == 'f' ||
           c == 'o';
}

fc_tex_token fc_tex_next(fc_tex *t)
{
    for (;;) {
        fc_tex_token tok = fc_tex_raw(t);
        if (tok.kind != FC_TEX_COMMAND || !tok.s.n)
            return tok;
        const fc_tex_macro *m = fc_tex_macro_find(t, tok.s);
        if (m && m->alias)
            tok.s = m->body;
        else if (m && !t->capped) {
            expand(t, m);
            continue;
        }
        if (!may_be_primitive(tok.s.p[0]) || !primitive(t, tok.s))
            return tok;
    }
}

/* Only what defines something counts; what else a style file does is for TeX. */
void fc_tex_style(fc_tex *t, fc_str name)
{
    fc_tex_file *f = fc_tex_find(t->files, t->folder, name, "sty", t->a);
    if (!f || f->used)
        return;
    f->used = true;
    fc_tex own = *t;
    own.frames = 0;
    own.style = true;
    fc_tex_push(&own, f->text);
    for (fc_tex_token tok; (tok = fc_tex_raw(&own)).kind != FC_TEX_END;)
        if (tok.kind == FC_TEX_COMMAND && tok.s.n && may_be_primitive(tok.s.p[0]) &&
            !fc_str_is(tok.s, "input") && !begins_if(tok.s) && !fc_str_is(tok.s, "else"))
            primitive(&own, tok.s);
    memcpy(t->macro, own.macro, sizeof t->macro);
    t->budget = own.budget;
    t->capped |= own.capped;
}
