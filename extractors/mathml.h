/* mathml.h - MathML to TeX: presentation and content, from a flat tree.
 *
 *     fc_str tex = fc_mathml_source(dom, math, a);     what the page itself gives as its
 *                                                      TeX
 *     if (!tex.n)
 *         tex = fc_mathml_tex(dom, math, a);           else translated from the markup
 *
 * `math` is a <math> element, or any element with MathML in it. Names may have a prefix
 * ("mml:math"), so that the tree may come from HTML or from XML. The results are UTF-8 in
 * the arena, without $ around them. Work and memory are bounded by the size of the
 * formula. */
#ifndef FC_EXTRACTORS_MATHML_H
#define FC_EXTRACTORS_MATHML_H

#include "html/dom.h"

/* The TeX in an <annotation>, else in the attribute alttext unless that is prose;
 * decoded, as the page has it, delimiters too. Empty when there is none. */
fc_str fc_mathml_source(const fc_dom *dom, uint32_t math, fc_arena *a);

/* Empty when the formula shows nothing, or when it is larger than what a formula may
 * be. */
fc_str fc_mathml_tex(const fc_dom *dom, uint32_t math, fc_arena *a);

/* The element's number, with or without a prefix to its name. */
unsigned fc_mathml_tag(const fc_dom *dom, uint32_t node);

#endif
