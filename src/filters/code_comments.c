/* code_comments.c - see code_comments.h. Theirs cleans docstrings as Python's
 * inspect.cleandoc does: tabs expanded, the common indentation taken off, no empty
 * lines around. Other comments are what Pygments calls so: with the line end in some
 * languages, and in Rust those that document are strings. */
#include "filters/code_comments.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"


enum { TAB = 8, LONGEST_INCLUDE = 300 };

typedef struct out {
    char *p;
    size_t n;
} out;

/* ---------------------------------------------------------------- docstrings */

/* The value of a string: escapes are one character, a joined line none. Raw ones are
 * as they stand. Tabs become blanks. */
static fc_str value_of(fc_str s, bool raw, fc_arena *a)
{
    char *p = fc_alloc(a, s.n * TAB + 1);
    size_t n = 0, column = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\' && !raw && i + 1 < s.n) {
            c = s.p[++i];
            if (c == '\n')
                continue;
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        if (c == '\t') {
            do
                p[n++] = ' ';
            while (++column % TAB);
            continue;
        }
        p[n++] = c;
        column = c == '\n' ? 0 : column + (((unsigned char)c & 0xC0) != 0x80);
    }
    fc_trim(a, p, s.n * TAB + 1, n);
    return (fc_str){ p, n };
}

static size_t indentation(fc_str line)
{
    return line.n - fc_py_lstrip(line).n;
}

/* What all lines but the first have in common. */
static size_t margin_of(fc_str s)
{
    size_t least = SIZE_MAX;
    fc_str rest = s, line;
    fc_str_split(&rest, '\n', &line);
    while (fc_str_split(&rest, '\n', &line)) {
        size_t n = indentation(line);
        if (n < line.n && n < least)
            least = n;
    }
    return least;
}

/* Append the docstring, cleaned. */
static void add_docstring(out *o, fc_str s)
{
    size_t margin = margin_of(s), begin = o->n, end;
    bool first = true;
    fc_str rest = s, line;
    while (fc_str_split(&rest, '\n', &line)) {
        if (first)
            line = fc_py_lstrip(line);
        else if (margin != SIZE_MAX)
            line = fc_str_sub(line, margin < line.n ? margin : line.n, line.n);
        first = false;
        if (o->n == begin && !line.n)
            continue;
        memcpy(o->p + o->n, line.p, line.n);
        o->n += line.n;
        o->p[o->n++] = '\n';
    }
    for (end = o->n; end > begin && o->p[end - 1] == '\n'; end--)
        ;
    o->n = end;
    if (end > begin)
        o->p[o->n++] = '\n';
}

/* A statement at token i that is a string and nothing else. */
static void take_docstring(const fc_code *code, size_t i, out *o, fc_arena *a)
{
    bool raw = false;
    if (i + 1 < code->n && code->token[i].kind == FC_CODE_WORD &&
        code->token[i + 1].begin == code->token[i].end) {
        fc_str prefix = fc_code_text(code, i);
        raw = fc_str_ieq(prefix, FC_STR("r"));
        if (!raw && !fc_str_ieq(prefix, FC_STR("u")))
            return;
        i++;
    }
    if (i >= code->n || code->token[i].kind != FC_CODE_STRING)
        return;
    if (i + 1 < code->n && !code->token[i + 1].first &&
        !fc_code_is_mark(code, i + 1, ';'))
        return;
    fc_str s = fc_code_text(code, i);
    size_t marks = s.n >= 6 && s.p[0] == s.p[1] && s.p[1] == s.p[2] ? 3 : 1;
    if (s.n >= 2 * marks)
        add_docstring(o, value_of(fc_str_sub(s, marks, s.n - marks), raw, a));
}

/* Of the file, of classes and of functions that are not asynchronous: theirs forgets
 * those. */
static void take_docstrings(const fc_code *code, out *o, fc_arena *a)
{
    take_docstring(code, 0, o, a);
    for (size_t i = 0; i < code->n; i++) {
        if (!code->token[i].first || !(fc_code_is_word(code, i, "def") ||
                                       fc_code_is_word(code, i, "class")))
            continue;
        size_t colon = i + 1;
        while (colon < code->n && !code->token[colon].first &&
               !fc_code_is_mark(code, colon, ':'))
            colon = fc_code_behind(code, colon);
        if (fc_code_is_mark(code, colon, ':'))
            take_docstring(code, colon + 1, o, a);
    }
}

static size_t python_comments(const fc_code *code, fc_arena *a)
{
    /* each docstring is at most the file with tabs expanded, and all lie apart */
    out o = { fc_alloc(a, code->text.n * (TAB + 1) + 1), 0 };
    take_docstrings(code, &o, a);
    if (!o.n)
        o.p[o.n++] = '\n';
    for (size_t i = 0; i < code->comments; i++)
        for (size_t at = code->comment[i].begin; at < code->comment[i].end; at++)
            if (code->text.p[at] != '#')
                o.p[o.n++] = code->text.p[at];
    return fc_utf8_count(fc_py_strip((fc_str){ o.p, o.n }));
}

/* ---------------------------------------------------------------- all languages */

/* Whether a comment up to the line's end has that end. */
static bool takes_line_end(const fc_language *language)
{
    static const char *const names[] = {
        "C#", "Objective-C", "Objective-C++", "Rust", "Scala", "Solidity",
        "Protocol Buffer", "Zig", "Vala", "Verilog", "SystemVerilog",
        "ActionScript", "Chapel",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(language->name, names[i]) == 0)
            return true;
    return false;
}

/* Rust: the second sign once more, and no fourth such, or a bang. */
static bool documents(fc_str s)
{
    char third = s.n > 2 ? s.p[2] : 0, fourth = s.n > 3 ? s.p[3] : 0;
    if (third == '!')
        return true;
    bool empty = third == '*' && fourth == '/'; /* of two stars and two slashes */
    return s.n > 2 && third == s.p[1] && fourth != third && !empty;
}

/* Where what stands behind the file of an #include begins, on the line of a comment
 * that begins at `at`; SIZE_MAX: it is no such line. */
static size_t include_tail(fc_str text, size_t at)
{
    size_t begin = at, low = at > LONGEST_INCLUDE ? at - LONGEST_INCLUDE : 0;
    while (begin > low && text.p[begin - 1] != '\n')
        begin--;
    fc_str line = fc_py_lstrip(fc_str_sub(text, begin, at)), rest = line;
    if (!fc_str_starts(line, FC_STR("#")))
        return SIZE_MAX;
    rest = fc_py_lstrip(fc_str_sub(line, 1, line.n));
    if (!fc_str_starts(rest, FC_STR("include")))
        return SIZE_MAX;
    rest = fc_py_lstrip(fc_str_sub(rest, strlen("include"), rest.n));
    char close = rest.n && rest.p[0] == '<' ? '>' : '"';
    size_t end = fc_str_findc(fc_str_sub(rest, 1, rest.n), close) + 1;
    bool file = rest.n && (rest.p[0] == '<' || rest.p[0] == '"') && end < rest.n;
    return file ? (size_t)(rest.p - text.p) + end + 1 : SIZE_MAX;
}

/* In C all that stands behind an #include is a comment, blanks too, without the end. */
static size_t c_comments(const fc_code *code)
{
    fc_str text = code->text;
    size_t chars = 0, tail_end = 0;
    for (size_t i = 0; i < code->comments; i++) {
        size_t at = code->comment[i].begin, tail = include_tail(text, at);
        if (at < tail_end)
            continue;
        fc_str s = fc_str_sub(text, at, code->comment[i].end);
        if (tail < SIZE_MAX) {
            s = fc_str_sub(text, tail, text.n);
            s.n = fc_str_findc(s, '\n');
            tail_end = tail + s.n;
        }
        chars += fc_utf8_count(s) + (tail == SIZE_MAX && fc_str_starts(s, FC_STR("//")));
    }
    return chars;
}

bool fc_code_comments(const fc_language *language, fc_str text, fc_arena *a,
                      size_t *chars)
{
    fc_code code;
    *chars = 0;
    if (!language || !fc_code_scan(&code, text, language->syntax, a))
        return false;
    if (language->syntax == FC_SYNTAX_PYTHON) {
        *chars = python_comments(&code, a);
        return true;
    }
    if (language->syntax == FC_SYNTAX_C || language->syntax == FC_SYNTAX_CPP) {
        *chars = c_comments(&code);
        return true;
    }
    bool ends = takes_line_end(language), rust = language->syntax == FC_SYNTAX_RUST;
    for (size_t i = 0; i < code.comments; i++) {
        fc_str s = fc_str_sub(text, code.comment[i].begin, code.comment[i].end);
        if (!rust || !documents(s))
            *chars += fc_utf8_count(s) + (ends && fc_str_starts(s, FC_STR("//")));
    }
    return true;
}
