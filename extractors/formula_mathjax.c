/* formula_mathjax.c - formulas of which a page has only what MathJax 3 or 4 drew: read
 * back as MathML.
 *
 * CHTML and SVG keep the shape of the MathML they were made from: an element <mjx-msup>,
 * or <g data-mml-node="msup">, for each of it, and the code point of every sign in a
 * class or in data-c. Insides of svg are in no tree, so the drawing is read from the
 * source of the page: a list of parts, which then are written in the order that MathML
 * wants. CHTML has the upper index before the lower one; in SVG the order varies, and
 * what is drawn higher is the upper one. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/formula.h"

enum {
    MAX_SOURCE = 1 << 17,       /* bytes of a drawing */
    MAX_STEPS = 64              /* parts that are looked at for one of a kind */
};

typedef enum kind {
    WRAP, TOKEN, SIGN, TEXT, DROP,
    SUB, SUP, SUBSUP, UNDER, OVER, UNDEROVER, FRAC, SQRT, ROOT, TABLE, ROW, CELL,
    SCRIPT, BASE, BELOW, ABOVE, NUM, DEN, INDEX, BOX
} kind;

typedef struct part {
    kind kind;
    const char *name;           /* of the MathML element */
    uint32_t parent, end;
    uint32_t code;              /* of a sign; 0: none */
    fc_str text;
    double y;                   /* SVG: how high it is drawn */
} part;

typedef struct drawing {
    part *v;
    uint32_t n;
    bool svg;
} drawing;

enum { TASKS = 12 };            /* that writing a part can add, at most */

/* --------------------------------------------------------------------------- reading */

/* Names of MathJax's elements behind "mjx-", and of MathML's in data-mml-node. */
static const struct { const char *name; kind kind; const char *mathml; } names[] = {
    { "mi", TOKEN, "mi" }, { "mn", TOKEN, "mn" }, { "mo", TOKEN, "mo" },
    { "ms", TOKEN, "mtext" },
    { "mtext", TOKEN, "mtext" }, { "c", SIGN, NULL }, { "stretchy-v", SIGN, NULL },
    { "stretchy-h", SIGN, NULL }, { "msub", SUB, "msub" }, { "msup", SUP, "msup" },
    { "msubsup", SUBSUP, "msubsup" }, { "munder", UNDER, "munder" },
    { "mover", OVER, "mover" },
    { "munderover", UNDEROVER, "munderover" }, { "mfrac", FRAC, "mfrac" },
    { "msqrt", SQRT, "msqrt" }, { "mroot", ROOT, "mroot" }, { "mtable", TABLE, "mtable" },
    { "mtr", ROW, "mtr" }, { "mlabeledtr", ROW, "mtr" }, { "mtd", CELL, "mtd" },
    { "script", SCRIPT, NULL }, { "base", BASE, NULL }, { "under", BELOW, NULL },
    { "over", ABOVE, NULL }, { "num", NUM, NULL }, { "den", DEN, NULL },
    { "root", INDEX, NULL },
    { "box", BOX, NULL }, { "surd", DROP, NULL }, { "labels", DROP, NULL },
    { "assistive-mml", DROP, NULL }, { "speech", DROP, NULL }, { "mphantom", DROP, NULL },
};

static void set_kind(part *p, fc_str name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_ieq(name, fc_str_of(names[i].name))) {
            p->kind = names[i].kind;
            p->name = names[i].mathml;
            return;
        }
}

/* "mjx-c1D465 TEX-I", or "1D465" of an attribute. */
static uint32_t code_of(fc_str s, fc_str before)
{
    size_t at = fc_str_find(s, before) + before.n;
    uint32_t code = 0;
    for (; at < s.n && code < 0x110000; at++) {
        char c = fc_lower(s.p[at]);
        if (c >= '0' && c <= '9')
            code = code * 16 + (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            code = code * 16 + (uint32_t)(c - 'a' + 10);
        else
            break;
    }
    return code < 0x110000 && (code < 0xD800 || code > 0xDFFF) ? code : 0;
}

/* The second number of "translate(530,363) scale(0.707)". */
static double height(fc_str transform)
{
    size_t at = fc_str_find(transform, FC_STR("translate("));
    fc_str rest = fc_str_sub(transform, at, transform.n);
    size_t comma = fc_str_findc(rest, ','), close = fc_str_findc(rest, ')');
    double y = 0;
    if (comma < close)
        fc_str_num(fc_str_trim(fc_str_sub(rest, comma + 1, close)), &y);
    return y;
}

static void read_part(drawing *d, part *p, fc_str tag, fc_str name)
{
    static const fc_str prefix = { "mjx-", 4 };
    if (fc_str_istarts(name, prefix)) {
        set_kind(p, fc_str_sub(name, prefix.n, name.n));
        if (p->kind == SIGN)
            p->code = code_of(fc_tag_attr(tag, "class"), FC_STR("mjx-c"));
        return;
    }
    fc_str node = fc_tag_attr(tag, "data-mml-node"), code = fc_tag_attr(tag, "data-c");
    d->svg |= fc_str_ieq(name, FC_STR("svg"));
    p->y = height(fc_tag_attr(tag, "transform"));
    if (node.n) {
        p->name = "mrow";
        set_kind(p, node);
    } else if (code.n) {
        p->kind = SIGN;
        p->code = code_of(code, FC_STR(""));
    } else if (fc_str_ieq(name, FC_STR("defs")) || fc_str_ieq(name, FC_STR("style")) ||
               fc_str_ieq(name, FC_STR("title"))) {
        p->kind = DROP;
    }
}

/* One past the '>' of a tag; its attributes may have one within quotes. */
static size_t tag_end(fc_str s, size_t at)
{
    char quote = 0;
    for (; at < s.n; at++) {
        if (quote)
            quote = s.p[at] == quote ? 0 : quote;
        else if (s.p[at] == '"' || s.p[at] == '\'')
            quote = s.p[at];
        else if (s.p[at] == '>')
            return at + 1;
    }
    return s.n;
}

static void read_drawing(drawing *d, fc_str s)
{
    uint32_t open = 0;
    d->v[d->n++] = (part){ .kind = WRAP };
    for (size_t at = 0; at < s.n;) {
        size_t next = at + fc_str_findc(fc_str_sub(s, at, s.n), '<');
        fc_str text = fc_str_trim(fc_str_sub(s, at, next));
        if (text.n) {
            d->v[d->n] =
                (part){ .kind = TEXT, .parent = open, .end = d->n + 1, .text = text };
            d->n++;
        }
        at = tag_end(s, next);
        fc_str tag = fc_str_sub(s, next, at);
        if (tag.n < 3 || tag.p[1] == '!' || tag.p[1] == '?')
            continue;
        if (tag.p[1] == '/') {
            d->v[open].end = d->n;
            open = d->v[open].parent;
            continue;
        }
        size_t n = 1;
        while (n < tag.n && !fc_is_space(tag.p[n]) && tag.p[n] != '/' && tag.p[n] != '>')
            n++;
        part *p = &d->v[d->n];
        *p = (part){ .kind = WRAP, .parent = open, .end = d->n + 1 };
        read_part(d, p, tag, fc_str_sub(tag, 1, n));
        if (tag.p[tag.n - 2] != '/')
            open = d->n;
        d->n++;
    }
    for (; open; open = d->v[open].parent)
        d->v[open].end = d->n;
    d->v[0].end = d->n;
}

/* ------------------------------------------------------------------------------ signs */

/* Letters of mathematical alphabets (U+1D400 and after) are letters with a variant. */
static const char *const latin[] = { "bold",
                                     NULL,
                                     "bold-italic",
                                     "script",
                                     "bold-script",
                                     "fraktur",
                                     "double-struck",
                                     "bold-fraktur",
                                     "sans-serif",
                                     "bold-sans-serif",
                                     "sans-serif-italic",
                                     "sans-serif-bold-italic",
                                     "monospace" };
static const char *const greek[] = { "bold", NULL, "bold-italic", "bold-sans-serif",
                                     "sans-serif-bold-italic" };
enum { LATIN = 0x1D400, LATINS = 52, GREEK = 0x1D6A8, GREEKS = 58, CAPITALS = 25,
       DIGITS = 0x1D7CE };

static uint32_t greek_letter(uint32_t i)
{
    static const uint16_t others[] = { 0x2202, 0x3F5, 0x3D1, 0x3F0, 0x3D5, 0x3F1, 0x3D6 };
    if (i == CAPITALS)
        return 0x2207;
    return i < CAPITALS ? 0x391 + i : i <= 2 * CAPITALS ? 0x3B1 + i - CAPITALS - 1
                                                        : others[i - 2 * CAPITALS - 1];
}

static uint32_t plain_letter(uint32_t code, const char **variant)
{
    if (code >= LATIN && code < LATIN + 13 * LATINS) {
        uint32_t i = (code - LATIN) % LATINS;
        *variant = latin[(code - LATIN) / LATINS];
        return i < 26 ? 'A' + i : 'a' + i - 26;
    }
    if (code >= GREEK && code < GREEK + 5 * GREEKS) {
        *variant = greek[(code - GREEK) / GREEKS];
        return greek_letter((code - GREEK) % GREEKS);
    }
    if (code >= DIGITS && code < DIGITS + 50) {
        *variant = "bold";
        return '0' + (code - DIGITS) % 10;
    }
    return code == 0x210E ? 'h' : code;
}

/* The pieces that tall brackets are put together from stand for the whole. */
static uint32_t whole_sign(uint32_t code)
{
    return code < 0x239B || code > 0x23AD ? code
           : code <= 0x239D ? '(' : code <= 0x23A0 ? ')' : code <= 0x23A3 ? '['
           : code <= 0x23A6 ? ']' : code <= 0x23AA ? '{' : '}';
}

static void add_sign(fc_text *t, uint32_t code)
{
    char out[4];
    if (code == '<' || code == '>' || code == '&') {
        fc_str name = code == '<'   ? FC_STR("&lt;")
                      : code == '>' ? FC_STR("&gt;")
                                    : FC_STR("&amp;");
        fc_text_add(t, name.p, name.n);
        return;
    }
    fc_text_add(t, out, fc_utf8_encode(code, out));
}

static void add(fc_text *t, const char *s)
{
    fc_text_add(t, s, strlen(s));
}

/* Signs as they stand in the page, as MathJax 4 has them and those that no font has. */
static void add_text(fc_text *t, fc_str s, const char **variant)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t code;
        size_t n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        if (code < 0x80)
            fc_text_add(t, s.p + i, n);
        else
            add_sign(t, plain_letter(code, variant));
        i += n;
    }
}

/* A token with all signs in it, <mi mathvariant="bold">x</mi>. */
static void write_token(fc_text *t, const drawing *d, uint32_t i)
{
    const char *variant = NULL;
    uint32_t before = 0;
    size_t at = t->n;
    for (uint32_t k = i + 1; k < d->v[i].end; k++) {
        const part *p = &d->v[k];
        if (p->kind == TEXT && !d->v[p->parent].code)
            add_text(t, p->text, &variant);
        if (p->kind != SIGN || !p->code)
            continue;
        uint32_t code = plain_letter(p->code, &variant), whole = whole_sign(code);
        if (whole == code || whole != before)
            add_sign(t, whole);
        before = whole == code ? 0 : whole;
    }
    fc_str signs = fc_copy(t->a, (fc_str){ t->p + at, t->n - at });
    t->n = at;
    add(t, "<");
    add(t, d->v[i].name);
    if (variant) {
        add(t, " mathvariant=\"");
        add(t, variant);
        add(t, "\"");
    }
    add(t, ">");
    fc_text_add(t, signs.p, signs.n);
    add(t, "</");
    add(t, d->v[i].name);
    add(t, ">");
}

/* ------------------------------------------------------------------------------ order */

/* What is to be written next: a part, the children of one, or a text. */
typedef struct task {
    const char *text;
    uint32_t from, to;          /* parts from .. to - 1, each with what is in it */
} task;

typedef struct plan {
    task *v;
    uint32_t n;
} plan;

static void push(plan *p, const char *text, uint32_t from, uint32_t to)
{
    p->v[p->n++] = (task){ text, from, to };
}

/* Pushed in reverse: the last is written first. */
static void push_row(plan *p, uint32_t from, uint32_t to)
{
    push(p, "</mrow>", 0, 0);
    push(p, NULL, from, to);
    push(p, "<mrow>", 0, 0);
}

/* The first part of a kind in i, outside of other such parts; 0: none. */
static uint32_t find_part(const drawing *d, uint32_t i, kind want)
{
    uint32_t steps = 0;
    for (uint32_t k = i + 1; k < d->v[i].end && steps++ < MAX_STEPS;) {
        if (d->v[k].kind == want)
            return k;
        bool other = d->v[k].kind >= SCRIPT && d->v[k].kind != BOX;
        k = other || d->v[k].kind == TOKEN ? d->v[k].end : k + 1;
    }
    return 0;
}

static uint32_t child_of_kind(const drawing *d, uint32_t i, kind want)
{
    for (uint32_t k = i + 1; k < d->v[i].end; k = d->v[k].end)
        if (d->v[k].kind == want)
            return k;
    return 0;
}

/* The children of i that are nodes of MathML, at most 3 of them; returns how many. */
static unsigned children(const drawing *d, uint32_t i, uint32_t out[3])
{
    unsigned n = 0;
    for (uint32_t k = i + 1; k < d->v[i].end && n < 3; k = d->v[k].end)
        if (d->v[k].kind != DROP && (d->v[k].end > k + 1 || d->v[k].kind == TOKEN))
            out[n++] = k;
    return n;
}

static void push_part(plan *p, const drawing *d, uint32_t i)
{
    push_row(p, i ? i + 1 : 0, i ? d->v[i].end : 0);
}

/* Base, lower and upper index of CHTML, where the script has the upper one first. */
static void push_scripts(plan *p, const drawing *d, uint32_t i, uint32_t script)
{
    uint32_t in[3] = { 0 };
    unsigned n = children(d, script, in);
    bool both = d->v[i].kind == SUBSUP || d->v[i].kind == UNDEROVER;
    if (both && n > 1) {
        push_row(p, in[0], d->v[in[0]].end);
        push_row(p, in[1], d->v[in[1]].end);
    } else {
        push_part(p, d, script);
        if (both)
            push_row(p, 0, 0);
    }
    push_row(p, i + 1, script);
}

/* Of SVG: the first child, and the two others from below. */
static void push_by_height(plan *p, const drawing *d, uint32_t i)
{
    uint32_t in[3] = { 0 };
    unsigned n = children(d, i, in);
    if (n == 3 && d->v[in[1]].y > d->v[in[2]].y) {
        uint32_t higher = in[1];
        in[1] = in[2];
        in[2] = higher;
    }
    for (unsigned k = n; k-- > 0;)
        push_row(p, in[k], d->v[in[k]].end);
}

static void push_fraction(plan *p, const drawing *d, uint32_t i)
{
    uint32_t num = find_part(d, i, NUM), den = find_part(d, i, DEN), in[3] = { 0 };
    if (num || den || !d->svg) {
        push_part(p, d, den);
        push_part(p, d, num);
    } else if (children(d, i, in) > 1) {
        unsigned above = d->v[in[0]].y < d->v[in[1]].y;
        push_row(p, in[!above], d->v[in[!above]].end);
        push_row(p, in[above], d->v[in[above]].end);
    }
}

static bool is_radical(const drawing *d, uint32_t i)
{
    return d->v[i].kind == TOKEN && d->v[i].end > i + 1 && d->v[i + 1].code == 0x221A;
}

/* The radical sign of SVG is a child, too; the base has no name there. */
static void push_root(plan *p, const drawing *d, uint32_t i)
{
    uint32_t base = find_part(d, i, BOX), index = find_part(d, i, INDEX);
    for (uint32_t k = i + 1; d->svg && k < d->v[i].end; k = d->v[k].end) {
        if (d->v[k].kind == WRAP && !d->v[k].name && !base)
            base = k;
        else if (d->v[k].name && !is_radical(d, k))
            index = index ? index : k;
    }
    if (d->v[i].kind == ROOT) {
        if (d->v[index].kind == INDEX)
            push_part(p, d, index);
        else
            push_row(p, index, index ? d->v[index].end : 0);
    }
    push_part(p, d, base);
}

static void push_limits(plan *p, const drawing *d, uint32_t i)
{
    uint32_t base = find_part(d, i, BASE), below = find_part(d, i, BELOW);
    uint32_t above = find_part(d, i, ABOVE);
    if (!base) {
        push_by_height(p, d, i);
        return;
    }
    if (d->v[i].kind != UNDER)
        push_part(p, d, above);
    if (d->v[i].kind != OVER)
        push_part(p, d, below);
    push_part(p, d, base);
}

/* An element with what is in it, in the order of MathML. */
static void push_element(plan *p, const drawing *d, uint32_t i)
{
    static const struct { const char *open, *close;
    } marks[] = {
        [SUB] = { "<msub>", "</msub>" },
        [SUP] = { "<msup>", "</msup>" },
        [SUBSUP] = { "<msubsup>", "</msubsup>" },
        [UNDER] = { "<munder>", "</munder>" },
        [OVER] = { "<mover>", "</mover>" },
        [UNDEROVER] = { "<munderover>", "</munderover>" },
        [FRAC] = { "<mfrac>", "</mfrac>" },
        [SQRT] = { "<msqrt>", "</msqrt>" },
        [ROOT] = { "<mroot>", "</mroot>" },
        [TABLE] = { "<mtable>", "</mtable>" },
        [ROW] = { "<mtr>", "</mtr>" },
        [CELL] = { "<mtd>", "</mtd>" },
    };
    kind what = d->v[i].kind;
    uint32_t script = what <= UNDEROVER ? child_of_kind(d, i, SCRIPT) : 0;
    push(p, marks[what].close, 0, 0);
    if (script)
        push_scripts(p, d, i, script);
    else if (what == SUB || what == SUP || what == SUBSUP)
        push_by_height(p, d, i);
    else if (what == FRAC)
        push_fraction(p, d, i);
    else if (what == SQRT || what == ROOT)
        push_root(p, d, i);
    else if (what >= TABLE)
        push(p, NULL, i + 1, d->v[i].end);
    else
        push_limits(p, d, i);
    push(p, marks[what].open, 0, 0);
}

static void write_task(plan *p, fc_text *t, const drawing *d)
{
    task k = p->v[--p->n];
    if (k.text) {
        add(t, k.text);
        return;
    }
    if (k.from >= k.to)
        return;
    const part *one = &d->v[k.from];
    push(p, NULL, one->end, k.to);
    if (one->kind == TOKEN)
        write_token(t, d, k.from);
    else if (one->kind >= SUB && one->kind <= CELL)
        push_element(p, d, k.from);
    else if (one->kind != DROP && one->kind != SIGN && one->kind != TEXT)
        push(p, NULL, k.from + 1, one->end);
}

fc_str fc_formula_mathjax(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    static const fc_str close = { "</mjx-container", 15 };
    fc_str s = fc_str_sub(dom->page, dom->node[node].at + dom->node[node].n,
                          dom->node[node].at + dom->node[node].n + MAX_SOURCE);
    size_t end = fc_str_find(s, close);
    drawing d = { .n = 0 };
    plan p = { .n = 0 };
    if (end == s.n)
        return (fc_str){ NULL, 0 };
    s = fc_str_sub(s, 0, end);
    size_t most = 2;
    for (size_t i = 0; i < s.n; i++)
        most += s.p[i] == '<' ? 2 : 0; /* a part and the text before it */
    d.v = fc_alloc(a, most * sizeof *d.v);
    p.v = fc_alloc(a, (most + 1) * TASKS * sizeof *p.v);
    fc_text t = { .a = a };
    read_drawing(&d, s);
    push(&p, "</math>", 0, 0);
    push(&p, NULL, 1, d.n);
    push(&p, "<math>", 0, 0);
    while (p.n)
        write_task(&p, &t, &d);
    return (fc_str){ t.p, t.n };
}
