/* markdown.c - see markdown.h. Lines are looked at one after another; only blank lines
 * behind a list are seen twice. */
#include "text/markdown.h"

#include "base/str.h"

enum { POST_HEAD_MAX = 200, LIST_INDENT = 2 };

/* One line: its bytes without the newline, and the same without blanks at both ends. */
typedef struct line {
    size_t begin, end, next;    /* next: where the line after it begins */
    fc_str words;
    size_t indent;              /* bytes of blanks before the words */
} line;

static bool read_line(fc_str text, size_t at, line *l)
{
    if (at >= text.n)
        return false;
    size_t n = fc_str_findc((fc_str){ text.p + at, text.n - at }, '\n');
    l->begin = at;
    l->end = at + n;
    l->next = l->end < text.n ? l->end + 1 : l->end;
    fc_str all = { text.p + at, n };
    l->words = fc_str_trim(all);
    l->indent = l->words.n ? (size_t)(l->words.p - all.p) : n;
    return true;
}

/* Length of the run of c that the words begin with. */
static int heading_level(const line *l)
{
    size_t n = fc_str_run(l->words, '#');
    bool ends = n == l->words.n || l->words.p[n] == ' ' || l->words.p[n] == '\t';
    return l->indent < 4 && n >= 1 && n <= 6 && ends ? (int)n : 0;
}

/* Length of a fence that can open code; 0: none. A ``` fence has no ` in its language. */
static size_t fence_length(const line *l, char *mark)
{
    *mark = l->words.n ? l->words.p[0] : '\0';
    if (*mark != '`' && *mark != '~')
        return 0;
    size_t n = fc_str_run(l->words, *mark);
    fc_str info = fc_str_sub(l->words, n, l->words.n);
    return n < 3 || (*mark == '`' && fc_str_findc(info, '`') < info.n) ? 0 : n;
}

static bool closes_fence(const line *l, char mark, size_t length)
{
    size_t n = fc_str_run(l->words, mark);
    return n >= length && n == l->words.n;
}

/* "- ", "* ", "+ ", "12. ", "12) "; *first: a bullet or a 1, which may end a
 * paragraph. */
static bool is_item(const line *l, bool *first)
{
    fc_str w = l->words;
    size_t n = 0;
    while (n < w.n && n < 9 && fc_is_digit(w.p[n]))
        n++;
    *first = n == 0 || (n == 1 && w.p[0] == '1');
    char mark = n < w.n ? w.p[n] : '\0';
    bool bullet = n == 0 && (mark == '-' || mark == '*' || mark == '+');
    bool number = n > 0 && (mark == '.' || mark == ')');
    return (bullet || number) &&
           (n + 1 == w.n || w.p[n + 1] == ' ' || w.p[n + 1] == '\t');
}

static bool is_rule(const line *l)
{
    char c = l->words.n ? l->words.p[0] : '\0';
    return (c == '-' || c == '*' || c == '_') && l->words.n >= 3 &&
           fc_str_run(l->words, c) == l->words.n;
}

static bool is_post(const line *l, fc_str *author)
{
    fc_str rest = fc_str_sub(l->words, 2, l->words.n);
    size_t n = fc_str_find(rest, FC_STR("**"));
    if (l->indent || l->words.n > POST_HEAD_MAX ||
        !fc_str_starts(l->words, FC_STR("**")) || n == 0 || n == rest.n)
        return false;
    *author = fc_str_sub(rest, 0, n);
    return n + 2 == rest.n || rest.p[n + 2] == ',';
}

/* What a block that begins with this line is. */
static fc_markdown_kind kind_of(const line *l, fc_markdown_block *b)
{
    char mark;
    bool first;
    if ((b->level = heading_level(l)))
        return FC_MD_HEADING;
    if (fence_length(l, &mark))
        return FC_MD_CODE;
    if (fc_str_starts(l->words, FC_STR("$$")))
        return FC_MD_MATH;
    if (l->words.p[0] == '|')
        return FC_MD_TABLE;
    if (l->words.p[0] == '>')
        return FC_MD_QUOTE;
    if (is_rule(l))
        return FC_MD_RULE;
    if (is_post(l, &b->title))
        return FC_MD_POST;
    return is_item(l, &first) ? FC_MD_LIST : FC_MD_PARAGRAPH;
}

/* ---------------------------------------------------------------- where blocks end */

static size_t end_of_code(fc_str text, const line *opening)
{
    char mark;
    size_t length = fence_length(opening, &mark), end = opening->end;
    line l;
    for (size_t at = opening->next; read_line(text, at, &l); at = l.next) {
        end = l.end;
        if (closes_fence(&l, mark, length))
            break;
    }
    return end;
}

static size_t end_of_math(fc_str text, const line *opening)
{
    size_t end = opening->end;
    line l = *opening;
    if (l.words.n >= 4 && fc_str_ends(l.words, FC_STR("$$")))
        return end;
    for (size_t at = l.next; read_line(text, at, &l) && l.words.n; at = l.next) {
        end = l.end;
        if (fc_str_ends(l.words, FC_STR("$$")))
            break;
    }
    return end;
}

/* Lines that begin with the mark. */
static size_t end_of_run(fc_str text, const line *opening, char mark)
{
    size_t end = opening->end;
    line l;
    for (size_t at = opening->next; read_line(text, at, &l); at = l.next) {
        if (!l.words.n || l.words.p[0] != mark)
            break;
        end = l.end;
    }
    return end;
}

/* Items, what is indented below them, and lines that go on without a blank line
 * before. */
static size_t end_of_list(fc_str text, const line *opening)
{
    size_t end = opening->end;
    bool blank = false, first;
    char mark;
    line l;
    for (size_t at = opening->next; read_line(text, at, &l); at = l.next) {
        if (!l.words.n) {
            blank = true;
            continue;
        }
        if (l.indent >= LIST_INDENT && fence_length(&l, &mark)) {
            l.end = end_of_code(text, &l);
            l.next = l.end < text.n ? l.end + 1 : l.end;
        } else if (is_rule(&l) || !(is_item(&l, &first) || l.indent >= LIST_INDENT)) {
            fc_markdown_block other = { 0 };
            if (blank || kind_of(&l, &other) != FC_MD_PARAGRAPH)
                break;
        }
        blank = false;
        end = l.end;
    }
    return end;
}

static size_t end_of_paragraph(fc_str text, const line *opening)
{
    size_t end = opening->end;
    line l;
    for (size_t at = opening->next; read_line(text, at, &l) && l.words.n; at = l.next) {
        fc_markdown_block other = { 0 };
        fc_markdown_kind kind = kind_of(&l, &other);
        bool first = true;
        if (kind == FC_MD_LIST)
            is_item(&l, &first);
        if (kind != FC_MD_PARAGRAPH && first)
            break;
        end = l.end;
    }
    return end;
}

static size_t end_of_block(fc_str text, const line *l, fc_markdown_kind kind)
{
    switch (kind) {
    case FC_MD_CODE: return end_of_code(text, l);
    case FC_MD_MATH: return end_of_math(text, l);
    case FC_MD_TABLE: return end_of_run(text, l, '|');
    case FC_MD_QUOTE: return end_of_run(text, l, '>');
    case FC_MD_LIST: return end_of_list(text, l);
    case FC_MD_PARAGRAPH: return end_of_paragraph(text, l);
    default: return l->end;
    }
}

bool fc_markdown_next(fc_str text, size_t *at, fc_markdown_block *block)
{
    line l;
    do {
        if (!read_line(text, *at, &l)) {
            *at = text.n;
            return false;
        }
        *at = l.next;
    } while (!l.words.n);
    *block = (fc_markdown_block){ .begin = l.begin, .title = { "", 0 } };
    block->kind = kind_of(&l, block);
    if (block->kind == FC_MD_HEADING) {
        block->title = fc_str_trim(fc_str_sub(l.words, (size_t)block->level, l.words.n));
    } else if (block->kind == FC_MD_CODE) {
        char mark;
        size_t n = fence_length(&l, &mark);
        block->title = fc_str_trim(fc_str_sub(l.words, n, l.words.n));
    }
    block->end = end_of_block(text, &l, block->kind);
    *at = block->end < text.n ? block->end + 1 : block->end;
    return true;
}
