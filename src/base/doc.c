/* doc.c - named values of a document. There are a dozen or two, so a list is searched. */
#include "base/arena.h"
#include "base/str.h"

#include <math.h>

const fc_value *fc_fields_get(const fc_fields *fields, fc_str name)
{
    for (size_t i = 0; i < fields->n; i++)
        if (fc_str_eq(fields->v[i].name, name))
            return &fields->v[i].value;
    return NULL;
}

void fc_fields_set(fc_fields *fields, fc_arena *keep, fc_str name, fc_value value)
{
    for (size_t i = 0; i < fields->n; i++)
        if (fc_str_eq(fields->v[i].name, name)) {
            fields->v[i].value = value;
            return;
        }
    if (fields->n == fields->cap) {
        size_t cap = fields->cap ? fields->cap * 2 : 8;
        fields->v = fc_grow(keep, fields->v, fields->n * sizeof *fields->v,
                            cap * sizeof *fields->v);
        fields->cap = cap;
    }
    fields->v[fields->n++] = (fc_field){ name, value };
}

fc_fields fc_fields_copy(const fc_fields *fields, fc_arena *keep)
{
    fc_fields copy = { NULL, fields->n, fields->n };
    if (!fields->n)
        return copy;
    copy.v = fc_alloc(keep, fields->n * sizeof *copy.v);
    memcpy(copy.v, fields->v, fields->n * sizeof *copy.v);
    return copy;
}

void fc_set_str(fc_fields *fields, fc_arena *keep, const char *name, fc_str value)
{
    fc_fields_set(fields, keep, fc_str_of(name), (fc_value){ FC_STRING, 0, value });
}

void fc_set_bool(fc_fields *fields, fc_arena *keep, const char *name, bool value)
{
    fc_fields_set(fields, keep, fc_str_of(name),
                  (fc_value){ FC_BOOL, value ? 1 : 0, { 0, 0 } });
}

void fc_set_num(fc_fields *fields, fc_arena *keep, const char *name, double value,
                int decimals)
{
    double scale = 1;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    double rounded = nearbyint(value * scale) / scale;
    fc_fields_set(fields, keep, fc_str_of(name),
                  (fc_value){ FC_NUM, isfinite(rounded) ? rounded : 0, { 0, 0 } });
}
