/* fuzz_expr.c - expressions: the first line is compiled, the rest is the text they see.
 * What compiles must run, and squeezing white space may not change what it means. */
#include "base/expr.h"
#include "base/str.h"

#include <stdlib.h>

static bool resolve(void *user, fc_str name, fc_expr_var *var)
{
    static const char *const labels[] = { "math", "art", NULL };
    (void)user;
    var->type = fc_str_is(name, "text") ? FC_STRING : fc_str_is(name, "n") ? FC_NUM :
                fc_str_is(name, "b") ? FC_BOOL : FC_NONE;
    var->labels = fc_str_is(name, "l") ? labels : NULL;
    return name.n < 5;
}

static fc_value lookup(const void *doc, const fc_expr_var *var)
{
    if (fc_str_is(var->key, "n"))
        return (fc_value){ FC_NUM, 2.5, { NULL, 0 } };
    if (fc_str_is(var->key, "b"))
        return (fc_value){ FC_BOOL, 1, { NULL, 0 } };
    if (var->key.n > 3 && var->type == FC_NONE)
        return (fc_value){ FC_NONE, 0, { NULL, 0 } };
    return (fc_value){ FC_STRING, 0, *(const fc_str *)doc };
}

static fc_truth run(const fc_expr *e, const fc_str *text, fc_regex_scratch *scratch)
{
    fc_expr_eval eval = { .lookup = lookup, .doc = text, .scratch = scratch };
    return fc_expr_run(e, &eval);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fc_expr_env env = { .resolve = resolve, .what = "name" };
    fc_str all = { (const char *)data, size };
    fc_str source = fc_str_sub(all, 0, fc_str_findc(all, '\n'));
    fc_str text = fc_str_sub(all, source.n, all.n);
    fc_expr *e, *again;
    fc_err err = { 0 };
    if (text.n > 65536)
        text.n = 65536;
    if (fc_expr_compile(&e, source, &env, &err) != FC_OK) {
        if (!err.msg[0] || e)
            abort();
        return 0;
    }
    if (fc_expr_compile(&again, fc_expr_source(e), &env, &err) != FC_OK)
        abort();
    fc_regex_scratch *scratch = fc_regex_scratch_new();
    if (scratch && run(e, &text, scratch) != run(again, &text, scratch))
        abort();
    fc_regex_scratch_free(scratch);
    fc_expr_free(e);
    fc_expr_free(again);
    return 0;
}
