/* functions_brace.c - functions of languages where they stand among declarations: C,
 * C++, Java, Rust, Go. Of bodies only the statements are looked at, for classes of C++
 * and functions of Rust that stand among them; the blocks within are passed over
 * whole. */
#include "base/str.h"
#include "filters/function_list.h"

static fc_head head_of(const fc_code *code, size_t start, size_t brace,
                       const fc_function_scopes *scopes)
{
    bool constants = scopes->n && scopes->v[scopes->n - 1].constants;
    if (code->syntax == FC_SYNTAX_JAVA)
        return fc_head_java(code, start, brace, constants);
    if (code->syntax == FC_SYNTAX_RUST)
        return fc_head_rust(code, start, brace);
    return fc_head_c(code, start, brace, fc_function_scope_name(scopes));
}

/* ---------------------------------------------------------------- before ANSI C */

enum { LONGEST_OLD = 256 };         /* tokens up to the first ';' */

/* Is one of the names in parentheses at `open` declared from .. to? */
static bool declares(const fc_code *code, size_t open, size_t from, size_t to)
{
    for (size_t k = open + 1; k < code->token[open].partner; k += 2) {
        if (code->token[k].kind != FC_CODE_WORD ||
            (code->token[k + 1].mark != ',' && code->token[k + 1].mark != ')'))
            return false;
        for (size_t d = from; d < to; d++)
            if (code->token[d].kind == FC_CODE_WORD &&
                fc_str_eq(fc_code_text(code, d), fc_code_text(code, k)))
                return true;
    }
    return false;
}

/* The parenthesis of "f(a, b) int a;", which may begin "f(a, b) int a; char *b; {", among
 * the tokens start .. end; SIZE_MAX: there is none. */
static size_t old_head(const fc_code *code, size_t start, size_t end)
{
    if (code->syntax != FC_SYNTAX_C || end - start > LONGEST_OLD)
        return SIZE_MAX;
    for (size_t i = start + 1; i < end; i = fc_code_behind(code, i)) {
        size_t close = code->token[i].partner;
        if (fc_code_is_mark(code, i, '(') && close < end &&
            code->token[i - 1].kind == FC_CODE_WORD)
            return close + 2 < end && code->token[close + 1].kind == FC_CODE_WORD &&
                           declares(code, i, close + 2, end)
                       ? i
                       : SIZE_MAX;
    }
    return SIZE_MAX;
}

/* A head that the last statements may be, up to the brace at i. */
typedef struct old {
    size_t start, open;             /* open SIZE_MAX: none */
} old;

/* False: it is none. */
static bool take_old(const fc_code *code, fc_function_list *list, const old *o, size_t i)
{
    if (o->open == SIZE_MAX || code->token[i].partner == FC_CODE_ALONE)
        return false;
    fc_head head = fc_head_c(code, o->start, code->token[o->open].partner + 1,
                             FC_STR(""));
    if (head.kind == FC_HEAD_FUNCTION)
        fc_function_add(list, code, o->start, i, code->token[i].partner, head.name,
                        (fc_str){ "", 0 });
    return head.kind == FC_HEAD_FUNCTION;
}

/* ---------------------------------------------------------------- blocks */

/* At an opening brace: go into it or over it. Returns where to go on, and moves *start
 * unless the declaration goes on behind it. */
static size_t take_block(const fc_code *code, fc_function_list *list,
                         fc_function_scopes *scopes, size_t i, size_t *start)
{
    size_t last = code->token[i].partner;
    if (last == FC_CODE_ALONE)
        return *start = i + 1;
    fc_head head = head_of(code, *start, i, scopes);
    bool body = scopes->n && scopes->v[scopes->n - 1].body;
    if (head.kind == FC_HEAD_GOES_ON)
        return last + 1;
    if (head.kind == FC_HEAD_SCOPE) {
        fc_function_scope_open(scopes, last, head.name);
        scopes->v[scopes->n - 1].constants = head.is_enum;
        return *start = i + 1;
    }
    if (head.kind == FC_HEAD_FUNCTION && body && code->syntax == FC_SYNTAX_CPP)
        head.kind = FC_HEAD_OTHER; /* "FOREACH(x) {" */
    *start = head.start > *start ? head.start : *start;
    if (head.kind == FC_HEAD_FUNCTION)
        fc_function_add(list, code, *start, i, last, head.name,
                        head.inside.n ? head.inside : fc_function_scope_name(scopes));
    bool nests = code->syntax == FC_SYNTAX_RUST || code->syntax == FC_SYNTAX_CPP;
    if (head.kind == FC_HEAD_FUNCTION && nests) {
        fc_function_scope_open(scopes, last, (fc_str){ "", 0 });
        scopes->v[scopes->n - 1].body = true;
        return *start = i + 1;
    }
    return *start = last + 1;
}

/* "public:" begins a declaration, so does any word with a colon that begins one
 * itself. */
static bool ends_label(const fc_code *code, size_t i, size_t start)
{
    return code->syntax == FC_SYNTAX_CPP && i == start + 1 &&
           !fc_code_is_mark(code, i + 1, ':') && code->token[start].kind == FC_CODE_WORD;
}

void fc_functions_brace(const fc_code *code, fc_function_list *list)
{
    fc_function_scopes scopes = { .n = 0 };
    size_t start = 0;
    old o = { 0, SIZE_MAX };
    for (size_t i = 0; i < code->n;) {
        fc_function_scope_close(&scopes, i);
        switch (code->token[i].mark) {
        case '{':
            if (start == i && take_old(code, list, &o, i))
                start = i = fc_code_behind(code, i);
            else
                i = take_block(code, list, &scopes, i, &start);
            o.open = SIZE_MAX;
            break;
        case '}': case ';':
            if (code->token[i].mark == '}')
                o.open = SIZE_MAX;
            else if (o.open == SIZE_MAX)
                o = (old){ start, old_head(code, start, i) };
            if (scopes.n && code->token[i].mark == ';')
                scopes.v[scopes.n - 1].constants = false;
            start = ++i;
            break;
        case '[': case '(': {
            bool inner = code->syntax == FC_SYNTAX_RUST && i >= 2 &&
                         fc_code_is_mark(code, i - 1, '!') &&
                         fc_code_is_mark(code, i - 2, '#');
            i = fc_code_behind(code, i);
            start = inner ? i : start;
            break;
        }
        case ':':
            start = ends_label(code, i, start) ? i + 1 : start;
            i++;
            break;
        default:
            i++;
        }
    }
}

/* ---------------------------------------------------------------- Go */

/* The type of a receiver: "(r *T[K])", "(T)". */
static fc_str receiver(const fc_code *code, size_t open, size_t close)
{
    fc_str found = { "", 0 };
    int words = 0;
    for (size_t i = open + 1; i < close && code->token[i].mark != '[' && words < 2; i++)
        if (code->token[i].kind == FC_CODE_WORD) {
            found = fc_code_text(code, i);
            words++;
        }
    return found;
}

/* The brace of the body behind parameters: results may hold types with braces. code->n
 * when the line ends before one, as of functions written in assembly. */
static size_t go_body(const fc_code *code, size_t i)
{
    for (; i < code->n && !code->token[i].first; i = fc_code_behind(code, i)) {
        bool type = fc_code_is_word(code, i - 1, "struct") ||
                    fc_code_is_word(code, i - 1, "interface");
        if (code->token[i].mark == '{' && !type)
            return i;
    }
    return code->n;
}

void fc_functions_go(const fc_code *code, fc_function_list *list)
{
    for (size_t i = 0; i < code->n;) {
        size_t at = i + 1;
        fc_str inside = { "", 0 };
        if (!fc_code_is_word(code, i, "func") || !code->token[i].first) {
            i = fc_code_behind(code, i);
            continue;
        }
        if (fc_code_is_mark(code, at, '(')) {
            inside = receiver(code, at, code->token[at].partner == FC_CODE_ALONE
                                            ? at : code->token[at].partner);
            at = fc_code_behind(code, at);
        }
        size_t name = at++;
        if (fc_code_is_mark(code, at, '['))
            at = fc_code_behind(code, at);
        size_t body = fc_code_is_mark(code, at, '(')
                          ? go_body(code, fc_code_behind(code, at))
                          : code->n;
        if (body < code->n && code->token[body].partner != FC_CODE_ALONE) {
            fc_function_add(list, code, i, body, code->token[body].partner,
                            fc_code_text(code, name), inside);
            i = code->token[body].partner;
        }
        i++;
    }
}
