/* formula_mathjax.c - formulas of which a page has only what MathJax 3 or 4 drew: read
 * back as MathML.
 *
 * Insides of svg are in no tree, so the drawing is read from the source of the page: a
 * list of parts (mathjax_drawing.h), which then are written in the order that MathML
 * wants. CHTML has the upper index before the lower one; in SVG the order varies, and
 * what is drawn higher is the upper one. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/mathjax_drawing.h"

enum {
    MAX_SOURCE = 1 << 17,       /* bytes of a drawing */
    MAX_STEPS = 64,             /* parts that are looked at for one of a kind */
    TASKS = 12                  /* that writing a part can add, at most */
};

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

/* The same of what is drawn over and under formulas: what an arrow or a brace that has
 * begun becomes with one more piece; 0: it is none of it. */
static uint32_t grown_sign(uint32_t sign, uint32_t piece)
{
    enum { OVERBRACE = 0x23DE, UNDERBRACE = 0x23DF }; /* in private use: E150 to E156 */
    bool brace = sign == OVERBRACE || sign == UNDERBRACE;
    if (!sign && (piece == 0xE150 || piece == 0xE152))
        return piece == 0xE150 ? OVERBRACE : UNDERBRACE;
    if (brace && piece >= 0xE150 && piece <= 0xE156)
        return sign;
    if (sign == 0x2190 && piece == 0x2192)
        return 0x2194;
    bool arrow = sign >= 0x2190 && sign <= 0x21FF;
    return arrow && (piece == 0x2212 || piece == '=') ? sign : 0;
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
static void write_token(fc_text *t, const fc_mjx_drawing *d, uint32_t i)
{
    const char *variant = NULL;
    uint32_t before = 0, growing = 0;
    size_t at = t->n;
    bool upright = false, script = false;
    for (uint32_t k = i + 1; k < d->v[i].end; k++) {
        const fc_mjx_part *p = &d->v[k];
        if (p->kind == FC_MJX_TEXT && !d->v[p->parent].code)
            add_text(t, p->text, &variant);
        if (p->kind != FC_MJX_SIGN || !p->code)
            continue;
        if (d->svg && p->end > k + 1) /* signs that draw this one */
            k = p->end - 1;
        uint32_t code = plain_letter(p->code, &variant), whole = whole_sign(code);
        uint32_t grown = grown_sign(t->n == at ? 0 : growing, code);
        if (grown) {
            t->n = at;
            add_sign(t, grown);
        } else if (whole == code || whole != before) {
            add_sign(t, whole);
        }
        growing = grown ? grown : code;
        script |= p->script && code < 0x80;
        upright = t->n == at + 1 && fc_is_letter(t->p[at]) && code == p->code &&
                  !strcmp(d->v[i].name, "mi");
        before = whole == code ? 0 : whole;
    }
    fc_str signs = fc_copy(t->a, (fc_str){ t->p + at, t->n - at });
    t->n = at;
    add(t, "<");
    add(t, d->v[i].name);
    if (upright)
        variant = script ? "script" : "normal";
    if (!signs.n) /* \left. */
        add(t, " fence=\"true\"");
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
static uint32_t find_part(const fc_mjx_drawing *d, uint32_t i, fc_mjx_kind want)
{
    uint32_t steps = 0;
    for (uint32_t k = i + 1; k < d->v[i].end && steps++ < MAX_STEPS;) {
        if (d->v[k].kind == want)
            return k;
        bool other = d->v[k].kind >= FC_MJX_SCRIPT && d->v[k].kind != FC_MJX_BOX;
        k = other || d->v[k].kind == FC_MJX_TOKEN ? d->v[k].end : k + 1;
    }
    return 0;
}

static uint32_t child_of_kind(const fc_mjx_drawing *d, uint32_t i, fc_mjx_kind want)
{
    for (uint32_t k = i + 1; k < d->v[i].end; k = d->v[k].end)
        if (d->v[k].kind == want)
            return k;
    return 0;
}

/* The children of i that are nodes of MathML, at most 3 of them; returns how many. */
static unsigned children(const fc_mjx_drawing *d, uint32_t i, uint32_t out[3])
{
    unsigned n = 0;
    for (uint32_t k = i + 1; k < d->v[i].end && n < 3; k = d->v[k].end)
        if (d->v[k].kind != FC_MJX_DROP &&
            (d->v[k].end > k + 1 || d->v[k].kind == FC_MJX_TOKEN || d->v[k].name))
            out[n++] = k;
    return n;
}

static void push_part(plan *p, const fc_mjx_drawing *d, uint32_t i)
{
    push_row(p, i ? i + 1 : 0, i ? d->v[i].end : 0);
}

/* Base, lower and upper index of CHTML, where the script has the upper one first. */
static void push_scripts(plan *p, const fc_mjx_drawing *d, uint32_t i, uint32_t script)
{
    uint32_t in[3] = { 0 };
    unsigned n = children(d, script, in);
    bool both = d->v[i].kind == FC_MJX_SUBSUP || d->v[i].kind == FC_MJX_UNDEROVER;
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
static void push_by_height(plan *p, const fc_mjx_drawing *d, uint32_t i)
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

static void push_fraction(plan *p, const fc_mjx_drawing *d, uint32_t i)
{
    uint32_t num = find_part(d, i, FC_MJX_NUM), den = find_part(d, i, FC_MJX_DEN);
    uint32_t in[3] = { 0 };
    if (num || den || !d->svg) {
        push_part(p, d, den);
        push_part(p, d, num);
    } else if (children(d, i, in) > 1) {
        unsigned above = d->v[in[0]].y < d->v[in[1]].y;
        push_row(p, in[!above], d->v[in[!above]].end);
        push_row(p, in[above], d->v[in[above]].end);
    }
}

static bool is_radical(const fc_mjx_drawing *d, uint32_t i)
{
    return d->v[i].kind == FC_MJX_TOKEN && d->v[i].end > i + 1 &&
           d->v[i + 1].code == 0x221A;
}

/* The radical sign of SVG is a child, too; the base has no name there. */
static void push_root(plan *p, const fc_mjx_drawing *d, uint32_t i)
{
    uint32_t base = find_part(d, i, FC_MJX_BOX), index = find_part(d, i, FC_MJX_INDEX);
    for (uint32_t k = i + 1; d->svg && k < d->v[i].end; k = d->v[k].end) {
        if (d->v[k].kind == FC_MJX_WRAP && !d->v[k].name && !base)
            base = k;
        else if (d->v[k].name && !is_radical(d, k))
            index = index ? index : k;
    }
    if (d->v[i].kind == FC_MJX_ROOT) {
        if (d->v[index].kind == FC_MJX_INDEX)
            push_part(p, d, index);
        else
            push_row(p, index, index ? d->v[index].end : 0);
    }
    push_part(p, d, base);
}

static void push_limits(plan *p, const fc_mjx_drawing *d, uint32_t i)
{
    uint32_t base = find_part(d, i, FC_MJX_BASE), below = find_part(d, i, FC_MJX_BELOW);
    uint32_t above = find_part(d, i, FC_MJX_ABOVE);
    if (!base) {
        push_by_height(p, d, i);
        return;
    }
    if (d->v[i].kind != FC_MJX_UNDER)
        push_part(p, d, above);
    if (d->v[i].kind != FC_MJX_OVER)
        push_part(p, d, below);
    push_part(p, d, base);
}

/* An element with what is in it, in the order of MathML. */
static void push_element(plan *p, const fc_mjx_drawing *d, uint32_t i)
{
    static const struct { const char *open, *close;
    } marks[] = {
        [FC_MJX_SUB] = { "<msub>", "</msub>" },
        [FC_MJX_SUP] = { "<msup>", "</msup>" },
        [FC_MJX_SUBSUP] = { "<msubsup>", "</msubsup>" },
        [FC_MJX_UNDER] = { "<munder>", "</munder>" },
        [FC_MJX_OVER] = { "<mover>", "</mover>" },
        [FC_MJX_UNDEROVER] = { "<munderover>", "</munderover>" },
        [FC_MJX_FRAC] = { "<mfrac>", "</mfrac>" },
        [FC_MJX_SQRT] = { "<msqrt>", "</msqrt>" },
        [FC_MJX_ROOT] = { "<mroot>", "</mroot>" },
        [FC_MJX_TABLE] = { "<mtable>", "</mtable>" },
        [FC_MJX_ROW] = { "<mtr>", "</mtr>" },
        [FC_MJX_CELL] = { "<mtd>", "</mtd>" },
    };
    fc_mjx_kind what = d->v[i].kind;
    uint32_t script = what <= FC_MJX_UNDEROVER ? child_of_kind(d, i, FC_MJX_SCRIPT) : 0;
    push(p, marks[what].close, 0, 0);
    if (script)
        push_scripts(p, d, i, script);
    else if (what == FC_MJX_SUB || what == FC_MJX_SUP || what == FC_MJX_SUBSUP)
        push_by_height(p, d, i);
    else if (what == FC_MJX_FRAC)
        push_fraction(p, d, i);
    else if (what == FC_MJX_SQRT || what == FC_MJX_ROOT)
        push_root(p, d, i);
    else if (what >= FC_MJX_TABLE)
        push(p, NULL, i + 1, d->v[i].end);
    else
        push_limits(p, d, i);
    push(p, marks[what].open, 0, 0);
}

static void write_task(plan *p, fc_text *t, const fc_mjx_drawing *d)
{
    task k = p->v[--p->n];
    if (k.text) {
        add(t, k.text);
        return;
    }
    if (k.from >= k.to)
        return;
    const fc_mjx_part *one = &d->v[k.from];
    push(p, NULL, one->end, k.to);
    if (one->kind == FC_MJX_TOKEN)
        write_token(t, d, k.from);
    else if (one->kind >= FC_MJX_SUB && one->kind <= FC_MJX_CELL)
        push_element(p, d, k.from);
    else if (one->kind == FC_MJX_WRAP && one->name)
        push_row(p, k.from + 1, one->end);
    else if (one->kind != FC_MJX_DROP && one->kind != FC_MJX_SIGN &&
             one->kind != FC_MJX_TEXT)
        push(p, NULL, k.from + 1, one->end);
}

fc_str fc_formula_mathjax(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    static const fc_str close = { "</mjx-container", 15 };
    fc_str s = fc_str_sub(dom->page, dom->node[node].at + dom->node[node].n,
                          dom->node[node].at + dom->node[node].n + MAX_SOURCE);
    size_t end = fc_str_find(s, close);
    fc_mjx_drawing d = { .n = 0 };
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
    fc_mjx_read(&d, s);
    add(&t, "<math data-latex=\"");
    fc_text_add(&t, d.latex.p, d.latex.n);
    add(&t, "\">");
    push(&p, "</math>", 0, 0);
    push(&p, NULL, 1, d.n);
    while (p.n)
        write_task(&p, &t, &d);
    return (fc_str){ t.p, t.n };
}
