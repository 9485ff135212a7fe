/* formula_katex.c - formulas of which a page has only the spans that KaTeX drew (its
 * option output: "html"): read back as MathML. katex_parts.h lists the files.
 *
 * The spans say what stands beside, above and below what, and the class of each sign, so
 * nearly all of a formula can be told from them. */
#include "base/str.h"
#include "extractors/katex_parts.h"

enum {
    MAX_NODES = 1 << 15,        /* of a drawing */
    TASKS = 6,                  /* that writing a node adds, at most, on average */
    SMALL = 32                  /* nodes of what may be one sign */
};

/* ------------------------------------------------------------------------------ tasks */

void fc_kx_push(fc_katex *w, const char *mark, uint32_t from, uint32_t to)
{
    if (w->n == w->cap)
        w->failed = true;
    else
        w->v[w->n++] = (fc_kx_task){ mark, from, to, w->text };
}

void fc_kx_mark(fc_katex *w, const char *mark)
{
    fc_kx_push(w, mark, 0, 0);
}

void fc_kx_push_row(fc_katex *w, uint32_t from, uint32_t to)
{
    fc_kx_mark(w, "</mrow>");
    fc_kx_push(w, NULL, from, to);
    fc_kx_mark(w, "<mrow>");
}

static void push_inside(fc_katex *w, uint32_t node)
{
    fc_kx_push_row(w, node + 1, w->dom->node[node].end);
}

void fc_kx_push_entry(fc_katex *w, uint32_t entry)
{
    fc_kx_push_row(w, fc_kx_content(w->dom, entry), w->dom->node[entry].end);
}

void fc_kx_add(fc_katex *w, const char *s)
{
    fc_text_add(w->t, s, strlen(s));
}

void fc_kx_fail(fc_katex *w)
{
    w->failed = true;
}

/* --------------------------------------------------------------------------- elements */

/* Signs that are drawn as several and stand for one. */
static const char *sign_of_several(fc_str s)
{
    static const char *const signs[][2] = {
        { "\xE2\x88\x88/", "\xE2\x88\x89" }, { ":=", ":=" }, { "=:", "=:" },
        { "mod", "mod" },
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (fc_str_is(s, signs[i][0]))
            return signs[i][1];
    return NULL;
}

/* "arg max", "lim sup": words of one operator, with a space between. */
static bool write_operator(fc_katex *w, uint32_t node)
{
    const fc_dom *dom = w->dom;
    fc_text name = { .a = w->t->a };
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        bool text = dom->node[i].tag == FC_TAG_TEXT;
        fc_str s = text ? fc_dom_text(dom, i) : FC_STR("");
        fc_kx_span span = { .kind = FC_KX_ROW };
        if (!text)
            span = fc_kx_look(dom, i);
        if (fc_kx_word(s) != s.n || (span.kind != FC_KX_ROW && span.kind != FC_KX_SPACE))
            return false;
        if (span.kind == FC_KX_SPACE && fc_kx_length(dom, i, "margin-right") > 0.1)
            s = FC_STR(" ");
        fc_text_add(&name, s.p, s.n);
    }
    fc_str all = fc_str_trim((fc_str){ name.p, name.n });
    if (all.n < 2)
        return false;
    fc_kx_token(w, "mo", NULL, all);
    return true;
}

static bool is_leaf(const fc_dom *dom, uint32_t node)
{
    for (uint32_t i = node + 1; i < dom->node[node].end; i++)
        if (dom->node[i].tag != FC_TAG_TEXT)
            return false;
    return dom->node[node].end > node + 1;
}

static bool is_small(const fc_dom *dom, uint32_t node)
{
    return dom->node[node].end - node < SMALL;
}

static void push_element(fc_katex *w, uint32_t node, const fc_kx_span *span)
{
    const fc_dom *dom = w->dom;
    uint32_t scripts = fc_kx_child(dom, node, FC_KX_SCRIPTS);
    bool sign = span->atom == FC_KX_REL || span->atom == FC_KX_OPERATOR;
    const char *one = NULL;
    if (sign && is_small(dom, node))
        one = sign_of_several(fc_kx_text_in(w, node));
    uint32_t fence = fc_kx_child(dom, node, FC_KX_FENCE);
    if (fence == node + 1 && dom->node[fence].end == dom->node[node].end)
        fc_kx_fence(w, fence);
    else if (is_leaf(dom, node) && !one)
        fc_kx_leaf(w, node, span);
    else if (one)
        fc_kx_token(w, "mo", NULL, fc_str_of(one));
    else if (scripts)
        fc_kx_scripts(w, node, scripts);
    else if (span->atom == FC_KX_OP && is_small(dom, node) && write_operator(w, node))
        return;
    else if (fc_kx_child(dom, node, FC_KX_STACK))
        fc_kx_stack(w, node);
    else
        push_inside(w, node);
}

static void write_element(fc_katex *w, uint32_t node)
{
    fc_kx_span span = fc_kx_look(w->dom, node);
    switch (span.kind) {
    case FC_KX_SKIP: case FC_KX_TAG: return;
    case FC_KX_PART: fc_kx_push(w, NULL, node + 1, w->dom->node[node].end); return;
    case FC_KX_SPACE: fc_kx_space(w, node); return;
    case FC_KX_FENCE: fc_kx_fence(w, node); return;
    case FC_KX_FRAC: fc_kx_fraction(w, node); return;
    case FC_KX_SQRT: fc_kx_root(w, node); return;
    case FC_KX_LIMITS: fc_kx_limits(w, node); return;
    case FC_KX_ACCENT: fc_kx_accent(w, node, true); return;
    case FC_KX_ACCENT_BELOW: fc_kx_accent(w, node, false); return;
    case FC_KX_LINE_ABOVE: fc_kx_line(w, node, true); return;
    case FC_KX_LINE_BELOW: fc_kx_line(w, node, false); return;
    case FC_KX_BRACE_ABOVE: fc_kx_brace(w, node, true); return;
    case FC_KX_BRACE_BELOW: fc_kx_brace(w, node, false); return;
    case FC_KX_ARROW: fc_kx_arrow(w, node); return;
    case FC_KX_TABLE: fc_kx_table(w, node); return;
    case FC_KX_STACK: fc_kx_stack(w, node); return;
    case FC_KX_NO_FENCE:
        if (fc_kx_look(w->dom, w->dom->node[node].parent).atom == FC_KX_INNER)
            fc_kx_add(w, "<mo fence=\"true\"></mo>");
        return;
    case FC_KX_TEXT:
        w->text = true;
        break;
    case FC_KX_ROW:
        break;
    default:
        fc_kx_fail(w);
        return;
    }
    push_element(w, node, &span);
}

static void write_task(fc_katex *w)
{
    fc_kx_task k = w->v[--w->n];
    const fc_dom *dom = w->dom;
    if (k.mark) {
        fc_kx_add(w, k.mark);
        return;
    }
    if (k.from >= k.to)
        return;
    w->text = k.text;
    fc_kx_push(w, NULL, dom->node[k.from].end, k.to);
    unsigned tag = dom->node[k.from].tag;
    fc_kx_span bare = { .kind = FC_KX_ROW };
    if (tag == FC_TAG_TEXT)
        fc_kx_leaf(w, k.from, &bare);
    else if (tag == FC_TAG_SPAN || tag == FC_TAG_A)
        write_element(w, k.from);
    else
        fc_kx_fail(w);          /* svg that nothing knows, images */
}

fc_str fc_formula_katex(const fc_dom *dom, uint32_t html, fc_arena *a)
{
    uint32_t nodes = dom->node[html].end - html, label;
    fc_text t = { .a = a };
    fc_katex w = { .dom = dom, .t = &t, .cap = nodes * TASKS };
    if (nodes > MAX_NODES)
        return (fc_str){ NULL, 0 };
    w.v = fc_alloc(a, w.cap * sizeof *w.v);
    fc_kx_read_tag(&w, html, &label);
    fc_kx_add(&w, "<math>");
    if (label) {
        fc_kx_add(&w, "<mtable><mlabeledtr><mtd>");
        fc_kx_text(&w, fc_kx_text_in(&w, label));
        fc_kx_add(&w, "</mtd><mtd>");
    }
    fc_kx_mark(&w, label ? "</mtd></mlabeledtr></mtable></math>" : "</math>");
    push_inside(&w, html);
    while (w.n && !w.failed)
        write_task(&w);
    return w.failed || w.negated ? (fc_str){ NULL, 0 } : (fc_str){ t.p, t.n };
}
