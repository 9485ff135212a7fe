/* compress.h - compression of whole buffers: bodies of HTTP responses in, output files
 * out.
 *
 * Decoders give what can be decoded, at most `max` bytes of it, into
 * the arena; their own state lives in the arena too or is freed before anything is
 * allocated there, so a limit reached in the middle leaks nothing. */
#ifndef FC_IO_COMPRESS_H
#define FC_IO_COMPRESS_H

#include "base/arena.h"
#include "base/buf.h"

typedef enum fc_wrap { FC_WRAP_RAW, FC_WRAP_ZLIB, FC_WRAP_GZIP } fc_wrap;

typedef struct fc_decoded {
    fc_str text;
    bool cut;                   /* damaged, incomplete or longer than max */
} fc_decoded;

fc_decoded fc_inflate(fc_str in, fc_wrap wrap, uint64_t max, fc_arena *a);
/* For pieces of raw deflate one after another; NULL: no memory. */
typedef struct fc_inflater fc_inflater;
fc_inflater *fc_inflater_open(void);
/* Raw deflate that is to fill n bytes with all of its own; false when it does not. */
bool fc_inflate_exact(fc_inflater *inflater, fc_str in, char *to, size_t n);
void fc_inflater_close(fc_inflater *inflater);
uint32_t fc_crc32(fc_str bytes);
/* How long zlib's stream of these bytes is at its usual level, 6; 0: no memory. */
uint64_t fc_deflated_size(fc_str bytes);
/* False when the library was built without them. */
bool fc_unbrotli(fc_str in, uint64_t max, fc_arena *a, fc_decoded *out);
bool fc_unzstd(fc_str in, uint64_t max, fc_arena *a, fc_decoded *out);

/* Compress piece by piece into a buffer. The gzip header holds no time and no name, so
 * the same input gives the same bytes. */
typedef struct fc_packer fc_packer;
typedef enum fc_pack { FC_PACK_NONE, FC_PACK_GZIP, FC_PACK_ZSTD } fc_pack;
fc_rc fc_packer_open(fc_packer **p, fc_pack kind, fc_err *err);
/* `end`: nothing follows; finishes the member or frame. */
fc_rc fc_packer_add(fc_packer *p, const void *data, size_t n, bool end, fc_buf *out,
                    fc_err *err);
void fc_packer_close(fc_packer *p);

#endif
