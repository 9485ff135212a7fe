/* block_file.h - the file of a block model.
 *
 * Little-endian, sections in this order, each padded with zeros to 8 bytes:
 *
 *     "filterc\n"  u32 version 2 (1 is a classifier's), u32 FC_BLOCK_FEATURES,
 *     u64 size of the file, u64 XXH64 of everything but itself (bytes 32 to the end,
 *     seeded with XXH64 of bytes 0-23)
 *     u32 bits of the first pass, u32 bits of the kinds, u32 columns, u32 trees,
 *     u32 bytes of facts, float bias of the trees
 *     facts       JSON: what it was trained on and how it did on sites held out
 *     floats      scale of the first pass, of each kind
 *     buckets     u32: the first pass, each kind
 *     trees       u16 features, float cuts, float leaves (block_trees.h)
 *
 * The one that is built in is data/models/blocks.fcb, byte for byte. */
#ifndef FC_EXTRACTORS_BLOCK_FILE_H
#define FC_EXTRACTORS_BLOCK_FILE_H

#include "base/buf.h"
#include "extractors/block_model.h"

/* Raise it when what a feature or a column means changes: older models no longer fit. */
enum { FC_BLOCK_FILE_VERSION = 2, FC_BLOCK_FEATURES = 2, FC_BLOCK_FILE_MAX = 1 << 26 };

/* Read a model from bytes into the arena; every number in it is checked. name is for
 * messages; FC_ECONFIG tells what does not fit. */
fc_rc fc_block_file_parse(fc_str bytes, const char *name, fc_block_model *model,
                          fc_arena *a, fc_err *err);
/* The same for a file. FC_ENOINPUT or FC_EIO when it cannot be read. */
fc_rc fc_block_file_open(const char *path, fc_block_model *model, fc_arena *a,
                         fc_err *err);
/* The one built in. */
fc_rc fc_block_file_builtin(fc_block_model *model, fc_arena *a, fc_err *err);
void fc_block_file_write(const fc_block_model *model, fc_str facts, fc_buf *out);

#endif
