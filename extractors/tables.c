/* tables.c - data tables and layout tables, whether <table> or grid (table.h).
 *
 * A data table stays one block and becomes a pipe table; the cells of a layout table are
 * paragraphs like any others. The signs are those of the HTML accessibility mappings and
 * of Trafilatura's and Readability's experience: header cells and captions speak for
 * data; nested tables, headings, role=presentation, long cells and rows with text in one
 * cell only against. */
#include "base/str.h"
#include "extractors/formula.h"
#include "extractors/table.h"

enum {
    MAX_CELL = 150,         /* bytes of text in the mean cell of a data table without
                               header */
    MAX_CELL_HEADER = 1200, /* ... with header cells */
    MIN_ROWS = 2, MIN_COLUMNS = 2,
    MAX_NUMBER = 16,            /* bytes of text in a row of formulas */
    MAX_BAR = 40,               /* bytes of text beside the rows of a grid that do no
                                   harm: "1 - 20 of 37" */
    WEEK = 7, MAX_DAY = 3       /* columns of a month, bytes in a cell of it */
};

typedef struct shape {
    uint32_t rows, columns, cells, headers, text, divs;
    uint32_t loose;             /* bytes of text in no cell */
    uint32_t wide;              /* rows with text in more than one cell */
    uint32_t images, image;     /* how many, the first one */
    bool layout;
} shape;

static bool is_layout_sign(unsigned tag)
{
    return tag == FC_TAG_H1 || tag == FC_TAG_H2 || tag == FC_TAG_FORM ||
           tag == FC_TAG_ARTICLE || tag == FC_TAG_SECTION ||
           tag == FC_TAG_TEXTAREA || tag == FC_TAG_SELECT ||
           tag == FC_TAG_BLOCKQUOTE;
}

/* Code of more than one line, which a cell cannot hold; line ends before and behind its
 * text are none. */
static bool has_lines(const fc_dom *dom, uint32_t pre)
{
    bool begun = false, ended = false;
    for (uint32_t i = pre + 1; i < dom->node[pre].end; i++) {
        if (dom->node[i].tag != FC_TAG_TEXT) {
            ended |= begun && dom->node[i].tag == FC_TAG_BR;
            continue;
        }
        fc_str text = fc_dom_text(dom, i);
        for (size_t k = 0; k < text.n; k++) {
            if (text.p[k] == '\n')
                ended |= begun;
            else if (!fc_is_space(text.p[k]) && ended)
                return true;
            else
                begun |= !fc_is_space(text.p[k]);
        }
    }
    return false;
}

/* A table within another one. What scrolls the rows of a grid apart from its head is a
 * <table> each, and belongs to it. */
static bool is_nested(const fc_page *page, uint32_t node, bool grid)
{
    const fc_elem *e = &page->elem[page->elem_of[node]];
    if (page->dom->node[node].tag == FC_TAG_TABLE)
        return !grid || !fc_table_only_lays_out(page->dom, node);
    return grid && page->elem_of[node] && e->flags & FC_EL_GRID;
}

/* Nested tables end the look, so that no node is looked at for two tables. */
static void measure(const fc_page *page, uint32_t table, bool grid, shape *s)
{
    const fc_dom *dom = page->dom;
    uint32_t row_cells = 0, filled = 0, cell = 0, cell_end = 0;
    for (uint32_t i = table + 1; i < dom->node[table].end && !s->layout; i++) {
        const fc_node *n = &dom->node[i];
        if (n->tag == FC_TAG_TEXT) {
            if (n->blank)
                continue;
            s->text += n->n;
            s->loose += i < cell_end ? 0 : n->n;
            filled += cell;
            s->wide += cell && filled == 2;
            cell = 0;
            continue;
        }
        s->layout |= is_nested(page, i, grid) ||
                     (grid && s->rows > 1 && fc_tag_level(n->tag)); /* boxes of texts */
        switch (fc_table_part_of(dom, i, grid)) {
        case FC_PART_ROW:
            s->rows++;
            row_cells = filled = cell = 0;
            break;
        case FC_PART_HEADER: case FC_PART_CAPTION:
            s->headers++;
            /* fall through */
        case FC_PART_CELL:
            s->cells++;
            row_cells++;
            cell = 1;
            cell_end = n->end;
            if (row_cells > s->columns)
                s->columns = row_cells;
            break;
        default:
            s->divs += n->tag == FC_TAG_DIV;
            if (n->tag == FC_TAG_IMG)
                s->image = s->images++ ? s->image : i;
            else if (n->tag == FC_TAG_PRE)
                s->layout |= has_lines(dom, i);
            else
                s->layout |= is_layout_sign(n->tag);
        }
    }
}

/* Formulas in rows, each side of their signs an image, and numbers beside them. */
static bool is_equations(const fc_dom *dom, const shape *s)
{
    return !s->layout && !s->headers && s->rows >= MIN_ROWS && s->images > s->rows &&
           s->text <= (size_t)s->rows * MAX_NUMBER && fc_formula_is_image(dom, s->image);
}

/* A table of an old forum, the authors of posts in its cells. */
static bool has_panel(const fc_page *page, uint32_t table)
{
    const fc_dom *dom = page->dom;
    for (uint32_t i = table + 1; page->panels && i < dom->node[table].end; i++)
        if (dom->node[i].tag == FC_TAG_TD &&
            page->elem[page->elem_of[i]].flags & FC_EL_PANEL)
            return true;
    return false;
}

/* Days of a month to choose from. */
static bool is_calendar(const shape *s)
{
    return s->columns == WEEK && s->text <= s->cells * MAX_DAY;
}

bool fc_table_is_data(const fc_page *page, uint32_t table)
{
    shape s = { 0 };
    bool grid = page->dom->node[table].tag != FC_TAG_TABLE;
    if (fc_table_only_lays_out(page->dom, table))
        return false;
    measure(page, table, grid, &s);
    if (grid && (is_calendar(&s) || s.loose > s.text / 4 + MAX_BAR))
        return false;
    if (is_equations(page->dom, &s) || fc_node_has_class(page->dom, table, "memberdecls"))
        return true;            /* Doxygen's has a heading in its first row */
    if (s.divs > s.cells && s.rows <= 3 && !s.headers) /* a post of an old forum */
        return false;
    if (s.layout || s.rows < MIN_ROWS || s.columns < MIN_COLUMNS ||
        (!s.wide && !s.headers) || has_panel(page, table))
        return false;
    return s.text / s.cells <= (s.headers ? MAX_CELL_HEADER : MAX_CELL);
}
