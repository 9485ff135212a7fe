/* prose.c - see prose.h. One walk over the marks that may open something. What
 * was looked for in vain is not looked for again, so that time is linear in any text. */
#include "text/prose.h"

#include "base/str.h"

enum {
    FENCE = 3, MOST_MARKS = 8,      /* backticks: of a fence at least, of code at most */
    INDENT = 64                     /* blanks and marks of quotes before a fence */
};

static const char opening[] = { '`', '$', '\\' };

typedef struct scan {
    fc_str text;
    size_t next[sizeof opening];    /* where each stands next */
    size_t paragraph;               /* where the paragraph ends that was asked about */
    size_t no_fence;                /* no fence of as many marks closes any more */
    size_t dead[MOST_MARKS + 1];    /* by number of marks: none closes before it */
    size_t no_dollar, no_dollars, no_round, no_square; /* the same of formulas */
} scan;

static size_t line_end(fc_str s, size_t i)
{
    return i + fc_str_findc(fc_str_sub(s, i, s.n), '\n');
}

static size_t paragraph_end(scan *x, size_t i)
{
    if (i < x->paragraph)
        return x->paragraph;
    for (i = line_end(x->text, i); i < x->text.n; i = line_end(x->text, i + 1)) {
        fc_str next = fc_str_sub(x->text, i + 1, x->text.n);
        if (fc_str_starts(next, FC_STR("\n")) || fc_str_starts(next, FC_STR("\r\n")))
            break;
    }
    x->paragraph = i;
    return i;
}

/* Nothing but blanks and marks of quotes between the line's beginning and `i`. */
static bool begins_line(fc_str s, size_t i)
{
    size_t least = i > INDENT ? i - INDENT : 0;
    while (i > least &&
           (s.p[i - 1] == ' ' || s.p[i - 1] == '\t' || s.p[i - 1] == '>'))
        i--;
    return i == 0 || s.p[i - 1] == '\n';
}

/* Where the block ends whose fence of n marks is at `i`; 0: it is not closed. */
static size_t fence_end(scan *x, size_t i, size_t n)
{
    fc_str s = x->text;
    if (n > MOST_MARKS || n >= x->no_fence)
        return 0;
    for (size_t line = line_end(s, i); line < s.n; line = line_end(s, line + 1)) {
        size_t k = line + 1, run;
        while (k < s.n && (s.p[k] == ' ' || s.p[k] == '\t' || s.p[k] == '>'))
            k++;
        run = fc_str_run(fc_str_sub(s, k, s.n), '`');
        for (k += run; k < s.n && (s.p[k] == ' ' || s.p[k] == '\t' || s.p[k] == '\r');)
            k++;
        if (run >= n && (k == s.n || s.p[k] == '\n'))
            return k;
    }
    x->no_fence = n;
    return 0;
}

static size_t code_end(scan *x, size_t i, size_t n)
{
    size_t end = paragraph_end(x, i), run;
    if (n > MOST_MARKS || i < x->dead[n])
        return 0;
    for (size_t k = i + n; k < end; k += run ? run : 1) {
        k += fc_str_findc(fc_str_sub(x->text, k, end), '`');
        run = fc_str_run(fc_str_sub(x->text, k, end), '`');
        if (run == n)
            return k + n;
    }
    x->dead[n] = end;
    return 0;
}

/* Up to and with the mark, in the paragraph. */
static size_t mark_end(scan *x, size_t i, const char *mark, size_t *dead)
{
    size_t end = paragraph_end(x, i);
    if (i < *dead)
        return 0;
    fc_str rest = fc_str_sub(x->text, i + 2, end);
    size_t k = fc_str_find(rest, fc_str_of(mark));
    if (k < rest.n)
        return i + 2 + k + 2;
    *dead = end;
    return 0;
}

/* $x$: no blank is inside of either dollar, and no digit behind the second. */
static size_t dollar_end(scan *x, size_t i)
{
    fc_str s = x->text;
    size_t end = paragraph_end(x, i);
    if (i < x->no_dollar || i + 1 == end || fc_is_space(s.p[i + 1]))
        return 0;
    for (size_t k = i + 2; k < end; k++) {
        k += fc_str_findc(fc_str_sub(s, k, end), '$');
        if (k < end && !fc_is_space(s.p[k - 1]) && s.p[k - 1] != '\\' &&
            (k + 1 == s.n || !fc_is_digit(s.p[k + 1])))
            return k + 1;
    }
    x->no_dollar = end;
    return 0;
}

/* Where what opens at `i` ends; 0: nothing does. *marks: how many stand there. */
static size_t part_end(scan *x, size_t i, size_t *marks)
{
    fc_str rest = fc_str_sub(x->text, i, x->text.n);
    size_t end = 0;
    *marks = 1;
    switch (rest.p[0]) {
    case '`':
        *marks = fc_str_run(rest, '`');
        if (*marks >= FENCE && begins_line(x->text, i))
            end = fence_end(x, i, *marks);
        return end ? end : code_end(x, i, *marks);
    case '$':
        *marks = rest.n > 1 && rest.p[1] == '$' ? 2 : 1;
        return *marks == 1 ? dollar_end(x, i) : mark_end(x, i, "$$", &x->no_dollars);
    case '\\':
        *marks = rest.n > 1 ? 2 : 1;
        if (*marks == 2 && rest.p[1] == '(')
            return mark_end(x, i, "\\)", &x->no_round);
        if (*marks == 2 && rest.p[1] == '[')
            return mark_end(x, i, "\\]", &x->no_square);
    }
    return 0;
}

static void find_next(scan *x, unsigned k, size_t from)
{
    x->next[k] = from + fc_str_findc(fc_str_sub(x->text, from, x->text.n), opening[k]);
}

/* The next mark at or after `i`. */
static size_t next_mark(scan *x, size_t i)
{
    size_t least = x->text.n;
    for (unsigned k = 0; k < sizeof opening; k++) {
        if (x->next[k] < i)
            find_next(x, k, i);
        least = x->next[k] < least ? x->next[k] : least;
    }
    return least;
}

fc_str fc_prose(fc_str text, bool same_places, fc_arena *a)
{
    scan x = { .text = text, .no_fence = SIZE_MAX };
    size_t done = 0, n = 0, marks, end;
    char *out = NULL;
    for (unsigned k = 0; k < sizeof opening; k++)
        find_next(&x, k, 0);
    for (size_t i = next_mark(&x, 0); i < text.n; i = next_mark(&x, end)) {
        end = part_end(&x, i, &marks);
        if (!end) {
            end = i + marks;
            continue;
        }
        if (!out)
            out = fc_alloc(a, text.n + 1);
        memcpy(out + n, text.p + done, i - done);
        n += i - done;
        memset(out + n, ' ', same_places ? end - i : 1);
        n += same_places ? end - i : 1;
        done = end;
    }
    if (!out)
        return text;
    memcpy(out + n, text.p + done, text.n - done);
    return (fc_str){ out, n + text.n - done };
}
