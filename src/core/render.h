/* render.h - help, man pages and completions, made from the tables and nothing else.
 * What the command calls is in filterc.h. */
#ifndef FC_CORE_RENDER_H
#define FC_CORE_RENDER_H

#include "filterc.h"

/* "[options] EXPR [FILE...]" */
void fc_render_synopsis(const fc_usage *use, const fc_stage_def *stage, fc_buf *out);
/* How a page writes a name and what it means; a row for each option. */
typedef void fc_render_row(const char *name, const char *help, fc_buf *out);
void fc_render_option_rows(const fc_opt *opts, fc_render_row *one, fc_buf *out);
/* ":" behind what an example shows, nothing behind a question. */
const char *fc_render_colon(const char *brief);

#endif
