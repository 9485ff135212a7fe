/* expr_program.h - what the parser of expressions makes and the evaluator runs.
 *
 * A flat program for a stack of values. Operators take their operands from the stack and
 * leave the result. JFALSE and JTRUE leave the value where it is when they jump, so that
 * `and` and `or` do not evaluate what cannot matter; AND and OR then combine both
 * sides. */
#ifndef FC_BASE_EXPR_PROGRAM_H
#define FC_BASE_EXPR_PROGRAM_H

#include "base/arena.h"
#include "base/expr.h"

enum fc_expr_op {
    FC_OP_TERM,                 /* push terms[a] */
    FC_OP_CONST,                /* push consts[a] */
    FC_OP_NEG, FC_OP_ADD, FC_OP_SUB, FC_OP_MUL, FC_OP_DIV,
    FC_OP_EQ, FC_OP_NE, FC_OP_LT, FC_OP_LE, FC_OP_GT, FC_OP_GE,
    FC_OP_IN,                   /* is it one of consts[a] ... consts[a + b - 1]? */
    FC_OP_MATCH,                /* regexes[a] */
    FC_OP_NOT, FC_OP_AND, FC_OP_OR,
    FC_OP_JFALSE, FC_OP_JTRUE   /* to code[a] */
};

typedef struct fc_expr_code {
    uint8_t op;
    uint32_t a, b;
} fc_expr_code;

/* A name or a call of a function on a name. */
typedef struct fc_expr_item {
    fc_str written;
    fc_expr_var var;
    bool exists;                /* exists(NAME) */
    double (*call)(fc_str s);   /* NULL: the value itself */
} fc_expr_item;

struct fc_expr {
    fc_arena arena;             /* owns all below but the regular expressions */
    fc_str source;
    fc_expr_code *code;
    size_t n_code, cap_code;
    fc_value *consts;
    size_t n_consts, cap_consts;
    fc_expr_item terms[FC_EXPR_TERMS];
    size_t n_terms;
    fc_regex *regexes[FC_EXPR_REGEXES];
    size_t n_regexes;
};

/* Words of the source. Strings and names hold what is between their quotes. */
typedef enum fc_expr_word {
    FC_WORD_END, FC_WORD_BAD, FC_WORD_NUM, FC_WORD_STRING, FC_WORD_NAME, FC_WORD_QUOTED,
    FC_WORD_AND, FC_WORD_OR, FC_WORD_NOT, FC_WORD_IN, FC_WORD_TRUE, FC_WORD_FALSE,
    FC_WORD_OPEN, FC_WORD_CLOSE, FC_WORD_COMMA, FC_WORD_MATCH, FC_WORD_NO_MATCH,
    FC_WORD_PLUS, FC_WORD_MINUS, FC_WORD_TIMES, FC_WORD_OVER,
    FC_WORD_EQ, FC_WORD_NE, FC_WORD_LT, FC_WORD_LE, FC_WORD_GT, FC_WORD_GE
} fc_expr_word;

typedef struct fc_expr_token {
    fc_expr_word word;
    size_t at;                  /* byte in the source */
    fc_str text;                /* as written; without quotes for strings and names */
    double num;
    const char *wrong;          /* FC_WORD_BAD: what is wrong with it */
} fc_expr_token;

/* The next word at or after byte `at`; *next is where to go on. */
fc_expr_token fc_expr_lex(fc_str source, size_t at, size_t *next);
/* White space outside of strings squeezed; lives in the arena. */
fc_str fc_expr_squeeze(fc_str source, fc_arena *keep);

#endif
