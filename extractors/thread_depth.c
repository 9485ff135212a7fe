/* thread_depth.c - how deep below another a post stands: posts in posts, else what the
 * page says in an attribute, a class or by the width of what indents. */
#include "base/str.h"
#include "extractors/thread_reader.h"

enum { MAX_DEPTH = 99 };

static bool to_number(fc_str s, unsigned *n)
{
    uint64_t v;
    if (!s.n || !fc_str_u64(s, &v) || v > MAX_DEPTH)
        return false;
    *n = (unsigned)v;
    return true;
}

/* The number behind "depth-", "level-" or "indent-" in a class. */
static bool depth_of_class(fc_str class, unsigned *n)
{
    static const fc_str words[] = { { "depth-", 6 }, { "level-", 6 }, { "indent-", 7 } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = fc_str_find(class, words[i]);
        if (at == class.n)
            continue;
        size_t from = at + words[i].n, to = from;
        while (to < class.n && fc_is_digit(class.p[to]))
            to++;
        if (to_number(fc_str_sub(class, from, to), n))
            return true;
    }
    return false;
}

/* How deep a post says it is: attributes of its element, or a cell that indents it. */
static bool told_depth(const fc_page *page, const fc_post *post, unsigned *n)
{
    static const char *const names[] = { "depth", "data-depth", "data-level",
                                         "aria-level", "indent" };
    const fc_dom *dom = page->dom;
    uint32_t node = page->elem[post->elem].node, end = dom->node[node].end;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (to_number(fc_dom_attr(dom, node, names[i]), n))
            return true;
    if (depth_of_class(fc_dom_attr(dom, node, "class"), n))
        return true;
    for (uint32_t i = node + 1; i < end && i < node + 16; i++) {
        if (dom->node[i].tag == FC_TAG_TD && to_number(fc_dom_attr(dom, i, "indent"), n))
            return true;
        uint64_t width;
        if (dom->node[i].tag == FC_TAG_IMG &&
            fc_node_has_class(dom, dom->node[i].parent, "ind") &&
            fc_str_u64(fc_dom_attr(dom, i, "width"), &width)) {
            *n = width / 40 < MAX_DEPTH ? (unsigned)(width / 40) : MAX_DEPTH;
            return true;
        }
    }
    return false;
}

void fc_thread_depths(fc_page *page)
{
    unsigned least = MAX_DEPTH;
    bool nested = false;
    for (uint32_t p = 1; p <= page->posts; p++) {
        fc_post *post = &page->post[p];
        if (!post->outer)
            continue;
        unsigned up = page->post[post->outer].depth;
        post->depth = up < MAX_DEPTH ? up + 1 : up;
        nested = true;
    }
    for (uint32_t p = 1; p <= page->posts && !nested; p++)
        if (told_depth(page, &page->post[p], &page->post[p].depth) &&
            page->post[p].depth < least)
            least = page->post[p].depth;
    for (uint32_t p = 1; p <= page->posts && !nested; p++)
        page->post[p].depth -= page->post[p].depth < least ? page->post[p].depth : least;
}
