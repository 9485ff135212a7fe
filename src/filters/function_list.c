/* function_list.c - what finding functions is made of in all languages. See
 * function_list.h. */
#include "filters/function_list.h"

#include "base/str.h"

#include <stdlib.h>

enum { LONGEST_ANGLE = 256 };

void fc_function_scope_open(fc_function_scopes *s, size_t end, fc_str name)
{
    s->n -= s->n == FC_FUNCTION_SCOPES;
    s->v[s->n++] = (fc_function_scope){ .end = end, .name = name };
}

void fc_function_scope_close(fc_function_scopes *s, size_t i)
{
    while (s->n && s->v[s->n - 1].end < i)
        s->n--;
}

fc_str fc_function_scope_name(const fc_function_scopes *s)
{
    for (size_t k = s->n; k-- > 0 && !s->v[k].body;)
        if (s->v[k].name.n)
            return s->v[k].name;
    return (fc_str){ "", 0 };
}

/* ---------------------------------------------------------------- the comment above */

/* White space with less than `most` line ends from .. to. */
static bool is_near(fc_str text, size_t from, size_t to, int most)
{
    int lines = 0;
    for (size_t i = from; i < to; i++) {
        lines += text.p[i] == '\n';
        if (!fc_is_space(text.p[i]) || lines > most)
            return false;
    }
    return true;
}

static size_t line_begin(fc_str text, size_t at)
{
    while (at && text.p[at - 1] != '\n')
        at--;
    return at;
}

/* Whether only blanks stand before it on its line. Looks no farther than `floor`. */
static bool is_first(fc_str text, size_t at, size_t floor)
{
    while (at > floor && (text.p[at - 1] == ' ' || text.p[at - 1] == '\t'))
        at--;
    return at == 0 || text.p[at - 1] == '\n';
}

/* The comments right above token `head`, without an empty line between them. */
static void find_doc(const fc_code *code, size_t head, fc_function *f)
{
    size_t from = head ? code->token[head - 1].comments : 0,
           i = code->token[head].comments;
    size_t floor = head ? code->token[head - 1].end : 0, next = code->token[head].begin;
    f->doc_begin = f->doc_end = f->head;
    for (; i > from; i--) {
        const fc_code_comment *c = &code->comment[i - 1];
        bool first = is_first(code->text, c->begin, floor);
        if (!first || !is_near(code->text, c->end, next, 1))
            break;
        if (f->doc_begin == f->doc_end)
            f->doc_end = c->end;
        f->doc_begin = next = c->begin;
    }
}

/* ---------------------------------------------------------------- the list */

fc_function *fc_function_add(fc_function_list *list, const fc_code *code, size_t head,
                             size_t body, size_t last, fc_str name, fc_str inside)
{
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 32;
        list->v = fc_grow(list->a, list->v, list->cap * sizeof *list->v,
                          cap * sizeof *list->v);
        list->cap = cap;
    }
    fc_function *f = &list->v[list->n++];
    *f = (fc_function){ .head = code->token[head].begin, .body = code->token[body].begin,
                        .end = code->token[last].end, .name = name, .inside = inside };
    find_doc(code, head, f);
    f->begin = f->doc_begin < f->doc_end ? f->doc_begin : f->head;
    if (is_first(code->text, f->begin, head ? code->token[head - 1].end : 0))
        f->begin = line_begin(code->text, f->begin);
    return f;
}

size_t fc_function_angle(const fc_code *code, size_t i, size_t end)
{
    size_t depth = 0;
    if (end > i + LONGEST_ANGLE)
        end = i + LONGEST_ANGLE;
    for (size_t j = i; j < end; j = fc_code_behind(code, j)) {
        char mark = code->token[j].mark;
        if (mark == '<') {
            depth++;
        } else if (mark == '>' && !fc_code_is_mark(code, j - 1, '-') &&
                   !fc_code_is_mark(code, j - 1, '=')) {
            if (--depth == 0)
                return j + 1;
        } else if (mark == ';' || mark == '}') {
            break;
        }
    }
    return i + 1;
}

static int in_order(const void *a, const void *b)
{
    const fc_function *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    return x->body < y->body ? -1 : x->body > y->body;
}

/* Count those around each: `open` has the ends of the functions that it lies in. */
static void find_depths(fc_function_list *list)
{
    size_t *open = fc_alloc(list->a, (list->n + 1) * sizeof *open), depth = 0;
    for (size_t i = 0; i < list->n; i++) {
        while (depth && open[depth - 1] <= list->v[i].begin)
            depth--;
        list->v[i].depth = depth;
        open[depth++] = list->v[i].end;
    }
}

static void find_all(const fc_code *code, fc_function_list *list)
{
    switch (code->syntax) {
    case FC_SYNTAX_C: case FC_SYNTAX_CPP: case FC_SYNTAX_JAVA: case FC_SYNTAX_RUST:
        fc_functions_brace(code, list);
        break;
    case FC_SYNTAX_GO:
        fc_functions_go(code, list);
        break;
    case FC_SYNTAX_JS: case FC_SYNTAX_TS:
        fc_functions_js(code, list);
        break;
    case FC_SYNTAX_PYTHON:
        fc_functions_python(code, list);
        break;
    default:
        break;
    }
}

void fc_functions_find(const fc_code *code, fc_function_list *list)
{
    find_all(code, list);
    if (list->n)
        qsort(list->v, list->n, sizeof *list->v, in_order);
    find_depths(list);
}
