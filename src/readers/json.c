/* json.c - a file that is one JSON value: a notebook, the settings of a project. JSON
 * lines are jsonl.c's, documents documents.c's. */
#include "base/str.h"
#include "readers/document.h"
#include "readers/whole.h"

static size_t skip_blanks(fc_str s, size_t i)
{
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
        i++;
    return i;
}

/* An object or list that does not stand on one line. */
static bool is_indented(fc_str first)
{
    size_t i = fc_str_starts(first, FC_STR("\xef\xbb\xbf")) ? 3 : 0;
    while (i < first.n && fc_is_space(first.p[i]))
        i++;
    if (i == first.n || (first.p[i] != '{' && first.p[i] != '['))
        return false;
    size_t next = skip_blanks(first, i + 1);
    bool below = next < first.n && (first.p[next] == '\n' || first.p[next] == '\r');
    while (next < first.n && fc_is_space(first.p[next]))
        next++;
    /* what begins a value or a comment of JSON; programs have '{' on a line as well */
    const char *begins = first.p[i] == '{' ? "\"}/" : "\"]/{[-0123456789tfn";
    bool value = next == first.n || strchr(begins, first.p[next]);
    return (below && value) || fc_document_sniff(first).lines;
}

/* Data though it is on one line: objects that are no documents, alone or in a list; what
 * maps of minified files are in any case. */
static bool is_lone(fc_str first, fc_str name)
{
    fc_document_shape shape = fc_document_sniff(first);
    if (!shape.object || shape.text)
        return false;
    if (fc_name_ends(name, ".map"))
        return true;
    fc_str rest = fc_str_sub(first, shape.end, first.n);
    return shape.end && fc_name_ends(name, ".json") &&
           (shape.array || !fc_str_trim(rest).n);
}

/* A notebook that stands on one line, as few are written. */
static bool is_flat_notebook(fc_str first)
{
    return fc_str_starts(first, FC_STR("{\"cells\":[{\"cell_type\"")) ||
           fc_str_starts(first, FC_STR("{\"cells\": [{\"cell_type\""));
}

static int json_sniff(fc_str first, const char *path)
{
    fc_str name = fc_str_of(path);
    if (fc_name_ends(name, ".ipynb"))
        return fc_str_findc(first, '{') < first.n ? 95 : 0;
    if (is_lone(first, name))
        return 93;
    if (!is_indented(first))
        return is_flat_notebook(first) ? 95 : 0;
    if (fc_name_ends(name, ".json") || fc_name_ends(name, ".lock") ||
        fc_name_ends(name, ".geojson"))
        return 80;
    bool notebook = fc_str_find(first, FC_STR("\"cell_type\"")) < first.n ||
                    fc_str_find(first, FC_STR("\"nbformat\"")) < first.n;
    return notebook ? 75 : 20;
}

static fc_rc json_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    return fc_whole_next(state, "application/json", keep, doc, err);
}

FC_READER(json) = {
    .name = "json",
    .brief = "a file that is one JSON value, such as a notebook",
    .doc =
        "The file is one record of type resource; its name stands for the URL. One that "
        "begins with an object on a line of its own is JSON lines, unless it is named "
        ".ipynb, or .json and that is no document and all of it.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = json_sniff,
    .open = fc_whole_open,
    .next = json_next,
    .close = fc_whole_close
};
