/* suggest.c - see suggest.h. Restricted edit distance, three rows at a time. */
#include "base/suggest.h"

#include "base/str.h"

enum { LONGEST = 64 };

static char fold(char c)
{
    return c == '_' ? '-' : fc_lower(c);
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Edits that turn a into b, with swaps of neighbours (optimal string alignment). */
static unsigned distance(fc_str a, fc_str b)
{
    unsigned rows[3][LONGEST + 1];
    unsigned *before = rows[0], *above = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= b.n; j++)
        above[j] = before[j] = j;
    for (unsigned i = 1; i <= a.n; i++) {
        row[0] = i;
        for (unsigned j = 1; j <= b.n; j++) {
            bool same = fold(a.p[i - 1]) == fold(b.p[j - 1]);
            row[j] = least(above[j - 1] + !same, 1 + least(above[j], row[j - 1]));
            if (i > 1 && j > 1 && fold(a.p[i - 1]) == fold(b.p[j - 2]) &&
                fold(a.p[i - 2]) == fold(b.p[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        unsigned *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[b.n];
}

/* How far apart, with a beginning of the other ("lang" for "language") taken as near. */
static unsigned apart(fc_str wrong, fc_str name, unsigned limit)
{
    fc_str shorter = wrong.n < name.n ? wrong : name;
    fc_str longer = wrong.n < name.n ? name : wrong;
    unsigned d = distance(wrong, name);
    if (d > limit && shorter.n >= 3 && fc_str_istarts(longer, shorter))
        return limit;
    return d;
}

const char *fc_suggest(fc_str wrong, fc_name_at name, void *user)
{
    const char *best = NULL, *one;
    if (wrong.n < 2 || wrong.n > LONGEST)
        return NULL;
    unsigned limit = wrong.n < 4 ? 1 : (unsigned)(wrong.n + 2) / 3;
    unsigned nearest = limit + 1;
    for (size_t i = 0; (one = name(user, i)); i++) {
        fc_str known = fc_str_of(one);
        if (known.n > LONGEST)
            continue;
        unsigned d = apart(wrong, known, limit);
        if (d < nearest) {
            nearest = d;
            best = one;
        }
    }
    return best;
}

static const char *list_name(void *user, size_t i)
{
    return ((const char *const *)user)[i];
}

const char *fc_suggest_list(fc_str wrong, const char *const *names)
{
    return names ? fc_suggest(wrong, list_name, (void *)(uintptr_t)names) : NULL;
}
