/* item.h - what the readers of record containers (WARC, ARC) share: an item from its
 * first byte to the place where the next one begins, and what damage makes of it.
 *
 * Offsets and lengths follow the CDX convention: the length of a record is the distance
 * to the next one, so it includes the blank lines behind its block; with a gzip member or
 * zstd frame of its own, both are those of the member in the stored file. */
#ifndef FC_READERS_ITEM_H
#define FC_READERS_ITEM_H

#include "base/arena.h"
#include "io/stream.h"

/* Places in fc_item_reasons, from 1. */
enum {
    FC_ITEM_BAD_HEADER = 1,
    FC_ITEM_BAD_LENGTH,
    FC_ITEM_TRUNCATED,
    FC_ITEM_DAMAGED,
    FC_ITEM_TOO_LARGE,
    FC_ITEM_GARBAGE
};
extern const fc_reason fc_item_reasons[];

typedef struct fc_item {
    fc_stream *in;
    fc_place begin;
    fc_record *rec;
    fc_doc *doc;
    /* Does a record of this container begin here? `within`: other bytes stand right
     * before it, so one must be surer than at the begin of a member or behind a blank
     * line. */
    bool (*starts)(fc_str at, bool within);
    size_t starts_need;         /* bytes that starts() wants to see */
} fc_item;

/* Skip blank lines, then: FC_OK and an item that begins at the next byte; FC_END; or
 * FC_OK with item->doc->reason set when a gap was met, which is an item of its own. */
fc_rc fc_item_begin(fc_item *item, fc_arena *keep, fc_err *err);
/* Peek at `want` bytes of this item: fewer (*all is true) when the input ends, a gap is
 * met or a member begins with another record. */
fc_rc fc_item_peek(fc_item *item, size_t want, fc_str *got, bool *all, fc_err *err);
/* Its header, of `head` bytes, is no header: give up the bytes up to the next record,
 * keeping them as the block (from `head` on). reason: why, or 0 to tell between a wrong
 * length and an input that was cut. */
fc_rc fc_item_give_up(fc_item *item, size_t head, int reason, fc_arena *keep,
                      fc_err *err);
/* The rest of an item: the block behind a header of `head` bytes, which gives its length
 * in digits. It is kept, unless it is larger than the stream's max_item; one that cannot
 * be there, or ends where no record ends, is given up. */
fc_rc fc_item_block(fc_item *item, size_t head, fc_str length, fc_arena *keep,
                    fc_err *err);

/* For readers whose items are no records of a web archive, too: doc becomes the record,
 * which is named by its file and offset when it has no id; reason 0: it is intact. */
void fc_item_give(fc_record *rec, int reason, fc_arena *keep, fc_doc *doc);

#endif
