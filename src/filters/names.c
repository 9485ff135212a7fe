/* names.c - see names.h. */
#include "filters/names.h"

#include "base/str.h"

/* Where a name is looked up (fc_expr_var.place). */
enum { IN_ATTRIBUTES, IN_METADATA, IS_TEXT, IS_ID, IS_SOURCE };

static const struct {
    const char *name, *key;
    int place;
} shorthands[] = {
    { "text", "text", IS_TEXT }, { "id", "id", IS_ID }, { "source", "source", IS_SOURCE },
    { "url", "url", IN_METADATA },
};
enum { SHORTHANDS = sizeof shorthands / sizeof *shorthands };

const char fc_names_hint[] =
    "no earlier stage gives it: --attr NAME says that the documents have it";

static bool find_attr(const fc_open *ctx, fc_str name, fc_expr_var *var)
{
    const fc_attr *attr = fc_open_attr(ctx, name);
    if (!attr)
        return false;
    /* JSON values have no order or type to rely on: known at run time */
    var->type = attr->type == FC_JSON ? FC_NONE : attr->type;
    var->labels = attr->labels;
    var->aliases = fc_open_aliases(ctx, name);
    var->place = IN_ATTRIBUTES;
    var->key = name;
    return true;
}

static bool strip(fc_str *name, const char *prefix)
{
    fc_str p = fc_str_of(prefix);
    if (!fc_str_starts(*name, p) || name->n == p.n)
        return false;
    *name = fc_str_sub(*name, p.n, name->n);
    return true;
}

bool fc_names_find(void *user, fc_str name, fc_expr_var *var)
{
    const fc_open *ctx = user;
    if (find_attr(ctx, name, var))
        return true;
    if (strip(&name, "attributes."))
        return find_attr(ctx, name, var);
    if (strip(&name, "metadata.") || strip(&name, "meta.")) {
        *var = (fc_expr_var){ FC_NONE, NULL, NULL, IN_METADATA, name };
        return true;
    }
    for (int i = 0; i < SHORTHANDS; i++)
        if (fc_str_is(name, shorthands[i].name)) {
            *var = (fc_expr_var){ FC_STRING, NULL, NULL, shorthands[i].place,
                                  fc_str_of(shorthands[i].key) };
            return true;
        }
    return false;
}

const char *fc_names_at(void *user, size_t i)
{
    if (i < SHORTHANDS)
        return shorthands[i].name;
    const fc_attr *attr = fc_open_attr_at(user, i - SHORTHANDS);
    return attr ? attr->name : NULL;
}

static fc_value string(fc_str s)
{
    return (fc_value){ FC_STRING, 0, s };
}

fc_rc fc_names_need(fc_open *ctx, const char *stage, const char *name, fc_expr_var *var,
                    fc_err *err)
{
    var->key = fc_str_of(name);
    if (fc_names_find(ctx, var->key, var))
        return FC_OK;
    const char *near = fc_suggest(var->key, fc_names_at, ctx);
    return fc_fail(err, FC_EUSE, "%s: unknown attribute '%.100s'%s%s%s", stage, name,
                   near ? "; did you mean '" : "; ", near ? near : fc_names_hint,
                   near ? "'?" : "");
}

fc_value fc_names_value(const void *user, const fc_expr_var *var)
{
    const fc_doc *doc = user;
    const fc_value *v;
    switch (var->place) {
    case IS_TEXT:
        return string(doc->text);
    case IS_ID:
        return string(doc->id);
    case IS_SOURCE:
        return doc->source.n ? string(doc->source)
                             : (fc_value){ FC_NONE, 0, { NULL, 0 } };
    case IN_METADATA:
        v = fc_fields_get(&doc->meta, var->key);
        break;
    default:
        v = fc_fields_get(&doc->attr, var->key);
        v = v ? v : fc_fields_get(&doc->extra, var->key);
    }
    return v ? *v : (fc_value){ FC_NONE, 0, { NULL, 0 } };
}
