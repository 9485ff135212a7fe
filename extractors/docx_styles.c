/* docx_styles.c - styles.xml and numbering.xml: which styles are headings, quotations or
 * code, which lists have numbers. Known by outline level and by the names that Word gives
 * its own styles in every language's file. */
#include "extractors/docx.h"

#include "base/str.h"

enum { MOST = 2000, DEEPEST_BASE = 12 }; /* looked through one by one */

fc_str fc_docx_val(const fc_dom *dom, uint32_t node, unsigned tag)
{
    uint32_t i = node || tag ? fc_xml_child(dom, node, tag) : 0;
    return i ? fc_dom_attr(dom, i, "val") : (fc_str){ NULL, 0 };
}

static unsigned small(fc_str s, unsigned most)
{
    uint64_t v;
    return fc_str_u64(s, &v) && v < most ? (unsigned)v : most;
}

static bool holds(fc_str s, const char *word)
{
    return fc_str_ifind(s, fc_str_of(word)) < s.n;
}

/* "toc 3": lines of contents and of an index, which repeat headings with their pages. */
static bool names_contents(fc_str name)
{
    bool level = name.n && name.p[name.n - 1] >= '1' && name.p[name.n - 1] <= '9';
    fc_str kind = fc_str_sub(name, 0, name.n ? name.n - 1 : 0);
    return (level && (fc_str_ieq(kind, FC_STR("toc ")) ||
                      fc_str_ieq(kind, FC_STR("index ")))) ||
           fc_str_ieq(name, FC_STR("table of figures")) ||
           fc_str_ieq(name, FC_STR("table of authorities"));
}

/* "heading 2", and "Title" as one above all. */
static void by_name(fc_docx_style *s, fc_str name)
{
    if (fc_str_istarts(name, FC_STR("heading ")) && name.n == 9 && name.p[8] >= '1' &&
        name.p[8] <= '9')
        s->heading = (unsigned)(name.p[8] - '0');
    s->title = fc_str_ieq(name, FC_STR("Title"));
    s->contents = names_contents(name);
    s->above_contents = fc_str_ieq(name, FC_STR("TOC Heading")) ||
                        fc_str_ieq(name, FC_STR("toa heading")) ||
                        fc_str_ieq(name, FC_STR("index heading"));
    s->quote =
        fc_str_ieq(name, FC_STR("Quote")) || fc_str_ieq(name, FC_STR("Intense Quote")) ||
        fc_str_ieq(name, FC_STR("Block Text")) || fc_str_ieq(name, FC_STR("Block Quote"));
    s->code = holds(name, "source code") ||
              fc_str_ieq(name, FC_STR("HTML Preformatted")) ||
              fc_str_ieq(name, FC_STR("Code")) || fc_str_ieq(name, FC_STR("CodeBlock")) ||
              fc_str_ieq(name, FC_STR("Preformatted Text")) ||
              fc_str_ieq(name, FC_STR("Listing"));
}

static void read_style(fc_docx_style *s, const fc_dom *dom, uint32_t i)
{
    uint32_t pr = fc_xml_child(dom, i, FC_XML_pPr);
    uint32_t num = pr ? fc_xml_child(dom, pr, FC_XML_numPr) : 0;
    s->id = fc_dom_attr(dom, i, "styleId");
    s->based_on = fc_docx_val(dom, i, FC_XML_basedOn);
    by_name(s, fc_docx_val(dom, i, FC_XML_name));
    if (pr && !s->heading) {
        fc_str level = fc_docx_val(dom, pr, FC_XML_outlineLvl);
        s->heading = level.n && small(level, 9) < 9 ? small(level, 9) + 1 : 0;
    }
    if (num) {
        s->num = fc_docx_val(dom, num, FC_XML_numId);
        s->level = small(fc_docx_val(dom, num, FC_XML_ilvl), FC_DOCX_LEVELS - 1);
        if (!fc_docx_val(dom, num, FC_XML_ilvl).n)
            s->level = 0;
    }
}

/* What a style does not say it has from the one that it is based on. */
static void inherit(fc_docx_styles *s)
{
    for (size_t i = 0; i < s->styles; i++) {
        fc_docx_style *one = &s->style[i];
        const fc_docx_style *up = one;
        for (int n = 0; n < DEEPEST_BASE && up->based_on.n; n++) {
            up = fc_docx_find_style(s, up->based_on);
            if (!up || up == one)
                break;
            if (!one->heading && !one->title)
                one->heading = up->heading;
            one->quote |= up->quote;
            one->code |= up->code;
            if (!one->num.n) {
                one->num = up->num;
                one->level = up->level;
            }
        }
    }
}

void fc_docx_read_styles(fc_docx_styles *s, const fc_dom *dom, fc_arena *a)
{
    size_t n = 0;
    for (uint32_t i = 1; i < dom->n; i = dom->node[i].end)
        n += dom->node[i].tag == FC_TAG_STYLE;
    n = n < MOST ? n : MOST;
    s->style = fc_zalloc(a, n + 1, sizeof *s->style);
    for (uint32_t i = 1; i < dom->n && s->styles < n; i = dom->node[i].end) {
        fc_str type = fc_dom_attr(dom, i, "type");
        if (dom->node[i].tag == FC_TAG_STYLE && (!type.n || fc_str_is(type, "paragraph")))
            read_style(&s->style[s->styles++], dom, i);
    }
    inherit(s);
}

const fc_docx_style *fc_docx_find_style(const fc_docx_styles *s, fc_str id)
{
    for (size_t i = 0; id.n && i < s->styles; i++)
        if (fc_str_eq(s->style[i].id, id))
            return &s->style[i];
    return NULL;
}

static const fc_docx_style *style_of(const fc_docx_styles *s, const fc_dom *dom,
                                     uint32_t p)
{
    uint32_t pr = fc_xml_child(dom, p, FC_XML_pPr);
    return pr ? fc_docx_find_style(s, fc_docx_val(dom, pr, FC_XML_pStyle)) : NULL;
}

bool fc_docx_is_contents(const fc_docx_styles *s, const fc_dom *dom, uint32_t p)
{
    const fc_docx_style *style = style_of(s, dom, p);
    uint32_t end = dom->node[dom->node[p].parent].end, next = dom->node[p].end;
    if (!style || !style->above_contents)
        return style && style->contents;
    while (next < end && dom->node[next].tag == FC_TAG_TEXT)
        next++;
    style = next < end && dom->node[next].tag == FC_TAG_P ? style_of(s, dom, next) : NULL;
    return style && style->contents;
}

/* -------------------------------------------------------------------------- numbering */

static void read_level(fc_docx_num *num, const fc_dom *dom, uint32_t i)
{
    unsigned level = small(fc_dom_attr(dom, i, "ilvl"), FC_DOCX_LEVELS);
    if (level >= FC_DOCX_LEVELS)
        return;
    fc_str format = fc_docx_val(dom, i, FC_XML_numFmt);
    fc_str start = fc_docx_val(dom, i, FC_XML_start);
    num->none[level] = fc_str_is(format, "none");
    num->ordered[level] = format.n && !fc_str_is(format, "bullet") && !num->none[level];
    if (start.n)
        num->start[level] = small(start, 1000000);
}

static void read_levels(fc_docx_num *num, const fc_dom *dom, uint32_t from)
{
    for (uint32_t i = from + 1; i < dom->node[from].end; i = dom->node[i].end)
        if (dom->node[i].tag == FC_XML_lvl)
            read_level(num, dom, i);
}

static uint32_t find_abstract(const fc_dom *dom, fc_str id)
{
    for (uint32_t i = 1; i < dom->n; i = dom->node[i].end)
        if (dom->node[i].tag == FC_XML_abstractNum &&
            fc_str_eq(fc_dom_attr(dom, i, "abstractNumId"), id))
            return i;
    return 0;
}

static void read_num(fc_docx_num *num, const fc_dom *dom, uint32_t i)
{
    uint32_t abstract = find_abstract(dom, fc_docx_val(dom, i, FC_XML_abstractNumId));
    num->id = fc_dom_attr(dom, i, "numId");
    for (int k = 0; k < FC_DOCX_LEVELS; k++)
        num->start[k] = 1;
    if (abstract)
        read_levels(num, dom, abstract);
    for (uint32_t k = i + 1; k < dom->node[i].end; k = dom->node[k].end) {
        unsigned level = small(fc_dom_attr(dom, k, "ilvl"), FC_DOCX_LEVELS);
        if (dom->node[k].tag != FC_XML_lvlOverride || level >= FC_DOCX_LEVELS)
            continue;
        fc_str start = fc_docx_val(dom, k, FC_XML_startOverride);
        if (start.n)
            num->start[level] = small(start, 1000000);
        read_levels(num, dom, k);
    }
}

void fc_docx_read_numbering(fc_docx_styles *s, const fc_dom *dom, fc_arena *a)
{
    size_t n = 0;
    for (uint32_t i = 1; i < dom->n; i = dom->node[i].end)
        n += dom->node[i].tag == FC_XML_num;
    n = n < MOST ? n : MOST;
    s->num = fc_zalloc(a, n + 1, sizeof *s->num);
    for (uint32_t i = 1; i < dom->n && s->nums < n; i = dom->node[i].end)
        if (dom->node[i].tag == FC_XML_num)
            read_num(&s->num[s->nums++], dom, i);
}

fc_docx_num *fc_docx_find_num(const fc_docx_styles *s, fc_str id)
{
    for (size_t i = 0; id.n && i < s->nums; i++)
        if (fc_str_eq(s->num[i].id, id))
            return &s->num[i];
    return NULL;
}
