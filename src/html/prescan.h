/* prescan.h - the charset a page declares about itself, found without parsing it. */
#ifndef FC_HTML_PRESCAN_H
#define FC_HTML_PRESCAN_H

#include "html/charset_labels.h"

/* HTML Standard, "prescan a byte stream to determine its encoding" over the first `limit`
 * bytes, then "get an XML encoding". NULL when nothing (known) is declared. UTF-16 in a
 * meta element means UTF-8, x-user-defined means windows-1252, as the standard wants it.
 */
const fc_encoding *fc_prescan(fc_str page, size_t limit);

#endif
