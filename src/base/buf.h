/* buf.h - the growing byte buffer of filterc.h, and what only the library appends. */
#ifndef FC_BASE_BUF_H
#define FC_BASE_BUF_H

#include "filterc.h"

/* Text as HTML shows it: & < > " as entities, control characters but line ends as
 * blanks. */
void fc_buf_html(fc_buf *b, fc_str s);

#endif
