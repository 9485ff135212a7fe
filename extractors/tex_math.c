/* tex_math.c - formulas: TeX as it stands, but for the paper's own macros, which are
 * expanded, and what only numbers or labels them. See tex.h. */
#include "extractors/tex_math.h"

void fc_tex_math_add(fc_tex_math *f, const char *p, size_t n)
{
    if (f->cap - f->n < n + 1) {
        size_t cap = 2 * f->cap + n + 64;
        f->p = fc_grow(f->a, f->p, f->cap, cap);
        f->cap = cap;
    }
    if (f->named && n && fc_is_letter(p[0]))
        f->p[f->n++] = ' ';
    f->named = false;
    if (n)
        memcpy(f->p + f->n, p, n);
    f->n += n;
}

/* A blank, unless one is there. */
static void add_space(fc_tex_math *f)
{
    if (f->n && f->p[f->n - 1] != ' ')
        fc_tex_math_add(f, " ", 1);
}

void fc_tex_math_add_name(fc_tex_math *f, fc_str name)
{
    if (name.n == 1 && (name.p[0] == '\n' || name.p[0] == '\t' || name.p[0] == '\r'))
        name = FC_STR(" ");
    fc_tex_math_add(f, "\\", 1);
    fc_tex_math_add(f, name.p, name.n);
    char c = name.n ? name.p[name.n - 1] : '\0';
    f->named = fc_is_letter(c);
}

/* "\text{" without anything in it. */
static bool drop_empty_text(fc_tex_math *f)
{
    static const char empty[] = "\\text{";
    size_t n = sizeof empty - 1;
    if (f->n < n || memcmp(f->p + f->n - n, empty, n) != 0)
        return false;
    f->n -= n;
    return true;
}

void fc_tex_math_dollar(fc_tex_math *f)
{
    if (!f->texts)
        return; /* of a box that is not known to hold text */
    if (f->out_of_text)
        fc_tex_math_add_text(f, "\\text{");
    else if (!drop_empty_text(f))
        fc_tex_math_add_text(f, "}");
    f->out_of_text = !f->out_of_text;
}

void fc_tex_math_brace(fc_tex_math *f, bool open)
{
    if (open) {
        f->depth++;
        if (f->text_due && f->texts < FC_TEX_MATH_TEXTS)
            f->text[f->texts++] = f->depth;
        f->text_due = false;
        fc_tex_math_add_text(f, "{");
        return;
    }
    if (!f->depth)
        return;
    if (f->texts && f->text[f->texts - 1] == f->depth) {
        f->texts--;
        if (f->out_of_text) { /* an odd number of $ */
            f->out_of_text = false;
            f->depth--;
            return;
        }
        if (drop_empty_text(f)) {
            f->depth--;
            return;
        }
    }
    f->depth--;
    fc_tex_math_add_text(f, "}");
}

void fc_tex_math_number(fc_tex_doc *d)
{
    d->current = fc_printf(d->t.a, "%u", ++d->equation);
    d->kind = "equation";
}

/* "\eqno(3.1)": what labels mean here, and no part of the formula. */
static void take_number(fc_tex_doc *d, fc_tex_math *f)
{
    fc_str s = fc_str_trim(fc_str_sub((fc_str){ f->p, f->n }, f->number_at, f->n));
    if (s.n > 1 && s.p[0] == '(' && s.p[s.n - 1] == ')')
        s = fc_str_sub(s, 1, s.n - 1);
    d->current = s.n ? fc_copy(d->t.a, s) : FC_STR("");
    d->kind = "equation";
    f->n = f->number_at;
}

/* Blanks and line breaks at the end, and rows without anything, go: no backslash may
 * stand before the $ that ends the formula. */
static fc_str without_end(fc_str s)
{
    for (s = fc_str_trim(s); s.n && s.p[s.n - 1] == '\\';)
        s = fc_str_trim(fc_str_sub(s, 0, s.n - 1));
    return s;
}

/* Up to the end of the formula. */
static fc_str collect(fc_tex_doc *d, int end, fc_str environment)
{
    fc_tex_math f = { .a = d->t.a, .end = end, .environment = environment };
    fc_tex *t = &d->t;
    bool done = false, was = t->in_math;
    t->in_math = true;
    while (!done) {
        fc_tex_token tok = fc_tex_next(t);
        switch (tok.kind) {
        case FC_TEX_END:
            done = true;
            break;
        case FC_TEX_PAR:
            done = end == '$' && !f.texts; /* TeX gives up here too */
            add_space(&f);
            break;
        case FC_TEX_SPACE:
            add_space(&f);
            break;
        case FC_TEX_MATH:
            if (f.texts || f.depth)
                fc_tex_math_dollar(&f);
            else if (end == 'D' && fc_tex_peek(t) == '$')
                done = fc_tex_raw(t).kind == FC_TEX_MATH;
            else
                done = end == '$';
            break;
        case FC_TEX_OPEN:
        case FC_TEX_CLOSE:
            fc_tex_math_brace(&f, tok.kind == FC_TEX_OPEN);
            break;
        case FC_TEX_COMMAND:
            done = fc_tex_math_command(d, &f, tok.s);
            break;
        default:
            fc_tex_math_add(&f, tok.s.p, tok.s.n);
        }
    }
    while (f.depth)
        fc_tex_math_brace(&f, false);
    t->in_math = was;
    if (f.numbered)
        take_number(d, &f);
    return without_end((fc_str){ f.p, f.n });
}

static void write(fc_tex_doc *d, const char *before, fc_str math, const char *after,
                  bool display)
{
    if (!math.n)
        return;
    fc_str parts[] = { fc_str_of(before), math, fc_str_of(after) };
    fc_str s = fc_concat(d->t.a, parts, 3);
    d->formulas++;
    d->displays += display;
    if (display && !d->out.flat)
        fc_tex_block(&d->out, s);
    else
        fc_tex_put(&d->out, s);
}

void fc_tex_formula(fc_tex_doc *d, int end)
{
    fc_str math = collect(d, end, FC_STR(""));
    bool display = end == 'D' || end == ']';
    write(d, display ? "$$" : "$", math, display ? "$$" : "$", display);
}

static const char *const plain_environments[] = { "equation", "equation*", "displaymath",
                                                  "math",     "dmath",     "dmath*",
                                                  "empheq",   NULL };
static const char *const row_environments[] = {
    "align",    "align*",    "gather",       "gather*",       "multline", "multline*",
    "eqnarray", "eqnarray*", "alignat",      "alignat*",      "flalign",  "flalign*",
    "xalignat", "dgroup",    "IEEEeqnarray", "IEEEeqnarray*", NULL
};

bool fc_tex_is_math(fc_str environment)
{
    return fc_str_in(environment, plain_environments) ||
           fc_str_in(environment, row_environments);
}

/* The name that a reader of TeX without packages knows. */
static const char *rows_name(fc_str name)
{
    if (fc_str_starts(name, FC_STR("gather")))
        return "gathered";
    return fc_str_starts(name, FC_STR("multline")) ? "gathered" : "aligned";
}

void fc_tex_math_environment(fc_tex_doc *d, fc_str name)
{
    bool rows = fc_str_in(name, row_environments), inline_math = fc_str_is(name, "math");
    fc_str option;
    if (fc_str_starts(name, FC_STR("alignat")) ||
        fc_str_starts(name, FC_STR("xalignat")) || fc_str_starts(name, FC_STR("IEEE")))
        fc_tex_arg(&d->t);
    if (fc_str_is(name, "empheq")) {
        fc_tex_optional(&d->t, &option);
        fc_tex_arg(&d->t);
    }
    if (name.p[name.n - 1] != '*' && !inline_math && !fc_str_is(name, "displaymath"))
        fc_tex_math_number(d);
    fc_str math = collect(d, 'E', rows ? name : FC_STR(""));
    bool display = !inline_math;
    const char *dollars = display ? "$$" : "$";
    if (!rows ||
        fc_str_find(math, FC_STR("\\\\")) + fc_str_findc(math, '&') == 2 * math.n) {
        write(d, dollars, math, dollars, display);
        return;
    }
    fc_str env = fc_str_of(rows_name(name)), mark = fc_str_of(dollars);
    fc_str before[] = { mark, FC_STR("\\begin{"), env, FC_STR("}") };
    fc_str after[] = { FC_STR("\\end{"), env, FC_STR("}"), mark };
    write(d, fc_concat(d->t.a, before, 4).p, math, fc_concat(d->t.a, after, 4).p,
          display);
}
