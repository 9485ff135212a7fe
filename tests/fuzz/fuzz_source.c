/* fuzz_source.c - any bytes as a program: its tokens, functions, comments, language,
 * licence. The first byte chooses the language. */
#include "base/str.h"
#include "base/utf8.h"
#include "filters/code_comments.h"
#include "filters/function_list.h"
#include "text/licences.h"
#include "require.h"

#include <setjmp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Tokens and comments lie in order, brackets point at each other. */
static void check_tokens(const fc_code *code)
{
    size_t end = 0;
    for (size_t i = 0; i < code->n; i++) {
        const fc_code_token *t = &code->token[i];
        require(t->begin >= end && t->end > t->begin && t->end <= code->text.n);
        require(t->partner == FC_CODE_ALONE || code->token[t->partner].partner == i);
        end = t->end;
    }
    end = 0;
    for (size_t i = 0; i < code->comments; i++) {
        require(code->comment[i].begin >= end && code->comment[i].end <= code->text.n);
        end = code->comment[i].end;
    }
}

static void check_functions(const fc_code *code, const fc_function_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const fc_function *f = &list->v[i];
        require(f->begin <= f->head && f->head <= f->body && f->body < f->end);
        require(f->end <= code->text.n && f->doc_begin <= f->doc_end && f->name.n);
        require(!i || f->begin >= list->v[i - 1].begin);
    }
}

static void read_program(fc_str text, fc_language_syntax syntax, fc_arena *a)
{
    fc_language language = { "any", FC_LANGUAGE_CODE, syntax };
    fc_function_list list = { .a = a };
    fc_code code;
    size_t chars;
    if (fc_code_scan(&code, text, syntax, a)) {
        check_tokens(&code);
        fc_functions_find(&code, &list);
        check_functions(&code, &list);
        require(fc_code_comments(&language, text, a, &chars));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str text = { (const char *)data + 1, size - 1 };
    fc_arena a;
    jmp_buf guard;
    if (!size)
        return 0;
    fc_arena_init(&a);
    fc_arena_guard(&a, &guard);
    fc_arena_limit(&a, 64 << 20);
    if (setjmp(guard) == 0) {
        text = fc_utf8_repair(text, &a, NULL); /* as extractors and readers give it */
        read_program(text, (fc_language_syntax)(data[0] % (FC_SYNTAX_LIKE_C + 1)), &a);
        fc_language_of(fc_str_sub(text, 0, fc_str_findc(text, '\n')), text);
        fc_licence_of_text(text, &a);
        fc_licence_permits(fc_licence_of_head(text, &a, &a));
    }
    fc_arena_free(&a);
    return 0;
}
