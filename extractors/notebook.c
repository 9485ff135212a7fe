/* notebook.c - Jupyter notebooks, formats 3 and 4: cells of prose as they are, cells
 * of code between fences, what the code printed only when asked for. The whole is
 * Markdown, which the kind markdown makes ours.
 *
 * The file is read twice: first the places of its parts, since the language of the
 * cells stands behind them. */
#include "base/str.h"
#include "extractors/inline.h"
#include "extractors/markdown_doc.h"
#include "extractors/source.h"
#include "io/json.h"

enum { NAME = 64 };

typedef struct notebook {
    fc_arena *a;
    fc_text out;                /* in an arena where nothing else allocates meanwhile */
    fc_str cells, worksheets, metadata; /* raw JSON; empty when there is none */
    fc_str language;            /* lower case, for fences */
    size_t prose, code;         /* cells written */
    bool outputs;
} notebook;

/* ---------------------------------------------------------------- walking JSON */

static fc_json open_json(fc_str raw)
{
    if (!raw.n)
        raw = FC_STR("");
    return (fc_json){ raw.p, raw.p, raw.p + raw.n, NULL };
}

/* The next key and value of an object; *first is set before the first. False at its
 * end. */
static bool next_member(fc_json *j, bool *first, fc_arena *a, fc_str *key,
                        fc_value *value)
{
    if (*first ? !fc_json_take(j, '{') : !fc_json_take(j, ','))
        return false;
    *first = false;
    return fc_json_scan_string(j, a, key) && fc_json_take(j, ':') &&
           fc_json_scan_value(j, a, value);
}

static bool next_element(fc_json *j, bool *first, fc_arena *a, fc_value *value)
{
    if (*first ? !fc_json_take(j, '[') : !fc_json_take(j, ','))
        return false;
    *first = false;
    return fc_json_next(j) != ']' && fc_json_scan_value(j, a, value);
}

/* The value of a key in raw JSON; type FC_NONE when there is none. */
static fc_value member(fc_str raw, const char *want, fc_arena *a)
{
    fc_json j = open_json(raw);
    bool first = true;
    fc_str key;
    fc_value value;
    while (next_member(&j, &first, a, &key, &value))
        if (fc_str_is(key, want))
            return value;
    return (fc_value){ FC_NONE, 0, { "", 0 } };
}

/* A string, or a list of strings that are one text. */
static fc_str text_of(fc_value v, fc_arena *a)
{
    if (v.type == FC_STRING)
        return v.str;
    if (v.type != FC_JSON)
        return (fc_str){ "", 0 };
    fc_json j = open_json(v.str);
    char *p = fc_alloc(a, v.str.n + 1); /* what is decoded is not longer */
    size_t n = 0;
    bool first = true;
    fc_value line;
    while (next_element(&j, &first, a, &line))
        if (line.type == FC_STRING && line.str.n <= v.str.n - n) {
            memcpy(p + n, line.str.p, line.str.n);
            n += line.str.n;
        }
    return (fc_str){ p, n };
}

/* ---------------------------------------------------------------- cells */

static void add(notebook *b, fc_str s)
{
    fc_text_add(&b->out, s.p, s.n);
}

/* Blank lines off both ends, blanks of the first line kept. */
static fc_str trim_lines(fc_str s)
{
    size_t begin = 0;
    for (size_t i = 0; i < s.n && fc_is_space(s.p[i]); i++)
        begin = s.p[i] == '\n' ? i + 1 : begin;
    s = fc_str_sub(s, begin, s.n);
    while (s.n && fc_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

static void gap(notebook *b)
{
    static const char next[] = { '\n', FC_MARKDOWN_NEXT, '\n' };
    if (b->out.n)
        add(b, (fc_str){ next, sizeof next });
}

/* Pictures within the text, as base64: nobody reads them. */
static void add_prose(notebook *b, fc_str s)
{
    static const char sign[] = "data:image/";
    while (s.n) {
        size_t at = fc_str_find(s, FC_STR(sign)), end = at;
        add(b, fc_str_sub(s, 0, at));
        while (end < s.n && !fc_is_space(s.p[end]) && s.p[end] != ')' &&
               s.p[end] != '"' && s.p[end] != '\'' && s.p[end] != '>')
            end++;
        s = fc_str_sub(s, end, s.n);
    }
}

/* More quotes than any line of the code has in a row. */
static size_t fence_of(fc_str s)
{
    size_t most = 2, run = 0;
    for (size_t i = 0; i < s.n; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most + 1;
}

static void add_code(notebook *b, fc_str s, fc_str language)
{
    size_t fence = fence_of(s);
    gap(b);
    for (size_t i = 0; i < fence; i++)
        fc_text_char(&b->out, '`');
    add(b, language);
    add(b, FC_STR("\n"));
    add(b, s);
    add(b, FC_STR("\n"));
    for (size_t i = 0; i < fence; i++)
        fc_text_char(&b->out, '`');
}

/* Without the colours of terminals: ESC [ ... letter. */
static fc_str without_colours(fc_str s, fc_arena *a)
{
    char *p = fc_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\x1b' && i + 1 < s.n && s.p[i + 1] == '[') {
            for (i += 2; i < s.n && (s.p[i] == ';' || fc_is_digit(s.p[i]));
                 i++)
                ;
            continue;
        }
        p[n++] = s.p[i];
    }
    return (fc_str){ p, n };
}

/* The text of one output: what was printed, or the plain form of a value. */
static fc_str output_text(fc_str raw, fc_arena *a)
{
    fc_value v = member(raw, "text", a); /* of streams, and in format 3 */
    if (v.type == FC_NONE) {
        fc_value data = member(raw, "data", a);
        if (data.type == FC_JSON)
            v = member(data.str, "text/plain", a);
    }
    return trim_lines(without_colours(text_of(v, a), a));
}

static void add_outputs(notebook *b, fc_value outputs)
{
    fc_json j = open_json(outputs.str);
    bool first = true;
    fc_value one;
    while (outputs.type == FC_JSON && next_element(&j, &first, b->a, &one)) {
        fc_str text = one.type == FC_JSON ? output_text(one.str, b->a)
                                          : (fc_str){ "", 0 };
        if (text.n)
            add_code(b, text, (fc_str){ "", 0 });
    }
}

/* What a cell says of itself, in one walk. */
typedef struct cell {
    fc_str type, source;
    fc_str language;
    fc_value outputs;
    double level;
} cell;

static cell read_cell(fc_str raw, fc_arena *a)
{
    cell c = { { "", 0 }, { "", 0 }, { "", 0 }, { FC_NONE, 0, { "", 0 } }, 1 };
    fc_json j = open_json(raw);
    bool first = true;
    fc_str key;
    fc_value v;
    while (next_member(&j, &first, a, &key, &v)) {
        if (fc_str_is(key, "cell_type") && v.type == FC_STRING)
            c.type = v.str;
        else if (fc_str_is(key, "source") || fc_str_is(key, "input"))
            c.source = trim_lines(text_of(v, a));
        else if (fc_str_is(key, "outputs"))
            c.outputs = v;
        else if (fc_str_is(key, "language") && v.type == FC_STRING)
            c.language = v.str;
        else if (fc_str_is(key, "level") && v.type == FC_NUM)
            c.level = v.num;
    }
    return c;
}

static void write_cell(notebook *b, fc_str raw)
{
    cell c = read_cell(raw, b->a);
    if (fc_str_is(c.type, "code")) {
        fc_str language = b->language.n ? b->language : c.language;
        if (c.source.n) {
            add_code(b, c.source, language);
            b->code++;
        }
        if (b->outputs)
            add_outputs(b, c.outputs);
    } else if (c.source.n && fc_str_is(c.type, "markdown")) {
        gap(b);
        add_prose(b, c.source);
        b->prose++;
    } else if (c.source.n && fc_str_is(c.type, "heading")) {
        gap(b);
        for (int i = 0; i < 6 && (i == 0 || i < c.level); i++)
            fc_text_char(&b->out, '#');
        fc_text_char(&b->out, ' ');
        add(b, c.source);
        b->prose++;
    }
}

static void write_cells(notebook *b, fc_str raw)
{
    fc_json j = open_json(raw);
    bool first = true;
    fc_value v;
    while (next_element(&j, &first, b->a, &v))
        if (v.type == FC_JSON)
            write_cell(b, v.str);
}

/* Format 3 has sheets around the cells. */
static void write_worksheets(notebook *b)
{
    fc_json j = open_json(b->worksheets);
    bool first = true;
    fc_value v;
    while (next_element(&j, &first, b->a, &v)) {
        fc_value cells = v.type == FC_JSON ? member(v.str, "cells", b->a) : v;
        if (cells.type == FC_JSON)
            write_cells(b, cells.str);
    }
}

/* ---------------------------------------------------------------- the file */

/* Where the parts are. False: no JSON, or none of a notebook. */
static bool read_parts(notebook *b, fc_str text)
{
    fc_json j = open_json(text);
    bool first = true;
    fc_str key;
    fc_value v;
    while (next_member(&j, &first, b->a, &key, &v)) {
        if (v.type != FC_JSON)
            continue;
        if (fc_str_is(key, "cells"))
            b->cells = v.str;
        else if (fc_str_is(key, "worksheets"))
            b->worksheets = v.str;
        else if (fc_str_is(key, "metadata"))
            b->metadata = v.str;
    }
    return !j.want && fc_json_take(&j, '}') && (b->cells.n || b->worksheets.n);
}

/* Of the kernel, or as the kernel itself told; for a fence: one word in lower case. */
static void find_language(notebook *b)
{
    fc_value kernel = member(b->metadata, "kernelspec", b->a),
             name = { FC_NONE, 0, { "", 0 } };
    fc_value info = member(b->metadata, "language_info", b->a);
    if (info.type == FC_JSON)
        name = member(info.str, "name", b->a);
    if (name.type != FC_STRING && kernel.type == FC_JSON)
        name = member(kernel.str, "language", b->a);
    if (name.type != FC_STRING || name.str.n > NAME)
        return;
    char *p = fc_alloc(b->a, NAME);
    size_t n = 0;
    for (size_t i = 0; i < name.str.n && !fc_is_space(name.str.p[i]); i++)
        if (name.str.p[i] != '`')
            p[n++] = fc_lower(name.str.p[i]);
    b->language = (fc_str){ p, n };
}

extern FC_EXTRACTOR(markdown_doc);

static int notebook_sniff(const fc_capture *cap)
{
    bool json = fc_str_is(cap->mime, "application/json") || fc_extract_unknown(cap) ||
                fc_str_is(cap->mime, "text/plain") ||
                fc_str_is(cap->mime, "application/x-ipynb+json");
    if (!json)
        return 0;
    if (fc_str_ends(fc_file_name(cap->name), FC_STR(".ipynb")))
        return fc_str_findc(fc_str_sub(cap->body, 0, 64), '{') < 64 ? 90 : 0;
    size_t n = cap->body.n;
    fc_str head = fc_str_sub(cap->body, 0, 4096),
           end = fc_str_sub(cap->body, n > 512 ? n - 512 : 0, n);
    bool format = fc_str_find(head, FC_STR("\"nbformat\"")) < head.n ||
                  fc_str_find(end, FC_STR("\"nbformat\"")) < end.n;
    bool cells = fc_str_find(head, FC_STR("\"cells\"")) < head.n ||
                 fc_str_find(head, FC_STR("\"worksheets\"")) < head.n;
    return format && cells ? 75 : 0;
}

static int write_document(const fc_extract_conf *conf, fc_str markdown, fc_doc *doc,
                          fc_call *call)
{
    fc_capture cap = { .body = markdown,
                       .charset = FC_STR("utf-8"),
                       .mime = FC_STR("text/markdown"),
                       .name = FC_STR("notebook.md") };
    return fc_extractor_markdown_doc.run(conf, &cap, doc, call);
}

static int notebook_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                        fc_call *call)
{
    fc_source_place place = fc_source_place_of(cap->name);
    notebook b = { .a = call->scratch };
    fc_str text;
    int why = fc_source_refuse_path(conf, &place);
    if (why || (why = fc_extract_decode(cap, false, doc, call, &text)))
        return why;
    if (!read_parts(&b, text))
        return FC_EXTRACT_DAMAGED;
    find_language(&b);
    b.out.a = call->keep;
    b.outputs = conf->outputs;
    if (b.cells.n)
        write_cells(&b, b.cells);
    else
        write_worksheets(&b);
    if (call->explain)
        fc_buf_printf(call->explain, "a notebook: %zu cells of prose, %zu of code\n",
                      b.prose, b.code);
    fc_source_set_place(doc, call, &place);
    fc_set_str(&doc->attr, call->keep, "code_language", FC_STR("Jupyter Notebook"));
    return b.out.n ? write_document(conf, (fc_str){ b.out.p, b.out.n }, doc, call)
                   : FC_EXTRACT_NO_TEXT;
}

FC_EXTRACTOR(notebook) = {
    .name = "notebook",
    .brief = "Jupyter notebooks: prose, and code between fences",
    .sniff = notebook_sniff,
    .run = notebook_run,
};
