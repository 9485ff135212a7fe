/* thread_depth.c - how deep below another a post stands: posts in posts, else what the
 * page says in an attribute, a class or by the width of what indents, else by where it
 * stands. */
#include "base/str.h"
#include "extractors/thread_reader.h"
#include "html/style.h"

#include <limits.h>

enum {
    MAX_DEPTH = 99,
    MAX_WIDTH = 4000,           /* of a picture that indents, in pixels */
    LOOK = 16                   /* nodes of a post before its text */
};

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

/* Twice the pixels, em or percent by which a style indents: halves count. */
static bool width_of_style(fc_str style, unsigned *n)
{
    static const char *const properties[] = { "margin-left", "padding-left",
                                              "margin-inline-start" };
    fc_str value = { "", 0 };
    size_t k = 0;
    uint64_t v = 0;
    for (size_t i = 0; i < sizeof properties / sizeof *properties && !value.n; i++)
        value = fc_style_value(style, properties[i]);
    for (; k < value.n && fc_is_digit(value.p[k]) && v < MAX_WIDTH; k++)
        v = v * 10 + (uint64_t)(value.p[k] - '0');
    bool half = k + 1 < value.n && value.p[k] == '.' && value.p[k + 1] == '5';
    *n = (unsigned)v * 2 + half;
    return k > 0;
}

/* A picture that shows nothing. */
static bool is_spacer(const fc_dom *dom, uint32_t img)
{
    static const char *const names[] = { "s.gif", "spacer", "blank", "clear", "pixel",
                                         "trans" };
    fc_str src = fc_dom_attr(dom, img, "src");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_ifind(src, fc_str_of(names[i])) < src.n)
            return true;
    return fc_node_has_class(dom, dom->node[img].parent, "ind");
}

/* By how much a post is indented: its style, that of what holds it alone, or the width
 * of an empty picture in what it begins with (Hacker News). */
static bool told_width(const fc_page *page, const fc_post *post, unsigned *n)
{
    const fc_dom *dom = page->dom;
    uint32_t node = page->elem[post->elem].node, end = dom->node[node].end;
    uint32_t up = page->parent[post->elem];
    bool alone = up && page->elem[up].words < 2 * page->elem[post->elem].words;
    if (width_of_style(fc_dom_attr(dom, node, "style"), n) ||
        (alone && width_of_style(fc_dom_attr(dom, page->elem[up].node, "style"), n)))
        return true;
    for (uint32_t i = node + 1; i < end && i < node + LOOK; i++) {
        uint64_t width;
        if (dom->node[i].tag == FC_TAG_TEXT && !dom->node[i].blank)
            return false;
        if (dom->node[i].tag == FC_TAG_IMG && is_spacer(dom, i) &&
            fc_str_u64(fc_dom_attr(dom, i, "width"), &width) && width < MAX_WIDTH) {
            *n = (unsigned)width * 2;
            return true;
        }
    }
    return false;
}

/* How deep a post says it is: attributes of its element, or a cell that indents it. */
static bool told_depth(const fc_page *page, const fc_post *post, unsigned *n)
{
    static const char *const names[] = { "depth", "data-depth", "data-level",
                                         "data-indent", "data-nesting-level",
                                         "aria-level", "indent" };
    const fc_dom *dom = page->dom;
    uint32_t node = page->elem[post->elem].node, end = dom->node[node].end;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (to_number(fc_dom_attr(dom, node, names[i]), n))
            return true;
    if (depth_of_class(fc_dom_attr(dom, node, "class"), n))
        return true;
    for (uint32_t i = node + 1; i < end && i < node + LOOK; i++)
        if (dom->node[i].tag == FC_TAG_TD && to_number(fc_dom_attr(dom, i, "indent"), n))
            return true;
    return false;
}

typedef bool (*told_fn)(const fc_page *page, const fc_post *post, unsigned *n);

/* Depths as the posts tell them, in steps from the least; false: they tell no two. */
static bool fill_told(fc_page *page, told_fn told, unsigned *depth)
{
    unsigned least = UINT_MAX, step = UINT_MAX;
    for (uint32_t p = 1; p <= page->posts; p++)
        if (!told(page, &page->post[p], &depth[p]))
            depth[p] = UINT_MAX;
        else if (depth[p] < least)
            least = depth[p];
    for (uint32_t p = 1; p <= page->posts; p++)
        if (depth[p] != UINT_MAX && depth[p] > least && depth[p] - least < step)
            step = depth[p] - least;
    if (step == UINT_MAX)
        return false;
    step = told == told_width ? step : 1;
    for (uint32_t p = 1; p <= page->posts; p++) {
        unsigned d = depth[p] == UINT_MAX ? 0 : (depth[p] - least + step / 2) / step;
        page->post[p].depth = d < MAX_DEPTH ? d : MAX_DEPTH;
    }
    return true;
}

/* What is below a post stands in something behind it (Drupal's "indented"), or in what
 * holds the post alone else. Of one template all; a post that is less deep than the one
 * before has to come some time, else a wrapper is around all but the first. */
static void fill_by_place(fc_page *page, unsigned *level)
{
    const fc_dom *dom = page->dom;
    uint32_t *open = level + page->posts + 1; /* posts that the next may be below */
    uint32_t n = 0;
    bool rises = false;
    for (uint32_t p = 1; p <= page->posts; p++) {
        const fc_post *post = &page->post[p];
        const fc_elem *e = &page->elem[post->elem];
        if (post->group != page->post[1].group)
            return;
        while (n) {
            const fc_elem *o = &page->elem[page->post[open[n - 1]].elem];
            uint32_t around = dom->node[o->node].parent;
            if (e->depth > o->depth && e->node < dom->node[around].end)
                break;
            n--;
        }
        level[p] = n;
        rises |= p > 1 && level[p] < level[p - 1];
        open[n++] = p;
    }
    for (uint32_t p = 1; p <= page->posts && rises; p++)
        page->post[p].depth = level[p] < MAX_DEPTH ? level[p] : MAX_DEPTH;
}

void fc_thread_depths(fc_page *page, fc_arena *a)
{
    bool nested = false;
    for (uint32_t p = 1; p <= page->posts; p++) {
        fc_post *post = &page->post[p];
        if (!post->outer)
            continue;
        unsigned up = page->post[post->outer].depth;
        post->depth = up < MAX_DEPTH ? up + 1 : up;
        nested = true;
    }
    if (nested)
        return;
    unsigned *room = fc_alloc(a, (2 * (size_t)page->posts + 2) * sizeof *room);
    if (!fill_told(page, told_depth, room) && !fill_told(page, told_width, room))
        fill_by_place(page, room);
}
