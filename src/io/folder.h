/* folder.h - a folder as the bytes of the tar of it, so that what reads archives reads
 * folders.
 *
 * Always the same bytes for the same files: names in order, licences first (so that the
 * stage licence knows them before what they are for), no times and owners. Symbolic links
 * stand as links; what is neither file nor folder, and folders named ".git", are left
 * out. */
#ifndef FC_IO_FOLDER_H
#define FC_IO_FOLDER_H

#include "io/stream.h"

typedef struct fc_folder fc_folder;

/* FC_ENOINPUT or FC_ETRY. */
fc_rc fc_folder_open(fc_folder **f, const char *path, fc_err *err);
/* An fc_stream_source; a file that cannot be read is an error. */
long fc_folder_read(void *folder, char *p, size_t n);
void fc_folder_close(fc_folder *f);

#endif
