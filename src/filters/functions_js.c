/* functions_js.c - functions of JavaScript and TypeScript, wherever they stand:
 * declarations, methods of classes and objects, and expressions that are given a name
 * where they are written. Arrows count when their body is a block. */
#include "base/str.h"
#include "filters/function_list.h"

enum { LONGEST_TYPE = 512 };

static bool is_word(const fc_code *code, size_t i)
{
    return i < code->n && code->token[i].kind == FC_CODE_WORD;
}

static bool is_among(const fc_code *code, size_t i, const char *const *list)
{
    for (size_t k = 0; list[k]; k++)
        if (fc_code_is_word(code, i, list[k]))
            return true;
    return false;
}

static const char *const modifiers[] = { "async",    "static",   "get",       "set",
                                         "public",   "private",  "protected", "readonly",
                                         "override", "abstract", "accessor",  "declare",
                                         "export",   "default",  "const",     "let",
                                         "var",      NULL };
/* What may stand before parentheses and a brace, and is no method. */
static const char *const statements[] = { "if", "for", "while", "switch", "catch", "with",
                                          "function", "super", NULL };

/* ---------------------------------------------------------------- around a function */

/* Where the statement of a name begins: behind modifiers, owners and decorators. */
static size_t head_of(const fc_code *code, size_t i)
{
    while (i) {
        size_t before = i - 1;
        if (fc_code_is_mark(code, before, '.') && before) {
            i = before - 1;
            if (code->token[i].partner < i)
                i = code->token[i].partner;
        } else if (fc_code_is_mark(code, before, '@') ||
                   fc_code_is_mark(code, before, '#') ||
                   fc_code_is_mark(code, before, '*') ||
                   is_among(code, before, modifiers)) {
            i = before;
        } else if (is_word(code, before) && before &&
                   fc_code_is_mark(code, before - 1, '@')) {
            i = before - 1;
        } else if (fc_code_is_mark(code, before, ')') &&
                   code->token[before].partner < before &&
                   code->token[before].partner >= 2 &&
                   fc_code_is_mark(code, code->token[before].partner - 2, '@')) {
            i = code->token[before].partner - 2;
        } else {
            break;
        }
    }
    return i;
}

/* Behind a type of TypeScript that follows ':' at i: the brace of the body, or the
 * "=>" of an arrow; code->n when there is neither. */
static size_t behind_type(const fc_code *code, size_t i)
{
    bool value = true; /* a type must follow: a brace begins one of objects */
    size_t n = 0;
    for (i++; i < code->n && n < LONGEST_TYPE; n++) {
        char mark = code->token[i].mark;
        bool arrow = fc_code_is_pair(code, i, "=>");
        bool ended = code->token[i].first && !value && mark != '|' && mark != '&' &&
                     mark != '{' && mark != '=' && mark != '>' && mark != '.';
        if (ended) /* a line of its own begins: an overload without a semicolon */
            return code->n;
        if ((mark == '{' && !value) || (arrow && fc_code_is_mark(code, i + 2, '{')))
            return i;
        if (mark == ';' || mark == '}' || mark == '=' || mark == ')' || mark == ',') {
            if (!arrow)
                return code->n;
            i += 2;
            value = true;
            continue;
        }
        static const char *const operators[] = { "keyof",    "is",     "extends",
                                                 "infer",    "typeof", "asserts",
                                                 "readonly", "unique", NULL };
        value = mark == '|' || mark == '&' || mark == '?' || mark == ':' ||
                is_among(code, i, operators);
        i = mark == '<' ? fc_function_angle(code, i, code->n) : fc_code_behind(code, i);
    }
    return code->n;
}

/* What follows the parameters that open at i: the body's brace, or the arrow. */
static size_t behind_parameters(const fc_code *code, size_t i)
{
    if (!fc_code_is_mark(code, i, '(') || code->token[i].partner == FC_CODE_ALONE)
        return code->n;
    size_t at = fc_code_behind(code, i);
    bool typed = code->syntax == FC_SYNTAX_TS && fc_code_is_mark(code, at, ':');
    return typed ? behind_type(code, at) : at;
}

static bool is_body(const fc_code *code, size_t i)
{
    return fc_code_is_mark(code, i, '{') && code->token[i].partner != FC_CODE_ALONE;
}

static const char *const declarations[] = { "const",     "let",   "var",    "export",
                                            "function",  "class", "return", "type",
                                            "interface", NULL };

/* "name: Type = " in TypeScript, the '=' at i: the name. SIZE_MAX: there is no type. */
static size_t typed_name(const fc_code *code, size_t i)
{
    for (size_t n = 0; i-- > 1 && n < LONGEST_TYPE; n++) {
        const fc_code_token *t = &code->token[i];
        if (t->partner < i) {
            i = t->partner;
            continue;
        }
        bool value = t->mark == '=' && !fc_code_is_pair(code, i, "=>");
        if (value || is_among(code, i, declarations) || t->mark == ';' ||
            t->mark == '{' || t->mark == '(' || t->mark == '}')
            break;
        bool name = t->mark == ':' && is_word(code, i - 1);
        if (name &&
            (code->token[i - 1].first || (i > 1 && is_among(code, i - 2, modifiers))))
            return i - 1;
    }
    return SIZE_MAX;
}

/* The name that a value at i is given: "name = ", "name: Type = ", "name: ". SIZE_MAX:
 * none. */
static size_t given_name(const fc_code *code, size_t i)
{
    if (i && fc_code_is_word(code, i - 1, "async"))
        i--;
    if (i < 2)
        return SIZE_MAX;
    char mark = code->token[i - 1].mark;
    size_t name = i - 2;
    if (mark == '=' && code->syntax == FC_SYNTAX_TS) {
        size_t typed = typed_name(code, i - 1);
        if (typed != SIZE_MAX)
            return typed;
    }
    bool named = is_word(code, name) || code->token[name].kind == FC_CODE_STRING;
    if ((mark != '=' && mark != ':') || !named)
        return SIZE_MAX;
    if (mark == ':' && name && !fc_code_is_mark(code, name - 1, '{') &&
        !fc_code_is_mark(code, name - 1, ','))
        return SIZE_MAX;
    return name;
}

/* ---------------------------------------------------------------- the forms */

static fc_str unquoted(const fc_code *code, size_t i)
{
    fc_str s = fc_code_text(code, i);
    bool quoted = code->token[i].kind == FC_CODE_STRING && s.n >= 2;
    return quoted ? fc_str_sub(s, 1, s.n - 1) : s;
}

/* "Gear.prototype.turn = function" belongs to Gear. */
static fc_str owner_of(const fc_code *code, size_t name)
{
    size_t i = name;
    if (i >= 2 && fc_code_is_mark(code, i - 1, '.') && is_word(code, i - 2)) {
        i -= 2;
        if (fc_code_is_word(code, i, "prototype") && i >= 2 && is_word(code, i - 2))
            return fc_code_text(code, i - 2);
    }
    return (fc_str){ "", 0 };
}

static void add(const fc_code *code, fc_function_list *list, size_t name, size_t head,
                size_t body, fc_str inside)
{
    fc_str called = unquoted(code, name);
    if (called.n) /* '' is a name for nobody */
        fc_function_add(list, code, head_of(code, head), body, code->token[body].partner,
                        called, inside);
}

/* At the word "function". */
static void take_function(const fc_code *code, fc_function_list *list, size_t i)
{
    size_t at = i + 1, given = given_name(code, i);
    at += fc_code_is_mark(code, at, '*');
    size_t own = is_word(code, at) ? at++ : SIZE_MAX;
    if (fc_code_is_mark(code, at, '<'))
        at = fc_function_angle(code, at, code->n);
    size_t body = behind_parameters(code, at);
    size_t name = given != SIZE_MAX ? given : own;
    if (is_body(code, body) && name != SIZE_MAX)
        add(code, list, name, given != SIZE_MAX ? given : i, body,
            given != SIZE_MAX ? owner_of(code, given) : (fc_str){ "", 0 });
}

/* At a parenthesis, the types before one, or a single parameter: an arrow that is
 * given a name. */
static bool take_arrow(const fc_code *code, fc_function_list *list, size_t i,
                       fc_str inside)
{
    size_t name = given_name(code, i), at = i;
    if (name == SIZE_MAX)
        return false;
    if (fc_code_is_mark(code, at, '<'))
        at = fc_function_angle(code, at, code->n);
    at = is_word(code, at) ? at + 1 : behind_parameters(code, at);
    if (!fc_code_is_pair(code, at, "=>") || !is_body(code, at + 2))
        return false;
    fc_str owner = owner_of(code, name);
    bool field = name && !is_among(code, name - 1,
                                   (const char *const[]){ "const", "let", "var", NULL });
    add(code, list, name, name, at + 2, owner.n ? owner : field ? inside : owner);
    return true;
}

/* A brace that does not belong to the parentheses before it: a comment or an empty
 * line stands between, as between a call and a block. */
static bool is_apart(const fc_code *code, size_t brace)
{
    size_t lines = 0;
    for (size_t at = code->token[brace - 1].end;
         at < code->token[brace].begin && lines < 2; at++)
        lines += code->text.p[at] == '\n';
    return lines > 1 ||
           (lines && code->token[brace].comments != code->token[brace - 1].comments);
}

/* At a name with parentheses behind it: a method, where no call can stand. */
static void take_method(const fc_code *code, fc_function_list *list, size_t i,
                        fc_str inside)
{
    size_t at = i + 1;
    if (fc_code_is_mark(code, at, '<'))
        at = fc_function_angle(code, at, code->n);
    size_t body = behind_parameters(code, at);
    if (!is_body(code, body) || is_among(code, i, statements) || is_apart(code, body))
        return;
    if (i) {
        const fc_code_token *before = &code->token[i - 1];
        bool open = before->mark == '{' || before->mark == '}' || before->mark == ';' ||
                    before->mark == ',' || before->mark == '*' || before->mark == '#' ||
                    is_among(code, i - 1, modifiers) || code->token[i].first;
        if (!open || before->mark == '.' || before->mark == '=' ||
            fc_code_is_word(code, i - 1, "function") ||
            fc_code_is_word(code, i - 1, "new"))
            return;
        if (before->mark == '*' && i > 1 && fc_code_is_word(code, i - 2, "function"))
            return;
    }
    if (code->token[at].begin != code->token[i].end && code->token[at].first)
        return;
    add(code, list, i, i, body, inside);
}

/* At the word "class": its name and body. */
static void take_class(const fc_code *code, fc_function_scopes *scopes, size_t i)
{
    fc_str name = { "", 0 };
    size_t at = i + 1;
    if (is_word(code, at) && !fc_code_is_word(code, at, "extends"))
        name = fc_code_text(code, at);
    else if (i && given_name(code, i) != SIZE_MAX)
        name = unquoted(code, given_name(code, i));
    for (size_t n = 0; at < code->n && n < LONGEST_TYPE; n++) {
        char mark = code->token[at].mark;
        if (mark == '{' || mark == ';' || mark == '}' || mark == ')' ||
            fc_code_is_word(code, at, "class"))
            break;
        at = mark == '<' ? fc_function_angle(code, at, code->n)
                         : fc_code_behind(code, at);
    }
    if (is_body(code, at))
        fc_function_scope_open(scopes, code->token[at].partner, name);
}

/* What a class holds directly is its own; what an object within a method holds is not,
 * but who reads "inside" wants the class all the same. */
void fc_functions_js(const fc_code *code, fc_function_list *list)
{
    fc_function_scopes scopes = { .n = 0 };
    for (size_t i = 0; i < code->n; i++) {
        const fc_code_token *t = &code->token[i];
        bool property = i && fc_code_is_mark(code, i - 1, '.');
        fc_function_scope_close(&scopes, i);
        fc_str inside = fc_function_scope_name(&scopes);
        if (t->mark == '(' || t->mark == '<')
            take_arrow(code, list, i, inside);
        if ((t->kind != FC_CODE_WORD && t->kind != FC_CODE_STRING) || property)
            continue;
        if (fc_code_is_word(code, i, "function") && !fc_code_is_mark(code, i + 1, ':'))
            take_function(code, list, i);
        else if (fc_code_is_word(code, i, "class") && !fc_code_is_mark(code, i + 1, ':'))
            take_class(code, &scopes, i);
        else if (fc_code_is_pair(code, i + 1, "=>"))
            take_arrow(code, list, i, inside);
        else if (fc_code_is_mark(code, i + 1, '(') || fc_code_is_mark(code, i + 1, '<'))
            take_method(code, list, i, inside);
    }
}
