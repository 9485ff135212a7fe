/* jsonl.c - documents as JSON lines; see jsonl.h. */
#include "io/jsonl.h"

#include "base/str.h"
#include "io/json.h"

/* Names are looked up by searching a list, so their number is bounded. */
enum { MAX_FIELDS = 4096 };

static bool failed(fc_json *j, const char *want)
{
    if (!j->want)
        j->want = want;
    return false;
}

static bool put_field(fc_json *j, fc_fields *fields, fc_arena *keep, fc_str key,
                      fc_value value)
{
    if (fields->n >= MAX_FIELDS)
        return failed(j, "fewer than 4096 keys");
    fc_fields_set(fields, keep, key, value);
    return true;
}

static bool scan_key(fc_json *j, fc_arena *keep, fc_str *key)
{
    if (!fc_json_scan_string(j, keep, key))
        return false;
    return fc_json_take(j, ':') || failed(j, "':'");
}

/* The members of an object up to and with its closing brace, each given to `put`. */
typedef bool (*put_fn)(fc_json *j, void *to, fc_arena *keep, fc_str key);

static bool scan_object(fc_json *j, fc_arena *keep, put_fn put, void *to)
{
    if (!fc_json_take(j, '{'))
        return failed(j, "'{'");
    if (fc_json_take(j, '}'))
        return true;
    do {
        fc_str key;
        if (!scan_key(j, keep, &key) || !put(j, to, keep, key))
            return false;
    } while (fc_json_take(j, ','));
    return fc_json_take(j, '}') || failed(j, "',' or '}'");
}

static bool put_value(fc_json *j, void *to, fc_arena *keep, fc_str key)
{
    fc_value value;
    return fc_json_scan_value(j, keep, &value) && put_field(j, to, keep, key, value);
}

/* "metadata", "attributes": their members; null is as good as none; anything else is kept
 * as a member of the same name. */
static bool scan_fields(fc_json *j, fc_fields *fields, fc_arena *keep, fc_str key)
{
    fc_value value;
    if (fc_json_next(j) == '{')
        return scan_object(j, keep, put_value, fields);
    if (!fc_json_scan_value(j, keep, &value))
        return false;
    if (value.type == FC_JSON && fc_str_is(value.str, "null"))
        return true;
    return put_field(j, fields, keep, key, value);
}

/* A number is taken as its digits (dolma has numeric ids), null as nothing. */
static bool scan_text(fc_json *j, fc_arena *keep, fc_str *out)
{
    fc_value value;
    const char *from;
    fc_json_next(j);
    from = j->at;
    if (!fc_json_scan_value(j, keep, &value))
        return false;
    if (value.type == FC_STRING) {
        *out = value.str;
    } else if (value.type == FC_NUM) {
        *out = fc_copy(keep, (fc_str){ from, (size_t)(j->at - from) });
    } else if (value.type == FC_JSON && fc_str_is(value.str, "null")) {
        *out = (fc_str){ NULL, 0 };
    } else {
        j->at = from;
        return failed(j, "a string");
    }
    return true;
}

typedef struct target {
    fc_doc *doc;
    const char *text, *id;      /* their keys */
} target;

static bool put_top(fc_json *j, void *to, fc_arena *keep, fc_str key)
{
    const target *t = to;
    fc_doc *doc = t->doc;
    fc_value value;
    if (fc_str_is(key, t->text))
        return scan_text(j, keep, &doc->text);
    if (fc_str_is(key, t->id))
        return scan_text(j, keep, &doc->id);
    if (fc_str_is(key, "text") || fc_str_is(key, "id")) /* their place is taken */
        return fc_json_scan_value(j, keep, &value) &&
               put_field(j, &doc->meta, keep, key, value);
    if (fc_str_is(key, "metadata"))
        return scan_fields(j, &doc->meta, keep, key);
    if (fc_str_is(key, "attributes"))
        return scan_fields(j, &doc->attr, keep, key);
    if (fc_str_is(key, "source") && fc_json_next(j) == '"')
        return fc_json_scan_string(j, keep, &doc->source);
    return put_value(j, &doc->extra, keep, key);
}

fc_rc fc_jsonl_parse(fc_str line, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    return fc_jsonl_parse_keys(line, "text", "id", keep, doc, err);
}

fc_rc fc_jsonl_parse_keys(fc_str line, const char *text, const char *id, fc_arena *keep,
                          fc_doc *doc, fc_err *err)
{
    fc_json j = { line.p, line.p, line.p + line.n, NULL };
    target t = { doc, text, id };
    if (scan_object(&j, keep, put_top, &t)) {
        fc_json_next(&j);
        if (j.at == j.end) {
            doc->kind = FC_DOCUMENT;
            return FC_OK;
        }
        failed(&j, "the end of the line");
    }
    return fc_fail(err, FC_EDATA, "not a JSON document: at byte %zu of the line, "
                                  "expected %s",
                   (size_t)(j.at - j.p), j.want);
}

static void write_fields(fc_buf *out, const fc_fields *fields, bool *first)
{
    for (size_t i = 0; i < fields->n; i++) {
        if (!*first)
            fc_buf_char(out, ',');
        *first = false;
        fc_json_string(out, fields->v[i].name);
        fc_buf_char(out, ':');
        fc_json_value(out, &fields->v[i].value);
    }
}

static void write_object(fc_buf *out, const char *key, const fc_fields *fields)
{
    bool first = true;
    if (!fields->n)
        return;
    fc_buf_text(out, key);
    write_fields(out, fields, &first);
    fc_buf_char(out, '}');
}

void fc_jsonl_write(fc_buf *out, const fc_doc *doc)
{
    bool first = false;
    fc_buf_text(out, "{\"id\":");
    fc_json_string(out, doc->id);
    fc_buf_text(out, ",\"text\":");
    fc_json_string(out, doc->text);
    if (doc->source.n) {
        fc_buf_text(out, ",\"source\":");
        fc_json_string(out, doc->source);
    }
    write_fields(out, &doc->extra, &first);
    write_object(out, ",\"metadata\":{", &doc->meta);
    write_object(out, ",\"attributes\":{", &doc->attr);
    fc_buf_text(out, "}\n");
}
