/* stream.h - bytes of an input, decompressed, by peek and consume.
 *
 * A parser peeks at the stream's own buffer and says how much of it it used; nothing is
 * copied. Compression is sniffed: gzip (members), zstd (frames, dictionary frame), bzip2, xz,
 * or none. A stream never prints; damage in compressed data is told as an event (below) and
 * reading goes on at the next intact member where the format allows it.
 * Not thread-safe: one thread at a time. */
#ifndef FC_IO_STREAM_H
#define FC_IO_STREAM_H

#include "filterc.h"

/* Open a file by name, or standard input for "-". FC_ENOINPUT, FC_EIO. */
fc_rc fc_stream_open(fc_stream **s, const char *name, fc_err *err);
/* Read from a function instead: returns how many bytes it put into p (0 at the end, -1 with
 * errno on error). Used by tests to feed every split, and for sources that are no files. */
typedef long (*fc_stream_source)(void *user, char *p, size_t n);
fc_rc fc_stream_open_source(fc_stream **s, const char *name, fc_stream_source source,
                            void *user, fc_err *err);
void fc_stream_close(fc_stream *s);

const char *fc_stream_name(const fc_stream *s);     /* lives as long as the stream */
/* Bytes of the stored input read so far, and in all (0 when unknown). */
uint64_t fc_stream_raw_at(const fc_stream *s);
uint64_t fc_stream_raw_total(const fc_stream *s);

/* At least `want` bytes if there are so many before the end; *got may hold more, or less at
 * the end of the input (n == 0: nothing is left). Valid until the next call. */
fc_rc fc_stream_peek(fc_stream *s, size_t want, fc_str *got, fc_err *err);
void fc_stream_consume(fc_stream *s, size_t n);

#endif
