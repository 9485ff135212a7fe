/* codec.h - what stream.c and the decompressors share. Private to src/io.
 *
 * A codec turns stored bytes (fc_raw) into bytes appended to an fc_unpack, and tells
 * there where members (gzip members, zstd frames) begin and end and where data was
 * damaged. */
#ifndef FC_IO_CODEC_H
#define FC_IO_CODEC_H

#include "io/raw.h"

/* A place in the decompressed bytes where one member ended and the next begins. */
typedef struct fc_border {
    uint64_t at;                /* offset in the decompressed bytes */
    uint64_t ended, begins;     /* stored offsets: end of the one, begin of the other */
} fc_border;

typedef struct fc_unpack {
    char *p;
    size_t at, end, cap;        /* p[at .. end) is decompressed and not consumed */
    uint64_t base;              /* decompressed offset of p[at] */
    fc_border *border;          /* those at or before base: only the last one is kept */
    size_t borders, border_cap;
    bool has_gap;               /* nothing is decoded beyond it before it was taken */
    uint64_t gap_at;
    fc_gap gap;
    fc_str magic;               /* how the content of a member begins; empty: any way */
} fc_unpack;

typedef struct fc_codec {
    const char *name;
    bool (*sniff)(const unsigned char *p, size_t n);    /* at most 8 bytes */
    fc_rc (*open)(void **state, fc_raw *in, fc_err *err);
    /* Append something to out, or set a border or gap: FC_OK. FC_END: no more input. */
    fc_rc (*step)(void *state, fc_raw *in, fc_unpack *out, fc_err *err);
    void (*close)(void *state);
} fc_codec;

extern const fc_codec fc_codec_gzip;
#ifdef HAVE_ZSTD
extern const fc_codec fc_codec_zstd;
#endif
#ifdef HAVE_LIBARCHIVE
extern const fc_codec fc_codec_bzip2;
extern const fc_codec fc_codec_xz;
extern const fc_codec fc_codec_lz4;
#endif

/* At least `want` bytes of room behind end. FC_OK or FC_ETRY. */
fc_rc fc_unpack_room(fc_unpack *u, size_t want, fc_err *err);
/* A member begins (ended) at this stored offset, and with the byte at p + end. */
fc_rc fc_unpack_begin(fc_unpack *u, uint64_t raw, fc_err *err);
fc_rc fc_unpack_end(fc_unpack *u, uint64_t raw, fc_err *err);
/* Stored bytes from .. to could not be decoded (or only up to here). */
void fc_unpack_gap(fc_unpack *u, fc_gap_kind kind, uint64_t from, uint64_t to,
                   const char *why);

void fc_unpack_gap_at(fc_unpack *u, uint64_t at, const fc_gap *gap);

static inline size_t fc_unpack_avail(const fc_unpack *u)
{
    return u->end - u->at;
}

#endif
