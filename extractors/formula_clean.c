/* formula_clean.c - the TeX of a page as one formula of ours: without delimiters,
 * wrappers, comments and empty lines. */
#include "base/str.h"
#include "extractors/formula.h"

enum { MAX_TEX = 1 << 15 };    /* bytes of a source */

static size_t skip_braced(const char *p, size_t n, size_t from)
{
    int depth = 0;
    for (size_t i = from; i < n; i++) {
        if (p[i] == '\\')
            i++;
        else if (p[i] == '{')
            depth++;
        else if (p[i] == '}' && --depth == 0)
            return i + 1;
    }
    return n;
}

/* Outer delimiters and "{\displaystyle x}"; how many bytes of either end are not the
 * formula. */
static bool peel(fc_str *s)
{
    static const fc_str wrap[] = { { "{\\displaystyle", 14 }, { "{\\textstyle", 11 } };
    static const fc_str pairs[][2] = {
        { { "$$", 2 }, { "$$", 2 } }, { { "$", 1 }, { "$", 1 } }, { { "\\(", 2 },
        { "\\)", 2 } },
        { { "\\[", 2 }, { "\\]", 2 } }, { { "[tex]", 5 }, { "[/tex]", 6 } },
        { { "\\displaystyle ", 14 }, { "", 0 } }, { { "\\textstyle ", 11 }, { "", 0 } },
    };
    for (size_t i = 0; i < 2; i++)
        if (fc_str_starts(*s, wrap[i]) && skip_braced(s->p, s->n, 0) == s->n &&
            s->p[s->n - 1] == '}' && s->n > wrap[i].n + 1 &&
            !fc_is_letter(s->p[wrap[i].n])) {
            *s = fc_str_trim(fc_str_sub(*s, wrap[i].n, s->n - 1));
            return true;
        }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (s->n > pairs[i][0].n + pairs[i][1].n && fc_str_starts(*s, pairs[i][0]) &&
            fc_str_ends(*s, pairs[i][1])) {
            *s = fc_str_trim(fc_str_sub(*s, pairs[i][0].n, s->n - pairs[i][1].n));
            return true;
        }
    return false;
}

/* A $ within, as in \text{if $x$ is}, would end the formula: \( and \) instead. */
static void hide_dollars(fc_text *t, size_t at)
{
    bool open = false;
    for (size_t i = at; i < t->n; i++) {
        if (t->p[i] == '\\') {
            i++;
        } else if (t->p[i] == '$') {
            fc_text_char(t, ' ');
            memmove(t->p + i + 1, t->p + i, t->n - i - 1);
            t->p[i++] = '\\';
            t->p[i] = open ? ')' : '(';
            open = !open;
        }
    }
}

/* LaTeXML writes an empty option, which nothing else understands. */
static void drop_empty_options(fc_text *t, size_t at)
{
    static const fc_str array = { "\\begin{array}[]", 15 };
    for (size_t i = at; i < t->n;) {
        i += fc_str_find((fc_str){ t->p + i, t->n - i }, array) + array.n;
        if (i > t->n)
            break;
        memmove(t->p + i - 2, t->p + i, t->n - i);
        t->n -= 2;
        i -= 2;
    }
}

bool fc_formula_clean(fc_text *t, size_t at)
{
    t->gap = false;
    if (t->n == at)             /* it was comments only: perhaps there is no text yet */
        return false;
    fc_str s = fc_str_trim((fc_str){ t->p + at, t->n - at });
    for (int i = 0; i < 4 && peel(&s); i++)
        continue;
    if (s.n)
        memmove(t->p + at, s.p, s.n);
    t->n = at + s.n;
    drop_empty_options(t, at);
    hide_dollars(t, at);
    return t->n > at;
}

/* One line of a source. "% ..." is a comment, and one right behind something takes the
 * line end away: *joined, for the next line. */
static void add_line(fc_text *t, size_t at, fc_str line, bool literal, bool *joined)
{
    bool join = *joined;
    *joined = false;
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '%' && (!i || line.p[i - 1] != '\\')) {
            line.n = i;
            *joined = i && !fc_is_space(line.p[i - 1]);
        }
    line = fc_str_trim(line);
    if (line.n && t->n > at && !join)
        fc_text_char(t, '\n');
    else if (line.n && t->n > at && fc_is_letter(t->p[t->n - 1]) &&
             fc_is_letter(line.p[0]))
        fc_text_char(t, ' ');
    t->gap = false;
    if (literal)
        fc_text_literal(t, line);
    else
        fc_text_folded(t, line);
    t->gap = false;
}

/* Lines stay lines, as far as there is something in them. */
bool fc_formula_add_raw(fc_text *t, fc_str raw, bool literal)
{
    size_t at = t->n;
    fc_str line;
    bool joined = false;
    t->gap = false;
    raw = fc_str_trim(raw);
    if (raw.n > MAX_TEX)
        return false;
    while (fc_str_split(&raw, '\n', &line))
        add_line(t, at, line, literal, &joined);
    return fc_formula_clean(t, at);
}

bool fc_formula_add(fc_text *t, fc_str tex)
{
    return fc_formula_add_raw(t, tex, true);
}
