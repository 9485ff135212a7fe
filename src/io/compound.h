/* compound.h - compound files: Microsoft's container of streams (OLE 2), in which Office
 * keeps objects of other programs, and documents with a password.
 *
 * A reader of our own and not libgsf's, which brings GLib and an object on the heap for
 * each stream, and has no limits: all that is wanted of such a file is one small stream.
 * Files of more than 109 tables of sectors (6.8 MiB, of large sectors 436 MiB) are not
 * read. */
#ifndef FC_IO_COMPOUND_H
#define FC_IO_COMPOUND_H

#include "base/arena.h"

/* Whether bytes begin as such a file does. */
bool fc_compound_is(fc_str bytes);
/* The first stream of this name (ASCII), whatever it lies in, copied into the arena.
 * False when there is none, or it is damaged. Work and memory are bounded by the file's
 * size. */
bool fc_compound_find(fc_str file, fc_str name, fc_arena *a, fc_str *stream);

#endif
