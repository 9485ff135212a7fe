/* reference.c - pages of manuals that a program made from other programs' sources: known
 * by the generator that the page tells, or by what generators that tell nothing call the
 * declarations and descriptions of functions.
 *
 * The model knows the words of such pages as well, but a page of few words, all of them
 * names, says little else: TypeDoc's were taken for forums. */
#include "base/str.h"
#include "extractors/page.h"

enum {
    FEW_MEMBERS = 2,            /* one may be called so for another reason */
    SOME_NODES = 64             /* of a declaration: its name comes early */
};

static bool is_generator(fc_str name)
{
    static const char *const names[] = {
        "docfx", "docutils", "documenter", "doxygen", "exdoc", "gi-docgen", "gnu texinfo",
        "gtk-doc", "javadoc", "ldoc", "makeinfo", "odoc", "pdoc", "phpdocumentor",
        "rustdoc", "scaladoc", "sphinx", "texi2", "typedoc",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_istarts(name, fc_str_of(names[i])))
            return true;
    return false;
}

/* Haddock's <p class="src">, with the name that it defines. */
static bool defines(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    if (!fc_node_has_class(dom, node, "src"))
        return false;
    uint32_t end = dom->node[node].end;
    end = end - node > SOME_NODES ? node + SOME_NODES : end;
    for (uint32_t i = node + 1; i < end; i++)
        if (dom->node[i].tag == FC_TAG_A && fc_node_has_class(dom, i, "def"))
            return true;
    return false;
}

static bool declares(const fc_page *page, uint32_t node)
{
    static const char *const names[] = { "tsd-signature", "sig", "memproto" };
    return fc_node_has_class_of(page->dom, node, names, sizeof names / sizeof *names) ||
           defines(page, node);
}

static bool describes(const fc_page *page, uint32_t node)
{
    return fc_node_has_class(page->dom, node, "docblock") ||
           fc_node_has_class(page->dom, node, "docstring");
}

bool fc_page_is_reference(const fc_page *page)
{
    uint32_t found = 0;
    if (is_generator(page->hints->generator))
        return true;
    for (uint32_t i = 1; page->members && i < page->elems && found < FEW_MEMBERS; i++)
        found += page->elem[i].flags & FC_EL_MEMBER &&
                 (declares(page, page->elem[i].node) ||
                  describes(page, page->elem[i].node));
    return found == FEW_MEMBERS;
}

bool fc_block_declares(const fc_page *page, const fc_block *b)
{
    const fc_elem *e = &page->elem[b->owner];
    return e->flags & FC_EL_MEMBER && b->kind == FC_BLOCK_TEXT &&
           declares(page, e->node);
}
