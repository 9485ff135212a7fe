/* markdown_math.c - displayed formulas of Markdown: between two "$$", and environments of
 * TeX, which notebooks show without any mark. See markdown_walk.h.
 *
 * What stands in one is no Markdown: a line "+ c" is no item, one of "=" underlines
 * nothing. So one of several lines is a leaf, opened only where its end is found. */
#include "base/str.h"
#include "extractors/formula.h"
#include "extractors/markdown_walk.h"

enum { MOST_LINES = 200, MOST_MISSED = 100 };

/* Of "\begin{align}" at the begin of s; empty when it begins no formula. */
static fc_str environment_of(fc_str s)
{
    static const fc_str begin = { "\\begin{", 7 };
    fc_str name = fc_str_sub(s, begin.n, begin.n + 32);
    name.n = fc_str_findc(name, '}');
    bool formula = fc_str_starts(s, begin) && fc_formula_is_environment(name);
    return formula ? name : (fc_str){ "", 0 };
}

static fc_str end_of(fc_str name, fc_arena *a)
{
    return fc_concat(a, (fc_str[]){ FC_STR("\\end{"), name, FC_STR("}") }, 3);
}

/* "equation" is what every displayed formula is; of others the rows need the name. */
static void write(fc_docs *d, fc_str s)
{
    fc_str name = environment_of(s), end = end_of(name, d->a);
    bool plain = fc_str_starts(name, FC_STR("equation")) ||
                 fc_str_is(name, "displaymath");
    if (plain && fc_str_ends(s, end))
        s = fc_str_sub(s, strlen("\\begin{}") + name.n, s.n - end.n);
    fc_md_tex(&d->md, s, true);
}

size_t fc_docs_environment(fc_docs *d, fc_str s, bool *missed)
{
    fc_str name = *missed ? (fc_str){ "", 0 } : environment_of(s);
    if (!name.n)
        return 0;
    fc_str end = end_of(name, d->a);
    size_t at = fc_str_find(s, end);
    *missed = at == s.n;
    if (*missed)
        return 0;
    write(d, fc_str_sub(s, 0, at + end.n));
    return at + end.n;
}

/* Does a line below have the end, before a blank line or, when these are in it, code? */
static bool ends_below(fc_markdown *r, fc_str end, bool blanks)
{
    size_t to = r->d.at + MOST_LINES;
    for (size_t i = r->d.at + 1; i < to && i < r->d.lines; i++) {
        fc_str s = fc_docs_rest(r->d.line[i]);
        if (fc_str_find(s, end) < s.n)
            return true;
        if (fc_markdown_is_next(s) || (blanks ? fc_str_starts(s, FC_STR("```")) : !s.n))
            break;
    }
    r->math_missed++;
    return false;
}

bool fc_markdown_take_math(fc_markdown *r, fc_str s)
{
    fc_str name = environment_of(s), end = FC_STR("$$"), inside = s;
    bool dollars = fc_str_starts(s, end);
    if ((!dollars && !name.n) || r->math_missed == MOST_MISSED)
        return false;
    if (dollars)
        inside = fc_docs_rest(fc_str_sub(s, 2, s.n));
    else
        end = end_of(name, r->d.a);
    if (fc_str_find(inside, end) < inside.n || !ends_below(r, end, name.n || !inside.n))
        return false;
    fc_markdown_begin_leaf(r, FC_LEAF_MATH);
    r->math_end = end;
    fc_markdown_add_line(r, inside);
    return true;
}

fc_str fc_markdown_math_line(fc_markdown *r, fc_str s)
{
    size_t at = fc_str_find(s, r->math_end), n = r->math_end.n;
    if (at == s.n) {
        fc_markdown_add_line(r, s);
        return (fc_str){ "", 0 };
    }
    fc_text_add(&r->text, s.p, at + (n > 2 ? n : 0));
    fc_markdown_end_leaf(r);
    return fc_str_sub(s, at + n, s.n);
}

void fc_markdown_write_math(fc_markdown *r, fc_str s)
{
    write(&r->d, fc_str_trim(s));
}
