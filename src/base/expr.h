/* expr.h - the expressions of `keep`: compiled once, evaluated for each document without
 * allocating.
 *
 *     edu >= 3 and lang in ("en", "de") and not (topic == "shopping-products")
 *
 *   values       numbers 3 0.5 1e-3; strings "..." or '...' (no escapes: a string that
 *                holds one kind of quote is written with the other); true, false
 *   names        letters, digits, '_', '.' and ':', not beginning with a digit; any other
 *                name goes between backquotes. What they mean is the caller's affair
 *                (fc_expr_env).
 *   calls        len(NAME) code points of a string, exists(NAME), and the caller's own
 *   operators    or ||, and &&, not !, then == != < <= > >=, in (..), not in (..), ~ !~,
 *                then + -, * /, unary -; parentheses. Comparisons do not chain.
 *   x ~ "re"     the regular expression is found in a line of x (regex.h)
 *
 * Strings compare by bytes. Everything that can be known early is an error when
 * compiling: an unknown name, a label that an attribute cannot have, a comparison of a
 * number with a string.
 *
 * Missing values. A value is missing when its name is not in the document, has another
 * type there than it should, or is a number that came of a division by zero. What is
 * computed from a missing value is missing, except that `false and x` is false and `true
 * or x` is true whatever x is. So `edu >= 3` and `not (edu >= 3)` are both missing where
 * there is no edu; `exists(edu)` is always true or false. Values that are missing as
 * their type is another are told apart (FC_EXPR_MISTYPED): somebody wrote "3" for 3. */
#ifndef FC_BASE_EXPR_H
#define FC_BASE_EXPR_H

#include "base/regex.h"
#include "base/suggest.h"

typedef struct fc_expr fc_expr;

/* A name, as the caller explained it. */
typedef struct fc_expr_var {
    fc_type type;               /* FC_BOOL, FC_NUM, FC_STRING; FC_NONE: known only at run
                                   time */
    const char *const *labels;  /* the strings it can hold, NULL-terminated; NULL: any */
    const char *const *aliases; /* other names for them: name, label ... NULL; or NULL */
    int place;                  /* the caller's own: where to look */
    fc_str key;                 /* the caller's own; set to the name before resolve() */
} fc_expr_var;

/* A function of one string: counts something in it. */
typedef struct fc_expr_fn {
    const char *name;
    double (*call)(fc_str s);
} fc_expr_fn;

/* What the caller knows while an expression is compiled. */
typedef struct fc_expr_env {
    bool (*resolve)(void *user, fc_str name, fc_expr_var *var); /* false: no such name */
    fc_name_at names;           /* all names, for suggestions; or NULL */
    const char *what;           /* what names are, for messages: "attribute" */
    const char *hint;           /* added to the message about an unknown name, or NULL */
    void *user;
    const fc_expr_fn *fns;      /* ends with a zero row; or NULL */
} fc_expr_env;

/* The limits of one expression. */
enum {
    FC_EXPR_BYTES = 16384,
    FC_EXPR_DEPTH = 64,
    FC_EXPR_TERMS = 64,
    FC_EXPR_REGEXES = 32
};

typedef enum fc_truth {
    FC_EXPR_FALSE,
    FC_EXPR_TRUE,
    FC_EXPR_MISSING,            /* it depends on a missing value */
    FC_EXPR_MISTYPED,           /* ... that is there, but of another type */
    FC_EXPR_COSTLY              /* a regular expression took too many steps */
} fc_truth;

/* FC_OK; FC_EUSE with the column (code points from 1) and what is wrong; FC_ETRY. The
 * source is copied; what resolve() gave must live as long as the expression. */
fc_rc fc_expr_compile(fc_expr **expr, fc_str source, const fc_expr_env *env, fc_err *err);
void fc_expr_free(fc_expr *expr);
/* Needs a scratch for its regular expressions? */
bool fc_expr_has_regex(const fc_expr *expr);
/* The source with runs of white space outside of strings as one space. */
fc_str fc_expr_source(const fc_expr *expr);

/* One document: how to look up a name in it, and what was seen. A term is a name or a
 * call; each is looked up once at most. */
typedef struct fc_expr_eval {
    fc_value (*lookup)(const void *doc, const fc_expr_var *var); /* FC_NONE: missing */
    const void *doc;
    fc_regex_scratch *scratch;              /* may be NULL without regular expressions */
    uint64_t looked;                        /* bit i: term i was looked up */
    fc_value seen[FC_EXPR_TERMS];           /* FC_NONE, num 1: it is of another type */
} fc_expr_eval;

/* Set lookup, doc and scratch; looked to 0. */
fc_truth fc_expr_run(const fc_expr *expr, fc_expr_eval *eval);
/* The i-th term in order of appearance, as written ("len(text)"), or false. */
bool fc_expr_term(const fc_expr *expr, size_t i, fc_str *name);

#endif
