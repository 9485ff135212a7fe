/* wide.h - a stream of UTF-16 read as one of UTF-8, for readers that know ASCII's bytes
 * only.
 *
 * Both byte orders, told by the byte order mark. Halves of pairs become U+FFFD. Gaps
 * in the stream beneath are passed and remembered, since places in the one above are
 * its own: they count the bytes of UTF-8. */
#ifndef FC_READERS_WIDE_H
#define FC_READERS_WIDE_H

#include "io/stream.h"

typedef struct fc_wide fc_wide;

/* Does the input begin with UTF-16's byte order mark? */
bool fc_wide_is(fc_str head);
/* `in` stays its opener's and must live as long. */
fc_rc fc_wide_open(fc_wide **w, fc_stream *in, fc_err *err);
fc_stream *fc_wide_stream(const fc_wide *w);
/* Was a gap passed since this was asked last? The first of them. */
bool fc_wide_gap(fc_wide *w, fc_gap *gap);
/* What reading from w's stream came to, with the message of the one beneath. */
fc_rc fc_wide_failed(const fc_wide *w, fc_rc rc, fc_err *err);
void fc_wide_close(fc_wide *w);

#endif
