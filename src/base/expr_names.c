/* expr_names.c - what all levels of the parser need: errors, the next word, the program's
 * end, and the names and calls of an expression. */
#include "base/expr_parser.h"
#include "base/str.h"

/* ---------------------------------------------------------------- errors */

static size_t chars(fc_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static double count_chars(fc_str s)
{
    return (double)chars(s);
}

void fc_expr_fail(fc_expr_parser *p, size_t at, fc_str message)
{
    if (p->rc == FC_OK)
        p->rc = fc_fail(p->err, FC_EUSE, "expression, column %zu: %.*s",
                        chars(fc_str_sub(p->source, 0, at)) + 1, (int)message.n,
                        message.p);
    p->token.word = FC_WORD_END;
    p->next = p->source.n;
}

/* For messages: at most 40 bytes of it. */
int fc_expr_shown(fc_str s)
{
    return s.n > 40 ? 40 : (int)s.n;
}

void fc_expr_expected(fc_expr_parser *p, const char *what)
{
    const fc_expr_token *t = &p->token;
    if (t->word == FC_WORD_BAD)
        FC_EXPR_FAIL(p, t->at, "%s", t->wrong);
    else if (t->word == FC_WORD_END)
        FC_EXPR_FAIL(p, t->at, "expected %s, but the expression ends", what);
    else
        FC_EXPR_FAIL(p, t->at, "expected %s, found '%.*s'", what,
                     fc_expr_shown(t->text), t->text.p);
}

const char *fc_expr_type_name(fc_type type)
{
    return type == FC_BOOL ? "true or false" : type == FC_NUM ? "a number" : "a string";
}

/* ---------------------------------------------------------------- words and code */

void fc_expr_advance(fc_expr_parser *p)
{
    p->token = fc_expr_lex(p->source, p->next, &p->next);
}

bool fc_expr_take(fc_expr_parser *p, fc_expr_word word)
{
    if (p->token.word != word)
        return false;
    fc_expr_advance(p);
    return true;
}

void fc_expr_need(fc_expr_parser *p, fc_expr_word word, const char *what)
{
    if (!fc_expr_take(p, word))
        fc_expr_expected(p, what);
}

size_t fc_expr_emit(fc_expr_parser *p, enum fc_expr_op op, size_t a, size_t b)
{
    fc_expr *e = p->e;
    e->code = fc_room(&e->arena, e->code, e->n_code, &e->cap_code, sizeof *e->code);
    e->code[e->n_code] = (fc_expr_code){ (uint8_t)op, (uint32_t)a, (uint32_t)b };
    return e->n_code++;
}

size_t fc_expr_add_const(fc_expr_parser *p, fc_value value)
{
    fc_expr *e = p->e;
    e->consts =
        fc_room(&e->arena, e->consts, e->n_consts, &e->cap_consts, sizeof *e->consts);
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

static bool find_fn(fc_expr_parser *p, fc_str name, fc_expr_item *item)
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

void fc_expr_unknown(fc_expr_parser *p, size_t at, const char *what, fc_str wrong,
                         const char *near)
{
    if (near)
        FC_EXPR_FAIL(p, at, "unknown %s '%.*s'; did you mean '%s'?", what,
                     fc_expr_shown(wrong), wrong.p, near);
    else
        FC_EXPR_FAIL(p, at, "unknown %s '%.*s'", what, fc_expr_shown(wrong), wrong.p);
}

/* Does the word at this place come after ==, != or ~? Then it may be meant as a
 * string. */
static bool may_be_string(fc_str source, size_t at)
{
    while (at && fc_is_space(source.p[at - 1]))
        at--;
    return at > 1 && (source.p[at - 1] == '~' ||
                      (source.p[at - 1] == '=' && strchr("=!", source.p[at - 2])));
}

static void fail_name(fc_expr_parser *p, fc_expr_token t)
{
    const fc_expr_env *env = p->env;
    const char *near = env->names ? fc_suggest(t.text, env->names, env->user) : NULL;
    if (may_be_string(p->source, t.at))
        FC_EXPR_FAIL(p, t.at, "unknown %s '%.*s'; a string stands in quotes: \"%.*s\"",
                     env->what, fc_expr_shown(t.text), t.text.p, fc_expr_shown(t.text),
                     t.text.p);
    else if (near || !env->hint)
        fc_expr_unknown(p, t.at, env->what, t.text, near);
    else
        FC_EXPR_FAIL(p, t.at, "unknown %s '%.*s'; %s", env->what, fc_expr_shown(t.text),
                     t.text.p, env->hint);
}

/* The name in the current word. */
static void resolve(fc_expr_parser *p, fc_expr_var *var)
{
    const fc_expr_env *env = p->env;
    fc_expr_token t = p->token;
    if (t.word != FC_WORD_NAME && t.word != FC_WORD_QUOTED) {
        fc_expr_expected(p, "a name");
        return;
    }
    var->key = t.text;
    if (env->resolve(env->user, t.text, var))
        fc_expr_advance(p);
    else
        fail_name(p, t);
}

static fc_type item_type(const fc_expr_item *item)
{
    return item->exists ? FC_BOOL : item->call ? FC_NUM : item->var.type;
}

/* The same term asked for twice is one. */
static const fc_expr_item *add_item(fc_expr_parser *p, size_t at,
                                    const fc_expr_item *item)
{
    fc_expr *e = p->e;
    size_t i = 0;
    while (i < e->n_terms && !fc_str_eq(e->terms[i].written, item->written))
        i++;
    if (i == FC_EXPR_TERMS) {
        FC_EXPR_FAIL(p, at, "more than %d different names", FC_EXPR_TERMS);
        return NULL;
    }
    if (i == e->n_terms)
        e->terms[e->n_terms++] = *item;
    fc_expr_emit(p, FC_OP_TERM, i, 0);
    return &e->terms[i];
}

fc_expr_operand fc_expr_parse_name(fc_expr_parser *p)
{
    fc_expr_token t = p->token;
    fc_expr_item item = { 0 };
    size_t after = p->next;
    fc_expr_token ahead = fc_expr_lex(p->source, p->next, &after);
    if (t.word == FC_WORD_NAME && ahead.word == FC_WORD_OPEN) {
        if (!find_fn(p, t.text, &item)) {
            fc_expr_unknown(p, t.at, "function", t.text,
                         fc_suggest(t.text, fn_name, (void *)(uintptr_t)p->env));
            return (fc_expr_operand){ FC_NONE, t.at, NULL, 0 };
        }
        fc_expr_advance(p);
        fc_expr_advance(p);
        resolve(p, &item.var);
        if (item.call && item.var.type != FC_STRING && item.var.type != FC_NONE)
            FC_EXPR_FAIL(p, t.at, "'%.*s' needs a string, and '%.*s' is %s",
                         fc_expr_shown(t.text), t.text.p, fc_expr_shown(item.var.key),
                         item.var.key.p, fc_expr_type_name(item.var.type));
        fc_expr_need(p, FC_WORD_CLOSE, "')'");
        item.written = fc_printf(&p->e->arena, "%.*s(%.*s)", (int)t.text.n, t.text.p,
                                 (int)item.var.key.n, item.var.key.p);
    } else {
        item.written = t.text;
        resolve(p, &item.var);
    }
    if (p->rc != FC_OK)
        return (fc_expr_operand){ FC_NONE, t.at, NULL, 0 };
    return (fc_expr_operand){ item_type(&item), t.at, add_item(p, t.at, &item), 0 };
}
