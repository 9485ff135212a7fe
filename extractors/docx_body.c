/* docx_body.c - the body of a Word document: paragraphs by their style, lists by their
 * numbering, and tables. Lists of contents are left out. */
#include "extractors/docx.h"

#include "base/str.h"

/* ------------------------------------------------------------------------------ lists */

static void close_list(fc_docx *d)
{
    fc_md_close(&d->md); /* the item */
    fc_md_close(&d->md); /* its list */
    d->depth--;
}

static void open_list(fc_docx *d, fc_docx_num *num, unsigned level)
{
    uint32_t next = num ? num->start[level] + num->count[level] : 1;
    d->list[d->depth++] = num ? num->id : (fc_str){ "", 0 };
    fc_md_list_open(&d->md, num && num->ordered[level], next);
    fc_md_item_open(&d->md);
}

/* A paragraph of list `num` at a level: the lists around it are those of the levels
 * above. */
static void begin_item(fc_docx *d, fc_docx_num *num, unsigned level)
{
    unsigned want = level + 1;
    while (d->depth > want)
        close_list(d);
    if (d->depth == want && !fc_str_eq(d->list[level], num->id))
        close_list(d);
    if (d->depth == want) {
        fc_md_close(&d->md);
        fc_md_item_open(&d->md);
    }
    while (d->depth < want)
        open_list(d, num, d->depth);
    num->count[level]++;
    for (unsigned k = level + 1; k < FC_DOCX_LEVELS; k++)
        num->count[k] = 0;
}

static void flush_code(fc_docx *d)
{
    if (d->code.n)
        fc_md_code(&d->md, (fc_str){ d->code.p, d->code.n }, (fc_str){ "", 0 });
    d->code.n = 0;
}

static void leave_lists(fc_docx *d)
{
    while (d->depth)
        close_list(d);
}

void fc_docx_end(fc_docx *d)
{
    flush_code(d);
    leave_lists(d);
    fc_md_block(&d->md);
}

/* ------------------------------------------------------------------------- paragraphs */

typedef struct paragraph {
    unsigned heading, level;
    bool quote, code;
    fc_docx_num *num;
} paragraph;

static paragraph read_paragraph(const fc_docx *d, uint32_t p)
{
    const fc_dom *dom = d->dom;
    paragraph out = { 0 };
    uint64_t level = 0;
    uint32_t pr = fc_xml_child(dom, p, FC_XML_pPr);
    const fc_docx_style *style = NULL;
    fc_str num = { "", 0 };
    if (!pr)
        return out;
    style = fc_docx_find_style(&d->styles, fc_docx_val(dom, pr, FC_XML_pStyle));
    if (style) {
        out.heading = style->title ? 1 : style->heading;
        out.quote = style->quote;
        out.code = style->code;
        num = style->num;
        level = style->level;
    }
    fc_str outline = fc_docx_val(dom, pr, FC_XML_outlineLvl);
    uint64_t o;
    if (fc_str_u64(outline, &o) && o < 9)
        out.heading = (unsigned)o + 1;
    uint32_t own = fc_xml_child(dom, pr, FC_XML_numPr);
    if (own) {
        fc_str id = fc_docx_val(dom, own, FC_XML_numId);
        num = id.p ? id : num;
        if (!fc_str_u64(fc_docx_val(dom, own, FC_XML_ilvl), &level))
            level = style && !id.p ? style->level : 0;
    }
    out.level = level < FC_DOCX_LEVELS ? (unsigned)level : FC_DOCX_LEVELS - 1;
    out.num = out.heading ? NULL : fc_docx_find_num(&d->styles, num);
    if (out.num && out.num->none[out.level])
        out.num = NULL;
    return out;
}

/* Lines of code are collected until another sort of paragraph comes. */
static void add_code(fc_docx *d, uint32_t p)
{
    const fc_dom *dom = d->dom;
    d->code.a = d->a;
    fc_text_add(&d->code, "\n", d->code.n > 0);
    for (uint32_t i = p + 1; i < dom->node[p].end;) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_BR)
            fc_text_char(&d->code, '\n');
        else if (tag == FC_XML_tab && dom->node[dom->node[i].parent].tag == FC_XML_r)
            fc_text_char(&d->code, '\t');
        else if (tag == FC_TAG_TEXT && dom->node[dom->node[i].parent].tag == FC_XML_t)
            fc_text_exact(&d->code, fc_dom_text(dom, i));
        i = tag != FC_TAG_TEXT && fc_docx_is_skipped(dom, i) ? dom->node[i].end : i + 1;
    }
}

static void write_paragraph(fc_docx *d, uint32_t p)
{
    if (fc_docx_is_contents(&d->styles, d->dom, p))
        return;
    paragraph a = read_paragraph(d, p);
    if (d->cell || d->glue) {
        if (!d->glue)
            fc_md_block(&d->md);
        d->glue = false;
        fc_docx_runs(d, p);
        return;
    }
    if (a.code) {
        leave_lists(d);
        add_code(d, p);
        return;
    }
    flush_code(d);
    if (a.num) {
        begin_item(d, a.num, a.level);
    } else {
        leave_lists(d);
        fc_md_block(&d->md);
    }
    if (a.heading)
        fc_md_heading(&d->md, a.heading);
    if (a.quote && !a.num)
        fc_md_quote_open(&d->md);
    fc_docx_runs(d, p);
    fc_md_block(&d->md);
    if (a.quote && !a.num)
        fc_md_close(&d->md);
}

/* ----------------------------------------------------------------------------- tables */

/* Of a row; the tables within its cells do not count. */
static bool has_columns(const fc_dom *dom, uint32_t table)
{
    unsigned cells = 0;
    for (uint32_t i = table + 1; i < dom->node[table].end && cells < 2;) {
        unsigned tag = dom->node[i].tag;
        cells = tag == FC_TAG_TR ? 0 : cells + (tag == FC_XML_tc);
        i = tag == FC_XML_tc ? dom->node[i].end : i + 1;
    }
    return cells > 1;
}

static unsigned count_of(fc_str s)
{
    uint64_t v;
    return fc_str_u64(s, &v) && v > 0 ? (unsigned)(v < FC_MD_COLUMNS ? v : FC_MD_COLUMNS)
                                      : 1;
}

static void write_blocks(fc_docx *d, uint32_t from, uint32_t to);

static void write_cell(fc_docx *d, uint32_t cell)
{
    const fc_dom *dom = d->dom;
    uint32_t pr = fc_xml_child(dom, cell, FC_XML_tcPr);
    uint32_t merge = pr ? fc_xml_child(dom, pr, FC_XML_vMerge) : 0;
    bool covered = merge && !fc_str_is(fc_dom_attr(dom, merge, "val"), "restart");
    fc_md_cell_open(&d->md);
    d->cell = true;
    if (!covered)
        write_blocks(d, cell + 1, dom->node[cell].end);
    d->cell = false;
    fc_md_cell_close(&d->md, pr ? count_of(fc_docx_val(dom, pr, FC_XML_gridSpan)) : 1, 1);
}

static void write_row(fc_docx *d, uint32_t row)
{
    const fc_dom *dom = d->dom;
    uint32_t pr = fc_xml_child(dom, row, FC_XML_trPr);
    if (pr && fc_xml_child(dom, pr, FC_TAG_DEL))
        return;
    fc_md_row_open(&d->md);
    if (pr && fc_docx_val(dom, pr, FC_XML_gridBefore).n) {
        fc_md_cell_open(&d->md);
        fc_md_cell_close(&d->md, count_of(fc_docx_val(dom, pr, FC_XML_gridBefore)), 1);
    }
    for (uint32_t i = row + 1; i < dom->node[row].end;) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_XML_tc)
            write_cell(d, i);
        bool around =
            tag == FC_XML_sdt || tag == FC_XML_sdtContent || tag == FC_XML_customXml;
        i = around ? i + 1 : dom->node[i].end;
    }
    fc_md_row_close(&d->md);
}

static void write_table(fc_docx *d, uint32_t table)
{
    const fc_dom *dom = d->dom;
    fc_docx_end(d);
    fc_md_table_open(&d->md);
    for (uint32_t i = table + 1; i < dom->node[table].end;) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_TR)
            write_row(d, i);
        bool around = tag == FC_XML_sdt || tag == FC_XML_sdtContent ||
                      tag == FC_XML_customXml || tag == FC_TAG_INS;
        i = around ? i + 1 : dom->node[i].end;
    }
    fc_md_table_close(&d->md);
}

/* ------------------------------------------------------------------------------- body */

/* What was met in a paragraph or table comes behind it; boxes in boxes behind those. */
static void write_boxes(fc_docx *d)
{
    const fc_dom *dom = d->dom;
    if (d->in_box || d->cell)
        return;
    d->in_box = true;
    for (; d->boxes_done < d->boxes; d->boxes_done++) {
        uint32_t box = d->box[d->boxes_done];
        fc_docx_end(d);
        if (dom->node[box].tag == FC_XML_txbxContent)
            write_blocks(d, box + 1, dom->node[box].end);
        else
            fc_docx_drawing(d, box);
    }
    d->in_box = false;
}

/* Nothing nests here: a table within a cell, or with one column, is the paragraphs in
 * it. */
static void write_blocks(fc_docx *d, uint32_t from, uint32_t to)
{
    const fc_dom *dom = d->dom;
    for (uint32_t i = from; i < to; write_boxes(d)) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_P) {
            write_paragraph(d, i);
            i = dom->node[i].end;
        } else if (tag == FC_XML_oMathPara || tag == FC_XML_r) {
            if (!d->cell)
                fc_docx_end(d);
            fc_docx_runs(d, dom->node[i].parent);
            i = dom->node[dom->node[i].parent].end;
        } else if (tag == FC_XML_tbl && !d->cell && has_columns(dom, i)) {
            write_table(d, i);
            i = dom->node[i].end;
        } else {
            i = fc_docx_is_skipped(dom, i) ? dom->node[i].end : i + 1;
        }
    }
}

void fc_docx_write(fc_docx *d, uint32_t node)
{
    write_blocks(d, node + 1, d->dom->node[node].end);
}
