/* dom.h - an HTML page as one flat tree.
 *
 * Nodes stand in document order, parents before children: node 0 is the root <html>, the
 * subtree of node i is i .. node[i].end - 1, its first child (if any) is i + 1, and the next
 * sibling of i is node[i].end, while that is below the parent's end. So every walk is a loop.
 *
 * The tree holds elements and text only. Script, style, comments and the insides of svg never
 * enter it (their start tags do not either, except where noted in skeleton.h); text, attributes
 * and entities stay in the page and are read through positions. The page must be UTF-8 and
 * live as long as the tree; the tree lives in the arena it was parsed into.
 *
 * Every limit below counts elements or bytes; reaching one changes the tree in a defined way
 * and is told in fc_dom.capped, so nothing is lost silently. */
#ifndef FC_HTML_DOM_H
#define FC_HTML_DOM_H

#include "base/arena.h"
#include "html/tags.h"

typedef enum fc_ns { FC_NS_HTML, FC_NS_SVG, FC_NS_MATHML } fc_ns;

typedef struct fc_node {
    uint32_t parent;        /* 0 for the root */
    uint32_t end;           /* one past the last node of the subtree */
    uint32_t at;            /* text: where it begins in the page; element: its start tag's '<',
                               or FC_NO_SOURCE when the parser made it up (<tbody>, a second
                               copy of <b>) */
    uint32_t n;             /* text: bytes in the page; element: length of the start tag, 0 when
                               made up */
    uint16_t tag;           /* FC_TAG_..., FC_TAG_TEXT for text */
    uint16_t depth;         /* root is 0 */
    uint8_t ns;             /* fc_ns */
    uint8_t blank;          /* text: white space only */
} fc_node;

#define FC_NO_SOURCE UINT32_MAX

/* bits of fc_dom.capped */
enum { FC_CAP_DEPTH = 1, FC_CAP_FORMATTING = 2, FC_CAP_NODES = 4, FC_CAP_SIZE = 8 };

typedef struct fc_dom {
    fc_str page;
    fc_node *node;
    uint32_t n;
    unsigned capped;
} fc_dom;

typedef struct fc_dom_limits {
    uint32_t depth;             /* open elements; deeper start tags are left out (512) */
    uint32_t formatting;        /* open <b>, <font>, <a> ... elements (64) */
    uint64_t arena;             /* bytes the parser may use (128 MiB) */
} fc_dom_limits;

/* Parse a page. scratch holds what is needed only meanwhile (the parser's own tree); the result
 * lives in keep. FC_OK; FC_EDATA when the page is larger than 1 GiB or the arena limit was
 * passed (which one is in err). limits NULL: the defaults. */
fc_rc fc_dom_parse(fc_dom *dom, fc_str page, const fc_dom_limits *limits, fc_arena *keep,
                   fc_arena *scratch, fc_err *err);

/* The raw (undecoded) value of an attribute, name in lower case; p is NULL when there is none.
 * An attribute without a value gives an empty string with p not NULL. */
fc_str fc_dom_attr(const fc_dom *dom, uint32_t i, const char *name);
/* The same with entities decoded, in the arena when there were any. */
fc_str fc_dom_attr_text(const fc_dom *dom, uint32_t i, const char *name, fc_arena *a);
/* All attributes of a node, in order: start with *pos = 0; false after the last. */
bool fc_dom_next_attr(const fc_dom *dom, uint32_t i, uint32_t *pos, fc_str *name,
                      fc_str *raw_value);
/* The tag's name as the page has it (for unknown tags too). */
fc_str fc_dom_name(const fc_dom *dom, uint32_t i);
/* Raw text of a text node, entities undecoded. */
static inline fc_str fc_dom_text(const fc_dom *dom, uint32_t i)
{
    return (fc_str){ dom->page.p + dom->node[i].at, dom->node[i].n };
}

#endif
