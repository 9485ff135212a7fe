/* formula.c - see formula.h: which element stands for a formula, and which source is
 * taken.
 *
 * KaTeX and MathJax keep the source in <annotation>, in a script beside what they drew,
 * or in an attribute; Wikipedia in MathML and in the alt text of an image. */
#include "extractors/formula.h"
#include "base/str.h"
#include "extractors/asciimath.h"
#include "extractors/mathml.h"

enum {
    MAX_TEX = 1 << 15,          /* bytes of a source */
    NEAR = 6,                   /* nodes between a drawing and the script with its
                                   source */
    DISPLAY_STEPS = 4,          /* ancestors that are asked whether a formula is
                                   displayed */
    MAX_TAG = 4096              /* bytes of a start tag of theirs: many formulas may ask
                                   it */
};

/* Where the TeX of a formula is. */
typedef struct source {
    enum {
        NONE,
        MATH,
        SCRIPT,
        IMAGE,
        ATTRIBUTE,
        MATHML_ATTRIBUTE,
        HTML,
        TEXT,
        DRAWN,
        SPANS,                  /* ... by KaTeX */
        GONE                    /* ... by what leaves nothing that could be read */
    } kind;
    uint32_t node;
    const char *attribute;
} source;

/* ------------------------------------------------------------------------------ index */

void fc_formula_index(fc_page *page, fc_arena *a)
{
    const fc_dom *dom = page->dom;
    uint32_t found = 0;
    page->formulas = FC_NEW(a, fc_formulas);
    for (uint32_t i = 0; i < dom->n; i++)
        found += dom->node[i].tag == FC_TAG_MATH || dom->node[i].tag == FC_TAG_SCRIPT;
    if (!found)
        return;
    page->math = fc_alloc(a, found * sizeof *page->math);
    page->script = fc_alloc(a, found * sizeof *page->script);
    for (uint32_t i = 0; i < dom->n; i++) {
        if (dom->node[i].tag == FC_TAG_MATH)
            page->math[page->maths++] = i;
        else if (dom->node[i].tag == FC_TAG_SCRIPT)
            page->script[page->scripts++] = i;
    }
}

bool fc_formula_without_text(const fc_dom *dom, uint32_t node)
{
    switch (dom->node[node].tag) {
    case FC_TAG_MATH:
    case FC_TAG_SCRIPT:
        return true;
    case FC_TAG_IMG:
        return fc_formula_is_image(dom, node);
    case FC_TAG_UNKNOWN:
        return fc_str_ieq(fc_dom_name(dom, node), FC_STR("mjx-container"));
    default:
        return false;
    }
}

/* The first of some nodes in order that is not before `from`; UINT32_MAX: none. */
static uint32_t first_from(const uint32_t *node, uint32_t n, uint32_t from)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (node[mid] < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n ? node[lo] : UINT32_MAX;
}

/* The <math> in a subtree, 0: none. */
static uint32_t math_in(const fc_page *page, uint32_t node)
{
    uint32_t math = first_from(page->math, page->maths, node + 1);
    return math < page->dom->node[node].end ? math : 0;
}

/* Does a script with a formula follow the element, or what is around it, closely? */
static bool script_follows(const fc_page *page, uint32_t node)
{
    uint32_t end = page->dom->node[node].end;
    uint32_t script = first_from(page->script, page->scripts, end);
    return script != UINT32_MAX && script - end < NEAR;
}

/* --------------------------------------------------------------------------- elements */

static bool has_class(const fc_page *page, uint32_t node, const char *name)
{
    return fc_node_has_class(page->dom, node, name);
}

static bool class_begins(const fc_page *page, uint32_t node, fc_str part)
{
    fc_str class = fc_dom_attr(page->dom, node, "class");
    for (size_t at = 0; at < class.n;) {
        fc_str rest = fc_str_sub(class, at, class.n);
        size_t found = fc_str_find(rest, part);
        if (found == rest.n)
            return false;
        at += found;
        if (!at || fc_is_space(class.p[at - 1]))
            return true;
        at++;
    }
    return false;
}

static source from(int kind, uint32_t node)
{
    return (source){ .kind = kind, .node = node };
}

static source in_attribute(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "data-latex",   "data-tex",     "data-math",
                                         "data-katex",   "data-formula", "data-expr",
                                         "data-equation" };
    fc_str mathml = fc_dom_attr(page->dom, node, "data-mathml");
    if (mathml.n && fc_str_find(mathml, FC_STR("math")) < mathml.n)
        return (source){ MATHML_ATTRIBUTE, node, "data-mathml" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_trim(fc_dom_attr(page->dom, node, names[i])).n)
            return (source){ ATTRIBUTE, node, names[i] };
    return from(NONE, node);
}

/* A wrapper: the source may be in an attribute of its own or of the first elements in
 * it. */
static source in_attributes(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    source s = in_attribute(page, node);
    for (uint32_t i = node + 1; s.kind == NONE && i < dom->node[node].end && i < node + 4;
         i++)
        if (dom->node[i].tag != FC_TAG_TEXT)
            s = in_attribute(page, i);
    return s;
}

static uint32_t next_sibling(const fc_dom *dom, uint32_t node)
{
    uint32_t i = dom->node[node].end, end = dom->node[dom->node[node].parent].end;
    while (i < end && dom->node[i].tag == FC_TAG_TEXT && dom->node[i].blank)
        i++;
    return i < end ? i : 0;
}

static bool is_mathjax(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "MathJax", "MathJax_Display", "MathJax_SVG",
                                         "MathJax_SVG_Display", "MathJax_CHTML",
                                         "MathJax_PHTML", "MathJax_MathML", "mjx-chtml",
                                         "MJXc-display", "MathJax_FullWidth" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_class(page, node, names[i]))
            return true;
    return false;
}

/* What MathJax 2 drew: its letters are not in the order of the formula. mathjax-node
 * leaves the source as a label. */
static source drawn_by_mathjax2(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    for (uint32_t i = node + 1; i < dom->node[node].end && i < node + NEAR; i++) {
        if (dom->node[i].tag == FC_TAG_TEXT ||
            !(has_class(page, i, "mjx-math") || has_class(page, i, "math")))
            continue;
        if (fc_formula_has_command(fc_dom_attr(dom, i, "aria-label")))
            return (source){ ATTRIBUTE, i, "aria-label" };
        return from(dom->node[i].end > i + 2 ? GONE : NONE, node);
    }
    return from(NONE, node);
}

/* What MathJax 2 drew, or shows while it draws. */
static fc_formula_role look_mathjax(const fc_page *page, uint32_t node, source *s)
{
    uint32_t next;
    if (script_follows(page, node))
        return FC_FORMULA_TWIN;
    if (has_class(page, node, "MathJax_Preview")) {
        next = next_sibling(page->dom, node);
        return next && class_begins(page, next, FC_STR("MathJax")) ? FC_FORMULA_TWIN
                                                                    : FC_NO_FORMULA;
    }
    *s = in_attributes(page, node);
    if (s->kind == NONE && math_in(page, node))
        *s = from(MATH, math_in(page, node));
    if (s->kind == NONE)
        *s = drawn_by_mathjax2(page, node);
    return s->kind == NONE ? FC_NO_FORMULA : FC_FORMULA;
}

/* What KaTeX drew in its own element; 0: nothing. */
static uint32_t drawn_in(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    for (uint32_t i = node + 1; i < dom->node[node].end && has_class(page, node, "katex");
         i = dom->node[i].end)
        if (dom->node[i].tag != FC_TAG_TEXT && has_class(page, i, "katex-html"))
            return i;
    return 0;
}

static fc_formula_role look_katex(const fc_page *page, uint32_t node, source *s)
{
    if (has_class(page, node, "katex-html")) {
        uint32_t up = page->dom->node[node].parent;
        return math_in(page, up) ? FC_FORMULA_TWIN : FC_NO_FORMULA;
    }
    if (math_in(page, node))
        return FC_NO_FORMULA; /* the <math> in it is the formula */
    *s = in_attributes(page, node);
    if (s->kind == NONE) { /* a wrapper around it may have been given the source */
        uint32_t up = page->dom->node[node].parent;
        if (page->dom->node[up].end == page->dom->node[node].end && up + 1 == node)
            *s = in_attribute(page, up);
    }
    if (s->kind == NONE && drawn_in(page, node))
        *s = from(SPANS, drawn_in(page, node));
    return s->kind == NONE ? FC_NO_FORMULA : FC_FORMULA;
}

/* Wikipedia: MathML that a style hides, and an image. */
static fc_formula_role look_wikipedia(const fc_page *page, uint32_t node, source *s)
{
    const fc_dom *dom = page->dom;
    if (math_in(page, node)) {
        *s = from(MATH, math_in(page, node));
        return FC_FORMULA;
    }
    for (uint32_t i = node + 1; i < dom->node[node].end && i < node + NEAR; i++)
        if (dom->node[i].tag == FC_TAG_IMG && fc_formula_is_image(dom, i)) {
            *s = from(IMAGE, i);
            return FC_FORMULA;
        }
    return FC_NO_FORMULA;
}

static fc_formula_role look_marked(const fc_page *page, uint32_t node, source *s)
{
    uint32_t holder;
    switch (fc_formula_marked(page, node, &holder)) {
    case FC_FORMULA_TEXT: *s = from(TEXT, holder); return FC_FORMULA;
    case FC_FORMULA_HTML: *s = from(HTML, holder); return FC_FORMULA;
    default: return FC_NO_FORMULA;
    }
}

static fc_formula_role look_classes(const fc_page *page, uint32_t node, source *s)
{
    if (class_begins(page, node, FC_STR("katex")))
        return look_katex(page, node, s);
    if (has_class(page, node, "MathJax_Preview") || is_mathjax(page, node))
        return look_mathjax(page, node, s);
    if (has_class(page, node, "mwe-math-element"))
        return look_wikipedia(page, node, s);
    if (has_class(page, node, "texhtml")) {
        *s = from(HTML, node);
        return FC_FORMULA;
    }
    *s = in_attribute(page, node);
    if (s->kind != NONE)
        return FC_FORMULA;
    return look_marked(page, node, s);
}

static fc_formula_role look_unknown(const fc_page *page, uint32_t node, source *s)
{
    fc_str name = fc_dom_name(page->dom, node);
    if (fc_str_ieq(name, FC_STR("mjx-container"))) {
        *s = from(MATH, math_in(page, node));
        if (!s->node)
            *s = in_attributes(page, node);
        if (s->kind == NONE)
            *s = from(DRAWN, node);
        return FC_FORMULA;
    }
    if (fc_str_ieq(name, FC_STR("mjx-math")))
        return FC_FORMULA_TWIN;
    if (name.n > 5 && fc_str_ieq(fc_str_sub(name, name.n - 5, name.n), FC_STR(":math"))) {
        *s = from(MATH, node);
        return FC_FORMULA;
    }
    return FC_NO_FORMULA;
}

/* A word for formulas in the class of an element, or of the code that a <pre> is. */
static bool has_formula_class(const fc_page *page, uint32_t node)
{
    uint32_t code = fc_formula_within_pre(page->dom, node);
    return (page->elem[page->elem_of[node]].flags |
            page->elem[page->elem_of[code]].flags) & FC_EL_FORMULA;
}

static fc_formula_role find(const fc_page *page, uint32_t node, source *s)
{
    const fc_node *n = &page->dom->node[node];
    *s = from(NONE, node);
    switch (n->tag) {
    case FC_TAG_MATH:
        *s = from(MATH, node);
        return FC_FORMULA;
    case FC_TAG_SCRIPT:
        *s = from(SCRIPT, node);
        return FC_FORMULA;
    case FC_TAG_IMG:
        *s = from(IMAGE, node);
        return page->elem_of[node] ? FC_FORMULA : FC_NO_FORMULA;
    case FC_TAG_UNKNOWN: {
        fc_formula_role role = look_unknown(page, node, s);
        if (role != FC_NO_FORMULA)
            return role;
        break;
    }
    default:
        break;
    }
    if (!has_formula_class(page, node) || !page->elem_of[node])
        return FC_NO_FORMULA;
    return look_classes(page, node, s);
}

fc_formula_role fc_formula_look(const fc_page *page, uint32_t node)
{
    source s;
    unsigned tag = page->dom->node[node].tag;
    if (tag != FC_TAG_MATH && tag != FC_TAG_SCRIPT && tag != FC_TAG_IMG &&
        tag != FC_TAG_UNKNOWN && !has_formula_class(page, node))
        return FC_NO_FORMULA;
    return find(page, node, &s);
}

unsigned fc_formula_count(const fc_page *page)
{
    unsigned count = 0;
    if (!page->signs && !page->maths && !page->scripts)
        return 0;
    for (uint32_t i = 1; i < page->dom->n;) {
        fc_formula_role role = fc_formula_look(page, i);
        count += role == FC_FORMULA;
        i = role == FC_NO_FORMULA ? i + 1 : page->dom->node[i].end;
    }
    return count;
}

/* ---------------------------------------------------------------------------- sources */

static bool is_display(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "katex-display",      "MathJax_Display",
                                         "MJXc-display",       "SVG_Display",
                                         "math-element-block", "math-display",
                                         "display-math",       "tml-display",
                                         "mathml-display",     "ltx_equation",
                                         "displaymath" };
    const fc_dom *dom = page->dom;
    uint32_t up = node;
    for (int steps = 0; up && steps <= DISPLAY_STEPS;
         steps++, up = dom->node[up].parent) {
        if (dom->node[up].n > MAX_TAG)
            continue;
        fc_str display = fc_dom_attr(dom, up, "display");
        if (fc_str_ieq(display, FC_STR("block")) || fc_str_ieq(display, FC_STR("true")))
            return true;
        fc_str class = fc_dom_attr(dom, up, "class");
        for (size_t i = 0; i < sizeof names / sizeof *names && class.n; i++)
            if (fc_str_find(class, fc_str_of(names[i])) < class.n)
                return true;
    }
    return false;
}

static bool add_math(const fc_dom *dom, uint32_t math, fc_text *t)
{
    fc_str tex = fc_mathml_source(dom, math, t->a);
    return (tex.n && fc_formula_add(t, tex)) ||
           fc_formula_add(t, fc_mathml_tex(dom, math, t->a));
}

/* MathML in an attribute or a script: a small page of its own. */
static bool add_mathml(fc_text *t, fc_str mathml, bool *display)
{
    fc_dom dom;
    if (!mathml.n || mathml.n > MAX_TEX * 2 ||
        fc_dom_parse(&dom, mathml, NULL, t->a, t->a, NULL) != FC_OK)
        return false;
    for (uint32_t i = 0; i < dom.n; i++)
        if (dom.node[i].tag != FC_TAG_TEXT && fc_mathml_tag(&dom, i) == FC_TAG_MATH) {
            *display |= fc_str_ieq(fc_dom_attr(&dom, i, "display"), FC_STR("block"));
            return add_math(&dom, i, t);
        }
    return false;
}

static bool add_script(const fc_page *page, uint32_t node, fc_text *t, bool *display)
{
    fc_str type = fc_dom_attr(page->dom, node, "type");
    fc_str body = fc_dom_raw_body(page->dom, node);
    *display = fc_str_ifind(type, FC_STR("display")) < type.n;
    if (fc_str_ifind(type, FC_STR("mml")) < type.n)
        return add_mathml(t, body, display);
    if (fc_str_ifind(type, FC_STR("ascii")) < type.n)
        return fc_formula_add(t, fc_asciimath_tex(body, t->a));
    body = fc_str_trim(body);
    if (fc_str_starts(body, FC_STR("<![CDATA[")) && fc_str_ends(body, FC_STR("]]>")))
        body = fc_str_sub(body, 9, body.n - 3);
    /* A script has no references; where they stand they were written by mistake. */
    bool escaped = fc_str_find(body, FC_STR("&lt;")) < body.n ||
                   fc_str_find(body, FC_STR("&amp;")) < body.n;
    return fc_formula_add_raw(t, body, !escaped);
}

static bool is_block(const fc_dom *dom, uint32_t node)
{
    return fc_tag_flags[dom->node[node].tag] & FC_TAGF_BLOCK;
}

bool fc_formula_tex(const fc_page *page, uint32_t node, fc_text *t, bool *display)
{
    const fc_dom *dom = page->dom;
    source s;
    size_t begun = t->n;
    bool found = false;
    *display = false;
    if (find(page, node, &s) != FC_FORMULA)
        return false;
    switch (s.kind) {
    case MATH:
        *display = is_display(page, s.node);
        found = add_math(dom, s.node, t);
        break;
    case SCRIPT:
        found = add_script(page, s.node, t, display);
        break;
    case IMAGE:
        found = fc_formula_image(dom, s.node, t, display);
        break;
    case ATTRIBUTE:
        *display = is_display(page, s.node) || is_block(dom, s.node);
        found = fc_formula_add_raw(t, fc_dom_attr(dom, s.node, s.attribute), false);
        break;
    case MATHML_ATTRIBUTE:
        *display = is_display(page, s.node);
        found = add_mathml(t, fc_dom_attr_text(dom, s.node, s.attribute, t->a), display);
        break;
    case HTML:
        found = fc_formula_html(page, s.node, t);
        *display = has_class(page, s.node, "display");
        break;
    case TEXT:
        *display = fc_formula_marked_display(page, s.node) || is_display(page, s.node);
        found = fc_formula_add_raw(t, fc_dom_text(dom, s.node + 1), false);
        break;
    case DRAWN:
        *display = is_display(page, s.node);
        found = add_mathml(t, fc_formula_mathjax(dom, s.node, t->a), display);
        break;
    case SPANS:
        *display = is_display(page, s.node);
        found = add_mathml(t, fc_formula_katex(dom, s.node, t->a), display);
        break;
    case GONE: case NONE:
        break;
    }
    if (!found)
        t->n = begun;
    for (size_t i = begun; i < t->n && !*display; i++)
        if (t->p[i] == '\n')
            t->p[i] = ' ';
    return found;
}
