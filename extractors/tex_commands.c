/* tex_commands.c - what the commands of LaTeX do; see tex.h. A command that is not known
 * is passed over and its arguments are read as text, so nothing is lost but its
 * meaning. */
#include "extractors/tex.h"

#include "base/utf8.h"

void fc_tex_heading(fc_tex_doc *d, unsigned level, fc_str title)
{
    if (!title.n)
        return;
    fc_str parts[] = { fc_str_sub(FC_STR("######"), 0, level + 1), FC_STR(" "), title };
    d->out.levels = 0; /* lists that were left open end here */
    fc_tex_block(&d->out, fc_concat(d->t.a, parts, 3));
}

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
                number =
                    fc_printf(d->t.a, "%.*s%s%u", (int)number.n, number.p ? number.p : "",
                              number.n ? "." : "", d->section[i]);
        d->current = number;
        d->kind = level ? "section" : "chapter";
    }
    fc_tex_heading(d, level, title);
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
    fc_str arg = fc_tex_arg(&d->t),
           kind = d->float_kind.n ? d->float_kind : FC_STR("Figure");
    unsigned *n = fc_str_is(kind, "Table") ? &d->table : &d->figure;
    d->current = star ? FC_STR("") : fc_printf(d->t.a, "%u", ++*n);
    d->kind = fc_str_is(kind, "Table")       ? "table"
              : fc_str_is(kind, "Algorithm") ? "algorithm"
                                             : "figure";
    fc_tex_end_block(&d->out);
    fc_tex_put(&d->out, kind);
    fc_tex_put(&d->out, star ? FC_STR(": ") : fc_printf(d->t.a, " %u: ", *n));
    fc_tex_inline(d, arg);
    fc_tex_end_block(&d->out);
}

static void item(fc_tex_doc *d)
{
    fc_str label;
    if (d->slides && fc_tex_peek(&d->t) == '<')
        fc_tex_until(&d->t, FC_STR(">"));
    if (fc_tex_optional(&d->t, &label))
        label = fc_tex_text_of(d, label);
    fc_tex_item(&d->out, label);
    d->kind = "item";
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
    fc_tex_put(&d->out, fc_printf(d->t.a, "[%s]", d->current.p));
    fc_tex_put_space(&d->out);
    d->current = outer;
}

void fc_tex_references(fc_tex_doc *d)
{
    fc_tex_end_block(&d->out);
    if (!d->references)
        fc_tex_block(&d->out, FC_STR("## References"));
    d->references = true;
}

/* What BibTeX has made lies beside the paper, or at least what it is made of. */
static void print_bibliography(fc_tex_doc *d)
{
    fc_tex_files *files = d->t.files;
    fc_tex_file *bbl = fc_tex_find(files, d->t.folder, d->job, "bbl", d->t.a);
    for (size_t i = 0; !bbl && i < files->n; i++)
        if (fc_str_ends(files->v[i].path, FC_STR(".bbl")))
            bbl = &files->v[i];
    if (bbl && !bbl->used) {
        fc_tex_use(files, bbl);
        fc_tex_push(&d->t, bbl->text);
    } else if (!bbl && !d->references) {
        fc_tex_push(&d->t, fc_tex_bib(d));
    }
}

/* \bibliography{x} of BibTeX, ... */
static void bibliography(fc_tex_doc *d)
{
    fc_tex_arg(&d->t);
    print_bibliography(d);
}

/* ... and \printbibliography[options] of biblatex. */
static void printbibliography(fc_tex_doc *d)
{
    fc_str options;
    fc_tex_optional(&d->t, &options);
    print_bibliography(d);
}

/* In text; in formulas it is dropped. */
static void ensure_math(fc_tex_doc *d)
{
    fc_str parts[] = { FC_STR("$"), fc_tex_arg(&d->t), FC_STR("$") };
    fc_tex_push(&d->t, fc_concat(d->t.a, parts, 3));
}

static void date(fc_tex_doc *d)
{
    d->date = fc_tex_text_of(d, fc_tex_arg(&d->t));
}

/* \verb|x| and \lstinline|x|. */
enum { LONGEST_VERB = 4096 };

void fc_tex_verb(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &option);
    int c = fc_tex_peek(&d->t);
    if (c < 0 || c == '\n')
        return;
    struct fc_tex_frame *f = &d->t.frame[d->t.frames - 1];
    uint32_t point;
    fc_str rest = { f->p, (size_t)(f->e - f->p) };
    fc_str end = { f->p, fc_utf8_decode(rest, &point, NULL) }, code;
    if (c == '{') {
        code = fc_tex_exact_arg(&d->t);
    } else {
        rest = fc_str_sub(rest, end.n, LONGEST_VERB);
        rest.n = fc_str_find(rest, FC_STR("\n\n"));
        code = fc_str_sub(rest, 0, fc_str_find(rest, end));
        if (code.n == rest.n)
            return; /* without an end: text */
        f->p += code.n + 2 * end.n;
    }
    bool ticks = fc_str_findc(code, '`') < code.n;
    if (!code.n)
        return;
    fc_tex_put(&d->out, ticks ? FC_STR("`` ") : FC_STR("`"));
    fc_tex_put(&d->out, code);
    fc_tex_put(&d->out, ticks ? FC_STR(" ``") : FC_STR("`"));
}

/* \MakeShortVerb{\|}: from here on |x| is \verb|x|. */
static void short_verb(fc_tex_doc *d)
{
    fc_tex_star(&d->t);
    fc_str c = fc_str_trim(fc_tex_arg(&d->t));
    d->short_verb = c.n == 2 && c.p[0] == '\\' ? c.p[1] : '\0';
}

static void long_verb(fc_tex_doc *d)
{
    fc_tex_arg(&d->t);
    d->short_verb = '\0';
}

static void href(fc_tex_doc *d)
{
    fc_tex_exact_arg(&d->t);
    fc_tex_inline(d, fc_tex_arg(&d->t));
}

/* An address without the backslashes before characters that mean something to TeX, the
 * braces of "\~{}", and a % at the end of a line with the blanks below it. */
static fc_str unescaped(fc_str s, fc_arena *a)
{
    char *p = fc_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = i + 1 < s.n ? s.p[i + 1] : '\0';
        bool escape = s.p[i] == '\\' && c && strchr("_%#&$~{}", c);
        if (s.p[i] == '%' && c == '\n') {
            while (i + 1 < s.n && fc_is_space(s.p[i + 1]))
                i++;
            continue;
        }
        i += escape;
        p[n++] = s.p[i];
        if (escape && c == '~' && fc_str_starts(fc_str_sub(s, i + 1, s.n), FC_STR("{}")))
            i += 2;
    }
    return (fc_str){ p, n };
}

static void url(fc_tex_doc *d)
{
    fc_str s = fc_str_trim(fc_tex_exact_arg(&d->t)), address = unescaped(s, d->t.a);
    if (fc_str_findc(address, '\\') < address.n)
        fc_tex_inline(d, s); /* with a macro in it */
    else
        fc_tex_put(&d->out, address);
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
    if (!fc_tex_front_line(d))
        fc_tex_break(&d->out);
}

static void use_package(fc_tex_doc *d)
{
    fc_str option, names;
    fc_tex_optional(&d->t, &option);
    names = fc_tex_arg(&d->t);
    for (fc_str name; fc_str_split(&names, ',', &name);)
        fc_tex_style(d, fc_str_trim(name), "sty");
}

static void document_class(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_str name = fc_str_trim(fc_tex_arg(&d->t));
    d->slides |= fc_str_is(name, "beamer");
    fc_tex_style(d, name, "cls");
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
    fc_str counted = counter.n ? counter : name;
    d->theorem[d->theorems++] = (struct fc_tex_theorem){ name, text, counted, 0 };
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

/* \tikz[...]{...}, \tikz \draw ... ;: a drawing. */
static void tikz(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_tex_skip_space(&d->t);
    if (fc_tex_peek(&d->t) == '{')
        fc_tex_arg(&d->t);
    else
        fc_tex_until(&d->t, FC_STR(";"));
}

static void wide_space(fc_tex_doc *d)
{
    if (!fc_tex_front_line(d))
        fc_tex_put_space(&d->out);
}

/* Both readings are given; the first is TeX. */
static void texorpdf(fc_tex_doc *d)
{
    fc_str tex = fc_tex_arg(&d->t);
    fc_tex_arg(&d->t);
    fc_tex_inline(d, tex);
}

/* The blank that the name of the macro before took, unless punctuation follows. */
static void xspace(fc_tex_doc *d)
{
    int c = fc_tex_peek(&d->t);
    if (c > 0 && !strchr(".,';:!?/)]}~-", c))
        fc_tex_put_space(&d->out);
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
    { "(", inline_math }, { "AND", fc_tex_person_end }, { "And", fc_tex_person_end },
    { "DefineShortVerb", short_verb }, { "DeleteShortVerb", long_verb },
    { "IEEEauthorblockA", fc_tex_affiliation },
    { "IEEEauthorrefmark", fc_tex_front_mark }, { "LoadClass", document_class },
    { "MakeShortVerb", short_verb }, { "RequirePackage", use_package },
    { "UndefineShortVerb", long_verb }, { "[", display_math }, { "\\", line_break },
    { "address", fc_tex_affiliation }, { "affil", fc_tex_affiliation },
    { "affiliation", fc_tex_affiliation }, { "affilmark", fc_tex_front_mark },
    { "altaddress", fc_tex_affiliation }, { "altaffiliation", fc_tex_affiliation },
    { "altaffilmark", fc_tex_front_mark }, { "altaffiltext", fc_tex_marked_affiliation },
    { "and", fc_tex_person_end }, { "appendix", appendix }, { "author", fc_tex_author },
    { "begin", fc_tex_begin_environment }, { "bibitem", bibitem },
    { "bibliography", bibliography }, { "bigskip", paragraph_end },
    { "bye", end_document }, { "caption", caption }, { "centerline", paragraph_end },
    { "chapter", section0 }, { "corref", fc_tex_front_mark },
    { "curraddr", fc_tex_affiliation }, { "date", date },
    { "documentclass", document_class }, { "end", fc_tex_end_environment },
    { "endabstract", paragraph_end }, { "enddocument", end_document },
    { "ensuremath", ensure_math }, { "fnref", fc_tex_front_mark },
    { "fntext", fc_tex_affiliation }, { "footnote", footnote },
    { "footnotetext", footnote }, { "hfill", wide_space }, { "href", href },
    { "icmlaffiliation", fc_tex_marked_affiliation }, { "inst", fc_tex_front_mark },
    { "institute", fc_tex_affiliation }, { "institution", fc_tex_affiliation },
    { "item", item }, { "keywords", fc_tex_keywords }, { "linebreak", line_break },
    { "lstinline", fc_tex_verb }, { "medskip", paragraph_end },
    { "newline", line_break }, { "newtheorem", new_theorem }, { "nolinkurl", url },
    { "par", paragraph_end }, { "paragraph", section4 }, { "part", section0 },
    { "printbibliography", printbibliography }, { "qquad", wide_space },
    { "quad", wide_space }, { "section", section1 }, { "smallskip", paragraph_end },
    { "subparagraph", section4 }, { "subsection", section2 },
    { "subsubsection", section3 }, { "texorpdfstring", texorpdf },
    { "textsuperscript", fc_tex_front_mark }, { "thanks", thanks }, { "tikz", tikz },
    { "title", fc_tex_title }, { "url", url }, { "usepackage", use_package },
    { "verb", fc_tex_verb }, { "xspace", xspace },
};

/* Commands whose arguments are no text: [options], then so many {arguments}. In the order
 * of strcmp. */
static const struct silent {
    const char *name;
    unsigned args;
} silents[] = {
    { "AfterEndEnvironment", 2 }, { "AtBeginDocument", 1 }, { "AtBeginEnvironment", 2 },
    { "AtEndDocument", 1 }, { "AtEndEnvironment", 2 }, { "AtEveryBibitem", 1 },
    { "BeforeBeginEnvironment", 2 }, { "Crefname", 3 }, { "DeclareFieldFormat", 2 },
    { "DeclareGraphicsExtensions", 1 }, { "DeclareGraphicsRule", 4 },
    { "DeclareMathSymbol", 4 }, { "DeclareNameAlias", 2 }, { "DeclareSIUnit", 2 },
    { "DeclareSourcemap", 1 }, { "DeclareSymbolFont", 5 },
    { "DeclareUnicodeCharacter", 2 }, { "ExecuteBibliographyOptions", 1 },
    { "NeedsTeXFormat", 1 }, { "PassOptionsToClass", 2 }, { "PassOptionsToPackage", 2 },
    { "ProvidesClass", 1 }, { "ProvidesFile", 1 }, { "ProvidesPackage", 1 },
    { "UrlFont", 0 }, { "accepted", 1 }, { "acmArticle", 1 }, { "acmConference", 3 },
    { "acmDOI", 1 }, { "acmISBN", 1 }, { "acmJournal", 1 }, { "acmMonth", 1 },
    { "acmNumber", 1 }, { "acmPrice", 1 }, { "acmVolume", 1 }, { "acmYear", 1 },
    { "addbibresource", 1 }, { "addcontentsline", 3 }, { "addtocounter", 2 },
    { "addtolength", 2 }, { "allowdisplaybreaks", 0 }, { "apptocmd", 4 },
    { "arrayrulecolor", 1 }, { "authorrunning", 1 }, { "babelfont", 2 },
    { "bibfield", 1 }, { "bibinfo", 1 }, { "bibliographystyle", 1 }, { "bibstyle", 1 },
    { "captionsetup", 1 }, { "ccsdesc", 1 }, { "cellcolor", 1 }, { "cfoot", 1 },
    { "chead", 1 }, { "citestyle", 1 }, { "color", 1 }, { "colorbox", 1 },
    { "columncolor", 1 }, { "copyrightyear", 1 }, { "cortext", 1 },
    { "counterwithin", 2 }, { "counterwithout", 2 }, { "crefname", 3 },
    { "definecolor", 3 }, { "documentstyle", 1 }, { "ead", 1 }, { "email", 1 },
    { "epsfbox", 1 }, { "epsffile", 1 }, { "epsfig", 1 }, { "fancyfoot", 1 },
    { "fancyhead", 1 }, { "fcolorbox", 2 }, { "fontfamily", 1 }, { "fontseries", 1 },
    { "fontshape", 1 }, { "fontsize", 2 }, { "footnotemark", 0 }, { "framebox", 0 },
    { "geometry", 1 }, { "glossary", 1 }, { "glsadd", 1 }, { "glsaddall", 0 },
    { "glsreset", 1 }, { "glsresetall", 0 }, { "graphicspath", 1 }, { "hhline", 1 },
    { "hphantom", 1 }, { "hspace", 1 }, { "hyperlink", 1 }, { "hyperref", 0 },
    { "hypersetup", 1 }, { "hypertarget", 1 }, { "hyphenation", 1 },
    { "icmlcorrespondingauthor", 2 }, { "icmltitlerunning", 1 },
    { "includegraphics", 1 }, { "includepdf", 1 }, { "index", 1 }, { "input@path", 1 },
    { "journal", 1 }, { "lettrine", 0 }, { "lfoot", 1 }, { "lhead", 1 },
    { "linespread", 1 }, { "listoftodos", 0 }, { "lstMakeShortInline", 1 },
    { "lstdefinelanguage", 2 }, { "lstdefinestyle", 2 }, { "lstloadlanguages", 1 },
    { "lstset", 1 }, { "makebox", 0 }, { "makeglossary", 0 }, { "makeindex", 0 },
    { "markboth", 2 }, { "markright", 1 }, { "mathtoolsset", 1 }, { "mathversion", 1 },
    { "mdfdefinestyle", 2 }, { "missingfigure", 1 }, { "newcolumntype", 2 },
    { "newcounter", 1 }, { "newfont", 2 }, { "newfontfamily", 2 }, { "newlength", 1 },
    { "newlist", 3 }, { "newmdenv", 1 }, { "newsavebox", 1 }, { "newtcolorbox", 2 },
    { "noalign", 1 }, { "numberwithin", 2 }, { "orcid", 1 }, { "orcidID", 1 },
    { "orcidlink", 1 }, { "pagenumbering", 1 }, { "pagestyle", 1 }, { "parbox", 1 },
    { "patchcmd", 5 }, { "pdfbookmark", 2 }, { "pdfinfo", 1 }, { "pdfoutput", 0 },
    { "pdfstringdefDisableCommands", 1 }, { "pgfkeys", 1 }, { "pgfmathsetmacro", 2 },
    { "pgfmathtruncatemacro", 2 }, { "pgfplotsset", 1 }, { "phantom", 1 },
    { "phantomsection", 0 }, { "plotone", 1 }, { "plottwo", 2 }, { "pretocmd", 4 },
    { "printacronyms", 0 }, { "printglossaries", 0 }, { "printglossary", 0 },
    { "printindex", 0 }, { "psfig", 1 }, { "raisebox", 1 }, { "received", 1 },
    { "refstepcounter", 1 }, { "resizebox", 2 }, { "rfoot", 1 }, { "rhead", 1 },
    { "rotatebox", 1 }, { "rowcolor", 1 }, { "rowcolors", 3 }, { "rule", 2 },
    { "savebox", 1 }, { "sbox", 1 }, { "scalebox", 1 }, { "selectlanguage", 1 },
    { "setacronymstyle", 1 }, { "setbeamercolor", 2 }, { "setbeamerfont", 2 },
    { "setbeamertemplate", 2 }, { "setcopyright", 1 }, { "setcounter", 2 },
    { "setdefaultlanguage", 1 }, { "setglossarystyle", 1 }, { "setkeys", 2 },
    { "setlength", 2 }, { "setlist", 1 }, { "setlistdepth", 1 }, { "setmainfont", 1 },
    { "setmainlanguage", 1 }, { "setminted", 1 }, { "setmonofont", 1 },
    { "setotherlanguage", 1 }, { "setsansfont", 1 }, { "setstretch", 1 },
    { "settopmatter", 1 }, { "settowidth", 2 }, { "shortauthors", 1 },
    { "shorttitle", 1 }, { "sisetup", 1 }, { "special", 1 }, { "specialrule", 3 },
    { "stepcounter", 1 }, { "tcbset", 1 }, { "tcbuselibrary", 1 }, { "textcolor", 1 },
    { "theendnotes", 0 }, { "theoremstyle", 1 }, { "thispagestyle", 1 },
    { "tikzset", 1 }, { "tikzstyle", 1 }, { "titlecontents", 4 }, { "titleformat", 5 },
    { "titlerunning", 1 }, { "titlespacing", 4 }, { "tnoteref", 1 }, { "tnotetext", 1 },
    { "todo", 1 }, { "urlstyle", 1 }, { "usecolortheme", 1 }, { "usefont", 4 },
    { "usefonttheme", 1 }, { "useinnertheme", 1 }, { "usemintedstyle", 1 },
    { "useoutertheme", 1 }, { "usetheme", 1 }, { "usetikzlibrary", 1 },
    { "vphantom", 1 }, { "vspace", 1 },
};

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

bool fc_tex_silent(fc_tex_doc *d, fc_str name)
{
    const struct silent *s = FC_ROW(silents, name);
    if (s)
        pass_over(d, s->args);
    return s;
}

void fc_tex_command(fc_tex_doc *d, fc_str name)
{
    const struct command *c = FC_ROW(commands, name);
    if (c) {
        c->run(d);
        return;
    }
    if (fc_tex_reference(d, name) || fc_tex_package(d, name))
        return;
    if (fc_tex_silent(d, name))
        return;
    if (fc_tex_is_accent(name)) {
        fc_tex_put(&d->out, fc_tex_accent(name, fc_tex_arg(&d->t), d->t.a));
        return;
    }
    fc_str symbol = fc_tex_symbol(name);
    if (!symbol.p) {
        if (!fc_tex_late(d, name))
            fc_tex_length(d, name);
        return;
    }
    if (fc_str_is(symbol, " "))
        fc_tex_put_space(&d->out);
    else
        fc_tex_put(&d->out, symbol);
}
