/* tex_branch.c - what is read and what is not: conditionals of TeX, from \if to \fi, and
 * commands of packages that take one of their last two arguments. What cannot be known
 * (the engine, a length, a counter) does not hold. See tex.h. */
#include "extractors/tex.h"

enum { MOST_ENDLESS = 8 };

/* ---------------------------------------------------------------- conditionals of TeX */

/* Those of TeX and of packages that tell the engine, in the order of strcmp. What
 * \newif makes is a macro. */
static const char *const conditionals[] = {
    "if", "ifLuaTeX", "ifPDFTeX", "ifXeTeX", "ifcase", "ifcat", "ifcsname", "ifdefined",
    "ifdim", "ifeof", "iffalse", "iffontchar", "ifhbox", "ifhmode", "ifinner",
    "ifluatex", "ifmmode", "ifnum", "ifodd", "ifpdf", "iftrue", "iftutex", "ifvbox",
    "ifvmode", "ifvoid", "ifx", "ifxetex",
};

static const struct choice *choice_of(fc_str name);

/* Is it ended by \fi? Of a name that nobody knows what follows decides: commands that
 * choose among arguments have them in braces. */
static bool begins_if(fc_tex *t, fc_str name)
{
    if (name.n < 2 || name.p[0] != 'i' || name.p[1] != 'f')
        return false;
    if (FC_ROW(conditionals, name))
        return true;
    const fc_tex_macro *m = fc_tex_macro_find(t, name);
    if (m)
        return fc_str_is(m->body, "iftrue") || fc_str_is(m->body, "iffalse") ||
               fc_str_starts(m->body, FC_STR("\\iftrue")) ||
               fc_str_starts(m->body, FC_STR("\\iffalse"));
    return !fc_str_is(name, "iff") && !choice_of(name) && fc_tex_peek(t) != '{';
}

typedef enum stop { LOST, AT_FI, AT_ELSE, AT_OR } stop;

/* Pass over a branch, to the \fi, \else or \or of this level. */
static stop find_end(fc_tex *t)
{
    unsigned depth = 0;
    for (fc_tex_token tok; (tok = fc_tex_raw(t)).kind != FC_TEX_END;) {
        if (tok.kind != FC_TEX_COMMAND || tok.s.n < 2)
            continue;
        if (fc_str_is(tok.s, "fi")) {
            if (depth-- == 0)
                return AT_FI;
        } else if (!depth && fc_str_is(tok.s, "else")) {
            return AT_ELSE;
        } else if (!depth && t->cases && fc_str_is(tok.s, "or")) {
            return AT_OR;
        } else if (begins_if(t, tok.s)) {
            depth++;
        }
    }
    return LOST;
}

/* The same, but that a conditional without an end loses nothing: all that follows is
 * read. When many have looked for their end in vain, none is looked for. */
static stop skip_branch(fc_tex *t)
{
    if (t->endless == MOST_ENDLESS)
        return LOST;
    unsigned n = t->frames;
    struct fc_tex_frame *saved = fc_alloc(t->a, (n + 1) * sizeof *saved);
    memcpy(saved, t->frame, n * sizeof *saved);
    stop at = find_end(t);
    if (at == LOST) {
        t->endless++;
        fc_tex_again(t, (fc_tex_saved){ saved, n });
    }
    return at;
}

/* From the end of a branch that was read to the \fi. */
static void skip_rest(fc_tex *t)
{
    while (skip_branch(t) > AT_FI)
        ;
}

/* The whole number that comes next; false when it is none that can be known. */
static bool number(fc_tex *t, long *value)
{
    long sign = 1;
    bool digits = false;
    *value = 0;
    fc_tex_skip_space(t);
    for (int c; (c = fc_tex_peek(t)) == '-' || c == '+'; sign = c == '-' ? -sign : sign)
        t->frame[t->frames - 1].p++;
    if (fc_tex_peek(t) == '\\') {
        fc_tex_token tok = fc_tex_next(t);
        if (tok.kind == FC_TEX_TEXT)
            fc_tex_push(t, tok.s);
        else if (fc_str_is(tok.s, "value"))
            fc_tex_arg(t);
    }
    for (int c; (c = fc_tex_peek(t)) >= '0' && c <= '9'; digits = true) {
        t->frame[t->frames - 1].p++;
        if (*value < 100000000)
            *value = 10 * *value + (c - '0');
    }
    *value *= sign;
    return digits;
}

/* "pt", ".5cm", "\textwidth" behind a number. */
static void unit(fc_tex *t)
{
    for (int c; (c = fc_tex_peek(t)) == '.' || (c >= '0' && c <= '9') ||
                (c >= 'a' && c <= 'z');)
        t->frame[t->frames - 1].p++;
    if (fc_tex_peek(t) == '\\')
        fc_tex_raw(t);
}

/* "1<2"; lengths are never known. */
static bool compare(fc_tex *t, bool lengths)
{
    long a, b;
    bool known = number(t, &a) && !lengths;
    if (lengths)
        unit(t);
    fc_tex_skip_space(t);
    int relation = fc_tex_peek(t);
    if (relation != '<' && relation != '=' && relation != '>')
        return false;
    t->frame[t->frames - 1].p++;
    known &= number(t, &b);
    if (lengths)
        unit(t);
    return known && (relation == '<' ? a < b : relation == '>' ? a > b : a == b);
}

static bool is_undefined(const fc_tex *t, fc_str s)
{
    return s.n > 1 && s.p[0] == '\\' &&
           (fc_str_is(s, "\\undefined") || fc_str_is(s, "\\@undefined") ||
            !fc_tex_macro_find(t, fc_str_sub(s, 1, s.n)));
}

/* The character that one is, or that a command is another name of; else -1. */
static int character(fc_str s)
{
    if (fc_str_is(s, "\\bgroup") || fc_str_is(s, "\\egroup"))
        return s.p[1] == 'b' ? '{' : '}';
    return s.n == 1 && s.p[0] != '\\' ? (unsigned char)s.p[0] : -1;
}

static bool same_meaning(const fc_tex *t, fc_str a, fc_str b)
{
    const fc_tex_macro *m = a.n ? fc_tex_macro_find(t, fc_str_sub(a, 1, a.n)) : NULL;
    const fc_tex_macro *n = b.n ? fc_tex_macro_find(t, fc_str_sub(b, 1, b.n)) : NULL;
    if (fc_str_is(b, "\\undefined") || fc_str_is(b, "\\@undefined"))
        return is_undefined(t, a);
    if (fc_str_is(b, "\\empty") || fc_str_is(b, "\\@empty"))
        return m && !m->body.n;
    if (m && !m->args && !n && m->body.n == 1 && character(b) >= 0)
        return character(m->body) == character(b); /* \futurelet\next */
    if (m && m->alias && !n && b.n > 1) /* \let\whole=\relax \ifx\whole\relax */
        return fc_str_eq(m->body, fc_str_sub(b, 1, b.n));
    return m && n ? fc_str_eq(m->body, n->body) : !m && !n && fc_str_eq(a, b);
}

/* What \if, \ifx or \ifcat compare: a character or a command. \expandafter is passed
 * over; the name of \csname is that command, \detokenize{...} its first character. */
static fc_str compared(fc_tex *t)
{
    for (int i = 0; i < 8; i++) {
        fc_str s = fc_tex_arg(t);
        if (fc_str_is(s, "\\csname") && fc_tex_comes(t, FC_STR("\\endcsname"), 256)) {
            fc_str name = fc_tex_name(t, fc_tex_until(t, FC_STR("\\endcsname")));
            return fc_tex_macro_find(t, name)
                       ? fc_concat(t->a, (fc_str[]){ FC_STR("\\"), name }, 2)
                       : FC_STR("\\relax");
        }
        bool verbatim = fc_str_is(s, "\\detokenize");
        if (verbatim)
            s = fc_str_sub(fc_tex_arg(t), 0, 1);
        if (s.n && !fc_str_is(s, "\\expandafter"))
            return s;
        if (!s.n && !verbatim)
            break;
    }
    return FC_STR("");
}

/* True: the first branch counts. */
static bool condition(fc_tex *t, fc_str name)
{
    long value;
    if (fc_str_is(name, "iftrue") || fc_str_is(name, "ifmmode"))
        return fc_str_is(name, "iftrue") || t->in_math;
    if (fc_str_is(name, "ifx") || fc_str_is(name, "if") || fc_str_is(name, "ifcat")) {
        fc_str a = compared(t), b = compared(t);
        return same_meaning(t, a, b);
    }
    if (fc_str_is(name, "ifdefined"))
        return !is_undefined(t, fc_tex_arg(t));
    if (fc_str_is(name, "ifcsname") && fc_tex_comes(t, FC_STR("\\endcsname"), 256))
        return fc_tex_macro_find(t, fc_tex_until(t, FC_STR("\\endcsname")));
    if (fc_str_is(name, "ifnum") || fc_str_is(name, "ifdim"))
        return compare(t, fc_str_is(name, "ifdim"));
    if (fc_str_is(name, "ifodd"))
        return number(t, &value) && value % 2;
    return fc_str_is(name, "ifpdf") || fc_str_is(name, "ifPDFTeX");
}

/* \ifcase 2 a\or b\or c\else d\fi */
static void cases(fc_tex *t)
{
    long n;
    stop at = AT_OR;
    t->cases = true;
    if (!number(t, &n))
        n = 0;
    for (; n && at == AT_OR; n--)
        at = skip_branch(t);
}

/* ------------------------------------------ commands that take one of two arguments */

static fc_str expanded(const fc_tex *t, fc_str s)
{
    s = fc_str_trim(s);
    for (int i = 0; i < 4 && s.n > 1 && s.p[0] == '\\'; i++) {
        const fc_tex_macro *m = fc_tex_macro_find(t, fc_str_sub(s, 1, s.n));
        if (!m || m->alias || m->args)
            break;
        s = fc_str_trim(m->body);
    }
    return s;
}

static bool unknown(fc_tex *t, const fc_str *arg)
{
    (void)t;
    (void)arg;
    return false;
}

static bool is_blank(fc_tex *t, const fc_str *arg)
{
    return !expanded(t, arg[0]).n;
}

static bool not_blank(fc_tex *t, const fc_str *arg)
{
    return !is_blank(t, arg);
}

static bool are_equal(fc_tex *t, const fc_str *arg)
{
    return fc_str_eq(expanded(t, arg[0]), expanded(t, arg[1]));
}

static bool has_other(fc_tex *t, const fc_str *arg)
{
    fc_str s = expanded(t, arg[0]);
    return fc_str_find(s, expanded(t, arg[1])) < s.n;
}

static bool command_undefined(fc_tex *t, const fc_str *arg)
{
    return is_undefined(t, fc_str_trim(arg[0]));
}

static bool command_defined(fc_tex *t, const fc_str *arg)
{
    return !command_undefined(t, arg);
}

static bool name_defined(fc_tex *t, const fc_str *arg)
{
    return fc_tex_macro_find(t, fc_str_trim(arg[0]));
}

static bool name_undefined(fc_tex *t, const fc_str *arg)
{
    return !name_defined(t, arg);
}

/* What \newif, \newbool and \newtoggle made. */
static bool is_set(fc_tex *t, const fc_str *arg)
{
    fc_str parts[] = { FC_STR("if"), fc_str_trim(arg[0]) };
    const fc_tex_macro *m = fc_tex_macro_find(t, fc_concat(t->a, parts, 2));
    return m && (fc_str_starts(m->body, FC_STR("iftrue")) ||
                 fc_str_starts(m->body, FC_STR("\\iftrue")));
}

static bool not_set(fc_tex *t, const fc_str *arg)
{
    return !is_set(t, arg);
}

static bool no_value(fc_tex *t, const fc_str *arg)
{
    (void)t;
    return fc_str_is(arg[0], FC_TEX_NO_VALUE);
}

static bool value(fc_tex *t, const fc_str *arg)
{
    return !no_value(t, arg);
}

static bool is_true(fc_tex *t, const fc_str *arg)
{
    (void)t;
    return fc_str_starts(arg[0], FC_STR("\\BooleanTrue"));
}

static bool not_true(fc_tex *t, const fc_str *arg)
{
    return !is_true(t, arg);
}

static bool has_file(fc_tex *t, const fc_str *arg)
{
    return fc_tex_find(t->files, t->folder, fc_str_trim(arg[0]), "tex", t->a);
}

/* One test of \ifthenelse, perhaps behind \NOT; of several the first counts. */
static bool then_else(fc_tex *t, const fc_str *arg)
{
    static const struct { const char *name; bool (*holds)(fc_tex *, const fc_str *); }
    tests[] = { { "\\equal", are_equal },
                { "\\boolean", is_set },
                { "\\isundefined", command_undefined } };
    fc_str s = fc_str_trim(arg[0]);
    bool no = fc_str_istarts(s, FC_STR("\\not"));
    if (no)
        s = fc_str_trim(fc_str_sub(s, 4, s.n));
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        if (!fc_str_starts(s, fc_str_of(tests[i].name)))
            continue;
        fc_str rest = fc_str_sub(s, strlen(tests[i].name), s.n), of[2];
        of[0] = fc_tex_braced(&rest);
        of[1] = fc_tex_braced(&rest);
        return tests[i].holds(t, of) != no;
    }
    return false;
}

/* args: before the branches. branches: 'B' for both, 'T' and 'F' for one alone. In the
 * order of strcmp. */
static const struct choice {
    const char *name;
    unsigned char args;
    char branches;
    bool (*holds)(fc_tex *t, const fc_str *arg);
} choices[] = {
    { "@ifmtarg", 1, 'B', is_blank }, { "@ifnextchar", 1, 'N', unknown },
    { "@ifnotmtarg", 1, 'T', not_blank }, { "@ifpackageloaded", 1, 'B', unknown },
    { "@ifstar", 0, 'N', unknown }, { "@ifundefined", 1, 'B', name_undefined },
    { "IfBooleanF", 1, 'T', not_true }, { "IfBooleanT", 1, 'T', is_true },
    { "IfBooleanTF", 1, 'B', is_true }, { "IfFileExists", 1, 'B', has_file },
    { "IfNoValueF", 1, 'T', value }, { "IfNoValueT", 1, 'T', no_value },
    { "IfNoValueTF", 1, 'B', no_value }, { "IfStrEq", 2, 'B', are_equal },
    { "IfSubStr", 2, 'B', has_other }, { "IfValueF", 1, 'T', no_value },
    { "IfValueT", 1, 'T', value }, { "IfValueTF", 1, 'B', value },
    { "ifblank", 1, 'B', is_blank }, { "ifbool", 1, 'B', is_set },
    { "ifboolexpr", 1, 'B', unknown }, { "ifcsdef", 1, 'B', name_defined },
    { "ifcsundef", 1, 'B', name_undefined }, { "ifdef", 1, 'B', command_defined },
    { "ifdefempty", 1, 'B', is_blank }, { "ifdefstring", 2, 'B', are_equal },
    { "ifdefvoid", 1, 'B', is_blank }, { "ifempty", 1, 'B', is_blank },
    { "ifnumcomp", 3, 'B', unknown }, { "ifnumequal", 2, 'B', are_equal },
    { "ifnumgreater", 2, 'B', unknown }, { "ifnumless", 2, 'B', unknown },
    { "ifnumodd", 1, 'B', unknown }, { "ifstrempty", 1, 'B', is_blank },
    { "ifstrequal", 2, 'B', are_equal }, { "ifthenelse", 1, 'B', then_else },
    { "iftoggle", 1, 'B', is_set }, { "ifundef", 1, 'B', command_undefined },
    { "notblank", 1, 'B', not_blank }, { "notbool", 1, 'B', not_set },
    { "nottoggle", 1, 'B', not_set }, { "subfileswitch", 0, 'B', unknown },
};

static const struct choice *choice_of(fc_str name)
{
    return FC_ROW(choices, name);
}

/* \@ifnextchar[{...}{...}, \@ifnextchar\bgroup{...}{...}, \@ifstar{...}{...} */
static bool comes_next(fc_tex *t, fc_str c)
{
    if (!c.n)
        return fc_tex_star(t);
    fc_tex_skip_space(t);
    int next = fc_tex_peek(t);
    if (next != '\\' || c.p[0] != '\\')
        return next >= 0 && character(c) == next;
    struct fc_tex_frame *f = &t->frame[t->frames - 1];
    fc_str rest = { f->p, (size_t)(f->e - f->p) };
    return fc_str_starts(rest, c) && (rest.n == c.n || !fc_is_letter(rest.p[c.n]));
}

static void choose(fc_tex *t, const struct choice *c)
{
    fc_str arg[3] = { { NULL, 0 } }, yes, no = FC_STR("");
    for (unsigned i = 0; i < c->args; i++)
        arg[i] = fc_tex_arg(t);
    yes = fc_tex_arg(t);
    if (c->branches != 'T')
        no = fc_tex_arg(t);
    fc_tex_push(t, (c->branches == 'N' ? comes_next(t, arg[0]) : c->holds(t, arg)) ? yes
                                                                                  : no);
}

/* ---------------------------------------------------------------- from outside */

bool fc_tex_branch(fc_tex *t, fc_str name)
{
    char first = name.p[0];
    if (first == 'i' && begins_if(t, name)) {
        if (fc_str_is(name, "ifcase"))
            cases(t);
        else if (!condition(t, name))
            skip_branch(t);
        return true;
    }
    if (fc_str_is(name, "fi"))
        return true;
    if (fc_str_is(name, "else") || (t->cases && fc_str_is(name, "or"))) {
        skip_rest(t);
        return true;
    }
    const struct choice *c = NULL;
    if (first == '@' || first == 'I' || first == 'i' || first == 'n' || first == 's')
        c = choice_of(name);
    if (c)
        choose(t, c);
    return c;
}
