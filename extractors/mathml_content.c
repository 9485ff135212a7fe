/* mathml_content.c - content MathML: what a formula means, written as it is read.
 *
 * <apply> has an operator and its arguments; mathml_operations.h says how each operator
 * is written and how tightly it binds, so that an argument that binds less gets
 * parentheses. Like all pieces these are made from the last node to the first. */
#include "base/str.h"
#include "extractors/mathml_operations.h"
#include "extractors/mathml_parts.h"

enum { MAX_ARGS = 64 };         /* of one <apply>; more are left out */

/* The element's name without its prefix. */
static fc_str name_of(const fc_mathml *m, uint32_t node)
{
    fc_str name = fc_dom_name(m->dom, node);
    size_t colon = fc_str_findc(name, ':');
    return colon < name.n ? fc_str_sub(name, colon + 1, name.n) : name;
}

/* ------------------------------------------------------------------------ application */

/* An <apply> taken apart. */
typedef struct application {
    fc_mathml *m;
    const fc_operation *op;     /* NULL: a function of the formula's own */
    const fc_piece *head;       /* its piece */
    const fc_piece *arg[MAX_ARGS];
    unsigned args;
    const fc_piece *variable, *low, *high, *degree, *condition;
} application;

static void take(application *f, uint32_t node)
{
    static const char *const names[] = { "bvar",
                                         "lowlimit",
                                         "uplimit",
                                         "degree",
                                         "logbase",
                                         "condition",
                                         "domainofapplication",
                                         "momentabout" };
    const fc_piece **place[] = { &f->variable, &f->low, &f->high, &f->degree, &f->degree,
                                 &f->condition, &f->condition, &f->condition };
    const fc_piece *c = fc_piece_of(f->m, node);
    fc_str name = name_of(f->m, node);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_is(name, names[i])) {
            *place[i] = c;
            return;
        }
    if (f->args < MAX_ARGS)
        f->arg[f->args++] = c;
}

/* An argument of an operator that binds at this level. */
static void put_arg(fc_mathml *m, const fc_piece *c, unsigned level)
{
    bool loose = c->level && c->level < level;
    fc_piece_text(m, loose ? "(" : "");
    fc_piece_put(m, fc_piece_str(c));
    fc_piece_text(m, loose ? ")" : "");
}

static fc_piece done(fc_mathml *m, unsigned kind, unsigned level)
{
    fc_piece c = fc_piece_end(m, kind);
    c.level = (uint8_t)level;
    return c;
}

static bool is_digit(const fc_piece *c)
{
    return c->n && fc_is_digit(c->p[0]);
}

static fc_piece infix(application *f, const char *tex, unsigned level)
{
    fc_mathml *m = f->m;
    for (unsigned i = 0; i < f->args; i++) {
        if (i && !*tex)
            fc_piece_text(m, is_digit(f->arg[i]) ? " \\cdot " : " ");
        else if (i) {
            fc_piece_text(m, " ");
            fc_piece_text(m, tex);
            fc_piece_text(m, " ");
        }
        /* a - (b - c); a + (b - c) needs none */
        put_arg(m, f->arg[i], level + (i && (*tex == '-' || level == RELATION)));
    }
    return done(m, FC_PIECE_ROW, level);
}

static void put_call(fc_mathml *m, fc_str name, const application *f)
{
    fc_piece_put(m, name);
    fc_piece_text(m, "(");
    for (unsigned i = 0; i < f->args; i++) {
        fc_piece_text(m, i ? ", " : "");
        fc_piece_put(m, fc_piece_str(f->arg[i]));
    }
    fc_piece_text(m, ")");
}

/* A simple argument of a known function needs no parentheses: \sin x. */
static fc_piece call(application *f, const char *tex)
{
    fc_mathml *m = f->m;
    if (f->args == 1 && !f->arg[0]->level && f->arg[0]->kind != FC_PIECE_ROW) {
        fc_piece_text(m, tex);
        fc_piece_text(m, " ");
        fc_piece_put(m, fc_piece_str(f->arg[0]));
    } else {
        put_call(m, fc_str_of(tex), f);
    }
    return done(m, FC_PIECE_ROW, PRODUCT);
}

static void put_below(fc_mathml *m, const char *mark, const fc_piece *c)
{
    if (!c)
        return;
    fc_piece_text(m, mark);
    fc_piece_group(m, c);
}

/* sum, product, int, limit: bounds, what is added up, and dx. */
static fc_piece bounded(application *f)
{
    fc_mathml *m = f->m;
    bool integral = fc_str_is(fc_str_of(f->op->name), "int");
    bool limit = fc_str_is(fc_str_of(f->op->name), "limit");
    fc_piece_text(m, f->op->tex);
    if (f->condition) {
        put_below(m, "_", f->condition);
    } else if (f->low) {
        fc_piece_text(m, "_{");
        if (f->variable && !integral) {
            fc_piece_put(m, fc_piece_str(f->variable));
            fc_piece_text(m, limit ? " \\to " : " = ");
        }
        fc_piece_put(m, fc_piece_str(f->low));
        fc_piece_text(m, "}");
    }
    put_below(m, "^", f->high);
    fc_piece_text(m, " ");
    if (f->args)
        put_arg(m, f->arg[0], PRODUCT);
    if (integral && f->variable) {
        fc_piece_text(m, " \\, d");
        fc_piece_put(m, fc_piece_str(f->variable));
    }
    return done(m, FC_PIECE_ROW, PRODUCT);
}

/* diff, partialdiff: \frac{d f}{d x}; without a variable f'. */
static fc_piece derivative(application *f)
{
    fc_mathml *m = f->m;
    const fc_piece *what = f->args ? f->arg[f->args - 1] : NULL;
    if (!f->variable) {
        if (what)
            put_arg(m, what, UNARY);
        fc_piece_text(m, "'");
        return done(m, FC_PIECE_SCRIPTED, 0);
    }
    fc_piece_text(m, "\\frac{");
    fc_piece_text(m, f->op->tex);
    put_below(m, "^", f->degree);
    if (what)
        put_arg(m, what, PRODUCT);
    fc_piece_text(m, "}{");
    fc_piece_text(m, f->op->tex);
    fc_piece_put(m, fc_piece_str(f->variable));
    put_below(m, "^", f->degree);
    fc_piece_text(m, "}");
    return done(m, FC_PIECE_CLOSED, 0);
}

static fc_piece quantified(application *f)
{
    fc_mathml *m = f->m;
    fc_piece_text(m, f->op->tex);
    fc_piece_text(m, " ");
    if (f->variable)
        fc_piece_put(m, fc_piece_str(f->variable));
    if (f->condition) {
        fc_piece_text(m, ", ");
        fc_piece_put(m, fc_piece_str(f->condition));
    }
    for (unsigned i = 0; i < f->args; i++) {
        fc_piece_text(m, " \\colon ");
        fc_piece_put(m, fc_piece_str(f->arg[i]));
    }
    return done(m, FC_PIECE_ROW, LOOSE);
}

static fc_piece power(application *f)
{
    fc_mathml *m = f->m;
    const fc_piece *base = f->arg[0];
    bool loose =
        base->level || base->kind == FC_PIECE_ROW || base->kind == FC_PIECE_SCRIPTED;
    fc_piece_text(m, loose ? "(" : "");
    fc_piece_put(m, fc_piece_str(base));
    fc_piece_text(m, loose ? ")" : "");
    fc_piece_text(m, "^");
    if (f->arg[1]->n == 1)
        fc_piece_put(m, fc_piece_str(f->arg[1]));
    else
        fc_piece_group(m, f->arg[1]);
    return done(m, FC_PIECE_SCRIPTED, 0);
}

/* divide, quotient: \frac{a}{b}. */
static fc_piece quotient(application *f, bool whole)
{
    fc_piece_text(f->m, whole ? "\\lfloor \\frac" : "\\frac");
    fc_piece_group(f->m, f->arg[0]);
    fc_piece_group(f->m, f->arg[1]);
    fc_piece_text(f->m, whole ? " \\rfloor" : "");
    return done(f->m, FC_PIECE_CLOSED, 0);
}

static fc_piece radical(application *f)
{
    fc_piece_text(f->m, "\\sqrt");
    if (f->degree) {
        fc_piece_text(f->m, "[");
        fc_piece_put(f->m, fc_piece_str(f->degree));
        fc_piece_text(f->m, "]");
    }
    fc_piece_group(f->m, f->arg[0]);
    return done(f->m, FC_PIECE_CLOSED, 0);
}

static fc_piece logarithm(application *f)
{
    fc_mathml *m = f->m;
    fc_piece_text(m, "\\log");
    put_below(m, "_", f->degree);
    put_call(m, FC_STR(""), f);
    return done(m, FC_PIECE_ROW, PRODUCT);
}

static fc_piece selected(application *f)
{
    fc_mathml *m = f->m;
    fc_piece_put(m, fc_piece_str(f->arg[0]));
    fc_piece_text(m, "_{");
    for (unsigned i = 1; i < f->args; i++) {
        fc_piece_text(m, i > 1 ? "," : "");
        fc_piece_put(m, fc_piece_str(f->arg[i]));
    }
    fc_piece_text(m, "}");
    return done(m, FC_PIECE_SCRIPTED, 0);
}

static fc_piece special(application *f)
{
    fc_str name = fc_str_of(f->op->name);
    fc_mathml *m = f->m;
    if (fc_str_is(name, "minus") && f->args == 1) {
        fc_piece_text(m, "-");
        put_arg(m, f->arg[0], PRODUCT);
        return done(m, FC_PIECE_ROW, SUM);
    }
    if (fc_str_is(name, "minus"))
        return infix(f, "-", SUM);
    if (fc_str_is(name, "forall") || fc_str_is(name, "exists"))
        return quantified(f);
    if (fc_str_is(name, "diff") || fc_str_is(name, "partialdiff"))
        return derivative(f);
    if (fc_str_is(name, "log"))
        return logarithm(f);
    if (fc_str_is(name, "root") && f->args)
        return radical(f);
    if (fc_str_is(name, "divide") && f->args == 2)
        return quotient(f, false);
    if (fc_str_is(name, "quotient") && f->args == 2)
        return quotient(f, true);
    if (fc_str_is(name, "power") && f->args == 2)
        return power(f);
    if (fc_str_is(name, "selector") && f->args > 1)
        return selected(f);
    if (f->op->tex)
        return bounded(f);
    put_call(m, name, f);
    return done(m, FC_PIECE_ROW, 0);
}

static fc_piece write_application(application *f)
{
    fc_mathml *m = f->m;
    const fc_operation *op = f->op;
    fc_piece_begin(m);
    if (!op || op->form == CONSTANT) {
        put_call(m, f->head ? fc_piece_str(f->head) : FC_STR(""), f);
        return done(m, FC_PIECE_ROW, 0);
    }
    switch (op->form) {
    case INFIX:
        return infix(f, op->tex, op->level);
    case CALL:
        return call(f, op->tex);
    case SPECIAL:
        return special(f);
    default:
        fc_piece_text(m, op->form == POSTFIX ? "" : op->tex);
        if (f->args)
            put_arg(m, f->arg[0], op->form == AROUND ? 0 : UNARY);
        fc_piece_text(m, op->form == AROUND    ? op->end
                         : op->form == POSTFIX ? op->tex
                                               : "");
        return done(m, FC_PIECE_SCRIPTED, op->form == PREFIX ? PRODUCT : 0);
    }
}

static fc_piece apply(fc_mathml *m, uint32_t node)
{
    application f = { .m = m };
    uint32_t i = fc_mml_first(m, node);
    if (i && m->dom->node[i].tag != FC_TAG_TEXT) {
        f.op = fc_mml_operation(name_of(m, i));
        f.head = fc_piece_of(m, i);
        i = fc_mml_next(m, i);
    }
    for (; i; i = fc_mml_next(m, i))
        if (m->dom->node[i].tag != FC_TAG_TEXT)
            take(&f, i);
    return write_application(&f);
}

/* --------------------------------------------------------------------- other elements */

/* Children between fences: sets, vectors, intervals. */
static fc_piece list(fc_mathml *m, uint32_t node, const char *open, const char *close,
                     const char *between)
{
    bool some = false;
    fc_piece_begin(m);
    fc_piece_text(m, open);
    for (uint32_t i = fc_mml_first(m, node); i; i = fc_mml_next(m, i)) {
        const fc_piece *c = fc_piece_of(m, i);
        if (!c->n)
            continue;
        fc_piece_text(m, some ? between : "");
        fc_piece_put(m, fc_piece_str(c));
        some = true;
    }
    fc_piece_text(m, close);
    return fc_piece_end(m, FC_PIECE_CLOSED);
}

static fc_piece interval(fc_mathml *m, uint32_t node)
{
    fc_str closure = fc_dom_attr(m->dom, node, "closure");
    bool open_low = fc_str_is(closure, "open") || fc_str_is(closure, "open-closed");
    bool open_high = fc_str_is(closure, "open") || fc_str_is(closure, "closed-open");
    return list(m, node, open_low ? "(" : "[", open_high ? ")" : "]", ", ");
}

/* <cn>: two numbers around <sep/> are a fraction, a power of ten or a complex number. */
static fc_piece constant(fc_mathml *m, uint32_t node)
{
    fc_str type = fc_dom_attr(m->dom, node, "type");
    uint32_t kid[3];
    fc_piece first, second;
    if (fc_mml_kids(m, node, kid, 3) < 3)
        return fc_mml_token(m, node, FC_TAG_MN);
    first = fc_mml_token(m, kid[0], FC_TAG_MN);
    second = fc_mml_token(m, kid[2], FC_TAG_MN);
    fc_piece_begin(m);
    if (fc_str_is(type, "rational")) {
        fc_piece_text(m, "\\frac");
        fc_piece_group(m, &first);
        fc_piece_group(m, &second);
        return fc_piece_end(m, FC_PIECE_CLOSED);
    }
    fc_piece_put(m, fc_piece_str(&first));
    fc_piece_text(m, fc_str_is(type, "e-notation") ? " \\times 10^" : " + ");
    if (fc_str_is(type, "e-notation"))
        fc_piece_group(m, &second);
    else
        fc_piece_put(m, fc_piece_str(&second));
    fc_piece_text(m, fc_str_is(type, "e-notation") ? "" : " i");
    return done(m, FC_PIECE_ROW, SUM);
}

static bool has_elements(const fc_mathml *m, uint32_t node)
{
    for (uint32_t i = fc_mml_first(m, node); i; i = fc_mml_next(m, i))
        if (m->dom->node[i].tag != FC_TAG_TEXT)
            return true;
    return false;
}

bool fc_mml_content(fc_mathml *m, uint32_t node, fc_piece *out)
{
    fc_str name = name_of(m, node);
    const fc_operation *op = fc_mml_operation(name);
    if (op) {
        fc_piece_begin(m);
        fc_piece_text(m, op->tex ? op->tex : op->name);
        *out = fc_piece_end(m, FC_PIECE_CLOSED);
    } else if (fc_str_is(name, "apply") || fc_str_is(name, "reln") ||
               fc_str_is(name, "bind")) {
        *out = apply(m, node);
    } else if ((fc_str_is(name, "ci") || fc_str_is(name, "csymbol")) &&
               !has_elements(m, node)) {
        *out = fc_mml_token(m, node, FC_TAG_MI);
    } else if (fc_str_is(name, "cn")) {
        *out = constant(m, node);
    } else if (fc_str_is(name, "set")) {
        *out = list(m, node, "\\{", "\\}", ", ");
    } else if (fc_str_is(name, "list")) {
        *out = list(m, node, "[", "]", ", ");
    } else if (fc_str_is(name, "interval")) {
        *out = interval(m, node);
    } else if (fc_str_is(name, "vector")) {
        *out = list(m, node, "\\begin{pmatrix} ", " \\end{pmatrix}", " \\\\ ");
    } else if (fc_str_is(name, "matrix")) {
        *out = list(m, node, "\\begin{pmatrix} ", " \\end{pmatrix}", " \\\\ ");
    } else if (fc_str_is(name, "matrixrow")) {
        *out = list(m, node, "", "", " & ");
    } else if (fc_str_is(name, "piecewise")) {
        *out = list(m, node, "\\begin{cases} ", " \\end{cases}", " \\\\ ");
    } else if (fc_str_is(name, "piece")) {
        *out = list(m, node, "", "", " & \\text{if } ");
    } else if (fc_str_is(name, "otherwise")) {
        *out = list(m, node, "", " & \\text{otherwise}", "");
    } else if (fc_str_is(name, "lambda")) {
        *out = list(m, node, "", "", " \\mapsto ");
    } else {
        return false;
    }
    return true;
}
