/* explain_html.h - what was decided about the blocks of a page, as one HTML file to look
 * at. */
#ifndef FC_EXTRACTORS_EXPLAIN_HTML_H
#define FC_EXTRACTORS_EXPLAIN_HTML_H

#include "base/buf.h"
#include "extractors/block_model.h"

/* Of a page that was scored and selected. */
void fc_explain_html(const fc_page *page, const fc_block_model *model, fc_str title,
                     fc_arena *a, fc_buf *out);

#endif
