/* style.h - what an element's attribute `style` says. */
#ifndef FC_HTML_STYLE_H
#define FC_HTML_STYLE_H

#include "filterc.h"

/* The value of the first declaration of a property, in any case, as it is written there;
 * empty: there is none. "!important" is left out. */
fc_str fc_style_value(fc_str style, const char *property);

/* Whether it names a font for code. */
bool fc_style_is_monospace(fc_str style);

#endif
