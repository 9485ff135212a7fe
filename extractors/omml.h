/* omml.h - Word's formulas (Office MathML) to TeX. */
#ifndef FC_EXTRACTORS_OMML_H
#define FC_EXTRACTORS_OMML_H

#include "html/xml.h"

/* The TeX of a formula, an <m:oMath>, in the arena; empty when it shows nothing. Written
 * as MathML first, so that mathml.h alone knows how formulas look in TeX. */
fc_str fc_omml_tex(const fc_dom *dom, uint32_t math, fc_arena *a);

#endif
