/* tex_env.c - environments; see tex.h. One that is not known is its content. */
#include "extractors/tex.h"

typedef enum kind {
    NONE,
    DOCUMENT,
    LIST,
    NUMBERED,
    DESCRIBED,
    QUOTE,
    VERBATIM,
    LISTING,
    MINTED,
    SKIPPED,
    TABULAR,
    FLOAT,
    FLOAT_ARGS,
    ALGORITHMIC,
    ABSTRACT,
    PROOF,
    BIBLIOGRAPHY,
    DELUXE,
    WITH_ARG,
    WITH_TWO,
    FRAME,
    TITLED
} kind;

static const struct environment {
    const char *name;
    kind kind;
} environments[] = {
    { "document", DOCUMENT }, { "itemize", LIST }, { "enumerate", NUMBERED },
    { "description", DESCRIBED }, { "compactitem", LIST }, { "compactenum", NUMBERED },
    { "itemize*", LIST }, { "enumerate*", NUMBERED }, { "inparaenum", NUMBERED },
    { "quote", QUOTE }, { "quotation", QUOTE }, { "verse", QUOTE },
    { "displayquote", QUOTE },
    { "verbatim", VERBATIM }, { "verbatim*", VERBATIM }, { "Verbatim", LISTING },
    { "alltt", VERBATIM }, { "lstlisting", LISTING }, { "minted", MINTED },
    { "comment", SKIPPED }, { "filecontents", SKIPPED }, { "filecontents*", SKIPPED },
    { "tikzpicture", SKIPPED }, { "pspicture", SKIPPED }, { "picture", SKIPPED },
    { "pgfpicture", SKIPPED }, { "CCSXML", SKIPPED }, { "tikzcd", SKIPPED },
    { "axis", SKIPPED },
    { "feynmandiagram", SKIPPED }, { "tabular", TABULAR }, { "tabular*", TABULAR },
    { "tabularx", TABULAR }, { "tabulary", TABULAR }, { "longtable", TABULAR },
    { "figure", FLOAT }, { "figure*", FLOAT }, { "table", FLOAT }, { "table*", FLOAT },
    { "sidewaystable", FLOAT }, { "sidewaysfigure", FLOAT }, { "algorithm", FLOAT },
    { "wrapfigure", FLOAT_ARGS }, { "wraptable", FLOAT_ARGS },
    { "algorithmic", ALGORITHMIC },
    { "abstract", ABSTRACT }, { "proof", PROOF }, { "thebibliography", BIBLIOGRAPHY },
    { "minipage", WITH_ARG }, { "multicols", WITH_ARG }, { "subfigure", WITH_ARG },
    { "subtable", WITH_ARG }, { "spacing", WITH_ARG }, { "adjustbox", WITH_ARG },
    { "list", WITH_TWO }, { "adjustwidth", WITH_TWO }, { "addmargin", WITH_ARG },
    { "multicols*", WITH_ARG }, { "column", WITH_ARG }, { "columns", NONE },
    { "tblr", TABULAR }, { "longtblr", TABULAR }, { "tabu", TABULAR },
    { "longtabu", TABULAR }, { "supertabular", TABULAR }, { "xltabular", TABULAR },
    { "tabularray", TABULAR }, { "longtable*", TABULAR }, { "tablenotes", LIST },
    { "deluxetable", DELUXE }, { "deluxetable*", DELUXE }, { "acronym", LIST },
    { "asparaenum", NUMBERED }, { "inparaitem", LIST }, { "dinglist", LIST },
    { "easylist", LIST }, { "algorithm2e", FLOAT }, { "algorithm*", FLOAT },
    { "SCfigure", FLOAT }, { "marginfigure", FLOAT }, { "margintable", FLOAT },
    { "figwindow", FLOAT }, { "BVerbatim", LISTING }, { "LVerbatim", LISTING },
    { "Verbatim*", LISTING }, { "pycode", VERBATIM }, { "frame", FRAME },
    { "block", TITLED }, { "alertblock", TITLED }, { "exampleblock", TITLED },
    { "subequations", NONE },
};

static kind kind_of(fc_str name)
{
    for (size_t i = 0; i < sizeof environments / sizeof *environments; i++)
        if (name.n && name.p[0] == environments[i].name[0] &&
            fc_str_is(name, environments[i].name))
            return environments[i].kind;
    return NONE;
}

/* ---------------------------------------------------------------- code */

static fc_str raw_content(fc_tex_doc *d, fc_str name)
{
    fc_str parts[] = { FC_STR("\\end{"), name, FC_STR("}") };
    return fc_tex_until(&d->t, fc_concat(d->t.a, parts, 3));
}

/* "language=C++" of a listing's options, in lower case as fences have it. */
static fc_str language_of(fc_str options, fc_arena *a)
{
    size_t at = fc_str_ifind(options, FC_STR("language="));
    if (at == options.n)
        return FC_STR("");
    fc_str s = fc_str_sub(options, at + strlen("language="), options.n);
    size_t n = 0;
    while (n < s.n && (n < 1 || s.p[n] != ']') && !strchr(",{}[ \n", s.p[n]))
        n++;
    s = fc_copy(a, fc_str_sub(s, 0, n));
    for (size_t i = 0; i < s.n; i++)
        ((char *)s.p)[i] = fc_lower(s.p[i]);
    return s;
}

/* Of an environment that the paper made. */
static bool own_code(fc_tex_doc *d, fc_str name)
{
    for (unsigned i = 0; i < d->listings; i++) {
        const struct fc_tex_listing *l = &d->listing[i];
        if (!fc_str_eq(l->name, name))
            continue;
        fc_str options;
        if (l->option)
            fc_tex_optional(&d->t, &options);
        for (unsigned k = 0; k < l->args; k++)
            fc_tex_arg(&d->t);
        fc_str content = raw_content(d, name);
        if (d->out.flat)
            fc_tex_put(&d->out, content);
        else
            fc_tex_code(&d->out, l->language, content);
        return true;
    }
    return false;
}

/* "<1->[fragile]{Title}{Subtitle}" of a slide, "<2>{Title}" of a box on one. */
static void titled(fc_tex_doc *d, kind k)
{
    fc_str option;
    fc_tex_end_block(&d->out);
    if (fc_tex_peek(&d->t) == '<')
        fc_tex_until(&d->t, FC_STR(">"));
    while (fc_tex_optional(&d->t, &option))
        ;
    for (int i = 0; i < (k == FRAME ? 2 : 1) && fc_tex_peek(&d->t) == '{'; i++) {
        fc_str title = fc_tex_text_of(d, fc_tex_arg(&d->t));
        if (k == FRAME)
            fc_tex_heading(d, 3 + (unsigned)i, title);
        else
            fc_tex_block(&d->out, title);
    }
}

static void code(fc_tex_doc *d, fc_str name, kind k)
{
    fc_str options = FC_STR(""), language = FC_STR("");
    if (k != VERBATIM)
        fc_tex_optional(&d->t, &options);
    if (k == MINTED)
        language = fc_str_trim(fc_tex_arg(&d->t));
    else if (k == LISTING)
        language = language_of(options, d->t.a);
    fc_str content = raw_content(d, name);
    if (d->out.flat)
        fc_tex_put(&d->out, content);
    else
        fc_tex_code(&d->out, language, content);
}

/* ---------------------------------------------------------------- algorithms */

typedef struct algorithm {
    fc_str *line;
    size_t n, cap;
    unsigned indent;
} algorithm;

static void end_line(fc_tex_doc *d, algorithm *a)
{
    fc_str text = fc_str_trim((fc_str){ d->out.p, d->out.n });
    d->out.p = NULL;
    d->out.n = d->out.cap = 0;
    d->out.space = false;
    if (!text.n)
        return;
    if (a->n == a->cap) {
        size_t cap = 2 * a->cap + 32;
        a->line =
            fc_grow(d->t.a, a->line, a->cap * sizeof *a->line, cap * sizeof *a->line);
        a->cap = cap;
    }
    fc_str blanks = FC_STR("                                        ");
    fc_str parts[] = { fc_str_sub(blanks, 0, 2 * (size_t)a->indent), text };
    a->line[a->n++] = fc_concat(d->t.a, parts, 2);
}

/* Statements of algorithmic and algpseudocode: words before and after the argument; what
 * they do to the indentation before (-) and after (+). Names in lower case. */
static const struct statement {
    const char *name, *before, *after;
    signed char close, open, args;
} statements[] = {
    { "state", "", "", 0, 0, 0 }, { "statex", "", "", 0, 0, 0 },
    { "if", "if ", " then", 0, 1, 1 },
    { "elsif", "else if ", " then", 1, 1, 1 }, { "else", "else", "", 1, 1, 0 },
    { "endif", "end if", "", 1, 0, 0 }, { "for", "for ", " do", 0, 1, 1 },
    { "forall", "for all ", " do", 0, 1, 1 }, { "endfor", "end for", "", 1, 0, 0 },
    { "while", "while ", " do", 0, 1, 1 }, { "endwhile", "end while", "", 1, 0, 0 },
    { "loop", "loop", "", 0, 1, 0 }, { "endloop", "end loop", "", 1, 0, 0 },
    { "repeat", "repeat", "", 0, 1, 0 }, { "until", "until ", "", 1, 0, 1 },
    { "function", "function ", "", 0, 1, 2 },
    { "endfunction", "end function", "", 1, 0, 0 },
    { "procedure", "procedure ", "", 0, 1, 2 },
    { "endprocedure", "end procedure", "", 1, 0, 0 },
    { "require", "Require: ", "", 0, 0, 0 }, { "ensure", "Ensure: ", "", 0, 0, 0 },
    { "input", "Input: ", "", 0, 0, 0 }, { "output", "Output: ", "", 0, 0, 0 },
    { "return", "return ", "", 0, 0, 0 }, { "print", "print ", "", 0, 0, 0 },
};

static bool statement(fc_tex_doc *d, algorithm *a, fc_str name)
{
    bool inline_return = fc_str_is(name, "Return") && d->out.n == 0;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        const struct statement *s = &statements[i];
        if (!fc_str_ieq(name, fc_str_of(s->name)) ||
            (name.p[0] >= 'a' && name.p[0] <= 'z'))
            continue;
        if (!inline_return)
            end_line(d, a);
        a->indent -= s->close && a->indent;
        fc_tex_put(&d->out, fc_str_of(s->before));
        if (s->args > 0)
            fc_tex_inline(d, fc_tex_arg(&d->t));
        if (s->args > 1) {
            fc_tex_put(&d->out, FC_STR("("));
            fc_tex_inline(d, fc_tex_arg(&d->t));
            fc_tex_put(&d->out, FC_STR(")"));
        }
        d->out.space = false;
        fc_tex_put(&d->out, fc_str_of(s->after));
        if (s->open || s->close) {
            end_line(d, a);
            a->indent += s->open;
        }
        return true;
    }
    if (fc_str_ieq(name, FC_STR("comment"))) {
        d->out.space = true;
        fc_tex_put(&d->out, FC_STR("// "));
        fc_tex_inline(d, fc_tex_arg(&d->t));
        return true;
    }
    if (fc_str_is(name, "Call")) {
        fc_tex_inline(d, fc_tex_arg(&d->t));
        fc_tex_put(&d->out, FC_STR("("));
        fc_tex_inline(d, fc_tex_arg(&d->t));
        fc_tex_put(&d->out, FC_STR(")"));
        return true;
    }
    return false;
}

static void algorithmic(fc_tex_doc *d)
{
    algorithm a = { .line = NULL };
    fc_str option, nl = FC_STR("\n");
    fc_tex_out outer = d->out;
    fc_tex_optional(&d->t, &option);
    d->out = (fc_tex_out){ .a = d->t.a, .flat = true };
    for (;;) {
        fc_tex_token tok = fc_tex_raw(&d->t); /* \If is no conditional here */
        if (tok.kind == FC_TEX_END)
            break;
        if (tok.kind != FC_TEX_COMMAND) {
            fc_tex_one(d, tok);
        } else if (fc_str_is(tok.s, "end")) {
            fc_tex_arg(&d->t);
            break;
        } else if (!statement(d, &a, tok.s)) {
            fc_str parts[] = { FC_STR("\\"), tok.s, FC_STR(" ") };
            if (fc_tex_macro_find(&d->t, tok.s))
                fc_tex_push(&d->t, fc_concat(d->t.a, parts, 3)),
                    fc_tex_one(d, fc_tex_next(&d->t));
            else
                fc_tex_one(d, tok);
        }
    }
    end_line(d, &a);
    d->out = outer;
    size_t size = 0, n = 0;
    for (size_t i = 0; i < a.n; i++)
        size += a.line[i].n + 1;
    char *p = fc_alloc(d->t.a, size + 1);
    for (size_t i = 0; i < a.n; i++) {
        memcpy(p + n, a.line[i].p, a.line[i].n);
        n += a.line[i].n;
        memcpy(p + n, nl.p, 1);
        n++;
    }
    fc_tex_code(&d->out, FC_STR(""), (fc_str){ p, n });
}

/* ---------------------------------------------------------------- theorems, proofs */

/* Names that need no \newtheorem: many classes define them. */
static const char *const usual[] = { "theorem",   "lemma",      "proposition",
                                     "corollary", "definition", "remark",
                                     "example",   "conjecture", "claim",
                                     "assumption" };

static struct fc_tex_theorem *theorem_of(fc_tex_doc *d, fc_str name)
{
    for (unsigned i = 0; i < d->theorems; i++)
        if (fc_str_eq(d->theorem[i].name, name))
            return &d->theorem[i];
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (!fc_str_is(name, usual[i]) ||
            d->theorems == sizeof d->theorem / sizeof *d->theorem)
            continue;
        fc_str title = fc_copy(d->t.a, name);
        ((char *)title.p)[0] -= 32;
        d->theorem[d->theorems] = (struct fc_tex_theorem){ name, title, name, 0 };
        return &d->theorem[d->theorems++];
    }
    return NULL;
}

static void theorem(fc_tex_doc *d, struct fc_tex_theorem *th)
{
    struct fc_tex_theorem *counted = th;
    fc_str note;
    for (unsigned i = 0; i < d->theorems; i++)
        if (fc_str_eq(d->theorem[i].name, th->counter))
            counted = &d->theorem[i];
    fc_tex_optional(&d->t, &note);
    note = note.n ? fc_tex_text_of(d, note) : note;
    d->current = fc_printf(d->t.a, "%u", ++counted->n);
    d->kind = fc_copy(d->t.a, th->title).p;
    fc_tex_end_block(&d->out);
    fc_tex_put(&d->out, th->title);
    fc_tex_put(&d->out, fc_printf(d->t.a, " %s", d->current.p));
    if (note.n)
        fc_tex_put(&d->out,
                   fc_concat(d->t.a, (fc_str[]){ FC_STR(" ("), note, FC_STR(")") }, 3));
    fc_tex_put(&d->out, FC_STR("."));
    fc_tex_put_space(&d->out);
}

static void proof(fc_tex_doc *d)
{
    fc_str of;
    fc_tex_end_block(&d->out);
    if (fc_tex_optional(&d->t, &of))
        of = fc_tex_text_of(d, of);
    fc_tex_put(&d->out, of.n ? of : FC_STR("Proof"));
    fc_tex_put(&d->out, FC_STR("."));
    fc_tex_put_space(&d->out);
}

/* ---------------------------------------------------------------- begin and end */

/* Something that the paper made, but none of what was read so far. */
static bool own_late(fc_tex_doc *d, fc_str name)
{
    fc_str parts[] = { name, FC_STR("}") };
    return !d->out.flat && fc_tex_from_tree(d, fc_concat(d->t.a, parts, 2));
}

/* Defined by the paper: its text is read in its place. */
static bool own(fc_tex_doc *d, const char *which, fc_str name)
{
    fc_str full = fc_concat(d->t.a, (fc_str[]){ fc_str_of(which), name }, 2);
    if (!fc_tex_macro_find(&d->t, full))
        return false;
    fc_tex_expand_named(&d->t, full);
    return true;
}

static void begin_float(fc_tex_doc *d, fc_str name, bool args)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    if (args) {
        fc_tex_arg(&d->t);
        fc_tex_arg(&d->t);
    }
    fc_tex_end_block(&d->out);
    d->float_kind = fc_str_ifind(name, FC_STR("table")) < name.n ? FC_STR("Table")
                    : fc_str_starts(name, FC_STR("algorithm"))   ? FC_STR("Algorithm")
                                                                 : FC_STR("Figure");
}

static void begin_document(fc_tex_doc *d)
{
    d->began = d->preamble || !d->begun;
    d->shown += d->begun;
    d->begun = true;
}

static void begin_list(fc_tex_doc *d, kind k)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_tex_open_level(&d->out, k == LIST ? '-' : k == NUMBERED ? '1' : ':');
}

static void begin_abstract(fc_tex_doc *d)
{
    fc_tex_end_block(&d->out);
    if (!d->preamble)
        fc_tex_block(&d->out, FC_STR("## Abstract"));
}

/* Its arguments are for the typesetter. */
static void pass_arguments(fc_tex_doc *d, unsigned n)
{
    fc_str option;
    while (fc_tex_optional(&d->t, &option))
        ;
    while (n--)
        fc_tex_arg(&d->t);
    fc_tex_end_block(&d->out);
}

/* A theorem, or one that a file of the paper defines which nothing has read. */
static void begin_other(fc_tex_doc *d, fc_str name)
{
    fc_str option;
    struct fc_tex_theorem *th = theorem_of(d, name);
    if (!th && own_late(d, name)) {
        if (own(d, "begin ", name))
            return;
        th = theorem_of(d, name);
    }
    if (th)
        theorem(d, th);
    else if (fc_tex_optional(&d->t, &option) || !d->out.flat)
        fc_tex_end_block(&d->out);
}

void fc_tex_begin_environment(fc_tex_doc *d)
{
    fc_str name = fc_str_trim(fc_tex_arg(&d->t));
    kind k = kind_of(name);
    if (fc_tex_is_math(name)) {
        fc_tex_math_environment(d, name);
        return;
    }
    if (k == NONE && (own(d, "begin ", name) || own_code(d, name)))
        return;
    switch (k) {
    case DOCUMENT: begin_document(d); break;
    case LIST: case NUMBERED: case DESCRIBED: begin_list(d, k); break;
    case QUOTE: fc_tex_open_level(&d->out, '>'); break;
    case VERBATIM: case LISTING: case MINTED: code(d, name, k); break;
    case SKIPPED: raw_content(d, name); break;
    case TABULAR: fc_tex_tabular(d, name); break;
    case FLOAT: case FLOAT_ARGS: begin_float(d, name, k == FLOAT_ARGS); break;
    case ALGORITHMIC: algorithmic(d); break;
    case ABSTRACT: begin_abstract(d); break;
    case PROOF: proof(d); break;
    case BIBLIOGRAPHY:
        fc_tex_arg(&d->t);
        fc_tex_references(d);
        break;
    case FRAME: case TITLED: titled(d, k); break;
    case DELUXE:
        begin_float(d, name, false);
        fc_tex_arg(&d->t);
        break;
    case WITH_ARG: case WITH_TWO: pass_arguments(d, k == WITH_TWO ? 2 : 1); break;
    default: begin_other(d, name);
    }
}

void fc_tex_end_environment(fc_tex_doc *d)
{
    fc_str name = fc_str_trim(fc_tex_arg(&d->t));
    kind k = kind_of(name);
    if (k == NONE && own(d, "end ", name))
        return;
    switch (k) {
    case DOCUMENT:
        if (d->shown)
            d->shown--;
        else
            d->stop = true;
        break;
    case LIST:
    case NUMBERED:
    case DESCRIBED:
        fc_tex_close_level(&d->out, k == LIST ? '-' : k == NUMBERED ? '1' : ':');
        break;
    case QUOTE:
        fc_tex_close_level(&d->out, '>');
        break;
    case FLOAT:
    case FLOAT_ARGS:
    case DELUXE:
        d->float_kind = FC_STR("");
        fc_tex_end_block(&d->out);
        break;
    default:
        fc_tex_end_block(&d->out);
    }
}
