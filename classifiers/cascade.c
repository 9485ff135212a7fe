/* cascade.c - reading a calibration. */
#include "classifiers/cascade.h"

#include "base/hash.h"
#include "base/str.h"
#include "classifiers/mapped.h"
#include "io/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

const char *const fc_cascade_plain[FC_CASCADE_PLAIN] = {
    "length", "seen", "links", "wide", "declared", "language"
};

typedef struct reader {
    const char *name;
    fc_cascade *to;
    fc_arena *keep;
    int version;
    fc_err *err;
} reader;

static fc_rc refuse(const reader *r, const char *what)
{
    return fc_fail(r->err, FC_ECONFIG, "calibration %.200s: %s; make it with 'filterc "
                                       "calibrate'",
                   r->name, what);
}

static fc_rc refuse_json(const reader *r, const fc_json *j, const char *of)
{
    return refuse(r, fc_printf(r->keep, "no JSON object at byte %zu%s",
                               (size_t)(j->at - j->p), of).p);
}

/* Walk over the members of an object: what(r, key, value) for each. of: which one it is,
 * for messages. */
static fc_rc each_member(reader *r, fc_str text, const char *of,
                         fc_rc (*what)(reader *, fc_str, const fc_value *))
{
    fc_json j = { text.p, text.p, text.p + text.n, NULL };
    fc_str key;
    fc_value value;
    if (!fc_json_take(&j, '{'))
        return refuse_json(r, &j, of);
    for (bool first = true; !fc_json_take(&j, '}'); first = false) {
        if ((!first && !fc_json_take(&j, ',')) ||
            !fc_json_scan_string(&j, r->keep, &key) || !fc_json_take(&j, ':') ||
            !fc_json_scan_value(&j, r->keep, &value))
            return refuse_json(r, &j, of);
        fc_rc rc = what(r, key, &value);
        if (rc != FC_OK)
            return rc;
    }
    return fc_json_next(&j) ? refuse_json(r, &j, of) : FC_OK;
}

static fc_rc take_weight(reader *r, fc_str key, const fc_value *value)
{
    fc_cascade *c = r->to;
    if (value->type != FC_NUM || !isfinite(value->num) || c->n == FC_CASCADE_PARTS)
        return refuse(r, "its weights are no numbers, or too many");
    c->name[c->n] = fc_copy(r->keep, key).p;
    c->weight[c->n++] = value->num;
    return FC_OK;
}

static fc_rc take_member(reader *r, fc_str key, const fc_value *value)
{
    fc_cascade *c = r->to;
    const struct { const char *key; double *to; } numbers[] = {
        { "recall", &c->recall }, { "kept", &c->kept }, { "pages", &c->pages },
        { "cut", &c->cut }, { "bias", &c->bias },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (fc_str_is(key, numbers[i].key) && value->type == FC_NUM)
            *numbers[i].to = value->num;
    if (fc_str_is(key, "filterc_calibration"))
        r->version = value->type == FC_NUM && (value->num == 1 || value->num == 2)
                         ? (int)value->num : 0;
    if (fc_str_is(key, "models") && value->type == FC_STRING)
        c->models = fc_copy(r->keep, value->str).p;
    if (fc_str_is(key, "languages") && value->type == FC_STRING)
        c->languages = fc_copy(r->keep, value->str).p;
    if (fc_str_is(key, "weights") && value->type == FC_JSON)
        return each_member(r, value->str, " of its weights", take_weight);
    return FC_OK;
}

/* The last member is the sum of all that stands before it, as it stands there. */
static bool has_its_sum(fc_str text)
{
    char end[] = "\"sum\":\"0123456789abcdef\"}";
    size_t n = sizeof end - 1;
    text = fc_str_trim(text);
    if (text.n < n)
        return false;
    snprintf(end, sizeof end, "\"sum\":\"%016" PRIx64 "\"}",
             fc_hash64(text.p, text.n - n, 0));
    return fc_str_is(fc_str_sub(text, text.n - n, text.n), end);
}

fc_rc fc_cascade_parse(const char *name, fc_str text, fc_arena *keep, fc_cascade *cascade,
                       fc_err *err)
{
    reader r = { name, cascade, keep, 0, err };
    *cascade = (fc_cascade){ .models = "", .languages = "", .cut = NAN, .bias = NAN };
    if (text.n > FC_CASCADE_FILE)
        return refuse(&r, "it is too large");
    fc_rc rc = each_member(&r, text, "", take_member);
    if (rc != FC_OK)
        return rc;
    if (!r.version)
        return refuse(&r, "it is of another version");
    if (r.version == 2 && !has_its_sum(text))
        return refuse(&r, "it was changed or damaged: its sum is another");
    if (!cascade->models[0] || !cascade->n || !isfinite(cascade->cut) ||
        !isfinite(cascade->bias))
        return refuse(&r, "models, weights, bias or cut are missing");
    return FC_OK;
}

fc_rc fc_cascade_read(const char *path, fc_arena *keep, fc_cascade *cascade, fc_err *err)
{
    fc_mapped file;
    fc_rc rc = fc_mapped_open(&file, "calibration", path, err);
    if (rc != FC_OK)
        return rc;
    fc_str text = file.bytes.n > FC_CASCADE_FILE ? file.bytes : fc_copy(keep, file.bytes);
    rc = fc_cascade_parse(path, text, keep, cascade, err);
    fc_mapped_close(&file);
    return rc;
}
