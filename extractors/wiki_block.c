/* wiki_block.c - the second pass over wikitext, line by line: headings, lists, code,
 * paragraphs; see wiki.h. */
#include "extractors/wiki.h"

#include "base/str.h"
#include "html/entities.h"

enum { PROSE = 160 };   /* a longer line that begins with a blank does so by accident */

/* ---------------------------------------------------------------- blocks and levels */

static void put_headings(fc_wiki_page *p)
{
    unsigned n = p->headings;
    fc_str text[FC_WIKI_HEADINGS];
    unsigned level[FC_WIKI_HEADINGS];
    for (unsigned i = 0; i < n; i++) {
        text[i] = p->heading[i].text;
        level[i] = p->heading[i].level;
    }
    bool was = p->flat;
    p->headings = 0;
    p->flat = true;
    for (unsigned i = 0; i < n; i++) {
        fc_md_heading(p->md, level[i]);
        fc_wiki_inline(p, text[i]);
        fc_md_block(p->md);
    }
    p->flat = was;
}

void fc_wiki_due(fc_wiki_page *p)
{
    const fc_wiki_table *t = p->tables ? &p->table[p->tables - 1] : NULL;
    if (t && t->kind == FC_WIKI_DATA && t->begun && !t->cell && !p->tables_over)
        fc_wiki_table_cell(p, (fc_str){ "", 0 }); /* text between the cells */
    if (p->headings && !p->md->table.cell)
        put_headings(p);
}

void fc_wiki_caption(fc_wiki_page *p, fc_str text)
{
    if (p->captions == p->captions_cap) {
        size_t cap = p->captions_cap ? 2 * p->captions_cap : 16;
        p->caption = fc_grow(p->w->a, p->caption, p->captions_cap * sizeof *p->caption,
                             cap * sizeof *p->caption);
        p->captions_cap = cap;
    }
    p->caption[p->captions++] = text;
}

void fc_wiki_end_block(fc_wiki_page *p)
{
    fc_md_block(p->md);
    if (p->flat)
        return;
    p->flat = true;
    for (size_t i = 0; i < p->captions; i++) { /* one may hold others */
        fc_wiki_inline(p, p->caption[i]);
        fc_md_block(p->md);
    }
    p->captions = 0;
    p->flat = false;
}

void fc_wiki_close_levels(fc_wiki_page *p, unsigned levels)
{
    if (p->levels > levels)
        fc_wiki_end_block(p);
    while (p->levels > levels) {
        char kind = p->level[--p->levels];
        fc_md_close(p->md);
        if (kind == '*' || kind == '#')
            fc_md_close(p->md);
    }
}

unsigned fc_wiki_floor(const fc_wiki_page *p)
{
    for (unsigned i = p->tables; i > 0; i--)
        if (p->table[i - 1].cell)
            return p->table[i - 1].levels;
    return 0;
}

static unsigned below_lists(const fc_wiki_page *p)
{
    unsigned n = p->levels, from = fc_wiki_floor(p);
    while (n > from && (p->level[n - 1] == '*' || p->level[n - 1] == '#'))
        n--;
    return n;
}

void fc_wiki_close_lists(fc_wiki_page *p)
{
    fc_wiki_close_levels(p, below_lists(p));
}

/* Those before it that are not above it have nothing below them, and go. */
void fc_wiki_heading(fc_wiki_page *p, fc_str text, unsigned level)
{
    fc_wiki_end_block(p);
    if (p->md->table.cell) {
        fc_wiki_inline(p, text);
        fc_wiki_end_block(p);
        return;
    }
    if (!p->tables)
        fc_wiki_close_levels(p, 0);
    while (p->headings && p->heading[p->headings - 1].level >= level)
        p->headings--;
    if (text.n && p->headings < FC_WIKI_HEADINGS) {
        p->heading[p->headings].text = text;
        p->heading[p->headings++].level = level;
    }
}

/* ---------------------------------------------------------------- kinds of lines */

/* "== x ==": how deep, and its text; 0: none. */
static unsigned heading_of(fc_str s, fc_str *text)
{
    size_t a = 0, b = 0;
    while (a < s.n && a < 6 && s.p[a] == '=')
        a++;
    while (b < s.n && b < 6 && s.p[s.n - 1 - b] == '=')
        b++;
    size_t n = a < b ? a : b;
    if (!n || s.n <= 2 * n)
        return 0;
    *text = fc_str_trim(fc_str_sub(s, n, s.n - n));
    return (unsigned)n;
}

/* A line that is a formula and the mark behind it; NULL: it is not. */
static const fc_wiki_atom *formula_of(fc_wiki_page *p, fc_str s, fc_str *mark)
{
    const fc_wiki_atom *atom = fc_wiki_atom_at(p->w, s);
    *mark = fc_str_trim(fc_str_sub(s, FC_WIKI_MARK, s.n));
    if (!atom || (atom->kind != FC_WIKI_TEX && atom->kind != FC_WIKI_DISPLAY) ||
        mark->n > 1 || (mark->n && !memchr(".,;:", mark->p[0], 4)))
        return NULL;
    return atom;
}

static bool put_formula(fc_wiki_page *p, fc_str s)
{
    fc_str mark;
    const fc_wiki_atom *atom = formula_of(p, s, &mark);
    if (!atom || p->md->table.cell || fc_wiki_skips(p))
        return false;
    fc_str parts[] = { atom->text, mark };
    fc_wiki_due(p);
    fc_md_tex(p->md, fc_concat(p->w->a, parts, 2), true);
    return true;
}

static void open_item(fc_wiki_page *p, char kind)
{
    if (p->levels == FC_WIKI_LEVELS)
        return;
    p->level[p->levels++] = kind;
    fc_md_list_open(p->md, kind == '#', 1);
    fc_md_item_open(p->md);
}

/* Make the open lists those that the marks of a line ask for. */
static void settle_lists(fc_wiki_page *p, fc_str marks)
{
    unsigned base = below_lists(p), same = 0, depth = 0;
    char want[FC_WIKI_LEVELS];
    for (size_t i = 0; i < marks.n && depth < FC_WIKI_LEVELS; i++)
        if (marks.p[i] == '*' || marks.p[i] == '#')
            want[depth++] = marks.p[i];
    while (same < depth && base + same < p->levels && p->level[base + same] == want[same])
        same++;
    fc_wiki_end_block(p);
    fc_wiki_close_levels(p, base + same);
    char last = marks.p[marks.n - 1];
    if (same == depth && depth && (last == '*' || last == '#')) {
        fc_md_close(p->md);
        fc_md_item_open(p->md);
    }
    while (same < depth)
        open_item(p, want[same++]);
}

/* "; term : meaning" is two blocks, as it is in HTML. */
static void put_term(fc_wiki_page *p, fc_str s)
{
    size_t at = fc_str_find(s, FC_STR(" : "));
    fc_wiki_inline(p, fc_str_sub(s, 0, at));
    fc_wiki_end_block(p);
    if (at < s.n)
        fc_wiki_inline(p, fc_str_trim(fc_str_sub(s, at + 3, s.n)));
}

static bool is_list_mark(char c)
{
    return c == '*' || c == '#' || c == ':' || c == ';';
}

static void put_list_line(fc_wiki_page *p, fc_str line)
{
    size_t n = 0;
    while (n < line.n && is_list_mark(line.p[n]))
        n++;
    fc_str marks = fc_str_sub(line, 0, n), s = fc_str_trim(fc_str_sub(line, n, line.n));
    if (!s.n) {
        fc_wiki_end_block(p);
        return;
    }
    fc_wiki_end_block(p);
    fc_wiki_due(p);
    p->listed = true;
    settle_lists(p, marks);
    if (marks.p[n - 1] == ';')
        put_term(p, s);
    else if (marks.p[n - 1] != ':' || !put_formula(p, s))
        fc_wiki_inline(p, s);
}

/* A picture of a gallery: its caption. */
static void put_gallery_line(fc_wiki_page *p, fc_str s)
{
    size_t at = fc_str_findc(s, '|');
    fc_str caption = fc_str_sub(s, at + 1, s.n), part;
    for (fc_str rest = caption; fc_str_split(&rest, '|', &part);) {
        size_t equals = fc_str_findc(part, '=');
        bool option = equals < part.n && equals < 8 && fc_str_findc(part, ' ') > equals;
        if (!option && fc_str_trim(part).n)
            fc_wiki_caption(p, fc_str_trim(part));
    }
    fc_wiki_end_block(p);
}

/* ------------------------------------------------------ lines that begin with a blank */

static bool is_code_line(fc_str line)
{
    if (!line.n || line.p[0] != ' ')
        return false;
    fc_str s = fc_str_trim(line);
    return s.n && s.p[0] != '<' && !fc_str_starts(s, FC_STR("{|"));
}

static bool may_be_code(const fc_wiki_page *p)
{
    return !p->tables && !p->poem && !p->gallery && p->levels == below_lists(p);
}

/* All of them from `at` on, as one block of code; returns where they end. 0: they are
 * none. */
static size_t put_code_lines(fc_wiki_page *p, fc_str text, size_t at)
{
    size_t end = at, lines = 0, longest = 0;
    while (end < text.n) {
        fc_str rest = fc_str_sub(text, end, text.n);
        fc_str line = fc_str_sub(rest, 0, fc_str_findc(rest, '\n'));
        if (!is_code_line(line))
            break;
        const fc_wiki_atom *atom = fc_wiki_atom_at(p->w, fc_str_trim(line));
        if (atom && atom->kind != FC_WIKI_TEXT)
            break;              /* a formula, a picture, code */
        longest = line.n > longest ? line.n : longest;
        lines++;
        end += line.n + 1;
    }
    if (!lines || (lines == 1 && longest > PROSE))
        return 0;
    fc_str block = fc_str_sub(text, at, end), line;
    fc_text t = { .a = p->w->a };
    fc_wiki_end_block(p);
    fc_wiki_due(p);
    fc_wiki_close_lists(p);
    while (fc_str_split(&block, '\n', &line)) {
        fc_str flat = fc_wiki_flat(p, fc_str_sub(line, 1, line.n));
        fc_text_add(&t, flat.p, flat.n);
        fc_text_char(&t, '\n');
    }
    fc_str code = fc_entities_decode((fc_str){ t.p, t.n }, false, p->w->a);
    fc_md_code(p->md, code, FC_STR(""));
    return end;
}

/* ---------------------------------------------------------------- the walk */

static void put_paragraph(fc_wiki_page *p, fc_str s)
{
    if (p->listed) {
        fc_wiki_end_block(p);
        fc_wiki_close_lists(p);
    }
    p->listed = false;
    fc_md_gap(p->md);
    if (p->md->open || !put_formula(p, s))
        fc_wiki_inline(p, s);
}

static bool is_plain_item(const fc_wiki_page *p, fc_str line)
{
    return line.n && (line.p[0] == '*' || line.p[0] == '#') && !p->gallery && !p->poem &&
           !fc_wiki_skips(p);
}

static void put_line(fc_wiki_page *p, fc_str line)
{
    if (is_plain_item(p, line)) { /* as most lines are of a dictionary */
        put_list_line(p, line);
        return;
    }
    fc_str s = fc_str_trim(line), text, inner = s;
    unsigned level = heading_of(s, &text);
    while (inner.n && (inner.p[0] == ':' || inner.p[0] == ' '))
        inner = fc_str_sub(inner, 1, inner.n);
    if (fc_str_starts(inner, FC_STR("{|"))) {
        fc_wiki_table_open(p, fc_str_sub(inner, 2, inner.n), line.p + line.n, false);
    } else if (fc_wiki_skips(p)) {
        fc_wiki_inline(p, s);
    } else if (!s.n) {
        fc_wiki_end_block(p);
        fc_wiki_close_lists(p);
    } else if (p->gallery && s.p[0] != '<') {
        put_gallery_line(p, s);
    } else if (p->poem && s.p[0] != '<') {
        fc_wiki_inline(p, s);
        fc_md_line(p->md);
    } else if (level) {
        fc_wiki_heading(p, text, level);
    } else if (fc_str_starts(s, FC_STR("----"))) {
        fc_wiki_end_block(p);
    } else if (is_list_mark(line.p[0])) {
        put_list_line(p, line);
    } else {
        put_paragraph(p, s);
    }
}

void fc_wiki_blocks(fc_wiki_page *p, fc_str text)
{
    p->text = text;
    for (size_t at = 0; at < text.n;) {
        fc_str rest = fc_str_sub(text, at, text.n);
        fc_str line = fc_str_sub(rest, 0, fc_str_findc(rest, '\n'));
        bool may = is_code_line(line) && may_be_code(p);
        size_t code = may ? put_code_lines(p, text, at) : 0;
        if (code) {
            at = code;
            continue;
        }
        at += line.n + 1;
        if (!p->tables || !fc_wiki_table_line(p, line))
            put_line(p, line);
    }
    p->tables_over = 0;
    while (p->tables)
        fc_wiki_table_close(p);
    fc_wiki_close_levels(p, 0);
    fc_wiki_end_block(p);
}
