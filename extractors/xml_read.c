/* xml_read.c - see xml_read.h. */
#include "extractors/xml_read.h"

#include "base/str.h"
#include "text/normalize.h"

bool fc_xml_is(const fc_capture *cap)
{
    if (fc_str_is(cap->mime, "application/xml") || fc_str_is(cap->mime, "text/xml") ||
        fc_str_ends(cap->mime, FC_STR("+xml")))
        return true;
    return fc_extract_unknown(cap) && fc_xml_begins(fc_str_sub(cap->body, 0, 4096));
}

fc_str fc_xml_prolog(const fc_capture *cap)
{
    enum { LONGEST = 256 << 10 };
    return fc_str_sub(cap->body, 0, LONGEST);
}

int fc_xml_read(fc_str bytes, const fc_extract_conf *conf, fc_dom *dom, fc_call *call)
{
    fc_err err = { 0 };
    fc_xml_why why;
    uint64_t limit = call->scratch->limit;
    if ((uint64_t)conf->max_tree < limit - call->scratch->used)
        fc_arena_limit(call->scratch, (uint64_t)conf->max_tree);
    fc_rc rc =
        fc_xml_parse_with(conf->xml, dom, bytes, NULL, call->scratch, &why, &err);
    call->scratch->limit = limit;
    if (rc && call->explain)
        fc_buf_printf(call->explain, "%s\n", err.msg);
    if (rc && rc != FC_EDATA) {
        *call->err = err;
        return rc;
    }
    return why == FC_XML_WELL    ? 0
           : why == FC_XML_LIMIT ? FC_EXTRACT_LIMIT
                                 : FC_EXTRACT_DAMAGED;
}

uint32_t fc_xml_find(const fc_dom *dom, uint32_t node, unsigned tag)
{
    for (uint32_t i = node + 1; i < dom->node[node].end; i++)
        if (dom->node[i].tag == tag)
            return i;
    return 0;
}

uint32_t fc_xml_child(const fc_dom *dom, uint32_t node, unsigned tag)
{
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end)
        if (dom->node[i].tag == tag)
            return i;
    return 0;
}

static fc_text fold_subtree(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    fc_text t = { .a = a };
    fc_text_add(&t, "", 0);
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(&t, fc_dom_text(dom, i));
        else if (dom->node[i].tag == FC_TAG_BR || dom->node[i].tag == FC_TAG_P)
            t.gap = true;
    }
    return t;
}

fc_str fc_xml_line(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    fc_text t = fold_subtree(dom, node, a);
    return fc_normalize_line((fc_str){ t.p, t.n }, a);
}

fc_str fc_xml_find_line(const fc_dom *dom, uint32_t node, unsigned tag, fc_arena *a)
{
    uint32_t i = fc_xml_find(dom, node, tag);
    return i ? fc_xml_line(dom, i, a) : (fc_str){ "", 0 };
}

/* "2011", "Aug", "5" as 2011-08-05; what is missing is left out. */
fc_str fc_xml_date(const fc_dom *dom, uint32_t node, const unsigned tags[3], fc_arena *a)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    uint64_t part[3] = { 0 };
    for (int i = 0; i < 3; i++) {
        fc_str s = fc_xml_find_line(dom, node, tags[i], a);
        fc_str three = fc_str_sub(s, 0, 3);
        size_t at = i == 1 && three.n == 3 ? fc_str_ifind(fc_str_of(months), three) : 36;
        if (!fc_str_u64(s, &part[i]) && at < 36 && at % 3 == 0)
            part[i] = at / 3 + 1;
    }
    if (part[0] < 1000 || part[0] > 9999)
        return (fc_str){ "", 0 };
    if (!part[1] || part[1] > 12)
        return fc_printf(a, "%04u", (unsigned)part[0]);
    if (!part[2] || part[2] > 31)
        return fc_printf(a, "%04u-%02u", (unsigned)part[0], (unsigned)part[1]);
    return fc_printf(a, "%04u-%02u-%02u", (unsigned)part[0], (unsigned)part[1],
                     (unsigned)part[2]);
}

void fc_xml_list_add(fc_text *list, fc_str s)
{
    if (!s.n)
        return;
    fc_text_add(list, list->n ? ",\"" : "[\"", 2);
    for (size_t i = 0; i < s.n; i++) { /* the line has no control characters */
        if (s.p[i] == '"' || s.p[i] == '\\')
            fc_text_char(list, '\\');
        fc_text_char(list, s.p[i]);
    }
    fc_text_char(list, '"');
}

void fc_xml_list_set(fc_text *list, fc_doc *doc, fc_call *call, const char *name)
{
    if (!list->n)
        return;
    fc_text_char(list, ']');
    fc_value value = { .type = FC_JSON,
                       .str = fc_copy(call->keep, (fc_str){ list->p, list->n }) };
    fc_fields_set(&doc->meta, call->keep, fc_str_of(name), value);
}
