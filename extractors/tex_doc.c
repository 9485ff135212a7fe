/* tex_doc.c - commands to blocks of Markdown; see tex.h. A command that is not
 * known is passed over and its arguments are read as text, so nothing is lost but its meaning. */
#include "extractors/tex.h"

enum { DEEPEST = 24 };

/* ---------------------------------------------------------------- text of arguments */

/* Read s by itself, into what is written now. */
static void run_inner(fc_tex_doc *d, fc_str s)
{
    fc_tex *t = &d->t;
    unsigned n = t->frames;
    struct fc_tex_frame *saved = fc_alloc(t->a, (n + 1) * sizeof *saved);
    memcpy(saved, t->frame, n * sizeof *saved);
    t->frames = 0;
    if (fc_tex_push(t, s))
        for (fc_tex_token tok; (tok = fc_tex_next(t)).kind != FC_TEX_END && !d->stop;)
            fc_tex_one(d, tok);
    memcpy(t->frame, saved, n * sizeof *saved);
    t->frames = n;
}

void fc_tex_inline(fc_tex_doc *d, fc_str s)
{
    bool flat = d->out.flat;
    if (d->depth >= DEEPEST) { /* too deep: as it stands, without commands */
        fc_tex_put(&d->out, s);
        return;
    }
    d->depth++;
    d->out.flat = flat || d->out.open;
    run_inner(d, s);
    d->out.flat = flat;
    d->depth--;
}

fc_str fc_tex_text_of(fc_tex_doc *d, fc_str s)
{
    fc_tex_out outer = d->out;
    d->out = (fc_tex_out){ .a = d->t.a, .flat = true };
    fc_tex_inline(d, s);
    fc_str text = fc_str_trim((fc_str){ d->out.p, d->out.n });
    d->out = outer;
    return text;
}

/* ---------------------------------------------------------------- numbers and references */

void fc_tex_label_here(fc_tex_doc *d, fc_str key)
{
    if (d->labels == d->label_cap) {
        size_t cap = 2 * d->label_cap + 32;
        d->label = fc_grow(d->t.a, d->label, d->label_cap * sizeof *d->label, cap * sizeof *d->label);
        d->label_cap = cap;
    }
    d->label[d->labels++] = (fc_tex_label){ key, d->current };
}

/* Numbers come when all labels are known: the place is noted, and a byte that no text has. */
void fc_tex_ref(fc_tex_doc *d, fc_str key)
{
    fc_str known = key;
    if (d->out.a == d->t.a) { /* text that will be copied: only what came before is known */
        for (size_t i = d->labels; i-- > 0;)
            if (fc_str_eq(d->label[i].key, key))
                known = d->label[i].number;
        fc_tex_put(&d->out, known);
        return;
    }
    if (d->refs == d->ref_cap) {
        size_t cap = 2 * d->ref_cap + 32;
        d->ref = fc_grow(d->t.a, d->ref, d->ref_cap * sizeof *d->ref, cap * sizeof *d->ref);
        d->ref_cap = cap;
    }
    fc_tex_put(&d->out, FC_STR("\x01"));
    d->ref[d->refs++] = (struct fc_tex_ref){ d->out.n - 1, key };
}

static fc_str number_of(const fc_tex_doc *d, fc_str key)
{
    for (size_t i = 0; i < d->labels; i++)
        if (fc_str_eq(d->label[i].key, key))
            return d->label[i].number.n ? d->label[i].number : key;
    return key;
}

static fc_str with_numbers(const fc_tex_doc *d, fc_arena *keep)
{
    const fc_tex_out *o = &d->out;
    size_t n = o->n, at = 0, to = 0;
    for (size_t i = 0; i < d->refs; i++)
        n += number_of(d, d->ref[i].key).n;
    char *p = fc_alloc(keep, n + 1);
    for (size_t i = 0; i < d->refs; i++) {
        fc_str number = number_of(d, d->ref[i].key);
        memcpy(p + to, o->p + at, d->ref[i].at - at);
        to += d->ref[i].at - at;
        memcpy(p + to, number.p, number.n);
        to += number.n;
        at = d->ref[i].at + 1;
    }
    if (o->n > at)
        memcpy(p + to, o->p + at, o->n - at);
    return (fc_str){ p, to + o->n - at };
}

/* ---------------------------------------------------------------- commands */

static void heading(fc_tex_doc *d, unsigned level)
{
    fc_str option;
    bool star = fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &option);
    fc_str title = fc_tex_text_of(d, fc_tex_arg(&d->t));
    if (!star && level < 6) {
        fc_str number = FC_STR("");
        d->section[level]++;
        for (unsigned i = level + 1; i < 6; i++)
            d->section[i] = 0;
        for (unsigned i = 1; i <= level; i++)
            if (d->section[i])
                number = fc_printf(d->t.a, "%.*s%s%u", (int)number.n, number.p ? number.p : "",
                                   number.n ? "." : "", d->section[i]);
        d->current = number;
    }
    if (!title.n)
        return;
    fc_str parts[] = { fc_str_sub(FC_STR("######"), 0, level + 1), FC_STR(" "), title };
    d->out.levels = 0; /* lists that were left open end here */
    fc_tex_block(&d->out, fc_concat(d->t.a, parts, 3));
}

static void cite(fc_tex_doc *d)
{
    fc_str note[2], keys;
    fc_tex_star(&d->t);
    bool first = fc_tex_optional(&d->t, &note[0]), second = fc_tex_optional(&d->t, &note[1]);
    keys = fc_tex_arg(&d->t);
    fc_tex_put(&d->out, FC_STR("["));
    if (second && note[0].n) {
        fc_tex_inline(d, note[0]);
        fc_tex_put(&d->out, FC_STR(" "));
    }
    bool more = false;
    for (fc_str key; fc_str_split(&keys, ',', &key); more = true) {
        if (more)
            fc_tex_put(&d->out, FC_STR(", "));
        fc_str parts[] = { FC_STR("cite "), fc_str_trim(key) };
        fc_tex_ref(d, fc_concat(d->t.a, parts, 2));
    }
    fc_str last = second ? note[1] : first ? note[0] : FC_STR("");
    if (last.n) {
        fc_tex_put(&d->out, FC_STR(", "));
        fc_tex_inline(d, last);
    }
    fc_tex_put(&d->out, FC_STR("]"));
}

static void footnote(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_str text = fc_tex_text_of(d, fc_tex_arg(&d->t));
    if (!text.n)
        return;
    d->out.space = true;
    fc_tex_put(&d->out, FC_STR("("));
    fc_tex_put(&d->out, text);
    fc_tex_put(&d->out, FC_STR(")"));
}

static void caption(fc_tex_doc *d)
{
    fc_str option;
    bool star = fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &option);
    fc_str arg = fc_tex_arg(&d->t), kind = d->float_kind.n ? d->float_kind : FC_STR("Figure");
    unsigned *n = fc_str_is(kind, "Table") ? &d->table : &d->figure;
    d->current = star ? FC_STR("") : fc_printf(d->t.a, "%u", ++*n);
    fc_tex_end_block(&d->out);
    fc_tex_put(&d->out, kind);
    fc_tex_put(&d->out, star ? FC_STR(": ") : fc_printf(d->t.a, " %u: ", *n));
    fc_tex_inline(d, arg);
    fc_tex_end_block(&d->out);
}

static void item(fc_tex_doc *d)
{
    fc_str label;
    if (fc_tex_optional(&d->t, &label))
        label = fc_tex_text_of(d, label);
    fc_tex_item(&d->out, label);
    if (d->out.levels)
        d->current = fc_printf(d->t.a, "%u", d->out.level[d->out.levels - 1].number);
}

/* \bibitem[Ann(2001)]{key}: cited by its number. */
static void bibitem(fc_tex_doc *d)
{
    fc_str label;
    fc_tex_optional(&d->t, &label);
    fc_str parts[] = { FC_STR("cite "), fc_str_trim(fc_tex_arg(&d->t)) };
    fc_str outer = d->current;
    d->current = fc_printf(d->t.a, "%u", ++d->cited);
    fc_tex_label_here(d, fc_concat(d->t.a, parts, 2));
    fc_tex_end_block(&d->out);
    d->out.tight = d->cited > 1;
    fc_tex_put(&d->out, fc_printf(d->t.a, "[%s] ", d->current.p));
    d->current = outer;
}

void fc_tex_references(fc_tex_doc *d)
{
    fc_tex_end_block(&d->out);
    if (!d->references)
        fc_tex_block(&d->out, FC_STR("## References"));
    d->references = true;
}

/* \bibliography{x}: what BibTeX has made of it lies beside the paper. */
static void bibliography(fc_tex_doc *d)
{
    fc_tex_files *files = d->t.files;
    fc_tex_file *bbl = fc_tex_find(files, d->t.folder, d->job, "bbl", d->t.a);
    fc_tex_arg(&d->t);
    for (size_t i = 0; !bbl && i < files->n; i++)
        if (fc_str_ends(files->v[i].path, FC_STR(".bbl")))
            bbl = &files->v[i];
    if (bbl && !bbl->used) {
        bbl->used = true;
        fc_tex_push(&d->t, bbl->text);
    }
}

static void title(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    d->title = fc_tex_text_of(d, fc_tex_arg(&d->t));
}

static void author(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_str name = fc_tex_text_of(d, fc_tex_arg(&d->t));
    if (!name.n)
        return;
    fc_str parts[] = { d->author, d->author.n ? FC_STR(", ") : FC_STR(""), name };
    d->author = fc_concat(d->t.a, parts, 3);
}

static void date(fc_tex_doc *d)
{
    d->date = fc_tex_text_of(d, fc_tex_arg(&d->t));
}

/* \verb|x| and \lstinline|x|. */
static void verb(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &option);
    int c = fc_tex_peek(&d->t);
    if (c < 0 || c == '\n')
        return;
    d->t.frame[d->t.frames - 1].p++;
    char end = c == '{' ? '}' : (char)c;
    fc_str code = fc_tex_until(&d->t, (fc_str){ &end, 1 });
    bool ticks = fc_str_findc(code, '`') < code.n;
    if (!code.n)
        return;
    fc_tex_put(&d->out, ticks ? FC_STR("`` ") : FC_STR("`"));
    fc_tex_put(&d->out, code);
    fc_tex_put(&d->out, ticks ? FC_STR(" ``") : FC_STR("`"));
}

static void href(fc_tex_doc *d)
{
    fc_tex_arg(&d->t);
    fc_tex_inline(d, fc_tex_arg(&d->t));
}

static void url(fc_tex_doc *d)
{
    fc_tex_put(&d->out, fc_str_trim(fc_tex_arg(&d->t)));
}

static void ref(fc_tex_doc *d)
{
    fc_tex_star(&d->t);
    fc_tex_ref(d, fc_str_trim(fc_tex_arg(&d->t)));
}

static void eqref(fc_tex_doc *d)
{
    fc_tex_put(&d->out, FC_STR("("));
    ref(d);
    fc_tex_put(&d->out, FC_STR(")"));
}

static void label(fc_tex_doc *d)
{
    fc_tex_label_here(d, fc_str_trim(fc_tex_arg(&d->t)));
}

static void paragraph_end(fc_tex_doc *d)
{
    fc_tex_end_block(&d->out);
}

static void line_break(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &option);
    fc_tex_break(&d->out);
}

static void use_package(fc_tex_doc *d)
{
    fc_str option, names;
    fc_tex_optional(&d->t, &option);
    names = fc_tex_arg(&d->t);
    for (fc_str name; fc_str_split(&names, ',', &name);)
        fc_tex_style(&d->t, fc_str_trim(name));
}

/* \newtheorem{lemma}[theorem]{Lemma}[section]: lemmas are counted with theorems. */
static void new_theorem(fc_tex_doc *d)
{
    fc_str counter, within;
    fc_tex_star(&d->t);
    fc_str name = fc_str_trim(fc_tex_arg(&d->t));
    fc_tex_optional(&d->t, &counter);
    fc_str text = fc_tex_text_of(d, fc_tex_arg(&d->t));
    fc_tex_optional(&d->t, &within);
    if (d->theorems == sizeof d->theorem / sizeof *d->theorem)
        return;
    d->theorem[d->theorems++] = (struct fc_tex_theorem){ name, text, counter.n ? counter : name, 0 };
}

static void end_document(fc_tex_doc *d)
{
    d->stop = true;
}

static void appendix(fc_tex_doc *d)
{
    memset(d->section, 0, sizeof d->section);
}

static void thanks(fc_tex_doc *d)
{
    fc_tex_arg(&d->t);
}

/* Both readings are given; the first is TeX. */
static void texorpdf(fc_tex_doc *d)
{
    fc_str tex = fc_tex_arg(&d->t);
    fc_tex_arg(&d->t);
    fc_tex_inline(d, tex);
}

static void section0(fc_tex_doc *d) { heading(d, 0); }
static void section1(fc_tex_doc *d) { heading(d, 1); }
static void section2(fc_tex_doc *d) { heading(d, 2); }
static void section3(fc_tex_doc *d) { heading(d, 3); }
static void section4(fc_tex_doc *d) { heading(d, 4); }
static void inline_math(fc_tex_doc *d) { fc_tex_formula(d, ')'); }
static void display_math(fc_tex_doc *d) { fc_tex_formula(d, ']'); }

/* In the order of strcmp. */
static const struct command {
    const char *name;
    void (*run)(fc_tex_doc *d);
} commands[] = {
    { "(", inline_math }, { "Cref", ref }, { "[", display_math },
    { "\\", line_break }, { "appendix", appendix }, { "author", author }, { "autoref", ref },
    { "begin", fc_tex_begin_environment }, { "bibitem", bibitem }, { "bibliography", bibliography },
    { "bye", end_document }, { "caption", caption }, { "chapter", section0 }, { "cite", cite },
    { "citealp", cite }, { "citealt", cite }, { "citeauthor", cite }, { "citep", cite },
    { "citet", cite }, { "citeyear", cite }, { "cref", ref }, { "date", date },
    { "end", fc_tex_end_environment }, { "endabstract", paragraph_end }, { "enddocument", end_document },
    { "eqref", eqref }, { "footnote", footnote }, { "footnotetext", footnote }, { "href", href },
    { "item", item }, { "label", label }, { "linebreak", line_break }, { "lstinline", verb },
    { "newline", line_break }, { "newtheorem", new_theorem }, { "nolinkurl", url },
    { "pageref", ref }, { "par", paragraph_end }, { "paragraph", section4 },
    { "parencite", cite }, { "part", section0 }, { "printbibliography", bibliography },
    { "ref", ref }, { "section", section1 }, { "smallskip", paragraph_end },
    { "subparagraph", section4 }, { "subsection", section2 }, { "subsubsection", section3 },
    { "texorpdfstring", texorpdf }, { "textcite", cite }, { "thanks", thanks }, { "title", title },
    { "url", url }, { "usepackage", use_package }, { "verb", verb },
};

/* Commands whose arguments are no text: [options], then so many {arguments}. In the order of
 * strcmp. */
static const struct silent {
    const char *name;
    unsigned args;
} silents[] = {
    { "DeclareGraphicsExtensions", 1 }, { "DeclareMathSymbol", 4 }, { "DeclareSymbolFont", 5 },
    { "PassOptionsToPackage", 2 }, { "RequirePackage", 1 }, { "addcontentsline", 3 },
    { "addtocounter", 2 }, { "addtolength", 2 }, { "affiliation", 1 }, { "bibliographystyle", 1 },
    { "captionsetup", 1 }, { "centerline", 0 }, { "color", 1 }, { "definecolor", 3 },
    { "documentclass", 1 }, { "documentstyle", 1 }, { "email", 1 }, { "fontsize", 2 },
    { "footnotemark", 0 }, { "graphicspath", 1 }, { "hspace", 1 }, { "hypersetup", 1 },
    { "includegraphics", 1 }, { "includepdf", 1 }, { "index", 1 }, { "keywords", 1 },
    { "lstset", 1 }, { "numberwithin", 2 }, { "pagenumbering", 1 }, { "pagestyle", 1 },
    { "phantom", 1 }, { "rule", 2 }, { "setcounter", 2 }, { "setlength", 2 },
    { "settowidth", 2 }, { "theoremstyle", 1 }, { "thispagestyle", 1 }, { "tikzset", 1 },
    { "usetikzlibrary", 1 }, { "vspace", 1 }, { "vspace*", 1 }, { "vskip", 0 },
};

static int compare(fc_str name, const char *with)
{
    size_t n = strlen(with), least = name.n < n ? name.n : n;
    int c = memcmp(name.p, with, least);
    return c ? c : (name.n > n) - (name.n < n);
}

static const struct command *find_command(fc_str name)
{
    size_t from = 0, to = sizeof commands / sizeof *commands;
    while (from < to) {
        size_t mid = (from + to) / 2;
        int c = compare(name, commands[mid].name);
        if (c == 0)
            return &commands[mid];
        if (c < 0)
            to = mid;
        else
            from = mid + 1;
    }
    return NULL;
}

static const struct silent *find_silent(fc_str name)
{
    size_t from = 0, to = sizeof silents / sizeof *silents;
    while (from < to) {
        size_t mid = (from + to) / 2;
        int c = compare(name, silents[mid].name);
        if (c == 0)
            return &silents[mid];
        if (c < 0)
            to = mid;
        else
            from = mid + 1;
    }
    return NULL;
}

static void pass_over(fc_tex_doc *d, unsigned args)
{
    fc_str option;
    fc_tex_star(&d->t);
    while (fc_tex_optional(&d->t, &option))
        ;
    for (; args; args--)
        fc_tex_arg(&d->t);
    fc_tex_optional(&d->t, &option);
}

static void command(fc_tex_doc *d, fc_str name)
{
    const struct command *c = find_command(name);
    if (c) {
        c->run(d);
        return;
    }
    const struct silent *s = find_silent(name);
    if (s) {
        pass_over(d, s->args);
        return;
    }
    if (fc_tex_is_accent(name)) {
        fc_tex_put(&d->out, fc_tex_accent(name, fc_tex_arg(&d->t), d->t.a));
        return;
    }
    fc_str symbol = fc_tex_symbol(name);
    if (!symbol.p)
        return;
    if (fc_str_is(symbol, " "))
        fc_tex_put_space(&d->out);
    else
        fc_tex_put(&d->out, symbol);
}

void fc_tex_one(fc_tex_doc *d, fc_tex_token tok)
{
    switch (tok.kind) {
    case FC_TEX_TEXT:
        fc_tex_put(&d->out, tok.s);
        break;
    case FC_TEX_SPACE:
    case FC_TEX_ALIGN:
        fc_tex_put_space(&d->out);
        break;
    case FC_TEX_PAR:
        fc_tex_end_block(&d->out);
        break;
    case FC_TEX_MATH: {
        bool display = fc_tex_peek(&d->t) == '$';
        if (display)
            fc_tex_raw(&d->t);
        fc_tex_formula(d, display ? 'D' : '$');
        break;
    }
    case FC_TEX_COMMAND:
        command(d, tok.s);
        break;
    default:
        break;
    }
}

/* ---------------------------------------------------------------- the document */

static fc_str folder_of(fc_str path)
{
    size_t n = path.n;
    while (n && path.p[n - 1] != '/')
        n--;
    return fc_str_sub(path, 0, n ? n - 1 : 0);
}

static fc_str job_of(fc_str path)
{
    size_t from = path.n, to = path.n;
    while (from && path.p[from - 1] != '/')
        from--;
    for (size_t i = from; i < path.n; i++)
        if (path.p[i] == '.')
            to = i;
    return fc_str_sub(path, from, to);
}

/* The title heads the text; what the preamble prints by accident is not kept. */
static void begin_body(fc_tex_doc *d)
{
    d->out.n = 0;
    d->out.open = d->out.space = false;
    d->refs = 0;
}

static void put_title(fc_tex_doc *d)
{
    if (d->titled || !d->title.n)
        return;
    d->titled = true;
    fc_tex_block(&d->out, fc_concat(d->t.a, (fc_str[]){ FC_STR("# "), d->title }, 2));
}

fc_str fc_tex_document(fc_tex_doc *d, fc_tex_files *files, fc_tex_file *main, fc_arena *keep,
                       fc_arena *scratch)
{
    size_t body = fc_str_find(main->text, FC_STR("\\begin{document}"));
    memset(d, 0, sizeof *d);
    fc_tex_begin(&d->t, files, scratch);
    d->t.folder = folder_of(main->path);
    d->job = job_of(main->path);
    d->out.a = keep;
    main->used = true;
    fc_tex_push(&d->t, main->text);
    d->preamble = body < main->text.n;
    for (fc_tex_token tok; !d->stop && (tok = fc_tex_next(&d->t)).kind != FC_TEX_END;) {
        fc_tex_one(d, tok);
        if (d->began) {
            d->began = d->preamble = false;
            begin_body(d);
        }
        if (!d->preamble && d->out.n == 0)
            put_title(d);
    }
    fc_tex_end_block(&d->out);
    return fc_str_trim(with_numbers(d, keep));
}
