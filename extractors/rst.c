/* rst.c - reStructuredText, with what Sphinx adds, to Markdown: see docs.h.
 *
 * Indents are the structure. Every line first closes what is further in than itself;
 * what it begins may open a level whose content is further in. */
#include "extractors/rst.h"

#include "base/str.h"
#include "extractors/rst_walk.h"
#include "text/normalize.h"

/* ----------------------------------------------------------------------------- titles */

/* The character that all of the line consists of; 0: none. */
static char adornment(fc_str s)
{
    char c = s.n ? s.p[0] : 0;
    if (s.n < 2 || (unsigned char)c >= 0x7F || c <= ' ' || fc_is_letter(c) ||
        fc_is_digit(c))
        return 0;
    return fc_str_run(s, c) == s.n ? c : 0;
}

static void write_title(fc_rst *r, fc_str title, char c, bool over)
{
    uint16_t style = (uint16_t)((unsigned char)c | over << 8);
    unsigned i = 0;
    while (i < r->styles && r->style[i] != style)
        i++;
    if (i == r->styles && i < FC_RST_STYLES)
        r->style[r->styles++] = style;
    while (r->levels)
        fc_rst_pop(r);
    fc_md_heading(&r->d.md, i + 1);
    fc_docs_inline(&r->d, fc_str_trim(title));
    fc_md_block(&r->d.md);
}

/* A title, or a transition, begins here: lines taken; 0: neither. */
static size_t take_title(fc_rst *r, size_t i)
{
    fc_str first = fc_rst_line(r, i), second = fc_rst_line(r, i + 1),
           third = fc_rst_line(r, i + 2);
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
        fc_str_ends(first, FC_STR("::")) || fc_rst_indent(r, i))
        return 0;
    write_title(r, first, c, false);
    return 2;
}

/* ".. ": the line to go on with. */
static size_t take_explicit(fc_rst *r, size_t i, fc_str s, unsigned indent)
{
    fc_str rest = fc_str_trim(fc_str_sub(s, 2, s.n)), label;
    if (!rest.n && !fc_rst_line(r, i + 1).n)
        return i + 1; /* parts two quotes: what is further in is no comment */
    size_t colons = fc_str_find(rest, FC_STR("::")), n = fc_rst_note(rest, &label);
    if (n && rest.n && rest.p[n - 1] == ']') {
        fc_rst_push_fresh(r, FC_RST_BODY, indent);
        r->prefix = fc_printf(r->d.a, "[^%.*s]:", (int)label.n, label.p);
        return fc_rst_first(r, fc_str_sub(rest, n, rest.n), i + 1, indent);
    }
    fc_str name = fc_str_sub(rest, 0, colons);
    bool named = colons < rest.n && name.n && fc_str_findc(name, ' ') == name.n &&
                 name.p[0] != '_' && name.p[0] != '|';
    if (!named)
        return fc_rst_block_end(r, i + 1, indent); /* a comment, target, substitution */
    return fc_rst_directive(r, name, fc_str_trim(fc_str_sub(rest, colons + 2, rest.n)),
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

static void open_item(fc_rst *r, unsigned indent, unsigned content, bool ordered,
                      uint32_t number)
{
    const fc_rst_level *top = r->levels ? &r->open[r->levels - 1] : NULL;
    bool same = top && top->kind == FC_RST_LIST && top->indent == indent &&
                top->ordered == ordered;
    if (r->levels + 2 > FC_RST_DEEPEST)
        return;
    if (!same) {
        if (top && top->kind == FC_RST_LIST && top->indent == indent)
            fc_rst_pop(r);
        fc_md_list_open(&r->d.md, ordered, number);
        fc_rst_push(r, FC_RST_LIST, indent, ordered);
    }
    fc_rst_push(r, FC_RST_ITEM, content, false);
}

/* ":name: value": at the begin of a document metadata, else a paragraph. */
static bool take_field(fc_rst *r, size_t i, fc_str s)
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
    unsigned indent = fc_rst_indent(r, i);
    while (to < r->d.lines && r->d.line[to].n && fc_rst_indent(r, to) > indent)
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
static size_t take_lines(fc_rst *r, size_t i, fc_str s)
{
    fc_md_block(&r->d.md);
    fc_docs_inline(&r->d, fc_str_trim(fc_str_sub(s, 1, s.n)));
    while (is_line_of_block(s = fc_docs_rest(fc_rst_line(r, ++i)))) {
        fc_md_line(&r->d.md);
        fc_docs_inline(&r->d, fc_str_trim(fc_str_sub(s, 1, s.n)));
    }
    fc_md_block(&r->d.md);
    return i;
}

/* A paragraph of the lines i .. to - 1 whose first begins with s; "::" at its end
 * announces code, which is what is further in. */
static size_t take_paragraph(fc_rst *r, size_t i, fc_str s, unsigned indent)
{
    size_t to = i + 1;
    while (to < r->d.lines && r->d.line[to].n && fc_rst_indent(r, to) == indent)
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
        fc_rst_paragraph(r, text);
    if (code) {
        size_t end = fc_rst_block_end(r, to, indent);
        fc_rst_code(r, to, end, (fc_str){ "", 0 });
        return end;
    }
    /* what is further in right below one line is its definition */
    if (to == i + 1 && fc_rst_line(r, to).n && fc_rst_indent(r, to) > indent)
        fc_rst_push(r, FC_RST_BODY, fc_rst_indent(r, to), false);
    return to;
}

/* Any block but a title, at this indent: the line to go on with. */
static size_t take_block(fc_rst *r, size_t i, fc_str s, unsigned indent)
{
    if (fc_str_is(s, "..") || fc_str_starts(s, FC_STR(".. ")))
        return take_explicit(r, i, s, indent);
    if (fc_str_starts(s, FC_STR("__ ")))
        return i + 1;
    if (fc_str_starts(s, FC_STR(">>> "))) {
        size_t end = i;
        while (fc_rst_line(r, end).n)
            end++;
        fc_rst_code(r, i, end, FC_STR("python"));
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
static size_t take(fc_rst *r, size_t i)
{
    fc_str s = fc_docs_rest(r->d.line[i]);
    unsigned indent = fc_rst_indent(r, i);
    bool ordered;
    uint32_t number = 1;
    while (r->levels && r->open[r->levels - 1].indent > indent)
        fc_rst_pop(r);
    for (;;) {
        size_t n = item_mark(s, &ordered, &number);
        if (r->levels && r->open[r->levels - 1].kind == FC_RST_LIST &&
            r->open[r->levels - 1].indent == indent && !n)
            fc_rst_pop(r);
        unsigned base = r->levels ? r->open[r->levels - 1].indent : 0;
        if (indent > base && r->levels && r->open[r->levels - 1].fresh)
            r->open[r->levels - 1].indent = indent;
        else if (indent > base)
            fc_rst_push(r, FC_RST_QUOTE, indent, false);
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
        if (r->levels == FC_RST_DEEPEST)
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
    fc_rst *r = FC_NEW(call->scratch, fc_rst);
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
        fc_rst_pop(r);
    fc_docs_close(&r->d);
    return 0;
}

FC_EXTRACTOR(rst) = {
    .name = "rst",
    .brief = "reStructuredText: READMEs and manuals, with what Sphinx adds",
    .sniff = rst_sniff,
    .run = rst_run,
};
