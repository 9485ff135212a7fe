/* expr_run.c - an expression's program on one document. */
#include "base/expr_program.h"
#include "base/str.h"

#include <math.h>

/* Operands at once: each level of nesting holds at most one per precedence and one
 * more. */
enum { STACK = FC_EXPR_DEPTH * 6 + 8 };

static const fc_value missing = { FC_NONE, 0, { NULL, 0 } };
static const fc_value mistyped = { FC_NONE, 1, { NULL, 0 } };

/* An operation on this value is not defined: it is missing itself, or of another type. */
static fc_value undefined(fc_value v)
{
    return v.type == FC_NONE ? v : mistyped;
}

/* ... on one of these; one that is missing altogether counts first. */
static fc_value undefined_of(fc_value a, fc_value b)
{
    bool absent = (a.type == FC_NONE && a.num == 0) || (b.type == FC_NONE && b.num == 0);
    return absent ? missing : mistyped;
}

static fc_value truth(bool b)
{
    return (fc_value){ FC_BOOL, b, { NULL, 0 } };
}

static fc_value number(double v)
{
    return isfinite(v) ? (fc_value){ FC_NUM, v, { NULL, 0 } } : missing;
}

/* A value counts when it has the type that was promised; null is no value. */
static fc_value look_up(const fc_expr_item *item, const fc_expr_eval *eval)
{
    fc_value v = eval->lookup(eval->doc, &item->var);
    if (v.type == FC_NONE || (v.type == FC_JSON && fc_str_is(v.str, "null")))
        v = missing;
    if (item->exists)
        return truth(v.type != FC_NONE);
    if (v.type == FC_JSON || (item->var.type != FC_NONE && v.type != item->var.type))
        return undefined(v);
    if (item->call)
        return v.type == FC_STRING ? number(item->call(v.str)) : undefined(v);
    return v.type == FC_NUM ? number(v.num) : v;
}

static fc_value term(const fc_expr *e, size_t i, fc_expr_eval *eval)
{
    uint64_t bit = (uint64_t)1 << i;
    if (!(eval->looked & bit)) {
        eval->seen[i] = look_up(&e->terms[i], eval);
        eval->looked |= bit;
    }
    return eval->seen[i];
}

static fc_value arithmetic(enum fc_expr_op op, fc_value a, fc_value b)
{
    if (a.type != FC_NUM || b.type != FC_NUM)
        return undefined_of(a, b);
    switch (op) {
    case FC_OP_ADD: return number(a.num + b.num);
    case FC_OP_SUB: return number(a.num - b.num);
    case FC_OP_MUL: return number(a.num * b.num);
    default: return b.num == 0 ? missing : number(a.num / b.num);
    }
}

static int order(fc_value a, fc_value b)
{
    if (a.type == FC_STRING)
        return fc_str_order(a.str, b.str);
    return a.num < b.num ? -1 : a.num > b.num;
}

static fc_value compare(enum fc_expr_op op, fc_value a, fc_value b)
{
    if (a.type == FC_NONE || a.type != b.type)
        return undefined_of(a, b);
    if (a.type == FC_BOOL && op >= FC_OP_LT)
        return mistyped;
    int c = order(a, b);
    switch (op) {
    case FC_OP_EQ: return truth(c == 0);
    case FC_OP_NE: return truth(c != 0);
    case FC_OP_LT: return truth(c < 0);
    case FC_OP_LE: return truth(c <= 0);
    case FC_OP_GT: return truth(c > 0);
    default: return truth(c >= 0);
    }
}

static fc_value is_in(fc_value v, const fc_value *list, size_t n)
{
    bool comparable = false;
    for (size_t i = 0; i < n; i++) {
        if (list[i].type != v.type)
            continue;
        comparable = true;
        if (order(list[i], v) == 0)
            return truth(true);
    }
    return comparable ? truth(false) : undefined(v);
}

/* One side decides alone, or else both must be known. */
static fc_value both(enum fc_expr_op op, fc_value a, fc_value b)
{
    double decides = op == FC_OP_OR;
    if ((a.type == FC_BOOL && a.num == decides) ||
        (b.type == FC_BOOL && b.num == decides))
        return truth(op == FC_OP_OR);
    if (a.type == FC_BOOL && b.type == FC_BOOL)
        return truth(op == FC_OP_AND);
    return undefined_of(a, b);
}

static fc_value unary(enum fc_expr_op op, fc_value v)
{
    if (op == FC_OP_NEG)
        return v.type == FC_NUM ? number(-v.num) : undefined(v);
    return v.type == FC_BOOL ? truth(v.num == 0) : undefined(v);
}

static fc_value binary(enum fc_expr_op op, fc_value a, fc_value b)
{
    if (op <= FC_OP_DIV)
        return arithmetic(op, a, b);
    return op <= FC_OP_GE ? compare(op, a, b) : both(op, a, b);
}

/* false: the regular expression took too many steps. */
static bool match(const fc_regex *re, fc_regex_scratch *scratch, fc_value *v)
{
    if (v->type != FC_STRING) {
        *v = undefined(*v);
        return true;
    }
    int found = fc_regex_search(re, scratch, v->str);
    *v = truth(found == FC_REGEX_FOUND);
    return found != FC_REGEX_LIMIT;
}

static bool jumps(const fc_expr_code *c, fc_value top)
{
    return top.type == FC_BOOL && (top.num != 0) == (c->op == FC_OP_JTRUE);
}

fc_truth fc_expr_run(const fc_expr *e, fc_expr_eval *eval)
{
    fc_value stack[STACK];
    size_t n = 0, pc = 0;
    while (pc < e->n_code) {
        const fc_expr_code *c = &e->code[pc++];
        enum fc_expr_op op = (enum fc_expr_op)c->op;
        switch (op) {
        case FC_OP_TERM:
            stack[n++] = term(e, c->a, eval);
            break;
        case FC_OP_CONST:
            stack[n++] = e->consts[c->a];
            break;
        case FC_OP_NEG:
        case FC_OP_NOT:
            stack[n - 1] = unary(op, stack[n - 1]);
            break;
        case FC_OP_IN:
            stack[n - 1] = is_in(stack[n - 1], e->consts + c->a, c->b);
            break;
        case FC_OP_MATCH:
            if (!match(e->regexes[c->a], eval->scratch, &stack[n - 1]))
                return FC_EXPR_COSTLY;
            break;
        case FC_OP_JFALSE:
        case FC_OP_JTRUE:
            if (jumps(c, stack[n - 1]))
                pc = c->a;
            break;
        default:
            n--;
            stack[n - 1] = binary(op, stack[n - 1], stack[n]);
        }
    }
    if (stack[0].type != FC_BOOL)
        return undefined(stack[0]).num != 0 ? FC_EXPR_MISTYPED : FC_EXPR_MISSING;
    return stack[0].num != 0 ? FC_EXPR_TRUE : FC_EXPR_FALSE;
}
