/* docx_drawings.c - text of drawings that lie in parts of their own: SmartArt as a list
 * of lists, and the title of a chart. What the axes and series of a chart are called says
 * nothing without the picture. */
#include "extractors/docx.h"

#include "base/str.h"

#include <stdlib.h>

enum { MOST_DRAWINGS = 1000 };

typedef struct point {
    fc_str id;
    uint32_t node;
} point;

/* Who is below whom, as the diagram shows it. */
typedef struct link {
    fc_str from, to;
    uint64_t order;
    bool done;
} link;

typedef struct diagram {
    fc_docx *d;
    const fc_dom *dom;
    point *point;               /* in the order of their ids */
    link *link;                 /* in that of where they come from, and their own */
    size_t points, links;
} diagram;

static int by_id(const void *a, const void *b)
{
    const point *x = a, *y = b;
    int c = fc_str_order(x->id, y->id);
    return c ? c : (x->node > y->node) - (x->node < y->node);
}

static int by_order(const void *a, const void *b)
{
    const link *x = a, *y = b;
    int c = fc_str_order(x->from, y->from);
    c = c ? c : (x->order > y->order) - (x->order < y->order);
    return c ? c : fc_str_order(x->to, y->to);
}

static void read_diagram(diagram *g)
{
    const fc_dom *dom = g->dom;
    for (uint32_t i = 1; i < dom->n; i++) {
        g->points += dom->node[i].tag == FC_XML_pt;
        g->links += dom->node[i].tag == FC_XML_cxn;
    }
    g->point = fc_zalloc(g->d->a, g->points, sizeof *g->point);
    g->link = fc_zalloc(g->d->a, g->links, sizeof *g->link);
    g->points = g->links = 0;
    for (uint32_t i = 1; i < dom->n; i++) {
        fc_str type = fc_dom_attr(dom, i, "type");
        if (dom->node[i].tag == FC_XML_pt) {
            g->point[g->points++] = (point){ fc_dom_attr(dom, i, "modelId"), i };
        } else if (dom->node[i].tag == FC_XML_cxn &&
                   (!type.n || fc_str_is(type, "parOf"))) {
            link *l = &g->link[g->links++];
            l->from = fc_dom_attr(dom, i, "srcId");
            l->to = fc_dom_attr(dom, i, "destId");
            fc_str_u64(fc_dom_attr(dom, i, "srcOrd"), &l->order);
        }
    }
    qsort(g->point, g->points, sizeof *g->point, by_id);
    qsort(g->link, g->links, sizeof *g->link, by_order);
}

/* The first row, of those that begin with an id and are in their order, whose id is not
 * before this one; n: none. */
static size_t first_row(const void *rows, size_t n, size_t size, fc_str id)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        const fc_str *row = (const void *)((const char *)rows + mid * size);
        if (fc_str_order(*row, id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static size_t first_link(const diagram *g, fc_str from)
{
    return first_row(g->link, g->links, sizeof *g->link, from);
}

static uint32_t find_point(const diagram *g, fc_str id)
{
    size_t i = first_row(g->point, g->points, sizeof *g->point, id);
    return i < g->points && fc_str_eq(g->point[i].id, id) ? g->point[i].node : 0;
}

/* The text in <t> of a subtree; paragraphs are parted by a blank. */
static void write_runs(fc_docx *d, const fc_dom *dom, uint32_t node)
{
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        if (dom->node[i].tag == FC_TAG_P)
            fc_md_gap(&d->md);
        if (dom->node[i].tag == FC_TAG_TEXT &&
            dom->node[dom->node[i].parent].tag == FC_XML_t)
            fc_md_text(&d->md, fc_dom_text(dom, i));
    }
}

/* From the point of the whole downwards. Each link is followed once, so a diagram that
 * bites its tail ends. */
static void write_points(diagram *g, fc_str root)
{
    fc_docx *d = g->d;
    size_t next[FC_DOCX_LEVELS], depth = 0;
    fc_str from[FC_DOCX_LEVELS];
    bool item[FC_DOCX_LEVELS];
    next[0] = first_link(g, root);
    from[0] = root;
    item[0] = false;
    fc_md_list_open(&d->md, false, 1);
    for (;;) {
        link *l = next[depth] < g->links ? &g->link[next[depth]] : NULL;
        bool there = l && fc_str_eq(l->from, from[depth]) && !l->done;
        if (item[depth])
            fc_md_close(&d->md);
        item[depth] = there;
        if (!there) {
            fc_md_close(&d->md);
            if (!depth--)
                return;
            continue;
        }
        next[depth]++;
        l->done = true;
        fc_md_item_open(&d->md);
        uint32_t node = find_point(g, l->to);
        if (node)
            write_runs(d, g->dom, node);
        if (depth + 1 < FC_DOCX_LEVELS) {
            fc_md_list_open(&d->md, false, 1);
            depth++;
            next[depth] = first_link(g, l->to);
            from[depth] = l->to;
            item[depth] = false;
        }
    }
}

static void write_diagram(fc_docx *d, const fc_dom *dom)
{
    diagram g = { .d = d, .dom = dom };
    read_diagram(&g);
    for (size_t i = 0; i < g.points; i++)
        if (fc_str_is(fc_dom_attr(dom, g.point[i].node, "type"), "doc")) {
            write_points(&g, g.point[i].id);
            return;
        }
}

static void write_chart(fc_docx *d, const fc_dom *dom)
{
    uint32_t chart = fc_xml_find(dom, 0, FC_XML_chart);
    uint32_t title = chart ? fc_xml_child(dom, chart, FC_TAG_TITLE) : 0;
    if (title)
        write_runs(d, dom, title);
}

void fc_docx_drawing(fc_docx *d, uint32_t node)
{
    bool chart = d->dom->node[node].tag == FC_XML_chart;
    fc_str path = fc_docx_target(d, fc_dom_attr(d->dom, node, chart ? "r:id" : "r:dm"));
    const fc_package_file *f = NULL;
    fc_dom dom;
    if (path.n && d->drawings < MOST_DRAWINGS)
        f = fc_package_find(d->parts, path);
    d->drawings++;
    if (!f || f->state || f->bytes.n > d->drawn ||
        fc_xml_parse_with(d->xml, &dom, f->bytes, NULL, d->a, NULL, NULL))
        return;
    d->drawn -= f->bytes.n;
    if (chart)
        write_chart(d, &dom);
    else
        write_diagram(d, &dom);
    fc_md_block(&d->md);
}
