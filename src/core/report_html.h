/* report_html.h - a funnel and its tallies as one HTML file: no script, no network. */
#ifndef FC_CORE_REPORT_HTML_H
#define FC_CORE_REPORT_HTML_H

#include "base/buf.h"
#include "core/funnel.h"

void fc_report_html(fc_funnel *f, fc_buf *out);

#endif
