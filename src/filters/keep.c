/* keep.c - decide by an expression over attributes, metadata and text. */
#include "base/arena.h"
#include "base/str.h"
#include "filters/names.h"
#include "text/words.h"

#include <stdlib.h>

typedef struct conf {
    const char *expr;
    bool invert;
} conf;

typedef struct model {
    fc_expr *expr;
    bool invert;
} model;

enum { FALSE_REASON = 1, MISSING, MISTYPED, COSTLY };

static double count_words(fc_str s)
{
    return (double)fc_words_count(s);
}

/* ---------------------------------------------------------------- opening */

static void keep_close(void *m)
{
    fc_expr_free(((model *)m)->expr);
    free(m);
}

static fc_rc keep_open(fc_open *ctx, const void *config, void **made, fc_err *err)
{
    static const fc_expr_fn fns[] = { { "words", count_words }, { NULL, NULL } };
    const conf *c = config;
    fc_expr_env env = { fc_names_find, fc_names_at, "attribute", fc_names_hint, ctx,
                        fns };
    fc_err why = { 0 };
    model *m = calloc(1, sizeof *m);
    if (!m)
        return fc_fail(err, FC_ETRY, "out of memory");
    m->invert = c->invert;
    fc_rc rc = fc_expr_compile(&m->expr, fc_str_of(c->expr), &env, &why);
    if (rc) {
        keep_close(m);
        return fc_fail(err, rc, "keep: %s", why.msg);
    }
    *made = m;
    return FC_OK;
}

static fc_rc keep_worker(const void *m, void **mine, fc_err *err)
{
    *mine = NULL;
    if (fc_expr_has_regex(((const model *)m)->expr) && !(*mine = fc_regex_scratch_new()))
        return fc_fail(err, FC_ETRY, "out of memory");
    return FC_OK;
}

static void keep_worker_end(void *mine)
{
    fc_regex_scratch_free(mine);
}

/* -------------------------------------------------------------- telling what was seen */

enum { SHOWN = 40 }; /* bytes of a string */

/* A string on one line, cut short where a character ends. */
static fc_str short_string(fc_str s, fc_arena *a)
{
    bool cut = s.n > SHOWN;
    size_t n = cut ? SHOWN : s.n;
    while (cut && n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    fc_str out = fc_printf(a, "%.*s%s", (int)n, s.n ? s.p : "", cut ? "..." : "");
    for (size_t i = 0; i < out.n; i++)
        if ((unsigned char)out.p[i] < ' ')
            ((char *)(uintptr_t)out.p)[i] = ' ';
    return out;
}

static fc_str show_value(const fc_value *v, fc_arena *a)
{
    char digits[32];
    switch (v->type) {
    case FC_BOOL:
    case FC_NUM:
        return fc_copy(a, fc_value_text(v, digits));
    case FC_STRING:
        return short_string(v->str, a);
    default:
        return v->num != 0 ? FC_STR("of another type") : FC_STR("missing");
    }
}

/* " [edu=3.41, lang=en]": all that was looked at, but for the text itself. */
static fc_str show_seen(const fc_expr *e, const fc_expr_eval *eval, fc_arena *a)
{
    fc_str part[FC_EXPR_TERMS * 4 + 1], name;
    size_t n = 0;
    for (size_t i = 0; fc_expr_term(e, i, &name); i++) {
        if (!(eval->looked >> i & 1) || fc_str_is(name, "text"))
            continue;
        part[n] = n ? FC_STR(", ") : FC_STR(" [");
        n++;
        part[n++] = name;
        part[n++] = FC_STR("=");
        part[n++] = show_value(&eval->seen[i], a);
    }
    if (n)
        part[n++] = FC_STR("]");
    return fc_concat(a, part, n);
}

static fc_str show_expr(const model *m, fc_arena *a)
{
    fc_str part[] = { FC_STR("not ("), fc_expr_source(m->expr), FC_STR(")") };
    return m->invert ? fc_concat(a, part, 3) : part[1];
}

static void set_kept(const model *m, const fc_expr_eval *eval, fc_doc *doc, fc_call *call)
{
    const fc_value *old = fc_fields_get(&doc->attr, FC_STR("kept"));
    bool more = old && old->type == FC_STRING && old->str.n;
    fc_str part[] = { more ? old->str : FC_STR(""), more ? FC_STR("; ") : FC_STR(""),
                      show_expr(m, call->scratch),
                      show_seen(m->expr, eval, call->scratch) };
    fc_set_str(&doc->attr, call->keep, "kept", fc_concat(call->keep, part, 4));
}

static void explain(const model *m, fc_truth truth, const fc_expr_eval *eval,
                    fc_call *call)
{
    static const char *const said[] = {
        "is false", "is true", "needs a value that is missing",
        "needs a value that is of another type",
        "has a regular expression that took too many steps"
    };
    fc_buf_str(call->explain, fc_expr_source(m->expr));
    fc_buf_printf(call->explain, " %s", said[truth]);
    fc_buf_str(call->explain, show_seen(m->expr, eval, call->scratch));
    fc_buf_char(call->explain, '\n');
}

/* ---------------------------------------------------------------- running */

static int keep_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const model *m = config;
    fc_expr_eval eval;
    eval.lookup = fc_names_value;
    eval.doc = doc;
    eval.scratch = mine;
    eval.looked = 0;
    fc_truth truth = fc_expr_run(m->expr, &eval);
    if (call->explain)
        explain(m, truth, &eval, call);
    if (truth == FC_EXPR_COSTLY)
        return COSTLY;
    if (truth == FC_EXPR_MISSING || truth == FC_EXPR_MISTYPED)
        return truth == FC_EXPR_MISSING ? MISSING : MISTYPED;
    if ((truth == FC_EXPR_TRUE) == m->invert)
        return FALSE_REASON;
    set_kept(m, &eval, doc, call);
    return FC_KEEP;
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    { "EXPR", FC_OPT_TEXT, offsetof(conf, expr), NULL, 0, 0, NULL, "EXPR",
      "the expression that must hold", FC_OPT_ARG | FC_OPT_REQUIRED },
    { "invert", FC_OPT_BOOL, offsetof(conf, invert), NULL, 0, 0, NULL, NULL,
      "keep the documents for which it is false instead", 0 },
    { 0 }
};

static const fc_attr gives[] = {
    { "kept", FC_STRING, "each expression it was kept for and the values that were seen",
      NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "false", "the expression is false (with --invert: true)" },
    { "missing", "the expression depends on a value that the document does not have" },
    { "other-type", "the expression depends on a value that is of another type: \"3\" is "
                    "no number" },
    { "too-costly", "a regular expression took too many steps on this document" },
    { 0 }
};

static const fc_example examples[] = {
    { "educational English pages", "keep --attr lang 'edu >= 3 and lang == \"en\"'",
      "{\"id\":\"a\",\"text\":\"x\",\"attributes\":{\"lang\":\"en\",\"edu\":3.41}}\n"
      "{\"id\":\"b\",\"text\":\"y\",\"attributes\":{\"lang\":\"en\",\"edu\":1.2}}\n",
      "{\"id\":\"a\",\"text\":\"x\",\"attributes\":{\"lang\":\"en\",\"edu\":3.41,"
      "\"kept\":\"edu >= 3 and lang == \\\"en\\\" [edu=3.41, lang=en]\"}}\n" },
    { "texts that are not short", "keep 'words(text) < 3' --invert",
      "{\"id\":\"a\",\"text\":\"one two three\"}\n{\"id\":\"b\",\"text\":\"one two\"}\n",
      "{\"id\":\"a\",\"text\":\"one two three\",\"attributes\":{"
      "\"kept\":\"not (words(text) < 3) [words(text)=3]\"}}\n" },
    { 0 }
};

FC_STAGE(keep) = {
    .use = {
        .name = "keep",
        .group = FC_GROUP_CHOOSE,
        .brief = "keep the documents for which an expression holds",
        .doc = "EXPR is made of comparisons (== != < <= > >=), lists (lang in (\"en\", "
               "\"de\"), also not in), regular expressions (url ~ \"^https\", also !~), "
               "arithmetic (+ - * /), and, or, not (also && || !) and parentheses. "
               "Strings stand between \"...\" or '...' and have no escapes; true and "
               "false are words.\n"
               "\n"
               "A name is an attribute (where a document has none of that name, a key at "
               "its top), or text, id, source, url, or metadata.NAME (short meta.NAME) "
               "for what the document's metadata holds. Names with "
               "other characters than letters, digits, '_', '.' and ':' stand between "
               "backquotes; attributes.NAME is always an attribute. A misspelt attribute "
               "or label is an error before the first document is read.\n"
               "\n"
               "Functions of a name: len(text) counts characters, words(text) counts "
               "words, exists(edu) tells whether there is a value.\n"
               "\n"
               "A regular expression is Perl's and is searched line by line; (?i) at its "
               "start ignores case.\n"
               "\n"
               "Where a value is missing, a comparison is neither true nor false, and "
               "neither is its negation: the document is dropped as 'missing', also with "
               "--invert, unless the other side of an 'and' or 'or' decides. Use "
               "exists() to decide yourself: 'not exists(edu) or edu >= 3'. A value of "
               "another type than the comparison needs does the same, and is told as "
               "'other-type': the string \"3\" is no number, null is no value.\n"
               "\n"
               "The attribute 'kept' tells why a document is still there: the expression "
               "and the values that it looked at. Further ones are added after '; '.",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .open = keep_open,
    .worker = keep_worker,
    .run = keep_run,
    .worker_end = keep_worker_end,
    .close = keep_close,
};
