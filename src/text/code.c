/* code.c - see code.h. Characters to tokens and comments; code_match.c does the rest. */
#include "text/code.h"

#include "base/str.h"

enum { LONGEST_REGEX = 2048, LONGEST_CHAR = 16, RAW_MARK = 16, DEEPEST_TEMPLATE = 32 };

typedef struct scan {
    fc_code *code;
    fc_arena *a;
    const char *p;
    size_t n, at;
    size_t token_cap, comment_cap;
    bool first;                 /* nothing stood on this line yet */
    bool directive;             /* within a line of the preprocessor: comments only */
} scan;

static bool is_word_byte(char c)
{
    return fc_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The byte so many ahead, 0 beyond the end. */
static char ahead(const scan *s, size_t more)
{
    return s->at + more < s->n ? s->p[s->at + more] : '\0';
}

static bool like_c(const scan *s)
{
    return s->code->syntax == FC_SYNTAX_C || s->code->syntax == FC_SYNTAX_CPP ||
           s->code->syntax == FC_SYNTAX_LIKE_C;
}

static bool is_js(const scan *s)
{
    return s->code->syntax == FC_SYNTAX_JS || s->code->syntax == FC_SYNTAX_TS;
}

static void add_token(scan *s, size_t begin, fc_code_kind kind, char mark)
{
    fc_code *c = s->code;
    if (s->directive && kind != FC_CODE_DIRECTIVE)
        return;
    if (c->n == s->token_cap) {
        size_t cap = s->token_cap ? s->token_cap * 2 : 256;
        c->token = fc_grow(s->a, c->token, s->token_cap * sizeof *c->token,
                           cap * sizeof *c->token);
        s->token_cap = cap;
    }
    c->token[c->n++] = (fc_code_token){ (uint32_t)begin, (uint32_t)s->at,
                                        FC_CODE_ALONE,   (uint32_t)c->comments,
                                        (uint8_t)kind,   mark,
                                        s->first };
    s->first = false;
}

static void add_comment(scan *s, size_t begin)
{
    fc_code *c = s->code;
    if (c->comments == s->comment_cap) {
        size_t cap = s->comment_cap ? s->comment_cap * 2 : 64;
        c->comment = fc_grow(s->a, c->comment, s->comment_cap * sizeof *c->comment,
                             cap * sizeof *c->comment);
        s->comment_cap = cap;
    }
    c->comment[c->comments++] = (fc_code_comment){ (uint32_t)begin, (uint32_t)s->at };
}

/* ---------------------------------------------------------------- comments */

/* To the end of the line; in C a backslash before it joins the next one. */
static void line_comment(scan *s)
{
    size_t begin = s->at;
    while (s->at < s->n && s->p[s->at] != '\n')
        s->at += s->p[s->at] == '\\' && ahead(s, 1) == '\n' && like_c(s) ? 2 : 1;
    if (s->at > s->n)
        s->at = s->n;
    add_comment(s, begin);
}

static void block_comment(scan *s)
{
    size_t begin = s->at, depth = 1;
    bool nests = s->code->syntax == FC_SYNTAX_RUST;
    for (s->at += 2; s->at < s->n; s->at++) {
        char c = s->p[s->at];
        if (c == '*' && ahead(s, 1) == '/') {
            s->at++;
            if (--depth == 0) {
                s->at++;
                break;
            }
        } else if (nests && c == '/' && ahead(s, 1) == '*') {
            s->at++;
            depth++;
        }
    }
    add_comment(s, begin);
}

/* ---------------------------------------------------------------- strings */

/* Behind the closing quote; a string that stays open ends with its line, unless it may
 * not. */
static void skip_quoted(scan *s, char quote, bool lines)
{
    for (s->at++; s->at < s->n; s->at++) {
        char c = s->p[s->at];
        if (c == '\\' && s->at + 1 < s->n) {
            s->at++;
        } else if (c == quote) {
            s->at++;
            return;
        } else if (c == '\n' && !lines) {
            return;
        }
    }
}

/* Three quotes at s->at to the next three. */
static void skip_tripled(scan *s, char quote, bool escapes)
{
    for (s->at += 3; s->at < s->n; s->at++) {
        if (s->p[s->at] == '\\' && escapes) {
            s->at++;
        } else if (s->p[s->at] == quote && ahead(s, 1) == quote && ahead(s, 2) == quote) {
            s->at += 3;
            return;
        }
    }
    s->at = s->n;
}

/* Behind the next `end`, or all that is left. */
static void skip_to(scan *s, fc_str end)
{
    fc_str rest = { s->p + s->at, s->n - s->at };
    size_t found = fc_str_find(rest, end);
    s->at = found < rest.n ? s->at + found + end.n : s->n;
}

/* R"mark( ... )mark" of C++, at the quote. */
static void skip_raw_cpp(scan *s)
{
    char end[RAW_MARK + 2];
    size_t n = 0;
    while (n < RAW_MARK && ahead(s, n + 1) && ahead(s, n + 1) != '(' &&
           ahead(s, n + 1) != '\n')
        n++;
    if (ahead(s, n + 1) != '(') {
        skip_quoted(s, '"', false);
        return;
    }
    end[0] = ')';
    memcpy(end + 1, s->p + s->at + 1, n);
    end[n + 1] = '"';
    s->at += n + 2;
    skip_to(s, (fc_str){ end, n + 2 });
}

/* r"..", r#".."# of Rust, at the first # or quote; false when it is no string
 * (r#name). */
static bool skip_raw_rust(scan *s)
{
    char end[RAW_MARK + 1];
    size_t n = 0;
    while (n < RAW_MARK && ahead(s, n) == '#')
        n++;
    if (ahead(s, n) != '"')
        return false;
    memset(end, '#', sizeof end);
    end[0] = '"';
    s->at += n + 1;
    skip_to(s, (fc_str){ end, n + 1 });
    return true;
}

/* `..${ .. }..` of JavaScript with templates within, at the backquote. */
static void skip_template(scan *s)
{
    long
        braces[DEEPEST_TEMPLATE]; /* open in the expression of a level; -1: in its text */
    int level = 0;
    braces[0] = -1;
    for (s->at++; s->at < s->n; s->at++) {
        char c = s->p[s->at];
        bool text = braces[level] < 0;
        if (c == '\\') {
            s->at++;
        } else if (c == '`' && text) {
            if (level-- == 0) {
                s->at++;
                return;
            }
        } else if (c == '`' && level + 1 < DEEPEST_TEMPLATE) {
            braces[++level] = -1;
        } else if (text && c == '$' && ahead(s, 1) == '{') {
            s->at++;
            braces[level] = 0;
        } else if (!text && (c == '"' || c == '\'')) {
            skip_quoted(s, c, false);
            s->at--;
        } else if (!text && (c == '{' || c == '}')) {
            braces[level] += c == '{' ? 1 : -1; /* below 0 is text again */
        }
    }
    s->at = s->n;
}

/* A character of Rust or a lifetime: the quote belongs to the latter's name. */
static fc_code_kind skip_rust_quote(scan *s)
{
    size_t width = 1, limit = s->at + LONGEST_CHAR;
    while (((unsigned char)ahead(s, 1 + width) & 0xC0) == 0x80)
        width++;
    if (ahead(s, 1) == '\\') {
        s->at += 3;
        while (s->at < s->n && s->at < limit && s->p[s->at - 1] != '\n' &&
               s->p[s->at] != '\'')
            s->at++;
        s->at += s->at < s->n;
        return FC_CODE_STRING;
    }
    if (ahead(s, 1 + width) == '\'') {
        s->at += 2 + width;
        return FC_CODE_STRING;
    }
    for (s->at++; s->at < s->n && is_word_byte(s->p[s->at]); s->at++)
        ;
    return FC_CODE_WORD;
}

/* Whether a slash here begins a regular expression: where a value may stand. */
static bool wants_value(const scan *s)
{
    static const char *const words[] = { "return", "typeof",     "case", "in",
                                         "of",     "instanceof", "new",  "delete",
                                         "void",   "throw",      "do",   "else",
                                         "yield",  "await" };
    const fc_code *c = s->code;
    if (!c->n)
        return true;
    const fc_code_token *t = &c->token[c->n - 1];
    if (t->kind == FC_CODE_MARK)
        return t->mark != ')' && t->mark != ']' && t->mark != '}';
    for (size_t i = 0; t->kind == FC_CODE_WORD && i < sizeof words / sizeof *words; i++)
        if (fc_code_is_word(c, c->n - 1, words[i]))
            return true;
    return false;
}

/* Over /../flags; false, and nothing moved, when no slash closes it on this line. */
static bool scan_regex(scan *s)
{
    bool set = false;
    size_t begin = s->at;
    size_t end = s->n - s->at < LONGEST_REGEX ? s->n : s->at + LONGEST_REGEX;
    for (size_t i = s->at + 1; i < end && s->p[i] != '\n'; i++) {
        char c = s->p[i];
        if (c == '\\') {
            i++;
        } else if (c == '[' || c == ']') {
            set = c == '[';
        } else if (c == '/' && !set) {
            for (i++; i < s->n && is_word_byte(s->p[i]); i++)
                ;
            s->at = i;
            add_token(s, begin, FC_CODE_STRING, 0);
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- tokens */

/* What a quote begins in this language. False: it is a mark. */
static bool scan_string(scan *s, char c)
{
    size_t begin = s->at;
    fc_code_kind kind = FC_CODE_STRING;
    fc_language_syntax syntax = s->code->syntax;
    bool tripled = ahead(s, 1) == c && ahead(s, 2) == c;
    if (c == '`') {
        if (is_js(s))
            skip_template(s);
        else if (syntax == FC_SYNTAX_GO)
            s->at++, skip_to(s, FC_STR("`"));
        else
            return false;
    } else if (syntax == FC_SYNTAX_PYTHON && tripled) {
        skip_tripled(s, c, true);
    } else if (c == '"' && tripled &&
               (syntax == FC_SYNTAX_JAVA || syntax == FC_SYNTAX_LIKE_C)) {
        skip_tripled(s, c, syntax == FC_SYNTAX_JAVA);
    } else if (c == '\'' && syntax == FC_SYNTAX_RUST) {
        kind = skip_rust_quote(s);
    } else {
        skip_quoted(s, c, syntax == FC_SYNTAX_RUST);
    }
    add_token(s, begin, kind, 0);
    return true;
}

static void scan_number(scan *s)
{
    size_t begin = s->at;
    for (; s->at < s->n; s->at++) {
        char c = s->p[s->at];
        bool point = c == '.' && fc_is_digit(ahead(s, 1));
        bool parted = c == '\'' && s->code->syntax == FC_SYNTAX_CPP &&
                      is_word_byte(ahead(s, 1));
        bool sign = (c == '+' || c == '-') && fc_lower(s->p[s->at - 1]) == 'e' &&
                    fc_is_digit(ahead(s, 1)) &&
                    fc_lower(s->p[begin + (s->at - begin > 1)]) != 'x';
        if (!is_word_byte(c) && !point && !parted && !sign)
            break;
    }
    add_token(s, begin, FC_CODE_NUMBER, 0);
}

/* Prefixes of raw strings are words in front of a quote. */
static bool scan_raw(scan *s, fc_str word)
{
    char next = ahead(s, 0);
    if (s->code->syntax == FC_SYNTAX_CPP && next == '"' && word.p[word.n - 1] == 'R' &&
        word.n <= 3) {
        skip_raw_cpp(s);
        return true;
    }
    if (s->code->syntax == FC_SYNTAX_RUST && (next == '"' || next == '#') &&
        word.n <= 2 && word.p[word.n - 1] == 'r')
        return skip_raw_rust(s);
    return false;
}

static void scan_word(scan *s)
{
    size_t begin = s->at;
    bool dollar = is_js(s) || s->code->syntax == FC_SYNTAX_JAVA;
    while (s->at < s->n && (is_word_byte(s->p[s->at]) || (s->p[s->at] == '$' && dollar)))
        s->at++;
    bool raw = scan_raw(s, (fc_str){ s->p + begin, s->at - begin });
    bool quoted = !raw && s->code->syntax == FC_SYNTAX_RUST && s->at - begin == 1 &&
                  s->p[begin] == 'r' && ahead(s, 0) == '#'; /* r#async */
    for (s->at += quoted; quoted && s->at < s->n && is_word_byte(s->p[s->at]); s->at++)
        ;
    add_token(s, begin, raw ? FC_CODE_STRING : FC_CODE_WORD, 0);
}

/* '#' at the begin of a line: of the directives only conditionals leave a token. */
static void scan_directive(scan *s)
{
    static const char *const kept[] = { "if",   "ifdef",   "ifndef",   "else",
                                        "elif", "elifdef", "elifndef", "endif" };
    size_t begin = s->at++;
    while (ahead(s, 0) == ' ' || ahead(s, 0) == '\t')
        s->at++;
    size_t word = s->at;
    while (s->at < s->n && is_word_byte(s->p[s->at]))
        s->at++;
    fc_str name = { s->p + word, s->at - word };
    s->directive = true;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (fc_str_is(name, kept[i]))
            add_token(s, begin, FC_CODE_DIRECTIVE,
                      name.p[0] == 'i'   ? '?'
                      : name.p[1] == 'l' ? ':'
                                         : '.');
    s->first = false;
}

static void new_line(scan *s)
{
    bool joined = s->at && s->p[s->at - 1] == '\\';
    s->at++;
    if (joined && s->directive)
        return;
    s->directive = false;
    s->first = true;
}

/* Comments, and directives of C. */
static bool scan_aside(scan *s, char c)
{
    bool python = s->code->syntax == FC_SYNTAX_PYTHON;
    if (python ? c == '#' : c == '/' && ahead(s, 1) == '/')
        line_comment(s);
    else if (!python && c == '/' && ahead(s, 1) == '*')
        block_comment(s);
    else if (c == '#' && s->first && like_c(s))
        scan_directive(s);
    else
        return false;
    return true;
}

static void scan_one(scan *s)
{
    char c = s->p[s->at];
    bool quote = c == '"' || c == '\'' || c == '`';
    if (c == '\n') {
        new_line(s);
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
        s->at++;
    } else if (scan_aside(s, c) || (quote && scan_string(s, c))) {
        ;
    } else if (fc_is_digit(c)) {
        scan_number(s);
    } else if (is_word_byte(c) || (c == '$' && is_js(s))) {
        scan_word(s);
    } else if (!(c == '/' && is_js(s) && wants_value(s) && scan_regex(s))) {
        s->at++;
        add_token(s, s->at - 1, FC_CODE_MARK, c);
    }
}

bool fc_code_scan(fc_code *code, fc_str text, fc_language_syntax syntax, fc_arena *a)
{
    scan s = { .code = code, .a = a, .p = text.p, .n = text.n, .first = true };
    *code = (fc_code){ .text = text, .syntax = syntax };
    if (syntax == FC_SYNTAX_NONE || text.n >= UINT32_MAX)
        return false;
    while (s.at < s.n)
        scan_one(&s);
    fc_code_match(code, a);
    return true;
}

/* ---------------------------------------------------------------- asking */

bool fc_code_is_word(const fc_code *code, size_t i, const char *word)
{
    return i < code->n && code->token[i].kind == FC_CODE_WORD &&
           fc_str_is(fc_code_text(code, i), word);
}

bool fc_code_is_pair(const fc_code *code, size_t i, const char *pair)
{
    return fc_code_is_mark(code, i, pair[0]) && fc_code_is_mark(code, i + 1, pair[1]) &&
           code->token[i].end == code->token[i + 1].begin;
}

size_t fc_code_behind(const fc_code *code, size_t i)
{
    uint32_t partner = code->token[i].partner;
    return partner != FC_CODE_ALONE && partner > i ? partner + 1 : i + 1;
}
