/* code.h - the tokens of a program, as far as finding its comments and functions needs
 * them.
 *
 * One scanner for languages with braces and for Python: it knows their comments, all
 * their forms of strings, regular expressions in JavaScript, lifetimes in Rust, and
 * the preprocessor of C. Brackets know their partners. What is not well-formed gives
 * odd tokens and nothing worse; time is linear in the text, and nothing recurses. */
#ifndef FC_TEXT_CODE_H
#define FC_TEXT_CODE_H

#include "base/arena.h"
#include "text/languages.h"

typedef enum fc_code_kind {
    FC_CODE_WORD,               /* names and keywords */
    FC_CODE_NUMBER,
    FC_CODE_STRING,             /* strings, characters, regular expressions, templates */
    FC_CODE_MARK,               /* any other character, each for itself */
    FC_CODE_DIRECTIVE           /* only within the scanner: #if, #else, #endif */
} fc_code_kind;

typedef struct fc_code_token {
    uint32_t begin, end;        /* bytes of the text */
    uint32_t partner; /* token that closes or opens this bracket, or FC_CODE_ALONE */
    uint32_t comments;          /* how many comments stand before it */
    uint8_t kind;
    char mark;                  /* the character of a FC_CODE_MARK, else 0 */
    bool first;                 /* on its line */
} fc_code_token;

#define FC_CODE_ALONE UINT32_MAX

typedef struct fc_code_comment {
    uint32_t begin, end;        /* with its marks, without the line end */
} fc_code_comment;

typedef struct fc_code {
    fc_str text;
    fc_language_syntax syntax;
    fc_code_token *token;
    size_t n;
    fc_code_comment *comment;
    size_t comments;
} fc_code;

/* The tokens of a text, which must live as long; all else lives in the arena. False
 * when the syntax is FC_SYNTAX_NONE or the text has 4 GiB. Where branches of #if have
 * brackets that other branches close, only the first branch is kept; nothing of "#if
 * 0" is. */
bool fc_code_scan(fc_code *code, fc_str text, fc_language_syntax syntax, fc_arena *a);

static inline fc_str fc_code_text(const fc_code *code, size_t i)
{
    const fc_code_token *t = &code->token[i];
    return (fc_str){ code->text.p + t->begin, t->end - t->begin };
}

/* Whether token i is this word; false beyond the end. */
bool fc_code_is_word(const fc_code *code, size_t i, const char *word);
/* Whether token i is this mark; false beyond the end. */
static inline bool fc_code_is_mark(const fc_code *code, size_t i, char mark)
{
    return i < code->n && code->token[i].mark == mark;
}

/* Whether i and i + 1 are these two marks with nothing between them: "=>". */
bool fc_code_is_pair(const fc_code *code, size_t i, const char *pair);
/* The token behind the bracket's partner; i + 1 when it has none, or is no opening
 * bracket. */
size_t fc_code_behind(const fc_code *code, size_t i);

/* For code.c: settle conditionals and find partners. */
void fc_code_match(fc_code *code, fc_arena *a);

#endif
