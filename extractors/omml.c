/* omml.c - see omml.h. A loop over tasks: pieces of MathML to write and elements to turn
 * into such pieces, so that parts can change places (Word puts a root's degree first,
 * MathML last). */
#include "extractors/omml.h"

#include "base/str.h"
#include "base/utf8.h"
#include "extractors/mathml.h"
#include "extractors/tex_symbols.h"
#include "extractors/xml_read.h"

enum { MOST_TASKS = 1 << 16 };

typedef struct task {
    const char *text;           /* to write; NULL: an element */
    fc_str copy;                /* to write escaped when text is NULL and node is 0 */
    uint32_t node;
    bool children;              /* of the element, in a row */
} task;

typedef struct writer {
    const fc_dom *dom;
    fc_arena *a;
    fc_text out;
    task *task;
    size_t n, cap;
} writer;

static void push(writer *w, task t)
{
    if (w->n == MOST_TASKS)
        return;
    w->task = fc_room(w->a, w->task, w->n, &w->cap, sizeof *w->task);
    w->task[w->n++] = t;
}

static void push_text(writer *w, const char *text)
{
    push(w, (task){ .text = text });
}

static void push_copy(writer *w, fc_str s)
{
    push(w, (task){ .copy = s });
}

/* What an element holds, as one argument. */
static void push_row(writer *w, uint32_t node)
{
    push_text(w, "</mrow>");
    if (node)
        push(w, (task){ .node = node, .children = true });
    push_text(w, "<mrow>");
}

static uint32_t child(const writer *w, uint32_t node, unsigned tag)
{
    return fc_xml_child(w->dom, node, tag);
}

/* The attribute val of property `tag` in the properties `pr` of node; p is NULL
 * without. */
static fc_str property(const writer *w, uint32_t node, unsigned pr, unsigned tag)
{
    uint32_t properties = child(w, node, pr);
    uint32_t one = properties ? child(w, properties, tag) : 0;
    if (!one)
        return (fc_str){ NULL, 0 };
    fc_str value = fc_dom_attr_text(w->dom, one, "val", w->a);
    return value.p ? value : FC_STR("1");
}

static bool is_on(fc_str value)
{
    return value.p && !fc_str_is(value, "0") && !fc_str_is(value, "off") &&
           !fc_str_is(value, "false");
}

/* ------------------------------------------------------------------------------- runs */

static void put(fc_text *out, const char *s)
{
    fc_text_add(out, s, strlen(s));
}

static void put_escaped(fc_text *out, fc_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '<' || c == '&')
            put(out, c == '<' ? "&lt;" : "&amp;");
        else
            fc_text_char(out, c);
    }
}

static void put_token(fc_text *out, const char *name, const char *variant, fc_str s)
{
    fc_text_char(out, '<');
    put(out, name);
    if (variant) {
        put(out, " mathvariant=\"");
        put(out, variant);
        fc_text_char(out, '"');
    }
    fc_text_char(out, '>');
    put_escaped(out, s);
    put(out, "</");
    put(out, name);
    fc_text_char(out, '>');
}

static bool is_digit(fc_str s)
{
    return s.n == 1 && (fc_is_digit(s.p[0]) || s.p[0] == '.');
}

static bool is_letter(fc_str s, uint32_t code)
{
    const char *alphabet;
    char c = fc_lower(s.p[0]);
    if (s.n == 1)
        return c >= 'a' && c <= 'z';
    const fc_tex_symbol *symbol = fc_tex_symbol_of(code);
    return fc_tex_letter(code, &alphabet) || !symbol || symbol->class == FC_TEX_ORD;
}

/* "2x+1": numbers whole, letters one by one unless they are upright, the rest
 * operators. */
void fc_omml_symbols(fc_text *out, fc_str s, const char *variant, bool upright)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t code;
        size_t n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL), end = i + n;
        fc_str one = fc_str_sub(s, i, end);
        if (fc_is_space(one.p[0])) {
            i = end;
            continue;
        }
        bool digit = is_digit(one), letter = !digit && is_letter(one, code);
        while (end < s.n && (digit || (letter && upright))) {
            uint32_t next;
            size_t more = fc_utf8_decode(fc_str_sub(s, end, s.n), &next, NULL);
            fc_str two = fc_str_sub(s, end, end + more);
            if (digit ? !is_digit(two) : fc_is_space(two.p[0]) || is_digit(two) ||
                                         !is_letter(two, next))
                break;
            end += more;
        }
        bool point = end == i + 1 && one.p[0] == '.'; /* it has no alphabet */
        put_token(out, digit ? "mn" : letter ? "mi" : "mo", point ? NULL : variant,
                  fc_str_sub(s, i, end));
        i = end;
    }
}

/* Of an array of equations: its only row is no table. */
static bool has_rows(const fc_dom *dom, uint32_t array)
{
    uint32_t row = fc_xml_child(dom, array, FC_XML_e);
    return row && dom->node[row].end < dom->node[array].end;
}

typedef struct style {
    bool text, upright;         /* no symbols; words are names */
    bool row, cells;            /* of an array of equations; and it has others */
    const char *variant;        /* or NULL */
} style;

static style style_of(const writer *w, uint32_t run)
{
    const fc_dom *dom = w->dom;
    uint32_t row = dom->node[run].parent, array = dom->node[row].parent;
    fc_str told = property(w, run, FC_XML_rPr, FC_XML_sty);
    fc_str script = property(w, run, FC_XML_rPr, FC_XML_scr);
    bool bold = fc_str_is(told, "b"), both = fc_str_is(told, "bi");
    style s = { .text = is_on(property(w, run, FC_XML_rPr, FC_XML_nor)) };
    s.upright = fc_str_is(told, "p") || bold;
    s.row = dom->node[row].tag == FC_XML_e && dom->node[array].tag == FC_XML_eqArr;
    s.cells = s.row && has_rows(dom, array);
    s.variant = fc_str_is(script, "double-struck") ? "double-struck"
                : fc_str_is(script, "script")      ? "script"
                : fc_str_is(script, "fraktur")     ? "fraktur"
                : bold || both                     ? "bold"
                                                   : NULL;
    return s;
}

static void put_piece(fc_text *out, fc_str s, const style *how)
{
    if (how->text)
        put_token(out, "mtext", NULL, s);
    else
        fc_omml_symbols(out, s, how->variant, how->upright);
}

/* In a row of equations '&' are marks of alignment, behind '#' stands the number. */
static void put_run(fc_text *out, fc_str s, const style *how)
{
    for (size_t at = 0; s.n; s = fc_str_sub(s, at, s.n)) {
        bool marks = how->row && !how->text;
        for (at = 0; at < s.n && !(marks && (s.p[at] == '&' || s.p[at] == '#')); at++)
            ;
        put_piece(out, fc_str_sub(s, 0, at), how);
        if (at < s.n && s.p[at] == '#')
            put(out, "<mspace width=\"2em\"/>");
        else if (at < s.n && how->cells)
            put(out, "</mtd><mtd>");
        at += at < s.n;
    }
}

static void write_run(writer *w, uint32_t run)
{
    const fc_dom *dom = w->dom;
    style how = style_of(w, run);
    for (uint32_t i = run + 1; i < dom->node[run].end; i++)
        if (dom->node[i].tag == FC_XML_t)
            for (uint32_t k = i + 1; k < dom->node[i].end; k++)
                put_run(&w->out, fc_dom_text_decoded(dom, k, w->a), &how);
}

/* ------------------------------------------------------------------------- structures */

/* `open` a b `close`, last things first. */
static void push_two(writer *w, const char *open, uint32_t first, uint32_t second,
                     const char *close)
{
    push_text(w, close);
    push_row(w, second);
    push_row(w, first);
    push_text(w, open);
}

static void push_three(writer *w, const char *open, uint32_t first, uint32_t second,
                       uint32_t third, const char *close)
{
    push_text(w, close);
    push_row(w, third);
    push_row(w, second);
    push_row(w, first);
    push_text(w, open);
}

static void push_operator(writer *w, fc_str s)
{
    push_text(w, "</mo>");
    push_copy(w, s);
    push_text(w, "<mo>");
}

static void push_fraction(writer *w, uint32_t i)
{
    fc_str type = property(w, i, FC_XML_fPr, FC_XML_type);
    const char *open = fc_str_is(type, "noBar") ? "<mfrac linethickness=\"0\">"
                       : fc_str_is(type, "lin") ? "<mfrac bevelled=\"true\">" : "<mfrac>";
    push_two(w, open, child(w, i, FC_XML_num), child(w, i, FC_XML_den), "</mfrac>");
}

static bool is_empty(const writer *w, uint32_t node)
{
    for (uint32_t i = node + 1; node && i < w->dom->node[node].end; i++)
        if (w->dom->node[i].tag == FC_TAG_TEXT && !w->dom->node[i].blank)
            return false;
    return true;
}

static void push_root(writer *w, uint32_t i)
{
    uint32_t degree = child(w, i, FC_XML_deg), base = child(w, i, FC_XML_e);
    if (is_on(property(w, i, FC_XML_radPr, FC_XML_degHide)) || is_empty(w, degree)) {
        push_text(w, "</msqrt>");
        push_row(w, base);
        push_text(w, "<msqrt>");
    } else {
        push_two(w, "<mroot>", base, degree, "</mroot>");
    }
}

static void push_nary(writer *w, uint32_t i)
{
    fc_str sign = property(w, i, FC_XML_naryPr, FC_XML_chr);
    fc_str place = property(w, i, FC_XML_naryPr, FC_XML_limLoc);
    bool under = fc_str_is(place, "undOvr");
    uint32_t sub = child(w, i, FC_TAG_SUB), sup = child(w, i, FC_TAG_SUP);
    if (is_empty(w, sub))
        sub = 0;
    if (is_empty(w, sup))
        sup = 0;
    push_text(w, "</mrow>");
    push_row(w, child(w, i, FC_XML_e));
    const char *name[][2] = { { "<msub>", "<munder>" }, { "<msup>", "<mover>" },
                              { "<msubsup>", "<munderover>" } };
    const char *end[][2] = { { "</msub>", "</munder>" }, { "</msup>", "</mover>" },
                             { "</msubsup>", "</munderover>" } };
    int which = sub && sup ? 2 : sup ? 1 : 0;
    if (sub || sup)
        push_text(w, end[which][under]);
    if (sup)
        push_row(w, sup);
    if (sub)
        push_row(w, sub);
    push_operator(w, sign.n ? sign : FC_STR("\xe2\x88\xab")); /* an integral unless
                                                                 told */
    if (sub || sup)
        push_text(w, name[which][under]);
    push_text(w, "<mrow>");
}

static void push_delimiter(writer *w, uint32_t i)
{
    const fc_dom *dom = w->dom;
    fc_str open = property(w, i, FC_XML_dPr, FC_XML_begChr);
    fc_str close = property(w, i, FC_XML_dPr, FC_XML_endChr);
    fc_str between = property(w, i, FC_XML_dPr, FC_XML_sepChr);
    uint32_t part[64], n = 0;
    for (uint32_t k = i + 1; k < dom->node[i].end && n < 64; k = dom->node[k].end)
        if (dom->node[k].tag == FC_XML_e)
            part[n++] = k;
    push_text(w, "</mrow>");
    if (!close.p || close.n)
        push_operator(w, close.n ? close : FC_STR(")"));
    while (n--) {
        push_row(w, part[n]);
        if (n)
            push_operator(w, between.n ? between : FC_STR("|"));
    }
    if (!open.p || open.n)
        push_operator(w, open.n ? open : FC_STR("("));
    push_text(w, "<mrow>");
}

/* Whether some row of an array of equations has a mark of alignment. */
static bool is_aligned(const fc_dom *dom, uint32_t array)
{
    for (uint32_t i = array + 1; i < dom->node[array].end; i++) {
        uint32_t t = dom->node[i].parent, run = dom->node[t].parent;
        fc_str s = dom->node[i].tag == FC_TAG_TEXT ? fc_dom_text(dom, i) : FC_STR("");
        uint32_t row = dom->node[run].parent;
        if (dom->node[t].tag == FC_XML_t && dom->node[row].parent == array &&
            fc_str_findc(s, '&') < s.n)
            return true;
    }
    return false;
}

/* Rows of a matrix, or of an array of equations, whose rows have one cell each. */
static void push_table(writer *w, uint32_t i, bool matrix)
{
    const fc_dom *dom = w->dom;
    size_t from = w->n;
    if (!matrix && !has_rows(dom, i)) {
        push_row(w, child(w, i, FC_XML_e));
        return;
    }
    push_text(w, !matrix && is_aligned(dom, i)
                     ? "<mtable columnalign=\"right left\">" : "<mtable>");
    for (uint32_t k = i + 1; k < dom->node[i].end; k = dom->node[k].end) {
        if (dom->node[k].tag != (matrix ? FC_XML_mr : FC_XML_e))
            continue;
        push_text(w, "<mtr>");
        for (uint32_t c = matrix ? k + 1 : k; c < dom->node[k].end; c = dom->node[c].end)
            if (dom->node[c].tag == FC_XML_e) {
                push_text(w, "<mtd>");
                push(w, (task){ .node = c, .children = true });
                push_text(w, "</mtd>");
            }
        push_text(w, "</mtr>");
    }
    push_text(w, "</mtable>");
    for (size_t k = from, e = w->n; k + 1 < e; k++, e--) { /* the first is done last */
        task t = w->task[k];
        w->task[k] = w->task[e - 1];
        w->task[e - 1] = t;
    }
}

static void push_over(writer *w, uint32_t i, fc_str sign, bool over)
{
    push_text(w, over ? "</mover>" : "</munder>");
    push_operator(w, sign);
    push_row(w, child(w, i, FC_XML_e));
    push_text(w, over ? "<mover accent=\"true\">" : "<munder>");
}

static void push_accent(writer *w, uint32_t i, unsigned tag)
{
    fc_str sign, place;
    switch (tag) {
    case FC_XML_acc:
        sign = property(w, i, FC_XML_accPr, FC_XML_chr);
        push_over(w, i, sign.n ? sign : FC_STR("\xcc\x82"), true);
        break;
    case FC_XML_bar:
        place = property(w, i, FC_XML_barPr, FC_XML_pos);
        push_over(w, i, fc_str_is(place, "top") ? FC_STR("\xc2\xaf") : FC_STR("_"),
                  fc_str_is(place, "top"));
        break;
    default:
        sign = property(w, i, FC_XML_groupChrPr, FC_XML_chr);
        place = property(w, i, FC_XML_groupChrPr, FC_XML_pos);
        push_over(w, i, sign.n ? sign : FC_STR("\xe2\x8f\x9f"), fc_str_is(place, "top"));
    }
}

static void push_function(writer *w, uint32_t i)
{
    push_row(w, child(w, i, FC_XML_e));
    push_text(w, "<mo>\xe2\x81\xa1</mo>"); /* applied to */
    push_row(w, child(w, i, FC_XML_fName));
}

static void open_element(writer *w, uint32_t i)
{
    unsigned tag = w->dom->node[i].tag;
    uint32_t e = child(w, i, FC_XML_e);
    uint32_t sub = child(w, i, FC_TAG_SUB), sup = child(w, i, FC_TAG_SUP);
    switch (tag) {
    case FC_XML_r: write_run(w, i); break;
    case FC_XML_f: push_fraction(w, i); break;
    case FC_XML_sSup: push_two(w, "<msup>", e, sup, "</msup>"); break;
    case FC_XML_sSub: push_two(w, "<msub>", e, sub, "</msub>"); break;
    case FC_XML_sSubSup: push_three(w, "<msubsup>", e, sub, sup, "</msubsup>"); break;
    case FC_XML_sPre:
        push_row(w, e);
        push_three(w, "<msubsup>", 0, sub, sup, "</msubsup>");
        break;
    case FC_XML_rad: push_root(w, i); break;
    case FC_XML_nary: push_nary(w, i); break;
    case FC_XML_d: push_delimiter(w, i); break;
    case FC_XML_m: push_table(w, i, true); break;
    case FC_XML_eqArr: push_table(w, i, false); break;
    case FC_XML_func: push_function(w, i); break;
    case FC_XML_acc: case FC_XML_bar: case FC_XML_groupChr: push_accent(w, i, tag); break;
    case FC_XML_limLow:
        push_two(w, "<munder>", e, child(w, i, FC_XML_lim), "</munder>");
        break;
    case FC_XML_limUpp:
        push_two(w, "<mover>", e, child(w, i, FC_XML_lim), "</mover>");
        break;
    case FC_XML_borderBox:
        push_text(w, "</menclose>");
        push_row(w, e);
        push_text(w, "<menclose notation=\"box\">");
        break;
    case FC_XML_phant: push_row(w, 0); break;
    case FC_XML_ctrlPr: case FC_XML_rPr: case FC_XML_argPr: case FC_TAG_DEL: break;
    case FC_TAG_TEXT: break;
    default: push(w, (task){ .node = i, .children = true });
    }
}

/* The children of an element, the first on top. */
static void push_children(writer *w, uint32_t node)
{
    const fc_dom *dom = w->dom;
    size_t from = w->n;
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end)
        if (dom->node[i].tag != FC_TAG_TEXT)
            push(w, (task){ .node = i });
    for (size_t k = from, e = w->n; k + 1 < e; k++, e--) {
        task t = w->task[k];
        w->task[k] = w->task[e - 1];
        w->task[e - 1] = t;
    }
}

fc_str fc_omml_read(fc_str mathml, fc_xml_parser *xml, fc_arena *a)
{
    fc_dom dom;
    fc_rc rc = fc_xml_parse_with(xml, &dom, mathml, NULL, a, NULL, NULL);
    return rc ? (fc_str){ "", 0 } : fc_mathml_tex(&dom, 0, a);
}

fc_str fc_omml_tex(const fc_dom *dom, uint32_t math, fc_xml_parser *xml, fc_arena *a)
{
    writer w = { .dom = dom, .a = a, .out = { .a = a } };
    put(&w.out, "<math>");
    push(&w, (task){ .node = math, .children = true });
    while (w.n) {
        task t = w.task[--w.n];
        if (t.text)
            put(&w.out, t.text);
        else if (t.copy.p)
            put_escaped(&w.out, t.copy);
        else if (t.children)
            push_children(&w, t.node);
        else
            open_element(&w, t.node);
    }
    put(&w.out, "</math>");
    return fc_omml_read((fc_str){ w.out.p, w.out.n }, xml, a);
}
