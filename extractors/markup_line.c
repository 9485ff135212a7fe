/* markup_line.c - an element as one line, formulas and all: the title of an article,
 * which stands in its metadata and at the head of its text. */
#include "extractors/markup.h"
#include "text/normalize.h"

fc_str fc_markup_line(fc_markup *u, uint32_t node, const fc_text_style *style)
{
    const fc_dom *dom = u->dom;
    fc_md line, *text = u->md;
    fc_md_init(&line, style, u->a);
    u->md = &line;
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end)
        if (dom->node[i].tag != FC_XML_xref && dom->node[i].tag != FC_XML_fn)
            fc_markup_range(u, i, dom->node[i].end, false);
    u->md = text;
    return fc_normalize_line(fc_md_finish(&line, u->a), u->a);
}
