/* expr_parse.c - from an expression's text to its program, with types checked on the way.
 *
 * Recursive descent, one function per level of precedence, at most FC_EXPR_DEPTH deep.
 * The first error is kept; from then on every word read is the end, so all levels
 * return. */
#include "base/expr_program.h"
#include "base/str.h"

#include <stdlib.h>

/* What is known of an operand before there is a document. */
typedef struct operand {
    fc_type type;               /* FC_NONE: known at run time */
    size_t at;                  /* where it begins */
    const fc_expr_item *term;   /* it is just this name */
    const fc_value *literal;    /* it is just this value */
} operand;

typedef struct parser {
    fc_expr *e;
    const fc_expr_env *env;
    fc_str source;
    fc_expr_token token;        /* the one to be dealt with */
    size_t next;                /* where the one after it begins */
    int depth;                  /* of nesting */
    fc_err *err;
    fc_rc rc;
} parser;

static operand parse_or(parser *p);

/* ---------------------------------------------------------------- errors */

static size_t column(const parser *p, size_t at)
{
    size_t n = 1;
    for (size_t i = 0; i < at && i < p->source.n; i++)
        n += ((unsigned char)p->source.p[i] & 0xC0) != 0x80;
    return n;
}

#define FAIL(p, at, ...) fail_with((p), (at), fc_printf(&(p)->e->arena, __VA_ARGS__))

static void fail_with(parser *p, size_t at, fc_str message)
{
    if (p->rc == FC_OK)
        p->rc = fc_fail(p->err, FC_EUSE, "expression, column %zu: %.*s", column(p, at),
                        (int)message.n, message.p);
    p->token.word = FC_WORD_END;
    p->next = p->source.n;
}

/* For messages: at most 40 bytes of it. */
static int shown(fc_str s)
{
    return s.n > 40 ? 40 : (int)s.n;
}

static void fail_expected(parser *p, const char *what)
{
    const fc_expr_token *t = &p->token;
    if (t->word == FC_WORD_BAD)
        FAIL(p, t->at, "%s", t->wrong);
    else if (t->word == FC_WORD_END)
        FAIL(p, t->at, "expected %s, but the expression ends", what);
    else
        FAIL(p, t->at, "expected %s, found '%.*s'", what, shown(t->text), t->text.p);
}

static const char *type_name(fc_type type)
{
    return type == FC_BOOL ? "true or false" : type == FC_NUM ? "a number" : "a string";
}

/* ---------------------------------------------------------------- words and code */

static void advance(parser *p)
{
    p->token = fc_expr_lex(p->source, p->next, &p->next);
}

static bool take(parser *p, fc_expr_word word)
{
    if (p->token.word != word)
        return false;
    advance(p);
    return true;
}

static void need(parser *p, fc_expr_word word, const char *what)
{
    if (!take(p, word))
        fail_expected(p, what);
}

static size_t emit(parser *p, enum fc_expr_op op, size_t a, size_t b)
{
    fc_expr *e = p->e;
    if (e->n_code == e->cap_code) {
        size_t cap = e->cap_code ? e->cap_code * 2 : 16;
        e->code = fc_grow(&e->arena, e->code, e->n_code * sizeof *e->code,
                          cap * sizeof *e->code);
        e->cap_code = cap;
    }
    e->code[e->n_code] = (fc_expr_code){ (uint8_t)op, (uint32_t)a, (uint32_t)b };
    return e->n_code++;
}

static size_t add_const(parser *p, fc_value value)
{
    fc_expr *e = p->e;
    if (e->n_consts == e->cap_consts) {
        size_t cap = e->cap_consts ? e->cap_consts * 2 : 16;
        e->consts = fc_grow(&e->arena, e->consts, e->n_consts * sizeof *e->consts,
                            cap * sizeof *e->consts);
        e->cap_consts = cap;
    }
    e->consts[e->n_consts] = value;
    return e->n_consts++;
}

/* ---------------------------------------------------------------- names and calls */

static const char *fn_name(void *user, size_t i)
{
    static const char *const own[] = { "len", "exists" };
    const fc_expr_env *env = user;
    if (i < 2)
        return own[i];
    return env->fns ? env->fns[i - 2].name : NULL;
}

static double count_chars(fc_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return (double)n;
}

static bool find_fn(parser *p, fc_str name, fc_expr_item *item)
{
    if (fc_str_is(name, "exists")) {
        item->exists = true;
        return true;
    }
    if (fc_str_is(name, "len"))
        item->call = count_chars;
    for (const fc_expr_fn *fn = p->env->fns; fn && fn->name; fn++)
        if (fc_str_is(name, fn->name))
            item->call = fn->call;
    return item->call != NULL;
}

static void fail_unknown(parser *p, size_t at, const char *what, fc_str wrong,
                         const char *near)
{
    if (near)
        FAIL(p, at, "unknown %s '%.*s'; did you mean '%s'?", what, shown(wrong), wrong.p,
             near);
    else
        FAIL(p, at, "unknown %s '%.*s'", what, shown(wrong), wrong.p);
}

static void fail_name(parser *p, fc_expr_token t)
{
    const fc_expr_env *env = p->env;
    const char *near = env->names ? fc_suggest(t.text, env->names, env->user) : NULL;
    if (near || !env->hint)
        fail_unknown(p, t.at, env->what, t.text, near);
    else
        FAIL(p, t.at, "unknown %s '%.*s'; %s", env->what, shown(t.text), t.text.p,
             env->hint);
}

/* The name in the current word. */
static void resolve(parser *p, fc_expr_var *var)
{
    const fc_expr_env *env = p->env;
    fc_expr_token t = p->token;
    if (t.word != FC_WORD_NAME && t.word != FC_WORD_QUOTED) {
        fail_expected(p, "a name");
        return;
    }
    var->key = t.text;
    if (env->resolve(env->user, t.text, var))
        advance(p);
    else
        fail_name(p, t);
}

static fc_type item_type(const fc_expr_item *item)
{
    return item->exists ? FC_BOOL : item->call ? FC_NUM : item->var.type;
}

/* The same term asked for twice is one. */
static const fc_expr_item *add_item(parser *p, size_t at, const fc_expr_item *item)
{
    fc_expr *e = p->e;
    size_t i = 0;
    while (i < e->n_terms && !fc_str_eq(e->terms[i].written, item->written))
        i++;
    if (i == FC_EXPR_TERMS) {
        FAIL(p, at, "more than %d different names", FC_EXPR_TERMS);
        return NULL;
    }
    if (i == e->n_terms)
        e->terms[e->n_terms++] = *item;
    emit(p, FC_OP_TERM, i, 0);
    return &e->terms[i];
}

static operand parse_name(parser *p)
{
    fc_expr_token t = p->token;
    fc_expr_item item = { 0 };
    size_t after = p->next;
    fc_expr_token ahead = fc_expr_lex(p->source, p->next, &after);
    if (t.word == FC_WORD_NAME && ahead.word == FC_WORD_OPEN) {
        if (!find_fn(p, t.text, &item)) {
            fail_unknown(p, t.at, "function", t.text,
                         fc_suggest(t.text, fn_name, (void *)(uintptr_t)p->env));
            return (operand){ FC_NONE, t.at, NULL, NULL };
        }
        advance(p);
        advance(p);
        resolve(p, &item.var);
        if (item.call && item.var.type != FC_STRING && item.var.type != FC_NONE)
            FAIL(p, t.at, "'%.*s' needs a string, and '%.*s' is %s", shown(t.text),
                 t.text.p, shown(item.var.key), item.var.key.p, type_name(item.var.type));
        need(p, FC_WORD_CLOSE, "')'");
        item.written = fc_printf(&p->e->arena, "%.*s(%.*s)", (int)t.text.n, t.text.p,
                                 (int)item.var.key.n, item.var.key.p);
    } else {
        item.written = t.text;
        resolve(p, &item.var);
    }
    if (p->rc != FC_OK)
        return (operand){ FC_NONE, t.at, NULL, NULL };
    return (operand){ item_type(&item), t.at, add_item(p, t.at, &item), NULL };
}

/* ---------------------------------------------------------------- values */

static operand parse_literal(parser *p, fc_value value)
{
    operand o = { value.type, p->token.at, NULL, NULL };
    size_t i = add_const(p, value);
    emit(p, FC_OP_CONST, i, 0);
    fc_value *copy = FC_NEW(&p->e->arena, fc_value);
    *copy = value;
    o.literal = copy;
    advance(p);
    return o;
}

static operand parse_primary(parser *p)
{
    fc_expr_token t = p->token;
    operand o = { FC_NONE, t.at, NULL, NULL };
    switch (t.word) {
    case FC_WORD_NUM:
        return parse_literal(p, (fc_value){ FC_NUM, t.num, { 0, 0 } });
    case FC_WORD_STRING:
        return parse_literal(p, (fc_value){ FC_STRING, 0, t.text });
    case FC_WORD_TRUE:
    case FC_WORD_FALSE:
        return parse_literal(p, (fc_value){ FC_BOOL, t.word == FC_WORD_TRUE, { 0, 0 } });
    case FC_WORD_NAME:
    case FC_WORD_QUOTED:
        return parse_name(p);
    case FC_WORD_OPEN:
        advance(p);
        o = parse_or(p);
        o.at = t.at;
        need(p, FC_WORD_CLOSE, "')'");
        return o;
    default:
        fail_expected(p, "a value, a name or '('");
        return o;
    }
}

static void need_num(parser *p, operand o, const char *what)
{
    if (o.type != FC_NUM && o.type != FC_NONE)
        FAIL(p, o.at, "%s needs a number, and this is %s", what, type_name(o.type));
}

/* Unary signs; a run of them is a loop, not a recursion. */
static operand parse_unary(parser *p)
{
    size_t at = p->token.at;
    bool negative = false, sign = false;
    while (p->token.word == FC_WORD_MINUS || p->token.word == FC_WORD_PLUS) {
        negative ^= p->token.word == FC_WORD_MINUS;
        sign = true;
        advance(p);
    }
    operand o = parse_primary(p);
    if (!sign)
        return o;
    need_num(p, o, negative ? "'-'" : "'+'");
    if (negative)
        emit(p, FC_OP_NEG, 0, 0);
    return (operand){ FC_NUM, at, NULL, NULL };
}

static operand parse_product(parser *p)
{
    operand left = parse_unary(p);
    while (p->token.word == FC_WORD_TIMES || p->token.word == FC_WORD_OVER) {
        bool times = p->token.word == FC_WORD_TIMES;
        need_num(p, left, times ? "'*'" : "'/'");
        advance(p);
        need_num(p, parse_unary(p), times ? "'*'" : "'/'");
        emit(p, times ? FC_OP_MUL : FC_OP_DIV, 0, 0);
        left = (operand){ FC_NUM, left.at, NULL, NULL };
    }
    return left;
}

static operand parse_sum(parser *p)
{
    operand left = parse_product(p);
    while (p->token.word == FC_WORD_PLUS || p->token.word == FC_WORD_MINUS) {
        bool plus = p->token.word == FC_WORD_PLUS;
        need_num(p, left, plus ? "'+'" : "'-'");
        advance(p);
        need_num(p, parse_product(p), plus ? "'+'" : "'-'");
        emit(p, plus ? FC_OP_ADD : FC_OP_SUB, 0, 0);
        left = (operand){ FC_NUM, left.at, NULL, NULL };
    }
    return left;
}

/* ---------------------------------------------------------------- comparisons */

/* A string that the attribute can never hold is a mistake. */
static void check_label(parser *p, const fc_expr_item *term, const fc_value *value,
                        size_t at)
{
    if (!term || term->call || term->exists || !term->var.labels ||
        value->type != FC_STRING)
        return;
    for (size_t i = 0; term->var.labels[i]; i++)
        if (fc_str_is(value->str, term->var.labels[i]))
            return;
    fc_str what = fc_printf(&p->e->arena, "label of %.*s", shown(term->written),
                            term->written.p);
    fail_unknown(p, at, what.p, value->str,
                 fc_suggest_list(value->str, term->var.labels));
}

static void check_same_type(parser *p, operand left, operand right)
{
    if (left.type == FC_NONE || right.type == FC_NONE || left.type == right.type)
        return;
    if (left.term)
        FAIL(p, right.at, "'%.*s' is %s and cannot be compared with %s",
             shown(left.term->written), left.term->written.p, type_name(left.type),
             type_name(right.type));
    else
        FAIL(p, right.at, "%s cannot be compared with %s", type_name(left.type),
             type_name(right.type));
}

static operand parse_comparison(parser *p, operand left)
{
    enum fc_expr_op op = FC_OP_EQ + (enum fc_expr_op)(p->token.word - FC_WORD_EQ);
    fc_expr_token sign = p->token;
    advance(p);
    operand right = parse_sum(p);
    check_same_type(p, left, right);
    if (op >= FC_OP_LT && (left.type == FC_BOOL || right.type == FC_BOOL))
        FAIL(p, sign.at, "true and false have no order");
    if (op < FC_OP_LT && right.literal)
        check_label(p, left.term, right.literal, right.at);
    if (op < FC_OP_LT && left.literal)
        check_label(p, right.term, left.literal, left.at);
    if (p->token.word >= FC_WORD_EQ)
        FAIL(p, p->token.at, "comparisons do not chain: join two of them with 'and'");
    emit(p, op, 0, 0);
    return (operand){ FC_BOOL, left.at, NULL, NULL };
}

/* One value of a list; numbers may have a sign. */
static fc_value parse_list_value(parser *p)
{
    bool negative = take(p, FC_WORD_MINUS);
    fc_expr_token t = p->token;
    fc_value v = { FC_NONE, 0, { 0, 0 } };
    if (t.word == FC_WORD_NUM)
        v = (fc_value){ FC_NUM, negative ? -t.num : t.num, { 0, 0 } };
    else if (t.word == FC_WORD_STRING && !negative)
        v = (fc_value){ FC_STRING, 0, t.text };
    else
        fail_expected(p, negative ? "a number" : "a number or a string");
    if (p->rc == FC_OK)
        advance(p);
    return v;
}

static operand parse_in(parser *p, operand left)
{
    size_t first = p->e->n_consts, n = 0;
    advance(p);
    need(p, FC_WORD_OPEN, "'(' and a list after 'in'");
    do {
        size_t at = p->token.at;
        fc_value v = parse_list_value(p);
        if (p->rc != FC_OK)
            return left;
        check_same_type(p, left, (operand){ v.type, at, NULL, NULL });
        check_label(p, left.term, &v, at);
        add_const(p, v);
        n++;
    } while (take(p, FC_WORD_COMMA));
    need(p, FC_WORD_CLOSE, "',' or ')' in the list");
    emit(p, FC_OP_IN, first, n);
    return (operand){ FC_BOOL, left.at, NULL, NULL };
}

static operand parse_match(parser *p, operand left)
{
    fc_expr *e = p->e;
    size_t wrong = 0;
    fc_err why = { 0 };
    if (left.type != FC_STRING && left.type != FC_NONE)
        FAIL(p, left.at, "'~' needs a string before it, and this is %s",
             type_name(left.type));
    advance(p);
    fc_expr_token t = p->token;
    if (t.word != FC_WORD_STRING)
        fail_expected(p, "a regular expression as a string");
    else if (e->n_regexes == FC_EXPR_REGEXES)
        FAIL(p, t.at, "more than %d regular expressions", FC_EXPR_REGEXES);
    if (p->rc != FC_OK)
        return left;
    if (fc_regex_compile(&e->regexes[e->n_regexes], t.text, &wrong, &why) != FC_OK) {
        FAIL(p, t.at + 1 + wrong, "%s", why.msg);
        p->rc = why.rc;
        return left;
    }
    e->n_regexes++; /* owned before anything is allocated */
    emit(p, FC_OP_MATCH, e->n_regexes - 1, 0);
    advance(p);
    return (operand){ FC_BOOL, left.at, NULL, NULL };
}

static operand parse_relation(parser *p)
{
    operand left = parse_sum(p);
    fc_expr_word word = p->token.word;
    size_t after;
    bool negated = word == FC_WORD_NOT && p->token.text.n == 3 &&
                   fc_expr_lex(p->source, p->next, &after).word == FC_WORD_IN;
    if (negated)
        advance(p);
    if (negated || word == FC_WORD_IN)
        left = parse_in(p, left);
    else if (word == FC_WORD_MATCH || word == FC_WORD_NO_MATCH)
        left = parse_match(p, left);
    else if (word >= FC_WORD_EQ)
        return parse_comparison(p, left);
    if (negated || word == FC_WORD_NO_MATCH)
        emit(p, FC_OP_NOT, 0, 0);
    return left;
}

/* ---------------------------------------------------------------- logic */

static void need_bool(parser *p, operand o, const char *what)
{
    if (o.type == FC_BOOL || o.type == FC_NONE)
        return;
    if (o.term)
        FAIL(p, o.at, "%s needs true or false, and '%.*s' is %s: compare it with "
                      "something",
             what, shown(o.term->written), o.term->written.p, type_name(o.type));
    else
        FAIL(p, o.at, "%s needs true or false, and this is %s", what, type_name(o.type));
}

static operand parse_not(parser *p)
{
    size_t at = p->token.at;
    bool negate = false, any = false;
    while (take(p, FC_WORD_NOT)) {
        negate = !negate;
        any = true;
    }
    operand o = parse_relation(p);
    if (!any)
        return o;
    need_bool(p, o, "'not'");
    if (negate)
        emit(p, FC_OP_NOT, 0, 0);
    return (operand){ FC_BOOL, at, NULL, NULL };
}

/* left and right and ...: each jump goes to the AND that follows its right side. */
static operand parse_and(parser *p)
{
    operand left = parse_not(p);
    while (p->token.word == FC_WORD_AND) {
        need_bool(p, left, "'and'");
        advance(p);
        size_t jump = emit(p, FC_OP_JFALSE, 0, 0);
        need_bool(p, parse_not(p), "'and'");
        emit(p, FC_OP_AND, 0, 0);
        p->e->code[jump].a = (uint32_t)p->e->n_code;
        left = (operand){ FC_BOOL, left.at, NULL, NULL };
    }
    return left;
}

static operand parse_or(parser *p)
{
    if (++p->depth > FC_EXPR_DEPTH)
        FAIL(p, p->token.at, "nested deeper than %d", FC_EXPR_DEPTH);
    operand left = parse_and(p);
    while (p->token.word == FC_WORD_OR) {
        need_bool(p, left, "'or'");
        advance(p);
        size_t jump = emit(p, FC_OP_JTRUE, 0, 0);
        need_bool(p, parse_and(p), "'or'");
        emit(p, FC_OP_OR, 0, 0);
        p->e->code[jump].a = (uint32_t)p->e->n_code;
        left = (operand){ FC_BOOL, left.at, NULL, NULL };
    }
    p->depth--;
    return left;
}

static fc_rc parse(fc_expr *e, const fc_expr_env *env, fc_err *err)
{
    parser p = { .e = e, .env = env, .source = e->source, .err = err, .rc = FC_OK };
    advance(&p);
    operand o = parse_or(&p);
    if (p.rc == FC_OK && p.token.word != FC_WORD_END)
        fail_expected(&p, "an operator or the end");
    if (p.rc == FC_OK)
        need_bool(&p, o, "an expression");
    e->source = fc_expr_squeeze(e->source, &e->arena);
    return p.rc;
}

fc_rc fc_expr_compile(fc_expr **expr, fc_str source, const fc_expr_env *env, fc_err *err)
{
    jmp_buf guard;
    *expr = NULL;
    if (source.n > FC_EXPR_BYTES)
        return fc_fail(err, FC_EUSE, "the expression is longer than %d bytes",
                       FC_EXPR_BYTES);
    fc_expr *const e = calloc(1, sizeof *e);
    if (!e)
        return fc_fail(err, FC_ETRY, "out of memory");
    fc_arena_init(&e->arena);
    fc_arena_guard(&e->arena, &guard);
    if (setjmp(guard)) {
        fc_expr_free(e);
        return fc_fail(err, FC_ETRY, "out of memory");
    }
    e->source = fc_copy(&e->arena, source);
    fc_rc rc = parse(e, env, err);
    fc_arena_guard(&e->arena, NULL);
    if (rc == FC_OK)
        *expr = e;
    else
        fc_expr_free(e);
    return rc;
}

void fc_expr_free(fc_expr *expr)
{
    if (!expr)
        return;
    for (size_t i = 0; i < expr->n_regexes; i++)
        fc_regex_free(expr->regexes[i]);
    fc_arena_free(&expr->arena);
    free(expr);
}

bool fc_expr_has_regex(const fc_expr *expr)
{
    return expr->n_regexes > 0;
}

fc_str fc_expr_source(const fc_expr *expr)
{
    return expr->source;
}

bool fc_expr_term(const fc_expr *expr, size_t i, fc_str *name)
{
    if (i >= expr->n_terms)
        return false;
    *name = expr->terms[i].written;
    return true;
}
