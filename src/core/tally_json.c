/* tally_json.c - a tally as part of a report, and read from one. */
#include "core/tally.h"
#include "io/json.h"
#include "io/jsonl.h"

#include <inttypes.h>
#include <math.h>

static void put_count(fc_buf *out, const char *name, fc_count count)
{
    fc_buf_printf(out, ",\"%s\":[%" PRIu64 ",%" PRIu64 "]", name, count.documents,
                  count.bytes);
}

/* [value, documents, bytes] of each. */
static void put_values(fc_buf *out, const fc_tally_column *c)
{
    fc_buf_text(out, ",\"values\":[");
    for (size_t i = 0; i < c->n; i++) {
        const fc_tally_value *v = &c->value[i];
        fc_buf_text(out, i ? ",[" : "[");
        if (v->is_number)
            fc_buf_str(out, v->name);
        else
            fc_json_string(out, v->name);
        fc_buf_printf(out, ",%" PRIu64 ",%" PRIu64 "]", v->count.documents,
                      v->count.bytes);
    }
    fc_buf_text(out, "]}");
}

void fc_tally_json(fc_tally *t, fc_buf *out)
{
    fc_tally_sort(t);
    fc_buf_char(out, '[');
    for (size_t i = 0; i < t->n; i++) {
        const fc_tally_column *c = &t->column[i];
        fc_buf_text(out, i ? ",\n{\"attr\":" : "\n{\"attr\":");
        fc_json_string(out, c->attr);
        put_count(out, "all", c->all);
        put_count(out, "missing", c->missing);
        if (c->too_many)
            fc_buf_text(out, ",\"too_many\":true");
        put_values(out, c);
    }
    fc_buf_char(out, ']');
}

static fc_json open_json(fc_str text)
{
    return (fc_json){ text.p, text.p, text.p + text.n, NULL };
}

/* "D,B]" */
static bool read_pair(fc_json *j, fc_arena *a, fc_count *out)
{
    fc_value documents, bytes;
    return fc_json_scan_value(j, a, &documents) && fc_json_take(j, ',') &&
           fc_json_scan_value(j, a, &bytes) && fc_json_take(j, ']') &&
           fc_json_whole(&documents, &out->documents) &&
           fc_json_whole(&bytes, &out->bytes);
}

static bool read_count(fc_str column, const char *name, fc_arena *a, fc_count *out)
{
    fc_value list = fc_json_get(column, name, a);
    if (list.type != FC_JSON)
        return false;
    fc_json j = open_json(list.str);
    return fc_json_take(&j, '[') && read_pair(&j, a, out);
}

/* A string, or a number that is counted. */
static bool is_value(const fc_value *v)
{
    return v->type == FC_STRING ||
           (v->type == FC_NUM && fabs(v->num) <= FC_TALLY_LARGEST);
}

static bool read_values(fc_tally *t, fc_str attr, fc_str list, fc_arena *a,
                        fc_count *told)
{
    fc_json j = open_json(list);
    if (!fc_json_take(&j, '['))
        return false;
    if (fc_json_take(&j, ']'))
        return true;
    do {
        fc_value v;
        fc_count n;
        if (!fc_json_take(&j, '[') || !fc_json_scan_value(&j, a, &v) ||
            !is_value(&v) || !fc_json_take(&j, ',') || !read_pair(&j, a, &n))
            return false;
        fc_tally_add(t, attr, &v, n);
        fc_count_add(told, n);
    } while (fc_json_take(&j, ','));
    return fc_json_take(&j, ']');
}

static bool read_column(fc_tally *t, fc_str object, fc_arena *a)
{
    fc_value attr = fc_json_get(object, "attr", a);
    fc_value values = fc_json_get(object, "values", a);
    fc_value too_many = fc_json_get(object, "too_many", a);
    fc_count all, missing, told = { 0, 0 };
    if (attr.type != FC_STRING || values.type != FC_JSON ||
        !read_count(object, "all", a, &all) ||
        !read_count(object, "missing", a, &missing) || t->n == FC_TALLY_COLUMNS)
        return false;
    fc_tally_add(t, attr.str, NULL, missing);
    if (too_many.type == FC_BOOL && too_many.num != 0) {
        fc_tally_column *c = fc_tally_column_of(t, attr.str);
        c->all.documents += all.documents - missing.documents;
        c->all.bytes += all.bytes - missing.bytes;
        c->too_many = true;
        c->n = 0;
        return all.documents >= missing.documents && all.bytes >= missing.bytes;
    }
    return read_values(t, attr.str, values.str, a, &told) &&
           all.documents == missing.documents + told.documents &&
           all.bytes == missing.bytes + told.bytes;
}

bool fc_tally_read(fc_tally *t, fc_str list, fc_arena *scratch)
{
    fc_json j = open_json(list);
    if (!fc_json_take(&j, '['))
        return false;
    if (fc_json_take(&j, ']'))
        return true;
    do {
        fc_value column;
        if (!fc_json_scan_value(&j, scratch, &column) || column.type != FC_JSON ||
            !read_column(t, column.str, scratch))
            return false;
    } while (fc_json_take(&j, ','));
    return fc_json_take(&j, ']');
}
