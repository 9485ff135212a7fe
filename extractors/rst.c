/* rst.c - reStructuredText, with what Sphinx adds, to Markdown: see docs.h.
 *
 * Indents are the structure. Every line first closes what is further in than itself;
 * what it begins may open a level whose content is further in. A directive is code, a
 * formula, a remark, one of those that stand for other files and are left out, or else
 * its argument as a paragraph above its content. */
#include "extractors/rst.h"

#include "base/str.h"
#include "text/normalize.h"

enum { DEEPEST = 20, TAB = 8, STYLES = 12 };

typedef struct level {
    enum { BODY, QUOTE, LIST, ITEM } kind;
    unsigned indent;            /* of its content; of a list, of its marks */
    bool ordered;
    bool fresh;                 /* the first line of its content tells the indent */
} level;

typedef struct reader {
    fc_docs d;
    level open[DEEPEST];
    unsigned levels;
    uint16_t style[STYLES];     /* how titles are marked, outermost first */
    unsigned styles;
    fc_str prefix;              /* of the next paragraph: "Note:" */
    bool began;                 /* some block was read: fields are no metadata */
} reader;

static fc_str line_at(const reader *r, size_t i)
{
    return i < r->d.lines ? r->d.line[i] : (fc_str){ "", 0 };
}

/* ----------------------------------------------------------------------------- levels */

static void pop(reader *r)
{
    if (r->open[--r->levels].kind != BODY)
        fc_md_close(&r->d.md);
}

static void push(reader *r, int kind, unsigned indent, bool ordered)
{
    if (r->levels == DEEPEST)
        return;
    r->open[r->levels].kind = kind;
    r->open[r->levels].indent = indent;
    r->open[r->levels].fresh = false;
    r->open[r->levels++].ordered = ordered;
    if (kind == QUOTE)
        fc_md_quote_open(&r->d.md);
    else if (kind == ITEM)
        fc_md_item_open(&r->d.md);
}

/* The line behind the block that begins at line i: blank lines and those further in. */
static size_t block_end(const reader *r, size_t i, unsigned indent)
{
    size_t end = i;
    for (; i < r->d.lines; i++) {
        if (!r->d.line[i].n)
            continue;
        if (fc_docs_indent(r->d.line[i], TAB) <= indent)
            break;
        end = i + 1;
    }
    return end;
}

static unsigned indent_of_block(const reader *r, size_t from, size_t to)
{
    unsigned least = 1000;
    for (size_t i = from; i < to; i++)
        if (r->d.line[i].n && fc_docs_indent(r->d.line[i], TAB) < least)
            least = fc_docs_indent(r->d.line[i], TAB);
    return least;
}

/* ----------------------------------------------------------------------------- titles */

/* The character that all of the line consists of; 0: none. */
static char adornment(fc_str s)
{
    char c = s.n ? s.p[0] : 0;
    if (s.n < 2 || (unsigned char)c >= 0x7F || c <= ' ' ||
        fc_is_letter(c) || fc_is_digit(c))
        return 0;
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] != c)
            return 0;
    return c;
}

static void write_title(reader *r, fc_str title, char c, bool over)
{
    uint16_t style = (uint16_t)((unsigned char)c | over << 8);
    unsigned i = 0;
    while (i < r->styles && r->style[i] != style)
        i++;
    if (i == r->styles && i < STYLES)
        r->style[r->styles++] = style;
    while (r->levels)
        pop(r);
    fc_md_heading(&r->d.md, i + 1);
    fc_docs_inline(&r->d, fc_str_trim(title));
    fc_md_block(&r->d.md);
}

/* A title, or a transition, begins here: lines taken; 0: neither. */
static size_t take_title(reader *r, size_t i)
{
    fc_str first = line_at(r, i), second = line_at(r, i + 1), third = line_at(r, i + 2);
    char c = adornment(first);
    if (c && second.n && adornment(third) == c && third.n == first.n &&
        !adornment(second)) {
        write_title(r, second, c, true);
        return 3;
    }
    if (c && first.n >= 4 && !second.n)
        return 1;
    c = adornment(second);
    if (!c || adornment(first) || (second.n < 4 && second.n < first.n) ||
        fc_str_ends(first, FC_STR("::")) || fc_docs_indent(first, TAB))
        return 0;
    write_title(r, first, c, false);
    return 2;
}

/* ------------------------------------------------------------------------- directives */

static bool is_one_of(fc_str s, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if (fc_str_is(s, names[i]))
            return true;
    return false;
}

/* Behind ":name: value" lines and what goes on further in below them. */
static size_t skip_options(const reader *r, size_t i, size_t end)
{
    while (i < end) {
        fc_str s = fc_docs_rest(r->d.line[i]);
        unsigned indent = fc_docs_indent(r->d.line[i], TAB);
        size_t colon = fc_str_findc(fc_str_sub(s, 1, s.n), ':') + 1;
        if (s.n < 3 || s.p[0] != ':' || colon >= s.n ||
            (colon + 1 < s.n && s.p[colon + 1] != ' '))
            break; /* ":role:`text`" is none */
        i++;
        while (i < end && r->d.line[i].n && fc_docs_indent(r->d.line[i], TAB) > indent)
            i++;
    }
    return i;
}

static void write_paragraph(reader *r, fc_str s)
{
    fc_md_block(&r->d.md);
    if (r->prefix.n) {
        fc_md_text(&r->d.md, r->prefix);
        fc_md_gap(&r->d.md);
        r->prefix.n = 0;
    }
    fc_docs_inline(&r->d, fc_str_trim(s));
    fc_md_block(&r->d.md);
}

static void write_code(reader *r, size_t from, size_t to, fc_str language)
{
    unsigned indent = indent_of_block(r, from, to);
    if (r->prefix.n)
        write_paragraph(r, (fc_str){ "", 0 });
    fc_md_code(&r->d.md, fc_docs_verbatim(&r->d, from, to, indent), language);
}

/* Formulas, one for each part between blank lines. */
static void write_math(reader *r, fc_str first, size_t from, size_t to)
{
    if (r->prefix.n)
        write_paragraph(r, (fc_str){ "", 0 });
    fc_md_tex(&r->d.md, first, true);
    for (size_t i = from; i < to;) {
        size_t end = i;
        while (end < to && r->d.line[end].n)
            end++;
        fc_md_tex(&r->d.md, fc_docs_lines(&r->d, i, end), true);
        i = end + 1;
    }
}

/* What stands behind a mark and on the lines below it, up to a blank one: the line
 * behind. */
static size_t write_first(reader *r, fc_str s, size_t next, unsigned indent)
{
    size_t to = next;
    while (s.n && to < r->d.lines && r->d.line[to].n &&
           fc_docs_indent(r->d.line[to], TAB) > indent)
        to++;
    if (to > next)
        s.n = (size_t)(r->d.line[to - 1].p + r->d.line[to - 1].n - s.p);
    if (s.n)
        write_paragraph(r, s);
    return to;
}

/* A level for what is further in than `indent`. */
static void push_fresh(reader *r, int kind, unsigned indent)
{
    push(r, kind, indent + 1, false);
    if (r->levels)
        r->open[r->levels - 1].fresh = true;
}

/* What a remark is called: "Note:". */
static fc_str label_of(reader *r, fc_str name)
{
    fc_str s = fc_printf(r->d.a, "%.*s:", (int)name.n, name.p);
    if (s.p[0] >= 'a' && s.p[0] <= 'z')
        ((char *)(uintptr_t)s.p)[0] = (char)(s.p[0] - 32);
    return s;
}

static const char *const code_names[] = {
    "code-block", "code",     "sourcecode", "parsed-literal",  "ipython",
    "testcode",   "doctest",  "prompt",     "productionlist",  "highlight-lang",
    "code-tab",   "code-cell", "testoutput", "jupyter-execute", "console",
    NULL
};
/* Those that stand for other files, and those that say something to programs. */
static const char *const none_names[] = {
    "image",          "include",        "toctree",       "contents",
    "index",          "raw",            "highlight",     "module",
    "currentmodule",  "meta",           "autosummary",   "literalinclude",
    "plot",           "graphviz",       "default-role",  "role",
    "testsetup",      "testcleanup",    "sectnum",       "target-notes",
    "py:module",      "py:currentmodule", "moduleauthor", "date",
    "sectionauthor",  "codeauthor",     "tabularcolumns", NULL
};
static const char *const remark_names[] = {
    "note",   "warning",   "tip",  "important", "caution", "danger",
    "attention", "hint", "error", "seealso", "admonition", "todo", NULL
};

/* A version, and what is new in it: on the same line, below or untold. */
static size_t take_version(reader *r, const char *what, fc_str arg, size_t next,
                           size_t end, unsigned indent)
{
    size_t n = fc_str_findc(arg, ' ');
    fc_str version = fc_str_sub(arg, 0, n), rest = fc_str_trim(fc_str_sub(arg, n, arg.n));
    bool told = rest.n || next < end;
    push_fresh(r, BODY, indent);
    r->prefix = fc_printf(r->d.a, "%s %.*s%s", what, (int)version.n, version.p,
                          told ? ":" : ".");
    if (!told)
        write_paragraph(r, rest);
    return rest.n ? write_first(r, rest, next, indent) : next;
}

/* `next` is the line behind the first one; the line to go on with is returned. */
static size_t take_directive(reader *r, fc_str name, fc_str arg, size_t next,
                             unsigned indent)
{
    static const struct {
        const char *name, *what;
    } versions[] = { { "versionadded", "New in version" },
                     { "versionchanged", "Changed in version" },
                     { "versionremoved", "Removed in version" },
                     { "deprecated", "Deprecated since version" } };
    size_t end = block_end(r, next, indent), content = skip_options(r, next, end);
    if (is_one_of(name, none_names) ||
        (fc_str_starts(name, FC_STR("auto")) && content == end))
        return end; /* what would be there is in another file */
    if (is_one_of(name, code_names)) {
        write_code(r, content, end,
                   is_one_of(arg, (const char *const[]){ "none", "default", NULL })
                       ? (fc_str){ "", 0 }
                       : arg);
        return end;
    }
    if (fc_str_is(name, "math")) {
        write_math(r, arg, content, end);
        return end;
    }
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (fc_str_is(name, versions[i].name))
            return take_version(r, versions[i].what, arg, next, end, indent);
    bool rows = fc_str_is(name, "list-table"), lines = fc_str_is(name, "csv-table");
    if ((rows || lines) && arg.n)
        write_paragraph(r, arg);
    if ((rows && fc_rst_list_table(&r->d, content, end)) ||
        (lines && fc_rst_csv_table(&r->d, next, content, end)))
        return end;
    if (is_one_of(name, remark_names)) {
        push_fresh(r, QUOTE, indent);
        r->prefix = label_of(r, fc_str_is(name, "admonition") ? arg : name);
        if (!fc_str_is(name, "admonition") && content == next)
            return write_first(r, arg, next, indent);
    } else {
        push_fresh(r, BODY, indent);
        if (arg.n && !fc_str_is(name, "figure") && !rows && !lines)
            write_paragraph(r, arg);
    }
    return content;
}

/* ".. ": the line to go on with. */
static size_t take_explicit(reader *r, size_t i, fc_str s, unsigned indent)
{
    fc_str rest = fc_str_trim(fc_str_sub(s, 2, s.n)), label;
    if (!rest.n && !line_at(r, i + 1).n)
        return i + 1; /* parts two quotes: what is further in is no comment */
    size_t colons = fc_str_find(rest, FC_STR("::")), n = fc_rst_note(rest, &label);
    if (n && rest.n && rest.p[n - 1] == ']') {
        push_fresh(r, BODY, indent);
        r->prefix = fc_printf(r->d.a, "[^%.*s]:", (int)label.n, label.p);
        return write_first(r, fc_str_sub(rest, n, rest.n), i + 1, indent);
    }
    fc_str name = fc_str_sub(rest, 0, colons);
    bool named = colons < rest.n && name.n && fc_str_findc(name, ' ') == name.n &&
                 name.p[0] != '_' && name.p[0] != '|';
    if (!named)
        return block_end(r, i + 1, indent); /* a comment, a target, a substitution */
    return take_directive(r, name, fc_str_trim(fc_str_sub(rest, colons + 2, rest.n)),
                          i + 1, indent);
}

/* ----------------------------------------------------------------------------- blocks */

static size_t bullet(fc_str s)
{
    if (s.n && (s.p[0] == '-' || s.p[0] == '*' || s.p[0] == '+') &&
        (s.n == 1 || s.p[1] == ' '))
        return 1;
    return fc_str_starts(s, FC_STR("• ")) ? strlen("•") : 0;
}

/* The mark of an item at the begin of s; a capital and a full stop are rather a name. */
static size_t item_mark(fc_str s, bool *ordered, uint32_t *number)
{
    size_t n = bullet(s);
    *ordered = !n;
    if (n)
        return n;
    n = fc_docs_number(s, number);
    return n && s.p[0] >= 'A' && s.p[0] <= 'Z' ? 0 : n;
}

static void open_item(reader *r, unsigned indent, unsigned content, bool ordered,
                      uint32_t number)
{
    const level *top = r->levels ? &r->open[r->levels - 1] : NULL;
    bool same = top && top->kind == LIST && top->indent == indent &&
                top->ordered == ordered;
    if (r->levels + 2 > DEEPEST)
        return;
    if (!same) {
        if (top && top->kind == LIST && top->indent == indent)
            pop(r);
        fc_md_list_open(&r->d.md, ordered, number);
        push(r, LIST, indent, ordered);
    }
    push(r, ITEM, content, false);
}

/* ":name: value": at the begin of a document metadata, else a paragraph. */
static bool take_field(reader *r, size_t i, fc_str s)
{
    static const struct {
        const char *field, *meta;
    } known[] = { { "author", "author" },   { "authors", "author" },
                  { "date", "published" },  { "copyright", "license" },
                  { "license", "license" }, { "language", "language" } };
    size_t end = fc_str_find(fc_str_sub(s, 1, s.n), FC_STR(": ")) + 1;
    if (s.p[0] != ':' || end <= 1 || end + 1 >= s.n ||
        fc_str_findc(fc_str_sub(s, 0, end), '`') < end)
        return false;
    fc_str name = fc_str_sub(s, 1, end), value = fc_str_trim(fc_str_sub(s, end + 1, s.n));
    for (size_t k = 0; !r->began && k < sizeof known / sizeof *known; k++)
        if (fc_str_ieq(name, fc_str_of(known[k].field))) {
            fc_extract_set(r->d.doc, r->d.call, known[k].meta,
                           fc_normalize_line(value, r->d.a));
            return true;
        }
    size_t to = i + 1;          /* lines further in are its own */
    unsigned indent = fc_docs_indent(r->d.line[i], TAB);
    while (to < r->d.lines && r->d.line[to].n &&
           fc_docs_indent(r->d.line[to], TAB) > indent)
        to++;
    r->d.at = to;
    fc_md_block(&r->d.md);
    fc_docs_inline(&r->d, name);
    fc_md_exact(&r->d.md, FC_STR(":"));
    fc_md_gap(&r->d.md);
    const char *last = r->d.line[to - 1].p + r->d.line[to - 1].n;
    fc_docs_inline(&r->d, (fc_str){ value.p, (size_t)(last - value.p) });
    fc_md_block(&r->d.md);
    return true;
}

static bool is_line_of_block(fc_str s)
{
    return s.n && s.p[0] == '|' && (s.n == 1 || s.p[1] == ' ');
}

/* "| " lines: a poem, an address. The first is s, which may stand behind an item's
 * mark. */
static size_t take_lines(reader *r, size_t i, fc_str s)
{
    fc_md_block(&r->d.md);
    fc_docs_inline(&r->d, fc_str_trim(fc_str_sub(s, 1, s.n)));
    while (is_line_of_block(s = fc_docs_rest(line_at(r, ++i)))) {
        fc_md_line(&r->d.md);
        fc_docs_inline(&r->d, fc_str_trim(fc_str_sub(s, 1, s.n)));
    }
    fc_md_block(&r->d.md);
    return i;
}

/* A paragraph of the lines i .. to - 1 whose first begins with s; "::" at its end
 * announces code, which is what is further in. */
static size_t take_paragraph(reader *r, size_t i, fc_str s, unsigned indent)
{
    size_t to = i + 1;
    while (to < r->d.lines && r->d.line[to].n &&
           fc_docs_indent(r->d.line[to], TAB) == indent)
        to++;
    const char *last = r->d.line[to - 1].p + r->d.line[to - 1].n;
    fc_str text = { s.p, (size_t)(last - s.p) };
    bool code = fc_str_ends(text, FC_STR("::"));
    if (code) {
        text.n -= 2;
        if (text.n && !fc_is_space(text.p[text.n - 1]))
            text.n++;
    }
    if (fc_str_trim(text).n)
        write_paragraph(r, text);
    if (code) {
        size_t end = block_end(r, to, indent);
        write_code(r, to, end, (fc_str){ "", 0 });
        return end;
    }
    /* what is further in right below one line is its definition */
    if (to == i + 1 && line_at(r, to).n && fc_docs_indent(line_at(r, to), TAB) > indent)
        push(r, BODY, fc_docs_indent(line_at(r, to), TAB), false);
    return to;
}

/* Any block but a title, at this indent: the line to go on with. */
static size_t take_block(reader *r, size_t i, fc_str s, unsigned indent)
{
    if (fc_str_is(s, "..") || fc_str_starts(s, FC_STR(".. ")))
        return take_explicit(r, i, s, indent);
    if (fc_str_starts(s, FC_STR("__ ")))
        return i + 1;
    if (fc_str_starts(s, FC_STR(">>> "))) {
        size_t end = i;
        while (line_at(r, end).n)
            end++;
        write_code(r, i, end, FC_STR("python"));
        return end;
    }
    if (is_line_of_block(s))
        return take_lines(r, i, s);
    size_t end = fc_rst_table(&r->d, i);
    if (end > i)
        return end;
    r->d.at = i + 1;
    if (s.p[0] == ':' && take_field(r, i, s))
        return r->d.at;
    r->began = true;
    return take_paragraph(r, i, s, indent);
}

/* One block from line i on: the line to go on with. */
static size_t take(reader *r, size_t i)
{
    fc_str s = fc_docs_rest(r->d.line[i]);
    unsigned indent = fc_docs_indent(r->d.line[i], TAB);
    bool ordered;
    uint32_t number = 1;
    while (r->levels && r->open[r->levels - 1].indent > indent)
        pop(r);
    for (;;) {
        size_t n = item_mark(s, &ordered, &number);
        if (r->levels && r->open[r->levels - 1].kind == LIST &&
            r->open[r->levels - 1].indent == indent && !n)
            pop(r);
        unsigned base = r->levels ? r->open[r->levels - 1].indent : 0;
        if (indent > base && r->levels && r->open[r->levels - 1].fresh)
            r->open[r->levels - 1].indent = indent;
        else if (indent > base)
            push(r, QUOTE, indent, false);
        if (r->levels)
            r->open[r->levels - 1].fresh = false;
        if (!n)
            break;
        fc_str content = fc_docs_rest(fc_str_sub(s, n, s.n));
        unsigned width = (unsigned)(content.n ? (size_t)(content.p - s.p) : n + 1);
        open_item(r, indent, indent + width, ordered, number);
        if (!content.n)
            return i + 1;
        s = content;
        indent += width;
        if (r->levels == DEEPEST)
            break;
    }
    return take_block(r, i, s, indent);
}

/* --------------------------------------------------------------------------- the kind */

/* A title's adornment, and a directive or a literal block. */
static bool looks_like_rst(fc_str s)
{
    static const char *const lines[] = { "\n====", "\n----", "\n****" };
    static const char *const signs[] = { "\n.. ", "::\n", "`_", "\n:" };
    fc_str head = fc_str_sub(s, 0, 16384);
    size_t titles = 0, n = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        titles += fc_str_find(head, fc_str_of(lines[i])) < head.n;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        n += fc_str_find(head, fc_str_of(signs[i])) < head.n;
    return titles && n >= 2;
}

static int rst_sniff(const fc_capture *cap)
{
    static const char *const types[] = { "text/x-rst", "text/rst",
                                         "text/prs.fallenstein.rst", NULL };
    static const char *const ends[] = { ".rst", ".rest", NULL };
    static const char *const readme[] = { "readme", "README.txt", NULL };
    bool typed, may = fc_docs_may_be(cap, types, &typed);
    if (!may || typed)
        return typed ? 85 : 0;
    if (fc_docs_named(cap, ends))
        return 65;
    return fc_docs_named(cap, readme) && looks_like_rst(cap->body) ? 56 : 0;
}

static int rst_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                   fc_call *call)
{
    reader *r = FC_NEW(call->scratch, reader);
    int why = fc_docs_open(&r->d, conf, cap, doc, call);
    if (why)
        return why;
    fc_rst_marks(&r->d);
    for (size_t i = 0; i < r->d.lines;) {
        size_t n = r->d.line[i].n ? take_title(r, i) : 1,
               next = n ? i + n : take(r, i);
        i = next > i ? next : i + 1;
    }
    while (r->levels)
        pop(r);
    fc_docs_close(&r->d);
    return 0;
}

FC_EXTRACTOR(rst) = {
    .name = "rst",
    .brief = "reStructuredText: READMEs and manuals, with what Sphinx adds",
    .sniff = rst_sniff,
    .run = rst_run,
};
