/* omml.h - Word's formulas (Office MathML) to TeX. */
#ifndef FC_EXTRACTORS_OMML_H
#define FC_EXTRACTORS_OMML_H

#include "extractors/inline.h"
#include "html/xml.h"

/* The TeX of a formula, an <m:oMath>, in the arena; empty when it shows nothing. Written
 * as MathML first, so that mathml.h alone knows how formulas look in TeX. The parser is
 * the thread's or NULL. */
fc_str fc_omml_tex(const fc_dom *dom, uint32_t math, fc_xml_parser *xml, fc_arena *a);

/* For other formulas of Word's that become MathML: "2x+1" as its elements in an alphabet
 * ("bold", or NULL; upright: words are names), and the TeX of a <math>. */
void fc_omml_symbols(fc_text *out, fc_str s, const char *variant, bool upright);
fc_str fc_omml_read(fc_str mathml, fc_xml_parser *xml, fc_arena *a);

#endif
