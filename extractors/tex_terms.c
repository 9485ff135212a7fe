/* tex_terms.c - abbreviations and terms of the packages glossaries, acro and acronym; see
 * tex.h. */
#include "extractors/tex.h"

fc_str fc_tex_option(fc_str options, const char *key)
{
    fc_str name = fc_str_of(key), value = FC_STR("");
    unsigned depth = 0;
    for (size_t i = 0, from = 0; i <= options.n; i++) {
        char c = i < options.n ? options.p[i] : ',';
        depth += c == '{';
        depth -= c == '}' && depth;
        if ((c != ',' || depth) && i < options.n)
            continue;
        fc_str one = fc_str_sub(options, from, i);
        size_t at = fc_str_findc(one, '=');
        if (at < one.n && fc_str_eq(fc_str_trim(fc_str_sub(one, 0, at)), name))
            value = fc_str_trim(fc_str_sub(one, at + 1, one.n));
        from = i + 1;
    }
    if (value.n > 1 && value.p[0] == '{' && value.p[value.n - 1] == '}')
        value = fc_str_sub(value, 1, value.n - 1);
    return value;
}

/* They are macros with names that no command has. */
static fc_tex_macro *term(fc_tex_doc *d, const char *what, fc_str key, bool make)
{
    fc_str parts[] = { fc_str_of(what), fc_str_trim(key) };
    fc_str name = fc_concat(d->t.a, parts, 2);
    return make ? fc_tex_define(&d->t, name) : fc_tex_macro_find(&d->t, name);
}

static void set_term(fc_tex_doc *d, const char *what, fc_str key, fc_str text)
{
    if (text.n)
        term(d, what, key, true)->body = text;
}

/* \newacronym[options]{key}{short}{long} */
static void new_acronym(fc_tex_doc *d)
{
    fc_str options;
    fc_tex_optional(&d->t, &options);
    fc_str key = fc_tex_arg(&d->t), shorter = fc_tex_arg(&d->t);
    set_term(d, "term short ", key, shorter);
    set_term(d, "term long ", key, fc_tex_arg(&d->t));
}

/* \newglossaryentry{key}{name={...}, ...}, \DeclareAcronym{key}{short=..., long=...} */
static void new_entry(fc_tex_doc *d)
{
    fc_str key = fc_tex_arg(&d->t), options = fc_tex_arg(&d->t);
    fc_str text = fc_tex_option(options, "text"), name = fc_tex_option(options, "name");
    fc_str shorter = fc_tex_option(options, "short");
    set_term(d, "term short ", key, shorter.n ? shorter : text.n ? text : name);
    set_term(d, "term long ", key, fc_tex_option(options, "long"));
    set_term(d, "term plural ", key, fc_tex_option(options, "plural"));
    set_term(d, "term symbol ", key, fc_tex_option(options, "symbol"));
}

/* \acro{key}[short]{long}, \acrodef of package acronym: the first writes them as well. */
static void define_acro(fc_tex_doc *d, bool write)
{
    fc_str key = fc_tex_arg(&d->t), shorter;
    if (!fc_tex_optional(&d->t, &shorter))
        shorter = key;
    fc_str longer = fc_tex_arg(&d->t);
    set_term(d, "term short ", key, shorter);
    set_term(d, "term long ", key, longer);
    if (!write)
        return;
    fc_tex_item(&d->out, fc_tex_text_of(d, shorter));
    fc_tex_inline(d, longer);
}

static void acro(fc_tex_doc *d)
{
    define_acro(d, true);
}

static void acrodef(fc_tex_doc *d)
{
    define_acro(d, false);
}

/* The first letter of what is written from `from` on. */
static void capitalize(fc_tex_doc *d, size_t from)
{
    if (from < d->out.n && d->out.p[from] == ' ')
        from++;
    if (from < d->out.n && d->out.p[from] >= 'a' && d->out.p[from] <= 'z')
        d->out.p[from] = (char)(d->out.p[from] - 32);
}

static void put_part(fc_tex_doc *d, const char *what, fc_str key, bool plural)
{
    const fc_tex_macro *m = term(d, what, key, false);
    if (!m)
        return;
    fc_tex_inline(d, m->body);
    if (plural)
        fc_tex_put(&d->out, FC_STR("s"));
}

/* How a term is written: 'g' in full the first time, then short; 'f' in full, 's' short,
 * 'l' long, 'y' its symbol. */
static void put_term(fc_tex_doc *d, fc_str key, char how, bool plural)
{
    bool has_long = term(d, "term long ", key, false);
    bool has_short = term(d, "term short ", key, false);
    const fc_tex_macro *own = plural ? term(d, "term plural ", key, false) : NULL;
    if (how == 'y' && term(d, "term symbol ", key, false)) {
        put_part(d, "term symbol ", key, false);
        return;
    }
    if (!has_short && !has_long) {
        fc_tex_put(&d->out, fc_str_trim(key));
        return;
    }
    if (how == 'g' && has_long)
        how = term(d, "term used ", key, false) ? 's' : 'f';
    if (how == 'f' && has_long)
        term(d, "term used ", key, true);
    if (!has_long || (how != 'f' && how != 'l')) {
        put_part(d, own ? "term plural " : "term short ", key, plural && !own);
        return;
    }
    put_part(d, "term long ", key, plural);
    if (how == 'f' && has_short) {
        fc_tex_put(&d->out, FC_STR(" ("));
        put_part(d, "term short ", key, plural);
        fc_tex_put(&d->out, FC_STR(")"));
    }
}

/* In the order of strcmp. A capital in `how` means a plural. */
static const struct use { const char *name; char how; } uses[] = {
    { "Ac", 'g' }, { "Acf", 'f' }, { "Acl", 'l' }, { "Acp", 'G' }, { "Acrfull", 'f' },
    { "Acrlong", 'l' }, { "Acrshort", 's' }, { "GLS", 'g' }, { "Gls", 'g' },
    { "Glspl", 'G' }, { "Glsxtrfull", 'f' }, { "Glsxtrlong", 'l' },
    { "Glsxtrshort", 's' }, { "ac", 'g' }, { "acf", 'f' }, { "acfp", 'F' },
    { "acl", 'l' }, { "aclp", 'L' }, { "acp", 'G' }, { "acrfull", 'f' },
    { "acrfullpl", 'F' }, { "acrlong", 'l' }, { "acrlongpl", 'L' }, { "acrshort", 's' },
    { "acrshortpl", 'S' }, { "acs", 's' }, { "acsp", 'S' }, { "gls", 'g' },
    { "glsentrylong", 'l' }, { "glsentryname", 's' }, { "glsentryshort", 's' },
    { "glsentrytext", 's' }, { "glslink", 's' }, { "glsname", 's' }, { "glspl", 'G' },
    { "glssymbol", 'y' }, { "glstext", 's' }, { "glsxtrfull", 'f' },
    { "glsxtrlong", 'l' }, { "glsxtrshort", 's' },
};

static const struct definition {
    const char *name;
    void (*run)(fc_tex_doc *d);
} definitions[] = {
    { "DeclareAcronym", new_entry }, { "acro", acro }, { "acrodef", acrodef },
    { "newabbreviation", new_acronym }, { "newacro", acrodef },
    { "newacronym", new_acronym }, { "newglossaryentry", new_entry },
};

bool fc_tex_term(fc_tex_doc *d, fc_str name)
{
    const struct use *u = FC_ROW(uses, name);
    const struct definition *defines = u ? NULL : FC_ROW(definitions, name);
    fc_str option;
    if (defines)
        defines->run(d);
    if (!u)
        return defines;
    fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &option);
    size_t from = d->out.n;
    bool plural = u->how < 'a';
    put_term(d, fc_tex_arg(&d->t), (char)(u->how | 32), plural);
    if (name.p[0] == 'A' || name.p[0] == 'G')
        capitalize(d, from);
    return true;
}
