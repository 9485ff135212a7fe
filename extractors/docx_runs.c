/* docx_runs.c - the text of a paragraph of a Word document: runs, wherever they are in
 * it, formulas, links, notes and text boxes. Changes are taken as accepted: what was
 * inserted is there, what was deleted or moved away is not. Field codes are left out and
 * their results stay, but for fields whose code is what is shown (docx_fields.c). A
 * control that still shows what to type into it is empty. */
#include "extractors/docx.h"

#include "base/str.h"
#include "base/utf8.h"
#include "extractors/omml.h"

#include <stdio.h>

static bool is_on(const fc_dom *dom, uint32_t pr, unsigned tag)
{
    uint32_t i = fc_xml_child(dom, pr, tag);
    fc_str value = i ? fc_dom_attr(dom, i, "val") : (fc_str){ NULL, 0 };
    return i && !fc_str_is(value, "0") && !fc_str_is(value, "false") &&
           !fc_str_is(value, "off");
}

typedef struct run {
    bool hidden, super, sub;
    fc_str font;
} run;

static run read_run(const fc_dom *dom, uint32_t node)
{
    run r = { .font = { "", 0 } };
    uint32_t pr = fc_xml_child(dom, node, FC_XML_rPr);
    if (!pr)
        return r;
    uint32_t fonts = fc_xml_child(dom, pr, FC_XML_rFonts);
    if (fonts)
        r.font = fc_dom_attr(dom, fonts, "ascii");
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
    d->note = fc_room(d->a, d->note, d->notes, &d->note_cap, sizeof *d->note);
    d->note[d->notes].id = id;
    d->note[d->notes++].end = end;
    int n = snprintf(mark, sizeof mark, "[^%zu]", d->notes);
    fc_md_exact(&d->md, (fc_str){ mark, (size_t)n });
}

static void add_box(fc_docx *d, uint32_t node)
{
    if (d->boxes == FC_DOCX_BOXES)
        return;
    d->box = fc_room(d->a, d->box, d->boxes, &d->box_cap, sizeof *d->box);
    d->box[d->boxes++] = node;
}

/* Raw text in which letters of a symbol font, which are of private use, are what they
 * look like. */
static fc_str without_private(fc_str raw, fc_str font, fc_arena *a)
{
    fc_text t = { .a = a };
    if (!memchr(raw.p, 0xEF, raw.n))
        return raw;
    fc_text_add(&t, "", 0);
    for (size_t i = 0; i < raw.n;) {
        uint32_t code;
        size_t n = fc_utf8_decode(fc_str_sub(raw, i, raw.n), &code, NULL);
        char out[4];
        if (code < 0xF020 || code > 0xF0FF)
            fc_text_add(&t, raw.p + i, n);
        else if ((code = fc_docx_symbol(font, code)) == '&')
            fc_text_add(&t, "&amp;", 5);
        else if (code)
            fc_text_add(&t, out, fc_utf8_encode(code, out));
        i += n;
    }
    return (fc_str){ t.p, t.n };
}

static void write_text(fc_docx *d, uint32_t t, const run *r)
{
    for (uint32_t i = t + 1; i < d->dom->node[t].end; i++) {
        if (d->dom->node[i].tag != FC_TAG_TEXT)
            continue;
        if (r->super || r->sub)
            fc_md_script(&d->md, fc_dom_text_decoded(d->dom, i, d->a), r->super);
        else
            fc_md_text(&d->md, without_private(fc_dom_text(d->dom, i), r->font, d->a));
    }
}

static void write_symbol(fc_docx *d, fc_str font, uint32_t code)
{
    char out[4];
    code = fc_docx_symbol(font, code);
    if (code)
        fc_md_exact(&d->md, (fc_str){ out, fc_utf8_encode(code, out) });
}

/* <w:sym w:font="Symbol" w:char="F061"/> */
static void write_sym(fc_docx *d, uint32_t node)
{
    fc_str hex = fc_dom_attr(d->dom, node, "char");
    uint32_t code = 0;
    for (size_t i = 0; i < hex.n && i < 6; i++) {
        int digit = fc_hex_value(hex.p[i]);
        code = code * 16 + (uint32_t)(digit < 0 ? 0 : digit);
    }
    write_symbol(d, fc_dom_attr(d->dom, node, "font"), code);
}

/* --------------------------------------------------------------------------- formulas */

/* A formula with nothing beside it in its paragraph is displayed. */
static bool is_alone(fc_docx *d, uint32_t p)
{
    unsigned objects = 0, others = 0;
    const fc_dom *dom = d->dom;
    if (d->alone_in == p)
        return d->alone;
    for (uint32_t i = p + 1; i < dom->node[p].end; i++) {
        const fc_node *n = &dom->node[i];
        objects += n->tag == FC_XML_OLEObject;
        others += n->tag == FC_XML_oMath || (n->tag == FC_TAG_TEXT && !n->blank &&
                                             dom->node[n->parent].tag == FC_XML_t);
    }
    d->alone_in = p;
    return d->alone = objects == 1 && !others;
}

static void write_object(fc_docx *d, uint32_t node, uint32_t p)
{
    fc_str tex;
    bool formula, read = fc_docx_object(d, node, &formula, &tex);
    d->md.formulas_lost += formula && !read;
    if (read)
        fc_md_tex(&d->md, tex, is_alone(d, p));
}

/* ----------------------------------------------------------------------------- fields */

static void end_code(fc_docx *d)
{
    fc_str code = { d->field.code.p, d->field.code.n }, text, font;
    uint32_t sign;
    d->field.begun = 0;
    if (fc_docx_symbol_field(code, &sign, &font))
        write_symbol(d, font, sign);
    else if (fc_docx_eq_is_text(code, d->a, &text))
        fc_md_exact(&d->md, text);
    else
        fc_md_tex(&d->md, fc_docx_eq(code, d->xml, d->a), false);
}

/* A code may stand in several runs; a field in it leaves nothing. */
static void field_char(fc_docx *d, fc_str type)
{
    bool begin = fc_str_is(type, "begin"), end = fc_str_is(type, "end");
    if (begin && ++d->field.depth && !d->field.begun) {
        d->field.begun = d->field.depth;
        d->field.code = (fc_text){ .a = d->a };
        fc_text_add(&d->field.code, "", 0);
    } else if (!begin && d->field.begun && d->field.begun == d->field.depth) {
        end_code(d);
    }
    if (end && d->field.depth)
        d->field.depth--;
}

/* What is raised or lowered in a code is as if the code said so. */
static void field_code(fc_docx *d, uint32_t t, const run *r)
{
    fc_text *code = &d->field.code;
    if (!d->field.begun || d->field.begun != d->field.depth || code->n > FC_DOCX_CODE)
        return;
    bool script = (r->super || r->sub) && fc_docx_is_eq((fc_str){ code->p, code->n });
    if (script)
        fc_text_add(code, r->super ? "\\s\\up(" : "\\s\\do(", 6);
    for (uint32_t i = t + 1; i < d->dom->node[t].end; i++)
        if (d->dom->node[i].tag == FC_TAG_TEXT)
            fc_text_exact(code, fc_dom_text(d->dom, i));
    if (script)
        fc_text_char(code, ')');
}

/* --------------------------------------------------------------------------- elements */

/* A control that shows what to type into it: "[Your name]", or in a style for it.
 * Programs that fill it in may leave the mark of it behind, and no style. */
static bool is_prompt(const fc_dom *dom, uint32_t control)
{
    uint32_t pr = fc_xml_child(dom, control, FC_XML_sdtPr);
    if (!pr || !is_on(dom, pr, FC_XML_showingPlcHdr))
        return false;
    uint32_t r = fc_xml_find(dom, control, FC_XML_r);
    uint32_t of_r = r ? fc_xml_child(dom, r, FC_XML_rPr) : 0;
    uint32_t t = r ? fc_xml_find(dom, r, FC_XML_t) : 0;
    bool styled = of_r && fc_xml_child(dom, of_r, FC_XML_rStyle);
    return styled || (t && dom->node[t].end > t + 1 &&
                      fc_str_starts(fc_dom_text(dom, t + 1), FC_STR("[")));
}

bool fc_docx_is_skipped(const fc_dom *dom, uint32_t i)
{
    switch (dom->node[i].tag) {
    case FC_TAG_DEL: case FC_XML_moveFrom: case FC_XML_delText:
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
    case FC_XML_sdt:
        return is_prompt(dom, i);
    default:
        return false;
    }
}

/* A paragraph that is walked through. */
typedef struct walk {
    uint32_t paragraph;
    run run;                    /* that holds the node */
    uint32_t run_end, link, link_end; /* nodes; link: 0 when none is open */
} walk;

static void write_break(fc_docx *d, uint32_t i)
{
    if (!fc_dom_attr(d->dom, i, "type").n)
        fc_md_line(&d->md);
    else
        fc_md_gap(&d->md);
}

/* Write node i, or what it begins: the node to go on with. */
static uint32_t write_node(fc_docx *d, walk *w, uint32_t i)
{
    const fc_dom *dom = d->dom;
    const fc_node *n = &dom->node[i];
    switch (n->tag) {
    case FC_XML_r:
        w->run = read_run(dom, i);
        w->run_end = n->end;
        return w->run.hidden ? n->end : i + 1;
    case FC_XML_hyperlink:
        if (!w->link && (w->link = open_link(d, i)))
            w->link_end = n->end;
        break;
    case FC_XML_t:
        write_text(d, i, &w->run);
        return n->end;
    case FC_XML_tab:
        fc_md_gap(&d->md);
        break;
    case FC_TAG_BR: case FC_XML_cr:
        write_break(d, i);
        break;
    case FC_XML_noBreakHyphen:
        fc_md_exact(&d->md, FC_STR("-"));
        break;
    case FC_XML_sym:
        write_sym(d, i);
        break;
    case FC_XML_fldChar:
        field_char(d, fc_dom_attr(dom, i, "fldCharType"));
        break;
    case FC_XML_instrText:
        field_code(d, i, &w->run);
        return n->end;
    case FC_XML_footnoteReference: case FC_XML_endnoteReference:
        add_note(d, fc_dom_attr(dom, i, "id"), n->tag == FC_XML_endnoteReference);
        break;
    case FC_XML_OLEObject:
        write_object(d, i, w->paragraph);
        break;
    case FC_XML_txbxContent: case FC_XML_chart: case FC_XML_relIds:
        add_box(d, i);
        return n->end;
    default:
        break;
    }
    return i + 1;
}

void fc_docx_runs(fc_docx *d, uint32_t p)
{
    const fc_dom *dom = d->dom;
    const run none = { .font = { "", 0 } };
    walk w = { .paragraph = p, .run = none };
    d->field.begun = 0; /* no code goes on in the next paragraph */
    for (uint32_t i = p + 1; i < dom->node[p].end;) {
        const fc_node *n = &dom->node[i];
        if (i >= w.run_end)
            w.run = none;
        if (w.link && i >= w.link_end) {
            close_link(d, w.link);
            w.link = 0;
        }
        if (n->tag == FC_TAG_TEXT || fc_docx_is_skipped(dom, i)) {
            i = n->end;
        } else if (n->ns == FC_NS_OMML && n->tag == FC_XML_oMath) {
            bool display = dom->node[n->parent].tag == FC_XML_oMathPara;
            fc_md_tex(&d->md, fc_omml_tex(dom, i, d->xml, d->a), display);
            i = n->end;
        } else {
            i = write_node(d, &w, i);
        }
    }
    close_link(d, w.link);
}
