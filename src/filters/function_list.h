/* function_list.h - where in a program its functions are; functions.c is the stage.
 *
 * Found from tokens alone, by what stands before a brace (or, in Python, before an
 * indented block): no grammar is followed, so what is not well-formed costs a function
 * and not the file. */
#ifndef FC_FILTERS_FUNCTION_LIST_H
#define FC_FILTERS_FUNCTION_LIST_H

#include "text/code.h"

typedef struct fc_function {
    size_t begin, end;          /* bytes of the text, from its comment or head on */
    size_t head, body;          /* the head: from decorators on, to the brace or colon */
    fc_str name;
    fc_str inside;              /* the class it belongs to; empty */
    size_t doc_begin, doc_end;  /* the comment or docstring; equal: none */
    size_t depth;               /* functions of the list that it lies in */
} fc_function;

typedef struct fc_function_list {
    fc_function *v;
    size_t n, cap;
    fc_arena *a;
} fc_function_list;

/* All functions with a body, in the order of their begins; list->a is set, all else
 * zero. */
void fc_functions_find(const fc_code *code, fc_function_list *list);

/* ---------------------------------------------------------------- for the languages */

/* Classes and bodies that are open, the innermost last. */
enum { FC_FUNCTION_SCOPES = 64 };
typedef struct fc_function_scope {
    size_t end;                 /* token of its closing brace */
    fc_str name;
    bool constants;             /* of an enum in Java: its constants are still listed */
    bool body;                  /* no class, but the body of a function */
} fc_function_scope;

typedef struct fc_function_scopes {
    fc_function_scope v[FC_FUNCTION_SCOPES];
    size_t n;
} fc_function_scopes;

/* Open one; without room for more it takes the place of the innermost. */
void fc_function_scope_open(fc_function_scopes *s, size_t end, fc_str name);
/* Close those that ended before token i. */
void fc_function_scope_close(fc_function_scopes *s, size_t i);
fc_str fc_function_scope_name(const fc_function_scopes *s);

/* Add a function of tokens head .. last, whose body begins at token `body`; the
 * comment above it is found here. The result may be changed until the next call. The
 * name is not empty. */
fc_function *fc_function_add(fc_function_list *list, const fc_code *code, size_t head,
                             size_t body, size_t last, fc_str name, fc_str inside);
/* Behind <...> at token i within `end`, or i + 1 when it is no list of types. */
size_t fc_function_angle(const fc_code *code, size_t i, size_t end);

void fc_functions_brace(const fc_code *code,
                        fc_function_list *list); /* C, C++, Java, Rust */
void fc_functions_go(const fc_code *code, fc_function_list *list);
void fc_functions_js(const fc_code *code, fc_function_list *list);
void fc_functions_python(const fc_code *code, fc_function_list *list);
/* Where the head of a block tells the rest: functions_head.c for functions_brace.c. */
typedef enum fc_head_kind {
    FC_HEAD_OTHER,              /* values, statements: passed over */
    FC_HEAD_SCOPE,              /* a class, namespace ...: gone into */
    FC_HEAD_FUNCTION,
    FC_HEAD_GOES_ON             /* a brace within the head of something that goes on */
} fc_head_kind;
typedef struct fc_head {
    fc_head_kind kind;
    fc_str name;                /* of the function or scope; may be empty */
    fc_str inside;              /* of the function, when its name says it: A::f */
    bool is_enum;
    size_t start;               /* of a function in C: the token where the head begins */
} fc_head;
/* Tokens start .. brace - 1 before the brace; `inside` is the class that is open, or
 * empty. */
fc_head fc_head_c(const fc_code *code, size_t start, size_t brace, fc_str inside);
fc_head fc_head_java(const fc_code *code, size_t start, size_t brace, bool constants);
fc_head fc_head_rust(const fc_code *code, size_t start, size_t brace);

/* A macro by its looks: capitals, digits and underscores. */
bool fc_function_shouts(fc_str s);
/* The macro at token `name`, with its parenthesis, is the head of a function: set name
 * and class by its arguments, and the kind when it is a class or a suite. False: no
 * argument is a name, and the macro's own has to do. */
bool fc_function_macro(const fc_code *code, size_t name, size_t open, fc_head *head);

#endif
