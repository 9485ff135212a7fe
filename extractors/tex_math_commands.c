/* tex_math_commands.c - commands in a formula: most stand as they are; those that hold
 * text, that refer to something or that only a package or the paper knows are made what
 * every reader of formulas knows. See tex_math.h. */
#include "extractors/tex_math.h"

static void reference(fc_tex_doc *d, fc_tex_math *f, fc_str name)
{
    fc_str key = fc_tex_name(&d->t, fc_tex_arg(&d->t));
    bool parens = fc_str_is(name, "eqref");
    for (size_t i = d->labels; i-- > 0;)
        if (fc_str_eq(d->label[i].key, key)) {
            key = d->label[i].number;
            break;
        }
    fc_tex_math_add_text(f, parens ? "\\text{(" : "\\text{");
    fc_tex_math_add(f, key.p, key.n);
    fc_tex_math_add_text(f, parens ? ")}" : "}");
}

/* In the order of strcmp. */
static const struct row {
    const char *name;
    enum { OTHER, LABEL, REFERENCE, ENVIRONMENT, GROUP, BOX, TEX_OR_PDF, CHOICE, TAG,
           NUMBER } does;       /* BOX: holds text */
    unsigned char args;         /* of a box: arguments before its text that only tell how
                                   it looks, which go with the command */
} commands[] = {
    { "begin", ENVIRONMENT, 0 }, { "bgroup", GROUP, 0 }, { "colorbox", BOX, 1 },
    { "egroup", GROUP, 0 }, { "emph", BOX, 0 }, { "end", ENVIRONMENT, 0 },
    { "eqno", NUMBER, 0 }, { "eqref", REFERENCE, 0 }, { "fbox", BOX, 0 },
    { "fcolorbox", BOX, 2 }, { "framebox", BOX, 0 }, { "hbox", BOX, 0 },
    { "intertext", BOX, 0 }, { "label", LABEL, 0 }, { "leqno", NUMBER, 0 },
    { "makebox", BOX, 0 }, { "mathchoice", CHOICE, 0 }, { "mbox", BOX, 0 },
    { "parbox", BOX, 1 }, { "raisebox", BOX, 1 }, { "ref", REFERENCE, 0 },
    { "resizebox", BOX, 2 }, { "rotatebox", BOX, 1 }, { "scalebox", BOX, 1 },
    { "shortintertext", BOX, 0 }, { "tag", TAG, 0 }, { "texorpdfstring", TEX_OR_PDF, 0 },
    { "text", BOX, 0 }, { "textbf", BOX, 0 }, { "textit", BOX, 0 }, { "textmd", BOX, 0 },
    { "textnormal", BOX, 0 }, { "textrm", BOX, 0 }, { "textsc", BOX, 0 },
    { "textsf", BOX, 0 }, { "textsl", BOX, 0 }, { "texttt", BOX, 0 },
    { "textup", BOX, 0 }, { "vbox", BOX, 0 },
};

/* Shapes that text keeps; of all other boxes only the text counts. */
static bool keeps_shape(fc_str name)
{
    static const char *const shapes[] = { "textbf", "textit", "textrm",
                                          "textsf", "texttt", NULL };
    return fc_str_in(name, shapes);
}

static void text_box(fc_tex *t, fc_tex_math *f, const struct row *b)
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
    fc_tex_math_add_name(f, keeps_shape(name) ? name : FC_STR("text"));
}

/* \tag{...}; within rows, where readers of formulas know none, and with a formula in it,
 * it is text behind the row. */
static void tag(fc_tex *t, fc_tex_math *f, bool rows)
{
    bool star = fc_tex_star(t);
    fc_str arg = fc_tex_arg(t);
    rows |= fc_str_findc(arg, '$') < arg.n;
    fc_str parts[] = { FC_STR("\\text{("), arg, FC_STR(")}") };
    if (star || !rows) {
        parts[0] = rows ? FC_STR("\\text{") : FC_STR("{");
        parts[2] = FC_STR("}");
    }
    fc_tex_math_add_text(f, rows ? "\\qquad" : star ? "\\tag*" : "\\tag");
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
static void add_printed(fc_tex_math *f, fc_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '$') {
            fc_tex_math_dollar(f);
            i += i + 1 < s.n && s.p[i + 1] == '$';
            continue;
        }
        if (strchr("%&#_", s.p[i]) && !f->out_of_text)
            fc_tex_math_add_text(f, "\\");
        fc_tex_math_add(f, s.p + i, 1);
    }
}

/* Citations and notes, which are text. */
static bool cites(fc_tex_doc *d, fc_tex_math *f, fc_str name)
{
    static const char *const names[] = { "Cref", "cite", "citep", "citet", "cref",
                                         "footnote" };
    bool known, text = f->texts && !f->out_of_text;
    if (!FC_ROW(names, name))
        return false;
    fc_str s = printed(d, name, any_command, &known);
    if (!text) {
        f->text_due = true;
        fc_tex_math_add_text(f, "\\text");
        fc_tex_math_brace(f, true);
    }
    add_printed(f, s);
    if (!text)
        fc_tex_math_brace(f, false);
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
static bool other_command(fc_tex_doc *d, fc_tex_math *f, fc_str name)
{
    bool known;
    if (drop(&d->t, name) || cites(d, f, name) || fc_tex_late(d, name) ||
        overlay(d, name))
        return true;
    fc_str s = printed(d, name, fc_tex_quantity, &known);
    if (known && s.n) {
        fc_tex_math_add_text(f, "\\text{");
        fc_tex_math_add(f, s.p, s.n);
        fc_tex_math_add_text(f, "}");
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
        fc_tex_math_add_text(f, name.p[0] == 'z' ? "0pt" : "pt");
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

/* \begin or \end, of an inner environment or the formula's own: true when the formula
 * ends here. What the paper made is read as its text. */
static bool environment_mark(fc_tex_doc *d, fc_tex_math *f, fc_str which)
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
    fc_tex_math_add_name(f, fc_concat(d->t.a, shown, 3));
    fc_tex_math_add_text(f, "}");
    return false;
}

/* \texorpdfstring{TeX}{plain} */
static void tex_or_pdf(fc_tex *t)
{
    fc_str tex = fc_tex_arg(t);
    fc_tex_arg(t);
    fc_tex_push(t, tex);
}

static void label(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_tex_label_here(d, fc_tex_name(&d->t, fc_tex_arg(&d->t)));
}

/* One that a reader of formulas knows, unless it is made something else. */
static void as_it_stands(fc_tex_doc *d, fc_tex_math *f, fc_str name)
{
    if (!fc_tex_standard(name) && other_command(d, f, name))
        return;
    if (fc_str_is(name, "\\") && f->environment.n && !f->inner && !f->depth &&
        f->environment.p[f->environment.n - 1] != '*')
        fc_tex_math_number(d);
    fc_tex_math_add_name(f, name);
}

bool fc_tex_math_command(fc_tex_doc *d, fc_tex_math *f, fc_str name)
{
    if ((f->end == ')' || f->end == ']') && name.n == 1 && name.p[0] == f->end)
        return true;
    const struct row *row = FC_ROW(commands, name);
    switch (row ? row->does : OTHER) {
    case LABEL: label(d); break;
    case REFERENCE: reference(d, f, name); break;
    case ENVIRONMENT: return environment_mark(d, f, name);
    case GROUP: fc_tex_math_brace(f, name.p[0] == 'b'); break;
    case BOX: text_box(&d->t, f, row); break;
    case TEX_OR_PDF: tex_or_pdf(&d->t); break;
    case CHOICE: choice(&d->t, f->end != '$' && f->end != ')'); break;
    case TAG: tag(&d->t, f, f->environment.n || f->inner); break;
    case NUMBER:
        if (!f->depth && !f->inner && !f->numbered) {
            f->numbered = true;
            f->number_at = f->n;
            break;
        }
        /* fall through */
    case OTHER: as_it_stands(d, f, name);
    }
    return false;
}
