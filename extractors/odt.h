/* odt.h - for the parts of the kind odt. */
#ifndef FC_EXTRACTORS_ODT_H
#define FC_EXTRACTORS_ODT_H

#include "html/dom.h"

/* Styles by name, of all files that have some; those read later replace others. */
typedef struct fc_odt_styles fc_odt_styles;

fc_odt_styles *fc_odt_styles_new(fc_arena *a);
void fc_odt_styles_read(fc_odt_styles *s, const fc_dom *dom);
/* Spans of text that their style raises or lowers become <sup> and <sub>, the document's
 * title <h1>. */
void fc_odt_styles_apply(const fc_odt_styles *s, fc_dom *dom);

#endif
