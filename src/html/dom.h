/* dom.h - an HTML page as one flat tree.
 *
 * Nodes stand in document order, parents before children: node 0 is the root <html>, the
 * subtree of node i is i .. node[i].end - 1, its first child (if any) is i + 1, and the
 * next sibling of i is node[i].end, while that is below the parent's end. So every walk
 * is a loop.
 *
 * The tree holds elements and text only. Script, style, comments and the insides of svg
 * stay out of it; so do <link>, <meta> and <base> (see fc_dom.head). Two exceptions: a
 * script of type "math/..." is a FC_TAG_SCRIPT element without children whose content
 * fc_dom_raw_body gives, and an svg with HTML inside (<foreignObject>) keeps its insides.
 * <iframe>, <noembed> and <noframes> have no children; their content is to be had the
 * same way. <xmp>, <textarea> and <title> have one text child at most. <noscript> is
 * ordinary markup, as without scripting; <template> has its content as children.
 *
 * Text, attributes and entities stay in the page and are read through positions. The page
 * must be UTF-8 (other bytes do no harm) and live as long as the tree; the tree lives in
 * the arena it was parsed into.
 *
 * Text nodes: each is one run of the page without any '<' of markup in it, so a comment,
 * a dropped script or an ignored end tag separates two neighbouring text nodes, with
 * nothing between them. White space between two tags one of which is of a block-level
 * element is left out (except in pre, textarea and the like): it would not be shown.
 * White space between inline elements is there, as a node with `blank` set.
 *
 * Positions grow with the node number except where the parser moved something: out of
 * tables (foster parenting) and in misnested formatting elements. Copies of formatting
 * elements that the parser made (<p><b>x<p>y gives a second <b>) point to the start tag
 * of the original, so that its attributes can be had, and have `made` set.
 *
 * Every limit below counts elements, bytes or steps; reaching one changes the tree in a
 * defined way and is told in fc_dom.capped, so nothing is lost silently. Text is kept in
 * any case. */
#ifndef FC_HTML_DOM_H
#define FC_HTML_DOM_H

#include "base/arena.h"
#include "html/tags.h"

typedef enum fc_ns { FC_NS_HTML, FC_NS_SVG, FC_NS_MATHML } fc_ns;

typedef struct fc_node {
    uint32_t parent;        /* 0 for the root */
    uint32_t end;           /* one past the last node of the subtree */
    uint32_t at;            /* text: where it begins in the page; element: its start tag's
                               '<', or FC_NO_SOURCE when the parser made it up
                               (<tbody>) */
    uint32_t n;             /* text: bytes in the page; element: length of the start tag,
                               0 when there is none */
    uint16_t tag;           /* FC_TAG_..., FC_TAG_TEXT for text */
    uint16_t depth;         /* root is 0 */
    uint16_t class_at, id_at; /* private to fc_dom_attr: where in the start tag the value
                                 of class and id begins; 0: no such attribute */
    uint8_t ns;             /* fc_ns */
    uint8_t blank;          /* text: white space only (entities counted) */
    uint8_t made;           /* element: no start tag of its own at this place */
    uint8_t literal;        /* text: '&' is no reference here (CDATA, xmp, plaintext) */
    uint32_t names;         /* element: fc_attr_bit of the names of its attributes */
} fc_node;

#define FC_NO_SOURCE UINT32_MAX

/* bits of fc_dom.capped */
enum {
    FC_CAP_DEPTH = 1,       /* start tags beyond limits.depth were left out */
    FC_CAP_FORMATTING = 2,  /* formatting elements were left out or closed early */
    FC_CAP_STEPS = 4        /* the page would have taken too many steps to parse: from
                               some place on only text was kept */
};

/* What metadata is found in, in document order, wherever it stands in the page: <meta>,
 * <link>, <base>, <title> (of HTML, not svg) and every script whose type has "json",
 * "math" or "tex" in it (application/ld+json, math/tex; mode=display). */
typedef struct fc_head_item {
    uint32_t at, n;         /* the start tag in the page */
    uint32_t body, body_n;  /* raw content of title and script; 0, 0 for the others */
    uint16_t tag;           /* FC_TAG_META, LINK, BASE, TITLE, SCRIPT */
} fc_head_item;

typedef struct fc_dom {
    fc_str page;
    fc_node *node;
    uint32_t n;
    unsigned capped;
    fc_head_item *head;
    uint32_t head_n;
} fc_dom;

typedef struct fc_dom_limits {
    uint32_t depth;             /* open elements; deeper start tags are left out (512) */
    uint32_t formatting;        /* open <b>, <font>, <a> ... elements (64) */
    uint64_t steps;             /* looking through open elements, made by the parser (64
                                   M) */
    uint64_t arena;             /* bytes of scratch the parser may use (128 MiB) */
    bool within_body;           /* the page is what stands in a body, such as a post: no
                                   frames can come, so that elements without rules of
                                   their own cost the parser no time (false) */
    bool xhtml;                 /* what is closed by itself is empty, whatever its name,
                                   and CDATA is text (false) */
} fc_dom_limits;

void fc_dom_limits_default(fc_dom_limits *limits);
/* The largest depth of an element in a tree made under these limits: what the parser
 * makes up or opens again by itself comes on top of limits.depth. */
uint32_t fc_dom_deepest(const fc_dom_limits *limits);

/* Parse a page. scratch holds what is needed only meanwhile (the skeleton and the
 * parser's own tree) and must be reset by the caller; the result lives in keep. FC_OK;
 * FC_EDATA when the page is larger than 1 GiB or a memory limit was passed, the one here
 * or the one that was set on an arena (which one is in err); FC_ETRY when the system has
 * no memory. An arena's guard is replaced while this runs and set again before it
 * returns. limits NULL: the defaults. */
fc_rc fc_dom_parse(fc_dom *dom, fc_str page, const fc_dom_limits *limits, fc_arena *keep,
                   fc_arena *scratch, fc_err *err);

/* One of 32 bits for the name of an attribute, any case: an element without the bit has
 * no attribute of this name. Nine in a hundred attributes have a bit of a name that the
 * extractor looks for and are none. */
static inline uint32_t fc_attr_bit(fc_str name)
{
    unsigned first = (unsigned char)name.p[0] | 32;
    unsigned last = (unsigned char)name.p[name.n - 1] | 32;
    return (uint32_t)1 << ((3 * name.n + 5 * first + 7 * last) & 31);
}

/* The raw (undecoded) value of an attribute, name in lower case; p is NULL when there is
 * none. An attribute without a value gives an empty string with p not NULL. class and id
 * are found without looking through the tag. */
fc_str fc_dom_attr(const fc_dom *dom, uint32_t i, const char *name);
fc_str fc_dom_class(const fc_dom *dom, uint32_t i);
fc_str fc_dom_id(const fc_dom *dom, uint32_t i);
/* The same with entities decoded, in the arena when there were any. */
fc_str fc_dom_attr_text(const fc_dom *dom, uint32_t i, const char *name, fc_arena *a);
/* All attributes of a node, in order, duplicates too: start with *pos = 0; false after
 * the last. The name is as the page has it. */
bool fc_dom_next_attr(const fc_dom *dom, uint32_t i, uint32_t *pos, fc_str *name,
                      fc_str *raw_value);
/* The same three for a start tag by itself, such as a head item's: page.p + at, n
 * bytes. */
fc_str fc_tag_attr(fc_str tag, const char *name);
fc_str fc_tag_attr_text(fc_str tag, const char *name, fc_arena *a);
bool fc_tag_next_attr(fc_str tag, uint32_t *pos, fc_str *name, fc_str *raw_value);
static inline fc_str fc_head_tag(const fc_dom *dom, uint32_t k)
{
    return (fc_str){ dom->page.p + dom->head[k].at, dom->head[k].n };
}
static inline fc_str fc_head_body(const fc_dom *dom, uint32_t k)
{
    return (fc_str){ dom->page.p + dom->head[k].body, dom->head[k].body_n };
}
/* The element's name as the page has it (for unknown elements too); as in tags.h for
 * elements without a start tag. */
fc_str fc_dom_name(const fc_dom *dom, uint32_t i);
/* What stands between the start and the end tag of an element with raw content (script of
 * type math/..., iframe, noembed, noframes, xmp, textarea, title); empty for others. */
fc_str fc_dom_raw_body(const fc_dom *dom, uint32_t i);
/* A text node's text, entities decoded, in the arena when there were any. NUL bytes,
 * which a browser drops, are still in it. */
fc_str fc_dom_text_decoded(const fc_dom *dom, uint32_t i, fc_arena *a);
/* Raw text of a text node, entities undecoded. */
static inline fc_str fc_dom_text(const fc_dom *dom, uint32_t i)
{
    return (fc_str){ dom->page.p + dom->node[i].at, dom->node[i].n };
}

#endif
