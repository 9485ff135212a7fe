/* wiki_table.c - tables of wikitext, {| and <table>, as pipe tables; see wiki.h. Those
 * of one column are a frame around blocks, those within a cell are its text. */
#include "extractors/wiki.h"

#include "base/str.h"
#include "html/dom.h"

enum { MOST_FRAMES = 4, TALLEST = 100 };

static fc_wiki_table *top(fc_wiki_page *p)
{
    return p->tables ? &p->table[p->tables - 1] : NULL;
}

static bool begins(fc_str s, const char *with)
{
    return fc_str_starts(s, fc_str_of(with));
}

/* ---------------------------------------------------------------- looking ahead */

static size_t count(fc_str s, const char *mark)
{
    size_t n = 0, i = fc_str_find(s, fc_str_of(mark));
    for (; i < s.n; i += 2 + fc_str_find(fc_str_sub(s, i + 2, s.n), fc_str_of(mark)))
        n++;
    return n;
}

static bool wiki_columns(fc_str rest)
{
    size_t cells = 0, depth = 0;
    fc_str line;
    while (fc_str_split(&rest, '\n', &line)) {
        line = fc_str_trim(line);
        depth += begins(line, "{|");
        if (begins(line, "|}")) {
            if (!depth--)
                return false;
            continue;
        }
        if (depth || begins(line, "|+") || !line.n)
            continue;
        if (begins(line, "|-"))
            cells = 0;
        else if (line.p[0] == '|')
            cells += 1 + count(line, "||");
        else if (line.p[0] == '!')
            cells += 1 + count(line, "!!") + count(line, "||");
        if (cells > 1)
            return true;
    }
    return false;
}

static bool html_columns(fc_str rest)
{
    size_t cells = 0, depth = 0;
    for (size_t i = 0; i < rest.n; i++) {
        i += fc_str_findc(fc_str_sub(rest, i, rest.n), '<');
        fc_str tag = fc_str_sub(rest, i, i + 8);
        depth += fc_str_istarts(tag, FC_STR("<table"));
        if (fc_str_istarts(tag, FC_STR("</table")) && !depth--)
            return false;
        if (depth)
            continue;
        if (fc_str_istarts(tag, FC_STR("<tr")))
            cells = 0;
        cells += fc_str_istarts(tag, FC_STR("<td")) ||
                 (fc_str_istarts(tag, FC_STR("<th")) &&
                  !fc_str_istarts(tag, FC_STR("<thead")));
        if (cells > 1)
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------- parts */

/* Attributes as a start tag, for fc_tag_attr. */
static fc_str as_tag(fc_wiki_page *p, fc_str attributes)
{
    fc_str parts[] = { FC_STR("<x "), attributes, FC_STR(">") };
    return begins(attributes, "<") ? attributes : fc_concat(p->w->a, parts, 3);
}

/* Boxes beside the text, and what leads to other pages. */
static bool is_box(fc_wiki_page *p, fc_str attributes)
{
    static const char *const words[] = { "infobox", "navbox", "sidebar", "metadata",
                                         "ambox", "mbox", "noprint" };
    if (!attributes.n)
        return false;
    fc_str classes = fc_tag_attr(as_tag(p, attributes), "class");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_ifind(classes, fc_str_of(words[i])) < classes.n)
            return true;
    return false;
}

static unsigned frames(const fc_wiki_page *p)
{
    unsigned n = 0;
    for (unsigned i = 0; i < p->tables; i++)
        n += p->table[i].kind == FC_WIKI_FRAME;
    return n;
}

void fc_wiki_table_open(fc_wiki_page *p, fc_str attributes, const char *rest, bool html)
{
    const char *end = p->text.p + p->text.n;
    bool inside = rest >= p->text.p && rest <= end; /* not in a caption */
    if (p->tables == FC_WIKI_TABLES || !inside) {
        p->tables_over++;
        return;
    }
    fc_wiki_table t = { .kind = FC_WIKI_DATA, .html = html };
    fc_str follows = { rest, (size_t)(end - rest) };
    if (fc_wiki_skips(p)) {
        t.kind = FC_WIKI_SKIP;
    } else if (top(p) && top(p)->kind != FC_WIKI_FRAME) {
        if (!top(p)->cell)
            fc_wiki_table_cell(p, (fc_str){ "", 0 });
        t.kind = FC_WIKI_FLAT;
    } else if (is_box(p, attributes)) {
        t.kind = FC_WIKI_SKIP;
    } else if (frames(p) < MOST_FRAMES &&
               !(html ? html_columns(follows) : wiki_columns(follows))) {
        t.kind = FC_WIKI_FRAME;
    }
    if (t.kind == FC_WIKI_DATA || t.kind == FC_WIKI_FRAME) {
        fc_wiki_end_block(p);
        fc_wiki_close_lists(p);
    }
    if (t.kind == FC_WIKI_FLAT)
        fc_md_gap(p->md);
    p->table[p->tables++] = t;
}

void fc_wiki_table_cell_end(fc_wiki_page *p)
{
    fc_wiki_table *t = top(p);
    if (!t || !t->cell || p->tables_over)
        return;
    if (t->kind == FC_WIKI_FLAT) {
        fc_md_gap(p->md);
    } else {
        fc_wiki_end_block(p);
        if (p->levels > t->levels)
            fc_wiki_close_levels(p, t->levels);
        if (t->kind == FC_WIKI_DATA)
            fc_md_cell_close(p->md, t->wide, t->tall);
    }
    t->cell = false;
}

void fc_wiki_table_row(fc_wiki_page *p)
{
    fc_wiki_table *t = top(p);
    if (!t || p->tables_over)
        return;
    fc_wiki_table_cell_end(p);
    if (t->row && t->kind == FC_WIKI_DATA)
        fc_md_row_close(p->md);
    t->row = false;
}

static void begin_row(fc_wiki_page *p, fc_wiki_table *t)
{
    if (!t->begun) {
        fc_wiki_end_block(p);
        fc_wiki_due(p);
        fc_md_table_open(p->md);
    }
    t->begun = true;
    if (!t->row)
        fc_md_row_open(p->md);
    t->row = true;
}

static unsigned number(fc_str s, unsigned most)
{
    unsigned n = 0;
    s = fc_str_trim(s);
    for (size_t i = 0; i < s.n && fc_is_digit(s.p[i]) && n < most; i++)
        n = 10 * n + (unsigned)(s.p[i] - '0');
    return n < 1 ? 1 : n < most ? n : most;
}

void fc_wiki_table_cell(fc_wiki_page *p, fc_str attributes)
{
    fc_wiki_table *t = top(p);
    if (!t || t->kind == FC_WIKI_SKIP || p->tables_over)
        return;
    fc_wiki_table_cell_end(p);
    t->wide = t->tall = 1;
    if (t->kind == FC_WIKI_DATA) {
        begin_row(p, t);
        if (fc_str_ifind(attributes, FC_STR("span")) < attributes.n) {
            fc_str tag = as_tag(p, attributes);
            t->wide = number(fc_tag_attr(tag, "colspan"), FC_MD_COLUMNS);
            t->tall = number(fc_tag_attr(tag, "rowspan"), TALLEST);
        }
        fc_md_cell_open(p->md);
    }
    t->cell = true;
    t->levels = p->levels;
}

void fc_wiki_table_close(fc_wiki_page *p)
{
    fc_wiki_table *t = top(p);
    if (p->tables_over) {
        p->tables_over--;
        return;
    }
    if (!t)
        return;
    fc_wiki_table_row(p);
    if (t->begun && t->kind == FC_WIKI_DATA)
        fc_md_table_close(p->md);
    p->tables--;
}

/* ---------------------------------------------------------------- lines */

/* Where the '|' stands that ends the attributes of a cell; s.n: it has none. */
static size_t attributes_end(fc_str s)
{
    size_t at = fc_str_findc(s, '|'), tag = fc_str_findc(s, '<');
    size_t mark = fc_str_findc(s, 1);
    return at < tag && at < mark ? at : s.n;
}

/* How many bytes at the begin of a cell without that '|' are attributes all the same:
 * a template had it, as in | colspan=2 {{yes}}. */
static size_t bare_attributes(fc_str s)
{
    static const char *const names[] = { "colspan=", "rowspan=", "style=", "align=",
                                         "bgcolor=", "class=", "scope=", "valign=",
                                         "width=" };
    size_t at = 0, k = 0;
    while (k < sizeof names / sizeof *names) {
        while (at < s.n && fc_is_space(s.p[at]))
            at++;
        fc_str rest = fc_str_sub(s, at, s.n);
        for (k = 0; k < sizeof names / sizeof *names; k++)
            if (fc_str_istarts(rest, fc_str_of(names[k])))
                break;
        if (k == sizeof names / sizeof *names)
            break;
        at += strlen(names[k]);
        rest = fc_str_sub(s, at, s.n);
        if (rest.n && (rest.p[0] == '"' || rest.p[0] == '\''))
            at += 2 + fc_str_findc(fc_str_sub(rest, 1, rest.n), rest.p[0]);
        else
            at += fc_str_findc(rest, ' ');
    }
    return at < s.n ? at : s.n;
}

static void put_cell(fc_wiki_page *p, fc_str s)
{
    size_t at = attributes_end(s), bare = at == s.n ? bare_attributes(s) : at;
    fc_wiki_table_cell(p, fc_str_sub(s, 0, bare));
    fc_wiki_inline(p, fc_str_trim(fc_str_sub(s, bare + (at < s.n), s.n)));
}

/* The cells of a line, behind its first mark. */
static void put_cells(fc_wiki_page *p, fc_str s, bool header)
{
    size_t from = 0;
    for (size_t i = 0; i + 1 < s.n; i++) {
        bool bars = s.p[i] == '|' && s.p[i + 1] == '|';
        if (!bars && !(header && s.p[i] == '!' && s.p[i + 1] == '!'))
            continue;
        put_cell(p, fc_str_sub(s, from, i));
        from = ++i + 1;
    }
    put_cell(p, fc_str_sub(s, from, s.n));
}

static void put_caption(fc_wiki_page *p, fc_str s)
{
    size_t at = attributes_end(s);
    s = fc_str_trim(fc_str_sub(s, at < s.n ? at + 1 : 0, s.n));
    bool first = !top(p)->begun;
    if (first)
        fc_wiki_end_block(p);
    fc_wiki_inline(p, s);       /* which may end the table */
    if (first)
        fc_wiki_end_block(p);
}

bool fc_wiki_table_line(fc_wiki_page *p, fc_str line)
{
    fc_str s = fc_str_trim(line);
    if (!s.n || top(p)->html || (s.p[0] != '|' && s.p[0] != '!'))
        return false;
    if (begins(s, "|}")) {
        fc_wiki_table_close(p);
        fc_wiki_inline(p, fc_str_trim(fc_str_sub(s, 2, s.n)));
    } else if (p->tables_over) {
        fc_md_gap(p->md);
        fc_wiki_inline(p, fc_str_sub(s, begins(s, "|-") ? s.n : 1, s.n));
    } else if (begins(s, "|-")) {
        fc_wiki_table_row(p);
    } else if (begins(s, "|+")) {
        put_caption(p, fc_str_sub(s, 2, s.n));
    } else {
        put_cells(p, fc_str_sub(s, 1, s.n), s.p[0] == '!');
    }
    return true;
}
