/* gfm.c - see gfm.h: one pass over the lines, one over each line. */
#include "extractors/gfm.h"

#include "base/str.h"
#include "extractors/formula.h"
#include "text/normalize.h"

typedef struct cleaner {
    char *p;                        /* the result: the text grows by one mark at most */
    size_t n;
    bool links;
    bool comment;                   /* within <!-- --> */
    char fence;                     /* '`' or '~' within code, else 0 */
    size_t fence_n;
    bool math;                      /* ... that is a formula */
    size_t math_at;                 /* ... and where the result has it */
    unsigned formulas;
} cleaner;

static void put(cleaner *c, fc_str s)
{
    memmove(c->p + c->n, s.p, s.n);
    c->n += s.n;
}

/* A tag of HTML at s: its length, else 0. */
static size_t tag_length(fc_str s)
{
    size_t i = 1 + (s.n > 1 && s.p[1] == '/');
    size_t name = i, end = fc_str_findc(fc_str_sub(s, 0, 1000), '>');
    while (i < s.n && fc_is_letter(s.p[i]))
        i++;
    if (i == name || end == s.n || end == 1000)
        return 0;
    while (i < end && fc_is_digit(s.p[i]))
        i++;
    bool closed = s.p[i] == '>' || s.p[i] == '/' || fc_is_space(s.p[i]);
    return closed ? end + 1 : 0;
}

/* "](address)" at s: its length, else 0. */
static size_t address_length(fc_str s)
{
    if (!fc_str_starts(s, FC_STR("](")))
        return 0;
    size_t end = fc_str_findc(fc_str_sub(s, 0, 2000), ')');
    return end < s.n && end < 2000 ? end + 1 : 0;
}

/* An image at s, "![alt](address)": its length, else 0. */
static size_t image_length(fc_str s)
{
    size_t close =
        fc_str_starts(s, FC_STR("![")) ? fc_str_findc(fc_str_sub(s, 0, 1000), ']') : s.n;
    size_t n = close < s.n ? address_length(fc_str_sub(s, close, s.n)) : 0;
    return n ? close + n : 0;
}

/* Inline code at s, with its marks: its length. Marks that nothing closes are text, all
 * of them. */
static size_t code_length(fc_str s)
{
    size_t marks = fc_str_run(s, '`');
    for (size_t i = marks; i < s.n && i < 2000;) {
        size_t n = fc_str_run(fc_str_sub(s, i, s.n), '`');
        if (n == marks)
            return i + n;
        i += n ? n : 1;
    }
    return marks;
}

/* How often the mark that s begins with is there, but not beyond what any is repeated: a
 * line of nothing else is looked at once for each of them. */
static size_t marks_at(fc_str s)
{
    enum { MOST = 4 };
    return fc_str_run(fc_str_sub(s, 0, MOST), s.p[0]);
}

/* A formula of the line at s, "$x_1$" or "$$x$$", with its marks: its length, else 0. As
 * GitHub has it, no blank is within the marks, and as on pages a price is none. */
static size_t formula_length(fc_str s)
{
    size_t marks = marks_at(s), close;
    fc_str rest = fc_str_sub(s, marks, s.n);
    if (marks > 2 || !rest.n || (marks == 1 && fc_is_space(rest.p[0])))
        return 0;
    for (close = 1; close < rest.n && rest.p[close] != '$'; close++)
        close += rest.p[close] == '\\';
    if (close >= rest.n || marks_at(fc_str_sub(rest, close, rest.n)) != marks ||
        (marks == 1 && fc_is_space(rest.p[close - 1])))
        return 0;
    return fc_formula_has_command(fc_str_sub(rest, 0, close)) ? close + 2 * marks : 0;
}

/* What is passed over at s, or taken whole (*keep); 0: one byte of text. */
static size_t look(const cleaner *c, fc_str s, bool *keep)
{
    size_t n = 0;
    *keep = false;
    switch (s.p[0]) {
    case '`':
        *keep = true;
        return code_length(s);
    case '$':
        n = formula_length(s);
        *keep = n > 0;
        return n;
    case '!':
        return image_length(s);
    case '<':
        return fc_str_starts(s, FC_STR("<!--")) ? 0 : tag_length(s);
    case ']':
        return c->links ? 0 : address_length(s);
    case '*':
        n = marks_at(s);
        return n == 2 || n == 3 ? n : 0;
    default:
        return 0;
    }
}

/* Square brackets of a link whose address goes, go with it: their place is remembered. */
static void clean_line(cleaner *c, fc_str line)
{
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < line.n;) {
        fc_str rest = fc_str_sub(line, i, line.n);
        bool keep;
        if (c->comment) {
            size_t end = fc_str_find(rest, FC_STR("-->"));
            c->comment = end == rest.n;
            i += end + (c->comment ? 0 : 3);
            continue;
        }
        c->comment = fc_str_starts(rest, FC_STR("<!--"));
        if (c->comment) {
            i += 4;
            continue;
        }
        size_t n = look(c, rest, &keep);
        if (n && rest.p[0] == ']' && open != SIZE_MAX) {
            memmove(c->p + open, c->p + open + 1, c->n - open - 1);
            c->n--;
            open = SIZE_MAX;
        } else if (n && rest.p[0] == ']') {
            n = 0;
        }
        if (rest.p[0] == '[')
            open = c->n;
        c->formulas += keep && rest.p[0] == '$';
        if (!n || keep)
            put(c, fc_str_sub(rest, 0, n ? n : 1));
        i += n ? n : 1;
    }
}

static void begin_math(cleaner *c)
{
    c->math_at = c->n;
    put(c, FC_STR("$$"));
}

/* A block with nothing in it goes. */
static void end_math(cleaner *c)
{
    while (c->p[c->n - 1] == ' ')
        c->n--;
    if (c->n == c->math_at + 2) {
        c->n = c->math_at;
        return;
    }
    put(c, FC_STR("$$"));
    c->formulas++;
}

/* The line begins or ends code: told and written; `~` as `. */
static bool fence_line(cleaner *c, fc_str line)
{
    size_t indent = fc_str_run(line, ' ');
    fc_str s = fc_str_sub(line, indent, line.n);
    char mark = s.n ? s.p[0] : 0;
    size_t n = mark == '`' || mark == '~' ? fc_str_run(s, mark) : 0;
    if (n < 3 || c->comment)
        return false;
    bool rest = fc_str_trim(fc_str_sub(s, n, s.n)).n > 0;
    if (c->fence ? c->fence != mark || n < c->fence_n || rest
                 : mark == '`' && fc_str_findc(fc_str_sub(s, n, s.n), '`') < s.n - n)
        return false;
    bool math =
        c->fence ? c->math : fc_str_is(fc_str_trim(fc_str_sub(s, n, s.n)), "math");
    c->fence = c->fence ? 0 : mark;
    c->fence_n = n;
    c->math = math && c->fence;
    if (math) {
        (c->math ? begin_math : end_math)(c);
        return true;
    }
    put(c, fc_str_sub(line, 0, indent));
    memset(c->p + c->n, '`', n);
    c->n += n;
    put(c, fc_str_sub(s, n, s.n));
    return true;
}

fc_str fc_gfm_clean(fc_str text, bool links, unsigned *formulas, fc_arena *a)
{
    cleaner c = { .p = fc_alloc(a, text.n + 3), .links = links };
    fc_str line;
    while (fc_str_split(&text, '\n', &line)) {
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        if (!fence_line(&c, line)) {
            if (c.fence)
                put(&c, c.math ? fc_str_trim(line) : line);
            else
                clean_line(&c, line);
        }
        bool begun = c.math && c.n == c.math_at + 2;
        if (text.p && !begun)
            c.p[c.n++] = c.math ? ' ' : '\n';
    }
    if (c.math)
        end_math(&c);
    *formulas += c.formulas;
    return fc_normalize_text((fc_str){ c.p, c.n }, a);
}
