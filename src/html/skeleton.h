/* skeleton.h - the page reduced to what decides the shape of its tree.
 *
 * One pass over the page writes a skeleton, which is HTML again: the tags without
 * attributes, and one byte for each run of text ('x', or ' ' when it is all white space).
 * A parser gives for it the tree it would give for the page, from a few per cent of the
 * bytes. Left out: comments; script, style, link, meta and base; what is in svg, unless
 * HTML is; white space next to block-level tags. Kept of the attributes is what decides
 * about the tree: that an input is hidden, which of a formatting element's open copies
 * are alike (as a hash), whether a font tag ends svg, and annotation-xml's encoding.
 *
 * What every skeleton byte stands for is found through piece[map[i]], where i is the
 * place of the '<' of a start tag or of a text byte. A text byte may stand for several
 * pieces: those that follow with `more` set (runs with a comment between). It may also
 * stand for a whole element that the parser can only nest as it is written (plain.h): its
 * piece is `whole`, and the pieces up to its `last` are its content, in document order.
 *
 * Limits (fc_dom_limits): start tags that would nest too deep or that would open too many
 * formatting elements are left out, and their end tags with them; when the parser would
 * have taken too many steps, all tags are. Private to src/html. */
#ifndef FC_HTML_SKELETON_H
#define FC_HTML_SKELETON_H

#include "html/dom.h"

typedef struct fc_piece {
    uint32_t at, n;                 /* in the page */
    uint16_t tag;                   /* FC_TAG_TEXT for text */
    uint16_t class_at, id_at;       /* as in fc_node */
    uint8_t blank, more, literal;
    uint8_t whole;                  /* an element that has no tags in the skeleton */
    uint32_t names;                 /* as in fc_node */
    uint32_t last;                  /* of a whole element: its last piece, itself when it
                                       is empty */
} fc_piece;

typedef struct fc_skeleton {
    char *p;                        /* in scratch, like all of it but head */
    uint32_t n, cap;
    uint32_t *map;                  /* cap entries */
    fc_piece *piece;
    uint32_t piece_n, piece_cap;
    uint32_t html, body;            /* first <html> and <body>; FC_NO_SOURCE: none */
    fc_head_item *head;             /* in keep */
    uint32_t head_n, head_cap;
    unsigned capped;
} fc_skeleton;

/* The page is at most 1 GiB. Arena limits leave through their guards. */
void fc_skeleton_scan(fc_skeleton *k, fc_str page, const fc_dom_limits *limits,
                      fc_arena *keep, fc_arena *scratch);

#endif
