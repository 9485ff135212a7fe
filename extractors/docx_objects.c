/* docx_objects.c - formulas of Word documents that are objects of other programs:
 * Equation Editor's and MathType's (mtef.h). */
#include "extractors/docx.h"

#include "base/str.h"
#include "extractors/mtef.h"

#include <stdlib.h>

typedef struct fc_docx_object {
    fc_str path, bytes, tex;
    bool asked, read;           /* each is read once, however often it is shown */
} object;

static bool is_wanted(fc_str path)
{
    return fc_str_ends(path, FC_STR(".bin")) &&
           fc_str_find(path, FC_STR("embeddings/")) < path.n;
}

static int by_path(const void *a, const void *b)
{
    return fc_str_order(((const object *)a)->path, ((const object *)b)->path);
}

/* Objects that are too large together are left where they are: formulas are lost, the
 * text is not. Of two with one path any does, as in the package itself. */
static void open_objects(fc_docx *d)
{
    fc_docx_objects *o = &d->objects;
    fc_err err;
    o->open = true;
    if (fc_package_open(&o->files, o->package, is_wanted, o->most, d->a, &err))
        o->files.n = 0;
    o->object = fc_zalloc(d->a, o->files.n, sizeof *o->object);
    for (size_t i = 0; i < o->files.n; i++) {
        o->object[i].path = o->files.file[i].path;
        o->object[i].bytes = o->files.file[i].bytes;
    }
    qsort(o->object, o->files.n, sizeof *o->object, by_path);
}

static object *find_object(fc_docx *d, fc_str path)
{
    fc_docx_objects *o = &d->objects;
    object key = { .path = path };
    if (!o->open)
        open_objects(d);
    return o->files.n ? bsearch(&key, o->object, o->files.n, sizeof key, by_path) : NULL;
}

/* Of the programs that make formulas, some are not read: AxMath. */
static bool is_formula(fc_str program)
{
    return fc_str_istarts(program, FC_STR("Equation")) ||
           fc_str_istarts(program, FC_STR("MathType"));
}

fc_str fc_docx_target(fc_docx *d, fc_str id)
{
    fc_docx_objects *o = &d->objects;
    uint32_t to = o->rels && id.n ? fc_docx_by_id(d, o->rels, "Id", id, &o->from) : 0;
    if (!to)
        return FC_STR("");
    return fc_package_path(o->part, fc_dom_attr_text(o->rels, to, "Target", d->a), d->a);
}

bool fc_docx_object(fc_docx *d, uint32_t node, bool *formula, fc_str *tex)
{
    fc_str mtef;
    *formula = is_formula(fc_dom_attr(d->dom, node, "ProgID"));
    fc_str path = *formula ? fc_docx_target(d, fc_dom_attr(d->dom, node, "r:id"))
                           : FC_STR("");
    object *at = path.n ? find_object(d, path) : NULL;
    if (at && !at->asked) {
        at->asked = true;
        at->read = fc_mtef_find(at->bytes, d->a, &mtef) &&
                   fc_mtef_tex(mtef, d->xml, d->a, &at->tex);
    }
    *tex = at ? at->tex : FC_STR("");
    return at && at->read;
}
