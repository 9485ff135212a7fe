/* whole.h - readers for which a file is one record: HTML pages, plain texts. */
#ifndef FC_READERS_WHOLE_H
#define FC_READERS_WHOLE_H

#include "base/arena.h"
#include "io/stream.h"

extern const fc_reason fc_whole_reasons[];

/* The state is the stream itself. */
fc_rc fc_whole_open(fc_stream *in, void **state, fc_err *err);
/* All that is left as one record of type "resource" whose uri and id are the file's
 * name. */
fc_rc fc_whole_next(fc_stream *in, const char *mime, fc_arena *keep, fc_doc *doc,
                    fc_err *err);
void fc_whole_close(void *state);

#endif
