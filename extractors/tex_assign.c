/* tex_assign.c - assignments of TeX itself, which plain TeX and style files have many of:
 * codes of characters, registers, fonts. They print nothing, and what they set is for the
 * typesetter, so they are passed over; see tex.h. */
#include "extractors/tex.h"

static void pass(fc_tex *t, size_t n)
{
    t->frame[t->frames - 1].p += n;
}

/* The word that comes next, without blanks before it, when it is `s`. */
static bool word(fc_tex *t, const char *s)
{
    size_t n = strlen(s);
    if (fc_tex_peek(t) != s[0])
        return false;
    struct fc_tex_frame *f = &t->frame[t->frames - 1];
    fc_str rest = { f->p, (size_t)(f->e - f->p) };
    if (!fc_str_starts(rest, fc_str_of(s)) || (rest.n > n && fc_is_letter(rest.p[n])))
        return false;
    pass(t, n);
    return true;
}

void fc_tex_dimension(fc_tex *t)
{
    static const char *const ends[] = { "pt",   "in",    "cm", "mm",  "em",   "ex",
                                        "bp",   "pc",    "sp", "fil", "fill", "true",
                                        "plus", "minus", "by", "to" };
    for (bool more = true; more;) {
        fc_tex_skip_space(t);
        int c = fc_tex_peek(t);
        more = (c >= '0' && c <= '9') || (c > 0 && strchr("=-+.", c));
        if (more)
            pass(t, 1);
        for (size_t i = 0; !more && i < sizeof ends / sizeof *ends; i++)
            more = word(t, ends[i]);
    }
}

/* "=" and a number: digits, "FF, 'octal, `c, `\c, a length, or a command that is one. */
static void number(fc_tex *t)
{
    fc_tex_skip_space(t);
    if (fc_tex_peek(t) == '=')
        pass(t, 1);
    fc_tex_skip_space(t);
    int c = fc_tex_peek(t);
    if (c == '`') {
        pass(t, 1);
        if (fc_tex_peek(t) != '{' && fc_tex_peek(t) != '}')
            fc_tex_arg(t);
        else
            pass(t, 1);
    } else if (c == '"' || c == '\'') {
        do
            pass(t, 1);
        while ((c = fc_tex_peek(t)) > 0 && strchr("0123456789ABCDEF", c));
    } else if (c == '\\') {
        fc_tex_arg(t);
        fc_tex_dimension(t);
    } else {
        fc_tex_dimension(t);
    }
}

/* \catcode`\@=11 */
static void code(fc_tex *t)
{
    number(t);
    fc_tex_skip_space(t);
    if (fc_tex_peek(t) == '=')
        number(t);
}

/* \mathchardef\name="7B */
static void name_and_number(fc_tex *t)
{
    fc_tex_arg(t);
    number(t);
}

/* \font\name=cmr10 scaled \magstep1 */
static void font(fc_tex *t)
{
    fc_tex_arg(t);
    fc_tex_skip_space(t);
    if (fc_tex_peek(t) != '=')
        return;
    pass(t, 1);
    fc_tex_skip_space(t);
    for (int c; (c = fc_tex_peek(t)) > ' ' && !strchr("\\{}%", c);)
        pass(t, 1);
    fc_tex_skip_space(t);
    if (word(t, "scaled") || word(t, "at"))
        number(t);
}

/* \magstep1 */
static void step(fc_tex *t)
{
    int c = fc_tex_peek(t);
    if (c >= '0' && c <= '5')
        pass(t, 1);
}

/* \headline={...}; without "=" and brace it is no assignment. */
static void tokens(fc_tex *t)
{
    fc_tex_skip_space(t);
    if (fc_tex_peek(t) == '=')
        pass(t, 1);
    fc_tex_skip_space(t);
    if (fc_tex_peek(t) == '{')
        fc_tex_arg(t);
}

/* \toks0={...} */
static void token_register(fc_tex *t)
{
    number(t);
    tokens(t);
}

/* A register that the paper has named: "=3", "by 2"; elsewhere its value is meant. */
static void set_register(fc_tex *t)
{
    int c = fc_tex_peek(t);
    if ((c > 0 && strchr("=-0123456789", c)) || word(t, "by"))
        fc_tex_dimension(t);
}

/* \newcount\name: what the name sets from now on is passed over. */
static void new_register(fc_tex *t)
{
    fc_str name = fc_tex_arg(t);
    if (name.n < 2 || name.p[0] != '\\' || fc_tex_fixed(fc_str_sub(name, 1, name.n)))
        return;
    fc_tex_macro *m = fc_tex_define(t, fc_str_sub(name, 1, name.n));
    m->body = FC_STR("fc@register");
    m->alias = true;
}

/* \newtoks\name, \newread\name */
static void new_name(fc_tex *t)
{
    fc_tex_arg(t);
}

/* \lowercase{...}: the text of it; when it ends in "\def~" only what that means. */
static void lowercase(fc_tex *t)
{
    fc_str s = fc_str_trim(fc_tex_arg(t));
    size_t def = fc_str_find(s, FC_STR("\\def"));
    if (def == s.n && fc_str_find(s, FC_STR("\\let")) == s.n)
        fc_tex_push(t, s);
    else if (def + sizeof "\\def~" - 1 >= s.n)
        tokens(t);
}

/* In the order of strcmp. */
static const struct assignment {
    const char *name;
    void (*read)(fc_tex *t);
} assignments[] = {
    { "catcode", code }, { "chardef", name_and_number }, { "clubpenalty", number },
    { "count", code }, { "countdef", name_and_number }, { "delcode", code },
    { "delimitershortfall", number }, { "dimen", code },
    { "dimendef", name_and_number }, { "displaywidowpenalty", number },
    { "everydisplay", tokens }, { "everymath", tokens }, { "everypar", tokens },
    { "exhyphenpenalty", number }, { "fc@register", set_register }, { "font", font },
    { "footline", tokens }, { "hangafter", number }, { "hangindent", number },
    { "hbadness", number }, { "headline", tokens }, { "hfuzz", number },
    { "hyphenpenalty", number }, { "interdisplaylinepenalty", number },
    { "interlinepenalty", number }, { "lccode", code }, { "lineskip", number },
    { "lineskiplimit", number }, { "looseness", number }, { "lowercase", lowercase },
    { "magstep", step }, { "mathchardef", name_and_number }, { "mathcode", code },
    { "mathsurround", number }, { "maxdepth", number }, { "newbox", new_name },
    { "newcount", new_register }, { "newdimen", new_register }, { "newfam", new_name },
    { "newmuskip", new_register }, { "newread", new_name }, { "newskip", new_register },
    { "newtoks", new_name }, { "newwrite", new_name }, { "output", tokens },
    { "overfullrule", number }, { "pageno", number }, { "postdisplaypenalty", number },
    { "predisplaypenalty", number }, { "pretolerance", number },
    { "scriptspace", number }, { "sfcode", code }, { "skip", code },
    { "tabskip", number }, { "toks", token_register }, { "tolerance", number },
    { "topskip", number }, { "uccode", code }, { "vbadness", number },
    { "vfuzz", number }, { "widowpenalty", number },
};

bool fc_tex_assignment(fc_tex *t, fc_str name)
{
    static const char firsts[] = "cdefhilmnopstuvw";
    if (!memchr(firsts, name.p[0], sizeof firsts - 1))
        return false;
    const struct assignment *a = FC_ROW(assignments, name);
    if (a)
        a->read(t);
    return a;
}
