/* docx_body.c - the body of a Word document: paragraphs by their style, lists by their
 * numbering, tables, formulas, notes and text boxes. Changes are taken as accepted: what
 * was inserted is there, what was deleted or moved away is not. Field codes are left out,
 * their results stay. Lists of contents are left out. */
#include "extractors/docx.h"

#include "base/str.h"
#include "base/utf8.h"
#include "extractors/omml.h"

#include <stdio.h>

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

/* ------------------------------------------------------------------------------- runs */

static bool is_on(const fc_dom *dom, uint32_t pr, unsigned tag)
{
    uint32_t i = fc_xml_child(dom, pr, tag);
    fc_str value = i ? fc_dom_attr(dom, i, "val") : (fc_str){ NULL, 0 };
    return i && !fc_str_is(value, "0") && !fc_str_is(value, "false") &&
           !fc_str_is(value, "off");
}

typedef struct run {
    bool hidden, super, sub;
} run;

static run read_run(const fc_dom *dom, uint32_t node)
{
    run r = { false, false, false };
    uint32_t pr = fc_xml_child(dom, node, FC_XML_rPr);
    if (!pr)
        return r;
    fc_str align = fc_docx_val(dom, pr, FC_XML_vertAlign);
    r.hidden = is_on(dom, pr, FC_XML_vanish);
    r.super = fc_str_is(align, "superscript");
    r.sub = fc_str_is(align, "subscript");
    return r;
}

uint32_t fc_docx_by_id(fc_docx *d, const fc_dom *dom, const char *attr, fc_str id,
                       uint32_t *from)
{
    enum { MOST_LOOKS = 10000000 };
    for (int round = 0; round < 2; round++) {
        uint32_t end = round ? *from : dom->n;
        for (uint32_t i = round ? 1 : *from; i < end; i = dom->node[i].end) {
            if (++d->looks > MOST_LOOKS)
                return 0;
            if (dom->node[i].tag != FC_TAG_TEXT &&
                fc_str_eq(fc_dom_attr(dom, i, attr), id)) {
                *from = i;
                return i;
            }
        }
    }
    return 0;
}

/* A link begins: its relationship, when that leads out of the document; else 0. */
static uint32_t open_link(fc_docx *d, uint32_t i)
{
    fc_str id = d->links ? fc_dom_attr(d->dom, i, "r:id") : (fc_str){ NULL, 0 };
    uint32_t to = id.n ? fc_docx_by_id(d, d->links, "Id", id, &d->link_from) : 0;
    if (to && !fc_str_is(fc_dom_attr(d->links, to, "TargetMode"), "External"))
        to = 0;
    if (to)
        fc_md_exact(&d->md, FC_STR("["));
    return to;
}

static void close_link(fc_docx *d, uint32_t to)
{
    if (to)
        fc_md_link_end(&d->md, fc_dom_attr(d->links, to, "Target"));
}

static void add_note(fc_docx *d, fc_str id, bool end)
{
    char mark[32];
    if (d->notes == FC_DOCX_NOTES || !id.n)
        return;
    if (d->notes == d->note_cap) {
        size_t cap = d->note_cap ? 2 * d->note_cap : 64;
        d->note =
            fc_grow(d->a, d->note, d->note_cap * sizeof *d->note, cap * sizeof *d->note);
        d->note_cap = cap;
    }
    d->note[d->notes].id = id;
    d->note[d->notes++].end = end;
    int n = snprintf(mark, sizeof mark, "[^%zu]", d->notes);
    fc_md_exact(&d->md, (fc_str){ mark, (size_t)n });
}

static void add_box(fc_docx *d, uint32_t node)
{
    if (d->boxes == FC_DOCX_BOXES)
        return;
    if (d->boxes == d->box_cap) {
        size_t cap = d->box_cap ? 2 * d->box_cap : 16;
        d->box = fc_grow(d->a, d->box, d->box_cap * sizeof *d->box, cap * sizeof *d->box);
        d->box_cap = cap;
    }
    d->box[d->boxes++] = node;
}

static void write_text(fc_docx *d, uint32_t t, const run *r)
{
    for (uint32_t i = t + 1; i < d->dom->node[t].end; i++) {
        if (d->dom->node[i].tag != FC_TAG_TEXT)
            continue;
        if (r->super || r->sub)
            fc_md_script(&d->md, fc_dom_text_decoded(d->dom, i, d->a), r->super);
        else
            fc_md_text(&d->md, fc_dom_text(d->dom, i));
    }
}

/* A character of a symbol font by its number; those of private use mean nothing
 * elsewhere. */
static void write_symbol(fc_docx *d, uint32_t node)
{
    fc_str hex = fc_dom_attr(d->dom, node, "char");
    uint32_t code = 0;
    char out[4];
    for (size_t i = 0; i < hex.n && i < 6; i++) {
        char c = fc_lower(hex.p[i]);
        code = code * 16 + (uint32_t)(c >= 'a' && c <= 'f' ? c - 'a' + 10
                                      : c >= '0' && c <= '9' ? c - '0' : 0);
    }
    if (code < 0xE000 && code >= 0x20)
        fc_md_exact(&d->md, (fc_str){ out, fc_utf8_encode(code, out) });
}

/* Elements that hold no text of the document, with all that is in them. */
static bool is_skipped(const fc_dom *dom, uint32_t i)
{
    switch (dom->node[i].tag) {
    case FC_TAG_DEL: case FC_XML_moveFrom: case FC_XML_delText: case FC_XML_instrText:
    case FC_XML_pPr:
    case FC_XML_rPr:
    case FC_XML_sectPr:
    case FC_XML_rubyPr:
    case FC_TAG_RT:
    case FC_XML_tcPr: case FC_XML_trPr: case FC_XML_oMathParaPr:
        return true;
    case FC_XML_Fallback: /* the other way to show what Choice, which stands first,
                             shows */
        return dom->node[dom->node[i].parent + 1].tag == FC_XML_Choice;
    default:
        return false;
    }
}

/* The runs of a paragraph, wherever they are in it: in links, fields, insertions,
 * controls. */
static void write_runs(fc_docx *d, uint32_t p)
{
    const fc_dom *dom = d->dom;
    run r = { false, false, false };
    uint32_t run_end = 0, link = 0, link_end = 0;
    for (uint32_t i = p + 1; i < dom->node[p].end;) {
        const fc_node *n = &dom->node[i];
        if (i >= run_end)
            r = (run){ false, false, false };
        if (link && i >= link_end) {
            close_link(d, link);
            link = 0;
        }
        if (n->tag == FC_TAG_TEXT || is_skipped(dom, i)) {
            i = n->end;
            continue;
        }
        bool math = n->ns == FC_NS_OMML;
        if (math && (n->tag == FC_XML_oMath)) {
            bool display = dom->node[n->parent].tag == FC_XML_oMathPara;
            fc_md_tex(&d->md, fc_omml_tex(dom, i, d->a), display);
            i = n->end;
            continue;
        }
        uint32_t next = i + 1;
        switch (n->tag) {
        case FC_XML_r:
            r = read_run(dom, i);
            run_end = n->end;
            next = r.hidden ? n->end : i + 1;
            break;
        case FC_XML_hyperlink:
            if (!link && (link = open_link(d, i)))
                link_end = n->end;
            break;
        case FC_XML_t:
            write_text(d, i, &r);
            next = n->end;
            break;
        case FC_XML_tab:
            fc_md_gap(&d->md);
            break;
        case FC_TAG_BR:
        case FC_XML_cr:
            if (!fc_dom_attr(dom, i, "type").n)
                fc_md_line(&d->md);
            else
                fc_md_gap(&d->md);
            break;
        case FC_XML_noBreakHyphen:
            fc_md_exact(&d->md, FC_STR("-"));
            break;
        case FC_XML_sym:
            write_symbol(d, i);
            break;
        case FC_XML_footnoteReference:
        case FC_XML_endnoteReference:
            add_note(d, fc_dom_attr(dom, i, "id"), n->tag == FC_XML_endnoteReference);
            break;
        case FC_XML_txbxContent:
            add_box(d, i);
            next = n->end;
            break;
        default:
            break;
        }
        i = next;
    }
    close_link(d, link);
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
        i = tag != FC_TAG_TEXT && is_skipped(dom, i) ? dom->node[i].end : i + 1;
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
        write_runs(d, p);
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
    write_runs(d, p);
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

/* Nothing nests here: a table within a cell, or with one column, is the paragraphs in
 * it. */
static void write_blocks(fc_docx *d, uint32_t from, uint32_t to)
{
    const fc_dom *dom = d->dom;
    for (uint32_t i = from; i < to;) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_P) {
            write_paragraph(d, i);
            i = dom->node[i].end;
        } else if (tag == FC_XML_oMathPara || tag == FC_XML_r) {
            if (!d->cell)
                fc_docx_end(d);
            write_runs(d, dom->node[i].parent);
            i = dom->node[dom->node[i].parent].end;
        } else if (tag == FC_XML_tbl && !d->cell && has_columns(dom, i)) {
            write_table(d, i);
            i = dom->node[i].end;
        } else {
            i = is_skipped(dom, i) ? dom->node[i].end : i + 1;
        }
    }
}

void fc_docx_write(fc_docx *d, uint32_t node)
{
    size_t done = d->boxes;
    const fc_dom *dom = d->dom;
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end) {
        if (dom->node[i].tag == FC_TAG_TEXT || is_skipped(dom, i))
            continue;
        write_blocks(d, i, dom->node[i].end);
        for (; done < d->boxes; done++) { /* boxes in boxes come behind them */
            fc_docx_end(d);
            write_blocks(d, d->box[done] + 1, dom->node[d->box[done]].end);
        }
    }
}
