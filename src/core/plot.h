/* plot.h - the numbers of a tally as a drawing (SVG within HTML). */
#ifndef FC_CORE_PLOT_H
#define FC_CORE_PLOT_H

#include "base/buf.h"
#include "core/tally.h"

/* A histogram of at most 30 bars and a table of quantiles; nothing when there is no
 * number. The column is sorted. */
void fc_plot_numbers(const fc_tally_column *c, fc_buf *out);

#endif
