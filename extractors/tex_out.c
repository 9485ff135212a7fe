/* tex_out.c - blocks of Markdown; see tex.h. Text is written as it comes: a block opens
 * with its first character, so what writes nothing leaves nothing. */
#include "extractors/tex.h"

static void add(fc_tex_out *o, const char *p, size_t n)
{
    if (o->cap - o->n < n) {
        size_t cap = 2 * o->cap + n + 256;
        o->p = fc_grow(o->a, o->p, o->cap, cap);
        o->cap = cap;
    }
    if (n)
        memcpy(o->p + o->n, p, n);
    o->n += n;
}

static void add_str(fc_tex_out *o, fc_str s)
{
    add(o, s.p, s.n);
}

/* What a line begins with: the marks of quotes, and blanks below an item's mark. */
static void margin(fc_tex_out *o, unsigned levels)
{
    for (unsigned i = 0; i < levels; i++) {
        const struct fc_tex_level *l = &o->level[i];
        if (l->kind == '>')
            add(o, "> ", 2);
        else if (l->kind == '1')
            add(o, "   ", 3);
        else
            add(o, "  ", 2);
    }
}

static void item_mark(fc_tex_out *o, struct fc_tex_level *l)
{
    char mark[24];
    l->item = false;
    if (l->kind == '1') {
        int n = 0;
        unsigned number = l->number;
        char digits[12];
        do
            digits[n++] = (char)('0' + number % 10);
        while (number /= 10);
        for (int i = 0; i < n; i++)
            mark[i] = digits[n - 1 - i];
        add(o, mark, (size_t)n);
        add(o, ". ", 2);
    } else {
        add(o, "- ", 2);
    }
    if (l->label.n) {
        add_str(o, l->label);
        add(o, l->kind == ':' ? ": " : " ", l->kind == ':' ? 2 : 1);
    }
}

/* The innermost level whose item has not been marked yet; levels when there is none. */
static unsigned due_item(const fc_tex_out *o)
{
    unsigned i = 0;
    while (i < o->levels && !o->level[i].item)
        i++;
    return i;
}

static void open_block(fc_tex_out *o)
{
    unsigned due = due_item(o), before = 0;
    while (before < due && o->level[before].used)
        before++;
    if (o->n) {
        add(o, "\n", 1);
        if (!o->tight) {
            margin(o, before);
            while (o->n && o->p[o->n - 1] == ' ')
                o->n--;
            add(o, "\n", 1);
        }
    }
    margin(o, due);
    for (unsigned i = 0; i < o->levels; i++)
        o->level[i].used = true;
    for (unsigned i = due; i < o->levels; i++) {
        if (o->level[i].item)
            item_mark(o, &o->level[i]);
        else if (o->level[i].kind == '>')
            add(o, "> ", 2);
        else
            add(o, "   ", o->level[i].kind == '1' ? 3 : 2);
    }
    o->open = true;
    o->tight = o->space = false;
}

/* "$a$" before "$b$" would read as the begin of a display. */
static bool meets_dollar(const fc_tex_out *o, fc_str s)
{
    return s.p[0] == '$' && o->n && o->p[o->n - 1] == '$';
}

void fc_tex_put(fc_tex_out *o, fc_str s)
{
    if (!s.n)
        return;
    if (!o->open && !o->flat)
        open_block(o);
    else if (o->space || meets_dollar(o, s))
        add(o, " ", 1);
    o->space = false;
    add_str(o, s);
}

void fc_tex_put_space(fc_tex_out *o)
{
    o->space = o->flat ? o->n > 0 : o->open;
}

void fc_tex_break(fc_tex_out *o)
{
    if (o->flat) {
        fc_tex_put_space(o);
    } else if (o->open) {
        add(o, "\n", 1);
        margin(o, o->levels);
        o->space = false;
    }
}

void fc_tex_end_block(fc_tex_out *o)
{
    if (o->flat) {
        fc_tex_put_space(o);
        return;
    }
    while (o->open && o->n && (o->p[o->n - 1] == ' ' || o->p[o->n - 1] == '\n'))
        o->n--;
    o->open = o->space = false;
}

void fc_tex_block(fc_tex_out *o, fc_str s)
{
    if (o->flat) {
        fc_tex_put(o, s);
        return;
    }
    fc_tex_end_block(o);
    bool first = true;
    for (fc_str line; fc_str_split(&s, '\n', &line); first = false) {
        if (first) {
            open_block(o);
        } else {
            add(o, "\n", 1);
            margin(o, o->levels);
        }
        add_str(o, line);
    }
    fc_tex_end_block(o);
}

static size_t longest_fence(fc_str s)
{
    size_t longest = 2, n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n = s.p[i] == '`' ? n + 1 : 0;
        longest = n > longest ? n : longest;
    }
    return longest + 1;
}

void fc_tex_code(fc_tex_out *o, fc_str language, fc_str code)
{
    char fence[64];
    size_t n = longest_fence(code), from = 0;
    n = n < sizeof fence ? n : sizeof fence;
    memset(fence, '`', n);
    while (from < code.n && code.p[from] != '\n' &&
           (code.p[from] == ' ' || code.p[from] == '\r'))
        from++;
    if (from < code.n && code.p[from] == '\n')
        code = fc_str_sub(code, from + 1, code.n);
    while (code.n && fc_is_space(code.p[code.n - 1]))
        code.n--;
    if (!code.n)
        return;
    fc_str f = { fence, n }, nl = FC_STR("\n");
    fc_tex_end_block(o);
    open_block(o);
    add_str(o, f);
    add_str(o, language);
    for (fc_str line; fc_str_split(&code, '\n', &line);) {
        add_str(o, nl);
        margin(o, o->levels);
        while (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        add_str(o, line);
    }
    add_str(o, nl);
    margin(o, o->levels);
    add_str(o, f);
    o->open = o->space = false;
}

void fc_tex_open_level(fc_tex_out *o, int kind)
{
    fc_tex_end_block(o);
    if (o->levels < FC_TEX_NESTING)
        o->level[o->levels++] = (struct fc_tex_level){ .kind = kind };
}

void fc_tex_close_level(fc_tex_out *o, int kind)
{
    fc_tex_end_block(o);
    for (unsigned i = o->levels; i-- > 0;)
        if (o->level[i].kind == kind) {
            o->levels = i;
            break;
        }
    o->tight = false;
}

void fc_tex_item(fc_tex_out *o, fc_str label)
{
    fc_tex_end_block(o);
    if (!o->levels)
        return;
    struct fc_tex_level *l = &o->level[o->levels - 1];
    o->tight = l->number > 0 || o->levels > 1;
    l->number++;
    l->item = true;
    l->label = label;
}
