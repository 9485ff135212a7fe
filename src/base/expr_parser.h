/* expr_parser.h - the parser at work: shared by expr_parse.c (levels of precedence) and
 * expr_names.c (errors, words, names). */
#ifndef FC_BASE_EXPR_PARSER_H
#define FC_BASE_EXPR_PARSER_H

#include "base/expr_program.h"

/* What is known of an fc_expr_operand before there is a document. */
typedef struct fc_expr_operand {
    fc_type type;               /* FC_NONE: known at run time */
    size_t at;                  /* where it begins */
    const fc_expr_item *term;   /* it is just this name */
    size_t literal;             /* it is just this constant, from 1; 0: more than one */
} fc_expr_operand;

typedef struct fc_expr_parser {
    fc_expr *e;
    const fc_expr_env *env;
    fc_str source;
    fc_expr_token token;        /* the one to be dealt with */
    size_t next;                /* where the one after it begins */
    int depth;                  /* of nesting */
    fc_err *err;
    fc_rc rc;
} fc_expr_parser;

/* The first error is kept; from then on the next word is the end. `at` is the byte of the
 * expression that is wrong. */
#define FC_EXPR_FAIL(p, at, ...) \
    fc_expr_fail((p), (at), fc_printf(&(p)->e->arena, __VA_ARGS__))
void fc_expr_fail(fc_expr_parser *p, size_t at, fc_str message);
/* "expected WHAT, found ..." about the word at hand. */
void fc_expr_expected(fc_expr_parser *p, const char *what);
/* "unknown WHAT 'WRONG'; did you mean 'NEAR'?", near may be NULL. */
void fc_expr_unknown(fc_expr_parser *p, size_t at, const char *what, fc_str wrong,
                     const char *near);
/* For messages: how many bytes of it to show. */
int fc_expr_shown(fc_str s);
const char *fc_expr_type_name(fc_type type);

/* To the next word; past a word if it is this one; past a word that must be this one. */
void fc_expr_advance(fc_expr_parser *p);
bool fc_expr_take(fc_expr_parser *p, fc_expr_word word);
void fc_expr_need(fc_expr_parser *p, fc_expr_word word, const char *what);

/* Append to the program, to its constants; the place. */
size_t fc_expr_emit(fc_expr_parser *p, enum fc_expr_op op, size_t a, size_t b);
size_t fc_expr_add_const(fc_expr_parser *p, fc_value value);

/* NAME or FUNCTION(NAME). */
fc_expr_operand fc_expr_parse_name(fc_expr_parser *p);

#endif
