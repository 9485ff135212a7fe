/* stream.h - bytes of an input, decompressed, by peek and consume.
 *
 * A parser peeks at the stream's own buffer and says how much of it it used; nothing is
 * copied. Compression is sniffed: gzip (members), zstd (frames, dictionary frame), bzip2,
 * xz, lz4 or none. A stream never prints. Damage in compressed data is a gap (below):
 * what was decoded before it is offered, then the gap, and reading goes on at the next
 * intact member where the format allows it. Only real I/O errors and lack of memory are
 * fc_rc errors. Not thread-safe: one thread at a time. */
#ifndef FC_IO_STREAM_H
#define FC_IO_STREAM_H

#include "filterc.h"

/* Open a file by name, a folder (folder.h) or, for "-", standard input. FC_ENOINPUT,
 * FC_EIO. The name must live as long as the stream and the records read from it. */
fc_rc fc_stream_open(fc_stream **s, const char *name, fc_err *err);
/* Read from a function instead: returns how many bytes it put into p (0 at the end, -1
 * with errno on error). Used by tests to feed every split, and for sources that are no
 * files. */
typedef long (*fc_stream_source)(void *user, char *p, size_t n);
fc_rc fc_stream_open_source(fc_stream **s, const char *name, fc_stream_source source,
                            void *user, fc_err *err);
void fc_stream_close(fc_stream *s);
/* A small file at once, such as a report: its bytes, copied into the arena. Of one larger
 * than `most` only a part. */
fc_rc fc_stream_read_small(const char *name, size_t most, fc_arena *a, fc_str *text,
                           fc_err *err);

const char *fc_stream_name(const fc_stream *s);     /* lives as long as the stream */
/* "gzip", "zstd" ...; NULL when the input is not compressed. Known after the first
 * peek. */
const char *fc_stream_codec(const fc_stream *s);
/* It is compressed, and what is in it begins like something compressed as well. */
bool fc_stream_packs(const fc_stream *s, fc_str head);
/* Bytes of the stored input read so far, and in all (0 when unknown). */
uint64_t fc_stream_raw_at(const fc_stream *s);
uint64_t fc_stream_raw_total(const fc_stream *s);
/* The open file, when the input is one that can be read at any place, is not compressed
 * and nothing was consumed of; else -1. It stays the stream's. */
int fc_stream_file(const fc_stream *s);
/* Who reads that file tells how far; the stream gives nothing of it any more. */
void fc_stream_set_raw_at(fc_stream *s, uint64_t at);

/* At least `want` bytes if there are so many before the end; *got may hold more, or less
 * at the end of the input or before a gap (n == 0: nothing is left, or ask
 * fc_stream_gap). Valid until the next call. */
fc_rc fc_stream_peek(fc_stream *s, size_t want, fc_str *got, fc_err *err);
void fc_stream_consume(fc_stream *s, size_t n);
/* The first bytes, to choose a reader by: those behind the gap when the input begins with
 * one, which stays to be told. Nothing and no gap: the input is empty. */
fc_rc fc_stream_sniff(fc_stream *s, size_t want, fc_str *head, fc_err *err);

/* ---------------------------------------------------------------- places and damage */

/* Where the next byte is. A record that begins at the first byte of a member and ends
 * with the end of one can be read again from the stored bytes begins .. ended; any other
 * only by decompressing all that comes before it. Uncompressed bytes are members of one
 * byte each, so the same rule serves them. */
typedef struct fc_place {
    uint64_t at;            /* offset in the decompressed bytes */
    bool first;             /* it is the first of a member, or the end of the input */
    uint64_t begins;        /* stored offset at which its member begins */
    uint64_t ended;         /* first: stored offset at which the member before it ended */
} fc_place;

/* May read on, to learn whether a member ends here. */
fc_rc fc_stream_place(fc_stream *s, fc_place *place, fc_err *err);
/* How far from the next byte the first member begins (or the last ended) beyond `from`,
 * of the bytes peeked so far; SIZE_MAX: none, or the input is not compressed. */
size_t fc_stream_border(const fc_stream *s, size_t from);

typedef enum fc_gap_kind {
    FC_GAP_DAMAGE,          /* bad compressed data, wrong checksum, bytes between
                               members */
    FC_GAP_CUT              /* the input ended within a member */
} fc_gap_kind;

typedef struct fc_gap {
    fc_gap_kind kind;
    uint64_t from, to;      /* stored bytes from the begin of the damaged member to where
                               reading goes on */
    const char *why;        /* for people; static */
} fc_gap;

/* True when a gap is right before the next byte: it is told and passed. */
bool fc_stream_gap(fc_stream *s, fc_gap *gap);
/* The same without passing it. */
bool fc_stream_at_gap(const fc_stream *s, fc_gap *gap);

/* How the content of a member begins ("WARC/"): a place to go on at after damage is only
 * believed when what it decompresses to begins so. A literal; set by readers when they
 * open. */
void fc_stream_expect(fc_stream *s, fc_str magic);

/* Readers hold no item larger than this; it is skipped and counted (default 64 MiB). */
enum { FC_STREAM_MAX_ITEM = 64 << 20 };
void fc_stream_set_max_item(fc_stream *s, uint64_t bytes);
uint64_t fc_stream_max_item(const fc_stream *s);
/* Reading of what makes one wait, such as a pipe, fails with FC_EIO when *flag becomes
 * non-zero; it must live as long as the stream. NULL: waits on. */
void fc_stream_set_interrupt(fc_stream *s, const volatile int *flag);
/* The name under which it is known, when it is another than it was opened by. */
void fc_stream_set_name(fc_stream *s, const char *name);
/* The folder for temporary files of readers that join more than memory holds (default
 * NULL:
 * /tmp). It must live as long as the stream. */
void fc_stream_set_temp(fc_stream *s, const char *folder);
const char *fc_stream_temp(const fc_stream *s);
/* The keys under which JSON documents have their text and id; NULL: "text", "id". They
 * must live as long as the stream. */
void fc_stream_set_keys(fc_stream *s, const char *text, const char *id);
const char *fc_stream_text_key(const fc_stream *s);
const char *fc_stream_id_key(const fc_stream *s);

#endif
