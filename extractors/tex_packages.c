/* tex_packages.c - what packages and classes add to LaTeX: more kinds of theorems and
 * listings, slides, algorithms, tables of journals. See tex.h. */
#include "extractors/tex.h"

/* ---------------------------------------------------------------- new environments */

static void add_theorem(fc_tex_doc *d, fc_str name, fc_str title, fc_str counter)
{
    if (d->theorems == sizeof d->theorem / sizeof *d->theorem || !name.n)
        return;
    if (!title.n) {
        title = fc_copy(d->t.a, name);
        if (title.p[0] >= 'a' && title.p[0] <= 'z')
            ((char *)title.p)[0] -= 32;
    }
    d->theorem[d->theorems++] =
        (struct fc_tex_theorem){ name, title, counter.n ? counter : name, 0 };
}

/* thmtools: \declaretheorem[name=Lemma,sibling=theorem]{lemma} */
static void declare_theorem(fc_tex_doc *d)
{
    fc_str options, after;
    fc_tex_optional(&d->t, &options);
    fc_str names = fc_tex_arg(&d->t), name;
    if (fc_tex_optional(&d->t, &after))
        options = after;
    fc_str title = fc_tex_option(options, "name");
    if (!title.n)
        title = fc_tex_option(options, "title");
    fc_str counter = fc_tex_option(options, "sibling");
    if (!counter.n)
        counter = fc_tex_option(options, "numberlike");
    while (fc_str_split(&names, ',', &name))
        add_theorem(d, fc_str_trim(name), title.n ? fc_tex_text_of(d, title) : title,
                    counter);
}

/* \newmdtheoremenv[style]{name}[counter]{Title}, \spnewtheorem{name}{Title}{font}{font},
 * \newtcbtheorem[like]{name}{Title}{style}{prefix} */
static void new_theorem(fc_tex_doc *d, unsigned more)
{
    fc_str option, counter;
    fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &option);
    fc_str name = fc_str_trim(fc_tex_arg(&d->t));
    fc_tex_optional(&d->t, &counter);
    add_theorem(d, name, fc_tex_text_of(d, fc_tex_arg(&d->t)), counter);
    fc_tex_optional(&d->t, &option);
    for (; more; more--)
        fc_tex_arg(&d->t);
}

static void new_md_theorem(fc_tex_doc *d)
{
    new_theorem(d, 0);
}

static void new_theorem_two(fc_tex_doc *d)
{
    new_theorem(d, 2);
}

static void add_listing(fc_tex_doc *d, fc_str name, fc_str language, bool option,
                        unsigned args)
{
    language = fc_copy(d->t.a, language);
    for (size_t i = 0; i < language.n; i++)
        ((char *)language.p)[i] = fc_lower(language.p[i]);
    if (d->listings < sizeof d->listing / sizeof *d->listing && name.n)
        d->listing[d->listings++] =
            (struct fc_tex_listing){ name, language, option, args };
}

/* \lstnewenvironment{name}[2][preset]{\lstset{language=C}}{} */
static void new_lst(fc_tex_doc *d)
{
    fc_str n, preset;
    uint64_t args = 0;
    fc_str name = fc_str_trim(fc_tex_arg(&d->t));
    if (fc_tex_optional(&d->t, &n))
        fc_str_u64(fc_str_trim(n), &args);
    bool option = fc_tex_optional(&d->t, &preset) && args;
    fc_str begin = fc_tex_arg(&d->t), language = FC_STR("");
    fc_tex_arg(&d->t);
    size_t from = fc_str_findc(begin, '{');
    if (from + 1 < begin.n)
        language = fc_tex_option(fc_str_sub(begin, from + 1, begin.n - 1), "language");
    add_listing(d, name, language, option, args < 10 ? (unsigned)args - option : 0);
}

/* \newminted[name]{python}{options}: an environment, without a name "pythoncode" */
static void new_minted(fc_tex_doc *d)
{
    fc_str name;
    bool named = fc_tex_optional(&d->t, &name);
    fc_str language = fc_str_trim(fc_tex_arg(&d->t));
    fc_tex_arg(&d->t);
    if (!named)
        name = fc_concat(d->t.a, (fc_str[]){ language, FC_STR("code") }, 2);
    add_listing(d, name, language, false, 0);
}

/* \DefineVerbatimEnvironment{name}{Verbatim}{options} */
static void new_verbatim(fc_tex_doc *d)
{
    fc_str name = fc_str_trim(fc_tex_arg(&d->t));
    fc_tex_arg(&d->t);
    fc_tex_arg(&d->t);
    add_listing(d, name, FC_STR(""), true, 0);
}

/* ---------------------------------------------------------------- code in files */

/* \lstinputlisting[language=C]{file}, \inputminted{c}{file}, \verbatiminput{file} */
static void listing_of_file(fc_tex_doc *d, bool told)
{
    fc_str options, language = FC_STR("");
    fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &options);
    if (told)
        language = fc_str_trim(fc_tex_arg(&d->t));
    else
        language = fc_tex_option(options, "language");
    fc_str name = fc_str_trim(fc_tex_arg(&d->t));
    fc_tex_file *f = fc_tex_find(d->t.files, d->t.folder, name, "txt", d->t.a);
    d->t.missing += !f;
    if (!f || d->out.flat)
        return;
    fc_tex_use(d->t.files, f);
    fc_tex_code(&d->out, language, f->text);
}

static void lst_input(fc_tex_doc *d)
{
    listing_of_file(d, false);
}

static void minted_input(fc_tex_doc *d)
{
    listing_of_file(d, true);
}

/* \mintinline{c}|x| */
static void minted_inline(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_tex_arg(&d->t);
    fc_tex_verb(d);
}

/* ---------------------------------------------------------------- slides */

static void frame_title(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_str title = fc_tex_text_of(d, fc_tex_arg(&d->t));
    fc_tex_heading(d, 3, title);
}

/* The branch for presentations counts. */
static void alternative(fc_tex_doc *d)
{
    fc_tex_inline(d, fc_tex_arg(&d->t));
    fc_tex_arg(&d->t);
}

/* ---------------------------------------------------------------- running text */

static void quote(fc_tex_doc *d)
{
    fc_tex_star(&d->t);
    fc_str text = fc_tex_arg(&d->t);
    fc_tex_put(&d->out, FC_STR("“"));
    fc_tex_inline(d, text);
    fc_tex_put(&d->out, FC_STR("”"));
}

static void slash(fc_tex_doc *d)
{
    fc_tex_put(&d->out, FC_STR("/"));
}

/* \captionof{figure}{...} */
static void caption_of(fc_tex_doc *d)
{
    fc_str outer = d->float_kind;
    fc_tex_star(&d->t);
    fc_str kind = fc_str_trim(fc_tex_arg(&d->t));
    d->float_kind = fc_str_is(kind, "table") ? FC_STR("Table") : FC_STR("Figure");
    fc_tex_command(d, FC_STR("caption"));
    d->float_kind = outer;
}

/* \subcaptionbox{caption}[width]{content}, \subfloat[caption]{content} */
static void sub_caption(fc_tex_doc *d, bool optional)
{
    fc_str text, option;
    fc_tex_star(&d->t);
    if (optional)
        fc_tex_optional(&d->t, &text);
    else
        text = fc_tex_arg(&d->t);
    while (fc_tex_optional(&d->t, &option))
        ;
    fc_tex_end_block(&d->out);
    fc_tex_inline(d, fc_tex_arg(&d->t));
    fc_tex_put_space(&d->out);
    fc_tex_inline(d, text);
    fc_tex_end_block(&d->out);
}

static void sub_caption_box(fc_tex_doc *d)
{
    sub_caption(d, false);
}

static void sub_float(fc_tex_doc *d)
{
    sub_caption(d, true);
}

/* ---------------------------------------------------------------- tables of AASTeX */

/* \tablehead{\colhead{a} & \colhead{b}} \startdata ... \enddata is a tabular. */
static void table_head(fc_tex_doc *d)
{
    fc_tex_define(&d->t, FC_STR("table head"))->body = fc_tex_arg(&d->t);
}

static void start_data(fc_tex_doc *d)
{
    fc_tex_macro *head = fc_tex_macro_find(&d->t, FC_STR("table head"));
    if (!fc_tex_comes(&d->t, FC_STR("\\enddata"), SIZE_MAX))
        return;
    fc_str parts[] = { FC_STR("\\begin{tabular}{}"), head ? head->body : FC_STR(""),
                       FC_STR("\\\\ "), fc_tex_until(&d->t, FC_STR("\\enddata")),
                       FC_STR("\\end{tabular}") };
    fc_tex_push(&d->t, fc_concat(d->t.a, parts, 5));
    if (head)
        head->body = FC_STR("");
}

/* ---------------------------------------------------------------- algorithm2e */

/* Words before and behind the first argument, behind the second and the last. */
static const struct step {
    const char *name;
    const char *word[4];
} steps[] = {
    { "Else", { "else\n", "\nend", NULL, NULL } },
    { "ElseIf", { "else if ", " then\n", "\nend", NULL } },
    { "For", { "for ", " do\n", "\nend", NULL } },
    { "ForAll", { "for all ", " do\n", "\nend", NULL } },
    { "ForEach", { "for each ", " do\n", "\nend", NULL } },
    { "If", { "if ", " then\n", "\nend", NULL } },
    { "KwData", { "Data: ", "\n", NULL, NULL } },
    { "KwIn", { "Input: ", "\n", NULL, NULL } },
    { "KwOut", { "Output: ", "\n", NULL, NULL } },
    { "KwResult", { "Result: ", "\n", NULL, NULL } },
    { "KwRet", { "return ", "", NULL, NULL } },
    { "Repeat", { "repeat until ", "\n", "\nend", NULL } },
    { "Return", { "return ", "", NULL, NULL } },
    { "While", { "while ", " do\n", "\nend", NULL } },
    { "eIf", { "if ", " then\n", "\nelse\n", "\nend" } },
    { "lElse", { "else ", "", NULL, NULL } },
    { "lFor", { "for ", " do ", "", NULL } },
    { "lForEach", { "for each ", " do ", "", NULL } },
    { "lIf", { "if ", " then ", "", NULL } },
    { "tcc", { "// ", "\n", NULL, NULL } },
    { "tcp", { "// ", "\n", NULL, NULL } },
    { "uIf", { "if ", " then\n", "", NULL } },
};

static void put_words(fc_tex_doc *d, const char *words)
{
    fc_str s = fc_str_of(words);
    if (s.n && s.p[0] == '\n')
        fc_tex_break(&d->out);
    else if (s.n && s.p[0] == ' ')
        fc_tex_put_space(&d->out);
    fc_tex_put(&d->out, fc_str_trim(s));
    if (s.n && s.p[0] != '\n' && s.p[s.n - 1] == ' ')
        fc_tex_put_space(&d->out);
    if (s.n && s.p[s.n - 1] == '\n')
        fc_tex_break(&d->out);
}

static bool algorithm_step(fc_tex_doc *d, fc_str name)
{
    const struct step *s;
    fc_str option;
    if (!fc_str_is(d->float_kind, "Algorithm"))
        return false;
    if (fc_str_is(name, ";")) {
        fc_tex_break(&d->out);
        return true;
    }
    s = FC_ROW(steps, name);
    if (!s)
        return false;
    fc_tex_star(&d->t);
    if (fc_tex_peek(&d->t) == '(') /* a comment at its side */
        fc_tex_until(&d->t, FC_STR(")"));
    fc_tex_optional(&d->t, &option);
    put_words(d, s->word[0]);
    for (int i = 1; i < 4 && s->word[i]; i++) {
        fc_tex_inline(d, fc_tex_arg(&d->t));
        put_words(d, s->word[i]);
    }
    if (fc_str_ends(fc_str_of(s->word[s->word[2] ? 2 : 1]), FC_STR("end")))
        fc_tex_break(&d->out);
    return true;
}

/* ---------------------------------------------------------------- tables of commands */

/* Names of journals in astronomers' references, in the order of strcmp. */
static const struct journal { const char *name, *text; } journals[] = {
    { "aap", "A&A" }, { "aapr", "A&A Rev." }, { "aaps", "A&AS" }, { "aj", "AJ" },
    { "apj", "ApJ" }, { "apjl", "ApJL" }, { "apjs", "ApJS" }, { "apss", "Ap&SS" },
    { "araa", "ARA&A" }, { "baas", "BAAS" }, { "icarus", "Icarus" },
    { "jcap", "J. Cosmology Astropart. Phys." }, { "jgr", "J. Geophys. Res." },
    { "memras", "MmRAS" }, { "mnras", "MNRAS" }, { "nat", "Nature" },
    { "pasa", "PASA" }, { "pasj", "PASJ" }, { "pasp", "PASP" },
    { "physrep", "Phys. Rep." }, { "planss", "Planet. Space Sci." },
    { "pra", "Phys. Rev. A" }, { "prb", "Phys. Rev. B" }, { "prc", "Phys. Rev. C" },
    { "prd", "Phys. Rev. D" }, { "pre", "Phys. Rev. E" }, { "prl", "Phys. Rev. Lett." },
    { "procspie", "Proc. SPIE" }, { "qjras", "QJRAS" }, { "rmp", "Rev. Mod. Phys." },
    { "solphys", "Sol. Phys." }, { "ssr", "Space Sci. Rev." },
};

static const struct package {
    const char *name;
    void (*run)(fc_tex_doc *d);
} packages[] = {
    { "DefineVerbatimEnvironment", new_verbatim }, { "alt", alternative },
    { "blockquote", quote }, { "captionof", caption_of },
    { "declaretheorem", declare_theorem }, { "enquote", quote },
    { "frametitle", frame_title }, { "inputminted", minted_input },
    { "lstinputlisting", lst_input }, { "lstnewenvironment", new_lst },
    { "mintinline", minted_inline }, { "newmdtheoremenv", new_md_theorem },
    { "newminted", new_minted }, { "newtcbtheorem", new_theorem_two },
    { "slash", slash }, { "spnewtheorem", new_theorem_two }, { "startdata", start_data },
    { "subcaptionbox", sub_caption_box }, { "subfloat", sub_float },
    { "tablecaption", NULL }, { "tablehead", table_head },
    { "verbatiminput", lst_input },
};

bool fc_tex_package(fc_tex_doc *d, fc_str name)
{
    if (d->slides && fc_tex_peek(&d->t) == '<' &&
        fc_tex_comes(&d->t, FC_STR(">"), 24))
        fc_tex_until(&d->t, FC_STR(">"));
    const struct package *p = FC_ROW(packages, name);
    const struct journal *j = p ? NULL : FC_ROW(journals, name);
    if (p && p->run)
        p->run(d);
    else if (p)
        fc_tex_command(d, FC_STR("caption"));
    else if (j)
        fc_tex_put(&d->out, fc_str_of(j->text));
    else
        return fc_tex_term(d, name) || fc_tex_quantity(d, name) ||
               algorithm_step(d, name);
    return true;
}
