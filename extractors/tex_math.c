/* tex_math.c - formulas: TeX as it stands, but for the paper's own macros, which are
 * expanded, and what only numbers or labels them. See tex.h. */
#include "extractors/tex.h"

enum { TEXTS = 16 };

/* The formula so far. */
typedef struct formula {
    fc_arena *a;
    char *p;
    size_t n, cap;
    unsigned depth;             /* open braces */
    unsigned inner;             /* open \begin */
    unsigned text[TEXTS];       /* depths of the braces of \text{...} */
    unsigned texts;
    bool text_due;              /* \text was read: its brace comes next */
    bool out_of_text;           /* within $...$ in \text{...}, which was ended for it */
    bool named;                 /* what was written last is the name of a command */
    bool numbered;              /* \eqno was read: what follows is no formula but its
                                   number */
    size_t number_at;           /* where it begins */
} formula;

static void add(formula *f, const char *p, size_t n)
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

static void add_text(formula *f, const char *s)
{
    add(f, s, strlen(s));
}

static void add_space(formula *f)
{
    if (f->n && f->p[f->n - 1] != ' ')
        add(f, " ", 1);
}

static void add_command(formula *f, fc_str name)
{
    if (name.n == 1 && (name.p[0] == '\n' || name.p[0] == '\t' || name.p[0] == '\r'))
        name = FC_STR(" ");
    add(f, "\\", 1);
    add(f, name.p, name.n);
    char c = name.n ? name.p[name.n - 1] : '\0';
    f->named = fc_is_letter(c);
}

static bool one_of(fc_str s, const char *const *list)
{
    for (; *list; list++)
        if (s.n && s.p[0] == (*list)[0] && fc_str_is(s, *list))
            return true;
    return false;
}

/* "\text{" without anything in it. */
static bool drop_empty_text(formula *f)
{
    static const char empty[] = "\\text{";
    size_t n = sizeof empty - 1;
    if (f->n < n || memcmp(f->p + f->n - n, empty, n) != 0)
        return false;
    f->n -= n;
    return true;
}

/* $ within braces: inside of \text it begins and ends a formula, which is moved out of
 * it, so that no $ stands within $...$. */
static void inner_dollar(formula *f)
{
    if (!f->texts)
        return; /* of a box that is not known to hold text */
    if (f->out_of_text)
        add_text(f, "\\text{");
    else if (!drop_empty_text(f))
        add_text(f, "}");
    f->out_of_text = !f->out_of_text;
}

static void brace(formula *f, bool open)
{
    if (open) {
        f->depth++;
        if (f->text_due && f->texts < TEXTS)
            f->text[f->texts++] = f->depth;
        f->text_due = false;
        add_text(f, "{");
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
    add_text(f, "}");
}

static void reference(fc_tex_doc *d, formula *f, fc_str name)
{
    fc_str key = fc_tex_name(&d->t, fc_tex_arg(&d->t));
    bool parens = fc_str_is(name, "eqref");
    for (size_t i = d->labels; i-- > 0;)
        if (fc_str_eq(d->label[i].key, key)) {
            key = d->label[i].number;
            break;
        }
    add_text(f, parens ? "\\text{(" : "\\text{");
    add(f, key.p, key.n);
    add_text(f, parens ? ")}" : "}");
}

/* Commands that hold text, in the order of strcmp: arguments before it that only tell how
 * it looks, which go with the command. */
static const struct box { const char *name; unsigned char args; } boxes[] = {
    { "colorbox", 1 }, { "emph", 0 }, { "fbox", 0 }, { "fcolorbox", 2 },
    { "framebox", 0 }, { "hbox", 0 }, { "intertext", 0 }, { "makebox", 0 },
    { "mbox", 0 }, { "parbox", 1 }, { "raisebox", 1 }, { "resizebox", 2 },
    { "rotatebox", 1 }, { "scalebox", 1 }, { "shortintertext", 0 }, { "text", 0 },
    { "textbf", 0 }, { "textit", 0 }, { "textmd", 0 }, { "textnormal", 0 },
    { "textrm", 0 }, { "textsc", 0 }, { "textsf", 0 }, { "textsl", 0 },
    { "texttt", 0 }, { "textup", 0 }, { "vbox", 0 },
};

/* Shapes that text keeps; of all other boxes only the text counts. */
static bool keeps_shape(fc_str name)
{
    static const char *const shapes[] = { "textbf", "textit", "textrm",
                                          "textsf", "texttt", NULL };
    return one_of(name, shapes);
}

static void text_box(fc_tex *t, formula *f, const struct box *b)
{
    fc_str name = fc_str_of(b->name), option;
    bool sized = name.p[0] != 't';
    for (unsigned i = 0; sized && i <= b->args; i++) {
        while (fc_tex_optional(t, &option))
            ;
        if (i < b->args)
            fc_tex_arg(t);
    }
    if (fc_str_ends(name, FC_STR("hbox")) && fc_tex_peek(t) == 't') /* "\hbox to 2cm{" */
        for (int i = 0; i < 4 && fc_tex_peek(t) != '{'; i++)
            fc_tex_raw(t);
    fc_tex_skip_space(t);
    if (fc_tex_comes(t, FC_STR("\\bgroup"), strlen("\\bgroup")))
        return; /* of an environment: what is in it ends somewhere else */
    f->text_due = fc_tex_peek(t) == '{';
    add_command(f, keeps_shape(name) ? name : FC_STR("text"));
}

/* \tag{...}; within rows, where readers of formulas know none, and with a formula in it,
 * it is text behind the row. */
static void tag(fc_tex *t, formula *f, bool rows)
{
    bool star = fc_tex_star(t);
    fc_str arg = fc_tex_arg(t);
    rows |= fc_str_findc(arg, '$') < arg.n;
    fc_str parts[] = { FC_STR("\\text{("), arg, FC_STR(")}") };
    if (star || !rows) {
        parts[0] = rows ? FC_STR("\\text{") : FC_STR("{");
        parts[2] = FC_STR("}");
    }
    add_text(f, rows ? "\\qquad" : star ? "\\tag*" : "\\tag");
    fc_tex_push(t, fc_concat(t->a, parts, 3));
}

/* What is for the typesetter. */
static bool drop(fc_tex *t, fc_str name)
{
    static const char *const names[] = { /* in the order of strcmp */
        "allowbreak", "begingroup", "bigskip", "displaybreak", "endgroup", "ensuremath",
        "leavevmode", "linebreak", "medskip", "nobreak", "noindent", "nonscript",
        "nonumber", "nopagebreak", "notag", "pagebreak", "protect", "smallskip", "xspace"
    };
    fc_str option;
    if (!FC_ROW(names, name))
        return false;
    if (fc_str_ends(name, FC_STR("break")))
        fc_tex_optional(t, &option);
    return true;
}

/* What a command of text prints, for a formula or for the text within one. */
static fc_str printed(fc_tex_doc *d, fc_str name, bool (*print)(fc_tex_doc *, fc_str),
                      bool *known)
{
    fc_tex_out outer = d->out;
    d->out = (fc_tex_out){ .a = d->t.a, .flat = true };
    *known = print(d, name);
    fc_str s = fc_str_trim((fc_str){ d->out.p, d->out.n });
    d->out = outer;
    return s;
}

static bool any_command(fc_tex_doc *d, fc_str name)
{
    bool math = d->t.in_math;
    d->t.in_math = false;
    fc_tex_command(d, name);
    d->t.in_math = math;
    return true;
}

/* Text that was printed into \text{...}; formulas in it are moved out of it. */
static void add_printed(formula *f, fc_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '$') {
            inner_dollar(f);
            i += i + 1 < s.n && s.p[i + 1] == '$';
            continue;
        }
        if (strchr("%&#_", s.p[i]) && !f->out_of_text)
            add_text(f, "\\");
        add(f, s.p + i, 1);
    }
}

/* Citations and notes, which are text. */
static bool cites(fc_tex_doc *d, formula *f, fc_str name)
{
    static const char *const names[] = { "Cref", "cite", "citep", "citet", "cref",
                                         "footnote" };
    bool known, text = f->texts && !f->out_of_text;
    if (!FC_ROW(names, name))
        return false;
    fc_str s = printed(d, name, any_command, &known);
    if (!text) {
        f->text_due = true;
        add_text(f, "\\text");
        brace(f, true);
    }
    add_printed(f, s);
    if (!text)
        brace(f, false);
    return true;
}

/* Of slides: "\only<2->{x}" is {x}. */
static bool overlay(fc_tex_doc *d, fc_str name)
{
    static const char *const names[] = { "alert", "alt", "invisible", "only", "onslide",
                                         "pause", "temporal", "uncover", "visible" };
    fc_tex *t = &d->t;
    if (!d->slides)
        return false;
    if (fc_tex_peek(t) == '<' && fc_tex_comes(t, FC_STR(">"), 24))
        fc_tex_until(t, FC_STR(">"));
    if (fc_str_is(name, "alt") || fc_str_is(name, "temporal")) {
        fc_str parts[] = { FC_STR("{"), fc_tex_arg(t), FC_STR("}") };
        for (int more = name.p[0] == 'a' ? 1 : 2; more; more--)
            fc_tex_arg(t);
        fc_tex_push(t, fc_concat(t->a, parts, 3));
    }
    return FC_ROW(names, name);
}

/* One that is not known to every reader of formulas: defined by a file that nothing read,
 * a quantity or chemistry, which are text, or by a package; inner ones of TeX go, and
 * what sets something. */
static bool other_command(fc_tex_doc *d, formula *f, fc_str name)
{
    bool known;
    if (drop(&d->t, name) || cites(d, f, name) || fc_tex_late(d, name) ||
        overlay(d, name))
        return true;
    fc_str s = printed(d, name, fc_tex_quantity, &known);
    if (known && s.n) {
        add_text(f, "\\text{");
        add(f, s.p, s.n);
        add_text(f, "}");
    }
    if (known || fc_tex_builtin(&d->t, name))
        return true;
    if (f->texts && !f->out_of_text) {
        add_printed(f, printed(d, name, any_command, &known));
        return true;
    }
    if (fc_str_is(name, "z@") && fc_str_ends((fc_str){ f->p, f->n }, FC_STR("\\kern")))
        f->n -= strlen("\\kern"); /* by 0pt */
    else if (fc_str_is(name, "z@") || fc_str_is(name, "p@"))
        add_text(f, name.p[0] == 'z' ? "0pt" : "pt");
    if (fc_str_findc(name, '@') < name.n && !fc_str_starts(name, FC_STR("xymatrix")))
        return true;
    return fc_tex_silent(d, name);
}

/* \mathchoice{display}{text}{script}{smaller} */
static void choice(fc_tex *t, bool display)
{
    fc_str first = fc_tex_arg(t), second = fc_tex_arg(t);
    fc_tex_arg(t);
    fc_tex_arg(t);
    fc_str parts[] = { FC_STR("{"), display ? first : second, FC_STR("}") };
    fc_tex_push(t, fc_concat(t->a, parts, 3));
}

/* The number of a formula, or of a line of one. */
static void number(fc_tex_doc *d)
{
    d->current = fc_printf(d->t.a, "%u", ++d->equation);
    d->kind = "equation";
}

/* \begin or \end, of an inner environment or the formula's own: true when the formula
 * ends here. What the paper made is read as its text. */
static bool environment_mark(fc_tex_doc *d, formula *f, fc_str which)
{
    fc_str env = fc_str_trim(fc_tex_arg(&d->t));
    fc_str made[] = { which, FC_STR(" "), env }, shown[] = { which, FC_STR("{"), env };
    fc_str macro = fc_concat(d->t.a, made, 3);
    if (!fc_tex_is_math(env) && fc_tex_macro_find(&d->t, macro)) {
        fc_tex_expand_named(&d->t, macro);
        return false;
    }
    bool begin = which.n == 5;
    if (!begin && !f->inner)
        return true; /* its own, or one that it lacks */
    f->inner += begin ? 1 : -1u;
    add_command(f, fc_concat(d->t.a, shown, 3));
    add_text(f, "}");
    return false;
}

/* True when the formula ends here. */
static bool command(fc_tex_doc *d, formula *f, fc_str name, int end, fc_str environment)
{
    const struct box *b;
    fc_str option;
    if ((end == ')' || end == ']') && name.n == 1 && name.p[0] == end)
        return true;
    if (fc_str_is(name, "label")) {
        fc_tex_optional(&d->t, &option);
        fc_tex_label_here(d, fc_tex_name(&d->t, fc_tex_arg(&d->t)));
    } else if (fc_str_is(name, "ref") || fc_str_is(name, "eqref")) {
        reference(d, f, name);
    } else if (fc_str_is(name, "begin") || fc_str_is(name, "end")) {
        return environment_mark(d, f, name);
    } else if (fc_str_is(name, "bgroup") || fc_str_is(name, "egroup")) {
        brace(f, name.p[0] == 'b');
    } else if ((b = FC_ROW(boxes, name))) {
        text_box(&d->t, f, b);
    } else if (fc_str_is(name, "texorpdfstring")) {
        fc_str tex = fc_tex_arg(&d->t);
        fc_tex_arg(&d->t);
        fc_tex_push(&d->t, tex);
    } else if (fc_str_is(name, "mathchoice")) {
        choice(&d->t, end != '$' && end != ')');
    } else if (fc_str_is(name, "tag")) {
        tag(&d->t, f, environment.n || f->inner);
    } else if ((fc_str_is(name, "eqno") || fc_str_is(name, "leqno")) && !f->depth &&
               !f->inner && !f->numbered) {
        f->numbered = true;
        f->number_at = f->n;
    } else if (fc_tex_standard(name) || !other_command(d, f, name)) {
        if (fc_str_is(name, "\\") && environment.n && !f->inner && !f->depth &&
            environment.p[environment.n - 1] != '*')
            number(d);
        add_command(f, name);
    }
    return false;
}

/* "\eqno(3.1)": what labels mean here, and no part of the formula. */
static void take_number(fc_tex_doc *d, formula *f)
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
    formula f = { .a = d->t.a };
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
                inner_dollar(&f);
            else if (end == 'D' && fc_tex_peek(t) == '$')
                done = fc_tex_raw(t).kind == FC_TEX_MATH;
            else
                done = end == '$';
            break;
        case FC_TEX_OPEN:
        case FC_TEX_CLOSE:
            brace(&f, tok.kind == FC_TEX_OPEN);
            break;
        case FC_TEX_COMMAND:
            done = command(d, &f, tok.s, end, environment);
            break;
        default:
            add(&f, tok.s.p, tok.s.n);
        }
    }
    while (f.depth)
        brace(&f, false);
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
    return one_of(environment, plain_environments) ||
           one_of(environment, row_environments);
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
    bool rows = one_of(name, row_environments), inline_math = fc_str_is(name, "math");
    fc_str option;
    if (fc_str_starts(name, FC_STR("alignat")) ||
        fc_str_starts(name, FC_STR("xalignat")) || fc_str_starts(name, FC_STR("IEEE")))
        fc_tex_arg(&d->t);
    if (fc_str_is(name, "empheq")) {
        fc_tex_optional(&d->t, &option);
        fc_tex_arg(&d->t);
    }
    if (name.p[name.n - 1] != '*' && !inline_math && !fc_str_is(name, "displaymath"))
        number(d);
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
