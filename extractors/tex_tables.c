/* tex_tables.c - tabular to pipe tables: one line a row, cells that span columns followed
 * by empty ones. See tex.h. */
#include "extractors/tex.h"

enum { COLUMNS = 64, ROWS = 4000 };

typedef struct table {
    fc_str *cell;               /* COLUMNS to a row */
    unsigned rows, row_cap;
    unsigned column, widest;
} table;

/* How many columns "{l|c*{3}{r}p{2cm}}" has. */
static unsigned columns_of(fc_str spec)
{
    unsigned n = 0, depth = 0;
    for (size_t i = 0; i < spec.n; i++) {
        char c = spec.p[i];
        depth += c == '{';
        depth -= c == '}' && depth;
        if (depth)
            continue;
        if (c == '*' && i + 2 < spec.n && spec.p[i + 1] == '{') {
            uint64_t times = 0;
            size_t end = i + 2;
            while (end < spec.n && spec.p[end] != '}')
                end++;
            fc_str_u64(fc_str_sub(spec, i + 2, end), &times);
            n += times > 0 && times < COLUMNS ? (unsigned)times - 1 : 0;
        } else if (strchr("lcrpmbXSdLCRD", c)) {
            n++;
        }
    }
    return n;
}

static fc_str *cell_at(fc_tex_doc *d, table *b)
{
    if (b->rows == b->row_cap) {
        unsigned cap = 2 * b->row_cap + 16;
        size_t size = COLUMNS * sizeof *b->cell;
        b->cell = fc_grow(d->t.a, b->cell, b->row_cap * size, cap * size);
        memset(b->cell + (size_t)b->row_cap * COLUMNS, 0, (cap - b->row_cap) * size);
        b->row_cap = cap;
    }
    return &b->cell[(size_t)b->rows * COLUMNS + b->column];
}

static void end_cell(fc_tex_doc *d, table *b)
{
    *cell_at(d, b) = fc_str_trim((fc_str){ d->out.p, d->out.n });
    if (d->out.n && b->column + 1 > b->widest)
        b->widest = b->column + 1;
    d->out.p = NULL;
    d->out.n = d->out.cap = 0;
    d->out.space = false;
}

static void next_cell(fc_tex_doc *d, table *b)
{
    end_cell(d, b);
    if (b->column + 1 < COLUMNS)
        b->column++;
}

static void next_row(fc_tex_doc *d, table *b)
{
    bool empty = true;
    end_cell(d, b);
    for (unsigned i = 0; i <= b->column; i++)
        empty &= !b->cell[(size_t)b->rows * COLUMNS + i].n;
    b->rows += !empty && b->rows < ROWS;
    b->column = 0;
}

static void multicolumn(fc_tex_doc *d, table *b)
{
    uint64_t n = 1;
    fc_str count = fc_str_trim(fc_tex_arg(&d->t));
    fc_tex_arg(&d->t);
    fc_tex_inline(d, fc_tex_arg(&d->t));
    if (!fc_str_u64(count, &n))
        n = 1;
    for (; n > 1 && b->column + 1 < COLUMNS; n--)
        next_cell(d, b);
}

/* Lines between rows. */
static bool is_rule(fc_tex *t, fc_str name)
{
    static const char *const plain[] = { "hline",      "toprule",    "midrule",
                                         "bottomrule", "endhead",    "endfirsthead",
                                         "endfoot",    "endlastfoot" };
    fc_str s;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (fc_str_is(name, plain[i])) {
            fc_tex_optional(t, &s);
            return true;
        }
    if (fc_str_is(name, "cline") || fc_str_is(name, "cmidrule") ||
        fc_str_is(name, "addlinespace")) {
        if (fc_tex_peek(t) == '(')
            fc_tex_until(t, FC_STR(")"));
        fc_tex_optional(t, &s);
        if (name.p[1] != 'd')
            fc_tex_arg(t);
        return true;
    }
    return false;
}

/* True when the table ends. */
static bool table_command(fc_tex_doc *d, table *b, fc_tex_token tok, unsigned *inner,
                          bool braces)
{
    fc_str s;
    if (fc_str_is(tok.s, "end") && *inner == 0) {
        fc_tex_arg(&d->t);
        return true;
    }
    if (fc_str_is(tok.s, "begin") || fc_str_is(tok.s, "end")) {
        fc_str env = fc_tex_arg(&d->t);
        if (fc_str_is(tok.s, "begin") && fc_tex_is_math(env)) {
            fc_tex_math_environment(d, env);
            return false;
        }
        *inner += tok.s.n == 5 ? 1 : -1u; /* a table in a cell is run on */
        if (tok.s.n == 5 && fc_str_starts(env, FC_STR("tabular"))) {
            fc_tex_optional(&d->t, &s);
            fc_tex_arg(&d->t);
        }
        fc_tex_put_space(&d->out);
    } else if (fc_str_is(tok.s, "\\") || fc_str_is(tok.s, "tabularnewline") ||
               fc_str_is(tok.s, "cr")) {
        fc_tex_star(&d->t);
        fc_tex_optional(&d->t, &s);
        if (*inner || braces)
            fc_tex_put_space(&d->out);
        else
            next_row(d, b);
    } else if (fc_str_is(tok.s, "multicolumn")) {
        multicolumn(d, b);
    } else if (fc_str_is(tok.s, "multirow")) {
        fc_tex_optional(&d->t, &s);
        fc_tex_arg(&d->t);
        fc_tex_optional(&d->t, &s);
        fc_tex_arg(&d->t);
        fc_tex_inline(d, fc_tex_arg(&d->t));
    } else if (fc_str_is(tok.s, "makecell") || fc_str_is(tok.s, "shortstack")) {
        fc_tex_star(&d->t);
        fc_tex_optional(&d->t, &s);
    } else if (!is_rule(&d->t, tok.s)) {
        fc_tex_one(d, tok);
    }
    return false;
}

static void read_rows(fc_tex_doc *d, table *b)
{
    unsigned inner = 0, braces = 0;
    for (;;) {
        fc_tex_token tok = fc_tex_next(&d->t);
        if (tok.kind == FC_TEX_END)
            break;
        braces += tok.kind == FC_TEX_OPEN;
        braces -= tok.kind == FC_TEX_CLOSE && braces;
        if (tok.kind == FC_TEX_ALIGN && !inner && !braces)
            next_cell(d, b);
        else if (tok.kind != FC_TEX_COMMAND)
            fc_tex_one(d, tok);
        else if (table_command(d, b, tok, &inner, braces > 0))
            break;
    }
    next_row(d, b);
}

/* The bars of a row; o NULL: only count the bytes. */
static size_t write_row(const fc_str *cell, unsigned columns, char *o)
{
    size_t n = 0;
    for (unsigned c = 0; c < columns; c++) {
        if (o)
            memcpy(o + n, "| ", 2);
        n += 2;
        for (size_t i = 0; i < cell[c].n; i++) {
            char ch = cell[c].p[i] == '\n' ? ' ' : cell[c].p[i];
            if (ch == '|' && o)
                o[n] = '\\';
            n += ch == '|';
            if (o)
                o[n] = ch;
            n++;
        }
        if (o && cell[c].n)
            o[n] = ' ';
        n += cell[c].n > 0;
    }
    if (o)
        memcpy(o + n, "|\n", 2);
    return n + 2;
}

static fc_str table_text(const table *b, unsigned columns, fc_arena *a)
{
    size_t size = 6 * (size_t)columns + 2, n;
    for (unsigned r = 0; r < b->rows; r++)
        size += write_row(b->cell + (size_t)r * COLUMNS, columns, NULL);
    char *p = fc_alloc(a, size);
    n = write_row(b->cell, columns, p);
    for (unsigned c = 0; c < columns; c++, n += 6)
        memcpy(p + n, "| --- ", 6);
    memcpy(p + n, "|\n", 2);
    n += 2;
    for (unsigned r = 1; r < b->rows; r++)
        n += write_row(b->cell + (size_t)r * COLUMNS, columns, p + n);
    return (fc_str){ p, n - 1 };
}

void fc_tex_tabular(fc_tex_doc *d, fc_str name)
{
    table b = { .cell = NULL };
    fc_str s;
    fc_tex_out outer = d->out;
    if (fc_str_is(name, "tabular*") || fc_str_is(name, "tabularx") ||
        fc_str_is(name, "tabulary") || fc_str_is(name, "xltabular"))
        fc_tex_arg(&d->t);
    fc_tex_optional(&d->t, &s);
    unsigned columns = columns_of(fc_tex_arg(&d->t));
    d->out = (fc_tex_out){ .a = d->t.a, .flat = true };
    read_rows(d, &b);
    d->out = outer;
    columns = b.widest > columns || columns > COLUMNS ? b.widest : columns;
    if (b.rows && columns)
        fc_tex_block(&d->out, table_text(&b, columns, d->t.a));
}
