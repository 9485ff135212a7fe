/* tex_refs.c - citations, labels and what refers to them; see tex.h. Numbers come when
 * all labels are known. */
#include "extractors/tex.h"

/* Keys in brackets, with what is noted before and behind them. */
static void cite(fc_tex_doc *d)
{
    fc_str note[2], keys;
    fc_tex_star(&d->t);
    bool first = fc_tex_optional(&d->t, &note[0]),
         second = fc_tex_optional(&d->t, &note[1]);
    keys = fc_tex_name(&d->t, fc_tex_arg(&d->t));
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

/* \nocite{a,b}: entries of the bibliography that the text does not name; '*' is all. */
static void nocite(fc_tex_doc *d)
{
    fc_str keys = fc_tex_arg(&d->t);
    for (fc_str key; fc_str_split(&keys, ',', &key);) {
        fc_str parts[] = { FC_STR("cite "), fc_str_trim(key) };
        fc_tex_nocite(d, fc_concat(d->t.a, parts, 2));
    }
}

/* \cref{a,b}: each with its kind. prefix: "kind " or "Kind "; "" for the
 * number alone. */
static void refs(fc_tex_doc *d, const char *prefix)
{
    fc_tex_star(&d->t);
    fc_str keys = fc_tex_name(&d->t, fc_tex_arg(&d->t)), key;
    for (bool first = true; fc_str_split(&keys, ',', &key); first = false) {
        fc_str parts[] = { fc_str_of(prefix), fc_str_trim(key) };
        if (!first)
            fc_tex_put(&d->out, keys.n ? FC_STR(", ") : FC_STR(" and "));
        fc_tex_ref(d, fc_concat(d->t.a, parts, 2));
    }
}

static void ref(fc_tex_doc *d)
{
    refs(d, "");
}

static void cref(fc_tex_doc *d)
{
    refs(d, "kind ");
}

static void cref_capital(fc_tex_doc *d)
{
    refs(d, "Kind ");
}

static void cref_range(fc_tex_doc *d)
{
    refs(d, "kind ");
    fc_tex_put(&d->out, FC_STR(" to "));
    refs(d, "");
}

static void eqref(fc_tex_doc *d)
{
    fc_tex_put(&d->out, FC_STR("("));
    ref(d);
    fc_tex_put(&d->out, FC_STR(")"));
}

static void label(fc_tex_doc *d)
{
    fc_str kind;
    fc_tex_optional(&d->t, &kind); /* of cleveref */
    fc_tex_label_here(d, fc_tex_name(&d->t, fc_tex_arg(&d->t)));
}

/* In the order of strcmp. */
static const struct reference {
    const char *name;
    void (*run)(fc_tex_doc *d);
} references[] = {
    { "Autocite", cite }, { "Autoref", cref_capital }, { "Cite", cite },
    { "Citealp", cite }, { "Citealt", cite }, { "Citeauthor", cite }, { "Citep", cite },
    { "Citet", cite }, { "Cref", cref_capital }, { "Crefrange", cref_range },
    { "Parencite", cite }, { "Smartcite", cite }, { "Textcite", cite },
    { "Vref", cref_capital }, { "autocite", cite }, { "autoref", cref_capital },
    { "cite", cite }, { "citealp", cite }, { "citealt", cite }, { "citeauthor", cite },
    { "citen", cite }, { "citenum", cite }, { "citep", cite }, { "citet", cite },
    { "citetitle", cite }, { "citeyear", cite }, { "citeyearpar", cite },
    { "cpageref", ref }, { "cref", cref }, { "crefrange", cref_range },
    { "eqref", eqref }, { "footcite", cite }, { "footcitetext", cite },
    { "footfullcite", cite }, { "fref", ref }, { "fullcite", cite }, { "label", label },
    { "labelcref", ref }, { "nameref", ref }, { "nocite", nocite },
    { "onlinecite", cite }, { "pageref", ref }, { "parencite", cite },
    { "prettyref", ref }, { "ref", ref }, { "shortcite", cite }, { "smartcite", cite },
    { "subref", ref }, { "supercite", cite }, { "textcite", cite }, { "thref", ref },
    { "vpageref", ref }, { "vref", ref }, { "zcref", cref },
};

bool fc_tex_reference(fc_tex_doc *d, fc_str name)
{
    const struct reference *r = FC_ROW(references, name);
    if (r)
        r->run(d);
    return r;
}
