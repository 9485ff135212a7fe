/* document.c - see document.h. */
#include "readers/document.h"

#include "base/str.h"
#include "io/json.h"
#include "io/jsonl.h"

const fc_reason fc_document_reasons[] = {
    { "bad-line", "a line is no JSON object" },
    { "too-large", "a line was longer than the limit for one item" },
    { "truncated", "the compressed input ended within a line" },
    { "damaged-member", "compressed data was damaged" },
    { "without-text", "a JSON object without a text (an empty one will do); --text-key "
                      "tells the key that it has" },
    { NULL, NULL }
};

/* Documents of the Web that have no metadata but keys of their own for it; `sign` tells
 * each. */
static const struct {
    const char *sign, *url, *date, *language;
} shapes[] = {
    { "document_lang", "url", NULL, "document_lang" },  /* HPLT 1 */
    { "ts", "u", "ts", "lang" },                        /* HPLT 2 and later */
    { "timestamp", "url", "timestamp", NULL },          /* C4 and its kin */
    { "language_score", "url", "date", "language" },    /* FineWeb */
};

/* A string, or the first one of a list of them: of languages the surest. */
static fc_str first_string(const fc_value *value, fc_arena *keep)
{
    fc_json j = { value->str.p, value->str.p, value->str.p + value->str.n, NULL };
    fc_str s = { "", 0 };
    if (value->type == FC_STRING)
        return value->str;
    if (value->type == FC_JSON && fc_json_take(&j, '[') && fc_json_next(&j) == '"')
        fc_json_scan_string(&j, keep, &s);
    return s;
}

/* Move a key of the top to the metadata under its name there. */
static void move(fc_doc *doc, fc_arena *keep, const char *from, const char *to)
{
    const fc_value *value = from ? fc_fields_get(&doc->extra, fc_str_of(from)) : NULL;
    fc_str s = value ? first_string(value, keep) : (fc_str){ "", 0 };
    if (!s.n)
        return;
    fc_set_str(&doc->meta, keep, to, s);
    if (value->type != FC_STRING)
        return; /* the others of the list are told nowhere else */
    size_t at = 0;
    while (!fc_str_is(doc->extra.v[at].name, from))
        at++;
    memmove(doc->extra.v + at, doc->extra.v + at + 1,
            (doc->extra.n - at - 1) * sizeof *doc->extra.v);
    doc->extra.n--;
}

static void find_metadata(fc_doc *doc, fc_arena *keep)
{
    if (doc->meta.n)
        return;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const fc_value *url = fc_fields_get(&doc->extra, fc_str_of(shapes[i].url));
        if (!url || url->type != FC_STRING ||
            !fc_fields_get(&doc->extra, fc_str_of(shapes[i].sign)))
            continue;
        move(doc, keep, shapes[i].url, "url");
        move(doc, keep, shapes[i].date, "date");
        move(doc, keep, shapes[i].language, "language");
        return;
    }
}

uint16_t fc_document_read(const fc_stream *in, fc_str text, fc_arena *keep, fc_doc *doc)
{
    doc->kind = FC_DOCUMENT;
    if (fc_jsonl_parse_keys(text, fc_stream_text_key(in), fc_stream_id_key(in), keep, doc,
                            NULL))
        return FC_LINE_BAD;
    if (!doc->text.p)
        return FC_DOCUMENT_WITHOUT_TEXT;
    find_metadata(doc, keep);
    return 0;
}

/* ------------------------------------------------------------------------------ shape */

/* Whether a line end within an object is one of a file for people to read: behind a comma
 * or a bracket, before what is no object at the begin of its line. The first line of JSON
 * lines that is cut would have others. */
static bool is_layout(fc_str s, size_t at)
{
    size_t before = at, behind = at + 1;
    while (before && fc_is_space(s.p[before - 1]))
        before--;
    while (behind < s.n && fc_is_space(s.p[behind]))
        behind++;
    return before && strchr(",{[", s.p[before - 1]) && behind < s.n &&
           !(s.p[behind] == '{' && s.p[behind - 1] == '\n');
}

static bool is_text_key(fc_str s, size_t from, size_t to)
{
    fc_json j = { s.p, s.p + to + 1, s.p + s.n, NULL };
    return fc_str_is(fc_str_sub(s, from + 1, to), "text") && fc_json_take(&j, ':') &&
           (fc_json_next(&j) == '"' || j.at == j.end);
}

/* A key, the end or a comment behind '{': programs and templates have other things. */
static bool begins_object(fc_str s, size_t at)
{
    while (at < s.n && fc_is_space(s.p[at]))
        at++;
    return at == s.n || s.p[at] == '"' || s.p[at] == '}' || s.p[at] == '/';
}

fc_document_shape fc_document_sniff(fc_str s)
{
    fc_document_shape shape = { .array = false };
    size_t i = fc_str_starts(s, FC_STR("\xef\xbb\xbf")) ? 3 : 0, string = 0;
    unsigned depth = 0;
    fc_json j = { s.p, s.p + i, s.p + s.n, NULL };
    shape.array = fc_json_take(&j, '[');
    shape.object = fc_json_next(&j) == '{' && begins_object(s, (size_t)(j.at - s.p) + 1);
    for (i = (size_t)(j.at - s.p); shape.object && i < s.n; i++) {
        char c = s.p[i];
        if (string) {
            if (c == '\\')
                i++;
            else if (c == '"') {
                shape.text |= depth == 1 && is_text_key(s, string - 1, i);
                string = 0;
            }
        } else if (c == '"') {
            string = i + 1;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (--depth == 0) {
                shape.end = i + 1;
                break;
            }
        } else if (c == '\n') {
            shape.lines |= is_layout(s, i);
        }
    }
    return shape;
}
