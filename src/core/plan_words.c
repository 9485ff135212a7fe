/* plan_words.c - a lexer of one pass; see plan_words.h for the language. */
#include "core/plan_words.h"

#include "base/str.h"

typedef struct lexer {
    fc_str in;
    size_t at;
    unsigned line;
    size_t line_start;
    fc_arena *a;
    fc_plan_word *words;
    size_t n, cap;
} lexer;

static unsigned column(const lexer *x)
{
    return (unsigned)(x->at - x->line_start + 1);
}

static void newline(lexer *x)
{
    x->line++;
    x->line_start = x->at + 1;
}

static void push(lexer *x, fc_plan_word w)
{
    if (x->n == x->cap) {
        size_t cap = x->cap ? x->cap * 2 : 32;
        x->words =
            fc_grow(x->a, x->words, x->n * sizeof *x->words, cap * sizeof *x->words);
        x->cap = cap;
    }
    x->words[x->n++] = w;
}

static void skip_blank(lexer *x)
{
    for (; x->at < x->in.n; x->at++) {
        char c = x->in.p[x->at];
        if (c == '#') {
            while (x->at < x->in.n && x->in.p[x->at] != '\n')
                x->at++;
            if (x->at == x->in.n)
                return;
            c = '\n';
        }
        if (c == '\n')
            newline(x);
        else if (!fc_is_space(c))
            return;
    }
}

/* Read the word that begins here into out (room for the rest of the text); false: a quote
 * was left open. */
static bool read_word(lexer *x, char *out)
{
    char quote = 0;
    for (; x->at < x->in.n; x->at++) {
        char c = x->in.p[x->at];
        if (!quote && (fc_is_space(c) || c == '|'))
            break;
        if (c == '\n')
            newline(x);
        if (c == quote)
            quote = 0;
        else if (!quote && (c == '\'' || c == '"'))
            quote = c;
        else if (c == '\\' && quote != '\'' && x->at + 1 < x->in.n) {
            if (x->in.p[++x->at] == '\n')
                newline(x);
            else
                *out++ = x->in.p[x->at];
        } else
            *out++ = c;
    }
    *out = '\0';
    return quote == 0;
}

fc_rc fc_plan_words(fc_str text, const char *name, fc_arena *a, fc_plan_word **words,
                    size_t *n, fc_err *err)
{
    lexer x = { .in = text, .line = 1, .a = a };
    if (text.n && memchr(text.p, '\0', text.n))
        return fc_fail(err, FC_EUSE, "%s: a plan is text, this has a NUL byte", name);
    for (;;) {
        skip_blank(&x);
        if (x.at == x.in.n)
            break;
        fc_plan_word w = { NULL, x.line, column(&x) };
        if (x.in.p[x.at] == '|') {
            x.at++;
            push(&x, w);
            continue;
        }
        size_t room = x.in.n - x.at + 1, from = x.at;
        char *out = fc_alloc(a, room);
        if (!read_word(&x, out))
            return fc_fail(err, FC_EUSE, "%s:%u:%u: a quote is not closed", name, w.line,
                           w.column);
        fc_trim(a, out, room, x.at - from + 1);
        w.text = out;
        push(&x, w);
    }
    *words = x.words;
    *n = x.n;
    return FC_OK;
}
