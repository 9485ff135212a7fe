/* fuzz_xml.c - any bytes as an XML document: the promises of dom.h and xml.h must
 * hold. */
#include "base/str.h"
#include "html/xml.h"
#include "require.h"

static void check_node(const fc_dom *dom, uint32_t i)
{
    const fc_node *d = &dom->node[i], *up = &dom->node[d->parent];
    require(d->tag < FC_XML_COUNT && d->depth < 256 && d->n > 0);
    require(d->at < dom->page.n && d->n <= dom->page.n - d->at);
    require(d->end > i && d->end <= dom->n);
    if (i)
        require(d->parent < i && up->end >= d->end && d->depth == up->depth + 1 &&
                up->tag != FC_TAG_TEXT);
    if (d->tag == FC_TAG_TEXT)
        require(d->end == i + 1);
    else
        require(dom->page.p[d->at] == '<' && dom->page.p[d->at + d->n - 1] == '>');
    if (d->ns <= FC_NS_MATHML)
        require(d->tag < FC_TAG_COUNT);
}

/* The quick way to class and id must find what looking through the tag finds. */
static void check_attributes(const fc_dom *dom, uint32_t i, fc_arena *a)
{
    static const char *const names[] = { "class", "id" };
    for (int k = 0; k < 2; k++) {
        fc_str tag = { dom->page.p + dom->node[i].at, dom->node[i].n };
        fc_str got = fc_dom_attr(dom, i, names[k]), want = fc_tag_attr(tag, names[k]);
        require((got.p == NULL) == (want.p == NULL) && fc_str_eq(got, want));
        fc_dom_attr_text(dom, i, names[k], a);
    }
    fc_dom_name(dom, i);
}

/* A parser that has parsed all inputs before must give what a new one has given. */
static void check_used_parser(const fc_dom *want, fc_str bytes,
                              const fc_xml_limits *limits, fc_xml_why why, fc_arena *a)
{
    static fc_xml_parser *used;
    fc_dom dom;
    fc_xml_why then;
    if (!used)
        used = fc_xml_parser_open();
    fc_xml_parse_with(used, &dom, bytes, limits, a, &then, NULL);
    require(then == why && dom.n == want->n && fc_str_eq(dom.page, want->page));
    for (uint32_t i = 0; i < dom.n; i++) {
        const fc_node *d = &dom.node[i], *w = &want->node[i];
        require(d->tag == w->tag && d->ns == w->ns && d->end == w->end &&
                d->at == w->at && d->n == w->n && d->names == w->names);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fc_xml_limits limits = { .bytes = 1 << 20,
                                          .nodes = 1 << 16,
                                          .expand = 1 << 12 };
    fc_str bytes = { (const char *)data, size }, name, tag;
    fc_arena a;
    fc_dom dom;
    fc_xml_why why;
    char buf[512];
    fc_arena_init(&a);
    fc_arena_limit(&a, 64 << 20);
    fc_xml_root(bytes, buf, &name, &tag);
    if (fc_xml_parse(&dom, bytes, &limits, &a, &why, NULL) == FC_OK) {
        require(why == FC_XML_WELL && dom.n > 0 &&
                dom.page.n <= 4 * size + limits.expand);
        for (uint32_t i = 0; i < dom.n; i++) {
            check_node(&dom, i);
            if (dom.node[i].tag != FC_TAG_TEXT)
                check_attributes(&dom, i, &a);
        }
    } else {
        require(why != FC_XML_WELL && dom.n == 0);
    }
    check_used_parser(&dom, bytes, &limits, why, &a);
    fc_arena_free(&a);
    return 0;
}
