/* functions.c - a program becomes its functions, each with its comment: passages for
 * instructions that are written from the answer. function_list.h finds them. */
#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"
#include "filters/function_list.h"

typedef struct conf {
    int64_t min_lines, max_lines;
    bool nested, need_doc;
} conf;

enum { TOO_SHORT = 1, TOO_LONG, NO_DOC, NO_FUNCTIONS, LANGUAGE };

/* Functions within functions, as far down as they are handed on with --nested. */
enum { DEEPEST = 8 };

/* Where in the text the last function began: places only go up. */
typedef struct cursor {
    size_t at, chars, line;
} cursor;

static size_t lines_in(fc_str s)
{
    size_t n = 0;
    for (const char *p = s.p, *end = s.p + s.n;
         p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    return n;
}

static void move(cursor *c, fc_str text, size_t to)
{
    fc_str over = fc_str_sub(text, c->at, to);
    c->chars += fc_utf8_count(over);
    c->line += lines_in(over);
    c->at = to;
}

/* ------------------------------------------------------------ what a function says */

/* Marks at the begin of a line of a comment. */
static fc_str without_marks(fc_str line)
{
    static const char *const marks[] = { "/**", "/*!", "/*", "///", "//!",
                                         "//",  "*/",  "*",  "#" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (fc_str_starts(line, fc_str_of(marks[i]))) {
            line = fc_str_sub(line, strlen(marks[i]), line.n);
            break;
        }
    if (fc_str_ends(line, FC_STR("*/")))
        line.n -= 2;
    return fc_str_trim(line);
}

/* A docstring without its quotes and prefix. */
static fc_str without_quotes(fc_str s)
{
    while (s.n && s.p[0] != '"' && s.p[0] != '\'')
        s = fc_str_sub(s, 1, s.n);
    size_t n = s.n >= 6 && s.p[0] == s.p[1] && s.p[1] == s.p[2] ? 3 : 1;
    return s.n >= 2 * n ? fc_str_sub(s, n, s.n - n) : s;
}

/* The comment as text: its lines without marks and without blanks around them. */
static fc_str doc_text(const fc_code *code, const fc_function *f, fc_arena *keep)
{
    fc_str raw = fc_str_sub(code->text, f->doc_begin, f->doc_end), line;
    bool python = code->syntax == FC_SYNTAX_PYTHON && raw.n && raw.p[0] != '#';
    if (python)
        raw = without_quotes(raw);
    char *p = fc_alloc(keep, raw.n + 1), *to = p;
    while (fc_str_split(&raw, '\n', &line)) {
        line = fc_str_trim(line);
        if (!python)
            line = without_marks(line);
        memcpy(to, line.p, line.n);
        to += line.n;
        *to++ = '\n';
    }
    return fc_str_trim((fc_str){ p, (size_t)(to - p) });
}

/* The head on one line. */
static fc_str signature(const fc_code *code, const fc_function *f, fc_arena *keep)
{
    fc_str raw = fc_str_trim(fc_str_sub(code->text, f->head, f->body));
    char *p = fc_alloc(keep, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        bool blank = fc_is_space(raw.p[i]);
        if (!blank || (n && p[n - 1] != ' '))
            p[n++] = blank ? ' ' : raw.p[i];
    }
    return (fc_str){ p, n };
}

/* ---------------------------------------------------------------- passages */

static fc_doc *make_child(const fc_doc *doc, const fc_function *f, fc_arena *keep)
{
    fc_doc *child = FC_NEW(keep, fc_doc);
    *child = *doc;
    child->text = fc_str_sub(doc->text, f->begin, f->end);
    child->extra = fc_fields_copy(&doc->extra, keep);
    child->meta = fc_fields_copy(&doc->meta, keep);
    child->attr = fc_fields_copy(&doc->attr, keep);
    fc_set_str(&child->meta, keep, "parent_id", doc->id);
    return child;
}

static void set_json(fc_doc *child, fc_arena *keep, fc_str name, fc_str json)
{
    fc_fields_set(&child->meta, keep, name, (fc_value){ FC_JSON, 0, json });
}

static void describe(fc_doc *child, const fc_code *code, const fc_function *f,
                     const cursor *at, size_t lines, fc_arena *keep)
{
    size_t chars = fc_utf8_count(child->text);
    fc_str doc = doc_text(code, f, keep);
    size_t doc_chars = fc_utf8_count(fc_str_sub(code->text, f->doc_begin, f->doc_end));
    set_json(child, keep, FC_STR("span"), fc_printf(keep, "[%zu,%zu]", at->chars,
                                                    at->chars + chars));
    set_json(child, keep, FC_STR("lines"), fc_printf(keep, "[%zu,%zu]", at->line + 1,
                                                     at->line + lines));
    fc_set_str(&child->meta, keep, "name", f->name);
    fc_set_str(&child->meta, keep, "kind",
               f->inside.n ? FC_STR("method") : FC_STR("function"));
    if (f->inside.n)
        fc_set_str(&child->meta, keep, "class", f->inside);
    fc_set_str(&child->meta, keep, "signature", signature(code, f, keep));
    if (doc.n)
        fc_set_str(&child->meta, keep, "doc", doc);
    fc_set_bool(&child->attr, keep, "has_doc", doc.n > 0);
    fc_set_num(&child->attr, keep, "doc_share", (double)doc_chars / (double)chars, 4);
    fc_set_num(&child->attr, keep, "n_lines", (double)lines, 0);
}

static int refuse(const conf *c, const fc_function *f, size_t lines)
{
    if (lines < (size_t)c->min_lines)
        return TOO_SHORT;
    if (lines > (size_t)c->max_lines)
        return TOO_LONG;
    return c->need_doc && f->doc_begin == f->doc_end ? NO_DOC : FC_KEEP;
}

static bool is_wanted(const conf *c, const fc_function *f)
{
    return f->depth == 0 || (c->nested && f->depth <= DEEPEST);
}

static int functions_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    const fc_language *language = fc_language_of_doc(doc);
    fc_function_list list = { .a = call->scratch };
    fc_code code;
    cursor at = { 0, 0, 0 };
    size_t n = 0;
    (void)mine;
    if (!language || language->syntax == FC_SYNTAX_LIKE_C ||
        !fc_code_scan(&code, doc->text, language->syntax, call->scratch))
        return LANGUAGE;
    fc_functions_find(&code, &list);
    for (size_t i = 0; i < list.n; i++) {
        const fc_function *f = &list.v[i];
        if (!is_wanted(c, f))
            continue;
        fc_doc *child = make_child(doc, f, call->keep);
        fc_str id[] = { doc->id, fc_printf(call->scratch, "#%zu", ++n) };
        size_t lines = lines_in(child->text) + 1;
        move(&at, doc->text, f->begin);
        child->id = fc_concat(call->keep, id, 2);
        describe(child, &code, f, &at, lines, call->keep);
        child->reason = (uint16_t)refuse(c, f, lines);
        if (call->explain)
            fc_buf_printf(call->explain, "%.*s: lines %zu to %zu%s\n", (int)f->name.n,
                          f->name.p, at.line + 1, at.line + lines,
                          child->reason ? ", refused" : "");
        call->emit(call, child);
    }
    return n ? FC_SPLIT : NO_FUNCTIONS;
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    { "min-lines", FC_OPT_INT, offsetof(conf, min_lines), "3", 1, 1e9, NULL, "N",
      "shorter functions are dropped; their comment counts", 0 },
    { "max-lines", FC_OPT_INT, offsetof(conf, max_lines), "400", 1, 1e9, NULL, "N",
      "longer functions are dropped", 0 },
    { "need-doc", FC_OPT_BOOL, offsetof(conf, need_doc), NULL, 0, 0, NULL, NULL,
      "drop functions without a comment above or a docstring", 0 },
    { "nested", FC_OPT_BOOL, offsetof(conf, nested), NULL, 0, 0, NULL, NULL,
      "functions within functions, too, as passages of their own", 0 },
    { 0 }
};

static const fc_attr gives[] = {
    { "has_doc", FC_BOOL,
      "a comment stands right above the function, or a docstring in it", NULL },
    { "doc_share", FC_NUM, "characters of that comment, of those of the passage", NULL },
    { "n_lines", FC_NUM, "lines of the function with its comment", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "too-short", "a function of fewer lines than --min-lines" },
    { "too-long", "a function of more lines than --max-lines" },
    { "no-doc", "a function without a comment, with --need-doc" },
    { "no-functions", "a program without a function that has a body" },
    { "language", "a text in no language whose functions can be found" },
    { 0 }
};

static const fc_example examples[] = {
    { "one of two functions has a comment", "functions --need-doc",
      "{\"id\":\"a\",\"text\":\"// Turns it.\\nint turn(int by)\\n{\\n    return "
      "by;\\n}\\n\\n"
      "int stop(void)\\n{\\n    return 0;\\n}\\n\",\"metadata\":{\"path\":\"gear.c\"}}\n",
      "{\"id\":\"a#1\",\"text\":\"// Turns it.\\nint turn(int by)\\n{\\n    return "
      "by;\\n}\",\"metadata\":{\"path\":\"gear.c\",\"parent_id\":\"a\",\"span\":[0,48],\""
      "lines\":[1,5],\"name\":\"turn\",\"kind\":\"function\",\"signature\":\"int "
      "turn(int by)\",\"doc\":\"Turns "
      "it.\"},\"attributes\":{\"has_doc\":true,\"doc_share\":0.25,\"n_lines\":5}}\n" },
    { 0 }
};

FC_STAGE(functions) = {
    .use = {
        .name = "functions",
        .group = FC_GROUP_HAND_ON,
        .brief = "cut programs into their functions, each with its comment",
        .doc = "Takes programs in C, C++, Java, JavaScript, TypeScript, Go, Rust and "
               "Python; the language is that of the attribute code_language, which "
               "extract gives, else what the file's name says. A passage is a function "
               "or method with a body, from the comment right above it to its last brace "
               "(in Python to its last line), as it stands. Functions that have no name "
               "where they are written are no passages, nor are those within a passage, "
               "unless --nested asks for them (to eight deep).\n"
               "\n"
               "A passage keeps the document's metadata and attributes. Added to its "
               "metadata are parent_id; span: [begin, end) in characters of the parent's "
               "text; lines: the first and last, from 1; name; kind: function or method; "
               "class: what a method belongs to; signature: the head on one line; doc: "
               "the comment or docstring without its marks.\n"
               "\n"
               "Functions are found by tokens: comments, strings and brackets are known, "
               "grammars are not. Where branches of #if open a brace that another "
               "closes, the first branch is read.",
        .source = "backtranslation of code into instructions: Phi-4, arXiv 2412.08905",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .flags = FC_SPLITS,
    .gives = gives,
    .reasons = reasons,
    .run = functions_run,
};
