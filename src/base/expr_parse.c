/* expr_parse.c - from an expression's text to its program, with types checked on the way.
 *
 * Recursive descent, one function per level of precedence, at most FC_EXPR_DEPTH deep.
 * The first error is kept; from then on every word read is the end, so all levels
 * return. */
#include "base/expr_parser.h"
#include "base/str.h"

#include <stdlib.h>

static fc_expr_operand parse_or(fc_expr_parser *p);

/* ---------------------------------------------------------------- values */

static fc_expr_operand parse_literal(fc_expr_parser *p, fc_value value)
{
    fc_expr_operand o = { value.type, p->token.at, NULL, 0 };
    size_t i = fc_expr_add_const(p, value);
    fc_expr_emit(p, FC_OP_CONST, i, 0);
    o.literal = i + 1;
    fc_expr_advance(p);
    return o;
}

static fc_expr_operand parse_primary(fc_expr_parser *p)
{
    fc_expr_token t = p->token;
    fc_expr_operand o = { FC_NONE, t.at, NULL, 0 };
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
        return fc_expr_parse_name(p);
    case FC_WORD_OPEN:
        fc_expr_advance(p);
        o = parse_or(p);
        o.at = t.at;
        fc_expr_need(p, FC_WORD_CLOSE, "')'");
        return o;
    default:
        fc_expr_expected(p, "a value, a name or '('");
        return o;
    }
}

static void need_num(fc_expr_parser *p, fc_expr_operand o, const char *what)
{
    if (o.type != FC_NUM && o.type != FC_NONE)
        FC_EXPR_FAIL(p, o.at, "%s needs a number, and this is %s", what,
                     fc_expr_type_name(o.type));
}

/* Unary signs; a run of them is a loop, not a recursion. */
static fc_expr_operand parse_unary(fc_expr_parser *p)
{
    size_t at = p->token.at;
    bool negative = false, sign = false;
    while (p->token.word == FC_WORD_MINUS || p->token.word == FC_WORD_PLUS) {
        negative ^= p->token.word == FC_WORD_MINUS;
        sign = true;
        fc_expr_advance(p);
    }
    fc_expr_operand o = parse_primary(p);
    if (!sign)
        return o;
    need_num(p, o, negative ? "'-'" : "'+'");
    if (negative)
        fc_expr_emit(p, FC_OP_NEG, 0, 0);
    return (fc_expr_operand){ FC_NUM, at, NULL, 0 };
}

static fc_expr_operand parse_product(fc_expr_parser *p)
{
    fc_expr_operand left = parse_unary(p);
    while (p->token.word == FC_WORD_TIMES || p->token.word == FC_WORD_OVER) {
        bool times = p->token.word == FC_WORD_TIMES;
        need_num(p, left, times ? "'*'" : "'/'");
        fc_expr_advance(p);
        need_num(p, parse_unary(p), times ? "'*'" : "'/'");
        fc_expr_emit(p, times ? FC_OP_MUL : FC_OP_DIV, 0, 0);
        left = (fc_expr_operand){ FC_NUM, left.at, NULL, 0 };
    }
    return left;
}

static fc_expr_operand parse_sum(fc_expr_parser *p)
{
    fc_expr_operand left = parse_product(p);
    while (p->token.word == FC_WORD_PLUS || p->token.word == FC_WORD_MINUS) {
        bool plus = p->token.word == FC_WORD_PLUS;
        need_num(p, left, plus ? "'+'" : "'-'");
        fc_expr_advance(p);
        need_num(p, parse_product(p), plus ? "'+'" : "'-'");
        fc_expr_emit(p, plus ? FC_OP_ADD : FC_OP_SUB, 0, 0);
        left = (fc_expr_operand){ FC_NUM, left.at, NULL, 0 };
    }
    return left;
}

/* ---------------------------------------------------------------- comparisons */

/* A string that the attribute can never hold is a mistake; another name for a label is
 * that label. */
static void check_label(fc_expr_parser *p, const fc_expr_item *term, fc_value *value,
                        size_t at)
{
    if (!term || term->call || term->exists || !term->var.labels ||
        value->type != FC_STRING)
        return;
    for (size_t i = 0; term->var.labels[i]; i++)
        if (fc_str_is(value->str, term->var.labels[i]))
            return;
    for (const char *const *pair = term->var.aliases; pair && *pair; pair += 2)
        if (fc_str_is(value->str, pair[0])) {
            value->str = fc_str_of(pair[1]);
            return;
        }
    fc_str what = fc_printf(&p->e->arena, "label of %.*s", fc_expr_shown(term->written),
                            term->written.p);
    fc_expr_unknown(p, at, what.p, value->str,
                    fc_suggest_list(value->str, term->var.labels));
}

static void check_same_type(fc_expr_parser *p, fc_expr_operand left,
                            fc_expr_operand right)
{
    if (left.type == FC_NONE || right.type == FC_NONE || left.type == right.type)
        return;
    if (left.term)
        FC_EXPR_FAIL(p, right.at, "'%.*s' is %s and cannot be compared with %s",
                     fc_expr_shown(left.term->written), left.term->written.p,
                     fc_expr_type_name(left.type), fc_expr_type_name(right.type));
    else
        FC_EXPR_FAIL(p, right.at, "%s cannot be compared with %s",
                     fc_expr_type_name(left.type), fc_expr_type_name(right.type));
}

static fc_expr_operand parse_comparison(fc_expr_parser *p, fc_expr_operand left)
{
    enum fc_expr_op op = FC_OP_EQ + (enum fc_expr_op)(p->token.word - FC_WORD_EQ);
    fc_expr_token sign = p->token;
    fc_expr_advance(p);
    fc_expr_operand right = parse_sum(p);
    check_same_type(p, left, right);
    if (op >= FC_OP_LT && (left.type == FC_BOOL || right.type == FC_BOOL))
        FC_EXPR_FAIL(p, sign.at, "true and false have no order");
    if (op < FC_OP_LT && right.literal)
        check_label(p, left.term, &p->e->consts[right.literal - 1], right.at);
    if (op < FC_OP_LT && left.literal)
        check_label(p, right.term, &p->e->consts[left.literal - 1], left.at);
    if (p->token.word >= FC_WORD_EQ)
        FC_EXPR_FAIL(p, p->token.at,
                     "comparisons do not chain: join two of them with 'and'");
    fc_expr_emit(p, op, 0, 0);
    return (fc_expr_operand){ FC_BOOL, left.at, NULL, 0 };
}

/* One value of a list; numbers may have a sign. */
static fc_value parse_list_value(fc_expr_parser *p)
{
    bool negative = fc_expr_take(p, FC_WORD_MINUS);
    fc_expr_token t = p->token;
    fc_value v = { FC_NONE, 0, { 0, 0 } };
    if (t.word == FC_WORD_NUM)
        v = (fc_value){ FC_NUM, negative ? -t.num : t.num, { 0, 0 } };
    else if (t.word == FC_WORD_STRING && !negative)
        v = (fc_value){ FC_STRING, 0, t.text };
    else
        fc_expr_expected(p, negative ? "a number" : "a number or a string");
    if (p->rc == FC_OK)
        fc_expr_advance(p);
    return v;
}

static fc_expr_operand parse_in(fc_expr_parser *p, fc_expr_operand left)
{
    size_t first = p->e->n_consts, n = 0;
    fc_expr_advance(p);
    fc_expr_need(p, FC_WORD_OPEN, "'(' and a list after 'in'");
    do {
        size_t at = p->token.at;
        fc_value v = parse_list_value(p);
        if (p->rc != FC_OK)
            return left;
        check_same_type(p, left, (fc_expr_operand){ v.type, at, NULL, 0 });
        check_label(p, left.term, &v, at);
        fc_expr_add_const(p, v);
        n++;
    } while (fc_expr_take(p, FC_WORD_COMMA));
    fc_expr_need(p, FC_WORD_CLOSE, "',' or ')' in the list");
    fc_expr_emit(p, FC_OP_IN, first, n);
    return (fc_expr_operand){ FC_BOOL, left.at, NULL, 0 };
}

static fc_expr_operand parse_match(fc_expr_parser *p, fc_expr_operand left)
{
    fc_expr *e = p->e;
    size_t wrong = 0;
    fc_err why = { 0 };
    if (left.type != FC_STRING && left.type != FC_NONE)
        FC_EXPR_FAIL(p, left.at, "'~' needs a string before it, and this is %s",
                     fc_expr_type_name(left.type));
    fc_expr_advance(p);
    fc_expr_token t = p->token;
    if (t.word != FC_WORD_STRING)
        fc_expr_expected(p, "a regular expression as a string");
    else if (e->n_regexes == FC_EXPR_REGEXES)
        FC_EXPR_FAIL(p, t.at, "more than %d regular expressions", FC_EXPR_REGEXES);
    if (p->rc != FC_OK)
        return left;
    if (fc_regex_compile(&e->regexes[e->n_regexes], t.text, &wrong, &why) != FC_OK) {
        FC_EXPR_FAIL(p, t.at + 1 + wrong, "%s", why.msg);
        p->rc = why.rc;
        return left;
    }
    e->n_regexes++; /* owned before anything is allocated */
    fc_expr_emit(p, FC_OP_MATCH, e->n_regexes - 1, 0);
    fc_expr_advance(p);
    return (fc_expr_operand){ FC_BOOL, left.at, NULL, 0 };
}

static fc_expr_operand parse_relation(fc_expr_parser *p)
{
    fc_expr_operand left = parse_sum(p);
    fc_expr_word word = p->token.word;
    size_t after;
    bool negated = word == FC_WORD_NOT && p->token.text.n == 3 &&
                   fc_expr_lex(p->source, p->next, &after).word == FC_WORD_IN;
    if (negated)
        fc_expr_advance(p);
    if (negated || word == FC_WORD_IN)
        left = parse_in(p, left);
    else if (word == FC_WORD_MATCH || word == FC_WORD_NO_MATCH)
        left = parse_match(p, left);
    else if (word >= FC_WORD_EQ)
        return parse_comparison(p, left);
    if (negated || word == FC_WORD_NO_MATCH)
        fc_expr_emit(p, FC_OP_NOT, 0, 0);
    return left;
}

/* ---------------------------------------------------------------- logic */

static void need_bool(fc_expr_parser *p, fc_expr_operand o, const char *what)
{
    if (o.type == FC_BOOL || o.type == FC_NONE)
        return;
    if (o.term)
        FC_EXPR_FAIL(p, o.at,
                     "%s needs true or false, and '%.*s' is %s: compare it with "
                     "something",
                     what, fc_expr_shown(o.term->written), o.term->written.p,
                     fc_expr_type_name(o.type));
    else
        FC_EXPR_FAIL(p, o.at, "%s needs true or false, and this is %s", what,
                     fc_expr_type_name(o.type));
}

static fc_expr_operand parse_not(fc_expr_parser *p)
{
    size_t at = p->token.at;
    bool negate = false, any = false;
    while (fc_expr_take(p, FC_WORD_NOT)) {
        negate = !negate;
        any = true;
    }
    fc_expr_operand o = parse_relation(p);
    if (!any)
        return o;
    need_bool(p, o, "'not'");
    if (negate)
        fc_expr_emit(p, FC_OP_NOT, 0, 0);
    return (fc_expr_operand){ FC_BOOL, at, NULL, 0 };
}

/* left and right and ...: each jump goes to the AND that follows its right side. */
static fc_expr_operand parse_and(fc_expr_parser *p)
{
    fc_expr_operand left = parse_not(p);
    while (p->token.word == FC_WORD_AND) {
        need_bool(p, left, "'and'");
        fc_expr_advance(p);
        size_t jump = fc_expr_emit(p, FC_OP_JFALSE, 0, 0);
        need_bool(p, parse_not(p), "'and'");
        fc_expr_emit(p, FC_OP_AND, 0, 0);
        p->e->code[jump].a = (uint32_t)p->e->n_code;
        left = (fc_expr_operand){ FC_BOOL, left.at, NULL, 0 };
    }
    return left;
}

static fc_expr_operand parse_or(fc_expr_parser *p)
{
    if (++p->depth > FC_EXPR_DEPTH)
        FC_EXPR_FAIL(p, p->token.at, "nested deeper than %d", FC_EXPR_DEPTH);
    fc_expr_operand left = parse_and(p);
    while (p->token.word == FC_WORD_OR) {
        need_bool(p, left, "'or'");
        fc_expr_advance(p);
        size_t jump = fc_expr_emit(p, FC_OP_JTRUE, 0, 0);
        need_bool(p, parse_and(p), "'or'");
        fc_expr_emit(p, FC_OP_OR, 0, 0);
        p->e->code[jump].a = (uint32_t)p->e->n_code;
        left = (fc_expr_operand){ FC_BOOL, left.at, NULL, 0 };
    }
    p->depth--;
    return left;
}

static fc_rc parse(fc_expr *e, const fc_expr_env *env, fc_err *err)
{
    fc_expr_parser p = {
        .e = e, .env = env, .source = e->source, .err = err, .rc = FC_OK
    };
    fc_expr_advance(&p);
    fc_expr_operand o = parse_or(&p);
    if (p.rc == FC_OK && p.token.word != FC_WORD_END)
        fc_expr_expected(&p, "an operator or the end");
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
