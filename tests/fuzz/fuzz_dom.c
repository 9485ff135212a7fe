/* fuzz_dom.c - any bytes as a page: skeleton, tree, attributes and references.
 * The promises of dom.h must hold and the tree must stay as shallow as the limits say. */
#include "base/str.h"
#include "html/dom.h"
#include "html/entities.h"
#include "require.h"

static void check_node(const fc_dom *dom, uint32_t i)
{
    const fc_node *d = &dom->node[i], *up = &dom->node[d->parent];
    require(d->tag < FC_TAG_COUNT && d->ns <= FC_NS_MATHML);
    require(d->end > i && d->end <= dom->n);
    if (i)
        require(d->parent < i && up->end >= d->end && d->depth == up->depth + 1 &&
                up->tag != FC_TAG_TEXT);
    if (d->tag == FC_TAG_TEXT)
        require(d->n > 0 && d->end == i + 1);
    if (d->n == 0)
        require(d->at == FC_NO_SOURCE && d->made);
    else
        require(d->at < dom->page.n && d->n <= dom->page.n - d->at);
    if (d->n && d->tag != FC_TAG_TEXT)
        require(dom->page.p[d->at] == '<' && dom->page.p[d->at + d->n - 1] == '>');
}

/* The quick way to class and id must find what looking through the tag finds. */
static void check_attrs(const fc_dom *dom, uint32_t i, fc_arena *a)
{
    static const char *const names[] = { "class", "id" };
    fc_str name, value, first[2] = { { NULL, 0 }, { NULL, 0 } };
    uint32_t pos = 0;
    while (fc_dom_next_attr(dom, i, &pos, &name, &value)) {
        require(name.n > 0 && value.p + value.n <= dom->page.p + dom->page.n);
        for (int k = 0; k < 2; k++)
            if (!first[k].p && fc_str_ieq(name, fc_str_of(names[k])))
                first[k] = value;
    }
    for (int k = 0; k < 2; k++) {
        fc_str got = fc_dom_attr(dom, i, names[k]);
        require((got.p == NULL) == (first[k].p == NULL) && fc_str_eq(got, first[k]));
        fc_dom_attr_text(dom, i, names[k], a);
    }
    fc_dom_name(dom, i);
    fc_dom_raw_body(dom, i);
}

static void check_head(const fc_dom *dom)
{
    for (uint32_t k = 0; k < dom->head_n; k++) {
        const fc_head_item *h = &dom->head[k];
        require(h->n > 0 && h->n <= dom->page.n - h->at);
        require(h->body <= dom->page.n && h->body_n <= dom->page.n - h->body);
        require(k == 0 || h->at > dom->head[k - 1].at);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena keep, scratch;
    fc_dom dom;
    fc_err err;
    fc_dom_limits limits;
    fc_dom_limits_default(&limits);
    /* The first byte chooses limits, so that small inputs reach them, and what it is. */
    limits.within_body = size && (data[0] & 4);
    limits.xhtml = size && (data[0] & 8);
    bool tight = size && (data[0] & 1);
    if (tight) {
        limits.depth = 8;
        limits.formatting = 4;
        limits.steps = data[0] & 2 ? 200 : limits.steps;
    }
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_str page = { (const char *)data, size };
    if (fc_dom_parse(&dom, page, &limits, &keep, &scratch, &err) == FC_OK) {
        require(dom.n > 0 && dom.node[0].tag == FC_TAG_HTML && dom.node[0].end == dom.n);
        uint32_t deepest = fc_dom_deepest(&limits) + 1; /* text lies in an element */
        for (uint32_t i = 0; i < dom.n; i++) {
            check_node(&dom, i);
            require(dom.node[i].depth <= deepest);
            if (dom.node[i].tag == FC_TAG_TEXT)
                fc_dom_text_decoded(&dom, i, &keep);
            else
                check_attrs(&dom, i, &keep);
        }
        check_head(&dom);
    }
    fc_entities_decode(page, false, &keep);
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    return 0;
}
