/* asciidoc.c - AsciiDoc to Markdown: see docs.h.
 *
 * What a block is stands on the lines before it ([source,c], .Title) and in the lines
 * around it (----, ====, |===); blocks that hold others are a level that the same line
 * closes. */
#include "extractors/asciidoc.h"

#include "base/str.h"

enum { DEEPEST = 12, MARKS = 10 };

typedef struct reader {
    fc_docs d;
    fc_asciidoc_names names;
    fc_str style, language, columns; /* of the next block */
    fc_str fence[DEEPEST];      /* lines that end the blocks that are open */
    bool quote[DEEPEST];
    unsigned outer[DEEPEST];    /* lists that it lies in */
    unsigned fences;
    unsigned mark[MARKS];       /* marks of the lists that are open, outermost first */
    unsigned marks;
    bool header;                /* still in the lines below the title */
    bool joined;                /* by a '+' before, the next block belongs to the item */
    bool term;                  /* a term went before, whose text may be further in */
} reader;

static const char *const remarks[] = { "NOTE",    "TIP",     "IMPORTANT",
                                       "WARNING", "CAUTION", NULL };

static void forget_style(reader *r)
{
    r->style = r->language = r->columns = (fc_str){ "", 0 };
}

static bool is_math(fc_str style)
{
    static const char *const names[] = { "stem", "latexmath", "asciimath", NULL };
    return fc_str_in(style, names);
}

/* Those within the block that is open. */
static void end_lists(reader *r)
{
    r->marks = r->fences ? r->outer[r->fences - 1] : 0;
    fc_docs_unlist(&r->d, r->marks);
}

/* A block begins: it belongs to an item only when a line with '+' went before. */
static void begin_block(reader *r)
{
    if (!r->joined)
        end_lists(r);
    r->joined = r->term = false;
}

static void write_paragraph(reader *r, fc_str prefix, fc_str s)
{
    fc_md_block(&r->d.md);
    if (prefix.n) {
        fc_md_text(&r->d.md, prefix);
        fc_md_gap(&r->d.md);
    }
    fc_docs_inline(&r->d, fc_str_trim(s));
    fc_md_block(&r->d.md);
}

/* "Note:" of "NOTE". */
static fc_str label_of(reader *r, fc_str s)
{
    char *p = fc_alloc(r->d.a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = i ? fc_lower(s.p[i]) : s.p[i];
    p[s.n] = ':';
    return (fc_str){ p, s.n + 1 };
}

/* --------------------------------------------------------------------- before a block */

/* "[source,python]", "[NOTE]", "[cols="1,2"]": what the next block is. */
static bool take_attributes(reader *r, fc_str s)
{
    if (s.n < 3 || s.p[0] != '[' || s.p[s.n - 1] != ']')
        return false;
    fc_str inside = fc_str_sub(s, 1, s.n - 1), rest = inside, part;
    size_t cols = fc_str_find(inside, FC_STR("cols=\""));
    if (cols < inside.n) {
        r->columns = fc_str_sub(inside, cols + 6, inside.n);
        r->columns.n = fc_str_findc(r->columns, '"');
    }
    fc_str_split(&rest, ',', &part);
    if (fc_str_findc(part, '=') < part.n || part.n == 0)
        part = part.n ? (fc_str){ "", 0 } : FC_STR("source");
    size_t end = 0;
    while (end < part.n && !strchr("#.%", part.p[end]))
        end++;
    if (end && part.p[0] != '[')
        r->style = fc_str_trim(fc_str_sub(part, 0, end));
    if (rest.p && fc_str_is(r->style, "source") && fc_str_split(&rest, ',', &part) &&
        fc_str_findc(part, '=') == part.n)
        r->language = fc_str_trim(part);
    return true;
}

/* The authors and the date below the title. */
static bool take_header(reader *r, fc_str s)
{
    if (!s.n)
        r->header = false;
    if (!r->header || s.p[0] == ':' || fc_str_starts(s, FC_STR("//")))
        return false;
    return r->header = fc_asciidoc_header(&r->d, s);
}

/* "== Title": how deep; 0 for other lines. */
static size_t title_level(fc_str s)
{
    char c = s.n ? s.p[0] : 0;
    size_t n = fc_str_run(s, c);
    return (c != '=' && c != '#') || n > 6 || n == s.n || s.p[n] != ' ' ? 0 : n;
}

static void write_title(reader *r, size_t n, fc_str s)
{
    end_lists(r);
    r->joined = r->term = false;
    r->header = n == 1 && !r->d.md.sections && !r->d.md.out.n;
    fc_md_heading(&r->d.md, (unsigned)n);
    fc_docs_inline(&r->d, fc_str_trim(s));
    fc_md_block(&r->d.md);
    forget_style(r);
}

static bool take_title(reader *r, fc_str s)
{
    size_t n = title_level(s);
    if (n)
        write_title(r, n, fc_str_sub(s, n, s.n));
    return n;
}

/* ----------------------------------------------------------------------------- blocks */

static void write_math(reader *r, fc_str s)
{
    bool ascii = fc_str_is(r->style, "asciimath") ||
                 (fc_str_is(r->style, "stem") && !fc_asciidoc_latex(&r->names));
    fc_md_tex(&r->d.md, ascii ? fc_asciidoc_tex(s, r->d.a) : s, true);
}

/* Code is as it stands but for the marks of callouts, which stay. */
static void write_code(reader *r, size_t from, size_t to, fc_str language)
{
    fc_md_code(&r->d.md, fc_docs_verbatim(&r->d, from, to, 0), language);
}

/* "----": four and more of one of the characters, "--", "```" with a language. */
static bool is_fence(fc_str s)
{
    if (fc_str_is(s, "--") || fc_str_starts(s, FC_STR("```")))
        return true;
    return s.n >= 4 && fc_str_run(s, s.p[0]) == s.n && strchr("-.=*_+/", s.p[0]);
}

static void open_fence(reader *r, fc_str s)
{
    bool quote = s.p[0] == '_' || fc_str_in(r->style, remarks) ||
                 fc_str_is(r->style, "quote");
    if (r->fences == DEEPEST)
        return;
    r->quote[r->fences] = quote;
    r->outer[r->fences] = r->marks;
    r->fence[r->fences++] = s;
    if (quote)
        fc_md_quote_open(&r->d.md);
    if (fc_str_in(r->style, remarks))
        write_paragraph(r, label_of(r, r->style), (fc_str){ "", 0 });
}

/* The line that opened a block that is open: it and those within end. */
static bool close_fence(reader *r, fc_str s)
{
    unsigned i = r->fences;
    while (i && !fc_str_eq(r->fence[i - 1], s))
        i--;
    if (!i)
        return false;
    while (r->fences >= i) {
        end_lists(r);
        if (r->quote[--r->fences])
            fc_md_close(&r->d.md);
    }
    r->joined = r->term = false;
    return true;
}

/* A block between two lines that are alike begins on line i: the line to go on with. */
static size_t take_fence(reader *r, size_t i, fc_str s)
{
    bool ticks = s.p[0] == '`', verbatim = ticks || strchr("-.+/", s.p[0]);
    bool comment = s.p[0] == '/' || fc_str_is(r->style, "comment");
    if (fc_str_is(s, "--"))
        verbatim = fc_str_is(r->style, "source") || fc_str_is(r->style, "listing");
    verbatim |= comment;
    if (!verbatim && close_fence(r, s))
        return i + 1;
    begin_block(r);
    if (!verbatim) {
        open_fence(r, s);
        forget_style(r);
        return i + 1;
    }
    size_t end = fc_docs_find(&r->d, i + 1, ticks ? FC_STR("```") : s, true);
    if (is_math(r->style))
        write_math(r, fc_docs_lines(&r->d, i + 1, end));
    else if (!comment && s.p[0] != '+')
        write_code(r, i + 1, end,
                   ticks ? fc_str_trim(fc_str_sub(s, 3, s.n)) : r->language);
    forget_style(r);
    return end < r->d.lines ? end + 1 : end;
}

static size_t take_table(reader *r, size_t i)
{
    begin_block(r);
    size_t next = fc_asciidoc_table(&r->d, i, r->columns);
    forget_style(r);
    return next;
}

/* ------------------------------------------------------------------------------ lists */

/* The mark of an item: its bytes, and a number for each kind and depth; 0: none. */
static size_t item_mark(fc_str s, unsigned *mark, bool *ordered, uint32_t *number)
{
    size_t n = 0;
    char c = s.n ? s.p[0] : 0;
    *ordered = c != '*' && c != '-';
    *number = 1;
    if (c == '<' && s.n > 3 && s.p[2] == '>') { /* a callout */
        *mark = '<';
        return 3;
    }
    if (c == '*' || c == '-' || c == '.')
        n = fc_str_run(s, c);
    else if (fc_is_digit(c))
        n = fc_docs_number(s, number);
    *mark = (unsigned)(unsigned char)(fc_is_digit(c) ? '1' : c) << 8;
    *mark |= fc_is_digit(c) ? 1 : (unsigned)n;
    return n && n < 7 && n < s.n && s.p[n] == ' ' ? n : 0;
}

/* A mark that is open ends the lists within; another one begins a list within. */
static void open_item(reader *r, unsigned mark, bool ordered, uint32_t number)
{
    unsigned i = r->fences ? r->outer[r->fences - 1] : 0;
    while (i < r->marks && r->mark[i] != mark)
        i++;
    if (i == MARKS)
        i--;
    r->mark[i] = mark;
    r->marks = i + 1;
    fc_docs_item(&r->d, i, ordered, number);
}

static size_t letters(fc_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* A title with a line of one character below it, which is as long but for one letter;
 * there is none within a block. */
static bool take_underlined(reader *r, size_t i)
{
    static const char marks[] = "=-~^+";
    fc_str s = r->d.line[i], under = { "", 0 };
    if (i + 1 < r->d.lines)
        under = r->d.line[i + 1];
    const char *mark = under.n > 2 ? strchr(marks, under.p[0]) : NULL;
    size_t n = letters(s);
    unsigned kind;
    bool ordered;
    uint32_t number;
    if (!mark || r->fences || fc_str_run(under, *mark) != under.n || under.n + 1 < n ||
        under.n > n + 1 || fc_str_run(s, s.p[0]) == s.n ||
        strchr("[.:| ", s.p[0]) || item_mark(s, &kind, &ordered, &number))
        return false;
    write_title(r, (size_t)(mark - marks) + 1, s);
    return true;
}

/* ------------------------------------------------------------------------- paragraphs */

static bool is_macro_line(fc_str s)
{
    static const char *const names[] = { "image::", "video::", "audio::", "toc::", NULL };
    for (size_t i = 0; names[i]; i++)
        if (fc_str_starts(s, fc_str_of(names[i])))
            return true;
    return fc_str_is(s, "'''") || fc_str_is(s, "<<<") || fc_str_is(s, "---") ||
           fc_str_is(s, "***");
}

/* "term::" and what may follow: bytes of the term; 0: none. */
static size_t term_of(fc_str s, size_t *behind)
{
    size_t at = fc_str_find(s, FC_STR("::"));
    *behind = at + 2;
    while (*behind < s.n && s.p[*behind] == ':')
        ++*behind;
    return at < s.n && (*behind == s.n || s.p[*behind] == ' ') ? at : 0;
}

static bool ends_paragraph(fc_str s)
{
    size_t behind;
    unsigned mark;
    bool ordered;
    uint32_t number;
    return !s.n || fc_str_is(s, "+") || is_fence(s) || fc_str_starts(s, FC_STR("|===")) ||
           (s.p[0] == '[' && s.p[s.n - 1] == ']' && fc_str_findc(s, ' ') == s.n) ||
           item_mark(fc_docs_rest(s), &mark, &ordered, &number) ||
           term_of(s, &behind);
}

static size_t take_paragraph(reader *r, size_t i, fc_str s)
{
    size_t to = i + 1, colon = fc_str_find(s, FC_STR(": "));
    while (to < r->d.lines && !ends_paragraph(r->d.line[to]))
        to++;
    const char *last = r->d.line[to - 1].p + r->d.line[to - 1].n;
    fc_str text = { s.p, (size_t)(last - s.p) }, remark = fc_str_sub(s, 0, colon);
    bool code = fc_str_is(r->style, "source") || fc_str_is(r->style, "listing") ||
                fc_str_is(r->style, "literal");
    bool marked = colon < s.n && fc_str_in(remark, remarks);
    bool quote = marked || fc_str_in(r->style, remarks) || fc_str_is(r->style, "quote");
    if (fc_str_is(r->style, "comment")) {
        forget_style(r);
        return to;
    }
    if (code || is_math(r->style)) {
        if (code)
            write_code(r, i, to, r->language);
        else
            write_math(r, text);
    } else {
        fc_str label = { "", 0 };
        if (marked)
            text = fc_str_sub(text, colon + 2, text.n);
        if (quote && !fc_str_is(r->style, "quote"))
            label = label_of(r, marked ? remark : r->style);
        if (quote)
            fc_md_quote_open(&r->d.md);
        write_paragraph(r, label, text);
        if (quote)
            fc_md_close(&r->d.md);
    }
    forget_style(r);
    return to;
}

/* "term:: text" */
static size_t take_term(reader *r, size_t i, fc_str s)
{
    size_t behind, at = term_of(s, &behind);
    if (!at)
        return 0;
    end_lists(r);
    write_paragraph(r, (fc_str){ "", 0 }, fc_str_sub(s, 0, at));
    fc_str text = fc_docs_rest(fc_str_sub(s, behind, s.n));
    r->joined = false;
    r->term = !text.n;
    return text.n ? take_paragraph(r, i, text) : i + 1;
}

/* Lines further in, where no item stands: code. */
static size_t take_literal(reader *r, size_t i)
{
    size_t to = i;
    while (to < r->d.lines && r->d.line[to].n)
        to++;
    fc_md_code(&r->d.md, fc_docs_verbatim(&r->d, i, to, fc_docs_indent(r->d.line[i], 8)),
                 r->language);
    forget_style(r);
    return to;
}

/* One block from line i on: the line to go on with. */
static size_t take(reader *r, size_t i)
{
    fc_str line = r->d.line[i], s = fc_docs_rest(line);
    unsigned mark;
    bool ordered;
    uint32_t number;
    size_t n;
    if (take_header(r, s) || !s.n || is_macro_line(s) || take_title(r, line))
        return i + 1;
    if (fc_str_is(s, "+")) {
        r->joined = true;
        return i + 1;
    }
    if (take_underlined(r, i))
        return i + 2;
    if (is_fence(line))
        return take_fence(r, i, line);
    if (fc_str_starts(s, FC_STR("//")) || take_attributes(r, s) ||
        (s.p[0] == ':' && fc_asciidoc_entry(&r->d, &r->names, s)))
        return i + 1;
    if (fc_str_starts(s, FC_STR("|===")))
        return take_table(r, i);
    if (s.p[0] == '.' && s.n > 1 && s.p[1] != '.' && s.p[1] != ' ') {
        if (!r->joined)
            end_lists(r);
        write_paragraph(r, (fc_str){ "", 0 }, fc_str_sub(s, 1, s.n));
        return i + 1;
    }
    n = item_mark(s, &mark, &ordered, &number);
    if (n) {
        open_item(r, mark, ordered, number);
        r->joined = r->term = false;
        return take_paragraph(r, i, fc_docs_rest(fc_str_sub(s, n, s.n)));
    }
    n = take_term(r, i, s);
    if (n)
        return n;
    bool literal = line.p != s.p && !r->term;
    begin_block(r);
    return literal ? take_literal(r, i) : take_paragraph(r, i, s);
}

/* --------------------------------------------------------------------------- the kind */

/* Signatures and keys end in ".asc" as well: does the text begin with a title? */
static bool begins_with_title(fc_str text)
{
    fc_str line, s = { "", 0 };
    for (unsigned n = 0; n < 20 && fc_str_split(&text, '\n', &line); n++) {
        s = fc_str_trim(line);
        bool before = !s.n || s.p[0] == ':' || fc_str_starts(s, FC_STR("//")) ||
                      (s.p[0] == '[' && fc_str_ends(s, FC_STR("]")));
        if (!before)
            break;
    }
    return s.n && s.p[0] == '=' && title_level(s);
}

static int asciidoc_sniff(const fc_capture *cap)
{
    static const char *const types[] = { "text/asciidoc", "text/x-asciidoc", NULL };
    static const char *const ends[] = { ".adoc", ".asciidoc", NULL };
    static const char *const shared[] = { ".asc", NULL };
    bool typed, may = fc_docs_may_be(cap, types, &typed);
    if (!may || typed)
        return typed ? 85 : 0;
    bool named = fc_docs_named(cap, ends) ||
                 (fc_docs_named(cap, shared) && begins_with_title(cap->body));
    return named ? 65 : 0;
}

static int asciidoc_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                        fc_call *call)
{
    reader *r = FC_NEW(call->scratch, reader);
    int why = fc_docs_open(&r->d, conf, cap, doc, call);
    if (why)
        return why;
    fc_asciidoc_drop_directives(&r->d);
    forget_style(r);
    fc_asciidoc_marks(&r->d, &r->names);
    while (r->d.at < r->d.lines)
        r->d.at = take(r, r->d.at);
    while (r->fences) {
        end_lists(r);
        if (r->quote[--r->fences])
            fc_md_close(&r->d.md);
    }
    end_lists(r);
    fc_docs_close(&r->d);
    return 0;
}

FC_EXTRACTOR(asciidoc) = {
    .name = "asciidoc",
    .brief = "AsciiDoc: READMEs and manuals",
    .sniff = asciidoc_sniff,
    .run = asciidoc_run,
};
