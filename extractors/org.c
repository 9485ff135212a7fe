/* org.c - Org files of Emacs to Markdown: see docs.h. Drawers, planning lines, tags
 * and keywords of tasks are no text; blocks of code and LaTeX are. */
#include "extractors/org.h"

#include "base/str.h"
#include "html/entities.h"
#include "text/normalize.h"

enum { TAB = 8, MOST_COLUMNS = 60 };

/* ----------------------------------------------------------------------------- blocks */

static void write_paragraph(fc_docs *d, fc_str s)
{
    fc_md_block(&d->md);
    fc_docs_inline(d, fc_str_trim(s));
    fc_md_block(&d->md);
}

/* Lines of code; a comma that protects a star or a keyword goes. */
static void write_code(fc_docs *d, size_t from, size_t to, fc_str language)
{
    unsigned least = 1000;
    for (size_t i = from; i < to; i++) {
        unsigned indent = fc_docs_indent(d->line[i], TAB);
        if (d->line[i].n && indent < least)
            least = indent;
    }
    fc_str code = fc_docs_verbatim(d, from, to, least);
    char *p = fc_alloc(d->a, code.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] != ',' || (i && code.p[i - 1] != '\n') || i + 1 == code.n ||
            (code.p[i + 1] != '*' && code.p[i + 1] != '#'))
            p[n++] = code.p[i];
    fc_md_code(&d->md, (fc_str){ p, n }, language);
}

static fc_str next_word(fc_str *s)
{
    size_t n = 0;
    *s = fc_docs_rest(*s);
    while (n < s->n && !fc_is_space(s->p[n]))
        n++;
    fc_str word = fc_str_sub(*s, 0, n);
    *s = fc_str_sub(*s, n, s->n);
    return word;
}

/* "#+BEGIN_...": the line to go on with. A block without an end is none. */
static size_t take_begin(fc_docs *d, size_t i, fc_str s)
{
    fc_str rest = fc_str_sub(s, strlen("#+begin_"), s.n), name = next_word(&rest);
    size_t end = fc_docs_find(d, i + 1,
                              fc_printf(d->a, "#+end_%.*s", (int)name.n, name.p), false);
    if (end == d->lines)
        return i + 1;
    if (fc_org_starts(name, "src") || fc_org_starts(name, "example"))
        write_code(d, i + 1, end, fc_org_starts(name, "src") ? next_word(&rest) : rest);
    else if (fc_org_starts(name, "quote") || fc_org_starts(name, "verse")) {
        fc_md_quote_open(&d->md);
        for (size_t k = i + 1, to; k < end; k = to + 1) {
            for (to = k; to < end && d->line[to].n;)
                to++;
            write_paragraph(d, fc_docs_lines(d, k, to));
        }
        fc_md_close(&d->md);
    } else if (!fc_org_starts(name, "comment") && !fc_org_starts(name, "export")) {
        return i + 1;           /* its lines are as others are */
    }
    return end + 1;
}

static void take_keyword(fc_docs *d, fc_str s)
{
    static const struct {
        const char *key, *name;
    } known[] = { { "author", "author" },
                  { "date", "published" },
                  { "language", "language" },
                  { "description", "description" } };
    size_t colon = fc_str_findc(s, ':');
    fc_str key = fc_str_sub(s, 2, colon),
           value = fc_str_trim(fc_str_sub(s, colon + 1, s.n));
    value = fc_normalize_line(value, d->a);
    if (fc_str_ieq(key, FC_STR("title")) && !d->title.n)
        d->title = value;
    else if (fc_str_ieq(key, FC_STR("keywords")))
        fc_docs_set_list(d, "keywords", value);
    else if (fc_str_ieq(key, FC_STR("caption")))
        write_paragraph(d, value);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (fc_str_ieq(key, fc_str_of(known[i].key)))
            fc_extract_set(d->doc, d->call, known[i].name, value);
}

/* How many stars a headline begins with; 0: none. */
static size_t stars_of(fc_str s)
{
    size_t n = fc_str_run(s, '*');
    return n < s.n && s.p[n] == ' ' ? n : 0;
}

/* "** TODO [#A] Title :tag:": the title; *hidden when what is below is for the author
 * alone. */
static fc_str title_of(fc_str s, bool *hidden)
{
    static const char *const states[] = { "TODO ", "DONE ", "NEXT ", "WAITING " };
    fc_str title = fc_str_trim(s);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (fc_str_starts(title, fc_str_of(states[i])))
            title = fc_docs_rest(fc_str_sub(title, strlen(states[i]), title.n));
    if (fc_str_starts(title, FC_STR("[#")) && title.n > 4 && title.p[3] == ']')
        title = fc_docs_rest(fc_str_sub(title, 4, title.n));
    *hidden = fc_str_starts(title, FC_STR("COMMENT ")) || fc_str_is(title, "COMMENT");
    if (title.n && title.p[title.n - 1] == ':') {
        size_t at = title.n;
        while (at && !fc_is_space(title.p[at - 1]))
            at--;
        fc_str tags = fc_str_sub(title, at, title.n);
        if (at && tags.p[0] == ':' && tags.n > 2) {
            *hidden |= fc_str_find(tags, FC_STR(":noexport:")) < tags.n;
            title = fc_str_trim(fc_str_sub(title, 0, at));
        }
    }
    return title;
}

/* A headline on line i: the line to go on with; 0: it is none. */
static size_t take_headline(fc_docs *d, size_t i, fc_str s)
{
    size_t n = stars_of(s), next = i + 1;
    bool hidden;
    if (!n)
        return 0;
    fc_str title = title_of(fc_str_sub(s, n, s.n), &hidden);
    fc_docs_unlist(d, 0);
    if (hidden) {
        size_t below;
        while (next < d->lines && (!(below = stars_of(d->line[next])) || below > n))
            next++;
        return next;
    }
    fc_md_heading(&d->md, (unsigned)n);
    fc_docs_inline(d, title);
    fc_md_block(&d->md);
    return next;
}

static size_t take_table(fc_docs *d, size_t i)
{
    fc_md_table_open(&d->md);
    for (; i < d->lines; i++) {
        fc_str row = fc_docs_rest(d->line[i]), cell;
        if (!row.n || row.p[0] != '|')
            break;
        if (fc_str_starts(row, FC_STR("|-")))
            continue;
        row = fc_str_sub(row, 1, row.n);
        if (row.n && row.p[row.n - 1] == '|')
            row.n--;
        fc_md_row_open(&d->md);
        for (unsigned n = 0; n < MOST_COLUMNS && fc_str_split(&row, '|', &cell); n++) {
            fc_md_cell_open(&d->md);
            fc_docs_inline(d, fc_str_trim(cell));
            fc_md_cell_close(&d->md, 1, 1);
        }
        fc_md_row_close(&d->md);
    }
    fc_md_table_close(&d->md);
    return i;
}

/* The mark of an item at the begin of s: its bytes; 0: none. */
static size_t item_mark(fc_str s, unsigned indent, bool *ordered, uint32_t *number)
{
    bool bullet = s.n && (s.p[0] == '-' || s.p[0] == '+' || (s.p[0] == '*' && indent)) &&
                  (s.n == 1 || s.p[1] == ' ');
    *ordered = !bullet;
    return bullet                                  ? 1
           : s.n && fc_is_digit(s.p[0]) ? fc_docs_number(s, number) : 0;
}

static bool begins_block(const fc_docs *d, size_t i)
{
    fc_str s = fc_docs_rest(d->line[i]);
    unsigned indent = fc_docs_indent(d->line[i], TAB);
    bool ordered;
    uint32_t number;
    return fc_org_starts(s, "#+") || s.p[0] == '|' ||
           (s.p[0] == '*' && !indent && fc_str_find(s, FC_STR("* ")) < s.n) ||
           fc_org_starts(s, "\\begin{") || fc_str_starts(s, FC_STR(": ")) ||
           item_mark(s, indent, &ordered, &number);
}

static size_t take_paragraph(fc_docs *d, size_t i, fc_str s)
{
    size_t to = i + 1;
    while (to < d->lines && d->line[to].n && !begins_block(d, to))
        to++;
    const char *last = d->line[to - 1].p + d->line[to - 1].n;
    write_paragraph(d, (fc_str){ s.p, (size_t)(last - s.p) });
    return to;
}

/* "- term :: text" is a term and a text; "[fn:1] text" the text of a note. */
static size_t take_item(fc_docs *d, size_t i, fc_str s)
{
    size_t colons = fc_str_find(s, FC_STR(" ::"));
    if (colons < s.n && (colons + 3 == s.n || s.p[colons + 3] == ' ')) {
        write_paragraph(d, fc_str_sub(s, 0, colons));
        s = fc_docs_rest(fc_str_sub(s, colons + 3, s.n));
    }
    return s.n ? take_paragraph(d, i, s) : i + 1;
}

/* \begin{...}: TeX up to its \end; what is no formula is code. */
static size_t take_latex(fc_docs *d, size_t i, fc_str s)
{
    fc_str name = fc_str_sub(s, strlen("\\begin{"), fc_str_findc(s, '}'));
    fc_str mark = fc_printf(d->a, "\\end{%.*s}", (int)name.n, name.p);
    size_t end = fc_str_find(s, mark) < s.n ? i : fc_docs_find(d, i, mark, false);
    if (end == d->lines)
        return take_paragraph(d, i, s);
    bool missed = false;
    fc_str all = fc_docs_rest(fc_docs_lines(d, i, end + 1));
    size_t n = fc_docs_environment(d, all, &missed);
    if (!n)
        fc_md_code(&d->md, fc_docs_verbatim(d, i, end + 1, 0), FC_STR("latex"));
    else if (fc_docs_rest(fc_str_sub(all, n, all.n)).n)
        write_paragraph(d, fc_str_sub(all, n, all.n));
    return end + 1;
}

static size_t take_literal(fc_docs *d, size_t i)
{
    size_t to = i;
    fc_text code = { .a = d->a };
    for (; to < d->lines; to++) {
        fc_str s = fc_docs_rest(d->line[to]);
        if (!fc_str_starts(s, FC_STR(": ")) && !fc_str_is(s, ":"))
            break;
        s = fc_str_sub(s, 2, s.n);
        fc_text_add(&code, s.n ? s.p : "", s.n);
        fc_text_char(&code, '\n');
    }
    fc_md_code(&d->md, (fc_str){ code.p, code.n }, (fc_str){ "", 0 });
    return to;
}

/* ":NAME:" alone on a line. */
static bool is_drawer(fc_str s)
{
    return s.n > 2 && s.p[0] == ':' && s.p[s.n - 1] == ':' && fc_str_findc(s, ' ') == s.n;
}

/* "[fn:1] text", up to the next note. */
static size_t take_note_text(fc_docs *d, size_t i, fc_str s)
{
    size_t end = fc_str_findc(s, ']'), next = i + 1;
    fc_md_block(&d->md);
    fc_md_exact(&d->md, FC_STR("[^"));
    fc_md_exact(&d->md, fc_str_sub(s, 4, end));
    fc_md_exact(&d->md, FC_STR("]: "));
    s = fc_docs_rest(fc_str_sub(s, end + 1, s.n));
    while (next < d->lines && d->line[next].n && d->line[next].p[0] != '[' &&
           !begins_block(d, next))
        next++;
    const char *last = d->line[next - 1].p + d->line[next - 1].n;
    fc_docs_inline(d, fc_str_trim((fc_str){ s.p, (size_t)(last - s.p) }));
    fc_md_block(&d->md);
    return next;
}

/* One block from line i on: the line to go on with. */
static size_t take(fc_docs *d, size_t i)
{
    fc_str s = fc_docs_rest(d->line[i]);
    unsigned indent = fc_docs_indent(d->line[i], TAB);
    bool ordered;
    uint32_t number = 1;
    if (!s.n || fc_str_is(s, "#") || fc_str_starts(s, FC_STR("# ")))
        return i + 1;
    size_t next = !indent && s.p[0] == '*' ? take_headline(d, i, s) : 0;
    if (next)
        return next;
    if (is_drawer(s)) {
        size_t end = fc_docs_find(d, i, FC_STR(":end:"), true);
        return end < d->lines ? end + 1 : i + 1;
    }
    if (fc_org_starts(s, "scheduled:") || fc_org_starts(s, "deadline:") ||
        fc_org_starts(s, "closed:"))
        return i + 1;
    size_t mark = item_mark(s, indent, &ordered, &number);
    if (mark) {
        fc_docs_item(d, indent, ordered, number);
        return take_item(d, i, fc_docs_rest(fc_str_sub(s, mark, s.n)));
    }
    fc_docs_unlist(d, indent);
    if (fc_org_starts(s, "#+begin_"))
        return take_begin(d, i, s);
    if (fc_org_starts(s, "#+")) {
        take_keyword(d, s);
        return i + 1;
    }
    if (s.p[0] == '|')
        return take_table(d, i);
    if (fc_org_starts(s, "\\begin{"))
        return take_latex(d, i, s);
    if (fc_str_starts(s, FC_STR(": ")))
        return take_literal(d, i);
    if (fc_str_starts(s, FC_STR("-----")))
        return i + 1;
    if (fc_str_starts(s, FC_STR("[fn:")) && fc_str_findc(s, ']') < s.n)
        return take_note_text(d, i, s);
    return take_paragraph(d, i, s);
}

/* --------------------------------------------------------------------------- the kind */

static bool looks_like_org(fc_str s)
{
    fc_str head = fc_str_sub(s, 0, 16384);
    return fc_org_starts(head, "#+") || fc_org_starts(head, "* ") ||
           fc_str_find(head, FC_STR("\n#+")) < head.n ||
           fc_str_find(head, FC_STR("\n* ")) < head.n;
}

static int org_sniff(const fc_capture *cap)
{
    static const char *const types[] = { "text/org", "text/x-org", NULL };
    static const char *const ends[] = { ".org", NULL };
    bool typed, may = fc_docs_may_be(cap, types, &typed);
    if (!may || typed)
        return typed ? 85 : 0;
    return fc_docs_named(cap, ends) && looks_like_org(cap->body) ? 65 : 0;
}

static int org_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                   fc_call *call)
{
    fc_docs *d = FC_NEW(call->scratch, fc_docs);
    int why = fc_docs_open(d, conf, cap, doc, call);
    if (why)
        return why;
    fc_org_marks(d);
    while (d->at < d->lines)
        d->at = take(d, d->at);
    fc_docs_close(d);
    return 0;
}

FC_EXTRACTOR(org) = {
    .name = "org",
    .brief = "Org files of Emacs: headlines, blocks of code, tables, LaTeX",
    .sniff = org_sniff,
    .run = org_run,
};
