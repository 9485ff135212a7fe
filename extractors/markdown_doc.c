/* markdown_doc.c - Markdown as GitHub has it, to ours: see docs.h.
 *
 * Each line is first matched against the quotes and items that are open, then may open
 * others, and what is left of it is a line of a leaf: paragraph, code, table, HTML. A
 * paragraph is one only when it ends, for the line below it may make it a heading or
 * the first row of a table. HTML goes through the HTML parser and what writes books. */
#include "extractors/markdown_doc.h"

#include "base/str.h"
#include "extractors/markdown_dialect.h"
#include "extractors/markdown_line.h"
#include "extractors/markup.h"
#include "html/dom.h"

enum { DEEPEST = 20, TAB = 4, MOST_HTML = 2000, MOST_COLUMNS = 60 };

typedef struct level {
    enum { QUOTE, LIST, ITEM, REMARK, TABBED,   /* the last two are of MkDocs */
           BOX, DIV } kind;     /* between fences */
    char mark;                  /* of a list: '-', '+', '*', '.' or ')'; of a fence */
    size_t indent;              /* of an item: column of its content; of a fence: how
                                   many marks it has */
} level;

typedef struct reader {
    fc_docs d;
    fc_markdown_links links;
    level open[DEEPEST];
    unsigned levels;
    enum { NONE, PARAGRAPH, FENCED, INDENTED, TABLE, HTML } leaf;
    fc_text text;               /* of the leaf */
    size_t text_lines;
    char fence;                 /* of code */
    size_t fence_n;
    unsigned fence_indent, html_parsed;
    fc_str language;
    bool skip;                  /* what the fence holds is for a program */
    bool options;               /* lines ":name: value" may come first */
    bool yaml;                  /* ... between two of "---" */
    bool mdx;                   /* Markdown with JavaScript */
    bool script;                /* a statement of it, up to a blank line */
    const char *html_end;       /* NULL: a blank line */
} reader;

/* ----------------------------------------------------------------------------- leaves */

static void write_inline(reader *r, fc_str s)
{
    r->links.paragraph = NULL;
    fc_docs_inline(&r->d, fc_str_trim(s));
}

static void write_html(reader *r, fc_str html)
{
    fc_dom_limits limits;
    fc_dom dom;
    fc_markup u;
    fc_dom_limits_default(&limits);
    limits.arena = (uint64_t)r->d.conf->max_tree;
    if (r->html_parsed++ >= MOST_HTML ||
        fc_dom_parse(&dom, html, &limits, r->d.a, r->d.a, NULL) != FC_OK) {
        fc_md_block(&r->d.md);
        write_inline(r, html);
        return;
    }
    fc_markup_init(&u, &dom, &r->d.md, r->d.a);
    fc_markup_write(&u, 0, dom.n);
    fc_markup_notes(&u);
}

static void write_code(reader *r, fc_str code)
{
    if (r->skip)
        return;
    if (fc_str_is(r->language, "math"))
        fc_md_tex(&r->d.md, code, true);
    else
        fc_md_code(&r->d.md, code, r->language);
}

static void close_leaf(reader *r)
{
    fc_str s = { r->text.p, r->text.n };
    if (r->leaf == PARAGRAPH) {
        fc_md_block(&r->d.md);
        write_inline(r, s);
        fc_md_block(&r->d.md);
    } else if (r->leaf == FENCED || r->leaf == INDENTED) {
        write_code(r, s);
    } else if (r->leaf == TABLE) {
        fc_md_table_close(&r->d.md);
    } else if (r->leaf == HTML) {
        write_html(r, fc_copy(r->d.a, s));
    }
    r->leaf = NONE;
    r->options = r->yaml = false;
    fc_text_clear(&r->text);
    r->text_lines = 0;
}

static void add_line(reader *r, fc_str s)
{
    fc_text_add(&r->text, s.p, s.n);
    fc_text_char(&r->text, '\n');
    r->text_lines++;
}

static void begin_leaf(reader *r, int leaf)
{
    close_leaf(r);
    r->leaf = leaf;
    r->language = (fc_str){ "", 0 };
    r->skip = false;
}

/* ------------------------------------------------------------------------- containers */

static void close_levels(reader *r, unsigned to)
{
    while (r->levels > to) {
        close_leaf(r);
        int kind = r->open[--r->levels].kind;
        if (kind != TABBED && kind != DIV)
            fc_md_close(&r->d.md);
    }
}

static bool push(reader *r, level l)
{
    if (r->levels == DEEPEST)
        return false;
    r->open[r->levels++] = l;
    return true;
}

static fc_str strip(fc_str s, unsigned columns)
{
    for (unsigned k = 0; k < columns && s.n && (s.p[0] == ' ' || s.p[0] == '\t');) {
        k += s.p[0] == '\t' ? TAB : 1;
        s = fc_str_sub(s, 1, s.n);
    }
    return s;
}

/* How many of the open levels the line goes on with; *s moves behind their marks. */
static unsigned match_levels(const reader *r, fc_str *s)
{
    unsigned i = 0;
    for (; i < r->levels; i++) {
        const level *l = &r->open[i];
        unsigned indent = fc_docs_indent(*s, TAB);
        fc_str rest = fc_docs_rest(*s);
        if (l->kind == QUOTE) {
            if (indent > 3 || !rest.n || rest.p[0] != '>')
                break;
            *s = strip(fc_str_sub(rest, 1, rest.n), 1);
        } else if (l->kind != LIST && l->kind != BOX && l->kind != DIV && rest.n) {
            if (indent < l->indent)
                break;
            *s = strip(*s, (unsigned)l->indent);
        }
    }
    return i;
}

/* An item begins at *s, which moves to its content. */
static bool open_item(reader *r, fc_str *s, unsigned indent)
{
    char mark;
    uint32_t number;
    fc_str rest = fc_docs_rest(*s);
    size_t n = fc_markdown_item(rest, &mark, &number);
    bool ordered = mark == '.' || mark == ')', empty = n == rest.n;
    if (!n || r->levels + 2 > DEEPEST ||
        (r->leaf == PARAGRAPH && (empty || (ordered && number != 1)) &&
         !(r->levels && r->open[r->levels - 1].kind == LIST)))
        return false;
    close_leaf(r);
    level *top = r->levels ? &r->open[r->levels - 1] : NULL;
    if (top && top->kind == LIST && top->mark != mark) {
        close_levels(r, r->levels - 1);
        top = NULL;
    }
    if (!top || top->kind != LIST) {
        push(r, (level){ .kind = LIST, .mark = mark });
        fc_md_list_open(&r->d.md, ordered, number);
    }
    fc_str content = fc_str_sub(rest, n, rest.n);
    unsigned blanks = fc_docs_indent(content, TAB);
    blanks = !content.n || blanks > 4 ? 1 : blanks;
    push(r, (level){ .kind = ITEM, .indent = indent + (unsigned)n + blanks });
    fc_md_item_open(&r->d.md);
    *s = strip(content, blanks);
    return true;
}

static fc_str kind_title(const reader *r, fc_str kind)
{
    char c = kind.p[0] >= 'a' && kind.p[0] <= 'z' ? (char)(kind.p[0] - 32) : kind.p[0];
    return fc_printf(r->d.a, "%c%.*s:", c, (int)kind.n - 1, kind.p + 1);
}

static void write_title(reader *r, fc_str title)
{
    fc_md_block(&r->d.md);
    write_inline(r, title);
    fc_md_block(&r->d.md);
}

/* ":::{note} Title" and the like; code among them is a leaf. */
static bool open_directive(reader *r, fc_str s, unsigned indent)
{
    fc_markdown_fence f;
    if (!fc_markdown_directive(s, &f) || r->levels == DEEPEST)
        return false;
    close_leaf(r);
    if (r->levels && r->open[r->levels - 1].kind == LIST)
        close_levels(r, r->levels - 1);
    r->options = true;
    if (f.what >= FC_FENCE_CODE) {
        r->leaf = FENCED;
        r->fence = f.c;
        r->fence_n = f.n;
        r->fence_indent = indent;
        r->language = f.what == FC_FENCE_TEX ? FC_STR("math") : f.language;
        r->skip = f.what == FC_FENCE_SKIP;
        return true;
    }
    push(r, (level){ f.what == FC_FENCE_BOX ? BOX : DIV, f.c, f.n });
    if (f.what == FC_FENCE_BOX)
        fc_md_quote_open(&r->d.md);
    if (f.what == FC_FENCE_BOX && !f.title.n)
        f.title = kind_title(r, f.kind);
    if (f.title.n)
        write_title(r, f.title);
    return true;
}

/* The line ends a box among the levels that it goes on with. */
static bool close_directive(reader *r, fc_str s, unsigned matched)
{
    s = fc_docs_rest(s);
    size_t n = s.n ? fc_markdown_fence_end(s, s.p[0]) : 0;
    for (unsigned i = matched; n && i-- > 0;) {
        const level *l = &r->open[i];
        if ((l->kind == BOX || l->kind == DIV) && l->mark == s.p[0] && l->indent <= n) {
            close_leaf(r);
            close_levels(r, i);
            return true;
        }
    }
    return n && s.p[0] == ':';
}

/* What the fence's own lines say before its text. */
static bool take_option(reader *r, fc_str s)
{
    s = fc_docs_rest(s);
    if (!r->options)
        return false;
    if (fc_str_is(s, "---")) {
        r->options = r->yaml = !r->yaml;
        return true;
    }
    bool pair = fc_str_findc(s, ':') < s.n || !s.n || s.p[0] == '-';
    if (r->yaml ? pair : fc_markdown_is_option(s))
        return true;
    r->options = r->yaml = false;
    return false;
}

/* False: none begins here. */
static bool open_remark(reader *r, fc_str *s, fc_str line)
{
    fc_str title = fc_markdown_remark(line);
    if (!title.p || r->levels == DEEPEST)
        return false;
    bool tab = line.p[0] == '=', told = fc_str_findc(line, '"') < line.n;
    close_leaf(r);
    if (r->levels && r->open[r->levels - 1].kind == LIST)
        close_levels(r, r->levels - 1);
    push(r, (level){ .kind = tab ? TABBED : REMARK, .indent = TAB });
    if (!tab)
        fc_md_quote_open(&r->d.md);
    write_title(r, told ? title : kind_title(r, title));
    *s = (fc_str){ "", 0 };
    return true;
}

/* Quotes and items that begin on this line. */
static void open_levels(reader *r, fc_str *s)
{
    for (;;) {
        unsigned indent = fc_docs_indent(*s, TAB);
        fc_str rest = fc_docs_rest(*s);
        if (!rest.n || indent > 3)
            break;
        if (rest.p[0] == '>' && r->levels < DEEPEST) {
            close_leaf(r);
            if (r->levels && r->open[r->levels - 1].kind == LIST)
                close_levels(r, r->levels - 1);
            push(r, (level){ .kind = QUOTE });
            fc_md_quote_open(&r->d.md);
            *s = strip(fc_str_sub(rest, 1, rest.n), 1);
        } else if (!open_remark(r, s, rest) && !open_item(r, s, indent)) {
            break;
        }
    }
}

/* ----------------------------------------------------------------------------- tables */

static void write_row(reader *r, fc_str s)
{
    fc_str row = fc_markdown_row(s), cell;
    fc_md_row_open(&r->d.md);
    for (size_t n = 0; n < MOST_COLUMNS && fc_markdown_cell(&row, &cell); n++) {
        fc_md_cell_open(&r->d.md);
        write_inline(r, cell);
        fc_md_cell_close(&r->d.md, 1, 1);
    }
    fc_md_row_close(&r->d.md);
}

static bool open_table(reader *r, fc_str s)
{
    fc_str head = { r->text.p, r->text.n };
    if (r->leaf != PARAGRAPH || r->text_lines != 1 || !fc_markdown_is_delimiter(s) ||
        fc_str_findc(head, '|') == head.n ||
        fc_markdown_cells(head) != fc_markdown_cells(s))
        return false;
    head = fc_copy(r->d.a, fc_str_trim(head));
    r->leaf = NONE;
    begin_leaf(r, TABLE);
    fc_md_table_open(&r->d.md);
    write_row(r, head);
    return true;
}

/* ------------------------------------------------------------------------------ lines */

static bool open_fence(reader *r, fc_str s, unsigned indent)
{
    char c = s.n ? s.p[0] : 0;
    size_t n = 0;
    if (c != '`' && c != '~')
        return false;
    while (n < s.n && s.p[n] == c)
        n++;
    fc_str info = fc_str_trim(fc_str_sub(s, n, s.n));
    if (n < 3 || (c == '`' && fc_str_findc(info, '`') < info.n))
        return false;
    begin_leaf(r, FENCED);
    r->options = false;
    r->fence = c;
    r->fence_n = n;
    r->fence_indent = indent;
    size_t end = 0;
    while (end < info.n && !fc_is_space(info.p[end]) && !strchr("{,:", info.p[end]))
        end++;
    r->language = fc_str_sub(info, 0, end);
    return true;
}

static bool closes_fence(const reader *r, fc_str s)
{
    size_t n = 0;
    fc_str rest = fc_docs_rest(s);
    while (n < rest.n && rest.p[n] == r->fence)
        n++;
    if (r->fence == '%')
        return fc_markdown_highlight_end(rest);
    return n >= r->fence_n && n == rest.n && fc_docs_indent(s, TAB) < 4;
}

/* "{% highlight c %}": code up to its end. */
static bool open_highlight(reader *r, fc_str s)
{
    fc_str language;
    if (!fc_markdown_highlight(s, &language))
        return false;
    begin_leaf(r, FENCED);
    r->options = false;
    r->fence = '%';
    r->fence_indent = 0;
    r->language = language;
    return true;
}

/* ":   text" below a term is what it means; more of it is indented. */
static bool open_definition(reader *r, fc_str *s)
{
    fc_str content = fc_str_sub(*s, 1, s->n);
    if (!s->n || s->p[0] != ':' || !content.n || content.p[0] != ' ' ||
        r->levels == DEEPEST || (r->leaf == PARAGRAPH ? r->text_lines != 1
                                                      : r->leaf != NONE))
        return false;
    close_leaf(r);
    unsigned blanks = fc_docs_indent(content, TAB);
    push(r, (level){ .kind = TABBED, .indent = 1 + (blanks > 4 ? 1 : blanks) });
    *s = fc_docs_rest(content);
    return true;
}

static bool take_heading(reader *r, fc_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] == '#')
        n++;
    if (!n || n > 6 || (n < s.n && s.p[n] != ' ' && s.p[n] != '\t'))
        return false;
    fc_str title = fc_str_trim(fc_str_sub(s, n, s.n));
    size_t end = title.n;
    while (end && title.p[end - 1] == '#')
        end--;
    if (!end || title.p[end - 1] == ' ')
        title = fc_str_trim(fc_str_sub(title, 0, end));
    close_leaf(r);
    fc_md_heading(&r->d.md, (unsigned)n);
    write_inline(r, title);
    fc_md_block(&r->d.md);
    return true;
}

/* A line of '=' or '-' below a paragraph. */
static bool take_underline(reader *r, fc_str s)
{
    size_t n = 0;
    char c = s.n ? s.p[0] : 0;
    while (n < s.n && s.p[n] == c)
        n++;
    if (r->leaf != PARAGRAPH || n < s.n || !n || (c != '=' && c != '-'))
        return false;
    fc_md_heading(&r->d.md, c == '=' ? 1 : 2);
    write_inline(r, (fc_str){ r->text.p, r->text.n });
    fc_md_block(&r->d.md);
    r->leaf = NONE;
    fc_text_clear(&r->text);
    r->text_lines = 0;
    return true;
}

static void take_html(reader *r, fc_str s)
{
    bool ends = r->html_end ? fc_str_ifind(s, fc_str_of(r->html_end)) < s.n
                            : !fc_docs_rest(s).n;
    add_line(r, s);
    if (ends)
        close_leaf(r);
}

/* A line that begins a block of its own, so that it ends a paragraph. */
static bool take_block(reader *r, fc_str s, unsigned indent)
{
    const char *end;
    if (take_heading(r, s) || open_directive(r, s, indent) || open_fence(r, s, indent) ||
        open_highlight(r, s))
        return true;
    if (fc_markdown_is_rule(s) || fc_markdown_is_command(s)) {
        close_leaf(r);
        return true;
    }
    if (fc_markdown_html(s, &end)) {
        begin_leaf(r, HTML);
        r->html_end = end;
        take_html(r, s);
        return true;
    }
    return false;
}

/* What the marks of levels leave of a line. */
static void take_line(reader *r, fc_str s)
{
    unsigned indent = fc_docs_indent(s, TAB);
    fc_str rest = fc_docs_rest(s);
    if (!rest.n) {
        if (r->leaf == INDENTED)
            add_line(r, rest);
        else
            close_leaf(r);
        return;
    }
    if (indent > 3 && r->leaf != PARAGRAPH) {
        if (r->leaf != INDENTED)
            begin_leaf(r, INDENTED);
        add_line(r, strip(s, 4));
        return;
    }
    if (r->leaf == INDENTED)
        close_leaf(r);
    if (indent < 4 && open_definition(r, &rest))
        indent = 0;
    if (indent < 4 &&
        (take_underline(r, rest) || open_table(r, rest) || take_block(r, rest, indent)))
        return;
    if (r->leaf == TABLE) {
        write_row(r, rest);
        return;
    }
    if (r->leaf != PARAGRAPH) {
        if (fc_markdown_is_definition(rest))
            return;
        begin_leaf(r, PARAGRAPH);
    }
    add_line(r, rest);
}

static bool begins_block(reader *r, fc_str s)
{
    const char *end;
    char mark;
    uint32_t number;
    fc_str rest = fc_docs_rest(s);
    return rest.p[0] == '>' || rest.p[0] == '#' || fc_markdown_is_rule(rest) ||
           fc_markdown_html(rest, &end) || fc_str_starts(rest, FC_STR("```")) ||
           fc_str_starts(rest, FC_STR("~~~")) || fc_str_starts(rest, FC_STR(": ")) ||
           fc_str_starts(rest, FC_STR(":::")) ||
           fc_markdown_item(rest, &mark, &number) > 0 || r->leaf != PARAGRAPH;
}

static void take(reader *r, fc_str s)
{
    unsigned matched = match_levels(r, &s);
    bool whole = matched == r->levels;
    if (r->script) {
        r->script = fc_docs_rest(s).n > 0;
        return;
    }
    if (whole && r->leaf == FENCED) {
        if (closes_fence(r, s))
            close_leaf(r);
        else if (!take_option(r, s))
            add_line(r, strip(s, r->fence_indent));
        return;
    }
    bool html = whole && r->leaf == HTML;
    if (!(html && r->html_end) && close_directive(r, s, matched))
        return;
    if (html) {
        take_html(r, s);
        return;
    }
    if (take_option(r, s))
        return;
    if (r->mdx && r->leaf == NONE && fc_markdown_is_script(s)) {
        r->script = true;
        return;
    }
    if (!whole && fc_docs_rest(s).n && !begins_block(r, s)) {
        add_line(r, fc_docs_rest(s)); /* a paragraph goes on without the marks */
        return;
    }
    close_levels(r, matched);
    open_levels(r, &s);
    if (fc_docs_rest(s).n && r->levels && r->open[r->levels - 1].kind == LIST)
        close_levels(r, r->levels - 1);
    take_line(r, s);
}

/* --------------------------------------------------------------------------- the kind */

/* A file without a type of its own: headings or fences as Markdown has them. */
static bool looks_like_markdown(fc_str s)
{
    static const char *const signs[] = { "\n# ", "\n## ", "\n```", "](http" };
    fc_str head = fc_str_sub(s, 0, 16384);
    size_t n = fc_str_starts(head, FC_STR("# "));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        n += fc_str_find(head, fc_str_of(signs[i])) < head.n;
    return n >= 2;
}

static int markdown_sniff(const fc_capture *cap)
{
    static const char *const types[] = { "text/markdown", "text/x-markdown", NULL };
    static const char *const ends[] = { ".md",  ".markdown", ".mdown", ".mkd", ".mkdn",
                                        ".rmd", ".qmd",      ".mdx",   NULL };
    static const char *const readme[] = { "readme", "README.txt", "/contributing", NULL };
    bool typed, may = fc_docs_may_be(cap, types, &typed);
    if (!may || typed)
        return typed ? 85 : 0;
    if (fc_docs_named(cap, ends))
        return 65;
    return fc_docs_named(cap, readme) && looks_like_markdown(cap->body) ? 55 : 0;
}

static int markdown_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                        fc_call *call)
{
    reader *r = FC_NEW(call->scratch, reader);
    int why = fc_docs_open(&r->d, conf, cap, doc, call);
    if (why)
        return why;
    r->text.a = call->scratch;
    r->mdx = fc_str_ends(cap->name, FC_STR(".mdx"));
    fc_markdown_marks(&r->d, &r->links);
    for (r->d.at = fc_front_matter(&r->d); r->d.at < r->d.lines; r->d.at++)
        take(r, r->d.line[r->d.at]);
    close_levels(r, 0);
    close_leaf(r);
    fc_docs_close(&r->d);
    return 0;
}

FC_EXTRACTOR(markdown_doc) = {
    .name = "markdown",
    .brief = "Markdown as GitHub has it: READMEs and manuals",
    .sniff = markdown_sniff,
    .run = markdown_run,
};
