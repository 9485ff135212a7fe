/* expr_lex.c - words of an expression. */
#include "base/expr_program.h"
#include "base/str.h"

static bool begins_name(char c)
{
    return fc_is_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool in_name(char c)
{
    return begins_name(c) || fc_is_digit(c) || c == '.' || c == ':';
}

static const struct {
    const char *text;
    fc_expr_word word;
} marks[] = {   /* longer ones first */
    { "==", FC_WORD_EQ }, { "!=", FC_WORD_NE }, { "<=", FC_WORD_LE },
    { ">=", FC_WORD_GE },
    { "&&", FC_WORD_AND }, { "||", FC_WORD_OR }, { "!~", FC_WORD_NO_MATCH },
    { "<", FC_WORD_LT }, { ">", FC_WORD_GT }, { "!", FC_WORD_NOT },
    { "~", FC_WORD_MATCH },
    { "(", FC_WORD_OPEN }, { ")", FC_WORD_CLOSE }, { ",", FC_WORD_COMMA },
    { "+", FC_WORD_PLUS }, { "-", FC_WORD_MINUS }, { "*", FC_WORD_TIMES },
    { "/", FC_WORD_OVER },
}, keywords[] = {
    { "and", FC_WORD_AND }, { "or", FC_WORD_OR }, { "not", FC_WORD_NOT },
    { "in", FC_WORD_IN },
    { "true", FC_WORD_TRUE }, { "false", FC_WORD_FALSE },
};

static fc_expr_token bad(fc_expr_token t, const char *wrong)
{
    t.word = FC_WORD_BAD;
    t.wrong = wrong;
    return t;
}

/* "...", '...' or `...` up to the same quote. */
static fc_expr_token quoted(fc_str s, fc_expr_token t, size_t *next)
{
    char quote = s.p[t.at];
    fc_str rest = fc_str_sub(s, t.at + 1, s.n);
    size_t n = fc_str_findc(rest, quote);
    if (n == rest.n) {
        *next = s.n;
        return bad(t, quote == '`' ? "a name begins here that does not end: ` is missing"
                                   : "a string begins here that does not end");
    }
    t.text = fc_str_sub(rest, 0, n);
    t.word = quote == '`' ? FC_WORD_QUOTED : FC_WORD_STRING;
    *next = t.at + n + 2;
    return t;
}

static fc_expr_token number(fc_str s, fc_expr_token t, size_t *next)
{
    size_t i = t.at;
    while (i < s.n && (in_name(s.p[i]) ||
                       ((s.p[i] == '+' || s.p[i] == '-') && fc_lower(s.p[i - 1]) == 'e')))
        i++;
    t.text = fc_str_sub(s, t.at, i);
    t.word = FC_WORD_NUM;
    *next = i;
    return fc_str_num(t.text, &t.num) ? t : bad(t, "this is not a number");
}

static fc_expr_token name(fc_str s, fc_expr_token t, size_t *next)
{
    size_t i = t.at;
    while (i < s.n && in_name(s.p[i]))
        i++;
    t.text = fc_str_sub(s, t.at, i);
    t.word = FC_WORD_NAME;
    *next = i;
    for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++)
        if (fc_str_is(t.text, keywords[k].text))
            t.word = keywords[k].word;
    return t;
}

static fc_expr_token mark(fc_str s, fc_expr_token t, size_t *next)
{
    fc_str rest = fc_str_sub(s, t.at, s.n);
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
        if (fc_str_starts(rest, fc_str_of(marks[k].text))) {
            t.word = marks[k].word;
            t.text = fc_str_sub(rest, 0, strlen(marks[k].text));
            *next = t.at + t.text.n;
            return t;
        }
    t.text = fc_str_sub(rest, 0, 1);
    *next = t.at + 1;
    if (rest.p[0] == '=')
        return bad(t, "'=' compares nothing: write '=='");
    if (rest.p[0] == '&' || rest.p[0] == '|')
        return bad(t, "write 'and' or '&&', 'or' or '||'");
    return bad(t, "no word of an expression begins with this character");
}

fc_expr_token fc_expr_lex(fc_str source, size_t at, size_t *next)
{
    while (at < source.n && fc_is_space(source.p[at]))
        at++;
    fc_expr_token t = { FC_WORD_END, at, { source.p, 0 }, 0, NULL };
    *next = at;
    if (at == source.n)
        return t;
    char c = source.p[at], after = at + 1 < source.n ? source.p[at + 1] : '\0';
    if (c == '"' || c == '\'' || c == '`')
        return quoted(source, t, next);
    if (fc_is_digit(c) || (c == '.' && fc_is_digit(after)))
        return number(source, t, next);
    if (begins_name(c))
        return name(source, t, next);
    return mark(source, t, next);
}

fc_str fc_expr_squeeze(fc_str source, fc_arena *keep)
{
    char *out = fc_alloc(keep, source.n + 1);
    char quote = '\0';
    size_t n = 0;
    for (size_t i = 0; i < source.n; i++) {
        char c = source.p[i];
        if (!quote && fc_is_space(c)) {
            if (n && out[n - 1] != ' ')
                out[n++] = ' ';
            continue;
        }
        if (quote ? c == quote : c == '"' || c == '\'' || c == '`')
            quote = quote ? '\0' : c;
        out[n++] = c;
    }
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return (fc_str){ out, n };
}
