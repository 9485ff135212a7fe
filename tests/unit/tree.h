/* tree.h - a page's tree as text, from plain gumbo and from the flat tree, to be
 * compared.
 *
 * One line per element, "depth name namespace", and after it the text that stands there
 * with its white space taken out, entities decoded. Left out on both sides is what the
 * flat tree never has: script, style, link, meta, base, comments, what is in svg, raw
 * contents. */
#ifndef TESTS_UNIT_TREE_H
#define TESTS_UNIT_TREE_H

#include "base/buf.h"
#include "html/dom.h"

/* ascii_only: compare the ASCII bytes of text only (pages that are not UTF-8). */
void tree_of_gumbo(fc_buf *out, fc_str page, bool ascii_only);
/* from: write the subtrees of svg that this tree kept too (no: false). */
void tree_of_dom(fc_buf *out, const fc_dom *dom, bool ascii_only);
/* Check the promises of dom.h about ends, parents, depths and positions; NULL or what
 * fails. */
const char *tree_broken(const fc_dom *dom);
/* The first line in which two trees differ, and some before it, as a text for people. */
void tree_difference(fc_buf *out, const fc_buf *a, const fc_buf *b);

#endif
