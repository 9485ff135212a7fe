/* tex_plain.c - the text of a paper without the marks of Markdown, as --format plain asks
 * for and md.h writes it: formulas and code without delimiters, cells between tabs. */
#include "base/str.h"
#include "extractors/tex.h"
#include "text/markdown.h"
#include "text/normalize.h"

enum { LONGEST_RUN = 2 };       /* of marks around formulas and code in running text */

static size_t run_of(fc_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] == s.p[at])
        n++;
    return n;
}

/* The place of the next run of n marks behind `from`; s.n: none. */
static size_t find_run(fc_str s, size_t from, char mark, size_t n)
{
    while (from < s.n) {
        size_t at = from + fc_str_findc(fc_str_sub(s, from, s.n), mark);
        size_t run = at < s.n ? run_of(s, at) : 0;
        if (run == n)
            return at;
        from = at + run + !run;
    }
    return s.n;
}

/* Running text: formulas and code stand between marks, but a mark may be a letter too. */
static void put_inline(fc_text *t, fc_str s)
{
    bool none[2][LONGEST_RUN + 1] = { { false } };  /* no such run follows */
    for (size_t i = 0, n; i < s.n; i += n) {
        char c = s.p[i];
        n = 1;
        if (c != '$' && c != '`') {
            fc_text_char(t, c);
            continue;
        }
        n = run_of(s, i);
        bool *no = n <= LONGEST_RUN ? &none[c == '$'][n] : NULL;
        size_t end = no && !*no ? find_run(s, i + n, c, n) : s.n;
        fc_str inside = fc_str_sub(s, i + n, end);
        if (no && end == s.n)
            *no = true;
        if (end == s.n || !inside.n || (c == '$' && fc_str_trim(inside).n != inside.n)) {
            fc_text_add(t, s.p + i, n);
            continue;
        }
        inside = fc_str_trim(inside);
        fc_text_add(t, inside.p, inside.n);
        n = end + n - i;
    }
}

/* Bytes of "12. " at the begin of a line. */
static size_t number_mark(fc_str line)
{
    size_t n = 0;
    while (n < line.n && fc_is_digit(line.p[n]))
        n++;
    return n && fc_str_starts(fc_str_sub(line, n, line.n), FC_STR(". ")) ? n + 2 : 0;
}

/* Without the marks of the quotes that a line is in; in a list without those of its
 * items. */
static fc_str without_margin(fc_str line, bool list)
{
    bool quoted = true;
    while (quoted) {
        line = fc_str_trim(line);
        quoted = fc_str_starts(line, FC_STR(">"));
        line = fc_str_sub(line, quoted, line.n);
    }
    size_t number = list ? number_mark(line) : 0;
    line = fc_str_sub(line, number, line.n);
    while (list && !number && fc_str_starts(line, FC_STR("- ")))
        line = fc_str_sub(line, 2, line.n);
    return line;
}

/* A line of code behind the margin that its fence has. */
static fc_str code_line(fc_str line, size_t margin)
{
    size_t n = 0;
    while (n < margin && n < line.n && (line.p[n] == ' ' || line.p[n] == '>'))
        n++;
    return fc_str_sub(line, n, line.n);
}

static void put_row(fc_text *t, fc_str row)
{
    fc_text cell = { .a = t->a };
    row = fc_str_trim(row);
    row = fc_str_sub(row, 1, row.n - (row.n > 1 && fc_str_ends(row, FC_STR("|"))));
    for (size_t i = 0; i <= row.n; i++) {
        if (i < row.n && row.p[i] == '\\' && i + 1 < row.n && row.p[i + 1] == '|') {
            fc_text_char(&cell, '|');
            i++;
        } else if (i < row.n && row.p[i] != '|') {
            fc_text_char(&cell, row.p[i]);
        } else {
            put_inline(t, fc_str_trim((fc_str){ cell.p, cell.n }));
            fc_text_clear(&cell);
            if (i < row.n)
                fc_text_char(t, '\t');
        }
    }
}

static bool is_delimiter(fc_str row)
{
    for (size_t i = 0; i < row.n; i++)
        if (!strchr("|-: ", row.p[i]) || !row.p[i])
            return false;
    return true;
}

static void put_lines(fc_text *t, fc_markdown_kind kind, fc_str s)
{
    bool code = false, first = true;
    size_t margin = 0;
    for (fc_str line; fc_str_split(&s, '\n', &line);) {
        fc_str bare = without_margin(line, kind == FC_MD_LIST);
        bool fence = fc_str_starts(bare, FC_STR("```"));
        if (fence && !code)
            margin = fc_str_find(line, FC_STR("```"));
        code ^= fence;
        if (fence || (kind == FC_MD_TABLE && is_delimiter(line)) || (!code && !bare.n))
            continue;
        if (!first)
            fc_text_char(t, '\n');
        first = false;
        line = code ? code_line(line, margin) : bare;
        if (code)
            fc_text_add(t, line.p, line.n);
        else if (kind == FC_MD_TABLE)
            put_row(t, line);
        else
            put_inline(t, line);
    }
}

fc_str fc_tex_plain(fc_str text, fc_arena *keep, fc_arena *scratch)
{
    fc_text t = { .a = scratch };
    fc_markdown_block b;
    for (size_t at = 0; fc_markdown_next(text, &at, &b);) {
        size_t before = t.n;
        fc_text_add(&t, "\n\n", before ? 2 : 0);
        size_t begin = t.n;
        if (b.kind == FC_MD_HEADING)
            put_inline(&t, b.title);
        else
            put_lines(&t, b.kind, fc_str_sub(text, b.begin, b.end));
        if (t.n == begin)
            t.n = before;
    }
    /* what a mark stood between may compose */
    return fc_copy(keep, fc_normalize_nfc((fc_str){ t.p, t.n }, scratch));
}
