/* zip.h - ordinary zip files in memory by libzip, at half of what libarchive takes.
 *
 * Private to src/io. Ordinary is what both libraries read alike: its directory is at the
 * very end and agrees with each member's own header, no name is there twice, names are
 * plain ASCII paths. Whatever is not, is not opened or not given here; members.h reads
 * it. */
#ifndef FC_IO_ZIP_H
#define FC_IO_ZIP_H

#include "base/str.h"

typedef struct fc_zip fc_zip;

typedef struct fc_zip_member {
    fc_str path;                /* lives as long as the zip; of a folder it ends with
                                   '/' */
    uint64_t index, stored, bytes;
    uint32_t crc;
    bool packed;
} fc_zip_member;

/* Over bytes, which must live as long; NULL when they are no ordinary zip, libzip is
 * missing or memory is. */
fc_zip *fc_zip_open(fc_str bytes);
uint64_t fc_zip_count(fc_zip *zip);
/* False when the member is no file or folder, is encrypted or packed in a rare way, or
 * claims more bytes than it can hold. */
bool fc_zip_member_at(fc_zip *zip, uint64_t index, fc_zip_member *m);
/* All of its bytes; `packed` has room for m->stored of them. False when they are
 * damaged. */
bool fc_zip_read(fc_zip *zip, const fc_zip_member *m, char *packed, char *to);
void fc_zip_close(fc_zip *zip);

#endif
