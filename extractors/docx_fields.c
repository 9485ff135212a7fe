/* docx_fields.c - fields of Word whose code is what is shown: SYMBOL, and the formulas of
 * EQ, from before Word had better ones. East Asian Word still writes EQ for a reading
 * above a word and for characters in a circle, of which the text is kept.
 *
 * A code is read twice: first where its commands begin and end, then, with a stack of
 * what is left to write, as MathML. */
#include "extractors/docx.h"

#include "base/str.h"
#include "extractors/omml.h"

enum { DEEPEST = 24, MOST_ARGS = 64 };

/* The word that a code begins with, and what follows. */
static fc_str keyword(fc_str code, fc_str *rest)
{
    code = fc_str_trim(code);
    size_t n = 0;
    while (n < code.n && !fc_is_space(code.p[n]) && code.p[n] != '\\')
        n++;
    *rest = fc_str_sub(code, n, code.n);
    return fc_str_sub(code, 0, n);
}

/* SYMBOL 97 \f "Symbol" \s 12 */
bool fc_docx_symbol_field(fc_str code, uint32_t *sign, fc_str *font)
{
    fc_str rest, word, name = FC_STR("Symbol");
    uint64_t value = 0;
    if (!fc_str_ieq(keyword(code, &rest), FC_STR("SYMBOL")))
        return false;
    word = keyword(rest, &rest);
    size_t at = fc_str_ifind(rest, FC_STR("\\f"));
    if (at < rest.n) {
        fc_str told = fc_str_trim(fc_str_sub(rest, at + 2, rest.n));
        bool quoted = told.n && told.p[0] == '"';
        told = fc_str_sub(told, quoted, told.n);
        name = fc_str_sub(told, 0, fc_str_findc(told, quoted ? '"' : ' '));
    }
    *font = name;
    *sign = fc_str_u64(word, &value) && value <= 0x10FFFF ? (uint32_t)value : 0;
    return true;
}

bool fc_docx_is_eq(fc_str code)
{
    fc_str rest;
    return fc_str_ieq(keyword(code, &rest), FC_STR("EQ"));
}

/* ------------------------------------------------------------------------------ shape */

typedef struct command {
    fc_str name;                /* "f", "up"; empty: parentheses of the text */
    uint32_t at, open, close;   /* its begin; the parentheses */
} command;

typedef struct shape {
    fc_str code;
    command *command;           /* in their order */
    uint32_t n;
} shape;

/* \a\al\co2( is \a; \s\up8( is \up, \i\su( is \su: other words are options. */
static fc_str command_name(fc_str words)
{
    static const char *const names[] = { "up", "do", "su", "pr" };
    fc_str word, name = { "", 0 };
    while (fc_str_split(&words, '\\', &word)) {
        size_t n = 0;
        while (n < word.n && fc_is_letter(word.p[n]))
            n++;
        word = fc_str_sub(word, 0, n);
        bool known = !name.n && word.n == 1;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            known |= fc_str_ieq(word, fc_str_of(names[k]));
        name = known ? word : name;
    }
    return name;
}

/* Whether words that a parenthesis may belong to go on with c: \a \co2 ( */
static bool goes_on(char before, char c)
{
    bool number = fc_is_digit(c) || c == '-';
    return number || c == ' ' || (fc_is_letter(c) && before != ' ');
}

static void find_commands(shape *p, fc_arena *a)
{
    fc_str s = p->code;
    uint32_t stack[DEEPEST], depth = 0, over = 0, words = 0, most = 0;
    bool in_words = false;
    for (size_t i = 0; i < s.n; i++)
        most += s.p[i] == '(';
    p->command = fc_alloc(a, (most + 1) * sizeof *p->command);
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\' && i + 1 < s.n) { /* a word, or a character that is itself */
            if (!in_words)
                words = i;
            in_words |= fc_is_letter(s.p[++i]);
            continue;
        }
        if (c == '(' && depth == DEEPEST) {
            over++;
        } else if (c == '(') {
            uint32_t at = in_words ? words : i;
            stack[depth++] = p->n;
            p->command[p->n++] = (command){ command_name(fc_str_sub(s, at, i)), at, i,
                                            (uint32_t)s.n };
        } else if (c == ')' && over) {
            over--;
        } else if (c == ')' && depth) {
            p->command[stack[--depth]].close = i;
        }
        in_words &= goes_on(s.p[i ? i - 1 : 0], c);
    }
}

/* \* jc2 \* "Font:Mincho" \* hps10: how it looks, before what it is. */
static fc_str without_format(fc_str s)
{
    s = fc_str_trim(s);
    while (fc_str_starts(s, FC_STR("\\*"))) {
        s = fc_str_trim(fc_str_sub(s, 2, s.n));
        bool quoted = s.n && s.p[0] == '"';
        size_t end = quoted ? fc_str_findc(fc_str_sub(s, 1, s.n), '"') + 2
                            : fc_str_findc(s, ' ');
        s = fc_str_trim(fc_str_sub(s, end, s.n));
    }
    return s;
}

static shape shape_of(fc_str code, fc_arena *a)
{
    shape p = { .n = 0 };
    keyword(code, &p.code);
    p.code = without_format(p.code);
    find_commands(&p, a);
    return p;
}

/* The first command that begins at `from` or behind; p->n when there is none. */
static uint32_t first_command(const shape *p, uint32_t from)
{
    uint32_t lo = 0, hi = p->n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (p->command[mid].at < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Where its arguments begin, and at last one behind the end: arg[k] .. arg[k + 1] - 1 is
 * one and its comma. Returns how many. */
static uint32_t find_args(const shape *p, const command *c, uint32_t arg[MOST_ARGS + 1])
{
    uint32_t n = 0, k = (uint32_t)(c - p->command) + 1;
    arg[n++] = c->open + 1;
    for (uint32_t i = c->open + 1; i < c->close; i++) {
        if (k < p->n && p->command[k].at == i) {
            i = p->command[k].close;
            k = first_command(p, i + 1);
        } else if (p->code.p[i] == '\\') {
            i++;
        } else if ((p->code.p[i] == ',' || p->code.p[i] == ';') && n < MOST_ARGS) {
            arg[n++] = i + 1;
        }
    }
    arg[n] = c->close + 1;
    return n;
}

/* ------------------------------------------------------------------------------- text */

/* The characters of a piece of code, without the marks of words and escapes. */
static void add_plain(fc_text *t, fc_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n && !fc_is_letter(s.p[i + 1]))
            fc_text_char(t, s.p[++i]);
        else if (s.p[i] != '\\')
            fc_text_char(t, s.p[i]);
    }
}

/* Of what lies over each other the last is the word: before it come its reading, or the
 * circle around it. */
bool fc_docx_eq_is_text(fc_str code, fc_arena *a, fc_str *text)
{
    fc_text t = { .a = a };
    uint32_t from = 0, overs = 0, arg[MOST_ARGS + 1];
    if (!fc_docx_is_eq(code))
        return false;
    shape p = shape_of(code, a);
    fc_text_add(&t, "", 0);
    for (uint32_t k = 0; k < p.n; k++) {
        const command *c = &p.command[k];
        if (c->at < from || !fc_str_ieq(c->name, FC_STR("o")))
            continue;
        uint32_t n = find_args(&p, c, arg);
        add_plain(&t, fc_str_sub(p.code, from, c->at));
        add_plain(&t, fc_str_sub(p.code, arg[n - 1], c->close));
        from = c->close + 1;
        overs++;
    }
    add_plain(&t, fc_str_sub(p.code, from, p.code.n));
    *text = (fc_str){ t.p, t.n };
    return overs > 0;
}

/* --------------------------------------------------------------------------- formulas */

typedef struct task {
    const char *text;           /* to write; NULL: code from .. to - 1 */
    uint32_t from, to;
} task;

typedef struct writer {
    const shape *p;
    fc_arena *a;
    fc_text out;
    task *task;
    size_t n, cap;
} writer;

static void push(writer *w, task t)
{
    w->task = fc_room(w->a, w->task, w->n, &w->cap, sizeof *w->task);
    w->task[w->n++] = t;
}

static void push_text(writer *w, const char *text)
{
    push(w, (task){ .text = text });
}

/* One argument; with from not below to it is empty. */
static void push_row(writer *w, uint32_t from, uint32_t to)
{
    push_text(w, "</mrow>");
    if (from < to)
        push(w, (task){ .from = from, .to = to });
    push_text(w, "<mrow>");
}

/* A word is a name, two letters are mostly a product. */
static void put_symbols(writer *w, uint32_t from, uint32_t to)
{
    enum { SHORTEST_WORD = 3 };
    fc_text plain = { .a = w->a };
    fc_text_add(&plain, "", 0);
    add_plain(&plain, fc_str_sub(w->p->code, from, to));
    for (size_t i = 0, end; i < plain.n; i = end) {
        bool word = fc_is_letter(plain.p[i]);
        for (end = i; end < plain.n && fc_is_letter(plain.p[end]) == word; end++)
            ;
        fc_omml_symbols(&w->out, (fc_str){ plain.p + i, end - i },
                        NULL, word && end - i >= SHORTEST_WORD);
    }
}

/* The sign that an option names: \lc\{ */
static char option_sign(const shape *p, const command *c, const char *name)
{
    fc_str words = fc_str_sub(p->code, c->at, c->open);
    size_t at = fc_str_ifind(words, fc_str_of(name));
    return at + 4 < words.n ? words.p[at + 4] : '\0';
}

static const char *fence(char c, const char *none)
{
    static const char *const fences[] = { "((", "))", "[[", "]]", "{{", "}}", "||" };
    static const char *const elements[] = {
        "<mo>(</mo>", "<mo>)</mo>", "<mo>[</mo>", "<mo>]</mo>", "<mo>{</mo>",
        "<mo>}</mo>", "<mo>|</mo>",
    };
    for (size_t i = 0; i < sizeof fences / sizeof *fences; i++)
        if (c == fences[i][0])
            return elements[i];
    return none;
}

static char closing(char open)
{
    return open == '[' ? ']' : open == '{' ? '}' : open == '(' ? ')' : open;
}

static void push_bracket(writer *w, const command *c)
{
    char both = option_sign(w->p, c, "\\bc\\");
    char left = both ? both : option_sign(w->p, c, "\\lc\\");
    char right = both ? closing(both) : option_sign(w->p, c, "\\rc\\");
    bool one = (left || right) && !(left && right);
    push_text(w, "</mrow>");
    push_text(w, fence(right, one ? "" : "<mo>)</mo>"));
    push_row(w, c->open + 1, c->close);
    push_text(w, fence(left, one ? "" : "<mo>(</mo>"));
    push_text(w, "<mrow>");
}

/* \a\co3(1,2,3,4,5,6): rows of three. */
static void push_array(writer *w, const command *c, const uint32_t *arg, uint32_t n)
{
    fc_str words = fc_str_sub(w->p->code, c->at, c->open);
    size_t at = fc_str_ifind(words, FC_STR("\\co"));
    char digit = at + 3 < words.n ? words.p[at + 3] : '1';
    uint32_t columns = digit >= '1' && digit <= '9' ? (uint32_t)(digit - '0') : 1;
    push_text(w, "</mtable>");
    for (uint32_t k = n; k-- > 0;) {
        push_text(w, (k + 1) % columns == 0 || k + 1 == n ? "</mtd></mtr>" : "</mtd>");
        push_row(w, arg[k], arg[k + 1] - 1);
        push_text(w, k % columns ? "<mtd>" : "<mtr><mtd>");
    }
    push_text(w, "<mtable>");
}

/* \i\su(i=0,n,x): a sign with its limits, and what it is of. */
static void push_sum(writer *w, const char *open, const char *close, const uint32_t *arg,
                     uint32_t n)
{
    push_text(w, "</mrow>");
    if (n > 2)
        push(w, (task){ .from = arg[2], .to = arg[3] - 1 });
    push_text(w, close);
    push_row(w, n > 1 ? arg[1] : 0, n > 1 ? arg[2] - 1 : 0);
    push_row(w, arg[0], arg[1] - 1);
    push_text(w, open);
}

static bool is_script(const command *c)
{
    return fc_str_ieq(c->name, FC_STR("up")) || fc_str_ieq(c->name, FC_STR("do")) ||
           fc_str_ieq(c->name, FC_STR("s"));
}

static void push_script(writer *w, const command *c, uint32_t from, uint32_t to)
{
    bool up = fc_lower(c->name.p[0]) != 'd';
    push_text(w, up ? "</msup>" : "</msub>");
    push_row(w, c->open + 1, c->close);
    push_row(w, from, to);
    push_text(w, up ? "<msup>" : "<msub>");
}

static void push_command(writer *w, const command *c)
{
    uint32_t arg[MOST_ARGS + 1], n = find_args(w->p, c, arg);
    uint32_t end = n > 1 ? arg[2] - 1 : 0, second = n > 1 ? arg[1] : 0;
    if (is_script(c)) {
        push_script(w, c, 0, 0);
        return;
    }
    if (fc_str_ieq(c->name, FC_STR("su")) || fc_str_ieq(c->name, FC_STR("pr"))) {
        bool sum = fc_lower(c->name.p[0]) == 's';
        push_sum(w, sum ? "<mrow><munderover><mo>\xe2\x88\x91</mo>"
                        : "<mrow><munderover><mo>\xe2\x88\x8f</mo>",
                 "</munderover>", arg, n);
        return;
    }
    switch (c->name.n ? fc_lower(c->name.p[0]) : '(') {
    case 'f':
        push_text(w, "</mfrac>");
        push_row(w, second, end);
        push_row(w, arg[0], arg[1] - 1);
        push_text(w, "<mfrac>");
        break;
    case 'r':
        push_text(w, n > 1 ? "</mroot>" : "</msqrt>");
        if (n > 1)
            push_row(w, arg[0], arg[1] - 1);
        push_row(w, n > 1 ? second : arg[0], n > 1 ? end : arg[1] - 1);
        push_text(w, n > 1 ? "<mroot>" : "<msqrt>");
        break;
    case 'i':
        push_sum(w, "<mrow><msubsup><mo>\xe2\x88\xab</mo>", "</msubsup>", arg, n);
        break;
    case 'a':
        push_array(w, c, arg, n);
        break;
    case 'b':
        push_bracket(w, c);
        break;
    case 'x':
        push_text(w, "</menclose>");
        push_row(w, c->open + 1, c->close);
        push_text(w, "<menclose notation=\"box\">");
        break;
    case '(':
        push_text(w, "<mo>)</mo>");
        push_row(w, c->open + 1, c->close);
        push_text(w, "<mo>(</mo>");
        break;
    case 'd':                   /* moves what follows */
        break;
    default:
        push_row(w, c->open + 1, c->close);
    }
}

/* Where the sign or the number begins that ends a text. */
static uint32_t last_sign(fc_str s, uint32_t from, uint32_t to)
{
    while (to > from && s.p[to - 1] == ' ')
        to--;
    uint32_t at = to;
    while (at > from && fc_is_digit(s.p[at - 1]))
        at--;
    if (at == to)
        at -= at > from;
    while (at > from && ((unsigned char)s.p[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Code up to its first command, that, and the rest. */
static void write_code(writer *w, uint32_t from, uint32_t to)
{
    const shape *p = w->p;
    uint32_t k = first_command(p, from);
    if (k == p->n || p->command[k].at >= to) {
        put_symbols(w, from, to);
        return;
    }
    const command *c = &p->command[k], *next;
    uint32_t sign = is_script(c) ? last_sign(p->code, from, c->at) : c->at;
    put_symbols(w, from, sign);
    k = first_command(p, c->close + 1);
    next = k < p->n ? &p->command[k] : c;
    bool scripted = next->at == c->close + 1 && next->at < to && is_script(next);
    push(w, (task){ .from = (scripted ? next : c)->close + 1, .to = to });
    if (scripted && sign == c->at)
        push_script(w, next, c->at, c->close + 1);
    else if (scripted)
        push(w, (task){ .from = next->at, .to = next->close + 1 });
    if (sign < c->at)
        push_script(w, c, sign, c->at);
    else if (!scripted)
        push_command(w, c);
}

fc_str fc_docx_eq(fc_str code, fc_xml_parser *xml, fc_arena *a)
{
    if (!fc_docx_is_eq(code))
        return (fc_str){ "", 0 };
    shape p = shape_of(code, a);
    writer w = { .p = &p, .a = a, .out = { .a = a } };
    push_text(&w, "</math>");
    push(&w, (task){ .from = 0, .to = (uint32_t)p.code.n });
    push_text(&w, "<math>");
    while (w.n) {
        task t = w.task[--w.n];
        if (t.text)
            fc_text_add(&w.out, t.text, strlen(t.text));
        else if (t.from < t.to)
            write_code(&w, t.from, t.to);
    }
    return fc_omml_read((fc_str){ w.out.p, w.out.n }, xml, a);
}
