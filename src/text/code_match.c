/* code_match.c - what tokens of code are to each other: branches of #if that cannot
 * stand beside each other, and which bracket closes which. See code.h. */
#include "text/code.h"

#include "base/str.h"

enum { DEEPEST_IF = 64, DEEPEST_BRACKET = 4096 };

/* ---------------------------------------------------------------- conditionals */

/* An #if whose #endif has not come. */
typedef struct branch {
    size_t other;               /* token of the first #else or #elif; 0: none yet */
    size_t begin;               /* token of the #if */
    long before, first; /* brackets open at the #if, and behind the first branch */
    bool never;                 /* #if 0 */
    bool uneven;                /* a branch opens or closes more than it should */
} branch;

static long opens(const fc_code_token *t)
{
    switch (t->mark) {
    case '(': case '[': case '{':
        return 1;
    case ')': case ']': case '}':
        return -1;
    default:
        return 0;
    }
}

static bool is_never(const fc_code *c, const fc_code_token *t)
{
    fc_str line = { c->text.p + t->begin, c->text.n - t->begin };
    line = fc_str_trim(fc_str_sub(line, 0, fc_str_findc(fc_str_sub(line, 0, 80), '\n')));
    return fc_str_ends(line, FC_STR(" 0")) && fc_str_findc(line, '&') == line.n &&
           fc_str_findc(line, '=') == line.n && fc_str_findc(line, '>') == line.n;
}

/* Tokens that are to go become directives, which all go in the end. */
static void drop(fc_code *c, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        c->token[i].kind = FC_CODE_DIRECTIVE;
}

/* At the #endif: choose among the branches. Returns how many brackets are open behind
 * it. */
static long settle(fc_code *c, const branch *b, size_t end, long net)
{
    if (b->never) {
        drop(c, b->begin, b->other ? b->other : end);
        return b->other ? net : b->before;
    }
    if (!b->other || !(b->uneven || net != b->before))
        return net;
    drop(c, b->other, end);
    return b->first;
}

static void next_branch(branch *b, size_t i, long *net)
{
    b->uneven |= *net != b->before;
    if (!b->other) {
        b->other = i;
        b->first = *net;
    }
    *net = b->before;
}

static void settle_conditionals(fc_code *c)
{
    branch open[DEEPEST_IF];
    size_t depth = 0, beyond = 0;
    long net = 0;
    for (size_t i = 0; i < c->n; i++) {
        const fc_code_token *t = &c->token[i];
        if (t->kind != FC_CODE_DIRECTIVE) {
            net += opens(t);
            if (depth && net < open[depth - 1].before)
                open[depth - 1].uneven = true;
        } else if (t->mark == '?') {
            if (depth == DEEPEST_IF)
                beyond++;
            else
                open[depth++] =
                    (branch){ .begin = i, .before = net, .never = is_never(c, t) };
        } else if (beyond) {
            beyond -= t->mark == '.';
        } else if (depth && t->mark == ':') {
            next_branch(&open[depth - 1], i, &net);
        } else if (depth) {
            depth--;
            net = settle(c, &open[depth], i, net);
            if (depth && net < open[depth - 1].before)
                open[depth - 1].uneven = true;
        }
    }
}

static void forget_directives(fc_code *c)
{
    size_t to = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->token[i].kind != FC_CODE_DIRECTIVE)
            c->token[to++] = c->token[i];
    c->n = to;
}

/* ---------------------------------------------------------------- brackets */

static char opener(char closing)
{
    return closing == ')' ? '(' : closing == ']' ? '[' : '{';
}

/* Braces decide: a closing brace ends what stayed open within it, other brackets close
 * only what was opened last. Brackets deeper than there is room for stay alone. */
void fc_code_match(fc_code *c, fc_arena *a)
{
    uint32_t *open = fc_alloc(a, DEEPEST_BRACKET * sizeof *open);
    size_t depth = 0, braces = 0, beyond = 0;
    settle_conditionals(c);
    forget_directives(c);
    for (size_t i = 0; i < c->n; i++) {
        fc_code_token *t = &c->token[i];
        long step = opens(t);
        if (step > 0) {
            if (depth == DEEPEST_BRACKET) {
                beyond++;
                continue;
            }
            braces += t->mark == '{';
            open[depth++] = (uint32_t)i;
        } else if (step < 0 && beyond) {
            beyond--;
        } else if (step < 0 && depth) {
            char want = opener(t->mark);
            if (want == '{' && braces)
                while (c->token[open[depth - 1]].mark != '{')
                    depth--;
            if (c->token[open[depth - 1]].mark != want)
                continue;
            braces -= want == '{';
            t->partner = open[--depth];
            c->token[t->partner].partner = (uint32_t)i;
        }
    }
}
