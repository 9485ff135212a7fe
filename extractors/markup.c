/* markup.c - see markup.h: one walk over the tree, a loop with a stack of what is
 * open. */
#include "extractors/markup.h"

#include "base/str.h"
#include "extractors/formula.h"
#include "extractors/mathml.h"
#include "text/normalize.h"

#include <stdio.h>

enum { DEEPEST = 260, MAX_NOTES = 100000 };

typedef enum act { END_BLOCK, END_SECTION, END_LEVEL, END_CODE, END_SPACED, END_TERM,
                   END_FORMULA, END_LINK, END_LABEL } act;

typedef struct walk {
    fc_markup *u;
    const fc_dom *dom;
    fc_md *md;
    struct { uint32_t end, node; act act; } open[DEEPEST];
    unsigned n;
    unsigned formulas;          /* elements around math that are open, and of them
                                   displayed */
    unsigned displays;
    uint32_t tex_until;         /* before this node there is TeX, so MathML is passed
                                   over */
    bool glue;                  /* the next block goes on in this one, behind a label */
    bool in_cell;
} walk;

void fc_markup_init(fc_markup *u, const fc_dom *dom, fc_md *md, fc_arena *scratch)
{
    *u = (fc_markup){ .dom = dom, .md = md, .a = scratch, .level = 0 };
    u->mixed = fc_zalloc(scratch, dom->n, 1);
    for (uint32_t i = 1; i < dom->n; i++)
        if (dom->node[i].tag == FC_TAG_TEXT && !dom->node[i].blank)
            u->mixed[dom->node[i].parent] = 1;
}

/* --------------------------------------------------------------------------- formulas */

static void write_math(walk *w, uint32_t i)
{
    bool display = w->displays || fc_str_is(fc_dom_attr(w->dom, i, "display"), "block") ||
                   fc_str_is(fc_dom_attr(w->dom, i, "mode"), "display");
    fc_str tex = fc_markup_bare_tex(fc_mathml_source(w->dom, i, w->u->a));
    if (!tex.n)
        tex = fc_mathml_tex(w->dom, i, w->u->a);
    if (!tex.n && fc_xml_line(w->dom, i, w->u->a).n)
        w->md->formulas_lost++;
    fc_md_tex(w->md, tex, display);
    w->glue = false;
}

static void write_tex(walk *w, uint32_t i)
{
    fc_str tex = fc_markup_exact(w->dom, i, w->u->a);
    fc_md_tex(w->md, fc_markup_bare_tex(tex), w->displays);
    w->glue = false;
}

/* What follows a displayed formula: the full stop or comma behind it is its own. */
static fc_str without_stop(fc_str s)
{
    fc_str rest = fc_str_trim(s);
    return rest.n == 1 && memchr(".,;:", rest.p[0], 4) ? (fc_str){ "", 0 } : s;
}

/* Running text, in which formulas may stand between delimiters. */
static void write_text(walk *w, fc_str raw)
{
    fc_formula_marks *marks = w->md->code ? NULL : w->u->marks;
    fc_formula_found f;
    size_t from = 0;
    while (marks && fc_formula_find(w->dom, marks, raw, from, w->u->a, &f)) {
        fc_text decoded = { .a = w->u->a }, tex = { .a = w->u->a };
        fc_text_exact(&decoded, f.s);
        bool some = fc_formula_add(&tex, (fc_str){ decoded.p, decoded.n });
        fc_md_text(w->md, fc_str_sub(raw, from, some ? f.at : f.at + f.length));
        if (some)
            fc_md_tex(w->md, (fc_str){ tex.p, tex.n }, f.display);
        from = f.at + f.length;
        if (some && f.display)
            raw.n = from + without_stop(fc_str_sub(raw, from, raw.n)).n;
    }
    fc_md_text(w->md, fc_str_sub(raw, from, raw.n));
}

/* --------------------------------------------------------------------------- elements */

static void push(walk *w, uint32_t node, act what)
{
    if (w->n < DEEPEST) {
        w->open[w->n].end = w->dom->node[node].end;
        w->open[w->n].node = node;
        w->open[w->n++].act = what;
    }
}

static void begin_block(walk *w)
{
    if (w->glue) /* until there is text: a label may stand before a block in a block */
        fc_md_gap(w->md);
    else
        fc_md_block(w->md);
}

/* The label among the first siblings before node; 0: none. */
static uint32_t sibling_label(const fc_dom *dom, uint32_t node)
{
    uint32_t n = 0;
    for (uint32_t i = dom->node[node].parent + 1; i < node && n++ < 8;
         i = dom->node[i].end)
        if (dom->node[i].tag == FC_TAG_LABEL)
            return i;
    return 0;
}

/* The title of what is around it: of a section a heading, with its number. */
static void open_title(walk *w, uint32_t i)
{
    const fc_dom *dom = w->dom;
    uint32_t parent = i ? dom->node[i].parent : 0;
    fc_role role = fc_markup_role(dom, parent);
    bool deep = role == FC_ROLE_SECTION;
    bool top = dom->node[i].tag == FC_XML_article_title || parent == 0;
    if (deep || top) {
        fc_md_heading(w->md,
                      w->u->level + (deep && !w->u->level) + (top && !w->u->level));
        uint32_t label = deep ? sibling_label(dom, i) : 0;
        if (label) {
            fc_md_exact(w->md, fc_xml_line(dom, label, w->u->a));
            fc_md_gap(w->md);
        }
        w->glue = false;
    } else {
        begin_block(w);
    }
    push(w, i, END_BLOCK);
}

/* A label stands before what it is the label of; that of a section goes with its
 * title. */
static uint32_t write_label(walk *w, uint32_t i)
{
    const fc_dom *dom = w->dom;
    uint32_t parent = dom->node[i].parent;
    fc_role role = fc_markup_role(dom, parent);
    bool ordered = dom->node[parent].parent != parent && role == FC_ROLE_ITEM &&
                   fc_markup_role(dom, dom->node[parent].parent) == FC_ROLE_ORDERED;
    if ((role == FC_ROLE_SECTION && fc_markup_has_child(dom, parent, FC_TAG_TITLE)) ||
        ordered || role == FC_ROLE_DISPLAY || role == FC_ROLE_FORMULA)
        return dom->node[i].end;
    begin_block(w);
    push(w, i, END_LABEL);
    return i + 1;
}

static void add_note(walk *w, uint32_t i)
{
    fc_markup *u = w->u;
    char mark[32];
    if (u->notes == MAX_NOTES)
        return;
    if (u->notes == u->notes_cap) {
        uint32_t cap = u->notes_cap ? 2 * u->notes_cap : 64;
        u->note =
            fc_grow(u->a, u->note, u->notes_cap * sizeof *u->note, cap * sizeof *u->note);
        u->notes_cap = cap;
    }
    u->note[u->notes++] = i;
    int n = snprintf(mark, sizeof mark, "[^%u]", (unsigned)u->notes);
    fc_md_exact(w->md, (fc_str){ mark, (size_t)n });
}

static void open_link(walk *w, uint32_t i)
{
    fc_str href = fc_dom_attr(w->dom, i, "href");
    if (!w->md->style.links || w->md->style.plain || !href.n || href.p[0] == '#')
        return;
    fc_md_exact(w->md, FC_STR("["));
    push(w, i, END_LINK);
}

static void close_link(walk *w, uint32_t i)
{
    fc_md_link_end(w->md, fc_dom_attr(w->dom, i, "href"));
}

/* Raised or lowered text, unless there is more in it than text. */
static uint32_t write_script(walk *w, uint32_t i, bool super)
{
    const fc_dom *dom = w->dom;
    for (uint32_t k = i + 1; k < dom->node[i].end; k++)
        if (dom->node[k].tag == FC_TAG_MATH || dom->node[k].tag == FC_XML_tex_math)
            return i + 1;
    fc_md_script(w->md, fc_xml_line(dom, i, w->u->a), super);
    return dom->node[i].end;
}

static uint32_t open_list(walk *w, uint32_t i, bool ordered)
{
    if (!w->in_cell)
        fc_md_list_open(w->md, ordered,
                        fc_markup_number(fc_dom_attr(w->dom, i, "start"), 1000000));
    else
        fc_md_gap(w->md);
    push(w, i, w->in_cell ? END_SPACED : END_LEVEL);
    w->glue = false;
    return i + 1;
}

static uint32_t open_formula(walk *w, uint32_t i, bool display)
{
    if (w->dom->node[i].tag != FC_XML_alternatives && fc_markup_is_picture(w->dom, i))
        w->md->formulas_lost++;
    if (fc_markup_holds_tex(w->dom, i))
        w->tex_until = w->dom->node[i].end;
    w->formulas++;
    w->displays += display;
    if (display && !w->in_cell)
        begin_block(w);
    push(w, i, END_FORMULA);
    return i + 1;
}

static uint32_t open_block(walk *w, uint32_t i)
{
    begin_block(w);
    push(w, i, END_BLOCK);
    return i + 1;
}

static uint32_t open_unknown(walk *w, uint32_t i)
{
    return !i || w->u->mixed[w->dom->node[i].parent] ? i + 1 : open_block(w, i);
}

static uint32_t open_inline(walk *w, uint32_t i, fc_role role)
{
    uint32_t parent = w->dom->node[i].parent;
    if (role == FC_ROLE_SPACED || fc_markup_role(w->dom, parent) == FC_ROLE_SPACED) {
        fc_md_gap(w->md);
        push(w, i, END_SPACED);
    }
    return i + 1;
}

static uint32_t open_section(walk *w, uint32_t i)
{
    w->glue = false;
    begin_block(w);
    w->u->level++;
    push(w, i, END_SECTION);
    return i + 1;
}

static uint32_t open_level(walk *w, uint32_t i, fc_role role)
{
    if (w->in_cell)
        fc_md_gap(w->md);
    else if (role == FC_ROLE_ITEM)
        fc_md_item_open(w->md);
    else
        fc_md_quote_open(w->md);
    push(w, i, w->in_cell ? END_SPACED : END_LEVEL);
    w->glue = false;
    return i + 1;
}

static uint32_t open_definition(walk *w, uint32_t i, fc_role role)
{
    begin_block(w);
    push(w, i, role == FC_ROLE_TERM ? END_TERM : END_BLOCK);
    if (role == FC_ROLE_DEFINITION)
        w->glue = w->md->open;
    return i + 1;
}

static uint32_t open_table(walk *w, uint32_t i)
{
    if (w->in_cell || !fc_markup_has_columns(w->dom, i))
        return open_block(w, i);
    fc_markup_table(w->u, i);
    w->glue = false;
    return w->dom->node[i].end;
}

static unsigned heading_level(const fc_dom *dom, uint32_t i)
{
    unsigned tag = dom->node[i].tag;
    return tag < FC_TAG_COUNT ? fc_tag_level(tag)
                              : fc_markup_number(fc_dom_attr(dom, i, "outline-level"), 6);
}

static void write_object(walk *w, uint32_t i)
{
    if (w->u->object)
        fc_md_tex(w->md,
                  w->u->object(w->u->user, fc_dom_attr_text(w->dom, i, "href", w->u->a)),
                  false);
}

/* Elements whose content the walk does not go through. */
static uint32_t write_whole(walk *w, uint32_t i, fc_role role)
{
    switch (role) {
    case FC_ROLE_BREAK:
        fc_md_line(w->md);
        break;
    case FC_ROLE_PRE:
        fc_md_code(w->md, fc_markup_exact(w->dom, i, w->u->a),
                   fc_markup_language(w->dom, i));
        w->glue = false;
        break;
    case FC_ROLE_MATH:
        if (i >= w->tex_until)
            write_math(w, i);
        break;
    case FC_ROLE_TEX:
        write_tex(w, i);
        break;
    case FC_ROLE_NOTE:
        add_note(w, i);
        break;
    case FC_ROLE_OBJECT:
        write_object(w, i);
        break;
    default:
        break;
    }
    return w->dom->node[i].end;
}

/* One element; returns the node to go on with. */
static uint32_t open_element(walk *w, uint32_t i)
{
    fc_role role = fc_markup_role(w->dom, i);
    switch (role) {
    case FC_ROLE_INLINE: case FC_ROLE_SPACED:
        return open_inline(w, i, role);
    case FC_ROLE_BLOCK:
        return open_block(w, i);
    case FC_ROLE_SECTION:
        return open_section(w, i);
    case FC_ROLE_TITLE:
        open_title(w, i);
        return i + 1;
    case FC_ROLE_HEADING:
        fc_md_heading(w->md, heading_level(w->dom, i) + w->u->level);
        push(w, i, END_BLOCK);
        return i + 1;
    case FC_ROLE_LABEL:
        return write_label(w, i);
    case FC_ROLE_LIST: case FC_ROLE_ORDERED:
        return open_list(w, i, role == FC_ROLE_ORDERED);
    case FC_ROLE_ITEM: case FC_ROLE_QUOTE:
        return open_level(w, i, role);
    case FC_ROLE_TERM: case FC_ROLE_DEFINITION:
        return open_definition(w, i, role);
    case FC_ROLE_LINE:
        fc_md_line(w->md);
        return i + 1;
    case FC_ROLE_CODE:
        fc_md_code_open(w->md);
        push(w, i, END_CODE);
        return i + 1;
    case FC_ROLE_SUPER: case FC_ROLE_SUB:
        return write_script(w, i, role == FC_ROLE_SUPER);
    case FC_ROLE_LINK:
        open_link(w, i);
        return i + 1;
    case FC_ROLE_TABLE:
        return open_table(w, i);
    case FC_ROLE_FORMULA: case FC_ROLE_DISPLAY:
        return open_formula(w, i, role == FC_ROLE_DISPLAY);
    case FC_ROLE_SKIP:
    case FC_ROLE_BREAK:
    case FC_ROLE_PRE:
    case FC_ROLE_MATH:
    case FC_ROLE_TEX:
    case FC_ROLE_NOTE: case FC_ROLE_OBJECT:
        return write_whole(w, i, role);
    case FC_ROLE_UNKNOWN:
        break;
    }
    return open_unknown(w, i);
}

static void close_element(walk *w)
{
    uint32_t node = w->open[--w->n].node;
    switch (w->open[w->n].act) {
    case END_BLOCK:
        fc_md_block(w->md);
        w->glue = false;
        break;
    case END_SECTION:
        fc_md_block(w->md);
        w->u->level--;
        break;
    case END_LEVEL:
        fc_md_close(w->md);
        break;
    case END_CODE:
        fc_md_code_close(w->md);
        break;
    case END_SPACED:
        fc_md_gap(w->md);
        break;
    case END_TERM:
        if (w->md->open && !w->md->style.plain)
            fc_md_exact(w->md, FC_STR(":"));
        fc_md_gap(w->md);
        w->glue = w->md->open;
        break;
    case END_FORMULA:
        w->formulas--;
        if (fc_markup_role(w->dom, node) == FC_ROLE_DISPLAY) {
            w->displays--;
            fc_md_block(w->md);
        }
        break;
    case END_LINK:
        close_link(w, node);
        break;
    case END_LABEL:
        fc_md_gap(w->md);
        w->glue = w->md->open;
        break;
    }
}

static void walk_range(walk *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to;) {
        while (w->n && w->open[w->n - 1].end <= i)
            close_element(w);
        if (w->dom->node[i].tag == FC_TAG_TEXT) {
            if (!w->dom->node[i].blank)
                w->glue = false;
            write_text(w, fc_dom_text(w->dom, i));
            i++;
        } else {
            i = open_element(w, i);
        }
    }
    while (w->n)
        close_element(w);
}

/* A walk within the walk, no deeper than that, for cells hold no tables. */
void fc_markup_range(fc_markup *u, uint32_t from, uint32_t to, bool cell)
{
    walk w = { .u = u, .dom = u->dom, .md = u->md, .in_cell = cell };
    walk_range(&w, from, to);
}

void fc_markup_write(fc_markup *u, uint32_t from, uint32_t to)
{
    walk w = { .u = u, .dom = u->dom, .md = u->md };
    walk_range(&w, from, to);
    fc_md_block(u->md);
}

void fc_markup_notes(fc_markup *u)
{
    for (uint32_t k = 0; k < u->notes; k++) { /* a note within a note makes it longer */
        char mark[32];
        int n = snprintf(mark, sizeof mark, "[^%u]:", (unsigned)k + 1);
        walk w = { .u = u, .dom = u->dom, .md = u->md };
        fc_md_block(u->md);
        fc_md_exact(u->md, (fc_str){ mark, (size_t)n });
        fc_md_gap(u->md);
        w.glue = true;
        walk_range(&w, u->note[k] + 1, u->dom->node[u->note[k]].end);
        fc_md_block(u->md);
    }
    u->notes = 0;
}

void fc_markup_finish(fc_md *md, fc_doc *doc, fc_call *call)
{
    fc_text t = { .a = call->scratch };
    doc->text = fc_md_finish(md, call->keep);
    for (size_t i = 0; i < md->sections; i++)
        fc_xml_list_add(&t, fc_normalize_line(md->section[i], call->scratch));
    fc_xml_list_set(&t, doc, call, "sections");
    fc_extract_formulas(doc, call, md->formulas + md->formulas_lost, md->formulas,
                        md->formulas_lost);
}
