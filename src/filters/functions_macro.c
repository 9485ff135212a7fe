/* functions_macro.c - functions of C and C++ whose head is a macro: "TEST(Suite, Name)",
 * "MATCHER_P(IsNear, x, "")", "PHP_METHOD(Class, name)". What they are called stands
 * among the macro's arguments. For functions_head.c. */
#include "base/str.h"
#include "filters/function_list.h"

/* An argument of a macro. */
typedef struct argument {
    fc_str name;                    /* empty: it is no name and no string */
    bool string, type;
} argument;

static bool is_capital(char c)
{
    return (c >= 'A' && c <= 'Z') || c == '_' || fc_is_digit(c);
}

bool fc_function_shouts(fc_str s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_capital(s.p[i]))
            return false;
        letters += s.p[i] >= 'A' && s.p[i] <= 'Z';
    }
    return letters > 1;
}

/* What stands between the quotes of "...", R"x(...)x", u8"...". */
static fc_str unquoted(fc_str s)
{
    size_t open = fc_str_findc(s, '"');
    bool raw = open && open < s.n && s.p[open - 1] == 'R';
    size_t begin = raw ? fc_str_findc(s, '(') : open;
    if (!s.n || s.p[s.n - 1] != '"' || begin + 1 >= s.n)
        return (fc_str){ "", 0 };
    size_t behind = raw ? begin - open + 1 : 1; /* )x" */
    return begin + 1 + behind <= s.n ? fc_str_sub(s, begin + 1, s.n - behind)
                                     : (fc_str){ "", 0 };
}

/* The argument that begins at *i, which moves behind its comma, or to `close`. A name may
 * be within others (a::B), have types (B<int>), or be made by a macro (NAME(B)). */
static argument take(const fc_code *code, size_t *i, size_t close)
{
    static const char *const types[] = { "void", "int",  "char",  "long",  "short",
                                         "bool", "unsigned", "float", "double" };
    argument a = { .name = { "", 0 } };
    size_t at = *i, n = 0;
    bool plain = true;
    for (; at < close && !fc_code_is_mark(code, at, ','); n++) {
        const fc_code_token *t = &code->token[at];
        bool colons = fc_code_is_pair(code, at, "::");
        bool word = t->kind == FC_CODE_WORD && (!n || fc_code_is_mark(code, at - 1, ':'));
        bool angle = n && t->mark == '<';
        bool made = n == 1 && t->mark == '(' && t->partner == at + 2 &&
                    code->token[at + 1].kind == FC_CODE_WORD &&
                    fc_function_shouts(a.name);
        bool prefix = n == 1 && code->token[at - 1].end == t->begin; /* u8"..." */
        if (t->kind == FC_CODE_STRING && (!n || prefix)) {
            a.string = true;
            a.name = unquoted(fc_code_text(code, at));
        } else if ((word && plain) || made) {
            a.name = fc_code_text(code, at + made);
        } else if (!colons && !angle) {
            plain = false;
        }
        at = angle    ? fc_function_angle(code, at, close)
             : colons ? at + 2
                      : fc_code_behind(code, at);
    }
    for (size_t k = 0; !a.string && k < sizeof types / sizeof *types; k++)
        a.type |= fc_str_is(a.name, types[k]);
    if (!a.string && !plain)
        a.name.n = 0;
    *i = at < close ? at + 1 : close;
    return a;
}

/* ---------------------------------------------------------------- names of macros */

/* Does a part of the name, between its underscores, end so? Digits behind it do not
 * count. `last`: only the last part is asked. */
static bool has_part(fc_str macro, const char *end, bool last)
{
    fc_str part;
    bool found = false;
    while (fc_str_split(&macro, '_', &part)) {
        while (part.n && fc_is_digit(part.p[part.n - 1]))
            part.n--;
        if (!part.n)
            continue;
        found = fc_str_ends(part, fc_str_of(end)) || (found && !last);
    }
    return found;
}

/* Its first argument is a class, a fixture or a suite, the second one is the name.
 * `string`: the second one is a string. */
static bool names_class_first(fc_str macro, bool string)
{
    if (fc_str_starts(macro, FC_STR("DEF")))
        return false;               /* Skia: DEF_TEST(name, reporter) */
    if (fc_str_ends(macro, FC_STR("_F")))
        return true;
    /* Boost's TEST_CASE(name, fixture), but Catch's TEST_CASE_METHOD(fixture, "name") */
    if (has_part(macro, "CASE", false) && !string)
        return false;
    return has_part(macro, "TEST", false) || has_part(macro, "METHOD", false);
}

/* The name in "UNUSED(static void turn(int by))". */
static fc_str wrapped(const fc_code *code, size_t open, size_t close)
{
    size_t inner = code->token[close - 1].partner;
    bool call = fc_code_is_mark(code, close - 1, ')') && inner > open + 2 &&
                inner < close && code->token[inner - 1].kind == FC_CODE_WORD;
    fc_str name = call ? fc_code_text(code, inner - 1) : (fc_str){ "", 0 };
    return fc_function_shouts(name) ? fc_str_sub(name, 0, 0) : name;
}

bool fc_function_macro(const fc_code *code, size_t name, size_t open, fc_head *head)
{
    size_t i = open + 1, close = code->token[open].partner;
    fc_str macro = fc_code_text(code, name);
    bool again = fc_code_is_mark(code, close + 1, '(');
    bool shouts = fc_function_shouts(macro);
    argument first = take(code, &i, close);
    argument second = i < close ? take(code, &i, close) : (argument){ .name = { "", 0 } };
    bool pair = shouts && names_class_first(macro, second.string) && !first.string &&
                second.name.n;
    if (!shouts && !(again && first.name.n && !first.string))
        return false;
    fc_str found = pair || first.type ? second.name : first.name;
    if (!found.n && shouts && !again)
        found = wrapped(code, open, close);
    if (!found.n)
        return false;
    head->name = found;
    if (pair && !(again && has_part(macro, "METHOD", false))) /* STDMETHOD_(type, name) */
        head->inside = first.name;
    bool scope = has_part(macro, "SUITE", true) || has_part(macro, "CLASS", true);
    if (shouts && scope && !again)
        head->kind = FC_HEAD_SCOPE;
    return true;
}
