/* functions_python.c - functions of Python, by their indentation: a def ends before
 * the next line that stands as far left as it does. */
#include "base/str.h"
#include "filters/function_list.h"

enum { TAB = 8, DEEPEST = 100 };

/* A class or def whose block is open. */
typedef struct block {
    size_t column;
    fc_str name;
    bool is_class;
    size_t function;            /* its place in the list; SIZE_MAX: none */
} block;

typedef struct reader {
    const fc_code *code;
    fc_function_list *list;
    block open[DEEPEST];
    size_t depth;
    size_t decorator;           /* token of the first one above; SIZE_MAX: none */
    size_t last;                /* token that ends the last line */
    size_t next;                /* token that begins the next one */
} reader;

/* The column of the first token of a line. */
static size_t column_of(const fc_code *code, size_t i)
{
    size_t begin = code->token[i].begin, column = 0;
    while (begin && code->text.p[begin - 1] != '\n')
        begin--;
    for (; begin < code->token[i].begin; begin++)
        column = code->text.p[begin] == '\t' ? (column / TAB + 1) * TAB : column + 1;
    return column;
}

/* The first token of the next logical line: brackets and backslashes join lines. */
static size_t next_line(const fc_code *code, size_t i)
{
    for (i = fc_code_behind(code, i); i < code->n; i = fc_code_behind(code, i)) {
        const fc_code_token *t = &code->token[i];
        size_t before = t->begin;
        if (!t->first)
            continue;
        while (before &&
               (code->text.p[before - 1] == ' ' || code->text.p[before - 1] == '\t'))
            before--;
        bool joined = before >= 2 && code->text.p[before - 1] == '\n' &&
                      (code->text.p[before - 2] == '\\' ||
                       (code->text.p[before - 2] == '\r' && before >= 3 &&
                        code->text.p[before - 3] == '\\'));
        if (!joined)
            break;
    }
    return i;
}

/* Close what ends before a line at this column. */
static void close_blocks(reader *r, size_t column)
{
    while (r->depth && r->open[r->depth - 1].column >= column) {
        const block *b = &r->open[--r->depth];
        if (b->function != SIZE_MAX)
            r->list->v[b->function].end = r->code->token[r->last].end;
    }
}

static void open_block(reader *r, size_t column, fc_str name, bool is_class,
                       size_t function)
{
    if (r->depth < DEEPEST)
        r->open[r->depth++] = (block){ column, name, is_class, function };
}

/* A docstring takes the place of the comment above. */
static void take_docstring(const fc_code *code, size_t i, fc_function *f)
{
    if (i >= code->n)
        return;
    fc_str text = fc_code_text(code, i);
    bool bytes = fc_str_findc(text, 'b') < text.n || fc_str_findc(text, 'f') < text.n;
    /* prefixes are a word of their own, right before the quote */
    size_t string = code->token[i].kind == FC_CODE_WORD && text.n <= 2 && !bytes &&
                            i + 1 < code->n &&
                            code->token[i + 1].begin == code->token[i].end
                        ? i + 1
                        : i;
    size_t next = string + 1;
    bool alone = next >= code->n || code->token[next].first ||
                 fc_code_is_mark(code, next, ';');
    if (code->token[string].kind != FC_CODE_STRING || !alone)
        return;
    f->doc_begin = code->token[i].begin;
    f->doc_end = code->token[string].end;
}

/* At "def", or at "async" before it: word is the place of "def". */
static void take_def(reader *r, size_t line, size_t word, size_t column)
{
    const fc_code *code = r->code;
    size_t name = word + 1, colon = name + 1;
    if (name >= code->n || code->token[name].kind != FC_CODE_WORD)
        return;
    if (fc_code_is_mark(code, colon, '[')) /* of types, since 3.12 */
        colon = fc_code_behind(code, colon);
    if (!fc_code_is_mark(code, colon, '('))
        return;
    for (colon = fc_code_behind(code, colon);
         colon < r->next && !fc_code_is_mark(code, colon, ':');)
        colon = fc_code_behind(code, colon);
    if (colon >= r->next)
        return;
    bool in_class = r->depth && r->open[r->depth - 1].is_class;
    size_t head = r->decorator != SIZE_MAX ? r->decorator : line;
    fc_function *f = fc_function_add(
        r->list, code, head, colon, colon, fc_code_text(code, name),
        in_class ? r->open[r->depth - 1].name : (fc_str){ "", 0 });
    take_docstring(code, colon + 1, f);
    open_block(r, column, f->name, false, r->list->n - 1);
}

static void take_line(reader *r, size_t i)
{
    const fc_code *code = r->code;
    size_t column = column_of(code, i);
    close_blocks(r, column);
    if (fc_code_is_mark(code, i, '@')) {
        if (r->decorator == SIZE_MAX)
            r->decorator = i;
        return;
    }
    if (fc_code_is_word(code, i, "def"))
        take_def(r, i, i, column);
    else if (fc_code_is_word(code, i, "async") && fc_code_is_word(code, i + 1, "def"))
        take_def(r, i, i + 1, column);
    else if (fc_code_is_word(code, i, "class") && i + 1 < code->n)
        open_block(r, column, fc_code_text(code, i + 1), true, SIZE_MAX);
    r->decorator = SIZE_MAX;
}

void fc_functions_python(const fc_code *code, fc_function_list *list)
{
    reader r = { .code = code, .list = list, .decorator = SIZE_MAX };
    for (size_t i = 0; i < code->n;) {
        r.next = next_line(code, i);
        take_line(&r, i);
        r.last = r.next - 1;
        i = r.next;
    }
    if (code->n)
        close_blocks(&r, 0);
}
